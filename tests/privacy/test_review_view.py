"""Who sees what of the portfolio review."""

from dataclasses import replace

import pytest
from built_portfolios import a_holding, a_register, an_alliance, audited

from alliancenet.errors import NotPermitted
from alliancenet.model.review import GapNote, PeopleChange
from alliancenet.portfolio.review import review
from alliancenet.privacy.reader import Reader, ReaderRole
from alliancenet.privacy.review_view import review_for


def a_review(**counts):
    people = PeopleChange(
        **{
            **dict.fromkeys(PeopleChange.__slots__, 0),
            "core_entered": 7,
            "core_lost": 6,
            "joiners": 2,
            **counts,
        }
    )
    holding = a_holding(a_register(an_alliance()), audits=[audited(wave="w1"), audited(wave="w2")])
    return review(replace(holding, people_changes={"north": people}), "0.1.0")


def seen(role, **counts):
    return review_for(a_review(**counts), Reader(role=role)).review.alliances[0].change.people


def test_partner_sees_no_portfolio():
    with pytest.raises(NotPermitted, match="own firm"):
        review_for(a_review(), Reader(role=ReaderRole.PARTNER, firm="partner"))


@pytest.mark.parametrize("role", [ReaderRole.EXECUTIVE, ReaderRole.HR])
def test_small_turnover_hides_all_four_counts_from_those_who_see_groups(role):
    people = seen(role, spanners_lost=1)
    assert (people.core_entered, people.core_lost, people.spanners_gained, people.spanners_lost) == (None,) * 4
    assert people.joiners == 2


def test_large_turnover_is_seen_by_everybody_of_the_own_firm():
    assert seen(ReaderRole.EXECUTIVE).core_entered == 7


def test_facilitator_sees_small_turnover():
    assert seen(ReaderRole.FACILITATOR, spanners_lost=1).spanners_lost == 1


def test_what_is_withheld_is_said():
    view = review_for(a_review(core_lost=4), Reader(role=ReaderRole.EXECUTIVE))
    assert view.withheld == ("turnover of the core where fewer than 5 people moved",)


def test_who_sees_groups_does_not_read_which_firm_has_how_few_spanners():
    gaps = tuple(
        GapNote(code="N-SPANNERS", severity="medium", sentence=f"{firm} has 1 boundary spanners", lessons=())
        for firm in ("North", "South")
    )
    whole = a_review()
    whole = replace(whole, alliances=(replace(whole.alliances[0], gaps=gaps),))
    read = {
        role: [gap.sentence for gap in review_for(whole, Reader(role=role)).review.alliances[0].gaps]
        for role in (ReaderRole.EXECUTIVE, ReaderRole.ANALYST)
    }
    assert read[ReaderRole.EXECUTIVE] == ["too few boundary spanners"]
    assert read[ReaderRole.ANALYST] == [gap.sentence for gap in gaps]
