"""Where the two firms see the same thing differently: gaps in two grades, blind spots, spread."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from alliancenet.arrays import FloatArray
from alliancenet.graph.significance import benjamini_hochberg
from alliancenet.metrics.case import Case
from alliancenet.metrics.grades import Grade
from alliancenet.metrics.noise import Noise, together
from alliancenet.metrics.registry import metric, withheld
from alliancenet.metrics.release import AnswersOf, known_of, why_hidden, why_hidden_together
from alliancenet.metrics.said import answer_noise, answers_on, views_on
from alliancenet.metrics.scale_shift import dimensions_asked, shift_of, shift_on
from alliancenet.model.catalogue import CARDS
from alliancenet.model.score import Score, State, Subject, SubjectKind

_UNIT = CARDS["perception_gap"].says
_TWO_VIEWS = {"commitment": "climate", "trust": "climate", "openness": "climate", "flexibility": "climate"}


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


@metric("gap_beyond_shift")
def gap_beyond_shift(case: Case) -> Iterator[Score]:
    """Gaps beyond the shift common to all dimensions, where one is established."""
    for a, b in case.picture.firm_pairs:
        if shift_of(case, a, b).is_established:
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
    for dimension, name in dimensions_asked():
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


def _gaps(case: Case, a: int, b: int) -> tuple[list[Gap], list[Score]]:
    count = case.settings.whole("gap.permutations")
    gaps, hidden = [], []
    for number, (dimension, name) in enumerate(dimensions_asked()):
        answers = answers_on(name, dimension)
        one, other = (_steps(case, answers(case), side) for side in (a, b))
        pair, n = case.pair(a, b), len(one) + len(other)
        reason = why_hidden(case, answers, a) or why_hidden(case, answers, b)
        if reason:
            hidden.append(_hidden(f"perception_gap.{dimension}", pair, n, reason))
            continue
        rng, value = np.random.default_rng([number, a, b]), float(one.mean() - other.mean())
        case.noise[f"perception_gap.{dimension}", pair] = _apart(case, (answers, a), (answers, b))
        shift = shift_on(case, a, b, dimension, value)
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
