"""Krackhardt's four dimensions of an organisation chart (graph theoretical dimensions, 1994).

As in R's sna package: hierarchy by mutual reachability (sna's default for `hierarchy` is another
quantity, 1 - grecip), efficiency and least upper bounds summed over weak components. The ties
point from the upper to the lower: of the four, only least-upper-boundedness changes when they
are reversed.
"""

import numpy as np

from alliancenet.graph.cohesion import component_of, component_sizes
from alliancenet.graph.distances import reachable
from alliancenet.graph.network import BoolArray, Network, pattern


def connectedness(network: Network) -> float | None:
    """Share of pairs joined by a path that ignores direction; None below two people."""
    n = network.n_people
    sizes = component_sizes(network)
    return int((sizes * (sizes - 1)).sum()) / (n * (n - 1)) if n > 1 else None


def hierarchy(network: Network) -> float | None:
    """1 - share of mutually reachable among reachable pairs; None when nobody reaches anybody.

    O(n m / 64 · longest distance), memory n² bytes.
    """
    reach = reachable(network)
    np.fill_diagonal(reach, False)
    ordered = int(reach.sum())
    mutual = int((reach & reach.T).sum()) // 2
    return 1 - mutual / (ordered - mutual) if ordered else None


def efficiency(network: Network) -> float | None:
    """1 - excess arcs divided by their largest possible number, over weak components.

    A component of s people needs s - 1 arcs and can hold s(s - 1); None when none can hold
    more than it needs. An undirected tie counts as two arcs.
    """
    sizes = component_sizes(network)
    needed = int((sizes - 1).sum())
    room = int(((sizes - 1) ** 2).sum())
    return 1 - (network.weights.nnz - needed) / room if room else None


def lubness(network: Network) -> float | None:
    """1 - share of pairs in a weak component without a least upper bound.

    An upper bound reaches both; it is the least when every upper bound reaches it. The share is
    of (s - 1)(s - 2)/2 for a component of s people; None when all have fewer than three.
    O(n³ / 64), memory n² bytes.
    """
    sizes = component_sizes(network)
    most = int(((sizes - 1) * (sizes - 2) // 2).sum())
    if not most:
        return None
    return 1 - _pairs_without_bound(reachable(network), component_of(pattern(network))) / most


def _pairs_without_bound(reach: BoolArray, part: np.ndarray) -> int:
    """Pairs of one component none of whose common ancestors is below all the others.

    Every ancestor of an upper bound is an upper bound too. So an upper bound is the least one
    exactly when it has as many ancestors as the pair has upper bounds.
    """
    ancestors = reach.sum(axis=0)
    order = np.argsort(ancestors, kind="stable")
    above = _packed(reach[order].T)
    rank = ancestors[order]
    without = 0
    for i in range(len(above) - 1):
        peers = i + 1 + np.flatnonzero(part[i + 1 :] == part[i])
        common = above[peers] & above[i]
        bounds = np.bitwise_count(common).sum(axis=1, dtype=np.int64)
        last = _highest_bit(common)
        without += int((np.where(last < 0, -1, rank[last]) != bounds).sum())
    return without


def _packed(rows: BoolArray) -> np.ndarray:
    wide = np.zeros((rows.shape[0], -(-rows.shape[1] // 64) * 64), bool)
    wide[:, : rows.shape[1]] = rows
    return np.packbits(wide, axis=1, bitorder="little").view(np.uint64)


def _highest_bit(words: np.ndarray) -> np.ndarray:
    """Place of the last set bit of each row, -1 without one."""
    filled = words != 0
    word = words.shape[1] - 1 - np.argmax(filled[:, ::-1], axis=1)
    top = words[np.arange(len(words)), word]
    # a float keeps 53 bits and may round up to the next power of two: halves are exact
    high, low = top >> np.uint64(32), top & np.uint64(0xFFFFFFFF)
    half = np.where(high > 0, high, low).astype(np.float64)
    bit = np.frexp(half)[1] - 1 + np.where(high > 0, 32, 0)
    return np.where(top > 0, word * 64 + bit, -1)
