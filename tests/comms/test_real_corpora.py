"""Real mails and calendars, as they ship with Python and with the calendar libraries used."""

import importlib.util
import mailbox as standard_mailbox
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from alliancenet.comms.events import Tally
from alliancenet.comms.readers import calendar_file, mailbox, reader_of
from alliancenet.comms.readers.opening import Reading, open_path
from alliancenet.errors import InputError


def _folder(package, *inside):
    found = importlib.util.find_spec(package)
    if found is None or not found.origin or not Path(found.origin).parent.joinpath(*inside).is_dir():
        pytest.skip(f"{package} does not ship its test files here")
    return Path(found.origin).parent.joinpath(*inside)


def test_pythons_own_mails_as_one_mbox_read_as_the_standard_library_reads_them(tmp_path):
    box = tmp_path / "python.mbox"
    written = standard_mailbox.mbox(box)
    mails = sorted(_folder("test.test_email", "data").glob("msg_*.txt"))
    assert len(mails) > 40
    for path in mails:
        written.add(path.read_bytes())
    written.flush()
    with_sender = sum(1 for mail in written if mail["from"])
    tally = Tally()
    events = list(mailbox.read(box, Reading(), tally))
    assert reader_of(open_path(box)) is mailbox
    assert tally.rows == len(written)
    assert len(events) == with_sender
    assert sum(1 for event in events if event.sender and event.recipients) > 25


def test_shipped_calendars_are_read_or_refused_in_words():
    folder = _folder("icalendar", "tests", "calendars")
    read = refused = meetings = 0
    for path in sorted(folder.glob("*.ics")):
        reading = Reading(zone=ZoneInfo("UTC"), until=date(2030, 1, 1))
        try:
            meetings += len(list(calendar_file.read(path, reading, Tally())))
            read += 1
        except InputError:
            refused += 1
    assert read > 40
    assert meetings > 500
    assert refused < read / 4


def test_repetitions_of_a_real_calendar_follow_its_exceptions():
    folder = _folder("recurring_ical_events", "test", "calendars")
    path = folder / "recurring_events_changed_duration.ics"
    if not path.exists():
        pytest.skip("recurring_ical_events does not ship this calendar")
    events = list(calendar_file.read(path, Reading(until=date(2030, 1, 1)), Tally()))
    hours = {event.seconds / 3600 for event in events}
    assert len(hours) > 1
