"""The review cut down to what the first page has room for."""

from dataclasses import replace

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
    rest = f"; {words.plural(still, 'alliance')} without a change that can be told" if still else ""
    rows = tuple(_mover_row(alliance) for alliance in moved[:MOST_ROWS])
    table = review_tables.movers(view)
    return replace(table, rows=rows, caption=f"Largest change of each alliance since the audit before{rest}")


def _mover_row(one: AllianceReview) -> Row:
    row = review_tables.mover_row(one, _largest(one))
    more = len(one.change.movers) - 1 if one.change else 0
    score = replace(row[1], detail=f"and {words.plural(more, 'more score')}" if more else "")
    return (row[0], score, *row[2:])


_OF_POINTS = frozenset({Unit.POINTS, Unit.POINTS_APART})


def _largest(one: AllianceReview) -> ScoreChange:
    """The largest change among points; other units only where nothing else moved."""
    changes = one.change.movers if one.change else ()
    return max(changes, key=_size)


def _size(change: ScoreChange) -> tuple[bool, float]:
    score = change.after or change.before
    return (score is not None and words.unit_of(score.metric) in _OF_POINTS, abs(change.difference or 0.0))
