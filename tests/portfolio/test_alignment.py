"""Performance, allocation, goals, overlap and spread, worked out by hand."""

from datetime import date

import pytest
from built_audits import a_score, a_withheld_score
from built_portfolios import a_holding, a_register, an_alliance, kpis, profile
from hypothesis import given
from hypothesis import strategies as st

from alliancenet.model.performance import attainment
from alliancenet.model.portfolio import Economics, Goal, KpiActual
from alliancenet.model.register import Objective
from alliancenet.portfolio.allocation import allocation_of, amounts_of, inversions_of
from alliancenet.portfolio.coverage import goal_coverage, without_goal
from alliancenet.portfolio.overlap import jaccard, overlaps, shared_needs
from alliancenet.portfolio.performance import performance
from alliancenet.portfolio.spread import diversification


def performed(*objectives, until=None, **records):
    alliance = an_alliance(objectives=objectives)
    return performance(a_holding(a_register(alliance), **records), alliance, until)


def test_performance_is_the_weighted_mean_of_attainment():
    objectives = (
        Objective(name="a", kind="financial", weight=2, floor=10, target=20, actual=15),
        Objective(name="b", kind="strategic", target=4, actual=4),
        Objective(name="c", kind="strategic", target=100, actual=0),
    )
    assert performed(*objectives).value == pytest.approx((2 * 50 + 100 + 0) / 4)


@pytest.mark.parametrize(("actual", "points"), [(-5, 0), (10, 0), (15, 50), (20, 100), (99, 100)])
def test_attainment_is_clipped_at_floor_and_target(actual, points):
    assert attainment(Objective(name="a", kind="financial", floor=10, target=20), actual) == points


def test_target_below_the_floor_is_to_be_undercut():
    assert attainment(Objective(name="cost", kind="financial", floor=20, target=10), 12) == pytest.approx(80)


@pytest.mark.parametrize(
    "objectives",
    [kpis(50, 50), kpis(50, 50, 50, kinds=("financial",)), kpis(50, 50, None, None)],
    ids=["two KPIs", "one group", "no actuals"],
)
def test_too_few_kpis_are_not_measured_instead_of_zero(objectives):
    score = performed(*objectives)
    assert score.value is None
    assert score.reason.startswith("not measured: ")


def test_performance_of_an_earlier_day_reads_dated_actuals_only():
    dated = tuple(
        KpiActual(alliance="north", objective=f"kpi {n}", day=date(2025, 10, 1), actual=20.0) for n in range(3)
    )
    assert performed(*kpis(80, 80, 80), until=date(2025, 12, 31), kpi_actuals=dated).value == pytest.approx(20)
    assert performed(*kpis(80, 80, 80), until=date(2025, 12, 31)).value is None


def test_allocation_adds_up_by_tier():
    allocation = allocation_of("budget", {"a": 6.0, "b": 2.0, "c": 2.0}, {"a": 1, "b": 2, "c": 2, "d": None})
    assert allocation.shares == {"1": 0.6, "2": 0.4}
    assert allocation.missing == ("d",)


def test_lower_tier_that_takes_more_than_the_median_above_is_an_inversion():
    amounts = {"a": 10.0, "b": 30.0, "c": 20.0, "d": 21.0}
    found = list(inversions_of("budget", amounts, {"a": 1, "b": 1, "c": 2, "d": 2}))
    assert [(inversion.alliance, inversion.median_above) for inversion in found] == [("d", 20.0)]


def test_empty_tier_above_is_skipped_for_the_next_one_up():
    found = list(inversions_of("budget", {"a": 10.0, "c": 20.0}, {"a": 1, "c": 3}))
    assert [inversion.alliance for inversion in found] == ["c"]


def test_amount_nobody_counted_is_absent_not_zero():
    economics = (Economics(alliance="a", day=date(2026, 1, 1), value=None),)
    assert amounts_of(a_holding(economics=economics), "value", ["a"]) == {}


def covered(importance, performance):
    holding = a_holding(
        a_register(an_alliance("a")), goals={"g": Goal(id="g", name="Asia")}, profile=profile("a", "goal", "g")
    )
    score = {"a": a_score("x", importance, "a") if importance is not None else a_withheld_score("x", "a")}
    other = {"a": a_score("x", performance, "a") if performance is not None else a_withheld_score("x", "a")}
    return goal_coverage(holding, score, other)[0].state


@pytest.mark.parametrize(
    ("importance", "performance", "state"),
    [
        (45, 55, "carried"),
        (44, 90, "weak"),
        (90, 54, "weak"),
        (None, 54, "weak"),
        (None, 90, "untold"),
        (90, None, "untold"),
    ],
)
def test_goal_is_carried_by_an_important_alliance_that_performs(importance, performance, state):
    assert covered(importance, performance) == state


def test_goal_without_alliance_is_uncovered_and_alliance_without_goal_is_listed():
    holding = a_holding(a_register(an_alliance("a")), goals={"g": Goal(id="g", name="Asia")})
    assert goal_coverage(holding, {}, {})[0].state == "uncovered"
    assert without_goal(holding) == ("a",)


def test_no_goal_on_record_lists_no_alliance_as_without_goal():
    assert without_goal(a_holding()) == ()


def test_pair_with_half_in_common_overlaps():
    entries = (
        *profile("a", "market", "x", "y", "z"),
        *profile("b", "market", "x", "y"),
        *profile("c", "need", "x", "y"),
    )
    holding = a_holding(a_register(*map(an_alliance, "abc")), profile=entries)
    pairs = overlaps(holding)
    assert [(pair.first, pair.second, pair.shared) for pair in pairs] == [("a", "b", ("market: x", "market: y"))]
    assert pairs[0].jaccard == pytest.approx(2 / 3)


def test_one_thing_in_common_is_no_overlap():
    entries = (*profile("a", "market", "x"), *profile("b", "market", "x"))
    assert overlaps(a_holding(a_register(*map(an_alliance, "ab")), profile=entries)) == ()


@given(st.frozensets(st.integers(0, 9)), st.frozensets(st.integers(0, 9)))
def test_jaccard_is_symmetric_and_between_zero_and_one(first, second):
    one = jaccard(frozenset(("need", str(n)) for n in first), frozenset(("need", str(n)) for n in second))
    other = jaccard(frozenset(("need", str(n)) for n in second), frozenset(("need", str(n)) for n in first))
    assert 0 <= one == other <= 1


def test_need_of_two_alliances_is_shared():
    entries = (*profile("a", "need", "chips", "steel"), *profile("b", "need", "chips"))
    needs = shared_needs(a_holding(a_register(*map(an_alliance, "ab")), profile=entries))
    assert [(need.name, need.alliances) for need in needs] == [("chips", ("a", "b"))]


def test_four_equal_parts_are_four_effective_partners_without_warning():
    spread = diversification(a_holding(), "partner", dict.fromkeys("abcd", 5.0))
    assert (spread.herfindahl, spread.effective, spread.warning) == (0.25, 4.0, False)


@pytest.mark.parametrize("categories", range(2, 12))
def test_value_spread_evenly_is_never_warned_about(categories):
    even = dict.fromkeys(map(str, range(categories)), 5.0)
    assert not diversification(a_holding(), "form", even).warning


@pytest.mark.parametrize("categories", range(1, 12))
def test_value_nearly_all_in_one_place_is_always_warned_about(categories):
    amounts = {str(number): 95.0 if not number else 5.0 / categories for number in range(categories)}
    assert diversification(a_holding(), "form", amounts).warning


def test_value_on_one_partner_is_warned_about():
    assert diversification(a_holding(), "partner", {"a": 9.0, "b": 1.0}).warning


@pytest.mark.parametrize("amounts", [{}, {"a": 5.0, "b": -1.0}, {"a": 0.0}])
def test_spread_without_positive_values_is_a_reason_not_a_number(amounts):
    spread = diversification(a_holding(), "partner", amounts)
    assert spread.herfindahl is None
    assert spread.reason
