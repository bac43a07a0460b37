"""The cells of one row, with typed look-ups that note every fault and go on."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import TypeVar, cast

from alliancenet.errors import Problem
from alliancenet.files.dates import FIRST_YEAR, LAST_YEAR, Order, day_of, is_slashed, order_of
from alliancenet.files.entry import shown
from alliancenet.files.folding import column_key, folded
from alliancenet.files.table import NOTHING, CsvTable, FileSays, read_table, unread_columns
from alliancenet.files.yes_no import said
from alliancenet.sources.checks import MOST_LISTED, listed

_Id = TypeVar("_Id", bound=str)
_NUMBER = re.compile(r"[-+]?(\d+(\.\d+)?|\.\d+)")
_OF_A_PROGRAM = re.compile(r"[-+]?\d(\.\d+)?[eE][-+]\d{2,3}")  # 1e+05, 5.0E-2: nobody types these
ANY_ID = re.compile(r"[^|\x00-\x1f]{1,80}")
FILE_SAFE_ID = r"[A-Za-z0-9][A-Za-z0-9_.-]{0,59}"


class TableSheet:
    """What the rows of one table share: how its dates are read, and names by their folded form.

    Parameters
    ----------
    table : the table.
    columns : those that are read; only their cells say what comes first in its dates.
    """

    def __init__(self, table: CsvTable, columns: Sequence[str]) -> None:
        self.table, self.columns = table, columns
        self.ids: dict[tuple[str, str], tuple[str, int]] = {}
        self.names: dict[tuple[int, int], dict[str, list[str]]] = {}
        self.keys: dict[tuple[object, ...], int] = {}
        self.asked_for_order = False

    @cached_property
    def order(self) -> Order:
        """What comes first in dates such as 3/4/2026, by all dates of the table or as declared."""
        found = order_of(cell for column in self.columns for cell in self.table.column(column) if is_slashed(cell))
        return Order(self.table.declared.dates) if self.table.declared.dates else found

    def same(self, known: Collection[str], name: str) -> list[str]:
        """Names on record that fold to the same as this one."""
        key = id(known), len(known)
        if key not in self.names:
            by_fold: dict[str, list[str]] = {}
            for spelling in known:
                by_fold.setdefault(folded(spelling), []).append(spelling)
            self.names[key] = by_fold
        return self.names[key].get(folded(name), [])


class Cells:
    """One row of a table.

    Parameters
    ----------
    sheet : what the rows of its table share.
    row : its number, as a spreadsheet counts.
    cells : text by column; a missing column reads as empty.
    problems : faults are appended here.
    """

    def __init__(self, sheet: TableSheet, row: int, cells: Mapping[str, str], problems: list[Problem]) -> None:
        self.sheet, self.table, self.row, self.cells, self.problems = sheet, sheet.table, row, cells, problems

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
        elif alike := self._alike_id(column, name, taken):
            self.fault(
                column,
                f"{shown(name)} and {alike} differ only in case, spaces or unseen signs",
                "one row for one, ids that differ visibly for two",
                "remove one of the rows, or give one of them another id",
            )
        else:
            self.sheet.ids[column, folded(name)] = name, self.row
            return name
        return None

    def _alike_id(self, column: str, name: str, taken: Collection[str]) -> str:
        """Another id further up that folds to the same, with its row; "" when there is none."""
        other, row = self.sheet.ids.get((column, folded(name)), (name, 0))
        return f"{shown(other)} of row {row}" if other != name and other in taken else ""

    def known(self, column: str, known: Collection[_Id], what: str, *, optional: bool = False) -> _Id | None:
        """An id that is on record, or None; nothing is said while nothing at all is on record."""
        name = self.text(column)
        if not name and optional:
            return None
        if name in known:
            return cast("_Id", name)
        if known:
            return cast("_Id | None", self._alike(column, name, known, what))
        return None

    def all_known(self, column: str, known: Collection[_Id], what: str) -> tuple[_Id, ...]:
        """Ids of one cell that are on record; an empty cell is a fault."""
        named = self.words(column)
        if not named:
            self.fault(column, "the cell is empty", f"ids of {what}, separated by ;")
        found = [name if name in known or not known else self._alike(column, name, known, what) for name in named]
        return tuple(dict.fromkeys(cast("_Id", name) for name in found if name in known))

    def _alike(self, column: str, name: str, known: Collection[str], what: str) -> str | None:
        """The only name on record that folds to the same; else a fault."""
        same = self.sheet.same(known, name) if name else []
        if len(same) == 1:
            return same[0]
        if same:
            both = ", ".join(map(shown, same))
            self.fault(column, f"{shown(name)} fits several: {both}", "one of them, as it is written there")
        else:
            self._note_unknown(column, name, known, what)
        return None

    def _note_unknown(self, column: str, name: str, known: Collection[str], what: str) -> None:
        # looking for a similar id takes long among thousands, so only for faults that are listed
        similar = list(known) if len(self.problems) < MOST_LISTED else []
        self.fault(column, *unknown(name, similar, what))

    def day(self, column: str, *, needed: bool = False) -> date | None:
        """A date such as 2026-03-31, 31.03.2026 or 31/03/2026, or None.

        Notes
        -----
        What comes first in dates with slashes is settled by all dates of the table, or declared;
        where nothing tells, it is asked once for the file.
        """
        text = self.text(column)
        if not text:
            if needed:
                self.fault(column, "the cell is empty", "a date such as 2026-03-31")
            return None
        order = self.sheet.order if is_slashed(text) else Order.NONE
        if order in {Order.OPEN, Order.BOTH}:
            self._ask_for_order(column, text, order)
            return None
        day = day_of(text, day_first=order is Order.DAY, starts_1904=self.table.starts_1904, whole=True)
        if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.fault(column, shown(text), "a date such as 2026-03-31")
            return None
        return day

    def _ask_for_order(self, column: str, text: str, order: Order) -> None:
        """One question for the whole table."""
        if self.sheet.asked_for_order:
            return
        self.sheet.asked_for_order = True
        both = "some dates can only be day/month/year, some only month/day/year"
        found = both if order is Order.BOTH else f"dates such as {text} can be read two ways, and no other date tells"
        self.problems.append(
            Problem(
                file=self.table.file,
                row=self.row,
                key=column,
                found=found,
                needed="dates such as 2026-03-31",
                action="or write `dates: day_first` (or `month_first`) beside it under `files:` of alliancenet.yaml",
            )
        )

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
        text = self.text(column)
        if text and said(text) is None:
            self.fault(column, shown(text), "yes or no is needed")
        return said(text)

    def number(self, column: str, low: float, high: float) -> float | None:
        """A number within limits; None when the cell is empty."""
        text = self.text(column)
        is_number = _NUMBER.fullmatch(text) or _OF_A_PROGRAM.fullmatch(text)
        value = (float(text) if is_number else high + 1) if text else None
        if value is not None and not low <= value <= high:
            self.fault(column, shown(text), f"a number from {low:g} to {high:g}, decimals with a point")
            return None
        return value

    def one_of(self, column: str, choices: Sequence[str]) -> str:
        """One of a few words; "" when the cell is empty."""
        by_key = {column_key(choice): choice for choice in choices}
        text = by_key.get(column_key(self.text(column)), self.text(column))
        if text and text not in choices:
            self.fault(column, f"{shown(self.text(column))} is unknown", f"one of: {', '.join(choices)}")
            return ""
        return text

    def stands_already(self, column: str, *key: object) -> bool:
        """Whether a row of the same content stood further up; it is counted once, and that is said."""
        first = self.sheet.keys.setdefault(key, self.row)
        if first == self.row:
            return False
        self.problems.append(
            replace(
                self.table.problem(
                    self.row,
                    column,
                    f"the same as row {first}: counted once",
                    "each row once",
                    "remove one of them, or tell them apart",
                ),
                fatal=False,
            )
        )
        return True

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
    declared: FileSays = NOTHING,
) -> Iterator[Cells]:
    """Rows of a small table; a table that cannot be read adds problems and yields nothing.

    Parameters
    ----------
    path : the CSV or XLSX file.
    name : what the user calls it.
    problems : faults are appended here; a column that is not known is a counted warning. At most
        20 faults of one column are listed.
    required, optional : columns; required ones must be there.
    may_be_empty : True accepts a header without rows: nothing took place.
    declared : what somebody said about the file.
    """
    table = read_table(
        path, problems, required=required, known=optional, name=name, may_be_empty=may_be_empty, declared=declared
    )
    if table is None:
        return
    known = (*required, *optional)
    problems.extend(unread_columns(table, known))
    faults: list[Problem] = []
    sheet = TableSheet(table, known)
    for row, cells in table.rows():
        yield Cells(sheet, row, cells, faults)
    for column, fatal in dict.fromkeys((fault.key, fault.fatal) for fault in faults):
        problems.extend(listed([fault for fault in faults if (fault.key, fault.fatal) == (column, fatal)]))
