"""A screen for partners that could be won (E11, S14)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np

from alliancenet.arrays import FloatArray, IntArray
from alliancenet.economics.entered.offers import Prospect
from alliancenet.economics.layout import in_columns
from alliancenet.economics.ledger import MoneyLedger
from alliancenet.model.currencies import in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """What partners of its segment are like: median with quartiles, or the owner's guess.

    Parameters
    ----------
    value, low, high : contribution of a period in minor units, or cost to serve over sales.
    percentile : share 0-100 of all partners that lie below.
    n : partners of the segment; 0 for a guess.
    """

    value: float
    low: float
    high: float
    percentile: float
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenedProspect:
    """A prospect under five criteria, each points 0-100 with its sentence.

    Parameters
    ----------
    criteria : name, points (None where not known) and what they rest on.
    score : mean of what is known; None below four.
    low, high : bounds with the forecasts at their ends.
    is_out : the forecast contribution is below 0 even at its high end.
    """

    prospect: str
    criteria: tuple[tuple[str, float | None, str], ...]
    known: int
    score: float | None
    low: float | None
    high: float | None
    contribution: Forecast | None
    serving: Forecast | None
    is_out: bool
    reason: str = ""


def screen_of(ledger: MoneyLedger) -> tuple[ScreenedProspect, ...] | None:
    """Screen every prospect, best first; None without prospects.csv."""
    prospects = ledger.books.entered.prospects
    if prospects is None:
        return None
    found = [_screened(ledger, prospect) for prospect in prospects]
    return tuple(sorted(found, key=lambda prospect: (prospect.is_out, -(prospect.score or -1), prospect.prospect)))


def _screened(ledger: MoneyLedger, prospect: Prospect) -> ScreenedProspect:
    totals = ledger.totals
    placed = np.flatnonzero(totals.is_known & totals.on_record & (totals.sales > 0))
    rates = totals.serving[placed] / totals.sales[placed]
    gains = totals.contribution[placed] / max(len(totals.span), 1)
    segment = _segment(ledger, prospect.segment, placed)
    serving = _forecast(rates, segment, prospect.serving, ledger)
    contribution = _forecast(gains, segment, prospect.contribution, ledger)
    usable = None if not prospect.demands or prospect.usable is None else 100 * prospect.usable / prospect.demands
    criteria = (
        ("value it sees", prospect.value_seen, "as rated"),
        ("cost to serve", None if serving is None else 100 - serving.percentile, _words(serving, "of sales")),
        ("contribution", None if contribution is None else contribution.percentile, _words(contribution, "a period")),
        ("need fit", prospect.need_fit, "as rated"),
        ("demands of use elsewhere", usable, f"{prospect.usable or 0:g} of {prospect.demands or 0:g} special demands"),
    )
    known = [points for _, points, _ in criteria if points is not None]
    least = ledger.settings.whole("screen.least")
    ends = [
        [points for points in side if points is not None]
        for side in zip(*(_ends(criterion, serving, contribution, rates, gains) for criterion in criteria), strict=True)
    ]
    enough = len(known) >= least
    return ScreenedProspect(
        prospect=prospect.prospect,
        criteria=criteria,
        known=len(known),
        score=fmean(known) if enough else None,
        low=fmean(ends[0]) if enough else None,
        high=fmean(ends[1]) if enough else None,
        contribution=contribution,
        serving=serving,
        is_out=contribution is not None and contribution.high < 0,
        reason="" if enough else f"{len(known)} of five criteria are known; {least} are needed",
    )


def _segment(ledger: MoneyLedger, name: str, placed: IntArray) -> IntArray:
    mine = {row.partner for row in ledger.books.entered.categories or () if name and row.category == name}
    return np.array([row for row, place in enumerate(placed) if ledger.totals.partners[int(place)] in mine], dtype=int)


def _forecast(values: FloatArray, segment: IntArray, guess: float | None, ledger: MoneyLedger) -> Forecast | None:
    if len(segment) >= ledger.settings.whole("screen.segment"):
        low, middle, high = np.percentile(values[segment], [25, 50, 75])
        ends = float(middle), float(low), float(high)
    elif guess is not None:
        ends = (float(guess),) * 3
    else:
        return None
    is_guess = len(segment) < ledger.settings.whole("screen.segment")
    return Forecast(
        value=ends[0],
        low=ends[1],
        high=ends[2],
        percentile=_percentile(values, ends[0]),
        n=0 if is_guess else len(segment),
    )


def _percentile(values: FloatArray, value: float) -> float:
    """Share 0-100 of the values below, those alike counted half."""
    if not len(values):
        return 50.0
    return float(100 * ((values < value).mean() + (values == value).mean() / 2))


def _ends(
    criterion: tuple[str, float | None, str],
    serving: Forecast | None,
    contribution: Forecast | None,
    rates: FloatArray,
    gains: FloatArray,
) -> tuple[float | None, float | None]:
    name, value, _ = criterion
    if name == "cost to serve" and serving is not None:
        return 100 - _percentile(rates, serving.high), 100 - _percentile(rates, serving.low)
    if name == "contribution" and contribution is not None:
        return _percentile(gains, contribution.low), _percentile(gains, contribution.high)
    return value, value


def _words(forecast: Forecast | None, unit: str) -> str:
    if forecast is None:
        return "neither a segment of enough partners nor a guess"
    return f"median of {forecast.n} partners of its segment, {unit}" if forecast.n else f"a guess of the owner, {unit}"


def screen_lines(prospects: Sequence[ScreenedProspect], currency: str) -> Iterator[str]:
    """One row a prospect, then what each criterion rests on."""
    rows = [("prospect", "score 0-100", "contribution a period", "")]
    for prospect in prospects:
        bounds = "" if prospect.low == prospect.high else f" (bounds {prospect.low:.0f} to {prospect.high:.0f})"
        score = f"withheld: {prospect.reason}" if prospect.score is None else f"{prospect.score:.0f}{bounds}"
        forecast = prospect.contribution
        told = "unknown"
        if forecast is not None:
            told = in_words(forecast.value, currency)
            if forecast.n:
                told += f" (quartiles {in_words(forecast.low, currency)} to {in_words(forecast.high, currency)})"
        rows.append((prospect.prospect, score, told, "screen out: a loss is forecast" if prospect.is_out else ""))
    yield from in_columns(rows)
    for prospect in prospects:
        parts = (
            f"{name} {'not known' if points is None else f'{points:.0f}'}{'' if points is None else f' ({why})'}"
            for name, points, why in prospect.criteria
        )
        yield f"  {prospect.prospect}: {'; '.join(parts)}"
