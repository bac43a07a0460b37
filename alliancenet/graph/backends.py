"""igraph, for what it computes rightly and fast; the one place that calls it."""

from typing import TYPE_CHECKING

import numpy as np

from alliancenet.arrays import BoolArray, FloatArray, IntArray
from alliancenet.graph.network import Network, ties

if TYPE_CHECKING:
    import igraph

TRIADS = (
    "003", "012", "102", "021D", "021U", "021C", "111D", "111U",
    "030T", "030C", "201", "120D", "120U", "120C", "210", "300",
)  # fmt: skip


def _graph(network: Network, *, directed: bool) -> "igraph.Graph":
    import igraph

    source, target, _ = ties(network)
    pairs = np.column_stack([source, target])
    if not directed and network.directed:
        pairs = np.unique(np.sort(pairs, axis=1), axis=0)
    return igraph.Graph(network.n_people, pairs, directed=directed)


def betweenness(network: Network) -> FloatArray:
    """Freeman's betweenness on binary ties, not normalised; directed if the network is.

    Sum over ordered pairs (unordered when undirected) of the share of geodesics through the
    person. O(n m).

    References
    ----------
    Freeman 1977; Brandes 2001. networkx normalises by default, NetworKit counts undirected pairs
    twice; sna and igraph give this value.
    """
    return np.asarray(_graph(network, directed=network.directed).betweenness(), dtype=np.float64)


def betweenness_either(network: Network) -> FloatArray:
    """Betweenness after ignoring direction: unordered pairs, not normalised. O(n m)."""
    return np.asarray(_graph(network, directed=False).betweenness(), dtype=np.float64)


def betweenness_inverse_weight(network: Network) -> FloatArray:
    """Betweenness with path length Σ 1/weight: a strong tie is short. O(n m log n).

    Equal lengths are recognised as equal: igraph compares with a relative tolerance of 1e-10,
    which equals exact rational arithmetic on every reference network. networkx compares floats
    exactly and misses ties between paths (errors up to 10.6 on a co-author network); igraph
    itself reads an attribute named `weight` as a distance unless told otherwise.
    """
    source, _, weight = ties(network)
    if not len(source) or (weight == weight[0]).all():
        return betweenness(network)
    graph = _graph(network, directed=network.directed)
    return np.asarray(graph.betweenness(weights=(weight.max() / weight).tolist()), dtype=np.float64)


def kcore(network: Network) -> IntArray:
    """Largest k such that the person is in the k-core; direction ignored. O(m).

    Degree counts distinct neighbours, as UCINET does; igraph's and sna's default on a directed
    graph count a mutual pair twice.

    References
    ----------
    Seidman 1983; Batagelj & Zaversnik 2003.
    """
    return np.asarray(_graph(network, directed=False).coreness(), dtype=np.int64)


def articulation_points(network: Network) -> BoolArray:
    """Whose removal raises the number of components; direction ignored. O(m)."""
    cut = np.zeros(network.n_people, bool)
    cut[_graph(network, directed=False).articulation_points()] = True
    return cut


def bridges(network: Network) -> list[tuple[int, int]]:
    """Pairs whose tie holds two parts together; direction ignored. O(m)."""
    graph = _graph(network, directed=False)
    return sorted(tuple(sorted(graph.es[edge].tuple)) for edge in graph.bridges())


def triad_census(network: Network) -> dict[str, int]:
    """Counts of the 16 triad types in M-A-N naming. O(m · largest degree).

    References
    ----------
    Holland & Leinhardt 1970; Batagelj & Mrvar 2001.
    """
    if network.n_people < 3:
        return dict.fromkeys(TRIADS, 0)
    graph = _graph(network, directed=network.directed)
    if not network.directed:
        graph.to_directed()
    return dict(zip(TRIADS, (int(count) for count in graph.triad_census()), strict=True))


def spring_layout(n_people: int, pairs: IntArray, start: FloatArray) -> FloatArray:
    """Places of a spring layout, float array (n_people, 2), from given starting places.

    Deterministic: the generator igraph draws from is seeded for the call.

    References
    ----------
    Fruchterman & Reingold 1991, Software: Practice and Experience 21:1129-1164.
    """
    import random

    import igraph

    igraph.set_random_number_generator(random.Random(0))
    graph = igraph.Graph(n=n_people, edges=pairs.tolist())
    layout = graph.layout_fruchterman_reingold(seed=start.tolist(), niter=200, grid="auto")
    return np.asarray(layout.coords, dtype=np.float64).reshape(n_people, 2)
