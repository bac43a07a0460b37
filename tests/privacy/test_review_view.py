"""Who sees what of the portfolio review."""

from dataclasses import replace

import pytest
from built_portfolios import a_holding, a_register, an_alliance, audited, member

from alliancenet.errors import NotPermitted
from alliancenet.model.register import Person
from alliancenet.model.review import GapNote, PeopleChange
from alliancenet.portfolio.actions.owners import id_of
from alliancenet.portfolio.review import review
from alliancenet.portfolio.review_file import to_json
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


HUSHED = Person(
    id="kim",
    organisation="own",
    level="senior",
    roles=frozenset({"executive_sponsor"}),
    name="Kim Pine",
    may_be_named=True,
)
MANAGER = Person(
    id="ada", organisation="own", level="project_leader", roles=frozenset({"alliance_manager"}), name="Ada"
)
SPEAKING = (ReaderRole.ALLIANCE_MANAGER, ReaderRole.EXECUTIVE, ReaderRole.HR)


def of_the_sponsor(role, *, named_for=(), **fields):
    """The review of an alliance with one sponsor and one manager, as JSON, in the file and as a reader sees it."""
    register = a_register(people=(replace(HUSHED, **fields), MANAGER), memberships=(member("kim"), member("ada")))
    holding = a_holding(register, audits=[audited(wave="w1")])
    made = review(holding, "0.1.0")
    made = replace(made, limits=replace(made.limits, named_for=named_for))
    return to_json(made), to_json(review_for(made, Reader(role=role)).review)


@pytest.mark.parametrize("role", [ReaderRole.EXECUTIVE, ReaderRole.HR])
@pytest.mark.parametrize("agreed", [True, False])
def test_a_sponsor_whose_role_is_not_public_has_no_name_for_those_who_see_groups(role, agreed):
    _, seen_review = of_the_sponsor(role, named_for=(role.value,), may_be_named=agreed)
    assert "Kim Pine" not in seen_review
    assert '"kim"' not in seen_review
    assert "a senior person of Nordwind" in seen_review


@pytest.mark.parametrize("role", SPEAKING)
def test_a_sponsor_whose_role_is_public_is_named_to_the_own_firm(role):
    assert "Kim Pine" in of_the_sponsor(role, public_role=True, may_be_named=False)[1]


def test_who_answers_for_a_proposal_is_named_by_the_same_rule():
    assert "a project leader of Nordwind" in of_the_sponsor(ReaderRole.EXECUTIVE)[1]


def test_a_name_nobody_may_read_is_not_in_the_file():
    assert "Kim Pine" not in of_the_sponsor(ReaderRole.EXECUTIVE)[0]


def test_an_owner_written_out_in_a_list_is_known_by_the_register():
    assert id_of(a_holding(a_register(people=(HUSHED,))), "kim pine") == "kim"


def test_a_review_of_an_earlier_version_names_nobody():
    made = review(a_holding(a_register(people=(HUSHED,), memberships=(member("kim"),))), "0.1.0")
    loads = tuple(replace(load, name="Kim Pine") for load in made.sponsors.loads)
    old = replace(made, office_holders=None, sponsors=replace(made.sponsors, loads=loads))
    assert "Kim Pine" not in to_json(review_for(old, Reader(role=ReaderRole.EXECUTIVE)).review)
