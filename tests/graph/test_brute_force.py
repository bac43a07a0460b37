"""Every metric against its definition spelled out, on random networks of up to 12 people."""

from functools import cache

import brute_force as brute
import networkx as nx
import numpy as np
import pytest

from alliancenet.graph.document import metrics_document
from alliancenet.graph.metrics import Metrics
from alliancenet.graph.network import network_of_matrix

KINDS = {
    "directed": {"directed": True, "weighted": False},
    "undirected": {"directed": False, "weighted": False},
    "directed weighted": {"directed": True, "weighted": True},
    "undirected weighted": {"directed": False, "weighted": True},
    "one group": {"directed": True, "weighted": False, "kinds": 1},
    "empty groups": {"directed": True, "weighted": True, "empty": True},
    "empty groups undirected": {"directed": False, "weighted": False, "empty": True},
    "two groups": {"directed": True, "weighted": False, "kinds": 2},
    "dense": {"directed": True, "weighted": False, "share": 0.8},
    "sparse": {"directed": True, "weighted": True, "share": 0.1},
}
SIZES = (1, 2, 3, 5, 8, 12)


@cache
def case(kind, n):
    return brute.random_case(n * 31 + len(kind), n, **KINDS[kind])


@cache
def document(kind, n):
    plain = case(kind, n)
    network = network_of_matrix(plain.w, groups=plain.groups, directed=plain.directed, weighted=plain.weighted)
    return metrics_document(Metrics(network, permutations=0, core_permutations=0))


every_network = pytest.mark.parametrize(("kind", "n"), [(kind, n) for kind in KINDS for n in SIZES])


def same(ours, theirs):
    if isinstance(theirs, dict):
        return all(same(ours[key], value) for key, value in theirs.items())
    if ours is None or theirs is None:
        return ours is theirs
    return ours == pytest.approx(theirs, rel=1e-9, abs=1e-9)


def assert_people(kind, n, key, values):
    found = document(kind, n)["people"]
    for i, value in enumerate(values):
        assert same(found[str(i)][key], value), (i, found[str(i)][key], value)


def floats(values):
    return [None if value is None else float(value) for value in values]


@every_network
def test_degrees_count_distinct_neighbours(kind, n):
    plain = case(kind, n)
    assert_people(kind, n, "degree", [len(plain.contacts(i)) for i in plain.people])
    assert_people(kind, n, "indegree", (plain.w > 0).sum(axis=0).tolist())
    assert_people(kind, n, "outdegree", (plain.w > 0).sum(axis=1).tolist())


@every_network
def test_strength_adds_up_weights(kind, n):
    plain = case(kind, n)
    sent, received = plain.w.sum(axis=1), plain.w.sum(axis=0)
    assert_people(kind, n, "strength_in", floats(received))
    assert_people(kind, n, "strength", floats(sent + received if plain.directed else sent))


@every_network
def test_betweenness_is_the_share_of_shortest_paths(kind, n):
    plain = case(kind, n)
    assert_people(kind, n, "betweenness", floats(brute.betweenness(plain, lambda _: 1)))
    assert_people(kind, n, "betweenness_either", floats(brute.betweenness(brute.either(plain), lambda _: 1)))


@every_network
def test_strong_ties_are_short_and_equal_lengths_are_equal(kind, n):
    plain = case(kind, n)
    expected = brute.betweenness(plain, lambda strength: 1 / strength)
    assert_people(kind, n, "betweenness_inverse_weight", floats(expected))


@every_network
def test_harmonic_closeness_sums_reciprocal_distances(kind, n):
    with np.errstate(divide="ignore"):
        near = 1 / brute.distances(case(kind, n), lambda _: 1)
    np.fill_diagonal(near, 0)
    assert_people(kind, n, "harmonic_out", floats(near.sum(axis=1)))
    assert_people(kind, n, "harmonic_in", floats(near.sum(axis=0)))


@every_network
def test_distances_are_averaged_over_pairs_that_reach_each_other(kind, n):
    d = brute.distances(case(kind, n), lambda _: 1)
    finite = d[np.isfinite(d) & (d > 0)]
    network = document(kind, n)["network"]
    assert same(network["mean_distance"], finite.mean() if len(finite) else None)
    assert same(network["diameter"], finite.max() if len(finite) else None)
    assert same(network["compactness"], (1 / finite).sum() / (n * (n - 1)) if n > 1 else None)


@every_network
def test_kcore_is_what_peeling_leaves(kind, n):
    assert_people(kind, n, "kcore", brute.kcore(case(kind, n)).tolist())


@every_network
def test_burt_over_the_whole_network(kind, n):
    plain = case(kind, n)
    values = brute.burt(plain, lambda _: list(plain.people))
    assert_people(kind, n, "constraint", [value[0] for value in values])
    assert_people(kind, n, "effective_size", [value[1] for value in values])


@every_network
def test_burt_inside_ego_networks(kind, n):
    plain = case(kind, n)
    values = brute.burt(plain, lambda i: [i, *plain.contacts(i)])
    for place, key in enumerate(("constraint_ego", "effective_size_ego", "efficiency", "hierarchy")):
        assert_people(kind, n, key, [value[place] for value in values])


@every_network
@pytest.mark.parametrize("direction", ["either", "out", "in"])
def test_participation_is_the_spread_over_groups(kind, n, direction):
    key = "participation" if direction == "either" else f"participation_{direction}"
    assert_people(kind, n, key, brute.participation(case(kind, n), direction))


@every_network
def test_participation_is_rescaled_to_reach_one(kind, n):
    plain = case(kind, n)
    groups = len(set(plain.groups) - {""})
    values = brute.participation(plain, "either")
    factor = groups / (groups - 1) if groups > 1 else None
    scaled = [value * factor if value is not None and factor else None for value in values]
    assert_people(kind, n, "participation_rescaled", scaled)


@every_network
def test_z_compares_with_the_own_group(kind, n):
    assert_people(kind, n, "within_group_z", brute.within_group_z(case(kind, n)))


@every_network
@pytest.mark.parametrize(("key", "direction"), [("sent", "out"), ("received", "in"), ("either", "either")])
def test_ei_of_people(kind, n, key, direction):
    assert_people(kind, n, f"ei_{key}", brute.ei_people(case(kind, n), direction))


@every_network
def test_ei_of_the_network(kind, n):
    assert same(document(kind, n)["network"]["ei"], brute.ei(case(kind, n)))


@every_network
def test_ei_of_groups(kind, n):
    assert same(document(kind, n)["groups"], brute.ei_groups(case(kind, n)))


@every_network
def test_assortativity_and_modularity(kind, n):
    network = document(kind, n)["network"]
    assert same(network["assortativity"], brute.assortativity(case(kind, n)))
    assert same(network["modularity"], brute.modularity(case(kind, n)))


@every_network
def test_block_density(kind, n):
    assert same(document(kind, n)["network"]["block_density"], brute.block_density(case(kind, n)))


@every_network
def test_brokerage_of_people(kind, n):
    counts = brute.brokerage(case(kind, n))
    assert_people(kind, n, "brokerage", counts)
    assert [row["brokerage"] for row in document(kind, n)["people"].values()] == counts


@every_network
def test_closure(kind, n):
    network = document(kind, n)["network"]
    assert same(network["transitivity"], brute.transitivity(case(kind, n)))
    assert same(network["clustering_mean"], brute.clustering_mean(case(kind, n)))


@every_network
def test_censuses_and_reciprocity(kind, n):
    plain = case(kind, n)
    digraph = nx.from_numpy_array((plain.w > 0).astype(int), create_using=nx.DiGraph)
    network, arcs = document(kind, n)["network"], (plain.w > 0).sum()
    mutual = int(((plain.w > 0) & (plain.w.T > 0)).sum()) // 2
    connected = int(((plain.w + plain.w.T) > 0).sum()) // 2
    assert network["triad_census"] == nx.triadic_census(digraph)
    assert network["dyad_census"]["mutual"] == mutual
    assert same(network["reciprocity_arc"], 2 * mutual / arcs if arcs else None)
    assert same(network["reciprocity_dyad"], mutual / connected if connected else None)


@every_network
def test_articulation_points_are_those_whose_removal_splits(kind, n):
    plain = case(kind, n)
    whole = brute.components(plain)
    cut = [brute.components(plain, [i]) > whole for i in plain.people]
    assert_people(kind, n, "articulation_point", cut)
    points = document(kind, n)["network"]["articulation_points"]
    assert points == [str(i) for i in plain.people if cut[i]]


@every_network
def test_bridges_are_ties_whose_removal_splits(kind, n):
    plain, found = case(kind, n), []
    for i in plain.people:
        for j in plain.contacts(i):
            left = brute.either(plain)
            left.w[i, j] = left.w[j, i] = 0
            if i < j and brute.components(left) > brute.components(plain):
                found.append([str(i), str(j)])
    assert document(kind, n)["network"]["bridges"] == found


@every_network
def test_components_and_centralisation(kind, n):
    plain, network = case(kind, n), document(kind, n)["network"]
    digraph = nx.from_numpy_array((plain.w > 0).astype(int), create_using=nx.DiGraph)
    assert network["components_weak"]["n"] == brute.components(plain)
    assert network["components_strong"]["n"] == nx.number_strongly_connected_components(digraph)
    assert same(network["centralization_indegree"], brute.centralization(plain, sent=False))
    assert same(network["centralization_outdegree"], brute.centralization(plain, sent=True))


@every_network
def test_krackhardt_dimensions(kind, n):
    assert same(document(kind, n)["network"]["krackhardt"], brute.krackhardt(case(kind, n)))


@every_network
def test_redundancy_is_the_smallest_number_of_departures_that_cuts_every_cross_tie(kind, n):
    plain, found = case(kind, n), document(kind, n)["network"]["redundancy"]
    names = sorted(set(plain.groups) - {""})
    if len(names) < 2:
        assert found is None
        return
    for first in names:
        for second in names:
            if first < second:
                pair = found if len(names) == 2 else found[first][second]
                assert pair["value"] == len(pair["carriers"]) == brute.redundancy(plain, first, second)


@every_network
def test_carriers_touch_every_cross_tie(kind, n):
    plain, found = case(kind, n), document(kind, n)["network"]["redundancy"]
    names = sorted(set(plain.groups) - {""})
    for first in names:
        for second in names:
            if first < second:
                pair = found if len(names) == 2 else found[first][second]
                carriers = {int(person) for person in pair["carriers"]}
                crossing = [
                    {i, j}
                    for i in plain.people
                    for j in plain.contacts(i)
                    if (plain.groups[i], plain.groups[j]) == (first, second)
                ]
                assert all(tie & carriers for tie in crossing)
