"""Changes of a project's files made in the browser: kept in a journal, whole or not at all, and undone one by one.

Before a change begins, the files as they were and as they will be lie in ``.desk/kept/NUMBER``, and the
journal says what is to happen. Whoever finds a change that did not end brings it to its end.
"""

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from alliancenet.errors import AllianceNetError
from alliancenet.files.journal import append, appending, whole_lines
from alliancenet.files.locking import working_in
from alliancenet.files.writing import write_whole

ROOM = ".desk"
"""Folder of a project in which the browser's desk keeps what is its own."""
JOURNAL = "changes.jsonl"
OLDER_VERSIONS = (f"{ROOM}/kept", f"{ROOM}/batch", f"{ROOM}/incoming")
"""Folders with files as they were or came: deleted with an erasure, so that nobody is left in them."""
_LOCK = ".changes.lock"
_KEPT, _BEFORE, _AFTER = "kept", "before", "after"
_PATIENCE = 20.0  # seconds a change waits for a command that works in the project (own limit)
_DOING = "a change in the browser"


class NotChanged(AllianceNetError):
    """A change that was not made; the text says why, and nothing was written."""


class ChangedSince(NotChanged):
    """A file is no longer as it was when somebody began to change it."""

    def __init__(self, file: str) -> None:
        self.file = file
        super().__init__(f"{file} was changed by somebody else in the meantime; nothing was written")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileChange:
    """A file before and after: digests (SHA-256), "" where there is no such file."""

    file: str
    before: str
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeChange:
    """One change.

    Parameters
    ----------
    id : number, from 1.
    time : when, in UTC.
    by : name of whoever made it.
    what : what was done, in words.
    once : mark of the form it came from; a form that is sent twice changes once.
    undoes : number of the change it takes back, None for any other.
    undone_by : number of the change that took it back, None while it holds.
    is_done : all its files are written.
    """

    id: int
    time: datetime
    by: str
    what: str
    files: tuple[FileChange, ...]
    once: str = ""
    undoes: int | None = None
    undone_by: int | None = None
    is_done: bool = False


def digest_of(raw: bytes | None) -> str:
    """SHA-256 of a file's bytes, "" where there is no file."""
    return "" if raw is None else sha256(raw).hexdigest()


def bytes_of(project: Path, file: str) -> bytes | None:
    """Bytes of a file of the project, None where there is none."""
    try:
        return _inside(project, file).read_bytes()
    except FileNotFoundError:
        return None


def read_changes(project: Path) -> tuple[MadeChange, ...]:
    """Every change, the oldest first; lines that say nothing are passed over."""
    found: dict[int, MadeChange] = {}
    for line in whole_lines(project / ROOM / JOURNAL):
        try:
            _read(json.loads(line), found)
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
    return tuple(found.values())


def _read(entry: dict[str, Any], found: dict[int, MadeChange]) -> None:
    number = int(entry["id"])
    if number in found:
        found[number] = replace(found[number], is_done=True)
        undone = found[number].undoes
        if undone in found:
            found[undone] = replace(found[undone], undone_by=number)
        return
    undoes = entry.get("undoes")
    found[number] = MadeChange(
        id=number,
        time=datetime.fromisoformat(entry["time"]),
        by=str(entry["by"]),
        what=str(entry["what"]),
        files=tuple(FileChange(**{name: str(part[name]) for name in FileChange.__slots__}) for part in entry["files"]),
        once=str(entry.get("once", "")),
        undoes=None if undoes is None else int(undoes),
    )


@contextmanager
def changing(project: Path) -> Iterator["Changing"]:
    """Be the only one who changes a project's files; what a crash left half done is ended first.

    Raises
    ------
    PlaceTaken
        When a command still works in the project after 20 s.
    """
    with working_in(project, _DOING, patience=_PATIENCE):
        end_unfinished(project)
        yield Changing(project)


class Changing:
    """A project that is being changed; see `changing`."""

    def __init__(self, project: Path) -> None:
        self.project = project

    def made(self, once: str) -> MadeChange | None:
        """The change this form has made already."""
        return next((change for change in read_changes(self.project) if once and change.once == once), None)

    def make(
        self,
        new: Mapping[str, bytes | None],
        *,
        by: str,
        what: str,
        once: str = "",
        seen: Mapping[str, str] | None = None,
        undoes: int | None = None,
    ) -> MadeChange | None:
        """Write files, all or none; None when they are so already.

        Parameters
        ----------
        new : bytes by the file's name in the project; None takes the file away.
        by, what, once : see `MadeChange`.
        seen : digest of a file as whoever changes it saw it.

        Raises
        ------
        ChangedSince
            When a file is no longer as it was seen.
        """
        if (known := self.made(once)) is not None:
            return known
        now = {file: bytes_of(self.project, file) for file in {**new, **(seen or {})}}
        for file, digest in (seen or {}).items():
            if digest_of(now[file]) != digest:
                raise ChangedSince(file)
        differing = {file: raw for file, raw in new.items() if raw != now[file]}
        if not differing:
            return None
        changes = read_changes(self.project)
        number = max((change.id for change in changes), default=0) + 1
        _keep(self.project, number, {file: now[file] for file in differing}, differing)
        entry = {
            "id": number,
            "time": datetime.now(UTC).isoformat(timespec="seconds"),
            "by": by,
            "what": what,
            "once": once,
            "undoes": undoes,
            "files": [
                {"file": file, "before": digest_of(now[file]), "after": digest_of(raw)}
                for file, raw in sorted(differing.items())
            ],
        }
        with _journal(self.project) as journal:
            append(journal, entry)
        _write(self.project, number, differing)
        return next(change for change in read_changes(self.project) if change.id == number)

    def undo(self, number: int, *, by: str, once: str = "") -> MadeChange | None:
        """Bring files back to what they were before a change.

        Raises
        ------
        NotChanged
            When one of them was changed since, when it is not kept any more, or when there is no such change.
        """
        if (known := self.made(once)) is not None:
            return known
        change = next((change for change in read_changes(self.project) if change.id == number), None)
        if change is None or change.undone_by is not None:
            raise NotChanged("this change was taken back already" if change else "there is no such change")
        before: dict[str, bytes | None] = {}
        for part in change.files:
            if digest_of(bytes_of(self.project, part.file)) != part.after:
                raise NotChanged(f"{part.file} was changed since; undo what came later first. Nothing was written")
            before[part.file] = _kept_bytes(self.project, number, part) if part.before else None
        return self.make(before, by=by, what=f"undone: {change.what}", once=once, undoes=number)


def end_unfinished(project: Path) -> int:
    """Bring changes to their end that a crash interrupted; whoever calls it works alone in the project.

    Returns
    -------
    How many there were.
    """
    if not (project / ROOM / JOURNAL).is_file():
        return 0
    unfinished = [change for change in read_changes(project) if not change.is_done]
    for change in unfinished:
        after = project / ROOM / _KEPT / str(change.id) / _AFTER
        new = {part.file: (after / part.file).read_bytes() if part.after else None for part in change.files}
        _write(project, change.id, new)
    return len(unfinished)


def end_what_crashed(project: Path) -> None:
    """Bring changes to their end that a crash interrupted, where there are any; for whoever reads the project next."""
    if any(not change.is_done for change in read_changes(project)):
        with working_in(project, _DOING, patience=_PATIENCE):
            end_unfinished(project)


def _keep(project: Path, number: int, before: Mapping[str, bytes | None], after: Mapping[str, bytes | None]) -> None:
    place = project / ROOM / _KEPT / str(number)
    shutil.rmtree(place, ignore_errors=True)  # of a change that a crash stopped before the journal knew of it
    for name, files in ((_BEFORE, before), (_AFTER, after)):
        for file, raw in files.items():
            if raw is not None:
                write_whole(place / name / file, raw)


def _kept_bytes(project: Path, number: int, part: FileChange) -> bytes:
    path = project / ROOM / _KEPT / str(number) / _BEFORE / part.file
    raw = path.read_bytes() if path.is_file() else None
    if raw is None or digest_of(raw) != part.before:
        raise NotChanged(f"{part.file} as it was before is not kept any more; somebody may have been erased from it")
    return raw


def _write(project: Path, number: int, new: Mapping[str, bytes | None]) -> None:
    for file, raw in new.items():
        if raw is None:
            _inside(project, file).unlink(missing_ok=True)
        else:
            write_whole(_inside(project, file), raw)
    with _journal(project) as journal:
        append(journal, {"id": number, "done": True})
    with suppress(OSError):
        shutil.rmtree(project / ROOM / _KEPT / str(number) / _AFTER)


def _inside(project: Path, file: str) -> Path:
    """Path of a file that lies inside the project, whatever its name says."""
    name = PurePosixPath(file)
    if name.is_absolute() or not name.parts or ".." in name.parts or "\\" in file:
        raise NotChanged(f"{file} lies outside the project")
    return project.joinpath(*name.parts)


def _journal(project: Path) -> AbstractContextManager[int]:
    return appending(project / ROOM / JOURNAL, _LOCK, _DOING)
