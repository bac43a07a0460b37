"""Where the two firms see the same thing differently: gaps in two grades, blind spots, spread."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from alliancenet.metrics.case import Case, metric, withheld
from alliancenet.metrics.climate import SCORED
from alliancenet.metrics.integration import IntegrationLevel
from alliancenet.metrics.said import person_values
from alliancenet.model.instrument import View
from alliancenet.model.multiplex import FloatArray
from alliancenet.model.score import Score, State, Subject, SubjectKind

_UNIT = "scale points, first firm minus second"
_TWO_VIEWS = {"commitment": "climate", "trust": "climate", "openness": "climate", "flexibility": "climate"}


class Grade(StrEnum):
    """How sure a perception gap is; "none shown" is never agreement."""

    ESTABLISHED = "established"
    TO_DISCUSS = "to discuss"
    NONE_SHOWN = "none shown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A gap between two firms on one dimension, with its permutation p."""

    dimension: str
    pair: Subject
    value: float
    interval: tuple[float, float]
    n: int
    p: float


@metric(
    id="perception_gap",
    unit=_UNIT,
    low=-4,
    high=4,
    smallest_n="5 answers per firm",
    source="Benjamini & Hochberg 1995; limits: own limit",
)
def perception_gap(case: Case) -> Iterator[Score]:
    """Difference of two firms' means per dimension; the label says how sure it is.

    Notes
    -----
    Established: |gap| >= .5 and significant in a permutation test of the firm labels after
    Benjamini-Hochberg at q = .10 over all dimensions. To discuss: |gap| >= .8, not established.
    At eight people a side the test finds one true one-point gap in four, so "none shown" says
    nothing about agreement. Interval: bootstrap over people.
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


@metric(
    id="blind_spot",
    unit="scale points, own view minus partner's view",
    low=-4,
    high=4,
    smallest_n="5 answers per firm",
    source="own limit",
)
def blind_spot(case: Case) -> Iterator[Score]:
    """How a firm rates its own behaviour, minus how the partner rates it; two firms only."""
    unit = "scale points, own view minus partner's view"
    for dimension, name in (*_TWO_VIEWS.items(), ("cultural", "integration")):
        own = person_values(case, name, dimension, view=View.OWN, hundred=False)
        partner = person_values(case, name, dimension, view=View.PARTNER, hundred=False)
        if len(case.firms) != 2 or own is None or partner is None:
            continue
        for rated, rating in ((0, 1), (1, 0)):
            subject = Subject(kind=SubjectKind.FIRM, id=case.firms[rated].id)
            yield _difference(
                case, f"blind_spot.{dimension}", subject, unit, _of(case, own, rated), _of(case, partner, rating)
            )


@metric(
    id="inside_spread",
    unit="r_wg, 1 is full agreement inside the firm",
    low=None,
    high=1,
    smallest_n="5 answers per firm",
    source="O'Neill 2017; a prompt, not a test",
)
def inside_spread(case: Case) -> Iterator[Score]:
    """r_wg = 1 - s²/2 per firm and dimension: how much people inside a firm differ."""
    least = case.settings.whole("suppression.min_n")
    for dimension, name in _dimensions():
        values = person_values(case, name, dimension, hundred=False)
        if values is None:
            continue
        for position, firm in enumerate(case.firms):
            known = _of(case, values, position)
            if len(known) >= least:
                yield Score(
                    metric=f"inside_spread.{dimension}",
                    subject=Subject(kind=SubjectKind.FIRM, id=firm.id),
                    value=float(1 - known.var(ddof=1) / 2),
                    unit="r_wg",
                    n=len(known),
                    inputs=(dimension,),
                )


def graded(case: Case, gaps: list[Gap]) -> list[Grade]:
    """Grade of each gap, after Benjamini-Hochberg over all of them."""
    settings = case.settings
    significant = benjamini_hochberg([gap.p for gap in gaps], settings.number("gap.fdr"))
    grades = []
    for gap, is_significant in zip(gaps, significant, strict=True):
        if abs(gap.value) >= settings.number("gap.min") and is_significant:
            grades.append(Grade.ESTABLISHED)
        elif abs(gap.value) >= settings.number("gap.discuss"):
            grades.append(Grade.TO_DISCUSS)
        else:
            grades.append(Grade.NONE_SHOWN)
    return grades


def benjamini_hochberg(p_values: list[float], q: float) -> list[bool]:
    """Return which hypotheses are rejected at false discovery rate `q`.

    Examples
    --------
    >>> benjamini_hochberg([0.001, 0.02, 0.2, 0.9], 0.10)
    [True, True, False, False]
    """
    order = np.argsort(p_values)
    ranked = np.array(p_values)[order]
    passes = np.flatnonzero(ranked <= q * np.arange(1, len(ranked) + 1) / max(len(ranked), 1))
    rejected = np.zeros(len(ranked), dtype=bool)
    if len(passes):
        rejected[order[: passes[-1] + 1]] = True
    return [bool(one) for one in rejected]


def permutation_p(one: FloatArray, other: FloatArray, count: int, rng: np.random.Generator) -> float:
    """Return p of a difference of means under shuffled labels, two-sided, (1 + #)/(1 + count)."""
    pooled = np.concatenate([one, other])
    shuffled = rng.permuted(np.broadcast_to(pooled, (count, len(pooled))), axis=1)
    drawn = np.abs(shuffled[:, : len(one)].mean(axis=1) - shuffled[:, len(one) :].mean(axis=1))
    observed = abs(one.mean() - other.mean())
    return float((1 + (drawn >= observed - 1e-12).sum()) / (1 + count))


def _dimensions() -> list[tuple[str, str]]:
    return [(level.value, "integration") for level in IntegrationLevel] + [(one, "climate") for one in SCORED]


def _gaps(case: Case, a: int, b: int) -> tuple[list[Gap], list[Score]]:
    least, count = case.settings.whole("suppression.min_n"), case.settings.whole("gap.permutations")
    gaps, hidden = [], []
    for number, (dimension, name) in enumerate(_dimensions()):
        values = person_values(case, name, dimension, hundred=False)
        one, other = (_of(case, values, side) for side in (a, b))
        pair, n = case.pair(a, b), len(one) + len(other)
        if min(len(one), len(other)) < least:
            hidden.append(_hidden(f"perception_gap.{dimension}", pair, n, least, values is None))
            continue
        rng = np.random.default_rng([number, a, b])
        gaps.append(
            Gap(
                dimension=dimension,
                pair=pair,
                value=float(one.mean() - other.mean()),
                interval=_bootstrap(one, other, rng),
                n=n,
                p=permutation_p(one, other, count, rng),
            )
        )
    return gaps, hidden


def _of(case: Case, values: FloatArray | None, position: int) -> FloatArray:
    if values is None:
        return np.empty(0)
    members = values[case.picture.multiplex.firm == position]
    return np.asarray(members[~np.isnan(members)])


def _bootstrap(one: FloatArray, other: FloatArray, rng: np.random.Generator) -> tuple[float, float]:
    means = [values[rng.integers(0, len(values), (400, len(values)))].mean(axis=1) for values in (one, other)]
    low, high = np.quantile(means[0] - means[1], [0.05, 0.95])
    return float(low), float(high)


def _difference(case: Case, metric_id: str, subject: Subject, unit: str, one: FloatArray, other: FloatArray) -> Score:
    least, n = case.settings.whole("suppression.min_n"), len(one) + len(other)
    if min(len(one), len(other)) < least:
        return _hidden(metric_id, subject, n, least, n == 0)
    return Score(
        metric=metric_id,
        subject=subject,
        value=float(one.mean() - other.mean()),
        unit=unit,
        n=n,
        interval=_bootstrap(one, other, np.random.default_rng(n)),
        inputs=("own view", "partner's view"),
    )


def _hidden(metric_id: str, subject: Subject, n: int, least: int, not_asked: bool) -> Score:
    if not_asked:
        return withheld(metric_id, subject, _UNIT, 0, "nobody was asked")
    return Score(
        metric=metric_id,
        subject=subject,
        value=None,
        unit=_UNIT,
        n=n,
        state=State.SUPPRESSED,
        reason=f"fewer than {least} answers of one firm",
    )
