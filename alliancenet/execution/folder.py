"""The folder `execution/` while it is read: what every file is read with."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from alliancenet.errors import Problem
from alliancenet.files.entry import shown
from alliancenet.files.folding import folded
from alliancenet.files.regular import lies_there
from alliancenet.model.register import Register
from alliancenet.sources.cells import Cells, read_rows

FOLDER = "execution"
_MOST = 1e15


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
        self._by_name: dict[str, set[str]] = {}
        names = [(firm.name, str(firm.id)) for firm in register.organisations.values()]
        names += [(alliance.name, str(alliance.id)) for alliance in register.alliances.values()]
        for name, identifier in names:
            self._by_name.setdefault(folded(name), set()).add(identifier)

    def has(self, name: str) -> bool:
        """Whether the file is there."""
        return lies_there(self.folder / name)

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

    def known(self, cells: Cells, column: str, ids: Sequence[str], what: str, *, optional: bool = False) -> str | None:
        """An id on record, or the one that goes by this name; None after a fault."""
        named = [name for name in self._by_name.get(folded(cells.text(column)), ()) if name in ids]
        if cells.text(column) not in ids and len(named) == 1:
            return named[0]
        return cells.known(column, ids, what, optional=optional)

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


def needed_number(cells: Cells, column: str) -> float | None:
    """A number; an empty cell is a fault."""
    filled(cells, column, "a number")
    return any_number(cells, column)


def any_number(cells: Cells, column: str) -> float | None:
    """A number without bounds but those of arithmetic; None when the cell is empty or holds something else."""
    kept: list[Problem] = []
    value = Cells(cells.sheet, cells.row, cells.cells, kept).number(column, -_MOST, _MOST)
    if kept:
        cells.fault(column, shown(cells.text(column)), "a number, without unit, decimals with a point")
    return value


def needed_share(cells: Cells, column: str) -> float | None:
    """A share 0-1; an empty cell is a fault."""
    kept: list[Problem] = []
    value = Cells(cells.sheet, cells.row, cells.cells, kept).number(column, 0, 1)
    if kept or value is None:
        cells.fault(column, shown(cells.text(column)), "a share from 0 to 1", "write .8 for 80 %")
    return value


def whole(cells: Cells, column: str, most: float = 1e9) -> int | None:
    """A count; None when the cell is empty or holds something else."""
    value = cells.number(column, 0, most)
    if value is not None and value != int(value):
        cells.fault(column, f"'{cells.text(column)}'", "a whole number")
        return None
    return None if value is None else int(value)
