"""Calendars: zones by any name, marks of whole days, versions, who was there."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from alliancenet.comms.readers.calendar_zones import zone_of
from alliancenet.comms.readers.opening import LogReading
from alliancenet.comms.sources import LogFile
from tests.comms.describe import events_in
from tests.comms.rolled import built, pairs_of, summary_of

UNTIL = LogReading(until=date(2026, 6, 1), zone=ZoneInfo("Asia/Tokyo"))
PEOPLE = "ORGANIZER:mailto:cy@acme.example\nATTENDEE:mailto:bo@borealis.example\n"
TIME = "DTSTART:20260303T090000Z\nDTEND:20260303T100000Z\n"
HOUR = {("cy", "bo", 202603, "meeting"): (0.0, 1, 1.0), ("bo", "cy", 202603, "meeting"): (0.0, 1, 1.0)}


def an_entry(*lines, uid="u1"):
    return "".join(["BEGIN:VEVENT\n", f"UID:{uid}\n", *lines, "END:VEVENT\n"])


def a_calendar(path, *entries, head="", encoding="utf-8"):
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{''.join(entries)}END:VCALENDAR\n"
    path.write_bytes(text.replace("\n", "\r\n").encode(encoding))
    return LogFile(path=path)


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("tzone://Microsoft/Utc", "UTC"),
        ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna", "Europe/Amsterdam"),
        ("(UTC-05:00) Eastern Time (US & Canada)", "America/New_York"),
        ("Pacific Standard Time", "America/Los_Angeles"),
        ("W. Europe Standard Time 1", "Europe/Berlin"),
        ("/freeassociation.sourceforge.net/Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("GMT+0200", "UTC+02:00"),
        ("(UTC-03:00) Amsterdam", "None"),  # the name and the offset do not agree
        ("Customized Time Zone", "None"),
        ("PST", "None"),
    ],
)
def test_a_zone_is_known_by_any_of_its_names_or_not_at_all(name, zone):
    assert str(zone_of(name)) == zone


def test_a_zone_nobody_knows_is_counted_as_lost_and_named(tmp_path):
    start = "DTSTART;TZID=Mars/Olympus:20260303T090000\nDTEND;TZID=Mars/Olympus:20260303T100000\n"
    log = a_calendar(tmp_path / "c.ics", an_entry(start, PEOPLE), an_entry(TIME, PEOPLE, uid="u2"))
    folder = built(tmp_path / "out", LogFile(path=log.path, zone="Asia/Tokyo"), until=date(2026, 6, 1))
    assert pairs_of(folder) == HOUR
    summary = summary_of(folder)
    assert summary["dropped"] == {"time in a zone nobody knows": 1}
    assert "zone 'Mars/Olympus' is unknown: meetings in it are not counted" in summary["sources"][0]["notes"]


def test_a_zone_the_file_defines_is_used(tmp_path):
    zone = (
        "BEGIN:VTIMEZONE\nTZID:Customized Time Zone\nBEGIN:STANDARD\nDTSTART:16010101T000000\nTZOFFSETFROM:-0500\n"
        "TZOFFSETTO:-0500\nEND:STANDARD\nEND:VTIMEZONE\n"
    )
    start = "DTSTART;TZID=Customized Time Zone:20260303T090000\n"
    (event,) = events_in(a_calendar(tmp_path / "c.ics", zone, an_entry(start, PEOPLE)).path, UNTIL)[0]
    assert event.time.hour == 14


@pytest.mark.parametrize(
    "lines",
    [
        "DTSTART:20260303T000000Z\nDTEND:20260304T000000Z\nX-MICROSOFT-CDO-ALLDAYEVENT:TRUE\n",
        "DTSTART:20260303T090000Z\nDTEND:20260303T100000Z\nX-MICROSOFT-MSNCALENDAR-ALLDAYEVENT:true\n",
        "DTSTART:20260303T000000Z\nDTEND:20260305T000000Z\n",
        "DTSTART;TZID=Europe/Berlin:20260303T000000\nDTEND;TZID=Europe/Berlin:20260304T000000\n",
        "DTSTART;VALUE=DATE:20260303\n",
        "DTSTART;TZID=Europe/Berlin:20260328T000000\nDTEND;TZID=Europe/Berlin:20260330T000000\nRRULE:FREQ=WEEKLY;COUNT=1\n",
    ],
)
def test_a_whole_day_is_no_meeting(tmp_path, lines):
    (event,) = events_in(a_calendar(tmp_path / "c.ics", an_entry(lines, PEOPLE)).path, UNTIL)[0]
    assert event.fate.words == "all-day entry, not a meeting"


@pytest.mark.parametrize(
    ("attendee", "address"),
    [
        ('ATTENDEE;CN="Bo";EMAIL="bo@borealis.example":urn:uuid:1-2\n', "bo@borealis.example"),
        ("ATTENDEE;EMAIL=bo@borealis.example:mailto:x@imip.me.com\n", "bo@borealis.example"),
        ("ATTENDEE;PARTSTAT=ACCEPTED;\n  CN=Bo:MAILTO:BO@borealis.example\n", "bo@borealis.example"),
        ('ATTENDEE;CN="Elm, Bo":invalid:nomail\n', "elm, bo"),
        ("ATTENDEE:/aMTIz/principal/\n", "/amtiz/principal/"),
    ],
)
def test_an_attendee_is_found_wherever_the_address_stands(tmp_path, attendee, address):
    entry = an_entry(TIME, "ORGANIZER:mailto:cy@acme.example\n", attendee)
    (event,) = events_in(a_calendar(tmp_path / "c.ics", entry).path, UNTIL)[0]
    assert event.recipients == (address,)


def test_rooms_watchers_and_those_who_declined_were_not_there(tmp_path):
    entry = an_entry(
        TIME,
        PEOPLE,
        "ATTENDEE;CUTYPE=ROOM:mailto:room@acme.example\n",
        "ATTENDEE;ROLE=NON-PARTICIPANT:mailto:info@acme.example\n",
        "ATTENDEE;PARTSTAT=DECLINED:mailto:dee@borealis.example\n",
        "ATTENDEE;PARTSTAT=DELEGATED:mailto:x@borealis.example\n",
        "ATTENDEE:mailto:abc@resource.calendar.google.com\n",
    )
    (event,) = events_in(a_calendar(tmp_path / "c.ics", entry).path, UNTIL)[0]
    assert event.recipients == ("bo@borealis.example",)


def test_a_calendar_in_utf_16_is_read(tmp_path):
    path = a_calendar(tmp_path / "c.ics", an_entry(TIME, PEOPLE), encoding="utf-16").path
    assert len(events_in(path, UNTIL)[0]) == 1


@pytest.mark.parametrize("rule", ["FREQ=SECONDLY;UNTIL=99991231T000000Z", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"])
def test_a_repetition_without_sense_is_read_once(tmp_path, rule):
    entry = an_entry(TIME, PEOPLE, f"RRULE:{rule}\n")
    assert len(events_in(a_calendar(tmp_path / "c.ics", entry).path, UNTIL)[0]) == 1


@pytest.mark.parametrize("method", ["REPLY", "COUNTER"])
def test_an_answer_to_an_invitation_is_no_meeting(tmp_path, method):
    path = a_calendar(tmp_path / "c.ics", an_entry(TIME, PEOPLE), head=f"METHOD:{method}\n").path
    assert events_in(path, UNTIL)[0] == []


def both_ways(tmp_path, one, other):
    """Pairs of two calendars; their order does not matter."""
    found = [
        pairs_of(built(tmp_path / f"out{place}", *logs, until=date(2026, 6, 1)))
        for place, logs in enumerate(([one, other], [other, one]))
    ]
    assert found[0] == found[1]
    return found[0]


def test_a_meeting_moved_in_one_calendar_alone_is_one_meeting(tmp_path):
    moved = an_entry("DTSTART:20260303T140000Z\nDTEND:20260303T143000Z\nSEQUENCE:1\n", PEOPLE)
    old = an_entry(TIME, PEOPLE, "SEQUENCE:0\n")
    found = both_ways(tmp_path, a_calendar(tmp_path / "a.ics", moved), a_calendar(tmp_path / "b.ics", old))
    assert found["cy", "bo", 202603, "meeting"] == (0.0, 1, 0.5)


def test_a_repetition_moved_in_one_calendar_alone_counts_once(tmp_path):
    weekly = "RRULE:FREQ=WEEKLY;COUNT=3\n"
    moved = an_entry("DTSTART:20260304T140000Z\nDTEND:20260304T150000Z\nSEQUENCE:1\n", weekly, PEOPLE)
    old = an_entry(TIME, weekly, PEOPLE)
    found = both_ways(tmp_path, a_calendar(tmp_path / "a.ics", moved), a_calendar(tmp_path / "b.ics", old))
    assert found["cy", "bo", 202603, "meeting"] == (0.0, 3, 3.0)


def test_one_meeting_of_a_repetition_moved_in_one_calendar_alone_counts_once(tmp_path):
    weekly = an_entry(TIME, "RRULE:FREQ=WEEKLY;COUNT=3\n", PEOPLE)
    one = an_entry("RECURRENCE-ID:20260310T090000Z\nDTSTART:20260311T140000Z\nDTEND:20260311T160000Z\n", PEOPLE)
    found = both_ways(tmp_path, a_calendar(tmp_path / "a.ics", weekly, one), a_calendar(tmp_path / "b.ics", weekly))
    assert found["cy", "bo", 202603, "meeting"] == (0.0, 3, 4.0)


def test_copies_of_a_meeting_unite_who_was_there(tmp_path):
    wide = an_entry(TIME, PEOPLE, "ATTENDEE:mailto:dee@borealis.example\n")
    narrow = an_entry(TIME, PEOPLE, "ATTENDEE:mailto:ann.ames@acme.example\n")
    found = both_ways(tmp_path, a_calendar(tmp_path / "a.ics", wide), a_calendar(tmp_path / "b.ics", narrow))
    assert found["ann", "dee", 202603, "meeting"] == (0.0, 1, pytest.approx(1 / 3))


def test_a_cancellation_ends_the_meeting_of_the_other_calendar(tmp_path):
    other = a_calendar(tmp_path / "b.ics", an_entry(TIME, PEOPLE), an_entry(TIME, PEOPLE, uid="u2"))
    cancelled = an_entry(TIME, PEOPLE, "SEQUENCE:1\nSTATUS:CANCELLED\n")
    assert both_ways(tmp_path, a_calendar(tmp_path / "a.ics", cancelled, head="METHOD:CANCEL\n"), other) == HOUR


def test_a_cancellation_ends_a_whole_repetition(tmp_path):
    weekly = an_entry(TIME, "RRULE:FREQ=WEEKLY;COUNT=3\n", PEOPLE)
    other = a_calendar(tmp_path / "b.ics", weekly, an_entry(TIME, PEOPLE, uid="u2"))
    cancelled = an_entry(TIME, PEOPLE, "SEQUENCE:1\nSTATUS:CANCELLED\n")
    assert both_ways(tmp_path, a_calendar(tmp_path / "a.ics", cancelled, head="METHOD:CANCEL\n"), other) == HOUR


def test_who_was_taken_off_a_meeting_was_not_there(tmp_path):
    three = an_entry(TIME, PEOPLE, "ATTENDEE:mailto:dee@borealis.example\n")
    off = an_entry(TIME, "ORGANIZER:mailto:cy@acme.example\nATTENDEE:mailto:dee@borealis.example\nSEQUENCE:1\n")
    other = a_calendar(tmp_path / "a.ics", off, head="METHOD:CANCEL\n")
    assert both_ways(tmp_path, other, a_calendar(tmp_path / "b.ics", three)) == HOUR
