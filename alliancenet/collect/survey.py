"""What is asked of whom in a wave, as it was when it was opened: changes of the project later on change nothing."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from alliancenet.errors import AllianceNetError
from alliancenet.files.fields import parse_fields
from alliancenet.instruments.reading import instrument_of
from alliancenet.model.instrument import Instrument, Item, Kind

FORMAT = "alliancenet-collect/1"


class DamagedSurvey(AllianceNetError):
    """What is asked cannot be read from where it is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """A person of the survey: answers, and may be named by others.

    Parameters
    ----------
    organisation : id of the firm.
    unit, level : as on record; "" when unknown.
    language : the first on record that the survey is written in; "" when unknown.
    is_key : holds a key role: sponsor, alliance manager or project leader.
    address : of e-mail, to tell people apart who are asked on the other side; "" when unknown.
    is_gone : was erased: asked nothing and listed nowhere; what others said stays.
    """

    id: str
    name: str
    organisation: str
    unit: str = ""
    level: str = ""
    language: str = ""
    is_key: bool = False
    address: str = ""
    is_gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedAlliance:
    """An alliance people are asked about.

    Parameters
    ----------
    people : ids of its roster, in the order they are listed.
    goals : names of its objectives, for items that ask to pick some.
    window_days : the time the questions speak of.
    named_before : whom each person named in the last wave, by id.
    """

    id: str
    name: str
    people: tuple[str, ...]
    goals: tuple[str, ...] = ()
    window_days: int = 90
    named_before: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Survey:
    """A wave as it is asked.

    Parameters
    ----------
    project : mark of the project, so that a wave of another is told apart.
    languages : codes every text exists in; the first is the usual one.
    sources : YAML of each instrument in the order asked, by id.
    short : only the items of the short forms.
    only : people an instrument is asked of; everybody where it is not listed.
    mode : who will see names.
    notice : lines of the notice, by language and instrument.
    contact : whom to ask.
    firms : name of each firm, by id.
    limits : `min_n`, `confidence_high`, `confidence_medium`, `browse_people`, `block_items`, `letters_a_minute`.
    reminders : at most so many.
    asked_firms : ids of the firms whose people are asked here; empty for all.
    handover : `to`, `names` and `texts` of the plan, where answers are handed over to the other side.
    """

    project: str
    wave: str
    languages: tuple[str, ...]
    sources: Mapping[str, str]
    short: bool
    only: Mapping[str, tuple[str, ...]]
    mode: str
    notice: Mapping[str, Mapping[str, tuple[str, ...]]]
    contact: str
    firms: Mapping[str, str]
    people: tuple[Invited, ...]
    alliances: tuple[AskedAlliance, ...]
    limits: Mapping[str, float]
    reminders: int
    url: str
    asked_firms: tuple[str, ...] = ()
    handover: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def instruments(self) -> tuple[Instrument, ...]:
        """Instruments in the order asked."""
        return tuple(instrument_of(parse_fields(text, f"{name}.yaml")) for name, text in self.sources.items())

    @cached_property
    def person(self) -> Mapping[str, Invited]:
        """Everybody, by id."""
        return {person.id: person for person in self.people}

    @cached_property
    def alliance(self) -> Mapping[str, AskedAlliance]:
        """Every alliance, by id."""
        return {alliance.id: alliance for alliance in self.alliances}

    def instrument(self, name: str) -> Instrument:
        """The instrument with this id."""
        return next(instrument for instrument in self.instruments if instrument.id == name)

    def alliances_of(self, person: str) -> tuple[AskedAlliance, ...]:
        """Alliances somebody is asked about."""
        return tuple(alliance for alliance in self.alliances if person in alliance.people)

    def is_asked(self, person: str) -> bool:
        """Somebody is asked in this wave, and on this side."""
        there = self.person.get(person)
        if there is None or there.is_gone or (self.asked_firms and there.organisation not in self.asked_firms):
            return False
        return bool(self.alliances_of(person))

    def asked_of(self, person: str) -> tuple[Instrument, ...]:
        """Instruments somebody is asked."""
        return tuple(instrument for instrument in self.instruments if person in self.only.get(instrument.id, (person,)))

    def items_of(self, instrument: Instrument) -> tuple[Item, ...]:
        """Items asked of an instrument: those of the short form where the wave is short and there is one."""
        return (instrument.short_items or instrument.items) if self.short else instrument.items

    def notice_for(self, person: str, language: str) -> tuple[str, ...]:
        """What somebody is told before answering: the lines of what they are asked, each once."""
        lines = (line for instrument in self.asked_of(person) for line in self.notice[language][instrument.id])
        return tuple(dict.fromkeys(lines))

    def minutes(self, person: str) -> int:
        """Time aim for one person, over all alliances."""
        each = sum(
            (instrument.minutes_short if self.short else instrument.minutes)
            or instrument.minutes
            or instrument.minutes_short
            for instrument in self.asked_of(person)
        )
        return each * len(self.alliances_of(person))


def opening_gate(instrument: Instrument) -> tuple[Item, str] | None:
    """The item that choosing a person answers, and its answer for those chosen; None where a roster has no gate."""
    for item in instrument.items:
        codes = [other.ask_if.code for other in instrument.items if other.ask_if and other.ask_if.item == item.id]
        if instrument.kind is Kind.ROSTER and item.implies and codes:
            return item, codes[0]
    return None


def closing_code(gate: Item) -> str:
    """Answer of the gate for people who were not chosen."""
    return gate.implies[0].code


def document_of(survey: Survey) -> str:
    """A survey as JSON."""
    return json.dumps({"format": FORMAT, **asdict(survey)}, ensure_ascii=False)


def survey_of(text: str) -> Survey:
    """Read a survey from JSON.

    Raises
    ------
    DamagedSurvey
        When it is not one of this version.
    """
    try:
        raw = json.loads(text)
        if raw.pop("format") != FORMAT:
            raise DamagedSurvey("the wave was made by another version of alliancenet; use that one to close it")
        return Survey(**dict(_parts(raw)))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise DamagedSurvey(f"what is asked in this wave cannot be read ({error})") from None


def _parts(raw: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in raw.items():
        if key == "people":
            yield key, tuple(Invited(**person) for person in value)
        elif key == "alliances":
            yield key, tuple(_alliance(alliance) for alliance in value)
        elif key in {"languages", "asked_firms"}:
            yield key, tuple(value)
        elif key == "only":
            yield key, {name: tuple(people) for name, people in value.items()}
        elif key == "notice":
            yield key, {code: {name: tuple(lines) for name, lines in of.items()} for code, of in value.items()}
        else:
            yield key, value


def _alliance(raw: dict[str, Any]) -> AskedAlliance:
    before = {person: tuple(named) for person, named in raw["named_before"].items()}
    return AskedAlliance(
        **{**raw, "people": tuple(raw["people"]), "goals": tuple(raw["goals"]), "named_before": before}
    )
