"""What people say: means by firm with their intervals, and when they are withheld."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, partial

import numpy as np

from alliancenet.arrays import BoolArray, FloatArray
from alliancenet.instruments.reading import read_shipped
from alliancenet.metrics import scoring
from alliancenet.metrics.case import Case, Scores
from alliancenet.metrics.noise import Z90, Noise, mean, together
from alliancenet.metrics.registry import metric, withheld
from alliancenet.metrics.release import AnswersOf, known_of, why_hidden
from alliancenet.model.catalogue import card_of
from alliancenet.model.instrument import Kind, View
from alliancenet.model.score import Score, State, Subject, SubjectKind


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmMean:
    """Mean of one firm's people.

    Parameters
    ----------
    mean : None when fewer than the smallest group answered.
    n : people counted; `of` people are on the firm's roster.
    error : standard error with the finite population correction: when everybody answered there
        is none. People who answer alike are taken to differ by the rounding of their answers.
    noise : the same person by person, for numbers made of several means.
    """

    firm: Subject
    mean: float | None
    n: int
    of: int
    error: float
    reason: str = ""
    noise: Noise = field(default_factory=Noise, compare=False, repr=False)


def person_values(case: Case, name: str, dimension: str, *, view: View | None = None) -> FloatArray | None:
    """Each person's mean on a dimension, 0-100; None when nobody was asked.

    Parameters
    ----------
    name : instrument.
    view : only items about the own, the partner's or the alliance's behaviour.
    """
    key = (name, dimension, view)
    if key not in case.points:
        case.points[key] = _points(case, name, dimension, view)
    return case.points[key]


def _points(case: Case, name: str, dimension: str, view: View | None) -> FloatArray | None:
    asked = case.instrument(name)
    table = None if asked is None else case.answer_table(asked)
    if asked is None or table is None:
        return None
    values = scoring.person_values(asked, table, dimension, view=view, settings=case.settings)
    if np.isnan(values).all():
        return None
    points = scoring.to_hundred(scoring.dimension_scale(asked, dimension), values)
    points.setflags(write=False)  # every measure reads the same array
    return points


@cache
def answers_on(name: str, dimension: str, *, view: View | None = None) -> AnswersOf:
    """Answers on a dimension, to be read off any wave; see `person_values`. The same question is the same object."""
    return partial(person_values, name=name, dimension=dimension, view=view)


def views_on(name: str, dimension: str) -> tuple[AnswersOf, AnswersOf, AnswersOf]:
    """Own view, partner's view and the whole of a dimension: told apart, they are told together or not at all."""
    own, partner = (answers_on(name, dimension, view=view) for view in (View.OWN, View.PARTNER))
    return own, partner, answers_on(name, dimension)


def firm_means(case: Case, answers: AnswersOf) -> list[FirmMean]:
    """Return the mean of each firm, own firm first; withheld where it would tell about few people."""
    values, means = answers(case), []
    for position, firm in enumerate(case.firms):
        known, size = known_of(case, values, position), case.roster_size(firm.id)
        reason = why_hidden(case, answers, position)
        means.append(
            FirmMean(
                firm=Subject(kind=SubjectKind.FIRM, id=firm.id),
                mean=None if reason else float(known.mean()),
                n=len(known),
                of=size,
                error=0.0 if reason else _error(known, size, case.settings.number("answers.rounding")),
                reason=reason,
                noise=Noise() if reason else answer_noise(case, values, position),
            )
        )
    return means


def _error(known: FloatArray, size: int, rounding: float) -> float:
    correction = max(0.0, 1 - len(known) / size) if size else 0.0
    return float(max(known.std(ddof=1), rounding) * np.sqrt(correction / len(known)))


def answer_noise(case: Case, values: FloatArray | None, position: int, size: int | None = None) -> Noise:
    """How far each person's answer moves the mean of a firm, in points; see `Noise`.

    Parameters
    ----------
    size : people of the group the mean is of; the whole firm where not given.
    """
    if values is None:
        return Noise()
    size = case.roster_size(case.firms[position].id) if size is None else size
    inside = (case.picture.multiplex.firm == position) & ~np.isnan(values)
    known = values[inside]
    spread, n = float(known.std(ddof=1)), len(known)
    least = max(spread, case.settings.number("answers.rounding")) / spread if spread > 0 else 0.0
    people = np.zeros(len(values))
    people[inside] = (known - known.mean()) / n * np.sqrt(n / (n - 1))
    return Noise(people=people, silent=people * least * np.sqrt(max(0.0, 1 - n / size) if size else 0.0))


def mean_of_group(
    case: Case, metric_id: str, answers: AnswersOf, position: int, members: BoolArray, inputs: tuple[str, ...]
) -> Score:
    """Score of a part of one firm that may be told.

    Parameters
    ----------
    answers : of the people of that part alone.
    members : everybody on the roster who belongs to it, of whatever firm.
    """
    values = answers(case)
    size = int((members & (case.picture.multiplex.firm == position)).sum())
    known, firm = known_of(case, values, position), Subject(kind=SubjectKind.FIRM, id=case.firms[position].id)
    error = _error(known, size, case.settings.number("answers.rounding"))
    noise = answer_noise(case, values, position, size)
    case.noise[metric_id, firm] = noise
    group = FirmMean(firm=firm, mean=float(known.mean()), n=len(known), of=size, error=error, noise=noise)
    card = card_of(metric_id)
    return _score(metric_id, firm, [group], card.says if card else "", inputs, "")


def scores_of(
    case: Case, metric_id: str, means: list[FirmMean], unit: str, inputs: tuple[str, ...], *, label: str = ""
) -> Iterator[Score]:
    """Score of each firm and the firm-balanced one of the alliance.

    Notes
    -----
    The alliance's score needs every firm's: with one firm hidden it would give that firm away.
    """
    for side in means:
        case.noise[metric_id, side.firm] = side.noise
        yield _score(metric_id, side.firm, [side], unit, inputs, label)
    case.noise[metric_id, case.subject] = together(
        mean, [side.mean or 0.0 for side in means], [side.noise for side in means]
    )
    yield _score(metric_id, case.subject, means, unit, inputs, label)


def told(scores: Scores, metric_id: str, subject: Subject) -> Score | None:
    """Return the score of this id and subject when it may be read."""
    return next(
        (score for score in scores if score.metric == metric_id and score.subject == subject and score.is_ok), None
    )


@metric("asked")
def asked(case: Case) -> Iterator[Score]:
    """Dimensions of the project's own questionnaires, by firm and firm-balanced.

    Notes
    -----
    Shown under `asked.INSTRUMENT.DIMENSION`; they enter no other score.
    """
    if case.wave.opinions is None:
        return
    shipped = {instrument.id for instrument in read_shipped()}
    for own in case.instruments:
        if own.kind is Kind.PEOPLE and own.id not in shipped:
            for dimension in own.dimensions:
                means = firm_means(case, answers_on(own.id, dimension))
                name = f"asked.{own.id}.{dimension}"
                yield from scores_of(case, name, means, "points 0-100", (f"{own.id}: {dimension}",))


@metric("sponsor_visibility")
def sponsor_visibility(case: Case) -> Iterator[Score]:
    """How far people see senior leaders of their own firm taking part (INT-ST3)."""
    means = firm_means(case, answers_on("integration", "sponsor_visibility"))
    yield from scores_of(case, "sponsor_visibility", means, "points 0-100", ("INT-ST3",))


def _score(
    metric_id: str, subject: Subject, means: list[FirmMean], unit: str, inputs: tuple[str, ...], label: str
) -> Score:
    n = sum(side.n for side in means)
    known = [side.mean for side in means if side.mean is not None]
    if len(known) < len(means):
        hidden = next(side for side in means if side.mean is None)
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
    margin = Z90 * float(np.sqrt(sum(side.error**2 for side in means))) / len(means)
    return Score(
        metric=metric_id,
        subject=subject,
        value=value,
        unit=unit,
        n=n,
        interval=(max(value - margin, 0.0), min(value + margin, 100.0)),
        inputs=inputs,
        label=label,
    )
