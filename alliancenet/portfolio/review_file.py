"""The review as a versioned JSON document: the same review gives the same bytes."""

import json
from pathlib import Path
from typing import Any

from alliancenet.audit_file import as_plain
from alliancenet.model.review import PortfolioReview

FORMAT = "alliancenet-portfolio/1"


def to_document(review: PortfolioReview) -> dict[str, Any]:
    """Plain data of the review, with the format's name."""
    return {"format": FORMAT, "portfolio": as_plain(review)}


def to_json(review: PortfolioReview) -> str:
    """JSON text: sorted keys, one line per entry, a newline at the end."""
    return json.dumps(to_document(review), sort_keys=True, ensure_ascii=False, indent=1) + "\n"


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the document, as shipped."""
    text = Path(__file__).with_name("review_schema.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document
