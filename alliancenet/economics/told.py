"""A review of economics as text, for whoever of the own firm reads it."""

from collections.abc import Iterator

from alliancenet.economics.layout import in_columns, percent
from alliancenet.economics.overview import EconomicsReview
from alliancenet.language import digits, in_percent
from alliancenet.model.currencies import exact_text, in_words
from alliancenet.model.economics import LINES, IntervalKind, MoneyLine, PartnerStatement
from alliancenet.model.profit import BEHAVIOURS, LossArithmetic, WhaleCurve

INTERNAL = "For the own firm's analyst, alliance managers and executives only; never for a partner."


def span_of(review: EconomicsReview) -> str:
    """The periods in words."""
    if not review.first:
        return f"no period is closed by {review.as_of}"
    return review.first if review.first == review.last else f"{review.first} to {review.last}"


def money(line: MoneyLine, currency: str) -> str:
    """A line with its range, or `unknown`."""
    if line.value is None:
        return "unknown"
    text = in_words(line.value, currency)
    if line.kind is IntervalKind.BOUNDS and line.low is not None and line.high is not None:
        text += f" (bounds {in_words(line.low, currency)} to {in_words(line.high, currency)})"
    return text


def overview_lines(review: EconomicsReview) -> Iterator[str]:
    """Rows of all partners, then curve, matrix, losses and capacity."""
    yield f"Economics, {span_of(review)}, in {review.currency}. {INTERNAL}"
    yield ""
    yield from in_columns(list(_partner_rows(review)))
    unknown = [found for found in review.statements if found.lines["contribution"].value is None]
    if unknown:
        yield ""
        yield "Could not be told:"
        yield from (f"  {found.partner}: {found.lines['contribution'].reason}" for found in unknown)
    if review.nothing_on_record:
        yield f"Nothing on record: {', '.join(review.nothing_on_record)}"
    yield from _labelled(review)
    yield ""
    yield from _curve_lines(review.curve, review.currency)
    yield ""
    yield from _matrix_lines(review)
    yield from _loss_lines(review)
    yield from reconciliation_lines(review)


def _labelled(review: EconomicsReview) -> Iterator[str]:
    labels = dict.fromkeys(label for found in review.statements for label in found.labels)
    yield from (f"Note: {label}." for label in labels)
    over = [found.partner for found in review.statements if found.over_capacity]
    if over:
        yield f"Over capacity, so times or capacity are wrong: {', '.join(over)}"


def _partner_rows(review: EconomicsReview) -> Iterator[tuple[str, ...]]:
    quadrants = {point.partner: point.label for point in review.matrix.points}
    behaviours = {found.partner: found for found in review.behaviours}
    yield ("partner", "net sales", "net margin", "cost to serve", "contribution", "class", "quadrant", "behaviours")
    order = {point.partner: place for place, point in enumerate(review.curve.points)}
    for found in sorted(review.statements, key=lambda found: (order.get(found.partner, len(order)), found.partner)):
        known = behaviours[found.partner]
        yield (
            found.partner,
            *(money(found.lines[name], review.currency) for name in _SHORT),
            found.profit.value,
            quadrants.get(found.partner, "-"),
            f"{known.high} of {known.known} known",
        )


_SHORT = ("net_sales", "net_margin", "cost_to_serve", "contribution")


def _curve_lines(curve: WhaleCurve, currency: str) -> Iterator[str]:
    if curve.reason:
        yield f"Whale curve withheld: {curve.reason}."
        return
    count = len(curve.points)
    yield f"Whale curve of {count} partners, total contribution {in_words(curve.total, currency)}:"
    if curve.peak is None:
        yield f"  {curve.no_percentages}"
    else:
        yield f"  peak {curve.peak:.1f} % of the total at {curve.peak_partner}, erosion {curve.erosion:.1f} points"
        if curve.peak_bounds:
            yield f"  peak, bounds: {curve.peak_bounds[0]:.1f} to {curve.peak_bounds[1]:.1f} %"
        if curve.peak_drawn:
            yield f"  peak, 90 % interval of drawn times: {curve.peak_drawn[0]:.1f} to {curve.peak_drawn[1]:.1f} %"
        shares = f"top 20 % {curve.top_fifth:.1f} %, middle 70 % {curve.middle:.1f} %"
        yield f"  {shares}, worst 10 % {curve.worst_tenth:.1f} %"
        typical = "top 20 % 150 to 300 %, worst 10 % -200 to -50 % (Kaplan & Narayanan 2001)"
        yield f"  typical in the literature, no target: {typical}"
    sales = "" if curve.profitable_sales is None else f", with {in_percent(curve.profitable_sales)} of sales"
    yield f"  profitable: {curve.profitable} of {count} partners{sales}"
    if curve.loss_ratio is not None:
        yield f"  losses are {curve.loss_ratio:.2f} of the gains"
    if curve.large_at_ends is not None:
        yield f"  {in_percent(curve.large_at_ends)} of the largest fifth by sales lie in the outer fifths of the order"


def _matrix_lines(review: EconomicsReview) -> Iterator[str]:
    matrix = review.matrix
    if matrix.cost_cut is None or matrix.margin_cut is None:
        yield f"Matrix without quadrants: {matrix.reason}."
    else:
        margin, cost = percent(matrix.margin_cut), percent(matrix.cost_cut)
        yield f"Matrix cuts: net margin {margin}, cost to serve {cost} of net sales."
    if matrix.without_rate:
        yield f"No net sales, so no rate: {', '.join(matrix.without_rate)}"


def _loss_lines(review: EconomicsReview) -> Iterator[str]:
    if review.losses:
        yield ""
        yield "Losses, and what would end each:"
    for loss in review.losses:
        yield f"  {loss.partner}: {'; '.join(arithmetic(loss, review.currency))}"
        yield from (f"    {sentence}" for sentence in _on_stopping(loss, review.currency))


def arithmetic(loss: LossArithmetic, currency: str) -> Iterator[str]:
    """What would bring a partner to zero, in words."""
    if loss.price is not None:
        yield f"prices {digits(f'{loss.price:+.1%}')}"
    if loss.cost_removed is not None:
        enough = "" if loss.cost_removed <= 1 else " (more than there is)"
        yield f"or {percent(loss.cost_removed)} of its cost to serve removed{enough}"
    if loss.surcharge is not None:
        yield f"or {in_words(loss.surcharge, currency)} for each event of {BEHAVIOURS[loss.surcharge_on]}"
    if loss.minimum_order is not None:
        yield f"or orders of at least {in_words(loss.minimum_order, currency)}"
    if loss.no_order_size:
        yield loss.no_order_size
    if loss.whose:
        yield loss.whose


def _on_stopping(loss: LossArithmetic, currency: str) -> Iterator[str]:
    """Whether ending the relationship would help: a loss by these accounts does not say so."""
    stop = loss.stop
    if stop is None:
        return
    amount = f"{in_words(abs(stop.value), currency)} over {stop.years:g} years, present value"
    stays = f"{in_words(stop.stranded, currency)} of its cost would stay"
    if stop.value > 0:
        yield f"stopping would gain {amount}; {stays}"
    elif stop.value < 0:
        yield f"it only seems to lose: stopping would cost {amount}, since {stays}"
    else:
        yield f"stopping would change nothing; {stays}"
    none, everything = (in_words(end, currency) for end in (stop.none_avoided, stop.all_avoided))
    beside = "before the cost of leaving and what other alliances would lose"
    yield f"  with no cost avoided {none}, with all {everything}; {beside}"


def reconciliation_lines(review: EconomicsReview) -> Iterator[str]:
    """Cost of every resource, cut in three parts that add up to it."""
    if not review.uses:
        return
    yield ""
    yield f"Reconciliation, {span_of(review)}, in {review.currency} to the last digit:"
    rows: list[tuple[str, ...]] = [("resource", "period", "cost", "= partners", "+ other work", "+ unused", "used", "")]
    for use in review.uses:
        amounts = (exact_text(amount, review.currency) for amount in (use.cost, use.partners, use.others, use.unused))
        note = "over capacity: times or capacity are wrong" if use.is_over else ""
        if use.unknown_events:
            note = f"unused is unknown: {use.unknown_events:,} rows of events could not be costed; {note}".rstrip("; ")
        rows.append((use.resource, review.names[use.period], *amounts, in_percent(use.utilisation), note))
    yield from in_columns(rows)
    total = sum(use.cost for use in review.uses)
    parts = sum(use.partners + use.others + use.unused for use in review.uses)
    verdict = "adds up" if review.is_reconciled and total == parts else "DOES NOT ADD UP"
    yield f"{exact_text(parts, review.currency)} of {exact_text(total, review.currency)}: {verdict}"
    if review.unassigned:
        yield f"Not assigned, and never allocated: {exact_text(review.unassigned, review.currency)}"


def partner_lines(review: EconomicsReview, partner: str) -> Iterator[str]:
    """Everything about one partner."""
    statement = next((found for found in review.statements if found.partner == partner), None)
    yield f"{partner}, {span_of(review)}, in {review.currency}. {INTERNAL}"
    if statement is None:
        yield "Nothing on record."
        return
    yield ""
    yield from _statement_lines(statement, review.currency)
    point = next((found for found in review.matrix.points if found.partner == partner), None)
    if point is not None:
        margin, cost = percent(point.margin), percent(point.cost)
        yield f"Matrix: {point.label}; net margin {margin}, cost to serve {cost} of net sales"
    yield ""
    yield "By period:"
    for earned in review.earned[partner]:
        value = "unknown" if earned.value is None else f"{earned.value:,.2f}"
        ends = "" if earned.low == earned.high else f" (bounds {earned.low:,.2f} to {earned.high:,.2f})"
        yield f"  {earned.period}: contribution {value}{ends}"
    yield ""
    behaviours = next(found for found in review.behaviours if found.partner == partner)
    yield f"Behaviours that cost: {behaviours.high} high of {behaviours.known} known"
    for behaviour in behaviours.behaviours:
        state = {True: "high", False: "low", None: "not known"}[behaviour.is_high]
        cost = "" if behaviour.cost is None else f"; costs {in_words(behaviour.cost, review.currency)}"
        if behaviour.above_median is not None:
            cost += f", {in_words(behaviour.above_median, review.currency)} above the median partner"
        yield f"  {behaviour.id:<4}{BEHAVIOURS[behaviour.id]}: {state} ({behaviour.seen}){cost}"
    for loss in review.losses:
        if loss.partner == partner:
            yield ""
            yield "What would end the loss:"
            yield from (f"  {sentence}" for sentence in arithmetic(loss, review.currency))
            yield from (f"  {sentence}" for sentence in _on_stopping(loss, review.currency))


def _statement_lines(statement: PartnerStatement, currency: str) -> Iterator[str]:
    for name, words in LINES.items():
        line = statement.lines.get(name)
        if line is None:
            continue
        if line.value is None:
            yield f"{words:<18}{'unknown':>20}  {line.reason}"
            continue
        ends = ""
        if line.kind is IntervalKind.BOUNDS and line.low is not None and line.high is not None:
            ends = f"  bounds {exact_text(line.low, currency)} to {exact_text(line.high, currency)}"
        yield f"{words:<18}{exact_text(line.value, currency):>20}{ends}"
    yield f"{statement.profit.value}; {statement.documents:,} documents" + "".join(
        f"; {label}" for label in statement.labels
    )
    if statement.over_capacity:
        yield "A resource it used was used beyond its capacity: times or capacity are wrong."
