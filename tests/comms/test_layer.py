"""The frequency layer: C3 by hand, and months for a window."""

from datetime import date

import numpy as np
import pytest

from alliancenet.comms.built import open_build
from alliancenet.comms.layer import frequency_layer, is_tie, steps
from alliancenet.comms.sources import LogFile
from alliancenet.errors import InputError
from alliancenet.settings import default_settings
from tests.comms.describe import SAMPLES
from tests.comms.rolled import PEOPLE, a_directory, a_table, built

SETTINGS = default_settings()
IDS = ["ann", "bo", "cy", "dee"]


def a_build(tmp_path, there, back, **changes):
    rows = [(f"2026-0{1 + n % 3}-10 10:00:00", "cy@acme.example", "bo@borealis.example") for n in range(there)]
    rows += [
        (f"2026-0{1 + n % 3}-11 10:00:00", "bo@borealis.example", "cy@acme.example;ann.ames@acme.example")
        for n in range(back)
    ]
    built(tmp_path / "out", a_table(tmp_path / "log.csv", rows), **changes)
    return open_build(tmp_path / "out")


def test_contact_is_the_geometric_mean_of_both_directions(tmp_path):
    layer = frequency_layer(a_build(tmp_path, 9, 8), IDS, date(2026, 1, 1), date(2026, 3, 31), SETTINGS)
    place = layer.pairs.tolist().index([1, 2])
    assert (layer.there[place], layer.back[place]) == (4.0, 9.0)
    assert layer.months.total == 90
    assert layer.weekly[place] == pytest.approx(6 / (90 / 7))
    assert layer.step[place] == 3
    assert layer.is_tie[place]


def test_one_way_mail_is_no_contact(tmp_path):
    layer = frequency_layer(a_build(tmp_path, 0, 8), IDS, date(2026, 1, 1), date(2026, 3, 31), SETTINGS)
    assert layer.pairs.tolist() == [[0, 1], [1, 2]]
    assert layer.step.tolist() == [0, 0]
    assert not layer.is_tie.any()


@pytest.mark.parametrize(
    ("weekly", "step"),
    [
        (0, 0),
        (0.01, 1),
        (0.189, 1),
        (0.19, 2),
        (0.399, 2),
        (0.4, 3),
        (0.799, 3),
        (0.8, 4),
        (2.499, 4),
        (2.5, 5),
        (40, 5),
    ],
)
def test_weekly_contact_falls_on_the_steps_of_the_question(weekly, step):
    assert steps(np.array([float(weekly)]), SETTINGS).tolist() == [step]


def test_the_tie_limit_is_ten_a_year_scaled_to_the_window():
    assert is_tie(np.array([10 * 90 / 365, 2.46]), 90, SETTINGS).tolist() == [True, False]


def test_small_meetings_count_in_both_directions(tmp_path):
    built(tmp_path / "out", LogFile(path=SAMPLES / "meetings.ics"), until=date(2026, 4, 14))
    layer = frequency_layer(open_build(tmp_path / "out"), IDS, date(2026, 3, 1), date(2026, 3, 31), SETTINGS)
    place = layer.pairs.tolist().index([0, 1])
    assert (layer.there[place], layer.back[place]) == (1.25, 1.25)


def test_people_without_address_are_unknown_not_absent(tmp_path):
    people = (*PEOPLE[:3], PEOPLE[3])
    built_one = a_build(tmp_path, 1, 1, directory=a_directory(people=people))
    layer = frequency_layer(built_one, [*IDS, "nobody"], date(2026, 1, 1), date(2026, 3, 31), SETTINGS)
    assert layer.known.tolist() == [True, True, True, True, False]


def test_a_month_counts_when_most_of_it_lies_in_the_window(tmp_path):
    layer = frequency_layer(a_build(tmp_path, 3, 3), IDS, date(2026, 1, 20), date(2026, 3, 17), SETTINGS)
    assert layer.months.days == {202602: 28, 202603: 31}


def test_only_the_days_the_build_covers_are_counted(tmp_path):
    one = a_build(tmp_path, 3, 3, since=date(2026, 1, 5), until=date(2026, 3, 20))
    layer = frequency_layer(one, IDS, date(2026, 1, 1), date(2026, 3, 31), SETTINGS)
    assert layer.months.days == {202601: 27, 202602: 28, 202603: 20}


def test_without_declared_days_the_months_with_contact_are_covered(tmp_path):
    one = a_build(tmp_path, 3, 3)
    layer = frequency_layer(one, IDS, date(2025, 10, 1), date(2026, 6, 30), SETTINGS)
    assert (one.since, one.until) == (date(2026, 1, 1), date(2026, 3, 31))
    assert list(layer.months.days) == [202601, 202602, 202603]


@pytest.mark.parametrize("days", [{}, {"since": date(2026, 1, 1), "until": date(2026, 3, 31)}])
def test_a_window_the_logs_do_not_reach_is_refused(tmp_path, days):
    one = a_build(tmp_path, 3, 3, **days)
    with pytest.raises(InputError, match="logs of most of a month between 2027-01-01"):
        frequency_layer(one, IDS, date(2027, 1, 1), date(2027, 3, 31), SETTINGS)


def test_a_folder_without_a_build_is_refused(tmp_path):
    with pytest.raises(InputError, match="no finished build"):
        open_build(tmp_path)
