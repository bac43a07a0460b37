"""What the relationships earn as a versioned JSON document beside the audits, sealed as these are."""

import json
from pathlib import Path
from typing import Any

from alliancenet.errors import AuditFormatError
from alliancenet.files.regular import read_regular
from alliancenet.files.seal import SEAL, has_seal, seal_fits, sealed
from alliancenet.files.writing import write_whole
from alliancenet.model.earnings import EarningsReview
from alliancenet.store.records import as_plain, as_record

FORMAT = "alliancenet-economics-review/1"
ECONOMICS_FILE = "economics.review.json"
_AGAIN = "run `alliancenet economics PROJECT -o FOLDER` again"


def to_json(review: EarningsReview) -> str:
    """JSON text: sorted keys, one line per entry, a seal and a newline at the end."""
    document = {"format": FORMAT, "economics": as_plain(review)}
    return sealed(json.dumps(document, sort_keys=True, ensure_ascii=False, indent=1))


def write_economics(folder: Path, review: EarningsReview) -> Path:
    """Write the review beside the audits, for its owner only; returns its path."""
    path = folder / ECONOMICS_FILE
    write_whole(path, to_json(review))
    return path


def read_economics(folder: Path) -> EarningsReview | None:
    """Review of a folder, or None when none was written.

    Raises
    ------
    AuditFormatError
        When the file is damaged, changed or of another format.
    """
    path = folder / ECONOMICS_FILE
    if not path.is_file():
        return None
    try:
        raw = read_regular(path)
        if seal_fits(raw) is False or not has_seal(raw):
            raise AuditFormatError(
                f"{path.name}: was changed since it was written, its text does not fit its {SEAL}; {_AGAIN}"
            )
        return _from_document(json.loads(raw), path.name)
    except (ValueError, OSError, RecursionError) as error:
        raise AuditFormatError(f"{path.name}: cannot be read ({error}); {_AGAIN}") from None


def _from_document(document: Any, file: str) -> EarningsReview:
    form = document.get("format") if isinstance(document, dict) else None
    if form != FORMAT:
        raise AuditFormatError(f"{file}: format {form!r}; '{FORMAT}' is needed; {_AGAIN}")
    try:
        review: EarningsReview = as_record(EarningsReview, document["economics"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise AuditFormatError(f"{file}: damaged ({type(error).__name__}: {error}); {_AGAIN}") from None
    return review
