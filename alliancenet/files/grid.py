"""A sheet as it stands in the file: numbered cells over a list of distinct texts."""

import csv
from array import array
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from alliancenet.errors import InputError, Problem
from alliancenet.files.lines import TableText, table_text
from alliancenet.files.text import read_text

_HEADER_ROWS = 3
_BLOCK = 1 << 12


@dataclass(frozen=True, slots=True, kw_only=True)
class TableLimits:
    """How large a table may be.

    Parameters
    ----------
    most_bytes : of a file, packed or not.
    most_columns, most_cells : of a sheet.
    most_unpacked, most_ratio, most_members, most_elements : of a workbook: bytes, unpacked to packed
        size, parts, XML elements.
    """

    most_bytes: int
    most_columns: int
    most_cells: int
    most_unpacked: int
    most_ratio: int
    most_members: int
    most_elements: int

    def check_width(self, file: str, row: int, width: int) -> None:
        """Raise when a row has more columns than are read."""
        if width > self.most_columns:
            raise InputError(
                [
                    Problem(
                        file=file,
                        row=row,
                        found=f"{width:,} columns",
                        needed=f"at most {self.most_columns:,} columns are read",
                        action="export fewer columns at a time",
                    )
                ]
            )


class Words(dict[str, int]):
    """Number of every distinct text, stripped; 0 is the empty one."""

    def __init__(self) -> None:
        super().__init__()
        self.texts = [""]
        self[""] = 0

    def __missing__(self, raw: str) -> int:
        text = " ".join(raw.split()) if "\xa0" in raw or raw != raw.strip() else raw
        if text != raw:
            number = self[text]
        else:
            number = len(self.texts)
            self.texts.append(text)
        self[raw] = number
        return number


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """One sheet.

    Parameters
    ----------
    file : name of the file as the user knows it.
    words : distinct cell texts, stripped; the first is the empty one.
    codes : int32 array (n_rows, n_columns), index into `words`; header rows included, blank rows not.
    rows : int32 array (n_rows,), row numbers as a spreadsheet counts.
    starts_1904 : the workbook counts days from 1904.
    """

    file: str
    words: tuple[str, ...]
    codes: NDArray[np.int32]
    rows: NDArray[np.int32]
    starts_1904: bool = False

    def below(self, header: int) -> "Grid":
        """The same sheet from the row of its headings on; 0 leaves it as it is."""
        kept = self.rows >= header
        return self if kept.all() else replace(self, codes=self.codes[kept], rows=self.rows[kept])

    def row(self, number: int) -> tuple[str, ...]:
        """Texts of a header row, counted from 0, on one line each; empty when there is no such row."""
        if number >= len(self.rows):
            return ()
        return tuple(" ".join(self.words[code].split()) for code in self.codes[number])

    def cell(self, row: int, column: int | None) -> str:
        """Text of one cell; "" when the column is None."""
        return "" if column is None else self.words[self.codes[row, column]]


Book = Mapping[str, Grid]
"""Sheets by name; a CSV file is a book with one sheet, named ""."""


class GridRows:
    """Rows of one sheet while it is read: a flat run of numbers, so that a million rows stay small.

    Parameters
    ----------
    file : name of the file as the user knows it.
    words : shared by the sheets of one workbook.
    limits : larger sheets are refused.
    """

    def __init__(self, file: str, words: Words, limits: TableLimits) -> None:
        self.file, self.words, self.limits = file, words, limits
        self.flat, self.columns, self.lengths, self.numbers = array("i"), array("i"), array("i"), array("i")
        self.side_by_side = array("i")  # columns of the longest plain row: copying them is cheaper than counting
        self.width = 0

    def add(self, number: int, cells: Collection[str], columns: Collection[int] | None = None) -> None:
        """Append a row of texts under its row number.

        Parameters
        ----------
        columns : where each text stands; side by side from the first column by default.

        Raises
        ------
        InputError
            When rows times columns pass the limit.
        """
        length = len(cells)
        self.flat.extend(map(self.words.__getitem__, cells))
        if columns is None:
            if length > len(self.side_by_side):
                self.side_by_side = array("i", range(length))
            self.columns.extend(self.side_by_side[:length])
            width = length
        else:
            self.columns.extend(columns)
            width = max(columns) + 1
        self.lengths.append(length)
        self.numbers.append(number)
        self.width = max(self.width, width)
        if len(self.lengths) * self.width > self.limits.most_cells:
            found = f"{len(self.lengths):,} rows or more of up to {self.width:,} columns"
            raise InputError(
                [Problem(file=self.file, found=found, needed=f"at most {self.limits.most_cells:,} cells are read")]
            )

    def grid(self, starts_1904: bool = False) -> Grid:
        """Return the finished grid; blank rows and blank columns at the right are left out."""
        codes = np.zeros((len(self.lengths), self.width), dtype=np.int32)
        flat, columns = np.asarray(self.flat, dtype=np.int32), np.asarray(self.columns, dtype=np.int32)
        lengths = np.asarray(self.lengths, dtype=np.int64)
        ends = np.cumsum(lengths)
        for first in range(0, len(lengths), _BLOCK):
            rows = slice(first, min(first + _BLOCK, len(lengths)))
            cells = slice(int(ends[rows.start] - lengths[rows.start]), int(ends[rows.stop - 1]))
            codes[np.repeat(np.arange(rows.start, rows.stop), lengths[rows]), columns[cells]] = flat[cells]
        filled = codes.any(axis=1)
        used = np.flatnonzero(codes.any(axis=0))
        return Grid(
            file=self.file,
            words=tuple(self.words.texts),
            codes=codes[filled][:, : used[-1] + 1 if len(used) else 0],
            rows=np.asarray(self.numbers, dtype=np.int32)[filled],
            starts_1904=starts_1904,
        )


def read_csv_grid(path: Path, file: str, limits: TableLimits, problems: list[Problem], encoding: str = "") -> Grid:
    """Sheet of a CSV file.

    Parameters
    ----------
    path : any encoding; `,`, `;`, tab or `|`; any line ends; gzip or not.
    file : what the user calls it.
    limits : larger files are refused.
    problems : counted warnings are appended here.
    encoding : where somebody said it.

    Raises
    ------
    InputError
        When the file is too large or too wide, holds NUL, leaves a quote open, or a row is wider
        than the header rows.
    """
    text = read_text(path, file, problems, limits.most_bytes, encoding)
    if text is None:
        raise InputError(problems)
    table = table_text(text)
    rows = GridRows(file, Words(), limits)
    _read_rows(rows, table)
    return rows.grid()


def _read_rows(rows: GridRows, table: TableText) -> None:
    reader = csv.reader(table.lines(), delimiter=table.separator, strict=True)
    first = table.first_row - 1
    number, width, line = first, 0, first
    try:
        for cells in reader:
            number += 1
            line = first + reader.line_num
            if number <= first + _HEADER_ROWS:
                width = max(width, len(cells))
                rows.limits.check_width(rows.file, number, width)
            elif len(cells) > width:
                if any(map(str.strip, cells[width:])):
                    raise InputError([_too_many_cells(rows.file, number, len(cells), width, table.separator)])
                del cells[width:]
            if any(cells):
                rows.add(number, cells)
    except csv.Error as fault:
        raise InputError([_broken_row(rows.file, number + 1, line + 1, fault)]) from None


def _too_many_cells(file: str, row: int, found: int, width: int, separator: str) -> Problem:
    return Problem(
        file=file,
        row=row,
        found=f"{found} cells",
        needed=f"{width} cells, as in the header",
        action=f"text that holds '{separator}' must stand in double quotes; export the file again",
    )


def _broken_row(file: str, row: int, line: int, fault: csv.Error) -> Problem:
    return Problem(
        file=file,
        row=row,
        line=line,
        found=f"cannot be read as CSV ({fault})",
        needed="every opening quote needs a closing one",
        action="look for a lone double quote from this line on, or export the file again",
    )
