"""Somebody withdraws: the row goes, the day is put on record, and no plan made before is kept."""

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
from alliancenet.staffing.reading import CANDIDATES, CONSENTS

Row = list[str]


def forget(project: Path, person: str, day: date) -> tuple[int, int]:
    """Delete a person's rows among the candidates and put the withdrawal of every open consent on record.

    Parameters
    ----------
    person : id, compared as everywhere without regard to case and spaces.
    day : of the withdrawal.

    Returns
    -------
    Rows deleted, and consents withdrawn.

    Raises
    ------
    InputError
        Where a file is no plain CSV in UTF-8: then nothing is changed.
    """
    candidates, consents = (_Sheet.read(project, name) for name in (CANDIDATES, CONSENTS))
    dropped = candidates.drop(lambda row: folded(candidates.cell(row, "person")) == folded(person))
    withdrawn = consents.withdraw(person, day)
    if withdrawn:
        consents.write()
    if dropped:
        candidates.write()
    return dropped, withdrawn


class _Sheet:
    """Rows of a CSV file, to be written as they were but for what changes."""

    def __init__(self, path: Path, separator: str, rows: list[Row]) -> None:
        self.path, self.separator, self.header, self.rows = path, separator, rows[0], rows[1:]

    @classmethod
    def read(cls, project: Path, name: str) -> "_Sheet":
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
        if not rows or not any(folded(cell) == "person" for cell in rows[0]):
            raise InputError([Problem(file=name, found="no column 'person'", needed="a header with it")])
        return cls(path, separator, rows)

    def cell(self, row: Row, column: str) -> str:
        """Text of a cell; "" where the row or the header is too short."""
        at = self._at(column)
        return row[at] if at is not None and at < len(row) else ""

    def _at(self, column: str) -> int | None:
        return next((place for place, name in enumerate(self.header) if folded(name) == column), None)

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
        csv.writer(text, delimiter=self.separator, lineterminator="\n").writerows([self.header, *self.rows])
        write_whole(self.path, text.getvalue())
