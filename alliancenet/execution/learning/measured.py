"""Metrics of tests that the product measures itself: of audits by wave, of economics by period."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from alliancenet.economics.accounts import accounts_of
from alliancenet.economics.books import Books
from alliancenet.economics.periods import Periods
from alliancenet.economics.statement import earned_by_period
from alliancenet.execution.records import ExecutionRecords, Outcomes
from alliancenet.model.currencies import CURRENCIES
from alliancenet.model.settings import Settings

Histories = Mapping[str, Mapping[str, Mapping[date, float]]]
OF_ECONOMICS = ("contribution", "net_sales")
"""Metrics worked out from `economics/`, by partner and closed period."""
_QUARTERS = Periods(4)


def with_measured(
    records: ExecutionRecords, histories: Histories, books: Books | None, settings: Settings, as_of: date
) -> ExecutionRecords:
    """Records with outcomes of every planned metric that `outcomes.csv` does not hold and the product measures.

    Parameters
    ----------
    histories : by measure of audits and alliance, the value of each wave by the day it closed.
    """
    missing = {plan.metric for plan in records.plans or ()} - set(records.outcomes.periods)
    periods, values = dict(records.outcomes.periods), dict(records.outcomes.values)
    for metric in sorted(missing & set(histories)):
        periods[metric] = _QUARTERS
        # of several waves in a quarter the last one counts
        values[metric] = {
            alliance: {_QUARTERS.of(day): value for day, value in sorted(waves.items())}
            for alliance, waves in histories[metric].items()
        }
    if books is not None and missing & set(OF_ECONOMICS):
        for metric in sorted(missing & set(OF_ECONOMICS)):
            periods[metric] = books.plan.periods
            values[metric] = _of_economics(books, metric, settings, as_of)
    return replace(records, outcomes=Outcomes(periods=periods, values=values))


def _of_economics(books: Books, metric: str, settings: Settings, as_of: date) -> dict[str, dict[int, float]]:
    """Known values of closed periods, in currency units."""
    accounts = accounts_of(books, settings, as_of)
    if metric == "contribution":
        return {
            partner: {
                number: earned.value
                for earned in course
                if earned.value is not None and (number := books.plan.periods.named(earned.period)) is not None
            }
            for partner, course in earned_by_period(accounts).items()
        }
    unit = 10 ** CURRENCIES[books.plan.currency]
    return {
        partner: {
            int(number): int(accounts.sales[row, place]) / unit
            for place, number in enumerate(accounts.periods)
            if accounts.has_sales[row, place]
        }
        for row, partner in enumerate(books.partners)
    }
