"""Layers and waves set against each other, as the document prints them."""

import pandas as pd
import pytest

from alliancenet.errors import InputError
from alliancenet.graph.comparing import changed_waves, compared_layers, regressed_layers
from alliancenet.graph.cut import Cut
from alliancenet.graph.rows import read_rows

TIES = pd.DataFrame(
    [
        ("a", "b", "x", 1), ("b", "c", "x", 1), ("c", "d", "x", 1), ("a", "c", "x", 1),
        ("a", "b", "y", 1), ("b", "c", "y", 1), ("d", "a", "y", 1),
        ("a", "d", "z", 1), ("b", "c", "z", 1), ("c", "b", "z", 1),
        ("a", "b", "x", 2), ("d", "c", "x", 2),
    ],
    columns=["source", "target", "layer", "wave"],
)  # fmt: skip


def rows(ids="abcd"):
    return read_rows(pd.DataFrame({"id": list(ids)}), TIES)


def test_the_jaccard_of_layers_counts_shared_ties():
    found = compared_layers(rows(), Cut(wave="1"), "x", "y", permutations=50)
    assert found["jaccard"] == 2 / 5


def test_a_layer_compared_with_itself_correlates_perfectly():
    assert compared_layers(rows(), Cut(wave="1"), "x", "x", permutations=50)["r"] == pytest.approx(1)


def test_a_regression_names_every_layer_and_the_intercept():
    found = regressed_layers(rows(), Cut(wave="1"), ["x", "y", "z"], permutations=20)
    assert set(found) == {"intercept", "y", "z", "r2"}


def test_a_layer_named_twice_explains_no_more_than_once():
    twice = regressed_layers(rows(), Cut(wave="1"), ["x", "y", "y"], permutations=20)
    assert twice == regressed_layers(rows(), Cut(wave="1"), ["x", "y"], permutations=20)


def test_waves_leave_out_what_a_silent_person_would_have_said():
    cut = Cut(layers=("x",))
    whole = changed_waves(rows(), cut, "1", "2")
    part = changed_waves(rows(), cut, "1", "2", {"2": {"a": "nonrespondent"}})
    assert (whole["kept"], whole["pairs"]) == (1, 12)
    assert (part["kept"], part["pairs"]) == (0, 9)


def test_a_leaver_is_told_apart_from_lost_ties():
    found = changed_waves(rows(), Cut(layers=("x",)), "1", "2", {"2": {"c": "left"}})
    assert found["leavers"] == {"people": ["c"], "ties": 3}
    assert found["lost"] == 0


def test_too_many_people_to_compare_is_an_error_not_a_crash():
    people = pd.DataFrame({"id": [*"abcd", *(f"p{k}" for k in range(5000))]})
    many = read_rows(people, TIES)
    with pytest.raises(InputError, match="at most 5,000"):
        compared_layers(many, Cut(), "x", "y")
    with pytest.raises(InputError, match="at most 5,000"):
        changed_waves(many, Cut(), "1", "2")
