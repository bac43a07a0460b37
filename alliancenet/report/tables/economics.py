"""Tables about money over all partners: the twins of the pictures, and what files hand on."""

from collections.abc import Callable
from functools import partial

from alliancenet.language import digits, say, say_n
from alliancenet.model.earnings import EarningsReview, PartnerEarnings
from alliancenet.privacy.earnings_view import EarningsView
from alliancenet.report import words
from alliancenet.report.money.decisions import ways_out
from alliancenet.report.money.economics import losing, span_of
from alliancenet.report.table import Cell, Row, Table
from alliancenet.report.tables import customers, impact, levers
from alliancenet.report.tables.money_cells import amount_cell, line_cell, money_columns, partner_cell, share_cell
from alliancenet.report.tables.review_cells import columns
from alliancenet.report.tables.sheets import sheet_notes, sheet_table


def of_economics(view: EarningsView) -> tuple[Table, ...]:
    """Tables of the page that tells where profit is made and lost."""
    makers = (partners, losses, curve, curve_measures, matrix, capacity, findings, remarks)
    return tuple(make(view) for make in makers)


def all_tables(view: EarningsView) -> tuple[Table, ...]:
    """Every table over all partners, in the order a reader needs them."""
    makers: tuple[Callable[[EarningsView], Table], ...] = (
        partners,
        losses,
        curve,
        curve_measures,
        matrix,
        capacity,
        customers.base,
        customers.values,
        customers.kept,
        impact.qualities,
        impact.segment_qualities,
        impact.differences,
        impact.segments,
        levers.programmes,
        levers.empty_cells,
        *(partial(sheet_table, sheet=sheet) for sheet in view.review.sheets if sheet.is_known),
        sheet_notes,
        findings,
        customers.models,
        remarks,
    )
    return tuple(make(view) for make in makers)


def _by_contribution(review: EarningsReview) -> list[PartnerEarnings]:
    def place(partner: PartnerEarnings) -> tuple[bool, int, str]:
        value = partner.statement.lines["contribution"].value
        return (value is None, -(value or 0), partner.id)

    return sorted(review.partners, key=place)


def partners(view: EarningsView) -> Table:
    """One row for each partner, the best first."""
    review = view.review
    return Table(
        name="partners",
        caption=say("What each partner earns, {span}, bounds below", span=span_of(review)),
        columns=money_columns(
            review,
            "partner:Partner",
            "sales:Net sales$",
            "margin:Net margin$",
            "serving:Cost to serve$",
            "contribution:Contribution$",
            "class:Can be told",
            "quadrant:Place in the matrix",
            "behaviours:Behaviours that cost#",
        ),
        rows=tuple(_partner_row(review, partner) for partner in _by_contribution(review)),
        empty=say("No partner has a row in the files of economics."),
    )


def _partner_row(review: EarningsReview, partner: PartnerEarnings) -> Row:
    lines, point = partner.statement.lines, review.place(partner.id)
    known = partner.behaviours.known
    return (
        partner_cell(partner),
        *(line_cell(lines[name], review) for name in ("net_sales", "net_margin", "cost_to_serve")),
        line_cell(lines["contribution"], review, colour=True),
        Cell(
            text=words.retold(partner.statement.profit.value),
            detail=say("over capacity") if partner.statement.over_capacity else "",
        ),
        Cell(text=words.retold(point.label) if point else words.NONE),
        Cell(
            text=str(partner.behaviours.high),
            order=float(partner.behaviours.high),
            detail=say("of {count} known", count=known),
        )
        if known
        else Cell(text=words.NONE, tone="withheld"),
    )


def losses(view: EarningsView) -> Table:
    """Partners that lose, and what alone would end each loss."""
    review = view.review
    return Table(
        name="losses",
        caption=say("Losses, what alone would end each, and what stopping would change"),
        columns=money_columns(
            review,
            "partner:Partner",
            "contribution:Contribution$",
            "ways:What alone would end it~",
            "stop:If it were ended$",
            "stranded:Cost that would stay$",
        ),
        rows=tuple(_loss_row(review, partner) for partner in losing(review)),
        empty=say("No partner costs more than it brings."),
    )


def _loss_row(review: EarningsReview, partner: PartnerEarnings) -> Row:
    loss, stop = partner.loss, partner.stop
    stopping = amount_cell(None, review)
    if stop is not None:
        ends = say(
            "{low} to {high}, {years} years",
            low=words.amount(stop.none_avoided, review.currency),
            high=words.amount(stop.all_avoided, review.currency),
            years=digits(f"{stop.years:g}"),
        )
        stopping = amount_cell(stop.value, review, ends, colour=True)
    return (
        partner_cell(partner),
        line_cell(partner.statement.lines["contribution"], review, colour=True),
        Cell(
            text=words.capital(say(", or ").join(ways_out(review, loss))) if loss else words.NONE,
            detail=say("look first at {what}", what=words.retold(loss.whose)) if loss and loss.whose else "",
        ),
        stopping,
        amount_cell(stop.stranded if stop else None, review),
    )


def curve(view: EarningsView) -> Table:
    """The table twin of the whale curve."""
    review = view.review
    reason = review.curve.reason
    return Table(
        name="curve",
        caption=say("The whale curve: contribution summed up, the best partner first"),
        columns=money_columns(
            review,
            "place:Place#",
            "partner:Partner",
            "contribution:Contribution$",
            "sum:Sum so far$",
            "share:Of the total#",
        ),
        rows=tuple(
            (
                Cell(text=str(place), order=float(place)),
                Cell(text=review.names[point.partner], target=("partner", point.partner)),
                amount_cell(
                    point.contribution,
                    review,
                    "" if point.is_told else say("may lie on either side of zero"),
                    colour=True,
                ),
                amount_cell(point.cumulative, review),
                share_cell(None if point.share is None else point.share / 100),
            )
            for place, point in enumerate(review.curve.points, start=1)
        ),
        empty=words.sentence(say("The curve is withheld: {reason}", reason=words.retold(reason)))
        if reason
        else say("No partner's contribution is known."),
    )


def curve_measures(view: EarningsView) -> Table:
    """What the curve is measured by."""
    curve = view.review.curve
    bounds = [
        say("{low} to {high}, {kind}", low=f"{pair[0]:.0f}", high=digits(f"{pair[1]:.0f} %"), kind=kind)
        for pair, kind in ((curve.peak_bounds, say("bounds")), (curve.peak_drawn, say("90 % interval")))
        if pair
    ]
    rows = (
        (say("Peak: what was earned before the losses"), _points(curve.peak, "; ".join(bounds))),
        (say("Erosion: given back by those that lose"), _points(curve.erosion)),
        (say("The best fifth of the partners makes"), _points(curve.top_fifth)),
        (say("The seven tenths in the middle make"), _points(curve.middle)),
        (say("The last tenth makes"), _points(curve.worst_tenth)),
        (say("Losses over gains"), share_cell(curve.loss_ratio)),
        (say("Sales with partners that earn"), share_cell(curve.profitable_sales)),
        (say("Largest fifth by sales that stand among the best or worst fifth"), share_cell(curve.large_at_ends)),
        (say("Sales of which the contribution is known"), share_cell(curve.coverage)),
    )
    note = f"; {words.retold(curve.no_percentages)}" if curve.no_percentages else ""
    return Table(
        name="curve_measures",
        caption=say("The whale curve in numbers, of the total contribution{note}", note=note),
        columns=columns("what:What", "value:Value#"),
        rows=tuple((Cell(text=what), cell) for what, cell in rows),
    )


def _points(percent: float | None, detail: str = "") -> Cell:
    return share_cell(None if percent is None else percent / 100, detail)


def matrix(view: EarningsView) -> Table:
    """The table twin of the profitability matrix."""
    review = view.review
    cuts = ""
    if review.matrix.cost_cut is not None and review.matrix.margin_cut is not None:
        cuts = say(
            "; cut at {margin} margin and {cost} cost",
            margin=digits(f"{100 * review.matrix.margin_cut:.1f} %"),
            cost=digits(f"{100 * review.matrix.cost_cut:.1f} %"),
        )
    return Table(
        name="matrix",
        caption=say("Net margin against cost to serve, shares of net sales{cuts}", cuts=cuts),
        columns=money_columns(
            review,
            "partner:Partner",
            "margin:Net margin#",
            "serving:Cost to serve#",
            "left:Left over#",
            "sales:Net sales$",
            "place:Place",
        ),
        rows=tuple(
            (
                Cell(text=review.names[point.partner], target=("partner", point.partner)),
                share_cell(point.margin),
                share_cell(point.cost),
                share_cell(point.margin - point.cost),
                amount_cell(point.sales, review),
                Cell(text=words.retold(point.label)),
            )
            for point in review.matrix.points
        ),
        empty=say("No partner has sales and a known contribution."),
    )


def capacity(view: EarningsView) -> Table:
    """Cost of every resource, cut in three parts that add up to it."""
    review = view.review
    rest = (
        say("; not assigned, and never allocated: {amount}", amount=words.amount(review.unassigned, review.currency))
        if review.unassigned
        else ""
    )
    return Table(
        name="capacity",
        caption=say("What time costs, and where it went; the three parts add up{rest}", rest=rest),
        columns=money_columns(
            review,
            "resource:Resource",
            "period:Period!",
            "cost:Cost$",
            "partners:Partners$",
            "others:Other work$",
            "unused:Nobody used$",
            "used:Used#",
        ),
        rows=tuple(
            (
                Cell(text=words.capital(words.plain(use.resource))),
                Cell(text=review.period_names[str(use.period)]),
                amount_cell(use.cost, review),
                amount_cell(use.partners, review),
                amount_cell(use.others, review),
                amount_cell(
                    use.unused,
                    review,
                    say_n(
                        "{n} row of events could not be costed",
                        "{n} rows of events could not be costed",
                        use.unknown_events,
                        n=digits(f"{use.unknown_events:,}"),
                    )
                    if use.unknown_events
                    else "",
                    colour=True,
                ),
                Cell(
                    text=digits(f"{100 * use.utilisation:.0f} %"),
                    order=use.utilisation,
                    tone="red" if use.is_over else "",
                    detail=say("times or capacity are wrong") if use.is_over else "",
                ),
            )
            for use in review.uses
        ),
        empty=say("No resources on record (economics/resources.csv)."),
    )


def findings(view: EarningsView) -> Table:
    """What the rules about money found."""
    return Table(
        name="money_findings",
        caption=say("What was found"),
        columns=columns("code:Finding!", "severity:Severity", "what:What was found~", "do:What to do~"),
        rows=tuple(
            (
                Cell(text=words.retold(finding.title), detail=finding.code, target=("finding", finding.code)),
                Cell(
                    text=words.severity(finding.severity),
                    mark=words.SEVERITY_MARK[finding.severity],
                    tone=finding.severity.value,
                    order=float(finding.severity.rank),
                ),
                Cell(text=words.sentence(words.retold(finding.sentence))),
                Cell(text=words.retold(finding.recommendation)),
            )
            for finding in view.review.findings
        ),
        empty=say("No rule about money found anything."),
    )


def remarks(view: EarningsView) -> Table:
    """What reading the books had to say, and what could not be looked at."""
    review = view.review
    told = [
        *map(words.retold, review.remarks),
        *(f"{entry.code}: {words.retold(entry.reason)}" for entry in review.not_looked),
        *(say("nothing on record of {name}", name=name) for name in review.silent),
    ]
    return Table(
        name="remarks",
        caption=say("What could not be told, and what the files had to say"),
        columns=columns("what:What~"),
        rows=tuple((Cell(text=words.sentence(entry)),) for entry in told),
        empty=say("Everything could be told."),
    )
