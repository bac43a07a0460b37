"""Statements over a span of closed periods, and the totals that curve and matrix are made of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from alliancenet.arrays import BoolArray, IntArray
from alliancenet.economics.accounts import PartnerAccounts, by_standard_margin
from alliancenet.economics.serving import places_of, where
from alliancenet.language import stored
from alliancenet.model.currencies import CURRENCIES
from alliancenet.model.economics import Earned, IntervalKind, MoneyLine, PartnerStatement, ProfitClass
from alliancenet.model.profit import ResourceUse


@dataclass(frozen=True, kw_only=True)
class Totals:
    """Sums over a span, by partner, in minor units.

    Parameters
    ----------
    span : places of the periods in the accounts.
    on_record : partners of which any file has a row, ever.
    has_sales, has_margin, has_serving, has_capital : where they are known in every period of the span.
    has_range : the time taken was given with a range.
    over_capacity : a resource used in the span was used beyond its capacity.
    """

    accounts: PartnerAccounts
    span: tuple[int, ...]
    on_record: BoolArray
    gross: IntArray
    discounts: IntArray
    rebates: IntArray
    sales: IntArray
    product_cost: IntArray
    direct: IntArray
    capital: IntArray
    time: IntArray
    time_low: IntArray
    time_high: IntArray
    documents: IntArray
    has_sales: BoolArray
    has_margin: BoolArray
    has_serving: BoolArray
    has_time: BoolArray
    has_capital: BoolArray
    has_range: BoolArray
    over_capacity: BoolArray

    @property
    def partners(self) -> Sequence[str]:
        """Ids of partners."""
        return self.accounts.books.partners

    @cached_property
    def margin(self) -> IntArray:
        """Net margin: net sales less product cost."""
        return self.sales - self.product_cost

    @cached_property
    def serving(self) -> IntArray:
        """Cost to serve: time and direct costs."""
        return self.time + self.direct

    @property
    def charges_capital(self) -> bool:
        """Whether the project takes the cost of capital off."""
        return self.accounts.books.plan.capital_rate is not None

    @cached_property
    def charged(self) -> IntArray:
        """Cost of capital that is taken off; nothing where the project does not charge it."""
        return self.capital if self.charges_capital else np.zeros_like(self.capital)

    @cached_property
    def contribution(self) -> IntArray:
        """Net margin less cost to serve, and less the cost of capital where the project charges it."""
        return self.margin - self.serving - self.charged

    @cached_property
    def contribution_low(self) -> IntArray:
        """Contribution with all times at their upper ends."""
        return self.margin - self.time_high - self.direct - self.charged

    @cached_property
    def contribution_high(self) -> IntArray:
        """Contribution with all times at their lower ends."""
        return self.margin - self.time_low - self.direct - self.charged

    @cached_property
    def is_known(self) -> BoolArray:
        """Where the contribution is known."""
        return self.has_margin & self.has_serving & (self.has_capital | (not self.charges_capital))


def last_periods(accounts: PartnerAccounts, number: int) -> tuple[int, ...]:
    """Places of the last closed periods, fewer when fewer are on record."""
    count = len(accounts.periods)
    return tuple(range(max(0, count - number), count))


def totals_of(accounts: PartnerAccounts, span: Sequence[int]) -> Totals:
    """Sum the accounts over a span."""
    places = list(span)
    summed = {
        name: getattr(accounts, name)[:, places].sum(axis=1)
        for name in (
            *("gross", "discounts", "rebates", "sales", "product_cost", "direct", "capital"),
            *("time", "time_low", "time_high", "documents"),
        )
    }
    is_some = np.full(len(accounts.books.partners), bool(places))
    has_sales = np.asarray(accounts.has_sales[:, places].all(axis=1) & is_some)
    has_margin = np.asarray(has_sales & accounts.has_product_cost[:, places].all(axis=1))
    has_time = np.asarray(accounts.has_time[:, places].all(axis=1) & is_some)
    return Totals(
        accounts=accounts,
        span=tuple(span),
        on_record=_on_record(accounts),
        **summed,
        # rebates of costs.csv are part of net sales: without the file they are unknown, the sales are not
        has_sales=has_sales,
        has_margin=has_margin,
        has_time=has_time,
        has_capital=np.asarray(accounts.has_capital[:, places].all(axis=1) & is_some),
        has_serving=has_time & np.full(len(has_time), accounts.has_direct),
        has_range=summed["time_low"] < summed["time_high"],
        over_capacity=_over(accounts, places),
    )


def _on_record(accounts: PartnerAccounts) -> BoolArray:
    found = np.zeros(len(accounts.books.partners), dtype=bool)
    for frame in accounts.books.dated.values():
        partner = frame["partner"].to_numpy(dtype=np.int64)
        found[partner[partner >= 0]] = True
    return found


def _over(accounts: PartnerAccounts, places: Sequence[int]) -> BoolArray:
    found = np.zeros(len(accounts.books.partners), dtype=bool)
    partner, place, inside = places_of(accounts.serving.over, accounts.periods)
    wanted = inside & np.isin(place, list(places))
    found[partner[wanted]] = True
    return found


def statements(totals: Totals) -> tuple[PartnerStatement, ...]:
    """A statement for each partner on record, in the order of the register."""
    return tuple(_statement(totals, place) for place in where(totals.on_record))


def _statement(totals: Totals, place: int) -> PartnerStatement:
    accounts = totals.accounts
    names = [accounts.name(period) for period in totals.span] or ["", ""]
    lines = dict(_lines(totals, place))
    contribution = lines["contribution"]
    return PartnerStatement(
        partner=totals.partners[place],
        first=names[0],
        last=names[-1],
        lines=lines,
        profit=profit_class(contribution),
        documents=int(totals.documents[place]),
        over_capacity=bool(totals.over_capacity[place]),
        labels=tuple(_labels(totals, contribution)),
    )


def profit_class(line: MoneyLine) -> ProfitClass:
    """Profitable or loss when the whole range says so; without a range the sign decides."""
    if line.value is None or line.low is None or line.high is None:
        return ProfitClass.UNKNOWN
    if line.low > 0:
        return ProfitClass.PROFITABLE
    if line.high < 0:
        return ProfitClass.LOSS
    return ProfitClass.NOTHING_LEFT if line.low == line.high == 0 else ProfitClass.CANNOT_BE_TOLD


def _labels(totals: Totals, contribution: MoneyLine) -> Iterator[str]:
    if contribution.kind is IntervalKind.NONE:
        yield "no range was given for the times: the sign of the contribution decides"
    rate = totals.accounts.books.plan.capital_rate
    if rate is not None:
        yield f"less the cost of capital, at {100 * rate:g} % a year"
    if by_standard_margin(totals.accounts.books):
        yield "product cost partly by standard margin"


def _lines(totals: Totals, place: int) -> Iterator[tuple[str, MoneyLine]]:
    no_sales, no_cost = _why_no_sales(totals, place), _why_no_cost(totals, place)
    no_time = _why_no_time(totals, place)
    no_direct = "" if totals.accounts.has_direct else stored("economics/costs.csv is missing")
    for name, values in (
        ("gross_sales", totals.gross),
        ("discounts", totals.discounts),
        ("rebates", totals.rebates),
        ("net_sales", totals.sales),
    ):
        yield name, _exact(values[place], no_sales)
    yield "product_cost", _exact(totals.product_cost[place], no_sales or no_cost)
    yield "net_margin", _exact(totals.margin[place], no_sales or no_cost)
    ends = totals.time_low[place], totals.time[place], totals.time_high[place]
    direct, margin = totals.direct[place], totals.margin[place]
    no_serving = "; ".join(reason for reason in (no_time, no_direct) if reason)
    no_capital = _why_no_capital(totals, place)
    all_reasons = "; ".join(reason for reason in (no_sales or no_cost, no_serving, no_capital) if reason)
    yield "time_cost", _ranged(ends, no_time)
    yield "direct_cost", _exact(direct, no_direct)
    yield "cost_to_serve", _ranged((ends[0] + direct, ends[1] + direct, ends[2] + direct), no_serving, ends)
    if totals.charges_capital:
        yield "capital_cost", _exact(totals.charged[place], no_sales or no_capital)
    served = margin - direct - totals.charged[place]
    yield "contribution", _ranged((served - ends[2], served - ends[1], served - ends[0]), all_reasons, ends)


def _exact(value: int, reason: str) -> MoneyLine:
    if reason:
        return MoneyLine(value=None, reason=reason)
    return MoneyLine(value=int(value), low=int(value), high=int(value))


def _ranged(ends: tuple[int, int, int], reason: str, time: tuple[int, int, int] | None = None) -> MoneyLine:
    """A line that rests on times: bounds where a range was given, exact where no time was taken."""
    if reason:
        return MoneyLine(value=None, kind=IntervalKind.NONE, reason=reason)
    low, value, high = (int(end) for end in ends)
    taken = time or ends
    without = IntervalKind.NONE if taken[1] else IntervalKind.EXACT
    kind = IntervalKind.BOUNDS if taken[0] < taken[2] else without
    return MoneyLine(value=value, low=low, high=high, kind=kind)


def _why_no_sales(totals: Totals, place: int) -> str:
    if totals.accounts.books.sales is None:
        return stored("economics/sales.csv is missing")
    if not totals.span:
        return stored("no period is closed yet")
    gaps = [period for period in totals.span if not totals.accounts.has_sales[place, period]]
    if not gaps:
        return ""
    named = ", ".join(totals.accounts.name(period) for period in gaps[:4])
    if len(gaps) > 4:
        return stored(
            "no row in sales.csv in {periods_text} and others, and complete_from to complete_to does not cover it",
            periods_text=named,
        )
    return stored(
        "no row in sales.csv in {periods_text}, and complete_from to complete_to does not cover it", periods_text=named
    )


def _why_no_cost(totals: Totals, place: int) -> str:
    return "" if totals.has_margin[place] else stored("sales lines without product_cost")


def _why_no_capital(totals: Totals, place: int) -> str:
    is_needed = totals.charges_capital and totals.has_sales[place] and not totals.has_capital[place]
    return stored("sales.csv has no column paid, which the cost of capital needs") if is_needed else ""


def _why_no_time(totals: Totals, place: int) -> str:
    accounts = totals.accounts
    if accounts.books.events is None:
        return stored("economics/events.csv is missing")
    if totals.has_time[place]:
        return ""
    unknown = accounts.serving.unknown
    partner, period, inside = places_of(unknown, accounts.periods)
    mine = unknown[inside & (partner == place) & np.isin(period, list(totals.span))]
    why = mine.groupby("why")["rows"].sum()
    return "; ".join(
        stored("{rows} of its events: {why_said}", rows=f"{int(rows):,}", why_said=reason)
        for reason, rows in why.items()
    ) or stored("no period is closed")


def earned_by_period(accounts: PartnerAccounts) -> dict[str, tuple[Earned, ...]]:
    """Contribution of every partner on record, closed period by closed period, in whole currency units."""
    unit = 10 ** CURRENCIES[accounts.books.plan.currency]
    each = [
        list(_earned(totals_of(accounts, (place,)), accounts.name(place), unit))
        for place in range(len(accounts.periods))
    ]
    return {
        accounts.books.partners[place]: tuple(of_period[place] for of_period in each)
        for place in where(_on_record(accounts))
    }


def _earned(totals: Totals, name: str, unit: int) -> Iterator[Earned]:
    """What each partner earned in a period."""
    ends = (totals.contribution_low, totals.contribution, totals.contribution_high)
    columns = (totals.is_known, totals.sales, *ends)
    for is_known, sales, low, value, high in zip(*(column.tolist() for column in columns), strict=True):
        if not is_known:
            yield Earned(period=name)
            continue
        yield Earned(
            period=name,
            low=low / unit,
            value=value / unit,
            high=high / unit,
            margin=value / sales if sales > 0 else None,
        )


def uses_in(totals: Totals) -> tuple[ResourceUse, ...]:
    """Use of every resource in the span, by resource and period."""
    wanted = {int(totals.accounts.periods[place]) for place in totals.span}
    return tuple(use for use in totals.accounts.serving.resources if use.period in wanted)
