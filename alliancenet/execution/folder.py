"""The folder `execution/` while it is read: what every file is read with."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from alliancenet.errors import Problem
from alliancenet.model.register import Register
from alliancenet.sources.cells import Cells, read_rows

FOLDER = "execution"


class ExecutionFolder:
    """What every file of the folder is read with.

    Parameters
    ----------
    folder : holds the files.
    register : partners are its organisations that are not own.
    problems : faults are appended here.
    """

    def __init__(self, folder: Path, register: Register, problems: list[Problem]) -> None:
        self.folder, self.register, self.problems = folder, register, problems
        self.firms: list[str] = [str(firm) for firm in register.organisations]
        self.partners: list[str] = [str(firm.id) for firm in register.organisations.values() if not firm.own]
        self.alliances: list[str] = [str(alliance) for alliance in register.alliances]

    def has(self, name: str) -> bool:
        """Whether the file is there."""
        return (self.folder / name).is_file()

    def rows(self, name: str, required: Sequence[str], optional: Sequence[str]) -> Iterator[Cells]:
        """Rows of a file; nothing where it is not there or cannot be read."""
        if self.has(name):
            yield from read_rows(
                self.folder / name,
                f"{FOLDER}/{name}",
                self.problems,
                required=required,
                optional=optional,
                may_be_empty=True,
            )

    def fault(self, cells: Cells, column: str, found: str, needed: str, action: str = "") -> None:
        """Note a fault in a row when all rows were read; faults of the rows themselves are told by then."""
        self.problems.append(cells.table.problem(cells.row, column, found, needed, action))


def filled(cells: Cells, column: str, needed: str) -> str:
    """Text of a cell that must not be empty."""
    text = cells.text(column)
    if not text:
        cells.fault(column, "the cell is empty", needed)
    return text


def needed_word(cells: Cells, column: str, choices: Sequence[str]) -> str:
    """One of a few words; an empty cell is a fault."""
    if not filled(cells, column, f"one of: {', '.join(choices)}"):
        return ""
    return cells.one_of(column, choices)


def needed_number(cells: Cells, column: str, low: float, high: float) -> float | None:
    """A number within limits; an empty cell is a fault."""
    filled(cells, column, f"a number from {low:g} to {high:g}")
    return cells.number(column, low, high)


def whole(cells: Cells, column: str, most: float = 1e9) -> int | None:
    """A count; None when the cell is empty or holds something else."""
    value = cells.number(column, 0, most)
    if value is not None and value != int(value):
        cells.fault(column, f"'{cells.text(column)}'", "a whole number")
        return None
    return None if value is None else int(value)
