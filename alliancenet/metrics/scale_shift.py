"""How far two firms use the scale differently: the shift common to all dimensions."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from alliancenet.arrays import FloatArray
from alliancenet.metrics.case import Case
from alliancenet.metrics.climate import SCORED
from alliancenet.metrics.grades import Grade
from alliancenet.metrics.integration import IntegrationLevel
from alliancenet.metrics.registry import metric, withheld
from alliancenet.metrics.release import AnswersOf, why_hidden
from alliancenet.metrics.said import answers_on
from alliancenet.model.catalogue import CARDS
from alliancenet.model.score import Score

_UNIT = CARDS["scale_shift"].says
_ASKED_REVERSED = frozenset({"relationship_conflict"})


@metric("scale_shift")
def scale_shift(case: Case) -> Iterator[Score]:
    """Shift between two firms that is common to nearly all dimensions; the label says how sure it is.

    Notes
    -----
    Median over the dimensions of the firms' gaps. Established: at least `scale.shift` steps, in the same
    direction and at least half as large on `scale.common` of the dimensions, and rare when the firms'
    labels are shuffled over people (`scale.p`). From `scale.most` steps on it is no habit of answering
    but a view, and every gap is told as it is.
    """
    for a, b in case.picture.firm_pairs:
        told = _told_by_both(case, a, b)
        pair, n = case.pair(a, b), sum(case.roster_size(case.firms[side].id) for side in (a, b))
        if len(told) < case.settings.whole("scale.dimensions"):
            yield withheld("scale_shift", pair, _UNIT, 0, f"{len(told)} dimensions can be told of both firms")
            continue
        shift = shift_of(case, a, b)
        yield Score(
            metric="scale_shift",
            subject=pair,
            value=shift.value,
            unit=_UNIT,
            n=n,
            interval=shift.interval,
            inputs=(f"{shift.common} of {len(told)} dimensions", f"p = {shift.p:.3f}"),
            label=Grade.ESTABLISHED if shift.is_established else Grade.NONE_SHOWN,
        )


def dimensions_asked() -> list[tuple[str, str]]:
    """Every dimension people are asked about, with the instrument that asks."""
    return [(level.value, "integration") for level in IntegrationLevel] + [
        (dimension, "climate") for dimension in SCORED
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shift:
    """What is common to the gaps of two firms, first minus second, in steps.

    Parameters
    ----------
    interval : bootstrap over people.
    common : dimensions that share it.
    """

    value: float
    interval: tuple[float, float]
    common: int
    p: float
    is_established: bool


_NO_SHIFT = _Shift(value=0.0, interval=(0.0, 0.0), common=0, p=1.0, is_established=False)


def _told_by_both(case: Case, a: int, b: int) -> list[tuple[str, AnswersOf]]:
    found = [(dimension, answers_on(name, dimension)) for dimension, name in dimensions_asked()]
    return [
        dimension for dimension in found if not (why_hidden(case, dimension[1], a) or why_hidden(case, dimension[1], b))
    ]


def shift_of(case: Case, a: int, b: int) -> _Shift:
    """Return the shift common to all dimensions; worked out once a case."""
    if (a, b) not in case.shifts:
        case.shifts[a, b] = _shift_found(case, a, b)
    found: _Shift = case.shifts[a, b]
    return found


def _shift_found(case: Case, a: int, b: int) -> _Shift:
    columns = [answers(case) for _, answers in _told_by_both(case, a, b)]
    told = [column for column in columns if column is not None]
    if len(told) < case.settings.whole("scale.dimensions"):
        return _NO_SHIFT
    table = np.stack(told, axis=1) / 25
    sides = [table[case.picture.multiplex.firm == side] for side in (a, b)]
    # sorted: shuffling depends on the order, and that of the roster would tell who said what
    sides = [side[np.lexsort(np.nan_to_num(side, nan=-1.0).T)] for side in sides]
    pooled, settings = np.concatenate(sides), case.settings
    gaps = np.nanmean(sides[0], axis=0) - np.nanmean(sides[1], axis=0)
    value = float(np.median(gaps))
    common = int((gaps * np.sign(value) >= abs(value) / 2).sum()) if value else 0
    size, interval = abs(value), _shift_again(sides, value, settings.whole("resamples.means"))
    may_be = settings.number("scale.shift") <= size < settings.number("scale.most")
    if not may_be or common < settings.number("scale.common") * len(gaps):
        return _Shift(value=value, interval=interval, common=common, p=1.0, is_established=False)
    p = _shift_by_chance(pooled, len(sides[0]), size, settings.whole("gap.permutations"))
    return _Shift(value=value, interval=interval, common=common, p=p, is_established=p <= settings.number("scale.p"))


def _shift_again(sides: list[FloatArray], value: float, count: int) -> tuple[float, float]:
    """Interval of the median gap over people drawn again, with all their answers."""
    rng, means = np.random.default_rng(len(sides[0])), []
    for side in sides:
        times = rng.multinomial(len(side), np.full(len(side), 1 / len(side)), size=count).astype(float)
        known = ~np.isnan(side)
        with np.errstate(invalid="ignore", divide="ignore"):
            means.append((times @ np.where(known, side, 0.0)) / (times @ known.astype(float)))
    low, high = np.quantile(np.nanmedian(means[0] - means[1], axis=1), [0.05, 0.95])
    return min(float(low), value), max(float(high), value)


def _shift_by_chance(pooled: FloatArray, first: int, size: float, count: int) -> float:
    """P of a median gap of this size when firms are shuffled over people, who keep all their answers."""
    rng, known = np.random.default_rng(len(pooled)), ~np.isnan(pooled)
    order = rng.permuted(np.broadcast_to(np.arange(len(pooled)), (count, len(pooled))), axis=1)
    in_first = np.zeros((count, len(pooled)))
    np.put_along_axis(in_first, order[:, :first], 1.0, axis=1)
    values = np.where(known, pooled, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = [(part @ values) / (part @ known.astype(float)) for part in (in_first, 1 - in_first)]
    drawn = np.abs(np.nanmedian(means[0] - means[1], axis=1))
    return float((1 + (drawn >= size - 1e-12).sum()) / (1 + count))


def shift_on(case: Case, a: int, b: int, dimension: str, gap: float) -> float:
    """How much of a gap the common shift explains.

    On what is asked the other way round, whoever gives smaller numbers says something better: there the
    shift may stand for either direction, and explains as much as it can.
    """
    shift = shift_of(case, a, b)
    if not shift.is_established:
        return 0.0
    both = (shift.value, -shift.value) if dimension in _ASKED_REVERSED else (shift.value,)
    return min(both, key=lambda one: abs(gap - one))
