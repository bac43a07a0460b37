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
_STEP = 1e-4  # of a logarithm, for slopes


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """Parameters that make the data most likely.

    Parameters
    ----------
    values : in the order of the model.
    log_likelihood : at them.
    reason : why they cannot be used, or "".
    covariance : of the logarithms of the parameters, by the curvature at the top; empty where that is none.
    """

    values: tuple[float, ...]
    log_likelihood: float
    reason: str = ""
    covariance: tuple[tuple[float, ...], ...] = ()

    def spread(self, told: Callable[[tuple[float, ...]], FloatArray]) -> FloatArray | None:
        """Standard error of the logarithm of something above 0 made of the parameters; None without a curvature.

        Parameters
        ----------
        told : of the parameters, a number for each thing told.

        Notes
        -----
        The delta method on logarithms: what is told stays above 0, and its interval is longer upwards.
        """
        if not self.covariance:
            return None
        logs = np.log(np.asarray(self.values))
        slopes = []
        for place in range(len(logs)):
            step = np.zeros(len(logs))
            step[place] = _STEP
            up, down = (told(tuple(np.exp(logs + side))) for side in (step, -step))
            slopes.append((np.log(up) - np.log(down)) / (2 * _STEP))
        by_parameter = np.stack(slopes)
        variance = np.einsum("ip,ij,jp->p", by_parameter, np.asarray(self.covariance), by_parameter)
        return np.asarray(np.sqrt(np.maximum(variance, 0)), dtype=np.float64)


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
    return Fitted(
        values=tuple(float(value) for value in np.exp(best.at)),
        log_likelihood=-best.loss,
        reason=reason,
        covariance=() if reason else _covariance(loss, best.at),
    )


def _covariance(
    loss: Callable[[FloatArray], tuple[float, FloatArray]], top: FloatArray
) -> tuple[tuple[float, ...], ...]:
    """Inverse of the curvature at the top; empty where the top is no peak in every direction."""
    rows = []
    for place in range(len(top)):
        step = np.zeros(len(top))
        step[place] = _STEP
        rows.append((loss(top + step)[1] - loss(top - step)[1]) / (2 * _STEP))
    curvature = (np.array(rows) + np.array(rows).T) / 2
    if not np.isfinite(curvature).all() or np.linalg.eigvalsh(curvature)[0] <= 0:
        return ()
    return tuple(tuple(float(value) for value in row) for row in np.linalg.inv(curvature))


def _is_at_bound(logs: FloatArray) -> bool:
    return bool(np.any(logs < _BOUND[0] + _NEAR) or np.any(logs > _BOUND[1] - _NEAR))
