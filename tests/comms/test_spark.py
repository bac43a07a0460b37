"""The same expressions on Spark, with executors in processes of their own."""

import importlib.util
import shutil
import time
from datetime import date

import pytest

from alliancenet.comms.build import Request, build
from alliancenet.comms.sources import LogFile
from alliancenet.settings import default_settings
from tests.comms.describe import SAMPLES
from tests.comms.rolled import COLUMNS, a_directory, a_table, built, pairs_of, summary_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(importlib.util.find_spec("pyspark") is None, reason="needs the extra [spark]"),
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java"),
]


@pytest.fixture(scope="module")
def cluster():
    from alliancenet.comms.spark import connect_spark

    session = connect_spark("local-cluster[2,1,1024]")
    yield session
    session.stop()


def built_by_spark(cluster, out, *files, **changes):
    from alliancenet.comms.spark import SparkEngine

    request = Request(files=files, settings=default_settings(), **{"directory": a_directory(), **changes})
    return build(request, out, SparkEngine(cluster), lambda *_: None)


def test_executors_are_separate_processes(cluster):
    executors = cluster.sparkContext._jsc.sc().getExecutorMemoryStatus
    last = time.monotonic() + 120
    while executors().size() < 3 and time.monotonic() < last:
        time.sleep(0.5)
    assert executors().size() == 3, "the driver and two executors"


def test_spark_and_duckdb_give_the_same_table_to_the_last_digit(cluster, tmp_path):
    who = ["ann.ames@acme.example", "cy@acme.example", "BO@borealis.example", "dee@borealis.example", "x@else.example"]
    rows = [
        (
            f"2026-0{1 + n % 4}-{1 + n % 28:02d} {n % 24:02d}:{n % 60:02d}:00",
            who[n * 7 % 5],
            ";".join(who[(n + step) % 5] for step in range(1 + n % 7)),
        )
        for n in range(3_000)
    ]
    rows += [("never", who[0], who[1]), ("2026-01-01 10:00:00", who[0], '"A; B <cy+t@acme.example>"')]
    table = a_table(tmp_path / "log.csv", rows)
    logs = (
        table,
        LogFile(path=SAMPLES / "exchange_summary.csv"),
        LogFile(path=SAMPLES / "mailbox.mbox"),
        LogFile(path=SAMPLES / "meetings.ics"),
    )
    directory = a_directory(lists={"team@acme.example": ["cy@acme.example", "ann.ames@acme.example"]})
    given = {"directory": directory, "until": date(2026, 4, 14)}
    here = built(tmp_path / "duck", *logs, **given)
    there = built_by_spark(cluster, tmp_path / "spark", *logs, **given)
    assert pairs_of(there) == pairs_of(here)
    ours, theirs = summary_of(here), summary_of(there)
    for key in ("events", "counted", "dropped", "recipients", "dropped_recipients", "unknown_domains"):
        assert theirs[key] == ours[key]


def test_parquet_with_a_zone_is_the_same_on_both(cluster, tmp_path):
    import pyarrow.csv
    import pyarrow.parquet as pq

    log = a_table(tmp_path / "log.csv", [("2026-03-01 00:30:00", "cy@acme.example", "bo@borealis.example")] * 3)
    pq.write_table(pyarrow.csv.read_csv(log.path), tmp_path / "log.parquet")
    columns = {**COLUMNS, "zone": "Europe/Berlin"}
    parquet = LogFile(path=tmp_path / "log.parquet", columns=columns)
    here = pairs_of(built(tmp_path / "duck", parquet))
    assert pairs_of(built_by_spark(cluster, tmp_path / "spark", parquet)) == here
    assert [month for _, _, month, _ in here] == [202602]


def test_malformed_rows_are_listed_beside_the_events_on_both(cluster, tmp_path):
    log = a_table(tmp_path / "log.csv", [("2026-03-01 10:00:00", "cy@acme.example", "bo@borealis.example")] * 3)
    with log.path.open("ab") as file:
        file.write(b"2026-03-01 10:00:00,cy@acme.example\n2026-03-01 10:00:00,cy@acme.example,bo@borealis.example,x\n")
    ours, theirs = (
        summary_of(made) for made in (built(tmp_path / "duck", log), built_by_spark(cluster, tmp_path / "spark", log))
    )
    assert theirs["events"] == ours["events"] == 3
    assert sum(theirs["unreadable_rows"].values()) == sum(ours["unreadable_rows"].values()) == 2


def test_a_table_in_utf_16_is_the_same_on_both(cluster, tmp_path):
    log = a_table(tmp_path / "log.csv", [("2026-03-01 10:00:00", "cy@acme.example", "bo@borealis.example")] * 3)
    log.path.write_bytes(log.path.read_text().encode("utf-16"))
    assert pairs_of(built_by_spark(cluster, tmp_path / "spark", log)) == pairs_of(built(tmp_path / "duck", log))
