"""Treatments of non-response, side by side, on a network small enough to count by hand."""

import pytest

from alliancenet.metrics.treatments import nonresponse
from tests.conftest import a_case

PEOPLE = {"a1": "a", "a2": "a", "b1": "b", "b2": "b"}
TOLD = {"communication": {("a1", "a2"): 3, ("a1", "b1"): 3, ("a2", "a1"): 3, ("b1", "a1"): 3}}


def values(**about):
    return {score.metric: score.value for score in nonresponse(a_case(PEOPLE, TOLD, **about))}


def test_observed_cells_only_leave_the_silent_row_out():
    assert values(silent=("b2",))["nonresponse.density.observed"] == pytest.approx(4 / 9)


def test_one_sided_reports_stand_for_both_ends():
    assert values(silent=("b2",))["nonresponse.density.one_sided"] == pytest.approx(4 / 12)


def test_ei_counts_reports_across_against_inside():
    assert values(silent=("b2",))["nonresponse.ei.observed"] == 0


def test_spread_is_the_distance_between_the_extremes():
    told = values(silent=("b2",))
    four = [told[f"nonresponse.density.{name}"] for name in ("observed", "one_sided", "reconstruction", "imputation")]
    assert told["nonresponse.density.spread"] == pytest.approx(max(four) - min(four))


def test_nothing_is_treated_when_everybody_answered():
    assert values() == {"nonresponse": None}
