"""Group labels shuffled over people, 64 shuffles in one machine word."""

import numpy as np
from numpy.typing import NDArray

from alliancenet.graph.network import BoolArray, FloatArray, IntArray, Network, ties

_WORDS = 16  # 1,024 shuffles at a time: a tie's two rows of words fit two cache lines each
_Bits = NDArray[np.uint64]
_Labels = NDArray[np.uint8] | NDArray[np.uint32]


def internal_weight_when_relabelled(network: Network, permutations: int, seed: int) -> FloatArray:
    """Summed weight inside groups for each shuffle of the labels.

    Parameters
    ----------
    network : everybody must have a group.
    permutations : number of shuffles.
    seed : seed of the shuffles.

    Notes
    -----
    O(permutations · (n log n + m / 64)) when all weights are equal, else O(permutations · m).
    """
    source, target, weight = ties(network)
    if network.group is None or not len(weight):
        return np.zeros(permutations)
    generator = np.random.default_rng(seed)
    even = bool((weight == weight[0]).all())
    bits = _bits(network.group)
    drawn = []
    for first in range(0, permutations, 64 * _WORDS):
        labels = _shuffled(network.group, min(64 * _WORDS, permutations - first), generator)
        if even:
            drawn.append((len(weight) - _external_ties(labels, bits, source, target)) * weight[0])
        else:
            drawn.append(_internal_weight(labels, source, target, weight))
    return np.concatenate(drawn)


def _shuffled(labels: IntArray, rows: int, generator: np.random.Generator) -> _Labels:
    """Independent uniform shuffles of the labels, one per row.

    Each label rides in the low bits of a random number; sorting the numbers shuffles the labels.
    A row in which two random numbers are equal is drawn again, so every order is equally likely.
    """
    bits, n = _bits(labels), len(labels)
    narrow = n * n < 1 << max(0, 30 - bits)
    width = np.uint32 if narrow else np.uint64
    small = np.uint8 if bits <= 8 else np.uint32
    shift, mask = width(bits), width((1 << bits) - 1)
    keys = generator.integers(0, np.iinfo(width).max, size=(rows, n), dtype=width, endpoint=True)
    keys = (keys & ~mask) | labels.astype(width)
    keys.sort(axis=1)
    drawn: _Labels = (keys & mask).astype(small)
    keys >>= shift
    for row in np.flatnonzero((keys[:, 1:] == keys[:, :-1]).any(axis=1)):
        drawn[row] = generator.permutation(labels)
    return drawn


def _bits(labels: IntArray) -> int:
    return max(1, int(labels.max()).bit_length())


def _external_ties(labels: _Labels, bits: int, source: IntArray, target: IntArray) -> IntArray:
    """Ties between different labels, per row of labels."""
    rows = len(labels)
    differs = np.zeros((len(source), -(-rows // 64)), np.uint64)
    for bit in range(bits):
        plane = _lanes((labels & (1 << bit)) != 0)
        differs |= plane[source] ^ plane[target]
    return _count_lanes(differs)[:rows]


def _lanes(flags: BoolArray) -> _Bits:
    """Flags (rows, n) as words (n, rows / 64): row r is bit r % 64 of word r // 64."""
    rows, n = flags.shape
    packed = np.zeros((-(-rows // 64) * 8, n), np.uint8)
    packed[: -(-rows // 8)] = np.packbits(flags, axis=0, bitorder="little")
    return np.ascontiguousarray(packed.T).view(np.uint64)


def _count_lanes(words: _Bits) -> IntArray:
    """How many rows have each bit set: adders on whole words, three rows to two."""
    total = np.zeros(words.shape[1] * 64, np.int64)
    weight = 1
    while len(words):
        carries = []
        while len(words) > 8:
            third = len(words) // 3
            a, b, c = words[:third], words[third : 2 * third], words[2 * third : 3 * third]
            odd = a ^ b
            carries.append((a & b) | (odd & c))
            words = np.concatenate([odd ^ c, words[3 * third :]])
        bits = np.unpackbits(words.view(np.uint8), axis=1, bitorder="little")
        total += weight * bits.sum(axis=0, dtype=np.int64)
        words = np.concatenate(carries) if carries else words[:0]
        weight *= 2
    return total


def _internal_weight(labels: _Labels, source: IntArray, target: IntArray, weight: FloatArray) -> FloatArray:
    inside = np.empty(len(labels))
    for row, label in enumerate(labels):
        inside[row] = weight[label[source] == label[target]].sum()
    return inside
