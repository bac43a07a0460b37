"""The build: what is counted, what is dropped and why, and what an interrupted build leaves."""

import csv
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alliancenet.comms import build as building
from alliancenet.comms.addresses import Member
from alliancenet.comms.built import open_build
from alliancenet.comms.duck import DuckEngine, connect
from alliancenet.comms.sources import LogFile, sources_of
from alliancenet.errors import InputError
from tests.comms.describe import SAMPLES
from tests.comms.rolled import (
    ADDRESSES,
    COLUMNS,
    PEOPLE,
    a_directory,
    a_table,
    built,
    by_brute_force,
    pairs_of,
    summary_of,
)

KNOWN = dict(ADDRESSES)
ANYBODY = st.sampled_from([*KNOWN, "Ann.Ames@ACME.example", "out@else.example", "x@y.example"])
MESSAGES = st.lists(
    st.tuples(
        st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2026, 4, 30)).map(
            lambda time: time.replace(microsecond=0, tzinfo=UTC)
        ),
        ANYBODY,
        st.lists(ANYBODY, min_size=1, max_size=13),
    ),
    min_size=1,
    max_size=40,
)


@pytest.mark.slow
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(messages=MESSAGES)
def test_pairs_equal_the_definition_counted_by_hand(tmp_path_factory, messages):
    folder = tmp_path_factory.mktemp("build")
    rows = [(f"{time:%Y-%m-%dT%H:%M:%SZ}", sender, ";".join(to)) for time, sender, to in messages]
    rows.append(("2026-01-01T00:00:00Z", "cy@acme.example", "bo@borealis.example"))
    messages = [*messages, (datetime(2026, 1, 1, tzinfo=UTC), "cy@acme.example", ["bo@borealis.example"])]
    result = built(folder / "out", a_table(folder / "log.csv", rows))
    assert pairs_of(result) == by_brute_force(messages, KNOWN, most=10)


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(messages=MESSAGES)
def test_counted_and_dropped_add_up_to_the_rows_of_the_file(tmp_path_factory, messages):
    folder = tmp_path_factory.mktemp("build")
    rows = [(f"{time:%Y-%m-%d %H:%M:%S}", sender, ";".join(to)) for time, sender, to in messages]
    rows.append(("2026-01-01 00:00:00", "cy@acme.example", "bo@borealis.example"))
    summary = summary_of(built(folder / "out", a_table(folder / "log.csv", rows)))
    assert summary["events"] == len(rows)
    reached = [
        {KNOWN.get(address.lower(), address) for address in to} for _, sender, to in messages if sender.lower() in KNOWN
    ]
    entries = sum(len(people) for people in reached if len(people) <= 10) + 1
    assert summary["recipients"] == entries


def test_every_reason_is_told_apart(tmp_path):
    many = ";".join(f"p{number}@acme.example" for number in range(11))
    log = a_table(
        tmp_path / "log.csv",
        [
            ("2026-03-01 10:00:00", "cy@acme.example", "bo@borealis.example"),
            ("whenever", "cy@acme.example", "bo@borealis.example"),
            ("2026-05-01 10:00:00", "cy@acme.example", "bo@borealis.example"),
            ("2026-03-01 10:00:00", "who@else.example", "bo@borealis.example"),
            ("2026-03-01 10:00:00", "cy@acme.example", ""),
            ("2026-03-01 10:00:00", "cy@acme.example", many),
            ("2026-03-01 10:00:00", "desk@acme.example", "bo@borealis.example"),
            ("2026-03-01 10:00:00", "dee@borealis.example", "bo@borealis.example"),
            ("2026-03-01 10:00:00", "no-reply@acme.example", "bo@borealis.example"),
        ],
    )
    people = (*PEOPLE[:3], Member(id="dee", firm="borealis", opted_out=True), Member(id="robot", firm="acme"))
    directory = a_directory(people=people, shared=["desk@acme.example"], more=[("no-reply@acme.example", "robot")])
    summary = summary_of(built(tmp_path / "out", log, directory=directory, until=date(2026, 4, 30)))
    assert summary["counted"] == 1
    assert summary["dropped"] == {
        "time missing or unreadable": 1,
        "outside the window": 1,
        "sender on no roster": 1,
        "nobody addressed": 1,
        "too many recipients": 1,
        "shared mailbox": 1,
        "opted out": 1,
        "automatic sender": 1,
    }


def test_a_person_who_opted_out_is_in_no_table(tmp_path):
    log = a_table(
        tmp_path / "log.csv",
        [
            ("2026-03-01 10:00:00", "cy@acme.example", "bo@borealis.example;dee@borealis.example"),
            ("2026-03-01 10:00:00", "dee@borealis.example", "cy@acme.example"),
        ],
    )
    people = (*PEOPLE[:3], Member(id="dee", firm="borealis", opted_out=True))
    folder = built(tmp_path / "out", log, directory=a_directory(people=people))
    assert pairs_of(folder) == {("cy", "bo", 202603, "mail"): (0.5, 1, 0.0)}
    digest = str(summary_of(folder)["settings"]).encode()  # which may hold "dee"
    for file in folder.rglob("*"):
        assert not file.is_file() or b"dee" not in file.read_bytes().replace(digest, b"")


def test_both_firms_logs_of_a_message_count_once(tmp_path):
    logs = [
        LogFile(path=SAMPLES / "exchange_summary.csv"),
        LogFile(path=SAMPLES / "mailbox.mbox"),
    ]
    summary = summary_of(built(tmp_path / "out", *logs))
    assert summary["dropped"]["already counted from another log or copy"] == 1


def test_logs_of_one_name_in_two_folders_keep_their_counts_apart(tmp_path):
    logs = []
    for office, sample in (("acme", "mailbox.mbox"), ("borealis", "exchange_trace.csv")):
        (tmp_path / office).mkdir()
        logs.append(LogFile(path=tmp_path / office / "mail.log"))
        logs[-1].path.write_bytes((SAMPLES / sample).read_bytes())
    rows = [source["rows"] for source in summary_of(built(tmp_path / "out", *logs))["sources"]]
    alone = [summary_of(built(tmp_path / str(place), log))["sources"][0]["rows"] for place, log in enumerate(logs)]
    assert rows == alone
    assert rows[0] != rows[1]


def test_without_ids_time_sender_and_people_tell_a_copy(tmp_path):
    ours = a_table(
        tmp_path / "ours.csv",
        [
            ("2026-03-01 10:00:00", "cy@acme.example", "bo@borealis.example;dee@borealis.example"),
            ("2026-03-01 10:00:20", "cy@acme.example", "bo@borealis.example;dee@borealis.example"),
            ("2026-03-01 11:00:00", "cy@acme.example", "bo@borealis.example"),
        ],
    )
    theirs = a_table(
        tmp_path / "theirs.csv",
        [
            ("2026-03-01 10:00:05", "cy@acme.example", "dee@borealis.example;bo@borealis.example"),
            ("2026-03-01 10:00:25", "cy@acme.example", "dee@borealis.example;bo@borealis.example"),
            ("2026-03-01 11:02:01", "cy@acme.example", "bo@borealis.example"),
        ],
    )
    folder = built(tmp_path / "out", ours, theirs)
    assert summary_of(folder)["dropped"] == {"already counted from another log or copy": 2}
    assert pairs_of(folder)["cy", "bo", 202603, "mail"] == (3.0, 4, 0.0)


def test_rows_of_one_mail_become_one_message(tmp_path):
    folder = built(tmp_path / "out", LogFile(path=SAMPLES / "exchange_trace.csv"))
    assert pairs_of(folder)["ann", "cy", 202603, "mail"] == (0.5, 1, 0.0)
    assert pairs_of(folder)["ann", "bo", 202603, "mail"] == (0.5, 1, 0.0)


def test_a_small_meeting_gives_hours_to_everybody_present(tmp_path):
    folder = built(tmp_path / "out", LogFile(path=SAMPLES / "meetings.ics"), until=date(2026, 4, 14))
    pairs = pairs_of(folder)
    assert pairs["ann", "bo", 202603, "meeting"] == (0.0, 2, 1.25)
    assert pairs["dee", "bo", 202603, "meeting"] == (0.0, 1, 0.25)
    summary = summary_of(folder)
    assert summary["dropped"] == {"cancelled meeting": 1, "all-day entry, not a meeting": 1}
    assert (summary["events"], summary["counted"]) == (5, 3)


def test_both_directions_of_time_together_are_one_contact(tmp_path):
    directory = a_directory(more=[("h-ann", "ann"), ("h-bo", "bo"), ("h-cy", "cy")])
    folder = built(tmp_path / "out", LogFile(path=SAMPLES / "worklytics_graph.csv"), directory=directory)
    assert pairs_of(folder)["ann", "bo", 202603, "collaboration"] == (0.0, 1, 1.5)
    assert pairs_of(folder)["bo", "ann", 202603, "collaboration"] == (0.0, 1, 1.5)


def test_a_derived_tie_stands_for_messages(tmp_path):
    directory = a_directory(more=[("p-ann", "ann"), ("p-bo", "bo"), ("p-cy", "cy")])
    folder = built(tmp_path / "out", LogFile(path=SAMPLES / "viva_pairs.csv"), directory=directory)
    assert pairs_of(folder) == {
        ("ann", "bo", 202603, "tie"): (4.0, 1, 0.0),
        ("bo", "ann", 202603, "tie"): (1.0, 1, 0.0),
    }


def test_a_list_is_written_out_as_its_members(tmp_path):
    log = a_table(
        tmp_path / "log.csv", [("2026-03-01 10:00:00", "cy@acme.example", "team@borealis.example;bo@borealis.example")]
    )
    lists = {"Team@borealis.example": ["bo@borealis.example", "dee@borealis.example", "x@borealis.example"]}
    folder = built(tmp_path / "out", log, directory=a_directory(lists=lists))
    assert pairs_of(folder) == {
        ("cy", "bo", 202603, "mail"): (1 / 3, 1, 0.0),
        ("cy", "dee", 202603, "mail"): (1 / 3, 1, 0.0),
    }


def test_mail_to_a_large_list_is_mass_mail(tmp_path):
    log = a_table(
        tmp_path / "log.csv",
        [
            ("2026-03-01 10:00:00", "cy@acme.example", "all@borealis.example"),
            ("2026-03-01 10:00:00", "cy@acme.example", "bo@borealis.example"),
        ],
    )
    lists = {"all@borealis.example": [f"p{number}@borealis.example" for number in range(11)]}
    summary = summary_of(built(tmp_path / "out", log, directory=a_directory(lists=lists)))
    assert summary["dropped"] == {"too many recipients": 1}


def test_names_tags_and_gaps_in_cells_do_not_hide_an_address(tmp_path):
    path = tmp_path / "log.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["time", "sender", "recipients"])
        writer.writerow(
            [
                "2026-03-01 10:00:00",
                '"C; Y" <cy@acme.example>',
                '"B, O; X" <BO@borealis.example>; ann.ames+x@acme.example;;',
            ]
        )
        writer.writerow(["2026-03-01 10:00:00", "cy+tag@acme.example", " bo@borealis.example ; dee@borealis.example"])
    folder = built(tmp_path / "out", LogFile(path=path, columns=COLUMNS))
    assert {key[:2]: value[0] for key, value in pairs_of(folder).items()} == {
        ("cy", "bo"): 1.0,
        ("cy", "ann"): 0.5,
        ("cy", "dee"): 0.5,
    }


def test_declared_format_and_zone_are_used(tmp_path):
    columns = {
        "time": "When",
        "sender": "Who",
        "recipients": "Whom",
        "message_id": "Id",
        "time_format": "%d.%m.%Y %H:%M",
        "zone": "Pacific/Auckland",
    }
    folder = built(tmp_path / "out", LogFile(path=SAMPLES / "table_semicolon.csv", columns=columns))
    assert pairs_of(folder) == {
        ("ann", "bo", 202603, "mail"): (0.5, 1, 0.0),
        ("ann", "cy", 202603, "mail"): (0.5, 1, 0.0),
        ("bo", "ann", 202607, "mail"): (1.0, 1, 0.0),
    }


def test_times_with_an_offset_are_moved_to_utc(tmp_path):
    log = a_table(tmp_path / "log.csv", [("2026-03-01T00:30:00+02:00", "cy@acme.example", "bo@borealis.example")])
    assert list(pairs_of(built(tmp_path / "out", log))) == [("cy", "bo", 202602, "mail")]


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-03-01 10:00:00", "2026-03-01 09:00:00"),
        ("2026-03-01T10:00", "2026-03-01 09:00:00"),
        ("2026-03-01", "2026-02-28 23:00:00"),
        ("2026-03-01 10:00:00.250", "2026-03-01 09:00:00.25"),
        ("2026-03-01T10:00:00Z", "2026-03-01 10:00:00"),
        ("2026-03-01 10:00:00 UTC", "2026-03-01 10:00:00"),
        ("2026-03-01T10:00+02", "2026-03-01 08:00:00"),
        ("2026-03-01T10:00:00.5-03:30", "2026-03-01 13:30:00.5"),
        *(
            (text, None)
            for text in ("1/3/26", "2026/03/01", "26-03-01", "01.03.2026 10:00", "epoch", "infinity", "10:00")
        ),
        *((text, None) for text in ("2026-03-01 10:00:00 Europe/Berlin", "2026-03-01 10:00:00 CET", "1772359200", "")),
    ],
)
def test_a_time_is_read_as_iso_8601_or_not_at_all(tmp_path, text, utc):
    log = a_table(tmp_path / "log.csv", [(text, "cy@acme.example", "bo@borealis.example")])
    log = LogFile(path=log.path, columns={**COLUMNS, "zone": "Europe/Berlin"})
    with connect() as engine:
        DuckEngine(engine).open_table("raw", sources_of([log])[0], numbered=False)
        (found,) = engine.execute('SELECT CAST("time" AS VARCHAR) FROM raw').fetchone()
    assert found == utc


def test_parquet_gives_the_same_table_as_csv(tmp_path):
    import pyarrow.csv
    import pyarrow.parquet as pq

    rows = [
        (f"2026-0{1 + n % 3}-0{1 + n % 9} 10:00:00", *people)
        for n in range(30)
        for people in [("cy@acme.example", "bo@borealis.example;x@y.example")]
    ]
    log = a_table(tmp_path / "log.csv", rows)
    pq.write_table(pyarrow.csv.read_csv(log.path), tmp_path / "log.parquet")
    parquet = LogFile(path=tmp_path / "log.parquet", columns=COLUMNS)
    assert pairs_of(built(tmp_path / "a", log)) == pairs_of(built(tmp_path / "b", parquet))


def test_a_log_outside_the_window_is_refused(tmp_path):
    log = a_table(tmp_path / "log.csv", [("2026-03-01 10:00:00", "cy@acme.example", "bo@borealis.example")])
    with pytest.raises(InputError, match="1 outside the window"):
        built(tmp_path / "out", log, since=date(2027, 1, 1))
    assert not (tmp_path / "out" / "current.json").exists()


def test_an_interrupted_build_leaves_the_old_one_in_force(tmp_path, monkeypatch):
    log = a_table(tmp_path / "log.csv", [("2026-03-01 10:00:00", "cy@acme.example", "bo@borealis.example")])
    before = built(tmp_path / "out", log)

    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(building, "_summary", interrupt)
    with pytest.raises(KeyboardInterrupt):
        built(tmp_path / "out", log, since=date(2026, 1, 1))
    assert open_build(tmp_path / "out").folder == before
    assert [folder.name for folder in (tmp_path / "out" / "builds").iterdir()] == [before.name]


def test_a_killed_build_is_cleared_away_by_the_next(tmp_path):
    log = a_table(tmp_path / "log.csv", [("2026-03-01 10:00:00", "cy@acme.example", "bo@borealis.example")])
    stale = tmp_path / "out" / "builds" / "abc.999999999.partial"
    stale.mkdir(parents=True)
    built(tmp_path / "out", log)
    assert not stale.exists()


def test_a_build_taken_up_again_does_not_read_a_source_twice(tmp_path, monkeypatch):
    from alliancenet.comms.readers import mailbox

    log = LogFile(path=SAMPLES / "mailbox.mbox")
    with monkeypatch.context() as interrupted:
        interrupted.setattr(building, "cells", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            built(tmp_path / "out", log)
    monkeypatch.setattr(mailbox, "read", lambda *_: pytest.fail("read again"))
    assert pairs_of(built(tmp_path / "out", log))["ann", "bo", 202603, "mail"] == (0.5, 1, 0.0)


def test_a_finished_build_keeps_no_addresses(tmp_path):
    built(tmp_path / "out", LogFile(path=SAMPLES / "mailbox.mbox"), LogFile(path=SAMPLES / "exchange_summary.csv"))
    for file in (tmp_path / "out").rglob("*"):
        assert not file.is_file() or b"vendor.example" not in file.read_bytes() or file.name == "build.json"
        assert not file.is_file() or b"ann.ames@" not in file.read_bytes()


def test_the_same_input_gives_the_same_bytes(tmp_path):
    start = datetime(2026, 1, 1, tzinfo=UTC)
    rows = [
        (f"{start + timedelta(hours=7 * n):%Y-%m-%d %H:%M:%S}", list(KNOWN)[n % 4], ";".join(list(KNOWN)[: 1 + n % 3]))
        for n in range(300)
    ]
    log = a_table(tmp_path / "log.csv", rows)
    one, other = (sorted((built(tmp_path / name, log) / "pairs").iterdir()) for name in "ab")
    assert [file.read_bytes() for file in one] == [file.read_bytes() for file in other]


@pytest.mark.parametrize(
    "cell",
    [
        "bo@borealis.example,dee@borealis.example",
        "bo@borealis.example dee@borealis.example",
        "bo@borealis.example|dee@borealis.example",
        "bo@borealis.example/dee@borealis.example",
        "smtp:bo@borealis.example; MAILTO:dee@borealis.example",
        "'bo@borealis.example'; 'dee@borealis.example'",
        '[""bo@borealis.example"",""dee@borealis.example""]',
        "Bo Elm <bo@borealis.example>\ndee+duo@borealis.example",
    ],
)
def test_recipients_of_a_cell_are_told_apart_whatever_stands_between_them(tmp_path, cell):
    log = a_table(tmp_path / "t.csv", [("2026-03-03T09:00:00Z", "ann.ames@acme.example", f'"{cell}"')])
    pairs = pairs_of(built(tmp_path / "out", log))
    assert {key[1]: row[0] for key, row in pairs.items()} == {"bo": 0.5, "dee": 0.5}
