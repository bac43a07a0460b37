"""What must stay the same when a network is only written down differently."""

import json
from dataclasses import replace

import brute_force as brute
import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliancenet.graph.burt import ego_networks, whole_network
from alliancenet.graph.document import GROUPS, NETWORK, PEOPLE, metrics_document
from alliancenet.graph.metrics import Metrics
from alliancenet.graph.network import Network, network_of_matrix

# the members of a set that is not unique, and a search that starts somewhere, follow the order
_ORDERED = ("core_periphery", "core", "key_players", "redundancy", "bridges", "articulation_points")
_NAMES = [name for name in {**PEOPLE, **NETWORK, **GROUPS} if name not in _ORDERED]
seeds, sizes = st.integers(0, 10**6), st.integers(1, 14)


def document(network):
    return metrics_document(Metrics(network, permutations=0, core_permutations=0), only=_NAMES)


def close(one, other):
    if isinstance(one, dict):
        assert one.keys() == other.keys()
        for key in one:
            close(one[key], other[key])
    elif one is None or other is None or isinstance(one, str | list):
        assert one == other
    else:
        assert one == pytest.approx(other, rel=1e-9, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(seeds, sizes, st.booleans(), st.booleans())
def test_relabelling_people_changes_nothing(seed, n, directed, weighted):
    case = brute.random_case(seed, n, directed=directed, weighted=weighted, empty=True)
    order = np.random.default_rng(seed).permutation(n)
    one = network_of_matrix(case.w, groups=case.groups, directed=directed, weighted=weighted)
    other = network_of_matrix(
        case.w[np.ix_(order, order)],
        ids=[str(i) for i in order],
        groups=[case.groups[i] for i in order],
        directed=directed,
        weighted=weighted,
    )
    close(document(one), document(other))


_BOTH_WAYS = (
    "indegree", "outdegree", "degree", "betweenness_either", "harmonic_out", "kcore", "constraint",
    "effective_size", "constraint_ego", "effective_size_ego", "efficiency", "hierarchy", "participation",
    "participation_out", "ei_sent", "ei_either", "brokerage", "density", "reciprocity_arc", "dyad_census",
    "triad_census", "transitivity", "clustering_mean", "components_weak", "components_strong",
    "mean_distance", "diameter", "compactness", "block_density", "assortativity", "modularity", "krackhardt",
)  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(seeds, sizes)
def test_an_undirected_network_equals_its_symmetric_directed_one_where_it_must(seed, n):
    case = brute.random_case(seed, n, directed=False, weighted=False)
    undirected = network_of_matrix(case.w, groups=case.groups, directed=False)
    arcs = replace(undirected, directed=True)
    one, other = (metrics_document(Metrics(network, permutations=0), only=_BOTH_WAYS) for network in (undirected, arcs))
    for found in (one, other):
        # chance is another one: there each tie is drawn once, here each arc
        found["network"]["brokerage"] = (found["network"]["brokerage"] or {}).get("raw")
    close(one["network"], other["network"])
    close(one["people"], other["people"])


@settings(max_examples=30, deadline=None)
@given(seeds, st.integers(2, 12))
def test_directed_betweenness_of_a_symmetric_network_is_twice_the_undirected(seed, n):
    case = brute.random_case(seed, n, directed=False, weighted=False)
    undirected = network_of_matrix(case.w, directed=False)
    twice = PEOPLE["betweenness"](Metrics(replace(undirected, directed=True)))
    np.testing.assert_allclose(twice, 2 * PEOPLE["betweenness"](Metrics(undirected)), atol=1e-9)


@settings(max_examples=30, deadline=None)
@given(seeds, st.integers(2, 12), st.floats(0.1, 50))
def test_the_unit_of_weights_does_not_matter_to_shares(seed, n, unit):
    case = brute.random_case(seed, n, directed=True, weighted=True)
    names = (
        "betweenness_inverse_weight", "constraint", "effective_size", "hierarchy", "participation",
        "within_group_z", "ei_either", "modularity",
    )  # fmt: skip
    one, other = (
        metrics_document(Metrics(network_of_matrix(w, groups=case.groups, weighted=True), permutations=0), only=names)
        for w in (case.w, case.w * unit)
    )
    close(one["people"], other["people"])
    close(one["network"], other["network"])


@settings(max_examples=25, deadline=None)
@given(seeds, sizes, st.booleans())
def test_reversing_every_arc_swaps_sent_and_received(seed, n, weighted):
    case = brute.random_case(seed, n, directed=True, weighted=weighted)
    one, other = (
        document(network_of_matrix(w, groups=case.groups, weighted=weighted))["people"] for w in (case.w, case.w.T)
    )
    for person, row in one.items():
        for here, there in (
            ("indegree", "outdegree"), ("strength_in", "strength_out"), ("harmonic_in", "harmonic_out"),
            ("participation_in", "participation_out"), ("ei_received", "ei_sent"),
            ("betweenness", "betweenness"), ("constraint", "constraint"),
        ):  # fmt: skip
            close(row[here], other[person][there])


@pytest.mark.parametrize("n", [0, 1, 2, 3])
@pytest.mark.parametrize("groups", [None, "", "a"])
def test_tiny_networks_have_nulls_with_reasons_and_valid_json(n, groups):
    plain = network_of_matrix(np.zeros((n, n)), groups=None if groups is None else [groups] * n)
    found = metrics_document(Metrics(plain, permutations=50))
    json.dumps(found, allow_nan=False)
    assert found["notes"]
    assert found["network"]["mean_distance"] is None
    assert found["network"]["ei"] is None


def test_an_isolate_has_no_constraint_and_no_participation():
    plain = network_of_matrix([[0, 1, 0], [1, 0, 0], [0, 0, 0]], groups=["a", "b", "a"])
    row = document(plain)["people"]["2"]
    assert [row[key] for key in ("constraint", "effective_size", "hierarchy", "participation", "ei_either")] == [
        None
    ] * 5


def test_equal_sums_of_fractions_are_no_spread():
    """Three ties of 0.1 make 0.30000000000000004, one of 0.3 makes 0.3."""
    ties = np.zeros((6, 6))
    ties[:4, :4] = 0.1 - 0.1 * np.eye(4)
    ties[4, 5] = ties[5, 4] = 0.3
    plain = network_of_matrix(ties, groups=["a"] * 6, directed=False, weighted=True)
    assert len(set(plain.weights.sum(axis=1).tolist())) > 1
    assert {row["within_group_z"] for row in document(plain)["people"].values()} == {None}


def test_only_what_is_asked_for_is_computed():
    found = metrics_document(Metrics(network_of_matrix([[0, 1], [0, 0]])), only=["density", "degree"])
    assert (found["network"], found["groups"]) == ({"density": 0.5}, {})
    assert found["people"] == {"0": {"degree": 1}, "1": {"degree": 1}}


def digraph(n, share, seed, *, weighted):
    graph = nx.gnp_random_graph(n, share, seed=seed, directed=True)
    rng = np.random.default_rng(seed)
    for _, _, data in graph.edges(data=True):
        data["weight"] = int(rng.integers(1, 5)) if weighted else 1
    return graph, network_of_matrix(nx.to_numpy_array(graph), weighted=weighted)


def test_networkx_effective_size_is_wrong_with_this_scipy_and_ours_is_not():
    wrong = 0
    for seed in range(40):
        graph, ours = digraph(15, 0.2, seed, weighted=True)
        theirs, right = nx.effective_size(graph, weight="weight"), whole_network(ours).effective_size
        by_node = nx.effective_size(graph, nodes=list(graph), weight="weight")
        for v in graph:
            if graph.in_degree(v) and graph.out_degree(v):
                assert right[v] == pytest.approx(by_node[v], rel=1e-9)
                wrong += abs(theirs[v] - right[v]) > 1e-6
    import scipy

    if tuple(map(int, scipy.__version__.split(".")[:2])) >= (1, 15):
        assert wrong > 0


def test_networkx_constraint_equals_ours_over_the_whole_network():
    graph, ours = digraph(30, 0.15, 3, weighted=True)
    theirs = nx.constraint(graph, weight="weight")
    np.testing.assert_allclose(whole_network(ours).constraint, [theirs[v] for v in range(30)], rtol=1e-9)


def test_networkx_misses_equal_paths_in_floats_and_we_do_not():
    """Lengths 1/10 + 1/5 and 3/10 are equal, but not as sums of floats."""
    graph = nx.Graph()
    for i, j, strength in (("a", "b", 10), ("b", "d", 5), ("a", "c", 20 / 3), ("c", "d", 20 / 3)):
        graph.add_edge(i, j, strength=strength, length=1 / strength)
    ours = network_of_matrix(nx.to_numpy_array(graph, weight="strength"), directed=False, weighted=True)
    values = PEOPLE["betweenness_inverse_weight"](Metrics(ours))
    by_name = dict(zip(graph, values.tolist(), strict=True))
    assert by_name["b"] == pytest.approx(0.5)
    assert by_name["c"] == pytest.approx(0.5)


def test_ego_scope_is_never_below_the_whole_network():
    _, ours = digraph(25, 0.2, 1, weighted=False)
    assert (ego_networks(ours).constraint >= whole_network(ours).constraint - 1e-12).all()


def test_a_network_takes_people_without_ties():
    lone = Network(ids=("a",), weights=network_of_matrix([[0]]).weights, directed=True)
    assert metrics_document(Metrics(lone, permutations=0))["n_people"] == 1
