"""The audits of a folder: those of one project, one for each alliance and wave; all others are named."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from alliancenet.errors import AuditFormatError, Problem
from alliancenet.model.audit import Audit, ProjectMark
from alliancenet.store.audit_file import FORMAT, SUFFIX, Opened, read_file

UNREADABLE = (AuditFormatError, ValueError, OSError, RecursionError)
"""What reading one file may raise; the other files are read all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An audit and the file it lies in; `digest` is the file's SHA-256 where somebody needs it."""

    path: Path
    audit: Audit
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """Audits of a folder, by alliance and wave, what could not be read, and files without a seal."""

    found: tuple[Found, ...]
    problems: tuple[Problem, ...]
    unsealed: tuple[str, ...]

    @property
    def audits(self) -> tuple[Audit, ...]:
        """The audits alone."""
        return tuple(file.audit for file in self.found)


def read_audits(folder: Path, read: Callable[[Path], Opened] = read_file, project: str = "") -> Loaded:
    """Read all audit files of a folder; a damaged one becomes a problem, the others stay.

    Parameters
    ----------
    read : reads one file; `read_file`, or one that remembers or leaves parts out.
    project : id of the project the folder is for; without one, that of most audits in it.
    """
    found: list[Found] = []
    problems: list[Problem] = []
    unsealed: list[str] = []
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        try:
            opened = read(path)
        except UNREADABLE as error:
            problems.append(unreadable(path.name, error))
            continue
        found += [Found(path=path, audit=audit) for audit in opened.audits]
        unsealed += [] if opened.is_sealed else [path.name]
    kept, refused = told_apart(found, project)
    return Loaded(
        found=tuple(sorted(kept, key=_age)),
        problems=(*problems, *refused),
        unsealed=tuple(unsealed),
    )


def told_apart(found: Sequence[Found], project: str = "") -> tuple[list[Found], list[Problem]]:
    """Audits of one project, one for each alliance and wave; the others as problems.

    Parameters
    ----------
    project : see `read_audits`. Audits that name no project stay; where two projects have as many
        audits, nobody can say which one the folder is for: all stay, and that is said.

    Notes
    -----
    Two files for the same alliance and wave are both refused: nobody could say which one counts.
    """
    counts = Counter(file.audit.project for file in found if file.audit.project)
    home, problems = project or _most_common(counts), list[Problem]()
    if counts and not home:
        problems.append(_mixed(counts))
    by_key: dict[tuple[str, str], list[Found]] = {}
    for file in found:
        mark = file.audit.project
        if home and mark and mark.id != home:
            problems.append(_foreign(file.path.name, mark))
        else:
            by_key.setdefault((file.audit.alliance.id, file.audit.wave.id), []).append(file)
    problems += [_twice(key, several) for key, several in by_key.items() if len(several) > 1]
    return [several[0] for several in by_key.values() if len(several) == 1], problems


def _most_common(counts: Counter[ProjectMark]) -> str:
    by_id: Counter[str] = Counter()
    for mark, count in counts.items():
        by_id[mark.id] += count
    first, *others = [*by_id.most_common(2), ("", 0)][:2]
    return first[0] if not others or first[1] > others[0][1] else ""


def _mixed(marks: Iterable[ProjectMark]) -> Problem:
    names = sorted(map(_words, marks))
    return Problem(
        file=f"*{SUFFIX}",
        found=f"audits of {len(names)} projects lie together: {', '.join(names)}",
        needed="a folder for each project",
        action="move those of the others away",
        fatal=False,
    )


def _foreign(file: str, mark: ProjectMark) -> Problem:
    return Problem(
        file=file,
        found=f"is an audit of another project, {_words(mark)}; it is not shown",
        needed="audits of one project in a folder",
        action=f"move it away; if the project was only renamed, write `id: {mark.id}` in its alliancenet.yaml",
        fatal=False,
    )


def _words(mark: ProjectMark) -> str:
    return f"'{mark.name}' (id {mark.id})" if mark.name else f"id {mark.id}"


def _age(one: Found) -> tuple[str, str, str]:
    closes = one.audit.wave.closes
    return (one.audit.alliance.id, closes.isoformat() if closes else "", one.audit.wave.id)


def unreadable(file: str, error: Exception) -> Problem:
    """Say of a file that it cannot be read, and why."""
    return Problem(
        file=file,
        found=_fault(error).removeprefix(f"{file}: "),
        needed=f"a whole file of format {FORMAT}",
        action="make the audit again, or bring the file back from a copy",
        fatal=False,
    )


def no_audit(path: Path, error: Exception) -> Problem:
    """Say of what a user gave in place of an audit file what is needed, and which there are."""
    near = sorted(path.glob(f"*{SUFFIX}")) if path.is_dir() else []
    some = f", such as {near[0]}" if near else ""
    looks_like_one = path.name.endswith(SUFFIX)
    return Problem(
        file=path.name,
        found="is a folder" if path.is_dir() else _fault(error).removeprefix(f"{path.name}: "),
        needed=f"an audit file, ALLIANCE--WAVE{SUFFIX}{some}",
        action="make the audit again, or bring the file back from a copy"
        if looks_like_one
        else "`alliancenet audit PROJECT -o AUDITS` writes one for each alliance and wave",
    )


def _fault(error: Exception) -> str:
    if isinstance(error, AuditFormatError):
        return str(error)
    if isinstance(error, OSError):
        return f"cannot be opened ({error.strerror})"
    return "cannot be read: it was cut off, or is no audit"


def _twice(key: tuple[str, str], several: Iterable[Found]) -> Problem:
    return Problem(
        file=", ".join(found.path.name for found in several),
        found=f"alliance '{key[0]}', wave '{key[1]}' stands in each of them; none is shown",
        needed="one audit for each alliance and wave",
        action="move the older file away",
        fatal=False,
    )


def without_seal(files: Sequence[str]) -> str:
    """Say which files nothing vouches for; empty when there are none."""
    if not files:
        return ""
    some = ", ".join(files[:5]) + (f" and {len(files) - 5} more" if len(files) > 5 else "")
    return f"{some}: written by an earlier version without a seal, so a change would not be noticed"
