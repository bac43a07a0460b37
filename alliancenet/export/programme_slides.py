"""Slides of what matters to customers, and of what is done about it."""

from typing import TYPE_CHECKING

from alliancenet.export.deck import cut, new_slide, put_chart, put_text, table_slide
from alliancenet.export.master import INK
from alliancenet.export.stamp import printable
from alliancenet.model.impact import ImpactSegment
from alliancenet.privacy import EarningsView
from alliancenet.report.money.impact import impact_headline
from alliancenet.report.tables import levers as lever_tables
from alliancenet.report.tables.impact import by_impact
from alliancenet.report.tables.sheets import sheet_table

if TYPE_CHECKING:
    from pptx.presentation import Presentation

_MOST_ROWS = 8
_ON_EDGE = "on the edge"
_COLOURS = {"fix now": (0xB3, 0x26, 0x1E), "keep and improve": (0x0B, 0x6B, 0x4F), _ON_EDGE: (0x8B, 0x95, 0xA5)}


def impact_slide(deck: "Presentation", view: EarningsView) -> None:
    """Impact across, performance up, as points that can be edited; none where no impact is told."""
    from pptx.chart.data import XyChartData
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_MARKER_STYLE

    found = view.review.impact
    if found is None or not found.segments or not found.segments[0].kind:
        return
    whole = found.segments[0]
    data = XyChartData()
    for name, cells in _by_cell(whole).items():
        series = data.add_series(name)
        for across, up in cells:
            series.add_data_point(round(across, 3), round(up, 1))
    slide = new_slide(deck, impact_headline(view).sentence)
    told = [
        f"{cell.quality}: performance {cell.performance.value:.0f}, impact {cell.impact.value:.2f}"
        for cell in by_impact(whole)
        if cell.performance and cell.impact
    ]
    alt = f"Impact against performance. {'; '.join(told)}"
    chart = put_chart(slide, XL_CHART_TYPE.XY_SCATTER, data, alt, width=8.8)
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0, 100
    for axis, text in ((chart.category_axis, "Impact on the outcome"), (chart.value_axis, "Performance, 0-100")):
        axis.has_title = True
        axis.axis_title.text_frame.text = text
    for series in chart.plots[0].series:
        is_on_edge = series.name == _ON_EDGE
        series.marker.style = XL_MARKER_STYLE.DIAMOND if is_on_edge else XL_MARKER_STYLE.CIRCLE
        series.marker.size = 12
        series.format.line.fill.background()  # points, no line through them
        colour = RGBColor(*_COLOURS.get(series.name, INK))
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = colour
    put_text(slide, "\n".join(printable(line) for line in told[:_MOST_ROWS]), (9.6, 1.5, 3.4, 4.6), 14)


def _by_cell(segment: ImpactSegment) -> dict[str, list[tuple[float, float]]]:
    """Places of the qualities by the cell they are told to lie in."""
    found: dict[str, list[tuple[float, float]]] = {}
    for cell in by_impact(segment):
        if cell.impact and cell.performance:
            name = cell.cell if cell.is_told else _ON_EDGE
            found.setdefault(name, []).append((cell.impact.value, cell.performance.value))
    return found


def levers_slide(deck: "Presentation", view: EarningsView) -> None:
    """Programmes as a table; none without any."""
    if view.review.levers is not None:
        table_slide(
            deck, cut(lever_tables.programmes(view), _MOST_ROWS, ("name", "goal", "lever", "owner", "budget", "flag"))
        )


def growth_slide(deck: "Presentation", view: EarningsView) -> None:
    """Where a larger share of a wallet would bring most; none without wallets."""
    sheet = view.review.sheet("wallet")
    if sheet is not None and sheet.rows:
        table_slide(deck, cut(sheet_table(view, sheet), _MOST_ROWS, ("partner", "category", "share", "target", "gain")))
