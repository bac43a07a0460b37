"""Speed of the communication room: both sides in one run, ratios of CPU time and peak memory.

::

    python tests/benchmarks/bench_comms.py --messages 1000000
    python tests/benchmarks/bench_comms.py --messages 10000000 --pandas
    python tests/benchmarks/bench_comms.py --hundred-million --memory 1500   # 35 GB of disk, half an hour
    python tests/benchmarks/bench_comms.py --mbox-mb 1000
    python tests/benchmarks/bench_comms.py --pair-months 100000000

The logs are written by this script, seeded. The C reader is ``pair_reader.c`` beside this file: the same roster,
rules, ledger and order. Where ``../shared/bench/ingest_limit.c`` is there, what the hardware allows is measured too:
pairs without ledger and order. All sides have to find the same pairs and messages.
"""

import argparse
import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
C_READERS = {
    "C reader": Path(__file__).with_name("pair_reader.c"),
    "C, pairs only": ROOT.parent / "shared" / "bench" / "ingest_limit.c",
}
PEOPLE, BLOCK, FAVOURITES, MOST = 100_000, 200, 40, 20
COLUMNS = {"time": "ts", "sender": "sender", "recipients": "recipients", "zone": "UTC"}


@dataclass(frozen=True)
class Run:
    """CPU seconds, wall seconds and peak memory of one process."""

    cpu: float
    wall: float
    peak_mb: float
    said: str


def measured(*words: str) -> Run:
    """Run a command and measure it from outside."""
    began = time.monotonic()
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    said = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{words}: code {process.returncode}")
    return Run(usage.ru_utime + usage.ru_stime, time.monotonic() - began, usage.ru_maxrss / 1024, said.strip())


def itself(*words: str) -> Run:
    """Run a part of this script in a process of its own."""
    return measured(sys.executable, __file__, *words)


def write_logs(folder: Path, messages: int, *, parquet: bool) -> None:
    """Roster with aliases; messages with recipient lists, 1 % to more than 20 people, as CSV and Parquet."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.csv as pacsv
    import pyarrow.parquet as pq

    rng = np.random.default_rng(11)
    domains = ("contoso.example", "fabrikam.example", "northwind.example", "adatum.example")
    ids = np.arange(PEOPLE)
    first = np.array([f"First{i % 97}.Family{i % 89}{i}@{domains[i % 4]}" for i in ids], dtype=object)
    alias = np.array([f"f{i % 97}family{i}@{domains[i % 4]}" for i in ids], dtype=object)
    old = np.array([f"u{i}@{domains[i % 4].split('.')[0]}.old.example" for i in ids], dtype=object)
    has_alias, has_old = rng.random(PEOPLE) < 0.6, rng.random(PEOPLE) < 0.3
    with (folder / "roster.csv").open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["person_id", "address"])
        for i in ids:
            writer.writerows(
                [(i, a) for a, held in ((first[i], 1), (alias[i], has_alias[i]), (old[i], has_old[i])) if held]
            )
    strangers = [f"vendor{i}@outside{i % 500}.example" for i in range(20_000)]
    lists = [f"dl-team{i}@contoso.example" for i in range(2_000)]
    pool = pa.array(np.concatenate([first, alias, old, strangers, lists]))
    near = np.minimum(ids[:, None] // BLOCK * BLOCK + rng.integers(0, BLOCK, (PEOPLE, FAVOURITES)), PEOPLE - 1)
    far = rng.integers(0, PEOPLE, (PEOPLE, FAVOURITES))
    favourite = np.where(rng.random((PEOPLE, FAVOURITES)) < 0.7, near, far)
    activity = np.cumsum(rng.lognormal(0, 1, PEOPLE))
    activity /= activity[-1]
    rank = np.cumsum(1 / np.arange(1, FAVOURITES + 1) ** 1.1)
    rank /= rank[-1]
    schema = pa.schema([("event_id", pa.int64()), ("ts", pa.timestamp("s")), ("sender", pa.string()), ("recipients", pa.string()), ("subject_len", pa.int16()), ("bytes", pa.int32())])  # fmt: skip
    text = pacsv.CSVWriter(folder / "events.csv", schema, write_options=pacsv.WriteOptions(quoting_style="none"))
    columns = pq.ParquetWriter(folder / "events.parquet", schema, compression="zstd") if parquet else None
    start, days = 1_735_689_600, 182 * 86_400
    for done in range(0, messages, 500_000):
        n = min(500_000, messages - done)
        sender = np.minimum(np.searchsorted(activity, rng.random(n)), PEOPLE - 1)
        size = rng.geometric(0.35, n)
        mass = rng.random(n) < 0.01
        size[mass] = rng.integers(21, 200, mass.sum())
        writer_of = np.repeat(sender, size)
        total = writer_of.size
        reader = favourite[writer_of, np.minimum(np.searchsorted(rank, rng.random(total)), FAVOURITES - 1)]
        reader = np.where(rng.random(total) < 0.1, rng.integers(0, PEOPLE, total), reader)
        kind = rng.random(total)
        place = np.where((kind < 0.15) & has_alias[reader], PEOPLE + reader, reader)
        place = np.where((kind > 0.92) & has_old[reader], 2 * PEOPLE + reader, place)
        other = rng.random(total)
        place = np.where(other < 0.12, 3 * PEOPLE + rng.integers(0, 20_000, total), place)
        place = np.where(other > 0.97, 3 * PEOPLE + 20_000 + rng.integers(0, 2_000, total), place)
        offsets = np.zeros(n + 1, np.int32)
        offsets[1:] = np.cumsum(size)
        listed = pc.binary_join(pa.ListArray.from_arrays(pa.array(offsets), pool.take(pa.array(place))), ";")
        source = np.where(rng.random(n) < 0.08, 3 * PEOPLE + rng.integers(0, 20_000, n), sender)
        when = np.sort(start + ((done + rng.random(n) * n) / messages * days).astype("int64")).astype("datetime64[s]")
        rows = [np.arange(done, done + n), when, pool.take(pa.array(source)), listed, rng.integers(0, 120, n).astype(np.int16), rng.integers(2_000, 90_000, n).astype(np.int32)]  # fmt: skip
        table = pa.table([pa.array(row) if isinstance(row, np.ndarray) else row for row in rows], schema=schema)
        text.write_table(table)
        if columns:
            columns.write_table(table)
    text.close()
    if columns:
        columns.close()


def build_ours(folder: Path, kind: str, threads: int, memory_mb: int) -> None:
    """Roster and log to the monthly pair table, by the product."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    from alliancenet.comms.addresses import Member, build_directory
    from alliancenet.comms.build import Request, build
    from alliancenet.comms.duck import DuckEngine, connect
    from alliancenet.comms.sources import LogFile
    from alliancenet.settings import changed, default_settings

    with (folder / "roster.csv").open(newline="") as file:
        rows = [(address, person) for person, address in list(csv.reader(file))[1:]]
    people = [Member(id=person) for person in dict.fromkeys(person for _, person in rows)]
    request = Request(
        files=(LogFile(path=folder / f"events.{kind}", columns=COLUMNS),),
        directory=build_directory(people, rows),
        settings=changed(default_settings(), {"logs.max_recipients": MOST}),
    )
    with connect(memory_mb, threads) as connection:
        made = build(request, folder / f"built-{kind}", DuckEngine(connection), lambda *_: None)
    pairs = pq.read_table(made / "pairs", columns=["messages"])
    counted = json.loads((made / "build.json").read_text())["counted"]
    print(f"{pairs.num_rows} pairs, {pc.sum(pairs['messages'])} messages, {counted} counted")


def build_with_pandas(folder: Path) -> None:
    """The script one writes first."""
    import pandas as pd

    roster = pd.read_csv(folder / "roster.csv", dtype=str)
    person = dict(zip(roster["address"].str.lower(), roster["person_id"].astype(int), strict=True))
    events = pd.read_csv(folder / "events.csv", usecols=["ts", "sender", "recipients"], parse_dates=["ts"])
    events["recipient"] = events["recipients"].str.lower().str.split(";")
    events["size"] = events["recipient"].str.len()
    events = events[events["size"] <= MOST].drop(columns="recipients")
    events["weight"] = 1 / events["size"]
    events["month"] = events["ts"].dt.to_period("M").astype(str)
    events = events.explode("recipient")
    events["source"] = events["sender"].str.lower().map(person)
    events["target"] = events["recipient"].map(person)
    events = events.dropna(subset=["source", "target"])
    events = events[events["source"] != events["target"]]
    pairs = events.groupby(["source", "target", "month"])["weight"].agg(["sum", "count"]).reset_index()
    pairs.to_parquet(folder / "pandas.parquet")
    print(f"{len(pairs)} pairs, {pairs['count'].sum()} messages")


def write_mbox(path: Path, size_mb: int) -> None:
    """Mails of 2 to 120 kB, seeded."""
    import random

    rng = random.Random(5)
    body = ("The quick brown fox jumps over the lazy dog and goes on to do it again.\n" * 2_000).encode()
    with path.open("wb") as file:
        number = 0
        while file.tell() < size_mb * 1_000_000:
            number += 1
            file.write(
                f"From p{number % 50}@x.example Mon Mar  2 09:{number % 60:02d}:00 2026\n"
                f'From: "Person {number % 50}" <p{number % 50}@x.example>\nTo: q{number % 40}@y.example, '
                f"r{number % 30}@x.example\nSubject: number {number}\nDate: Mon, 02 Mar 2026 09:{number % 60:02d}:00 +0100\n"
                f"Message-ID: <{number}@x.example>\n\n".encode()
            )
            file.write(body[: rng.randint(2_000, 120_000)] + b"\n\n")


def read_mbox(path: Path) -> None:
    """Read every mail's header block."""
    from alliancenet.comms.events import Tally
    from alliancenet.comms.readers import mailbox
    from alliancenet.comms.readers.opening import LogReading

    print(sum(1 for _ in mailbox.read(path, LogReading(), Tally())))


def write_pairs(folder: Path, rows: int) -> None:
    """A built table of so many pair-months, ordered as a build writes it."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    from alliancenet.comms.build import parts_of

    rng = np.random.default_rng(3)
    inside = folder / "builds" / "big"
    (inside / "pairs").mkdir(parents=True)
    people = 1_000_000
    names = pa.array([f"p{i}" for i in range(people)])
    firm = pa.array([f"firm{i % 4}" for i in range(people)])
    table = pa.table({"person": pa.array(range(people), pa.int32()), "person_id": names, "firm": firm, "level": firm, "has_address": pa.array([True] * people)})  # fmt: skip
    pq.write_table(table.sort_by("person_id"), inside / "people.parquet", row_group_size=8192)
    schema = pa.schema([("person_from", pa.int32()), ("person_to", pa.int32()), ("month", pa.int32()), ("channel", pa.string()), ("weight", pa.float64()), ("messages", pa.int64()), ("hours", pa.float64())])  # fmt: skip
    step = people // 400
    for start in range(0, people, step):
        n = rows // 400
        source = np.sort(rng.integers(start, start + step, n))
        near = np.minimum(source // BLOCK * BLOCK + rng.integers(0, BLOCK, n), people - 1)
        target = np.where(rng.random(n) < 0.7, near, rng.integers(0, people, n))
        order = np.lexsort((target, source))
        data = [source[order], target[order], rng.integers(202501, 202507, n), np.full(n, "mail"), rng.random(n) * 5, rng.integers(1, 9, n), np.zeros(n)]  # fmt: skip
        part = pa.table([pa.array(column, field.type) for column, field in zip(data, schema, strict=True)], schema=schema)  # fmt: skip
        pq.write_table(part, inside / "pairs" / f"data_{start:07d}.parquet", row_group_size=16_384, compression="zstd")
    summary = {"format": "alliancenet-comms/1", "since": "", "until": "", "parts": parts_of(inside / "pairs")}
    (inside / "build.json").write_text(json.dumps(summary))
    (folder / "current.json").write_text(json.dumps({"build": "big"}))


def read_layer(folder: Path, people: int, *, scattered: bool) -> None:
    """Layer of one alliance, the first and the fastest of five; imports are not counted."""
    from datetime import date

    import duckdb  # noqa: F401
    import pyarrow.compute
    import pyarrow.parquet  # noqa: F401

    from alliancenet.comms.built import open_build
    from alliancenet.comms.layer import frequency_layer
    from alliancenet.settings import default_settings

    built = open_build(folder)
    step = 1_000_000 // people if scattered else 1
    ids = [f"p{400_000 % 1_000_000 * (not scattered) + place * step}" for place in range(people)]
    times = []
    for _ in range(5):
        began = time.monotonic()
        layer = frequency_layer(built, ids, date(2025, 4, 1), date(2025, 6, 30), default_settings())
        times.append(time.monotonic() - began)
    print(f"first {times[0]:.3f} s, best {min(times):.3f} s, {len(layer.pairs)} pairs")


def compare_builds(folder: Path, args: argparse.Namespace) -> None:
    """C, CSV, Parquet and pandas on the same log."""
    began = time.monotonic()
    itself("--part", "write", "--messages", str(args.messages), "--only", args.only, "--folder", str(folder))
    print(
        f"{args.messages:,} messages, {(folder / 'events.csv').stat().st_size / 1e6:,.0f} MB CSV, written in {time.monotonic() - began:.0f} s"
    )
    runs: dict[str, Run] = {}
    for name, source in C_READERS.items() if shutil.which("cc") else ():
        if source.exists():
            subprocess.run(["cc", "-O3", "-march=native", "-o", str(folder / "reader"), str(source)], check=True)
            words = [str(folder / file) for file in ("reader", "roster.csv", "events.csv", "by-hand.bin")]
            runs[name] = min((measured(*words) for _ in range(args.repeat)), key=lambda run: run.cpu)
    for kind in [args.only] if args.only else ["csv", "parquet"]:
        own = (
            "--part",
            f"ours-{kind}",
            "--folder",
            str(folder),
            "--threads",
            str(args.threads),
            "--memory",
            str(args.memory),
        )
        runs[f"alliancenet {kind}"] = min((itself(*own) for _ in range(args.repeat)), key=lambda run: run.cpu)
    if args.pandas:
        runs["pandas script"] = itself("--part", "pandas", "--folder", str(folder))
    if len({tuple(run.said.split(", ")[:2]) for run in runs.values() if run.said}) > 1:
        raise SystemExit("the sides found different pairs: " + "; ".join(run.said for run in runs.values()))
    for name, run in runs.items():
        ratios = [f"{run.cpu / other.cpu:.2f} x {label}" for label, other in runs.items() if label != name]
        print(
            f"{name:20s} CPU {run.cpu:7.1f} s  wall {run.wall:7.1f} s  peak {run.peak_mb:6.0f} MB   {'  '.join(ratios)}"
            f"   {run.said}"
        )


def repeat_by_year(log: Path, years: int) -> None:
    """The same log once more for each of the years before: other pair-months, so that nothing saturates."""
    with log.open("rb") as rows:
        first = rows.readline()
        with (log.parent / "longer.csv").open("wb") as longer:
            longer.write(first)
            for year in range(2025, 2025 - years, -1):
                rows.seek(len(first))
                while block := rows.readlines(16_000_000):
                    longer.write(b"".join(block).replace(b",2025-", b",%d-" % year))
    (log.parent / "longer.csv").replace(log)


def compare_sizes(folder: Path, args: argparse.Namespace) -> None:
    """10 million messages, and the same in ten years: CPU beside ten times the smaller, peak memory."""
    runs = []
    itself("--part", "write", "--only", "csv", "--messages", "10000000", "--folder", str(folder))
    for years in (1, 10):
        if years > 1:
            repeat_by_year(folder / "events.csv", years)
        limits = ("--threads", str(args.threads), "--memory", str(args.memory))
        runs.append(itself("--part", "ours-csv", "--folder", str(folder), *limits))
        size = (folder / "events.csv").stat().st_size / 1e9
        print(
            f"{years * 10} million messages, {size:.1f} GB CSV: CPU {runs[-1].cpu:.1f} s  wall {runs[-1].wall:.0f} s  "
            f"peak {runs[-1].peak_mb:.0f} MB  counted {runs[-1].said}",
            flush=True,
        )
    print(f"100 million: {runs[1].cpu / runs[0].cpu / 10:.2f} x linear")


def main() -> None:
    """Choose a part."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=0)
    parser.add_argument("--only", choices=["", "csv", "parquet"], default="")
    parser.add_argument("--pandas", action="store_true", help="run the pandas script too (10 GB at 10 million)")
    parser.add_argument("--repeat", type=int, default=1, help="best of so many runs of each side")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--memory", type=int, default=700)
    parser.add_argument("--hundred-million", action="store_true", help="10 and 100 million messages, CSV")
    parser.add_argument("--mbox-mb", type=int, default=0)
    parser.add_argument("--pair-months", type=int, default=0)
    parser.add_argument("--part", default="")
    parser.add_argument("--folder", type=Path)
    args = parser.parse_args()
    if args.part:
        parts = {
            "ours-csv": lambda: build_ours(args.folder, "csv", args.threads, args.memory),
            "ours-parquet": lambda: build_ours(args.folder, "parquet", args.threads, args.memory),
            "pandas": lambda: build_with_pandas(args.folder),
            "write": lambda: write_logs(args.folder, args.messages, parquet=args.only in ("", "parquet")),
            "write-pairs": lambda: write_pairs(args.folder, args.pair_months),
            "mbox": lambda: read_mbox(args.folder / "big.mbox"),
            "layer": lambda: read_layer(args.folder, 200, scattered=False),
            "layer-scattered": lambda: read_layer(args.folder, 200, scattered=True),
        }
        parts[args.part]()
        return
    with tempfile.TemporaryDirectory(prefix="bench-comms-") as name:
        folder = Path(name)
        if args.messages:
            compare_builds(folder, args)
        if args.hundred_million:
            compare_sizes(folder, args)
        if args.mbox_mb:
            write_mbox(folder / "big.mbox", args.mbox_mb)
            run = itself("--part", "mbox", "--folder", name)
            print(
                f"mbox {args.mbox_mb} MB: {run.said} mails, {args.mbox_mb / run.cpu:.0f} MB per CPU second, peak {run.peak_mb:.0f} MB"
            )
        if args.pair_months:
            itself("--part", "write-pairs", "--pair-months", str(args.pair_months), "--folder", name)
            for part in ("layer", "layer-scattered"):
                run = itself("--part", part, "--folder", name)
                print(
                    f"{part} of 200 people from {args.pair_months:,} pair-months: {run.said}, peak {run.peak_mb:.0f} MB"
                )


if __name__ == "__main__":
    main()
