"""Sponsor coverage: named, active, both sides, load, continuity; unknown is not absent."""

from datetime import date, timedelta

import pytest
from built_portfolios import DAY, a_holding, a_register, a_sponsor, an_alliance, meeting, member

from alliancenet.model.register import Person, Record
from alliancenet.portfolio.sponsors import sponsor_coverage, sponsor_reviews

OURS, THEIRS = a_sponsor("kim"), a_sponsor("lee", "partner")


def reviewed(*, people=(OURS, THEIRS), met=10, plans=(), tier=1, members=None, **register):
    alliance = an_alliance(sponsor_plans=dict(plans))
    points = () if met is None else (meeting(DAY - timedelta(days=met), "kim", "lee"),)
    holding = a_holding(
        a_register(
            alliance,
            people=people,
            memberships=members or [member(person.id) for person in people],
            touchpoints=points,
            **register,
        )
    )
    return holding, sponsor_reviews(holding, holding.alliances, {"north": tier})[0]


def test_named_active_and_planned_on_both_sides_is_a_hundred():
    recent = DAY - timedelta(days=50)
    _, review = reviewed(plans={"own": recent, "partner": recent})
    assert review.score == 100


def test_score_is_forty_for_the_name_and_forty_for_activity():
    _, review = reviewed()
    assert [side.score for side in review.sides] == [80, 80]


@pytest.mark.parametrize(("tier", "days", "active"), [(1, 100, True), (1, 101, False), (2, 190, True), (2, 191, False)])
def test_activity_window_depends_on_the_tier(tier, days, active):
    _, review = reviewed(met=days, tier=tier)
    assert review.sides[0].active is active


def test_meeting_of_one_firm_only_is_no_activity():
    holding, _ = reviewed()
    points = (meeting(DAY, "kim"),)
    alone = a_holding(a_register(people=(OURS, THEIRS), memberships=[member("kim"), member("lee")], touchpoints=points))
    assert sponsor_reviews(alone, alone.alliances, {"north": 1})[0].sides[0].active is False
    assert holding.meetings("north")


def test_firm_without_a_sponsor_is_a_gap():
    _, review = reviewed(
        people=(OURS, Person(id="lee", organisation="partner", level="senior", roles=frozenset({"legal"})))
    )
    assert review.sides[1].named is False
    assert review.gaps == ("Sole Mare: no executive sponsor",)


def test_firm_whose_roles_are_not_on_record_is_unknown_and_the_score_one_sided():
    _, review = reviewed(people=(OURS, Person(id="lee", organisation="partner", level="senior")))
    assert (review.sides[1].named, review.sides[1].score) == (None, None)
    assert (review.score, review.one_sided) == (80, True)


def test_activity_is_unknown_where_meetings_are_not_kept():
    _, review = reviewed(met=None, kept=frozenset(Record) - {Record.TOUCHPOINTS})
    assert [side.active for side in review.sides] == [None, None]
    assert review.score is None


def test_sponsor_who_leaves_within_ninety_days_without_successor_is_a_gap():
    leaving = a_sponsor("kim", left=DAY + timedelta(days=89))
    _, review = reviewed(people=(leaving, THEIRS))
    assert review.gaps == (f"Nordwind: sponsor leaves {leaving.left}, no successor named",)


def test_named_successor_closes_the_gap():
    leaving = a_sponsor("kim", left=DAY + timedelta(days=89))
    heir = Person(id="ira", organisation="own", level="senior", roles=frozenset({"sponsor_successor"}))
    _, review = reviewed(people=(leaving, THEIRS, heir))
    assert review.gaps == ()


def test_tier_three_requires_nothing_and_has_no_gaps():
    _, review = reviewed(people=(Person(id="x", organisation="own", roles=frozenset({"legal"})),), tier=3)
    assert (review.required, review.gaps) == (False, ())


def a_portfolio(count, tier=1, person=OURS):
    names = [f"a{n}" for n in range(count)]
    register = a_register(
        *(an_alliance(name) for name in names),
        people=(person, THEIRS),
        memberships=[member(person, name) for name in names for person in ("kim", "lee")],
        touchpoints=[meeting(DAY, "kim", "lee", alliance=name) for name in names],
    )
    holding = a_holding(register)
    return sponsor_coverage(holding, sponsor_reviews(holding, holding.alliances, dict.fromkeys(names, tier)))


@pytest.mark.parametrize(("count", "state"), [(3, "ok"), (4, "warn"), (5, "warn"), (6, "breach")])
def test_load_warns_above_three_and_breaches_above_five(count, state):
    assert [load.state for load in a_portfolio(count).loads] == [state]


def test_coverage_counts_required_alliances_only():
    assert [ratio.total for ratio in a_portfolio(4, tier=3).ratios] == [0, 0, 0]
    assert a_portfolio(4, tier=3).ratios[0].share is None
    assert [(ratio.count, ratio.band) for ratio in a_portfolio(4).ratios] == [(4, "green")] * 3


def test_sponsor_who_joined_later_does_not_count_yet():
    coverage = a_portfolio(2, person=a_sponsor("kim", joined=date(2027, 1, 1)))
    assert [ratio.count for ratio in coverage.ratios] == [0, 0, 0]
