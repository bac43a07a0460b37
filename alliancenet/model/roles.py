"""Role-based execution: what the owners of three roles did, and how the partner rated it (S18)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from alliancenet.model.register import AllianceId, OrganisationId, Role


class OwnerRole(StrEnum):
    """A role with acts of its own and a rating by the partner."""

    RELATIONSHIP = "relationship"
    PROJECT = "project"
    PROBLEM = "problem"


class ActKind(StrEnum):
    """What a line of the role log is about."""

    MEETING = "meeting"
    EXPECTATIONS = "expectations"
    ACTION_PLAN = "action_plan"
    CONDITIONS = "conditions"
    START = "start"
    CLOSED = "closed"
    FEEDBACK = "feedback"
    RATING = "rating"


ACTS: Mapping[OwnerRole, tuple[ActKind, ...]] = {
    OwnerRole.RELATIONSHIP: (ActKind.MEETING, ActKind.EXPECTATIONS, ActKind.ACTION_PLAN, ActKind.RATING),
    OwnerRole.PROJECT: (ActKind.CONDITIONS, ActKind.START, ActKind.CLOSED, ActKind.FEEDBACK, ActKind.RATING),
    OwnerRole.PROBLEM: (ActKind.RATING,),
}
"""Acts of each role; problems themselves stand in issues.csv."""

OWNERS: Mapping[OwnerRole, tuple[str, ...]] = {
    OwnerRole.RELATIONSHIP: ("relationship_owner", Role.ALLIANCE_MANAGER),
    OwnerRole.PROJECT: ("project_owner", Role.PROJECT_LEADER),
    OwnerRole.PROBLEM: ("problem_owner",),
}
"""Roles of people.csv that own each of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleAct:
    """One line of the role log of the own firm.

    Parameters
    ----------
    partner : the firm it was done with; every partner of the alliance where it is None.
    project : id of the project, "" for the other roles.
    rating : of 1-5, and `rater` who gave it; None and "" for acts.
    """

    alliance: AllianceId
    role: OwnerRole
    kind: ActKind
    day: date
    partner: OrganisationId | None = None
    project: str = ""
    rating: float | None = None
    rater: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleReport:
    """One person's answers to the instrument `roles`, for their firm; None where left open.

    Parameters
    ----------
    meetings : on the relationship as a whole, in twelve months.
    plan : day of the current action plan.
    conditions, feedback : of one piece of work.
    opened, solved : problems of twelve months, and those solved in time.
    ratings : the partner's, 1-5.
    """

    respondent: str
    meetings: int | None = None
    expectations: bool | None = None
    plan: date | None = None
    conditions: bool | None = None
    feedback: bool | None = None
    opened: int | None = None
    solved: int | None = None
    ratings: Mapping[OwnerRole, float] = field(default_factory=dict)
