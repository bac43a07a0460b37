"""Who stays and what each is worth, as text and as a document."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from alliancenet.economics.layout import percent
from alliancenet.economics.lifetime.valuing import CustomerReview
from alliancenet.economics.told import INTERNAL
from alliancenet.language import in_percent
from alliancenet.model.currencies import exact_text, in_words
from alliancenet.model.customers import PartnerValue

FORMAT = "alliancenet-customers/1"
_MOST_SHOWN = 40


def customers_of(review: CustomerReview, partner: str) -> CustomerReview:
    """The same review with the value of one partner alone."""
    return replace(review, values=tuple(found for found in review.values if found.partner == partner))


def customer_lines(review: CustomerReview) -> Iterator[str]:
    """Keeping, models, then values."""
    keeping = review.keeping
    yield f"Customers on {review.as_of}, in {review.currency}. {INTERNAL}"
    yield ""
    if keeping.first:
        start = f"Active at the end of {keeping.first}: {keeping.at_start}"
        yield f"{start}, of them at the end of {keeping.last}: {keeping.kept}"
    if keeping.rate is None:
        yield f"No kept rate: {keeping.reason}"
    else:
        rate, low, high = keeping.rate
        interval = f"90 % interval {percent(low)} to {percent(high)}"
        yield f"Kept rate over {keeping.steps} periods: {percent(rate)} ({interval})"
    if keeping.revenue_kept is not None and keeping.revenue_with_growth is not None:
        yield f"Sales kept: {percent(keeping.revenue_kept)}, with growth {percent(keeping.revenue_with_growth)}"
    for point in keeping.survival:
        band = f"90 % interval {percent(point.low)} to {percent(point.high)}"
        watched = f"{band}; {point.at_risk} watched so long"
        yield f"Contracts alive after {point.years} years: {percent(point.share)} ({watched})"
    yield ""
    for note in review.notes:
        values = ", ".join(f"{name} {value:.4g}" for name, value in note.parameters.items())
        used = f"not used: {note.reason}" if note.reason else "used"
        yield f"{note.model}: {used}" + (f"; {values}" if values else "") + (f"; {note.check}" if note.check else "")
    yield ""
    yield f"Value from here on, present value (horizon {review.years:g} years where the model has one). In brackets:"
    yield "the kept rate at the ends of its 90 % interval and the contribution at its bounds, whichever is furthest."
    for found in review.values[:_MOST_SHOWN]:
        yield f"  {found.partner}: {_value(found, review.currency)}"
    if len(review.values) > _MOST_SHOWN:
        yield f"  and {len(review.values) - _MOST_SHOWN:,} more: --json has all"


def _value(found: PartnerValue, currency: str) -> str:
    alive = "" if found.alive is None else f"; still buys: {in_percent(found.alive)}"
    if found.value is None:
        return f"unknown: {found.reason}{alive}"
    ends = ""
    if found.low is not None and found.high is not None:
        ends = f" ({in_words(found.low, currency)} to {in_words(found.high, currency)})"
    return f"{in_words(found.value, currency)}{ends}; {found.model}{alive}"


def customers_json(review: CustomerReview, sections: Mapping[str, Any] | None = None) -> str:
    """The document; the same review gives the same text.

    Parameters
    ----------
    sections : further content by name, as plain data.
    """
    keeping, money = review.keeping, review.currency
    document = {
        "format": FORMAT,
        "for": ["analyst", "alliance_manager", "executive"],
        "currency": money,
        "as_of": review.as_of.isoformat(),
        "keeping": {
            "first": keeping.first,
            "last": keeping.last,
            "at_start": keeping.at_start,
            "kept": keeping.kept,
            "rate_and_90_percent_interval": keeping.rate,
            "revenue_kept": keeping.revenue_kept,
            "revenue_with_growth": keeping.revenue_with_growth,
            "reason": keeping.reason,
            "contracts_alive": [
                {"years": point.years, "share": point.share, "low": point.low, "high": point.high, "n": point.at_risk}
                for point in keeping.survival
            ],
        },
        "models": [
            {
                "model": note.model,
                "parameters": dict(note.parameters),
                "log_likelihood": note.log_likelihood,
                "check": note.check,
                "reason": note.reason,
            }
            for note in review.notes
        ],
        "values": [
            {
                "partner": found.partner,
                **{
                    name: None if amount is None else exact_text(amount, money)
                    for name, amount in (("value", found.value), ("low", found.low), ("high", found.high))
                },
                "model": found.model,
                "still_buys": found.alive,
                "reason": found.reason,
            }
            for found in review.values
        ],
    }
    return json.dumps(document | dict(sections or {}), ensure_ascii=False, indent=1) + "\n"
