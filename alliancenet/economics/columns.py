"""Whole columns of a large table, read at once: each different text is looked at one time."""

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from alliancenet.arrays import BoolArray, FloatArray, IntArray
from alliancenet.economics.money import (
    COMMA,
    MOST_MINOR,
    POINT,
    Convention,
    Rates,
    conventions_of,
    minor_units,
    plain_minor_units,
)
from alliancenet.economics.periods import Periods
from alliancenet.errors import Problem
from alliancenet.files.entry import shown
from alliancenet.files.table import CsvTable, unread_columns
from alliancenet.model.currencies import CURRENCIES
from alliancenet.sources.cells import Cells, TableSheet
from alliancenet.sources.checks import MOST_LISTED, listed

if TYPE_CHECKING:
    import pandas as pd

Parse = Callable[[Cells, str], Any]
_EMPTY = "the cell is empty"
_MOST_SUM = 9e18
_CLOCK = re.compile(r"(\d{1,5}):([0-5]\d)(?::([0-5]\d))?")
_YES_NO = {"yes": 1.0, "true": 1.0, "no": 0.0, "false": 0.0}


class CheckedColumns:
    """A table's columns with typed look-ups that note every fault and go on.

    Parameters
    ----------
    table : as it stood in the file.
    columns : those that are read; the others are named in a counted warning.
    problems : faults are appended here, at most 20 of one column and kind and the count of the others.
    """

    def __init__(self, table: CsvTable, columns: Sequence[str], problems: list[Problem]) -> None:
        self.table, self.problems = table, problems
        self.sheet = TableSheet(table, columns)
        self.problems.extend(unread_columns(table, columns))
        self.rows: IntArray = table.frame.index.to_numpy(dtype=np.int64)

    def __len__(self) -> int:
        """Rows of the table."""
        return len(self.rows)

    def has(self, name: str) -> bool:
        """Whether the file has such a column."""
        return name in self.table.frame.columns

    def texts(self, name: str) -> "tuple[IntArray, list[str]]":
        """Number of each row's text, and the different texts."""
        import pandas as pd

        if not self.has(name):
            return np.zeros(len(self), dtype=np.int64), [""]
        codes, different = pd.factorize(self.table.frame[name])
        return codes.astype(np.int64), [str(text) for text in different]

    def text(self, name: str) -> "pd.Series[str]":
        """Cells as text."""
        import pandas as pd

        if self.has(name):
            return self.table.frame[name].reset_index(drop=True)
        return pd.Series([""] * len(self), dtype=str)

    def fault(self, name: str, rows: IntArray, found: str, needed: str, action: str = "") -> None:
        """Note one fault that several rows have."""
        faults = [self.table.problem(int(row), name, found, needed, action) for row in rows[: MOST_LISTED + 1]]
        if len(rows) > MOST_LISTED:
            faults[MOST_LISTED] = self.table.problem(
                int(rows[MOST_LISTED]), name, f"and {len(rows) - MOST_LISTED:,} more rows like these", needed, action
            )
        self.problems.extend(faults)

    def values(self, name: str, parse: Parse, needed: bool) -> tuple[IntArray, list[Any]]:
        """Number of each row's value, and the values; None for an empty cell and for what could not be read.

        Parameters
        ----------
        parse : reads a column of one row, noting what is wrong with it.
        needed : an empty cell is a fault.
        """
        codes, texts = self.texts(name)
        first = np.zeros(len(texts), dtype=np.int64)
        if len(self):
            first[codes[::-1]] = self.rows[::-1]
        counts = np.bincount(codes, minlength=len(texts))
        found: list[Any] = []
        faults: list[Problem] = []
        for code, text in enumerate(texts):
            if not text:
                found.append(None)
                if needed and len(self):
                    self.fault(name, self.rows[codes == code], _EMPTY, "a value in each row")
                continue
            before = len(faults)
            # one list for all texts: what is alike is looked for only while faults are still told one by one
            found.append(parse(Cells(self.sheet, int(first[code]), {name: text}, faults), name))
            if counts[code] > 1:
                faults[before:] = [_repeated(fault, int(counts[code]) - 1) for fault in faults[before:]]
        self.problems.extend(listed(faults))
        return codes, found

    def numbers(self, name: str, low: float, high: float, *, needed: bool = False, empty: float = np.nan) -> FloatArray:
        """Numbers within limits; `empty` where nothing stands."""
        written = self._written(name)
        codes, found = self.values(name, lambda cells, column: _number(cells, column, low, high, written), needed)
        return _taken(codes, [empty if value is None else value for value in found])

    def _written(self, name: str) -> Convention:
        """How a column of plain numbers is written: with a point where both ways fit, or neither."""
        texts = [text for text in self.texts(name)[1] if text and text.lower() not in _YES_NO]
        return (*conventions_of(texts), POINT)[0]

    def spans(self, name: str) -> FloatArray:
        """Hours, as a number or as a clock shows them (1:30, 01:30:00); NaN where nothing stands."""
        written = self._written(name)

        def parse(cells: Cells, column: str) -> float | None:
            clock = _CLOCK.fullmatch(cells.text(column))
            if clock is None:
                return _number(cells, column, 0, 1e6, written)
            hours, minutes, seconds = (int(part or 0) for part in clock.groups())
            return hours + minutes / 60 + seconds / 3600

        codes, found = self.values(name, parse, needed=False)
        return _taken(codes, [np.nan if value is None else value for value in found])

    def attribute(self, name: str) -> FloatArray:
        """A number, or 1 and 0 for yes and no; NaN where nothing stands."""
        written = self._written(name)

        def parse(cells: Cells, column: str) -> float | None:
            word = _YES_NO.get(cells.text(column).lower())
            return _number(cells, column, 0, 1e9, written) if word is None else word

        codes, found = self.values(name, parse, needed=False)
        return _taken(codes, [np.nan if value is None else value for value in found])

    def days(self, name: str, *, needed: bool = False) -> "np.ndarray[Any, np.dtype[np.datetime64]]":
        """Dates; NaT where nothing stands."""
        codes, found = self.values(name, lambda cells, column: cells.day(column), needed)
        return np.array(found or [None], dtype="datetime64[D]")[codes]

    def periods(self, name: str, periods: Periods) -> IntArray:
        """Periods by their names; the first number there is where one could not be read."""

        def parse(cells: Cells, column: str) -> int | None:
            number = periods.named(cells.text(column))
            if number is None:
                cells.fault(column, shown(cells.text(column)), periods.needed)
            return number

        codes, found = self.values(name, parse, needed=True)
        return np.array([value or 0 for value in found] or [0], dtype=np.int64)[codes]

    def words(self, name: str, choices: Sequence[str], *, needed: bool = False, empty: str = "") -> "pd.Series[str]":
        """One of a few words."""
        import pandas as pd

        codes, found = self.values(name, lambda cells, column: cells.one_of(column, choices), needed)
        return pd.Series(np.array([value or empty for value in found] or [""], dtype=object)[codes], dtype=str)

    def yes_no(self, name: str) -> FloatArray:
        """1 for yes, 0 for no, NaN where nothing stands."""
        codes, found = self.values(name, lambda cells, column: cells.yes_no(column), needed=False)
        return _taken(codes, [np.nan if value is None else float(value) for value in found])

    def known(
        self, name: str, known: Sequence[str], what: str, *, optional: bool = False, nobody: str = ""
    ) -> IntArray:
        """Place of each row's id among those on record; -1 where the cell is empty or could not be read.

        Parameters
        ----------
        nobody : a word that stands for nobody on record, which is no fault; "" for none.

        Notes
        -----
        Where nothing at all is on record nothing is said of single rows.
        """
        if not known:
            return np.full(len(self), -1, dtype=np.int64)
        place = {text: number for number, text in enumerate(known)}

        def parse(cells: Cells, column: str) -> int | None:
            if nobody and cells.text(column) == nobody:
                return None
            name = cells.known(column, known, what)
            return None if name is None else place[name]

        codes, found = self.values(name, parse, needed=not optional)
        return np.array([-1 if value is None else value for value in found] or [-1], dtype=np.int64)[codes]

    def amounts(
        self,
        name: str,
        rates: Rates,
        days: "np.ndarray[Any, np.dtype[np.datetime64]]",
        *,
        needed: bool = False,
    ) -> tuple[IntArray, BoolArray]:
        """Amounts in minor units of the reporting currency, and where one stands.

        Parameters
        ----------
        rates : a row in another currency is converted at the rate of its day; without one it is refused.
        days : day of each row.

        Notes
        -----
        Each row is rounded half to even to a minor unit, so that sums are sums of whole numbers.
        """
        import pandas as pd

        codes, texts = self.texts(name)
        plain = plain_minor_units(texts, rates.reporting) if self._is_all_in(rates.reporting) else None
        convention = self._convention(name, codes, texts) if plain is None else POINT
        empty = np.array([not text for text in texts], dtype=bool)[codes]
        if needed and empty.any():
            self.fault(name, self.rows[empty], _EMPTY, "an amount in each row")
        there = ~empty
        minor = np.zeros(len(self), dtype=np.int64)
        if convention is None or not there.any():
            return minor, there & (convention is not None)
        if plain is not None:
            return self._bounded(name, np.array(plain, dtype=np.int64)[codes]), there
        numbers = [convention.read(text) if text else None for text in texts]
        currencies = self._currencies(rates)
        is_foreign = currencies.to_numpy() != rates.reporting
        key = pd.DataFrame(
            {"text": codes, "currency": currencies, "day": np.where(is_foreign, days, np.datetime64(0, "D"))}
        )
        places, different = pd.factorize(pd.MultiIndex.from_frame(key))
        found = [self._minor(numbers[code], currency, _day(day), rates) for code, currency, day in different]
        unrated = np.array([value is None for value in found], dtype=bool)[places] & there
        too_much = np.array([value is not None and abs(value) > MOST_MINOR for value in found], dtype=bool)[places]
        self._note_unrated(currencies, days, unrated)
        if too_much.any():
            self.fault(name, self.rows[too_much], "an amount beyond all bounds", "at most a hundred billion")
        usable = [0 if value is None or abs(value) > MOST_MINOR else value for value in found]
        return self._bounded(name, np.array(usable, dtype=np.int64)[places]), there & ~unrated

    def _is_all_in(self, currency: str) -> bool:
        return set(self.texts("currency")[1]) <= {"", currency}

    def _bounded(self, name: str, minor: IntArray) -> IntArray:
        """The amounts, with a fault where they could not be summed."""
        if np.abs(minor.astype(float)).sum() > _MOST_SUM:
            self.problems.append(
                Problem(file=self.table.file, key=name, found="amounts whose sum is beyond all bounds", needed="money")
            )
        return minor

    def _minor(self, number: Decimal | None, currency: str, day: date | None, rates: Rates) -> int | None:
        if number is None:
            return 0
        rate = rates.rate(currency, day or date.max) if currency in CURRENCIES else None
        return None if rate is None else minor_units(number, rates.reporting, rate)

    def _currencies(self, rates: Rates) -> "pd.Series[str]":
        column = self.text("currency")
        return column.where(column != "", rates.reporting)

    def _note_unrated(
        self, currencies: "pd.Series[str]", days: "np.ndarray[Any, np.dtype[np.datetime64]]", unrated: BoolArray
    ) -> None:
        for currency in sorted(set(currencies[unrated])):
            rows = unrated & (currencies == currency).to_numpy()
            if currency not in CURRENCIES:
                found, action = f"{shown(currency)} is no currency", "write an ISO 4217 code such as EUR"
            else:
                first = np.min(days[rows])
                found = f"no rate for {currency}" + ("" if np.isnat(first) else f" on {first}")
                action = "add the rate to economics/rates.csv; it is never taken as 1"
            self._once("currency", rows, found, "the reporting currency, or a rate", action)

    def _once(self, name: str, rows: BoolArray, found: str, needed: str, action: str) -> None:
        row = int(self.rows[rows][0])
        count = int(rows.sum())
        more = f" ({count:,} rows)" if count > 1 else ""
        problem = self.table.problem(row, name, found + more, needed, action)
        if problem not in self.problems:
            self.problems.append(problem)

    def _convention(self, name: str, codes: IntArray, texts: Sequence[str]) -> Convention | None:
        written = [text for text in texts if text]
        fitting = conventions_of(written)
        if len(fitting) == 1:
            return fitting[0]
        if fitting:
            text = next(text for text in written if POINT.read(text) != COMMA.read(text))
            self._once(
                name,
                codes == texts.index(text),
                f"{shown(text)} is {POINT.read(text):,} or {COMMA.read(text):,}, and no other row tells which",
                "amounts that can be read one way only",
                "export them with two decimals",
            )
            return None
        self._note_unread(name, codes, texts)
        return None

    def _note_unread(self, name: str, codes: IntArray, texts: Sequence[str]) -> None:
        neither = [code for code, text in enumerate(texts) if text and not (POINT.read(text) or COMMA.read(text))]
        neither = [code for code in neither if POINT.read(texts[code]) is None and COMMA.read(texts[code]) is None]
        for code in neither[:MOST_LISTED]:
            self._once(name, codes == code, shown(texts[code]), "an amount such as 1234.50", "")
        if neither:
            return
        point = next(text for text in texts if text and COMMA.read(text) is None)
        comma = next(text for text in texts if text and POINT.read(text) is None)
        self._once(
            name,
            codes == texts.index(comma),
            f"{shown(comma)} here and {shown(point)} elsewhere: two ways to write decimals in one column",
            "one way",
            "export the column again",
        )


def _repeated(fault: Problem, extra: int) -> Problem:
    from dataclasses import replace

    return replace(fault, found=f"{fault.found} (and in {extra:,} more {'row' if extra == 1 else 'rows'})")


def _number(cells: Cells, column: str, low: float, high: float, convention: Convention) -> float | None:
    number = convention.read(cells.text(column))
    if number is None or not low <= number <= high:
        cells.fault(column, shown(cells.text(column)), f"a number from {_plainly(low)} to {_plainly(high)}")
        return None
    return float(number)


def _plainly(limit: float) -> str:
    """A limit without powers of ten: 1,000,000, 0.5."""
    return f"{limit:,.0f}" if limit == round(limit) else f"{limit:g}"


def _taken(codes: IntArray, values: Sequence[float]) -> FloatArray:
    return np.array(values or [np.nan], dtype=np.float64)[codes]


def _day(day: Any) -> date | None:
    found = np.datetime64(day, "D")
    return None if np.isnat(found) else found.astype(object)
