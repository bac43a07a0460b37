"""What every file says about itself, and what is taken out of every text."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from alliancenet.files.digest import data_digest
from alliancenet.privacy import AuditView, EarningsView, Reader
from alliancenet.privacy.execution_view import ExecutionView
from alliancenet.privacy.placement import StaffingProposalView
from alliancenet.privacy.review_view import ReviewView
from alliancenet.visible import visible


class Classification(StrEnum):
    """Who may hold the file."""

    INTERNAL = "internal"
    CONFIDENTIAL = "confidential"
    SHARED = "shared with the partner"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """Origin of a file.

    Parameters
    ----------
    day : what it shows is as of this day; None when nobody knows.
    digest : SHA-256 of what it was made from.
    reader : role it was made for.
    """

    title: str
    day: date | None
    digest: str
    reader: str
    classification: Classification
    version: str

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """Label and value, as they are printed."""
        return (
            ("As of", str(self.day or "day not on record")),
            ("Made for", self.reader.replace("_", " ")),
            ("Classification", self.classification.value),
            ("Made from (SHA-256)", self.digest),
            ("Made with", f"alliancenet {self.version}"),
        )

    @property
    def line(self) -> str:
        """Everything on one line, for the foot of a page."""
        day, reader = self.day or "day not on record", self.reader.replace("_", " ")
        return f"{self.classification} · {day} · made for {reader} · {self.digest[:12]}"

    @property
    def moment(self) -> datetime:
        """A fixed moment for formats that must hold one: the same input gives the same bytes."""
        return datetime.combine(self.day or date(1980, 1, 1), time(12))


def review_stamp(view: ReviewView) -> Stamp:
    """Stamp of a portfolio review; its digest is that of the audits it rests on."""
    digests = {alliance.id: alliance.audit_digest for alliance in view.review.alliances}
    return Stamp(
        title="Portfolio of alliances",
        day=view.review.as_of,
        digest=data_digest([view.review.settings_digest, digests]),
        reader=view.reader.role.value,
        classification=_classification(view.reader),
        version=view.review.tool_version,
    )


def staffing_stamp(view: StaffingProposalView) -> Stamp:
    """Stamp of a plan of staffing; its digest is that of what it holds."""
    proposal = view.proposal
    return Stamp(
        title="Staffing of alliances: a plan to talk about",
        day=proposal.as_of,
        digest=data_digest([proposal.settings_digest, repr(proposal.best), repr(proposal.second)]),
        reader=view.reader.role.value,
        classification=_classification(view.reader),
        version=proposal.tool_version,
    )


def execution_stamp(view: ExecutionView) -> Stamp:
    """Stamp of a review of execution; its digest is that of the review as this reader sees it."""
    return Stamp(
        title="How relationships are run",
        day=view.review.as_of,
        digest=data_digest([view.review.project, repr(view.review)]),
        reader=view.reader.role.value,
        classification=Classification.CONFIDENTIAL,
        version=view.review.tool_version,
    )


def earnings_stamp(view: EarningsView) -> Stamp:
    """Stamp of a review of economics; its digest is that of the settings and the statements it holds."""
    review = view.review
    told = [
        (partner.id, {name: line.value for name, line in partner.statement.lines.items()})
        for partner in review.partners
    ]
    return Stamp(
        title="What our relationships earn",
        day=review.as_of,
        digest=data_digest([review.settings_digest, review.span, review.currency, told]),
        reader=view.reader.role.value,
        classification=_classification(view.reader),
        version=review.tool_version,
    )


def audit_stamp(view: AuditView) -> Stamp:
    """Stamp of one alliance's audit; its digest is that of the files it was made from."""
    inputs = [(input_file.file, input_file.sha256) for input_file in view.inputs]
    return Stamp(
        title=view.alliance.name,
        day=view.wave.closes,
        digest=data_digest([view.alliance.id, view.wave.id, view.settings_digest, inputs]),
        reader=view.reader.role.value,
        classification=_classification(view.reader),
        version=view.tool_version,
    )


def _classification(reader: Reader) -> Classification:
    return Classification.CONFIDENTIAL if reader.is_own_firm else Classification.SHARED


def printable(text: str) -> str:
    """Text without what cannot be seen, which XML formats cannot hold and which can hide text."""
    return "".join(mark for mark in visible(text) if mark in "\n\t\u00a0" or mark.isprintable())


def joined(parts: Iterable[str], mark: str = "; ") -> str:
    """Parts that are not empty, joined."""
    return mark.join(part for part in parts if part)
