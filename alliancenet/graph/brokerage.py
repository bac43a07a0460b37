"""Gould-Fernandez brokerage: who stands between whom, and what chance would give.

A person v brokers the ordered pair (a, b) when a→v, v→b, a ≠ b and not a→b. By the groups of the
three: coordinator (all one group), itinerant (a and b one group, v another), representative (a
and v one group, b another), gatekeeper (v and b one group, a another), liaison (three groups).
The symmetric array of an undirected network is read the same way: an open pair counts in both
orders and representative equals gatekeeper. With two groups liaison is 0 by construction.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from alliancenet.arrays import BoolArray, FloatArray, IntArray
from alliancenet.graph.brokerage_chance import Chance, chance_of_network, chance_of_people
from alliancenet.graph.cohesion import density
from alliancenet.graph.network import Network, group_sizes, grouped, own_group, pattern, ties_to_groups
from alliancenet.graph.triples import closed_triples


@dataclass(frozen=True, slots=True, kw_only=True)
class Brokerage:
    """Counts by role with their chance values; columns in the order of `ROLES`.

    Parameters
    ----------
    raw : int array (n, 6); only rows of `known` mean something.
    known : bool array (n,), people whose group is known; the others are left out of every triple.
    z : float array (n, 6), (raw - expected) / sd; NaN where the standard deviation is 0.
    group_chance : expected value and standard deviation for a person of each group, (groups, 6).
    total : int array (6,), raw counts of the network.
    total_chance : their expected value and standard deviation, (6,).
    """

    raw: IntArray
    known: BoolArray
    z: FloatArray
    group_chance: Chance
    total: IntArray
    total_chance: Chance


def brokerage(network: Network, *, compiled: bool = False) -> Brokerage | None:
    """Brokerage of every person and of the network; None without groups.

    Parameters
    ----------
    network : directed or not; strengths are ignored. Only people whose group is known, and the
        ties between them, take part.
    compiled : count with a compiled loop (compiled once, then cached); worth it for millions of
        ties or many calls.

    Notes
    -----
    O(Σ indegree · outdegree). Chance is a network in which every tie is there independently with
    the observed density, groups fixed. Counts equal sna::brokerage, and so do the moments for a
    person and the expectations. Not followed: sna's standard deviation of the network's
    representative and gatekeeper counts, which is 5 to 18 percent too large, and its moments for
    undirected networks, which treat the two directions of a tie as independent: both are replaced
    by the exact ones, which simulation confirms. For the network's coordinator and total counts
    sna's moments are kept, though a little too large; `chance_of_network` says by how much and why.

    References
    ----------
    Gould & Fernandez 1989, Sociological Methodology 19:89-126.
    """
    part, known = grouped(network)
    if part.group is None or not part.n_people:
        return None
    counts = _compiled_counts(part) if compiled else _counts(part)
    sizes, chance = group_sizes(part), density(part) or 0.0
    people = chance_of_people(sizes, chance, directed=part.directed)
    return Brokerage(
        raw=_placed(counts, known, 0),
        known=known,
        z=_placed(people.z(counts, part.group), known, np.nan),
        group_chance=people,
        total=counts.sum(axis=0),
        total_chance=chance_of_network(sizes, chance, directed=part.directed),
    )


def _placed(values: Any, known: BoolArray, otherwise: float) -> Any:
    """Rows of the known in their place among everybody."""
    if known.all():
        return values
    everybody = np.full((len(known), values.shape[1]), otherwise, values.dtype)
    everybody[known] = values
    return everybody


def _counts(network: Network) -> IntArray:
    """All two-paths by role, from the degrees by group, less those whose ends are tied."""
    group = network.group
    assert group is not None
    sent, received = _number_of_ties(network, "out"), _number_of_ties(network, "in")
    out_own, in_own = own_group(network, sent), own_group(network, received)
    out_all, in_all = np.asarray(sent.sum(axis=1)).ravel(), np.asarray(received.sum(axis=1)).ravel()
    same_ends = np.asarray(sent.multiply(received).sum(axis=1)).ravel()
    paths = np.column_stack(
        [
            in_own * out_own,
            same_ends - in_own * out_own,
            in_own * (out_all - out_own),
            (in_all - in_own) * out_own,
            in_all * out_all,
        ]
    ).astype(np.int64)
    counts = paths - _closed(network, group) - _returning(network, group)
    total = counts[:, 4]
    return np.column_stack([counts[:, :4], total - counts[:, :4].sum(axis=1), total])


def _number_of_ties(network: Network, direction: str) -> csr_array:
    return ties_to_groups(replace(network, weights=pattern(network), weighted=False), direction)


def _closed(network: Network, group: IntArray) -> IntArray:
    """Two-paths whose ends are tied: coordinator … gatekeeper, and all of them; (n, 5)."""
    n, heads = network.n_people, network.weights.indices
    tails = np.repeat(np.arange(n), np.diff(network.weights.indptr))
    counts = np.zeros((n, 5), np.int64)
    for first, second in closed_triples(network.weights):
        counts += _by_role(tails[first], heads[first], heads[second], group, n)
    return counts


def _returning(network: Network, group: IntArray) -> IntArray:
    """Two-paths a→v→a, which join nobody."""
    ties = pattern(network)
    mutual = ties.multiply(ties.T).tocoo()
    return _by_role(mutual.row, mutual.col, mutual.row, group, network.n_people)


def _by_role(a: Any, v: Any, b: Any, group: IntArray, n: int) -> IntArray:
    ga, gv, gb = group[a], group[v], group[b]
    roles = [
        (ga == gv) & (gv == gb),
        (ga == gb) & (ga != gv),
        (ga == gv) & (gv != gb),
        (gv == gb) & (ga != gv),
    ]
    columns = [np.bincount(v[role], minlength=n) for role in roles]
    return np.column_stack([*columns, np.bincount(v, minlength=n)])


def _compiled_counts(network: Network) -> IntArray:
    from alliancenet.graph.kernels import brokerage_counts

    assert network.group is not None
    counts: IntArray = brokerage_counts(network.weights.indptr, network.weights.indices, network.group.astype(np.int32))
    return counts
