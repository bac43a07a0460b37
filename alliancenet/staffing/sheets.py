"""A CSV file of staffing whose rows are changed by a command and else stay as they are written."""

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

from alliancenet.errors import InputError, Problem
from alliancenet.files.folding import folded
from alliancenet.files.lines import separator_of
from alliancenet.files.regular import read_regular
from alliancenet.files.writing import write_whole
from alliancenet.model.staffing import Purpose

Row = list[str]


class StaffingSheet:
    """Rows of a CSV file, to be written as they were but for what changes."""

    def __init__(self, path: Path, separator: str, rows: list[Row]) -> None:
        self.path, self.separator, self.header, self.rows = path, separator, rows[0], rows[1:]

    @classmethod
    def read(cls, project: Path, name: str, key: str = "person") -> "StaffingSheet":
        """Rows of a file; `key` is the column that says whom or what a row is about.

        Raises
        ------
        InputError
            Where it is no plain CSV in UTF-8 with that column.
        """
        path = project / name
        if not path.is_file():
            raise InputError([Problem(file=name, found="the file is missing", needed="the file")])
        try:
            text = read_regular(path).decode("utf-8-sig")
            separator = separator_of(text)
            rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
        except (UnicodeDecodeError, csv.Error) as error:
            action = "delete the person's rows yourself"
            found = f"cannot be changed by a program ({error})"
            raise InputError([Problem(file=name, found=found, needed="CSV in UTF-8", action=action)]) from None
        if not rows or not any(folded(cell) == key for cell in rows[0]):
            raise InputError([Problem(file=name, found=f"no column '{key}'", needed="a header with it")])
        return cls(path, separator, rows)

    def cell(self, row: Row, column: str) -> str:
        """Text of a cell; "" where the row or the header is too short."""
        at = self._at(column)
        return row[at] if at is not None and at < len(row) else ""

    def _at(self, column: str) -> int | None:
        return next((place for place, name in enumerate(self.header) if folded(name) == column), None)

    def row_of(self, column: str, value: str) -> Row | None:
        """The first row in which a column holds a value, without regard to case and spaces."""
        return next((row for row in self.rows if folded(self.cell(row, column)) == folded(value)), None)

    def add(self, column: str, value: str) -> Row:
        """A new row with one cell filled."""
        row: Row = []
        self.rows.append(row)
        self.put(row, column, value)
        return row

    def put(self, row: Row, column: str, value: str) -> bool:
        """Fill a cell, with a new column where there is none; True when another value stood there."""
        if self._at(folded(column)) is None:
            self.header.append(column)
        at = self._at(folded(column)) or 0
        row.extend([""] * (at + 1 - len(row)))
        before, row[at] = row[at].strip(), value
        return before not in ("", value)

    def drop(self, is_gone: Callable[[Row], bool]) -> int:
        """Leave rows out; returns how many."""
        kept = [row for row in self.rows if not is_gone(row)]
        gone, self.rows = len(self.rows) - len(kept), kept
        return gone

    def withdraw(self, person: str, day: date) -> int:
        """Write the day beside every open consent of a person; returns how many there were."""
        if self._at("withdrawn") is None:
            self.header.append("withdrawn")
        at, changed = self._at("withdrawn") or 0, 0
        for row in self.rows:
            is_open = not self.cell(row, "withdrawn").strip() and self.cell(row, "purpose").strip() in set(Purpose)
            if is_open and folded(self.cell(row, "person")) == folded(person):
                row.extend([""] * (at + 1 - len(row)))
                row[at] = day.isoformat()
                changed += 1
        return changed

    def write(self) -> None:
        """Write the file whole or not at all."""
        text = io.StringIO()
        csv.writer(text, delimiter=self.separator, lineterminator="\n").writerows(
            [self.header, *(row + [""] * (len(self.header) - len(row)) for row in self.rows)]
        )
        write_whole(self.path, text.getvalue())
