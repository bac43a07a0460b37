"""Mapped tables as people have them: rows per recipient, days of any kind, workbooks, lines above the headings."""

from datetime import datetime

import openpyxl
import pytest

from alliancenet.comms.readers.opening import LOOK
from alliancenet.comms.sources import LogFile
from alliancenet.errors import InputError
from tests.comms.rolled import COLUMNS, a_table, built, pairs_of, summary_of

ANN, CY, BO, DEE = "ann.ames@acme.example", "cy@acme.example", "bo@borealis.example", "dee@borealis.example"
HALVES = {("ann", "bo", 202603, "mail"): (0.5, 1, 0.0), ("ann", "dee", 202603, "mail"): (0.5, 1, 0.0)}
WHOLE = {("ann", "bo", 202603, "mail"): (1.0, 1, 0.0), ("ann", "dee", 202603, "mail"): (1.0, 1, 0.0)}


def mapped(log, **columns):
    return LogFile(path=log.path if isinstance(log, LogFile) else log, columns={**COLUMNS, **columns})


def test_rows_of_one_second_are_one_message_and_are_counted(tmp_path):
    time = "2026-03-02 09:00:17"
    log = a_table(tmp_path / "log.csv", [(time, ANN, BO), (time, ANN, DEE), (time, ANN, DEE), (time, CY, BO)])
    folder = built(tmp_path / "out", log)
    assert pairs_of(folder) == {**HALVES, ("cy", "bo", 202603, "mail"): (1.0, 1, 0.0)}
    (source,) = summary_of(folder)["sources"]
    assert list(source["notes"].values()) == [3]
    assert summary_of(folder)["events"] == 4


@pytest.mark.parametrize(("subjects", "pairs"), [(("Plan", "plan "), HALVES), (("Plan", "Minutes"), WHOLE)])
def test_a_subject_tells_messages_of_one_minute_apart(tmp_path, subjects, pairs):
    rows = [("2026-03-02 09:00:00", ANN, BO, subjects[0]), ("2026-03-02 09:00:00", ANN, DEE, subjects[1])]
    log = a_table(tmp_path / "log.csv", rows, "time,sender,recipients,subject")
    assert pairs_of(built(tmp_path / "out", mapped(log, subject="subject"))) == pairs


@pytest.mark.parametrize(("rows", "pairs", "notes"), [("recipient", HALVES, 2), ("message", WHOLE, 0), ("", WHOLE, 2)])
def test_rows_of_one_minute_without_a_subject_are_messages_until_the_user_says_otherwise(tmp_path, rows, pairs, notes):
    log = a_table(tmp_path / "log.csv", [("2026-03-02 09:00", ANN, BO), ("2026-03-02 09:00", ANN, DEE)])
    folder = built(tmp_path / "out", mapped(log, rows=rows))
    assert pairs_of(folder) == pairs
    (source,) = summary_of(folder)["sources"]
    assert sum(source.get("notes", {}).values()) == notes
    assert any("write `rows: recipient`" in note for note in source.get("notes", {})) == (not rows)


def test_rows_that_list_people_are_messages(tmp_path):
    time = "2026-03-02 09:00:17"
    log = a_table(tmp_path / "log.csv", [(time, ANN, BO), (time, ANN, DEE), (time, CY, f"{BO};{DEE}")])
    found = pairs_of(built(tmp_path / "out", log))
    assert {pair: found[pair] for pair in WHOLE} == WHOLE


def test_rows_that_did_not_arrive_are_no_part_of_a_message(tmp_path):
    time = "2026-03-02 09:00:17"
    rows = [(time, ANN, BO, "Delivered"), (time, ANN, DEE, "Failed")]
    log = a_table(tmp_path / "log.csv", rows, "time,sender,recipients,status")
    assert pairs_of(built(tmp_path / "out", log)) == {("ann", "bo", 202603, "mail"): (1.0, 1, 0.0)}


TIMES = [
    ("14.03.2026 09:00", 202603),
    ("14.03.2026 09:00:17", 202603),
    ("14/3/26 9:00", 202603),
    ("3/14/2026 9:00 AM", 202603),
    ("3/14/2026 9:00:17 p.m.", 202603),
    ("2026/03/14 09:00", 202603),
    ("2026-03-14T09:00:00+01:00", 202603),
    ("14.03.2026, 09:00 CET", 202603),
    ("14.3.2026 9h05", 202603),
    ("46095.375", 202603),
    ("01.04.2026 00:30", 202603),  # Berlin: still March in UTC
    ("01.04.2026 00:30 +0000", 202604),
    ("31.03.2026 12:30 AM", 202603),
]


@pytest.mark.parametrize(("text", "month"), TIMES)
def test_times_of_any_kind_are_read(tmp_path, text, month):
    log = a_table(tmp_path / "log.csv", [(f'"{text}"', ANN, BO)])
    found = pairs_of(built(tmp_path / "out", mapped(log, zone="Europe/Berlin")))
    assert found == {("ann", "bo", month, "mail"): (1.0, 1, 0.0)}


def test_the_whole_file_tells_whether_the_day_comes_first(tmp_path):
    rows = [(f"{day}/4/2026 10:00", ANN, BO) for day in (2, 3, 5, 13)]
    assert pairs_of(built(tmp_path / "out", a_table(tmp_path / "log.csv", rows))) == {
        ("ann", "bo", 202604, "mail"): (4.0, 4, 0.0)
    }


def test_days_nothing_tells_of_are_asked_about_once(tmp_path):
    log = a_table(tmp_path / "log.csv", [("2/4/2026 10:00", ANN, BO), ("3/4/2026 10:00", ANN, BO)])
    with pytest.raises(InputError, match="can be read two ways"):
        built(tmp_path / "out", log)
    first = pairs_of(built(tmp_path / "day", mapped(log, time_format="day_first")))
    assert {pair[2] for pair in first} == {202604}
    second = pairs_of(built(tmp_path / "month", mapped(log, time_format="month_first")))
    assert {pair[2] for pair in second} == {202602, 202603}


def test_days_of_both_kinds_are_refused(tmp_path):
    log = a_table(tmp_path / "log.csv", [("13/4/2026 10:00", ANN, BO), ("4/13/2026 10:00", ANN, BO)])
    with pytest.raises(InputError, match="others only with the month first"):
        built(tmp_path / "out", log)


@pytest.mark.parametrize("hour", ["09:00:17", "0.375", "9:00 AM"])
def test_day_and_hour_may_stand_apart(tmp_path, hour):
    log = a_table(tmp_path / "log.csv", [("14.03.2026", hour, ANN, BO)], "Datum,Zeit,sender,recipients")
    found = pairs_of(built(tmp_path / "out", mapped(log, time="Zeit", date="Datum")))
    assert found == {("ann", "bo", 202603, "mail"): (1.0, 1, 0.0)}


def test_a_workbook_with_a_title_is_a_log(tmp_path):
    book = openpyxl.Workbook()
    for row in (["Report created on 3 March 2026"], [], ["When", "From", "To"]):
        book.active.append(row)
    book.active.append([datetime(2026, 3, 14, 9, 0, 17), ANN, BO])
    book.active.append([datetime(2026, 3, 14, 9, 0, 17), ANN, DEE])
    book.save(tmp_path / "log.xlsx")
    log = mapped(tmp_path / "log.xlsx", time="When", sender="From", recipients="To")
    assert pairs_of(built(tmp_path / "out", log)) == HALVES


def test_a_csv_with_a_title_is_a_log(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text(f"Mail report\n\nWhen;From;To\n2026-03-14 09:00:17;{ANN};{BO}\n")
    log = mapped(path, time="When", sender="From", recipients="To")
    assert pairs_of(built(tmp_path / "out", log)) == {("ann", "bo", 202603, "mail"): (1.0, 1, 0.0)}


def test_a_windows_zone_is_known_and_another_is_named_with_its_file(tmp_path):
    log = a_table(tmp_path / "log.csv", [("2026-04-01 00:30:00", ANN, BO)])
    found = pairs_of(built(tmp_path / "out", mapped(log, zone="W. Europe Standard Time")))
    assert {pair[2] for pair in found} == {202603}
    with pytest.raises(InputError, match=r"log\.csv.*zone.*'Mars/Olympus' is no time zone"):
        built(tmp_path / "out", mapped(log, zone="Mars/Olympus"))


def test_an_export_appended_to_another_is_read_in_its_own_times(tmp_path):
    rows = [(f"2026-03-02 09:{at // 60:02}:{at % 60:02}", ANN, BO) for at in range(1500)]
    log = a_table(tmp_path / "log.csv", [*rows, ("14.04.2026 10:00:01", ANN, DEE)])
    assert log.path.stat().st_size > LOOK
    assert pairs_of(built(tmp_path / "out", log))["ann", "dee", 202604, "mail"] == (1.0, 1, 0.0)
