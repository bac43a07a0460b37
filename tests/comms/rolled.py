"""Builders: people, events written to files, builds made of them, and the roll-up by brute force."""

import json
from collections import defaultdict
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from alliancenet.comms.addresses import Directory, Member, build_directory
from alliancenet.comms.build import Request, build
from alliancenet.comms.duck import DuckEngine, connect
from alliancenet.comms.sources import LogFile
from alliancenet.settings import default_settings

COLUMNS = {"time": "time", "sender": "sender", "recipients": "recipients", "zone": "UTC"}
PEOPLE = (
    Member(id="ann", firm="acme", level="senior", zone="Europe/Berlin"),
    Member(id="cy", firm="acme", level="operating", zone="Europe/Berlin"),
    Member(id="bo", firm="borealis", level="senior", zone="America/Toronto"),
    Member(id="dee", firm="borealis", level="operating", zone="America/Toronto"),
)
ADDRESSES = (
    ("ann.ames@acme.example", "ann"),
    ("cy@acme.example", "cy"),
    ("bo@borealis.example", "bo"),
    ("dee@borealis.example", "dee"),
)


def a_directory(**changes: Any) -> Directory:
    people = tuple(changes.pop("people", PEOPLE))
    return build_directory(people, (*ADDRESSES, *changes.pop("more", ())), **changes)


def a_table(path: Path, rows: list[tuple[str, str, str]], header: str = "time,sender,recipients") -> LogFile:
    path.write_text("\n".join([header, *(",".join(row) for row in rows)]) + "\n", encoding="utf-8")
    return LogFile(path=path, columns=COLUMNS)


def built(out: Path, *files: LogFile, directory: Directory | None = None, **changes: Any) -> Path:
    settings = changes.pop("settings", default_settings())
    request = Request(files=files, directory=directory or a_directory(), settings=settings, **changes)
    with connect(memory_mb=500, threads=1) as connection:
        return build(request, out, DuckEngine(connection), lambda doing, done, share: None)


def summary_of(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "build.json").read_text())


def pairs_of(folder: Path) -> dict[tuple[str, str, int, str], tuple[float, int, float]]:
    table = pq.read_table(folder / "people.parquet").to_pylist()
    people = {row["person"]: row["person_id"] for row in table}
    rows = pq.read_table(folder / "pairs").to_pylist()
    return {
        (people[row["person_from"]], people[row["person_to"]], row["month"], row["channel"]): (
            row["weight"],
            row["messages"],
            row["hours"],
        )
        for row in rows
    }


def by_brute_force(
    rows: list[tuple[datetime, str, list[str]]], person_of: dict[str, str], most: int
) -> dict[tuple[str, str, int, str], tuple[float, int, float]]:
    """The definition of C3, message by message, in fractions."""
    weight: dict[tuple[str, str, int, str], Fraction] = defaultdict(Fraction)
    count: dict[tuple[str, str, int, str], int] = defaultdict(int)
    for time, sender, recipients in rows:
        writer = person_of.get(sender.lower())
        reached = {person_of.get(address.lower(), address.lower()) for address in recipients}
        if writer is None or not 1 <= len(reached) <= most:
            continue
        for reader in reached:
            if reader in person_of.values() and reader != writer:
                key = (writer, reader, time.year * 100 + time.month, "mail")
                weight[key] += Fraction(1, len(reached))
                count[key] += 1
    return {key: (float(total), count[key], 0.0) for key, total in weight.items()}
