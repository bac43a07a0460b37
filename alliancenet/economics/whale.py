"""The whale curve (E5): how much of the total profit the best partners make, and the others lose."""

from dataclasses import dataclass

import numpy as np

from alliancenet.arrays import FloatArray, IntArray
from alliancenet.economics.serving import places_of, summed
from alliancenet.economics.statement import Totals
from alliancenet.language import stored
from alliancenet.model.profit import WhaleCurve, WhalePoint
from alliancenet.model.settings import Settings

_SEED = 20260101


def whale_curve(totals: Totals, settings: Settings) -> WhaleCurve:
    """Order partners by contribution and sum up.

    Parameters
    ----------
    totals : of the span; partners whose contribution is unknown are left out and lower the coverage.
    """
    limits = settings.table("whale.limits")
    known = np.flatnonzero(totals.is_known & totals.on_record)
    coverage = _coverage(totals)
    if unmatched := totals.accounts.books.too_few_matched(settings):
        return WhaleCurve(reason=unmatched, coverage=coverage)
    if not len(known):
        return WhaleCurve(reason=stored("no partner's contribution is known"), coverage=coverage)
    if coverage is None or coverage < limits["coverage"]:
        least = f"{limits['coverage']:.0%}"
        reason = (
            stored("contribution is known for unknown of sales; {least} are needed", least=least)
            if coverage is None
            else stored(
                "contribution is known for {share} of sales; {least} are needed", share=f"{coverage:.0%}", least=least
            )
        )
        return WhaleCurve(reason=reason, coverage=coverage)
    ids = np.array(totals.partners, dtype=object)[known]
    gains = totals.contribution[known]
    order = known[np.lexsort((ids.astype(str), -gains))]
    gains, sales = totals.contribution[order], totals.sales[order]
    sums = np.cumsum(gains)
    total, spread = int(sums[-1]), int(np.abs(gains).sum())
    has_shares = total > 0 and total >= limits["total_least"] * spread
    told = (totals.contribution_low[order] > 0) | (totals.contribution_high[order] < 0)
    points = tuple(
        WhalePoint(
            partner=totals.partners[place],
            contribution=int(gains[row]),
            cumulative=int(sums[row]),
            share=100 * int(sums[row]) / total if has_shares else None,
            is_told=bool(told[row]),
        )
        for row, place in enumerate(order)
    )
    losses, wins = -int(gains[gains < 0].sum()), int(gains[gains > 0].sum())
    shares = _shares(gains, total) if has_shares else _Shares()
    return WhaleCurve(
        points=points,
        total=total,
        no_percentages="" if has_shares else stored("no percentages: the total is not above zero (or nearly so)"),
        is_bars=len(order) < limits["min_partners"],
        peak=shares.peak,
        erosion=shares.erosion,
        top_fifth=shares.top_fifth,
        middle=shares.middle,
        worst_tenth=shares.worst_tenth,
        peak_partner=totals.partners[order[int(np.argmax(sums))]] if has_shares else "",
        peak_bounds=_peak_bounds(totals, order) if has_shares else None,
        peak_drawn=_peak_drawn(totals, order, settings.whole("whale.draws")) if has_shares else None,
        profitable=int((gains > 0).sum()),
        profitable_sales=_ratio(int(sales[gains > 0].sum()), int(sales.sum())),
        loss_ratio=_ratio(losses, wins),
        large_at_ends=_large_at_ends(sales),
        coverage=coverage,
    )


def _coverage(totals: Totals) -> float | None:
    if not (totals.has_sales & totals.on_record).any():
        return None
    # what is known of a partner's sales counts, also where a period of the span is not
    sales = np.maximum(totals.sales, 0)
    return _ratio(int(sales[totals.is_known].sum()), int(sales.sum()))


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole > 0 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shares:
    peak: float | None = None
    erosion: float | None = None
    top_fifth: float | None = None
    middle: float | None = None
    worst_tenth: float | None = None


def _shares(gains: IntArray, total: int) -> _Shares:
    peak = 100 * max(int(np.cumsum(gains).max()), 0) / total
    top, most = head(gains, 0.2), head(gains, 0.9)
    return _Shares(
        peak=peak,
        erosion=peak - 100,
        top_fifth=100 * top / total,
        middle=100 * (most - top) / total,
        worst_tenth=100 * (total - most) / total,
    )


def head(gains: IntArray, share: float) -> float:
    """Sum of the first share of partners, the last of them by its part, so that shares add up."""
    count = share * len(gains)
    whole = int(count + 1e-9)
    part = count - whole if whole < len(gains) else 0.0
    return float(gains[:whole].sum()) + (part * float(gains[whole]) if part > 1e-9 else 0.0)


def _peak_of(gains: "FloatArray | IntArray") -> float | None:
    total = float(gains.sum())
    return 100 * float(np.cumsum(np.sort(gains)[::-1]).max()) / total if total > 0 else None


def _peak_bounds(totals: Totals, order: IntArray) -> tuple[float, float] | None:
    if not totals.has_range[order].any():
        return None
    ends = [_peak_of(ends[order]) for ends in (totals.contribution_low, totals.contribution_high)]
    if ends[0] is None or ends[1] is None:
        return None
    return min(ends[0], ends[1]), max(ends[0], ends[1])


def _peak_drawn(totals: Totals, order: IntArray, draws: int) -> tuple[float, float] | None:
    """Draw each activity's minutes once, for all partners alike: a standard time is wrong for all of them."""
    if not totals.has_range[order].any():
        return None
    cells = totals.accounts.serving.cells
    _, period, inside = places_of(cells, totals.accounts.periods)
    cells = cells[inside & np.isin(period, list(totals.span))]
    activities, place = np.unique(cells["activity"], return_inverse=True)
    costs = {}
    for name in ("low", "cost", "high"):
        costs[name] = np.zeros((len(totals.partners), len(activities)))
        np.add.at(costs[name], (cells["partner"].to_numpy(), place), cells[name].to_numpy())
    sums = {
        end: summed(place, cells[end].to_numpy(dtype=np.float64), len(activities))
        for end in ("minutes_low", "minutes", "minutes_high")
    }
    generator = np.random.default_rng(_SEED)
    down, up = _positions(generator, sums["minutes_low"], sums["minutes"], sums["minutes_high"], draws)
    middle, lower, upper = costs["cost"][order], costs["low"][order], costs["high"][order]
    time = middle.sum(axis=1) - down @ (middle - lower).T + up @ (upper - middle).T
    gains = (totals.margin - totals.direct - totals.charged)[order] - time
    peaks = [_peak_of(row) for row in gains]
    told = [peak for peak in peaks if peak is not None]
    if len(told) < len(peaks):
        return None
    low, high = np.percentile(told, [5, 95])
    return float(low), float(high)


def _positions(
    generator: np.random.Generator, low: FloatArray, middle: FloatArray, high: FloatArray, draws: int
) -> tuple[FloatArray, FloatArray]:
    """How far each draw lies below and above the middle, 0-1 of the way to the end."""
    drawn = np.tile(middle, (draws, 1))
    ranged = low < high
    if ranged.any():
        drawn[:, ranged] = generator.triangular(
            low[ranged], middle[ranged], high[ranged], size=(draws, int(ranged.sum()))
        )
    with np.errstate(invalid="ignore", divide="ignore"):
        down = np.where(middle > low, np.clip((middle - drawn) / (middle - low), 0, 1), 0.0)
        up = np.where(high > middle, np.clip((drawn - middle) / (high - middle), 0, 1), 0.0)
    return down, up


def _large_at_ends(sales: IntArray) -> float | None:
    fifth = len(sales) // 5
    if not fifth:
        return None
    largest = np.argsort(-sales, kind="stable")[:fifth]
    outer = (largest < fifth) | (largest >= len(sales) - fifth)
    return float(outer.mean())
