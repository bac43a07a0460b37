"""Cells that say a number with all it needs to be believed."""

from alliancenet.model.score import Score
from alliancenet.privacy import AuditView
from alliancenet.report import words
from alliancenet.report.table import Cell


def confidence_cell(view: AuditView) -> Cell:
    """How far the answers of an audit carry."""
    rank = {"low": 0.0, "medium": 1.0, "high": 2.0}[view.confidence]
    return Cell(text=view.confidence, order=rank, mark=words.CONFIDENCE_MARK[view.confidence])


def score_cell(score: Score | None, of: str = "", several: str = "") -> Cell:
    """A number with its interval, count and state; or why there is none.

    Parameters
    ----------
    of, several : what was counted, one and many of it; "" where the page has said so.
    """
    if score is None:
        return Cell(text="not measured", tone="withheld")
    if score.value is None:
        return Cell(text=words.value_of(score), tone="withheld", detail=score.reason)
    band = words.band_of(score)
    spread = words.interval_of(score)
    count = words.plural(score.n, of, several) if of else words.count_of(score)
    return Cell(
        text=words.value_of(score),
        order=score.value,
        mark=words.BAND_MARK[band] if band else "",
        tone=band or "",
        detail=", ".join(part for part in (spread, count, words.label_of(score)) if part),
    )
