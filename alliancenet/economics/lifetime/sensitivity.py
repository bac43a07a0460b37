"""What a partner's value hangs on: each input moved alone, and where it makes the value 0 (E16.6)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from alliancenet.economics.ledger import MoneyLedger
from alliancenet.economics.lifetime.closed import per_period, value_at_constant_rate


@dataclass(frozen=True, slots=True, kw_only=True)
class _Inputs:
    kept: float
    margin: float
    serving: float
    discount: float
    years: float
    a_year: int

    def value(self) -> float:
        rate, periods = per_period(self.discount, self.a_year), round(self.years * self.a_year)
        kept = min(max(self.kept, 0.0), 1.0) ** (1 / self.a_year)
        return value_at_constant_rate(self.margin - self.serving, kept, rate, periods)


@dataclass(frozen=True, slots=True, kw_only=True)
class Swing:
    """One input moved alone.

    Parameters
    ----------
    input, moved : which, and by how much, in words.
    low, high : value at the two ends, minor units, in that order of the input.
    zero : the input at which the value is 0, in words; "" where there is none in its range.
    """

    input: str
    moved: str
    low: float
    high: float
    zero: str = ""

    @property
    def width(self) -> float:
        """How far the ends lie apart."""
        return abs(self.high - self.low)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tornado:
    """Swings of a partner's value at a constant rate of keeping, widest first; `value` in minor units."""

    partner: str
    value: float
    swings: tuple[Swing, ...]
    reason: str = ""


def tornado_of(ledger: MoneyLedger, partner: str) -> Tornado:
    """Move kept rate, margin, cost to serve, discount and horizon, each alone."""
    place, totals, keeping = ledger.place(partner), ledger.totals, ledger.customers.keeping
    if not totals.is_known[place] or keeping.rate is None:
        reason = keeping.reason or "its contribution is not known in every period looked back"
        return Tornado(partner=partner, value=0, swings=(), reason=reason)
    periods = max(len(totals.span), 1)
    settings = ledger.settings
    inputs = _Inputs(
        kept=keeping.rate[0] ** (ledger.a_year / keeping.steps),
        margin=int(totals.margin[place] - totals.charged[place]) / periods,
        serving=int(totals.serving[place]) / periods,
        discount=settings.number("economics.discount_year"),
        years=settings.number("economics.horizon_years"),
        a_year=ledger.a_year,
    )
    time = totals.time_low[place] / periods, totals.time_high[place] / periods
    direct = int(totals.direct[place]) / periods
    swings = list(_swings(inputs, settings.table("sensitivity.moves"), (time[0] + direct, time[1] + direct)))
    return Tornado(partner=partner, value=inputs.value(), swings=tuple(sorted(swings, key=lambda swing: -swing.width)))


def _swings(inputs: _Inputs, moves: Mapping[str, float], serving: tuple[float, float]) -> Iterator[Swing]:
    kept, margin, discount, years = (moves[name] for name in ("kept", "margin", "discount", "years"))
    yield Swing(
        input="kept rate of a year",
        moved=f"{inputs.kept:.0%} ± {kept:.0%}, at most 100 %",
        low=replace(inputs, kept=inputs.kept - kept).value(),
        high=replace(inputs, kept=inputs.kept + kept).value(),
    )
    break_even = inputs.serving
    yield Swing(
        input="net margin",
        moved=f"± {margin:.0%}",
        low=replace(inputs, margin=inputs.margin - margin * abs(inputs.margin)).value(),
        high=replace(inputs, margin=inputs.margin + margin * abs(inputs.margin)).value(),
        zero=f"{break_even / inputs.margin:.0%} of it" if inputs.margin > 0 else "",
    )
    yield Swing(
        input="cost to serve",
        moved="at the ends of its range",
        low=replace(inputs, serving=serving[1]).value(),
        high=replace(inputs, serving=serving[0]).value(),
        zero=f"{inputs.margin / inputs.serving:.0%} of it" if inputs.serving > 0 and inputs.margin > 0 else "",
    )
    yield Swing(
        input="discount of a year",
        moved=f"{inputs.discount:.0%} ± {discount:.0%}",
        low=replace(inputs, discount=inputs.discount + discount).value(),
        high=replace(inputs, discount=max(inputs.discount - discount, 0.0)).value(),
    )
    yield Swing(
        input="horizon",
        moved=f"{inputs.years:g} ± {years:g} years",
        low=replace(inputs, years=max(inputs.years - years, 1 / inputs.a_year)).value(),
        high=replace(inputs, years=inputs.years + years).value(),
    )
