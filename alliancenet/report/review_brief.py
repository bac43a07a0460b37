"""The review cut down to what the first page has room for."""

from dataclasses import replace

from alliancenet.language import say
from alliancenet.model.catalogue import Unit
from alliancenet.model.comparison import ScoreChange
from alliancenet.model.review import AllianceReview
from alliancenet.privacy import ReviewView
from alliancenet.report import words
from alliancenet.report.table import Row, Table
from alliancenet.report.tables import review as review_tables

MOST_ROWS = 8


def movers(view: ReviewView) -> Table:
    """The largest change of each alliance, the largest first."""
    moved = [alliance for alliance in view.review.alliances if alliance.change and alliance.change.movers]
    moved.sort(key=lambda one: _size(_largest(one)), reverse=True)
    still = sum(1 for alliance in view.review.alliances if alliance.change and not alliance.change.movers)
    rows = tuple(_mover_row(alliance) for alliance in moved[:MOST_ROWS])
    table = review_tables.movers(view)
    return replace(table, rows=rows, caption=_caption(still))


def _caption(still: int) -> str:
    caption = say("Largest change of each alliance since the audit before")
    if not still:
        return caption
    alliances = words.plural(still, "alliance")
    return say("{caption}; {alliances} without a change that can be told", caption=caption, alliances=alliances)


def _mover_row(one: AllianceReview) -> Row:
    row = review_tables.mover_row(one, _largest(one))
    more = len(one.change.movers) - 1 if one.change else 0
    score = replace(row[1], detail=say("and {scores}", scores=words.plural(more, "more score")) if more else "")
    return (row[0], score, *row[2:])


_OF_POINTS = frozenset({Unit.POINTS, Unit.POINTS_APART})


def _largest(one: AllianceReview) -> ScoreChange:
    """The largest change among points; other units only where nothing else moved."""
    changes = one.change.movers if one.change else ()
    return max(changes, key=_size)


def _size(change: ScoreChange) -> tuple[bool, float]:
    score = change.after or change.before
    return (score is not None and words.unit_of(score.metric) in _OF_POINTS, abs(change.difference or 0.0))
