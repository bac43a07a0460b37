"""Sections of economics as tables: of all partners, or of one."""

from collections.abc import Iterator

from alliancenet.language import digits, own_or_retold, say
from alliancenet.model.earnings import EarningsReview
from alliancenet.model.sheets import LedgerSheet, SheetCell, SheetColumn, SheetKind
from alliancenet.privacy.earnings_view import EarningsView
from alliancenet.report import words
from alliancenet.report.table import Cell, Column, Table
from alliancenet.report.tables.money_cells import amount_cell, share_cell
from alliancenet.report.tables.review_cells import columns

_OF_WORDS = {SheetKind.WORDS, SheetKind.LONG}


def sheet_tables(view: EarningsView, command: str = "") -> tuple[Table, ...]:
    """Every section something is on record for.

    Parameters
    ----------
    command : only sections of this command; all where it is "".
    """
    known = (sheet for sheet in view.review.sheets if sheet.is_known and command in {"", sheet.command})
    return tuple(sheet_table(view, sheet) for sheet in known)


def known_sheets(review: EarningsReview, command: str) -> list[LedgerSheet]:
    """Sections of a command something is on record for."""
    return [sheet for sheet in review.sheets if sheet.is_known and sheet.command == command]


def partner_sheets(view: EarningsView, partner: str) -> Iterator[tuple[LedgerSheet, Table]]:
    """Sections that say something of one partner, with their rows about it; its own column is left out."""
    for sheet in view.review.sheets:
        about = sheet.about(partner)
        if about.rows or about.notes:
            yield about, sheet_table(view, about).without("partner")


def silent_sections(review: EarningsReview, command: str) -> list[str]:
    """What is not on record, and the files that would tell it."""
    return [
        f"{words.retold(sheet.title)} ({words.retold(sheet.needs)})"
        for sheet in review.sheets
        if sheet.command == command and not sheet.is_known
    ]


def sheet_notes(view: EarningsView) -> Table:
    """What is said of the sections beside their tables; for files, which have no place beside one."""
    return Table(
        name="section_notes",
        caption=say("What is said of the sections"),
        columns=columns("section:Section", "what:What~"),
        rows=tuple(
            (Cell(text=words.retold(sheet.title)), Cell(text=words.retold(note.text)))
            for sheet in view.review.sheets
            for note in sheet.notes
        ),
        empty=say("Nothing is said beside the tables."),
    )


def sheet_table(view: EarningsView, sheet: LedgerSheet) -> Table:
    """One section; its notes stand beside it."""
    review = view.review
    return Table(
        name=sheet.name,
        caption=words.retold(sheet.title),
        columns=tuple(_column(column, review) for column in sheet.columns),
        rows=tuple(
            tuple(_cell(cell, column, review) for cell, column in zip(row.cells, sheet.columns, strict=True))
            for row in sheet.rows
        ),
        empty=say("Nothing on record: it needs {files}.", files=words.retold(sheet.needs)),
    )


def _column(column: SheetColumn, review: EarningsReview) -> Column:
    is_money = column.kind is SheetKind.MONEY
    return Column(
        key=column.key,
        title=words.retold(column.title),
        is_number=column.kind not in _OF_WORDS,
        width="wide" if column.kind is SheetKind.LONG else "",
        currency=review.currency if is_money else "",
        decimals=len(str(review.minor_units)) - 1 if is_money else 0,
    )


def _cell(cell: SheetCell, column: SheetColumn, review: EarningsReview) -> Cell:
    told = own_or_retold(cell.detail)
    if column.kind in _OF_WORDS:
        target = ("partner", cell.partner) if cell.partner in review.names else ()
        return Cell(text=own_or_retold(cell.text) or words.NONE, detail=told, target=target)
    if cell.number is None:
        text = words.NONE if cell.text == "-" else words.retold(cell.text)
        return Cell(text=text, tone="withheld", detail=told)
    detail = "; ".join(filter(None, (_ends(cell, column, review), told)))
    if column.kind is SheetKind.MONEY:
        return amount_cell(round(cell.number), review, detail, colour=True)
    if column.kind is SheetKind.SHARE:
        return share_cell(cell.number, detail)
    return Cell(text=_number(cell.number, column.kind), order=cell.number, detail=detail)


def _ends(cell: SheetCell, column: SheetColumn, review: EarningsReview) -> str:
    if cell.low is None or cell.high is None:
        return ""
    if column.kind is SheetKind.MONEY:
        low, high = (words.amount(round(end), review.currency) for end in (cell.low, cell.high))
    elif column.kind is SheetKind.SHARE:
        low, high = digits(f"{100 * cell.low:.1f}"), digits(f"{100 * cell.high:.1f} %")
    else:
        low, high = (_number(end, column.kind) for end in (cell.low, cell.high))
    ends = say("{low} to {high}", low=low, high=high)
    return f"{ends}, {words.retold(cell.interval)}".replace("-", "−")


def _number(value: float, kind: SheetKind) -> str:
    if kind is SheetKind.POINTS:
        return digits(f"{value:.0f}").replace("-", "−")
    text = f"{value:,.0f}" if value == round(value) else f"{value:.3g}"
    return digits(text).replace("-", "−")
