"""The profitability matrix (E6): what serving a partner costs against what its sales leave."""

from math import sqrt

import numpy as np

from alliancenet.arrays import FloatArray
from alliancenet.economics.serving import where
from alliancenet.economics.statement import Totals
from alliancenet.language import stored
from alliancenet.model.profit import MatrixPoint, ProfitMatrix
from alliancenet.model.settings import Settings

WORDS = {
    (True, False): stored("protect"),
    (False, False): stored("lean"),
    (True, True): stored("premium service"),
    (False, True): stored("problem"),
}
"""By high margin and high cost to serve."""


def profit_matrix(totals: Totals, settings: Settings) -> ProfitMatrix:
    """Place every partner whose contribution is known."""
    known = totals.is_known & totals.on_record
    placed = np.flatnonzero(known & (totals.sales > 0))
    sales = totals.sales[placed]
    cost, margin = totals.serving[placed] / sales, totals.margin[placed] / sales
    unmatched = totals.accounts.books.too_few_matched(settings)
    cuts, reason = (None, unmatched) if unmatched else _cuts(cost, margin, settings)
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
        return None, stored("{count} partners; cuts need {least}", count=len(cost), least=least)
    return (float(np.median(cost)), float(np.median(margin))), ""
