"""What slides are built of: a titled slide, text, a table, a native chart with alt text, a footer."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from alliancenet.export.master import ACCENT, INK, PAPER, SHADE, TONES, dress
from alliancenet.export.settled import settled
from alliancenet.export.stamp import Stamp, printable
from alliancenet.report.table import Cell, Table

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import Slide

_LONG_TITLE = 52


def open_deck() -> "Presentation":
    """An empty deck of wide slides."""
    from pptx import Presentation
    from pptx.util import Inches

    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    dress(deck)
    return deck


def saved(deck: "Presentation", stamp: Stamp) -> bytes:
    """Bytes of a deck with its footers; the same slides give the same bytes."""
    for slide in deck.slides:
        put_footer(slide, stamp.line)
    deck.core_properties.title = printable(stamp.title)
    deck.core_properties.author = deck.core_properties.last_modified_by = "alliancenet"
    deck.core_properties.comments = f"{stamp.classification}; {stamp.digest}"
    out = io.BytesIO()
    deck.save(out)
    return settled(out.getvalue(), stamp.moment)


def new_slide(deck: "Presentation", title: str) -> "Slide":
    """A slide with its message as title."""
    from pptx.enum.text import PP_ALIGN
    from pptx.util import Inches, Pt

    slide = deck.slides.add_slide(deck.slide_layouts[5])
    heading = slide.shapes.title

    heading.left, heading.top, heading.width, heading.height = (Inches(n) for n in (0.6, 0.35, 12.1, 0.9))
    heading.text_frame.text = printable(title)
    run = heading.text_frame.paragraphs[0].runs[0]
    run.font.size, run.font.bold = Pt(26 if len(title) <= _LONG_TITLE else 20), True
    heading.text_frame.paragraphs[0].alignment = PP_ALIGN.LEFT
    return slide


def put_text(slide: "Slide", text: str, box: tuple[float, float, float, float], size: int) -> None:
    """Text in a box; left, top, width and height in inches."""
    from pptx.util import Inches, Pt

    frame = slide.shapes.add_textbox(*(Inches(side) for side in box)).text_frame
    frame.word_wrap = True
    for position, line in enumerate(printable(text).split("\n")):
        paragraph = frame.paragraphs[0] if position == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text, run.font.size = line, Pt(size)


def put_chart(slide: "Slide", kind: Any, data: Any, alt: str, *, width: float = 12.1) -> Any:
    """A native chart with alt text, without a legend."""
    from pptx.util import Inches, Pt

    frame = slide.shapes.add_chart(kind, Inches(0.6), Inches(1.3), Inches(width), Inches(5.0), data)
    describe(frame, alt)
    frame.chart.font.size = Pt(11)
    frame.chart.has_legend = False
    return frame.chart


def describe(frame: Any, text: str) -> None:
    """Set the alternative text of a figure; the library has no call for it."""
    properties = frame._element.xpath(".//p:cNvPr")[0]
    properties.set("descr", printable(text))


def cut(table: Table, most: int, keys: Sequence[str] = ()) -> Table:
    """First rows and some columns of a table; the caption says when rows were left out."""
    positions = [i for i, column in enumerate(table.columns) if not keys or column.key in keys]
    left = len(table.rows) - most
    return Table(
        name=table.name,
        caption=table.caption + (f" (first {most} of {len(table.rows)})" if left > 0 else ""),
        columns=tuple(table.columns[i] for i in positions),
        rows=tuple(tuple(row[i] for i in positions) for row in table.rows[:most]),
        empty=table.empty,
    )


def table_slide(deck: "Presentation", table: Table) -> None:
    """A slide with a table; one without rows says why."""
    from pptx.util import Inches

    slide = new_slide(deck, table.caption)
    if not table.rows:
        put_text(slide, table.empty, (0.6, 1.6, 12.1, 1), 18)
        return
    height = Inches(0.4 * (len(table.rows) + 1))
    frame = slide.shapes.add_table(
        len(table.rows) + 1, len(table.columns), Inches(0.6), Inches(1.4), Inches(12.1), height
    )
    describe(frame, f"Table: {table.caption}, {len(table.rows)} rows")
    grid = frame.table
    shares = [
        3.0 if column.width == "wide" else 1.2 if column.is_number or column.width else 1.6 for column in table.columns
    ]
    for position, column in enumerate(table.columns):
        grid.columns[position].width = Inches(12.1 * shares[position] / sum(shares))
        _fill(grid.cell(0, position), column.title, bold=True, ground=ACCENT, ink=PAPER)
    for number, row in enumerate(table.rows, start=1):
        for position, cell in enumerate(row):
            ground = TONES.get(cell.tone, SHADE if number % 2 else PAPER)
            _fill(grid.cell(number, position), _words(cell), bold=False, ground=ground, ink=INK)


def _words(cell: Cell) -> str:
    return f"{cell.mark} {cell.text}".strip()


def _fill(cell: Any, text: str, *, bold: bool, ground: tuple[int, int, int], ink: tuple[int, int, int]) -> None:
    from pptx.dml.color import RGBColor
    from pptx.util import Pt

    cell.text_frame.text = printable(text)
    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor(*ground)
    for paragraph in cell.text_frame.paragraphs:
        for run in paragraph.runs:
            run.font.size, run.font.bold, run.font.color.rgb = Pt(12), bold, RGBColor(*ink)


def put_footer(slide: "Slide", text: str) -> None:
    """The line that says what the file is, at the foot of a slide."""
    put_text(slide, text, (0.6, 6.95, 12.1, 0.35), 10)
