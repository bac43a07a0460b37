"""Compiled loops: the closeness left by thousands of removals at once, one bit for each."""

import numba
import numpy as np
from numpy.typing import NDArray

from alliancenet.arrays import FloatArray, IntArray

Bits = NDArray[np.uint64]
_ONE = np.uint64(1)
_BATCH = 4096  # sets side by side: their state for 300 people then stays near the processor


@numba.njit(cache=True)
def lowest(word: np.uint64) -> np.int64:
    """Place of the lowest bit that is set."""
    below = (word & (~word + _ONE)) - _ONE
    below = below - ((below >> np.uint64(1)) & np.uint64(0x5555555555555555))
    below = (below & np.uint64(0x3333333333333333)) + ((below >> np.uint64(2)) & np.uint64(0x3333333333333333))
    below = (below + (below >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((below * np.uint64(0x0101010101010101)) >> np.uint64(56))


@numba.njit(cache=True)
def _present(n: int, sets: IntArray) -> Bits:
    """Bit i of a person is set unless set i takes the person away, uint64 (n, lanes)."""
    lanes = np.zeros((len(sets) + 63) // 64, np.uint64)
    for at in range(len(sets)):
        lanes[at >> 6] |= _ONE << np.uint64(at & 63)
    present = np.zeros((n, len(lanes)), np.uint64)
    for v in range(n):
        present[v] = lanes
    for at in range(len(sets)):
        for v in sets[at]:
            present[v, at >> 6] &= ~(_ONE << np.uint64(at & 63))
    return present


@numba.njit(cache=True)
def _touched(rows: Bits, frontier: Bits, waiting: Bits, touched: Bits) -> None:
    """Who waits and is a neighbour of somebody in the frontier."""
    touched[:] = 0
    for word in range(len(frontier)):
        bits = frontier[word]
        while bits:
            v = (word << 6) + lowest(bits)
            bits &= bits - _ONE
            for other in range(len(touched)):
                touched[other] |= rows[v, other]
    for word in range(len(touched)):
        touched[word] &= waiting[word]


@numba.njit(cache=True)
def _arriving(v: np.int64, rows: Bits, frontier: Bits, fresh: Bits, missing: Bits, arrived: Bits) -> None:
    """In which sets person v is met from the frontier; stops when in all that miss."""
    first = True
    for word in range(len(frontier)):
        bits = rows[v, word] & frontier[word]
        while bits:
            w = (word << 6) + lowest(bits)
            bits &= bits - _ONE
            if first:
                for lane in range(len(arrived)):
                    arrived[lane] = fresh[w, lane]
                first = False
                continue
            lacking = np.uint64(0)
            for lane in range(len(arrived)):
                arrived[lane] |= fresh[w, lane]
                lacking |= missing[v, lane] & ~arrived[lane]
            if not lacking:
                return


@numba.njit(cache=True)
def _count(planes: Bits, distance: int, carry: Bits) -> np.int64:
    """Add one in each set of `carry` to counters kept one binary digit to a row; digits used."""
    for digit in range(planes.shape[1]):
        some = np.uint64(0)
        for lane in range(len(carry)):
            one = planes[distance, digit, lane]
            planes[distance, digit, lane] = one ^ carry[lane]
            carry[lane] &= one
            some |= carry[lane]
        if not some:
            return np.int64(digit + 1)
    return np.int64(planes.shape[1])


@numba.njit(cache=True)
def _search(source: int, rows: Bits, present: Bits, planes: Bits, digits: IntArray, space: Bits) -> None:
    """Breadth-first search from one person in every set at once; counts those met, by distance.

    People before the source are not counted: each pair counts once.
    """
    n, words = rows.shape
    missing, fresh, later = space[0], space[1], space[2]
    waiting, frontier, touched = np.zeros(words, np.uint64), np.zeros(words, np.uint64), np.zeros(words, np.uint64)
    met, arrived = np.zeros(words, np.uint64), np.zeros(present.shape[1], np.uint64)
    for person in range(n):
        for lane in range(len(arrived)):
            missing[person, lane] = present[person, lane] & present[source, lane]
        waiting[person >> 6] |= _ONE << np.uint64(person & 63)
    waiting[source >> 6] ^= _ONE << np.uint64(source & 63)
    frontier[source >> 6] = _ONE << np.uint64(source & 63)
    fresh[source] = present[source]
    distance, going = 0, True
    while going:
        distance += 1
        going = False
        met[:] = 0
        _touched(rows, frontier, waiting, touched)
        for word in range(words):
            bits = touched[word]
            while bits:
                v = (word << 6) + lowest(bits)
                own = bits & (~bits + _ONE)
                bits ^= own
                _arriving(v, rows, frontier, fresh, missing, arrived)
                some, rest = np.uint64(0), np.uint64(0)
                for lane in range(len(arrived)):
                    new = arrived[lane] & missing[v, lane]
                    arrived[lane] = later[v, lane] = new
                    missing[v, lane] ^= new
                    some |= new
                    rest |= missing[v, lane]
                if not rest:
                    waiting[word] ^= own
                if some:
                    met[word] |= own
                    going = True
                    if v > source:
                        digits[distance] = max(digits[distance], _count(planes, distance, arrived))
        frontier[:] = met
        fresh, later = later, fresh


@numba.njit(cache=True)
def closeness_left(rows: Bits, sets: IntArray) -> FloatArray:
    """Sum over ordered pairs of 1 / distance once each of the sets has left, (sets,).

    Parameters
    ----------
    rows : uint64 array (n, words), neighbours of each person as bits.
    sets : array (sets, k), people who leave together; some thousands at most, memory is n bits
        for each.

    Notes
    -----
    Equal numbers of pairs at each distance give the same float, whatever the labels. About
    O(sets n² degree / 64): a word holds 64 sets, and most people are met once for all of them.
    """
    n = len(rows)
    present = _present(n, sets)
    most = 1
    while (1 << most) <= n * n // 2:
        most += 1
    planes = np.zeros((max(n, 2), most, present.shape[1]), np.uint64)
    digits = np.zeros(max(n, 2), np.int64)
    space = np.zeros((3, n, present.shape[1]), np.uint64)
    for source in range(n):
        _search(source, rows, present, planes, digits, space)
    left = np.zeros(len(sets))
    for distance in range(1, n):
        for digit in range(digits[distance]):
            worth = 2.0 * np.float64(1 << digit) / distance
            for at in range(len(sets)):
                left[at] += worth * np.float64((planes[distance, digit, at >> 6] >> np.uint64(at & 63)) & _ONE)
    return left


@numba.njit(cache=True)
def _next_set(members: IntArray, n: int) -> bool:
    """Go to the next set in the order of its members; False after the last."""
    k = len(members)
    at = k - 1
    while at >= 0 and members[at] == n - k + at:
        at -= 1
    if at < 0:
        return False
    members[at] += 1
    for later in range(at + 1, k):
        members[later] = members[later - 1] + 1
    return True


@numba.njit(cache=True)
def promising_sets(
    members: IntArray, single: FloatArray, double: FloatArray, extra: IntArray, more: FloatArray, least: float
) -> tuple[IntArray, bool]:
    """Next sets, in order, that could take so much closeness; and whether all sets have been looked at.

    Parameters
    ----------
    members : the set to begin with; left at the one to go on with.
    single, double : the most that a set can take is the sum of `single` over its people, of
        `double` over its pairs,
    extra, more : and, for the sets `extra` (array (sets, k), sorted), of `more`.
    """
    n, k = len(single), len(members)
    sets = np.zeros((_BATCH, k), np.int64)
    place, size, going = 0, 0, True
    while place < len(extra) and _before(extra[place], members):
        place += 1
    while going and size < _BATCH:
        most = 0.0
        for i in range(k):
            most += single[members[i]]
            for j in range(i):
                most += double[members[j], members[i]]
        if place < len(extra) and (extra[place] == members).all():
            most += more[place]
            place += 1
        if most >= least:
            sets[size] = members
            size += 1
        going = _next_set(members, n)
    return sets[:size], not going


@numba.njit(cache=True)
def _before(first: IntArray, second: IntArray) -> bool:
    for at in range(len(first)):
        if first[at] != second[at]:
            return bool(first[at] < second[at])
    return False
