"""A table as somebody sent it: where its headings stand, and its cells."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from alliancenet.errors import InputError, Problem
from alliancenet.files.dates import day_of
from alliancenet.files.folding import column_key
from alliancenet.files.lines import SEPARATORS, TableText, table_text
from alliancenet.files.table import LIMITS
from alliancenet.files.text import read_text
from alliancenet.files.workbook import read_workbook
from alliancenet.model.addresses import address_in

_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_LOOKED_AT = 30  # rows among which headings may stand
_MOST_BYTES = 40_000_000
_MOST_CELLS = 2_000_000  # 100,000 people of 20 columns; more do not stay within 300 MiB (own limit)
_LEAST_FILLED = 0.6
_NUMBER = re.compile(r"[-+]?[\d.,' ]+%?")


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignSheet:
    """Headings and cells of one sheet.

    Parameters
    ----------
    name : of the sheet; "" of a CSV file.
    header : row of the headings as a spreadsheet counts; 0 when nothing stands above them.
    headings : as they stand there.
    rows : cells below, each row as wide as the headings.
    """

    name: str
    header: int
    headings: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]

    def column(self, heading: str) -> list[str]:
        """Cells of one column; the first of that heading."""
        at = next(place for place, name in enumerate(self.headings) if column_key(name) == column_key(heading))
        return [row[at] for row in self.rows]

    def has(self, *headings: str) -> bool:
        """Whether all of these headings are there, whatever their case and spaces."""
        return {column_key(name) for name in headings} <= {column_key(name) for name in self.headings}


def sheets_in(path: Path, problems: list[Problem], encoding: str = "") -> list[ForeignSheet]:
    """Every sheet of a file that has headings and rows below; empty with problems added.

    Parameters
    ----------
    path : CSV or XLSX, told apart by its first bytes.
    encoding : where somebody said it.
    """
    try:
        with path.open("rb") as start:
            first = start.read(4)
    except OSError as error:
        problems.append(Problem(file=path.name, found=f"cannot be read ({error.strerror})", needed="a file"))
        return []
    if first in {_ZIP, _OLD_OFFICE}:
        return _of_workbook(path, problems)
    text = read_text(path, path.name, problems, _MOST_BYTES, encoding)
    if not text or not text.strip():
        return []
    if not _is_small(text):
        problems.append(
            Problem(
                file=path.name,
                found=f"more than {_MOST_CELLS:,} cells",
                needed="a list of people, meetings or ties",
                action="export fewer columns",
            )
        )
        return []
    try:
        found = _of_text(text)
    except csv.Error as fault:
        needed, action = "every opening quote needs a closing one", "look for a lone double quote, or export it again"
        problems.append(Problem(file=path.name, found=f"cannot be read as CSV ({fault})", needed=needed, action=action))
        return []
    return [found] if found else []


def _is_small(text: str) -> bool:
    """Whether a table has few enough cells, whatever parts them."""
    return max(map(text.count, SEPARATORS)) + text.count("\n") <= _MOST_CELLS


def _of_workbook(path: Path, problems: list[Problem]) -> list[ForeignSheet]:
    try:
        book = read_workbook(path, path.name, LIMITS)
    except InputError as error:
        problems.extend(error.problems)
        return []
    found = []
    for name, grid in book.items():
        if grid.codes.size > _MOST_CELLS:
            found_words = f"the sheet '{name}' has more than {_MOST_CELLS:,} cells: not looked at"
            problems.append(Problem(file=path.name, found=found_words, needed="fewer columns", fatal=False))
            continue
        cells = [
            (int(grid.rows[row]), tuple(grid.cell(row, column) for column in range(grid.codes.shape[1])))
            for row in range(len(grid.rows))
        ]
        if sheet := _below_headings(name, cells):
            found.append(sheet)
    return found


def _of_text(text: str) -> ForeignSheet | None:
    cut = table_text(text)
    head = [(cut.first_row + at, row) for at, row in zip(range(_LOOKED_AT), _plain_rows(cut), strict=False)]
    if len(head) < 2:
        return None
    width = max(len(row) for _, row in head)
    # lines above the headings hold no separator: each line may say it
    for number, _ in head:
        below = cut.below(number)
        if below.first_row != cut.first_row:
            first = next(_plain_rows(below), ())
            if len(first) > width and len(first) > len(head[0][1]):
                return _below_headings("", _numbered(below), cut.first_row)
    return _below_headings("", _numbered(cut), cut.first_row)


def _plain_rows(cut: TableText) -> "csv.Iterator[tuple[str, ...]]":  # type: ignore[name-defined]
    return (tuple(cell.strip() for cell in row) for row in cut.rows())


def _numbered(cut: TableText) -> list[tuple[int, tuple[str, ...]]]:
    return [(number, row) for number, row in enumerate(_plain_rows(cut), start=cut.first_row) if any(row)]


def _below_headings(name: str, cells: Sequence[tuple[int, tuple[str, ...]]], first: int = 1) -> ForeignSheet | None:
    """The sheet from its headings on; None when nothing stands below them."""
    at = _header(cells[:_LOOKED_AT])
    if at is None or at + 1 >= len(cells):
        return None
    number, headings = cells[at]
    while headings and not headings[-1]:
        headings = headings[:-1]
    width = len(headings)
    rows = [(*row[:width], *[""] * (width - len(row))) for _, row in cells[at + 1 :]]
    return ForeignSheet(name=name, header=number if at or number > first else 0, headings=headings, rows=rows)


def _header(cells: Sequence[tuple[int, tuple[str, ...]]]) -> int | None:
    """Place of the first row that names columns: nearly as full as the fullest, and of words."""
    filled = [sum(map(bool, row)) for _, row in cells]
    if not filled:
        return None
    least = max(2, _LEAST_FILLED * max(filled))
    for at, (_, row) in enumerate(cells):
        words = [cell for cell in row if cell]
        if filled[at] >= least and len(set(map(column_key, words))) >= len(words) - 1 and _are_words(words):
            return at
    return None


def _are_words(cells: Sequence[str]) -> bool:
    plain = [cell for cell in cells if _NUMBER.fullmatch(cell) or address_in(cell) or day_of(cell, day_first=True)]
    return len(plain) <= len(cells) / 4


def without_blank_columns(sheet: ForeignSheet) -> ForeignSheet:
    """The sheet without columns that have neither heading nor cells."""
    kept = [at for at, heading in enumerate(sheet.headings) if heading or any(row[at] for row in sheet.rows)]
    return replace(
        sheet,
        headings=tuple(sheet.headings[at] for at in kept),
        rows=[tuple(row[at] for at in kept) for row in sheet.rows],
    )
