"""Why a partner loses money, and what stopping would change (E7.1, E16.5)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from alliancenet.arrays import FloatArray, IntArray
from alliancenet.economics.serving import places_of, summed, where
from alliancenet.economics.statement import Totals
from alliancenet.language import stored
from alliancenet.model.profit import BEHAVIOURS, LossArithmetic, PartnerBehaviours, StopGain
from alliancenet.model.settings import Settings

_UPPER_QUARTER = 75


def loss_arithmetic(
    totals: Totals, behaviours: Sequence[PartnerBehaviours], settings: Settings
) -> tuple[LossArithmetic, ...]:
    """Arithmetic of every partner whose contribution is below 0, heaviest loss first."""
    losing = where(totals.is_known & totals.on_record & (totals.contribution < 0))
    ordered = sorted(losing, key=lambda place: (totals.contribution[place], place))
    by_partner = {found.partner: found for found in behaviours}
    work = _work(totals)
    return tuple(_arithmetic(totals, place, by_partner[totals.partners[place]], work, settings) for place in ordered)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """Time by partner: events, minutes over those of the median partner, events per sales, cost of orders."""

    events: FloatArray
    over_median: FloatArray
    per_sales: FloatArray
    order_cost: FloatArray
    avoidable: FloatArray
    behaviour_events: dict[str, FloatArray]


def _work(totals: Totals) -> _Work:
    cells = totals.accounts.serving.cells
    partner, period, inside = places_of(cells, totals.accounts.periods)
    mine = inside & (partner >= 0) & np.isin(period, list(totals.span))
    cells, partner = cells[mine], partner[mine]
    size = len(totals.partners)
    activities = totals.accounts.books.activities
    place = cells["activity"].to_numpy(dtype=np.int64)
    group = np.array(activities.group if activities else [""], dtype=object)[place]
    behaviour = np.array(activities.behaviour if activities else [""], dtype=object)[place]
    avoidable = (activities.avoidable if activities else np.zeros(1))[place]
    counts, cost = cells["events"].to_numpy(dtype=float), cells["cost"].to_numpy(dtype=float)
    events = summed(partner, counts, size)
    minutes = cells["minutes"].to_numpy(dtype=float)
    sales = np.where(totals.has_sales & (totals.sales > 0), totals.sales, np.nan)
    return _Work(
        events=events,
        over_median=_over_median(partner, place, counts, minutes, size),
        per_sales=events / sales,
        order_cost=summed(partner, np.where(group == "order", cost, 0.0), size),
        avoidable=summed(partner, cost * avoidable, size),
        behaviour_events={name: summed(partner, np.where(behaviour == name, counts, 0.0), size) for name in BEHAVIOURS},
    )


def _over_median(
    partner: IntArray, activity: IntArray, events: FloatArray, minutes: FloatArray, size: int
) -> FloatArray:
    """Minutes of each partner over what the median partner's minutes of one event would make of its events.

    Activity by activity: a partner that asks for long activities is not one we are slow with.
    """
    import pandas as pd

    rows = pd.DataFrame({"partner": partner, "activity": activity, "events": events, "minutes": minutes})
    each = rows[rows["events"] > 0].groupby(["partner", "activity"], as_index=False).sum()
    each["one"] = each["minutes"] / each["events"]
    usual = (each.groupby("activity")["one"].transform("median") * each["events"]).to_numpy(dtype=np.float64)
    who = each["partner"].to_numpy(dtype=np.int64)
    taken = summed(who, each["minutes"].to_numpy(dtype=np.float64), size)
    expected = summed(who, usual, size)
    return np.asarray(np.divide(taken, expected, out=np.full(size, np.nan), where=expected > 0))


def _arithmetic(
    totals: Totals, place: int, behaviours: PartnerBehaviours, work: _Work, settings: Settings
) -> LossArithmetic:
    profit, sales = int(totals.contribution[place]), int(totals.sales[place])
    serving = int(totals.serving[place])
    costly = [found for found in behaviours.behaviours if found.cost and work.behaviour_events[found.id][place] > 0]
    worst = max(costly, key=lambda found: found.cost or 0, default=None)
    order, no_size = _minimum_order(totals, place, work)
    return LossArithmetic(
        partner=totals.partners[place],
        price=-profit / sales if sales > 0 else None,
        cost_removed=-profit / serving if serving > 0 else None,
        surcharge=round(-profit / work.behaviour_events[worst.id][place]) if worst else None,
        surcharge_on=worst.id if worst else "",
        minimum_order=order,
        no_order_size=no_size,
        whose=_whose(totals, place, work, settings),
        stop=_stop(totals, place, work, settings),
    )


def _minimum_order(totals: Totals, place: int, work: _Work) -> tuple[int | None, str]:
    sales, orders = int(totals.sales[place]), int(totals.documents[place])
    if sales <= 0 or not orders or not work.order_cost[place]:
        return None, ""
    left = (int(totals.contribution[place]) + work.order_cost[place]) / sales
    return minimum_order(work.order_cost[place] / orders, left)


def minimum_order(cost_per_order: float, left: float) -> tuple[int | None, str]:
    """Smallest order that pays for itself, and why there is none.

    Parameters
    ----------
    cost_per_order : minor units.
    left : share of net sales left after product cost and all cost to serve but that of orders.
    """
    if left <= 0:
        return None, stored("no order size repairs this: each order loses before its own cost")
    return round(cost_per_order / left), ""


def _whose(totals: Totals, place: int, work: _Work, settings: Settings) -> str:
    compared = totals.has_time & totals.on_record & (work.events > 0)
    least = settings.table("behaviours.least")["partners"]
    if compared.sum() < least or not compared[place]:
        return ""
    over = float(work.over_median[place])
    if over > 1 + settings.number("repair.slower"):
        return stored(
            "inside first: its events take us {share} more minutes than those of the median partner",
            share=f"{over - 1:.0%}",
        )
    with_sales = compared & ~np.isnan(work.per_sales)
    if with_sales.sum() < least or not with_sales[place]:
        return ""
    limit = float(np.percentile(work.per_sales[with_sales], _UPPER_QUARTER))
    if work.per_sales[place] > limit:
        return stored("the partner's behaviour: more events for its sales than three quarters of the partners")
    return stored("price or mix: neither our minutes nor its events stand out")


def _stop(totals: Totals, place: int, work: _Work, settings: Settings) -> StopGain:
    a_year = totals.accounts.books.plan.periods.a_year
    years = settings.number("economics.horizon_years")
    factor = annuity(settings.number("economics.discount_year"), a_year, years) / max(len(totals.span), 1)
    # money tied up in a partner comes back when it leaves
    margin, serving = int(totals.margin[place] - totals.charged[place]), int(totals.serving[place])
    avoided = work.avoidable[place] + int(totals.direct[place])
    return StopGain(
        value=round((avoided - margin) * factor),
        none_avoided=round(-margin * factor),
        all_avoided=round((serving - margin) * factor),
        stranded=round(serving - avoided),
        years=years,
    )


def annuity(yearly: float, a_year: int, years: float) -> float:
    """Present value of 1 at the end of each period.

    Parameters
    ----------
    yearly : discount rate of a year, 0 and up.
    a_year : periods in a year.
    years : how long.
    """
    rate, count = (1 + yearly) ** (1 / a_year) - 1, round(years * a_year)
    return float(count) if rate == 0 else (1 - (1 + rate) ** -count) / rate


def stop_gains(totals: Totals, settings: Settings) -> dict[str, StopGain]:
    """What stopping would change, for every partner whose contribution is known."""
    work = _work(totals)
    known = where(totals.is_known & totals.on_record)
    return {totals.partners[place]: _stop(totals, place, work, settings) for place in known}
