"""Tables of who stays and what each partner is worth."""

from alliancenet.model.earnings import EarningsReview, PartnerEarnings
from alliancenet.model.strength import BaseState, MoneyRange, entered_words
from alliancenet.privacy.earnings_view import EarningsView
from alliancenet.report import words
from alliancenet.report.table import Cell, Row, Table
from alliancenet.report.tables.money_cells import UNKNOWN, amount_cell, money_columns, partner_cell, share_cell
from alliancenet.report.tables.review_cells import columns


def values(view: EarningsView) -> Table:
    """What each partner is worth from here on."""
    review = view.review
    found = [partner for partner in review.partners if partner.value is not None]
    found.sort(key=lambda one: (one.value is None or one.value.value is None, -((one.value and one.value.value) or 0)))
    return Table(
        name="values",
        caption=f"Worth from here on, present value over {review.years:g} years where the model has a horizon",
        columns=money_columns(review, "partner:Partner", "value:Value$", "model:How it was told~", "alive:Still buys#"),
        rows=tuple(_value_row(review, partner) for partner in found),
        empty="Nobody's value can be told.",
    )


def _value_row(review: EarningsReview, partner: PartnerEarnings) -> Row:
    value = partner.value
    if value is None:
        return (partner_cell(partner), UNKNOWN, Cell(text=""), Cell(text=words.NONE))
    ends = ""
    if value.low is not None and value.high is not None:
        ends = f"{words.amount(value.low, review.currency)} to {words.amount(value.high, review.currency)}"
    return (
        partner_cell(partner),
        amount_cell(value.value, review, ends or value.reason, colour=True),
        Cell(text=value.model),
        share_cell(value.alive),
    )


def base(view: EarningsView) -> Table:
    """The base by strength of relationship: where partners stand, how they move, what that is worth."""
    review, found = view.review, view.review.base
    told = f"; {entered_words(found.entered, found.cells)}" if found else ""
    return Table(
        name="base",
        caption=f"The base by strength of relationship{told}",
        columns=money_columns(
            review,
            "state:State",
            "partners:Partners#",
            "contribution:Contribution$",
            "sales:Net sales$",
            "up:Moved up#",
            "down:Moved down#",
            "left:Left#",
            "worth:One is worth$",
            "climb:A step up is worth$",
        ),
        rows=tuple(_state_row(review, state) for state in found.states) if found else (),
        empty="Neither states nor sales are on record (economics/states.csv).",
    )


def _state_row(review: EarningsReview, state: BaseState) -> Row:
    names = [review.names.get(name, name) for name in state.partners]
    return (
        Cell(text=words.capital(state.state)),
        Cell(text=str(len(names)), order=float(len(names)), detail=words.listed(names[:6]) if len(names) < 7 else ""),
        amount_cell(state.contribution, review, colour=True),
        amount_cell(state.sales, review),
        *(_moves_cell(count, state.moves) for count in (state.up, state.down, state.left)),
        _range_cell(state.worth, review),
        _range_cell(state.climb, review, f"to {state.climb_to}; " if state.climb_to else ""),
    )


def _moves_cell(count: int, moves: int) -> Cell:
    if not moves:
        return Cell(text=words.NONE, tone="withheld")
    return Cell(text=f"{100 * count / moves:.1f} %", order=count / moves, detail=f"{count} of {moves} moves")


def _range_cell(found: MoneyRange | None, review: EarningsReview, told: str = "") -> Cell:
    if found is None:
        return Cell(text=words.NONE, tone="withheld")
    low, high = (words.amount(end, review.currency) for end in (found.low, found.high))
    return amount_cell(found.value, review, f"{told}{low} to {high}, 90 % interval", colour=True)


def kept(view: EarningsView) -> Table:
    """Who stayed, and how long contracts live."""
    keeping = view.review.keeping
    rate = keeping.rate
    between = f"{keeping.first} to {keeping.last}" if keeping.first else ""
    rows: list[Row] = [
        (
            Cell(text="Partners kept", detail=between),
            share_cell(
                None if rate is None else rate[0],
                keeping.reason or (f"{100 * rate[1]:.1f} to {100 * rate[2]:.1f} %, 90 % interval" if rate else ""),
            ),
            Cell(text=f"{keeping.kept} of {keeping.at_start}", order=float(keeping.at_start)),
        ),
        (
            Cell(text="Sales kept, growth not counted", detail=between),
            share_cell(keeping.revenue_kept),
            Cell(text=words.NONE),
        ),
        (
            Cell(text="Sales kept, with growth", detail=between),
            share_cell(keeping.revenue_with_growth),
            Cell(text=words.NONE),
        ),
    ]
    rows += [
        (
            Cell(text=f"Contracts alive after {words.plural(point.years, 'year')}"),
            share_cell(point.share, f"{100 * point.low:.1f} to {100 * point.high:.1f} %, 90 % interval"),
            Cell(text=f"{point.at_risk} watched so long", order=float(point.at_risk)),
        )
        for point in keeping.survival
    ]
    return Table(
        name="kept",
        caption="Who stays",
        columns=columns("what:What", "share:Share#", "count:Of how many"),
        rows=tuple(rows),
    )


def models(view: EarningsView) -> Table:
    """Which models of lifetime value could be used, and what they found."""
    return Table(
        name="models",
        caption="How values were worked out",
        columns=columns("model:Model", "state:Used", "parameters:Parameters~", "check:How it predicted~"),
        rows=tuple(
            (
                Cell(text=words.capital(note.model)),
                Cell(text="not used" if note.reason else "used", detail=note.reason),
                Cell(text=", ".join(f"{name} {value:.4g}" for name, value in note.parameters.items()) or words.NONE),
                Cell(text=note.check or words.NONE),
            )
            for note in view.review.models
        ),
        empty="No model was tried.",
    )
