"""Maximum likelihood of positive parameters, from several starts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from alliancenet.arrays import FloatArray

_BOUND = (-7.0, 11.0)
_NEAR = 1e-3
_FLAT = 1e-5
_SAME = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """Parameters that make the data most likely.

    Parameters
    ----------
    values : in the order of the model.
    log_likelihood : at them.
    reason : why they cannot be used, or "".
    """

    values: tuple[float, ...]
    log_likelihood: float
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _End:
    at: FloatArray
    loss: float


Likelihood = Callable[[FloatArray], tuple[float, FloatArray]]
"""Log-likelihood of positive parameters, and its slope along each."""


def most_likely(likelihood: Likelihood, starts: Sequence[Sequence[float]]) -> Fitted:
    """Maximise over the logarithms of the parameters.

    Parameters
    ----------
    likelihood : of the parameters themselves.
    starts : where to begin. The two most likely ones are followed first; the others only where those
        two end apart, or at a bound. The best end wins.
    """
    from scipy.optimize import minimize

    def loss(logs: FloatArray) -> tuple[float, FloatArray]:
        values = np.exp(logs)
        with np.errstate(all="ignore"):
            value, slope = likelihood(values)
        if not (np.isfinite(value) and np.isfinite(slope).all()):
            return 1e12, np.zeros_like(logs)
        return -value, -slope * values

    options = {"ftol": 1e-15, "gtol": 1e-7, "maxiter": 500, "maxls": 50}

    def end_of(start: FloatArray) -> _End:
        bounds = [_BOUND] * len(start)
        end: Any = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options=options)  # type: ignore[call-overload]
        return _End(at=end.x, loss=float(end.fun))

    ordered = sorted((np.log(np.asarray(start, dtype=np.float64)) for start in starts), key=lambda logs: loss(logs)[0])
    ends = [end_of(start) for start in ordered[:2]]
    if abs(ends[0].loss - ends[-1].loss) > _SAME or any(_is_at_bound(end.at) for end in ends):
        ends += [end_of(start) for start in ordered[2:]]
    best = min(ends, key=lambda end: end.loss)
    at_bound = _is_at_bound(best.at)
    reason = "a parameter lies at its bound: the data do not bear the model" if at_bound else ""
    # a step that rounding stops is an end as good as any where the top is flat to the last digits
    if not reason and (best.loss >= 1e12 or np.abs(loss(best.at)[1]).max() > _FLAT * max(1.0, abs(best.loss))):
        reason = "no convergence"
    return Fitted(values=tuple(float(value) for value in np.exp(best.at)), log_likelihood=-best.loss, reason=reason)


def _is_at_bound(logs: FloatArray) -> bool:
    return bool(np.any(logs < _BOUND[0] + _NEAR) or np.any(logs > _BOUND[1] - _NEAR))
