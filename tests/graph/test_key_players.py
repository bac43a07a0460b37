import csv
import itertools
import json
from collections import deque
from pathlib import Path

import numpy as np
import pytest
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
        once, again = (key_players(network(one), 3, objective) for one in (ties, ties[np.ix_(order, order)]))
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


def test_where_too_many_sets_could_be_best_the_answer_says_so():
    ties = random_ties(6, 30, 0.1)
    found = key_players(network(ties), 3, "distance_fragmentation", most_sets=5)
    best = key_players(network(ties), 3, "distance_fragmentation")
    assert not found.exact
    assert found.reason
    assert found.value <= best.value + 1e-12


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
    return [one for one in kept if one["metric"].startswith(("key_players_F_", "key_players_dF_"))]


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
    assert sorted(graph.ids[v] for v in found.members) in [sorted(one) for one in record["value"]["sets"]]
    assert (found.runner_up == pytest.approx(found.value)) == (record["value"]["n_optimal"] > 1)
