"""Group labels shuffled over people, 64 shuffles in one machine word."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from alliancenet.arrays import FloatArray, IntArray
from alliancenet.graph.network import Network, ties

_WORDS = 4  # 256 shuffles at a time stay in the cache with the ties they are counted on
_Bits = NDArray[np.uint64]
_Labels = NDArray[Any]


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
        rows = -(-min(64 * _WORDS, permutations - first) // 64) * 64
        labels = _shuffled(network.group, rows, generator)
        if even:
            drawn.append((len(weight) - _external_ties(labels, bits, source, target)) * weight[0])
        else:
            drawn.append(_internal_weight(labels, source, target, weight))
    return np.concatenate(drawn)[:permutations]


def _shuffled(labels: IntArray, rows: int, generator: np.random.Generator) -> _Labels:
    """Independent uniform shuffles of the labels, one per row.

    Each label rides in the low bits of a random number; sorting the numbers shuffles the labels.
    A row in which two random numbers are equal is drawn again, so every order is equally likely.
    """
    bits, n = _bits(labels), len(labels)
    width: type[Any] = np.uint32 if n * n < 1 << max(0, 30 - bits) else np.uint64
    mask = width((1 << bits) - 1)
    words = rows * n * width(0).itemsize // 8
    keys = generator.integers(0, (1 << 64) - 1, size=words, dtype=np.uint64, endpoint=True).view(width)
    keys = keys.reshape(rows, n)
    keys &= ~mask
    keys |= labels.astype(width)
    keys.sort(axis=1)
    drawn: _Labels = (keys & mask).astype(np.uint8 if bits <= 8 else np.uint32)
    keys >>= width(bits)
    for row in np.flatnonzero((keys[:, 1:] == keys[:, :-1]).any(axis=1)):
        drawn[row] = generator.permutation(labels)
    return drawn


def _bits(labels: IntArray) -> int:
    return max(1, int(labels.max()).bit_length())


def _external_ties(labels: _Labels, bits: int, source: IntArray, target: IntArray) -> IntArray:
    """Ties between different labels, per row of labels; 64 rows share a word of each person."""
    by_person = np.ascontiguousarray(labels.T)
    differs = np.zeros((len(source), len(labels) // 64), np.uint64)
    for bit in range(bits):
        plane = np.packbits(by_person & (1 << bit), axis=1, bitorder="little").view(np.uint64)
        differs |= plane[source] ^ plane[target]
    return _count_lanes(differs)


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
