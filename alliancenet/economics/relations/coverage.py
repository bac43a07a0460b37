"""Which kind of account is served by whom, whether that is meant, and what a change of it changed (S69)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from alliancenet.economics.entered.plans import WAYS, CoverageRule, Served
from alliancenet.economics.layout import in_columns, named, percent
from alliancenet.economics.ledger import MoneyLedger
from alliancenet.economics.statement import totals_of
from alliancenet.language import in_percent
from alliancenet.sources.checks import counted


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassCoverage:
    """One class of accounts.

    Parameters
    ----------
    planned : how it is to be served; "" where coverage.csv does not say.
    counts : partners by the way they are served.
    serving : cost to serve over net sales of those with both known, in the span; None without any.
    n : of how many.
    """

    account_class: str
    planned: str
    counts: tuple[tuple[str, int], ...]
    serving: float | None
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceShift:
    """Cost to serve over net sales in as many closed periods before and after a partner was served anew."""

    partner: str
    since: date
    served_by: str
    before: float | None
    after: float | None
    periods: int
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageModel:
    """The board.

    Parameters
    ----------
    mismatches : partner, how it is served, how its class is to be.
    without : partners with sales that nobody is on record to serve.
    """

    classes: tuple[ClassCoverage, ...]
    mismatches: tuple[tuple[str, str, str], ...]
    shifts: tuple[ServiceShift, ...]
    without: tuple[str, ...]


def coverage_of(ledger: MoneyLedger) -> CoverageModel | None:
    """The board; None without served.csv."""
    served, rules = ledger.books.entered.served, ledger.books.entered.coverage or ()
    if served is None:
        return None
    planned = {rule.account_class: rule for rule in rules}
    names = dict.fromkeys([*planned, *(row.account_class for row in served)])
    known = {row.partner for row in served}
    totals = ledger.totals
    return CoverageModel(
        classes=tuple(_class(ledger, name, served, planned) for name in names),
        mismatches=tuple(
            (row.partner, row.served_by, planned[row.account_class].served_by)
            for row in served
            if row.account_class in planned and row.served_by != planned[row.account_class].served_by
        ),
        shifts=tuple(_shift(ledger, row) for row in served if row.since is not None),
        without=tuple(
            partner
            for place, partner in enumerate(ledger.books.partners)
            if partner not in known and totals.has_sales[place] and totals.sales[place] > 0
        ),
    )


def _class(
    ledger: MoneyLedger, name: str, served: Sequence[Served], planned: "dict[str, CoverageRule]"
) -> ClassCoverage:
    rows = [row for row in served if row.account_class == name]
    totals = ledger.totals
    places = [ledger.place(row.partner) for row in rows]
    told = [place for place in places if totals.is_known[place] and totals.sales[place] > 0]
    sales = int(totals.sales[told].sum()) if told else 0
    return ClassCoverage(
        account_class=name,
        planned=planned[name].served_by if name in planned else "",
        counts=tuple((way, sum(row.served_by == way for row in rows)) for way in WAYS),
        serving=int(totals.serving[told].sum()) / sales if sales else None,
        n=len(told),
    )


def _shift(ledger: MoneyLedger, row: Served) -> ServiceShift:
    assert row.since is not None
    accounts, periods = ledger.accounts, ledger.books.plan.periods
    changed = periods.of(row.since)
    before = np.flatnonzero(accounts.periods < changed)
    after = np.flatnonzero(accounts.periods > changed)
    count = min(len(before), len(after), 4)
    if not count:
        reason = "no closed period on one side of the change"
        return ServiceShift(
            partner=row.partner,
            since=row.since,
            served_by=row.served_by,
            before=None,
            after=None,
            periods=0,
            reason=reason,
        )
    place = ledger.place(row.partner)
    rates = []
    for span in (before[-count:], after[:count]):
        totals = totals_of(accounts, [int(number) for number in span])
        is_told = totals.has_sales[place] and totals.has_serving[place] and totals.sales[place] > 0
        rates.append(float(totals.serving[place] / totals.sales[place]) if is_told else None)
    reason = "" if None not in rates else "sales or cost to serve are not known in all these periods"
    return ServiceShift(
        partner=row.partner,
        since=row.since,
        served_by=row.served_by,
        before=rates[0],
        after=rates[1],
        periods=count,
        reason=reason,
    )


def coverage_lines(model: CoverageModel, currency: str) -> Iterator[str]:  # noqa: ARG001
    """The board, mismatches, shifts."""
    rows: list[tuple[str, ...]] = [("class", "to be served by", *WAYS, "cost to serve")]
    for found in model.classes:
        cost = (
            "unknown"
            if found.serving is None
            else f"{in_percent(found.serving, 1)} of sales ({counted(found.n, 'partner', 'partners')})"
        )
        counts = tuple(str(count) for _, count in found.counts)
        rows.append((found.account_class, found.planned or "not said", *counts, cost))
    yield from in_columns(rows)
    for partner, now, planned in model.mismatches:
        yield f"  {partner} is served by {now}; its class is to be by {planned}"
    for shift in model.shifts:
        told = shift.reason or f"{percent(shift.before)} of sales before, {percent(shift.after)} after"
        spans = (
            f" ({shift.periods} periods each; a change, not its effect)" if shift.periods and not shift.reason else ""
        )
        yield f"  {shift.partner}, by {shift.served_by} since {shift.since}: {told}{spans}"
    if model.without:
        yield f"Nobody on record serves: {named(model.without)}"
