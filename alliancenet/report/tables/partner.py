"""Tables of one partner in money."""

from collections.abc import Iterable

from alliancenet.model.earnings import EarningsReview, PartnerEarnings
from alliancenet.model.economics import LINES
from alliancenet.model.profit import BEHAVIOURS
from alliancenet.privacy.earnings_view import EarningsView
from alliancenet.report import words
from alliancenet.report.cells import score_cell
from alliancenet.report.table import Cell, Table
from alliancenet.report.tables.money_cells import amount_cell, line_cell, money_columns, share_cell
from alliancenet.report.tables.review_cells import columns


def statement(view: EarningsView, partner: PartnerEarnings) -> Table:
    """Lines of one partner's statement."""
    review = view.review
    return Table(
        name="statement",
        caption=f"Statement of {partner.name}, {review.span}",
        columns=money_columns(review, "line:Line", "amount:Amount$"),
        rows=tuple(
            (
                Cell(text=words.capital(title.strip("-= "))),
                line_cell(partner.statement.lines[name], review, colour=name == "contribution"),
            )
            for name, title in LINES.items()
            if name in partner.statement.lines
        ),
    )


def periods(view: EarningsView, partner: PartnerEarnings) -> Table:
    """Contribution of one partner, period by period."""
    review = view.review
    unit = review.minor_units

    def whole(value: float | None) -> int | None:
        return None if value is None else round(value * unit)

    return Table(
        name="periods",
        caption=f"Contribution of {partner.name} by closed period",
        columns=money_columns(
            review,
            "period:Period!",
            "contribution:Contribution$",
            "low:At worst$",
            "high:At best$",
            "share:Of net sales#",
        ),
        rows=tuple(
            (
                Cell(text=earned.period),
                amount_cell(whole(earned.value), review, colour=True),
                amount_cell(whole(earned.low), review, colour=True),
                amount_cell(whole(earned.high), review, colour=True),
                share_cell(earned.margin),
            )
            for earned in partner.periods
        ),
        empty="No period is closed.",
    )


def behaviours(view: EarningsView, partner: PartnerEarnings) -> Table:
    """Behaviours of one partner in money: the talking sheet."""
    review = view.review
    states = {True: "high", False: "low", None: "not known"}
    return Table(
        name="behaviours",
        caption=f"Behaviours that cost: {partner.behaviours.high} high of {partner.behaviours.known} known",
        columns=money_columns(
            review,
            "behaviour:Behaviour",
            "state:State",
            "cost:Costs us$",
            "above:Above the median partner$",
            "seen:Seen in~",
        ),
        rows=tuple(
            (
                Cell(text=words.capital(BEHAVIOURS[found.id]), detail=found.id),
                Cell(text=states[found.is_high], tone="amber" if found.is_high else ""),
                _money_or_dash(found.cost, review),
                _money_or_dash(found.above_median, review),
                Cell(text=found.seen),
            )
            for found in partner.behaviours.behaviours
        ),
    )


def _money_or_dash(minor: int | None, review: EarningsReview) -> Cell:
    return Cell(text=words.NONE, tone="withheld") if minor is None else amount_cell(minor, review)


def evidence(view: EarningsView, names: Iterable[str]) -> Table:
    """Numbers behind the findings about some subjects."""
    wanted = set(names)
    return Table(
        name="evidence",
        caption="The numbers behind what was found",
        columns=columns("finding:Finding!", "measure:Measure", "value:Value#", "unit:Unit~"),
        rows=tuple(
            (
                Cell(text=finding.code, target=("finding", finding.code)),
                Cell(text=words.title_of(score.metric), detail=score.label),
                score_cell(score),
                Cell(text=score.unit),
            )
            for finding in view.review.findings
            if finding.subject.id in wanted
            for score in finding.evidence
        ),
        empty="Nothing was found about it.",
    )
