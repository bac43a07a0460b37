"""Krackhardt's four dimensions of an organisation chart (graph theoretical dimensions, 1994).

As in R's sna package: hierarchy by mutual reachability (sna's default for `hierarchy` is another
quantity, 1 - grecip), efficiency and least upper bounds summed over weak components. The ties
point from the upper to the lower: of the four, only least-upper-boundedness changes when they
are reversed.
"""

import numpy as np
from numpy.typing import NDArray

from alliancenet.arrays import BoolArray
from alliancenet.graph.cohesion import component_of, component_sizes
from alliancenet.graph.distances import reachable
from alliancenet.graph.network import Network, arcs, pattern

MOST_PEOPLE = 20_000  # who reaches whom takes n² bytes; hierarchy and lubness are None above (own limit)


def connectedness(network: Network) -> float | None:
    """Share of pairs joined by a path that ignores direction; None below two people."""
    n = network.n_people
    sizes = component_sizes(network)
    return int((sizes * (sizes - 1)).sum()) / (n * (n - 1)) if n > 1 else None


def hierarchy(network: Network) -> float | None:
    """1 - share of mutually reachable among reachable pairs; None when nobody reaches anybody.

    None above `MOST_PEOPLE`. O(n m / 64 · longest distance), memory n² bytes.
    """
    if network.n_people > MOST_PEOPLE:
        return None
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
    """1 - share of pairs in a weak component that have no single top above both.

    An upper bound reaches both; a pair is bounded when one upper bound reaches all the others,
    which is so exactly when one strong component without a tie into it reaches both. The share
    is of (s - 1)(s - 2)/2 for a component of s people; None when all have fewer than three, and
    above `MOST_PEOPLE`.
    O(n² · tops / 64), memory n² bytes.

    Notes
    -----
    sna::lubness is followed, whose numbers are the ones in print. Its manual words the bound the
    other way round (every upper bound reaches the least one); on Krackhardt's reporting ties that
    reading gives 0.084 instead of 0.063, and both give 1 when they point from boss to subordinate.
    """
    sizes = component_sizes(network)
    most = int(((sizes - 1) * (sizes - 2) // 2).sum())
    if not most or network.n_people > MOST_PEOPLE:
        return None
    return 1 - _pairs_without_top(network) / most


def _pairs_without_top(network: Network) -> int:
    """Pairs of one weak component that not exactly one top reaches; a pair on its own always has one."""
    ties = pattern(network)
    part, strong = component_of(ties), component_of(ties, strong=True)
    tail, head, _ = arcs(network)
    entered = np.unique(strong[head[strong[tail] != strong[head]]])
    first_of = np.unique(strong, return_index=True)[1]
    tops = np.delete(first_of, entered)
    above = _packed(reachable(network)[tops].T)
    without = 0
    for i in range(len(above) - 1):
        peers = i + 1 + np.flatnonzero(part[i + 1 :] == part[i])
        shared = np.bitwise_count(above[peers] & above[i]).sum(axis=1, dtype=np.int64)
        without += int((shared != 1).sum())
    return without


def _packed(rows: BoolArray) -> NDArray[np.uint64]:
    wide = np.zeros((rows.shape[0], -(-rows.shape[1] // 64) * 64), bool)
    wide[:, : rows.shape[1]] = rows
    return np.packbits(wide, axis=1, bitorder="little").view(np.uint64)
