"""Importance, depth and the decision, worked out by hand."""

from datetime import date

import pytest
from built_portfolios import (
    a_holding,
    a_register,
    a_sponsor,
    an_alliance,
    governed,
    integrated,
    linkages,
    rated,
    spectrum,
)

from alliancenet.model.portfolio import Resource
from alliancenet.model.tiers import TierStatus
from alliancenet.portfolio.tiers.importance import depth, importance
from alliancenet.portfolio.tiers.rounds import decide_tiers


def test_importance_is_25_times_the_mean_of_five():
    score = importance(a_holding(ratings=(rated(4, 3, 3, 2, 4),)), "north")
    assert score.value == pytest.approx(25 * 16 / 5)


def test_importance_with_an_open_item_is_unknown_and_says_which():
    score = importance(a_holding(ratings=(rated(4, 3, None, 2, 4),)), "north")
    assert (score.value, score.reason) == (None, "TIE3 left open")


def test_importance_reads_the_last_rating_up_to_the_day():
    ratings = (rated(0, 0, 0, 0, 0, day=date(2025, 1, 1)), rated(4, 4, 4, 4, 4, day=date(2027, 1, 1)))
    assert importance(a_holding(ratings=ratings), "north").value == 0


def test_depth_is_the_mean_of_four_parts():
    holding = a_holding(
        linkages=linkages(5, 8),
        resources=(Resource(alliance="north", day=date(2025, 1, 1), dedicated=7),),
        governance=(governed(True),),
        spectrum=(spectrum(3.0), spectrum(4.0, organisation="partner")),
    )
    assert depth(holding, "north").value == pytest.approx((62.5 + 75 + 100 + 62.5) / 4)


def test_depth_on_one_part_is_unknown():
    score = depth(a_holding(governance=(governed(True),)), "north")
    assert score.value is None
    assert "needs 2 of 4 parts" in score.reason


def test_no_joint_governance_on_record_is_zero_and_nothing_on_record_is_unknown():
    with_no = a_holding(governance=(governed(False),), linkages=linkages(2, 2))
    without = a_holding(linkages=linkages(2, 2), spectrum=(spectrum(5.0),))
    assert depth(with_no, "north").value == pytest.approx(50)
    assert depth(without, "north").value == pytest.approx(100)


def test_sides_that_differ_by_more_than_a_point_are_not_averaged():
    holding = a_holding(governance=(governed(True),), spectrum=(spectrum(4.0), spectrum(1.0, organisation="partner")))
    assert depth(holding, "north").value == pytest.approx((100 + 75) / 2)


def a_portfolio(*rows, people=(), assigned=None):
    """Rows of (id, TIE answer 0-4, depth)."""
    alliances = [an_alliance(name, tier=(assigned or {}).get(name)) for name, _, _ in rows]
    ratings = tuple(rated(*[answer] * 5, alliance=name) for name, answer, _ in rows)
    records = [integrated(name, points) for name, _, points in rows]
    return a_holding(
        a_register(*alliances, people=people),
        ratings=ratings,
        resources=tuple(resource for resource, _ in records),
        spectrum=tuple(position for _, position in records),
    )


def test_five_that_earn_tier_one_get_one_place_of_five_alliances():
    decisions, cap = decide_tiers(a_portfolio(*((name, 4, 50) for name in "abcde")))
    assert (cap.places, cap.wanted) == (1, 5)
    assert [decision.tier for decision in decisions].count(1) == 1
    assert {decision.status for decision in decisions} == {TierStatus.HOLDS, TierStatus.CAPPED}


def test_place_goes_to_the_best_rank():
    decisions, _ = decide_tiers(a_portfolio(("a", 3, 75), ("b", 4, 100), ("c", 4, 50)))
    assert [decision.alliance for decision in decisions if decision.tier == 1] == ["b"]


def test_sponsors_on_record_limit_the_places():
    rows = [(f"a{n:02d}", 4, 50) for n in range(30)]
    _, by_share = decide_tiers(a_portfolio(*rows))
    _, by_sponsor = decide_tiers(a_portfolio(*rows, people=(a_sponsor("kim"),)))
    assert (by_share.places, by_share.sponsor_places) == (6, None)
    assert (by_sponsor.places, by_sponsor.sponsor_places) == (3, 3)


def test_crowded_top_tier_is_said():
    _, cap = decide_tiers(a_portfolio(*((name, 4, 50) for name in "abcde"), assigned=dict.fromkeys("abc", 1)))
    assert cap.in_force == 3
    assert cap.reason.startswith("3 of 5 alliances are in tier 1, and there is room for no more than 1")


def test_registered_tier_stands_where_nothing_is_rated():
    decisions, _ = decide_tiers(a_holding(a_register(an_alliance(tier=2))))
    assert (decisions[0].tier, decisions[0].status) == (2, TierStatus.ASSIGNED)
    assert "importance was never rated" in decisions[0].reason


def test_unrated_alliance_without_a_tier_has_none():
    decisions, _ = decide_tiers(a_holding(a_register(an_alliance())))
    assert (decisions[0].tier, decisions[0].status) == (None, TierStatus.UNKNOWN)


def test_distance_to_the_next_tier_is_told_in_points():
    decision = decide_tiers(a_portfolio(("a", 2, 25), ("b", 4, 100)))[0][0]
    assert (decision.tier, decision.lacks_importance, decision.lacks_depth) == (2, 20, 25)
    assert decision.to_next == "tier 1 asks importance 70 (lacks 20.0) and depth 50 (lacks 25.0)"


def test_arithmetic_prints_every_number_that_led_to_the_tier():
    decision = decide_tiers(a_portfolio(("a", 2, 25)))[0][0]
    text = "\n".join(decision.arithmetic)
    assert "importance = 25 × mean(TIE1 2, TIE2 2, TIE3 2, TIE4 2, TIE5 2) = 50.0" in text
    assert "full-time people: 25 × step 1 (1 people) = 25" in text
    assert "limits say 2" in text


def test_rounds_are_replayed_so_that_a_fall_waits():
    falls = (
        rated(4, 4, 4, 4, 4, day=date(2024, 6, 1)),
        rated(1, 1, 1, 1, 1, day=date(2025, 6, 1)),
    )
    resource, position = integrated("north", 50)
    holding = a_holding(ratings=falls, resources=(resource,), spectrum=(position,))
    decision = decide_tiers(holding)[0][0]
    assert (decision.tier, decision.raw, decision.status) == (1, 3, TierStatus.GRACE)
