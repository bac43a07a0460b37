"""Programmes as a table: the twin of the board."""

from collections.abc import Mapping

from alliancenet.model.earnings import EarningsReview
from alliancenet.model.levers import LeversBoard, Programme
from alliancenet.privacy.earnings_view import EarningsView
from alliancenet.report import words
from alliancenet.report.table import Cell, Row, Table
from alliancenet.report.tables.money_cells import amount_cell, money_columns
from alliancenet.report.tables.review_cells import columns


def programmes(view: EarningsView, verdicts: Mapping[str, str] | None = None) -> Table:
    """Every programme, by goal and lever.

    Parameters
    ----------
    verdicts : of tests, by their ids; a reader who may not see them has none.
    """
    board = view.review.levers
    return Table(
        name="programmes",
        caption="Programmes by goal and lever",
        columns=money_columns(
            view.review,
            "name:Programme",
            "goal:Goal",
            "lever:Lever",
            "segment:For",
            "trigger:When",
            "owner:Owner",
            "budget:Budget$",
            "test:Test",
            "flag:Look at it~",
        ),
        rows=tuple(
            _programme_row(row, board, view.review, verdicts or {}) for cell in board.cells for row in cell.programmes
        )
        if board
        else (),
        empty="No programme is on record (economics/levers.csv).",
    )


def _programme_row(row: Programme, board: LeversBoard, review: EarningsReview, verdicts: Mapping[str, str]) -> Row:
    flags = [flag.flag for flag in board.flags if flag.programme == row.id]
    aim = "to lower it" if row.aim == "lower" else ""
    return (
        Cell(text=row.name or row.id, detail=row.id if row.name else ""),
        Cell(text=row.goal, detail=aim),
        Cell(text=words.plain(row.lever)),
        Cell(text=review.names.get(row.segment, row.segment) or "everybody"),
        Cell(text=row.trigger or words.NONE),
        Cell(text=row.owner) if row.owner else Cell(text="nobody on record", tone="withheld"),
        amount_cell(row.budget, review),
        Cell(text=verdicts.get(row.test, "no verdict yet"), detail=row.test) if row.test else Cell(text="no test"),
        Cell(text=words.sentence("; ".join(flags)), tone="red") if flags else Cell(text=words.NONE),
    )


def empty_cells(view: EarningsView) -> Table:
    """Goals and levers nobody has a programme for."""
    board = view.review.levers
    return Table(
        name="empty_cells",
        caption="Goals and levers without a programme",
        columns=columns("goal:Goal", "lever:Lever"),
        rows=tuple((Cell(text=goal), Cell(text=words.plain(lever))) for goal, lever in board.empty) if board else (),
        empty="Every goal has a programme for every lever.",
    )
