"""Closed triples: a→v→b with a→b. The one loop behind brokerage, closure and Burt's measures."""

from collections.abc import Iterator

import numpy as np
from scipy.sparse import csr_array

from alliancenet.arrays import FloatArray, IntArray

_CELLS = 1 << 23  # look-up table of a block of rows, one byte a cell
_PATHS = 1 << 21  # two-step paths held at a time


def closed_triples(ties: csr_array) -> Iterator[tuple[IntArray, IntArray]]:
    """Every a→v→b whose ends are tied a→b, in blocks.

    Parameters
    ----------
    ties : sparse array (n, n) without diagonal; only the pattern counts.

    Yields
    ------
    For each triple the position of arc a→v and of arc v→b among the stored arcs.

    Notes
    -----
    O(Σ indegree · outdegree), memory bounded by two constants of this module. Open triples are
    never listed: they follow from the degrees.
    """
    n, heads, start = ties.shape[0], ties.indices, ties.indptr
    fan = np.diff(start)[heads]
    paths = np.concatenate([[0], np.cumsum(fan, dtype=np.int64)])
    row_of, before = np.repeat(np.arange(n), np.diff(start)), paths[start]
    most_rows = max(1, _CELLS // max(n, 1))
    table = np.zeros(most_rows * n, bool)
    row = 0
    while row < n:
        enough = int(np.searchsorted(before, before[row] + _PATHS, "right")) - 1
        stop = min(row + most_rows, max(row + 1, enough), n)
        low, high = int(start[row]), int(start[stop])
        base = (row_of[low:high] - row) * n
        table[base + heads[low:high]] = True
        width = fan[low:high]
        shift = start[heads[low:high]] - (paths[low:high] - paths[low])
        second = np.repeat(shift, width) + np.arange(paths[high] - paths[low])
        closed = np.flatnonzero(table[np.repeat(base, width) + heads[second]])
        yield np.searchsorted(paths[low : high + 1] - paths[low], closed, "right") - 1 + low, second[closed]
        table[base + heads[low:high]] = False
        row = stop


def closed_by_middle(ties: csr_array) -> IntArray:
    """Number of closed triples a→v→b around each v."""
    count = np.zeros(ties.shape[0], np.int64)
    for first, _ in closed_triples(ties):
        count += np.bincount(ties.indices[first], minlength=len(count))
    return count


def positions(ties: csr_array, row: IntArray, column: IntArray) -> IntArray:
    """Where these arcs stand among the stored ones; every arc must exist.

    Rows should be near each other, as in a block of `closed_triples`: O((k + arcs between) log m).
    """
    if not len(row):
        return np.zeros(0, np.int64)
    n, first, last = ties.shape[0], int(row.min()), int(row.max()) + 1
    low, high = int(ties.indptr[first]), int(ties.indptr[last])
    keys = np.repeat(np.arange(first, last), np.diff(ties.indptr[first : last + 1])) * n + ties.indices[low:high]
    return low + np.searchsorted(keys, row * n + column)


def add_up(totals: FloatArray, place: IntArray, values: FloatArray) -> None:
    """Add values to `totals` at places that are near each other and may repeat; O(k + span)."""
    if len(place):
        low = int(place.min())
        part = np.bincount(place - low, values)
        totals[low : low + len(part)] += part
