"""Compiled loops for key players; compiled at the first call, then kept on disk."""

from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray

from alliancenet.arrays import BoolArray, FloatArray, IntArray

Whole = NDArray[np.signedinteger[Any]]


@numba.njit(cache=True)
def pairs_connected_without(start: Whole, heads: Whole, gone: BoolArray) -> IntArray:  # noqa: PLR0915 - one pass
    """Ordered pairs still connected after each further person leaves, (n,); O(n + m).

    Depth-first search with low points: leaving splits off every branch that reaches no further
    up than the person who left.
    """
    n = len(start) - 1
    order = np.zeros(n, np.int64)
    low = np.zeros(n, np.int64)
    size = np.zeros(n, np.int64)
    split = np.zeros(n, np.int64)
    squares = np.zeros(n, np.int64)
    parent = np.full(n, -1, np.int64)
    at = start[:-1].copy()
    stack = np.zeros(n, np.int64)
    root_of = np.zeros(n, np.int64)
    clock, total = 0, 0
    for root in range(n):
        if gone[root] or order[root]:
            continue
        clock += 1
        order[root] = low[root] = clock
        size[root] = 1
        root_of[root] = root
        stack[0] = root
        depth = 1
        while depth:
            v = stack[depth - 1]
            if at[v] < start[v + 1]:
                w = heads[at[v]]
                at[v] += 1
                if gone[w]:
                    continue
                if order[w]:
                    low[v] = min(low[v], order[w])
                    continue
                clock += 1
                order[w] = low[w] = clock
                size[w] = 1
                parent[w] = v
                root_of[w] = root
                stack[depth] = w
                depth += 1
                continue
            depth -= 1
            up = parent[v]
            if up >= 0:
                size[up] += size[v]
                low[up] = min(low[up], low[v])
                if low[v] >= order[up]:
                    split[up] += size[v]
                    squares[up] += size[v] * (size[v] - 1)
        total += size[root] * (size[root] - 1)
    left = np.zeros(n, np.int64)
    for v in range(n):
        if not gone[v]:
            whole = size[root_of[v]]
            rest = whole - 1 - split[v]
            left[v] = total - whole * (whole - 1) + squares[v] + rest * (rest - 1)
    return left


@numba.njit(cache=True)
def fewest_connected(start: Whole, heads: Whole, k: int) -> tuple[IntArray, IntArray]:
    """Fewest and second fewest connected pairs over all sets of k people, and the first such set.

    O(n^(k-1) (n + m)), k from 1 to 3.
    """
    n = len(start) - 1
    gone = np.zeros(n, np.bool_)
    best = np.full(2, np.iinfo(np.int64).max, np.int64)
    members = np.full(3, -1, np.int64)
    firsts = n if k > 1 else 1
    for u in range(firsts):
        if k > 1:
            gone[u] = True
        seconds = n if k > 2 else u + 2
        for v in range(u + 1, seconds):
            if k > 2:
                gone[v] = True
            left = pairs_connected_without(start, heads, gone)
            lowest = v + 1 if k > 2 else (u + 1 if k > 1 else 0)
            for w in range(lowest, n):
                if left[w] < best[0]:
                    best[1] = best[0]
                    best[0] = left[w]
                    members[0], members[1], members[2] = w, u, v
                elif left[w] < best[1]:
                    best[1] = left[w]
            if k > 2:
                gone[v] = False
        gone[u] = False
    return best, members[:k]


@numba.njit(cache=True)
def enough_ties(start: Whole, heads: Whole, k: int) -> BoolArray:
    """Ties, (m,), enough to connect all who are connected once any k people have left.

    People are taken in the order of how many taken neighbours they have; of each person the
    ties to the first k + 1 taken neighbours are enough, at most (k + 1) n (Nagamochi and
    Ibaraki 1992). O(n² + m).
    """
    n = len(start) - 1
    near = np.zeros(n, np.int64)
    keep = np.zeros(len(heads), np.bool_)
    for _ in range(n):
        v = near.argmax()
        near[v] = -n
        for at in range(start[v], start[v + 1]):
            w = heads[at]
            if near[w] >= 0:
                near[w] += 1
                keep[at] = near[w] <= k + 1
    return keep


@numba.njit(cache=True)
def _separate_paths(
    start: Whole, heads: Whole, i: int, j: int, most: int, used: IntArray, mark: int, inner: IntArray, length: IntArray
) -> int:
    """Take up to `most` paths from i to j without common people, each the shortest left.

    Fills `inner` (the people between) and `length`; returns how many there are.
    """
    n = len(start) - 1
    seen = np.zeros(n, np.int64)
    parent = np.zeros(n, np.int64)
    distance = np.zeros(n, np.int64)
    queue = np.zeros(n, np.int64)
    for found in range(most):
        seen[i] = found + 1
        distance[i] = 0
        queue[0] = i
        first, last = 0, 1
        while first < last and seen[j] != found + 1:
            v = queue[first]
            first += 1
            for at in range(start[v], start[v + 1]):
                w = heads[at]
                if seen[w] != found + 1 and used[w] != mark:
                    seen[w] = found + 1
                    parent[w] = v
                    distance[w] = distance[v] + 1
                    queue[last] = w
                    last += 1
        if seen[j] != found + 1:
            return found
        length[found] = distance[j]
        v = parent[j]
        for at in range(length[found] - 1):
            inner[found, at] = v
            used[v] = mark
            v = parent[v]
        if length[found] == 1:
            return found + 1
    return most


@numba.njit(cache=True)
def distances_at_worst(  # noqa: PLR0912 - one pass
    start: Whole, heads: Whole, k: int
) -> tuple[FloatArray, FloatArray]:
    """1 / distance of every pair, and how far apart it can be once any k others have left.

    The second is a bound, inf where there is none, and may be broken only by a set that holds
    every neighbour of one of the two. Of k + 1 separate paths one is left; of k + 1 neighbours
    too; of fewer neighbours one is left unless all leave. O(n² k (n + m)).
    """
    n = len(start) - 1
    near = np.zeros((n, n))
    worst = np.full((n, n), np.inf)
    used = np.zeros(n, np.int64)
    inner = np.zeros((k + 1, n), np.int64)
    length = np.zeros(k + 1, np.int64)
    for i in range(n):
        for j in range(i + 1, n):
            found = _separate_paths(start, heads, i, j, k + 1, used, i * n + j + 1, inner, length)
            if found:
                near[i, j] = near[j, i] = 1.0 / length[0]
                if length[0] == 1:
                    worst[i, j] = worst[j, i] = 1.0
                elif found == k + 1:
                    worst[i, j] = worst[j, i] = length[k]
    steps = np.zeros(n)
    for few in (False, True):  # first what holds for every set, then what fails for some
        for _ in range(2 if few else 3):
            before = worst.copy()
            for j in range(n):
                degree = start[j + 1] - start[j]
                if (degree <= k) != few or degree == 0:
                    continue
                for i in range(n):
                    if i == j or before[i, j] < np.inf:
                        continue
                    for at in range(degree):
                        steps[at] = before[i, heads[start[j] + at]]
                    one = np.sort(steps[:degree])[min(k, degree - 1)] + 1
                    if one < worst[i, j]:
                        worst[i, j] = worst[j, i] = one
            if few:
                break
    return near, worst


@numba.njit(cache=True)
def detour_costs(start: Whole, heads: Whole, k: int, near: FloatArray, worst: FloatArray) -> FloatArray:
    """What each person's leaving can cost the closeness of other pairs at most, in a set of k, (n,).

    Only a set that hits the first q of the separate paths of a pair makes it use path q + 1, so
    the pair loses at most the sum over q of (1/length q - 1/length q+1) · [the first q are hit];
    a set that hits q separate paths has at least q hits on them, so the bound adds up over
    people. O(n² k (n + m)).
    """
    n = len(start) - 1
    cost = np.zeros(n)
    used = np.zeros(n, np.int64)
    inner = np.zeros((k + 1, n), np.int64)
    length = np.zeros(k + 1, np.int64)
    for i in range(n):
        for j in range(i + 1, n):
            if near[i, j] == 0.0 or near[i, j] == 1.0 or near[i, j] * worst[i, j] == 1.0:
                continue
            found = _separate_paths(start, heads, i, j, k + 1, used, i * n + j + 1, inner, length)
            share = 0.0
            farthest = 1.0 / worst[i, j]
            for q in range(min(found, k), 0, -1):
                beyond = max(farthest, 1.0 / length[q]) if q < found else farthest
                share += max(0.0, 1.0 / length[q - 1] - beyond) / q
                for at in range(length[q - 1] - 1):
                    cost[inner[q - 1, at]] += 2 * share
    return cost
