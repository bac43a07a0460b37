"""What the customer base is worth, with and without its weak states, and what moving somebody up is worth (E17)."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from alliancenet.arrays import BoolArray, FloatArray, IntArray
from alliancenet.economics.entered.customers import LIVING, Strength
from alliancenet.economics.ledger import MoneyLedger
from alliancenet.economics.lifetime.closed import per_period
from alliancenet.economics.strength.chain import (
    Bucket,
    bucket,
    largest_root,
    values_of_states,
    values_within,
    worth_of_a_point,
)
from alliancenet.economics.strength.moves import STATES, Moves
from alliancenet.economics.strength.states import StateTable, gains_by_state

_SEED = 20260203


@dataclass(frozen=True, slots=True, kw_only=True)
class Ends:
    """A value with its 90 % interval, minor units."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StateWorth:
    """One state.

    Parameters
    ----------
    now : partners in it.
    gain : margin less cost of a relationship and period, minor units.
    gain_from : where it comes from, in words.
    value : present value of one relationship in the state, for ever.
    up, up_to : what moving one partner to the next state above is worth, before its cost.
    point : what one point (.01) less of losses is worth to the whole base.
    """

    state: str
    now: int
    gain: float
    gain_from: str
    value: Ends
    up: Ends | None = None
    up_to: str = ""
    point: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseWorth:
    """Value of the base, minor units.

    Parameters
    ----------
    states : of living relationships, weakest first.
    whole : of the partners there now, for ever; `horizon` over the horizon of so many years.
    entrants : of planned entrants, before acquisition; None without a plan.
    strong : of friends and partners alone.
    bucket : how the difference is made up.
    difference : whole - strong with its interval.
    verdict : whether the weak states are worth keeping.
    without_losses : states with moves of which none was a loss.
    scale : exponent that was taken, 0 for none.
    reason : why there is no value, or "".
    """

    states: tuple[StateWorth, ...] = ()
    whole: Ends | None = None
    horizon: Ends | None = None
    years: float = 0
    entrants: float | None = None
    strong: float | None = None
    bucket: Bucket | None = None
    difference: Ends | None = None
    verdict: str = ""
    without_losses: tuple[str, ...] = ()
    scale: float = 0
    reason: str = ""


def worth_of(ledger: MoneyLedger, table: StateTable, moves: Moves | None) -> BaseWorth:
    """Value the base by the moves seen.

    Notes
    -----
    The interval is that of the chances: draws from a Dirichlet of the counts, and of the mean gain
    where it was computed from partners.
    """
    if moves is None:
        return BaseWorth(reason="moves between states need two periods")
    if moves.stability.has_changed:
        return BaseWorth(reason=f"{moves.stability.verdict}: chances of the past say nothing of what comes")
    now = np.array([int((table.states[:, -1] == state).sum()) for state in range(STATES)], dtype=np.float64)
    counts = moves.table
    needed = [state for state in range(STATES) if now[state] or counts[:, state].sum()]
    if not needed:
        return BaseWorth(reason="no state is told")
    without = [LIVING[state].value for state in needed if not counts[state].sum()]
    if without:
        return BaseWorth(reason=f"no moves out of: {', '.join(without)}")
    gains, sources, errors, reason = _gains(ledger, table, needed)
    if reason:
        return BaseWorth(reason=reason)
    rate = per_period(ledger.settings.number("economics.discount_year"), ledger.a_year)
    return base_worth(
        counts=counts,
        now=now,
        margins=gains[0],
        costs=gains[1],
        errors=errors,
        sources=sources,
        rate=rate,
        ledger=ledger,
    )


def base_worth(
    *,
    counts: IntArray,
    now: FloatArray,
    margins: FloatArray,
    costs: FloatArray,
    errors: FloatArray,
    sources: Mapping[int, str],
    rate: float,
    ledger: MoneyLedger,
) -> BaseWorth:
    """Value of states, base and bucket, each with draws."""
    settings = ledger.settings
    years, scale = settings.number("economics.horizon_years"), settings.number("states.scale")
    periods, draws = round(years * ledger.a_year), settings.whole("states.draws")
    gains = margins - costs
    chances = chances_of(counts)
    if largest_root(chances) / (1 + rate) >= 1 - 1e-9:
        return BaseWorth(reason="nobody is ever lost and nothing is discounted: there is no finite value")
    weak = np.array([state < LIVING.index(Strength.FRIEND) for state in range(STATES)])
    random = np.random.default_rng(_SEED)
    drawn = drawn_chances(counts, draws, settings.table("states.prior"), random)
    drawn_gains = gains + random.normal(size=(draws, STATES)) * errors
    values, all_values = values_of_states(chances, gains, rate), values_of_states(drawn, drawn_gains, rate)
    cut = bucket(chances, now, margins, costs, weak, rate, scale)
    differences = [
        (found := bucket(drawn[draw], now, margins + drawn_gains[draw] - gains, costs, weak, rate, scale)).whole
        - found.strong
        for draw in range(draws)
    ]
    difference = _ends(cut.whole - cut.strong, np.array(differences))
    points = worth_of_a_point(chances, now, gains, rate)
    return BaseWorth(
        states=tuple(
            _state(state, now, gains, sources, values, all_values, float(points[state])) for state in range(STATES)
        ),
        whole=_ends(float(now @ values), all_values @ now),
        horizon=_ends(
            float(now @ values_within(chances, gains, rate, periods)),
            values_within(drawn, drawn_gains, rate, periods) @ now,
        ),
        years=years,
        entrants=_entrants(ledger, values, rate),
        strong=cut.strong,
        bucket=cut,
        difference=difference,
        verdict=_verdict(difference, now, weak),
        without_losses=tuple(
            state.value for place, state in enumerate(LIVING) if counts[place].sum() and not counts[place, -1]
        ),
        scale=scale,
    )


def chances_of(counts: IntArray) -> FloatArray:
    """Shares of the moves out of each state, without those that are lost; zeros for a state without moves."""
    totals = counts.sum(axis=1, keepdims=True)
    shares = np.divide(counts, totals, out=np.zeros(counts.shape), where=totals > 0)
    return np.asarray(shares[:, :-1], dtype=np.float64)


def drawn_chances(counts: IntArray, draws: int, prior: Mapping[str, float], random: np.random.Generator) -> FloatArray:
    """Chances that could be behind the counts, without those of being lost.

    Parameters
    ----------
    counts : moves, living states × (living states, lost).
    prior : `cell`, what each cell has beforehand, and `fewer`, by how many moves a row counts as thinner
        than it is (n · n / (n + fewer)).

    Notes
    -----
    Dirichlet draws. Half a move for each cell, the usual choice, pulls small rows to the middle: 90 %
    intervals of a base of 36 partners then hold 86 times of 100. The two numbers make them hold 88 to
    91 times from 36 partners to 300 (tests/benchmarks/bench_customers.py).
    """
    found = np.zeros((draws, STATES, STATES))
    for state in np.flatnonzero(counts.sum(axis=1) > 0):
        row = counts[state]
        thinner = row * (row.sum() / (row.sum() + prior["fewer"]))
        found[:, state] = random.dirichlet(thinner + prior["cell"], draws)[:, :-1]
    return found


def _ends(value: float, draws: FloatArray) -> Ends:
    low, high = np.percentile(draws, [5, 95])
    return Ends(value=value, low=min(float(low), value), high=max(float(high), value))


def _state(
    state: int,
    now: FloatArray,
    gains: FloatArray,
    sources: Mapping[int, str],
    values: FloatArray,
    drawn: FloatArray,
    point: float,
) -> StateWorth:
    above = state + 1 if state + 1 < STATES else None
    return StateWorth(
        state=LIVING[state].value,
        now=int(now[state]),
        gain=float(gains[state]),
        gain_from=sources.get(state, "nobody is in it"),
        value=_ends(float(values[state]), drawn[:, state]),
        up=None if above is None else _ends(float(values[above] - values[state]), drawn[:, above] - drawn[:, state]),
        up_to="" if above is None else LIVING[above].value,
        point=point,
    )


def _verdict(difference: Ends, now: FloatArray, weak: BoolArray) -> str:
    if not now[weak].sum():
        return "nobody is in a weak state"
    if difference.low > 0:
        return "keep the bucket, leaky as it is: the weak states are worth more than they cost"
    return "the weak states cost more than they bring" if difference.high < 0 else "cannot be told"


def _gains(
    ledger: MoneyLedger, table: StateTable, needed: "list[int]"
) -> tuple[tuple[FloatArray, FloatArray], dict[int, str], FloatArray, str]:
    """Margin and cost of a relationship by state, where they come from, standard errors, and what is missing."""
    margins, costs, errors = np.zeros(STATES), np.zeros(STATES), np.zeros(STATES)
    sources: dict[int, str] = {}
    entered = {row.state: row for row in ledger.books.entered.state_values or ()}
    computed = gains_by_state(ledger, table)
    missing = []
    for state in needed:
        row = entered.get(LIVING[state].value)
        known = computed[state]
        if row is not None:
            margins[state], costs[state] = row.margin, row.cost
            sources[state] = f"state_values.csv{f', {row.source}' if row.source else ''}"
        elif state == 0 and not len(known):
            sources[state] = "a stranger buys nothing; what it costs is not on record and taken as 0"
        elif len(known) > 1:
            margins[state] = known.mean()
            errors[state] = known.std(ddof=1) / np.sqrt(len(known))
            sources[state] = f"mean contribution of {len(known)} partners"
        else:
            missing.append(LIVING[state].value)
    reason = f"no margin and cost of: {', '.join(missing)} (state_values.csv, or two partners with known contribution)"
    return (margins, costs), sources, errors, reason if missing else ""


def _entrants(ledger: MoneyLedger, values: FloatArray, rate: float) -> float | None:
    last = ledger.books.plan.periods.last_closed(ledger.as_of)
    planned = [row for row in ledger.books.entered.entrants or () if row.period > last]
    if not planned:
        return None
    places = {state.value: place for place, state in enumerate(LIVING)}
    return float(sum(row.count * values[places[row.state]] / (1 + rate) ** (row.period - last) for row in planned))
