"""Lines of an iCalendar file as entries: who, when, how often, which version. Titles and texts are passed over."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

from alliancenet.comms.addresses import normal
from alliancenet.comms.events import Tally

_KEPT = frozenset(
    {
        "BEGIN", "END", "UID", "ORGANIZER", "ATTENDEE", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE",
        "RECURRENCE-ID", "STATUS", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "METHOD", "X-WR-TIMEZONE", "TZID",
        "TZOFFSETFROM", "TZOFFSETTO", "X-MICROSOFT-CDO-ALLDAYEVENT", "X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT",
        "X-FUNAMBOL-ALLDAY",
    }
)  # fmt: skip
_ALL_DAY = ("X-MICROSOFT-CDO-ALLDAYEVENT", "X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT", "X-FUNAMBOL-ALLDAY")
_LINE = re.compile(r"([A-Za-z0-9-]+)((?:;[^=;:\"]++=(?:\"[^\"]*+\"|[^;:\"]++)*+)*+):(.*)", re.DOTALL)
_PARAMETER = re.compile(r";([^=;:\"]++)=((?:\"[^\"]*+\"|[^;:\"]++)*+)")
_AWAY = frozenset({"DECLINED", "DELEGATED"})
_NOT_PEOPLE = frozenset({"ROOM", "RESOURCE"})
_CALENDARS = ("@group.calendar.google.com", "@resource.calendar.google.com", "unknownorganizer@calendar.google.com")

STAMP = 10**14
"""A `CalendarEntry.level` to this many steps of `CalendarEntry.stamp`."""


@dataclass(frozen=True, slots=True)
class Timed:
    """Value of a property with a time: parameter TZID, value, and whether it is a day."""

    zone: str
    text: str
    is_day: bool


@dataclass(slots=True, kw_only=True)
class CalendarEntry:
    """One VEVENT.

    Parameters
    ----------
    people : addresses of the organiser and of those who did not decline, each once, organiser first.
    away : addresses of those who declined or sent somebody else.
    method : METHOD of the calendar around it, upper case.
    stamp : digits of the time it was last written, yyyymmddhhmmss.
    """

    uid: str = ""
    start: Timed | None = None
    end: Timed | None = None
    duration: str = ""
    rules: list[str] = field(default_factory=list)
    added: list[Timed] = field(default_factory=list)
    left_out: list[Timed] = field(default_factory=list)
    recurrence: Timed | None = None
    to_the_end: bool = False
    status: str = ""
    sequence: int = 0
    stamp: int = 0
    method: str = ""
    is_all_day: bool = False
    people: tuple[str, ...] = ()
    away: tuple[str, ...] = ()

    @property
    def repeats(self) -> bool:
        """More than one meeting comes of it."""
        return bool(self.rules or self.added)

    @property
    def level(self) -> int:
        """Version: SEQUENCE first, then a meeting changed by itself before one of its repetition."""
        return 2 * min(max(self.sequence, 0), 40_000) + (self.recurrence is not None)

    @property
    def revision(self) -> int:
        """Version and when it was written, in one number that sorts."""
        return self.level * STAMP + min(self.stamp, STAMP - 1)


@dataclass(slots=True)
class Lines:
    """What a file holds.

    Parameters
    ----------
    zones : text of each VTIMEZONE by its TZID.
    default_zone : X-WR-TIMEZONE, the zone of times that carry none in files of Google and Apple; or "".
    """

    entries: list[CalendarEntry] = field(default_factory=list)
    zones: dict[str, str] = field(default_factory=dict)
    default_zone: str = ""


def lines_of(path: Path, encoding: str, tally: Tally) -> Lines:
    """Read all entries; memory holds who and when of each.

    Raises
    ------
    ValueError
        When a calendar or an entry begins and does not end.
    """
    found = Lines()
    size = max(path.stat().st_size, 1)
    with path.open(encoding=encoding, errors="replace") as file:
        properties = _unfolded(file)
        method = ""
        depth = 0
        for name, text in properties:
            what = text.partition(":")[2].strip().upper()
            if name == "BEGIN" and what == "VEVENT":
                found.entries.append(_entry(properties, method, tally))
                if len(found.entries) % 200 == 0:
                    tally.share = 0.9 * min(cast(BinaryIO, file.buffer).tell() / size, 1)
            elif name == "BEGIN" and what == "VTIMEZONE":
                _add_zone(found, properties)
            elif name == "METHOD":
                method = what
            elif name == "X-WR-TIMEZONE":
                found.default_zone = text.partition(":")[2].strip()
            elif what == "VCALENDAR" and name in ("BEGIN", "END"):
                depth += 1 if name == "BEGIN" else -1
                method = ""
    if depth:
        raise ValueError("cut short")
    return found


def _unfolded(file: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Properties that are kept: name in upper case, whole line without its folds."""
    name, text = "", ""
    for line in file:
        if line[:1] in (" ", "\t"):
            if name:
                text += line[1:].rstrip("\r\n")
            continue
        if name:
            yield name, text
        text = line.rstrip("\r\n")
        name = re.split("[:;]", text, maxsplit=1)[0].strip("\ufeff ").upper()
        name = name if name in _KEPT else ""
    if name:
        yield name, text


def _parts(text: str) -> tuple[dict[str, str], str]:
    """Parameters and value of a line; a line that is not well formed keeps what stands behind its first colon."""
    found = _LINE.fullmatch(text)
    if found is None:
        return {}, text.partition(":")[2]
    if not found[2]:
        return {}, found[3]
    return {name.upper(): value.replace('"', "") for name, value in _PARAMETER.findall(found[2])}, found[3]


def _add_zone(found: Lines, properties: Iterator[tuple[str, str]]) -> None:
    name, kept = "", ["BEGIN:VTIMEZONE"]
    for kind, text in properties:
        kept.append(text)
        if kind == "TZID" and not name:
            name = text.partition(":")[2].strip()
        if kind == "END" and text.upper().rstrip().endswith(":VTIMEZONE"):
            found.zones[name] = "\r\n".join(kept) + "\r\n"
            return
    raise ValueError("cut short")


def _entry(properties: Iterator[tuple[str, str]], method: str, tally: Tally) -> CalendarEntry:
    entry, attendees, organiser = CalendarEntry(method=method), list[tuple[dict[str, str], str]](), ""
    depth = 1
    for name, text in properties:
        if name in ("BEGIN", "END"):  # alarms stand inside an entry
            depth += 1 if name == "BEGIN" else -1
            if not depth:
                _set_people(entry, organiser, attendees, tally)
                return entry
        elif depth > 1:
            continue
        elif name == "ATTENDEE":
            attendees.append(_parts(text))
        elif name == "ORGANIZER":
            organiser = _address(*_parts(text))
        else:
            _set(entry, name, *_parts(text))
    raise ValueError("cut short")


def _set(entry: CalendarEntry, name: str, parameters: dict[str, str], value: str) -> None:
    value = value.strip()
    match name:
        case "UID":
            entry.uid = value
        case "DTSTART":
            entry.start = _timed(parameters, value)
        case "DTEND":
            entry.end = _timed(parameters, value)
        case "DURATION":
            entry.duration = value
        case "RRULE":
            entry.rules.append(value)
        case "RDATE" | "EXDATE":
            dates = entry.added if name == "RDATE" else entry.left_out
            dates += [_timed(parameters, part) for part in value.split(",") if part.strip()]
        case "RECURRENCE-ID":
            entry.recurrence = _timed(parameters, value)
            entry.to_the_end = parameters.get("RANGE", "").upper() == "THISANDFUTURE"
        case "STATUS":
            entry.status = value.upper()
        case "SEQUENCE":
            entry.sequence = int(value) if value.isdecimal() and len(value) < 10 else 0
        case "DTSTAMP" | "LAST-MODIFIED":
            digits = re.sub(r"\D", "", value)[:14]
            entry.stamp = max(entry.stamp, int(digits) if len(digits) == 14 else 0)
        case _ if name in _ALL_DAY:
            entry.is_all_day = entry.is_all_day or value.upper() in ("TRUE", "1")


def _timed(parameters: dict[str, str], value: str) -> Timed:
    value = value.strip()
    return Timed(parameters.get("TZID", ""), value, parameters.get("VALUE", "").upper() == "DATE" or len(value) == 8)


def _set_people(
    entry: CalendarEntry, organiser: str, attendees: list[tuple[dict[str, str], str]], tally: Tally
) -> None:
    named = [(_address(parameters, value), parameters) for parameters, value in attendees]
    away = {who for who, about in named if about.get("PARTSTAT", "").upper() in _AWAY}
    there = [who for who, about in named if about.get("CUTYPE", "").upper() not in _NOT_PEOPLE and not _watches(about)]
    people = dict.fromkeys(
        who for who in (organiser, *there) if who and who not in away and not who.endswith(_CALENDARS)
    )
    if away:
        tally.notes["attendee declined"] += len(away)
    entry.people, entry.away = tuple(people), tuple(sorted(away))


def _watches(about: dict[str, str]) -> bool:
    """RFC 5545, 3.2.16: told of the meeting for information only."""
    return about.get("ROLE", "").upper() == "NON-PARTICIPANT"


def _address(parameters: dict[str, str], value: str) -> str:
    """Mail address of a person: EMAIL (RFC 7986, 6.2) before the value, which may be any address of a calendar.

    Notes
    -----
    Without any the value itself tells people apart, or, where it says "no mail", the name.
    """
    given = parameters.get("EMAIL", "").strip().lower().removeprefix("mailto:")
    if "@" in given:
        return normal(given)
    value = value.strip()
    mail = value.lower().rfind("mailto:")  # some programs write parameters into the address
    address = normal(value if mail < 0 else value[mail + 7 :])
    if not address or address == "invalid:nomail" or (mail >= 0 and "@" not in address):
        return " ".join(parameters.get("CN", "").lower().split()) or address
    return address
