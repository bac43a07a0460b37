"""XLSX: one sheet per table, text as text, numbers as numbers, no formula from anybody's data."""

import io
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from alliancenet.export.stamp import Stamp, joined, printable
from alliancenet.report.table import Cell, Column, Table

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_WIDEST, _USUAL, _NARROWEST = 60, 28, 9  # characters
_GROUNDS = {"red": "#FBE9E7", "amber": "#FDF1D9", "green": "#E2F3EC"}
_SERIES = ("#2457D6", "#C25700", "#0B6B4F", "#7A3F6B", "#865400")
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_LONGEST = 32_000  # characters a cell of the format can hold
_FIRST_ROW, _BELOW_COVER, _CHART_ROWS = 3, 9, 20  # of a table, of the charts, and of one chart
_GAIN, _LOSS = "#0b6b4f", "#b3261e"
_LINE, _TALLEST = 15.0, 400.0  # points of a line; of a row, of which the format takes 409


@dataclass(frozen=True, slots=True, kw_only=True)
class _Formats:
    """How cells look; an indent keeps a text off the number on its left. `money` by decimals, `texts` and
    `numbers` by band, on its ground.
    """

    head: "Format"
    text: "Format"
    number: "Format"
    money: "Mapping[int, Format]"
    texts: Mapping[str, "Format"]
    numbers: Mapping[str, "Format"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A native chart on the first sheet, of columns of a table.

    Parameters
    ----------
    kind : line, column, bar or scatter, as the library names them.
    table : name of the table.
    across, up : keys of its columns.
    titles : of the two axes.
    is_share : both axes hold shares, written in percent.
    """

    kind: str
    title: str
    table: str
    across: str
    up: str
    titles: tuple[str, str]
    is_share: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """What the first sheet shows: a sentence, and a table of points 0-100 drawn as a chart.

    Parameters
    ----------
    table : names in the first column, points in the others.
    """

    headline: str
    table: Table


def to_xlsx(
    tables: Sequence[Table],
    stamp: Stamp,
    charts: Sequence[Chart] = (),
    bars: Bars | None = None,
    headline: str = "",
) -> bytes:
    """Bytes of a workbook.

    Parameters
    ----------
    tables : one sheet each, those without rows too: they say why.
    bars : for a sheet before all others, with a chart.
    charts : stand on the first sheet; those of tables without rows are left out.
    headline : sentence below the title of the sheet that holds the charts.

    Notes
    -----
    The same tables give the same bytes. Text is always written as a string cell, so that a name
    such as ``=1+1`` stays that name.
    """
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, _OPTIONS)
    book.set_properties({"title": printable(stamp.title), "comments": stamp.classification, "created": stamp.moment})
    top = {"text_wrap": True, "valign": "top"}
    head = book.add_format({**top, "bold": True, "bottom": 1, "align": "left", "indent": 1})
    text = {**top, "align": "left", "indent": 1}
    formats = _Formats(
        head=head,
        text=book.add_format(text),
        number=book.add_format(top),
        money={count: book.add_format({**top, "num_format": _money_format(count)}) for count in _decimals(tables)},
        texts={tone: book.add_format({**text, "bg_color": ground}) for tone, ground in _GROUNDS.items()},
        numbers={tone: book.add_format({**top, "bg_color": ground}) for tone, ground in _GROUNDS.items()},
    )
    if bars is not None:
        _bars(book, book.add_worksheet("Overview"), bars, formats)
    cover = book.add_worksheet("About")
    _cover(cover, stamp, head, headline)
    places: dict[str, _Place] = {}
    for name, table in zip(_sheet_names(tables), tables, strict=True):
        places[table.name] = _sheet(book.add_worksheet(name), table, stamp, formats)
    for number, chart in enumerate(known for known in charts if places[known.table].rows):
        _put_chart(book, cover, chart, places[chart.table], number)
    book.close()
    return out.getvalue()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where a table stands: its sheet, how many rows, and the position of each column."""

    sheet: str
    rows: int
    columns: Mapping[str, int]


def _decimals(tables: Sequence[Table]) -> set[int]:
    return {column.decimals for table in tables for column in table.columns if column.currency}


def _money_format(decimals: int) -> str:
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def _put_chart(book: "Workbook", cover: "Worksheet", chart: Chart, place: _Place, number: int) -> None:
    def cells(key: str) -> list[Any]:
        return [place.sheet, _FIRST_ROW, place.columns[key], _FIRST_ROW + place.rows - 1, place.columns[key]]

    made = book.add_chart({"type": chart.kind})
    assert made is not None  # the kinds are ours
    series: dict[str, Any] = {"name": chart.title, "categories": cells(chart.across), "values": cells(chart.up)}
    series |= {"invert_if_negative": True, "invert_if_negative_color": _LOSS, "fill": {"color": _GAIN}}
    if chart.kind == "line":
        series |= {"marker": {"type": "circle", "size": 5}, "line": {"color": _GAIN}}
    if chart.kind == "scatter":
        dot = {"color": _GAIN}
        series |= {"marker": {"type": "circle", "size": 8, "fill": dot, "border": dot}}
    made.add_series(series)
    made.set_title({"name": chart.title, "name_font": {"size": 12}})
    digits = {"num_format": "0%" if chart.is_share else "#,##0.##" if chart.kind == "scatter" else "#,##0"}
    made.set_x_axis({"name": chart.titles[0], "label_position": "low", **(digits if chart.kind == "scatter" else {})})
    made.set_y_axis({"name": chart.titles[1], **digits})
    made.set_legend({"none": True})
    made.set_size({"width": 760, "height": 380})
    # two beside each other: the second stands right of the two columns of the cover
    cover.insert_chart(_BELOW_COVER + number // 2 * _CHART_ROWS, 2 * (number % 2), made, {"description": chart.title})


def _bars(book: "Workbook", sheet: "Worksheet", bars: Bars, formats: "_Formats") -> None:
    """The first sheet: the sentence, the points on the ground of their band, and a native chart of them."""
    table, last = bars.table, 2 + len(bars.table.rows)
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, len(table.columns), 14)
    top = book.add_format({"bold": True, "font_size": 13, "text_wrap": True, "valign": "top"})
    sheet.merge_range(0, 0, 0, len(table.columns), "", top)
    sheet.write_string(0, 0, printable(bars.headline)[:_LONGEST], top)
    sheet.set_row(0, 64)
    for position, column in enumerate(table.columns):
        sheet.write_string(2, position, printable(column.title), formats.head)
        for row, cells in enumerate(table.rows, start=3):
            _cell(sheet, row, position, column, cells[position], formats)
    if not table.rows:
        return
    chart = book.add_chart({"type": "column"})
    for position in range(1, len(table.columns)):
        chart.add_series(
            {
                "name": ["Overview", 2, position],
                "categories": ["Overview", 3, 0, last, 0],
                "values": ["Overview", 3, position, last, position],
                "fill": {"color": _SERIES[(position - 1) % len(_SERIES)]},
            }
        )
    chart.set_y_axis({"min": 0, "max": 100, "major_unit": 25, "name": "points 0-100"})
    chart.set_title({"name": table.caption, "name_font": {"size": 12}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 980, "height": 360})
    sheet.insert_chart(last + 2, 0, chart, {"description": printable(f"Column chart. {table.caption}")})
    sheet.set_landscape()
    sheet.fit_to_pages(1, 1)


def _cover(sheet: "Worksheet", stamp: Stamp, head: "Format", headline: str) -> None:
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 80)
    sheet.write_string(0, 0, printable(stamp.title), head)
    for row, (label, value) in enumerate(stamp.lines, start=2):
        sheet.write_string(row, 0, label)
        sheet.write_string(row, 1, printable(value))
    if headline:
        sheet.write_string(1, 0, printable(headline)[:_LONGEST])
    sheet.set_landscape()
    sheet.fit_to_pages(1, 1)  # a chart is never cut by the end of a page


def _sheet_names(tables: Sequence[Table]) -> list[str]:
    names: list[str] = []
    for table in tables:
        plain = "".join(mark for mark in table.name if mark.isalnum() or mark in "_ ").replace("_", " ")[:26]
        again = sum(name.startswith(plain) for name in names)
        names.append(f"{plain} {again + 1}" if again else plain)
    return names


def _sheet(sheet: "Worksheet", table: Table, stamp: Stamp, formats: "_Formats") -> _Place:
    sheet.write_string(0, 0, printable(table.caption)[:_LONGEST])
    position, places = 0, dict[str, int]()
    lines = [1] * len(table.rows)
    for column, cells in zip(table.columns, _by_column(table), strict=True):
        width, detail_width = _widths(column, cells)
        lines = [max(most, _lines(cell, width, detail_width)) for most, cell in zip(lines, cells, strict=True)]
        places[column.key] = position
        position += _column(sheet, position, column, cells, formats)
    # not every program makes a row as high as its text
    for row, count in enumerate(lines, start=3):
        sheet.set_row(row, min(_LINE * count, _TALLEST))
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
    return _Place(sheet=sheet.get_name(), rows=len(table.rows), columns=places)


def _by_column(table: Table) -> list[list[Cell]]:
    return [[row[position] for row in table.rows] for position in range(len(table.columns))]


def _column(sheet: "Worksheet", position: int, column: Column, cells: Sequence[Cell], formats: "_Formats") -> int:
    """Write a column and, where cells have details, a second one; returns how many."""
    detailed = any(cell.detail for cell in cells)
    width, detail_width = _widths(column, cells)
    sheet.set_column(position, position, width)
    title = f"{column.title}, {column.currency}" if column.currency else column.title
    sheet.write_string(2, position, printable(title), formats.head)
    for row, cell in enumerate(cells, start=3):
        _cell(sheet, row, position, column, cell, formats)
        if cell.detail:
            sheet.write_string(row, position + 1, printable(cell.detail)[:_LONGEST], formats.text)
    if detailed:
        sheet.set_column(position + 1, position + 1, detail_width)
        sheet.write_string(2, position + 1, f"{printable(column.title)}: more", formats.head)
    return 1 + detailed


def _widths(column: Column, cells: Sequence[Cell]) -> tuple[int, int]:
    """Characters across of a column and of the column of its details."""
    widest = _WIDEST if column.width == "wide" else _USUAL
    width = _width([column.title, *(cell.text for cell in cells)], widest)
    return width, _width([f"{column.title}: more", *(cell.detail for cell in cells)], _WIDEST)


def _lines(cell: Cell, width: int, detail_width: int) -> int:
    """Lines that a cell and its details need; a margin for words that do not fill a line."""
    return max(
        len(textwrap.wrap(cell.text, max(width - 2, 1))), len(textwrap.wrap(cell.detail, max(detail_width - 2, 1)))
    )


def _width(texts: Sequence[str], widest: int) -> int:
    """Wide enough for the longest text where it is short, else for it to be read over some lines."""
    return min(max(_NARROWEST, *(len(text) + 4 for text in texts)), widest)


def _cell(sheet: "Worksheet", row: int, position: int, column: Column, cell: Cell, formats: "_Formats") -> None:
    is_number = column.is_number and isinstance(cell.order, int | float) and any(mark.isdigit() for mark in cell.text)
    if is_number and column.currency:
        amount = round(float(cell.order or 0), column.decimals)
        sheet.write_number(row, position, amount, formats.money[column.decimals])
    elif is_number:
        # more digits than are read would help to work out what single people answered
        look = formats.numbers.get(cell.tone, formats.number)
        sheet.write_number(row, position, float(f"{float(cell.order or 0):.4g}"), look)
    else:
        text = joined((printable(cell.mark), printable(cell.text)), " ")
        sheet.write_string(row, position, text[:_LONGEST], formats.texts.get(cell.tone, formats.text))
