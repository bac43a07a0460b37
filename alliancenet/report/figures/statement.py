"""One partner's money as pictures: from gross sales to contribution, period by period, and if it were ended."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from alliancenet.model.earnings import EarningsReview, PartnerEarnings
from alliancenet.model.economics import Earned, MoneyLine
from alliancenet.model.profit import BEHAVIOURS, StopGain
from alliancenet.report import words
from alliancenet.report.figures.scales import Ticks, nice_ticks

WIDTH, ROW, NAME, AMOUNT = 520, 28, 216, 96
BARS_WIDTH, BARS_HEIGHT, BARS_LEFT, BARS_TOP, BARS_BOTTOM = 520, 200, 112, 12, 32
RANGE_WIDTH, RANGE_PAD = 480, 24
MOST_PERIODS = 16
_AcrossTo = Callable[[float], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyBar:
    """A bar with its name and amount.

    Parameters
    ----------
    tone : sum, cost, gain, loss or unsure.
    low, high : ends of its bounds on the scale; None where there are none.
    inner : width of the part that lies above the median partner; 0 where there is none.
    """

    name: str
    x: float
    width: float
    tone: str
    text: str
    y: float = 0.0
    low: float | None = None
    high: float | None = None
    inner: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BarRows:
    """Bars below one another; `zero` is where nothing is left."""

    steps: tuple[MoneyBar, ...]
    height: int
    zero: float


_STEPS = (
    ("gross_sales", "Gross sales", 1),
    ("discounts", "Discounts", -1),
    ("rebates", "Rebates", -1),
    ("product_cost", "Product cost", -1),
    ("time_cost", "Time spent on it", -1),
    ("direct_cost", "Direct costs", -1),
    ("capital_cost", "Cost of capital", -1),
    ("contribution", "Contribution", 1),
)


def waterfall(review: EarningsReview, partner: PartnerEarnings) -> BarRows | None:
    """Draw the statement; None where the contribution is not known."""
    lines = partner.statement.lines
    end = lines["contribution"]
    if end.value is None:
        return None
    spans: list[tuple[str, str, int, int]] = []
    left = 0
    for name, title, sign in _STEPS[:-1]:
        value = sign * (lines[name].value or 0) if name in lines else 0
        if value:
            spans.append((name, title, left, left + value))
        left += value
    reach = [0, *(place for span in spans for place in span[2:]), end.value, end.low or 0, end.high or 0]
    across = _scale(min(reach), max(reach), NAME, WIDTH - AMOUNT)
    steps = [
        MoneyBar(
            name=title,
            x=across(min(start, stop)),
            width=_wide(across, start, stop),
            tone="sum" if name == "gross_sales" else "cost",
            text=words.amount(stop - start, review.currency),
        )
        for name, title, start, stop in spans
    ]
    steps.append(_last(review, end, across))
    return _laid(steps, across(0))


def _scale(low: float, high: float, first: float, last: float) -> _AcrossTo:
    unit = (last - first) / ((high - low) or 1)
    return lambda value: round(first + (value - low) * unit, 1)


def _wide(across: _AcrossTo, start: float, stop: float) -> float:
    return round(max(1.0, abs(across(stop) - across(start))), 1)


def _last(review: EarningsReview, line: MoneyLine, across: _AcrossTo) -> MoneyBar:
    value = line.value or 0
    has_range = line.low is not None and line.high is not None and line.low != line.high
    return MoneyBar(
        name="Contribution",
        x=across(min(0, value)),
        width=_wide(across, 0, value),
        tone="gain" if value > 0 else "loss",
        text=words.amount(value, review.currency),
        low=across(line.low or 0) if has_range else None,
        high=across(line.high or 0) if has_range else None,
    )


def _laid(steps: list[MoneyBar], zero: float) -> BarRows:
    laid = tuple(replace(step, y=float(ROW * place + 4)) for place, step in enumerate(steps))
    return BarRows(steps=laid, height=ROW * len(laid) + 8, zero=zero)


def behaviour_bars(review: EarningsReview, partner: PartnerEarnings) -> BarRows | None:
    """Behaviours with a cost, the dearest first; None without one."""
    known = [found for found in partner.behaviours.behaviours if found.cost]
    if not known:
        return None
    known.sort(key=lambda found: -(found.cost or 0))
    across = _scale(0, max(found.cost or 0 for found in known), NAME + 56, WIDTH - AMOUNT)
    steps = [
        MoneyBar(
            name=words.capital(BEHAVIOURS[found.id]),
            x=across(0),
            width=_wide(across, 0, found.cost or 0),
            tone="cost",
            text=words.amount(found.cost or 0, review.currency),
            inner=_wide(across, 0, found.above_median) if found.above_median else 0.0,
        )
        for found in known
    ]
    return _laid(steps, across(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodBar:
    """A closed period: height of its contribution over nothing, and the ends of its bounds."""

    x: float
    y: float
    height: float
    tone: str
    name: str
    text: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodBars:
    """Contribution by closed period, the newest last; `width` of a bar."""

    bars: tuple[PeriodBar, ...]
    up: Ticks
    zero: float
    width: float


def by_period(review: EarningsReview, periods: tuple[Earned, ...]) -> PeriodBars | None:
    """Draw the last closed periods; those that are not known have no bar. None where none is known."""
    shown = periods[-MOST_PERIODS:]
    values = [end for earned in shown for end in (earned.low, earned.value, earned.high) if end is not None]
    if not values:
        return None
    ticks = nice_ticks(min(0.0, *values), max(0.0, *values), 5)
    bottom = BARS_HEIGHT - BARS_BOTTOM
    up = _scale(ticks[0], ticks[-1], bottom, BARS_TOP)
    step = (BARS_WIDTH - BARS_LEFT) / len(shown)
    unit = review.minor_units
    return PeriodBars(
        bars=tuple(
            _bar(review, earned, round(BARS_LEFT + (place + 0.5) * step, 1), up, unit)
            for place, earned in enumerate(shown)
        ),
        up=tuple((up(tick), words.amount(tick * unit, review.currency)) for tick in ticks),
        zero=up(0),
        width=round(step * 0.6, 1),
    )


def _bar(review: EarningsReview, earned: Earned, x: float, up: _AcrossTo, unit: int) -> PeriodBar:
    if earned.value is None:
        return PeriodBar(x=x, y=up(0), height=0.0, tone="unsure", name=earned.period, text="not enough data to say")
    has_range = earned.low is not None and earned.high is not None and earned.low != earned.high
    return PeriodBar(
        x=x,
        y=up(max(0.0, earned.value)),
        height=round(abs(up(earned.value) - up(0)), 1),
        tone="gain" if earned.value > 0 else "loss",
        name=earned.period,
        text=words.amount(earned.value * unit, review.currency),
        low=up(earned.low or 0) if has_range else None,
        high=up(earned.high or 0) if has_range else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class StopRange:
    """What ending a relationship would change, between no cost and all cost to serve going away."""

    low: float
    high: float
    value: float
    zero: float
    low_text: str
    high_text: str
    text: str
    tone: str


def stop_range(review: EarningsReview, stop: StopGain) -> StopRange:
    """Draw the range of ending a relationship."""
    ends = sorted((stop.none_avoided, stop.all_avoided))
    across = _scale(min(0, *ends, stop.value), max(0, *ends, stop.value), RANGE_PAD, RANGE_WIDTH - RANGE_PAD)
    return StopRange(
        low=across(ends[0]),
        high=across(ends[1]),
        value=across(stop.value),
        zero=across(0),
        low_text=words.amount(stop.none_avoided, review.currency),
        high_text=words.amount(stop.all_avoided, review.currency),
        text=words.amount(stop.value, review.currency),
        tone="gain" if stop.value > 0 else "loss",
    )
