"""The lines under `economics:` of a project file: currency, length of a period, what the exports cover."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from alliancenet.economics.periods import LENGTHS, Periods
from alliancenet.errors import Problem
from alliancenet.files.entry import Entry, shown
from alliancenet.files.fields import read_fields
from alliancenet.model.currencies import CURRENCIES
from alliancenet.sources.place import PROJECT_FILE

_KEYS = ("currency", "period", "complete_from", "complete_to", "margin_rates", "gross_amounts", "capital_rate")


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyPlan:
    """How money is counted in a project.

    Parameters
    ----------
    currency : ISO 4217 code all sums are told in.
    periods : months, quarters or years.
    complete_from, complete_to : days between which `sales.csv` holds everything: a partner without a
        row bought nothing there. None: a partner without a row is unknown.
    margin_rates : by category, the usual margin 0-1 of net sales, for lines without a product cost.
    gross_amounts : amounts in `sales.csv` are before discount.
    capital_rate : share 0-1 a year that money tied up in a partner costs; None: contributions are before it.
    """

    currency: str
    periods: Periods = field(default_factory=lambda: Periods(4))
    complete_from: date | None = None
    complete_to: date | None = None
    margin_rates: Mapping[str, float] = field(default_factory=dict)
    gross_amounts: bool = False
    capital_rate: float | None = None


def read_plan(project: Path, problems: list[Problem]) -> MoneyPlan | None:
    """Read the lines; None, with the faults added, when they cannot be used.

    Parameters
    ----------
    project : the project folder.
    problems : faults are appended here.
    """
    fields = read_fields(project / PROJECT_FILE)
    top = Entry(fields, (), fields.value, None, problems)
    if not top.has("economics"):
        problems.append(
            Problem(
                file=PROJECT_FILE,
                key="economics",
                found="no reporting currency",
                needed="`economics:` with `currency:` (an ISO 4217 code such as EUR) below it",
                action="`alliancenet help economics` shows it",
            )
        )
        return None
    before = len(problems)
    entry = top.entry("economics", _KEYS)
    currency = entry.data.get("currency")
    if not isinstance(currency, str) or currency not in CURRENCIES:
        entry.fault(("currency",), shown(currency), "an ISO 4217 code in capitals, such as EUR")
    length = entry.word("period", "|".join(LENGTHS), f"one of: {', '.join(LENGTHS)}", "quarter")
    first, last = (_day(entry, key) for key in ("complete_from", "complete_to"))
    if (first is None) != (last is None):
        entry.fault(("complete_from",), "one day of two", "both complete_from and complete_to")
    elif first and last and first > last:
        entry.fault(("complete_to",), f"{last} lies before complete_from {first}", "a later day")
    rates = _margin_rates(entry, problems)
    gross = entry.flag("gross_amounts", False)
    capital = entry.number("capital_rate") if entry.has("capital_rate") else None
    if capital is not None and not 0 <= capital <= 1:
        entry.fault(("capital_rate",), shown(entry.data["capital_rate"]), "a share a year, 0 to 1, such as 0.08")
    if len(problems) > before:
        return None
    return MoneyPlan(
        currency=str(currency),
        periods=Periods(LENGTHS[length]),
        complete_from=first,
        complete_to=last,
        margin_rates=rates,
        gross_amounts=gross,
        capital_rate=capital,
    )


def _margin_rates(entry: Entry, problems: list[Problem]) -> dict[str, float]:
    if not entry.has("margin_rates"):
        return {}
    rates = Entry(entry.fields, (*entry.at, "margin_rates"), entry.data["margin_rates"], None, problems)
    found = {}
    for name in rates.data:
        share = rates.number(str(name)) if isinstance(name, str) else -1.0
        if not 0 <= share <= 1:
            rates.fault((name,), shown(rates.data[name]), "a share of net sales, 0 to 1")
        found[str(name)] = share
    return found


def _day(entry: Entry, key: str) -> date | None:
    raw = entry.data.get(key)
    if raw is None or type(raw) is date:
        return raw
    entry.fault((key,), shown(raw), "a date such as 2026-03-31, without quotes")
    return None
