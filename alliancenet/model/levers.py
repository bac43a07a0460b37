"""Programmes by goal and lever, as a record (E21, S65)."""

from dataclasses import dataclass
from datetime import date

GOALS = ("acquire", "use", "retain")
LEVERS = ("service", "pricing", "cross_selling", "event")


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """A programme in one cell of goals × levers; `aim` raises or lowers (fewer of a kind can be meant)."""

    id: str
    goal: str
    lever: str
    name: str = ""
    owner: str = ""
    trigger: str = ""
    segment: str = ""
    aim: str = "raise"
    start: date | None = None
    end: date | None = None
    budget: int | None = None
    test: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverCell:
    """Programmes of one goal and lever; an empty cell is a cell too."""

    goal: str
    lever: str
    programmes: tuple[Programme, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeFlag:
    """What is odd about a programme."""

    programme: str
    flag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeversBoard:
    """Twelve cells, flags, and the sum of budgets where all are known (minor units)."""

    cells: tuple[LeverCell, ...]
    flags: tuple[ProgrammeFlag, ...]
    budget: int | None
    without_budget: int

    @property
    def empty(self) -> tuple[tuple[str, str], ...]:
        """Goal and lever of cells without a programme."""
        return tuple((cell.goal, cell.lever) for cell in self.cells if not cell.programmes)
