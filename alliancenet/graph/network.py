"""The plain network every function of this room takes, and how to make one of arrays."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import coo_array, csr_array

from alliancenet.arrays import BoolArray, FloatArray, IntArray

Words = NDArray[np.object_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """People, the ties between them, and the group each belongs to.

    Parameters
    ----------
    ids : one name per person, in the order of the rows of `weights`.
    weights : sparse array (n, n), tie strength from row to column; no diagonal, no stored
        zeros, indices sorted; an undirected tie is stored in both directions.
    directed : False when `weights` is symmetric by construction.
    group : int array (n,), index into `group_names`, -1 for nobody's group; None without groups.
    group_names : names of the groups, sorted.
    weighted : True when tie strengths are meant; then a tie sent and a tie received add up
        where direction is ignored. False: every weight is 1 and a neighbour counts once.
    """

    ids: tuple[str, ...]
    weights: csr_array
    directed: bool
    group: IntArray | None = None
    group_names: tuple[str, ...] = ()
    weighted: bool = False

    @property
    def n_people(self) -> int:
        """Number of people, isolates included."""
        return len(self.ids)

    @property
    def n_ties(self) -> int:
        """Arcs of a directed network, edges of an undirected one."""
        return int(self.weights.nnz) if self.directed else int(self.weights.nnz) // 2


def arcs(network: Network) -> tuple[IntArray, IntArray, FloatArray]:
    """Source, target and weight of every stored arc, sorted by source then target."""
    source = np.repeat(np.arange(network.n_people), np.diff(network.weights.indptr))
    return source, network.weights.indices.astype(np.int64), network.weights.data.astype(np.float64)


def ties(network: Network) -> tuple[IntArray, IntArray, FloatArray]:
    """Like `arcs`, but an undirected tie comes once (source before target)."""
    source, target, weight = arcs(network)
    if network.directed:
        return source, target, weight
    once = source < target
    return source[once], target[once], weight[once]


def pattern(network: Network) -> csr_array:
    """Ties without their strength: ones where a tie is."""
    ones = np.ones(network.weights.nnz)
    return csr_array((ones, network.weights.indices, network.weights.indptr), shape=network.weights.shape)


def pooled(network: Network) -> csr_array:
    """Sent plus received strength, ``Z = W + W'``; symmetric, indices sorted."""
    both = csr_array(network.weights + network.weights.T)
    both.sort_indices()
    return both


def either(network: Network) -> csr_array:
    """Neighbours in either direction, each once: a symmetric array of ones."""
    both = pooled(network)
    both.data = np.ones_like(both.data, dtype=np.float64)
    return both


def among(network: Network, keep: BoolArray) -> Network:
    """Part of the network: these people and the ties between them.

    Parameters
    ----------
    keep : bool array (n,), True for who stays.
    """
    where = np.flatnonzero(keep)
    if len(where) == network.n_people:
        return network
    weights = csr_array(network.weights[where][:, where])
    weights.sort_indices()
    return Network(
        ids=tuple(network.ids[i] for i in where),
        weights=weights,
        directed=network.directed,
        group=None if network.group is None else network.group[where],
        group_names=network.group_names,
        weighted=network.weighted,
    )


def grouped(network: Network) -> tuple[Network, BoolArray]:
    """Everybody whose group is known with the ties between them, and who they are.

    Everything that compares groups is computed on this part: a tie to somebody of unknown group
    is neither inside nor between groups.
    """
    if network.group is None:
        return among(network, np.zeros(network.n_people, bool)), np.zeros(network.n_people, bool)
    known = network.group >= 0
    return among(network, known), known


def group_sizes(network: Network) -> IntArray:
    """Number of people in each group of `group_names`."""
    if network.group is None:
        return np.zeros(0, np.int64)
    return np.bincount(network.group[network.group >= 0], minlength=len(network.group_names))


def facing(network: Network, direction: str) -> csr_array:
    """Ties as their owner sees them: row to column.

    Parameters
    ----------
    direction : "out" (sent), "in" (received), or "either": sent plus received strength in a
        weighted network, each neighbour once in a binary one, the ties in an undirected one.
    """
    if not network.directed or direction == "out":
        return network.weights
    if direction == "in":
        return csr_array(network.weights.T.tocsr())
    return pooled(network) if network.weighted else either(network)


def ties_to_groups(network: Network, direction: str) -> csr_array:
    """Strength of each person's ties to each group; sparse array (n, groups)."""
    known = np.flatnonzero(_group_of(network) >= 0)
    shape = (network.n_people, len(network.group_names))
    member = csr_array((np.ones(len(known)), (known, _group_of(network)[known])), shape=shape)
    return csr_array(facing(network, direction) @ member)


def own_group(network: Network, to_groups: csr_array) -> FloatArray:
    """Of `ties_to_groups`, the cell of each person's own group; 0 for people without one."""
    group = _group_of(network)
    rows = np.repeat(np.arange(network.n_people), np.diff(to_groups.indptr))
    own = to_groups.indices == group[rows]
    sums = np.bincount(rows[own], weights=to_groups.data[own], minlength=network.n_people)
    return sums.astype(np.float64)


def _group_of(network: Network) -> IntArray:
    return np.full(network.n_people, -1) if network.group is None else network.group


def network_of(
    ids: Sequence[str],
    source: ArrayLike,
    target: ArrayLike,
    weight: ArrayLike | None = None,
    *,
    group: IntArray | None = None,
    group_names: tuple[str, ...] = (),
    directed: bool = True,
) -> Network:
    """Network of plain arrays.

    Parameters
    ----------
    ids : one name per person.
    source, target : indices into `ids`; self-loops are left out, of several ties between the
        same two the strongest counts.
    weight : positive strengths, or None for ties without strength.
    group : index into `group_names` per person, -1 for none.
    directed : False reads every tie in both directions.
    """
    row, column = np.asarray(source, np.int64), np.asarray(target, np.int64)
    value = np.ones(len(row)) if weight is None else np.asarray(weight, np.float64)
    if not directed:
        row, column = np.concatenate([row, column]), np.concatenate([column, row])
        value = np.concatenate([value, value])
    apart = row != column
    weights = _strongest(row[apart], column[apart], value[apart], len(ids))
    return Network(
        ids=tuple(ids),
        weights=weights,
        directed=directed,
        group=group,
        group_names=group_names,
        weighted=weight is not None,
    )


def network_of_matrix(
    matrix: ArrayLike,
    *,
    ids: Sequence[str] | None = None,
    groups: Sequence[str] | None = None,
    directed: bool = True,
    weighted: bool = False,
) -> Network:
    """Network of a square array, 0 where there is no tie.

    Parameters
    ----------
    matrix : array (n, n), not negative, strength from row to column; the diagonal is left out.
    ids : names; "0", "1", … by default.
    groups : group of each person, "" for none.
    directed : False takes the stronger of the two directions.
    weighted : False sets every weight to 1.
    """
    cells = np.asarray(matrix, np.float64)
    source, target = np.nonzero(cells)
    weight = cells[source, target] if weighted else None
    group, names = grouping(None if groups is None else np.asarray(groups, object))
    return network_of(
        ids or [str(i) for i in range(len(cells))],
        source,
        target,
        weight,
        group=group,
        group_names=names,
        directed=directed,
    )


def _strongest(row: IntArray, column: IntArray, value: FloatArray, n: int) -> csr_array:
    order = np.lexsort((-value, column, row))
    row, column, value = row[order], column[order], value[order]
    first = np.ones(len(row), bool)
    first[1:] = (row[1:] != row[:-1]) | (column[1:] != column[:-1])
    weights = csr_array(coo_array((value[first], (row[first], column[first])), shape=(n, n)))
    weights.sort_indices()
    return weights


def grouping(groups: Words | None) -> tuple[IntArray | None, tuple[str, ...]]:
    """Group of each person as an index, -1 for none, and the names of the groups, sorted; None without groups."""
    if groups is None:
        return None, ()
    names = tuple(sorted({str(name) for name in groups} - {""}))
    index = {name: place for place, name in enumerate(names)}
    return np.array([index.get(str(name), -1) for name in groups], np.int64), names
