"""JSON files of an export, in a folder or a zip, read one at a time and within limits."""

import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from alliancenet.errors import InputError, Problem

_MOST_BYTES = 200_000_000
_MOST_RATIO = 200

Pairs = list[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class JsonExport:
    """JSON files of the export by path.

    Parameters
    ----------
    root : folder, zip, or one JSON file.
    names : paths inside, sorted.
    keep : makes each object while it is parsed, so that what is not metadata is never kept.
    """

    root: Path
    names: tuple[str, ...]
    keep: Callable[[Pairs], Any]

    def load(self, name: str) -> Any:
        """Parse one file.

        Raises
        ------
        InputError
            When it is damaged.
        """
        try:
            return json.loads(self._bytes(name), object_pairs_hook=self.keep)
        except (ValueError, RecursionError, zipfile.BadZipFile, OSError) as error:
            raise InputError([problem_of(self.root, f"{name}: {error}"[:200], "whole JSON files")]) from None

    def _bytes(self, name: str) -> bytes:
        if self.root.is_dir():
            return (self.root / name).read_bytes()
        if not name:
            return self.root.read_bytes()
        with zipfile.ZipFile(self.root) as archive:
            return archive.read(name)


def json_export(path: Path, keep: Callable[[Pairs], Any]) -> JsonExport:
    """Files of an export.

    Raises
    ------
    InputError
        When a file is larger than 200 MB unpacked, packed more than 200 to 1, or its path leads out.
    """
    if path.is_dir():
        found = (child for child in path.rglob("*.json") if child.is_file())
        names = tuple(sorted(child.relative_to(path).as_posix() for child in found))
        large = [name for name in names if (path / name).stat().st_size > _MOST_BYTES]
        problems = [problem_of(path, f"{name} is larger than 200 MB", "one file per day") for name in large]
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            inside = archive.infolist()
        names = tuple(sorted(member.filename for member in inside if member.filename.endswith(".json")))
        problems = [problem for member in inside if (problem := _hostile(path, member)) is not None]
    else:
        names, problems = ("",), []
        if path.stat().st_size > _MOST_BYTES:
            problems = [problem_of(path, "is larger than 200 MB", "several smaller files")]
    if problems:
        raise InputError(problems)
    return JsonExport(path, names, keep)


def objects_in(loaded: Any) -> list[dict[str, Any] | None]:
    """Entries of a list, None for those that are no objects; a file that is no list is one of these."""
    return [entry if isinstance(entry, dict) else None for entry in (loaded if isinstance(loaded, list) else [None])]


def _hostile(path: Path, member: zipfile.ZipInfo) -> Problem | None:
    parts = PurePosixPath(member.filename.replace("\\", "/"))
    if parts.is_absolute() or ".." in parts.parts or ":" in (parts.parts or ("",))[0]:
        return problem_of(path, f"path '{member.filename[:100]}' leads out of the export", "paths inside the export")
    packed = member.file_size / max(member.compress_size, 1)
    if member.file_size > _MOST_BYTES or (member.file_size > 1_000_000 and packed > _MOST_RATIO):
        size = f"{member.file_size:,} bytes, packed {packed:,.0f} to 1"
        return problem_of(path, f"{member.filename[:100]} unpacks to {size}", "at most 200 MB and 200 to 1")
    return None


def problem_of(path: Path, found: str, needed: str) -> Problem:
    """Problem of an export as a whole."""
    return Problem(file=path.name, found=found, needed=needed, action="export again, or remove the file")
