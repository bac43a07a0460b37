"""Damaged, huge and malicious logs: a clear error or a counted warning, in bounded time and memory."""

import json
import os
import random
import subprocess
import sys
import time
import zipfile
from datetime import date

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alliancenet.comms.events import Channel, Event, Fate
from alliancenet.comms.readers.opening import LogReading, open_path
from alliancenet.comms.sources import LogFile, sources_of
from alliancenet.comms.staging import write_events
from alliancenet.errors import InputError
from tests.comms.describe import SAMPLES, described, events_in
from tests.comms.rolled import COLUMNS, a_table, built, pairs_of, summary_of

MAIL = (
    b"From ann@x Mon Mar  2 09:15:00 2026\nFrom: ann.ames@acme.example\nTo: bo@borealis.example\n"
    b"Date: Mon, 02 Mar 2026 09:15:00 +0000\n"
)
TRACE = "origin_timestamp_utc,sender_address,Recipient_status,message_id"


def a_slack_zip(path, **files):
    with zipfile.ZipFile(SAMPLES / "slack.zip") as good, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bad:
        for name in good.namelist():
            bad.writestr(name, good.read(name))
        for name, content in files.items():
            bad.writestr(name, content)
    return path


def test_a_truncated_trace_is_read_up_to_the_cut(tmp_path):
    raw = (SAMPLES / "exchange_summary.csv").read_bytes()
    cut = tmp_path / "cut.csv"
    cut.write_bytes(raw[:701])
    found = described(cut, LogReading())
    assert len(found["events"]) + sum(found["lost"].values()) == found["rows"] == 2


def test_two_encodings_in_one_file_are_counted(tmp_path):
    row = "<{n}@x>,2026-03-02T10:00:00Z,ann@acme.example,bo@borealis.example,café\n"
    log = tmp_path / "log.csv"
    with log.open("wb") as file:
        file.write(b"Message ID,Start date,Sender,Recipient address,Subject\n")
        for number in range(2_000):
            file.write(row.format(n=number).encode("utf-8"))
        file.write(row.format(n="last").encode("cp1252"))
    found = described(log, LogReading())
    assert len(found["events"]) == 2_001
    assert found["notes"] == {"row not in UTF-8, read as cp1252": 1}


def test_an_unclosed_quote_loses_counted_lines_only(tmp_path):
    lines = [f"2026-03-02T10:00:00Z,cy@acme.example,bo@borealis.example,<{n}@x>" for n in range(5)]
    log = tmp_path / "trace.csv"
    log.write_text("\n".join([TRACE, *lines[:3], '2026,"never closed,x,y', *lines[3:]]))
    found = described(log, LogReading())
    assert len(found["events"]) == 3
    assert sum(found["lost"].values()) >= 1


def test_malformed_rows_of_a_table_are_counted(tmp_path):
    log = a_table(tmp_path / "log.csv", [("2026-03-01 10:00:00", "cy@acme.example", "bo@borealis.example")] * 3)
    with log.path.open("ab") as file:
        file.write(b"2026-03-01 10:00:00,cy@acme.example\n2026-03-01 10:00:00,\xff\xfe\xff,bo@borealis.example\n")
    summary = summary_of(built(tmp_path / "out", log))
    assert summary["counted"] == 3
    assert summary["events"] + sum(summary["unreadable_rows"].values()) == 5


def test_a_utf16_table_is_read(tmp_path):
    log = a_table(tmp_path / "log.csv", [("2026-03-01 10:00:00", "cy@acme.example", "bo@borealis.example")])
    log.path.write_bytes(log.path.read_text().encode("utf-16"))
    assert list(pairs_of(built(tmp_path / "out", log))) == [("cy", "bo", 202603, "mail")]


def test_times_without_zone_are_refused_not_guessed(tmp_path):
    log = tmp_path / "log.csv"
    log.write_text(
        "Message ID,Start date,Sender,Recipient address\n<1@x>,2026-03-02 10:00:00,a@x.example,b@x.example\n"
    )
    with pytest.raises(InputError, match="times without a zone"):
        described(log, LogReading())


def test_a_table_without_declared_zone_is_refused(tmp_path):
    log = a_table(tmp_path / "log.csv", [("2026-03-01 10:00:00", "a@x.example", "b@x.example")])
    columns = {key: value for key, value in COLUMNS.items() if key != "zone"}
    with pytest.raises(InputError, match="zone: is not mapped"):
        sources_of([LogFile(path=log.path, columns=columns)])


def test_every_fault_of_a_mapping_is_told_at_once(tmp_path):
    log = a_table(tmp_path / "log.csv", [("1", "2", "3")])
    wrong = LogFile(path=log.path, columns={"time": "when", "sender": "sender", "zone": "Mars/Olympus", "colour": "x"})
    with pytest.raises(InputError) as error:
        sources_of([wrong])
    assert {problem.key for problem in error.value.problems} == {"time", "recipients", "zone", "colour"}


def test_ten_thousand_recipients_are_one_mass_mail(tmp_path):
    many = ", ".join(f"p{n}@acme.example" for n in range(10_000)).encode()
    box = tmp_path / "big.mbox"
    box.write_bytes(MAIL + b"Cc: " + many + b"\n\nbody\n\n" + MAIL + b"\nbody\n")
    summary = summary_of(built(tmp_path / "out", LogFile(path=box)))
    assert (summary["counted"], summary["dropped"]) == (1, {"too many recipients": 1})


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="peak memory is read from /proc")
def test_lists_of_ten_thousand_are_staged_as_their_length(tmp_path):
    everybody = tuple(f"p{n}@x.example" for n in range(10_000))
    mail = Event(time=None, sender="a", recipients=everybody, channel=Channel.MAIL, listed=10_000)
    write_events((mail for _ in range(20_000)), tmp_path / "events.parquet")
    rows = pq.read_table(tmp_path / "events.parquet", columns=["recipients", "listed"])
    assert rows["listed"].to_pylist()[:1] == [10_000]
    assert set(rows["recipients"].to_pylist()[0]) == set()
    assert (tmp_path / "events.parquet").stat().st_size < 1_000_000


@pytest.mark.parametrize(
    ("head", "separator"),
    [
        (TRACE, "##Deliver;"),
        ("date_time_utc,sender_address,recipient_address,message_id", ";"),
        ("Start date,Sender,Recipient address,Message ID", ";"),
    ],
)
def test_a_trace_to_ten_thousand_is_too_many_not_nobody(tmp_path, head, separator):
    everybody = separator.join(f"p{n}@x.example" for n in range(10_000))
    log = tmp_path / "trace.csv"
    log.write_text(f"{head}\n2026-03-01T10:00:00Z,cy@acme.example,{everybody},<1@x>\n")
    other = a_table(tmp_path / "log.csv", [("2026-03-01 10:00:00", "cy@acme.example", "bo@borealis.example")])
    assert summary_of(built(tmp_path / "out", LogFile(path=log), other))["dropped"] == {"too many recipients": 1}


def test_a_channel_of_five_thousand_is_a_broadcast_at_no_cost(tmp_path):
    people = [{"id": f"U{n}", "profile": {"email": f"u{n}@x.example"}} for n in range(5_000)]
    members = [person["id"] for person in people]
    day = [{"type": "message", "user": f"U{n % 50}", "ts": f"{1772442000 + n}.0", "text": "x"} for n in range(5_000)]
    log = tmp_path / "slack.zip"
    with zipfile.ZipFile(log, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("users.json", json.dumps(people))
        archive.writestr("channels.json", json.dumps([{"id": "C1", "name": "all", "members": members}]))
        archive.writestr("all/2026-03-02.json", json.dumps(day))
    began = time.process_time()
    events, _ = events_in(log, LogReading())
    assert {event.fate for event in events} == {Fate.BROADCAST}
    assert time.process_time() - began < 3


def test_memory_does_not_grow_with_a_mail(tmp_path):
    box = tmp_path / "big.mbox"
    with box.open("wb") as file:
        file.write(MAIL + b"\n")
        for _ in range(150):
            file.write(b"x" * 1_000_000)
        file.write(b"\n\n" + MAIL + b"\nbody\n")
    script = (
        "import sys;from pathlib import Path;from alliancenet.comms.readers import mailbox;"
        "from alliancenet.comms.events import Tally;from alliancenet.comms.readers.opening import LogReading;"
        "peak=lambda:int(Path('/proc/self/status').read_text().split('VmHWM:')[1].split()[0]);"
        "before=peak();n=len(list(mailbox.read(Path(sys.argv[1]),LogReading(),Tally())));print(n,peak()-before)"
    )
    mails, grown = subprocess.check_output([sys.executable, "-c", script, str(box)], text=True).split()
    assert mails == "2"
    assert int(grown) < 20_000


def test_a_separator_cut_by_a_block_is_found(tmp_path, monkeypatch):
    from alliancenet.comms.readers import mailbox

    box = tmp_path / "box.mbox"
    box.write_bytes((MAIL + b"Subject: x\n\nbody\n\n") * 20)
    for block in (150, 151, 163, 200, 977):
        monkeypatch.setattr(mailbox, "_BLOCK", block)
        assert len(events_in(box, LogReading())[0]) == 20, block


def test_a_zip_bomb_is_refused(tmp_path):
    bomb = a_slack_zip(tmp_path / "bomb.zip", **{"alliance/2026-03-09.json": b"[" + b" " * 60_000_000 + b"]"})
    with pytest.raises(InputError, match="packed"):
        described(bomb, LogReading())


def test_a_zip_that_climbs_out_is_refused(tmp_path):
    with pytest.raises(InputError, match="leads out of the export"):
        described(a_slack_zip(tmp_path / "climb.zip", **{"../../etc/x.json": b"[]"}), LogReading())


def test_a_damaged_zip_is_refused(tmp_path):
    broken = tmp_path / "broken.zip"
    broken.write_bytes((SAMPLES / "slack.zip").read_bytes()[:-40])
    with pytest.raises(InputError, match="cannot be read"):
        open_path(broken)


def test_broken_json_in_an_export_is_refused(tmp_path):
    with pytest.raises(InputError, match="whole JSON"):
        described(a_slack_zip(tmp_path / "bad.zip", **{"alliance/2026-03-09.json": b"[{"}), LogReading())


def test_endless_calendars_end_with_the_window(tmp_path):
    calendar = tmp_path / "endless.ics"
    text = (SAMPLES / "meetings.ics").read_text().replace("RRULE:FREQ=WEEKLY", "RRULE:FREQ=DAILY")
    calendar.write_text(text)
    found = described(calendar, LogReading(until=date(2027, 3, 22)))
    assert 355 < len(found["events"]) < 370


@pytest.mark.parametrize(
    "rule",
    [
        *("FREQ=SECONDLY", "FREQ=DAILY;BYSECOND=0,1,2,3", "FREQ=HOURLY;INTERVAL=1"),
        *("FREQ=DAILY;INTERVAL=0", "FREQ=SECO\n NDLY", "FREQ=DAILY;INTERVAL=\n 00"),
    ],
)
def test_meetings_every_second_are_read_once(tmp_path, rule):
    calendar = tmp_path / "fast.ics"
    calendar.write_text((SAMPLES / "meetings.ics").read_text().replace("RRULE:FREQ=WEEKLY", f"RRULE:{rule}"))
    began = time.process_time()
    found = described(calendar, LogReading(until=date(2030, 1, 1)))
    assert found["notes"]["repetition within a day, or without a step: only its first meeting is read"] == 1
    assert len(found["events"]) <= 4
    assert time.process_time() - began < 5


@pytest.mark.parametrize("rule", ["FREQ=SECONDLY", "FREQ=YEARLY;INTERVAL=0"])
def test_a_time_zone_that_changes_every_second_is_read_without_its_rule(tmp_path, rule):
    zone = (
        "BEGIN:VTIMEZONE\nTZID:Odd\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0000\n"
        f"TZOFFSETTO:+0100\nRRULE:{rule}\nEND:STANDARD\nEND:VTIMEZONE\n"
    )
    text = (SAMPLES / "meetings.ics").read_text().replace("Europe/Berlin", "Odd")
    calendar = tmp_path / "zone.ics"
    calendar.write_text(text.replace("BEGIN:VEVENT", zone + "BEGIN:VEVENT", 1))
    found = described(calendar, LogReading(until=date(2026, 4, 14)))
    assert found["notes"]["time zone that changes within a day: read without its rule"] >= 1
    assert found["events"]


def test_a_calendar_of_more_meetings_than_a_life_holds_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("alliancenet.comms.readers.calendar_file._MOST_MEETINGS", 50)
    text = (SAMPLES / "meetings.ics").read_text().replace("RRULE:FREQ=WEEKLY", "RRULE:FREQ=DAILY")
    (tmp_path / "many.ics").write_text(text)
    with pytest.raises(InputError, match="a shorter window"):
        described(tmp_path / "many.ics", LogReading(until=date(2027, 3, 22)))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["user", "ts", "text", "thread_ts", "subtype", "members", "profile", "id", "name", "email"]
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(day=json_values, users=json_values, rooms=json_values)
def test_any_json_in_a_chat_export_is_read_or_counted(tmp_path, day, users, rooms):
    folder = tmp_path / "export"
    (folder / "D1").mkdir(parents=True, exist_ok=True)
    for name, content in {"users.json": users, "dms.json": rooms, "D1/2026-03-01.json": day}.items():
        (folder / name).write_text(json.dumps(content))
    (folder / "mpims.json").write_text(json.dumps([{"id": "G1", "name": "D1", "members": ["U1", "U2"]}]))
    found = described(folder, LogReading())
    assert found["rows"] == len(found["events"]) + sum(found["lost"].values())


def test_a_column_that_stands_twice_is_named_not_guessed(tmp_path):
    row = ("2026-03-01 10:00:00", "cy@acme.example", "bo@borealis.example")
    log = a_table(tmp_path / "log.csv", [(*row, "2025-01-01 00:00:00")], header="time,sender,recipients,Time")
    with pytest.raises(InputError, match="'time' stands more than once"):
        sources_of([log])


def test_other_columns_may_stand_twice(tmp_path):
    row = ("2026-03-01 10:00:00", "cy@acme.example", "bo@borealis.example", "x", "y")
    log = a_table(tmp_path / "log.csv", [row], header="time,sender,recipients,note,note")
    assert len(pairs_of(built(tmp_path / "out", log))) == 1


def test_what_stands_in_a_file_does_not_steer_the_terminal(tmp_path):
    log = tmp_path / "odd.csv"
    log.write_text("\x1b]0;owned\x07,\x1b[31mred\n1,2\n")
    with pytest.raises(InputError) as told:
        sources_of([LogFile(path=log)])
    assert "owned" in str(told.value)
    assert "\x1b" not in str(told.value)


def test_a_file_of_western_text_with_rows_of_utf_8_is_read_row_by_row(tmp_path):
    log = tmp_path / "log.csv"
    rows = [f"<{n}@x>,2026-03-02T10:00:00Z,j\u00fcrgen@acme.example,bo@borealis.example" for n in range(2)]
    head = b"Message ID,Start date,Sender,Recipient address\n"
    log.write_bytes(head + rows[0].encode("cp1252") + b"\n" + rows[1].encode("utf-8") + b"\n")
    found = described(log, LogReading())
    assert all("j\u00fcrgen@acme.example >" in event for event in found["events"])
    assert found["notes"] == {"row not in UTF-8, read as cp1252": 1}


def test_floating_times_need_a_zone(tmp_path):
    calendar = tmp_path / "floating.ics"
    calendar.write_text((SAMPLES / "meetings.ics").read_text().replace(";TZID=Europe/Berlin", ""))
    with pytest.raises(InputError, match="times without a zone"):
        described(calendar, LogReading(until=date(2026, 4, 14)))


def test_a_truncated_calendar_is_refused(tmp_path):
    calendar = tmp_path / "cut.ics"
    calendar.write_text((SAMPLES / "meetings.ics").read_text()[:900])
    with pytest.raises(InputError, match="no whole calendar"):
        described(calendar, LogReading(until=date(2026, 4, 14)))


def test_a_file_of_no_known_kind_is_named(tmp_path):
    odd = tmp_path / "notes.txt"
    odd.write_bytes(random.Random(1).randbytes(2000))
    with pytest.raises(InputError, match="no log of a known kind"):
        sources_of([LogFile(path=odd)])


def test_deep_json_does_not_crash(tmp_path):
    deep = b"[" * 100_000 + b"]" * 100_000
    with pytest.raises(InputError):
        described(a_slack_zip(tmp_path / "deep.zip", **{"alliance/2026-03-09.json": deep}), LogReading())


def test_two_clocks_apart_still_count_a_message_once_by_id(tmp_path):
    columns = {**COLUMNS, "message_id": "id"}
    logs = []
    for name, minute in (("ours", 0), ("theirs", 47)):
        path = tmp_path / f"{name}.csv"
        path.write_text(
            f"time,sender,recipients,id\n2026-03-01 10:{minute:02d}:00,cy@acme.example,bo@borealis.example,<a@x>\n"
        )
        logs.append(LogFile(path=path, columns=columns))
    summary = summary_of(built(tmp_path / "out", *logs))
    assert (summary["events"], summary["counted"]) == (2, 1)
    assert summary["clocks"] == [{"first": "ours.csv", "second": "theirs.csv", "messages": 1, "seconds_ahead": 2820}]
