"""Months, quarters and years, numbered through: a period is a whole number, the next one is one more."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np

from alliancenet.arrays import IntArray
from alliancenet.files.dates import FIRST_YEAR, LAST_YEAR

LENGTHS = {"month": 12, "quarter": 4, "year": 1}
"""Periods in a year, by name."""
_NAMES = {
    12: re.compile(r"(\d{4})-(0[1-9]|1[0-2])"),
    4: re.compile(r"(\d{4})-?Q([1-4])"),
    1: re.compile(r"(\d{4})"),
}


@dataclass(frozen=True, slots=True)
class Periods:
    """Periods of one length.

    Parameters
    ----------
    a_year : 12, 4 or 1.
    """

    a_year: int

    @property
    def needed(self) -> str:
        """How a period of this length is written."""
        return {12: "a month such as 2026-03", 4: "a quarter such as 2026-Q1", 1: "a year such as 2026"}[self.a_year]

    def of_days(self, days: "np.ndarray[Any, np.dtype[np.datetime64]]") -> IntArray:
        """Number of the period each day lies in."""
        months = days.astype("datetime64[M]").astype(np.int64) + 1970 * 12
        numbers: IntArray = months * self.a_year // 12
        return numbers

    def of(self, day: date) -> int:
        """Number of the period a day lies in."""
        return (day.year * 12 + day.month - 1) * self.a_year // 12

    def named(self, text: str) -> int | None:
        """Number of a period by its name, None when that is no name of one, or of a year no record is of."""
        found = _NAMES[self.a_year].fullmatch(text)
        if found is None or not FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
            return None
        return int(found[1]) * self.a_year + (int(found[2]) - 1 if self.a_year > 1 else 0)

    def name(self, number: int) -> str:
        """``2026-03``, ``2026-Q1`` or ``2026``."""
        year, part = divmod(number, self.a_year)
        return {12: f"{year}-{part + 1:02d}", 4: f"{year}-Q{part + 1}", 1: f"{year}"}[self.a_year]

    def first_day(self, number: int) -> date:
        """First day of a period."""
        year, part = divmod(number, self.a_year)
        return date(year, part * (12 // self.a_year) + 1, 1)

    def last_day(self, number: int) -> date:
        """Last day of a period."""
        return self.first_day(number + 1) - timedelta(days=1)

    def last_closed(self, as_of: date) -> int:
        """The last period whose end lies on or before a day."""
        number = self.of(as_of)
        return number if self.last_day(number) <= as_of else number - 1
