"""Which periods lie before a test and in it, and what each unit had there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from alliancenet.arrays import FloatArray
from alliancenet.economics.periods import Periods
from alliancenet.execution.records import Outcomes, Plan, TrialUnit

Values = Mapping[int, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretches:
    """Periods of a test.

    Parameters
    ----------
    before, inside : numbers of the periods that end before the start, and of those that lie in the window.
    cut : periods the start or the end falls into: neither, so not used.
    open : periods of the window without one value.
    """

    periods: Periods
    before: tuple[int, ...]
    inside: tuple[int, ...]
    cut: tuple[int, ...]
    open: tuple[int, ...]


def stretches_of(plan: Plan, outcomes: Outcomes) -> Stretches | None:
    """Periods of a plan's metric; None when there is not one value of it."""
    periods = outcomes.periods.get(plan.metric)
    if periods is None:
        return None
    there = {number for values in outcomes.of_metric(plan.metric).values() for number in values}
    window = range(periods.of(plan.start), periods.of(plan.end) + 1)
    whole = [
        number for number in window if periods.first_day(number) >= plan.start and periods.last_day(number) <= plan.end
    ]
    return Stretches(
        periods=periods,
        before=tuple(sorted(number for number in there if periods.last_day(number) < plan.start)),
        inside=tuple(whole),
        cut=tuple(number for number in window if number not in whole),
        open=tuple(number for number in whole if number not in there),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmValues:
    """What units of an arm had, a row a unit; NaN where nothing is on record.

    Parameters
    ----------
    before, inside : means of the periods before and in the window.
    early, late : means of the older and the newer half of the periods before.
    units, left : assigned, and gone before the window ended.
    """

    names: tuple[str, ...]
    before: FloatArray
    inside: FloatArray
    early: FloatArray
    late: FloatArray
    units: int
    left: int


def arm_values(plan: Plan, units: Sequence[TrialUnit], outcomes: Outcomes, stretches: Stretches) -> ArmValues:
    """Means of the units of one arm that stayed to the end."""
    last = plan.end if not stretches.inside else stretches.periods.last_day(stretches.inside[-1])
    stayed = [unit for unit in units if unit.left is None or unit.left >= last]
    known = outcomes.of_metric(plan.metric)
    half = len(stretches.before) // 2
    early, late = stretches.before[:half], stretches.before[len(stretches.before) - half :]

    def means(numbers: Sequence[int]) -> FloatArray:
        return np.array([_mean(known.get(unit.unit, {}), numbers) for unit in stayed], dtype=np.float64)

    inside = [_mean(known.get(unit.unit, {}), _after(stretches, unit.entered)) for unit in stayed]
    return ArmValues(
        names=tuple(unit.unit for unit in stayed),
        before=means(stretches.before),
        inside=np.array(inside, dtype=np.float64),
        early=means(early),
        late=means(late),
        units=len(units),
        left=len(units) - len(stayed),
    )


def _after(stretches: Stretches, entered: date | None) -> list[int]:
    """Periods of the window that begin when the unit was in."""
    return [number for number in stretches.inside if entered is None or stretches.periods.first_day(number) >= entered]


def _mean(values: Values, numbers: Sequence[int]) -> float:
    known = [values[number] for number in numbers if number in values]
    return float(np.mean(known)) if known else float("nan")


def mean_by_period(units: Sequence[str], outcomes: Outcomes, metric: str, numbers: Sequence[int]) -> FloatArray:
    """Mean over units of each period, of units that have a value in all of them; NaN without such a unit."""
    known = outcomes.of_metric(metric)
    rows = [
        [known[unit][number] for number in numbers]
        for unit in units
        if all(number in known.get(unit, {}) for number in numbers)
    ]
    if not rows or not numbers:
        return np.full(len(numbers), np.nan)
    return np.asarray(np.mean(np.array(rows, dtype=np.float64), axis=0))
