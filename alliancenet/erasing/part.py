"""A part of a project that is kept too long, and how it is taken away."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path


class Removal(StrEnum):
    """How a part is taken away."""

    ROWS = "rows are left out of the table"
    FILES = "the files are deleted"
    FOLDER = "the folder is deleted"
    SCHEMA = "the wave is dropped from its database"
    PEOPLE = "people are taken out of the audit, numbers of groups stay"
    LINES = "lines are left out of the log"


@dataclass(frozen=True, slots=True, kw_only=True)
class OverduePart:
    """Something that is kept too long.

    Parameters
    ----------
    path : the file; `more` lie beside it and go with it.
    rows : of a table, as a spreadsheet counts.
    """

    path: Path
    what: str
    count: int
    unit: str
    until: date
    how: Removal
    rows: frozenset[int] = frozenset()
    more: tuple[Path, ...] = ()
