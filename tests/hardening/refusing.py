"""What is refused: how soon, and in how much memory; and the rights of what is written."""

import os
import stat
import subprocess
import sys
import zipfile
from pathlib import Path

from commands import RUN, run, timed

YAML = {
    "YAML with an alias": "a: &a [1]\nb: *a\n",
    "YAML of many lists": "- []\n" * 200_001,
    "nested YAML": "[" * 100_000,
    "YAML with a python tag": "!!python/object/apply:os.system [ls]\n",
}
BEFORE = dict.fromkeys(YAML, "~3 s, 127 MiB") | {
    "CSV of a million columns": "hangs, > 60 s",
    "CSV with a cell of 200 MB": "10-38 s, 1,662 MiB",
    "CSV with a lone quotation mark": "traceback",
    "pipe as CSV": "hangs",
    "endless device as CSV": "hangs, > 90 s",
    "folder as CSV": "refused",
    "workbook that unpacks to 2 GB": "refused, 1.1 s, 38 MiB",
    "calendar that repeats every second": "6-7 s, 231 MiB",
    "pipe as audit": "not tried",
}


def first_words(folder: Path):
    """CPU seconds and code of commands that can only refuse."""
    none = folder / "none"
    calls = [
        ("check", none), ("audit", none), ("add", none, none), ("comms build", none), ("portfolio", none),
        ("tiers", none), ("economics", none), ("customers", none), ("execution", none), ("learn", none),
        ("metrics", "--ties", none), ("survey map", none), ("survey match", none), ("survey show", "none"),
        ("collect status", none, "--wave", "w"), ("staffing", none), ("privacy show", none), ("accounts list", none),
        ("serve", none), ("export", none, "pdf", "-o", none), ("compare", none, none), ("lessons", "X"),
        ("explain", "X-X"), ("help", "none"),
    ]  # fmt: skip
    return {command: timed(*command.split(), *rest) for command, *rest in calls}


def rights_of_files(project: Path, folder: Path):
    """Rights of the files of an audit and of their folder, by umask."""
    found = {}
    for umask in ("000", "022", "077"):
        place = folder / f"umask-{umask}"
        run("audit", project, "--resamples", 0, "-o", place, before=f"umask {umask};")
        modes = sorted({oct(stat.S_IMODE(path.stat().st_mode)) for path in place.iterdir()})
        found[umask] = f"{', '.join(modes)} in {oct(place.stat().st_mode & 0o777)}"
    return found


def hostile_files(folder: Path):
    """CPU seconds, peak MiB and code of commands that are given hostile files."""
    found = {}
    for name, text in YAML.items():
        project = folder / name.replace(" ", "-")
        project.mkdir()
        (project / "alliancenet.yaml").write_text(text)
        found[name] = measured("check", project)
    for name, path in _tables(folder).items():
        found[name] = measured("audit", "--people", path, "--ties", path, "--firm", "office")
    calendar = folder / "c.ics"
    calendar.write_text(
        "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:1\nDTSTART:20260101T000000Z\nDTEND:20260101T010000Z\n"
        "RRULE:FREQ=SECONDLY\nATTENDEE:mailto:a@x.example\nATTENDEE:mailto:b@y.example\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    found["calendar that repeats every second"] = measured("comms", "scan", calendar)
    audits = folder / "pipe"
    audits.mkdir()
    os.mkfifo(audits / "a--1.audit.json")
    found["pipe as audit"] = measured("export", audits, "xlsx", "--alliance", "a", "-o", folder / "x.xlsx")
    return found


def _tables(folder: Path):
    wide, long, lone = folder / "wide.csv", folder / "long.csv", folder / "lone.csv"
    # in pieces: what this process holds when it starts a command counts as the command's
    with wide.open("w") as file:
        file.writelines(f"c{number}," for number in range(1_000_000))
    with long.open("w") as file:
        file.write("id,office\n")
        file.writelines("x" * 1_000_000 for _ in range(200))
        file.write(",A\n")
    lone.write_text('"id,office\n' + "a,A\n" * 50_000)
    pipe, bomb = folder / "pipe.csv", folder / "bomb.xlsx"
    os.mkfifo(pipe)
    with (
        zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed,
        packed.open("xl/worksheets/sheet1.xml", "w") as sheet,
    ):
        for _ in range(2000):
            sheet.write(b" " * 1_000_000)
    return {
        "CSV of a million columns": wide, "CSV with a cell of 200 MB": long, "CSV with a lone quotation mark": lone,
        "pipe as CSV": pipe, "endless device as CSV": Path("/dev/zero"), "folder as CSV": folder,
        "workbook that unpacks to 2 GB": bomb,
    }  # fmt: skip


def measured(*arguments):
    """CPU seconds, peak MiB and code of a command that is stopped after minutes, for the machine may be busy."""
    return used_by("timeout", "300", *RUN, *map(str, arguments))


def used_by(*command):
    """CPU seconds, peak MiB and code of a command.

    A process counts the memory of whoever started it as its own until it is another program: so a small one starts it.
    """
    done = subprocess.run([sys.executable, "-S", "-c", _STARTER, *command], capture_output=True, text=True, check=True)
    spent, peak, code = done.stdout.split()
    return float(spent), float(peak), int(code)


_STARTER = """
import resource, subprocess, sys
null = subprocess.DEVNULL
code = subprocess.run(sys.argv[1:], stdin=null, stdout=null, stderr=null).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, code)
"""
