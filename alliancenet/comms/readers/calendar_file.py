"""iCalendar files: meetings with their attendees, repetitions followed up to the window's end.

Only the properties that say who, when and how often are kept; titles, places and descriptions
are passed over line by line before the calendar library sees the file.
"""

import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from alliancenet.comms.addresses import normal
from alliancenet.comms.events import Channel, Event, Fate, Tally
from alliancenet.comms.readers.opening import LogReading, Opening
from alliancenet.comms.readers.times import in_utc, zone_needed
from alliancenet.errors import InputError, Problem

KIND = "icalendar"
TITLE = "iCalendar"
MERGES = False

_MOST_BYTES = 64_000_000
_FIRST_DAY = date(1990, 1, 1)
_KEPT = (
    "BEGIN", "END", "UID", "ORGANIZER", "ATTENDEE", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE",
    "RECURRENCE-ID", "STATUS", "SEQUENCE", "TZID", "TZOFFSETFROM", "TZOFFSETTO",
)  # fmt: skip
_MOST_MEETINGS = 1_000_000
_ENDLESS = re.compile(r"FREQ=(SECONDLY|MINUTELY|HOURLY)|INTERVAL=0*(?!\d)", re.IGNORECASE)
_WITHIN_THE_DAY = re.compile(r"BYSECOND|BYMINUTE|BYHOUR=\d+,", re.IGNORECASE)
_BROKEN = (ValueError, KeyError, IndexError, TypeError, AttributeError, ArithmeticError, RecursionError)
_NOT_PEOPLE = frozenset({"ROOM", "RESOURCE"})


def recognises(opening: Opening) -> bool:
    """Told by its first line."""
    return opening.text.lstrip("\ufeff \r\n\t").upper().startswith("BEGIN:VCALENDAR")


def read(path: Path, reading: LogReading, tally: Tally) -> Iterator[Event]:
    """One event per meeting that took place; declined attendees, rooms and resources left out.

    Raises
    ------
    InputError
        When the file is no calendar, larger than 64 MB, or holds times without a zone and
        none was declared.
    """
    since = datetime.combine(reading.since or _FIRST_DAY, time.min, UTC)
    until = datetime.combine(reading.until or datetime.now(UTC).date(), time.max, UTC)
    for calendar in _calendars(path, tally):
        for series in _series(calendar):
            for meeting in _meetings(series, since, until, tally):
                tally.rows += 1
                if tally.rows > _MOST_MEETINGS:
                    raise InputError([_problem(path, "holds more than 1,000,000 meetings", "a shorter window")])
                yield _event(meeting, path, reading.zone, tally)


def _series(calendar: Any) -> list[Any]:
    """One calendar for each meeting with its exceptions, so that a broken one spoils no other."""
    import icalendar

    by_uid: dict[str, Any] = {}
    for place, component in enumerate(calendar.walk("VEVENT")):
        key = str(component.get("UID") or f"no id {place}")
        by_uid.setdefault(key, icalendar.Calendar()).add_component(component)
    return list(by_uid.values())


def _meetings(series: Any, since: datetime, until: datetime, tally: Tally) -> list[Any]:
    import recurring_ical_events

    try:
        query = recurring_ical_events.of(series, components=["VEVENT"])
        found = list(query.between(since, until))
        if any(not hasattr(meeting["DTSTART"], "dt") for meeting in found):
            raise ValueError("no start")
    except _BROKEN:
        tally.rows += 1
        tally.lost["entry that is not valid iCalendar"] += 1
        return []
    return found


def _calendars(path: Path, tally: Tally) -> list[Any]:
    import icalendar

    if path.stat().st_size > _MOST_BYTES:
        raise InputError([_problem(path, f"is {path.stat().st_size:,} bytes", "at most 64 MB are read")])
    try:
        text = "".join(_without_content(path, tally))
        if text.upper().count("BEGIN:VCALENDAR") != text.upper().count("END:VCALENDAR"):
            raise ValueError("cut short")
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            calendars = list(icalendar.Calendar.from_ical(text, multiple=True))
        if told:
            tally.notes["name of a time zone with a vendor's prefix, read by its last part"] += len(told)
        return calendars
    except _BROKEN as error:
        raise InputError(
            [_problem(path, f"is no whole calendar ({type(error).__name__})", "valid iCalendar")]
        ) from None


def _without_content(path: Path, tally: Tally) -> Iterator[str]:
    depth = 0
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        for name, lines in _kept_lines(file):
            if name == "RRULE" and (told := _endless(lines, in_a_zone=depth > 0)):
                tally.notes[told] += 1
                continue
            depth += lines[0].upper().startswith("BEGIN:VTIMEZONE")
            depth -= lines[0].upper().startswith("END:VTIMEZONE")
            yield from lines
    for _ in range(depth):
        yield "END:VTIMEZONE\n"


def _kept_lines(file: Iterable[str]) -> Iterator[tuple[str, list[str]]]:
    """Properties that are kept, by name, with the lines they are folded into."""
    name, lines = "", list[str]()
    for line in file:
        if line[:1] in " \t":
            if lines:
                lines.append(line)
            continue
        if lines:
            yield name, lines
        name = re.split(r"[:;]", line, maxsplit=1)[0].strip().upper()
        lines = [line if line.endswith("\n") else line + "\n"] if name in _KEPT else []
    if lines:
        yield name, lines


def _endless(lines: Sequence[str], *, in_a_zone: bool) -> str:
    """Why a repetition is not followed, or ""."""
    rule = "".join(line.strip("\r\n")[place > 0 :] for place, line in enumerate(lines))
    if in_a_zone:
        return "time zone that changes within a day: read without its rule" if _ENDLESS.search(rule) else ""
    if _ENDLESS.search(rule) or _WITHIN_THE_DAY.search(rule):
        return "repetition within a day, or without a step: only its first meeting is read"
    return ""


def _event(meeting: Any, path: Path, zone: ZoneInfo | None, tally: Tally) -> Event:
    start, end = meeting["DTSTART"].dt, meeting["DTEND"].dt if "DTEND" in meeting else None
    people = tuple(dict.fromkeys(_people(meeting, tally)))
    is_day = not isinstance(start, datetime)
    if not is_day and start.tzinfo is None and zone is None:
        raise zone_needed(path, start.isoformat(sep=" "))
    begins = datetime.combine(start, time.min, UTC) if is_day else in_utc(start, zone)
    lasts = end - start if end is not None and type(end) is type(start) else timedelta()
    return Event(
        time=begins,
        sender=people[0] if people else "",
        recipients=people[1:],
        channel=Channel.MEETING,
        listed=max(len(people) - 1, 0),
        message_id=f"{meeting.get('UID', '')}|{begins:%Y%m%dT%H%M}" if meeting.get("UID") and begins else "",
        seconds=max(int(lasts.total_seconds()), 0),
        fate=_fate(meeting, is_day),
    )


def _fate(meeting: Any, is_day: bool) -> Fate:
    if str(meeting.get("STATUS", "")).upper() == "CANCELLED":
        return Fate.CANCELLED
    return Fate.ALL_DAY if is_day else Fate.COUNTED


def _people(meeting: Any, tally: Tally) -> Iterator[str]:
    attendees = meeting.get("ATTENDEE", [])
    listed: Iterable[Any] = attendees if isinstance(attendees, list) else [attendees]
    organiser = meeting.get("ORGANIZER")
    away = {_address(person) for person in listed if _parameter(person, "PARTSTAT") == "DECLINED"}
    if away:
        tally.notes["attendee declined"] += len(away)
    for person in ([organiser] if organiser else []) + list(listed):
        address = _address(person)
        if address and address not in away and _parameter(person, "CUTYPE") not in _NOT_PEOPLE:
            yield address


def _address(person: Any) -> str:
    text = str(person)
    mail = text.lower().rfind("mailto:")  # some programs write parameters into the address
    return normal(text if mail < 0 else text[mail + 7 :])


def _parameter(person: Any, name: str) -> str:
    return str(getattr(person, "params", {}).get(name, "")).upper()


def _problem(path: Path, found: str, needed: str) -> Problem:
    return Problem(file=path.name, found=found, needed=needed, action="export the calendar again, or split it")
