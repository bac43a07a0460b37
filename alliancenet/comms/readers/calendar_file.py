"""iCalendar files: meetings with their attendees, repetitions followed up to the window's end.

Only the properties that say who, when, how often and in which version are kept, see `calendar_lines`;
the calendar library follows repetitions and never sees a name.
"""

import re
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import partial
from pathlib import Path
from typing import Any

from alliancenet.comms.events import Channel, Event, Fate, Tally
from alliancenet.comms.readers.calendar_lines import STAMP, CalendarEntry, Lines, Timed, lines_of
from alliancenet.comms.readers.calendar_zones import zone_of
from alliancenet.comms.readers.opening import LogReading, Opening, open_path
from alliancenet.comms.readers.times import zone_needed
from alliancenet.errors import InputError, Problem

KIND = "icalendar"
TITLE = "iCalendar"
MERGES = False

_MOST_BYTES = 64_000_000
_FIRST_DAY = date(1990, 1, 1)
_FIRST_YEAR = 1900  # older starts are followed no further: day by day from the year 1 takes seconds
_MOST_MEETINGS = 1_000_000
_ENDLESS = re.compile(r"FREQ=(SECONDLY|MINUTELY|HOURLY)|INTERVAL=0*(?!\d)", re.IGNORECASE)
_WITHIN_THE_DAY = re.compile(r"BYSECOND|BYMINUTE|BYHOUR=\d+,", re.IGNORECASE)
_BROKEN = (ValueError, KeyError, IndexError, TypeError, AttributeError, ArithmeticError, RecursionError)
_ANSWERS = frozenset({"REPLY", "REFRESH", "COUNTER", "DECLINECOUNTER"})
_WITHIN = "repetition within a day, or without a step: only its first meeting is read"
_ODD_ZONE = "time zone that changes within a day: read without its rule"
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class _UnknownZone(Exception):
    """A time in a zone nobody knows."""


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

    Notes
    -----
    Every version of a meeting is an event of its own: which one holds is settled over all
    calendars, by `comms.meetings`.
    """
    if path.stat().st_size > _MOST_BYTES:
        raise InputError([_problem(path, f"is {path.stat().st_size:,} bytes", "at most 64 MB are read")])
    try:
        lines = lines_of(path, open_path(path).encoding, tally)
    except _BROKEN as error:
        raise InputError(
            [_problem(path, f"is no whole calendar ({type(error).__name__})", "valid iCalendar")]
        ) from None
    calendar = _Calendar(path, lines, reading, tally)
    done, all_entries = 0, max(len(lines.entries), 1)
    for versions in _by_uid(lines.entries):
        done += len(versions)
        tally.share = 0.9 + 0.1 * done / all_entries
        for event in calendar.events_of(versions):
            tally.rows += 1
            if tally.rows > _MOST_MEETINGS:
                raise InputError([_problem(path, "holds more than 1,000,000 meetings", "a shorter window")])
            yield event


def _by_uid(entries: Sequence[CalendarEntry]) -> list[list[CalendarEntry]]:
    """Entries of one meeting or repetition together; those without an id alone."""
    found: dict[str, list[CalendarEntry]] = defaultdict(list)
    for place, entry in enumerate(entries):
        found[entry.uid or f"no id {place}"].append(entry)
    return list(found.values())


class _Calendar:
    """Turns the entries of one file into events."""

    def __init__(self, path: Path, lines: Lines, reading: LogReading, tally: Tally) -> None:
        self._path, self._lines, self._reading, self._tally = path, lines, reading, tally
        self._since = datetime.combine(reading.since or _FIRST_DAY, time.min, UTC)
        self._until = datetime.combine(reading.until or datetime.now(UTC).date(), time.max, UTC)
        self._zones: dict[str, tzinfo | None] = {}

    def events_of(self, versions: Sequence[CalendarEntry]) -> Iterator[Event]:
        """Events of all entries of one UID."""
        whole = [entry for entry in versions if entry.recurrence is None and not _takes_off(entry)]
        newest = max(whole, key=lambda entry: entry.revision, default=None)
        repeats = newest is not None and newest.repeats and not _is_cancelled(newest) and not self._is_day(newest)
        edition = newest.sequence if newest else None
        followed: list[CalendarEntry] = []
        for entry in versions:
            if entry.method in _ANSWERS:
                self._lose("answer or proposal about a meeting, not the meeting")
            elif repeats and (entry is newest or _changes_one(entry)):
                followed.append(entry)
            elif repeats and entry.recurrence is None and not _takes_off(entry) and newest is not entry:
                yield from self._guarded(partial(self._older, entry))
            elif _is_far(entry, self._since, self._until):
                self._lose("before or after the window")
            else:
                yield from self._guarded(partial(self._alone, entry, edition))
        if followed and newest:
            yield from self._guarded(partial(self._repeated, followed, newest))

    def _guarded(self, make: Callable[[], list[Event]]) -> list[Event]:
        try:
            return make()
        except _UnknownZone as unknown:
            self._tally.notes[f"zone '{str(unknown)[:80]}' is unknown: meetings in it are not counted"] += 1
            return [
                Event(time=None, sender="", recipients=(), channel=Channel.MEETING, listed=0, fate=Fate.ZONE_UNKNOWN)
            ]
        except _BROKEN:
            self._lose("entry that is not valid iCalendar")
            return []

    def _lose(self, why: str) -> None:
        self._tally.rows += 1
        self._tally.lost[why] += 1

    def _alone(self, entry: CalendarEntry, edition: int | None) -> list[Event]:
        start, seconds, is_day = self._span(entry)
        key = f"|{self._key(entry.recurrence)}" if entry.recurrence else ""
        return [self._event(entry, start, seconds, key, edition=edition, fate=_fate(entry, is_day))]

    def _older(self, entry: CalendarEntry) -> list[Event]:
        """A version of a repetition that a newer one in the same file replaces."""
        start, seconds, _ = self._span(entry)
        return [self._event(entry, start, seconds, "", edition=None, fate=Fate.SUPERSEDED)]

    def _repeated(self, entries: Sequence[CalendarEntry], newest: CalendarEntry) -> list[Event]:
        import icalendar
        import recurring_ical_events

        series = icalendar.Calendar()
        for place, entry in enumerate(entries):
            series.add_component(self._component(entry, place))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = list(recurring_ical_events.of(series, components=["VEVENT"]).between(self._since, self._until))
        events = []
        for meeting in found:
            entry = entries[int(meeting["X-PLACE"])]
            start, end = meeting["DTSTART"].dt, meeting["DTEND"].dt
            is_day = self._is_day(entry) or _whole_days(start, end)
            key = f"|{meeting['RECURRENCE-ID'].dt.astimezone(UTC):%Y%m%dT%H%M}"
            seconds = max(int((end - start).total_seconds()), 0)
            fate = _fate(entry, is_day)
            events.append(self._event(entry, start.astimezone(UTC), seconds, key, edition=newest.sequence, fate=fate))
        return events

    def _component(self, entry: CalendarEntry, place: int) -> Any:
        import icalendar

        start, end = self._bounds(entry)
        component = icalendar.Event()
        component.add("UID", "meeting")
        component.add("DTSTART", start)
        component.add("DTEND", max(end, start))
        component.add("SEQUENCE", place if entry.recurrence else 0)
        component["X-PLACE"] = str(place)
        for rule in entry.rules:
            if _ENDLESS.search(rule) or _WITHIN_THE_DAY.search(rule):
                self._tally.notes[_WITHIN] += 1
            elif _never(rule) or start.year < _FIRST_YEAR:
                self._tally.notes[
                    "repetition that has no day, or began before 1900: only its first meeting is read"
                ] += 1
            else:
                component.add("RRULE", icalendar.prop.vRecur.from_ical(rule))
        for name, dates in (("RDATE", entry.added), ("EXDATE", entry.left_out)):
            if dates:
                component.add(name, [self._at(each, start) for each in dates])
        if entry.recurrence:
            parameters = {"RANGE": "THISANDFUTURE"} if entry.to_the_end else {}
            component.add("RECURRENCE-ID", self._at(entry.recurrence, start), parameters=parameters)
        return component

    def _event(
        self, entry: CalendarEntry, start: datetime, seconds: int, key: str, *, edition: int | None, fate: Fate
    ) -> Event:
        taken_off = _takes_off(entry)
        people = () if taken_off else entry.people
        return Event(
            time=start,
            sender=people[0] if people else "",
            recipients=people[1:],
            channel=Channel.MEETING,
            listed=max(len(people) - 1, 0),
            message_id=entry.uid and f"{entry.uid}{key}",
            seconds=seconds,
            fate=fate,
            series=entry.uid if fate is not Fate.SUPERSEDED else "",
            edition=None if taken_off or (entry.recurrence and fate is Fate.CANCELLED) else edition,
            revision=entry.revision + (STAMP // 2 if fate is Fate.CANCELLED else 0),
            away=entry.people[1:] if taken_off else () if fate is Fate.CANCELLED else entry.away,
        )

    def _bounds(self, entry: CalendarEntry) -> tuple[datetime, datetime]:
        """Start and end; of a day its midnights in UTC."""
        if entry.start is None:
            raise ValueError("no start")
        if entry.start.is_day:
            day = datetime.combine(_day(entry.start.text), time.min, UTC)
            last = datetime.combine(_day(entry.end.text), time.min, UTC) if entry.end and entry.end.is_day else day
            return day, max(last, day + timedelta(days=1))
        start = self._moment(entry.start)
        if entry.end is not None and not entry.end.is_day:
            return start, self._moment(entry.end)
        if entry.duration:
            import icalendar

            durations: Any = icalendar.prop.vDuration
            return start, start + durations.from_ical(entry.duration)
        return start, start

    def _span(self, entry: CalendarEntry) -> tuple[datetime, int, bool]:
        """Start in UTC, seconds, and whether it is an all-day entry."""
        start, end = self._bounds(entry)
        seconds = max(int((end - start).total_seconds()), 0)
        return start.astimezone(UTC), seconds, self._is_day(entry) or _whole_days(start, end)

    def _is_day(self, entry: CalendarEntry) -> bool:
        return entry.is_all_day or (entry.start is not None and entry.start.is_day)

    def _at(self, value: Timed, start: datetime) -> datetime:
        """A date of a repetition; a day stands for the meeting of that day."""
        text = value.text.partition("/")[0]  # RDATE may be a period
        if value.is_day or len(text) == 8:
            return datetime.combine(_day(text), start.timetz().replace(tzinfo=None), start.tzinfo)
        return self._moment(Timed(value.zone, text, False))

    def _key(self, value: Timed) -> str:
        if value.is_day:
            return value.text
        return f"{self._moment(value).astimezone(UTC):%Y%m%dT%H%M}"

    def _moment(self, value: Timed | None) -> datetime:
        """Time with its zone: UTC, the zone named, else the one declared or the calendar's own."""
        if value is None:
            raise ValueError("no time")
        text = value.text.upper()
        if text.endswith("Z"):
            return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        layout = "%Y%m%dT%H%M%S" if len(text) > 13 else "%Y%m%dT%H%M"
        return datetime.strptime(text, layout).replace(tzinfo=self._zone(value.zone, text))

    def _zone(self, name: str, example: str) -> tzinfo:
        if not name:
            return self._floating(example)
        if name not in self._zones:
            self._zones[name] = self._named(name)
        found = self._zones[name]
        if found is None:
            raise _UnknownZone(name)
        return found

    def _named(self, name: str) -> tzinfo | None:
        found = zone_of(name)
        if found is not None and str(found) != name:
            self._tally.notes[f"zone '{name[:80]}' read as {found}"] += 1
        return found or self._defined(name)

    def _defined(self, name: str) -> tzinfo | None:
        """Zone the file itself defines under this name."""
        text = self._lines.zones.get(name, "")
        if not text:
            return None
        import icalendar

        kept = [line for line in text.splitlines() if not (line.upper().startswith("RRULE") and _ENDLESS.search(line))]
        if len(kept) < len(text.splitlines()):
            self._tally.notes[_ODD_ZONE] += 1
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                definition: Any = icalendar.Timezone.from_ical("\r\n".join(kept) + "\r\n")
                zone: tzinfo = definition.to_tz(lookup_tzid=False)
            datetime(2026, 1, 1, tzinfo=zone).utcoffset()
        except _BROKEN:
            return None
        return zone

    def _floating(self, example: str) -> tzinfo:
        if self._reading.zone is not None:
            return self._reading.zone
        own = zone_of(self._lines.default_zone) if self._lines.default_zone else None
        if own is None:
            raise zone_needed(self._path, example)
        return own


def _takes_off(entry: CalendarEntry) -> bool:
    """A cancellation for the attendees it names alone (RFC 5546, 3.2.5: without STATUS)."""
    return entry.method == "CANCEL" and entry.status != "CANCELLED" and len(entry.people) > 1


def _is_cancelled(entry: CalendarEntry) -> bool:
    return entry.status == "CANCELLED" or entry.method == "CANCEL"


def _changes_one(entry: CalendarEntry) -> bool:
    return entry.recurrence is not None and not _takes_off(entry)


def _fate(entry: CalendarEntry, is_day: bool) -> Fate:
    if _is_cancelled(entry):
        return Fate.CANCELLED
    return Fate.ALL_DAY if is_day else Fate.COUNTED


def _is_far(entry: CalendarEntry, since: datetime, until: datetime) -> bool:
    """Days away from the window by any zone: passed over, as the meetings of a repetition are."""
    if entry.start is None or not entry.start.text[:8].isdecimal():
        return False
    day = entry.start.text[:8]
    return not f"{since - timedelta(days=2):%Y%m%d}" <= day <= f"{until + timedelta(days=2):%Y%m%d}"


def _day(text: str) -> date:
    return datetime.strptime(text[:8], "%Y%m%d").date()


def _whole_days(start: datetime, end: datetime) -> bool:
    """From midnight to midnight where it stands: how calendars without days write an all-day entry."""
    midnight = start.time() == time.min and end.astimezone(start.tzinfo).time() == time.min
    return midnight and end > start


def _never(rule: str) -> bool:
    """Months and days of the month that never meet, such as 30 February: the library would look to the year 9999."""
    months, days = (_numbers(rule, name) for name in ("BYMONTH", "BYMONTHDAY"))
    if not days:
        return False
    longest = max((_DAYS[month - 1] for month in months if 1 <= month <= 12), default=31)
    return all(abs(day) > longest for day in days)


def _numbers(rule: str, name: str) -> list[int]:
    found = re.search(rf"(?:^|;){name}=([-+\d,]+)", rule, re.IGNORECASE)
    return [int(part) for part in found[1].split(",") if re.fullmatch(r"[-+]?\d{1,4}", part)] if found else []


def _problem(path: Path, found: str, needed: str) -> Problem:
    return Problem(file=path.name, found=found, needed=needed, action="export the calendar again, or split it")
