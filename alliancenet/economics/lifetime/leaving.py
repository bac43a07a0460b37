"""Why partners left, what could have been done, and what serving them costs by tenure (E15)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from alliancenet.economics.layout import in_columns
from alliancenet.economics.ledger import MoneyLedger
from alliancenet.economics.lifetime.keeping import wilson
from alliancenet.language import in_percent


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownShare:
    """A share of those of whom it is known, with its 90 % interval (Wilson)."""

    count: int
    of: int
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """Median cost to serve over net sales of partners in a year of their tenure; shown, not read as a cause."""

    year: int
    rate: float
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaving:
    """Losses on record.

    Parameters
    ----------
    left, reduced, won_back : events.
    back_in_time : of those that left, won back within the periods of the limit.
    reasons : with their counts, most frequent first.
    """

    left: int
    reduced: int
    won_back: int
    back_in_time: KnownShare
    preventable: KnownShare
    to_rival: KnownShare
    reasons: tuple[tuple[str, int], ...]
    tenures: tuple[Tenure, ...]
    within: int


def leaving_of(ledger: MoneyLedger) -> Leaving | None:
    """Count and share; None without defections.csv."""
    rows = ledger.books.entered.defections
    if rows is None:
        return None
    seen = [row for row in rows if row.day <= ledger.as_of]
    left = [row for row in seen if row.event == "left"]
    losses = [row for row in seen if row.event != "won_back"]
    within = ledger.settings.whole("keeping.won_back")
    periods = ledger.books.plan.periods
    # who left too lately has not had the time to come back
    had_time = [row for row in left if periods.of(ledger.as_of) - periods.of(row.day) >= within]
    back = sum(
        any(
            other.partner == row.partner
            and other.event == "won_back"
            and 0 <= periods.of(other.day) - periods.of(row.day) <= within
            for other in seen
        )
        for row in had_time
    )
    told = Counter(row.reason for row in losses if row.reason)
    return Leaving(
        left=len(left),
        reduced=len(losses) - len(left),
        won_back=len(seen) - len(losses),
        back_in_time=_share(back, len(had_time)),
        preventable=_known([row.preventable for row in losses]),
        to_rival=_known([row.to_rival for row in losses]),
        reasons=tuple(sorted(told.items(), key=lambda pair: (-pair[1], pair[0]))),
        tenures=tuple(_tenures(ledger)),
        within=within,
    )


def _known(values: "list[bool | None]") -> KnownShare:
    said = [value for value in values if value is not None]
    return _share(sum(said), len(said))


def _share(count: int, of: int) -> KnownShare:
    low, high = wilson(count, of) if of else (None, None)
    return KnownShare(count=count, of=of, low=low, high=high)


def _tenures(ledger: MoneyLedger) -> Iterator[Tenure]:
    accounts, a_year = ledger.accounts, ledger.a_year
    rates: dict[int, list[float]] = {}
    known = accounts.has_sales & accounts.has_product_cost & accounts.has_time & accounts.has_direct
    serving = accounts.time + accounts.direct
    for place in range(len(accounts.books.partners)):
        bought = np.flatnonzero(accounts.documents[place] > 0)
        if not len(bought):
            continue
        for year in range((len(accounts.periods) - bought[0]) // a_year):
            span = slice(bought[0] + year * a_year, bought[0] + (year + 1) * a_year)
            sales = int(accounts.sales[place, span].sum())
            if known[place, span].all() and sales > 0:
                rates.setdefault(year + 1, []).append(float(serving[place, span].sum() / sales))
    least = ledger.settings.whole("keeping.least")
    yield from (
        Tenure(year=year, rate=float(np.median(values)), n=len(values))
        for year, values in sorted(rates.items())
        if len(values) >= least
    )


def leaving_lines(leaving: Leaving, currency: str) -> Iterator[str]:  # noqa: ARG001
    """Counts, shares, reasons, tenures."""
    yield f"Left {leaving.left}, took less {leaving.reduced}, won back {leaving.won_back}"
    for words, share in (
        (f"won back within {leaving.within} periods", leaving.back_in_time),
        ("could have been prevented", leaving.preventable),
        ("went to a rival", leaving.to_rival),
    ):
        if share.of and share.low is not None and share.high is not None:
            interval = f"90 % interval {in_percent(share.low)} to {in_percent(share.high)}"
            yield f"  {words}: {share.count} of {share.of} of whom it is known ({interval})"
    if leaving.reasons:
        yield from in_columns(
            [("  reason", "losses"), *((f"  {reason}", str(count)) for reason, count in leaving.reasons)]
        )
    if leaving.tenures:
        yield "Cost to serve by year of tenure, median share of sales (partners that stay differ: not a cause):"
        yield from (
            f"  year {tenure.year}: {in_percent(tenure.rate, 1)} ({tenure.n} partners)" for tenure in leaving.tenures
        )
