"""What a partner earns us by alliance (E0, E1): rows that name one are told apart, the others are never split.

Notes
-----
Own rule: an alliance has the sales, costs and events that name it. What names none stays with the partner, as a line
of its own, and is not spread by any key.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from alliancenet.arrays import BoolArray, IntArray
from alliancenet.economics.accounts import PartnerAccounts, accounts_of
from alliancenet.economics.books import Books
from alliancenet.economics.entered.records import Entered
from alliancenet.economics.layout import in_columns
from alliancenet.economics.ledger import MoneyLedger
from alliancenet.economics.sheets.building import SheetContent, SheetNames, columns, note, number, row, words
from alliancenet.economics.statement import statements, totals_of
from alliancenet.economics.told import money
from alliancenet.language import stored
from alliancenet.model.economics import MoneyLine, PartnerStatement
from alliancenet.model.sheets import SheetCell

if TYPE_CHECKING:
    import pandas as pd

NAMES_NONE = stored("names no alliance")


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
        """The same rows with the place of their pair as partner; -1 for those of nobody."""
        width = int(self.alliance.max()) + 2
        place = np.full((int(self.owner.max()) + 1) * width, -1, dtype=np.int64)
        place[self.owner * width + self.alliance + 1] = np.arange(len(self.owner))
        partner, alliance = (frame[name].to_numpy(dtype=np.int64) for name in ("partner", "alliance"))
        pair = np.where(partner < 0, -1, place[np.maximum(partner, 0) * width + alliance + 1])
        return frame.assign(partner=pair)


def alliance_shares_of(ledger: MoneyLedger) -> tuple[AllianceShare, ...] | None:
    """Statements by alliance of each partner that has rows naming one; None where no row does."""
    books = ledger.books
    holders = _holders(books)
    if holders is None:
        return None
    names = ["" if place < 0 else books.alliances[place] for place in holders.alliance]
    accounts = _accounts(ledger, holders)
    split = {int(owner) for owner, place in zip(holders.owner, holders.alliance, strict=True) if place >= 0}
    return tuple(
        AllianceShare(
            partner=books.partners[holders.owner[place]],
            alliance=names[place],
            statement=replace(statement, partner=books.partners[holders.owner[place]]),
        )
        for statement in statements(totals_of(accounts, ledger.totals.span))
        if int(holders.owner[place := int(statement.partner)]) in split
    )


def _holders(books: Books) -> _Holders | None:
    """All pairs that rows name, in the order of partners and of alliances, the rest last; None where none is named."""
    frames = books.dated.values()
    pairs = [frame[["partner", "alliance"]].to_numpy(dtype=np.int64) for frame in frames]
    found = np.unique(np.concatenate(pairs), axis=0) if pairs else np.zeros((0, 2), dtype=np.int64)
    found = found[found[:, 0] >= 0]
    if not (found[:, 1] >= 0).any():
        return None
    # what names none comes last
    order = np.lexsort((found[:, 1], found[:, 1] < 0, found[:, 0]))
    return _Holders(owner=found[order, 0], alliance=found[order, 1])


def _accounts(ledger: MoneyLedger, holders: _Holders) -> PartnerAccounts:
    """Accounts of the pairs; whether something is known at all is a matter of the partner's files."""
    books, whole, owner = ledger.books, ledger.accounts, holders.owner
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
    found = accounts_of(apart, ledger.settings, ledger.as_of)
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
    for partner in np.unique(owner):
        own = np.flatnonzero(owner == partner)
        largest = own[parts[own].argmax(axis=0)]
        found[largest, np.arange(parts.shape[1])] += whole[partner] - parts[own].sum(axis=0)
    return found


_STAYS = stored("What names no alliance stays with the partner; it is never spread over its alliances.")
_LINES = {"net_sales": "net sales", "net_margin": "net margin", "cost_to_serve": "cost to serve"}


def share_lines(shares: Sequence[AllianceShare], currency: str) -> Iterator[str]:
    """One row an alliance, and one for what names none."""
    rows = [("partner", "alliance", *_LINES.values(), "contribution", "class")]
    for share in shares:
        lines = share.statement.lines
        told = [money(lines[name], currency) for name in (*_LINES, "contribution")]
        rows.append((share.partner, share.alliance or f"({NAMES_NONE})", *told, share.statement.profit.value))
    yield from in_columns(rows)
    yield _STAYS


def share_sheet(shares: Sequence[AllianceShare], names: SheetNames) -> SheetContent:
    """The same for pages and files."""
    return SheetContent(
        columns=columns(
            "partner:Partner",
            "alliance:Alliance",
            "sales:Net sales$",
            "margin:Net margin$",
            "serving:Cost to serve$",
            "contribution:Contribution$",
            "class:Class",
        ),
        rows=tuple(
            row(
                names.cell(share.partner),
                words(names.of(share.alliance) if share.alliance else NAMES_NONE),
                *(_cell(share.statement.lines[name]) for name in (*_LINES, "contribution")),
                words(share.statement.profit.value),
                partner=share.partner,
            )
            for share in shares
        ),
        notes=(note(_STAYS),),
    )


def _cell(line: MoneyLine) -> SheetCell:
    has_ends = line.low != line.high
    return number(
        line.value, line.low if has_ends else None, line.high if has_ends else None, why=f"withheld: {line.reason}"
    )
