"""Every fault this project was found to have from outside, before and after: one command, one table.

``python tests/hardening/table.py [--only PART ...] [--kills N] [--commands NAME ...]``: parts places, streams, kills,
refusing, hostile, files, growth, privacy, viewer and tests; all by default, one after the other, each within minutes
but for kills: every writing command N times (5 by default; 50 is what the issue asks for and takes hours), or only
those named. The figures of "before" were measured from outside, on the commit before any of it was mended.
``tests`` runs the tests that stand for rows that are no measurement.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, nullcontext
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # threads of this process would be missing in its children
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "web"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

import growth
import kills as killing
import load
import mutations
import places
import refusing
import streams
import wire
from collected_waves import a_project_to_collect, collecting, open_in
from commands import run
from rows import TESTED
from scenarios import a_world, writers

ROOT = Path(__file__).resolve().parents[2]


def say(row: str, before: str, after: str) -> None:
    """One row of the table."""
    print(f"| {row} | {before} | {after} |", flush=True)


def of_places(world, folder: Path, _: argparse.Namespace) -> None:
    """B3, B14, B15, B19: places."""
    chosen = {name: writer for name, writer in writers(world).items() if not writer.slow}
    for place, (good, count, bad) in places.in_every_place(chosen, folder).items():
        say(f"B3, B15 {place}", "tracebacks", f"{good} of {count} one sentence, code 2, nothing changed")
        for line in bad:
            print(f"    {line}", file=sys.stderr)
    long = run("survey", "codebook", "net", "-o", folder / ("n" * 255))
    say("B14 name of 255 bytes", "traceback", f"code {long.returncode}, traceback: {'Traceback' in long.stderr}")
    gone = run("init", "x", before=f"mkdir {folder}/g && cd {folder}/g && rmdir {folder}/g;")
    say("B19 a deleted working folder", "traceback", f"code {gone.returncode}, traceback: {'Traceback' in gone.stderr}")


def of_streams(world, folder: Path, _: argparse.Namespace) -> None:
    """B9, B13, B18: streams, code pages and signals."""
    before = {"stdout full": "16 of 16 tracebacks", "cp1252": "traceback in audit and demo", "stdout closed": "no word"}
    for title, (good, count) in places.streams(world.of("healthy"), world.of("audits")).items():
        say(f"B9, B13 {title}", before.get(title, "4 of 16 end with 1, no word"), f"{good} of {count}")
    for title, count, faults in streams.tried(world, folder / "streams"):
        say(
            f"B9, B13, B18 {title}", "not tried of every command", f"{count - len(faults)} of {count} commands in words"
        )
        for line in faults:
            print(f"    {title}, {line}", file=sys.stderr)


def of_kills(world, folder: Path, asked: argparse.Namespace) -> None:
    """B10: kills."""
    for name, writer in writers(world).items():
        if asked.commands and name not in asked.commands:
            continue
        toll = killing.killed(writer, folder / name.replace(" ", "-"), asked.kills)
        say(f"B10 {name}, {asked.kills} kills", "old file whole; hidden copies stay", str(toll))
        for line in toll.faults:
            print(f"    {line}", file=sys.stderr)


def of_refusing(world, folder: Path, _: argparse.Namespace) -> None:
    """First words, and rights of what is written."""
    for command, (spent, code) in refusing.first_words(folder).items():
        say(f"first word of {command}", "2.8 s", f"{spent:.2f} s CPU, code {code}")
    for umask, modes in refusing.rights_of_files(world.of("healthy"), folder).items():
        say(f"B7, B16 rights under umask {umask}", "0644 in 0755", modes)


def of_hostile(_, folder: Path, __: argparse.Namespace) -> None:
    """Hostile files: time, memory, code."""
    before = refusing.BEFORE
    for name, (spent, peak, code) in refusing.hostile_files(folder).items():
        say(f"hostile: {name}", before.get(name, "not tried"), f"{spent:.2f} s CPU, {peak:.0f} MiB, code {code}")


def of_growth(_, folder: Path, __: argparse.Namespace) -> None:
    """B5, growth of people."""
    before = {200: "5.4 s, 193 MiB", 1000: "12.8 s, 886 MiB", 3000: "31.8 s, 2,817 MiB"}
    for people in (200, 1000, 3000, 3200):
        spent, peak, audit = growth.audited(folder / str(people), people)
        said = growth.said_of_redundancy(audit) if people > 3000 else ""
        usual = "estimate becomes as reported, confidence high"
        say(f"B5, G1 growth {people:,} people", before.get(people, usual), f"{spent:.1f} s CPU, {peak:,.0f} MiB {said}")
    spent, peak, waited, audit = growth.audited_twice(folder / "twice", 3000)
    kept = growth.said_of(audit, "core_ties_kept")
    told = f"{spent:.1f} s CPU, {peak:,.0f} MiB, at most {waited:.0f} s between lines; core ties kept {kept}"
    say("G1 growth two waves of 3,000 people", "not measured", told)
    spent, peak, waited, count = growth.reviewed(folder / "many", 304)
    told = f"{spent:.1f} s CPU, {peak:,.0f} MiB, {count} alliances, at most {waited:.0f} s without a line"
    say("G2 growth 304 alliances on one register", "refused, after 15.6 s and 1.2 GiB", told)
    spent, peak, waited = growth.scheduled(folder / "calendar", 10_000)
    told = f"{spent:.1f} s CPU, {peak:,.0f} MiB, at most {waited:.1f} s without a line"
    say("G6 calendar of 10,000 events", "14.5 s, 262 MiB, no line until nine tenths", told)


def of_privacy(_, __: Path, ___: argparse.Namespace) -> None:
    """A1, A5, A6, A8, A12: the solver over what readers get."""
    from tests.privacy import test_release

    everybody = test_release.READERS
    for readers in (everybody, *((reader,) for reader in everybody)):
        (tried, outside, inside, means, withheld, blocks, *_rest), large = test_release.attack(
            range(60), readers=readers
        )
        who = readers[0].role.replace("_", " ") if len(readers) == 1 else "all readers together"
        say(f"A1 answers derived by {who}", "5 of 320 items", f"{outside} of {tried:,} answers")
        say(f"A6 by {who} who answered too", "everybody's", f"{inside} of {tried:,}; {means} means")
        share = f"{withheld} of {blocks}; at 7 + 7 and more {large[4]} of {large[5]} (limit 15 %)"
        say(f"A1 means {who} are not told, to get there", "-", share)


def of_viewer(_, folder: Path, __: argparse.Namespace) -> None:
    """C: the viewer over the example of eight alliances."""
    project, audits = folder / "portfolio", folder / "portfolio-audits"
    run("init", project, "--example", "portfolio")
    run("audit", project, "--resamples", 5, "-o", audits)
    run("portfolio", project, "--audits", audits, "-o", audits)
    with load.viewer_of(audits, folder / "accounts.json") as (process, link):
        port = load.port_of(link)
        before = load.cpu(process)
        rate, middle, slow, wrong, read = load.pages_a_second(port, "analyst")
        each = 1000 * (load.cpu(process) - before) / read
        took = f"{rate:.0f}, p50 {middle:.2f} s, p99 {slow:.2f} s, {wrong} wrong of {read}; {each:.1f} ms CPU a page"
        say("C5, V14 pages a second, 50 clients", "34-37, p99 2.0-2.1 s", took)
        for addresses in (1, 16):
            middle, worst, codes = load.while_guessing(port, "executive", addresses=addresses)
            say(
                f"C2, V8, V9, V11 a reader's page while 16 guess from {addresses} address(es)",
                "median 1.8-2.1 s, worst 4.6 s",
                f"median {middle:.3f} s, worst {worst:.2f} s; answers {codes}",
            )
        right, asked_for = load.while_replaced(port, "executive", audits)
        say("V17 pages while an audit is replaced 50 times a second", "60 of 60", f"{right} of {asked_for}")
        for server, form in ((port, "/sign-in"), (None, "/enter")):
            with nullcontext((server, None)) if server else collector_in(folder / "collected") as (there, _):
                count, faults = wire.spoilt(there, form)
                who = "viewer" if server else "collector"
                say(
                    f"C3, V3, V4, V5, V12, V13 {who}: what no browser sends",
                    "both lengths answered, 2 hosts too many",
                    f"{count - len(faults)} of {count} in words",
                )
                for line in faults:
                    print(f"    {who}, {line}", file=sys.stderr)
                dawdle = wire.while_others_dawdle(there)
                say(
                    f"V15 {who}: a page while 400 send a form a byte at a time",
                    "150 slow: 18 ms at most",
                    f"{dawdle:.2f} s",
                )
        waited = load.full_house(port)
        told = "nobody served" if waited is None else f"served in {waited:.2f} s"
        say("C3, V16 1,350 open connections", "nobody served", told)
        for role in load.ROLES:
            load.crawled(load.Reader(port).sign_in(role))
        told = f"{load.memory(process):.0f} MiB, at most {load.memory(process, 'VmHWM'):.0f}"
        say("C5, V19 memory after all pages and two files of each kind, of all roles", "452-772 MiB", told)


@contextmanager
def collector_in(folder: Path):
    """Port of a collector of an open wave."""
    store = open_in(a_project_to_collect(folder))
    try:
        with collecting(store) as found:
            yield found
    finally:
        store.close()


def of_files(_, folder: Path, __: argparse.Namespace) -> None:
    """B1, B4, B8, B11, B12, B17 and hostile files, other ones than those written down."""
    count, faults = mutations.spoilt(folder)
    told = f"{count - len(faults)} of {count} refused in words, told of or without effect"
    say("B4, B8, B11, B12, B17 mutations of files", "25 silent, 3 tracebacks of 335", told)
    for line in faults:
        print(f"    {line}", file=sys.stderr)


def of_tests(_, __: Path, ___: argparse.Namespace) -> None:
    """Rows that a test stands for."""
    for row, before, tests in TESTED:
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", "--no-header", "-m", "", *tests]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        say(row, before, (done.stdout.strip().splitlines() or ["nothing ran"])[-1])


def cpu_seconds() -> float:
    """CPU of this process and of all it waited for: on a busy machine the clock says little."""
    return sum(os.times()[:4])


PARTS = {
    "places": of_places, "streams": of_streams, "refusing": of_refusing, "hostile": of_hostile, "files": of_files,
    "growth": of_growth, "privacy": of_privacy, "viewer": of_viewer, "tests": of_tests, "kills": of_kills,
}  # fmt: skip


def main() -> None:
    """Run the parts asked for and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), metavar="PART")
    parser.add_argument("--kills", type=int, default=5)
    parser.add_argument("--commands", nargs="+", default=(), metavar="NAME")
    asked = parser.parse_args()
    print("| what was tried | before | after |\n|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as name:
        world = a_world(Path(name) / "world") if {"places", "streams", "refusing", "kills"} & set(asked.only) else None
        for part in asked.only:
            began, spent, place = time.monotonic(), cpu_seconds(), Path(name) / part
            place.mkdir()
            PARTS[part](world, place, asked)
            took = f"{time.monotonic() - began:.0f} s, {cpu_seconds() - spent:.0f} s CPU"
            print(f"    {part}: {took}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
