"""Where the two firms see the same thing differently: gaps in two grades, blind spots, spread."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from alliancenet.arrays import FloatArray
from alliancenet.graph.significance import benjamini_hochberg
from alliancenet.metrics.case import Case
from alliancenet.metrics.climate import SCORED
from alliancenet.metrics.integration import IntegrationLevel
from alliancenet.metrics.noise import Noise, together
from alliancenet.metrics.registry import metric, withheld
from alliancenet.metrics.release import AnswersOf, known_of, why_hidden, why_hidden_together
from alliancenet.metrics.said import answer_noise, answers_on, views_on
from alliancenet.model.catalogue import CARDS
from alliancenet.model.score import Score, State, Subject, SubjectKind

_UNIT = CARDS["perception_gap"].says
_ASKED_REVERSED = frozenset({"relationship_conflict"})
_TWO_VIEWS = {"commitment": "climate", "trust": "climate", "openness": "climate", "flexibility": "climate"}


class Grade(StrEnum):
    """How sure a perception gap is; "none shown" is never agreement."""

    ESTABLISHED = "established"
    TO_DISCUSS = "to discuss"
    NONE_SHOWN = "none shown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A gap between two firms on one dimension, with its permutation p.

    Parameters
    ----------
    beyond : the gap beyond the shift common to all dimensions; the gap itself where there is none.
    """

    dimension: str
    pair: Subject
    value: float
    beyond: float
    interval: tuple[float, float]
    n: int
    p: float


@metric("perception_gap")
def perception_gap(case: Case) -> Iterator[Score]:
    """Difference of two firms' means per dimension; the label says how sure it is.

    Notes
    -----
    Established: |gap| >= .5 and significant in a permutation test of the firm labels after
    Benjamini-Hochberg at q = .10 over all dimensions. To discuss: |gap| >= .8, not established.
    At eight people a side the test finds one true one-point gap in four, so "none shown" says
    nothing about agreement. Interval: bootstrap over people. Where the firms use the scale differently
    (`scale_shift`) the grade is that of the gap beyond their common shift, told as `gap_beyond_shift`.
    """
    for a, b in case.picture.firm_pairs:
        gaps, hidden = _gaps(case, a, b)
        for gap, grade in zip(gaps, graded(case, gaps), strict=True):
            yield Score(
                metric=f"perception_gap.{gap.dimension}",
                subject=gap.pair,
                value=gap.value,
                unit=_UNIT,
                n=gap.n,
                interval=gap.interval,
                inputs=(gap.dimension, f"p = {gap.p:.3f}"),
                label=grade,
            )
        yield from hidden


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
        shift = _shift(case, a, b)
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


@metric("gap_beyond_shift")
def gap_beyond_shift(case: Case) -> Iterator[Score]:
    """Gaps beyond the shift common to all dimensions, where one is established."""
    for a, b in case.picture.firm_pairs:
        if _shift(case, a, b).is_established:
            gaps, _ = _gaps(case, a, b)
            for gap, grade in zip(gaps, graded(case, gaps), strict=True):
                yield Score(
                    metric=f"gap_beyond_shift.{gap.dimension}",
                    subject=gap.pair,
                    value=gap.beyond,
                    unit=_UNIT,
                    n=gap.n,
                    interval=(gap.interval[0] + gap.beyond - gap.value, gap.interval[1] + gap.beyond - gap.value),
                    inputs=(f"perception_gap.{gap.dimension}", "scale_shift"),
                    label=grade,
                )


@metric("blind_spot")
def blind_spot(case: Case) -> Iterator[Score]:
    """How a firm rates its own behaviour, minus how the partner rates it; two firms only."""
    unit = "scale points, own view minus partner's view"
    if len(case.firms) != 2:
        return
    for dimension, name in (*_TWO_VIEWS.items(), ("cultural", "integration")):
        own, partner, _ = blocks = views_on(name, dimension)
        if own(case) is None or partner(case) is None:
            continue
        reason = why_hidden_together(case, blocks)
        for rated, rating in ((0, 1), (1, 0)):
            subject = Subject(kind=SubjectKind.FIRM, id=case.firms[rated].id)
            sides = _steps(case, own(case), rated), _steps(case, partner(case), rating)
            if not reason:
                case.noise[f"blind_spot.{dimension}", subject] = _apart(case, (own, rated), (partner, rating))
            count = case.settings.whole("resamples.means")
            yield _difference(f"blind_spot.{dimension}", subject, unit, sides, reason, count)


@metric("inside_spread")
def inside_spread(case: Case) -> Iterator[Score]:
    """r_wg = 1 - s²/2 per firm and dimension: how much people inside a firm differ.

    Notes
    -----
    Interval: that of the variance of the whole firm, given that of those who answered.

    References
    ----------
    Ericson 1969, J. R. Stat. Soc. B 31:195-233 (finite population, normal answers).
    """
    for dimension, name in _dimensions():
        answers = answers_on(name, dimension)
        for position, firm in enumerate(case.firms):
            known = _steps(case, answers(case), position)
            if not why_hidden(case, answers, position):
                subject = Subject(kind=SubjectKind.FIRM, id=firm.id)
                case.noise[f"inside_spread.{dimension}", subject] = _spread_noise(case, answers(case), position)
                variance, rounding = float(known.var(ddof=1)), (case.settings.number("answers.rounding") / 25) ** 2
                low, high = variance_factors(len(known), case.roster_size(firm.id))
                yield Score(
                    metric=f"inside_spread.{dimension}",
                    subject=subject,
                    value=1 - variance / 2,
                    unit="r_wg",
                    n=len(known),
                    interval=(1 - (variance + max(variance, rounding) * (high - 1)) / 2, 1 - variance * low / 2),
                    inputs=(dimension,),
                )


def variance_factors(n: int, size: int) -> tuple[float, float]:
    """90 % interval of the variance of `size` people over that of the `n` who answered."""
    if size <= n:
        return 1.0, 1.0
    from scipy.special import fdtri

    low, high = (((n - 1) + (size - n) * float(fdtri(size - n, n - 1, end))) / (size - 1) for end in (0.05, 0.95))
    return low, high


def graded(case: Case, gaps: list[Gap]) -> list[Grade]:
    """Grade of each gap, after Benjamini-Hochberg over all of them."""
    settings = case.settings
    significant = benjamini_hochberg([gap.p for gap in gaps], settings.number("gap.fdr"))
    grades = []
    for gap, is_significant in zip(gaps, significant, strict=True):
        if abs(gap.beyond) >= settings.number("gap.min") and is_significant:
            grades.append(Grade.ESTABLISHED)
        elif abs(gap.beyond) >= settings.number("gap.discuss"):
            grades.append(Grade.TO_DISCUSS)
        else:
            grades.append(Grade.NONE_SHOWN)
    return grades


def permutation_p(one: FloatArray, other: FloatArray, count: int, rng: np.random.Generator) -> float:
    """Return p of a difference of means under shuffled labels, two-sided, (1 + #)/(1 + count)."""
    pooled = np.concatenate([one, other])
    shuffled = rng.permuted(np.broadcast_to(pooled, (count, len(pooled))), axis=1)
    drawn = np.abs(shuffled[:, : len(one)].mean(axis=1) - shuffled[:, len(one) :].mean(axis=1))
    observed = abs(one.mean() - other.mean())
    return float((1 + (drawn >= observed - 1e-12).sum()) / (1 + count))


def _dimensions() -> list[tuple[str, str]]:
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
    found = [(dimension, answers_on(name, dimension)) for dimension, name in _dimensions()]
    return [
        dimension for dimension in found if not (why_hidden(case, dimension[1], a) or why_hidden(case, dimension[1], b))
    ]


def _shift(case: Case, a: int, b: int) -> _Shift:
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


def _shift_on(case: Case, a: int, b: int, dimension: str, gap: float) -> float:
    """How much of a gap the common shift explains.

    On what is asked the other way round, whoever gives smaller numbers says something better: there the
    shift may stand for either direction, and explains as much as it can.
    """
    shift = _shift(case, a, b)
    if not shift.is_established:
        return 0.0
    both = (shift.value, -shift.value) if dimension in _ASKED_REVERSED else (shift.value,)
    return min(both, key=lambda one: abs(gap - one))


def _gaps(case: Case, a: int, b: int) -> tuple[list[Gap], list[Score]]:
    count = case.settings.whole("gap.permutations")
    gaps, hidden = [], []
    for number, (dimension, name) in enumerate(_dimensions()):
        answers = answers_on(name, dimension)
        one, other = (_steps(case, answers(case), side) for side in (a, b))
        pair, n = case.pair(a, b), len(one) + len(other)
        reason = why_hidden(case, answers, a) or why_hidden(case, answers, b)
        if reason:
            hidden.append(_hidden(f"perception_gap.{dimension}", pair, n, reason))
            continue
        rng, value = np.random.default_rng([number, a, b]), float(one.mean() - other.mean())
        case.noise[f"perception_gap.{dimension}", pair] = _apart(case, (answers, a), (answers, b))
        shift = _shift_on(case, a, b, dimension, value)
        gaps.append(
            Gap(
                dimension=dimension,
                pair=pair,
                value=value,
                beyond=value - shift,
                interval=_bootstrap(one, other, case.settings.whole("resamples.means"), rng),
                n=n,
                p=permutation_p(one - shift, other, count, rng),
            )
        )
    return gaps, hidden


def _steps(case: Case, points: FloatArray | None, position: int) -> FloatArray:
    """Numbers of one firm's people in steps of a scale of five, lowest first.

    Drawing again depends on the order; that of the roster would tell who said what.
    """
    return np.sort(known_of(case, points, position)) / 25


def _bootstrap(one: FloatArray, other: FloatArray, count: int, rng: np.random.Generator) -> tuple[float, float]:
    means = [values[rng.integers(0, len(values), (count, len(values)))].mean(axis=1) for values in (one, other)]
    low, high = np.quantile(means[0] - means[1], [0.05, 0.95])
    gap = float(one.mean() - other.mean())
    return min(float(low), gap), max(float(high), gap)


def _apart(case: Case, one: tuple[AnswersOf, int], other: tuple[AnswersOf, int]) -> Noise:
    """How far each person's answers move the difference of two firms' means, in steps."""
    first, second = (answer_noise(case, answers(case), position) for answers, position in (one, other))
    return together(lambda means: np.asarray((means[0] - means[1]) / 25), [0.0, 0.0], [first, second])


def _spread_noise(case: Case, points: FloatArray | None, position: int) -> Noise:
    """How far each person's answers move r_wg, from the squares of their distances to the mean."""
    if points is None:
        return Noise()
    inside = (case.picture.multiplex.firm == position) & ~np.isnan(points)
    steps = points[inside] / 25
    squares, n = (steps - steps.mean()) ** 2, len(steps)
    people = np.zeros(len(points))
    people[inside] = -(squares - squares.mean()) / 2 / n * np.sqrt(n / (n - 1))
    return Noise(people=people)


def _difference(
    metric_id: str, subject: Subject, unit: str, sides: tuple[FloatArray, FloatArray], reason: str, count: int
) -> Score:
    one, other = sides
    n = len(one) + len(other)
    if reason:
        return _hidden(metric_id, subject, n, reason)
    return Score(
        metric=metric_id,
        subject=subject,
        value=float(one.mean() - other.mean()),
        unit=unit,
        n=n,
        interval=_bootstrap(one, other, count, np.random.default_rng(n)),
        inputs=("own view", "partner's view"),
    )


def _hidden(metric_id: str, subject: Subject, n: int, reason: str) -> Score:
    if n == 0:
        return withheld(metric_id, subject, _UNIT, 0, reason)
    return Score(
        metric=metric_id,
        subject=subject,
        value=None,
        unit=_UNIT,
        n=n,
        state=State.SUPPRESSED,
        reason=reason,
    )
