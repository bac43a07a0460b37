"""What is unknown of a roster where some did not answer, and of a firm few people rated."""

from collections.abc import Mapping, Sequence

import numpy as np

from alliancenet.arrays import IntArray
from alliancenet.graph.nonresponse import interval
from alliancenet.instruments.ratings import Rating
from alliancenet.settings import Settings


def stand_ins(n_answers: int, size: int, count: int, rng: np.random.Generator) -> IntArray:
    """Whose answer stands for each person of a roster: their own, or that of somebody who answered.

    Parameters
    ----------
    n_answers : people who answered, at least 1.
    size : people on the roster; fewer than `n_answers` counts as `n_answers`.
    count : rosters to draw; one is enough, and made, when everybody answered.

    Returns
    -------
    Int array (count, size), positions among those who answered. Everybody who answered is in
    each row; the others are drawn from as many people, themselves drawn from those who answered,
    so that the spread holds what is unknown of the answers' distribution too.

    References
    ----------
    Rubin & Schenker 1986, JASA 81:366-374 (approximate Bayesian bootstrap).
    """
    silent = max(size - n_answers, 0)
    if silent == 0:
        return np.arange(n_answers)[None, :]
    donors = rng.integers(0, n_answers, (count, n_answers))
    drawn = np.take_along_axis(donors, rng.integers(0, n_answers, (count, silent)), axis=1)
    return np.concatenate([np.broadcast_to(np.arange(n_answers), (count, n_answers)), drawn], axis=1)


def around(value: float, drawn: Sequence[float]) -> tuple[float, float]:
    """90 % interval of the values of completed rosters, never without the value itself."""
    low, high = interval(np.asarray(drawn, dtype=np.float64))
    return min(low, value), max(high, value)


def rater_error(raters: Sequence[Rating], item: str, settings: Settings) -> float:
    """Standard error of a firm's rating, in steps: raters as a sample, one as sure as rounding lets."""
    values = [rater.values[item] for rater in raters if item in rater.values]
    spread = float(np.std(values, ddof=1)) if len(values) > 1 else 0.0
    return max(spread, settings.number("answers.rounding") / 25) / float(np.sqrt(len(values)))


def mean_error(errors: Mapping[str, float], items: Sequence[str]) -> float:
    """Standard error of the mean of some ratings; those without an error count as known."""
    return float(np.sqrt(sum(errors.get(item, 0.0) ** 2 for item in items))) / len(items)
