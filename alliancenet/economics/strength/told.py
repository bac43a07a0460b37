"""The base by strength as text."""

from collections.abc import Iterator

from alliancenet.economics.entered.customers import LIVING, Strength
from alliancenet.economics.layout import in_columns, named, percent
from alliancenet.economics.strength.moves import MoveRate, Moves
from alliancenet.economics.strength.review import StrengthReview
from alliancenet.economics.strength.worth import BaseWorth, Ends, StateWorth
from alliancenet.language import in_percent
from alliancenet.model.currencies import in_words
from alliancenet.model.strength import entered_words


def strength_lines(review: StrengthReview, currency: str) -> Iterator[str]:
    """Map, moves, value."""
    base = review.map
    told = entered_words(review.entered, review.cells)
    yield f"{told[:1].upper()}{told[1:]}."
    if not any(state.partners for state in base.states):
        yield "The state of no partner is told: enter states.csv, or rate alliances, wallets or trust."
        return
    rows = [("state", "partners", "contribution", "net sales")]
    for state in base.states:
        unknown = "" if not state.unknown_contribution else f"unknown of {state.unknown_contribution}"
        earned = unknown if state.contribution is None else in_words(state.contribution, currency)
        sales = "unknown" if state.sales is None else in_words(state.sales, currency)
        rows.append((state.state, str(len(state.partners)), *((earned, sales) if state.partners else ("-", "-"))))
    yield from in_columns(rows)
    if base.not_told:
        share = "" if base.not_told_sales is None else f", with {in_percent(base.not_told_sales)} of sales"
        yield f"State not told of {len(base.not_told)} partners{share}: {named(base.not_told)}"
    yield ""
    if review.moves is None:
        yield "No moves: they need two periods."
    else:
        yield from _move_lines(review.moves)
    yield ""
    yield from _worth_lines(review.worth, currency)


def _move_lines(moves: Moves) -> Iterator[str]:
    yield f"Moves from one period to the next, {moves.first} to {moves.last}:"
    rows = [("from", *(state.value for state in Strength), "moves")]
    for state, row in zip(LIVING, moves.counts, strict=True):
        rows.append((state.value, *(str(count) for count in row), str(sum(row))))
    yield from in_columns(rows)
    if moves.skipped:
        yield f"Left out, since a state is not told: {moves.skipped:,} moves"
    for rate in moves.rates:
        if rate.of:
            yield f"  {rate.state}, {rate.name}: {_rate(rate)}"
    leverage = moves.leverage
    told = leverage.reason if leverage.growth is None else f"{leverage.growth:+.1%}"
    goal = "" if leverage.goal is None else f"; goal {leverage.goal:+.0%}: {leverage.verdict}"
    yield f"  leverage (contribution of {leverage.n} that stayed friend or partner): {told}{goal}"
    stability = moves.stability
    p = "" if stability.p is None else f" (p {stability.p:.3f})"
    yield f"Earlier against later half: {stability.verdict}{p}"


def _rate(rate: MoveRate) -> str:
    interval = f"90 % interval {percent(rate.low)} to {percent(rate.high)}; {rate.count} of {rate.of} moves"
    goal = "" if rate.goal is None else f"; goal {in_percent(rate.goal)}: {rate.verdict}"
    return f"{'too few moves for a rate' if rate.value is None else percent(rate.value)} ({interval}){goal}"


def _worth_lines(worth: BaseWorth, currency: str) -> Iterator[str]:
    if worth.reason or worth.whole is None or worth.horizon is None or worth.bucket is None:
        yield f"Value of the base withheld: {worth.reason}."
        return
    yield f"Value of the base, present value over {worth.years:g} years: {_ends(worth.horizon, currency)}"
    yield f"  for ever: {_ends(worth.whole, currency)}; acquisition is not taken off"
    if worth.without_losses:
        seen = f"no loss was seen of: {', '.join(worth.without_losses)}"
        yield f"  {seen}. Their value for ever rests on the discount alone; its low end is the one to plan by"
    if worth.entrants is not None:
        yield f"  planned entrants add {in_words(worth.entrants, currency)}"
    for state in worth.states:
        if state.now or state.value.value:
            up = "" if state.up is None else f"; one moved up to {state.up_to}: {_ends(state.up, currency)}"
            up += _step_pays(state, currency)
            yield (
                f"  {state.state}: one is worth {_ends(state.value, currency)}, brings "
                f"{in_words(state.gain, currency)} a period ({state.gain_from}){up}"
            )
            if state.now:
                yield f"    one point less of losses: {in_words(state.point, currency)} for the whole base"
    cut = worth.bucket
    parts = f"own margin {in_words(cut.own_margin, currency)}, who comes up from them {in_words(cut.inflow, currency)}"
    scale = (
        f", scale {in_words(cut.scale, currency)} (a model choice: states.scale {worth.scale:g})" if worth.scale else ""
    )
    yield f"Friends and partners alone: {in_words(cut.strong, currency)}; the weak states add {parts}{scale}"
    if worth.difference is not None:
        yield f"  in all {_ends(worth.difference, currency)}: {worth.verdict}"


def _step_pays(state: StateWorth, currency: str) -> str:
    """Whether moving one partner up pays, by the whole interval."""
    if state.up is None or not state.now:
        return ""
    if state.up.low > 0:
        return f", which pays as long as it costs less than {in_words(state.up.low, currency)}"
    return ", which does not pay" if state.up.high < 0 else "; whether that pays cannot be told"


def _ends(ends: Ends, currency: str) -> str:
    if ends.low == ends.high:
        return in_words(ends.value, currency)
    interval = f"90 % interval {in_words(ends.low, currency)} to {in_words(ends.high, currency)}"
    return f"{in_words(ends.value, currency)} ({interval})"
