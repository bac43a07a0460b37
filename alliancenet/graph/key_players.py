"""Key players: the people whose leaving together would break a network apart most (KPP-Neg)."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from alliancenet.arrays import FloatArray, IntArray
from alliancenet.extras import is_installed, reason
from alliancenet.graph.network import Network, either

Objective = Literal["fragmentation", "distance_fragmentation"]

_EXACT_UP_TO = 300  # people (own limit)
_EXACT_WORK = 2e9  # steps of the search for fragmentation above that many people (own limit)
_LARGEST = 3000  # people for distance-weighted fragmentation (own limit)
_SAME = 1e-9  # closeness nearer than this is equal
_TRIED = 25  # people tried in each place by the inexact search (own limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPlayers:
    """The best set of people for an objective, and how near the next best comes.

    Parameters
    ----------
    value : 0 (everybody left reaches everybody at once) to 1 (nobody reaches anybody), over the
        people left; None when fewer than two are left or it was not computed.
    members : indices of the people, sorted.
    runner_up : value of the second best set, equal to `value` for a tie; None without another.
    exact : no other set is better; else the best of a greedy search.
    reason : why there is no value, or why it is not exact, or "".
    """

    value: float | None
    members: IntArray
    runner_up: float | None = None
    exact: bool = True
    reason: str = ""


def key_players(network: Network, k: int, objective: Objective = "fragmentation") -> KeyPlayers:
    """Set of k people whose removal fragments the network most; direction is ignored.

    "fragmentation": F = 1 - Σ s (s - 1) / (m (m - 1)), s the sizes of the components and m the
    people left. "distance_fragmentation": 1 - Σ 1/d / (m (m - 1)) over ordered pairs left, 1/d
    being 0 where there is no path.

    Parameters
    ----------
    k : 1, 2 or 3.

    Notes
    -----
    Exact on every network up to 300 people, and above where it is cheap enough; else a greedy
    swap search that says so. Of equally good sets the first in the order of the people is given.
    Fragmentation: a search with low points for each k - 1 of the people, O(n^(k-1) k n).
    Distance: every set whose bound could be among the best two is measured, thousands side by
    side, at worst all n^k of them at O(n² degree / 64) each. Seen for 300 people and k = 3: about
    a second of a processor where ties are unequally spread or dense, 3-6 s for sparse random
    ones, 7-30 s for those as even as a lattice, a ring or a random regular network.

    References
    ----------
    Borgatti 2006, Computational & Mathematical Organization Theory 12:21-34. The denominator
    counts the people left, as there; R's keyplayer agrees. Bound and search: own.
    """
    n = network.n_people
    nobody = np.empty(0, dtype=np.int64)
    if n - k < 2:
        return KeyPlayers(value=None, members=nobody, reason=f"fewer than two people are left without {k}")
    if not is_installed("kernels"):
        return KeyPlayers(value=None, members=nobody, exact=False, reason=reason("kernels"))
    graph = either(network)
    start, heads = graph.indptr.astype(np.int64), graph.indices.astype(np.int64)
    if objective == "fragmentation":
        found = _fewest_connected(*_enough_ties(start, heads, k), k)
    elif n > _LARGEST:
        return KeyPlayers(value=None, members=nobody, exact=False, reason=f"not computed above {_LARGEST} people")
    else:
        found = _least_close(start, heads, k)
    pairs = (n - k) * (n - k - 1)
    best, second, members, why = found
    return KeyPlayers(
        value=1 - best / pairs,
        members=np.sort(members),
        runner_up=1 - second / pairs if np.isfinite(second) else None,
        exact=not why,
        reason=why,
    )


def _fewest_connected(start: IntArray, heads: IntArray, k: int) -> tuple[float, float, IntArray, str]:
    """Fewest and second fewest connected pairs left, the set, and why it may not be the best."""
    from alliancenet.graph.key_kernels import fewest_connected, pairs_connected_without

    n = len(start) - 1
    if n <= _EXACT_UP_TO or float(n) ** (k - 1) * (n + len(heads)) <= _EXACT_WORK:
        best, members = fewest_connected(start, heads, k)
        none_else = best[1] == np.iinfo(np.int64).max
        return float(best[0]), np.inf if none_else else float(best[1]), members, ""
    members = np.argsort(-np.diff(start), kind="stable")[:k]
    seen: dict[tuple[int, ...], float] = {}
    before = np.inf
    while True:
        for place in range(k):
            rest = np.delete(members, place)
            gone = np.zeros(n, dtype=bool)
            gone[rest] = True
            left = pairs_connected_without(start, heads, gone).astype(np.float64)
            left[rest] = np.inf
            for who in np.argsort(left, kind="stable")[:2]:
                seen[tuple(sorted((*rest.tolist(), int(who))))] = float(left[who])
            members = np.append(rest, left.argmin())
        now = min(seen.values())
        if now >= before:
            return _best_two(seen, f"greedy search above {_EXACT_UP_TO} people")
        before = now


def _least_close(start: IntArray, heads: IntArray, k: int) -> tuple[float, float, IntArray, str]:
    """Least and second least closeness left, the set, and why it may not be the best."""
    from alliancenet.graph.key_closeness import closeness_left, promising_sets

    n = len(start) - 1
    rows = _bits(start, heads)
    if n > _EXACT_UP_TO and k == 1:
        return _best_two(_swapped(rows, np.diff(start), k, tried=n), "")
    if n > _EXACT_UP_TO:
        return _best_two(_swapped(rows, np.diff(start), k), f"greedy search above {_EXACT_UP_TO} people")
    near, single, double, triple = _bounds(start, heads, k)
    met = sorted(_swapped(rows, single, k).values())
    enough = met[1] if len(met) > 1 else np.inf
    whole, members, done = float(near.sum()), np.arange(k), False
    extra = np.array(sorted(triple), dtype=np.int64).reshape(-1, k)
    more = np.array([triple[members] for members in sorted(triple)], dtype=np.float64)
    best, second, chosen = np.inf, np.inf, members
    while not done:
        sets, done = promising_sets(members, single, double, extra, more, whole - min(enough, second) - 1e-6)
        left = closeness_left(rows, sets)
        for value in np.sort(left)[:2].tolist():
            if value < best - _SAME:
                best, second, chosen = value, best, sets[np.flatnonzero(left <= value + _SAME)[0]]
            else:
                second = min(second, max(value, best))
    return best, second, chosen, ""


def _enough_ties(start: IntArray, heads: IntArray, k: int) -> tuple[IntArray, IntArray]:
    """The ties on which it depends who is connected once any k people have left."""
    from alliancenet.graph.key_kernels import enough_ties

    shape = (len(start) - 1, len(start) - 1)
    kept = csr_array((enough_ties(start, heads, k).astype(np.float64), heads, start), shape)
    kept = csr_array(kept.maximum(kept.T))
    kept.eliminate_zeros()
    return kept.indptr.astype(np.int64), kept.indices.astype(np.int64)


def _bounds(
    start: IntArray, heads: IntArray, k: int
) -> tuple[FloatArray, FloatArray, FloatArray, dict[tuple[int, ...], float]]:
    """Closeness of pairs, and a set's loss at most: a part by person, by pair, and for some by three.

    A person's own closeness goes, detours cost at most `detour_costs`, and somebody all of whose
    neighbours leave loses all closeness.
    """
    from alliancenet.graph.key_kernels import detour_costs, distances_at_worst

    near, worst = distances_at_worst(start, heads, k)
    own = 2 * near.sum(axis=1)
    single = own + detour_costs(start, heads, k, near, worst)
    double = -2 * near
    triple: dict[tuple[int, ...], float] = {}
    for person in np.flatnonzero((np.diff(start) > 0) & (np.diff(start) <= k)):
        around = tuple(sorted(heads[start[person] : start[person + 1]].tolist()))
        if len(around) == 1:
            single[around[0]] += own[person]
        elif len(around) == 2:
            double[around] += own[person]
            double[around[::-1]] += own[person]
        else:
            triple[around] = triple.get(around, 0.0) + own[person]
    return near, single, double, triple


def _swapped(
    rows: NDArray[np.uint64], rank: FloatArray | IntArray, k: int, tried: int = _TRIED
) -> dict[tuple[int, ...], float]:
    """Closeness left by set, for the sets a greedy swap search among the highest ranked meets."""
    from alliancenet.graph.key_closeness import closeness_left

    candidates = np.argsort(-rank, kind="stable")[: tried + k].tolist()
    members = candidates[:k]
    seen: dict[tuple[int, ...], float] = {}
    before = np.inf
    while True:
        for place in range(k):
            rest = members[:place] + members[place + 1 :]
            sets = {tuple(sorted((*rest, who))): who for who in candidates if who not in rest}
            new = [members for members in sets if members not in seen]
            if new:
                seen.update(zip(new, closeness_left(rows, np.array(new)).tolist(), strict=True))
            members = [*rest, sets[min(sets, key=seen.__getitem__)]]
        best = min(seen.values())
        if best >= before - _SAME:
            return seen
        before = best


def _best_two(seen: dict[tuple[int, ...], float], reason: str) -> tuple[float, float, IntArray, str]:
    ranked = sorted(seen, key=lambda one: (seen[one], one))
    second = seen[ranked[1]] if len(ranked) > 1 else np.inf
    return seen[ranked[0]], second, np.array(ranked[0], dtype=np.int64), reason


def _bits(start: IntArray, heads: IntArray) -> NDArray[np.uint64]:
    """Neighbours of each person as bits, uint64 (n, words)."""
    n = len(start) - 1
    rows = np.zeros((n, (n + 63) // 64), dtype=np.uint64)
    person = np.repeat(np.arange(n), np.diff(start))
    np.bitwise_or.at(rows, (person, heads >> 6), np.uint64(1) << (heads & 63).astype(np.uint64))
    return rows
