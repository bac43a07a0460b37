"""What a partner earns us by alliance (E0, E1): rows that name one are told apart, the others are never split.

Notes
-----
Own rule: an alliance has the sales, costs and events that name it. What names none stays with the partner, as a line
of its own, and is not spread by any key.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from alliancenet.arrays import BoolArray, IntArray
from alliancenet.economics.accounts import PartnerAccounts, accounts_of
from alliancenet.economics.books import Books
from alliancenet.economics.entered.records import Entered
from alliancenet.economics.ledger import MoneyLedger
from alliancenet.economics.statement import earned_by_period, statements, totals_of
from alliancenet.model.economics import Earned, PartnerStatement
from alliancenet.model.settings import Settings

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True)
class AllianceShare:
    """What of a partner's statement names one alliance; `alliance` is "" for what names none."""

    partner: str
    alliance: str
    statement: PartnerStatement


@dataclass(frozen=True, slots=True, kw_only=True)
class _Holders:
    """Pairs of a partner and an alliance that rows name, in the place of partners.

    Parameters
    ----------
    owner, alliance : places, pair by pair; the alliance -1 for what names none.
    """

    owner: IntArray
    alliance: IntArray

    def of(self, frame: "pd.DataFrame") -> "pd.DataFrame":
        """The same rows with the place of their pair as partner; -1 for those of nobody and of whole partners."""
        width = int(self.alliance.max()) + 2
        # the last place stands for all that is no pair
        place = np.full((int(self.owner.max()) + 1) * width + 1, -1, dtype=np.int64)
        place[self.owner * width + self.alliance + 1] = np.arange(len(self.owner))
        partner, alliance = (frame[name].to_numpy(dtype=np.int64) for name in ("partner", "alliance"))
        code = np.where(partner < 0, len(place) - 1, partner * width + alliance + 1)
        return frame.assign(partner=place[np.minimum(code, len(place) - 1)])


def alliance_shares_of(ledger: MoneyLedger) -> tuple[AllianceShare, ...] | None:
    """Statements by alliance of each partner that has rows naming one; None where no row does."""
    books = ledger.books
    holders = _holders(books)
    if holders is None:
        return None
    accounts = _accounts(ledger.accounts, ledger.settings, holders)
    return tuple(
        _share(books, holders, int(statement.partner), statement)
        for statement in statements(totals_of(accounts, ledger.totals.span))
    )


def _share(books: Books, holders: _Holders, place: int, statement: PartnerStatement) -> AllianceShare:
    partner, alliance = books.partners[holders.owner[place]], int(holders.alliance[place])
    return AllianceShare(
        partner=partner,
        alliance="" if alliance < 0 else books.alliances[alliance],
        statement=replace(statement, partner=partner),
    )


def earned_by_alliance(accounts: PartnerAccounts, settings: Settings) -> dict[tuple[str, str], tuple[Earned, ...]]:
    """Contribution of what names an alliance, closed period by closed period, by partner and alliance."""
    books = accounts.books
    holders = _holders(books)
    if holders is None:
        return {}
    earned = earned_by_period(_accounts(accounts, settings, holders))
    pairs = enumerate(zip(holders.owner, holders.alliance, strict=True))
    return {
        (books.partners[owner], books.alliances[alliance]): earned[str(place)]
        for place, (owner, alliance) in pairs
        if alliance >= 0 and str(place) in earned
    }


def _holders(books: Books) -> _Holders | None:
    """Pairs that rows name, of partners with some alliance named; None where none is.

    In the order of partners and of alliances, what names none last.
    """
    frames = books.dated.values()
    pairs = [frame[["partner", "alliance"]].drop_duplicates().to_numpy(dtype=np.int64) for frame in frames]
    found = np.unique(np.concatenate(pairs), axis=0) if pairs else np.zeros((0, 2), dtype=np.int64)
    is_split = np.isin(found[:, 0], found[found[:, 1] >= 0, 0])
    found = found[(found[:, 0] >= 0) & is_split]
    if not len(found):
        return None
    # what names none comes last
    order = np.lexsort((found[:, 1], found[:, 1] < 0, found[:, 0]))
    return _Holders(owner=found[order, 0], alliance=found[order, 1])


def _accounts(whole: PartnerAccounts, settings: Settings, holders: _Holders) -> PartnerAccounts:
    """Accounts of the pairs; whether something is known at all is a matter of the partner's files."""
    books, owner = whole.books, holders.owner
    events = books.events
    apart = replace(
        books,
        partners=[str(place) for place in range(len(owner))],
        sales=None if books.sales is None else holders.of(books.sales),
        costs=None if books.costs is None else holders.of(books.costs),
        events=None if events is None else replace(events, frame=holders.of(events.frame)),
        contracts=None,
        answers={},
        entered=Entered(),
    )
    found = accounts_of(apart, settings, whole.as_of)
    time = _adding_up(found.time, whole.time, owner)
    return replace(
        found,
        has_sales=whole.has_sales[owner],
        has_product_cost=_known(found.has_product_cost, found.has_sales, whole.has_sales[owner]),
        has_capital=_known(found.has_capital, found.has_sales, whole.has_sales[owner]),
        has_time=whole.has_time[owner],
        time=time,
        time_low=np.minimum(found.time_low, time),
        time_high=np.maximum(found.time_high, time),
    )


def _known(is_known: BoolArray, has_rows: BoolArray, is_on_record: BoolArray) -> BoolArray:
    """Where a pair's rows are whole; a pair without a row in a period that is on record has nothing to lack."""
    return np.asarray(is_on_record & (is_known | ~has_rows))


def _adding_up(parts: IntArray, whole: IntArray, owner: IntArray) -> IntArray:
    """Parts that add up to the whole: what rounding each apart left goes to the largest of them."""
    found = parts.copy()
    # pairs of one partner stand side by side
    for own in np.split(np.arange(len(owner)), np.flatnonzero(np.diff(owner)) + 1):
        partner = owner[own[0]]
        largest = own[parts[own].argmax(axis=0)]
        found[largest, np.arange(parts.shape[1])] += whole[partner] - parts[own].sum(axis=0)
    return found
