"""Real mails and calendars, as they ship with Python and with the calendar libraries used."""

import importlib.util
import json
import mailbox as standard_mailbox
import re
import shutil
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from alliancenet.cli import alliancenet
from alliancenet.comms.built import open_build
from alliancenet.comms.events import Tally
from alliancenet.comms.readers import calendar_file, mailbox, reader_of
from alliancenet.comms.readers.opening import LogReading, open_path
from alliancenet.errors import InputError
from tests.comms.rolled import pairs_of
from tests.comms.test_cli import a_project_with_logs, run


def _folder(package, *inside):
    found = importlib.util.find_spec(package)
    if found is None or not found.origin or not Path(found.origin).parent.joinpath(*inside).is_dir():
        pytest.skip(f"{package} does not ship its test files here")
    return Path(found.origin).parent.joinpath(*inside)


def pythons_mails(box):
    """CPython's test mails as one mbox; they are RFC 5322 at its oddest, and some were sent."""
    written = standard_mailbox.mbox(box)
    for path in sorted(_folder("test.test_email", "data").glob("msg_*.txt")):
        written.add(path.read_bytes())
    written.flush()
    return written


def test_pythons_own_mails_as_one_mbox_read_as_the_standard_library_reads_them(tmp_path):
    box = tmp_path / "python.mbox"
    written = pythons_mails(box)
    assert len(written) > 40
    with_sender = sum(1 for mail in written if mail["from"])
    tally = Tally()
    events = list(mailbox.read(box, LogReading(), tally))
    assert reader_of(open_path(box)) is mailbox
    assert tally.rows == len(written)
    assert len(events) == with_sender
    assert sum(1 for event in events if event.sender and event.recipients) > 25


def test_shipped_calendars_are_read_or_refused_in_words():
    folder = _folder("icalendar", "tests", "calendars")
    read = refused = meetings = 0
    for path in sorted(folder.glob("*.ics")):
        reading = LogReading(zone=ZoneInfo("UTC"), until=date(2030, 1, 1))
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
    events = list(calendar_file.read(path, LogReading(until=date(2030, 1, 1)), Tally()))
    hours = {event.seconds / 3600 for event in events}
    assert len(hours) > 1


def different_mails(box, sender, recipient):
    """By the standard library: mails with an id of their own, or with none."""
    met = [mail for mail in box if sender in str(mail["from"]) and recipient in str(mail["to"])]
    return len({mail["message-id"] or number for number, mail in enumerate(met)})


PEOPLE = """id,organisation,level,email,aliases
bbb,acme,senior,bbb@ddd.com,
barry,acme,operating,barry@python.org,barry@digicool.com
aperson,acme,operating,aperson@dom.ain,
zzz,borealis,senior,bbb@zzz.org,
ccc,borealis,operating,ccc@zzz.org,
crav,borealis,operating,cravindogs@cravindogs.com,
bperson,borealis,operating,bperson@dom.ain,
"""
LOGS = """
logs:
  until: 2022-01-01
  files:
    - file: logs/python.mbox
    - {file: logs/google.ics, zone: Europe/Berlin}
"""


def test_a_real_mailbox_and_a_real_calendar_go_through_the_whole_program(tmp_path):
    calendar = _folder("recurring_ical_events", "test", "calendars") / "daylight_saving_time.ics"
    if not calendar.exists():
        pytest.skip("recurring_ical_events does not ship this calendar")
    folder = a_project_with_logs(tmp_path / "project", LOGS)
    written = pythons_mails(folder / "logs" / "python.mbox")
    shutil.copy(calendar, folder / "logs" / "google.ics")
    (folder / "people.csv").write_text(PEOPLE)
    (folder / "memberships.csv").write_text(
        "person,alliance\n" + "".join(f"{line.partition(',')[0]},pact\n" for line in PEOPLE.splitlines()[1:])
    )
    (folder / "waves.csv").write_text("id,alliance,open,close,window_days\n2001,,2001-06-01,2001-06-30,90\n")
    told = run(
        "scan", folder / "logs" / "python.mbox", folder / "logs" / "google.ics", "--zone", "Europe/Berlin"
    ).output
    assert "mbox mailbox\n  rows 48, events 41" in told
    assert "iCalendar\n  rows" in told
    told = run("build", folder).output
    events, counted, dropped = map(
        int, re.search(r"events ([\d,]+) = (\d+) counted \+ ([\d,]+)", told.replace(",", "")).groups()
    )
    assert events == counted + dropped > 1_000
    assert "lost 7: no From header" in told
    pairs = pairs_of(open_build(folder / "comms").folder)
    assert pairs["bbb", "zzz", 200105, "mail"][1] == different_mails(written, "bbb@ddd.com", "bbb@zzz.org")
    assert pairs["barry", "crav", 200104, "mail"][1] == different_mails(written, "barry@", "cravindogs@")
    audited = CliRunner().invoke(alliancenet, ["audit", str(folder), "--json"])
    (audit,) = json.loads(audited.stdout)["audits"]
    assert [firm["answered"] for firm in audit["alliance"]["firms"]] == [0, 0]
    assert audit["alliance"]["firms"][0]["seen"] >= 2
