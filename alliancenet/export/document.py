"""PDF, typeset: tagged (PDF/UA-1), table heads repeated on every page."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING

from alliancenet.export.stamp import Stamp, joined, printable
from alliancenet.report.table import Cell, Table

if TYPE_CHECKING:
    from typst import Compiler

_WIDTHS = {"wide": "3fr", "nowrap": "auto"}
_USUAL = "1.2fr"
_SCALES = (1.0, 0.97, 0.94, 0.91, 1.05, 1.1)  # of the letters
_NEARLY_EMPTY = 140.0  # points from the top of a last page that holds a heading and a few lines
_SHORT = 14  # characters of a detail that fit below a number


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A drawing of the pages, on paper.

    Parameters
    ----------
    says : its message, in a sentence.
    svg : the drawing, as `report.drawing` makes it.
    alt : what it shows, for whoever does not see it.
    """

    caption: str
    says: str
    svg: str
    alt: str


def to_pdf(
    tables: Sequence[Table],
    stamp: Stamp,
    headline: str = "",
    pictures: Sequence[Drawing] = (),
    first: int = 0,
    top: Sequence[Drawing] = (),
) -> bytes:
    """Bytes of a PDF.

    Parameters
    ----------
    tables : in reading order; those without rows say why.
    headline : the sentence below the title.
    pictures : stand before the tables, but after the `first` of these.
    top : stand side by side below the headline.

    Notes
    -----
    The same tables give the same bytes: the moment of making is the stamp's, and only the fonts
    that come with the typesetter are used. Where these lack a script (Chinese, Arabic …) the
    machine's own fonts are used as well; the document is then still tagged, but not certified.
    """
    content = _content(tables, stamp, headline, (pictures, top), first)
    return compiled(content, stamp, Path(__file__).with_name("report.typ"), _SCALES)


def compiled(content: str, stamp: Stamp, template: Path, scales: Sequence[float] = ()) -> bytes:
    """Bytes of a PDF a template makes of content.

    Parameters
    ----------
    content : JSON the template reads.
    scales : of the letters, tried in turn until the last page holds more than a few lines; the template then says
        where it ends.
    """
    import typst

    try:
        return _compiled(content, stamp, template, scales, certified=True)
    except typst.TypstError as error:
        if "could not be displayed" not in error.message:
            raise
        return _compiled(content, stamp, template, scales, certified=False)


def _compiled(content: str, stamp: Stamp, template: Path, scales: Sequence[float], *, certified: bool) -> bytes:
    compiler = _scaled(content, template, scales[0] if scales else 1.0, certified=certified)
    if scales and not _ends_well(compiler):
        others = (_scaled(content, template, scale, certified=certified) for scale in scales[1:])
        compiler = next(filter(_ends_well, others), compiler)
    made = compiler.compile(
        format="pdf",
        pdf_standards="ua-1" if certified else [],
        timestamp=stamp.moment.replace(tzinfo=UTC),
    )
    if not isinstance(made, bytes):
        raise TypeError("the typesetter returned no single document")
    return made


def _scaled(content: str, template: Path, scale: float, *, certified: bool) -> "Compiler":
    import typst

    inputs = {"content": content, "scale": str(scale)}
    return typst.Compiler(str(template), ignore_system_fonts=certified, sys_inputs=inputs)


def _ends_well(compiler: "Compiler") -> bool:
    """Whether the last page holds more than a few lines."""
    page, end = json.loads(compiler.query("<end>", field="value", one=True))
    return bool(page == 1 or end >= _NEARLY_EMPTY)


def _content(
    tables: Sequence[Table],
    stamp: Stamp,
    headline: str,
    pictures: tuple[Sequence[Drawing], Sequence[Drawing]],
    first: int,
) -> str:
    return json.dumps(
        {
            "stamp": {
                "title": printable(stamp.title),
                "classification": stamp.classification,
                "short": f"{printable(stamp.title)}, {stamp.day or 'no day'}, {stamp.digest[:12]}",
                "lines": [[label, printable(value)] for label, value in stamp.lines],
            },
            "headline": printable(headline),
            "first": [_table(table) for table in tables[:first]],
            "pictures": [_picture(drawing) for drawing in pictures[0]],
            "top": [_picture(drawing) for drawing in pictures[1]],
            "tables": [_table(table) for table in tables[first:]],
        }
    )


def _picture(drawing: Drawing) -> dict[str, str]:
    return {
        "caption": printable(drawing.caption),
        "says": printable(drawing.says),
        "svg": printable(drawing.svg),
        "alt": printable(drawing.alt),
    }


def _table(table: Table) -> dict[str, object]:
    return {
        "caption": printable(table.caption),
        "empty": printable(table.empty),
        "columns": [printable(column.title) for column in table.columns],
        "widths": [_width(table, position) for position in range(len(table.columns))],
        "numbers": [column.is_number for column in table.columns],
        "rows": [[_cell(cell) for cell in row] for row in table.rows],
    }


def _width(table: Table, position: int) -> str:
    column = table.columns[position]
    longest = max((len(row[position].detail) for row in table.rows), default=0)
    if column.is_number:
        return "auto" if longest < _SHORT else "1.2fr"
    return _WIDTHS.get(column.width, _USUAL)


def _cell(cell: Cell) -> dict[str, str]:
    text = joined((printable(cell.mark), printable(cell.text)), " ")
    return {"text": text, "detail": printable(cell.detail), "tone": cell.tone}
