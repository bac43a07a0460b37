"""Compiled loops for large networks; compiled at the first call, then kept on disk.

Nothing an audit runs comes here: only the metrics command, and callers who ask for it.
"""

from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

from alliancenet.graph.network import IntArray

Whole = NDArray[np.signedinteger[Any]]


@numba.njit(cache=True)
def brokerage_counts(start: Whole, heads: Whole, group: Whole) -> IntArray:
    """Gould-Fernandez counts (n, 6) of a network given as rows of heads.

    O(Σ indegree · outdegree): each two-path a→v→b is looked at once, with a mark on whom a names.
    """
    n = len(start) - 1
    counts = np.zeros((n, 6), np.int64)
    is_open = np.ones(n, np.int32)
    for a in range(n):
        is_open[a] = 0
        for first in range(start[a], start[a + 1]):
            is_open[heads[first]] = 0
        own = group[a]
        for first in range(start[a], start[a + 1]):
            v = heads[first]
            theirs = group[v]
            total = with_v = with_a = np.int32(0)
            for second in range(start[v], start[v + 1]):
                b = heads[second]
                total += is_open[b]
                with_v += is_open[b] * (group[b] == theirs)
                with_a += is_open[b] * (group[b] == own)
            counts[v, 5] += total
            if own == theirs:
                counts[v, 0] += with_v
                counts[v, 2] += total - with_v
            else:
                counts[v, 3] += with_v
                counts[v, 1] += with_a
                counts[v, 4] += total - with_v - with_a
        is_open[a] = 1
        for first in range(start[a], start[a + 1]):
            is_open[heads[first]] = 1
    return counts
