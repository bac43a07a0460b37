"""State of every partner in every closed period: as entered, else by what is on record (E17)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from alliancenet.arrays import FloatArray, IntArray
from alliancenet.economics.entered.customers import LIVING, StateEntry, Strength
from alliancenet.economics.ledger import MoneyLedger
from alliancenet.economics.lifetime.keeping import active_at, periods_bought
from alliancenet.economics.serving import where
from alliancenet.economics.signs import RelationshipSigns, signs_of

UNKNOWN = -1
LOST = len(LIVING)
"""Place of `lost` behind the living states."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StateTable:
    """States by partner and period.

    Parameters
    ----------
    states : partners × periods; places in `LIVING`, `LOST`, or `UNKNOWN`.
    entered : how many cells were entered; the others are by rule.
    won_back : cells in which a lost partner is there again.
    """

    partners: Sequence[str]
    periods: Sequence[str]
    states: IntArray
    entered: int
    won_back: Mapping[tuple[int, int], bool]


def states_of(ledger: MoneyLedger) -> StateTable | None:
    """States of all partners; None where neither states nor sales are on record."""
    entries, accounts = ledger.books.entered.states, ledger.accounts
    if entries is None and ledger.books.sales is None:
        return None
    if not len(accounts.periods) and not entries:
        return None
    numbers = _numbers(ledger, entries or ())
    table = np.full((len(ledger.books.partners), len(numbers)), UNKNOWN, dtype=np.int64)
    signs = signs_of(ledger)
    for place in range(len(accounts.periods)):
        table[:, numbers.index(int(accounts.periods[place]))] = _by_rule(ledger, place, signs)
    row = {partner: place for place, partner in enumerate(ledger.books.partners)}
    for entry in entries or ():
        if entry.period in numbers:
            table[row[entry.partner], numbers.index(entry.period)] = list(Strength).index(Strength(entry.state))
    names = [ledger.books.plan.periods.name(number) for number in numbers]
    won = {(row[entry.partner], numbers.index(entry.period)): True for entry in entries or () if entry.won_back}
    return StateTable(
        partners=ledger.books.partners, periods=names, states=table, entered=len(entries or ()), won_back=won
    )


def _numbers(ledger: MoneyLedger, entries: Sequence[StateEntry]) -> list[int]:
    """All closed periods of books and states, without gaps."""
    last = ledger.books.plan.periods.last_closed(ledger.as_of)
    named = [int(number) for number in ledger.accounts.periods]
    named += [entry.period for entry in entries if entry.period <= last]
    return list(range(min(named), max(named) + 1)) if named else []


def _by_rule(ledger: MoneyLedger, place: int, signs: RelationshipSigns) -> IntArray:
    accounts, settings = ledger.accounts, ledger.settings
    found = np.full(len(ledger.books.partners), UNKNOWN, dtype=np.int64)
    if ledger.books.sales is None:
        return found
    active = active_at(accounts, settings, place)
    day = ledger.books.plan.periods.last_day(int(accounts.periods[place]))
    bought = periods_bought(accounts)
    for number, partner in enumerate(ledger.books.partners):
        periods = int((bought[number] <= place).sum())
        if not periods:
            is_told = bool(accounts.has_sales[number, : place + 1].all())
            found[number] = 0 if is_told else UNKNOWN
        elif not active[number]:
            found[number] = LOST
        else:
            found[number] = _strength(ledger, signs.at(partner, day), is_repeat=_purchases(ledger, number, place) > 1)
    return found


def _purchases(ledger: MoneyLedger, number: int, place: int) -> int:
    return int(ledger.accounts.documents[number, : place + 1].sum())


def _strength(ledger: MoneyLedger, sign: Mapping[str, float], *, is_repeat: bool) -> int:
    """The first rule that holds; what is not on record neither holds nor fails.

    Notes
    -----
    Who bought once is an acquaintance: Johnson & Selnes know no state between it and a stranger.
    """
    if not is_repeat:
        return LIVING.index(Strength.ACQUAINTANCE)
    partner, friend = ledger.settings.table("states.partner"), ledger.settings.table("states.friend")
    wallet_and_links = sign.get("wallet", -1) >= partner["wallet"] and sign.get("linkages", -1) >= partner["linkages"]
    if sign.get("spectrum", -1) >= partner["spectrum"] or wallet_and_links:
        return LIVING.index(Strength.PARTNER)
    told = [name for name in friend if name in sign]
    if any(sign[name] >= friend[name] for name in told):
        return LIVING.index(Strength.FRIEND)
    return LIVING.index(Strength.ACQUAINTANCE) if told else UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class StateCount:
    """A state now: partners in it, their contribution and sales in minor units; None where not all is known."""

    state: str
    partners: tuple[str, ...]
    contribution: int | None
    sales: int | None
    unknown_contribution: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioMap:
    """The base by strength at the end of the last period.

    Parameters
    ----------
    not_told : partners whose state cannot be told; `not_told_sales` is their share 0-1 of sales.
    """

    period: str
    states: tuple[StateCount, ...]
    not_told: tuple[str, ...]
    not_told_sales: float | None


def portfolio_map(ledger: MoneyLedger, table: StateTable) -> PortfolioMap:
    """Count and sum the last period's states, money over the span looked back."""
    now = table.states[:, -1]
    totals = ledger.totals
    sales = np.maximum(totals.sales, 0)
    whole = float(sales[totals.has_sales].sum())
    not_told = now == UNKNOWN
    return PortfolioMap(
        period=table.periods[-1],
        states=tuple(_counted(ledger, table, place, state) for place, state in enumerate(Strength)),
        not_told=tuple(table.partners[place] for place in where(not_told)),
        not_told_sales=float(sales[not_told & totals.has_sales].sum()) / whole if whole > 0 else None,
    )


def _counted(ledger: MoneyLedger, table: StateTable, place: int, state: Strength) -> StateCount:
    mine = table.states[:, -1] == place
    totals = ledger.totals
    unknown = int((mine & ~totals.is_known).sum())
    return StateCount(
        state=state.value,
        partners=tuple(table.partners[number] for number in where(mine)),
        contribution=None if unknown else int(totals.contribution[mine].sum()),
        sales=None if (mine & ~totals.has_sales).any() else int(totals.sales[mine].sum()),
        unknown_contribution=unknown,
    )


def gains_by_state(ledger: MoneyLedger, table: StateTable) -> dict[int, FloatArray]:
    """Contribution of a period, minor units, of each partner that is in a state now and known."""
    periods = max(len(ledger.totals.span), 1)
    known = ledger.totals.is_known
    return {
        place: ledger.totals.contribution[known & (table.states[:, -1] == place)] / periods
        for place in range(len(LIVING))
    }
