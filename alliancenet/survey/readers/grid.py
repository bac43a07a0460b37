"""A sheet as it stands in the file: numbered cells over a list of distinct texts."""

import csv
import re
from array import array
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from alliancenet.errors import InputError, Problem
from alliancenet.files.text import read_text
from alliancenet.settings import default_settings

_SEPARATORS = (",", ";", "\t", "|")
_QUOTED = re.compile(r'"[^"]*"')
_HINT = re.compile(r"sep=(.)\r?\n")
_HEAD = 1 << 18
_HEADER_ROWS = 3
_BLOCK = 1 << 12


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
    """

    def __init__(self, file: str, words: Words) -> None:
        self.file, self.words = file, words
        self.flat, self.columns, self.lengths, self.numbers = array("i"), array("i"), array("i"), array("i")
        self.width = 0
        self.most = default_settings().whole("export.most_cells")

    def add(self, number: int, cells: Collection[str], columns: Collection[int] | None = None) -> None:
        """Append a row of texts under its row number.

        Parameters
        ----------
        columns : where each text stands; side by side from the first column by default.

        Raises
        ------
        InputError
            When rows times columns pass `export.most_cells`.
        """
        self.flat.extend(map(self.words.__getitem__, cells))
        self.columns.extend(range(len(cells)) if columns is None else columns)
        self.lengths.append(len(cells))
        self.numbers.append(number)
        self.width = max(self.width, len(cells) if columns is None else max(columns) + 1)
        if len(self.lengths) * self.width > self.most:
            found = f"{len(self.lengths):,} rows or more of up to {self.width:,} columns"
            raise InputError([Problem(file=self.file, found=found, needed=f"at most {self.most:,} cells are read")])

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


def read_csv_grid(path: Path, file: str, most_bytes: int = 0) -> Grid:
    """Sheet of a CSV file.

    Parameters
    ----------
    path : UTF-8, UTF-16 or cp1252; `,`, `;`, tab or `|`; up to the limits `export.*`.
    file : what the user calls it.
    most_bytes : in place of `export.most_bytes`; 0 for that.

    Raises
    ------
    InputError
        When the file is too large or too wide, holds NUL, leaves a quote open, or a row is wider
        than the header rows.
    """
    problems: list[Problem] = []
    text = read_text(path, file, problems, most_bytes or default_settings().whole("export.most_bytes"))
    if text is None:
        raise InputError(problems)
    text = text.removeprefix("\ufeff")
    if "\n" not in text:
        text = text.replace("\r", "\n")
    hint = _HINT.match(text)
    separator = hint[1] if hint else _separator_of(text)
    rows = GridRows(file, Words())
    _read_rows(rows, text, separator, hint.end() if hint else 0)
    return rows.grid()


def _separator_of(text: str) -> str:
    header = _QUOTED.sub("", text[:_HEAD].lstrip("\r\n")).partition("\n")[0]
    return max(_SEPARATORS, key=lambda mark: (header.count(mark), mark == ","))


def _lines(text: str, start: int) -> Iterator[str]:
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end


def _read_rows(rows: GridRows, text: str, separator: str, start: int) -> None:
    reader = csv.reader(_lines(text, start), delimiter=separator, strict=True)
    number = 1 if start else 0
    width, line = 0, 0
    try:
        for cells in reader:
            number += 1
            line = reader.line_num
            if number <= _HEADER_ROWS:
                width = max(width, len(cells))
                check_width(rows.file, number, width)
            elif len(cells) > width:
                if any(map(str.strip, cells[width:])):
                    raise InputError([_too_many_cells(rows.file, number, len(cells), width, separator)])
                del cells[width:]
            if any(cells):
                rows.add(number, cells)
    except csv.Error as fault:
        raise InputError([_broken_row(rows.file, number + 1, line + 1, fault)]) from None


def check_width(file: str, row: int, width: int) -> None:
    """Raise when a row has more columns than are read."""
    most = default_settings().whole("export.most_columns")
    if width > most:
        raise InputError(
            [
                Problem(
                    file=file,
                    row=row,
                    found=f"{width:,} columns",
                    needed=f"at most {most:,} columns are read",
                    action="export fewer questions at a time",
                )
            ]
        )


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
