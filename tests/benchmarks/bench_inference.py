"""CPU time of resampling and of key players. Run: ``python tests/benchmarks/bench_inference.py``."""

import sys
import time
from pathlib import Path

import networkx as nx
import numpy as np
from scipy.sparse import csr_array

sys.path.insert(0, str(Path(__file__).parent))
from hidings import multiplex_of, silent_people, simulated

from alliancenet.graph.core_periphery import core_periphery
from alliancenet.graph.key_players import key_players
from alliancenet.graph.network import Network, network_of_matrix
from alliancenet.metrics import participants
from alliancenet.metrics.picture import Picture
from alliancenet.model.multiplex import Layer
from alliancenet.multiplex.resampling import completed
from alliancenet.settings import default_settings


def random_network(n: int, ties: int, seed: int = 1) -> Network:
    """People joined at random."""
    rng = np.random.default_rng(seed)
    row, column = np.triu_indices(n, 1)
    chosen = rng.choice(len(row), ties, replace=False)
    weights = np.zeros((n, n))
    weights[row[chosen], column[chosen]] = weights[column[chosen], row[chosen]] = 1
    return Network(ids=tuple(map(str, range(n))), weights=csr_array(weights), directed=False)


def resampling() -> None:
    """200 people, three layers: draws, then roles and structure of every draw."""
    example, settings = simulated("two firms", 5, (100, 100), 1.2, 0.6), default_settings()
    del example.reports[Layer.FRIENDSHIP]
    for share in (0.1, 0.2, 0.3):
        seen = multiplex_of(example, silent_people(example, share, False, np.random.default_rng(0)))
        for count in (200, 1000):
            start = time.process_time()
            drawn = completed(seen, settings, count=count)
            middle = time.process_time()
            for multiplex in drawn:
                picture = Picture(multiplex, settings)
                participants.is_spanner(picture)
                picture.is_core, picture.has_contact, picture.cross_core_tie_count  # noqa: B018 - kept on first use
            end = time.process_time()
            print(
                f"{count} resamples, 200 people, {len(seen.pairs)} pairs, 3 layers, {share:.0%} silent: "
                f"{middle - start:.2f} s draws + {end - middle:.2f} s roles = {end - start:.2f} s CPU"
            )


def key_player_sets() -> None:
    """Exact sets at n = 300, of spread and of even networks; the first call's compilation is kept apart."""
    for objective in ("fragmentation", "distance_fragmentation"):
        key_players(random_network(20, 40), 3, objective)
    lattice = network_of_matrix(nx.to_numpy_array(nx.grid_2d_graph(15, 20)), directed=False)
    regular = network_of_matrix(nx.to_numpy_array(nx.random_regular_graph(3, 300, seed=1)), directed=False)
    networks = {
        "m = 900": random_network(300, 900),
        "m = 3000": random_network(300, 3000),
        "15 x 20 lattice": lattice,
        "3-regular": regular,
    }
    for name, network in networks.items():
        for objective in ("fragmentation", "distance_fragmentation"):
            for k in (1, 2, 3):
                start = time.process_time()
                found = key_players(network, k, objective)
                print(
                    f"key players, n = 300, {name}, k = {k}, {objective}: {time.process_time() - start:.2f} s CPU, "
                    f"exact {found.exact}, gap {found.value - found.runner_up:.2g}"
                )


def cores() -> None:
    """Best core, and with 199 rewired networks."""
    for n, ties in ((70, 400), (200, 1500)):
        network = random_network(n, ties)
        for permutations in (0, 199):
            start = time.process_time()
            core_periphery(network, permutations=permutations)
            spent = time.process_time() - start
            print(f"core/periphery, n = {n}, m = {ties}, {permutations} rewired networks: {spent:.2f} s CPU")


if __name__ == "__main__":
    resampling()
    cores()
    key_player_sets()
