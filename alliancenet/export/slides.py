"""PPTX for the steering meeting: native charts that can be edited, alt text on every figure."""

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from alliancenet.export.settled import settled
from alliancenet.export.stamp import printable, review_stamp
from alliancenet.model.review import AllianceReview
from alliancenet.model.score import Score
from alliancenet.privacy.review_view import ReviewView
from alliancenet.report.table import Cell, Table
from alliancenet.report.tables import governance as review_governance
from alliancenet.report.tables import review as review_tables

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import Slide

_MOST_ROWS = 10
_MOST_NAMES = 16  # beside the chart in the usual size; twice as many in a smaller one
_LONG_TITLE = 52
_NEAR = 12.0  # points
_INK, _PAPER, _SHADE = (0x1F, 0x24, 0x2B), (0xFF, 0xFF, 0xFF), (0xEE, 0xF1, 0xF4)


def to_pptx(view: ReviewView, most_actions: int = 5) -> bytes:
    """Bytes of a presentation of the review.

    Parameters
    ----------
    most_actions : actions shown, most urgent first.

    Notes
    -----
    The same review gives the same bytes. A table that is longer than a slide is cut and says so.
    """
    from pptx import Presentation
    from pptx.util import Inches

    stamp = review_stamp(view)
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    _title_slide(deck, view)
    _scatter_slide(deck, view)
    _levels_slide(deck, view)
    actions = review_tables.actions(view)
    _table_slide(deck, _cut(actions, most_actions, ("alliance", "proposal", "rule", "why", "owner")))
    _table_slide(deck, _cut(review_tables.alliances(view), _MOST_ROWS, _OVERVIEW))
    _table_slide(deck, _cut(review_governance.sponsor_ratios(view), _MOST_ROWS))
    _table_slide(deck, _cut(review_governance.sponsor_gaps(view), _MOST_ROWS))
    _table_slide(deck, _cut(review_tables.movers(view), _MOST_ROWS))
    for slide in deck.slides:
        _footer(slide, stamp.line)
    deck.core_properties.title = printable(stamp.title)
    deck.core_properties.comments = f"{stamp.classification}; {stamp.digest}"
    out = io.BytesIO()
    deck.save(out)
    return settled(out.getvalue(), stamp.moment)


_OVERVIEW = ("alliance", "tier", "health", "performance", "value", "sponsors", "action")


def _slide(deck: "Presentation", title: str) -> "Slide":
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


def _title_slide(deck: "Presentation", view: ReviewView) -> None:
    stamp = review_stamp(view)
    slide = _slide(deck, stamp.title)
    lines = "\n".join(f"{label}: {value}" for label, value in stamp.lines)
    _text(slide, view.review.headline, (0.6, 1.6, 12.1, 2.2), 24)
    _text(slide, lines, (0.6, 4.4, 12.1, 2.2), 14)


def _text(slide: "Slide", text: str, box: tuple[float, float, float, float], size: int) -> None:
    from pptx.util import Inches, Pt

    frame = slide.shapes.add_textbox(*(Inches(side) for side in box)).text_frame
    frame.word_wrap = True
    for position, line in enumerate(printable(text).split("\n")):
        paragraph = frame.paragraphs[0] if position == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text, run.font.size = line, Pt(size)


def _scatter_slide(deck: "Presentation", view: ReviewView) -> None:
    """Performance across, health up, bubble by value; a number leads from each bubble to its name."""
    from pptx.chart.data import BubbleChartData
    from pptx.enum.chart import XL_CHART_TYPE

    known = [alliance for alliance in view.review.alliances if alliance.health.is_ok and alliance.performance.is_ok]
    missing = [alliance.name for alliance in view.review.alliances if alliance not in known]
    slide = _slide(deck, "Performance and health, side by side")
    if known:
        data = BubbleChartData()
        for number, one in enumerate(known, start=1):
            series = data.add_series(f"{number} {printable(one.name)}")
            series.add_data_point(_read(one.performance), _read(one.health), max(one.value.value or 0.0, 0.1))
        chart = _chart(slide, XL_CHART_TYPE.BUBBLE, data, _alt_of(known), width=8.4)
        _axis(chart.category_axis, "Performance")
        _axis(chart.value_axis, "Health")
        chart.plots[0].bubble_scale = 40
        _number_bubbles(chart, known)
        _text(slide, _names_of(known), (9.2, 1.35, 3.6, 5.0), 12 if len(known) <= _MOST_NAMES else 8)
    note = f"Not shown, health or performance unknown: {', '.join(missing)}." if missing else "Every alliance is shown."
    _text(slide, f"{note} The bubble's area is the value on record.", (0.6, 6.35, 12.1, 0.5), 12)


def _names_of(known: Sequence[AllianceReview]) -> str:
    """Numbers and names, with performance and health; the rest counted where there are too many."""
    lines = [
        f"{number}  {one.name}: {one.performance.value:.0f} / {one.health.value:.0f}"
        for number, one in enumerate(known, start=1)
    ]
    left = len(lines) - 2 * _MOST_NAMES
    more = [f"and {left} more, by their numbers in the chart's data"] if left > 0 else []
    return "\n".join(["Performance / health", *lines[: 2 * _MOST_NAMES], *more])


def _read(score: Score) -> float | None:
    """A number with the digits that are read; the chart's workbook holds no more."""
    return None if score.value is None else round(score.value, 1)


def _alt_of(known: Sequence[AllianceReview]) -> str:
    points = "; ".join(
        f"{alliance.name}: performance {alliance.performance.value:.0f}, health {alliance.health.value:.0f}"
        for alliance in known
    )
    return f"Bubble chart. {points}"


def _levels_slide(deck: "Presentation", view: ReviewView) -> None:
    """The five levels of each alliance, as bars."""
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    chosen = [alliance for alliance in view.review.alliances if any(level.is_ok for level in alliance.levels)][
        :_MOST_ROWS
    ]
    slide = _slide(deck, "Integration levels, 0-100")
    if not chosen:
        _text(slide, "No alliance has a level that can be told.", (0.6, 1.6, 12.1, 1), 18)
        return
    data = CategoryChartData()
    data.categories = [printable(alliance.name) for alliance in chosen]
    names = [level.metric.partition(".")[2] for level in chosen[0].levels]
    for position, name in enumerate(names):
        data.add_series(name, [_read(alliance.levels[position]) for alliance in chosen])
    text = "; ".join(
        f"{alliance.name}: " + ", ".join(f"{name} {_points(alliance, n)}" for n, name in enumerate(names))
        for alliance in chosen
    )
    chart = _chart(slide, XL_CHART_TYPE.COLUMN_CLUSTERED, data, f"Column chart. {text}")
    _axis(chart.value_axis, "Points")
    chart.has_legend = True
    chart.legend.include_in_layout = False


def _points(one: AllianceReview, position: int) -> str:
    value = one.levels[position].value
    return "unknown" if value is None else f"{value:.0f}"


def _chart(slide: "Slide", kind: Any, data: Any, alt: str, *, width: float = 12.1) -> Any:
    from pptx.util import Inches, Pt

    frame = slide.shapes.add_chart(kind, Inches(0.6), Inches(1.3), Inches(width), Inches(5.0), data)
    _describe(frame, alt)
    frame.chart.font.size = Pt(11)
    frame.chart.has_legend = False
    return frame.chart


def _axis(axis: Any, title: str) -> None:
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = 0, 100, 25
    axis.has_title = True
    axis.axis_title.text_frame.text = title
    axis.has_major_gridlines = True


def _number_bubbles(chart: Any, known: Sequence[AllianceReview]) -> None:
    """Each bubble carries its number, so that colour is never alone and names do not cover each other."""
    from pptx.enum.chart import XL_LABEL_POSITION as PLACE
    from pptx.util import Pt

    places = (PLACE.RIGHT, PLACE.LEFT, PLACE.ABOVE, PLACE.BELOW, PLACE.CENTER)
    for position, series in enumerate(chart.plots[0].series):
        before = sum(_is_near(known[position], other) for other in known[:position])
        label = series.points[0].data_label
        label.text_frame.text = str(position + 1)
        run = label.text_frame.paragraphs[0].runs[0]
        run.font.size, run.font.bold = Pt(11), True
        label.position = places[before % len(places)]


def _is_near(one: AllianceReview, other: AllianceReview) -> bool:
    """Two bubbles whose numbers would lie on each other in the same place."""
    sides = ((one.performance, other.performance), (one.health, other.health))
    return all(abs((first.value or 0.0) - (second.value or 0.0)) < _NEAR for first, second in sides)


def _describe(frame: Any, text: str) -> None:
    """Set the alternative text of a figure; the library has no call for it."""
    properties = frame._element.xpath(".//p:cNvPr")[0]
    properties.set("descr", printable(text))


def _cut(table: Table, most: int, keys: Sequence[str] = ()) -> Table:
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


def _table_slide(deck: "Presentation", table: Table) -> None:
    from pptx.util import Inches

    slide = _slide(deck, table.caption)
    if not table.rows:
        _text(slide, table.empty, (0.6, 1.6, 12.1, 1), 18)
        return
    height = Inches(0.4 * (len(table.rows) + 1))
    frame = slide.shapes.add_table(
        len(table.rows) + 1, len(table.columns), Inches(0.6), Inches(1.4), Inches(12.1), height
    )
    _describe(frame, f"Table: {table.caption}, {len(table.rows)} rows")
    grid = frame.table
    shares = [
        3.0 if column.width == "wide" else 1.2 if column.is_number or column.width else 1.6 for column in table.columns
    ]
    for position, column in enumerate(table.columns):
        grid.columns[position].width = Inches(12.1 * shares[position] / sum(shares))
        _fill(grid.cell(0, position), column.title, bold=True, ground=_INK, ink=_PAPER)
    for number, row in enumerate(table.rows, start=1):
        for position, cell in enumerate(row):
            ground = _SHADE if number % 2 else _PAPER
            _fill(grid.cell(number, position), _words(cell), bold=False, ground=ground, ink=_INK)


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


def _footer(slide: "Slide", text: str) -> None:
    _text(slide, text, (0.6, 6.95, 12.1, 0.35), 10)
