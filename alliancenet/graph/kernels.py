"""Compiled loops for large networks; compiled at the first call, then kept on disk.

Nothing an audit runs comes here: only the metrics command, and callers who ask for it.
"""

from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

from alliancenet.arrays import IntArray

Whole = NDArray[np.signedinteger[Any]]


@numba.njit(cache=True)
def brokerage_counts(start: Whole, heads: Whole, group: Whole) -> IntArray:
    """Gould-Fernandez counts (n, 6) of a network given as rows of heads.

    O(Σ indegree · outdegree): each two-path a→v→b is looked at once, with a mark on whom a names.
    """
    n = len(start) - 1
    counts = np.zeros((n, 6), np.int64)
    # the group of everybody a does not name, -1 for the others
    free = group.copy()
    for a in range(n):
        own = group[a]
        free[a] = -1
        for first in range(start[a], start[a + 1]):
            free[heads[first]] = -1
        for first in range(start[a], start[a + 1]):
            v = heads[first]
            theirs = group[v]
            total = with_v = with_a = np.int32(0)
            for second in range(start[v], start[v + 1]):
                other = free[heads[second]]
                total += other >= 0
                with_v += other == theirs
                with_a += other == own
            counts[v, 5] += total
            if own == theirs:
                counts[v, 0] += with_v
                counts[v, 2] += total - with_v
            else:
                counts[v, 3] += with_v
                counts[v, 1] += with_a
                counts[v, 4] += total - with_v - with_a
        free[a] = own
        for first in range(start[a], start[a + 1]):
            free[heads[first]] = group[heads[first]]
    return counts
