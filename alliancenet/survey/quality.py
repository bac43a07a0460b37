"""How far the answers of a wave can be trusted: checks that count and name, and change nothing."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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
    """A respondent who gave one answer to nearly everything of one questionnaire."""

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
    instruments : whose items were asked; straight lines are looked for within one of them.
    people : the same roster.

    Notes
    -----
    Limits `checks.*` and `discrepancy.steps`: own. A straight line needs a least number of
    answers; rosters count only what was said of people there is contact with.
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
    share = limits.number("checks.straight_line_share")
    least = limits.number("checks.straight_line_items")
    found: list[StraightLine] = []
    for instrument in instruments:
        columns = _answers_to(instrument, answers)
        for position, (same, count) in _commonest(*columns).items():
            if count >= least and same >= share * count:
                line = StraightLine(
                    person=answers.people[position], instrument=instrument.id, answers=count, share=same / count
                )
                found.append(line)
    return sorted(found, key=lambda line: (line.instrument, line.person))


def _answers_to(instrument: Instrument, answers: Answers | Wave) -> tuple[IntArray, NDArray[np.float64]]:
    """Who gave which answers to one instrument: opinions, or what was said of people known."""
    people: list[IntArray] = [np.zeros(0, dtype=np.int64)]
    values: list[NDArray[np.float64]] = [np.zeros(0)]
    layers = set(instrument.layers) - {Layer.COMMUNICATION, Layer.WANTED_CHANGE}
    for layer, report in answers.reports.items():
        if layer in layers and report.source.origin is Origin.SURVEY:
            people.append(report.respondent)
            values.append(report.value)
    if answers.opinions is not None:
        # names without an order (yes, no, unsure) have no line to keep to
        asked = [item.id for item in instrument.items if item.scale is not None and item.scale.ordered]
        mine = [answers.opinions.items.index(item) for item in asked if item in answers.opinions.items]
        rows = np.isin(answers.opinions.item, mine)
        people.append(answers.opinions.respondent[rows])
        values.append(answers.opinions.value[rows])
    person, value = np.concatenate(people), np.concatenate(values)
    known = ~np.isnan(value)
    return person[known], value[known]


def _commonest(person: IntArray, value: NDArray[np.float64]) -> Mapping[int, tuple[int, int]]:
    """How often each person's commonest answer was given, and how many answers they gave."""
    pairs, counts = np.unique(np.stack([person.astype(float), value], axis=1), axis=0, return_counts=True)
    found: dict[int, tuple[int, int]] = {}
    for (who, _), count in zip(pairs.tolist(), counts.tolist(), strict=True):
        most, total = found.get(int(who), (0, 0))
        found[int(who)] = (max(most, count), total + count)
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
            (f"respondents with one answer to nearly everything: {where}", "answers are kept; ask if it was too long")
        )
    if quality.discrepancies:
        apart = max(abs(one.said_first - one.said_second) for one in quality.discrepancies)
        told = f"{len(quality.discrepancies)} of {quality.compared} pairs report their contact differently"
        found.append((f"{told}, by up to {apart:g} steps", "both reports are used"))
    if quality.missing_key_people and is_open:
        roles = Counter(role for _, held in quality.missing_key_people for role in held)
        told = ", ".join(f"{count} {role.replace('_', ' ')}" for role, count in sorted(roles.items()))
        found.append((f"key people who did not answer: {told}", "ask them again while the wave is open"))
    return [Problem(file=file, found=what, needed="", action=action, fatal=False) for what, action in found]
