"""Sales, margin and cost to serve of every partner in every closed period (E3)."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from alliancenet.arrays import BoolArray, IntArray
from alliancenet.economics.books import Books
from alliancenet.economics.serving import Serving, dense, places_of, serving_of
from alliancenet.errors import Problem
from alliancenet.model.settings import Settings
from alliancenet.sources.checks import counted, warning

if TYPE_CHECKING:
    import pandas as pd

MOST_PERIODS = 600
_DAYS = 365


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerAccounts:
    """Tables of partners × periods, in minor units of the reporting currency.

    Parameters
    ----------
    periods : numbers of all closed periods from the first on record to the last, without gaps.
    gross, discounts, rebates, sales, product_cost : sums; `sales` is net of the two before it.
    has_sales, has_product_cost : where they are known.
    documents : distinct documents, lines without a number each counted.
    direct : traced costs but those of capital; unknown everywhere when costs.csv is missing.
    capital : cost of money tied up: rows of costs.csv, and what sales cost until they are paid.
    has_capital : where it is known.
    time, time_low, time_high : cost of the time taken.
    has_time : where it is known.
    serving : what the time rests on.
    remarks : counted warnings.
    """

    books: Books
    as_of: date
    periods: IntArray
    gross: IntArray
    discounts: IntArray
    rebates: IntArray
    sales: IntArray
    has_sales: BoolArray
    product_cost: IntArray
    has_product_cost: BoolArray
    documents: IntArray
    direct: IntArray
    capital: IntArray
    has_capital: BoolArray
    time: IntArray
    time_low: IntArray
    time_high: IntArray
    has_time: BoolArray
    serving: Serving
    remarks: tuple[Problem, ...] = ()

    @property
    def has_direct(self) -> bool:
        """Whether costs are on record at all."""
        return self.books.costs is not None

    def name(self, place: int) -> str:
        """Name of a period by its place in the tables."""
        return self.books.plan.periods.name(int(self.periods[place]))


def accounts_of(books: Books, settings: Settings, as_of: date) -> PartnerAccounts:
    """Sum everything by partner and closed period.

    Parameters
    ----------
    books : what was read.
    settings : limits of the project.
    as_of : periods that end after this day are counted in the remarks and not used.
    """
    last = books.plan.periods.last_closed(as_of)
    periods, remarks = _closed_periods(books, last)
    serving = serving_of(books, settings.number("capacity.overuse"))
    shape = (len(books.partners), len(periods))
    tables = {name: np.zeros(shape, dtype=np.int64) for name in ("gross", "discounts", "rebates", "sales")}
    product_cost, documents = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    has_sales, has_product_cost = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    if books.sales is not None:
        sales = books.sales[books.sales["is_revenue"]]
        has_sales = _has_rows(sales, shape, periods) | _declared_complete(books, periods)[None, :]
        for name, column in (("discounts", "discount"), ("rebates", "rebate"), ("sales", "net")):
            tables[name] = dense(sales, column, shape[0], periods)
        tables["gross"] = tables["sales"] + tables["discounts"]
        tables["sales"] -= tables["rebates"]
        priced = _with_standard_cost(sales, books)
        product_cost = dense(priced, "cost", shape[0], periods)
        has_product_cost = has_sales & ~_has_rows(priced[~priced["has_cost"]], shape, periods)
        documents = _documents(sales, shape, periods)
    direct, capital, has_capital = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64), has_sales
    if books.sales is not None and books.plan.capital_rate is not None:
        unpaid = _with_cost_until_paid(sales, books.plan.capital_rate, as_of)
        capital = dense(unpaid, "tied_up", shape[0], periods)
        has_capital = has_sales & ~_has_rows(unpaid[~unpaid["has_paid"]], shape, periods)
    if books.costs is not None:
        kind = books.costs["kind"]
        # a rebate is a lower price, whichever file it stands in
        booked = dense(books.costs[kind == "rebate"], "amount", shape[0], periods)
        tables["rebates"], tables["sales"] = tables["rebates"] + booked, tables["sales"] - booked
        capital += dense(books.costs[kind == "capital"], "amount", shape[0], periods)
        direct = dense(books.costs[~kind.isin(["capital", "rebate"])], "amount", shape[0], periods)
    return PartnerAccounts(
        books=books,
        as_of=as_of,
        periods=periods,
        **tables,
        has_sales=has_sales,
        product_cost=product_cost,
        has_product_cost=has_product_cost,
        documents=documents,
        direct=direct,
        capital=capital,
        has_capital=has_capital,
        **{f"time{end}": dense(serving.cells, column, shape[0], periods) for end, column in _TIME},
        has_time=_has_time(books, serving, shape, periods),
        serving=serving,
        remarks=remarks,
    )


_TIME = (("", "cost"), ("_low", "low"), ("_high", "high"))


def _closed_periods(books: Books, last: int) -> tuple[IntArray, tuple[Problem, ...]]:
    firsts, remarks = [], []
    for name, frame in books.dated.items():
        if frame.empty:
            continue
        firsts.append(int(frame["period"].min()))
        still_open = frame[frame["period"] > last]
        open_rows = int(still_open["rows"].sum()) if name == "events" else len(still_open)
        if open_rows:
            remarks.append(
                warning(
                    f"economics/{name}.csv",
                    f"{counted(open_rows, 'row lies', 'rows lie')} in a period that is not closed",
                    f"nothing: only periods up to {books.plan.periods.name(last)} are used",
                    "give a later day with --as-of when they are over",
                )
            )
    first = max(min(firsts, default=last + 1), last + 1 - MOST_PERIODS)
    return np.arange(first, last + 1, dtype=np.int64), tuple(remarks)


def _has_rows(rows: "pd.DataFrame", shape: tuple[int, int], periods: IntArray) -> BoolArray:
    found = np.zeros(shape, dtype=bool)
    partner, place, inside = places_of(rows, periods)
    found[partner[inside], place[inside]] = True
    return found


def _declared_complete(books: Books, periods: IntArray) -> BoolArray:
    plan = books.plan
    if plan.complete_from is None or plan.complete_to is None:
        return np.zeros(len(periods), dtype=bool)
    return np.array(
        [
            plan.complete_from <= plan.periods.first_day(int(number))
            and plan.periods.last_day(int(number)) <= plan.complete_to
            for number in periods
        ],
        dtype=bool,
    )


def _with_standard_cost(sales: "pd.DataFrame", books: Books) -> "pd.DataFrame":
    """Lines without a cost get their category's usual one, where the project declares it."""
    if not books.plan.margin_rates:
        return sales
    rate = sales["category"].map(books.plan.margin_rates).to_numpy(dtype=float)
    by_standard = ~sales["has_cost"].to_numpy() & ~np.isnan(rate)
    net = (sales["net"] - sales["rebate"]).to_numpy()
    cost = np.where(by_standard, np.rint(net * (1 - np.nan_to_num(rate))), sales["cost"]).astype(np.int64)
    return sales.assign(cost=cost, has_cost=sales["has_cost"] | by_standard)


def _with_cost_until_paid(sales: "pd.DataFrame", rate: float, as_of: date) -> "pd.DataFrame":
    """Lines with what the money cost from the day of the invoice until it was paid, or until now, in its period."""
    today = np.datetime64(as_of)
    until = sales["paid"].fillna(today).clip(upper=today).to_numpy().astype("datetime64[D]")
    days = (until - sales["day"].to_numpy().astype("datetime64[D]")).astype(np.int64)
    cost = (sales["net"] - sales["rebate"]).to_numpy() * np.maximum(days, 0) * (rate / _DAYS)
    return sales.assign(tied_up=np.rint(cost).astype(np.int64))


def by_standard_margin(books: Books) -> bool:
    """Whether some product cost comes from a declared margin."""
    if books.sales is None or not books.plan.margin_rates:
        return False
    return bool((~books.sales["has_cost"] & books.sales["category"].isin(list(books.plan.margin_rates))).any())


def _documents(sales: "pd.DataFrame", shape: tuple[int, int], periods: IntArray) -> IntArray:
    named = sales["document"] != ""
    distinct = sales[named].drop_duplicates(["partner", "period", "document"])
    found = np.zeros(shape, dtype=np.int64)
    for rows in (distinct, sales[~named]):
        found += dense(rows.assign(one=1), "one", shape[0], periods)
    return found


def _has_time(books: Books, serving: Serving, shape: tuple[int, int], periods: IntArray) -> BoolArray:
    if books.events is None:
        return np.zeros(shape, dtype=bool)
    return ~_has_rows(serving.unknown, shape, periods)
