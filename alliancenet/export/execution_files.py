"""How relationships are run as files to hand on, of the parts their reader may read: PDF, workbook, slides."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from alliancenet.export import workbook
from alliancenet.export.deck import cut, new_slide, open_deck, put_chart, put_text, saved, table_slide
from alliancenet.export.document import Drawing
from alliancenet.export.document import to_pdf as typeset
from alliancenet.export.stamp import execution_stamp, printable
from alliancenet.privacy.execution_view import ExecutionView
from alliancenet.report.drawing import drawn
from alliancenet.report.execution import headline, headline_of_tests
from alliancenet.report.figures import execution as figures
from alliancenet.report.table import Table
from alliancenet.report.tables import execution as tables
from alliancenet.report.tables.benchmarks import benchmarks
from alliancenet.report.tables.satisfaction import impact, satisfaction_notes

if TYPE_CHECKING:
    from pptx.presentation import Presentation

_MOST_ROWS, _MOST_BARS = 8, 12
_THEIRS = "Line in the middle: theirs; the edges are half as much more or less."


def to_pdf(view: ExecutionView) -> bytes:
    """Bytes of a PDF: what to do, the pictures, then every table of the parts this reader reads."""
    return typeset(tables.all_tables(view), execution_stamp(view), headline(view), list(_pictures(view)), 1)


def to_xlsx(view: ExecutionView) -> bytes:
    """Bytes of a workbook, a sheet per table."""
    return workbook.to_xlsx(tables.all_tables(view), execution_stamp(view))


def _pictures(view: ExecutionView) -> Iterator[Drawing]:
    spans, gaps = figures.drivers(view), figures.gaps(view)[:_MOST_BARS]
    if spans:
        yield Drawing(
            caption="What partners are satisfied with",
            says=" ".join(satisfaction_notes(view)[:2]),
            svg=drawn("practice.html", "spans", spans, figures),
            alt="Drivers of satisfaction with their intervals. The table of satisfaction holds the same numbers.",
        )
    if gaps:
        yield Drawing(
            caption="Ours against others",
            says=_THEIRS,
            svg=drawn("practice.html", "gaps", gaps, figures),
            alt="Gaps to others. The table of benchmarks holds the same numbers.",
        )


def to_pptx(view: ExecutionView) -> bytes:
    """Bytes of a presentation: what to do first, then a slide for each part that has something on record."""
    deck, stamp = open_deck(), execution_stamp(view)
    slide = new_slide(deck, stamp.title)
    put_text(slide, headline(view), (0.6, 1.6, 12.1, 2.2), 28)
    put_text(slide, "\n".join(f"{label}: {value}" for label, value in stamp.lines), (0.6, 4.6, 12.1, 2.2), 14)
    table_slide(deck, cut(tables.findings(view), 5, ("severity", "found", "do")))
    if "satisfaction" in view.parts and view.review.satisfaction is not None:
        _satisfaction_slide(deck, view)
    for part, table, keys in _slides(view):
        if part in view.parts and table.rows:
            table_slide(deck, cut(table, _MOST_ROWS, keys))
    return saved(deck, stamp)


def _slides(view: ExecutionView) -> Iterator[tuple[str, Table, tuple[str, ...]]]:
    """Parts, their tables, and the columns that fit on a slide; all where none are named."""
    yield "tests", _titled(tables.tests(view), headline_of_tests(view)), ("hypothesis", "effect", "verdict", "decision")
    yield "satisfaction", impact(view), ("driver", "impact", "then")
    yield "rewards", tables.rewards(view), ()
    yield "benchmarks", benchmarks(view), ("dimension", "ours", "theirs", "who", "gap", "day")
    yield "loop", tables.loop(view), ()
    yield "telling", tables.telling(view), ("alliance", "firm", "level", "reach", "last")
    yield "negotiations", tables.negotiations(view), ("negotiation", "signed", "match", "led", "formed", "carried")
    yield "forms", tables.forms(view), ("alliance", "form", "since", "why")


def _titled(table: Table, title: str) -> Table:
    return Table(name=table.name, caption=title, columns=table.columns, rows=table.rows, empty=table.empty)


def _satisfaction_slide(deck: "Presentation", view: ExecutionView) -> None:
    """Drivers as bars that can be edited, the lowest on top; what follows stands beside them."""
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    known = [span for span in figures.drivers(view) if span.at is not None]
    notes = satisfaction_notes(view)
    slide = new_slide(deck, notes[1] if len(notes) > 1 else "What partners are satisfied with")
    if not known:
        put_text(slide, "\n".join(notes), (0.6, 1.6, 12.1, 4.6), 16)
        return
    data = CategoryChartData(number_format="0.00")
    data.categories = [printable(span.title) for span in reversed(known)]
    data.add_series("Steps 1 to 5", [float(span.value) for span in reversed(known)])
    told = "; ".join(f"{span.title} {span.value}" for span in known)
    chart = put_chart(slide, XL_CHART_TYPE.BAR_CLUSTERED, data, f"Drivers of satisfaction: {told}", width=7.4)
    chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 1, 5
    put_text(slide, "\n".join(notes), (8.3, 1.5, 4.5, 4.8), 13)
