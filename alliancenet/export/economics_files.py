"""What relationships earn as files for the board: PDF with the pictures of the pages, workbook, slides."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from alliancenet.export import workbook
from alliancenet.export.deck import cut, new_slide, open_deck, put_chart, put_text, saved, table_slide
from alliancenet.export.document import Drawing
from alliancenet.export.document import to_pdf as typeset
from alliancenet.export.programme_slides import growth_slide, impact_slide, levers_slide
from alliancenet.export.stamp import earnings_stamp, printable
from alliancenet.model.profit import MatrixPoint
from alliancenet.privacy import EarningsView, ReviewView
from alliancenet.report import words
from alliancenet.report.drawing import drawn
from alliancenet.report.figures import four_cells, levers, profit_matrix, values, whale
from alliancenet.report.money.customers import customers_headline
from alliancenet.report.money.decisions import decisions
from alliancenet.report.money.economics import headline
from alliancenet.report.money.impact import impact_headline
from alliancenet.report.money.levers import levers_headline
from alliancenet.report.table import Cell, Table
from alliancenet.report.tables import economics as tables
from alliancenet.report.tables.review_cells import columns

if TYPE_CHECKING:
    from pptx.presentation import Presentation

_MOST_ROWS, _MOST_POINTS, _MOST_BARS = 8, 60, 16
_GAIN, _LOSS = (0x0B, 0x6B, 0x4F), (0xB3, 0x26, 0x1E)


def to_pdf(view: EarningsView, portfolio: ReviewView | None = None) -> bytes:
    """Bytes of a PDF: two pages for the board (curve and matrix, what to decide, losses), then every table."""
    asked, losses = to_decide(view, portfolio), tables.losses(view)
    others = [table for table in tables.all_tables(view) if table.name != losses.name]
    return typeset(
        (asked, losses, *others),
        earnings_stamp(view),
        headline(view).sentence,
        _pictures(view),
        first=2,
        top=_board_pictures(view),
    )


def to_xlsx(view: EarningsView, portfolio: ReviewView | None = None) -> bytes:
    """Bytes of a workbook: charts on the first sheet, what to decide, then every table, to the last digit."""
    told = (to_decide(view, portfolio), *tables.all_tables(view))
    return workbook.to_xlsx(told, earnings_stamp(view), _charts(view), headline=headline(view).sentence)


def _charts(view: EarningsView) -> tuple[workbook.Chart, ...]:
    currency = view.review.currency
    return (
        workbook.Chart(
            kind="line",
            title=f"{whale.sentence(view.review)} (whale curve)",
            table="curve",
            across="partner",
            up="sum",
            titles=("partners, the best first", f"contribution summed up, {currency}"),
        ),
        workbook.Chart(
            kind="column",
            title="Contribution of each partner",
            table="curve",
            across="partner",
            up="contribution",
            titles=("partners, the best first", currency),
        ),
        workbook.Chart(
            kind="scatter",
            title="Net margin against cost to serve, shares of net sales",
            table="matrix",
            across="serving",
            up="margin",
            titles=("cost to serve, of net sales", "net margin, of net sales"),
            is_share=True,
        ),
        workbook.Chart(
            kind="column",
            title="Worth from here on, present value",
            table="values",
            across="partner",
            up="value",
            titles=("partners", currency),
        ),
        workbook.Chart(
            kind="scatter",
            title="What matters, and how it is met",
            table="qualities",
            across="impact",
            up="performance",
            titles=("impact on the outcome", "performance, 0-100"),
        ),
    )


def to_decide(view: EarningsView, portfolio: ReviewView | None) -> Table:
    """What to decide about money, with who answers for it."""
    return Table(
        name="decide",
        caption="To decide",
        columns=columns("what:What to decide~", "why:Why~", "owner:Owner", "code:Found by!"),
        rows=tuple(
            (
                Cell(text=advice.named),
                Cell(text=advice.why),
                Cell(text=advice.owner) if advice.owner else Cell(text="nobody on record", tone="withheld"),
                Cell(text=advice.code),
            )
            for advice in decisions(view, portfolio)
        ),
        empty="No rule about money found anything to decide.",
    )


def _board_pictures(view: EarningsView) -> list[Drawing]:
    """The curve and the matrix, side by side on the first page."""
    review, found = view.review, []
    curve, matrix = whale.whale(review), profit_matrix.profit_matrix(review)
    if curve is not None:
        found.append(
            Drawing(
                caption="Where profit is made and given back",
                says=curve.sentence,
                svg=drawn("money.html", "whale", curve, whale, links=True),
                alt=f"Whale curve. {curve.sentence} The table of the curve holds the same numbers.",
            )
        )
    if matrix is not None:
        found.append(
            Drawing(
                caption="What sales leave, against what serving costs",
                says="On the red ground serving costs more than the margin; the area is net sales.",
                svg=drawn("money.html", "profit_matrix", matrix, profit_matrix, links=True),
                alt="Profitability matrix: cost to serve across, net margin up; its table holds the same numbers.",
            )
        )
    return found


def _pictures(view: EarningsView) -> list[Drawing]:
    """What partners are worth, what matters to them, and what is done about it."""
    worth, found = values.values(view.review, _MOST_ROWS), []
    if worth is not None:
        found.append(
            Drawing(
                caption="What each partner is worth from here on",
                says=customers_headline(view).sentence + _left_out(worth.left_out),
                svg=drawn("money.html", "worth", worth, values, links=True),
                alt="Bars of what each partner is worth; the table of values holds the same numbers.",
            )
        )
    return [*found, *_programme_pictures(view)]


def _programme_pictures(view: EarningsView) -> list[Drawing]:
    """What matters to customers, and which programmes there are."""
    review, found = view.review, []
    cells = four_cells.four_cells(review.impact.segments[0]) if review.impact else None
    board = levers.board(review.levers)
    if cells is not None:
        found.append(
            Drawing(
                caption="What matters to customers, and how it is met",
                says=impact_headline(view).sentence,
                svg=drawn("money.html", "four_cells", cells, four_cells),
                alt=f"Impact across, performance up. {cells.text}. The table of qualities holds the same numbers.",
            )
        )
    if board is not None:
        found.append(
            Drawing(
                caption="Programmes by goal and lever",
                says=levers_headline(view).sentence,
                svg=drawn("money.html", "board", board, levers),
                alt=f"Board of programmes. {board.text}. The table of programmes holds the same.",
            )
        )
    return found


def _left_out(count: int) -> str:
    return f" The best and the worst; {count} between them stand in the table." if count else ""


def to_pptx(view: EarningsView, portfolio: ReviewView | None = None) -> bytes:
    """Bytes of a presentation: the message as title of each slide, native charts that can be edited."""
    deck = open_deck()
    stamp = earnings_stamp(view)
    said = headline(view)
    slide = new_slide(deck, stamp.title)
    put_text(slide, said.sentence, (0.6, 1.6, 12.1, 2.2), 28)
    put_text(slide, said.below, (0.6, 3.6, 12.1, 0.6), 16)
    put_text(slide, "\n".join(f"{label}: {value}" for label, value in stamp.lines), (0.6, 4.6, 12.1, 2.2), 14)
    _curve_slide(deck, view)
    _matrix_slide(deck, view)
    table_slide(deck, cut(to_decide(view, portfolio), 5, ("what", "why", "owner")))
    table_slide(deck, cut(tables.losses(view), _MOST_ROWS))
    _values_slide(deck, view)
    growth_slide(deck, view)
    impact_slide(deck, view)
    levers_slide(deck, view)
    return saved(deck, stamp)


def _curve_slide(deck: "Presentation", view: EarningsView) -> None:
    """The whale curve as a line that can be edited, its losers named beside it."""
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    review, curve = view.review, view.review.curve
    if not curve.points:
        table_slide(deck, tables.curve(view))
        return
    says = whale.sentence(review)
    slide = new_slide(deck, says)
    # the best, and all that fall: a curve of thousands is not edited point by point
    points = curve.points if len(curve.points) <= _MOST_POINTS else _thinned(curve.points)
    data = CategoryChartData(number_format="0")
    data.categories = [printable(review.names[point.partner]) for point in points]
    if curve.is_bars:
        data.add_series("Contribution", [point.contribution / review.minor_units for point in points])
        kind, title = XL_CHART_TYPE.COLUMN_CLUSTERED, f"Contribution, {review.currency}"
    else:
        has_share = points[-1].share is not None
        sums = [
            round(point.share or 0.0, 1) if has_share else point.cumulative / review.minor_units for point in points
        ]
        data.add_series("Contribution summed up", sums)
        kind = XL_CHART_TYPE.LINE_MARKERS
        title = "Contribution summed up, % of the total" if has_share else f"Contribution summed up, {review.currency}"
    chart = put_chart(slide, kind, data, f"Whale curve. {says}", width=8.8)
    chart.has_title = False
    _paint_losses(chart.plots[0].series[0], [point.contribution < 0 for point in points], is_line=not curve.is_bars)
    chart.value_axis.has_title = True
    chart.value_axis.axis_title.text_frame.text = title
    losing = [point for point in reversed(curve.points) if point.contribution < 0][:_MOST_ROWS]
    lines = [f"{review.names[point.partner]}: {words.amount(point.contribution, review.currency)}" for point in losing]
    put_text(slide, "\n".join(["Cost more than they bring", *lines] if lines else []), (9.6, 1.5, 3.4, 4.6), 14)


def _paint_losses(series: Any, lost: Sequence[bool], *, is_line: bool) -> None:
    """Gains and losses in the colours of the pages; a line has them on its points."""
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_MARKER_STYLE

    if is_line:
        series.smooth = False
        series.format.line.color.rgb = RGBColor(*_GAIN)
    else:
        series.invert_if_negative = False
    painted = [(series.points[place], _LOSS) for place, is_lost in enumerate(lost) if is_lost]
    for whole, colour in [(series, _GAIN), *painted]:
        if is_line:
            whole.marker.style, whole.marker.size = XL_MARKER_STYLE.CIRCLE, 7 if whole is series else 10
        ground = (whole.marker if is_line else whole).format.fill
        ground.solid()
        ground.fore_color.rgb = RGBColor(*colour)


def _thinned(points: Any) -> list[Any]:
    step = -(-len(points) // _MOST_POINTS)
    return [
        point
        for place, point in enumerate(points)
        if place % step == 0 or point.contribution < 0 or place == len(points) - 1
    ]


def _matrix_slide(deck: "Presentation", view: EarningsView) -> None:
    """Cost to serve across, net margin up, the area is net sales; those that lose are a series of their own."""
    from pptx.chart.data import BubbleChartData
    from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION

    review, points = view.review, view.review.matrix.points
    if not points:
        table_slide(deck, tables.matrix(view))
        return
    lost = [point for point in points if point.contribution < 0]
    others = [point for point in points if point.contribution >= 0]
    verb = "costs" if len(lost) == 1 else "cost"
    few, all_of_them = words.capital(words.counted(len(lost))), words.counted(len(points))
    title = f"{few} of {all_of_them} partners {verb} more to serve than their sales leave"
    slide = new_slide(deck, title)
    data = BubbleChartData()
    for name, group in (("brings more than it costs", others), ("costs more than it brings", lost)):
        if group:
            series = data.add_series(name)
            for point in group:
                sales = max(point.sales / review.minor_units, 0.1)
                series.add_data_point(round(100 * point.cost, 1), round(100 * point.margin, 1), sales)
    alt = "Bubble chart of net margin against cost to serve. " + "; ".join(_told(view, point) for point in points[:40])
    chart = put_chart(slide, XL_CHART_TYPE.BUBBLE, data, alt, width=8.8)
    chart.plots[0].bubble_scale = 40
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    for axis, text in (
        (chart.category_axis, "Cost to serve, % of net sales"),
        (chart.value_axis, "Net margin, % of net sales"),
    ):
        axis.has_title = True
        axis.axis_title.text_frame.text = text
        axis.minimum_scale = min(0.0, *(100 * (point.cost if "Cost" in text else point.margin) for point in points))
    _name_points(chart, lost, review.names)
    put_text(slide, "\n".join(_told(view, point) for point in lost[:_MOST_ROWS]), (9.6, 1.5, 3.4, 4.6), 14)


def _told(view: EarningsView, point: MatrixPoint) -> str:
    return (
        f"{view.review.names[point.partner]}: margin {100 * point.margin:.0f} %, cost to serve {100 * point.cost:.0f} %"
    )


def _name_points(chart: Any, lost: list[MatrixPoint], names: dict[str, str]) -> None:
    """Those that lose carry their names; the others are told in the table."""
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_LABEL_POSITION
    from pptx.util import Pt

    for series in chart.plots[0].series:
        series.format.fill.solid()
        is_lost = series.name.startswith("costs")
        series.format.fill.fore_color.rgb = RGBColor(*(_LOSS if is_lost else _GAIN))
        for place, point in enumerate(lost if is_lost else ()):
            label = series.points[place].data_label
            label.text_frame.text = printable(names[point.partner])
            label.text_frame.paragraphs[0].runs[0].font.size = Pt(11)
            label.position = XL_LABEL_POSITION.ABOVE


def _values_slide(deck: "Presentation", view: EarningsView) -> None:
    """What partners are worth from here on: the best and the worst."""
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE, XL_TICK_LABEL_POSITION

    review = view.review
    drawn_values = values.values(review, _MOST_BARS)
    if drawn_values is None:
        return
    slide = new_slide(deck, customers_headline(view).sentence)
    data = CategoryChartData(number_format="#,##0")
    worth = {
        partner.name: partner.value.value / review.minor_units
        for partner in review.partners
        if partner.value is not None and partner.value.value is not None
    }
    shown = [row.name for row in reversed(drawn_values.rows)]
    data.categories = [printable(name) for name in shown]
    data.add_series(f"Worth from here on, {review.currency}", [round(worth[name], 2) for name in shown])
    text = "; ".join(f"{row.name}: {row.text}" for row in drawn_values.rows)
    chart = put_chart(slide, XL_CHART_TYPE.BAR_CLUSTERED, data, f"Bar chart. {text}")
    chart.has_title = False
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW  # clear of the bars below zero
    chart.plots[0].gap_width = 40
    chart.value_axis.tick_labels.number_format, chart.value_axis.tick_labels.number_format_is_linked = "#,##0", False
    _paint_losses(chart.plots[0].series[0], [worth[name] < 0 for name in shown], is_line=False)
    chart.value_axis.has_title = True
    chart.value_axis.axis_title.text_frame.text = f"Present value, {review.currency}"
