"""Every fault this project was found to have from outside, before and after: one command, one table.

``python tests/hardening/table.py [PART ...]`` with parts places, streams, kills, refusing, viewer; all by
default. ``--kills N`` kills every writing command N times (5 by default). The figures of "before" were
measured from outside on commit 281604b.
"""

import argparse
import os
import stat
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))

import kills as killing
import load
import places
from commands import prepared, run, writers


def say(row: str, before: str, after: str) -> None:
    """One row of the table."""
    print(f"| {row} | {before} | {after} |", flush=True)


def of_places(made, folder: Path, _: argparse.Namespace) -> None:
    """B3, B14, B19: places."""
    before = {
        "full": "tracebacks",
        "read-only": "tracebacks",
        "no permission": "tracebacks",
        "below a file": "tracebacks",
    }
    for place, found in places.in_every_place(made, folder).items():
        if found is None:
            say(f"B3 {place}", before[place], "not run: one may not mount here")
            continue
        good, count, bad, old = found
        say(f"B3 {place}", before[place], f"{good} of {count} one sentence, code 2; old output whole: {old}")
        for line in bad:
            print(f"    {line}", file=sys.stderr)
    long = run("survey", "codebook", "net", "-o", folder / ("n" * 255))
    say("B14 name of 255 bytes", "traceback", f"code {long.returncode}")


def of_streams(made, folder: Path, _: argparse.Namespace) -> None:
    """B9, B13: streams and code pages."""
    before = {"stdout full": "16 of 16 tracebacks", "cp1252": "traceback in audit and demo", "stdout closed": "no word"}
    for title, (good, count) in places.streams(made).items():
        say(f"B9/B13 {title}", before.get(title, "4 of 16 end with 1, no word"), f"{good} of {count}")


def of_kills(made, folder: Path, asked: argparse.Namespace) -> None:
    """B10: kills."""
    for name in writers(*made, folder):
        hits, damaged, failed, left = killing.killed(made, folder / name.replace(" ", "-"), name, asked.kills)
        say(
            f"B10 {name}, {asked.kills} kills",
            "old file whole; hidden copies stay",
            f"{hits} hit, {damaged} files damaged, {failed} reruns failed, {left} left over",
        )


HOSTILE = {
    "an alias": "a: &a [1]\nb: *a\n",
    "a million lists": "- []\n" * 200_001,
    "nesting": "[" * 100_000,
    "a python tag": "!!python/object/apply:os.system [ls]\n",
}


def of_refusing(made, folder: Path, _: argparse.Namespace) -> None:
    """B6, B7, B16: first words, hostile YAML, permissions."""
    for name, text in HOSTILE.items():
        project = folder / name.replace(" ", "-")
        project.mkdir()
        (project / "alliancenet.yaml").write_text(text)
        spent, code = timed("check", project)
        say(f"hostile YAML, {name}", "~3 s", f"{spent:.2f} s CPU, code {code}")
    fifo = folder / "fifo"
    fifo.mkdir()
    os.mkfifo(fifo / "a.audit.json")
    spent, code = timed("export", fifo, "xlsx", "--alliance", "x", "-o", folder / "x.xlsx")
    say("FIFO as an audit file", "not tried", f"{spent:.2f} s CPU, code {code}")
    spent, code = timed("check", folder / "none")
    say("first word of a command that refuses", "2.8 s", f"{spent:.2f} s CPU, code {code}")
    for umask in ("000", "022", "077"):
        place = folder / f"umask-{umask}"
        run("audit", made[0], "--resamples", 0, "-o", place, before=f"umask {umask};")
        modes = sorted({oct(stat.S_IMODE(path.stat().st_mode)) for path in place.iterdir()})
        say(
            f"B7 permissions under umask {umask}",
            "0644 in 0755",
            f"{', '.join(modes)} in {oct(place.stat().st_mode & 0o777)}",
        )


def timed(*arguments):
    """CPU seconds and code of a command."""
    before = os.times()
    code = run(*arguments).returncode
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system, code


def of_viewer(_, folder: Path, __: argparse.Namespace) -> None:
    """C: the viewer over the example of eight alliances."""
    project, audits = folder / "portfolio", folder / "portfolio-audits"
    run("init", project, "--example", "portfolio")
    run("audit", project, "--resamples", 5, "-o", audits)
    run("portfolio", project, "--audits", audits, "-o", audits)
    with load.viewer_of(audits, folder / "accounts.json") as (process, link):
        port = load.port_of(link)
        rate, middle, slow, wrong = load.pages_a_second(port, "analyst")
        say(
            "C5 pages a second, 50 clients",
            "34-37, p99 2.0-2.1 s",
            f"{rate:.0f}, p50 {middle:.2f} s, p99 {slow:.2f} s, {wrong} wrong",
        )
        for addresses in (1, 16):
            middle, worst, codes = load.while_guessing(port, "executive", addresses=addresses)
            say(
                f"C2 a reader's page while 16 guess from {addresses} address(es)",
                "median 1.8-2.1 s, worst 4.6 s",
                f"median {middle:.3f} s, worst {worst:.2f} s; answers {codes}",
            )
        waited = load.full_house(port)
        say(
            "C3 1,350 open connections",
            "nobody served",
            "nobody served" if waited is None else f"served in {waited:.2f} s",
        )
        for role in load.ROLES:
            load.crawled(load.Reader(port).sign_in(role))
        say(
            "C5 memory after all pages and files of all roles",
            "452-772 MiB",
            f"{load.memory(process):.0f} MiB, at most {load.memory(process, 'VmHWM'):.0f}",
        )


PARTS = {"places": of_places, "streams": of_streams, "kills": of_kills, "refusing": of_refusing, "viewer": of_viewer}


def main() -> None:
    """Run the parts asked for and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []])
    parser.add_argument("--kills", type=int, default=5)
    asked = parser.parse_args()
    began = time.monotonic()
    print("| what was tried | before | after |\n|---|---|---|")
    with tempfile.TemporaryDirectory() as name:
        made = prepared(Path(name))
        for part in asked.parts or PARTS:
            place = Path(name) / part
            place.mkdir()
            PARTS[part](made, place, asked)
    print(f"\n{time.monotonic() - began:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
