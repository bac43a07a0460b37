"""What an order and a ticket of each partner cost us, beside the median partner (E3)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from alliancenet.arrays import FloatArray
from alliancenet.economics.behaviours import cells_in
from alliancenet.economics.layout import in_columns
from alliancenet.economics.ledger import MoneyLedger
from alliancenet.economics.serving import summed, where
from alliancenet.economics.sheets.building import SheetContent, SheetNames, columns, number, row
from alliancenet.economics.statement import Totals
from alliancenet.language import stored, stored_n
from alliancenet.model.currencies import in_words
from alliancenet.model.sheets import SheetCell


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCost:
    """Cost of time of one document, minor units.

    Parameters
    ----------
    cost : None where nothing was counted, or the cost of its time is not known.
    count : orders, or events after the sale; None where no file tells of them.
    median : of all partners whose cost is known; None with too few of them.
    partners : that are compared.
    """

    cost: float | None
    count: int | None
    median: float | None
    partners: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCosts:
    """One partner: what an order takes (activities of the group `order`), and a ticket (`postsales`)."""

    partner: str
    order: UnitCost
    ticket: UnitCost


def unit_costs_of(ledger: MoneyLedger) -> tuple[UnitCosts, ...] | None:
    """Costs of every partner on record over the span; None where no activity is of either group."""
    totals = ledger.totals
    activities = totals.accounts.books.activities
    if activities is None or not {"order", "postsales"} & set(activities.group):
        return None
    least = ledger.settings.table("behaviours.least")["partners"]
    tickets, of_tickets = _of_group(totals, "postsales")
    _, of_orders = _of_group(totals, "order")
    # unknown is not none: without a file of sales nobody says how many orders there were
    orders = np.where(totals.has_sales, totals.documents, np.nan)
    tickets = np.where(totals.has_time, tickets, np.nan)
    sides = [_costs(totals, cost, counts, least) for cost, counts in ((of_orders, orders), (of_tickets, tickets))]
    found = [
        UnitCosts(partner=totals.partners[place], order=sides[0][place], ticket=sides[1][place])
        for place in where(totals.on_record)
    ]
    return tuple(sorted(found, key=lambda one: (-(one.order.cost or 0), -(one.ticket.cost or 0), one.partner)))


def _of_group(totals: Totals, group: str) -> tuple[FloatArray, FloatArray]:
    """Events of a group of activities by partner, and their cost."""
    cells = cells_in(totals)
    mine = cells[cells["group"] == group]
    partner, size = mine["partner"].to_numpy(dtype=np.int64), len(totals.partners)
    events, cost = (summed(partner, mine[name].to_numpy(dtype=np.float64), size) for name in ("events", "cost"))
    return events, cost


def _costs(totals: Totals, cost: FloatArray, counts: FloatArray, least: float) -> list[UnitCost]:
    known = totals.has_time & totals.on_record & (counts > 0) & (cost > 0)
    each = np.divide(cost, counts, out=np.full(len(cost), np.nan), where=known)
    partners = int(known.sum())
    median = float(np.median(each[known])) if partners >= least else None
    return [
        UnitCost(
            cost=float(each[place]) if known[place] else None,
            count=None if np.isnan(counts[place]) else int(counts[place]),
            median=median,
            partners=partners,
        )
        for place in range(len(cost))
    ]


def unit_cost_lines(found: Sequence[UnitCosts], currency: str) -> Iterator[str]:
    """One row a partner, the dearest order first."""
    rows = [("partner", "an order costs", "orders", "a ticket costs", "tickets")]
    for costs in found:
        told = [
            "-" if side.cost is None else in_words(round(side.cost), currency) for side in (costs.order, costs.ticket)
        ]
        orders, tickets = (
            "unknown" if side.count is None else f"{side.count:,}" for side in (costs.order, costs.ticket)
        )
        rows.append((costs.partner, told[0], orders, told[1], tickets))
    yield from in_columns(rows)
    for words, side in (("an order", found[0].order), ("a ticket", found[0].ticket)):
        if side.median is not None:
            median = in_words(round(side.median), currency)
            yield f"Of the median partner {words} costs {median} ({side.partners} partners)."


def unit_cost_sheet(found: Sequence[UnitCosts], names: SheetNames) -> SheetContent:
    """The same for pages and files."""
    return SheetContent(
        columns=columns(
            "partner:Partner",
            "order:An order costs$",
            "order_median:Of the median partner$",
            "ticket:A ticket costs$",
            "ticket_median:Of the median partner$",
        ),
        rows=tuple(
            row(
                names.cell(costs.partner),
                number(costs.order.cost, detail=_orders(costs.order.count)),
                _median(costs.order),
                number(costs.ticket.cost, detail=_tickets(costs.ticket.count)),
                _median(costs.ticket),
                partner=costs.partner,
            )
            for costs in found
        ),
    )


def _median(side: UnitCost) -> SheetCell:
    return number(side.median, why=stored("too few peers"))


def _orders(count: int | None) -> str:
    return "" if count is None else stored_n("{n} order", "{n} orders", count)


def _tickets(count: int | None) -> str:
    return "" if count is None else stored_n("{n} ticket", "{n} tickets", count)
