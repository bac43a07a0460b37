"""Shares of counts, and how far chance may move them."""

from collections.abc import Sequence
from math import sqrt
from statistics import NormalDist

import numpy as np

_Z90 = 1.6449  # standard normal, 90 % two-sided


def wilson_interval(count: int, of: int) -> tuple[float, float]:
    """90 % interval of a share, 0-1; (0, 1) of nothing.

    References
    ----------
    Wilson 1927, J. Am. Stat. Assoc. 22:209-212.

    Examples
    --------
    >>> low, high = wilson_interval(5, 10)
    >>> round(low, 3), round(high, 3)
    (0.269, 0.731)
    """
    if not of:
        return 0.0, 1.0
    share, weight = count / of, _Z90**2 / of
    middle, margin = share + weight / 2, _Z90 * sqrt(share * (1 - share) / of + weight / (4 * of))
    return max(0.0, (middle - margin) / (1 + weight)), min(1.0, (middle + margin) / (1 + weight))


def lower_by_chance(some: Sequence[int], others: Sequence[int]) -> float:
    """P that the first group's numbers lie so far below the other's, were both alike: rank sum, one-sided.

    Normal approximation with mid-ranks; 1 where all numbers are the same.

    References
    ----------
    Wilcoxon 1945, Biometrics Bulletin 1:80-83; Mann & Whitney 1947.

    Examples
    --------
    >>> round(lower_by_chance([0, 0, 1, 1, 1], [2, 2, 3, 3, 4]), 4)
    0.0038
    """
    n, m = len(some), len(others)
    if not n or not m:
        return 1.0
    _, place, count = np.unique([*some, *others], return_inverse=True, return_counts=True)
    ranks = (np.cumsum(count) - (count - 1) / 2)[place]
    ties = float((count**3 - count).sum()) / ((n + m) * (n + m - 1))
    variance = n * m / 12 * (n + m + 1 - ties)
    if variance <= 0:
        return 1.0
    below = float(ranks[:n].sum()) - n * (n + m + 1) / 2
    return float(NormalDist().cdf(below / sqrt(variance)))
