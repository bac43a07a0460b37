"""The audits of a folder, read again when a file changes, as views for each reader."""

import hashlib
import logging
import re
import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

from alliancenet.errors import AuditFormatError, Problem
from alliancenet.export.stamp import printable
from alliancenet.files.regular import read_regular
from alliancenet.files.seal import has_seal
from alliancenet.model.audit import Audit
from alliancenet.model.earnings import EarningsReview
from alliancenet.model.execution import ExecutionReview
from alliancenet.model.review import PortfolioReview
from alliancenet.model.staffing import StaffingProposal
from alliancenet.portfolio.home import STRANGE, homes_of, is_strange
from alliancenet.portfolio.review_file import REVIEW_FILE, read_review
from alliancenet.privacy import (
    AuditView,
    EarningsView,
    Reader,
    ReviewView,
    earnings_for,
    review_for,
    view_for,
    views_for,
)
from alliancenet.privacy.execution_view import ExecutionView, execution_for
from alliancenet.privacy.placement import StaffingProposalView, proposal_for
from alliancenet.privacy.rights import MADE_FOR, OWN_FIRM, STAFFS, HandedOn
from alliancenet.privacy.staffing import Departure, StaffingView, departure_of, staffing_for
from alliancenet.store.audit_file import SUFFIX, Opened, document_of, from_document, read_file
from alliancenet.store.audit_folder import UNREADABLE, Loaded, read_audits, unreadable
from alliancenet.store.economics_file import ECONOMICS_FILE, read_economics
from alliancenet.store.execution_file import EXECUTION_FILE, read_execution_review
from alliancenet.store.staffing_file import STAFFING_FILE, PlanWithoutConsent, consents_of, read_staffing_file

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,60}\Z")
Signature = tuple[tuple[str, int, int], ...]
_LOG = logging.getLogger(__name__)


MOST_WHOLE = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """Audits of one file without people and ties, and by what the file is known."""

    signature: tuple[int, int]
    opened: Opened
    digest: str


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
        self._loaded = Loaded(found=(), problems=(), unsealed=())
        self._left_behind: tuple[str, ...] = ()
        self._files: dict[Path, _File] = {}
        self._views: dict[Reader, tuple[AuditView, ...]] = {}
        self._staffing: dict[Reader, StaffingView] = {}
        self._whole: OrderedDict[tuple[str, str], Audit] = OrderedDict()
        self._generation = 0
        self._review: PortfolioReview | None = None
        self._review_problem: tuple[Problem, ...] = ()
        self._execution: ExecutionReview | None = None
        self._execution_problem: tuple[Problem, ...] = ()
        self._earnings: EarningsReview | None = None
        self._earnings_problem: tuple[Problem, ...] = ()
        self._proposal: StaffingProposal | None = None
        self._proposal_problem: tuple[Problem, ...] = ()
        self._is_withdrawn = False
        self._homes: frozenset[str] = frozenset()

    def review(self, reader: Reader) -> ReviewView | None:
        """Portfolio review for a reader of the own firm; None when there is none."""
        with self._lock:
            self._refresh()
            return review_for(self._review, reader) if self._review else None

    def execution(self, reader: Reader) -> ExecutionView | None:
        """Review of execution for a reader it is open to; None when there is none."""
        with self._lock:
            self._refresh()
            return execution_for(self._execution, reader) if self._execution else None

    def earnings(self, reader: Reader) -> EarningsView | None:
        """Review of economics for a reader who may see money; None when there is none.

        Raises
        ------
        NotPermitted
            For everybody else.
        """
        with self._lock:
            self._refresh()
            return earnings_for(self._earnings, reader) if self._earnings else None

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
            return view_for(self._audit(key), view.reader)

    def staffing(self, reader: Reader, day: date | None = None) -> StaffingView:
        """Staffing over the newest audit of each alliance; people are read once, and the result is kept."""
        with self._lock:
            self._refresh()
            if reader not in self._staffing:
                audits = [self._audit(_key(audit)) for audit in self._newest()]
                today = day or max((audit.wave.closes for audit in audits if audit.wave.closes), default=date.min)
                self._staffing[reader] = staffing_for(audits, reader, today)
            return self._staffing[reader]

    def proposal(self, reader: Reader) -> StaffingProposalView | None:
        """Plan of staffing for HR or the analyst; None for everybody else, and when there is none or it is too old."""
        with self._lock:
            self._refresh()
            if self._proposal is None or reader.role not in STAFFS:
                return None
            return proposal_for(self._proposal, reader, date.today())

    def is_plan_withdrawn(self, reader: Reader) -> bool:
        """Whether a plan lies there that may not be shown, since a consent it rests on no longer stands."""
        with self._lock:
            self._refresh()
            return self._is_withdrawn and reader.role in STAFFS

    def departure(self, view: AuditView, roles: tuple[str, ...]) -> Departure | None:
        """What the departure of roles does to one alliance, for the reader of the view."""
        with self._lock:
            self._refresh()
            return departure_of(self._audit((view.alliance.id, view.wave.id)), view.reader, roles)

    def _newest(self) -> list[Audit]:
        """The last audit of each alliance; they are in the order of waves."""
        return list({audit.alliance.id: audit for audit in self._loaded.audits}.values())

    def _audit(self, key: tuple[str, str]) -> Audit:
        """An audit with people, from memory or read now."""
        if key not in self._whole:
            self._whole[key] = self._read_whole(key)
            while len(self._whole) > MOST_WHOLE:
                self._whole.popitem(last=False)
        self._whole.move_to_end(key)
        return self._whole[key]

    def generation(self) -> int:
        """Another number whenever a file changed: what was made of the audits before is old then."""
        with self._lock:
            self._refresh()
            return self._generation

    def holds(self, name: str) -> bool:
        """Whether a review by its file name lies in the folder, whole or not."""
        with self._lock:
            self._refresh()
            return any(entry[0] == name for entry in self._signature or ())

    def problems(self, reader: Reader) -> tuple[Problem, ...]:
        """What could not be read of the files that are made for this reader.

        Notes
        -----
        That a file lies there is told by its name: of a partner's audits nobody knows which of those that
        cannot be read are its own, so it learns that there are some; no name of another alliance or project.
        """
        with self._lock:
            self._refresh()
            told = [*self._loaded.problems] if reader.role in OWN_FIRM else [*_nameless(self._loaded.problems)]
            for held, problems in self._of_reviews().items():
                told += problems if reader.role in MADE_FOR[held] else ()
            return tuple(told)

    def _of_reviews(self) -> dict[HandedOn, tuple[Problem, ...]]:
        return {
            HandedOn.PORTFOLIO: self._review_problem,
            HandedOn.EXECUTION: self._execution_problem,
            HandedOn.ECONOMICS: self._earnings_problem,
            HandedOn.STAFFING: self._proposal_problem,
        }

    def unsealed(self) -> tuple[str, ...]:
        """Names of audit files of an earlier version, which nothing vouches for."""
        with self._lock:
            self._refresh()
            return self._loaded.unsealed

    def left_behind(self) -> tuple[str, ...]:
        """Names of alliances whose newest audit is not the one the review was made from."""
        with self._lock:
            self._refresh()
            return self._left_behind

    def _refresh(self) -> None:
        signature = self._look()
        if signature != self._signature:
            self._read_review()
            self._files = {path: file for path, file in self._files.items() if path.exists()}
            project = self._review.project if self._review else None
            self._loaded = read_audits(self.folder, self._read_lean, project.id if project else "")
            self._left_behind = tuple(self._newer_than_review())
            self._homes = homes_of(self._review, self._loaded.audits)
            self._read_proposal()
            self._read_execution()
            self._read_earnings()
            self._log()
            self._signature = signature
            self._generation += 1
            self._views = {}
            self._staffing = {}
            self._whole.clear()

    def _read_lean(self, path: Path) -> Opened:
        status = path.stat()
        signature = (status.st_size, status.st_mtime_ns)
        known = self._files.get(path)
        if known is None or known.signature != signature:
            raw = read_regular(path)
            audits = from_document(_without_people(document_of(raw, path.name)), path.name)
            known = _File(
                signature=signature,
                opened=Opened(audits=audits, is_sealed=has_seal(raw)),
                digest=hashlib.sha256(raw).hexdigest(),
            )
            self._files[path] = known
        return known.opened

    def _read_whole(self, key: tuple[str, str]) -> Audit:
        path = next((file.path for file in self._loaded.found if _key(file.audit) == key), None)
        if path is None:
            raise AuditFormatError(f"the audit of {key[0]}, {key[1]} is no longer there")
        try:
            found = read_file(path).audits
        except UNREADABLE as error:
            raise AuditFormatError(str(unreadable(path.name, error))) from None
        wanted = next((audit for audit in found if _key(audit) == key), None)
        if wanted is None:
            raise AuditFormatError(f"the audit of {key[0]}, {key[1]} is no longer there")
        return wanted

    def _newer_than_review(self) -> Iterator[str]:
        newest = {file.audit.alliance.id: file.path for file in self._loaded.found}
        for alliance in self._review.alliances if self._review else ():
            if (
                alliance.audit_digest
                and alliance.id in newest
                and self._files[newest[alliance.id]].digest != alliance.audit_digest
            ):
                yield alliance.name

    def _log(self) -> None:
        """A line for each file that is not shown; a name may hold anything, so it is made one line."""
        for problem in (*self._loaded.problems, *chain.from_iterable(self._of_reviews().values())):
            _LOG.warning("not shown: %s", printable(str(problem)).replace("\n", " "))

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

    def _read_proposal(self) -> None:
        """A plan of another project is not shown."""
        self._proposal, self._proposal_problem, self._is_withdrawn = None, (), False
        try:
            found = read_staffing_file(self.folder)
        except PlanWithoutConsent:  # told to those who may read a plan, and to nobody else
            self._is_withdrawn = True
            return
        except AuditFormatError as error:
            self._proposal_problem = (_no_plan(str(error).removeprefix(f"{STAFFING_FILE}: ")),)
            return
        if found is not None and is_strange(found.project, self._homes):
            self._proposal_problem = (_no_plan(STRANGE),)
            return
        self._proposal = found

    def _read_execution(self) -> None:
        self._execution, self._execution_problem = None, ()
        try:
            found = read_execution_review(self.folder)
        except AuditFormatError as error:
            self._execution_problem = (_no_execution(str(error).removeprefix(f"{EXECUTION_FILE}: ")),)
            return
        if found is not None and is_strange(found.mark, self._homes):
            self._execution_problem = (_no_execution(STRANGE),)
            return
        self._execution = found

    def _read_earnings(self) -> None:
        """Read what relationships earn, where it is of the project whose audits lie here."""
        self._earnings, self._earnings_problem = None, ()
        try:
            found = read_economics(self.folder)
        except AuditFormatError as error:
            self._earnings_problem = (_no_earnings(str(error).removeprefix(f"{ECONOMICS_FILE}: ")),)
            return
        if found is not None and is_strange(found.project, self._homes):
            self._earnings_problem = (_no_earnings(STRANGE),)
            return
        self._earnings = found

    def _look(self) -> Signature:
        found = []
        beside = (REVIEW_FILE, ECONOMICS_FILE, EXECUTION_FILE, STAFFING_FILE)
        paths = sorted([*self.folder.glob(f"*{SUFFIX}"), *(self.folder / name for name in beside)])
        consents = consents_of(self.folder)  # who withdraws there is gone at once
        for path in [*paths, *([] if consents is None else [consents])]:
            try:
                status = path.stat()
            except OSError:
                continue
            found.append((path.name, status.st_size, status.st_mtime_ns))
        return tuple(found)


def _nameless(problems: tuple[Problem, ...]) -> Iterator[Problem]:
    if problems:
        yield Problem(file="audits", found="some cannot be read", needed="", action="ask whoever keeps the viewer")


def _no_execution(found: str) -> Problem:
    action = "run `alliancenet execution PROJECT -o FOLDER`"
    return Problem(file=EXECUTION_FILE, found=found, needed="a whole review of this project", action=action)


def _no_earnings(found: str) -> Problem:
    action = "run `alliancenet economics PROJECT -o FOLDER`"
    return Problem(file=ECONOMICS_FILE, found=found, needed="a whole review of this project", action=action)


def _no_plan(found: str) -> Problem:
    action = "run `alliancenet staffing PROJECT -o FOLDER`"
    return Problem(file=STAFFING_FILE, found=found, needed="a whole plan of this project", action=action)


def _without_people(document: Any) -> Any:
    """Return a document with empty lists for people and ties; anything odd is left for the format's checks."""
    if not isinstance(document, dict) or not isinstance(document.get("audits"), list):
        return document
    unread: dict[str, Any] = {
        name: [] for name in ("people", "ties", "unit_contacts", "introductions", "core_ties", "unmet_needs")
    }
    audits = [{**entry, **unread} if _has_people(entry) else entry for entry in document["audits"]]
    return {**document, "audits": audits}


def _has_people(entry: Any) -> bool:
    return isinstance(entry, dict) and all(isinstance(entry.get(part), list) for part in ("people", "ties"))


def _key(audit: Audit) -> tuple[str, str]:
    return (audit.alliance.id, audit.wave.id)


def key_of(identifier: str) -> str:
    """How an id is written in an address: as it is when plain, else by its digest."""
    if _PLAIN.match(identifier):
        return identifier
    return "x" + hashlib.sha256(identifier.encode("utf-8", "surrogatepass")).hexdigest()[:16]
