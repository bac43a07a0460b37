"""Several positions filled at once, as an exact assignment: a mixed integer programme solved by HiGHS."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from alliancenet.arrays import FloatArray

Cell = tuple[int, int]
"""A person and a position, by their places."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentTask:
    """What is to be assigned.

    Parameters
    ----------
    fit : float array (n_people, n_positions), points 0-100; NaN where a hard condition does not hold.
    need : float array (n_positions,), share of time.
    free : float array (n_people,), share of time.
    groups : cells of which at most one may be taken.
    departures : cells of which any makes somebody leave an alliance.
    stay : sets of departures, by their places, that may not all happen.
    """

    fit: FloatArray
    need: FloatArray
    free: FloatArray
    groups: Sequence[Collection[Cell]] = ()
    departures: Sequence[Collection[Cell]] = ()
    stay: Sequence[frozenset[int]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned:
    """A plan and how sure it is.

    Parameters
    ----------
    cells : person and position of each placement, by position.
    aim : points for every position filled, and the fits.
    bound : nothing can reach more than this.
    is_proved : the plan reaches the bound.
    """

    cells: tuple[Cell, ...]
    aim: float
    bound: float
    is_proved: bool

    @property
    def gap(self) -> float:
        """How far the bound lies above the aim, as a share of it; 0 when proved."""
        return 0.0 if self.is_proved or not self.aim else max(0.0, (self.bound - self.aim) / abs(self.aim))


def fill_weight(positions: int) -> float:
    """Points for a filled position: more than all fits together, so that filling always comes before fit."""
    return 100.0 * positions + 1


def assign(task: AssignmentTask, *, seconds: float, but: Collection[Cell] | None = None) -> Assigned | None:
    """The best assignment: as many positions as can be filled, and of those plans the highest sum of fits.

    Parameters
    ----------
    seconds : at most so long; the best plan found by then comes with its bound.
    but : not this plan; None for any.

    Returns
    -------
    None when there is no plan (only with `but`), or none was found in time.

    Notes
    -----
    Variables: one per allowed cell, and one per departure that is limited. A position takes one person,
    a person as much as there is time for. The gap is set to zero, so that "proved" means best and
    not best within a tolerance.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array

    programme = _Programme.of(task, but)
    if not programme.cells:
        return None if but is not None else Assigned(cells=(), aim=0.0, bound=0.0, is_proved=True)
    rows = [(place, column, value) for place, (row, _) in enumerate(programme.rows) for column, value in row.items()]
    place, column, value = (np.array(part) for part in zip(*rows, strict=True))
    shape = (len(programme.rows), len(programme.aims))
    found = milp(
        -np.array(programme.aims),
        integrality=np.array(programme.whole),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(
            csr_array((value, (place, column)), shape=shape), ub=np.array([upper for _, upper in programme.rows])
        ),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    if found.x is None:
        return None
    taken = [cell for cell, chosen in zip(programme.cells, found.x, strict=False) if chosen > 0.5]
    aim = sum(fill_weight(len(task.need)) + float(task.fit[cell]) for cell in taken)
    bound = aim if found.status == 0 else -float(found.mip_dual_bound)
    return Assigned(
        cells=tuple(sorted(taken, key=lambda cell: cell[1])),
        aim=aim,
        bound=max(aim, bound),
        is_proved=found.status == 0,
    )


@dataclass(slots=True, kw_only=True)
class _Programme:
    """Columns (cells, then departures) with what each is worth, and rows with their upper ends."""

    cells: list[Cell] = field(default_factory=list)
    aims: list[float] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    rows: list[tuple[Mapping[int, float], float]] = field(default_factory=list)

    @classmethod
    def of(cls, task: AssignmentTask, but: Collection[Cell] | None) -> "_Programme":
        allowed = np.argwhere(~np.isnan(task.fit))
        made = cls(cells=[(int(person), int(position)) for person, position in allowed])
        weight = fill_weight(len(task.need))
        made.aims = [weight + float(task.fit[cell]) for cell in made.cells]
        made.whole = [1] * len(made.cells)
        at = {cell: column for column, cell in enumerate(made.cells)}
        for position in range(len(task.need)):
            made._limit({at[cell]: 1.0 for cell in made.cells if cell[1] == position}, 1.0)
        for person in range(len(task.free)):
            mine = {at[cell]: float(task.need[cell[1]]) for cell in made.cells if cell[0] == person}
            made._limit(mine, float(task.free[person]) + 1e-9)
        for group in task.groups:
            made._limit({at[cell]: 1.0 for cell in group if cell in at}, 1.0)
        made._leave(task, at)
        if but is not None:
            taken = set(but)
            made._limit({at[cell]: 1.0 if cell in taken else -1.0 for cell in made.cells}, len(taken) - 1.0)
        return made

    def _leave(self, task: AssignmentTask, at: Mapping[Cell, int]) -> None:
        """A column for each departure that may not happen together with others; its cells make it happen."""
        column: dict[int, int] = {}
        for departure in sorted(frozenset().union(*task.stay)):
            column[departure] = len(self.aims)
            self.aims.append(0.0)
            self.whole.append(0)
            for cell in task.departures[departure]:
                if cell in at:
                    self._limit({at[cell]: 1.0, column[departure]: -1.0}, 0.0)
        for together in task.stay:
            self._limit({column[departure]: 1.0 for departure in together}, len(together) - 1.0)

    def _limit(self, row: Mapping[int, float], upper: float) -> None:
        if row:
            self.rows.append((row, upper))
