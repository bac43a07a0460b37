"""The cells of one row, with typed look-ups that note every fault and go on."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar, cast

from alliancenet.errors import Problem
from alliancenet.files.entry import shown
from alliancenet.files.table import CsvTable, read_table
from alliancenet.sources.checks import MOST_LISTED, listed, warning

_Id = TypeVar("_Id", bound=str)
_YES = frozenset({"yes", "true", "1"})
_NO = frozenset({"no", "false", "0"})
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
ANY_ID = re.compile(r"[^|\x00-\x1f]{1,80}")
FILE_SAFE_ID = r"[A-Za-z0-9][A-Za-z0-9_.-]{0,59}"


class Cells:
    """One row of a table.

    Parameters
    ----------
    table : where it stands.
    row : its number, as a spreadsheet counts.
    cells : text by column; a missing column reads as empty.
    problems : faults are appended here.
    """

    def __init__(self, table: CsvTable, row: int, cells: Mapping[str, str], problems: list[Problem]) -> None:
        self.table, self.row, self.cells, self.problems = table, row, cells, problems

    def fault(self, column: str, found: str, needed: str, action: str = "") -> None:
        """Note a fault in a cell of this row."""
        self.problems.append(self.table.problem(self.row, column, found, needed, action))

    def text(self, column: str) -> str:
        """Text of a cell, "" when it is empty."""
        return self.cells.get(column, "")

    def id(self, column: str, taken: Collection[str], safe: bool = False) -> str | None:
        """A new id, or None after a fault: empty, taken, or with characters that ids cannot hold."""
        name = self.text(column)
        pattern = re.compile(FILE_SAFE_ID) if safe else ANY_ID
        if not name:
            self.fault(column, "the cell is empty", "an id")
        elif not pattern.fullmatch(name):
            needed = "letters, digits, _ . -" if safe else "at most 80 characters without |"
            self.fault(column, shown(name), f"an id of {needed}")
        elif name in taken:
            self.fault(
                column,
                f"{shown(name)} stands already further up",
                "each id once",
                "remove or correct one of the rows",
            )
        else:
            return name
        return None

    def known(self, column: str, known: Collection[_Id], what: str, *, optional: bool = False) -> _Id | None:
        """An id that is on record, or None; nothing is said while nothing at all is on record."""
        name = self.text(column)
        if not name and optional:
            return None
        if name in known:
            return cast("_Id", name)
        if known:
            self._note_unknown(column, name, known, what)
        return None

    def all_known(self, column: str, known: Collection[_Id], what: str) -> tuple[_Id, ...]:
        """Ids of one cell that are on record; an empty cell is a fault."""
        named = self.words(column)
        if not named:
            self.fault(column, "the cell is empty", f"ids of {what}, separated by ;")
        for name in named:
            if known and name not in known:
                self._note_unknown(column, name, known, what)
        return tuple(cast("_Id", name) for name in named if name in known)

    def _note_unknown(self, column: str, name: str, known: Collection[str], what: str) -> None:
        # looking for a similar id takes long among thousands, so only for faults that are listed
        similar = list(known) if len(self.problems) < MOST_LISTED else []
        self.fault(column, *unknown(name, similar, what))

    def day(self, column: str, *, needed: bool = False) -> date | None:
        """A date written 2026-03-31 or 31.03.2026, or None."""
        text = self.text(column)
        if not text:
            if needed:
                self.fault(column, "the cell is empty", "a date such as 2026-03-31")
            return None
        dotted = _DOTTED.fullmatch(text)
        try:
            if dotted:
                return date(int(dotted[3]), int(dotted[2]), int(dotted[1]))
            return date.fromisoformat(text) if len(text) == 10 else date.fromisoformat("")
        except ValueError:
            action = "01/02/2026 could be read two ways and is refused" if "/" in text else ""
            self.fault(column, shown(text), "a date such as 2026-03-31", action)
            return None

    def days(self, first: str, last: str, needed: Collection[str] = ()) -> tuple[date | None, date | None]:
        """Two dates of which the first does not lie after the last."""
        start, end = (self.day(column, needed=column in needed) for column in (first, last))
        if start and end and start > end:
            self.fault(
                last,
                f"{end} lies before {first} {start}",
                f"a day on or after {first}",
                "correct one of them",
            )
        return start, end

    def yes_no(self, column: str) -> bool | None:
        """Yes or no; None when the cell is empty."""
        text = self.text(column).lower()
        if text and text not in _YES | _NO:
            self.fault(column, shown(self.text(column)), "yes or no is needed")
        return None if text not in _YES | _NO else text in _YES

    def number(self, column: str, low: float, high: float) -> float | None:
        """A number within limits; None when the cell is empty."""
        text = self.text(column)
        try:
            value = float(text) if text else None
        except ValueError:
            value = high + 1
        if value is not None and not low <= value <= high:
            self.fault(column, shown(text), f"a number from {low:g} to {high:g}, decimals with a point")
            return None
        return value

    def one_of(self, column: str, choices: Sequence[str]) -> str:
        """One of a few words; "" when the cell is empty."""
        text = self.text(column).lower().replace(" ", "_")
        if text and text not in choices:
            self.fault(column, f"{shown(self.text(column))} is unknown", f"one of: {', '.join(choices)}")
            return ""
        return text

    def words(self, column: str) -> tuple[str, ...]:
        """Several words of one cell, separated by `;` or `|`."""
        parts = (part.strip() for part in re.split(r"[;|]", self.text(column)))
        return tuple(dict.fromkeys(part for part in parts if part))


def unknown(name: str, known: Sequence[str], what: str) -> tuple[str, str, str]:
    """What was found, what is needed and what to do about a name that is not on record."""
    if not name:
        return "the cell is empty", f"the id of {what}", ""
    near = get_close_matches(name[:60], known, n=1)
    hint = f"did you mean '{near[0]}'? Otherwise add it there" if near else "add it there or correct the id"
    return f"{shown(name)} is unknown", f"an id of {what}", hint


def read_rows(
    path: Path,
    name: str,
    problems: list[Problem],
    *,
    required: Sequence[str],
    optional: Sequence[str] = (),
    may_be_empty: bool = False,
) -> Iterator[Cells]:
    """Rows of a small table; a table that cannot be read adds problems and yields nothing.

    Parameters
    ----------
    path : the CSV file.
    name : what the user calls it.
    problems : faults are appended here; a column that is not known is a counted warning. At most
        20 faults of one column are listed.
    required, optional : columns; required ones must be there.
    may_be_empty : True accepts a header without rows: nothing took place.
    """
    table = read_table(path, problems, required=required, name=name, may_be_empty=may_be_empty)
    if table is None:
        return
    known = (*required, *optional)
    problems.extend(_unknown_columns(table, known))
    faults: list[Problem] = []
    for row, cells in table.rows():
        yield Cells(table, row, cells, faults)
    for column in dict.fromkeys(fault.key for fault in faults):
        problems.extend(listed([fault for fault in faults if fault.key == column]))


def _unknown_columns(table: CsvTable, known: Sequence[str]) -> Iterator[Problem]:
    for column in map(str, table.frame.columns):
        if column not in known:
            near = get_close_matches(column, known, n=1)
            action = f"did you mean '{near[0]}'?" if near else f"known here: {', '.join(known)}"
            yield warning(
                table.file,
                "the column is unknown and was not read",
                "nothing, if that is meant",
                action,
                column,
            )
