"""Comparing whole networks: QAP correlation and multiple regression QAP."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from alliancenet.arrays import BoolArray, FloatArray

_SAME = 1e-10  # statistics closer than this are equal


@dataclass(frozen=True, slots=True, kw_only=True)
class QapCorrelation:
    """How alike two networks of the same people are.

    Parameters
    ----------
    r : Pearson correlation over the cells, or None when a network does not vary.
    jaccard : ties in both over ties in at least one, or None without ties.
    p_high, p_low : share of relabelled networks with a correlation at least, at most `r`, the
        observed one counted among them, so never 0; None without permutations.
    pairs : cells compared.
    """

    r: float | None
    jaccard: float | None
    p_high: float | None
    p_low: float | None
    pairs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QapCoefficient:
    """One predictor: coefficient, its t, and the share of relabellings with a t as far from 0."""

    b: float
    t: float
    p: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QapRegression:
    """A network explained by others.

    Parameters
    ----------
    coefficients : by name, the intercept among them.
    r2 : share of the variance explained, 0-1; None when nothing was fitted.
    pairs : cells used.
    reason : why there is no number, or "".
    """

    coefficients: Mapping[str, QapCoefficient]
    r2: float | None
    pairs: int
    reason: str = ""


def qap_correlation(
    first: FloatArray, second: FloatArray, *, directed: bool = True, permutations: int = 2000, seed: int = 0
) -> QapCorrelation:
    """Correlation of two networks, tested by relabelling the people of the second.

    Parameters
    ----------
    first, second : (n, n), NaN where unknown; the diagonal is not looked at.
    directed : False counts each unordered pair once.
    permutations : relabellings drawn; p = (1 + #) / (1 + N).

    Notes
    -----
    Cells unknown in either network are left out; under a relabelling, cells that meet an unknown
    one are left out of that draw. Cost O(permutations · n²).

    References
    ----------
    Krackhardt 1987, Social Networks 9:171-186; agrees with R sna (gcor, qaptest).
    """
    used = _cells(len(first), directed)
    known = used & ~np.isnan(first) & ~np.isnan(second)
    x, y = first[known], second[known]
    r = _pearson(x, y)
    either = int(((x != 0) | (y != 0)).sum())
    jaccard = float(((x != 0) & (y != 0)).sum() / either) if either else None
    if r is None:
        return QapCorrelation(r=None, jaccard=jaccard, p_high=None, p_low=None, pairs=len(x))
    drawn = _relabelled(first, second, used, permutations, seed)
    p_high, p_low = (
        (1 + int(reached.sum())) / (1 + len(drawn)) if len(drawn) else None
        for reached in (drawn >= r - _SAME, drawn <= r + _SAME)
    )
    return QapCorrelation(r=r, jaccard=jaccard, p_high=p_high, p_low=p_low, pairs=len(x))


def qap_regression(
    outcome: FloatArray,
    predictors: Mapping[str, FloatArray],
    *,
    directed: bool = True,
    permutations: int = 2000,
    seed: int = 0,
) -> QapRegression:
    """Least squares over the cells of networks, tested by double semi-partialling.

    Each predictor's residual, given the other predictors, is relabelled and put back in its place;
    `p` = (1 + #) / (1 + N), # counting the relabellings whose t is at least as far from 0.

    Parameters
    ----------
    outcome : (n, n), NaN where unknown; the diagonal is not looked at.
    predictors : by name, (n, n) each.

    Notes
    -----
    Cells unknown in any network are left out. t uses the ordinary standard error, as R sna
    (netlm) does; UCINET's R port prints a robust one. Cost O(permutations · n² · predictors²).

    References
    ----------
    Dekker, Krackhardt & Snijders 2007, Psychometrika 72:563-581.
    """
    names = ["intercept", *predictors]
    stack = np.stack([np.ones_like(outcome), *predictors.values()])
    known = _cells(len(outcome), directed) & ~np.isnan(outcome) & ~np.isnan(stack).any(axis=0)
    x, y = stack[:, known].T, outcome[known]
    if len(y) <= len(names) or np.linalg.matrix_rank(x) < len(names) or np.ptp(y) == 0:
        reason = "the outcome does not vary" if len(y) and np.ptp(y) == 0 else "the predictors say the same"
        return QapRegression(coefficients={}, r2=None, pairs=len(y), reason=reason)
    b, t, r2 = _least_squares(x, y)
    rng = np.random.default_rng(seed)
    p = [_semi_partial(stack, outcome, known, at, t[at], permutations, directed, rng) for at in range(len(names))]
    found = {name: QapCoefficient(b=float(b[at]), t=float(t[at]), p=p[at]) for at, name in enumerate(names)}
    return QapRegression(coefficients=found, r2=r2, pairs=len(y))


def _cells(n: int, directed: bool) -> BoolArray:
    return ~np.eye(n, dtype=bool) if directed else np.triu(np.ones((n, n), dtype=bool), 1)


def _pearson(x: FloatArray, y: FloatArray) -> float | None:
    if len(x) < 2 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return None
    x, y = x - x.mean(), y - y.mean()
    return float(x @ y / np.sqrt((x @ x) * (y @ y)))


def _relabelled(first: FloatArray, second: FloatArray, used: BoolArray, permutations: int, seed: int) -> FloatArray:
    """Correlations under relabelling; draws without a correlation are left out."""
    rng = np.random.default_rng(seed)
    drawn = []
    for _ in range(permutations):
        order = rng.permutation(len(first))
        moved = second[np.ix_(order, order)]
        known = used & ~np.isnan(first) & ~np.isnan(moved)
        r = _pearson(first[known], moved[known])
        if r is not None:
            drawn.append(r)
    return np.array(drawn)


def _least_squares(x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray, float]:
    """Coefficients, t and R² (about the mean)."""
    inverse = np.linalg.pinv(x.T @ x, hermitian=True)
    b = inverse @ (x.T @ y)
    residual = y - x @ b
    spread = residual @ residual / (len(y) - x.shape[1])
    with np.errstate(divide="ignore", invalid="ignore"):
        t = b / np.sqrt(spread * np.diag(inverse))
    centred = y - y.mean()
    return b, t, float(1 - residual @ residual / (centred @ centred))


def _semi_partial(
    stack: FloatArray,
    outcome: FloatArray,
    known: BoolArray,
    at: int,
    observed: float,
    permutations: int,
    directed: bool,
    rng: np.random.Generator,
) -> float | None:
    """Share of relabelled residuals of predictor `at` whose t is at least as far from 0."""
    if permutations == 0:
        return None
    others = np.delete(stack, at, axis=0)
    x, y = others[:, known].T, stack[at][known]
    residual = np.full(outcome.shape, np.nan)
    residual[known] = y - x @ np.linalg.lstsq(x, y, rcond=None)[0]
    if not directed:
        residual = np.where(np.isnan(residual), residual.T, residual)
    reached = 0
    for _ in range(permutations):
        order = rng.permutation(len(outcome))
        moved = residual[np.ix_(order, order)]
        cells = known & ~np.isnan(moved)
        design = np.column_stack([others[:, cells].T, moved[cells]])
        t = _least_squares(design, outcome[cells])[1][-1]
        reached += bool(abs(t) >= abs(observed) - _SAME)
    return (1 + reached) / (1 + permutations)
