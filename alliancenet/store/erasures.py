"""On record that somebody was erased, and what was done; never who it was."""

import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from alliancenet.files.writing import write_whole

RECORD = "erasures.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureEntry:
    """One erasure.

    Parameters
    ----------
    day : when it was asked for.
    token : the id that takes the place of the person; it leads to nobody.
    files : files that were changed; 0 while the erasure has not ended.
    rows : rows of the person's own answers that were deleted.
    left : files that could not be changed.
    unfinished : what is needed to go on with an erasure that was interrupted; gone once it has ended.
    """

    day: date
    token: str
    files: int = 0
    rows: int = 0
    left: tuple[str, ...] = ()
    unfinished: Mapping[str, Any] | None = field(default=None, hash=False)


def read_record(folder: Path) -> tuple[ErasureEntry, ...]:
    """Every erasure of a project, oldest first."""
    return tuple(_entries(folder / RECORD))


def _entries(path: Path) -> Iterator[ErasureEntry]:
    if not path.is_file():
        return
    for data in json.loads(path.read_text(encoding="utf-8"))["erasures"]:
        yield ErasureEntry(**data | {"day": date.fromisoformat(data["day"]), "left": tuple(data["left"])})


def new_token() -> str:
    """An id that leads to nobody: made of chance alone."""
    return f"erased-{secrets.token_hex(4)}"


def put_on_record(folder: Path, entry: ErasureEntry) -> None:
    """Put an erasure on record, in place of what stood there of the same one."""
    _write(folder, (*(other for other in read_record(folder) if other.token != entry.token), entry))


def _write(folder: Path, entries: tuple[ErasureEntry, ...]) -> None:
    plain = [asdict(entry) | {"day": entry.day.isoformat()} for entry in entries]
    write_whole(folder / RECORD, json.dumps({"erasures": plain}, indent=1) + "\n")
