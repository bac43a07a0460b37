"""Dates far from all others are set aside, with a count."""

from datetime import date

import pytest

from alliancenet.comms.built import open_build
from alliancenet.comms.strays import stray_months
from alliancenet.comms.window import months_of
from tests.comms.rolled import a_table, built, pairs_of, summary_of

TODAY = date(2026, 6, 1)


def months(**messages):
    return {int(name[1:5]) * 12 + int(name[5:]) - 1: count for name, count in messages.items()}


@pytest.mark.parametrize(
    ("messages", "strays"),
    [
        (months(m202603=90, m202604=80, m198001=1), months(m198001=1)),
        (months(m202603=5, m198001=2), months(m198001=2)),  # no log of a firm is that old
        (months(m202603=5, m204401=2), months(m204401=2)),  # nor of times to come
        (months(m202603=90, m201901=1, m201902=1, m204402=1), months(m201901=1, m201902=1, m204402=1)),
        (months(m202403=40, m202603=50), {}),  # two years, both of weight
        (months(m202501=1, m202512=90), {}),  # within a year
        (months(m203001=5), {}),  # the clock here may be wrong
        ({}, {}),
    ],
)
def test_a_small_part_a_year_away_is_set_aside(messages, strays):
    assert stray_months(messages, 0.1, TODAY) == frozenset(strays)


def test_strays_are_counted_and_in_no_pair(tmp_path):
    rows = [
        (f"2026-03-{day:02d} 09:00:00", "cy@acme.example", "bo@borealis.example;x@y.example") for day in range(1, 21)
    ]
    rows += [("1980-01-01 00:00:00", "cy@acme.example", "bo@borealis.example")]
    rows += [("2044-01-01 00:00:00", "cy@acme.example", "x@y.example;bo@borealis.example")]
    folder = built(tmp_path / "out", a_table(tmp_path / "t.csv", rows))
    assert pairs_of(folder) == {("cy", "bo", 202603, "mail"): (10.0, 20, 0.0)}
    summary = summary_of(folder)
    assert summary["dropped"] == {"dated far from all others": 2}
    assert (summary["events"], summary["counted"], summary["recipients"]) == (22, 20, 40)


def test_rates_are_over_the_months_that_hold_contact(tmp_path):
    rows = [(f"2026-0{month}-10 09:00:00", "cy@acme.example", "bo@borealis.example") for month in (1, 3)]
    built(tmp_path / "out", a_table(tmp_path / "t.csv", rows))
    found = months_of(open_build(tmp_path / "out"), date(2026, 1, 1), date(2026, 3, 31), 0.5)
    assert found.days == {202601: 31, 202603: 31}


def test_a_declared_window_is_covered_whether_or_not_there_was_contact(tmp_path):
    rows = [(f"2026-0{month}-10 09:00:00", "cy@acme.example", "bo@borealis.example") for month in (1, 3)]
    built(tmp_path / "out", a_table(tmp_path / "t.csv", rows), since=date(2026, 1, 1), until=date(2026, 3, 31))
    found = months_of(open_build(tmp_path / "out"), date(2026, 1, 1), date(2026, 3, 31), 0.5)
    assert found.total == 90
