"""Days as people, platforms and spreadsheets write them; day or month first is settled for a whole file."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_SHORT = re.compile(r"(\d{1,2})([-/.])\s?(\d{1,2})[-/.]\s?(\d{4}|\d{2})(?!\d)")
_SERIAL = re.compile(r"\d{5}(\.\d+)?")
_TIME = re.compile(
    r"[T ,]?\s*(\d{1,2}[:.h]\d{2}([:.]\d{2}([.,]\d+)?)?)?\s*([AaPp]\.?[Mm]\.?)?\s*([+-]\d{2}:?\d{2}|[A-Z]{1,5})?"
)
FIRST_YEAR, LAST_YEAR = 1950, 2100  # of records about people at work (own limits)
_NOT_RECORDED = date(1980, 1, 1)


class Order(StrEnum):
    """What comes first in dates such as 3/4/2026."""

    DAY = "day_first"
    MONTH = "month_first"
    OPEN = "open"  # nothing tells
    BOTH = "both"  # some dates are only possible one way, some only the other
    NONE = "none"  # no date can be read two ways


def order_of(cells: Iterable[str]) -> Order:
    """What all the dates of a file say about each other.

    Parameters
    ----------
    cells : every cell that may hold a date, of every column.

    Notes
    -----
    Dots say the day comes first; a number above 12 says it is the day. Dates whose two numbers are
    equal say nothing.
    """
    found = [match for cell in cells if cell[:1].isdigit() and (match := _SHORT.match(cell))]
    day = any(match[2] == "." or int(match[1]) > 12 for match in found)
    month = any(match[2] != "." and int(match[3]) > 12 for match in found)
    if day or month:
        return Order.BOTH if day and month else Order.DAY if day else Order.MONTH
    return Order.OPEN if any(int(match[1]) != int(match[3]) for match in found) else Order.NONE


def is_slashed(cell: str) -> bool:
    """Whether a cell holds a date with a two-way reading such as 3/4/2026 or 3-4-26."""
    found = _SHORT.match(cell)
    return found is not None and found[2] != "."


def day_of(cell: str, *, day_first: bool, starts_1904: bool = False, whole: bool = False) -> date | None:
    """Day of a cell, or None when it is none.

    Parameters
    ----------
    day_first : how 3/4/2026 is read.
    starts_1904 : how a workbook counts days.
    whole : True accepts nothing behind the date but a time.

    Notes
    -----
    Two figures of a year are of this century. 1980-01-01 is what one platform writes when it records
    no dates.
    """
    try:
        if found := _ISO.match(cell):
            day = date(int(found[1]), int(found[2]), int(found[3]))
        elif found := _SHORT.match(cell):
            first, second, year = int(found[1]), int(found[3]), int(found[4])
            number, month = (first, second) if day_first or found[2] == "." else (second, first)
            day = date(year + 2000 if year < 100 else year, month, number)
        elif _SERIAL.fullmatch(cell):
            return (date(1904, 1, 1) if starts_1904 else date(1899, 12, 30)) + timedelta(days=int(float(cell)))
        else:
            return None
    except (ValueError, OverflowError):
        return None
    if day == _NOT_RECORDED or (whole and not _TIME.fullmatch(cell[found.end() :])):
        return None
    return day
