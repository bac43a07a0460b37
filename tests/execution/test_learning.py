"""Tests of what was tried: verdicts on planted effects, what is withheld, what stays marked for ever."""

from datetime import date
from itertools import combinations
from statistics import mean

import numpy as np
import pytest
from benchmarks.learning import row
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from alliancenet import resources
from alliancenet.economics.reading import read_books
from alliancenet.execution.learning.estimating import (
    Choosing,
    adjusted,
    detectable,
    difference,
    kept_by_share_of_false,
    needed,
)
from alliancenet.execution.learning.measured import with_measured
from alliancenet.execution.overview import AuditsBeside
from alliancenet.execution.records import ExecutionRecords, Plan
from alliancenet.model.execution import Design, TrialStage, TrialVerdict
from alliancenet.sources.project import read_project

from .records import OUTCOMES, PARTNERS, PLAN, QUARTERS, UNITS, plan, review_of, the_test, trial_files

ALL = Choosing(most=10_000, seed=1)


def arms(*sizes, seed=0):
    rng = np.random.default_rng(seed)
    return [rng.normal(size=size) for size in sizes]


def test_the_interval_is_welchs():
    treated, comparison = arms(5, 9)
    found = difference(treated, comparison)
    known = stats.ttest_ind(treated, comparison, equal_var=False).confidence_interval(0.9)
    assert (found.low, found.high) == pytest.approx((known.low, known.high))


def test_p_is_that_of_all_choices_counted_by_hand():
    treated, comparison = arms(2, 4)
    every = np.concatenate([treated, comparison])
    own = abs(mean(treated) - mean(comparison))
    others = [set(range(6)) - set(chosen) for chosen in combinations(range(6), 2)]
    reached = [
        abs(every[list(set(range(6)) - rest)].mean() - every[list(rest)].mean()) >= own - 1e-12 for rest in others
    ]
    found = difference(treated, comparison, ALL)
    assert (found.choices, found.at_all) == (15, True)
    assert found.p == pytest.approx(sum(reached) / 15)


def test_p_of_drawn_choices_is_near_that_of_all():
    treated, comparison = arms(5, 7, seed=4)
    exact = difference(treated, comparison, ALL)
    drawn = difference(treated, comparison, Choosing(most=500, seed=1))
    assert not drawn.at_all
    assert drawn.p == pytest.approx(exact.p, abs=0.06)


def test_a_baseline_is_taken_into_account_as_least_squares_does():
    values, baselines = arms(6, 7, seed=2), arms(6, 7, seed=3)
    found = adjusted((values[0], baselines[0]), (values[1], baselines[1]))
    columns = np.column_stack([np.ones(13), [1] * 6 + [0] * 7, np.concatenate(baselines)])
    fitted, squares, *_ = np.linalg.lstsq(columns, np.concatenate(values))
    error = np.sqrt(squares[0] / 10 * np.linalg.inv(columns.T @ columns)[1, 1])
    assert found.value == pytest.approx(fitted[1])
    assert found.high - found.low == pytest.approx(2 * stats.t.ppf(0.95, 10) * error)


def test_p_with_a_baseline_refits_each_choice():
    values, baselines = arms(5, 5, seed=5), arms(5, 5, seed=6)
    found = adjusted((values[0], baselines[0]), (values[1], baselines[1]), ALL)
    y, x = np.concatenate(values), np.concatenate(baselines)

    def effect(chosen):
        columns = np.column_stack([np.ones(10), [place in chosen for place in range(10)], x])
        return np.linalg.lstsq(columns, y)[0][1]

    reached = [abs(effect(chosen)) >= abs(found.value) - 1e-9 for chosen in combinations(range(10), 5)]
    assert found.p == pytest.approx(sum(reached) / 252)


def test_units_all_alike_give_no_interval():
    assert difference(np.array([1.0, 1.0]), np.array([2.0, 2.0, 2.0])) is None


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_the_share_of_false_ones_is_held_as_scipy_holds_it(ps):
    kept = kept_by_share_of_false(np.array(ps), 0.1)
    assert kept == [bool(p <= 0.1) for p in stats.false_discovery_control(ps)]


def test_what_a_test_can_see_is_seen_four_times_of_five():
    effect = detectable(1.0, 8, 8, 0.8)
    rng = np.random.default_rng(0)
    seen = [difference(rng.normal(size=8) + effect, rng.normal(size=8)).low > 0 for _ in range(1500)]
    assert mean(seen) == pytest.approx(0.8, abs=0.04)


@settings(deadline=None)
@given(st.floats(0.3, 3))
def test_the_units_needed_are_the_fewest(effect):
    count = needed(1.0, effect, 0.8)
    assert detectable(1.0, count, count, 0.8) <= effect
    assert count == 2 or detectable(1.0, count - 1, count - 1, 0.8) > effect


@pytest.mark.parametrize("design", ["randomised", "comparison"])
def test_a_planted_effect_works(tmp_path, design):
    found = the_test(tmp_path, trial_files(4.0, design=design, treated=5, comparison=7))
    assert found.verdict is TrialVerdict.WORKS
    assert found.estimate.low < 4 < found.estimate.high


@pytest.mark.parametrize("design", ["randomised", "comparison"])
def test_no_effect_is_of_no_use(tmp_path, design):
    found = the_test(tmp_path, trial_files(0.0, design=design, treated=5, comparison=7))
    assert found.verdict is TrialVerdict.NO_USE
    assert found.estimate.low < 0 < found.estimate.high


def test_an_effect_in_the_other_direction_does_not_work(tmp_path):
    found = the_test(tmp_path, trial_files(4.0, direction="down"))
    assert found.verdict is TrialVerdict.NO_USE


def test_an_effect_against_much_noise_is_not_told_yet(tmp_path):
    found = the_test(tmp_path, trial_files(2.0, noise=6.0))
    assert found.verdict is TrialVerdict.NOT_TOLD


def test_without_a_smallest_effect_nothing_is_said_to_work(tmp_path):
    found = the_test(tmp_path, trial_files(4.0, least=""))
    assert found.verdict is TrialVerdict.NOT_TOLD
    assert "worth having" in found.reason


def test_a_common_drift_is_no_effect(tmp_path):
    """Sales of everybody rise; the change of the treated alone would look like an effect."""
    found = the_test(tmp_path, trial_files(0.0, noise=0.05))
    assert abs(found.estimate.value) < 0.2


def test_before_its_end_a_test_shows_what_it_can_see_and_not_what_it_saw(tmp_path):
    found = the_test(tmp_path, trial_files(4.0), as_of=date(2025, 12, 1))
    assert (found.stage, found.estimate, found.verdict) == (TrialStage.UNDER_WAY, None, TrialVerdict.NONE)
    assert found.detectable > 0


def test_the_smallest_effect_is_told_before_the_start(tmp_path):
    found = the_test(tmp_path, trial_files(0.0, noise=1.0), as_of=date(2024, 12, 30))
    assert found.stage is TrialStage.PLANNED
    assert found.detectable > 0


def test_a_test_that_is_too_small_is_a_finding_before_it_starts(tmp_path):
    review = review_of(tmp_path, trial_files(0.0, noise=3.0, least="0.5"), as_of=date(2024, 12, 30))
    assert [finding.code for finding in review.findings] == ["M-SMALL"]


def test_what_starts_with_too_few_units_is_withheld(tmp_path):
    found = the_test(tmp_path, trial_files(4.0, design="randomised", treated=4, comparison=8))
    assert found.verdict is TrialVerdict.WITHHELD
    assert "5 and 5 are needed" in found.reason


def test_arms_that_parted_before_are_not_compared(tmp_path):
    files = trial_files(4.0)
    rows = [line.split(",") for line in files["outcomes.csv"].splitlines()[1:]]
    for cells in rows:
        if cells[0] in PARTNERS[:4] and cells[2] in QUARTERS[:2]:
            cells[3] = str(float(cells[3]) - 5)
    files["outcomes.csv"] = OUTCOMES + "".join(",".join(cells) + "\n" for cells in rows)
    found = the_test(tmp_path, files)
    assert found.verdict is TrialVerdict.WITHHELD
    assert "apart already before" in found.reason


def test_choosing_the_worst_is_warned_of(tmp_path):
    files = trial_files(4.0, treated=3, comparison=9)
    rows = [line.split(",") for line in files["outcomes.csv"].splitlines()[1:]]
    for cells in rows:
        if cells[0] in PARTNERS[:3]:
            cells[3] = str(float(cells[3]) - 20)
    files["outcomes.csv"] = OUTCOMES + "".join(",".join(cells) + "\n" for cells in rows)
    assert any("worst" in label for label in the_test(tmp_path, files).labels)


def months(course, unit="p1"):
    return "".join(
        f"{unit},sales,{2023 + number // 12}-{number % 12 + 1:02d},{value}\n" for number, value in enumerate(course)
    )


def alone(course, start="2024-07-01", end="2024-12-31"):
    return {
        "interventions.csv": PLAN + plan("before_after", start=start, end=end, decided="2024-06-01"),
        "intervention_units.csv": UNITS + "t,p1,treated\n",
        "outcomes.csv": OUTCOMES + months(course),
    }


def test_a_change_without_comparison_is_called_a_change_and_never_an_effect(tmp_path):
    rng = np.random.default_rng(0)
    found = the_test(tmp_path, alone([*(10 + rng.normal(size=18)), *(20 + rng.normal(size=6))]))
    assert found.verdict is TrialVerdict.CHANGED
    assert found.estimate.low is None
    assert "what else changed" in found.reason


def test_a_change_as_it_always_was_is_no_more_than_usual(tmp_path):
    found = the_test(tmp_path, alone([float(number) for number in range(24)]))
    assert found.verdict is TrialVerdict.AS_USUAL


def test_who_stood_at_the_worst_comes_back_by_itself(tmp_path):
    found = the_test(tmp_path, alone([*[10.0, 10.4, 9.8, 10.1] * 3, *[2.0] * 6, *[10.0] * 6]))
    assert found.verdict is TrialVerdict.WITHHELD
    assert "worst" in found.reason


def test_a_short_past_says_nothing(tmp_path):
    found = the_test(tmp_path, alone([*[10.0, 11, 12, 9, 10], *[20.0] * 7], start="2023-06-01", end="2023-12-31"))
    assert found.verdict is TrialVerdict.WITHHELD


def test_units_that_left_are_counted_by_arm(tmp_path):
    files = trial_files(4.0, treated=5, comparison=7)
    lines = files["intervention_units.csv"].replace(UNITS, "intervention,unit,arm,left\n").splitlines()
    files["intervention_units.csv"] = "\n".join(
        [lines[0], lines[1] + ",2025-05-01", *(line + "," for line in lines[2:])]
    )
    found = the_test(tmp_path, files)
    assert (found.treated.units, found.treated.left, found.treated.used) == (5, 1, 4)
    assert any("1 of 5 treated units left" in label for label in found.labels)


def test_periods_that_lie_half_in_the_window_are_not_used(tmp_path):
    found = the_test(tmp_path, trial_files(4.0, start="2025-02-01", end="2026-03-31"))
    assert any("2025-Q1 lies half in the window" in label for label in found.labels)
    assert found.inside == 4


def several(effects):
    """A test on many metrics of which some move."""
    rng = np.random.default_rng(3)
    rows, plans = [], []
    for place, effect in enumerate(effects):
        plans.append(plan("randomised", least="0.1", metric=f"m{place}"))
        for number, unit in enumerate(PARTNERS):
            for quarter in QUARTERS:
                gain = effect if number < 6 and quarter >= "2025-Q1" else 0.0
                rows.append(f"{unit},m{place},{quarter},{gain + rng.normal():.3f}\n")
    units = [f"t,{unit},{'treated' if place < 6 else 'comparison'}\n" for place, unit in enumerate(PARTNERS)]
    return {
        "interventions.csv": PLAN + "".join(plans),
        "intervention_units.csv": UNITS + "".join(units),
        "outcomes.csv": OUTCOMES + "".join(rows),
    }


def test_one_of_many_metrics_that_pleases_by_chance_does_not_work(tmp_path):
    alone = the_test(tmp_path / "one", several([0.75]))
    many = review_of(tmp_path / "many", several([0.75, *[0.0] * 19])).tests
    assert alone.verdict is TrialVerdict.WORKS
    assert many[0].verdict is TrialVerdict.NOT_TOLD
    assert "20 metrics" in many[0].reason


def test_a_large_effect_holds_among_many_metrics(tmp_path):
    assert review_of(tmp_path, several([4.0, *[0.0] * 19])).tests[0].verdict is TrialVerdict.WORKS


@pytest.mark.parametrize(("design", "sizes"), [(Design.RANDOMISED, (6, 8)), (Design.COMPARISON, (3, 8))])
def test_on_simulated_tests_the_interval_holds_and_nothing_seldom_works(design, sizes):
    """The benchmark with few tests: 90 % give or take three standard errors, and 5 % likewise."""
    _, held, verdicts = row(design, sizes, 0.0, 0.0, 400, seed=5)
    assert 0.85 < held < 0.95
    assert verdicts[TrialVerdict.WORKS] < 0.08


def test_a_measure_of_audits_may_be_a_metric(tmp_path):
    """One alliance alone: its health by wave, against its own past."""
    course = {date(2023 + number // 4, 3 * (number % 4) + 2, 1): 50.0 + number % 3 for number in range(8)}
    course |= {date(2025, 3 * number + 2, 1): 80.0 for number in range(4)}
    files = {
        "interventions.csv": PLAN + plan("before_after", metric="health", end="2025-12-31"),
        "intervention_units.csv": UNITS + "t,north,treated\n",
    }
    (found,) = review_of(tmp_path, files, beside=AuditsBeside(histories={"health": {"north": course}})).tests
    assert (found.before, found.inside) == (8, 4)
    assert found.verdict is TrialVerdict.CHANGED
    assert found.estimate.value == pytest.approx(80 - 51, abs=1)


def test_contribution_and_sales_of_economics_may_be_metrics():
    project = read_project(resources.examples() / "economics")
    books = read_books(resources.examples() / "economics", project.register, project.settings)
    plans = tuple(a_plan(metric) for metric in ("contribution", "net_sales"))
    records = with_measured(ExecutionRecords(plans=plans), {}, books, project.settings, date(2026, 4, 24))
    earned = records.outcomes.of_metric("contribution")["calder"]
    assert len(earned) == 8
    assert max(earned.values()) < 0
    assert min(records.outcomes.of_metric("net_sales")["calder"].values()) > 300_000


def test_own_outcomes_are_not_replaced_by_what_is_measured(tmp_path):
    files = trial_files(4.0, metric="sales")
    histories = {"sales": {"p1": {date(2025, 1, 1): 1e9}}}
    (found,) = review_of(tmp_path, files, beside=AuditsBeside(histories=histories)).tests
    assert found.estimate.value < 10


def a_plan(metric):
    day = date(2025, 1, 1)
    return Plan(
        id="t",
        metric=metric,
        hypothesis="x",
        is_up=True,
        decided_on=day,
        start=day,
        end=date(2025, 12, 31),
        minimum_effect=1.0,
        design=Design.COMPARISON,
    )


def test_a_verdict_nobody_decided_on_is_a_finding(tmp_path):
    files = trial_files(4.0)
    assert [finding.code for finding in review_of(tmp_path / "a", files).findings] == ["M-TEST"]
    files = trial_files(4.0, decision="rolled out")
    assert review_of(tmp_path / "b", files).findings == ()


def test_the_same_unit_in_two_tests_at_once_is_said(tmp_path):
    files = trial_files(4.0)
    files["interventions.csv"] += plan(id="other")
    files["intervention_units.csv"] += "other,p1,treated\n"
    first, _ = review_of(tmp_path, files).tests
    assert any("1 unit is in test other" in label for label in first.labels)
