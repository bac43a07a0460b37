"""The books of a firm opened on a day: what every section of economics is worked out from."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from alliancenet.economics.accounts import PartnerAccounts, accounts_of
from alliancenet.economics.books import Books
from alliancenet.economics.lifetime.valuing import CustomerReview, customer_review_of_totals
from alliancenet.economics.statement import Totals, last_periods, totals_of
from alliancenet.model.audit import Audit
from alliancenet.model.currencies import CURRENCIES
from alliancenet.model.settings import Settings
from alliancenet.sources.loaded import Project
from alliancenet.store.audit_folder import read_audits

if TYPE_CHECKING:
    from alliancenet.model.impact import ImpactReview

_AUDITS = "audits"


@dataclass(frozen=True, kw_only=True)
class MoneyLedger:
    """Books, accounts and the span looked back.

    Parameters
    ----------
    project : what else is on record: register, ratings, answers.
    folder : the project folder.
    totals : sums over the span.
    looked_back : periods asked for; the span has fewer where fewer are on record.
    """

    project: Project
    folder: Path
    books: Books
    settings: Settings
    as_of: date
    accounts: PartnerAccounts
    totals: Totals
    looked_back: int

    @property
    def currency(self) -> str:
        """Reporting currency."""
        return self.books.plan.currency

    @property
    def unit(self) -> int:
        """Minor units of one unit of the currency."""
        return int(10 ** CURRENCIES[self.currency])

    @property
    def a_year(self) -> int:
        """Periods in a year."""
        return self.books.plan.periods.a_year

    @property
    def span(self) -> Sequence[str]:
        """Names of the periods looked back."""
        return [self.accounts.name(place) for place in self.totals.span]

    @cached_property
    def customers(self) -> CustomerReview:
        """Who stays and what each partner is worth; worked out once."""
        return customer_review_of_totals(self.totals, self.settings, self.looked_back)

    @cached_property
    def impact(self) -> "ImpactReview | None":
        """Impact and performance of qualities, None without answers on them; worked out once."""
        from alliancenet.economics.impact.review import impact_review

        return impact_review(self)

    @cached_property
    def audits(self) -> tuple[Audit, ...]:
        """Audits in the project's folder `audits`, oldest wave first; none where there is no such folder."""
        folder = self.folder / _AUDITS
        found = read_audits(folder).audits if folder.is_dir() else ()
        return tuple(sorted(found, key=lambda audit: audit.wave.closes or date.min))

    @cached_property
    def newest_audits(self) -> dict[str, Audit]:
        """Newest audit of each alliance."""
        return {audit.alliance.id: audit for audit in self.audits}

    def looking_back(self, periods: int) -> "MoneyLedger":
        """Return the same books over another number of the last closed periods."""
        totals = totals_of(self.accounts, last_periods(self.accounts, periods))
        return replace(self, totals=totals, looked_back=periods)

    def place(self, partner: str) -> int:
        """Place of a partner in all tables."""
        return list(self.books.partners).index(partner)


def open_ledger(project: Project, folder: Path, books: Books, as_of: date, periods: int) -> MoneyLedger:
    """Work out accounts, and totals over the last closed periods.

    Parameters
    ----------
    periods : how many of the last closed periods to sum.
    """
    accounts = accounts_of(books, project.settings, as_of)
    return MoneyLedger(
        project=project,
        folder=folder,
        books=books,
        settings=project.settings,
        as_of=as_of,
        accounts=accounts,
        totals=totals_of(accounts, last_periods(accounts, periods)),
        looked_back=periods,
    )
