"""Share of wallet, and what a larger one would be worth (E13).

References
----------
Anderson & Narus 2003.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from alliancenet.economics.entered.customers import WalletEntry
from alliancenet.economics.ledger import MoneyLedger
from alliancenet.language import stored

ALL = "all"
"""Category of a wallet that holds everything the partner buys of our kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WalletShare:
    """Our share of what a partner spends in a category and period.

    Parameters
    ----------
    ours, spend : minor units; `ours` is None where our sales are not known.
    share, low, high : 0-1, with the spend at its stated ends; None where withheld.
    is_old : the source is older than the limit.
    reason : why there is no share, or "".
    """

    partner: str
    category: str
    period: str
    ours: int | None
    spend: int
    share: float | None
    low: float | None
    high: float | None
    source: str
    source_date: date
    is_old: bool
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """What a larger share of one wallet would bring in a period, minor units.

    Parameters
    ----------
    target, step : share aimed at, and the step to it.
    sales, serving, programme : more sales, cost to serve them, cost of the programme.
    gain, low, high : change of profit, and with the spend at its stated ends.
    margin_of : whose net margin was taken: the partner's, or the category's.
    repair_first : the partner loses money over its whole range: repair before growing.
    reason : why there is no gain, or "".
    """

    share: WalletShare
    target: float
    step: float | None = None
    sales: int | None = None
    serving: int | None = None
    programme: int = 0
    gain: int | None = None
    low: int | None = None
    high: int | None = None
    margin_of: str = ""
    repair_first: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wallets:
    """Newest share of each wallet, and growth ranked by its low end; no sum: it would read as a forecast."""

    shares: tuple[WalletShare, ...]
    growth: tuple[Growth, ...]
    repair_first: tuple[Growth, ...]
    not_told: tuple[Growth, ...]


def wallets_of(ledger: MoneyLedger) -> Wallets | None:
    """Shares and potential of every partner and category; None without wallet.csv."""
    entries = ledger.books.entered.wallet
    if entries is None:
        return None
    newest = _newest(entries)
    shares = tuple(_share(ledger, entry) for entry in newest)
    growths = [_growth(ledger, entry, share) for entry, share in zip(newest, shares, strict=True)]
    told = [growth for growth in growths if growth.low is not None and not growth.repair_first]
    told.sort(key=lambda growth: (-(growth.low or 0), growth.share.partner, growth.share.category))
    return Wallets(
        shares=shares,
        growth=tuple(told),
        repair_first=tuple(growth for growth in growths if growth.repair_first),
        not_told=tuple(growth for growth in growths if growth.low is None and not growth.repair_first),
    )


def _newest(entries: Sequence[WalletEntry]) -> list[WalletEntry]:
    by_wallet: dict[tuple[str, str], WalletEntry] = {}
    for entry in sorted(entries, key=lambda entry: entry.period):
        by_wallet[entry.partner, entry.category] = entry
    return list(by_wallet.values())


def share_by_partner(ledger: MoneyLedger) -> dict[str, list[tuple[date, float]]]:
    """Share over all categories of a partner with an estimate, since the end of each period, oldest first."""
    sums: dict[tuple[str, int], list[float]] = {}
    for entry in ledger.books.entered.wallet or ():
        share = _share(ledger, entry)
        if share.share is not None and share.ours is not None:
            both = sums.setdefault((entry.partner, entry.period), [0.0, 0.0])
            both[0] += share.ours
            both[1] += share.spend
    found: dict[str, list[tuple[date, float]]] = {}
    for (partner, period), (ours, spend) in sorted(sums.items(), key=lambda item: item[0][1]):
        found.setdefault(partner, []).append((ledger.books.plan.periods.last_day(period), ours / spend))
    return found


def _share(ledger: MoneyLedger, entry: WalletEntry) -> WalletShare:
    ours, reason = _ours(ledger, entry)
    if not reason and ours is not None and ours > entry.spend:
        reason = stored("spend is lower than what we sold")
    if not reason and entry.spend == 0:
        reason = stored("it spends nothing in the category")
    ends = (entry.spend if entry.high is None else entry.high, entry.spend if entry.low is None else entry.low)
    years = ledger.settings.number("wallet.source_years")
    known = ours is not None and not reason
    return WalletShare(
        partner=entry.partner,
        category=entry.category,
        period=ledger.books.plan.periods.name(entry.period),
        ours=ours,
        spend=entry.spend,
        share=ours / entry.spend if known and ours is not None else None,
        low=ours / ends[0] if known and ours is not None else None,
        high=min(1.0, ours / max(ends[1], 1)) if known and ours is not None else None,
        source=entry.source,
        source_date=entry.source_date,
        is_old=(ledger.as_of - entry.source_date).days > years * 365.25,
        reason=reason,
    )


def _ours(ledger: MoneyLedger, entry: WalletEntry) -> tuple[int | None, str]:
    """Our net sales in the category and period, and why they are not known."""
    sales, periods = ledger.books.sales, ledger.accounts.periods
    if sales is None:
        return None, stored("economics/sales.csv is missing")
    inside = np.flatnonzero(periods == entry.period)
    partner = ledger.place(entry.partner)
    if not len(inside):
        return None, stored("the period is not closed, or lies before the first on record")
    if not ledger.accounts.has_sales[partner, inside[0]]:
        return None, stored("our sales to it in that period are not known")
    if entry.category == ALL:
        return int(ledger.accounts.sales[partner, inside[0]]), ""
    mine = sales["is_revenue"] & (sales["partner"] == partner) & (sales["period"] == entry.period)
    if not (sales["category"] == entry.category).any():
        return None, stored("no line of sales.csv has the category {category_text}", category_text=entry.category)
    rows = sales[mine & (sales["category"] == entry.category)]
    return int((rows["net"] - rows["rebate"]).sum()), ""


def _growth(ledger: MoneyLedger, entry: WalletEntry, share: WalletShare) -> Growth:
    limits, totals = ledger.settings.table("wallet.limits"), ledger.totals
    target = min(limits["headroom"] if entry.target is None else entry.target, 1.0)
    place = ledger.place(entry.partner)
    margin, margin_of = _margin(ledger, place, entry.category, int(limits["orders"]))
    if share.share is None or share.ours is None:
        return Growth(share=share, target=target, reason=share.reason)
    if totals.is_known[place] and totals.contribution_high[place] < 0:
        return Growth(
            share=share, target=target, repair_first=True, reason=stored("it loses money: repair before growing")
        )
    step = target - share.share
    if step <= 0:
        return Growth(share=share, target=target, reason=stored("the share is at its target already"))
    if margin is None or not totals.has_serving[place] or totals.sales[place] <= 0:
        return Growth(
            share=share, target=target, step=step, reason=stored("its margin or its cost to serve is not known")
        )
    serving = float(totals.serving[place] / totals.sales[place])
    middle = growth_gain(entry.spend, share.share, target, margin, serving, entry.programme)
    lows = [spend for spend in (entry.low, entry.high) if spend is not None and spend > 0]
    ends = [
        growth_gain(spend, min(share.ours / spend, 1.0), target, margin, serving, entry.programme)
        for spend in (entry.spend, *lows)
    ]
    more = step * entry.spend
    return Growth(
        share=share,
        target=target,
        step=step,
        sales=round(more),
        serving=round(more * serving),
        programme=entry.programme,
        gain=round(middle),
        low=round(min(ends)),
        high=round(max(ends)),
        margin_of=margin_of,
    )


def growth_gain(spend: float, share: float, target: float, margin: float, serving: float, programme: float) -> float:
    """Change of profit when our share of a wallet rises to a target.

    Parameters
    ----------
    spend : the wallet.
    share, target : 0-1.
    margin : net margin over sales, of the sales that are added.
    serving : cost to serve over sales.
    programme : what it costs to get there; in the unit of `spend`.
    """
    return (target - share) * spend * (margin - serving) - programme


def _margin(ledger: MoneyLedger, place: int, category: str, least: int) -> tuple[float | None, str]:
    """Net margin over sales: the partner's own, or the category's where it has too few orders."""
    totals = ledger.totals
    if totals.has_margin[place] and totals.documents[place] >= least and totals.sales[place] > 0:
        return float(totals.margin[place] / totals.sales[place]), stored("the partner's")
    sales = ledger.books.sales
    if sales is None:
        return None, ""
    rows = sales[sales["is_revenue"] & sales["has_cost"] & ((sales["category"] == category) | (category == ALL))]
    net = int((rows["net"] - rows["rebate"]).sum())
    return ((net - int(rows["cost"].sum())) / net, stored("the category's")) if net > 0 else (None, "")
