"""Staffing: positions to fill, people who agreed to be considered, and plans with their reasons (S53)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from alliancenet.model.audit import ProjectMark
from alliancenet.model.limits import Limits
from alliancenet.model.register import AllianceId, OrganisationId, PersonId

STYLES = ("FIT-Y1", "FIT-Y2", "FIT-Y3", "FIT-Y4", "FIT-Y5", "FIT-Y6")
"""Answers on working style, 1-5: pace, formality, directness, decisions, planning, meetings."""


class StaffingStage(StrEnum):
    """Stage of the alliance a position is for; skills weigh differently in each."""

    LAUNCH = "launch"
    OPERATION = "operation"
    RELAUNCH = "relaunch"
    EXIT = "exit"


class Purpose(StrEnum):
    """What a person agrees to; each is asked and withdrawn by itself."""

    STAFFING = "staffing"
    TIES = "staffing_ties"


class HardCondition(StrEnum):
    """What must hold before fit is looked at."""

    LANGUAGE = "language"
    LEVEL = "level"
    CONFLICT = "conflict of interest"
    TIME = "time"
    MANAGER = "line manager"
    KNOWN = "too little known"


class PlanCondition(StrEnum):
    """What must hold between the positions of one plan."""

    TIME = "time taken by other positions"
    ONE_MANAGER = "one line manager for two of a pair"
    BRIDGE = "the bridge they are part of"
    ELSEWHERE = "being needed where they are"  # how a reader who does not know people reads of a bridge


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffingPosition:
    """A role of the own firm that is to be filled.

    Parameters
    ----------
    level : of the counterpart; "" for no condition.
    counterparts : people of the partner the role works with.
    languages : one of them must be shared; empty for no condition.
    time_needed : share 0-1 of working time.
    needs : skills on 0-4.
    style : working style of the counterparts, 1-5 by item.
    pair : positions that check on one another carry one word; two of a pair are not filled from one line
        manager's people.
    """

    id: str
    title: str
    alliance: AllianceId
    stage: StaffingStage
    level: str = ""
    counterparts: tuple[PersonId, ...] = ()
    languages: tuple[str, ...] = ()
    time_needed: float = 0.0
    needs: Mapping[str, float] = field(default_factory=dict)
    style: Mapping[str, float] = field(default_factory=dict)
    pair: str = ""
    open_from: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody of the own firm who agreed to be considered.

    Parameters
    ----------
    free_time : share 0-1 of working time; None when nobody said.
    have, manager : skills on 0-4 as the person and the line manager see them.
    conflicts : firms with which there is a conflict of interest.
    line_manager : whom the person reports to, any word.
    would_leave : alliances the person would leave for a position.
    manager_agrees : None when not asked.
    is_overloaded : promised more than all working time to alliances, by the memberships.
    ties_agreed : agreed that existing work ties to the partner are looked at.
    """

    id: PersonId
    name: str
    level: str
    languages: tuple[str, ...]
    free_time: float | None
    have: Mapping[str, float]
    manager: Mapping[str, float]
    style: Mapping[str, float]
    conflicts: tuple[OrganisationId, ...] = ()
    line_manager: str = ""
    would_leave: tuple[AllianceId, ...] = ()
    manager_agrees: bool | None = None
    is_overloaded: bool = False
    ties_agreed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffingRecords:
    """What `staffing/` of a project holds, without anybody who did not agree.

    Parameters
    ----------
    not_agreed : people on file who did not agree or withdrew; their rows were not read.
    """

    positions: tuple[StaffingPosition, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    not_agreed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FitPart:
    """One part of a fit: share 0-1, None when not known; `because` says what it rests on."""

    name: str
    weight: float
    value: float | None
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffingFit:
    """How well a person and a position go together.

    Parameters
    ----------
    points : 0-100, over the parts that are known.
    low, high : what it would be were every unknown part 0, or 1.
    """

    points: float
    low: float
    high: float
    parts: tuple[FitPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffingPlacement:
    """A person in a position."""

    position: str
    title: str
    alliance: str
    person: str
    label: str
    fit: StaffingFit


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """What keeps a position empty.

    Parameters
    ----------
    condition : in a word or two.
    people : how many would qualify without it alone.
    """

    condition: str
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPosition:
    """A position a plan leaves empty, and why."""

    position: str
    title: str
    alliance: str
    blocked: tuple[Blocked, ...]
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkEffect:
    """What a plan changes in an alliance's network, recomputed.

    Parameters
    ----------
    measure : ``redundancy`` or ``counterpart_coverage``.
    level : for coverage, else "".
    is_of_enough : both sides hold the smallest group at this level, so that everybody may read it.
    """

    alliance: str
    name: str
    measure: str
    firms: str
    level: str
    before: float
    after: float
    is_of_enough: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffingPlan:
    """Positions filled at once.

    Parameters
    ----------
    points : sum of the fits.
    is_proved : no plan fills more positions, nor as many with a higher sum.
    gap : by how much a better one could still be better, as a share; 0 when proved.
    bound : upper end of the solver's aim, and `aim` what the plan reaches of it.
    """

    placements: tuple[StaffingPlacement, ...]
    open: tuple[OpenPosition, ...]
    points: float
    is_proved: bool
    aim: float
    bound: float
    gap: float
    effects: tuple[NetworkEffect, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentsKept:
    """Where the consents a plan rests on are kept, so that a withdrawal takes effect at once.

    Parameters
    ----------
    file : from the folder the plan lies in.
    marks : of each consent as it stood, see `alliancenet.store.consents`; they name nobody.
    """

    file: str
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffingProposal:
    """A plan, the next best one, and what they rest on.

    Parameters
    ----------
    second : None where there is no other plan.
    candidates : people who agreed to be considered.
    alliances : names by id.
    notes : what was not known or not looked at, in sentences.
    keep_days : how long it may be shown: somebody may withdraw.
    consents : where they are kept; None for a plan that was not written to a folder.
    """

    as_of: date
    best: StaffingPlan
    second: StaffingPlan | None
    positions: int
    candidates: int
    alliances: Mapping[str, str]
    notes: tuple[str, ...]
    limits: Limits
    keep_days: int
    settings_digest: str
    tool_version: str
    project: ProjectMark | None = None
    consents: ConsentsKept | None = None
