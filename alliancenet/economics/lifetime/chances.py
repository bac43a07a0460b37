"""Buyers with a chance to buy at fixed times (a yearly tender, a campaign): BG/BB (E16.3).

References
----------
Fader, Hardie & Shang 2010.
"""

from dataclasses import dataclass

import numpy as np

from alliancenet.arrays import FloatArray
from alliancenet.economics.lifetime.fitting import Fitted, most_likely

_STARTS = ((1.0, 1.0, 0.5, 3.0), (0.5, 0.5, 1.0, 5.0), (2.0, 1.0, 1.0, 1.0), (1.0, 3.0, 0.3, 2.0), (3.0, 3.0, 2.0, 8.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Takers:
    """Partners by what they took.

    Parameters
    ----------
    taken : chances taken.
    last : number of the last one taken, 0 for none.
    chances : chances there were.
    weights : partners of that kind.
    """

    taken: FloatArray
    last: FloatArray
    chances: FloatArray
    weights: FloatArray


@dataclass(frozen=True, slots=True)
class _Paths:
    """Every moment at which each kind of partner may have left: its place, chances before it, and whether it did."""

    place: "np.ndarray"
    seen: FloatArray
    left: FloatArray


def _paths(takers: Takers) -> _Paths:
    place, seen, left = [], [], []
    for row, (last, chances) in enumerate(zip(takers.last, takers.chances, strict=True)):
        # still there after the last chance, or gone right after one since the last taken
        for before in (chances, *np.arange(last, chances)):
            place.append(row)
            seen.append(before)
            left.append(0.0 if before == chances else 1.0)
    return _Paths(np.array(place), np.array(seen, dtype=np.float64), np.array(left))


def fit_chances(takers: Takers) -> Fitted:
    """Fit alpha, beta (taking a chance), gamma and delta (leaving after one)."""
    from scipy.special import betaln, digamma

    paths = _paths(takers)
    x, size = takers.taken[paths.place], len(takers.taken)

    def likelihood(values: FloatArray) -> tuple[float, FloatArray]:
        alpha, beta, gamma, delta = values
        y, left = paths.seen, paths.left
        taking = betaln(alpha + x, beta + y - x) - betaln(alpha, beta)
        terms = taking + betaln(gamma + left, delta + y) - betaln(gamma, delta)
        highest = np.full(size, -np.inf)
        np.maximum.at(highest, paths.place, terms)
        parts = np.exp(terms - highest[paths.place])
        sums = np.bincount(paths.place, parts, size)
        share = parts / sums[paths.place] * takers.weights[paths.place]
        of_taking = digamma(alpha + beta) - digamma(alpha + beta + y)
        of_leaving = digamma(gamma + delta) - digamma(gamma + delta + left + y)
        slopes = (
            digamma(alpha + x) - digamma(alpha) + of_taking,
            digamma(beta + y - x) - digamma(beta) + of_taking,
            digamma(gamma + left) - digamma(gamma) + of_leaving,
            digamma(delta + y) - digamma(delta) + of_leaving,
        )
        total = float((takers.weights * (highest + np.log(sums))).sum())
        return total, np.array([float((share * slope).sum()) for slope in slopes])

    return most_likely(likelihood, _STARTS)


def likelihoods(values: tuple[float, ...], takers: Takers) -> FloatArray:
    """TenderChance of what each kind of partner did."""
    from scipy.special import betaln

    alpha, beta, gamma, delta = values
    paths = _paths(takers)
    x = takers.taken[paths.place]
    taking = betaln(alpha + x, beta + paths.seen - x) - betaln(alpha, beta)
    terms = np.exp(taking + betaln(gamma + paths.left, delta + paths.seen) - betaln(gamma, delta))
    return np.bincount(paths.place, terms, len(takers.taken)).astype(np.float64)


def chance_there(values: tuple[float, ...], takers: Takers) -> FloatArray:
    """TenderChance that each kind of partner is still there at the next chance."""
    from scipy.special import betaln

    alpha, beta, gamma, delta = values
    taking = betaln(alpha + takers.taken, beta + takers.chances - takers.taken) - betaln(alpha, beta)
    staying = betaln(gamma, delta + takers.chances + 1) - betaln(gamma, delta)
    return np.asarray(np.exp(taking + staying) / likelihoods(values, takers), dtype=np.float64)


def taken_ahead(values: tuple[float, ...], takers: Takers, chances: int) -> FloatArray:
    """Expected number taken of the next so many chances."""
    from scipy.special import betaln

    alpha, beta, gamma, delta = values
    more = betaln(alpha + takers.taken + 1, beta + takers.chances - takers.taken) - betaln(alpha, beta)
    there = sum(
        np.exp(betaln(gamma, delta + takers.chances + step) - betaln(gamma, delta)) for step in range(1, chances + 1)
    )
    return np.asarray(np.exp(more) * there / likelihoods(values, takers), dtype=np.float64)
