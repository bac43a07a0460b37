"""Work that takes longer than a page, in a process of its own: ``-m alliancenet.desk.job PROJECT KIND BY ONCE``.

It ends with whoever started it, however that one ends: its input is a pipe the viewer holds open.
"""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
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


@dataclass(slots=True)
class Leash:
    """Ends this process and the command it runs when a pipe closes.

    Parameters
    ----------
    command : what runs now.
    """

    command: "subprocess.Popen[bytes] | None" = None

    def hold(self, pipe: int) -> None:
        """Watch a pipe, by its number; whoever holds its other end writes nothing and only keeps it open."""
        threading.Thread(target=self._watch, args=(pipe,), daemon=True).start()

    def _watch(self, pipe: int) -> None:
        os.read(pipe, 1)  # not a buffered read: at the end of the work its lock would be held, and Python would abort
        if hasattr(os, "killpg") and os.getpgrp() == os.getpid():
            os.killpg(0, signal.SIGKILL)  # every write is whole or not there, as after any kill
        if self.command is not None:
            self.command.kill()
        os._exit(1)


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


def work(project: Path, kind: str, by: str, once: str, leash: Leash) -> None:
    """Do the work; a second one that is started meanwhile ends at once."""
    make_folder(project / ROOM)
    try:
        with held(project / ROOM / LOCK, str(project), f"{kind} in the browser", patience=_PATIENCE):
            job = Job(kind=kind, by=by, once=once, started=_now())
            log_of(project).write_bytes(b"")
            write_job(project, job)
            code, lines = _checked(project) if kind == "check" else _done(project, commands_of(kind, project), leash)
            write_job(project, replace(job, ended=_now(), code=code, lines=tuple(lines[-_MOST_LINES:])))
    except PlaceTaken:
        return


def _checked(project: Path) -> tuple[int, list[str]]:
    """What `alliancenet check` says, but for files of money."""
    from alliancenet.desk.standing import standing_of

    found = standing_of(project)
    remarks = [f"{'problem' if told.is_fault else 'warning'}: {told.file}: {told.text}" for told in found.remarks]
    return (0 if found.is_ready else FAULTS), [*found.lines, *remarks]


def _done(project: Path, commands: Sequence[Sequence[str]], leash: Leash) -> tuple[int, list[str]]:
    """Code of the first command that failed, and what the commands had to say about files."""
    code = 0
    for command in commands:
        with log_of(project).open("ab", buffering=0) as log:
            leash.command = subprocess.Popen(
                [*_COMMAND, *command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=log
            )
            code = leash.command.wait()
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
    held_by_the_viewer = Leash()
    held_by_the_viewer.hold(sys.stdin.fileno())
    _, _project, _kind, _by, _once = sys.argv
    work(Path(_project), _kind, _by, _once, held_by_the_viewer)
