"""How a wave stands: answers counted by firm, level and unit, and what that lets the audit tell; never an answer."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from alliancenet.collect.joining import joined_people
from alliancenet.collect.rounds import Letters, letters_of
from alliancenet.collect.schema import DRAFT, RESPONDENT
from alliancenet.collect.store import WaveStore
from alliancenet.collect.survey import AskedAlliance, Invited, Survey
from alliancenet.collect.wave import WaveRecord, record_of, survey_in
from alliancenet.language import stored, stored_n


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRate:
    """Answers of a group.

    Parameters
    ----------
    title : firm, level or unit, as people know it.
    answered, asked : people.
    confidence : high, medium or low, that answers of this share give.
    needs : answers still needed before means of the group are told; 0 when they are.
    needs_medium, needs_high : answers still needed for that confidence.
    """

    title: str
    answered: int
    asked: int
    confidence: str
    needs: int
    needs_medium: int
    needs_high: int

    @property
    def can_reach(self) -> bool:
        """The group is large enough for its means to be told at all."""
        return self.answered + self.needs <= self.asked


@dataclass(frozen=True, slots=True, kw_only=True)
class OfAlliance:
    """How one alliance of the wave stands."""

    id: str
    name: str
    firms: tuple[AnswerRate, ...]
    levels: tuple[AnswerRate, ...]
    units: tuple[AnswerRate, ...]
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Silent:
    """Somebody who has not finished; for the facilitator only."""

    id: str
    name: str
    organisation: str
    has_begun: bool
    is_key: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskView:
    """How a wave stands.

    Parameters
    ----------
    joined : people who answered on the other side, and whose answers were handed over.
    """

    wave: WaveRecord
    is_over: bool
    answered: int
    begun: int
    asked: int
    alliances: tuple[OfAlliance, ...]
    letters: tuple[Letters, ...]
    reminders: int
    mode: str
    silent: tuple[Silent, ...]
    joined: int


def desk_view(store: WaveStore, today: date, *, names: bool) -> DeskView:
    """How a wave stands.

    Parameters
    ----------
    names : who has not finished is told by name; for the facilitator only.
    """
    survey, wave = survey_in(store), record_of(store)
    with store.reading() as connection:
        rows = connection.execute(select(RESPONDENT.c.id, RESPONDENT.c.submission)).all()
        drafts = set(connection.execute(select(DRAFT.c.respondent).distinct()).scalars())
    done = {row.id for row in rows if row.submission is not None}
    joined = joined_people(store) - done
    told = done | joined
    return DeskView(
        wave=wave,
        is_over=wave.closes < today,
        answered=len(done),
        begun=len(drafts - done),
        asked=len(rows),
        alliances=tuple(_of_alliance(survey, alliance, told) for alliance in survey.alliances),
        letters=letters_of(store),
        reminders=survey.reminders,
        mode=survey.mode,
        silent=tuple(_silent(survey, told, drafts)) if names else (),
        joined=len(joined),
    )


def _silent(survey: Survey, done: set[str], drafts: set[str]) -> Iterable[Silent]:
    people = [person for person in survey.people if person.id not in done and survey.is_asked(person.id)]
    for person in sorted(people, key=lambda one: (not one.is_key, one.organisation, one.name.casefold())):
        yield Silent(
            id=person.id,
            name=person.name,
            organisation=survey.firms.get(person.organisation, person.organisation),
            has_begun=person.id in drafts,
            is_key=person.is_key,
        )


def _of_alliance(survey: Survey, alliance: AskedAlliance, done: set[str]) -> OfAlliance:
    people = [survey.person[person] for person in alliance.people]
    firms = _rates(survey, people, done, lambda one: survey.firms.get(one.organisation, one.organisation))
    return OfAlliance(
        id=alliance.id,
        name=alliance.name,
        firms=firms,
        levels=_rates(survey, people, done, lambda one: one.level.replace("_", " ") or "no level on record"),
        units=_rates(survey, people, done, lambda one: _unit(survey, one)),
        sentences=tuple(_sentences(survey, people, firms, done)),
    )


def _unit(survey: Survey, person: Invited) -> str:
    return f"{survey.firms.get(person.organisation, person.organisation)}, {person.unit or 'no unit on record'}"


def _rates(
    survey: Survey, people: list[Invited], done: set[str], group: Callable[[Invited], str]
) -> tuple[AnswerRate, ...]:
    members: dict[str, list[str]] = {}
    for person in people:
        members.setdefault(group(person), []).append(person.id)
    return tuple(_rate(survey, title, ids, done) for title, ids in sorted(members.items()))


def _rate(survey: Survey, title: str, ids: list[str], done: set[str]) -> AnswerRate:
    answered, asked = sum(person in done for person in ids), len(ids)
    high, medium = (survey.limits[f"confidence_{name}"] for name in ("high", "medium"))

    def needed(share: float) -> int:
        return max(0, math.ceil(share * asked - 1e-9) - answered)

    share = answered / asked
    return AnswerRate(
        title=title,
        answered=answered,
        asked=asked,
        confidence="high" if share >= high else "medium" if share >= medium else "low",
        needs=max(0, int(survey.limits["min_n"]) - answered),
        needs_medium=needed(medium),
        needs_high=needed(high),
    )


def _sentences(survey: Survey, people: list[Invited], firms: tuple[AnswerRate, ...], done: set[str]) -> Iterable[str]:
    """What could be told now, and what is missing for more: from counts, never from answers."""
    least = int(survey.limits["min_n"])
    for firm in firms:
        if not firm.can_reach:
            yield stored(
                "{firm} has {n} people in this alliance: with fewer than {least} no mean of it is ever told; "
                "talk with them instead (`alliancenet survey form interview`)",
                firm=firm.title,
                n=firm.asked,
                least=least,
            )
        elif firm.needs:
            yield stored_n(
                "{n} more answer of {firm} makes health tellable",
                "{n} more answers of {firm} make health tellable",
                firm.needs,
                firm=firm.title,
            )
    if any(firm.needs for firm in firms):
        return
    yield stored("Health is tellable now")
    for firm in firms:
        if firm.needs_medium:
            yield stored_n(
                "{n} more answer of {firm} makes confidence medium",
                "{n} more answers of {firm} make confidence medium",
                firm.needs_medium,
                firm=firm.title,
            )
        elif firm.needs_high:
            yield stored_n(
                "{n} more answer of {firm} makes its share high",
                "{n} more answers of {firm} make its share high",
                firm.needs_high,
                firm=firm.title,
            )
    silent = sum(person.is_key and person.id not in done for person in people)
    if silent:
        yield stored_n(
            "High confidence also needs the one person who holds a key role and has not answered",
            "High confidence also needs the {n} people who hold a key role and have not answered",
            silent,
        )
