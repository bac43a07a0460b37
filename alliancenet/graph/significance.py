"""What of a difference is chance: p values, and many of them judged together."""

import math
from collections.abc import Sequence

import numpy as np


def benjamini_hochberg(p_values: Sequence[float], q: float) -> list[bool]:
    """Return which hypotheses are rejected at false discovery rate `q`.

    Examples
    --------
    >>> benjamini_hochberg([0.001, 0.02, 0.2, 0.9], 0.10)
    [True, True, False, False]

    References
    ----------
    Benjamini & Hochberg 1995, J. R. Stat. Soc. B 57:289-300.
    """
    order = np.argsort(p_values)
    ranked = np.array(p_values)[order]
    passes = np.flatnonzero(ranked <= q * np.arange(1, len(ranked) + 1) / max(len(ranked), 1))
    rejected = np.zeros(len(ranked), dtype=bool)
    if len(passes):
        rejected[order[: passes[-1] + 1]] = True
    return [bool(is_rejected) for is_rejected in rejected]


def two_sided_p(difference: float, error: float, freedom: float = math.inf) -> float:
    """Probability of a difference at least as large by chance, Student's t.

    Parameters
    ----------
    error : standard error of the difference; 0 where there is none, and every difference is one.
    freedom : degrees of freedom of the error.

    Examples
    --------
    >>> round(two_sided_p(2.0, 1.0), 3), two_sided_p(0.0, 0.0), two_sided_p(1.0, 0.0)
    (0.046, 1.0, 0.0)
    """
    if difference == 0:
        return 1.0
    if error <= 0:
        return 0.0
    ratio = abs(difference) / error
    if math.isinf(freedom):
        return math.erfc(ratio / math.sqrt(2))
    from scipy.special import stdtr

    return float(2 * stdtr(freedom, -ratio))


def t_quantile(level: float, freedom: float = math.inf) -> float:
    """Half width, in standard errors, of an interval that holds with probability `level`.

    Examples
    --------
    >>> round(t_quantile(0.9), 4), round(t_quantile(0.9, 10), 4)
    (1.6449, 1.8125)
    """
    from scipy.special import ndtri, stdtrit

    end = (1 + level) / 2
    return float(ndtri(end) if math.isinf(freedom) else stdtrit(freedom, end))
