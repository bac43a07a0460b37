"""What people say: means by firm with their intervals, and when they are withheld."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, partial

import numpy as np

from alliancenet.arrays import FloatArray
from alliancenet.instruments.reading import read_shipped
from alliancenet.metrics import scoring
from alliancenet.metrics.case import Case, Scores
from alliancenet.metrics.noise import Z90, Noise, mean, together
from alliancenet.metrics.registry import metric, withheld
from alliancenet.model.instrument import Kind, View
from alliancenet.model.register import PersonId
from alliancenet.model.score import Score, State, Subject, SubjectKind
from alliancenet.settings import Settings

TOO_FEW_OR_ALIKE = (
    "too few, or too alike, to tell without telling on people; have at least {least} of its people answer, "
    "ask more of them, or hold the interview with it (`interview`)"
)


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


AnswersOf = Callable[[Case], FloatArray | None]
"""Points 0-100 per person of a case's roster, NaN where there are none; None when nobody was asked."""


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


def answer_noise(case: Case, values: FloatArray | None, position: int) -> Noise:
    """How far each person's answer moves the mean of a firm, in points; see `Noise`."""
    if values is None:
        return Noise()
    size = case.roster_size(case.firms[position].id)
    inside = (case.picture.multiplex.firm == position) & ~np.isnan(values)
    known = values[inside]
    spread, n = float(known.std(ddof=1)), len(known)
    least = max(spread, case.settings.number("answers.rounding")) / spread if spread > 0 else 0.0
    people = np.zeros(len(values))
    people[inside] = (known - known.mean()) / n * np.sqrt(n / (n - 1))
    return Noise(people=people, silent=people * least * np.sqrt(max(0.0, 1 - n / size) if size else 0.0))


def known_of(case: Case, values: FloatArray | None, position: int) -> FloatArray:
    """Numbers of the people of one firm, by position, who gave one."""
    if values is None:
        return np.empty(0)
    members = values[case.picture.multiplex.firm == position]
    return np.asarray(members[~np.isnan(members)])


def why_hidden(case: Case, answers: AnswersOf, position: int) -> str:
    """Why the mean of one firm's people may not be told, or "".

    Notes
    -----
    Too few answered; or all alike, so that their mean is each one's answer; or so few joined or
    left the answers since an earlier wave, while the others answered as before, that the difference
    of the two means would tell what those few said; see `tells_who_moved`. Worked out once a case.
    """
    if (answers, position) not in case.hidden:
        case.hidden[answers, position] = _why_hidden(case, answers, position)
    return case.hidden[answers, position]


def _why_hidden(case: Case, answers: AnswersOf, position: int) -> str:
    least, values = case.settings.whole("suppression.min_n"), answers(case)
    if values is None:
        return "nobody was asked"
    known = known_of(case, values, position)
    # one reason for both: "alike" would tell a respondent what all the others said
    if len(known) < least or np.ptp(known) < case.settings.number("suppression.spread"):
        return f"{case.firms[position].name}: {TOO_FEW_OR_ALIKE.format(least=least)}"
    return why_few_moved(case, lambda wave: _by_person(wave, answers(wave), position), least)


def why_few_moved(case: Case, told: Callable[[Case], Mapping[PersonId, float]], least: int) -> str:
    """Why a number of this wave would tell, beside an earlier wave's, what few people said, or "".

    Parameters
    ----------
    told : what each person of the group said in a wave, in points.
    least : answers from which a wave's number was shown.
    """
    now, earlier = told(case), case.earlier
    while earlier is not None:
        before = told(earlier)
        if len(before) >= least and tells_who_moved(now, before, case.settings):
            return f"since wave {earlier.wave.id} few joined or left: the change would tell what they said"
        earlier = earlier.earlier
    return ""


def _by_person(case: Case, values: FloatArray | None, position: int) -> dict[PersonId, float]:
    if values is None:
        return {}
    here = (case.picture.multiplex.firm == position) & ~np.isnan(values)
    return {case.wave.people[row]: float(values[row]) for row in np.flatnonzero(here)}


def tells_who_moved(now: Mapping[PersonId, float], before: Mapping[PersonId, float], settings: Settings) -> bool:
    """Did so few join or leave, and the others answer so much as before, that subtracting tells.

    Notes
    -----
    Fewer than `suppression.min_n` moved, and the root of the others' squared changes is below
    `suppression.drift` points times the root of how many moved: whoever subtracts is wrong by
    about that much.
    """
    moved = len(now.keys() ^ before.keys())
    if not 0 < moved < settings.whole("suppression.min_n"):
        return False
    others = now.keys() & before.keys()
    unlike = np.sqrt(sum((now[person] - before[person]) ** 2 for person in others))
    return bool(unlike < settings.number("suppression.drift") * np.sqrt(moved))


def scores_of(
    case: Case, metric_id: str, means: list[FirmMean], unit: str, inputs: tuple[str, ...], *, label: str = ""
) -> Iterator[Score]:
    """Score of each firm and the firm-balanced one of the alliance.

    Notes
    -----
    The alliance's score needs every firm's: with one firm hidden it would give that firm away.
    """
    for one in means:
        case.noise[metric_id, one.firm] = one.noise
        yield _score(metric_id, one.firm, [one], unit, inputs, label)
    case.noise[metric_id, case.subject] = together(
        mean, [one.mean or 0.0 for one in means], [one.noise for one in means]
    )
    yield _score(metric_id, case.subject, means, unit, inputs, label)


def told(scores: Scores, metric_id: str, subject: Subject) -> Score | None:
    """Return the score of this id and subject when it may be read."""
    return next((one for one in scores if one.metric == metric_id and one.subject == subject and one.is_ok), None)


@metric("asked")
def asked(case: Case) -> Iterator[Score]:
    """Dimensions of the project's own questionnaires, by firm and firm-balanced.

    Notes
    -----
    Shown under `asked.INSTRUMENT.DIMENSION`; they enter no other score.
    """
    if case.wave.opinions is None:
        return
    shipped = {one.id for one in read_shipped()}
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
    margin = Z90 * float(np.sqrt(sum(one.error**2 for one in means))) / len(means)
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
