"""From plain tables to a network: the rules in their order, and every fault at once."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliancenet.errors import InputError
from alliancenet.graph.cut import Cut, build_network, cut_network
from alliancenet.graph.network import network_of
from alliancenet.graph.rows import read_rows

PEOPLE = pd.DataFrame({"id": ["a", "b", "c", "d"], "firm": ["X", "X", "Y", ""]})


def ties(rows, columns=("source", "target", "weight", "layer", "wave")):
    return pd.DataFrame(rows, columns=list(columns), dtype=object)


TIES = ties(
    [
        ["a", "b", "1", "advice", "1"],
        ["b", "a", "3", "advice", "1"],
        ["a", "c", "2", "advice", "2"],
        ["a", "b", "5", "trust", "1"],
        ["c", "c", "4", "advice", "1"],
        ["c", "d", "0", "advice", "1"],
        ["d", "c", "2", "advice", "1"],
    ]
)


def built(**rules):
    return cut_network(read_rows(PEOPLE, TIES, by="firm"), Cut(**rules))


def dense(**rules):
    return built(**rules).network.weights.toarray()


def test_rows_of_other_layers_and_waves_are_left_out_and_counted():
    found = built(layers=("advice",), wave="1")
    assert found.network.n_ties == 3
    assert found.dropped["other_layer_or_wave"] == 2


def test_several_layers_are_a_union_in_which_the_strongest_tie_counts():
    assert dense(layers=("advice", "trust"), wave="1", weighted=True)[0, 1] == 5
    assert built(layers=("advice", "trust"), wave="1").dropped["repeated_ties"] == 1


def test_weak_ties_are_dropped_before_directions_are_joined():
    joined = dense(layers=("advice",), wave="1", min_weight=2, symmetrize="min")
    assert joined[0, 1] == 0


def test_a_tie_of_weight_zero_is_no_tie_and_is_counted():
    assert built(layers=("advice",)).dropped["zero_weight"] == 1


def test_self_loops_are_dropped_and_counted():
    assert built().dropped["self_loops"] == 1
    assert np.diag(dense()).sum() == 0


def test_maximum_takes_a_tie_in_either_direction_and_minimum_only_mutual_ones():
    assert dense(layers=("advice",), wave="1", symmetrize="max", weighted=True)[0, 1] == 3
    assert dense(layers=("advice",), wave="1", symmetrize="min", weighted=True)[0, 1] == 1
    assert not built(symmetrize="max").network.directed


def test_minimum_reads_an_undirected_file_as_reports_too():
    assert (
        dense(layers=("advice",), symmetrize="min", directed=False) == dense(layers=("advice",), symmetrize="min")
    ).all()


def test_an_undirected_file_lists_each_tie_once():
    found = built(layers=("advice",), directed=False).network
    assert (found.n_ties, found.directed) == (3, False)


def test_weights_are_one_unless_asked_for():
    assert set(dense().ravel()) == {0.0, 1.0}


def test_isolates_stay():
    assert built(layers=("trust",)).network.n_people == 4


def test_people_without_group_stay_unless_dropped():
    assert built().network.group.tolist() == [0, 0, 1, -1]
    found = built(drop_ungrouped=True)
    assert found.network.ids == ("a", "b", "c")
    assert found.dropped["ties_of_ungrouped_people"] == 1


def test_frames_of_numbers_are_read_like_text():
    people = pd.DataFrame({"id": [1, 2, 3]})
    frame = pd.DataFrame({"source": [1.0, 2.0], "target": [2, 3], "weight": [0.5, 2], "wave": [1.0, np.nan]})
    found = build_network(people, frame, cut=Cut(wave="1", weighted=True))
    assert found.weights.toarray()[0, 1] == 0.5
    assert found.n_ties == 1


def test_a_tie_needs_no_weight_layer_or_wave():
    frame = pd.DataFrame({"source": ["a"], "target": ["b"]})
    assert build_network(PEOPLE, frame).n_ties == 1


def faults(people, frame, **rules):
    with pytest.raises(InputError) as caught:
        read_rows(people, frame, **rules)
    return [(problem.key, problem.row, problem.found) for problem in caught.value.problems]


def test_every_fault_is_told_at_once_with_its_row():
    people = pd.DataFrame({"id": ["a", "a", "", "b"]}, index=range(2, 6))
    frame = ties(
        [
            ["a", "zoe", "1", "", ""],
            ["a", "b", "-1", "", ""],
            ["a", "b", "much", "", ""],
            ["b", "a", "inf", "", ""],
            ["", "a", "", "", ""],
        ]
    )
    frame.index = range(2, 7)
    found = faults(people, frame)
    assert {(key, row) for key, row, _ in found} == {
        ("id", 3), ("id", 4), ("target", 2), ("weight", 3), ("weight", 4), ("weight", 5), ("weight", 6), ("source", 6)
    }  # fmt: skip
    assert ("target", 2, "'zoe' is not in people") in found


@pytest.mark.parametrize("weight", ["nan", "-inf", "1e999", "-0.1", "1,5", ""])
def test_a_weight_that_is_no_usable_number_is_refused(weight):
    assert faults(PEOPLE, ties([["a", "b", weight, "", ""]]))[0][0] == "weight"


def test_many_faults_of_one_kind_are_counted():
    frame = ties([["a", f"x{k}", "1", "", ""] for k in range(50)])
    found = faults(PEOPLE, frame)
    assert len(found) == 21
    assert found[-1][2] == "30 more rows"


def test_a_missing_column_is_named_with_those_that_are_there():
    found = faults(PEOPLE, ties([]), by="company")
    assert found == [("company", 1, "the column is missing (found: id, firm)")]


@pytest.mark.parametrize("rules", [{"layers": ("gossip",)}, {"wave": "9"}])
def test_an_unknown_layer_or_wave_is_told_with_those_that_exist(rules):
    with pytest.raises(InputError) as caught:
        built(**rules)
    (problem,) = caught.value.problems
    assert "one of: " in problem.needed


def test_arrays_make_the_same_network_as_tables():
    frame = TIES[(TIES.layer == "advice") & (TIES.wave == "1")]
    plain = network_of("abcd", [0, 1, 2, 3], [1, 0, 2, 2], [1, 3, 4, 2])
    tables = build_network(PEOPLE, frame, cut=Cut(weighted=True))
    assert (plain.weights.toarray() == tables.weights.toarray()).all()


def joined_by_plain_loops(rows, rules):
    """Weight by pair, from the rules of the manual in their order; people without group are left out if asked."""
    found = {}
    for source, target, weight, layer, wave in rows:
        kept = (not rules["layers"] or layer in rules["layers"]) and rules["wave"] in (None, wave)
        strong = weight > 0 and (rules["min_weight"] is None or weight >= rules["min_weight"])
        inside = not (rules["drop_ungrouped"] and "d" in (source, target))
        if kept and strong and inside and source != target:
            found[source, target] = max(weight, found.get((source, target), 0))
    back = {(b, a): weight for (a, b), weight in found.items()}
    if rules["symmetrize"] == "min":
        found = {pair: min(weight, back[pair]) for pair, weight in found.items() if pair in back}
    elif rules["symmetrize"] == "max" or not rules["directed"]:
        pairs = {*found, *back}
        found = {pair: max(found.get(pair, 0), back.get(pair, 0)) for pair in pairs}
    return found if rules["weighted"] else dict.fromkeys(found, 1)


@given(
    rows=st.lists(
        st.tuples(*[st.sampled_from("abcd")] * 2, st.sampled_from([0, 0.5, 1, 2, 3]), *[st.sampled_from("xy")] * 2),
        max_size=25,
    ),
    rules=st.fixed_dictionaries(
        {
            "layers": st.sampled_from([(), ("x",), ("x", "y")]),
            "wave": st.sampled_from([None, "x"]),
            "min_weight": st.sampled_from([None, 1, 2]),
            "symmetrize": st.sampled_from([None, "max", "min"]),
            "directed": st.booleans(),
            "weighted": st.booleans(),
            "drop_ungrouped": st.booleans(),
        }
    ),
)
@settings(max_examples=150, deadline=None)
def test_all_rules_together_equal_plain_loops(rows, rules):
    rows = [*rows, ("a", "a", 1, "x", "x"), ("a", "a", 1, "y", "y")]
    network = cut_network(read_rows(PEOPLE, ties(rows), by="firm"), Cut(**rules)).network
    source, target = network.weights.nonzero()
    ours = {(network.ids[a], network.ids[b]): w for a, b, w in zip(source, target, network.weights.data, strict=True)}
    assert ours == joined_by_plain_loops(rows, rules)
    assert network.ids == tuple("abc" if rules["drop_ungrouped"] else "abcd")
