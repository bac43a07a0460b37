"""Days that many months on."""

from calendar import monthrange
from datetime import date


def months_later(day: date, months: int) -> date:
    """The same day that many months on, or the last one of a shorter month; months may be negative.

    Examples
    --------
    >>> months_later(date(2025, 12, 31), 2)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
