"""Numbers and days as the language that is spoken writes them."""

from datetime import date

from alliancenet.language.numerals import amount_in, day_in, digits_in, month_in, short_day_in
from alliancenet.language.speaking import language


def digits(number: str) -> str:
    """A number written in English, with the reader's marks.

    Examples
    --------
    >>> digits("1,234.5")
    '1,234.5'
    """
    return digits_in(language(), number)


def in_percent(share: float, places: int = 0) -> str:
    """A share of 1 in percent, with the reader's marks.

    Parameters
    ----------
    places : digits after the point.
    """
    return digits(f"{share:.{places}%}")


def amount_of_money(amount: str) -> str:
    """An amount written in English, with the reader's marks and sizes.

    Examples
    --------
    >>> amount_of_money("62.9 k EUR")
    '62.9 k EUR'
    """
    return amount_in(language(), amount)


def month_name(day: date) -> str:
    """Name of the month of a day."""
    return month_in(language(), day)


def month_of_year(day: date) -> str:
    """Return "April 2026"."""
    return f"{month_name(day)} {day.year}"


def long_day(day: date) -> str:
    """Return "24 April 2026"."""
    return day_in(language(), day)


def short_day(day: date) -> str:
    """A day as tables show it."""
    return short_day_in(language(), day)
