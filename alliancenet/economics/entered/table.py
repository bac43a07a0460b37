"""A small file of `economics/` as records: each column says how it is read, each fault is noted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, Protocol, TypeVar

import numpy as np

from alliancenet.economics.book_folder import BookFolder
from alliancenet.economics.columns import CheckedColumns

T = TypeVar("T")
_EMPTY = "the cell is empty"


class ColumnKind(Protocol):
    """How a column is read."""

    def read(self, columns: CheckedColumns, name: str, folder: BookFolder, needed: bool) -> list[Any]:
        """Values row by row; None for an empty cell and for what could not be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnteredColumn:
    """One column of a file.

    Parameters
    ----------
    name : as it stands in the file.
    field : of the record; the name by default.
    needed : an empty cell is a fault, and so is a file without the column.
    empty : stands where nothing does.
    """

    name: str
    kind: ColumnKind
    field: str = ""
    needed: bool = False
    empty: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EnteredFile(Generic[T]):
    """A file, what its rows become, and which columns may stand together only once.

    Parameters
    ----------
    key : columns that tell rows apart; none when rows may repeat.
    check : a fault of a whole row (column, what was found, what is needed), or None.
    """

    name: str
    record: Callable[..., T]
    columns: Sequence[EnteredColumn]
    key: Sequence[str] = ()
    check: Callable[[T], tuple[str, str, str] | None] = lambda _: None


def read_entered(folder: BookFolder, file: EnteredFile[T]) -> tuple[T, ...] | None:
    """Records of a file in its order; None where it is not there or cannot be read."""
    required = [column.name for column in file.columns if column.needed]
    optional = [column.name for column in file.columns if not column.needed]
    if any(isinstance(column.kind, Money) for column in file.columns):
        optional.append("currency")
    columns = folder.columns(file.name, required, optional)
    if columns is None:
        return None
    read = {column: column.kind.read(columns, column.name, folder, column.needed) for column in file.columns}
    _refuse_doubles(columns, file, {column.name: values for column, values in read.items()})
    found = []
    for place in range(len(columns)):
        values = {column.field or column.name: _or(values[place], column.empty) for column, values in read.items()}
        if any(values[column.field or column.name] is None for column in file.columns if column.needed):
            continue  # its fault is noted
        record = file.record(**values)
        fault = file.check(record)
        if fault is not None:
            columns.fault(fault[0], columns.rows[[place]], *fault[1:])
        found.append(record)
    return tuple(found)


def _or(value: Any, empty: Any) -> Any:
    return empty if value is None else value


def _refuse_doubles(columns: CheckedColumns, file: EnteredFile[T], values: dict[str, list[Any]]) -> None:
    seen: set[tuple[Any, ...]] = set()
    again = []
    for place in range(len(columns)):
        key = tuple(values[name][place] for name in file.key)
        if key and key in seen and None not in key[:1]:
            again.append(place)
        seen.add(key)
    if again:
        named = " and ".join(file.key)
        columns.fault(file.key[0], columns.rows[again], f"the same {named} stands further up", "one row for each")


class Text:
    """Free text."""

    def read(self, columns: CheckedColumns, name: str, folder: BookFolder, needed: bool) -> list[Any]:  # noqa: ARG002
        """Text; None where nothing stands."""
        texts = columns.text(name)
        if needed and (texts == "").any():
            columns.fault(name, columns.rows[(texts == "").to_numpy()], _EMPTY, "a value in each row")
        return [str(text) or None for text in texts]


@dataclass(frozen=True, slots=True)
class Word:
    """One of a few words."""

    choices: Sequence[str]

    def read(self, columns: CheckedColumns, name: str, folder: BookFolder, needed: bool) -> list[Any]:  # noqa: ARG002
        """The words."""
        return [str(word) or None for word in columns.words(name, self.choices, needed=needed)]


@dataclass(frozen=True, slots=True)
class Number:
    """A number within limits."""

    low: float
    high: float

    def read(self, columns: CheckedColumns, name: str, folder: BookFolder, needed: bool) -> list[Any]:  # noqa: ARG002
        """The numbers."""
        found = columns.numbers(name, self.low, self.high, needed=needed)
        return [None if np.isnan(value) else float(value) for value in found]


@dataclass(frozen=True, slots=True)
class Id:
    """An id that is on record.

    Parameters
    ----------
    known : ids by the folder; partners unless said.
    what : what they are, in words.
    """

    known: Callable[[BookFolder], Sequence[str]] = lambda folder: folder.partners
    what: str = "a partner in organisations.csv"

    def read(self, columns: CheckedColumns, name: str, folder: BookFolder, needed: bool) -> list[Any]:
        """The ids."""
        known = self.known(folder)
        return [
            None if place < 0 else known[place] for place in columns.known(name, known, self.what, optional=not needed)
        ]


class Flag:
    """Yes or no."""

    def read(self, columns: CheckedColumns, name: str, folder: BookFolder, needed: bool) -> list[Any]:  # noqa: ARG002
        """True, False or None."""
        found = columns.yes_no(name)
        if needed and np.isnan(found).any():
            columns.fault(name, columns.rows[np.isnan(found)], _EMPTY, "yes or no")
        return [None if np.isnan(value) else bool(value) for value in found]


class Day:
    """A date."""

    def read(self, columns: CheckedColumns, name: str, folder: BookFolder, needed: bool) -> list[Any]:  # noqa: ARG002
        """The dates."""
        found: list[date | None] = columns.days(name, needed=needed).astype(object).tolist()
        return found


class Period:
    """A period by its name."""

    def read(self, columns: CheckedColumns, name: str, folder: BookFolder, needed: bool) -> list[Any]:  # noqa: ARG002
        """Numbers of the periods."""
        if not columns.has(name):
            return [None] * len(columns)
        return [int(number) or None for number in columns.periods(name, folder.plan.periods)]


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units of the reporting currency.

    Parameters
    ----------
    day : column of the day whose rate counts, or of the period at whose beginning it counts; "" for the newest rate.
    low : amounts below are refused.
    """

    day: str = ""
    low: int = 0

    def read(self, columns: CheckedColumns, name: str, folder: BookFolder, needed: bool) -> list[Any]:
        """The amounts."""
        amounts, there = columns.amounts(name, folder.rates, self._days(columns, folder), needed=needed)
        below = there & (amounts < self.low)
        if below.any():
            columns.fault(name, columns.rows[below], "less than 0", "an amount of 0 or more")
        return [int(amount) if is_there else None for amount, is_there in zip(amounts, there, strict=True)]

    def _days(self, columns: CheckedColumns, folder: BookFolder) -> "np.ndarray[Any, np.dtype[np.datetime64]]":
        if not self.day or not columns.has(self.day):
            return np.full(len(columns), np.datetime64("NaT"), dtype="datetime64[D]")
        # the column is read for itself too: its faults are noted there
        noted, columns.problems = columns.problems, []
        try:
            is_period = self.day == "period"
            return (
                folder.first_days(columns.periods("period", folder.plan.periods))
                if is_period
                else columns.days(self.day)
            )
        finally:
            columns.problems = noted
