"""How far off a score may be, of two kinds kept apart: who is missing, and answered again.

*Who is missing* is what people who did not answer would have made of the number: its interval. With
everybody answering there is none. *Answered again* is what the same people would make of it in a
second round of the same questions: the noise a change between two waves has to rise above.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from alliancenet.arrays import FloatArray
from alliancenet.graph.nonresponse import interval

Z90 = 1.6449  # standard normal, 90 % two-sided
Formula = Callable[[FloatArray], FloatArray]
"""Values of the parts (n_parts, n_draws) to values of the whole (n_draws,)."""


def _nothing() -> FloatArray:
    return np.empty(0)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Noise:
    """What a score shares with others of what is uncertain of it.

    Parameters
    ----------
    people : float array (k · n_people,), how far each person's answers move the score away from where
        the others alone would put it; the root of the sum of squares is the standard error with
        people as a sample. Empty where nobody's answers enter one by one. Answers on scales stand
        first, then goals chosen, then trust in people (`apart`): what goes with what in one
        person's head enters no number.
    silent : float array (n_people,), the same for those who are missing: with the finite population
        correction, nothing when everybody answered.
    networks : float array (n_again,), differences from their mean in networks answered again.
    unknown : float array (n_draws,), differences from the score in completed networks.
    margin : 90 % half widths below and above for who is missing, of what is shared with nothing else.
    again : standard error of answering again, of what is shared with nothing else.
    is_told : answering again could be told of every part.
    """

    people: FloatArray = field(default_factory=_nothing)
    silent: FloatArray = field(default_factory=_nothing)
    networks: FloatArray = field(default_factory=_nothing)
    unknown: FloatArray = field(default_factory=_nothing)
    margin: tuple[float, float] = (0.0, 0.0)
    again: float = 0.0
    is_told: bool = True

    @property
    def error(self) -> float:
        """Standard error of answering again."""
        networks = float(self.networks.var(ddof=1)) if len(self.networks) > 1 else 0.0
        return float(np.sqrt((self.people**2).sum() + networks + self.again**2))

    @property
    def unanswered(self) -> float:
        """Standard error for those who are missing, beside what `people` holds of it."""
        unknown = float(self.unknown.var(ddof=1)) if len(self.unknown) > 1 else 0.0
        return float(np.sqrt(unknown + (sum(self.margin) / 2 / Z90) ** 2))

    def around(self, value: float, low: float | None = None, high: float | None = None) -> tuple[float, float]:
        """90 % interval of a value for who is missing, cut off at its range."""
        below, above = interval(self.unknown) if len(self.unknown) else (0.0, 0.0)
        silent = Z90**2 * float((self.silent**2).sum())
        down = value - float(np.sqrt(min(below, 0.0) ** 2 + silent + self.margin[0] ** 2))
        up = value + float(np.sqrt(max(above, 0.0) ** 2 + silent + self.margin[1] ** 2))
        return (
            down if low is None else min(max(down, low), value),
            up if high is None else max(min(up, high), value),
        )


EXACT = Noise()
"""Of what is on record: nobody's answers enter it."""

UNTOLD = Noise(is_told=False)
"""Of what nobody knows how it would be answered again."""


def together(formula: Formula, values: Sequence[float] | FloatArray, parts: Sequence[Noise]) -> Noise:
    """Noise of what a formula makes of some scores.

    Notes
    -----
    Completed networks go through the formula itself; all else through its slope, taken over one
    standard error to either side, so that a limit the score stands at counts by half.
    """
    at = np.asarray(values, dtype=np.float64)
    slopes = [_slope(formula, at, place, noise) for place, noise in enumerate(parts)]
    return Noise(
        people=_weighted(slopes, [noise.people for noise in parts]),
        silent=_weighted(slopes, [noise.silent for noise in parts]),
        networks=_weighted(slopes, [noise.networks for noise in parts]),
        unknown=_through(formula, at, [noise.unknown for noise in parts]),
        margin=_margin(slopes, parts),
        again=float(np.sqrt(sum((slope * noise.again) ** 2 for slope, noise in zip(slopes, parts, strict=True)))),
        is_told=all(noise.is_told for noise in parts),
    )


def mean(values: FloatArray) -> FloatArray:
    """Mean of the parts, for each draw."""
    return np.asarray(values.mean(axis=0))


def _slope(formula: Formula, at: FloatArray, place: int, noise: Noise) -> float:
    step = max(noise.error, noise.unanswered, 1e-6)
    ends = np.stack([at, at], axis=1)
    ends[place] += np.array([-step, step])
    down, up = formula(ends)
    return float((up - down) / (2 * step))


def apart(noise: Noise, kind: int) -> Noise:
    """Return noise of people's answers of another kind: 1 goals, 2 trust in people; no sum mixes the kinds."""
    moved = [np.concatenate([np.zeros(kind * len(part)), part]) for part in (noise.people, noise.silent)]
    return replace(noise, people=moved[0], silent=moved[1])


def _weighted(slopes: Sequence[float], parts: Sequence[FloatArray]) -> FloatArray:
    size = max((len(part) for part in parts), default=0)
    found = np.zeros(size)
    for slope, part in zip(slopes, parts, strict=True):
        found[: len(part)] += slope * part
    return found


def _through(formula: Formula, at: FloatArray, parts: Sequence[FloatArray]) -> FloatArray:
    size = max((len(part) for part in parts), default=0)
    if not size:
        return _nothing()
    moved = np.stack([value + (part if len(part) else np.zeros(size)) for value, part in zip(at, parts, strict=True)])
    return formula(moved) - formula(at[:, None])


def _margin(slopes: Sequence[float], parts: Sequence[Noise]) -> tuple[float, float]:
    both = [
        (abs(slope) * noise.margin[slope < 0], abs(slope) * noise.margin[slope >= 0])
        for slope, noise in zip(slopes, parts, strict=True)
    ]
    below, above = (float(np.sqrt(sum(ends[side] ** 2 for ends in both))) for side in (0, 1))
    return below, above
