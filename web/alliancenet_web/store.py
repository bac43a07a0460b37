"""The audits of a folder, read again when a file changes, as views for each reader."""

import hashlib
import re
import threading
from pathlib import Path

from alliancenet.audit_file import SUFFIX, Loaded, read_audits
from alliancenet.errors import AuditFormatError, Problem
from alliancenet.model.review import PortfolioReview
from alliancenet.portfolio.review_file import REVIEW_FILE, read_review
from alliancenet.privacy import AuditView, Reader, ReviewView, review_for, views_for

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,60}\Z")
Signature = tuple[tuple[str, int, int], ...]


class Store:
    """Audits of one folder.

    Parameters
    ----------
    folder : where the audit files lie; it may be empty or not there yet.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._signature: Signature | None = None
        self._loaded = Loaded(audits=(), problems=())
        self._views: dict[Reader, tuple[AuditView, ...]] = {}
        self._review: PortfolioReview | None = None
        self._review_problem: tuple[Problem, ...] = ()

    def review(self, reader: Reader) -> ReviewView | None:
        """Portfolio review for a reader of the own firm; None when there is none."""
        with self._lock:
            self._refresh()
            return review_for(self._review, reader) if self._review else None

    def views(self, reader: Reader) -> tuple[AuditView, ...]:
        """Views for a reader, by alliance and wave; kept until a file changes."""
        with self._lock:
            self._refresh()
            if reader not in self._views:
                self._views[reader] = views_for(self._loaded.audits, reader)
            return self._views[reader]

    def problems(self) -> tuple[Problem, ...]:
        """What could not be read, file by file."""
        with self._lock:
            self._refresh()
            return (*self._loaded.problems, *self._review_problem)

    def _refresh(self) -> None:
        signature = self._look()
        if signature != self._signature:
            self._loaded = read_audits(self.folder)
            self._read_review()
            self._signature = signature
            self._views = {}

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


def key_of(identifier: str) -> str:
    """How an id is written in an address: as it is when plain, else by its digest."""
    if _PLAIN.match(identifier):
        return identifier
    return "x" + hashlib.sha256(identifier.encode("utf-8", "surrogatepass")).hexdigest()[:16]
