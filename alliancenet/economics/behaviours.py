"""Behaviours that cost (E4): which a partner shows, and what each costs above the median partner."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from alliancenet.arrays import FloatArray
from alliancenet.economics.serving import places_of, summed, where
from alliancenet.economics.statement import Totals
from alliancenet.model.currencies import CURRENCIES
from alliancenet.model.profit import BEHAVIOURS, Behaviour, PartnerBehaviours
from alliancenet.model.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

ELECTRONIC = frozenset({"electronic", "edi", "web", "api", "portal", "online"})
"""Channels of orders nobody types in again."""


def behaviours_of(totals: Totals, settings: Settings) -> tuple[PartnerBehaviours, ...]:
    """Behaviours of each partner on record over the span."""
    measured = _measured(totals, settings)
    costs = {behaviour: _cost(totals, behaviour, settings) for behaviour in BEHAVIOURS}
    return tuple(
        PartnerBehaviours(
            partner=totals.partners[place],
            behaviours=tuple(_one(totals, behaviour, place, measured, costs) for behaviour in BEHAVIOURS),
        )
        for place in where(totals.on_record)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Measure:
    values: FloatArray
    limit: float
    words: str
    is_below: bool = False

    def is_high(self, place: int) -> bool | None:
        value = self.values[place]
        if np.isnan(value) or np.isnan(self.limit):
            return None
        return bool(value < self.limit if self.is_below else value > self.limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cost:
    total: FloatArray
    above: FloatArray


def _one(
    totals: Totals, behaviour: str, place: int, measured: Mapping[str, _Measure], costs: Mapping[str, _Cost]
) -> Behaviour:
    measure, cost = measured.get(behaviour), costs[behaviour]
    answer = totals.accounts.books.answers.get((totals.partners[place], behaviour))
    value = None if measure is None or np.isnan(measure.values[place]) else float(measure.values[place])
    is_high = None if measure is None else measure.is_high(place)
    if is_high is not None and measure is not None and value is not None:
        seen = f"{measure.words} {value:.3g} {'<' if measure.is_below else '>'} {measure.limit:.3g}: "
        seen += "yes" if is_high else "no"
    elif answer is not None:
        is_high, seen = answer, "as answered in behaviours.csv"
    else:
        seen = "neither data nor an answer"
    return Behaviour(
        id=behaviour,
        measured=value,
        is_high=is_high,
        seen=seen,
        cost=None if np.isnan(cost.total[place]) else int(cost.total[place]),
        above_median=None if np.isnan(cost.above[place]) else round(float(cost.above[place])),
    )


def in_span(totals: Totals, rows: "pd.DataFrame") -> "pd.DataFrame":
    """Rows of partners in the periods summed up."""
    partner, period, inside = places_of(rows, totals.accounts.periods)
    found: pd.DataFrame = rows[inside & (partner >= 0) & np.isin(period, list(totals.span))]
    return found


def _per_partner(totals: Totals, rows: "pd.DataFrame", column: str | None = None) -> FloatArray:
    weights = None if column is None else rows[column].to_numpy(dtype=np.float64)
    return summed(rows["partner"].to_numpy(dtype=np.int64), weights, len(totals.partners))


def _share(part: FloatArray, whole: FloatArray) -> FloatArray:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(whole > 0, part / whole, np.nan)


def _measured(totals: Totals, settings: Settings) -> dict[str, _Measure]:
    found: dict[str, _Measure] = {}
    if totals.accounts.books.sales is not None:
        found |= _from_sales(totals, in_span(totals, totals.accounts.books.sales), settings)
    if totals.accounts.books.events is not None and totals.accounts.books.activities is not None:
        found |= _from_events(totals, settings)
    return found


def _from_sales(totals: Totals, sales: "pd.DataFrame", settings: Settings) -> dict[str, _Measure]:
    limits, least = settings.table("behaviours.limits"), settings.table("behaviours.least")
    named = sales[(sales["product"] != "") & sales["is_revenue"] & (sales["net"] > 0)]
    buyers = named.groupby("product")["partner"].transform("nunique")
    custom = _share(_per_partner(totals, named[buyers == 1], "net"), _per_partner(totals, named, "net"))
    orders = orders_of(sales)
    values = _median_by_partner(totals, orders, "net") * (1000 / _thousand(totals))
    manual = orders[(orders["channel"] != "") & ~orders["channel"].str.lower().isin(ELECTRONIC)]
    channelled = orders[orders["channel"] != ""]
    return {
        "B1": _Measure(values=custom, limit=limits["custom"], words="share of sales in products of its own"),
        "B2": _Measure(
            values=values,
            limit=_percentile(values, limits["small_pct"], least["partners"]),
            words="median order",
            is_below=True,
        ),
        "B3": _Measure(
            values=_irregularity(totals, orders, int(least["orders"])),
            limit=limits["irregular_cv"],
            words="variation of the days between orders",
        ),
        "B6": _Measure(
            values=_share(_per_partner(totals, manual), _per_partner(totals, channelled)),
            limit=limits["manual"],
            words="share of orders by hand",
        ),
        "B10": _Measure(
            values=_median_by_partner(totals, sales[~sales["late"].isna()], "late"),
            limit=limits["days_late"],
            words="median days late",
        ),
    }


def orders_of(sales: "pd.DataFrame") -> "pd.DataFrame":
    """Orders where they are on file, else invoices stand for them; lines of one document are one order."""
    kinds = sales["kind"]
    rows = sales[kinds == "order"] if (kinds == "order").any() else sales[kinds == "invoice"]
    alone = rows.index.to_series().astype(str).radd("row ")
    named = rows.assign(order=rows["document"].where(rows["document"] != "", alone))
    grouped = named.groupby(["partner", "order"], as_index=False, sort=False)
    orders: pd.DataFrame = grouped.agg(net=("net", "sum"), day=("day", "min"), channel=("channel", "first"))
    return orders


def _median_by_partner(totals: Totals, rows: "pd.DataFrame", column: str) -> FloatArray:
    found = np.full(len(totals.partners), np.nan)
    medians = rows.groupby("partner")[column].median()
    found[medians.index.to_numpy(dtype=np.int64)] = medians.to_numpy(dtype=float)
    return found


def _percentile(values: FloatArray, percent: float, least: float) -> float:
    known = values[~np.isnan(values)]
    return float(np.percentile(known, percent)) if len(known) >= least else float("nan")


def _irregularity(totals: Totals, orders: "pd.DataFrame", least: int) -> FloatArray:
    """Standard deviation of the days between orders over their mean, of partners with enough orders."""
    ordered = orders.sort_values(["partner", "day"])
    partner, days = ordered["partner"].to_numpy(dtype=np.int64), ordered["day"].to_numpy().astype("datetime64[D]")
    same = partner[1:] == partner[:-1]
    of, gaps = partner[1:][same], np.diff(days).astype(np.float64)[same]
    size = len(totals.partners)
    number = summed(of, None, size)
    told = (summed(partner, None, size) >= least) & (number > 1) & (summed(of, gaps, size) > 0)
    mean = np.divide(summed(of, gaps, size), number, out=np.full(size, np.nan), where=told)
    squares = summed(of, np.nan_to_num((gaps - mean[of]) ** 2), size)
    spread: FloatArray = np.sqrt(np.divide(squares, number - 1, out=np.full(size, np.nan), where=told))
    return spread / mean


def cells_in(totals: Totals) -> "pd.DataFrame":
    """Time taken in the span, by partner, period and activity, with the group and behaviour of each."""
    activities = totals.accounts.books.activities
    cells = in_span(totals, totals.accounts.serving.cells)
    place = cells["activity"].to_numpy(dtype=np.int64)
    names = activities or None
    group = np.array(names.group if names else [""], dtype=object)
    behaviour = np.array(names.behaviour if names else [""], dtype=object)
    return cells.assign(group=group[place], behaviour=behaviour[place])


def _from_events(totals: Totals, settings: Settings) -> dict[str, _Measure]:
    limits, least = settings.table("behaviours.limits"), settings.table("behaviours.least")
    cells = cells_in(totals)
    found: dict[str, _Measure] = {}
    delivery = cells[cells["group"] == "delivery"]
    custom = delivery[delivery["behaviour"] == "B4"]
    known = np.where(totals.has_time, 0.0, np.nan)
    if len(custom):
        share = _share(_per_partner(totals, custom, "events"), _per_partner(totals, delivery, "events"))
        found["B4"] = _Measure(
            values=share, limit=limits["custom_delivery"], words="share of deliveries made to measure"
        )
    changes = cells[cells["behaviour"] == "B5"]
    if len(changes) and totals.accounts.books.sales is not None:
        orders = _per_partner(totals, orders_of(in_span(totals, totals.accounts.books.sales)))
        share = _share(_per_partner(totals, changes, "events") + known, orders)
        found["B5"] = _Measure(values=share, limit=limits["changes"], words="changes for each order")
    stocked = cells[cells["behaviour"] == "B9"]
    if len(stocked):
        events = _per_partner(totals, stocked, "events") + known
        found["B9"] = _Measure(values=events, limit=0.0, words="events of stock held for it")
    for behaviour, group in (("B7", "presales"), ("B8", "postsales")):
        rows = cells[cells["group"] == group]
        if len(rows):
            thousands = np.where(totals.has_sales, totals.sales, 0) / _thousand(totals)
            values = _share(_per_partner(totals, rows, "minutes") + known, thousands)
            limit = _percentile(values, limits["minutes_pct"], least["partners"])
            found[behaviour] = _Measure(values=values, limit=limit, words=f"minutes {group} per 1,000 of net sales")
    return found


def _thousand(totals: Totals) -> int:

    return int(1000 * 10 ** CURRENCIES[totals.accounts.books.plan.currency])


def _cost(totals: Totals, behaviour: str, settings: Settings) -> _Cost:
    """Cost of the activities that carry a behaviour, and what lies above the median partner's."""
    unknown = np.full(len(totals.partners), np.nan)
    activities = totals.accounts.books.activities
    if activities is None or behaviour not in activities.behaviour:
        return _Cost(total=unknown, above=unknown)
    rows = cells_in(totals)
    rows = rows[rows["behaviour"] == behaviour]
    events, cost = _per_partner(totals, rows, "events"), _per_partner(totals, rows, "cost")
    total = np.where(totals.has_time, cost, np.nan)
    compared = totals.has_time & totals.has_sales & (totals.sales > 0) & totals.on_record
    if compared.sum() < settings.table("behaviours.least")["partners"]:
        return _Cost(total=total, above=unknown)
    rate = np.median(events[compared] / totals.sales[compared])
    each = np.divide(cost, events, out=np.zeros_like(cost), where=events > 0)
    above = np.maximum(events - totals.sales * rate, 0.0) * each
    return _Cost(total=total, above=np.where(compared, above, np.nan))
