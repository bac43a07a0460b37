"""CSV files as tables of text with row numbers; the room where pandas reads."""

import csv
import io
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from alliancenet.errors import Problem
from alliancenet.files.text import read_text

if TYPE_CHECKING:
    import pandas as pd

MOST_BYTES = 400_000_000
MOST_COLUMNS = 200
_SEPARATORS = (",", ";", "\t", "|")


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvTable:
    """A table of text as it stood in the file.

    Parameters
    ----------
    file : name of the file as the user knows it.
    frame : DataFrame, one row per row of the file, every cell a stripped string ("" when empty);
        the index is the row number a spreadsheet shows (the header is row 1).
    """

    file: str
    frame: "pd.DataFrame"

    def problem(self, row: int, column: str, found: str, needed: str, action: str = "") -> Problem:
        """Return a problem that points at one cell."""
        return Problem(file=self.file, row=row, key=column, found=found, needed=needed, action=action)

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
    name: str | None = None,
    most_columns: int = MOST_COLUMNS,
    may_be_empty: bool = False,
) -> CsvTable | None:
    """Read a CSV file, or add what is wrong with it to `problems` and return None.

    Parameters
    ----------
    path : the file; UTF-8 with or without BOM, UTF-16 or cp1252; `,`, `;`, tab or `|`.
    problems : faults are appended here, all of them.
    required : columns that must be there.
    name : what the user calls the file; its name by default.
    most_columns : wider tables are refused.
    may_be_empty : True accepts a header without rows.

    Notes
    -----
    Column names are stripped; blank rows are skipped but keep their row numbers. Row numbers
    count records, as a spreadsheet does, even when a cell holds line breaks.
    """
    file = name or path.name
    text = read_text(path, file, problems, MOST_BYTES)
    if text is None:
        return None
    text = text.removeprefix("\ufeff")
    if not text.strip():
        problems.append(
            Problem(
                file=file,
                found="the file is empty",
                needed="a header row" + (f" with {', '.join(required)}" if required else ""),
                action="export it again",
            )
        )
        return None
    text = text.lstrip("\r\n")
    separator = separator_of(text.partition("\n")[0])
    header = [cell.strip() for cell in next(csv.reader(io.StringIO(text), delimiter=separator))]
    if not _header_is_good(file, header, required, most_columns, separator, problems):
        return None
    return _read_body(file, text, separator, header, problems, may_be_empty)


def separator_of(head: str) -> str:
    """The separator that splits the header row into most cells; a comma when none does."""
    return max(_SEPARATORS, key=lambda mark: (head.count(mark), mark == ","))


def _header_is_good(
    file: str,
    header: list[str],
    required: Sequence[str],
    most_columns: int,
    separator: str,
    problems: list[Problem],
) -> bool:
    before = len(problems)
    if len(header) > most_columns:
        problems.append(
            Problem(
                file=file,
                row=1,
                found=f"{len(header):,} columns",
                needed=f"at most {most_columns} columns are read",
                action="export fewer columns",
            )
        )
    problems.extend(
        Problem(
            file=file,
            row=1,
            key=column,
            found=f"the column is missing (found: {', '.join(header[:12])}; separated by {separator!r})",
            needed=f"a column named '{column}'",
            action="rename the column in the header row or add it",
        )
        for column in required
        if column not in header
    )
    problems.extend(
        Problem(
            file=file,
            row=1,
            key=column,
            found="the column stands twice",
            needed="each column name once",
            action="rename or remove one of them",
        )
        for column in sorted({column for column in header if column and header.count(column) > 1})
    )
    return len(problems) == before


def _read_body(
    file: str, text: str, separator: str, header: list[str], problems: list[Problem], may_be_empty: bool
) -> CsvTable | None:
    import pandas as pd

    try:
        with warnings.catch_warnings():
            # pandas only warns when a row is wider than the header, and drops the cells
            warnings.simplefilter("error", pd.errors.ParserWarning)
            frame = pd.read_csv(
                io.StringIO(text),
                sep=separator,
                dtype=str,
                keep_default_na=False,
                skip_blank_lines=False,
                header=0,
                names=header,
                index_col=False,
            )
    except (pd.errors.ParserError, pd.errors.ParserWarning, ValueError) as error:
        problems.append(_unreadable_row(file, text, separator, len(header), error))
        return None
    for column in frame.columns:
        frame[column] = frame[column].fillna("").str.strip()
    frame.index = pd.RangeIndex(2, len(frame) + 2)
    frame = frame[(frame != "").any(axis=1)]
    if frame.empty and not may_be_empty:
        problems.append(
            Problem(
                file=file,
                found="only a header row",
                needed="at least one row below the header",
                action="export it again",
            )
        )
        return None
    return CsvTable(file=file, frame=frame)


def _unreadable_row(file: str, text: str, separator: str, width: int, error: Exception) -> Problem:
    reader = csv.reader(io.StringIO(text), delimiter=separator, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            if len(cells) > width:
                return Problem(
                    file=file,
                    row=number,
                    found=f"{len(cells)} cells",
                    needed=f"{width} cells, as in the header",
                    action=f"put text that holds '{separator}' in double quotes",
                )
    except csv.Error as fault:
        return Problem(
            file=file,
            row=number + 1,
            found=f"cannot be read as CSV ({fault})",
            needed="every opening quote needs a closing one",
            action="look for a lone double quote in this row",
        )
    return Problem(file=file, found=f"cannot be read as CSV ({error})", needed="a plain CSV table")
