"""The processes that work for the desk: one kept at hand for our own files, a new one with limits for others'.

The viewer itself reads no file of a project: what reads lies in `alliancenet.desk`, on the other side of a pipe.
"""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from alliancenet.errors import AllianceNetError
from alliancenet.files.writing import make_folder
from alliancenet.model.desk import FormSheet, IntakeProposal, Looked, ProjectStanding, Saved, UploadLimits
from alliancenet.store.batch import Batch, place_in_batch
from alliancenet.store.changes import ROOM
from alliancenet.store.jobs import is_working, read_job
from alliancenet.store.records import as_record

_SECONDS, _LOOKING_SECONDS = 300.0, 90.0  # for an answer, by the clock (own limit)
_IDLE_SECONDS = 120.0  # a child that has nothing to do ends then (own limit)
_START_SECONDS = 8.0  # to wait until work that was started says so (own limit)
_Record = TypeVar("_Record")


class NotDone(AllianceNetError):
    """Something the desk asked for that was not done; nothing was changed."""


class _Ended(Exception):
    """The child ended without an answer, with this code."""

    def __init__(self, code: int) -> None:
        self.code = code


class Workroom:
    """What works for the desk of one project.

    Parameters
    ----------
    project : its folder.
    """

    def __init__(self, project: Path) -> None:
        self.project = project
        self._turn = threading.Lock()
        self._child: subprocess.Popen[str] | None = None
        self._jobs: list[subprocess.Popen[bytes]] = []
        self._closing: threading.Timer | None = None
        self._standing: tuple[object, ProjectStanding] | None = None

    @property
    def incoming(self) -> Path:
        """Folder that files come into while they are uploaded."""
        folder = self.project / ROOM / "incoming"
        make_folder(folder)
        return folder

    def standing(self) -> ProjectStanding:
        """How far the project is."""
        state = self._state()
        if self._standing is None or self._standing[0] != state:
            self._standing = state, self._asked(ProjectStanding, {"do": "standing"})
        return self._standing[1]

    def limits(self) -> UploadLimits:
        """What may be uploaded."""
        return self.standing().limits

    def look(self, files: Sequence[Path]) -> list[Looked]:
        """What files are; one that is too much for the process refuses itself alone."""
        found: list[Looked] = []
        while len(found) < len(files):
            found += self._looked(files[len(found) :])
        return found

    def _looked(self, files: Sequence[Path]) -> list[Looked]:
        """What files are, up to the first one that ends the process."""
        found: list[Looked] = []
        with _limited(self.project) as child:
            for file in files:
                try:
                    found.append(_record(Looked, child.ask({"do": "look", "file": str(file)})))
                except _Ended as ended:
                    return [*found, Looked(file=file.name, refused=self._why(ended))]
                except NotDone as error:
                    found.append(Looked(file=file.name, refused=str(error)))
        return found

    def _why(self, ended: _Ended) -> str:
        limits = self.limits()
        is_late = ended.code in {-getattr(signal, "SIGXCPU", 24), -signal.SIGTERM}
        return limits.too_long if is_late else limits.too_much

    def propose(self, batch: Batch) -> IntakeProposal:
        """What taking a batch in would do."""
        return self._of_batch(batch, {"do": "propose"})

    def take_in(self, batch: Batch, by: str) -> IntakeProposal:
        """Take a batch in, all or nothing."""
        return self._of_batch(batch, {"do": "take in", "by": by, "once": batch.id})

    def _of_batch(self, batch: Batch, asked: dict[str, Any]) -> IntakeProposal:
        asked |= {
            "files": [str(place_in_batch(self.project, looked.file)) for looked in batch.files],
            "unknown": list(batch.unknown),
            "answers": [(given.file, given.key, given.answer) for given in batch.answers],
        }
        with _limited(self.project, "--taking-in") as child:
            try:
                return _record(IntakeProposal, child.ask(asked))
            except _Ended as ended:
                raise NotDone(f"together this {self._why(ended)}; upload fewer files at once") from None

    def sheet(self, name: str) -> FormSheet:
        """A form with its rows."""
        return self._asked(FormSheet, {"do": "sheet", "name": name})

    def save(self, name: str, rows: Sequence[dict[str, str]], *, seen: str, by: str, once: str) -> Saved:
        """Write the rows of a form."""
        asked = {"do": "save", "name": name, "rows": list(rows), "seen": seen, "by": by, "once": once}
        return self._asked(Saved, asked)

    def start(self, kind: str, by: str, once: str) -> bool:
        """Start a check or an audit; False when something works already."""
        known = read_job(self.project)
        if known is not None and known.once == once:
            return True
        if is_working(self.project):
            return False
        words = [sys.executable, "-m", "alliancenet.desk.job", str(self.project), kind, by, once]
        self._jobs = [job for job in self._jobs if job.poll() is None]
        self._jobs.append(
            subprocess.Popen(
                words,
                stdin=subprocess.PIPE,  # held open: the work ends when this process does
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        )
        until = time.monotonic() + _START_SECONDS
        while time.monotonic() < until:
            known = read_job(self.project)
            if known is not None and known.once == once:
                return True
            time.sleep(0.05)
        return False

    def close(self) -> None:
        """End the child that is at hand, and the work that goes on."""
        with self._turn:
            self._end()
        for job in self._jobs:
            if job.stdin is not None:
                job.stdin.close()

    def _asked(self, kind: type[_Record], asked: dict[str, Any]) -> _Record:
        with self._turn:
            if self._closing is not None:
                self._closing.cancel()
            if self._child is None or self._child.poll() is not None:
                self._child = _started(self.project)
            try:
                answer = _answer_of(self._child, asked, _SECONDS)
            except _Ended:
                self._end()
                raise NotDone("The process that reads the project ended or took too long; try again.") from None
            finally:
                self._closing = threading.Timer(_IDLE_SECONDS, self.close)
                self._closing.daemon = True
                self._closing.start()
        return _record(kind, answer)

    def _end(self) -> None:
        if self._child is not None:
            _let_go(self._child)
        self._child = None

    def _state(self) -> tuple[tuple[str, int, int], ...]:
        """Names, sizes and times of the project's files: the same as long as nothing is written."""
        found = []
        for base, folders, names in os.walk(self.project):
            folders[:] = [name for name in folders if not name.startswith(".")]
            for name in names:
                with suppress(OSError):
                    state = Path(base, name).stat()
                    found.append((f"{base}/{name}", state.st_size, state.st_mtime_ns))
        return tuple(sorted(found))


class _Limited:
    """A child with limits, for one look or one batch."""

    def __init__(self, project: Path, *words: str) -> None:
        self._child = _started(project, "--limited", *words)

    def __enter__(self) -> "_Limited":
        return self

    def ask(self, asked: dict[str, Any]) -> Any:
        return _answer_of(self._child, asked, _LOOKING_SECONDS)

    def __exit__(self, *_: object) -> None:
        _let_go(self._child)


_limited = _Limited


def _started(project: Path, *words: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "alliancenet.desk", str(project), *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},  # memory of threads counts against the limit
    )


def _answer_of(child: "subprocess.Popen[str]", asked: dict[str, Any], seconds: float) -> Any:
    """Answer of a child to one question.

    Raises
    ------
    _Ended
        When the child ended, or was ended because it took too long.
    NotDone
        With the sentence of a refusal.
    """
    late = threading.Timer(seconds, child.terminate)
    late.daemon = True
    late.start()
    try:
        child.stdin.write(json.dumps(asked, ensure_ascii=False) + "\n")  # type: ignore[union-attr]
        child.stdin.flush()  # type: ignore[union-attr]
        line = child.stdout.readline()  # type: ignore[union-attr]
    except OSError:
        line = ""
    finally:
        late.cancel()
    if not line:
        raise _Ended(child.wait(seconds))
    reply = json.loads(line)
    if "refused" in reply:
        raise NotDone(reply["refused"])
    if "ended" in reply:
        raise _Ended(0)
    if "failed" in reply:
        raise RuntimeError(reply["failed"])
    return reply["answer"]


def _let_go(child: "subprocess.Popen[str]") -> None:
    for pipe in (child.stdin, child.stdout):
        with suppress(OSError):
            if pipe is not None:
                pipe.close()
    try:
        child.wait(2)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _record(kind: type[_Record], answer: Any) -> _Record:
    found: _Record = as_record(kind, answer)
    return found
