"""Who stays (E15): kept rate, revenue kept, and survival of contracts."""

from math import ceil, sqrt
from typing import Any

import numpy as np

from alliancenet.arrays import BoolArray, IntArray
from alliancenet.economics.accounts import PartnerAccounts
from alliancenet.economics.statement import last_periods
from alliancenet.model.customers import Keeping, SurvivalPoint
from alliancenet.model.settings import Settings

Z90 = 1.6448536269514722
_DAYS_A_YEAR = 365.25


def keeping_of(accounts: PartnerAccounts, settings: Settings, steps: int) -> Keeping:
    """Compare the ends of the first and the last of `steps` + 1 closed periods."""
    places = last_periods(accounts, steps + 1)
    if len(places) < 2:
        return Keeping(reason="fewer than two periods are closed", survival=_survival(accounts))
    first, last = places[0], places[-1]
    before, after = active_at(accounts, settings, first), active_at(accounts, settings, last)
    at_start, kept = int(before.sum()), int((before & after).sum())
    least = settings.whole("keeping.least")
    reason = accounts.books.too_few_matched(settings)
    if not reason and at_start < least:
        reason = f"{at_start} partners at the start; a rate needs {least}"
    known = before & accounts.has_sales[:, first] & accounts.has_sales[:, last]
    # whoever has left has no row: its sales are 0, not unknown
    known |= before & ~after & accounts.has_sales[:, first]
    sales_before = np.maximum(accounts.sales[:, first], 0)[known]
    sales_after = np.maximum(accounts.sales[:, last], 0)[known]
    total = int(sales_before.sum())
    enough = not reason and total > 0
    return Keeping(
        first=accounts.name(first),
        last=accounts.name(last),
        steps=len(places) - 1,
        at_start=at_start,
        kept=kept,
        rate=None if reason else (kept / at_start, *wilson(kept, at_start)),
        revenue_kept=int(np.minimum(sales_before, sales_after).sum()) / total if enough else None,
        revenue_with_growth=int(sales_after.sum()) / total if enough else None,
        survival=_survival(accounts),
        reason=reason,
    )


def wilson(kept: int, count: int) -> tuple[float, float]:
    """90 % interval of a share.

    References
    ----------
    Wilson 1927.
    """
    share, spread = kept / count, Z90**2 / count
    middle = (share + spread / 2) / (1 + spread)
    half = Z90 / (1 + spread) * sqrt(share * (1 - share) / count + spread / (4 * count))
    return max(0.0, middle - half), min(1.0, middle + half)


def active_at(accounts: PartnerAccounts, settings: Settings, place: int) -> BoolArray:
    """Partners that are there at the end of a period.

    Notes
    -----
    By a contract that covers its last day where there is one on record; else by a purchase not longer
    ago than three times the partner's own median gap, and two periods at least.
    """
    books, day = accounts.books, accounts.books.plan.periods.last_day(int(accounts.periods[place]))
    found = np.zeros(len(books.partners), dtype=bool)
    contracted = np.zeros(len(books.partners), dtype=bool)
    if books.contracts is not None:
        rows, end = books.contracts, books.contracts["end"].to_numpy()
        partner = rows["partner"].to_numpy(dtype=np.int64)
        covers = (rows["start"].to_numpy() <= np.datetime64(day)) & (np.isnat(end) | (end >= np.datetime64(day)))
        contracted[partner] = True
        found[partner[covers]] = True
    if books.sales is None:
        return found
    limits = settings.table("keeping.gaps")
    bought = periods_bought(accounts)
    for number in np.flatnonzero(~contracted):
        own = bought[number]
        gaps = np.diff(own)
        silence = max(limits["least"], ceil(limits["times"] * float(np.median(gaps)))) if len(gaps) else limits["least"]
        past = own[own <= place]
        found[number] = len(past) > 0 and place - int(past[-1]) < silence
    return found


def periods_bought(accounts: PartnerAccounts) -> list[IntArray]:
    """Places of the periods in which each partner bought."""
    return [np.flatnonzero(row).astype(np.int64) for row in accounts.documents > 0]


def _survival(accounts: PartnerAccounts) -> tuple[SurvivalPoint, ...]:
    """Kaplan-Meier over contracts; what is not known to have ended is cut off at the last day known."""
    rows = accounts.books.contracts
    if rows is None or rows.empty:
        return ()
    from scipy.stats import CensoredData, ecdf

    today = np.datetime64(accounts.as_of)
    end = rows["end"].to_numpy().astype("datetime64[D]")
    start = rows["start"].to_numpy().astype("datetime64[D]")
    has_left = (rows["renewed"] == "no").to_numpy() & (end <= today)
    until = np.where(np.isnat(end) | (end > today), today, end)
    days = (until - start).astype("timedelta64[D]").astype(float)
    begun = days > 0
    if not has_left[begun].any():
        return ()
    days, has_left = days[begun], has_left[begun]
    curve = ecdf(CensoredData(uncensored=days[has_left], right=days[~has_left])).sf
    band: Any = curve.confidence_interval(0.9, method="log-log")
    # a year has 365 or 366 days: the day after the anniversary knows of all that ended on it
    times = np.arange(1, int(days.max() / _DAYS_A_YEAR) + 1) * _DAYS_A_YEAR + 1
    shares = np.asarray(curve.evaluate(times), dtype=np.float64)
    # before the first loss, and after the last contract, the band has no width to be told
    low, high = (np.asarray(side.evaluate(times), dtype=np.float64) for side in (band.low, band.high))
    low, high = np.where(np.isnan(low), shares, low), np.where(np.isnan(high), shares, high)
    return tuple(
        SurvivalPoint(
            years=place + 1,
            share=float(shares[place]),
            low=float(low[place]),
            high=float(high[place]),
            at_risk=int((days >= times[place] - 1).sum()),
        )
        for place in range(len(times))
    )
