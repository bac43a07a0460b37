"""Contracts that are renewed or not, so that leaving is seen: the shifted beta-geometric model (E16.2).

References
----------
Fader & Hardie 2007.
"""

from collections.abc import Sequence

import numpy as np

from alliancenet.arrays import FloatArray
from alliancenet.economics.lifetime.fitting import Fitted, most_likely

_STARTS = ((1.0, 1.0), (0.5, 3.0), (2.0, 5.0), (5.0, 5.0), (0.3, 0.3))


def fit_renewals(lost: Sequence[int], kept: Sequence[int]) -> Fitted:
    """Fit alpha and beta.

    Parameters
    ----------
    lost : contracts that ended at the first, second, … renewal.
    kept : contracts last seen after that many renewals, of as many entries.
    """
    from scipy.special import betaln, digamma

    times = np.arange(1, len(lost) + 1, dtype=np.float64)
    ended, seen = np.asarray(lost, dtype=np.float64), np.asarray(kept, dtype=np.float64)

    def likelihood(values: FloatArray) -> tuple[float, FloatArray]:
        alpha, beta = values
        base = betaln(alpha, beta)
        leaving = betaln(alpha + 1, beta + times - 1) - base
        staying = betaln(alpha, beta + times) - base
        # both denominators hold the same sum
        whole = digamma(alpha + beta) - digamma(alpha + beta + times)
        slope_alpha = ended * (1 / alpha + whole) + seen * whole
        slope_beta = ended * (digamma(beta + times - 1) - digamma(beta) + whole)
        slope_beta += seen * (digamma(beta + times) - digamma(beta) + whole)
        total = float((ended * leaving + seen * staying).sum())
        return total, np.array([slope_alpha.sum(), slope_beta.sum()])

    return most_likely(likelihood, _STARTS)


def survival(alpha: float, beta: float, renewals: float) -> float:
    """Share still there after so many renewals."""
    from scipy.special import betaln

    return float(np.exp(betaln(alpha, beta + renewals) - betaln(alpha, beta)))


def renewal_rate(alpha: float, beta: float, renewal: int) -> float:
    """Share of those there that renew at the n-th renewal."""
    return (beta + renewal - 1) / (alpha + beta + renewal - 1)


def renewals_left(alpha: float, beta: float, renewal: int, rate: float) -> float:
    """Expected discounted number of renewals left, just before the n-th renewal.

    Parameters
    ----------
    rate : discount rate of a renewal period.
    """
    from scipy.special import hyp2f1

    factor = (beta + renewal - 1) / (alpha + beta + renewal - 1)
    return float(factor * hyp2f1(1, beta + renewal, alpha + beta + renewal, 1 / (1 + rate)))
