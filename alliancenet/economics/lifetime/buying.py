"""Buyers without a contract, so that leaving is not seen: BG/NBD for how often, gamma-gamma for how much (E16.3).

References
----------
Fader, Hardie & Lee 2005; Fader & Hardie 2013.
"""

from dataclasses import dataclass, replace

import numpy as np

from alliancenet.arrays import FloatArray
from alliancenet.economics.lifetime.fitting import Fitted, most_likely

_STARTS = (
    (0.5, 5.0, 1.0, 2.0),
    (1.0, 10.0, 0.5, 3.0),
    (0.2, 2.0, 1.0, 1.0),
    (2.0, 20.0, 0.8, 2.5),
    (5.0, 30.0, 0.3, 5.0),
)
_SPEND_STARTS = ((1.0, 2.0, 10.0), (6.0, 4.0, 15.0), (2.0, 3.0, 50.0), (10.0, 5.0, 5.0), (0.5, 1.5, 100.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Buyers:
    """Purchases of each partner, all times from its first one.

    Parameters
    ----------
    repeats : purchases after the first; those of one day are one.
    last : time of the last purchase.
    seen : time it was watched, at least `last`.
    mean : mean money of a repeat purchase; 0 where there is none.
    """

    repeats: FloatArray
    last: FloatArray
    seen: FloatArray
    mean: FloatArray


def fit_buying(buyers: Buyers) -> Fitted:
    """Fit r, alpha, a and b of BG/NBD."""
    rows = np.stack([buyers.repeats, buyers.last, buyers.seen], axis=1)
    different, weights = np.unique(rows, axis=0, return_counts=True)
    x, last, seen = different.T
    # time in units of its mean, so that all parameters are of one size
    unit = max(float(seen.mean()), 1e-9)
    rates = _BuyingLikelihood(x, last / unit, seen / unit, weights.astype(np.float64))
    starts = [(r, alpha / 30, a, b) for r, alpha, a, b in _STARTS]
    fitted = most_likely(rates, starts)
    r, alpha, a, b = fitted.values
    rescaled = fitted.log_likelihood - float((weights * x).sum()) * np.log(unit)
    # a unit moves the logarithm of alpha and not its spread
    return replace(fitted, values=(r, alpha * unit, a, b), log_likelihood=rescaled)


def buying_likelihood(values: tuple[float, ...], buyers: Buyers) -> float:
    """Log-likelihood of BG/NBD at given r, alpha, a and b."""
    every = np.ones(len(buyers.repeats))
    return _BuyingLikelihood(buyers.repeats, buyers.last, buyers.seen, every)(np.asarray(values))[0]


class _BuyingLikelihood:
    """Log-likelihood of BG/NBD and its slope; functions of whole numbers are worked out once for each."""

    def __init__(self, x: FloatArray, last: FloatArray, seen: FloatArray, weights: FloatArray) -> None:
        self.counts, self.place = np.unique(x, return_inverse=True)
        self.x, self.seen, self.weights = x, seen, weights
        # nobody without a repeat purchase is gone: what follows from being gone is worked out for the others alone
        self.some = np.flatnonzero(x > 0)
        self.last = last[self.some]

    def __call__(self, values: FloatArray) -> tuple[float, FloatArray]:
        from scipy.special import betaln, digamma, gammaln

        r, alpha, a, b = values
        counts, place, some = self.counts, self.place, self.some
        later, sooner = np.log(alpha + self.seen), np.log(alpha + self.last)
        rate = gammaln(r + counts) - gammaln(r) + r * np.log(alpha)
        kept = betaln(a, b + counts) - betaln(a, b)
        both = kept[place] - (r + self.x) * later
        # gone right after the last purchase
        odds = np.log(a) - np.log(np.maximum(b + counts - 1, 1e-300))
        gone = (kept + odds)[place[some]] - (r + self.x[some]) * sooner
        both[some] = np.logaddexp(both[some], gone)
        is_gone = np.exp(gone - both[some])
        total = float(self.weights @ (rate[place] + both))
        whole = digamma(a + b) - digamma(a + b + counts)
        share = np.where(counts > 0, 1 / np.maximum(b + counts - 1, 1e-300), 0.0)
        watched, bought = 1 / (alpha + self.seen), 1 / (alpha + self.last)
        slopes = (
            (digamma(r + counts) - digamma(r))[place] + np.log(alpha) - later,
            r / alpha - (r + self.x) * watched,
            whole[place],
            (digamma(b + counts) - digamma(b) + whole)[place],
        )
        of_gone = (
            later[some] - sooner,
            (r + self.x[some]) * (watched[some] - bought),
            np.full(len(some), 1 / a),
            -share[place[some]],
        )
        weighed = self.weights[some] * is_gone
        both_parts = zip(slopes, of_gone, strict=True)
        return total, np.array([float(self.weights @ every + weighed @ gone) for every, gone in both_parts])


def _log_odds_gone(values: tuple[float, ...], buyers: Buyers) -> FloatArray:
    """Logarithm of the odds that a partner is gone; minus infinity without a repeat purchase."""
    r, alpha, a, b = values
    x = buyers.repeats
    odds = np.full(len(x), -np.inf)
    some = x > 0
    ratio = np.log(alpha + buyers.seen[some]) - np.log(alpha + buyers.last[some])
    odds[some] = np.log(a) - np.log(b + x[some] - 1) + (r + x[some]) * ratio
    return odds


def chance_alive(values: tuple[float, ...], buyers: Buyers) -> FloatArray:
    """TenderChance that each partner still buys."""
    return 1 / (1 + np.exp(np.minimum(_log_odds_gone(values, buyers), 700.0)))


def purchases_ahead(values: tuple[float, ...], buyers: Buyers, time: float) -> FloatArray:
    """Expected purchases of each partner in a time ahead."""
    from scipy.special import hyp2f1

    r, alpha, a, b = values
    if abs(a - 1) < 1e-6:
        # the formula divides by a - 1: its limit, from both sides
        ends = [purchases_ahead((r, alpha, a + step, b), buyers, time) for step in (-2e-6, 2e-6)]
        return np.asarray((ends[0] + ends[1]) / 2, dtype=np.float64)
    x, seen = buyers.repeats, buyers.seen
    left = (alpha + seen) / (alpha + seen + time)
    series = hyp2f1(r + x, b + x, a + b + x - 1, time / (alpha + seen + time))
    expected = (a + b + x - 1) / (a - 1) * (1 - left ** (r + x) * series)
    return np.asarray(expected * chance_alive(values, buyers), dtype=np.float64)


def fit_spending(buyers: Buyers) -> Fitted:
    """Fit p, q and v of the gamma-gamma model to partners with repeat purchases of some value."""
    from scipy.special import digamma, gammaln

    some = (buyers.repeats > 0) & (buyers.mean > 0)
    x, mean = buyers.repeats[some], buyers.mean[some]
    unit = max(float(np.median(mean)) / 20, 1e-9) if len(mean) else 1.0
    mean = mean / unit

    def likelihood(values: FloatArray) -> tuple[float, FloatArray]:
        p, q, v = values
        all_spent = np.log(x * mean + v)
        total = (
            gammaln(p * x + q)
            - gammaln(p * x)
            - gammaln(q)
            + q * np.log(v)
            + (p * x - 1) * np.log(mean)
            + p * x * np.log(x)
            - (p * x + q) * all_spent
        )
        both = digamma(p * x + q)
        slopes = (
            x * (both - digamma(p * x) + np.log(mean * x) - all_spent),
            both - digamma(q) + np.log(v) - all_spent,
            q / v - (p * x + q) / (x * mean + v),
        )
        return float(total.sum()), np.array([float(slope.sum()) for slope in slopes])

    fitted = most_likely(likelihood, _SPEND_STARTS)
    p, q, v = fitted.values
    reason = fitted.reason or ("" if q > 1 else "the mean of spending is not finite (q at most 1)")
    rescaled = fitted.log_likelihood - len(x) * np.log(unit)
    return replace(fitted, values=(p, q, v * unit), log_likelihood=rescaled, reason=reason)


def money_of_a_purchase(values: tuple[float, ...], buyers: Buyers) -> FloatArray:
    """Expected money of a purchase of each partner; the population's mean without a repeat purchase."""
    p, q, v = values
    x, mean = buyers.repeats, buyers.mean
    usable = (x > 0) & (mean > 0)
    population = p * v / (q - 1)
    return np.where(usable, p * (v + x * mean) / np.where(usable, p * x + q - 1, 1.0), population)
