"""The audits of a folder, read again when a file changes, as views for each reader."""

import hashlib
import json
import re
import threading
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alliancenet.audit_file import SUFFIX, Loaded, from_document, read_audits, read_file
from alliancenet.errors import AuditFormatError, Problem
from alliancenet.model.audit import Audit
from alliancenet.model.review import PortfolioReview
from alliancenet.portfolio.review_file import REVIEW_FILE, read_review
from alliancenet.privacy import AuditView, Reader, ReviewView, review_for, view_for, views_for

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,60}\Z")
Signature = tuple[tuple[str, int, int], ...]


MOST_WHOLE = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """Audits of one file without people and ties, and by what the file is known."""

    signature: tuple[int, int]
    audits: tuple[Audit, ...]


class Store:
    """Audits of one folder.

    Parameters
    ----------
    folder : where the audit files lie; it may be empty or not there yet.

    Notes
    -----
    People and ties are nearly all of an audit and needed on the pages of one alliance only: they
    are read when such a page is opened, and the last few audits are kept whole.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._signature: Signature | None = None
        self._loaded = Loaded(audits=(), problems=())
        self._files: dict[Path, _File] = {}
        self._views: dict[Reader, tuple[AuditView, ...]] = {}
        self._whole: OrderedDict[tuple[str, str], Audit] = OrderedDict()
        self._review: PortfolioReview | None = None
        self._review_problem: tuple[Problem, ...] = ()

    def review(self, reader: Reader) -> ReviewView | None:
        """Portfolio review for a reader of the own firm; None when there is none."""
        with self._lock:
            self._refresh()
            return review_for(self._review, reader) if self._review else None

    def views(self, reader: Reader) -> tuple[AuditView, ...]:
        """Views without people and ties, by alliance and wave; kept until a file changes."""
        with self._lock:
            self._refresh()
            if reader not in self._views:
                self._views[reader] = views_for(self._loaded.audits, reader)
            return self._views[reader]

    def whole(self, view: AuditView) -> AuditView:
        """Return the same audit with people and ties, for the same reader.

        Raises
        ------
        AuditFormatError
            When the file was damaged or moved since it was listed.
        """
        key = (view.alliance.id, view.wave.id)
        with self._lock:
            self._refresh()
            if key not in self._whole:
                self._whole[key] = self._read_whole(key)
                while len(self._whole) > MOST_WHOLE:
                    self._whole.popitem(last=False)
            self._whole.move_to_end(key)
            return view_for(self._whole[key], view.reader)

    def problems(self) -> tuple[Problem, ...]:
        """What could not be read, file by file."""
        with self._lock:
            self._refresh()
            return (*self._loaded.problems, *self._review_problem)

    def _refresh(self) -> None:
        signature = self._look()
        if signature != self._signature:
            self._loaded = read_audits(self.folder, self._read_lean)
            self._read_review()
            self._signature = signature
            self._views = {}
            self._whole.clear()

    def _read_lean(self, path: Path) -> tuple[Audit, ...]:
        status = path.stat()
        signature = (status.st_size, status.st_mtime_ns)
        known = self._files.get(path)
        if known is None or known.signature != signature:
            document = json.loads(path.read_text(encoding="utf-8"))
            known = _File(signature=signature, audits=from_document(_without_people(document), path.name))
            self._files[path] = known
        return known.audits

    def _read_whole(self, key: tuple[str, str]) -> Audit:
        for path, file in self._files.items():
            if any((one.alliance.id, one.wave.id) == key for one in file.audits):
                try:
                    found = read_file(path)
                except (ValueError, OSError, RecursionError) as error:
                    raise AuditFormatError(f"{path.name}: cannot be read ({error})") from None
                return next(one for one in found if (one.alliance.id, one.wave.id) == key)
        raise AuditFormatError(f"the audit of {key[0]}, {key[1]} is no longer there")

    def _read_review(self) -> None:
        self._review, self._review_problem = None, ()
        try:
            self._review = read_review(self.folder)
        except AuditFormatError as error:
            problem = Problem(
                file=REVIEW_FILE,
                found=str(error).removeprefix(f"{REVIEW_FILE}: "),
                needed="a whole review",
                action="run `alliancenet portfolio PROJECT -o FOLDER`",
            )
            self._review_problem = (problem,)

    def _look(self) -> Signature:
        found = []
        for path in sorted([*self.folder.glob(f"*{SUFFIX}"), *self.folder.glob(REVIEW_FILE)]):
            try:
                status = path.stat()
            except OSError:
                continue
            found.append((path.name, status.st_size, status.st_mtime_ns))
        return tuple(found)


def _without_people(document: Any) -> Any:
    """Return a document with empty lists for people and ties; anything odd is left for the format's checks."""
    if not isinstance(document, dict) or not isinstance(document.get("audits"), list):
        return document
    audits = [{**entry, "people": [], "ties": []} if _has_people(entry) else entry for entry in document["audits"]]
    return {**document, "audits": audits}


def _has_people(entry: Any) -> bool:
    return isinstance(entry, dict) and all(isinstance(entry.get(part), list) for part in ("people", "ties"))


def key_of(identifier: str) -> str:
    """How an id is written in an address: as it is when plain, else by its digest."""
    if _PLAIN.match(identifier):
        return identifier
    return "x" + hashlib.sha256(identifier.encode("utf-8", "surrogatepass")).hexdigest()[:16]
