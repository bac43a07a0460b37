"""Numbers and days as each language writes them; the tests compare them with CLDR."""

import re
from collections.abc import Mapping
from datetime import date

_BARE_PERCENT = re.compile(r"(?<=\d)%")
_POINTS: Mapping[str, dict[int, str]] = {"de": str.maketrans({",": ".", ".": ","})}
_MONTHS: Mapping[str, tuple[str, ...]] = {
    "en": (
        *("January", "February", "March", "April", "May", "June", "July"),
        *("August", "September", "October", "November", "December"),
    ),
    "de": (
        *("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli"),
        *("August", "September", "Oktober", "November", "Dezember"),
    ),
}


def digits_in(language: str, number: str) -> str:
    """A number as English writes it, with the marks of a language: 1,234.5 is 1.234,5 in German.

    A space that does not break stands between number and percent sign, in every language.
    """
    marks = _POINTS.get(language)
    if marks is None:
        return percents(number)
    told = number.translate(marks)
    return f"{told[:-1].rstrip()}\u00a0%" if told.endswith("%") else told


def percents(text: str) -> str:
    """A text with every percentage written the same way: "18%" becomes "18 %", with a space that does not break."""
    return _BARE_PERCENT.sub("\u00a0%", text)


_SIZES: Mapping[str, Mapping[str, str]] = {"de": {"k": "Tsd.", "M": "Mio.", "bn": "Mrd."}}


def amount_in(language: str, amount: str) -> str:
    """An amount as English writes it, as a language does: 62.9 k EUR is 62,9 Tsd. EUR in German."""
    sizes = _SIZES.get(language)
    if sizes is None:
        return amount
    number, *units = amount.split(" ")
    return " ".join((digits_in(language, number), *(sizes.get(unit, unit) for unit in units)))


def month_in(language: str, day: date) -> str:
    """Name of a month."""
    return _MONTHS.get(language, _MONTHS["en"])[day.month - 1]


def day_in(language: str, day: date) -> str:
    """A day in full: "24 April 2026", "24. April 2026"."""
    point = "." if language == "de" else ""
    return f"{day.day}{point} {month_in(language, day)} {day.year}"


def short_day_in(language: str, day: date) -> str:
    """A day in a table: 2026-04-24, 24.04.2026."""
    return f"{day.day:02}.{day.month:02}.{day.year}" if language == "de" else day.isoformat()
