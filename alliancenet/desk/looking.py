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

TOO_MUCH = "needs more memory than the desk gives ({mib} MiB, setting desk.looking); add it with `alliancenet add`"
TOO_LONG = (
    "takes longer to look at than the desk waits ({seconds} s, setting desk.looking); add it with `alliancenet add`"
)


def limit_memory(limits: UploadLimits) -> None:
    """Hold this process to the memory of the desk; where a system knows no limits, it goes on without."""
    if resource is not None and sys.platform.startswith("linux"):
        most = limits.mib * 1024 * 1024
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
    try:
        found = recognise(path, FileSays(), problems)
    except InputError as error:
        return Looked(file=path.name, refused=_sentence(error.problems))
    except MemoryError:
        return Looked(file=path.name, refused=TOO_MUCH.format(mib=limits.mib))
    fatal = [problem for problem in problems if problem.fatal]
    if not found.kind and (fatal or found.sheet is None):
        return Looked(file=path.name, refused=_sentence(fatal) or f"is not taken: {found.why}")
    return Looked(file=path.name, kind=found.kind, points=found.points, why=found.why)


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
