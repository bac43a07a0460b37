"""Statement, curve and matrix of 5,000 partners over 12 quarters, from a large table of events, beside plain SQL.

Run ``python tests/benchmarks/bench_economics.py [EVENTS [SHARED]]`` (1,000,000 by default). SHARED partners (0 by
default) have two alliances each, and two of three of their rows name one. Every step runs in a process of its own, so
that its CPU seconds and its memory are its own.
"""

import resource
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np

from alliancenet.economics.accounts import accounts_of
from alliancenet.economics.overview import review_of_totals
from alliancenet.economics.reading import read_books
from alliancenet.economics.statement import last_periods, totals_of
from alliancenet.model.register import Alliance, AllianceId, Organisation, OrganisationId, Register
from alliancenet.settings import default_settings

PARTNERS, QUARTERS = 5_000, [f"{year}-Q{quarter}" for year in (2023, 2024, 2025) for quarter in (1, 2, 3, 4)]
NAMES = [f"p{number}" for number in range(PARTNERS)]


def write_files(folder: Path, count: int, shared: int) -> None:
    """Write a project folder with that many events; rows of so many partners name their alliances."""
    import pandas as pd

    random = np.random.default_rng(1)
    books = folder / "economics"
    books.mkdir()
    (folder / "alliancenet.yaml").write_text("format: alliancenet-project/1\neconomics: {currency: EUR}\n")
    names = np.array(NAMES)
    days = np.array(pd.date_range("2023-01-01", "2025-12-31").strftime("%Y-%m-%d"))
    activities = np.array([f"a{number}" for number in range(10)])
    events = pd.DataFrame(
        {
            "partner": random.choice(names, count),
            "date": random.choice(days, count),
            "activity": random.choice(activities, count),
            "count": random.integers(1, 5, count),
        }
    )
    if shared:
        events["alliance"] = _alliances(events["partner"], shared, random)
    events.to_csv(books / "events.csv", index=False)
    middles = [f"{name[:4]}-{3 * int(name[-1]) - 1:02d}-15" for name in QUARTERS]
    sales = pd.DataFrame([(name, day) for name in names for day in middles], columns=["partner", "date"])
    sales["amount"], sales["product_cost"] = random.integers(5_000, 90_000, len(sales)), 3_000
    if shared:
        sales["alliance"] = _alliances(sales["partner"], shared, random)
    sales.to_csv(books / "sales.csv", index=False)
    (books / "costs.csv").write_text("partner,date,amount,kind\n")
    rows = "".join(f"a{number},r{number % 3},{5 + number},{4 + number},{7 + number}\n" for number in range(10))
    (books / "activities.csv").write_text("activity,resource,minutes,minutes_low,minutes_high\n" + rows)
    capacity = "".join(f"r{number},{name},9000000,{count * 10}\n" for number in range(3) for name in QUARTERS)
    (books / "resources.csv").write_text("resource,period,cost,capacity_minutes\n" + capacity)


def _alliances(partners: Any, shared: int, random: np.random.Generator) -> Any:
    """An alliance for two of three rows of the partners that have two."""
    number = partners.str[1:].astype(int)
    which = random.integers(0, 3, len(partners))
    return (partners + "_" + which.astype(str)).where((number < shared) & (which < 2), "")


def register_of(shared: int) -> Register:
    """Partners, the first so many of them with two alliances each."""
    firms = [Organisation(id=OrganisationId(name), name=name) for name in NAMES]
    ids = [(name, AllianceId(f"{name}_{place}")) for name in NAMES[:shared] for place in (0, 1)]
    alliances = [Alliance(id=own, name=own, organisations=(OrganisationId(name),)) for name, own in ids]
    return Register(
        organisations={firm.id: firm for firm in firms},
        people={},
        alliances={alliance.id: alliance for alliance in alliances},
    )


def statement(folder: Path, shared: int) -> dict[str, float]:
    """Read, check and sum the files; then everything else that is told of them."""
    import duckdb
    import pandas

    del duckdb, pandas  # loading libraries is no part of either side
    register = register_of(shared)
    settings = default_settings()
    began = time.process_time()
    accounts = accounts_of(read_books(folder, register, settings), settings, date(2025, 12, 31))
    summed, memory = time.process_time() - began, _gigabytes()
    began = time.process_time()
    review = review_of_totals(totals_of(accounts, last_periods(accounts, len(QUARTERS))), settings)
    assert review.is_reconciled
    rest, began = time.process_time() - began, time.process_time()
    assert len(review.by_alliance) == 2 * shared
    apart = time.process_time() - began
    return {"statement": summed, "memory": memory, "rest": rest, "apart": apart, "most": _gigabytes()}


def plain_sql(folder: Path) -> float:
    """CPU seconds of the plain aggregation of the same rows, nothing checked: minutes and sales by partner and quarter."""
    import duckdb
    import pandas

    del pandas
    books, began = folder / "economics", time.process_time()
    duckdb.sql(
        f"select partner, date_trunc('quarter', date) as period, activity, sum(count), sum(count * minutes)"
        f" from read_csv('{books}/events.csv') e join read_csv('{books}/activities.csv') a using (activity) group by all"
    ).fetchnumpy()
    duckdb.sql(
        f"select partner, date_trunc('quarter', date) as period, sum(amount), sum(product_cost)"
        f" from read_csv('{books}/sales.csv') group by all"
    ).fetchnumpy()
    return time.process_time() - began


def _gigabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20


def alone(work: Callable[..., Any], *given: object) -> Any:
    """Run in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *given).result()


def main() -> None:
    """Print seconds, ratio and memory; least of three, since others work on this machine too."""
    count, shared = (int(text) for text in (*sys.argv[1:3], *("1000000", "0")[len(sys.argv[1:3]) :]))
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        alone(write_files, folder, count, shared)
        runs = [(alone(statement, folder, shared), alone(plain_sql, folder)) for _ in range(3)]
    ours, plain = min(run["statement"] for run, _ in runs), min(seconds for _, seconds in runs)
    print(f"statement of {PARTNERS:,} partners x {len(QUARTERS)} quarters from the files, checked: {ours:.2f} s CPU")
    print(f"  most memory {max(run['memory'] for run, _ in runs):.2f} GiB (limit 1.5)")
    print(f"plain SQL (duckdb) of the same files: {plain:.2f} s CPU; statement over it: {ours / plain:.2f} (limit 1.3)")
    pairs = ", ".join(f"{run['statement'] / seconds:.2f}" for run, seconds in runs)
    print(f"  pairs, one after the other: {pairs}")
    rest = min(run["rest"] for run, _ in runs)
    print(f"curve (1,000 draws), matrix, behaviours and all the rest: {rest:.2f} s CPU")
    if shared:
        apart = min(run["apart"] for run, _ in runs)
        print(f"by alliance, {2 * shared:,} alliances of {shared:,} partners, when it is asked for: {apart:.2f} s CPU")


if __name__ == "__main__":
    main()
