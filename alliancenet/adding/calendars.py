"""Meetings of a calendar as touchpoints: the days, and who of the roster was there; no subject is kept."""

import csv
import io
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from alliancenet.model.register import Person
from alliancenet.survey.directory import PeopleDirectory

_FEWEST = 2


def is_calendar(path: Path) -> bool:
    """Whether a file begins as a calendar does."""
    with path.open("rb") as file:
        return b"BEGIN:VCALENDAR" in file.read(200).upper()


def touchpoints_of(
    path: Path, people: Sequence[Person], alliance: str, kind: str, *, until: date, zone: str = ""
) -> tuple[str, list[str]]:
    """Text of a touchpoints table, and what was left out.

    Parameters
    ----------
    alliance, kind : of every meeting of the calendar.
    until : the last day repetitions are followed to.
    zone : of times that carry none.

    Notes
    -----
    A meeting counts when people of two firms of the roster were there.

    Raises
    ------
    InputError
        When the calendar cannot be read.
    """
    from alliancenet.comms.events import Fate, Tally
    from alliancenet.comms.readers import calendar_file
    from alliancenet.comms.readers.opening import LogReading
    from alliancenet.comms.readers.times import zone_named

    reading = LogReading(zone=zone_named(zone) if zone else None, until=until)
    directory = PeopleDirectory(people)
    firm = {person.id: person.organisation for person in people}
    left: Counter[str] = Counter()
    rows: set[tuple[str, str, str, str]] = set()
    for event in calendar_file.read(path, reading, Tally()):
        there = {who for word in (event.sender, *event.recipients) if (who := directory.find(word)[0])}
        if event.time is None or event.fate is not Fate.COUNTED:
            left[f"not counted: {event.fate.words if event.time else Fate.NO_TIME.words}"] += 1
        elif len({firm[person] for person in there}) < _FEWEST:
            left["meetings without people of two firms of the roster"] += 1
        else:
            rows.add((event.time.date().isoformat(), alliance, kind, ";".join(sorted(map(str, there)))))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("date", "alliance", "type", "attendees"))
    writer.writerows(sorted(rows))
    return out.getvalue(), [f"{len(rows):,} meetings kept", *(f"{count:,} {what}" for what, count in left.items())]
