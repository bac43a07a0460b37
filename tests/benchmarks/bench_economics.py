"""Statement, curve and matrix of 5,000 partners over 12 quarters, from a large table of events, beside plain SQL.

Run ``python tests/benchmarks/bench_economics.py [EVENTS]`` (1,000,000 by default).
"""

import resource
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import numpy as np

from alliancenet.economics.accounts import accounts_of
from alliancenet.economics.overview import economics_review
from alliancenet.economics.reading import read_books
from alliancenet.model.register import Organisation, OrganisationId, Register
from alliancenet.settings import default_settings

PARTNERS, QUARTERS = 5_000, [f"{year}-Q{quarter}" for year in (2023, 2024, 2025) for quarter in (1, 2, 3, 4)]


def main() -> None:
    """Write files, read them, work everything out; print seconds of each."""
    import pandas as pd

    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    random = np.random.default_rng(1)
    folder = Path(tempfile.mkdtemp())
    (folder / "economics").mkdir()
    (folder / "alliancenet.yaml").write_text("format: alliancenet-project/1\neconomics: {currency: EUR}\n")
    names = np.array([f"p{number}" for number in range(PARTNERS)])
    days = np.array(pd.date_range("2023-01-01", "2025-12-31").strftime("%Y-%m-%d"))
    books = folder / "economics"
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
    firms = [Organisation(id=OrganisationId(name), name=name) for name in names]
    register = Register(organisations={firm.id: firm for firm in firms}, people={}, alliances={})
    settings, day = default_settings(), date(2025, 12, 31)

    began = time.process_time()
    read = read_books(folder, register, settings)
    print(f"reading {count:,} events and {len(sales):,} sales: {time.process_time() - began:.2f} s CPU")
    began = time.process_time()
    accounts_of(read, settings, day)
    statement = time.process_time() - began
    print(f"statement of {PARTNERS:,} partners x {len(QUARTERS)} quarters: {statement:.2f} s CPU")
    began = time.process_time()
    review = economics_review(read, settings, day, len(QUARTERS))
    print(f"the same with curve (1,000 draws), matrix and all: {time.process_time() - began:.2f} s CPU")
    print(f"reconciled: {review.is_reconciled}")
    began = time.process_time()
    priced = pd.DataFrame({"activity": activities, "minutes": range(5, 15), "resource": [n % 3 for n in range(10)]})
    _plain_sql(read.events.assign(activity=activities[read.events["activity"]]), priced)
    plain = time.process_time() - began
    print(f"plain SQL (duckdb) of the same rows: {plain:.2f} s CPU; statement over it: {statement / plain:.2f}")
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB")


def _plain_sql(events: object, priced: object) -> None:
    import duckdb

    duckdb.sql(
        "select partner, period, sum(count * priced.minutes) from events join priced using (activity)"
        " group by partner, period, resource"
    ).fetchall()


if __name__ == "__main__":
    main()
