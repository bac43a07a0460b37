"""Work that takes longer than a page, in a process of its own: ``-m alliancenet.desk.job PROJECT KIND BY ONCE``."""

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from alliancenet.desk.mirror import AUDITS, is_of_money
from alliancenet.errors import PlaceTaken
from alliancenet.files.locking import held
from alliancenet.files.writing import make_folder
from alliancenet.store.changes import ROOM
from alliancenet.store.jobs import LOCK, Job, log_of, write_job

_COMMAND = (sys.executable, "-c", "from alliancenet.cli import main; main()")
FAULTS = 2
_PATIENCE = 2.0  # seconds: whoever only looks whether somebody works holds the lock for a moment (own limit)
_MOST_LINES = 200
_SAID = ("problem: ", "warning: ", "error: ", "Error: ")


def commands_of(kind: str, project: Path) -> tuple[tuple[str, ...], ...]:
    """Commands of a kind of work, as somebody at a terminal would give them."""
    audits = str(project / AUDITS)
    return {
        "logs": (("comms", "build", str(project)),),
        "audit": (
            ("audit", str(project), "-o", audits),
            ("portfolio", str(project), "--audits", audits, "-o", audits),
        ),
    }[kind]


def work(project: Path, kind: str, by: str, once: str) -> None:
    """Do the work; a second one that is started meanwhile ends at once."""
    make_folder(project / ROOM)
    try:
        with held(project / ROOM / LOCK, str(project), f"{kind} in the browser", patience=_PATIENCE):
            job = Job(kind=kind, by=by, once=once, started=_now())
            log_of(project).write_bytes(b"")
            write_job(project, job)
            code, lines = _checked(project) if kind == "check" else _done(project, commands_of(kind, project))
            write_job(project, replace(job, ended=_now(), code=code, lines=tuple(lines[-_MOST_LINES:])))
    except PlaceTaken:
        return


def _checked(project: Path) -> tuple[int, list[str]]:
    """What `alliancenet check` says, but for files of money."""
    from alliancenet.desk.standing import standing_of

    found = standing_of(project)
    remarks = [f"{'problem' if told.is_fault else 'warning'}: {told.file}: {told.text}" for told in found.remarks]
    return (0 if found.is_ready else FAULTS), [*found.lines, *remarks]


def _done(project: Path, commands: Sequence[Sequence[str]]) -> tuple[int, list[str]]:
    """Code of the first command that failed, and what the commands had to say about files."""
    code = 0
    for command in commands:
        with log_of(project).open("ab", buffering=0) as log:
            code = subprocess.run(
                [*_COMMAND, *command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=log, check=False
            ).returncode
        if code:
            break
    said = log_of(project).read_bytes().decode(errors="replace").splitlines()
    return code, _without_money([line for line in said if line.startswith(_SAID)])


def _without_money(lines: Sequence[str]) -> list[str]:
    """Lines that are about no file of money, each once."""
    return [line for line in dict.fromkeys(lines) if not is_of_money(line.partition(": ")[2] or line)]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


if __name__ == "__main__":
    work(Path(sys.argv[1]), *sys.argv[2:5])
