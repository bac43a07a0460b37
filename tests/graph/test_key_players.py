import csv
import itertools
import json
from collections import deque
from pathlib import Path

import networkx as nx
import numba
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from alliancenet.graph import key_players as module
from alliancenet.graph.key_players import key_players
from alliancenet.graph.network import Network

SHARED = Path(__file__).resolve().parents[3] / "shared"
OBJECTIVES = ("fragmentation", "distance_fragmentation")


def network(ties, directed=False):
    ties = np.asarray(ties, dtype=float)
    return Network(ids=tuple(map(str, range(len(ties)))), weights=csr_array(ties), directed=directed)


def random_ties(seed, n, share):
    upper = np.triu(np.random.default_rng(seed).random((n, n)) < share, 1)
    return upper | upper.T


def steps_from(ties, source, left):
    """Distance to everybody left who can be reached, by plain breadth-first search."""
    distance, queue = {source: 0}, deque([source])
    while queue:
        v = queue.popleft()
        for w in np.flatnonzero(ties[v]):
            if w in left and w not in distance:
                distance[w] = distance[v] + 1
                queue.append(w)
    return distance


def plain_value(ties, members, objective):
    left = set(range(len(ties))) - set(members)
    reached = [d for v in left for d in steps_from(ties, v, left).values() if d]
    total = len(reached) if objective == "fragmentation" else sum(1 / d for d in reached)
    return 1 - total / (len(left) * (len(left) - 1))


def check_against_all_sets(ties, k, objective):
    found = key_players(network(ties), k, objective)
    values = sorted(
        (plain_value(ties, members, objective) for members in itertools.combinations(range(len(ties)), k)),
        reverse=True,
    )
    assert found.exact
    assert found.value == pytest.approx(values[0])
    assert found.runner_up == pytest.approx(values[1])
    assert plain_value(ties, found.members, objective) == pytest.approx(values[0])


@pytest.mark.parametrize("objective", OBJECTIVES)
@pytest.mark.parametrize("k", [1, 2, 3])
@pytest.mark.parametrize("share", [0.0, 0.12, 0.2, 0.35, 0.7])
def test_the_best_set_and_the_second_best_of_all_are_found(share, k, objective):
    for seed, n in enumerate((6, 9, 12)):
        check_against_all_sets(random_ties(seed, n, share), k, objective)


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_people_who_hang_on_one_two_or_three_others_are_counted_right(objective):
    ties = np.zeros((13, 13), dtype=bool)
    for v, w in [(0, 1), (0, 2), (1, 2), (2, 3), (3, 4), (4, 0), (5, 0), (6, 0), (6, 1), (7, 1), (7, 2), (7, 3)]:
        ties[v, w] = ties[w, v] = True
    for v, w in [(8, 4), (8, 9), (9, 10), (10, 11), (11, 8)]:
        ties[v, w] = ties[w, v] = True
    for k in (1, 2, 3):
        check_against_all_sets(ties, k, objective)


def test_direction_is_ignored():
    ties = np.triu(random_ties(3, 10, 0.3))
    both = key_players(network(ties | ties.T), 2)
    assert key_players(network(ties, directed=True), 2).value == both.value


def test_relabelling_people_keeps_the_values():
    ties = random_ties(4, 20, 0.15)
    order = np.random.default_rng(0).permutation(20)
    for objective in OBJECTIVES:
        once, again = (key_players(network(table), 3, objective) for table in (ties, ties[np.ix_(order, order)]))
        assert (once.value, once.runner_up) == pytest.approx((again.value, again.runner_up))


def test_every_run_gives_the_same_set():
    ties = random_ties(5, 25, 0.1)
    once, again = (key_players(network(ties), 3, "distance_fragmentation") for _ in range(2))
    assert once.members.tolist() == again.members.tolist()


@pytest.mark.parametrize("objective", OBJECTIVES)
@pytest.mark.parametrize(("n", "k"), [(0, 1), (1, 1), (2, 1), (4, 3)])
def test_too_few_people_left_is_a_reason_not_a_number(n, k, objective):
    found = key_players(network(np.zeros((n, n))), k, objective)
    assert found.value is None
    assert found.reason


@st.composite
def any_network(draw):
    n = draw(st.integers(2, 14))
    pairs = list(itertools.combinations(range(n), 2))
    ties = np.zeros((n, n), dtype=bool)
    for v, w in draw(st.lists(st.sampled_from(pairs), max_size=len(pairs), unique=True)):
        ties[v, w] = ties[w, v] = True
    return ties


@numba.njit
def values_of_all_sets(ties, sets):
    """F and distance-weighted F of every set, by a plain search with a queue from everybody."""
    n, k = len(ties), sets.shape[1]
    values = np.zeros((2, len(sets)))
    queue, steps = np.zeros(n, np.int64), np.zeros(n, np.int64)
    for at in range(len(sets)):
        for source in range(n):
            steps[:] = -1
            steps[sets[at]] = 0
            if steps[source] == 0:
                continue
            steps[source], queue[0], first, last = 0, source, 0, 1
            while first < last:
                v, first = queue[first], first + 1
                for w in range(n):
                    if ties[v, w] and steps[w] < 0:
                        steps[w] = steps[v] + 1
                        queue[last], last = w, last + 1
                        values[0, at] += 1
                        values[1, at] += 1 / steps[w]
    return 1 - values / ((n - k) * (n - k - 1))


def check_against_exhaustive_search(ties):
    for k in (1, 2, 3):
        if len(ties) - k < 2:
            continue
        sets = np.array(list(itertools.combinations(range(len(ties)), k)))
        for objective, values in zip(OBJECTIVES, values_of_all_sets(ties, sets), strict=True):
            found = key_players(network(ties), k, objective)
            ranked = np.sort(values)[::-1]
            assert found.exact
            assert found.value == pytest.approx(ranked[0], abs=1e-12)
            assert found.runner_up == pytest.approx(ranked[1], abs=1e-12)
            first = sets[np.flatnonzero(values >= ranked[0] - 1e-12)[0]]
            assert found.members.tolist() == first.tolist()


@given(any_network())
@settings(max_examples=60, deadline=None)
def test_no_network_has_a_better_set_and_of_equal_ones_the_first_is_given(ties):
    check_against_exhaustive_search(ties)


EVEN = {
    "lattice": lambda: nx.grid_2d_graph(6, 8),
    "torus": lambda: nx.grid_2d_graph(6, 7, periodic=True),
    "ring": lambda: nx.cycle_graph(45),
    "ring with second neighbours": lambda: nx.circulant_graph(44, [1, 2]),
    "ladder": lambda: nx.circular_ladder_graph(22),
    "random regular": lambda: nx.random_regular_graph(3, 46, seed=1),
    "small world": lambda: nx.watts_strogatz_graph(48, 4, 0.05, seed=1),
    "tree": lambda: nx.random_labeled_tree(50, seed=1),
    "cylinder with two people made one": lambda: nx.Graph(
        e for p in range(6) for e in nx.utils.pairwise([0, *range(9 * p + 2, 9 * p + 11), 1])
    ),
    "sparse with isolates": lambda: nx.gnm_random_graph(50, 42, seed=1),
    "parts of one shape": lambda: nx.disjoint_union_all([nx.cycle_graph(9)] * 5),
    "dense": lambda: nx.gnp_random_graph(40, 0.6, seed=1),
    "complete but for a few": lambda: nx.complement(nx.path_graph(40)),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", EVEN)
def test_even_networks_hide_no_better_set(name):
    check_against_exhaustive_search(nx.to_numpy_array(EVEN[name]()) > 0)


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_two_opposite_people_break_a_ring_of_300(objective):
    found = key_players(network(nx.to_numpy_array(nx.cycle_graph(300))), 2, objective)
    within = {"fragmentation": 149 * 148, "distance_fragmentation": 2 * sum((149 - d) / d for d in range(1, 149))}
    assert found.exact
    assert found.value == pytest.approx(1 - 2 * within[objective] / (298 * 297))


def test_three_people_of_300_are_found_exactly_where_a_greedy_search_would_not_prove_it():
    """Four hubs of 74 leaves each on a ring: any three hubs leave one star and the rest alone."""
    graph = nx.cycle_graph(4)
    graph.add_edges_from((hub, 4 + 74 * hub + leaf) for hub in range(4) for leaf in range(74))
    found = key_players(network(nx.to_numpy_array(graph)), 3, "distance_fragmentation")
    left = 2 * 74 + 74 * 73 / 2
    assert (found.exact, found.members.tolist()) == (True, [0, 1, 2])
    assert found.value == found.runner_up == pytest.approx(1 - left / (297 * 296))


def test_the_greedy_search_of_large_networks_says_that_it_is_one(monkeypatch):
    ties = random_ties(7, 60, 0.06)
    exact = {objective: key_players(network(ties), 3, objective) for objective in OBJECTIVES}
    monkeypatch.setattr(module, "_EXACT_UP_TO", 10)
    monkeypatch.setattr(module, "_EXACT_WORK", 0)
    for objective in OBJECTIVES:
        found = key_players(network(ties), 3, objective)
        assert not found.exact
        assert "greedy" in found.reason
        assert exact[objective].value * 0.95 <= found.value <= exact[objective].value + 1e-12


@pytest.mark.parametrize("objective", OBJECTIVES)
def test_a_single_key_player_of_a_large_network_is_exact(objective, monkeypatch):
    ties = random_ties(8, 50, 0.08)
    monkeypatch.setattr(module, "_EXACT_UP_TO", 10)
    check_against_all_sets(ties, 1, objective)


def reference_records():
    path = SHARED / "reference/key_players.json"
    kept = json.loads(path.read_text()) if path.exists() else []
    return [record for record in kept if record["metric"].startswith(("key_players_F_", "key_players_dF_"))]


def reference_network(name):
    spec = json.loads((SHARED / "reference/graphs.json").read_text())[name]
    folder = SHARED / "data" / spec["dataset"]
    with (folder / "nodes.csv").open() as file:
        people = [row for row in csv.DictReader(file) if spec.get("nodes") != "with_group" or row[spec["group"]]]
    place = {row["id"]: at for at, row in enumerate(people)}
    ties = np.zeros((len(place), len(place)))
    with (folder / "edges.csv").open() as file:
        for row in csv.DictReader(file):
            ends = (place.get(row["source"]), place.get(row["target"]))
            if row["layer"] == spec["layer"] and row["wave"] == str(spec.get("wave", "")) and None not in ends:
                ties[ends] = ends[0] != ends[1]
    ties = np.minimum(ties, ties.T) if spec.get("symmetrize") == "min" else np.maximum(ties, ties.T)
    return Network(ids=tuple(place), weights=csr_array(ties), directed=False)


@pytest.mark.skipif(not SHARED.exists(), reason="the reference values are not beside the repository")
@pytest.mark.parametrize("record", reference_records(), ids=lambda one: f"{one['graph']} {one['metric']}")
def test_key_players_equal_exhaustive_search(record):
    objective = OBJECTIVES["_dF_" in record["metric"]]
    graph = reference_network(record["graph"])
    found = key_players(graph, int(record["metric"][-1]), objective)
    assert found.value == pytest.approx(record["value"]["value"], rel=1e-9)
    assert sorted(graph.ids[v] for v in found.members) in [sorted(members) for members in record["value"]["sets"]]
    assert (found.runner_up == pytest.approx(found.value)) == (record["value"]["n_optimal"] > 1)
