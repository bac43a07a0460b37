"""One message told of by several rows, copies and logs: its recipients are united, whatever the order."""

import csv
import itertools

import pytest

from alliancenet.comms.copies import roots_of
from alliancenet.comms.sources import LogFile
from tests.comms.rolled import COLUMNS, a_directory, a_table, built, pairs_of, summary_of

ANN, CY, BO, DEE = "ann.ames@acme.example", "cy@acme.example", "bo@borealis.example", "dee@borealis.example"
WITH_IDS = {**COLUMNS, "message_id": "id"}
THIRDS = {(one, other, 202603, "mail"): (1 / 3, 1, 0.0) for one, other in [("cy", "ann"), ("cy", "bo"), ("cy", "dee")]}


def a_trace(path, rows, header=("time", "sender", "recipients", "id"), columns=WITH_IDS):
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])
    return LogFile(path=path, columns=columns)


def test_rows_of_one_id_are_one_message_to_all_of_them(tmp_path):
    log = a_trace(tmp_path / "t.csv", [("2026-03-03 09:00:00", CY, who, "<1@a>") for who in (ANN, BO, DEE)])
    assert pairs_of(built(tmp_path / "out", log)) == THIRDS


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_order_of_logs_does_not_matter(tmp_path, order):
    whole = ("2026-03-03 09:00:00", CY, f"{ANN};{BO};{DEE}")
    logs = [
        a_trace(tmp_path / "sender.csv", [(*whole, "1@a")]),
        a_trace(tmp_path / "bo.csv", [("2026-03-03 09:00:04", CY, BO, "1@a")]),
        a_table(tmp_path / "dee.csv", [("2026-03-03 09:00:02", CY, DEE)]),
    ]
    assert pairs_of(built(tmp_path / "out", *(logs[place] for place in order))) == THIRDS


def test_one_mark_in_place_of_ids_joins_nothing(tmp_path):
    rows = [("2026-03-03 09:00:00", CY, BO, "n/a"), ("2026-03-03 10:00:00", CY, BO, "n/a")]
    assert pairs_of(built(tmp_path / "out", a_trace(tmp_path / "t.csv", rows)))["cy", "bo", 202603, "mail"][1] == 2


def test_one_id_of_two_senders_is_two_messages(tmp_path):
    rows = [("2026-03-03 09:00:00", CY, BO, "x1"), ("2026-03-03 09:00:00", ANN, BO, "x1")]
    found = pairs_of(built(tmp_path / "out", a_trace(tmp_path / "t.csv", rows)))
    assert {pair[:2]: value[1] for pair, value in found.items()} == {("cy", "bo"): 1, ("ann", "bo"): 1}


def test_rows_of_one_id_weeks_apart_are_messages_of_their_own(tmp_path):
    rows = [("2026-03-03 09:00:00", CY, BO, "x1"), ("2026-03-23 09:00:00", CY, BO, "x1")]
    assert pairs_of(built(tmp_path / "out", a_trace(tmp_path / "t.csv", rows)))["cy", "bo", 202603, "mail"][1] == 2


def test_one_log_without_ids_does_not_repeat_itself(tmp_path):
    ours = a_table(tmp_path / "a.csv", [("2026-03-03 09:00:00", CY, f"{BO};{DEE}"), ("2026-03-03 09:00:50", CY, BO)])
    theirs = a_table(tmp_path / "b.csv", [("2026-03-03 09:00:01", CY, f"{BO};{DEE}"), ("2026-03-03 09:00:51", CY, BO)])
    assert pairs_of(built(tmp_path / "out", ours, theirs))["cy", "bo", 202603, "mail"] == (1.5, 2, 0.0)


def test_a_log_of_rows_without_ids_joins_the_message_that_lists_them_all(tmp_path):
    ours = a_table(tmp_path / "a.csv", [("2026-03-03 09:00:00", CY, f"{ANN};{BO};{DEE}")])
    theirs = a_table(tmp_path / "b.csv", [("2026-03-03 09:00:03", CY, BO), ("2026-03-03 09:00:03", CY, DEE)])
    assert pairs_of(built(tmp_path / "out", ours, theirs)) == THIRDS


def test_a_smaller_list_is_part_of_no_message_too_far_away(tmp_path):
    ours = a_table(tmp_path / "a.csv", [("2026-03-03 09:00:00", CY, f"{BO};{DEE}")])
    theirs = a_table(tmp_path / "b.csv", [("2026-03-03 09:02:01", CY, BO)])
    assert pairs_of(built(tmp_path / "out", ours, theirs))["cy", "bo", 202603, "mail"] == (1.5, 2, 0.0)


def test_copies_that_come_late_find_the_message_they_belong_to():
    rows = [
        {"child": child, "parent": parent, "at": at, "parent_at": parent_at, "people": [1], "logs": [1]}
        for child, at in ((10, 15), (11, 35))
        for parent, parent_at in ((1, 0), (2, 20))
    ]
    assert roots_of(rows).to_pylist() == [{"child": 10, "root": 1}, {"child": 11, "root": 2}]


def test_a_person_under_two_addresses_is_one_recipient(tmp_path):
    log = a_table(tmp_path / "t.csv", [("2026-03-03 09:00:00", CY, f"{BO};bo@old.example;{DEE}")])
    directory = a_directory(more=[("bo@old.example", "bo")])
    assert pairs_of(built(tmp_path / "out", log, directory=directory)) == {
        ("cy", "bo", 202603, "mail"): (0.5, 1, 0.0),
        ("cy", "dee", 202603, "mail"): (0.5, 1, 0.0),
    }


def test_rows_of_recipients_who_were_not_reached_do_not_count(tmp_path):
    columns = {**WITH_IDS}
    rows = [("2026-03-03 09:00:00", CY, BO, "1@a", "Delivered"), ("2026-03-03 09:00:00", CY, DEE, "1@a", "Failed")]
    log = a_trace(tmp_path / "t.csv", rows, header=("time", "sender", "recipients", "id", "Status"), columns=columns)
    folder = built(tmp_path / "out", log)
    assert pairs_of(folder) == {("cy", "bo", 202603, "mail"): (1.0, 1, 0.0)}
    assert summary_of(folder)["dropped"] == {"rejected or never delivered": 1}


def test_names_and_paths_in_a_cell_count_in_the_size(tmp_path):
    log = a_table(tmp_path / "t.csv", [("2026-03-03 09:00:00", CY, f"{BO};Bob Elm;/O=EX/CN=P1")])
    folder = built(tmp_path / "out", log)
    assert pairs_of(folder) == {("cy", "bo", 202603, "mail"): (1 / 3, 1, 0.0)}
    assert summary_of(folder)["dropped_recipients"] == {"recipient on no roster": 2}


def test_a_name_in_a_cell_is_the_person_whose_alias_it_is(tmp_path):
    log = a_table(tmp_path / "t.csv", [("2026-03-03 09:00:00", CY, "/O=EX/CN=BO")])
    directory = a_directory(more=[("/o=ex/cn=bo", "bo")])
    assert list(pairs_of(built(tmp_path / "out", log, directory=directory))) == [("cy", "bo", 202603, "mail")]
