"""Days of responses, written in whatever way a platform and its language write them."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_SHORT = re.compile(r"(\d{1,2})([-/.])\s?(\d{1,2})[-/.]\s?(\d{4}|\d{2})(?!\d)")
_SERIAL = re.compile(r"\d{5}(\.\d+)?")
_NOT_RECORDED = date(1980, 1, 1)


def days_of(cells: Sequence[str], day_first: bool | None = None, starts_1904: bool = False) -> list[date | None]:
    """Day of each cell; None for a cell that is no date.

    Parameters
    ----------
    cells : one column of an export.
    day_first : how `3/4/2026` is read; None to find out from the whole column.
    starts_1904 : how a workbook counts days.

    Notes
    -----
    Dots and a first number above 12 anywhere in the column say the day comes first; without either,
    month first, as the platforms write for English accounts. 1980-01-01 is what one platform writes
    when it records no dates.
    """
    if day_first is None:
        day_first = is_day_first(cells)
    return [_day(cell, day_first, starts_1904) for cell in cells]


def is_day_first(cells: Iterable[str]) -> bool:
    """Does this column write the day before the month."""
    matches = [match for cell in cells if (match := _SHORT.match(cell))]
    return any(match[2] == "." or int(match[1]) > 12 for match in matches)


def is_open_to_doubt(cells: Iterable[str]) -> bool:
    """True when `3/4/2026` could be either, and nothing in the column tells."""
    matches = [match for cell in cells if (match := _SHORT.match(cell))]
    settled = any(match[2] == "." or int(match[1]) > 12 or int(match[3]) > 12 for match in matches)
    return bool(matches) and not settled and any(match[1] != match[3] for match in matches)


def _day(cell: str, day_first: bool, starts_1904: bool) -> date | None:
    try:
        if found := _ISO.match(cell):
            day = date(int(found[1]), int(found[2]), int(found[3]))
            return None if day == _NOT_RECORDED else day
        if found := _SHORT.match(cell):
            first, second, year = int(found[1]), int(found[3]), int(found[4])
            day_number, month = (first, second) if day_first else (second, first)
            return date(year + 2000 if year < 100 else year, month, day_number)
        if _SERIAL.fullmatch(cell):
            start = date(1904, 1, 1) if starts_1904 else date(1899, 12, 30)
            return start + timedelta(days=int(float(cell)))
    except (ValueError, OverflowError):
        return None
    return None
