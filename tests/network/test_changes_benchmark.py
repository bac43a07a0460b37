"""A smoke of the benchmark of changes: tiny, seeded, and of a truth that stays and one that moves."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))

import changes


@pytest.fixture(scope="module")
def table():
    found = changes.Table()
    changes.no_change(found, seed=1, silent=0.0)
    changes.half_a_step(found, seed=1)
    return found.rows


def test_at_most_one_score_in_ten_is_called_where_nothing_changed(table):
    called = table["no change, 0% missing: scores called at the 10 % level"]
    assert called.of > 100
    assert called.yes <= 0.1 * called.of


def test_no_change_is_told_where_nothing_changed(table):
    assert table["no change, 0% missing: audits with any change told"].yes == 0


def test_half_a_step_of_climate_is_told(table):
    assert table["half a step up: climate as a whole told"].yes == 1
