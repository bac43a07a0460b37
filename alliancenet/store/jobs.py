"""Work started in the browser that takes longer than a page: a check or an audit, one at a time for a project.

The work is a process of its own. It holds a lock as long as it lives, so that it is known to have
crashed when its record says that it works and nobody holds the lock.
"""

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from alliancenet.files.locking import is_alone
from alliancenet.files.writing import write_whole
from alliancenet.store.changes import ROOM
from alliancenet.store.records import as_plain, as_record

LOCK = "job.lock"
_RECORD, _LOG = "job.json", "job.log"
_MOST_LOG = 4_000  # bytes at the end of what a job says that are looked at (own limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """The last work that was started.

    Parameters
    ----------
    kind : check, audit or logs.
    by : who started it.
    once : mark of the form it came from.
    started, ended : ISO times in UTC; `ended` is "" while it works, or after a crash.
    code : as of a command: 0 is done.
    lines : what came of it.
    """

    kind: str
    by: str
    once: str
    started: str
    ended: str = ""
    code: int = 0
    lines: tuple[str, ...] = ()

    @property
    def since(self) -> datetime:
        """When it was started."""
        return datetime.fromisoformat(self.started)


def read_job(project: Path) -> Job | None:
    """The last work, None where none was started."""
    try:
        found: Job = as_record(Job, json.loads((_room(project) / _RECORD).read_text("utf-8")))
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return found


def write_job(project: Path, job: Job) -> None:
    """Keep how the work stands."""
    write_whole(_room(project) / _RECORD, json.dumps(as_plain(job), ensure_ascii=False))


def is_working(project: Path) -> bool:
    """Whether a process works for the project now."""
    with suppress(OSError):
        handle = os.open(_room(project) / LOCK, os.O_RDWR)
        try:
            return not is_alone(handle)
        finally:
            os.close(handle)
    return False


def log_of(project: Path) -> Path:
    """File with what the work says while it goes on."""
    return _room(project) / _LOG


def progress_of(project: Path) -> str:
    """The last line the work has said."""
    with suppress(OSError), log_of(project).open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - _MOST_LOG))
        lines = [line for line in file.read().decode(errors="replace").splitlines() if line.strip()]
        return lines[-1] if lines else ""
    return ""


def _room(project: Path) -> Path:
    return project / ROOM
