"""Audit ↔ JSON, with a format version.

The same audits give the same bytes: keys are sorted and numbers are rounded to twelve
significant digits, below the noise of any measurement and above that of summation order.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from alliancenet.errors import AuditFormatError, InputError, Problem
from alliancenet.files.digest import data_digest
from alliancenet.files.regular import read_regular
from alliancenet.files.seal import SEAL, has_seal, seal_fits, sealed
from alliancenet.files.writing import write_whole
from alliancenet.model.audit import Audit, ProjectMark
from alliancenet.store.limits import with_limits
from alliancenet.store.records import as_plain, as_record

FORMAT = "alliancenet-audit/2"
EARLIER = "alliancenet-audit/1"  # without limits and audiences: the strictest are taken
SUFFIX = ".audit.json"
LONGEST_STEM = 120
CHANGED = "was changed since it was written: its text does not fit its seal"
# inside a text every quote is escaped, so that this is found as a key only
_PROJECT = re.compile(rb'"project": \{"id": ("(?:[^"\\]|\\.)*")')


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """Audits of one file; a file of an earlier version is not sealed: nothing vouches for its text."""

    audits: tuple[Audit, ...]
    is_sealed: bool


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the audit document, as shipped."""
    text = Path(__file__).with_name("audit_schema.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document


def to_document(audits: Iterable[Audit]) -> dict[str, Any]:
    """Plain data of one document with all audits."""
    return {"format": FORMAT, "audits": [as_plain(audit) for audit in audits]}


def to_json(audits: Iterable[Audit]) -> str:
    """JSON text of one document: sorted keys, one line, a seal and a newline at the end."""
    return sealed(json.dumps(to_document(audits), sort_keys=True, ensure_ascii=False))


def from_document(document: Any, file: str = "audit") -> tuple[Audit, ...]:
    """Audits of a document.

    Raises
    ------
    AuditFormatError
        When the format is another or newer one, or a field is missing or of the wrong kind.
    """
    form = document.get("format") if isinstance(document, dict) else None
    if form not in {FORMAT, EARLIER}:
        raise AuditFormatError(f"{file}: is of format {form!r}; this version of alliancenet reads '{FORMAT}'")
    try:
        audits = document["audits"] if form == FORMAT else [_without_promises(data) for data in document["audits"]]
        return tuple(as_record(Audit, with_limits(data)) for data in audits)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise AuditFormatError(f"{file}: is damaged ({type(error).__name__}: {error})") from None


def as_read(audit: Audit) -> Audit:
    """Return an audit as its file gives it back: numbers with the digits that are written.

    Notes
    -----
    What is printed of an audit that was just made and of one that was taken up again must be the same to the last
    digit: 1.175 and 1.17500000000001 are not. Ties hold whole steps, and are many: they stay as they are.
    """
    lean = replace(audit, ties=(), core_ties=())
    read: Audit = as_record(Audit, with_limits(as_plain(lean)))
    return replace(read, ties=audit.ties, core_ties=audit.core_ties)


def _without_promises(data: dict[str, Any]) -> dict[str, Any]:
    """Fields of an audit of format 1; whom it names is let go, since nothing says its other limits."""
    return {name: value for name, value in data.items() if name != "named_for"}


def document_of(raw: bytes, file: str) -> Any:
    """Plain data of a file's bytes, which are what was written as far as the seal tells.

    Raises
    ------
    AuditFormatError, ValueError, RecursionError
        When the text does not fit its seal or lost it; when it is no JSON.

    Notes
    -----
    Files of versions that did not seal are read as they are; those name no project either.
    """
    fits = seal_fits(raw)
    if fits is False:
        raise AuditFormatError(f"{file}: {CHANGED}")
    document = json.loads(raw)
    if fits is None and _was_sealed(document):
        raise AuditFormatError(f"{file}: {CHANGED}")
    return document


def _was_sealed(document: Any) -> bool:
    if not isinstance(document, dict):
        return False
    audits = document.get("audits")
    audits = audits if isinstance(audits, list) else []
    return SEAL in document or any(isinstance(audit, dict) and "project" in audit for audit in audits)


def file_name(audit: Audit) -> str:
    """Name of an audit's file: alliance, wave, and letters a file system takes.

    Ids that would share a name with others get a digest behind it.
    """
    parts = (audit.alliance.id, audit.wave.id)
    stem = "--".join(parts)
    plain = "".join(mark if mark.isalnum() or mark in "-_." else "_" for mark in stem)[:LONGEST_STEM]
    is_plain = plain == stem and not any("--" in part or part.startswith("-") or part.endswith("-") for part in parts)
    return (plain if is_plain else f"{plain}--{data_digest(parts)[:8]}") + SUFFIX


def write_audits(folder: Path, audits: Iterable[Audit]) -> tuple[Path, ...]:
    """Write one file per audit, each whole or not at all; returns the paths.

    Raises
    ------
    InputError
        When a file of the same name holds an audit of another project; nothing is written then.
    """
    files = {folder / file_name(audit): audit for audit in audits}
    faults = [_taken(path) for path, audit in files.items() if audit.project and _is_of_another(path, audit.project)]
    if faults:
        raise InputError(faults)
    for path, audit in files.items():
        write_whole(path, to_json([audit]))
    return tuple(files)


def kept_for_groups(folder: Path, audit: Audit) -> Audit | None:
    """The audit that stands in place of this one because its single people were removed; None where none does."""
    path = folder / file_name(audit)
    if not path.is_file() or b'"people_removed": true' not in read_regular(path):
        return None
    return next((kept for kept in read_file(path).audits if kept.people_removed), None)


def _is_of_another(path: Path, mark: ProjectMark) -> bool:
    found = _PROJECT.findall(read_regular(path)) if path.is_file() else []
    return bool(found) and json.loads(found[-1]) != mark.id


def _taken(path: Path) -> Problem:
    return Problem(
        file=str(path),
        found="an audit of another project stands there",
        needed="a folder for each project",
        action="choose another folder with -o; if the project was only renamed, give it the old id",
    )


def read_file(path: Path) -> Opened:
    """Audits of one file.

    Raises
    ------
    AuditFormatError, ValueError, OSError, RecursionError
        When the file is damaged, changed, of another format, or cannot be opened.
    """
    raw = read_regular(path)
    return Opened(audits=from_document(document_of(raw, path.name), path.name), is_sealed=has_seal(raw))
