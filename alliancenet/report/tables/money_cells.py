"""Cells with money: an amount, a line of a statement, a share, a partner."""

from dataclasses import replace

from alliancenet.language import digits, marked, say
from alliancenet.model.earnings import EarningsReview, PartnerEarnings
from alliancenet.model.economics import MoneyLine
from alliancenet.report import words
from alliancenet.report.table import Cell, Column
from alliancenet.report.tables.review_cells import columns

UNKNOWN = Cell(text=marked("not enough data to say"), tone="withheld")
"""What cannot be told."""


def amount_cell(minor: int | None, review: EarningsReview, detail: str = "", *, colour: bool = False) -> Cell:
    """Minor units as an amount; red below zero where colour is asked for."""
    if minor is None:
        return Cell(text=say(UNKNOWN.text), tone="withheld", detail=detail)
    tone = "red" if colour and minor < 0 else ""
    return Cell(text=words.amount(minor, review.currency), order=minor / review.minor_units, detail=detail, tone=tone)


def line_cell(line: MoneyLine, review: EarningsReview, *, colour: bool = False) -> Cell:
    """A line of a statement with its bounds, or why it is not known."""
    if line.value is None:
        return amount_cell(None, review, words.retold(line.reason))
    ends = ""
    if line.low is not None and line.high is not None and line.low != line.high:
        low, high = (words.amount(end, review.currency) for end in (line.low, line.high))
        ends = say("{low} to {high}", low=low, high=high)
    return amount_cell(line.value, review, ends, colour=colour)


def share_cell(share: float | None, detail: str = "") -> Cell:
    """A share 0-1 in percent."""
    if share is None:
        return Cell(text=words.NONE, tone="withheld", detail=detail)
    return Cell(text=digits(f"{100 * share:.1f} %").replace("-", "−"), order=share, detail=detail)


def partner_cell(partner: PartnerEarnings) -> Cell:
    """A partner, leading to its page."""
    return Cell(text=partner.name, target=("partner", partner.id))


def money_columns(review: EarningsReview, *shorthand: str) -> tuple[Column, ...]:
    """Columns as `columns` makes them; a title that ends in $ is of amounts of money."""
    plain = columns(*(text.replace("$", "#") for text in shorthand))
    decimals = len(str(review.minor_units)) - 1
    return tuple(
        replace(column, currency=review.currency, decimals=decimals) if text.endswith("$") else column
        for column, text in zip(plain, shorthand, strict=True)
    )
