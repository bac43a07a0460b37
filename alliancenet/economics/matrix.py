"""The profitability matrix (E6): what serving a partner costs against what its sales leave."""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from alliancenet.arrays import FloatArray
from alliancenet.economics.serving import where
from alliancenet.economics.statement import Totals
from alliancenet.model.settings import Settings

WORDS = {(True, False): "protect", (False, False): "lean", (True, True): "premium service", (False, True): "problem"}
"""By high margin and high cost to serve."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixPoint:
    """One partner.

    Parameters
    ----------
    cost, margin : cost to serve and net margin, shares of net sales.
    sales, contribution : minor units.
    distance : signed distance from the diagonal where both are equal, in points of sales.
    quadrant : protect, lean, premium service or problem; "" without cuts.
    """

    partner: str
    cost: float
    margin: float
    sales: int
    contribution: int
    distance: float
    quadrant: str = ""

    @property
    def label(self) -> str:
        """Quadrant, and which side of the diagonal: ``problem, loss``."""
        side = "profit" if self.contribution > 0 else "loss" if self.contribution < 0 else "break-even"
        return f"{self.quadrant}, {side}" if self.quadrant else side


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfitMatrix:
    """The points, in the order of the register.

    Parameters
    ----------
    cost_cut, margin_cut : where the quadrants meet; None where no cuts are made.
    without_rate : partners whose net sales are not above 0.
    unknown : partners whose contribution is not known.
    reason : why there are no cuts, or "".
    """

    points: tuple[MatrixPoint, ...]
    cost_cut: float | None
    margin_cut: float | None
    without_rate: tuple[str, ...]
    unknown: tuple[str, ...]
    reason: str = ""


def profit_matrix(totals: Totals, settings: Settings) -> ProfitMatrix:
    """Place every partner whose contribution is known."""
    known = totals.is_known & totals.on_record
    placed = np.flatnonzero(known & (totals.sales > 0))
    sales = totals.sales[placed]
    cost, margin = totals.serving[placed] / sales, totals.margin[placed] / sales
    cuts, reason = _cuts(cost, margin, settings)
    points = tuple(
        MatrixPoint(
            partner=totals.partners[place],
            cost=float(cost[row]),
            margin=float(margin[row]),
            sales=int(sales[row]),
            contribution=int(totals.contribution[place]),
            distance=float(margin[row] - cost[row]) / sqrt(2),
            # on a cut: the side of lower cost and of higher margin
            quadrant=WORDS[bool(margin[row] >= cuts[1]), bool(cost[row] > cuts[0])] if cuts else "",
        )
        for row, place in enumerate(placed.tolist())
    )
    return ProfitMatrix(
        points=points,
        cost_cut=cuts[0] if cuts else None,
        margin_cut=cuts[1] if cuts else None,
        without_rate=tuple(totals.partners[place] for place in where(known & (totals.sales <= 0))),
        unknown=tuple(totals.partners[place] for place in where(~known & totals.on_record)),
        reason=reason,
    )


def _cuts(cost: FloatArray, margin: FloatArray, settings: Settings) -> tuple[tuple[float, float] | None, str]:
    fixed, least = settings.numbers("matrix.cuts"), settings.whole("matrix.min_partners")
    if len(fixed) == 2:
        return (fixed[0], fixed[1]), ""
    if len(cost) < least:
        return None, f"{len(cost)} partners; cuts need {least}"
    return (float(np.median(cost)), float(np.median(margin))), ""
