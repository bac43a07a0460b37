"""What people say: means by firm with their intervals, and when they are withheld."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from alliancenet.metrics.case import Case, Scores, metric, withheld
from alliancenet.model.instrument import Instrument, View
from alliancenet.model.multiplex import FloatArray
from alliancenet.model.score import Score, State, Subject, SubjectKind
from alliancenet.survey import scoring
from alliancenet.survey.instruments import read_instrument, shipped_instruments

_Z90 = 1.6449  # standard normal, 90 % two-sided


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmMean:
    """Mean of one firm's people.

    Parameters
    ----------
    mean : None when fewer than the smallest group answered.
    n : people counted; `of` people are on the firm's roster.
    error : standard error with the finite population correction: when everybody answered there
        is none.
    """

    firm: Subject
    mean: float | None
    n: int
    of: int
    error: float
    reason: str = ""


@cache
def instrument(name: str) -> Instrument:
    """A shipped instrument."""
    return read_instrument(shipped_instruments()[name])


def person_values(
    case: Case, name: str, dimension: str, *, view: View | None = None, hundred: bool = True
) -> FloatArray | None:
    """Each person's mean on a dimension; None when nobody was asked.

    Parameters
    ----------
    name : instrument.
    view : only items about the own, the partner's or the alliance's behaviour.
    hundred : on 0-100; else in steps of the scale.
    """
    if case.wave.opinions is None:
        return None
    asked = instrument(name)
    table = scoring.answer_table(asked, case.wave.opinions, len(case.wave.people))
    values = scoring.person_values(asked, table, dimension, view=view, settings=case.settings)
    if np.isnan(values).all():
        return None
    return scoring.to_hundred(scoring.dimension_scale(asked, dimension), values) if hundred else values


def firm_means(case: Case, values: FloatArray | None) -> list[FirmMean]:
    """Return the mean of each firm, own firm first; withheld below the smallest group."""
    least, multiplex = case.settings.whole("suppression.min_n"), case.picture.multiplex
    means = []
    for position, firm in enumerate(case.firms):
        members = multiplex.firm == position
        known = np.empty(0) if values is None else values[members & ~np.isnan(values)]
        size = int(members.sum())
        enough = len(known) >= least
        correction = np.sqrt(max(0.0, 1 - len(known) / size)) if size else 0.0
        means.append(
            FirmMean(
                firm=Subject(kind=SubjectKind.FIRM, id=firm.id),
                mean=float(known.mean()) if enough else None,
                n=len(known),
                of=size,
                error=float(known.std(ddof=1) / np.sqrt(len(known)) * correction) if enough else 0.0,
                reason="nobody was asked" if values is None else f"fewer than {least} answers of {firm.name}",
            )
        )
    return means


def scores_of(
    case: Case, metric_id: str, means: list[FirmMean], unit: str, inputs: tuple[str, ...], *, label: str = ""
) -> Iterator[Score]:
    """Score of each firm and the firm-balanced one of the alliance.

    Notes
    -----
    The alliance's score needs every firm's: with one firm hidden it would give that firm away.
    """
    for one in means:
        yield _score(metric_id, one.firm, [one], unit, inputs, label)
    yield _score(metric_id, case.subject, means, unit, inputs, label)


def told(scores: Scores, metric_id: str, subject: Subject) -> Score | None:
    """Return the score of this id and subject when it may be read."""
    return next((one for one in scores if one.metric == metric_id and one.subject == subject and one.is_ok), None)


def per_dimension(name: str, dimensions: tuple[str, ...], unit: str) -> Callable[[Case, str], Iterator[Score]]:
    """Scores of several dimensions of an instrument, under one metric id."""

    def scores(case: Case, metric_id: str) -> Iterator[Score]:
        for dimension in dimensions:
            means = firm_means(case, person_values(case, name, dimension))
            yield from scores_of(case, f"{metric_id}.{dimension}", means, unit, (f"{name}: {dimension}",))

    return scores


@metric(
    id="sponsor_visibility",
    unit="points 0-100",
    low=0,
    high=100,
    smallest_n="5 answers per firm",
    source="Hutt & Speh, ch. 4; item: own",
)
def sponsor_visibility(case: Case) -> Iterator[Score]:
    """How far people see senior leaders of their own firm taking part (INT-ST3)."""
    means = firm_means(case, person_values(case, "integration", "sponsor_visibility"))
    yield from scores_of(case, "sponsor_visibility", means, "points 0-100", ("INT-ST3",))


def _score(
    metric_id: str, subject: Subject, means: list[FirmMean], unit: str, inputs: tuple[str, ...], label: str
) -> Score:
    n = sum(one.n for one in means)
    known = [one.mean for one in means if one.mean is not None]
    if len(known) < len(means):
        hidden = next(one for one in means if one.mean is None)
        if hidden.n == 0:
            return withheld(metric_id, subject, unit, n, hidden.reason)
        return Score(
            metric=metric_id,
            subject=subject,
            value=None,
            unit=unit,
            n=n,
            state=State.SUPPRESSED,
            inputs=inputs,
            reason=hidden.reason,
        )
    value = float(np.mean(known))
    margin = _Z90 * float(np.sqrt(sum(one.error**2 for one in means))) / len(means)
    return Score(
        metric=metric_id,
        subject=subject,
        value=value,
        unit=unit,
        n=n,
        interval=(value - margin, value + margin),
        inputs=inputs,
        label=label,
    )
