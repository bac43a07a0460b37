"""What one partner earns: heading and tiles."""

from alliancenet.model.earnings import EarningsReview, PartnerEarnings
from alliancenet.model.economics import ProfitClass
from alliancenet.privacy.earnings_view import EarningsView
from alliancenet.report import words
from alliancenet.report.figures.spark import spark
from alliancenet.report.headlines import Headline
from alliancenet.report.home import Tile
from alliancenet.report.money.economics import span_in_words


def partner_headline(view: EarningsView, partner: PartnerEarnings) -> Headline:
    """What one partner earns us, and whether stopping would change it."""
    review, line = view.review, partner.statement.lines["contribution"]
    count = words.plural(partner.statement.documents, "document")
    below = f"{words.capital(span_in_words(review))}, closed periods only; {count}."
    if line.value is None:
        reason = line.reason or "not enough data to say"
        return Headline(sentence=words.sentence(f"What {partner.name} earns cannot be told: {reason}"), below=below)
    amount = words.amount(abs(line.value), review.currency)
    if partner.statement.profit is ProfitClass.CANNOT_BE_TOLD:
        said = f"whether {partner.name} brings more than it costs is not sure: the times given allow both"
    elif line.value > 0:
        sales = partner.statement.lines["net_sales"].value or 0
        share = f", {100 * line.value / sales:.0f} % of what it bought" if sales > 0 else ""
        said = f"{partner.name} earned {amount} in {span_in_words(review)}{share}"
    elif line.value == 0:
        said = f"{partner.name} brings as much as it costs"
    else:
        said = f"{partner.name} lost {amount} in {span_in_words(review)}{_running(partner)}{_ending(review, partner)}"
    return Headline(sentence=words.sentence(said), below=below)


def _running(partner: PartnerEarnings) -> str:
    count = 0
    for earned in reversed(partner.periods):
        if earned.high is None or earned.high >= 0:
            break
        count += 1
    return f", as in each of the last {words.counted(count)} closed periods" if count > 1 else ""


def _ending(review: EarningsReview, partner: PartnerEarnings) -> str:
    if partner.stop is None:
        return ""
    size = words.amount(abs(partner.stop.value), review.currency)
    if partner.stop.value > 0:
        return f"; ending it would gain {size} over {partner.stop.years:g} years"
    return f"; ending it would still cost {size} over {partner.stop.years:g} years"


def going_on(view: EarningsView, partner: PartnerEarnings) -> str:
    """What the relationship is worth if it goes on, and why that may be less than nothing and ending it still cost."""
    value = partner.value
    if value is None or value.value is None:
        return ""
    currency = view.review.currency
    ends = ""
    if value.low is not None and value.high is not None:
        ends = f" ({words.amount(value.low, currency)} to {words.amount(value.high, currency)})"
    years, worth = f"{view.review.years:g}", words.amount(value.value, currency)
    told = f"if it goes on, the next {years} years are worth {worth}{ends}, all it costs counted"
    if value.value < 0 and partner.stop is not None and partner.stop.value <= 0:
        told += "; ending it costs more all the same, since most of what it costs would have to be paid without it"
    return words.sentence(told)


def partner_tiles(view: EarningsView, partner: PartnerEarnings) -> tuple[Tile, ...]:
    """Contribution, cost to serve of its sales, behaviours that cost, worth from here on."""
    return (
        _partner_total(view.review, partner),
        _partner_cost(view.review, partner),
        _partner_behaviours(view.review, partner),
        _partner_value(view.review, partner),
    )


def _partner_total(review: EarningsReview, partner: PartnerEarnings) -> Tile:
    line = partner.statement.lines["contribution"]
    ends = ""
    if line.low is not None and line.high is not None and line.low != line.high:
        ends = f"{words.amount(line.low, review.currency)} to {words.amount(line.high, review.currency)}"
    tone = "not-measured" if line.value is None else "act" if line.value < 0 else "on-track"
    return Tile(
        title="Contribution",
        big=words.NONE if line.value is None else words.amount_parts(line.value, review.currency)[0],
        of="" if line.value is None else review.currency,
        moved=ends or partner.statement.profit.value,
        tone=tone,
        spark=spark([earned.value for earned in partner.periods]),
        anchor="#statement",
    )


def _partner_cost(review: EarningsReview, partner: PartnerEarnings) -> Tile:
    point, cut = review.place(partner.id), review.matrix.cost_cut
    against = "" if cut is None else f"the partner in the middle takes {100 * cut:.0f} %"
    return Tile(
        title="Cost to serve",
        big=words.NONE if point is None else f"{100 * point.cost:.0f}",
        of="" if point is None else "% of net sales",
        moved=against if point is not None else "no sales in the span",
        tone="not-measured" if point is None or cut is None else "watch" if point.cost > cut else "on-track",
        spark=None,
        anchor="#statement",
    )


def _partner_behaviours(review: EarningsReview, partner: PartnerEarnings) -> Tile:
    found = partner.behaviours
    above = sum(behaviour.above_median or 0 for behaviour in found.behaviours)
    moved = f"{words.amount(above, review.currency)} above the median partner" if above else "nothing above the median"
    return Tile(
        title="Behaviours that cost",
        big=str(found.high) if found.known else words.NONE,
        of=f"of {found.known} known" if found.known else "",
        moved=moved,
        tone="not-measured" if not found.known else "watch" if found.high else "on-track",
        spark=None,
        anchor="#behaviours",
    )


def _partner_value(review: EarningsReview, partner: PartnerEarnings) -> Tile:
    value = partner.value
    known = value is not None and value.value is not None
    return Tile(
        title="Worth from here on",
        big=words.amount_parts(value.value or 0, review.currency)[0] if value is not None and known else words.NONE,
        of=review.currency if known else "",
        moved=f"present value, {review.years:g} years" if known else (value.reason if value else "nothing on record"),
        tone=("act" if value is not None and (value.value or 0) < 0 else "on-track") if known else "not-measured",
        spark=None,
        anchor="#value",
    )
