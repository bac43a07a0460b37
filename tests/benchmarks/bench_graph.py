"""How fast the network metrics are beside networkx and igraph, both sides in one process.

Run ``python tests/benchmarks/bench_graph.py [--large]``. CPU time, the best of several runs;
every pair of sides is checked to give the same numbers. ``--large`` adds 200,000 people and
2 million ties.
"""

import argparse
import random
import resource
import time
from collections.abc import Callable
from functools import partial

import igraph
import networkx as nx
import numpy as np

from alliancenet.graph import backends, burt, degree, distances, homophily, participation
from alliancenet.graph.brokerage import brokerage
from alliancenet.graph.document import PEOPLE, metrics_document
from alliancenet.graph.kernels import brokerage_counts
from alliancenet.graph.metrics import Metrics
from alliancenet.graph.network import Network, network_of

_LOOKED_AT = 20  # relabellings the slow side is timed on


def network(n: int, m: int, groups: int, seed: int = 1) -> Network:
    """Random directed network with exactly m arcs."""
    rng = np.random.default_rng(seed)
    cells = np.unique(rng.integers(0, n * n, size=int(m * 1.1) + 10))
    cells = cells[cells // n != cells % n]
    cells = rng.permutation(cells)[:m]
    names = tuple(f"g{k:02}" for k in range(groups))
    group = rng.integers(0, groups, n)
    return network_of([str(i) for i in range(n)], cells // n, cells % n, group=group, group_names=names)


def as_networkx(plain: Network) -> nx.DiGraph:
    """The same network in networkx."""
    graph = nx.DiGraph()
    graph.add_nodes_from(range(plain.n_people))
    source, target = plain.weights.nonzero()
    graph.add_edges_from(zip(source.tolist(), target.tolist(), strict=True))
    return graph


def cpu(job: Callable[[], object], runs: int) -> tuple[float, object]:
    """Shortest CPU time of several runs, and what the job gave."""
    best, found = float("inf"), None
    for _ in range(runs):
        begin = time.process_time()
        found = job()
        best = min(best, time.process_time() - begin)
    return best, found


def told(job: str, slow: float, fast: float, aim: str) -> None:
    """One line of the table."""
    print(f"{job:52} {slow:10.4f} s {fast:10.5f} s {slow / fast:8.1f}x   {aim}")


def role_loop(graph: nx.DiGraph, group: list[int]) -> np.ndarray:
    """Triple loop over networkx neighbours."""
    counts = np.zeros((len(graph), 6), int)
    for v in graph:
        found = [0] * 6
        own = group[v]
        for a in graph.predecessors(v):
            for b in graph.successors(v):
                if a != b and not graph.has_edge(a, b):
                    found[5] += 1
                    if group[a] == own == group[b]:
                        found[0] += 1
                    elif group[a] == group[b]:
                        found[1] += 1
                    elif group[a] == own:
                        found[2] += 1
                    elif group[b] == own:
                        found[3] += 1
                    else:
                        found[4] += 1
        counts[v] = found
    return counts


def relabel_and_recount(graph: nx.DiGraph, group: list[int], draws: int) -> list[int]:
    """Internal ties after each relabelling, counted over networkx edges."""
    labels, found = list(group), []
    for _ in range(draws):
        random.shuffle(labels)
        found.append(sum(labels[u] == labels[v] for u, v in graph.edges))
    return found


def brokerage_speed(plain: Network, graph: nx.DiGraph) -> None:
    """Gould-Fernandez counts."""
    assert plain.group is not None
    start, heads, group = plain.weights.indptr, plain.weights.indices, plain.group.astype(np.int32)
    brokerage_counts(start, heads, group)
    slow, theirs = cpu(partial(role_loop, graph, plain.group.tolist()), 3)
    fast, ours = cpu(partial(brokerage_counts, start, heads, group), 30)
    assert (ours == theirs).all()
    told("Gould-Fernandez counts, compiled loop", slow, fast, "aim 50x")
    whole, _ = cpu(partial(brokerage, plain, compiled=True), 30)
    told("  with expectations and z", slow, whole, "")
    plainly, _ = cpu(partial(brokerage, plain), 30)
    told("  with expectations and z, no compiled loop", slow, plainly, "")


def relabelling_speed(plain: Network, graph: nx.DiGraph) -> None:
    """E-I permutation test."""
    assert plain.group is not None
    part, _ = cpu(partial(relabel_and_recount, graph, plain.group.tolist(), _LOOKED_AT), 3)
    fast, _ = cpu(partial(homophily.ei_index, plain, permutations=10_000, seed=1), 5)
    told("E-I test, 10,000 permutations", part * 10_000 / _LOOKED_AT, fast, "aim 100x")


def betweenness_speed(plain: Network) -> None:
    """Betweenness against igraph, both from the same arrays of ties."""
    ties = np.column_stack(plain.weights.nonzero())
    slow, theirs = cpu(lambda: igraph.Graph(plain.n_people, ties, directed=True).betweenness(), 5)
    fast, ours = cpu(partial(backends.betweenness, plain), 5)
    np.testing.assert_allclose(ours, theirs, rtol=1e-9)
    told("betweenness against igraph", slow, fast, "aim 1x: it is igraph")


def networkx_people(graph: nx.DiGraph, group: list[int]) -> None:
    """The people metrics networkx has, or that plain loops over it give."""
    plain = graph.to_undirected()
    nx.betweenness_centrality(graph, normalized=False)
    nx.betweenness_centrality(plain, normalized=False)
    nx.harmonic_centrality(graph)
    nx.harmonic_centrality(graph.reverse())
    nx.core_number(plain)
    nx.constraint(graph, nodes=list(graph))
    nx.effective_size(graph, nodes=list(graph))
    set(nx.articulation_points(plain))
    dict(graph.in_degree())
    dict(graph.out_degree())
    role_loop(graph, group)
    for view in (plain, graph, graph.reverse()):
        for v in view:
            counts: dict[int, int] = {}
            for u in view[v]:
                counts[group[u]] = counts.get(group[u], 0) + 1
            sum(count**2 for count in counts.values())


_SAME_AS_NETWORKX = (
    "indegree", "outdegree", "degree", "betweenness", "betweenness_either",
    "harmonic_out", "harmonic_in", "kcore", "constraint", "effective_size", "participation",
    "participation_out", "participation_in", "ei_sent", "ei_received", "ei_either", "articulation_point",
    "brokerage",
)  # fmt: skip


def people_speed(plain: Network, graph: nx.DiGraph) -> None:
    """All people metrics both sides have."""
    assert plain.group is not None
    slow, _ = cpu(partial(networkx_people, graph, plain.group.tolist()), 1)
    fast, _ = cpu(lambda: [PEOPLE[name](Metrics(plain)) for name in _SAME_AS_NETWORKX], 3)
    told("people metrics that networkx has too", slow, fast, "aim 40x")


def exponents() -> None:
    """Cost when people and ties double together: time ~ n to the power printed."""
    print("\nmeasured exponents, n = 1,000 to 4,000 with 10 ties each")
    jobs: dict[str, Callable[[Network], object]] = {
        "degree": degree.degree,
        "harmonic, distances": distances.distances,
        "betweenness": backends.betweenness,
        "k-core": backends.kcore,
        "constraint, whole network": burt.whole_network,
        "constraint, ego networks": burt.ego_networks,
        "participation": participation.participation,
        "brokerage": brokerage,
        "E-I, 1,000 permutations": lambda plain: homophily.ei_index(plain, permutations=1000),
        "triad census": backends.triad_census,
    }
    plains = {n: network(n, 10 * n, 4) for n in (1000, 2000, 4000)}
    for name, job in jobs.items():
        times = [cpu(partial(job, plain), 2)[0] for plain in plains.values()]
        power = np.polyfit(np.log(list(plains)), np.log(times), 1)[0]
        print(f"  {name:28} n^{power:.2f}   {times[-1]:.4f} s at n = 4,000")


def large() -> None:
    """200,000 people, 2 million ties: CPU seconds, exponents from a quarter of them, and peak memory."""
    only, total = ("degree", "kcore", "constraint", "brokerage", "ei"), 0.0
    plains = [network(n, 10 * n, 10) for n in (50_000, 200_000)]
    print("\n200,000 people, 2,000,000 ties; exponents from 50,000 people on")
    for name in only:
        small, whole = (
            cpu(lambda: metrics_document(Metrics(plain, permutations=100), only=[name]), 1)[0]  # noqa: B023 - called here
            for plain in plains
        )
        total += whole
        print(f"  {name:28} n^{np.log(whole / small) / np.log(4):.2f}   {whole:.2f} s")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"  all of them: {total:.1f} s, peak {peak:.2f} GB (aim 4)")


def main() -> None:
    """Print every comparison."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="add 200,000 people and 2 million ties")
    asked = parser.parse_args()
    plain = network(2000, 20_000, 4)
    graph = as_networkx(plain)
    print(f"{'n = 2,000, m = 20,000, 4 groups':52} {'them':>12} {'us':>12} {'ratio':>9}")
    brokerage_speed(plain, graph)
    relabelling_speed(plain, graph)
    betweenness_speed(plain)
    people_speed(plain, graph)
    exponents()
    if asked.large:
        large()


if __name__ == "__main__":
    main()
