"""From records to a proposal: fits, the best plan and the next one, why positions stay open, what changes."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

import numpy as np

from alliancenet.metrics.case import Case
from alliancenet.model.audit import ProjectMark
from alliancenet.model.limits import Limits
from alliancenet.model.register import AllianceId, PersonId, Register
from alliancenet.model.staffing import (
    Blocked,
    Candidate,
    HardCondition,
    NetworkEffect,
    OpenPosition,
    PlanCondition,
    StaffingFit,
    StaffingPlacement,
    StaffingPlan,
    StaffingPosition,
    StaffingProposal,
    StaffingRecords,
)
from alliancenet.settings import Settings
from alliancenet.staffing.assignment import Assigned, AssignmentTask, Cell, assign
from alliancenet.staffing.fit import NO_NETWORK, failing, fit_of
from alliancenet.staffing.network import StaffedNetwork

_BETWEEN = (PlanCondition.TIME, PlanCondition.ONE_MANAGER, PlanCondition.BRIDGE)
_MOST_TRIED = 4  # people who would leave one alliance together: of larger sets a part is found first


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffingMatch:
    """A person and a position: their fit, and the hard conditions that do not hold."""

    fit: StaffingFit | None
    failing: frozenset[HardCondition]


class Planner:
    """Everything known of a staffing round.

    Parameters
    ----------
    records : positions and people who agreed.
    cases : the newest wave of each alliance, by id; alliances without one have no network.
    """

    def __init__(
        self, records: StaffingRecords, register: Register, cases: Mapping[AllianceId, Case], settings: Settings
    ) -> None:
        self.positions, self.candidates = records.positions, records.candidates
        self.register, self.settings = register, settings
        agreed = frozenset(candidate.id for candidate in self.candidates if candidate.ties_agreed)
        self.networks = {name: StaffedNetwork(case=case, agreed=agreed) for name, case in cases.items()}
        self.departures = [
            (row, alliance) for row, candidate in enumerate(self.candidates) for alliance in candidate.would_leave
        ]
        self.matches: dict[Cell, StaffingMatch] = {
            (row, column): self._match(candidate, position)
            for row, candidate in enumerate(self.candidates)
            for column, position in enumerate(self.positions)
        }

    def _match(self, candidate: Candidate, position: StaffingPosition) -> StaffingMatch:
        network = self.networks.get(position.alliance)
        relation = NO_NETWORK if network is None else network.relation(candidate, position)
        fit = fit_of(candidate, position, relation, self.settings)
        firms = self.register.alliances[position.alliance].organisations
        partners = [firm for firm in firms if not self.register.organisations[firm].own]
        return StaffingMatch(fit=fit, failing=failing(candidate, position, partners, fit, self.settings))

    def task(self, without: PlanCondition | None = None) -> AssignmentTask:
        """What is to be assigned; without one of the conditions between positions, to see what it costs."""
        fit = np.full((len(self.candidates), len(self.positions)), np.nan)
        for cell, match in self.matches.items():
            if match.fit is not None and not match.failing:
                fit[cell] = match.fit.points
        free = [1e6 if without is PlanCondition.TIME else candidate.free_time or 0.0 for candidate in self.candidates]
        return AssignmentTask(
            fit=fit,
            need=np.array([position.time_needed for position in self.positions], dtype=float),
            free=np.array(free, dtype=float),
            groups=() if without is PlanCondition.ONE_MANAGER else self._one_manager_each(),
            departures=[self._makes_leave(row, alliance) for row, alliance in self.departures],
        )

    def _one_manager_each(self) -> list[list[Cell]]:
        """Cells of positions of one pair and people of one line manager: at most one is taken."""
        pairs: dict[str, list[int]] = defaultdict(list)
        for column, position in enumerate(self.positions):
            if position.pair:
                pairs[position.pair].append(column)
        managed: dict[str, list[int]] = defaultdict(list)
        for row, candidate in enumerate(self.candidates):
            if candidate.line_manager:
                managed[candidate.line_manager].append(row)
        return [
            [(row, column) for row in rows for column in columns]
            for columns in pairs.values()
            for rows in managed.values()
            if len(columns) > 1
        ]

    def solve(self, *, but: Assigned | None = None, without: PlanCondition | None = None) -> Assigned | None:
        """The best assignment that breaks no bridge: those that do are found by recomputing and cut off."""
        task, seconds = self.task(without), self.settings.number("staffing.seconds")
        stay: list[frozenset[int]] = []
        while True:
            found = assign(replace(task, stay=tuple(stay)), seconds=seconds, but=None if but is None else but.cells)
            if found is None or without is PlanCondition.BRIDGE:
                return found
            broken = self._broken(found)
            if not broken:
                return found
            stay += broken

    def _makes_leave(self, row: int, alliance: AllianceId) -> tuple[Cell, ...]:
        """Positions for which a person would leave an alliance: those of others."""
        return tuple((row, column) for column, position in enumerate(self.positions) if position.alliance != alliance)

    def _broken(self, found: Assigned) -> list[frozenset[int]]:
        """Smallest sets of departures of the plan that an alliance cannot bear together."""
        sets = []
        for alliance, rows in self._leavers(found.cells).items():
            network = self.networks.get(alliance)
            if network is None or network.keeps_its_bridges([self.candidates[row].id for row in rows]):
                continue
            tried = (
                some
                for size in range(1, min(len(rows), _MOST_TRIED) + 1)
                for some in combinations(sorted(rows), size)
                if not network.keeps_its_bridges([self.candidates[row].id for row in some])
            )
            together = next(tried, tuple(rows))
            sets.append(frozenset(self.departures.index((row, alliance)) for row in together))
        return sets

    def _leavers(self, cells: Sequence[Cell]) -> dict[AllianceId, set[int]]:
        leavers: dict[AllianceId, set[int]] = defaultdict(set)
        for row, column in cells:
            for alliance in self.candidates[row].would_leave:
                if alliance != self.positions[column].alliance:
                    leavers[alliance].add(row)
        return leavers

    def plan(self, found: Assigned, *, with_reasons: bool) -> StaffingPlan:
        """A plan in words and numbers; reasons for open positions only where asked for."""
        placements = tuple(self._placement(cell) for cell in found.cells)
        filled = {column for _, column in found.cells}
        empty = [column for column in range(len(self.positions)) if column not in filled]
        why = self._why_open(empty) if with_reasons else {}
        return StaffingPlan(
            placements=placements,
            open=tuple(self._open(column, why.get(column, ())) for column in empty),
            points=sum(placement.fit.points for placement in placements),
            is_proved=found.is_proved,
            aim=found.aim,
            bound=found.bound,
            gap=found.gap,
            effects=self._effects(found),
        )

    def _placement(self, cell: Cell) -> StaffingPlacement:
        candidate, position, fit = self.candidates[cell[0]], self.positions[cell[1]], self.matches[cell].fit
        assert fit is not None  # only cells with a fit are assigned
        return StaffingPlacement(
            position=position.id,
            title=position.title,
            alliance=position.alliance,
            person=candidate.id,
            label=candidate.name or candidate.id,
            fit=fit,
        )

    def _open(self, column: int, blocked: tuple[Blocked, ...]) -> OpenPosition:
        position = self.positions[column]
        matches = [self.matches[row, column] for row in range(len(self.candidates))]
        if any(not match.failing for match in matches):
            because = "who qualifies is needed elsewhere"
        elif blocked:
            because = "nobody meets every condition"
        else:
            because = "nobody meets every condition, and no single one of them keeps it empty"
        return OpenPosition(
            position=position.id, title=position.title, alliance=position.alliance, blocked=blocked, because=because
        )

    def _why_open(self, empty: Sequence[int]) -> dict[int, tuple[Blocked, ...]]:
        """Drop one condition at a time: how many would qualify, or that the position would be filled."""
        found: dict[int, list[Blocked]] = defaultdict(list)
        crowded = []
        for column in empty:
            matches = [self.matches[row, column] for row in range(len(self.candidates))]
            lone = Counter(next(iter(match.failing)) for match in matches if len(match.failing) == 1)
            if any(not match.failing for match in matches):
                crowded.append(column)
            else:
                found[column] = [Blocked(condition=name, people=lone[name]) for name in HardCondition if lone[name]]
        for condition in _BETWEEN if crowded else ():
            freed = self.solve(without=condition)
            filled = {column for _, column in freed.cells} if freed is not None else set()
            for column in crowded:
                if column in filled:
                    found[column].append(Blocked(condition=condition, people=1))
        return {column: tuple(blocked) for column, blocked in found.items()}

    def _effects(self, found: Assigned) -> tuple[NetworkEffect, ...]:
        leavers = self._leavers(found.cells)
        joining: dict[AllianceId, list[tuple[Candidate, StaffingPosition]]] = defaultdict(list)
        for row, column in found.cells:
            joining[self.positions[column].alliance].append((self.candidates[row], self.positions[column]))
        effects: list[NetworkEffect] = []
        for alliance in sorted({*leavers, *joining}):
            network = self.networks.get(alliance)
            if network is not None:
                leaving: list[PersonId] = [self.candidates[row].id for row in leavers.get(alliance, ())]
                effects += network.effects(leaving, joining.get(alliance, ()))
        return tuple(effects)


def propose(
    records: StaffingRecords,
    register: Register,
    cases: Mapping[AllianceId, Case],
    settings: Settings,
    as_of: date,
    tool_version: str,
    project: ProjectMark | None = None,
) -> StaffingProposal:
    """The best plan and the next best, each proved or with its bound.

    Parameters
    ----------
    records : positions, and people who agreed; nobody else is known here.
    cases : the newest wave of each alliance that has one.

    Notes
    -----
    A person decides: the plan names who, why, and what it would change, never a list of people by
    their points.
    """
    planner = Planner(records, register, cases, settings)
    best = planner.solve()
    second = None if best is None else planner.solve(but=best)
    return StaffingProposal(
        as_of=as_of,
        best=_none_in_time(planner) if best is None else planner.plan(best, with_reasons=True),
        second=None if second is None else planner.plan(second, with_reasons=False),
        positions=len(records.positions),
        candidates=len(records.candidates),
        alliances={position.alliance: register.alliances[position.alliance].name for position in records.positions},
        notes=tuple(_notes(planner)),
        limits=Limits.of(settings),
        keep_days=settings.whole("staffing.keep_days"),
        settings_digest=settings.digest,
        tool_version=tool_version,
        project=project,
    )


def _none_in_time(planner: Planner) -> StaffingPlan:
    """Nothing was found before time ran out: no position is filled, and nothing is claimed."""
    nothing = Assigned(cells=(), aim=0.0, bound=float("inf"), is_proved=False)
    return replace(planner.plan(nothing, with_reasons=False), bound=0.0)


def _notes(planner: Planner) -> list[str]:
    notes = []
    missing = sorted({position.alliance for position in planner.positions} - planner.networks.keys())
    if missing:
        notes.append(f"No network is known of {', '.join(missing)}: relation and effects are not told there.")
    undecided = [candidate for candidate in planner.candidates if not candidate.ties_agreed]
    if undecided and planner.candidates:
        notes.append("Work ties were looked at only of people who agreed to that as well.")
    unasked = [candidate for candidate in planner.candidates if candidate.manager_agrees is None]
    if unasked:
        notes.append("Not every line manager has been asked (manager_agrees in candidates.csv).")
    return notes
