"""Ways to treat people who did not answer, and intervals of draws."""

import numpy as np

from alliancenet.arrays import BoolArray, FloatArray
from alliancenet.graph.donors import Donors, Reported


def interval(values: FloatArray, *, level: float = 0.9) -> tuple[float, float]:
    """Interval of drawn values that holds one more draw with a given probability.

    Parameters
    ----------
    values : draws (n,) without NaN; counts and shares of few people take few values.
    level : probability that a further draw lies inside.

    Notes
    -----
    The value at rank r of n has r/(n+1) of all further draws below it; a value drawn several
    times stands at the middle of its ranks (mid-distribution), for else numbers that take few
    values would be held more often than stated. Ends of whole numbers are whole.

    References
    ----------
    Lancaster 1961, JASA 56:223-234 (mid-P); Ma, Genton & Parzen 2011, Annals of the Institute of
    Statistical Mathematics 63:227-243 (quantiles of the mid-distribution).
    """
    distinct, below = _middle_ranks(values)
    tail = (1 - level) / 2
    low, high = (float(end) for end in np.interp([tail, 1 - tail], below, distinct))
    if (distinct == np.round(distinct)).all():
        return float(distinct[distinct >= low].min()), float(distinct[distinct <= high].max())
    return low, high


def middle(values: FloatArray) -> float:
    """Drawn value (n,) in the middle of all; it lies inside every `interval` of 50 % or more."""
    distinct, below = _middle_ranks(values)
    return float(distinct[np.abs(below - 0.5).argmin()])


def _middle_ranks(values: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Distinct values, and the middle of the ranks of each over n + 1."""
    distinct, count = np.unique(values, return_counts=True)
    return distinct, (np.cumsum(count) - (count - 1) / 2) / (len(values) + 1)


def treatments(
    reports: FloatArray, *, symmetric: bool, draws: int = 20, seed: int = 0
) -> dict[str, tuple[FloatArray, ...]]:
    """Ways to treat the reports of people who did not answer, side by side.

    Parameters
    ----------
    reports : (n, n), row's report on column, NaN where unknown; the diagonal is not looked at.
    symmetric : the tie is one thing two people report on (contact), not a sending (advice).

    Returns
    -------
    By treatment the array or arrays it makes: "observed" keeps NaN; "one_sided" lets the known
    report of a symmetric tie stand for both, else equals "observed"; "reconstruction" gives
    every unknown report the other side's, and draws pairs nobody reported on at the observed
    density; "imputation" draws reports from respondents, `draws` times, and makes none where
    fewer than two answered.

    References
    ----------
    Stork & Richards 1992, Group & Organization Management 17:193-209 (reconstruction); Huisman
    2009, J. Social Structure 10; Smith, Morgan & Moody 2021, Network Science. Imputation: own.
    """
    off = ~np.eye(len(reports), dtype=bool)
    unknown = np.isnan(reports) & off
    mirrored = np.where(unknown, reports.T, reports)
    rng = np.random.default_rng(seed)
    known = reports[off & ~unknown]
    chance = rng.choice(np.sort(known), size=reports.shape) if len(known) else np.zeros(reports.shape)
    if symmetric:
        chance = np.triu(chance, 1) + np.triu(chance, 1).T
    return {
        "observed": (reports,),
        "one_sided": (mirrored if symmetric else reports,),
        "reconstruction": (np.where(np.isnan(mirrored) & off, chance, mirrored),),
        "imputation": _imputed(reports, unknown, draws, rng),
    }


def _imputed(reports: FloatArray, unknown: BoolArray, draws: int, rng: np.random.Generator) -> tuple[FloatArray, ...]:
    rows, columns = np.nonzero(unknown)
    if not len(rows) or draws < 1 or (~unknown).all(axis=1).sum() < 2:
        return (reports,) if not len(rows) else ()
    filled = np.where(np.isnan(reports), 0.0, reports)
    code = np.where(unknown, -1, np.unique(np.append(0.0, filled), return_inverse=True)[1][1:].reshape(filled.shape))
    same = np.zeros(len(reports), dtype=np.int64)
    reported = Reported(
        code=code,
        seen=code,
        hint=(code >= 0).astype(np.int64),
        kind=np.zeros_like(code),
        bar=np.zeros_like(code),
        group=same,
        label=same,
        answered=np.asarray((~unknown).all(axis=1)),
    )
    cells = rows * len(reports) + columns
    made = []
    for taken in Donors(reported, rows, columns).draw(draws, rng):
        complete = filled.copy().ravel()
        complete[cells] = filled.ravel()[taken]
        made.append(complete.reshape(filled.shape))
    return tuple(made)
