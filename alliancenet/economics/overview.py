"""Everything that is told of a span: statements, curve, matrix, behaviours, losses, capacity."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from alliancenet.economics.accounts import PartnerAccounts, accounts_of
from alliancenet.economics.behaviours import behaviours_of
from alliancenet.economics.books import Books
from alliancenet.economics.by_alliance import earned_by_alliance
from alliancenet.economics.matrix import profit_matrix
from alliancenet.economics.repair import loss_arithmetic, stop_gains
from alliancenet.economics.statement import (
    Totals,
    earned_by_period,
    last_periods,
    statements,
    totals_of,
    uses_in,
)
from alliancenet.economics.whale import whale_curve
from alliancenet.errors import Problem
from alliancenet.model.economics import Earned, PartnerStatement
from alliancenet.model.profit import LossArithmetic, PartnerBehaviours, ProfitMatrix, ResourceUse, StopGain, WhaleCurve
from alliancenet.model.settings import Settings


@dataclass(frozen=True, kw_only=True)
class EconomicsReview:
    """What partners earned over a span of closed periods; internal to the own firm.

    Parameters
    ----------
    first, last : names of the periods; "" when none is closed.
    nothing_on_record : partners no file has a row of.
    names : of periods, by their numbers.
    earned : by partner, contribution of every closed period, oldest first.
    stop : by partner, what stopping would change over the horizon.
    unassigned : minor units of resources no activity takes; never allocated.
    accounts, settings : what it was worked out from.
    remarks : counted warnings.
    """

    currency: str
    as_of: date
    first: str
    last: str
    statements: tuple[PartnerStatement, ...]
    nothing_on_record: tuple[str, ...]
    behaviours: tuple[PartnerBehaviours, ...]
    curve: WhaleCurve
    matrix: ProfitMatrix
    losses: tuple[LossArithmetic, ...]
    uses: tuple[ResourceUse, ...]
    unassigned: int
    names: Mapping[int, str]
    earned: Mapping[str, tuple[Earned, ...]]
    stop: Mapping[str, StopGain]
    accounts: PartnerAccounts
    settings: Settings
    remarks: tuple[Problem, ...] = ()

    @cached_property
    def by_alliance(self) -> Mapping[tuple[str, str], tuple[Earned, ...]]:
        """Contribution of the rows that name an alliance, by partner and alliance.

        Worked out when it is first asked for: only a partner of several alliances needs it.
        """
        return earned_by_alliance(self.accounts, self.settings)

    @property
    def is_reconciled(self) -> bool:
        """Every resource's cost is cut into parts that add up to it, to the minor unit."""
        return all(use.is_reconciled for use in self.uses)


def economics_review(books: Books, settings: Settings, as_of: date, periods: int = 1) -> EconomicsReview:
    """Work everything out.

    Parameters
    ----------
    books : what was read.
    settings : limits of the project.
    as_of : only periods that ended by this day are used.
    periods : how many of the last closed periods to sum; nothing is annualised.
    """
    accounts = accounts_of(books, settings, as_of)
    return review_of_totals(totals_of(accounts, last_periods(accounts, periods)), settings)


def review_of_totals(totals: Totals, settings: Settings) -> EconomicsReview:
    """Everything that is told of the span summed up."""
    accounts = totals.accounts
    books = accounts.books
    behaviours = behaviours_of(totals, settings)
    names = [accounts.name(place) for place in totals.span] or [""]
    return EconomicsReview(
        currency=books.plan.currency,
        as_of=accounts.as_of,
        first=names[0],
        last=names[-1],
        statements=statements(totals),
        nothing_on_record=tuple(partner for place, partner in enumerate(books.partners) if not totals.on_record[place]),
        behaviours=behaviours,
        curve=whale_curve(totals, settings),
        matrix=profit_matrix(totals, settings),
        losses=loss_arithmetic(totals, behaviours, settings),
        uses=uses_in(totals),
        unassigned=_unassigned(accounts, totals),
        names={int(number): accounts.name(place) for place, number in enumerate(accounts.periods)},
        earned=earned_by_period(accounts),
        stop=stop_gains(totals, settings),
        accounts=accounts,
        settings=settings,
        remarks=(*books.remarks, *accounts.remarks),
    )


def _unassigned(accounts: PartnerAccounts, totals: Totals) -> int:
    wanted = {int(accounts.periods[place]) for place in totals.span}
    return sum(cost for period, cost in accounts.serving.unassigned.items() if period in wanted)
