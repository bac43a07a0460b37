"""Which project a folder of audits is for: what lies in it of another one is not shown and not counted."""

from collections.abc import Iterable
from pathlib import Path

from alliancenet.errors import AuditFormatError
from alliancenet.model.audit import Audit, ProjectMark
from alliancenet.model.review import PortfolioReview
from alliancenet.portfolio.review_file import read_review
from alliancenet.store.audit_folder import read_audits

STRANGE = "is of another project; it is not shown"


def homes_of(review: PortfolioReview | None, audits: Iterable[Audit]) -> frozenset[str]:
    """Ids of the projects a folder may be for: that of its portfolio review, else those of its audits."""
    if review is not None and review.project is not None:
        return frozenset({review.project.id})
    return frozenset(audit.project.id for audit in audits if audit.project is not None)


def is_strange(mark: ProjectMark | None, homes: frozenset[str]) -> bool:
    """Whether a file names a project, and another than those its folder may be for."""
    return mark is not None and bool(homes) and mark.id not in homes


def check_home(folder: Path, mark: ProjectMark | None, file: str) -> None:
    """Refuse a file whose folder is for another project.

    Raises
    ------
    AuditFormatError
        When the review or the audits beside it are of another project than the file.

    Notes
    -----
    A review that cannot be read says nothing of the folder; the audits do then.
    """
    if mark is None or not folder.is_dir():
        return
    try:
        review = read_review(folder)
    except AuditFormatError:
        review = None
    audits = () if review is not None and review.project is not None else read_audits(folder).audits
    if is_strange(mark, homes_of(review, audits)):
        raise AuditFormatError(
            f"{file}: is of another project than the audits of {folder}; give it a folder of its own"
        )
