"""How a network holds together: density, reciprocity, closure, components, centralisation."""

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from alliancenet.arrays import IntArray
from alliancenet.graph.degree import degree, indegree, outdegree
from alliancenet.graph.network import Network, either, pattern
from alliancenet.graph.triples import closed_by_middle


def density(network: Network) -> float | None:
    """Ties divided by possible ties, binary; None below two people."""
    n = network.n_people
    return network.weights.nnz / (n * (n - 1)) if n > 1 else None


def dyad_census(network: Network) -> dict[str, int]:
    """Number of mutual, asymmetric and null pairs; every undirected tie is mutual."""
    n = network.n_people
    mutual = int(mutual_arcs(network)) // 2
    asymmetric = network.weights.nnz - 2 * mutual
    return {"mutual": mutual, "asymmetric": asymmetric, "null": n * (n - 1) // 2 - mutual - asymmetric}


def mutual_arcs(network: Network) -> int:
    """Number of arcs whose reverse exists too."""
    ties = pattern(network)
    return int(ties.multiply(ties.T).sum())


def reciprocity_arc(network: Network) -> float | None:
    """Share of arcs that are reciprocated, 2M / (2M + A); None without ties.

    Notes
    -----
    igraph, networkx and UCINET's "arc" ratio. Not sna's default, which counts null pairs as
    reciprocated and calls an empty network perfectly reciprocal.
    """
    arcs = network.weights.nnz
    return mutual_arcs(network) / arcs if arcs else None


def reciprocity_dyad(network: Network) -> float | None:
    """Share of connected pairs that are mutual, M / (M + A); None without ties."""
    census = dyad_census(network)
    connected = census["mutual"] + census["asymmetric"]
    return census["mutual"] / connected if connected else None


def transitivity(network: Network) -> float | None:
    """Of all two-paths i→j→k, i ≠ k, the share with i→k; None without two-paths.

    On an undirected network 3 · triangles / connected triples. O(Σ degree²).

    Notes
    -----
    UCINET and sna count directed two-paths, and so do we; igraph drops direction silently
    (0.735 against 0.664 on Krackhardt's advice network) and networkx has a third measure.
    """
    ties = pattern(network)
    paths = int(indegree(network) @ outdegree(network)) - mutual_arcs(network)
    return int(closed_by_middle(ties).sum()) / paths if paths else None


def clustering_mean(network: Network) -> float | None:
    """Mean local clustering over everybody, direction ignored; degree < 2 counts 0.

    None without people. O(Σ degree²).

    Notes
    -----
    networkx and SNAP count people with fewer than two neighbours as 0, igraph leaves them out
    (0.237 against 0.468 on a co-author network); the former is followed.
    """
    if not network.n_people:
        return None
    neighbours = degree(network).astype(float)
    pairs = neighbours * (neighbours - 1)
    closed = closed_by_middle(either(network))
    return float(np.mean(closed / np.where(pairs > 0, pairs, 1)))


def components(network: Network, *, strong: bool = False) -> dict[str, int]:
    """Number of components and size of the largest; {"n", "largest"}.

    Parameters
    ----------
    strong : True counts strong components, where everybody reaches everybody along the arrows.
    """
    sizes = component_sizes(network, strong=strong)
    return {"n": len(sizes), "largest": int(sizes.max(initial=0))}


def component_sizes(network: Network, *, strong: bool = False) -> IntArray:
    """Sizes of the components, in the order in which they are met."""
    return np.bincount(component_of(pattern(network), strong=strong))


def component_of(ties: csr_array, *, strong: bool = False) -> IntArray:
    """Number of the component each person belongs to."""
    if not ties.shape[0]:
        return np.zeros(0, np.int64)
    found = connected_components(ties, directed=True, connection="strong" if strong else "weak")
    return found[1].astype(np.int64)


def centralization(network: Network, *, sent: bool) -> float | None:
    """Freeman's degree centralisation, Σ (max - d) divided by its largest possible value.

    Parameters
    ----------
    sent : True for outdegree, False for indegree; the same on an undirected network.

    Notes
    -----
    The largest value is (n-1)² for a directed network, (n-1)(n-2) for an undirected one; None
    where it is 0. References: Freeman 1979; sna::centralization, UCINET.
    """
    n = network.n_people
    degrees = outdegree(network) if sent else indegree(network)
    most = (n - 1) ** 2 if network.directed else (n - 1) * (n - 2)
    return int((degrees.max() - degrees).sum()) / most if n > 1 and most else None
