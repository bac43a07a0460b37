"""On record that what was kept beyond the promised time was removed: what it was and how much, never whose."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from alliancenet.files.writing import write_whole

PURGES = "purges.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class PurgedPart:
    """A part that was removed, or is to be.

    Parameters
    ----------
    where : file, from the folder it was looked for in.
    what : in words, with the wave it is of.
    count : how much it is, of `unit`.
    until : last day it was promised to be kept.
    """

    where: str
    what: str
    count: int
    unit: str
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PurgeEntry:
    """One purge; `has_ended` is False while it goes on, and after it was interrupted."""

    day: date
    months: int
    parts: tuple[PurgedPart, ...]
    has_ended: bool


def read_purges(folder: Path) -> tuple[PurgeEntry, ...]:
    """Every purge of a project, oldest first."""
    path = folder / PURGES
    if not path.is_file():
        return ()
    return tuple(
        PurgeEntry(
            day=date.fromisoformat(entry["day"]),
            months=int(entry["months"]),
            parts=tuple(PurgedPart(**part | {"until": date.fromisoformat(part["until"])}) for part in entry["parts"]),
            has_ended=bool(entry["has_ended"]),
        )
        for entry in json.loads(path.read_text(encoding="utf-8"))["purges"]
    )


def emptied_files(folder: Path) -> frozenset[str]:
    """Files of a project, by their names in it, out of which something was removed."""
    return frozenset(part.where for entry in read_purges(folder) for part in entry.parts)


def put_purge_on_record(folder: Path, entry: PurgeEntry) -> None:
    """Put a purge on record, in place of one that had not ended."""
    entries = [*(other for other in read_purges(folder) if other.has_ended), entry]
    plain = json.dumps({"purges": [asdict(other) for other in entries]}, indent=1, default=date.isoformat)
    write_whole(folder / PURGES, plain + "\n")
