"""Tables of text with row numbers, from CSV or XLSX; the one reader of every table of the product."""

import csv
import warnings
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from alliancenet.errors import InputError, Problem
from alliancenet.files.folding import column_key
from alliancenet.files.grid import Grid, TableLimits
from alliancenet.files.header import (
    MOST_ABOVE,
    WantedColumns,
    column_names,
    empty_table,
    known_names,
    lines_above,
    place_of_headings,
    row_of_headings,
)
from alliancenet.files.lines import TableText, separator_of, table_text
from alliancenet.files.regular import why_no_file
from alliancenet.files.table_map import TableMap
from alliancenet.files.text import read_text

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["MOST_BYTES", "MOST_COLUMNS", "CsvTable", "FileSays", "read_table", "separator_of", "unread_columns"]

MOST_BYTES = 400_000_000
MOST_COLUMNS = 200
_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# a workbook of a hundred thousand ties has 700,000 elements (own limits, those of survey exports)
LIMITS = TableLimits(
    most_bytes=MOST_BYTES,
    most_columns=MOST_COLUMNS,
    most_cells=30_000_000,
    most_unpacked=50_000_000,
    most_ratio=100,
    most_members=1000,
    most_elements=750_000,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSays:
    """What somebody said about a file, in place of what would be found out or asked.

    Parameters
    ----------
    encoding : name of its encoding, such as cp1250.
    sheets : the sheet of a workbook, or those of several workbooks.
    dates : `day_first` or `month_first`.
    columns : which of its columns is which of ours, where a map file says so.
    """

    encoding: str = ""
    sheets: tuple[str, ...] = ()
    dates: str = ""
    columns: TableMap | None = None

    @property
    def header(self) -> int:
        """Row of the headings; 0 for the first row that is filled."""
        return self.columns.header if self.columns else 0


NOTHING = FileSays()


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvTable:
    """A table of text as it stood in the file.

    Parameters
    ----------
    file : name of the file as the user knows it.
    frame : DataFrame, one row per row of the file, every cell a stripped string ("" when empty);
        the index is the row number a spreadsheet shows (the header is row 1).
    declared : what somebody said about the file.
    as_written : header of each column that goes by a known name here, where it was spelt otherwise.
    starts_1904 : a workbook that counts days from 1904.
    """

    file: str
    frame: "pd.DataFrame"
    declared: FileSays = NOTHING
    as_written: Mapping[str, str] = field(default_factory=dict)
    starts_1904: bool = False

    def problem(self, row: int, column: str, found: str, needed: str, action: str = "") -> Problem:
        """Return a problem that points at one cell."""
        key = self.as_written.get(column, column)
        return Problem(file=self.file, row=row, key=key, found=found, needed=needed, action=action)

    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Row number and cells, row by row; for small tables."""
        columns = [str(column) for column in self.frame.columns]
        for number, cells in zip(self.frame.index, self.frame.itertuples(index=False, name=None), strict=True):
            yield int(number), dict(zip(columns, cells, strict=True))

    def column(self, name: str) -> list[str]:
        """Cells of one column; empty strings when the column is missing."""
        if name not in self.frame.columns:
            return [""] * len(self.frame)
        cells: list[str] = self.frame[name].to_numpy(dtype=object).tolist()
        return cells


def read_table(
    path: Path,
    problems: list[Problem],
    *,
    required: Sequence[str] = (),
    known: Sequence[str] = (),
    aliases: Mapping[str, Sequence[str]] | None = None,
    name: str | None = None,
    most_columns: int = MOST_COLUMNS,
    may_be_empty: bool = False,
    declared: FileSays = NOTHING,
) -> CsvTable | None:
    """Read a CSV file or a sheet of a workbook, or add what is wrong with it to `problems` and return None.

    Parameters
    ----------
    path : CSV in any encoding, with any line ends, separated by `,`, `;`, tab or `|`, or XLSX; told
        apart by its first bytes. A CSV may be packed with gzip.
    problems : faults are appended here, all of them, and counted warnings.
    required : columns that must be there.
    known : further columns that are looked for. A column is known without regard to case, spaces
        and underscores, and goes by the known name in the table.
    aliases : further names a known column goes by in other programs.
    name : what the user calls the file; its name by default.
    most_columns : wider tables are refused.
    may_be_empty : True accepts a header without rows.
    declared : what somebody said about the file.

    Notes
    -----
    Column names are stripped; blank rows are skipped but keep their row numbers. Row numbers
    count records, as a spreadsheet does, even when a cell holds line breaks.
    """
    file = name or path.name
    as_named = WantedColumns(
        required=required,
        known=(*required, *known),
        aliases=aliases or {},
        most_columns=most_columns,
        may_be_empty=may_be_empty,
    )
    mapped = declared.columns
    wanted = as_named if mapped is None else replace(as_named, required=(), known=(), aliases={})
    table = _as_it_stands(path, file, problems, wanted, declared)
    return table if table is None or mapped is None else _mapped(table, mapped, as_named, problems)


def _mapped(table: CsvTable, columns: TableMap, wanted: WantedColumns, problems: list[Problem]) -> CsvTable | None:
    """A table with our columns in place of those of the file."""
    frame = columns.applied(table.frame, table.file, problems)
    if frame is None:
        return None
    missing = [name for name in wanted.required if name not in frame.columns]
    problems.extend(
        Problem(
            file=columns.file,
            key=name,
            found="no column is named for it",
            needed=f"a line `{name}: …` under `columns:`, or under `fixed:`",
        )
        for name in missing
    )
    written = {ours: " + ".join(headings) for ours, headings in columns.columns.items()}
    return None if missing else replace(table, frame=frame, as_written=written)


def _as_it_stands(
    path: Path, file: str, problems: list[Problem], wanted: WantedColumns, declared: FileSays
) -> CsvTable | None:
    """A table by the headings it has."""
    required = wanted.required
    if _first_bytes(path) in {_ZIP, _OLD_OFFICE}:
        return _of_workbook(path, file, problems, wanted, declared)
    text = read_text(path, file, problems, MOST_BYTES, declared.encoding)
    if text is None:
        return None
    if not text.strip():
        problems.append(empty_table(file, required))
        return None
    cut = table_text(text).below(declared.header)
    try:
        if not declared.header and (number := row_of_headings(cut, _sought(wanted, declared))):
            cut = cut.below(number)
            problems.append(lines_above(file, number))
        header = [cell.strip() for cell in next(cut.rows())]
    except csv.Error as fault:
        problems.append(_lone_quote(file, cut.first_row, fault))
        return None
    names = column_names(file, header, cut, wanted, problems)
    return None if names is None else _read_body(file, cut, names, header, problems, wanted, declared)


def unread_columns(table: CsvTable, used: Collection[str]) -> list[Problem]:
    """A counted warning for each column nobody reads, with the known one it may be meant for.

    Parameters
    ----------
    used : columns that are read, by the names they are known by.
    """
    free = [name for name in used if name not in table.frame.columns]
    found = []
    for column in map(str, table.frame.columns):
        if column not in used and any(table.column(column)):
            near = get_close_matches(column_key(column), [column_key(name) for name in free], n=1)
            meant = next((name for name in free if near and column_key(name) == near[0]), "")
            action = f"did you mean '{meant}'? Rename it" if meant else f"known here: {', '.join(used)}"
            found.append(
                Problem(
                    file=table.file,
                    key=column,
                    found="the column is unknown and was not read",
                    needed="nothing, if that is meant",
                    action=action,
                    fatal=False,
                )
            )
    return found


def _first_bytes(path: Path) -> bytes:
    if why_no_file(path):
        return b""
    try:
        with path.open("rb") as start:
            return start.read(4)
    except OSError:
        return b""


def _lone_quote(file: str, row: int, fault: csv.Error) -> Problem:
    return Problem(
        file=file,
        row=row,
        found=f"cannot be read as CSV ({fault})",
        needed="every opening quote needs a closing one",
        action="look for a lone double quote in this row",
    )


def _read_body(
    file: str,
    cut: TableText,
    names: list[str],
    header: list[str],
    problems: list[Problem],
    wanted: WantedColumns,
    declared: FileSays,
) -> CsvTable | None:
    import pandas as pd

    try:
        with warnings.catch_warnings():
            # pandas only warns when a row is wider than the header, and drops the cells
            warnings.simplefilter("error", pd.errors.ParserWarning)
            frame = pd.read_csv(
                StringIO(cut.text[cut.start :] if cut.start else cut.text),
                sep=cut.separator,
                dtype=str,
                keep_default_na=False,
                skip_blank_lines=False,
                header=0,
                names=names,
                index_col=False,
            )
    except (pd.errors.ParserError, pd.errors.ParserWarning, ValueError) as error:
        rows = _row_by_row(file, cut, len(names), error)
        if isinstance(rows, Problem):
            problems.append(rows)
            return None
        frame = pd.DataFrame(rows, columns=names, dtype=str)
    for column in frame.columns:
        frame[column] = frame[column].fillna("").str.strip()
    frame.index = pd.RangeIndex(cut.first_row + 1, cut.first_row + len(frame) + 1)
    return _table(file, frame, header, problems, wanted, declared)


def _row_by_row(file: str, cut: TableText, width: int, error: Exception) -> list[list[str]] | Problem:
    """Rows cut to the header's width where only blank cells stand beyond it, or the row that cannot be read."""
    found: list[list[str]] = []
    number = cut.first_row - 1
    try:
        for number, cells in enumerate(cut.rows(strict=True), start=cut.first_row):
            if any(map(str.strip, cells[width:])):
                return Problem(
                    file=file,
                    row=number,
                    found=f"{len(cells)} cells",
                    needed=f"{width} cells, as in the header",
                    action=f"put text that holds '{cut.separator}' in double quotes",
                )
            found.append([*cells[:width], *[""] * (width - len(cells))])
    except csv.Error as fault:
        return _lone_quote(file, number + 1, fault)
    if len(found) > 1 and cut.text:
        return found[1:]
    return Problem(file=file, found=f"cannot be read as CSV ({error})", needed="a plain CSV table")


def _table(
    file: str,
    frame: "pd.DataFrame",
    header: Sequence[str],
    problems: list[Problem],
    wanted: WantedColumns,
    declared: FileSays,
    starts_1904: bool = False,
) -> CsvTable | None:
    frame = frame[(frame != "").any(axis=1)]
    if frame.empty and not wanted.may_be_empty:
        problems.append(
            Problem(
                file=file,
                found="only a header row",
                needed="at least one row below the header",
                action="export it again",
            )
        )
        return None
    names = [str(column) for column in frame.columns]
    as_written = {name: word for name, word in zip(names, header, strict=False) if word and word != name}
    for known, word in as_written.items():
        if column_key(known) != column_key(word) and known in wanted.aliases:
            problems.append(
                Problem(
                    file=file,
                    key=word,
                    found=f"the column is read as '{known}'",
                    needed="nothing, if that is right",
                    action=f"otherwise rename it, and add a column '{known}'",
                    fatal=False,
                )
            )
    return CsvTable(file=file, frame=frame, declared=declared, as_written=as_written, starts_1904=starts_1904)


def _of_workbook(
    path: Path, file: str, problems: list[Problem], wanted: WantedColumns, declared: FileSays
) -> CsvTable | None:
    from alliancenet.files.workbook import read_workbook

    try:
        book = read_workbook(path, file, LIMITS)
    except InputError as error:
        problems.extend(error.problems)
        return None
    filled = {sheet: grid for sheet, grid in book.items() if len(grid.rows)}
    if not filled:
        problems.append(empty_table(file, wanted.required))
        return None
    asked = (declared.columns.sheet,) if declared.columns and declared.columns.sheet else declared.sheets
    sheet = _sheet_of(file, filled, wanted, asked, problems)
    if sheet is None:
        return None
    grid = filled[sheet].below(declared.header)
    sought = _sought(wanted, declared)
    if not declared.header and (at := _headings_in(grid, sought)):
        number = int(grid.rows[at])
        grid = grid.below(number)
        problems.append(lines_above(file, number))
    if not len(grid.rows):
        problems.append(empty_table(file, wanted.required))
        return None
    return _of_sheet(file, grid, problems, wanted, declared)


def _sought(wanted: WantedColumns, declared: FileSays) -> WantedColumns:
    """What tells the row of the headings: the columns needed, or those a map names."""
    if declared.columns is None:
        return wanted
    return replace(wanted, required=declared.columns.headings, known=declared.columns.headings)


def _headings_in(grid: Grid, wanted: WantedColumns) -> int:
    return place_of_headings([grid.row(at) for at in range(min(len(grid.rows), MOST_ABOVE + 1))], wanted)


def _sheet_of(
    file: str, book: Mapping[str, Grid], wanted: WantedColumns, asked: Sequence[str], problems: list[Problem]
) -> str | None:
    """The sheet asked for, the only one, or the only one with the columns needed."""
    if named := [sheet for sheet in asked if sheet in book]:
        return named[0]
    fits = [
        sheet
        for sheet, grid in book.items()
        if set(wanted.required)
        <= set(known_names([cell.strip() for cell in grid.row(_headings_in(grid, wanted))], wanted))
    ]
    fits = list(book) if len(book) == 1 else fits
    there = ", ".join(f"'{sheet}'" for sheet in book)
    if len(fits) == 1 and not asked:
        if len(book) > 1:
            problems.append(
                Problem(
                    file=file,
                    found=f"the sheet '{fits[0]}' is read (there are: {there})",
                    needed="nothing, if that is right",
                    action="otherwise write `sheet: NAME` beside the file under `files:` of alliancenet.yaml",
                    fatal=False,
                )
            )
        return fits[0]
    what = f"there is no sheet '{', '.join(asked)}'" if asked else f"{len(fits) or 'none'} of its sheets may be meant"
    columns = f" with {', '.join(wanted.required)}" if wanted.required else ""
    problems.append(
        Problem(
            file=file,
            found=f"{what} (there are: {there})",
            needed=f"one sheet{columns}",
            action="write `sheet: NAME` beside the file under `files:` of alliancenet.yaml, or give --sheet NAME",
        )
    )
    return None


def _of_sheet(
    file: str, grid: Grid, problems: list[Problem], wanted: WantedColumns, declared: FileSays
) -> CsvTable | None:
    import numpy as np
    import pandas as pd

    header = [cell.strip() for cell in grid.row(0)]
    names = column_names(
        file, header, None, wanted, problems, int(grid.rows[0]), [grid.cell(row, 0) for row in range(1, len(grid.rows))]
    )
    if names is None:
        return None
    words = np.array(grid.words, dtype=object)
    frame = pd.DataFrame(words[grid.codes[1:, : len(names)]], columns=names, index=pd.Index(grid.rows[1:]), dtype=str)
    return _table(file, frame, header, problems, wanted, declared, grid.starts_1904)
