"""The review of execution as a versioned JSON document beside the audits: the same review gives the same bytes."""

import json
from pathlib import Path
from typing import Any

from alliancenet.errors import AuditFormatError
from alliancenet.files.regular import read_regular
from alliancenet.files.seal import SEAL, has_seal, seal_fits, sealed
from alliancenet.files.writing import write_whole
from alliancenet.model.execution import ExecutionReview
from alliancenet.store.records import as_plain, as_record

FORMAT = "alliancenet-execution/1"
EXECUTION_FILE = "execution.review.json"


def to_json(review: ExecutionReview) -> str:
    """JSON text: sorted keys, a seal and a newline at the end."""
    return sealed(
        json.dumps({"format": FORMAT, "execution": as_plain(review)}, sort_keys=True, ensure_ascii=False, indent=1)
    )


def write_execution(folder: Path, review: ExecutionReview) -> Path:
    """Write the review beside the audits, for the viewer; returns its path."""
    path = folder / EXECUTION_FILE
    write_whole(path, to_json(review))
    return path


def read_execution_review(folder: Path) -> ExecutionReview | None:
    """Review of a folder, or None when none was written.

    Raises
    ------
    AuditFormatError
        When the file is damaged, changed or of another format.
    """
    path = folder / EXECUTION_FILE
    if not path.is_file():
        return None
    try:
        raw = read_regular(path)
        document: Any = json.loads(raw)
        if seal_fits(raw) is False or (SEAL in document and not has_seal(raw)):
            raise AuditFormatError(f"{path.name}: was changed since it was written")
        form = document.get("format") if isinstance(document, dict) else None
        if form != FORMAT:
            raise AuditFormatError(f"{path.name}: format {form!r}; '{FORMAT}' is needed")
        review: ExecutionReview = as_record(ExecutionReview, document["execution"])
    except (KeyError, TypeError, ValueError, AttributeError, OSError, RecursionError) as error:
        raise AuditFormatError(f"{path.name}: cannot be read ({type(error).__name__}: {error})") from None
    return review


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the document, as shipped."""
    text = Path(__file__).with_name("execution_schema.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document
