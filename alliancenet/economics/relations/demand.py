"""What kind of demand a customer has, and what to do with it (S77)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from alliancenet.economics.entered.relations import DemandRating
from alliancenet.economics.layout import in_columns, named
from alliancenet.economics.ledger import MoneyLedger
from alliancenet.language import in_percent
from alliancenet.model.currencies import in_words
from alliancenet.sources.checks import counted

_MIDDLE = 3.0
_POINT = 0.01
STRATEGIES = {
    "values and pays for service": "serve better than anybody, and grow what fits this partner alone",
    "price only": "sell the naked core by the cheapest channel; what is added is paid for",
    "everything at the lowest price": "menu prices and shared costs; give nothing away that is not counted",
    "not clear": "talk to it: find out what it would pay for",
}
"""What each kind asks for."""
SWITCHING = {
    "values and pays for service": "joint procedures and people who know its business bind it",
    "price only": "only lower total cost binds it: electronic orders, terms for volume",
    "everything at the lowest price": "bind by what it would have to pay for elsewhere; else let it go",
    "not clear": "",
}
"""What would raise its cost of switching."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandType:
    """One partner's type with its reason.

    Parameters
    ----------
    discount : discounts and rebates over gross sales in the span; None where sales are unknown.
    disagrees : the type says it pays, and its discounts lie in the highest quarter.
    """

    partner: str
    kind: str
    reason: str
    discount: float | None
    disagrees: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandGroup:
    """All of one type; contribution in minor units, None where one of them is unknown."""

    kind: str
    partners: tuple[str, ...]
    contribution: int | None
    strategy: str
    switching: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """Types of all partners that were rated."""

    types: tuple[DemandType, ...]
    groups: tuple[DemandGroup, ...]


def demand_of(ledger: MoneyLedger) -> Demand | None:
    """Types by rating, checked against price behaviour; None without demands.csv."""
    rows = ledger.books.entered.demands
    if rows is None:
        return None
    discounts = _discounts(ledger)
    known = [value for value in discounts.values() if value is not None]
    # the highest quarter, and a point above the usual: alike discounts differ by rounding
    high = max(float(np.percentile(known, 75)), float(np.median(known)) + _POINT) if len(known) >= 5 else float("inf")
    types = tuple(_typed(row, discounts.get(row.partner), high) for row in rows)
    return Demand(types=types, groups=tuple(_group(ledger, kind, types) for kind in STRATEGIES))


def _discounts(ledger: MoneyLedger) -> dict[str, float | None]:
    totals = ledger.totals
    return {
        partner: float((totals.discounts[place] + totals.rebates[place]) / totals.gross[place])
        if totals.has_sales[place] and totals.gross[place] > 0
        else None
        for place, partner in enumerate(ledger.books.partners)
    }


def _typed(row: DemandRating, discount: float | None, high: float) -> DemandType:
    values, pays = row.values_service > _MIDDLE, row.pays_for_service > _MIDDLE
    presses = row.presses_price > _MIDDLE
    if values and pays:
        kind = "values and pays for service"
    elif values and presses:
        kind = "everything at the lowest price"
    elif not values and presses:
        kind = "price only"
    else:
        kind = "not clear"
    reason = (
        f"values service {row.values_service:g}, pays for it {row.pays_for_service:g}, presses {row.presses_price:g}"
    )
    disagrees = kind == "values and pays for service" and discount is not None and discount > high
    return DemandType(partner=row.partner, kind=kind, reason=reason, discount=discount, disagrees=disagrees)


def _group(ledger: MoneyLedger, kind: str, types: Sequence[DemandType]) -> DemandGroup:
    partners = tuple(found.partner for found in types if found.kind == kind)
    places = [ledger.place(partner) for partner in partners]
    is_known = bool(ledger.totals.is_known[places].all())
    return DemandGroup(
        kind=kind,
        partners=partners,
        contribution=int(ledger.totals.contribution[places].sum()) if is_known and partners else None,
        strategy=STRATEGIES[kind],
        switching=SWITCHING[kind],
    )


def demand_lines(demand: Demand, currency: str) -> Iterator[str]:
    """Groups with their strategy, then partners."""
    for group in demand.groups:
        if not group.partners:
            continue
        earned = "contribution not known" if group.contribution is None else in_words(group.contribution, currency)
        yield f"{group.kind}: {counted(len(group.partners), 'partner', 'partners')}, {earned} ({named(group.partners)})"
        yield f"  {group.strategy}{'; ' if group.switching else ''}{group.switching}"
    rows = [("partner", "why", "discount", "")]
    for found in demand.types:
        discount = "unknown" if found.discount is None else in_percent(found.discount, 1)
        note = "rated as paying, yet among the highest discounts" if found.disagrees else ""
        rows.append((found.partner, found.reason, discount, note))
    yield from in_columns(rows)
