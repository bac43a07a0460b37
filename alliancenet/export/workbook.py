"""XLSX: one sheet per table, text as text, numbers as numbers, no formula from anybody's data."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from alliancenet.export.stamp import Stamp, joined, printable
from alliancenet.report.table import Cell, Column, Table

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_WIDEST, _USUAL, _NARROWEST = 60, 28, 9  # characters
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_LONGEST = 32_000  # characters a cell of the format can hold


def to_xlsx(tables: Sequence[Table], stamp: Stamp) -> bytes:
    """Bytes of a workbook.

    Parameters
    ----------
    tables : one sheet each, those without rows too: they say why.

    Notes
    -----
    The same tables give the same bytes. Text is always written as a string cell, so that a name
    such as ``=1+1`` stays that name.
    """
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _OPTIONS)
    book.set_properties({"title": printable(stamp.title), "comments": stamp.classification, "created": stamp.moment})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    _cover(book.add_worksheet("About"), stamp, head)
    for name, table in zip(_sheet_names(tables), tables, strict=True):
        _sheet(book.add_worksheet(name), table, stamp, head, body)
    book.close()
    return out.getvalue()


def _cover(sheet: "Worksheet", stamp: Stamp, head: "Format") -> None:
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 80)
    sheet.write_string(0, 0, printable(stamp.title), head)
    for row, (label, value) in enumerate(stamp.lines, start=2):
        sheet.write_string(row, 0, label)
        sheet.write_string(row, 1, printable(value))


def _sheet_names(tables: Sequence[Table]) -> list[str]:
    names: list[str] = []
    for table in tables:
        plain = "".join(mark for mark in table.name if mark.isalnum() or mark in "_ ").replace("_", " ")[:26]
        again = sum(name.startswith(plain) for name in names)
        names.append(f"{plain} {again + 1}" if again else plain)
    return names


def _sheet(sheet: "Worksheet", table: Table, stamp: Stamp, head: "Format", body: "Format") -> None:
    sheet.write_string(0, 0, printable(table.caption)[:_LONGEST])
    position = 0
    for column, cells in zip(table.columns, _by_column(table), strict=True):
        position += _column(sheet, position, column, cells, head, body)
    if not table.rows:
        sheet.write_string(3, 0, printable(table.empty))
    else:
        sheet.autofilter(2, 0, 2 + len(table.rows), position - 1)
    sheet.freeze_panes(3, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    # "&" starts a code of the page footer
    sheet.set_footer(f"&L{stamp.classification}&C{stamp.day or ''}&R&P of &N")


def _by_column(table: Table) -> list[list[Cell]]:
    return [[row[position] for row in table.rows] for position in range(len(table.columns))]


def _column(
    sheet: "Worksheet", position: int, column: Column, cells: Sequence[Cell], head: "Format", body: "Format"
) -> int:
    """Write a column and, where cells have details, a second one; returns how many."""
    detailed = any(cell.detail for cell in cells)
    widest = _WIDEST if column.width == "wide" else _USUAL
    sheet.set_column(position, position, _width([column.title, *(cell.text for cell in cells)], widest))
    sheet.write_string(2, position, printable(column.title), head)
    for row, cell in enumerate(cells, start=3):
        _cell(sheet, row, position, column, cell, body)
        if cell.detail:
            sheet.write_string(row, position + 1, printable(cell.detail)[:_LONGEST], body)
    if detailed:
        sheet.set_column(position + 1, position + 1, _width([cell.detail for cell in cells], _WIDEST))
        sheet.write_string(2, position + 1, f"{printable(column.title)}: more", head)
    return 1 + detailed


def _width(texts: Sequence[str], widest: int) -> int:
    """Wide enough for the longest text where it is short, else for it to be read over some lines."""
    return min(max(_NARROWEST, *(len(text) + 3 for text in texts)), widest)


def _cell(sheet: "Worksheet", row: int, position: int, column: Column, cell: Cell, body: "Format") -> None:
    is_number = column.is_number and isinstance(cell.order, int | float) and any(mark.isdigit() for mark in cell.text)
    if is_number:
        # more digits than are read would help to work out what single people answered
        sheet.write_number(row, position, float(f"{float(cell.order or 0):.4g}"), body)
    else:
        text = joined((printable(cell.mark), printable(cell.text)), " ")
        sheet.write_string(row, position, text[:_LONGEST], body)
