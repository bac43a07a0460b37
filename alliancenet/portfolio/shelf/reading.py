"""A folder of audits, read fast: what the review needs of each file is kept in an index beside them.

The index holds neither people nor ties. It is a copy: a file whose bytes have another digest than the index
says is read again, and an index that cannot be read is made anew.
"""

import gc
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from alliancenet.compare import compare
from alliancenet.errors import AuditFormatError, Problem
from alliancenet.files.digest import data_digest, file_digest
from alliancenet.files.regular import read_regular
from alliancenet.files.seal import has_seal
from alliancenet.files.writing import write_whole
from alliancenet.model.audit import Audit
from alliancenet.model.change import Change
from alliancenet.model.comparison import Comparison
from alliancenet.model.review import PeopleChange
from alliancenet.model.score import Score, Subject, SubjectKind
from alliancenet.portfolio.measures import PARTS, read_metrics
from alliancenet.portfolio.shelf import slim_audit
from alliancenet.portfolio.trend import CONTACT, people_change
from alliancenet.store.audit_file import SUFFIX, document_of, file_name, from_document
from alliancenet.store.audit_folder import UNREADABLE, Found, told_apart, unreadable, without_seal

INDEX_FILE = "portfolio-index.json"
INDEX_FORMAT = "alliancenet-portfolio-index/2"
Key = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Audits of a folder without people and ties, and what could not be read.

    Parameters
    ----------
    audits : by alliance, oldest first.
    people_changes : by alliance, the last audit against the one before.
    digests : SHA-256 of each audit's file, by alliance and wave.
    """

    audits: Mapping[str, tuple[Audit, ...]]
    people_changes: Mapping[str, PeopleChange]
    digests: Mapping[Key, str]
    problems: tuple[Problem, ...]


def read_shelf(folder: Path, as_of: date | None = None, project: str = "") -> Shelf:
    """Read all audit files of a folder.

    Parameters
    ----------
    folder : where `alliancenet audit -o` wrote them.
    as_of : audits of waves that closed later are left aside for the comparison of the last two.
    project : id of the project the folder is for; see `told_apart`.

    Notes
    -----
    A damaged file becomes a problem and the others stay. Cost: one pass over the bytes for their
    digests; parsing, and the look at the seal, only for files that are new since the index was written.
    """
    with _collector_at_rest():
        return _read_shelf(folder, as_of, project)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Millions of small records without a cycle: looking for cycles among them took a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read_shelf(folder: Path, as_of: date | None, project: str) -> Shelf:
    old = _Index.read(folder)
    new = _Index(entries={}, changes={})
    faults = _Faults(problems=[], unsealed=[])
    found = [file for path in sorted(folder.glob(f"*{SUFFIX}")) for file in _read_file(path, old, new, faults)]
    apart, refused = told_apart(found, project)
    kept = sorted(apart, key=_age)
    by_alliance: dict[str, list[Found]] = {}
    for file in kept:
        by_alliance.setdefault(file.audit.alliance.id, []).append(file)
    changes = dict(_changes(by_alliance, as_of, old, new))
    new.keep_changes(old)
    if new != old:
        new.write(folder)
    return Shelf(
        audits={name: tuple(file.audit for file in several) for name, several in by_alliance.items()},
        people_changes=changes,
        digests={(file.audit.alliance.id, file.audit.wave.id): file.digest for file in kept},
        problems=(*faults.problems, *refused, *_unsealed(faults.unsealed)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Faults:
    """What turns up while files are read."""

    problems: list[Problem]
    unsealed: list[str]


def _unsealed(files: list[str]) -> Iterator[Problem]:
    if files:
        file, _, found = without_seal(files).rpartition(": ")
        yield Problem(file=file, found=found, needed="", action="make the audits again to seal them", fatal=False)


def note_audits(folder: Path, audits: Iterable[Audit]) -> None:
    """Put audits just written to a folder into its index, so that the first review is fast too."""
    index, by_alliance = _Index.read(folder), dict[str, list[Found]]()
    for audit in audits:
        path = folder / file_name(audit)
        digest = file_digest(path)
        index.entries[digest] = [slim_audit.as_rows(_slim(audit, read_metrics()))]
        by_alliance.setdefault(audit.alliance.id, []).append(Found(path=path, digest=digest, audit=audit))
    for alliance, several in by_alliance.items():
        ordered = sorted(several, key=_age)
        for before, after in pairwise(ordered):
            index.changes[_change_key(alliance, before, after)] = _counts(compare(before.audit, after.audit))
    index.write(folder)


def _age(one: Found) -> tuple[str, str, str]:
    closes = one.audit.wave.closes
    return (one.audit.alliance.id, closes.isoformat() if closes else "", one.audit.wave.id)


def _read_file(path: Path, old: "_Index", new: "_Index", faults: _Faults) -> Iterator[Found]:
    try:
        raw = read_regular(path)
        digest = hashlib.sha256(raw).hexdigest()
        rows, audits = _known(old, digest) or _parsed(raw, path.name)
    except UNREADABLE as error:
        faults.problems.append(unreadable(path.name, error))
        return
    new.entries[digest] = rows
    if not has_seal(raw):
        faults.unsealed.append(path.name)
    yield from (Found(path=path, digest=digest, audit=audit) for audit in audits)


def _known(index: "_Index", digest: str) -> tuple[list[Any], list[Audit]] | None:
    """What the index holds of a file; None when it holds nothing that can be read."""
    with suppress(KeyError, IndexError, TypeError, ValueError):
        rows = index.entries[digest]
        return rows, [slim_audit.from_rows(row) for row in rows]
    return None


def _parsed(raw: bytes, file: str) -> tuple[list[Any], list[Audit]]:
    document = document_of(raw, file)
    if isinstance(document, dict) and isinstance(document.get("audits"), list):
        document["audits"] = [_without_people(entry) for entry in document["audits"]]
    metrics = read_metrics()
    rows = [slim_audit.as_rows(_slim(audit, metrics)) for audit in from_document(document, file)]
    return rows, [slim_audit.from_rows(row) for row in rows]


def _without_people(entry: Any) -> Any:
    if not isinstance(entry, dict) or not all(isinstance(entry.get(part), list) for part in ("people", "ties")):
        raise AuditFormatError("is damaged: people or ties are missing")
    findings = [
        {**finding, "evidence": []} if isinstance(finding, dict) else finding for finding in entry.get("findings", [])
    ]
    scores = [score for score in entry.get("scores", []) if not _is_personal(score)]
    unread: dict[str, Any] = {
        name: [] for name in ("people", "ties", "unit_contacts", "introductions", "core_ties", "unmet_needs")
    }
    return {**entry, **unread, "findings": findings, "scores": scores}


def _is_personal(score: Any) -> bool:
    return isinstance(score, dict) and score.get("subject", {}).get("kind") == SubjectKind.PERSON


def _slim(audit: Audit, metrics: frozenset[str]) -> Audit:
    firms = {firm.id for firm in audit.alliance.firms}

    def is_read(part: Score | Change) -> bool:
        return (part.metric in metrics or part.metric.startswith(PARTS)) and _is_public(part.subject, firms)

    findings = (finding for finding in audit.findings if _is_public(finding.subject, firms))
    return replace(
        audit,
        scores=tuple(filter(is_read, audit.scores)),
        changes=tuple(filter(is_read, audit.changes)),
        findings=tuple(findings),
    )


def _is_public(subject: Subject, firms: set[str]) -> bool:
    if subject.kind is SubjectKind.PAIR:
        return set(subject.id.split("|")) <= firms
    return subject.kind is not SubjectKind.PERSON


def _changes(
    by_alliance: Mapping[str, list[Found]], as_of: date | None, old: "_Index", new: "_Index"
) -> Iterator[tuple[str, PeopleChange]]:
    for alliance, several in by_alliance.items():
        last = [
            file for file in several if as_of is None or not file.audit.wave.closes or file.audit.wave.closes <= as_of
        ]
        if len(last) < 2:
            continue
        before, after = last[-2:]
        key = _change_key(alliance, before, after)
        counts = old.changes.get(key) or _counts(compare(_whole(before), _whole(after)))
        new.changes[key] = counts
        yield alliance, PeopleChange(**counts)


def _change_key(alliance: str, before: Found, after: Found) -> str:
    return f"{before.digest} {after.digest} {alliance}"


def _counts(comparison: Comparison) -> dict[str, Any]:
    change = people_change(comparison)
    return {name: getattr(change, name) for name in PeopleChange.__slots__}


def _whole(found: Found) -> Audit:
    """People and contact of an audit: all that counting them needs."""
    document = json.loads(read_regular(found.path))
    entry = next(audit for audit in document["audits"] if audit["wave"]["id"] == found.audit.wave.id)
    contact = [tie for tie in entry["ties"] if tie["layer"] == CONTACT]
    slim = {**entry, "ties": contact, "scores": [], "findings": [], "not_looked": []}
    return from_document({**document, "audits": [slim]}, found.path.name)[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Index:
    """What is known about files by their digest."""

    entries: dict[str, list[Any]]
    changes: dict[str, dict[str, Any]]

    @classmethod
    def read(cls, folder: Path) -> "_Index":
        with suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
            document = json.loads(read_regular(folder / INDEX_FILE))
            if document["format"] == INDEX_FORMAT and document["metrics"] == _metrics_digest():
                return cls(entries=dict(document["entries"]), changes=dict(document["changes"]))
        return cls(entries={}, changes={})

    def keep_changes(self, old: "_Index") -> None:
        """Take over counts between files that are still there, for reviews of other days."""
        for key, counts in old.changes.items():
            if set(key.split(" ", 2)[:2]) <= self.entries.keys():
                self.changes.setdefault(key, counts)

    def write(self, folder: Path) -> None:
        document = {
            "format": INDEX_FORMAT,
            "metrics": _metrics_digest(),
            "entries": self.entries,
            "changes": self.changes,
        }
        # a folder that cannot be written to is read in full each time
        with suppress(OSError):
            write_whole(folder / INDEX_FILE, json.dumps(document, sort_keys=True, separators=(",", ":")))


def _metrics_digest() -> str:
    return data_digest([sorted(read_metrics()), sorted(PeopleChange.__slots__), PARTS, slim_audit.VERSION])
