"""How far the answers of a wave can be trusted: checks that count and name, and change nothing."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from alliancenet.arrays import IntArray
from alliancenet.errors import Problem
from alliancenet.model.instrument import Instrument
from alliancenet.model.multiplex import Layer, Origin
from alliancenet.model.register import KEY_ROLES, OrganisationId, Person, PersonId
from alliancenet.model.wave import Reports, Wave
from alliancenet.settings import Settings
from alliancenet.survey.answers import Answers


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseRate:
    """Answers of one group: `answered` of `asked`; share None when nobody was asked."""

    organisation: OrganisationId
    level: str
    answered: int
    asked: int

    @property
    def share(self) -> float | None:
        """Share 0-1 of those asked."""
        return self.answered / self.asked if self.asked else None


@dataclass(frozen=True, slots=True, kw_only=True)
class StraightLine:
    """A respondent who gave one answer to nearly everything.

    Parameters
    ----------
    instrument : the roster questionnaire, or the ids of all questionnaires about the alliance, together.
    """

    person: PersonId
    instrument: str
    answers: int
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Discrepancy:
    """Two people who report their contact differently; in steps of the question's scale."""

    first: PersonId
    second: PersonId
    said_first: float
    said_second: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """Data quality of one wave.

    Parameters
    ----------
    rates : per firm, and per firm and level (`level` is "" for the whole firm).
    straight_lines : see `StraightLine`; the answers stay.
    discrepancies : pairs whose two reports of contact differ, widest first.
    compared : pairs with two reports of contact.
    missing_key_people : key people who did not answer, with their roles.
    """

    rates: tuple[ResponseRate, ...]
    straight_lines: tuple[StraightLine, ...]
    discrepancies: tuple[Discrepancy, ...]
    compared: int
    missing_key_people: tuple[tuple[PersonId, tuple[str, ...]], ...]


def quality_of(
    answers: Answers | Wave,
    instruments: Iterable[Instrument],
    people: Iterable[Person],
    settings: Settings,
) -> Quality:
    """Data quality of a wave's answers.

    Parameters
    ----------
    answers : as `answers_from` returns them, or a wave.
    instruments : whose items were asked; straight lines are looked for in what they asked.
    people : the same roster.

    Notes
    -----
    Limits `checks.*` and `discrepancy.steps`: own. A straight line needs a least number of
    answers; rosters count only what was said of people there is contact with, on several questions, and
    opinions only where something was asked the other way round.
    """
    roster = sorted(people, key=lambda person: person.id)
    contact = answers.reports.get(Layer.COMMUNICATION)
    pairs = _two_reports(contact) if contact is not None and contact.source.origin is Origin.SURVEY else []
    apart = settings.number("discrepancy.steps")
    discrepancies = [
        Discrepancy(first=roster[i].id, second=roster[j].id, said_first=one, said_second=other)
        for i, j, one, other in pairs
        if abs(one - other) >= apart
    ]
    return Quality(
        rates=response_rates(roster, answers.responded),
        straight_lines=tuple(_straight_lines(answers, tuple(instruments), settings)),
        discrepancies=tuple(
            sorted(discrepancies, key=lambda d: (-abs(d.said_first - d.said_second), d.first, d.second))
        ),
        compared=len(pairs),
        missing_key_people=tuple(
            (person.id, tuple(sorted(person.roles & KEY_ROLES)))
            for person, answered in zip(roster, answers.responded, strict=True)
            if person.roles & KEY_ROLES and not answered
        ),
    )


def careless_about_people(wave: Wave, instruments: Iterable[Instrument], settings: Settings) -> NDArray[np.bool_]:
    """Bool array (n_people,): gave one answer to nearly everything asked about people."""
    lines = _lines_about_people(wave, tuple(instruments), settings)
    careless = {line.person for line in lines}
    return np.array([person in careless for person in wave.people], dtype=bool)


def response_rates(people: Sequence[Person], responded: NDArray[np.bool_]) -> tuple[ResponseRate, ...]:
    """Response rate of every firm, and of every level in it.

    Parameters
    ----------
    people : the roster; `responded` is in its order.
    """
    groups: dict[tuple[OrganisationId, str], list[bool]] = {}
    for person, answered in zip(people, responded.tolist(), strict=True):
        for level in dict.fromkeys(("", person.level)):
            groups.setdefault((person.organisation, level), []).append(answered)
    return tuple(
        ResponseRate(organisation=firm, level=level, answered=sum(answered), asked=len(answered))
        for (firm, level), answered in sorted(groups.items())
    )


def _two_reports(contact: Reports) -> list[tuple[int, int, float, float]]:
    """Pairs of which both said how often they are in contact: i < j, what i said, what j said."""
    known = ~np.isnan(contact.value)
    said = dict(
        zip(
            zip(contact.respondent[known].tolist(), contact.alter[known].tolist(), strict=True),
            contact.value[known].tolist(),
            strict=True,
        )
    )
    return [(i, j, value, said[j, i]) for (i, j), value in said.items() if i < j and (j, i) in said]


def _straight_lines(answers: Answers | Wave, instruments: Sequence[Instrument], limits: Settings) -> list[StraightLine]:
    found = [*_lines_about_people(answers, instruments, limits), *_lines_of_opinion(answers, instruments, limits)]
    return sorted(found, key=lambda line: (line.instrument, line.person))


def _lines_about_people(
    answers: Answers | Wave, instruments: Sequence[Instrument], limits: Settings
) -> Iterator[StraightLine]:
    """One answer to nearly all that was asked about people: several questions that have nothing in common."""
    least_layers = limits.whole("checks.straight_line_layers")
    for instrument in instruments:
        layers = set(instrument.layers) - {Layer.COMMUNICATION, Layer.WANTED_CHANGE}
        asked = [
            report
            for layer, report in answers.reports.items()
            if layer in layers and report.source.origin is Origin.SURVEY
        ]
        if len(asked) >= least_layers:
            person = np.concatenate([report.respondent for report in asked])
            value = np.concatenate([report.value for report in asked])
            yield from _flat(answers, instrument.id, person, value, limits)


def _lines_of_opinion(
    answers: Answers | Wave, instruments: Sequence[Instrument], limits: Settings
) -> Iterator[StraightLine]:
    """One answer to nearly all questions about the alliance, those asked the other way round among them.

    Notes
    -----
    Whoever is content says 4 to everything good and 2 to what is bad: no line. Where nothing was asked
    the other way round nothing tells the careless from the content, and nobody is called careless.
    """
    if answers.opinions is None:
        return
    # names without an order (yes, no, unsure) have no line to keep to
    items = {
        item.id: (instrument.id, item.reversed)
        for instrument in instruments
        for item in instrument.items
        if item.scale is not None and item.scale.ordered
    }
    told = answers.opinions
    is_asked = np.array([item in items for item in told.items], dtype=bool)
    is_turned = np.array([item in items and items[item][1] for item in told.items], dtype=bool)
    rows = is_asked[told.item] & ~np.isnan(told.value)
    person, value, turned = told.respondent[rows], told.value[rows], is_turned[told.item[rows]]
    names = ", ".join(sorted({items[told.items[item]][0] for item in np.unique(told.item[rows])}))
    for line in _flat(answers, names, person, value, limits):
        mine = person == list(answers.people).index(line.person)
        other_way = value[mine & turned]
        usual = float(np.median(value[mine]))
        if len(other_way) and (other_way == usual).all():
            yield line


def _flat(
    answers: Answers | Wave, name: str, person: IntArray, value: NDArray[np.float64], limits: Settings
) -> Iterator[StraightLine]:
    """Respondents nearly all of whose answers are the same."""
    share, least = limits.number("checks.straight_line_share"), limits.number("checks.straight_line_items")
    known = ~np.isnan(value)
    if not known.any():
        return
    for position, (same, count) in _commonest(person[known], value[known]).items():
        if count >= least and same >= share * count:
            yield StraightLine(person=answers.people[position], instrument=name, answers=count, share=same / count)


def _commonest(person: IntArray, value: NDArray[np.float64]) -> Mapping[int, tuple[int, int]]:
    """How often each person's commonest answer was given, and how many answers they gave."""
    given, answer = np.unique(value, return_inverse=True)
    pairs, counts = np.unique(person * len(given) + answer, return_counts=True)
    found: dict[int, tuple[int, int]] = {}
    for who, count in zip((pairs // len(given)).tolist(), counts.tolist(), strict=True):
        most, total = found.get(who, (0, 0))
        found[who] = (max(most, count), total + count)
    return found


def quality_problems(quality: Quality, file: str, *, is_open: bool = True) -> list[Problem]:
    """What of it a user should know, as counted warnings that name nobody.

    Parameters
    ----------
    file : what to call the source, such as the wave.
    is_open : people may still be asked again.

    Notes
    -----
    A one-sided roster is a remark of the reader of memberships, with or without a survey.
    """
    found: list[tuple[str, str]] = []
    if quality.straight_lines:
        by_instrument = Counter(line.instrument for line in quality.straight_lines)
        where = ", ".join(f"{instrument} {count}" for instrument, count in sorted(by_instrument.items()))
        found.append(
            (
                f"respondents with one answer to nearly everything: {where}",
                "opinions are kept, what they say of colleagues confirms no tie; ask if it was too long",
            )
        )
    if quality.discrepancies:
        apart = max(abs(discrepancy.said_first - discrepancy.said_second) for discrepancy in quality.discrepancies)
        told = f"{len(quality.discrepancies)} of {quality.compared} pairs report their contact differently"
        found.append((f"{told}, by up to {apart:g} steps", "both reports are used"))
    if quality.missing_key_people and is_open:
        roles = Counter(role for _, held in quality.missing_key_people for role in held)
        told = ", ".join(f"{count} {role.replace('_', ' ')}" for role, count in sorted(roles.items()))
        found.append((f"key people who did not answer: {told}", "ask them again while the wave is open"))
    return [Problem(file=file, found=what, needed="", action=action, fatal=False) for what, action in found]
