"""The base by strength, all together (E17)."""

from dataclasses import dataclass

from alliancenet.economics.ledger import MoneyLedger
from alliancenet.economics.strength.moves import Moves, moves_of
from alliancenet.economics.strength.states import PortfolioMap, portfolio_map, states_of
from alliancenet.economics.strength.worth import BaseWorth, worth_of


@dataclass(frozen=True, slots=True, kw_only=True)
class StrengthReview:
    """Where partners stand, how they move, what that is worth.

    Parameters
    ----------
    entered, cells : states entered, of all partners and periods; the others are by rule.
    moves : None with fewer than two periods.
    """

    map: PortfolioMap
    entered: int
    cells: int
    moves: Moves | None
    worth: BaseWorth


def strength_review(ledger: MoneyLedger) -> StrengthReview | None:
    """Work everything out; None where neither states nor sales are on record."""
    table = states_of(ledger)
    if table is None or not table.states.size:
        return None
    moves = moves_of(ledger, table)
    return StrengthReview(
        map=portfolio_map(ledger, table),
        entered=table.entered,
        cells=int(table.states.size),
        moves=moves,
        worth=worth_of(ledger, table, moves),
    )
