"""Statement, curve and matrix of 5,000 partners over 12 quarters, from a large table of events, beside plain SQL.

Run ``python tests/benchmarks/bench_economics.py [EVENTS]`` (1,000,000 by default). Every step runs in a process of its
own, so that its CPU seconds and its memory are its own.
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
from alliancenet.model.register import Organisation, OrganisationId, Register
from alliancenet.settings import default_settings

PARTNERS, QUARTERS = 5_000, [f"{year}-Q{quarter}" for year in (2023, 2024, 2025) for quarter in (1, 2, 3, 4)]
NAMES = [f"p{number}" for number in range(PARTNERS)]


def write_files(folder: Path, count: int) -> None:
    """Write a project folder with that many events."""
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
    events.to_csv(books / "events.csv", index=False)
    middles = [f"{name[:4]}-{3 * int(name[-1]) - 1:02d}-15" for name in QUARTERS]
    sales = pd.DataFrame([(name, day) for name in names for day in middles], columns=["partner", "date"])
    sales["amount"], sales["product_cost"] = random.integers(5_000, 90_000, len(sales)), 3_000
    sales.to_csv(books / "sales.csv", index=False)
    (books / "costs.csv").write_text("partner,date,amount,kind\n")
    rows = "".join(f"a{number},r{number % 3},{5 + number},{4 + number},{7 + number}\n" for number in range(10))
    (books / "activities.csv").write_text("activity,resource,minutes,minutes_low,minutes_high\n" + rows)
    capacity = "".join(f"r{number},{name},9000000,{count * 10}\n" for number in range(3) for name in QUARTERS)
    (books / "resources.csv").write_text("resource,period,cost,capacity_minutes\n" + capacity)


def statement(folder: Path) -> dict[str, float]:
    """Read, check and sum the files; then everything else that is told of them."""
    import duckdb
    import pandas

    del duckdb, pandas  # loading libraries is no part of either side
    firms = [Organisation(id=OrganisationId(name), name=name) for name in NAMES]
    register = Register(organisations={firm.id: firm for firm in firms}, people={}, alliances={})
    settings = default_settings()
    began = time.process_time()
    accounts = accounts_of(read_books(folder, register, settings), settings, date(2025, 12, 31))
    summed, memory = time.process_time() - began, _gigabytes()
    began = time.process_time()
    review = review_of_totals(totals_of(accounts, last_periods(accounts, len(QUARTERS))), settings)
    assert review.is_reconciled
    return {"statement": summed, "memory": memory, "rest": time.process_time() - began, "most": _gigabytes()}


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
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        alone(write_files, folder, count)
        runs = [(alone(statement, folder), alone(plain_sql, folder)) for _ in range(3)]
    ours, plain = min(run["statement"] for run, _ in runs), min(seconds for _, seconds in runs)
    print(f"statement of {PARTNERS:,} partners x {len(QUARTERS)} quarters from the files, checked: {ours:.2f} s CPU")
    print(f"  most memory {max(run['memory'] for run, _ in runs):.2f} GiB (limit 1.5)")
    print(f"plain SQL (duckdb) of the same files: {plain:.2f} s CPU; statement over it: {ours / plain:.2f} (limit 1.3)")
    pairs = ", ".join(f"{run['statement'] / seconds:.2f}" for run, seconds in runs)
    print(f"  pairs, one after the other: {pairs}")
    rest = min(run["rest"] for run, _ in runs)
    print(f"curve (1,000 draws), matrix, behaviours and all the rest: {rest:.2f} s CPU")


if __name__ == "__main__":
    main()
