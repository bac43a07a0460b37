"""Value of a base whose members move between states: a Markov chain with discounted margins.

References
----------
Pfeifer & Carraway 2000; the idea of the leaky bucket is Johnson & Selnes 2004, whose own equations
were not to be had.
"""

from dataclasses import dataclass

import numpy as np

from alliancenet.arrays import BoolArray, FloatArray

_STEP = 0.01


def values_of_states(moves: FloatArray, gains: FloatArray, rate: float) -> FloatArray:
    """Present value of one relationship in each state, for ever, first gain now.

    Parameters
    ----------
    moves : chances of moving between living states, rows that add up to at most 1; the rest is lost.
        Several chains may be stacked in front.
    gains : margin less cost of a relationship in each state and period.
    rate : discount rate of a period, 0 and up.

    Raises
    ------
    ValueError
        When nobody is ever lost and nothing is discounted: there is no such sum.
    """
    if largest_root(moves) / (1 + rate) >= 1 - 1e-9:
        raise ValueError("nobody is ever lost and nothing is discounted: there is no finite value")
    size = moves.shape[-1]
    values = np.linalg.solve(np.eye(size) - moves / (1 + rate), gains[..., None])[..., 0]
    return np.asarray(values, dtype=np.float64)


def largest_root(moves: FloatArray) -> float:
    """Largest absolute eigenvalue."""
    return float(np.abs(np.linalg.eigvals(moves)).max()) if moves.shape[-1] else 0.0


def values_within(moves: FloatArray, gains: FloatArray, rate: float, periods: int) -> FloatArray:
    """The same over so many periods."""
    total, left = np.zeros_like(gains), gains
    for _ in range(periods):
        total = total + left
        left = np.einsum("...ij,...j->...i", moves, left) / (1 + rate)
    return total


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """Value of a base with its weak states and without; units of the gains.

    Parameters
    ----------
    whole : with all states.
    strong : strong states alone; nobody comes up from below, who falls out of them is gone.
    own_margin : what weak states bring while weak.
    inflow : what those bring who come up from weak states.
    scale : what the larger base saves in cost.

    Notes
    -----
    whole - strong = own_margin + inflow + scale.
    """

    whole: float
    strong: float
    own_margin: float
    inflow: float
    scale: float


def bucket(
    moves: FloatArray,
    counts: FloatArray,
    margins: FloatArray,
    costs: FloatArray,
    weak: BoolArray,
    rate: float,
    scale: float,
) -> Bucket:
    """Cut the value of a base into what its strong and its weak states give.

    Parameters
    ----------
    counts : relationships in each state now.
    margins, costs : of one relationship and period; costs fall with the size of the base.
    weak : states that would be given up.
    scale : exponent e of cost = cost now · (size / size now)^-e; 0: cost does not depend on size.
    """
    gains = margins - costs
    whole = float(counts @ values_of_states(moves, gains, rate))
    alone = np.where(weak[:, None] | weak[None, :], 0.0, moves)
    no_weak = np.where(weak, 0.0, counts)
    strong_now = float(no_weak @ values_of_states(alone, np.where(weak, 0.0, gains), rate))
    # nobody rises: who would have is gone, and who falls still brings what the weak bring
    stays_weak = np.where(weak[:, None] & ~weak[None, :], 0.0, moves)
    without_rise = float(counts @ values_of_states(stays_weak, gains, rate))
    size = float(no_weak.sum() / counts.sum()) if counts.sum() > 0 else 0.0
    dearer = costs * size**-scale if size > 0 else costs
    strong = float(no_weak @ values_of_states(alone, np.where(weak, 0.0, margins - dearer), rate))
    return Bucket(
        whole=whole,
        strong=strong,
        own_margin=without_rise - strong_now,
        inflow=whole - without_rise,
        scale=strong_now - strong,
    )


def worth_of_a_point(moves: FloatArray, counts: FloatArray, gains: FloatArray, rate: float) -> FloatArray:
    """What one point (.01) less of losses in each state is worth to the whole base, taken to staying in the state."""
    found = np.zeros(len(counts))
    for state in range(len(counts)):
        ends = []
        lost = 1 - float(moves[state].sum())
        for step in (_STEP, -_STEP):
            changed = moves.copy()
            # no more than is lost can be kept, no more than stays be lost
            changed[state, state] += max(min(step, lost), -float(moves[state, state]))
            ends.append((changed[state, state], float(counts @ values_of_states(changed, gains, rate))))
        width = ends[0][0] - ends[1][0]
        found[state] = (ends[0][1] - ends[1][1]) / width * _STEP if width > 0 else 0.0
    return found
