"""Files as editors, spreadsheets and strangers leave them: refused in words, told of, or of no effect.

A mutation changes one file of the project `economics`, whose baseline is read before. What is told is what stands on
the error stream of the command, or as data quality in the audit; a number that differs without a word is a fault.
"""

import gzip
import json
import os
import re
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import warm

MOST_SECONDS, MOST_MIB = (
    20.0,
    600.0,
)  # CPU with that of an audit, on a machine that is busy; what this process holds too


@dataclass(frozen=True)
class Mutation:
    """A change of one file, and the command that reads it.

    Parameters
    ----------
    of : the command: ``audit`` or ``economics``.
    """

    file: str
    name: str
    change: Callable[[Path], None]
    of: str = "audit"


def _text(old, new, count=1):
    def change(path):
        text = path.read_text(encoding="utf-8")
        assert old in text, (path, old)
        path.write_text(text.replace(old, new, count), encoding="utf-8")

    return change


def _cell(row, column, value):
    """Another value in a row and column of a table."""

    def change(path):
        lines = path.read_text(encoding="utf-8").splitlines()
        cells = lines[row].split(",")
        cells[lines[0].split(",").index(column)] = value
        lines[row] = ",".join(cells)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    return change


def _lines(change):
    def on(path):
        path.write_text("\n".join(change(path.read_text(encoding="utf-8").splitlines())) + "\n", encoding="utf-8")

    return on


def _bytes(change):
    return lambda path: path.write_bytes(change(path.read_bytes()))


def _instead(make):
    def change(path):
        path.unlink()
        make(path)

    return change


def _wide(path):
    with path.open("w") as file:
        file.writelines(f"c{number}," for number in range(1_000_000))


def _huge_cell(path):
    with path.open("w") as file:
        file.write("wave,alliance,respondent,item,alter,value\n")
        file.writelines("x" * 1_000_000 for _ in range(60))


def _workbook_bomb(path):
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed,
        packed.open("xl/worksheets/sheet1.xml", "w") as one,
    ):
        for _ in range(600):
            one.write(b" " * 1_000_000)


def _packed_bomb(path):
    with gzip.open(path, "wb") as packed:
        for _ in range(600):
            packed.write(b"a,b\n" * 250_000)


def _loop(path):
    path.symlink_to(path.name)


def _deep(path):
    path.write_text("a: " + "{b: " * 5000 + "1" + "}" * 5000)


DEVICES = {
    "a pipe": os.mkfifo,
    "a link to itself": _loop,
    "an endless device": lambda path: path.symlink_to("/dev/zero"),
    "a terminal": lambda path: path.symlink_to("/dev/tty"),
    "a folder": lambda path: path.mkdir(),
    "a link to nowhere": lambda path: path.symlink_to("/nowhere/at/all"),
    "a million columns": _wide,
    "a cell of 60 MB": _huge_cell,
    "a workbook that unpacks to 600 MB": _workbook_bomb,
    "a packed table of 600 MB": _packed_bomb,
    "NUL bytes": lambda path: path.write_bytes(b"\0" * 4096),
    "a PDF": lambda path: path.write_bytes(b"%PDF-1.7\n%\xe2\xe3\n" + b"1 0 obj\n" * 20),
    "a page that says sign in": lambda path: path.write_text("<!doctype html><html><body>Sign in</body></html>"),
}
YAML_VALUES = (
    ("tier: 1", "tier: 0x1"), ("tier: 1", "tier: 01"), ("tier: 1", "tier: 1_0"), ("tier: 1", "tier: 1.5"),
    ("tier: 1", "tier: yes"), ("tier: 1", "tier: 1:30"), ("tier: 1", "tier: -1"), ("tier: 1", "tier: .inf"),
    ("tier: 1", "tier: .nan"), ("tier: 1", "tier: 1e0"), ("tier: 1", "tier: ''"), ("tier: 1", "tier: [1]"),
    ("tier: 1", "tier: 0o1"), ("tier: 1", "tier: +1"), ("tier: 1", "tier: 1\n    tier: 3"),
    ("exit_plan: true", "exit_plan: 'no'"), ("exit_plan: true", "exit_plan: 2"),
    ("exit_plan: true", "exit_plan: maybe"),
    ("exit_plan: true", "exit_plan: !!bool yes"), ("start: 2", "start: 12"), ("start: 20", "start: 2O"),
    ("stage: ", "stage: 0"), ("stage: ", "staeg: "), ("actual: ", "actual: 0b"), ("target: 100", "target: 1_00"),
    ("target: 100", "target: 1,00"), ("target: 100", "target: 100%"), ("target: 100", "target: NO"),
    ("organisations: [", "organisations: [no, "), ("alliances:", "alliances: &a\n  - *a\n#"),
    ("alliances:", "\talliances:"), ("alliances:", "alliances:\n  - !!python/name:os.system\n#"),
)  # fmt: skip


def mutations() -> list[Mutation]:
    """All of them."""
    found = [Mutation("alliances.yaml", f"{new!r} for {old!r}", _text(old, new)) for old, new in YAML_VALUES]
    found += [Mutation("answers.csv", name, _instead(make)) for name, make in DEVICES.items()]
    found += [Mutation("alliances.yaml", f"as {name}", _instead(make)) for name, make in DEVICES.items()
              if name not in {"a million columns", "a cell of 60 MB"}]  # fmt: skip
    found += [Mutation("alliances.yaml", "5,000 deep", _instead(_deep))]
    for file in ("answers.csv", "people.csv", "memberships.csv", "touchpoints.csv", "issues.csv", "role_pairs.csv"):
        found += [
            Mutation(file, "a row twice", _lines(lambda lines: [*lines[:3], lines[2], *lines[3:]])),
            Mutation(file, "its head only", _lines(lambda lines: lines[:1])),
            Mutation(file, "cut in the middle of a row", _bytes(lambda raw: raw[: len(raw) // 2])),
            Mutation(file, "its head twice", _lines(lambda lines: [lines[0], *lines])),
            Mutation(file, "with a quotation mark that never closes", _bytes(lambda raw: raw[:200] + b'"' + raw[200:])),
            Mutation(file, "with a cell too many", _lines(lambda lines: [*lines[:2], lines[2] + ",x", *lines[3:]])),
        ]
    dated = (("touchpoints.csv", "date"), ("issues.csv", "opened"), ("waves.csv", "close"), ("waves.csv", "open"))
    for file, column in dated:
        found += [
            Mutation(file, f"{column} {day}", _cell(1, column, day))
            for day in ("2962-04-01", "0026-04-01", "2026-13-01", "2026-02-30", "44000", "1e3")
        ]
    found += [
        Mutation("memberships.csv", f"share {value}", _cell(1, "share_of_time", value))
        for value in ("1_0", "0x1", "1e400", "nan", "-0.1", "0,05", "5 %", "5", "٠.٥", "1:30", "on")
    ]
    found += [
        Mutation("economics/sales.csv", f"amount {value}", _cell(1, "amount", value), of="economics")
        for value in ("1_000", "0x10", "nan", "1e400", "inf", "1.2.3", "(500)", "$500", "no", "1:30")
    ]
    found += [
        Mutation("economics/sales.csv", f"date {value}", _cell(1, "date", value), of="economics")
        for value in ("2962-01-01", "1899-12-31", "45000", "2025-02-29")
    ]
    found += [
        Mutation("economics/costs.csv", "a row twice", _lines(lambda lines: [*lines[:2], lines[1], *lines[2:]]),
                 of="economics"),
        Mutation("economics/costs.csv", "its head only", _lines(lambda lines: lines[:1]), of="economics"),
        Mutation("economics/joint_goals.csv", "met maybe", _cell(1, "met", "maybe"), of="economics"),
        Mutation("economics/joint_goals.csv", "weight 0x2", _cell(1, "weight", "0x2"), of="economics"),
    ]  # fmt: skip
    found += [Mutation("economics/sales.csv", f"as {name}", _instead(make), of="economics")
              for name, make in DEVICES.items()]  # fmt: skip
    return found


def spoilt(folder: Path, chosen=None) -> tuple[int, list[str]]:
    """How many mutations were tried, and what was wrong with some."""
    source = folder / "source"
    assert warm.run("init", source, "--example", "economics").code == 0
    chosen = mutations() if chosen is None else chosen
    baseline = {of: _read(source, of, folder / f"of-{of}") for of in {mutation.of for mutation in chosen}}
    faults = []
    for mutation in chosen:
        place = folder / "p"
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(source, place)
        mutation.change(place / mutation.file)
        fault = _wrong(_read(place, mutation.of, folder / "out"), baseline[mutation.of])
        faults += [f"{mutation.file}, {mutation.name}: {fault}"] if fault else []
    return len(chosen), faults


def _read(project, of, out):
    shutil.rmtree(out, ignore_errors=True)
    words = ("audit", project, "--resamples", 0, "-o", out) if of == "audit" else ("economics", project, "--json")
    ended = warm.run(*words, kill_after=120)
    return ended, _numbers(ended, of, out) if ended.code == 0 else {}


def _numbers(ended, of, out):
    if of == "economics":
        return {"all": re.sub(r'"[0-9a-f]{16,64}"', "DIGEST", ended.out)}
    found = {}
    for path in sorted(out.glob("*.audit.json")):
        for audit in json.loads(path.read_text(encoding="utf-8"))["audits"]:
            for score in audit["scores"]:
                found[path.name, score["metric"], json.dumps(score["subject"])] = (score["value"], score["n"])
            found[path.name, "quality"] = json.dumps(audit.get("remarks", []))
    return found


def _is_unknown(number):
    """Withheld, with the reason beside it."""
    return isinstance(number, tuple) and number[0] is None


def _wrong(read, usual):
    (ended, found), (_, before) = read, usual
    if ended.code == -9:
        return "never ended"
    if "Traceback" in ended.err or ended.code not in {0, 2}:
        return f"code {ended.code}, {ended.err[-200:]!r}"
    if ended.spent > MOST_SECONDS or ended.peak > MOST_MIB:
        return f"{ended.spent:.1f} s CPU, {ended.peak:.0f} MiB"
    if ended.code == 2:
        return "" if ended.err.strip() else "refused without a word"
    differ = sum(found.get(key) != value and not _is_unknown(found.get(key)) for key, value in before.items())
    told = set(ended.err.splitlines()) - set(usual[0].err.splitlines())
    told = {line for line in told if not line.startswith("auditing")}
    return f"{differ} numbers differ, no word" if differ and not told else ""
