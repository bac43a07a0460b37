"""What an uploaded file is, told by a process that may use little memory and little time."""

import sys
from pathlib import Path

from alliancenet.adding.recognise import recognise
from alliancenet.errors import InputError, Problem
from alliancenet.files.table import FileSays
from alliancenet.model.desk import Looked, UploadLimits

try:
    import resource
except ImportError:  # a system without limits of processes
    resource = None  # type: ignore[assignment]

_MOST_PARTS = 20_000  # files of an archive: to list more takes long (own limit)
_END = 66_000  # bytes at the end of an archive in which its last record begins


def limit_memory(limits: UploadLimits, times: int = 1) -> None:
    """Hold this process to the memory of a look, or some times that; where a system knows no limits, to none."""
    if resource is not None and sys.platform.startswith("linux"):
        most = times * limits.mib * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def limit_time(limits: UploadLimits, files: int = 1) -> None:
    """Give this process so much computing time more for each file; afterwards the system ends it."""
    if resource is not None:
        used = resource.getrusage(resource.RUSAGE_SELF)
        until = int(used.ru_utime + used.ru_stime) + 1 + limits.seconds * files
        resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))


def look(path: Path, limits: UploadLimits) -> Looked:
    """Say what a file is, or why it is not taken; a table nobody knows is taken, and asked about."""
    limit_time(limits)
    problems: list[Problem] = []
    if (parts := _parts_in(path)) > _MOST_PARTS:
        found_there = (
            f"holds {parts:,} files or more; at most {_MOST_PARTS:,} are looked at; add it with `alliancenet add`"
        )
        return Looked(file=path.name, refused=found_there)
    try:
        found = recognise(path, FileSays(), problems)
    except InputError as error:
        return Looked(file=path.name, refused=_sentence(error.problems))
    except MemoryError:
        return Looked(file=path.name, refused=limits.too_much)
    fatal = [problem for problem in problems if problem.fatal]
    if not found.kind and (fatal or found.sheet is None):
        return Looked(file=path.name, refused=_sentence(fatal) or f"is not taken: {found.why}")
    return Looked(file=path.name, kind=found.kind, points=found.points, why=found.why)


def _parts_in(path: Path) -> int:
    """How many files an archive says it holds, told by its last bytes alone; 0 for what is no archive."""
    with path.open("rb") as file:
        if file.read(4) != b"PK\x03\x04":
            return 0
        file.seek(max(0, path.stat().st_size - _END))
        end = file.read()
    at = end.rfind(b"PK\x05\x06")
    return int.from_bytes(end[at + 10 : at + 12], "little") if at >= 0 else 0


def _sentence(problems: "list[Problem] | tuple[Problem, ...]") -> str:
    if not problems:
        return ""
    first, more = problems[0], len(problems) - 1
    parts = (
        first.where.partition(", ")[2],
        first.found,
        f"needed: {first.needed}" if first.needed else "",
        first.action,
    )
    return "; ".join(part for part in parts if part) + (f" (and {more} more)" if more else "")
