"""A case (one alliance, one wave) and the registry of what is measured on it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, wraps

import numpy as np

from alliancenet.graph.nonresponse import interval, middle
from alliancenet.instruments.reading import read_shipped
from alliancenet.metrics.picture import Picture
from alliancenet.model.audit import Confidence
from alliancenet.model.instrument import Instrument
from alliancenet.model.multiplex import FloatArray, Layer
from alliancenet.model.register import KEY_ROLES, Alliance, Organisation, Person, Register
from alliancenet.model.score import Band, Score, State, Subject, SubjectKind
from alliancenet.model.wave import Wave
from alliancenet.multiplex.resampling import silent_prominence
from alliancenet.settings import Settings
from alliancenet.survey.organisation import Rating, ratings_of
from alliancenet.survey.scoring import answer_table

Scores = tuple[Score, ...]
Values = Mapping[tuple[str, Subject], float]
"""Values of one drawn picture, by metric and subject."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricCard:
    """What a metric is, for the manual and for `explain`.

    Parameters
    ----------
    low, high : range of the value; None where there is no bound.
    smallest_n : what it takes to show the number, in words.
    """

    id: str
    unit: str
    low: float | None
    high: float | None
    smallest_n: str
    source: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Case:
    """One alliance in one wave, with everything on record and everything answered.

    Parameters
    ----------
    picture : the network as observed.
    draws : the network completed by resampling, empty when nothing is missing or none were asked for.
    earlier : the same alliance in the wave before, if there was one.
    measured, drawn : scores, and values of each draw, by metric; filled as metrics are asked for.
    tables : answers by instrument; filled as they are asked for.
    instruments : what may have been asked.
    rhythms : shares of periods with a meeting, by name: the same for every picture.
    """

    register: Register
    alliance: Alliance
    wave: Wave
    settings: Settings
    picture: Picture
    draws: tuple[Picture, ...] = ()
    earlier: "Case | None" = None
    measured: dict[str, Scores] = field(default_factory=dict)
    drawn: dict[str, list[Values]] = field(default_factory=dict)
    rhythms: dict[str, float] = field(default_factory=dict)
    tables: dict[str, FloatArray] = field(default_factory=dict)
    instruments: tuple[Instrument, ...] = field(default_factory=read_shipped)

    @cached_property
    def nothing_is_missing(self) -> bool:
        """Everybody's reports are known, so that structure is counted and not estimated."""
        multiplex = self.picture.multiplex
        is_open = any(np.isnan(both).any() for both in multiplex.reports.values())
        return bool(multiplex.complete.all()) and not is_open

    def instrument(self, name: str) -> Instrument | None:
        """The instrument of this id, or None."""
        return next((one for one in self.instruments if one.id == name), None)

    def answer_table(self, asked: Instrument) -> FloatArray | None:
        """Answers of people to an instrument (n_people, n_items), made once; None without any."""
        if self.wave.opinions is None:
            return None
        if asked.id not in self.tables:
            self.tables[asked.id] = answer_table(asked, self.wave.opinions, len(self.wave.people))
        return self.tables[asked.id]

    def ratings(self, name: str) -> tuple[Rating, ...]:
        """What firms as a whole answered to an instrument, one rating per firm and rater."""
        asked = self.instrument(name)
        return () if asked is None else ratings_of(asked, self.wave.organisation_answers)

    @cached_property
    def silent_prominence(self) -> float | None:
        """How often people who did not answer are named, over how often respondents are; None for nobody."""
        return silent_prominence(self.picture.multiplex)

    @property
    def subject(self) -> Subject:
        """The alliance itself."""
        return Subject(kind=SubjectKind.ALLIANCE, id=self.alliance.id)

    @cached_property
    def firms(self) -> tuple[Organisation, ...]:
        """The alliance's firms, own firm first."""
        return tuple(self.register.organisations[firm] for firm in self.alliance.organisations)

    @property
    def roster(self) -> tuple[Person, ...]:
        """Records of the people of this wave, in the order of the network."""
        return tuple(self.register.people[person] for person in self.wave.people)

    @property
    def tier(self) -> str:
        """Tier as settings tables name it; the assumed one where none was given."""
        return str(self.alliance.tier or self.settings.whole("tier.assumed"))

    def roster_size(self, firm: str) -> int:
        """People of a firm on the roster of this wave."""
        return sum(person.organisation == firm for person in self.roster)

    def pair(self, a: int, b: int) -> Subject:
        """Two firms by position."""
        return Subject(kind=SubjectKind.PAIR, id="|".join(sorted((self.firms[a].id, self.firms[b].id))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A value read off one picture, before it has an interval.

    Parameters
    ----------
    part : what follows the metric's id after a dot, or "".
    value : None when the picture cannot bear it; `reason` then says why.
    margin : how much lower and higher the number may be for gaps no completed picture fills.
    on_record : read off records alone: silent people do not change it.
    """

    subject: Subject
    value: float | None
    n: int
    part: str = ""
    unit: str = ""
    inputs: tuple[str, ...] = ()
    reason: str = ""
    margin: tuple[float, float] = (0.0, 0.0)
    on_record: bool = False


NOT_DRAWN = "no interval: what silent people would say was not drawn"
"""Label of a number with answers missing where no completed networks were asked for, or people are too many."""

ESTIMATED = "estimated for missing answers"
"""Label of a number that is the middle of the completed networks, and not what those who answered make it."""

METRICS: dict[str, MetricCard] = {}
MEASURES: dict[str, Callable[[Case], Scores]] = {}


def metric(
    *, id: str, unit: str, low: float | None, high: float | None, smallest_n: str, source: str
) -> Callable[[Callable[[Case], Iterable[Score]]], Callable[[Case], Scores]]:
    """Register a function of a case that yields scores; its result is kept per case."""

    def register(function: Callable[[Case], Iterable[Score]]) -> Callable[[Case], Scores]:
        @wraps(function)
        def measure(case: Case) -> Scores:
            if id not in case.measured:
                case.measured[id] = tuple(function(case))
            return case.measured[id]

        METRICS[id] = MetricCard(
            id=id,
            unit=unit,
            low=low,
            high=high,
            smallest_n=smallest_n,
            source=source,
            text=function.__doc__ or "",
        )
        MEASURES[id] = measure
        return measure

    return register


def structural(
    *,
    id: str,
    unit: str,
    low: float | None,
    high: float | None,
    smallest_n: str,
    source: str,
    needs: Confidence = Confidence.LOW,
    slow: bool = False,
    two_waves: bool = False,
    own_sources: bool = False,
    withheld_above: str = "",
) -> Callable[[Callable[[Case, Picture], Iterator[Reading]]], Callable[[Case], Scores]]:
    """Register a function that reads a picture; its interval comes from the completed pictures.

    Parameters
    ----------
    needs : least confidence at which the numbers are shown.
    slow : it reads only the first `resamples.slow` completed pictures, being slow to read off one.
    two_waves : it reads the wave before too, and so each of that wave's completed pictures in turn.
    own_sources : it can be told where nobody was asked about contact.
    withheld_above : settings key of the prominence of silent people above which the number
        cannot be trusted; "" when it can.
    """

    def register(function: Callable[[Case, Picture], Iterator[Reading]]) -> Callable[[Case], Scores]:
        @wraps(function)
        def measure(case: Case) -> Iterator[Score]:
            withheld = (
                too_few_answers(case, needs)
                or ("" if own_sources else why_no_contact(case))
                or silent_are_central(case, withheld_above)
            )
            most = case.settings.whole("resamples.slow") if slow else None
            pairs = list(_completed_pairs(case) if two_waves else ((case, picture) for picture in case.draws))[:most]
            drawn = [_values(id, function(both, picture)) for both, picture in pairs]
            if drawn and len(drawn) == len(case.draws):
                case.drawn[id] = drawn
            is_certain = case.nothing_is_missing and not (two_waves and _earlier_is_open(case))
            for reading in function(case, case.picture):
                yield _scored(id, unit, case, reading, drawn, withheld, is_certain=is_certain or reading.on_record)

        return metric(id=id, unit=unit, low=low, high=high, smallest_n=smallest_n, source=source)(measure)

    return register


def withheld(metric_id: str, subject: Subject, unit: str, n: int, reason: str) -> Score:
    """Score that the data cannot bear, with the reason."""
    return Score(
        metric=metric_id,
        subject=subject,
        value=None,
        unit=unit,
        n=n,
        state=State.NOT_ENOUGH_EVIDENCE,
        reason=reason,
    )


def band_of(case: Case, points: float) -> Band:
    """Band of points 0-100: red below 55, green from 75 (`bands`)."""
    limits = case.settings.table("bands")
    if points < limits["red_below"]:
        return Band.RED
    return Band.GREEN if points >= limits["green_from"] else Band.AMBER


def confidence_of(case: Case) -> Confidence:
    """High, medium or low by the share that answered on each side and missing key people (C10).

    Notes
    -----
    A layer measured once per pair (a log, an undirected list) needs nobody's answer.
    """
    limits = case.settings.table("confidence")
    least = min(response_shares(case), default=0.0)
    if least >= limits["high"] and not missing_key_people(case):
        return Confidence.HIGH
    return Confidence.MEDIUM if least >= limits["medium"] else Confidence.LOW


def response_shares(case: Case) -> list[float]:
    """Share of each firm's roster that answered, 0-1, in the order of the firms."""
    multiplex = case.picture.multiplex
    return [
        float(multiplex.answered[multiplex.firm == position].mean()) if (multiplex.firm == position).any() else 0.0
        for position in range(len(multiplex.firms))
    ]


def missing_key_people(case: Case) -> list[Person]:
    """Sponsors, alliance managers and project leaders on the roster who did not answer."""
    answered = case.picture.multiplex.answered
    return [
        person
        for person, has_answered in zip(case.roster, answered, strict=True)
        if not has_answered and person.roles & KEY_ROLES
    ]


def too_few_answers(case: Case, needs: Confidence) -> str:
    """Why a number that needs this confidence is withheld, or ""."""
    order = [Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH]
    if order.index(confidence_of(case)) >= order.index(needs):
        return ""
    shares = response_shares(case)
    firm = case.firms[shares.index(min(shares))]
    by_logs = case.wave.by_logs_alone
    known, unknown = ("are covered by logs of the own firm", "are not") if by_logs else ("answered", "did not")
    reason = f"needs {needs} confidence; {min(shares):.0%} of {firm.name} {known}"
    missing = len(missing_key_people(case))
    return reason + (f" and {missing} key people {unknown}" if missing else "")


def why_no_contact(case: Case) -> str:
    """Why nothing is known of contact, or ""."""
    return "" if Layer.COMMUNICATION in case.wave.reports else "nobody was asked about contact"


def silent_are_central(case: Case, limit: str) -> str:
    """Why a number is withheld when those who did not answer are the central ones, or "".

    Notes
    -----
    What is drawn for silent people is drawn from respondents; where the silent are named much
    more often, redundancy and E-I fall outside their intervals too often to be shown.
    """
    if not limit or case.silent_prominence is None:
        return ""
    most = case.settings.number(limit)
    if case.silent_prominence < most:
        return ""
    return (
        f"people who did not answer are named {case.silent_prominence:.1f} times as often as those who did; "
        f"from {most:g} times on this number cannot be trusted"
    )


def _values(metric_id: str, readings: Iterator[Reading]) -> Values:
    return {
        (_name(metric_id, reading), reading.subject): reading.value for reading in readings if reading.value is not None
    }


def _name(metric_id: str, reading: Reading) -> str:
    return f"{metric_id}.{reading.part}" if reading.part else metric_id


def _completed_pairs(case: Case) -> Iterator[tuple[Case, Picture]]:
    """Completed pictures of this wave, each beside one of the wave before."""
    earlier = case.earlier
    if earlier is None:
        yield from ((case, picture) for picture in case.draws)
        return
    now, before = case.draws or (case.picture,), earlier.draws or (earlier.picture,)
    if case.draws or earlier.draws:
        for place in range(max(len(now), len(before))):
            past = replace(earlier, picture=before[place % len(before)])
            yield replace(case, earlier=past), now[place % len(now)]


def _earlier_is_open(case: Case) -> bool:
    return case.earlier is not None and not case.earlier.nothing_is_missing


def _scored(
    metric_id: str, unit: str, case: Case, reading: Reading, drawn: list[Values], reason: str, *, is_certain: bool
) -> Score:
    name = _name(metric_id, reading)
    if reading.value is None or reason:
        why = reading.reason if reading.value is None else reason
        return withheld(name, reading.subject, reading.unit or unit, reading.n, why)
    values = [one[name, reading.subject] for one in drawn if (name, reading.subject) in one]
    if not is_certain and (unsure := _why_unsure(case, drawn, values)):
        return withheld(name, reading.subject, reading.unit or unit, reading.n, unsure)
    told = np.array([reading.value] if is_certain else values)
    value = middle(told) if len(told) else reading.value
    low, high = interval(told) if len(told) else (value, value)
    limits = "" if len(told) else NOT_DRAWN
    estimated = "" if value == reading.value else f"{ESTIMATED}; as reported {reading.value:.3g}"
    return Score(
        metric=name,
        subject=reading.subject,
        value=value,
        unit=reading.unit or unit,
        n=reading.n,
        interval=(low - reading.margin[0], high + reading.margin[1]) if len(told) else None,
        inputs=reading.inputs,
        label="; ".join(part for part in (case.picture.core_ties.label, limits, estimated) if part),
    )


def _why_unsure(case: Case, drawn: list[Values], values: list[float]) -> str:
    """Why nothing tells how far off a number may be for the answers that are missing, or ""."""
    if drawn and len(values) < len(drawn) / 2:
        return "answers are missing, and most networks completed for them do not bear this number"
    n_answered = int(case.picture.multiplex.answered.sum())
    return "" if drawn or n_answered > 1 else f"{n_answered} people answered: nothing tells how far off it is"
