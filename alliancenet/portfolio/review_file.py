"""The review as a versioned JSON document: the same review gives the same bytes."""

import json
from pathlib import Path
from typing import Any

from alliancenet.errors import AuditFormatError
from alliancenet.files.regular import read_regular
from alliancenet.files.seal import SEAL, has_seal, seal_fits, sealed
from alliancenet.files.writing import write_whole
from alliancenet.model.review import PortfolioReview
from alliancenet.store.limits import with_limits
from alliancenet.store.records import as_plain, as_record

FORMAT = "alliancenet-portfolio/2"
EARLIER = "alliancenet-portfolio/1"  # without limits: the strictest are taken
REVIEW_FILE = "portfolio.review.json"
CHANGED = "was changed since it was written, its text does not fit its seal; review the portfolio again"


def to_document(review: PortfolioReview) -> dict[str, Any]:
    """Plain data of the review, with the format's name."""
    return {"format": FORMAT, "portfolio": as_plain(review)}


def to_json(review: PortfolioReview) -> str:
    """JSON text: sorted keys, one line per entry, a seal and a newline at the end."""
    return sealed(json.dumps(to_document(review), sort_keys=True, ensure_ascii=False, indent=1))


def write_review(folder: Path, review: PortfolioReview) -> Path:
    """Write the review beside the audits, for the viewer; returns its path."""
    path = folder / REVIEW_FILE
    write_whole(path, to_json(review))
    return path


def read_review(folder: Path) -> PortfolioReview | None:
    """Review of a folder, or None when none was written.

    Raises
    ------
    AuditFormatError
        When the file is damaged, changed or of another format.
    """
    path = folder / REVIEW_FILE
    if not path.is_file():
        return None
    try:
        raw = read_regular(path)
        document = json.loads(raw)
        if seal_fits(raw) is False or (SEAL in document and not has_seal(raw)):
            raise AuditFormatError(f"{path.name}: {CHANGED}")
        return from_document(document, path.name)
    except (ValueError, OSError, RecursionError) as error:
        raise AuditFormatError(f"{path.name}: cannot be read ({error}); review the portfolio again") from None


def from_document(document: Any, file: str = REVIEW_FILE) -> PortfolioReview:
    """Review of a document; see `read_review`."""
    form = document.get("format") if isinstance(document, dict) else None
    if form not in {FORMAT, EARLIER}:
        raise AuditFormatError(f"{file}: format {form!r}; '{FORMAT}' is needed; review the portfolio again")
    try:
        review: PortfolioReview = as_record(PortfolioReview, with_limits(document["portfolio"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise AuditFormatError(
            f"{file}: damaged ({type(error).__name__}: {error}); review the portfolio again"
        ) from None
    return review


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the document, as shipped."""
    text = Path(__file__).with_name("review_schema.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document
