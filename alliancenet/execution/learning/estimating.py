"""Differences of two arms with 90 % intervals, and how often chance alone gives as much.

References
----------
Welch 1947 (unequal spreads); Fisher 1935 (permutation of arms); Phipson & Smyth 2010 (p is never 0);
Abadie, Diamond & Hainmueller 2010 (placebo choices).
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from math import ceil, comb, sqrt

import numpy as np
from scipy.special import stdtrit

from alliancenet.arrays import FloatArray, IntArray
from alliancenet.model.execution import TestedEstimate

COVERAGE = 0.90
_UPPER = 0.5 + COVERAGE / 2
_NEAR = 1e-12
_MOST_NEEDED = 10_000


@dataclass(frozen=True, slots=True)
class Choosing:
    """How chance is asked.

    Parameters
    ----------
    most : choices that are looked at; where there are more, so many are drawn.
    seed : of the drawing.
    """

    most: int
    seed: int


def difference(treated: FloatArray, comparison: FloatArray, chance: Choosing | None = None) -> TestedEstimate | None:
    """Mean of the treated minus mean of the comparison.

    Parameters
    ----------
    treated, comparison : one value a unit, two units and more in each.
    chance : without it no p is worked out.

    Notes
    -----
    Welch's interval. Where an arm has two units only and they lie closer than units do elsewhere, the
    spread of all units stands in for theirs (own rule, measured in `tests/benchmarks/learning.py`).

    Returns
    -------
    None where no unit of either arm differs from another, so that no interval can be told.
    """
    value = float(treated.mean() - comparison.mean())
    error, freedom = welch(treated, comparison)
    if error**2 <= _NEAR * max(1.0, value**2):
        return None
    half = float(stdtrit(freedom, _UPPER)) * error
    values = np.concatenate([treated, comparison])

    def of_choice(chosen: IntArray) -> FloatArray:
        sums = values[chosen].sum(axis=1)
        size = chosen.shape[1]
        return np.asarray(sums / size - (values.sum() - sums) / (len(values) - size))

    return _with_chance(value, half, len(treated), len(values), of_choice, chance)


def welch(treated: FloatArray, comparison: FloatArray) -> tuple[float, float]:
    """Standard error of the difference of two means, and its degrees of freedom; both 0 where no unit differs.

    Parameters
    ----------
    treated, comparison : one value a unit, two units and more in each.
    """
    arms = (treated, comparison)
    spreads = np.array([arm.var(ddof=1) for arm in arms])
    free = np.array([len(arm) - 1 for arm in arms], dtype=np.float64)
    pooled = float(spreads @ free / free.sum())
    # two units that happen to lie close say little of their spread: Welch alone covers 84 to 87 % then
    trusts_others = np.array([len(arm) == 2 for arm in arms]) & (spreads < pooled)
    spreads, free = np.where(trusts_others, pooled, spreads), np.where(trusts_others, free.sum(), free)
    parts = spreads / np.array([len(arm) for arm in arms])
    if not parts.sum():
        return 0.0, 0.0
    return sqrt(float(parts.sum())), float(parts.sum() ** 2 / (parts**2 / free).sum())


def adjusted(
    treated: tuple[FloatArray, FloatArray],
    comparison: tuple[FloatArray, FloatArray],
    chance: Choosing | None = None,
) -> TestedEstimate | None:
    """Difference of two arms at the same baseline: regression on arm and baseline.

    Parameters
    ----------
    treated, comparison : values, and baselines, of each arm's units.

    Returns
    -------
    None where the baseline says nothing (all alike, or it tells the arms apart), or no spread is left.
    """
    values = np.concatenate([treated[0], comparison[0]])
    baseline = np.concatenate([treated[1], comparison[1]])
    first = len(treated[0])
    centred = baseline - baseline.mean()
    squares = float(centred @ centred)
    if squares <= _NEAR * max(1.0, float(baseline.mean() ** 2)):
        return None

    def residual(chosen: IntArray) -> FloatArray:
        """Arms (n_choices, n_units) without what the baseline tells of them."""
        arms = np.zeros((len(chosen), len(values)))
        np.put_along_axis(arms, chosen, 1.0, axis=1)
        arms -= arms.mean(axis=1, keepdims=True)
        return np.asarray(arms - np.outer(arms @ centred / squares, centred))

    def of_choice(chosen: IntArray) -> FloatArray:
        left = residual(chosen)
        return np.asarray(left @ values / np.maximum((left**2).sum(axis=1), _NEAR))

    own = residual(np.arange(first, dtype=np.int64)[None])[0]
    if own @ own < 1e-9:
        return None
    value = float(own @ values / (own @ own))
    rest = values - values.mean() - value * (np.arange(len(values)) < first)
    rest = rest - rest.mean()
    rest -= centred * float(centred @ rest) / squares
    freedom = len(values) - 3
    spread = float(rest @ rest) / freedom
    if spread <= _NEAR * max(1.0, value**2):
        return None
    half = float(stdtrit(freedom, _UPPER)) * sqrt(spread / float(own @ own))
    return _with_chance(value, half, first, len(values), of_choice, chance)


def _with_chance(
    value: float,
    half: float,
    size: int,
    of: int,
    of_choice: Callable[[IntArray], FloatArray],
    chance: Choosing | None,
) -> TestedEstimate:
    p, count, at_all = None, 0, False
    if chance is not None:
        chosen, at_all = choices(of, size, chance)
        reached = np.abs(of_choice(chosen)) >= abs(value) - _NEAR * max(1.0, abs(value))
        # drawn choices stand beside the one that was made, so that p is never 0
        count = len(chosen) if at_all else len(chosen) + 1
        p = float((reached.sum() + (0 if at_all else 1)) / count)
    return TestedEstimate(value=value, low=value - half, high=value + half, p=p, choices=count, at_all=at_all)


def choices(of: int, size: int, chance: Choosing) -> tuple[IntArray, bool]:
    """Ways to choose `size` of `of` units (n, size), and whether these are all."""
    if comb(of, size) <= chance.most:
        return np.array(list(combinations(range(of), size)), dtype=np.int64), True
    rng = np.random.default_rng(chance.seed)
    shuffled = rng.permuted(np.tile(np.arange(of), (chance.most, 1)), axis=1)
    return shuffled[:, :size].astype(np.int64), False


def detectable(spread: float, treated: int, comparison: int, power: float) -> float:
    """Smallest effect a test of two arms can see.

    Parameters
    ----------
    spread : standard deviation between units of what is compared.
    power : share of tests that see an effect of this size.
    """
    freedom = treated + comparison - 2
    steps = float(stdtrit(freedom, _UPPER) + stdtrit(freedom, power))
    return steps * spread * sqrt(1 / treated + 1 / comparison)


def needed(spread: float, effect: float, power: float) -> int | None:
    """Units in each of two equal arms to see an effect; None beyond ten thousand."""
    if detectable(spread, _MOST_NEEDED, _MOST_NEEDED, power) > effect:
        return None
    low, high = 2, _MOST_NEEDED
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if detectable(spread, middle, middle, power) <= effect else (middle + 1, high)
    return ceil(low)


def kept_by_share_of_false(ps: FloatArray, share: float) -> list[bool]:
    """Which of several p hold when at most a share of those kept may be false.

    References
    ----------
    Benjamini & Hochberg 1995.
    """
    order = np.argsort(ps, kind="stable")
    below = ps[order] <= share * np.arange(1, len(ps) + 1) / len(ps)
    last = int(np.flatnonzero(below).max(initial=-1))
    kept = np.zeros(len(ps), dtype=bool)
    kept[order[: last + 1]] = True
    return [bool(held) for held in kept]
