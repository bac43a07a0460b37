"""Maximum likelihood of positive parameters, from several starts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from alliancenet.arrays import FloatArray

_BOUND = (-7.0, 11.0)
_NEAR = 1e-3


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


def most_likely(log_likelihood: Callable[[FloatArray], float], starts: Sequence[Sequence[float]]) -> Fitted:
    """Maximise over the logarithms of the parameters.

    Parameters
    ----------
    log_likelihood : of the parameters themselves.
    starts : where to begin; the best end wins.
    """
    from scipy.optimize import minimize

    def loss(logs: FloatArray) -> float:
        value = log_likelihood(np.exp(logs))
        return -value if np.isfinite(value) else 1e12

    ends = [
        minimize(loss, np.log(start), method="L-BFGS-B", bounds=[_BOUND] * len(start), options={"ftol": 1e-13})
        for start in starts
    ]
    best = min(ends, key=lambda end: float(end.fun))
    # the flat top of these likelihoods stops gradients taken by differences early
    polished = minimize(loss, best.x, method="Nelder-Mead", options={"xatol": 1e-8, "fatol": 1e-9, "maxiter": 4000})
    logs = polished.x if polished.fun <= best.fun else best.x
    at_bound = bool(np.any(logs < _BOUND[0] + _NEAR) or np.any(logs > _BOUND[1] - _NEAR))
    if at_bound:
        reason = "a parameter lies at its bound: the data do not bear the model"
    else:
        reason = "" if polished.success or best.success else "no convergence"
    return Fitted(
        values=tuple(float(value) for value in np.exp(logs)),
        log_likelihood=-float(min(polished.fun, best.fun)),
        reason=reason,
    )
