"""Tiers: the limits worked out by hand, and what must hold for any ratings."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliancenet.model.tiers import TierStatus
from alliancenet.portfolio.tiers.policy import (
    TierPolicy,
    TierStanding,
    next_standing,
    rank_points,
    tier_by_limits,
    within_cap,
)
from alliancenet.settings import default_settings

LIMITS = TierPolicy.of(default_settings())
points = st.one_of(st.none(), st.floats(min_value=0, max_value=100))


def after(start, *rounds):
    standing = TierStanding(tier=start)
    for importance, depth in rounds:
        standing = next_standing(standing, importance, depth, LIMITS)
    return standing


@pytest.mark.parametrize(
    ("importance", "depth", "tier"),
    [
        (70, 50, 1),
        (100, 49.9, 2),
        (69.9, 100, 2),
        (45, 0, 2),
        (0, 70, 2),
        (44.9, 69.9, 3),
        (0, 0, 3),
        (50, None, 2),
        (80, None, None),
        (None, 60, None),
        (None, 80, None),
        (None, None, None),
    ],
)
def test_tier_follows_the_limits_and_is_unknown_where_an_unknown_part_decides(importance, depth, tier):
    assert tier_by_limits(importance, depth, LIMITS) == tier


def test_rank_is_six_tenths_importance_and_four_tenths_depth():
    assert rank_points(80, 50, LIMITS) == pytest.approx(68)


def test_unrated_has_no_rank():
    assert rank_points(None, 50, LIMITS) is None


def test_small_rise_waits_for_a_second_round():
    assert after(2, (72, 52)).status is TierStatus.WATCH
    assert after(2, (72, 52), (72, 52)).tier == 1


def test_rise_of_five_points_beyond_the_limit_counts_at_once():
    assert after(2, (75, 55)).tier == 1


def test_rise_over_two_limits_goes_only_as_far_as_is_sure():
    standing = after(3, (72, 60))
    assert (standing.tier, standing.status) == (2, TierStatus.ROSE)


def test_clear_fall_gets_one_round_of_grace():
    assert after(1, (60, 60)).status is TierStatus.GRACE
    assert after(1, (60, 60)).tier == 1
    assert after(1, (60, 60), (60, 60)).tier == 2


def test_small_fall_is_watched_then_warned_then_done():
    rounds = [(68, 60)] * 3
    statuses = [after(1, *rounds[: n + 1]).status for n in range(3)]
    assert statuses == [TierStatus.WATCH, TierStatus.GRACE, TierStatus.FELL]


def test_recovery_in_the_grace_round_keeps_the_tier():
    assert after(1, (50, 50), (80, 60), (50, 50)).tier == 1


def test_round_that_cannot_be_told_changes_nothing():
    standing = after(2, (None, None))
    assert (standing.tier, standing.status) == (2, TierStatus.ASSIGNED)


def test_first_rating_without_an_assigned_tier_is_taken_as_it_is():
    assert after(None, (80, 60)).tier == 1


@given(st.integers(1, 3), st.lists(st.tuples(points, points), max_size=12))
def test_tier_never_moves_without_the_limits_saying_so(start, rounds):
    standing = TierStanding(tier=start)
    for importance, depth in rounds:
        before = standing.tier
        standing = next_standing(standing, importance, depth, LIMITS)
        if standing.tier < before:
            assert standing.raw <= standing.tier
        if standing.tier > before:
            assert standing.raw >= standing.tier


@given(st.integers(1, 3), st.lists(st.tuples(points, points), max_size=14))
def test_rise_is_never_undone_in_the_next_round(start, rounds):
    standing, tiers = TierStanding(tier=start), [start]
    for importance, depth in rounds:
        standing = next_standing(standing, importance, depth, LIMITS)
        tiers.append(standing.tier)
    moves = [later - earlier for earlier, later in pairwise(tiers)]
    assert not any(one < 0 < two for one, two in pairwise(moves))


@given(
    st.lists(st.sampled_from([-4.9, -2.0, 0.1, 4.9]), min_size=1, max_size=12).filter(
        lambda offs: all((one < 0) != (two < 0) for one, two in pairwise(offs))
    )
)
def test_alternating_within_five_points_of_a_limit_changes_nothing(offsets):
    standing = TierStanding(tier=2)
    for offset in offsets:
        standing = next_standing(standing, 70 + offset, 90, LIMITS)
        assert standing.tier == 2


@given(
    st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.one_of(st.none(), st.floats(0, 100))),
    st.integers(0, 8),
    st.frozensets(st.text("abcdef", min_size=1, max_size=3)),
)
def test_cap_is_never_exceeded_and_never_left_empty(ranks, places, incumbents):
    kept = within_cap(ranks, places, incumbents, 5)
    assert len(kept) == min(places, len(ranks))
    assert set(kept) <= set(ranks)


def test_holder_keeps_the_place_until_somebody_is_five_points_better():
    holder = frozenset({"old"})
    assert within_cap({"old": 70.0, "new": 74.9}, 1, holder, 5) == ("old",)
    assert within_cap({"old": 70.0, "new": 75.1}, 1, holder, 5) == ("new",)


def test_unrated_come_last_for_a_place():
    assert within_cap({"rated": 10.0, "unrated": None}, 1, frozenset({"unrated"}), 5) == ("rated",)
