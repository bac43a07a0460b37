"""Maximum matching and minimum vertex cover between two groups of people."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from alliancenet.arrays import BoolArray, IntArray
from alliancenet.graph.network import Network, arcs


def maximum_matching(ties: IntArray) -> IntArray:
    """Largest set of ties between two groups in which nobody occurs twice.

    Parameters
    ----------
    ties : int array (n_ties, 2), person of the one group, person of the other; the groups are
        disjoint, and so are their numbers.

    Returns
    -------
    int array (size, 2), rows of `ties` order: person of the one group, person of the other.

    Notes
    -----
    Its size is the smallest number of people whose departure cuts every tie (König 1931).
    Hopcroft-Karp; cost O(ties · √people).

    Examples
    --------
    >>> maximum_matching(np.array([[0, 3], [1, 3], [2, 3], [2, 4]]))
    array([[0, 3],
           [2, 4]])
    """
    if len(ties) == 0:
        return np.empty((0, 2), dtype=np.int64)
    left, row = np.unique(ties[:, 0], return_inverse=True)
    right, column = np.unique(ties[:, 1], return_inverse=True)
    ones = np.ones(len(ties), dtype=np.int8)
    partner = maximum_bipartite_matching(
        csr_array((ones, (row, column)), shape=(len(left), len(right))), perm_type="column"
    )
    matched = np.flatnonzero(partner >= 0)
    return np.column_stack([left[matched], right[partner[matched]]]).astype(np.int64)


def minimum_vertex_cover(ties: IntArray) -> IntArray:
    """Smallest set of people that every tie between two groups touches.

    Parameters
    ----------
    ties : as for `maximum_matching`.

    Returns
    -------
    int array, sorted; as many people as the maximum matching has ties.

    Notes
    -----
    König's construction: reach alternately from the unmatched people of the one group; the cover
    is who is not reached there and who is reached in the other group.

    Examples
    --------
    >>> minimum_vertex_cover(np.array([[0, 3], [1, 3], [2, 3], [2, 4]]))
    array([2, 3])
    """
    matching = maximum_matching(ties)
    size = int(ties.max()) + 1 if len(ties) else 0
    partner = np.full(size, -1, dtype=np.int64)
    partner[matching[:, 1]] = matching[:, 0]
    reached = _reached_alternately(ties, matching, partner, size)
    left = np.unique(ties[:, 0]) if size else np.empty(0, dtype=np.int64)
    right = np.unique(ties[:, 1]) if size else np.empty(0, dtype=np.int64)
    return np.sort(np.concatenate([left[~reached[left]], right[reached[right]]]))


def _reached_alternately(ties: IntArray, matching: IntArray, partner: IntArray, size: int) -> BoolArray:
    reached = np.zeros(size, dtype=bool)
    frontier = np.setdiff1d(ties[:, 0], matching[:, 0])
    while len(frontier):
        reached[frontier] = True
        named = np.unique(ties[np.isin(ties[:, 0], frontier), 1])
        fresh = named[~reached[named]]
        reached[fresh] = True
        frontier = partner[fresh]
        frontier = frontier[(frontier >= 0) & ~reached[np.maximum(frontier, 0)]]
    return reached


@dataclass(frozen=True, slots=True, kw_only=True)
class Redundancy:
    """How many people a relation between two groups rests on.

    Parameters
    ----------
    value : size of the largest matching of cross ties = the smallest number of departures that
        cuts every tie between the groups; 0 when there is none.
    carriers : one smallest set of people that every cross tie touches, as row numbers; there can
        be others of the same size.
    """

    value: int
    carriers: IntArray


def redundancies(network: Network) -> dict[tuple[int, int], Redundancy]:
    """Redundancy between every two groups, direction ignored.

    Returns
    -------
    By pair of indices into `group_names`, the smaller first; a pair of groups without a tie has
    value 0 and nobody carries it. O(ties · √people) in all.

    References
    ----------
    König 1931; as a measure of alliances own definition.
    """
    count = len(network.group_names)
    group = network.group if network.group is not None else np.full(network.n_people, -1)
    crossing = _crossing_ties(network, group)
    pair = group[crossing[:, 0]] * count + group[crossing[:, 1]]
    order = np.argsort(pair, kind="stable")
    start = np.searchsorted(pair[order], np.arange(count * count + 1))
    found = {}
    for first in range(count):
        for second in range(first + 1, count):
            cell = first * count + second
            carriers = minimum_vertex_cover(crossing[order[start[cell] : start[cell + 1]]])
            found[first, second] = Redundancy(value=len(carriers), carriers=carriers)
    return found


def _crossing_ties(network: Network, group: IntArray) -> IntArray:
    """Ties between people of different groups, once each, the smaller group first."""
    source, target, _ = arcs(network)
    known = (group[source] >= 0) & (group[target] >= 0)
    crossing = known & (group[source] != group[target])
    source, target = source[crossing], target[crossing]
    back = group[source] > group[target]
    pairs = np.column_stack([np.where(back, target, source), np.where(back, source, target)])
    return np.unique(pairs, axis=0)
