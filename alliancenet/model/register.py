"""Who there is: organisations, people, alliances, and what is on record about them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from alliancenet.model.roles import RoleAct

PersonId = NewType("PersonId", str)
OrganisationId = NewType("OrganisationId", str)
AllianceId = NewType("AllianceId", str)


class Level(StrEnum):
    """Level of a person; an edge list may bring labels of its own instead."""

    OPERATING = "operating"
    PROJECT_LEADER = "project_leader"
    SENIOR = "senior"


class Role(StrEnum):
    """Roles the rules know; a register may hold others, which are kept as they are."""

    ALLIANCE_MANAGER = "alliance_manager"
    EXECUTIVE_SPONSOR = "executive_sponsor"
    SPONSOR_SUCCESSOR = "sponsor_successor"
    PROJECT_LEADER = "project_leader"


class Record(StrEnum):
    """Kinds of record a register may or may not keep; what is not kept is unknown, not absent."""

    ROLES = "roles"
    TOUCHPOINTS = "touchpoints"
    ONBOARDING = "onboarding"
    NEEDS = "needs"
    ROLE_PAIRS = "role pairs"
    ISSUES = "issues"


KEY_ROLES = frozenset({Role.ALLIANCE_MANAGER, Role.EXECUTIVE_SPONSOR, Role.PROJECT_LEADER})
STAGES = (
    "strategy",
    "analysis",
    "selection",
    "agreement",
    "launch",
    "operation",
    "transformation",
)
TOUCHPOINTS = ("sponsor", "steering", "joint_planning", "review", "working")


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A firm. `own` is True for the firm that runs the audit."""

    id: OrganisationId
    name: str
    own: bool = False
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A person by pseudonym.

    Parameters
    ----------
    level : a `Level`, another label (edge lists), or "" when unknown.
    addresses : e-mail addresses, lower case.
    aliases : other ids and spellings the person is known by.
    onboarded : partner onboarding done; None when unknown.
    may_be_named : the person agreed to be shown by name to the roles announced.
    public_role : the person's role in the governance of an alliance is a public fact, so that the own
        firm may read who holds it.
    opted_out : communication data about this person may not be used.
    unsaid : names of rights (`may_be_named`, `public_role`) of which the record says neither yes nor no.
    """

    id: PersonId
    organisation: OrganisationId
    level: str = ""
    roles: frozenset[str] = frozenset()
    name: str = ""
    addresses: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    site: str = ""
    function: str = ""
    languages: tuple[str, ...] = ()
    joined: date | None = None
    left: date | None = None
    onboarded: bool | None = None
    may_be_named: bool = False
    public_role: bool = False
    opted_out: bool = False
    unsaid: frozenset[str] = frozenset()

    def is_present(self, start: date, end: date) -> bool:
        """Was here on some day from `start` to `end`."""
        return not ((self.joined and self.joined > end) or (self.left and self.left < start))


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """An objective or KPI of an alliance, with its weight and where it stands.

    Parameters
    ----------
    kind : financial, strategic or operational.
    floor, target, actual : in `unit`; actual is None when not measured.
    """

    name: str
    kind: str
    weight: float = 1.0
    floor: float = 0.0
    target: float
    actual: float | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Complement:
    """A skill one side brings to an alliance and the others do without (S24)."""

    organisation: OrganisationId
    skill: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alliance:
    """An alliance as registered.

    Parameters
    ----------
    organisations : two or more firms, the own firm first.
    tier : assigned tier 1-3, None when none was given.
    sponsor_plans : date of each firm's sponsor action plan.
    complements : skills each side brings; empty where nobody put them on record.
    """

    id: AllianceId
    name: str
    organisations: tuple[OrganisationId, ...]
    start: date | None = None
    stage: str = ""
    form: str = ""
    benefits: tuple[str, ...] = ()
    objectives: tuple[Objective, ...] = ()
    tier: int | None = None
    agreement_end: date | None = None
    exit_plan: bool | None = None
    sponsor_plans: Mapping[OrganisationId, date] = field(default_factory=dict)
    complements: tuple[Complement, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A person's place in an alliance; `share_of_time` 0-1, None when unknown."""

    person: PersonId
    alliance: AllianceId
    share_of_time: float | None = None
    start: date | None = None
    end: date | None = None

    def covers(self, start: date, end: date) -> bool:
        """Held on some day from `start` to `end`."""
        return not ((self.start and self.start > end) or (self.end and self.end < start))


@dataclass(frozen=True, slots=True, kw_only=True)
class Touchpoint:
    """A logged meeting: no subject, no minutes, only who met when and for what kind of purpose."""

    date: date
    alliance: AllianceId
    type: str
    attendees: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A declared work dependency: `person` needs something from `supplier`."""

    alliance: AllianceId
    person: PersonId
    supplier: PersonId


@dataclass(frozen=True, slots=True, kw_only=True)
class RolePair:
    """Two people registered as counterparts; `partner` is None for an unmatched role."""

    alliance: AllianceId
    role: str
    person: PersonId
    partner: PersonId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """A logged issue between the partners."""

    alliance: AllianceId
    opened: date
    due: date | None = None
    closed: date | None = None
    severity: str = ""
    owner: PersonId | None = None
    plan_met: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Benchmark:
    """Alliance capability of others, for comparison: index 0-100, who says so, and of which day."""

    points: float
    source: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """Everything on record, before anybody is asked anything.

    Parameters
    ----------
    kept : kinds of record that somebody keeps; an empty list of touchpoints means "none took
        place" only when touchpoints are kept.
    role_acts : lines of the role log; None where none is kept.
    """

    organisations: Mapping[OrganisationId, Organisation]
    people: Mapping[PersonId, Person]
    alliances: Mapping[AllianceId, Alliance]
    memberships: tuple[Membership, ...] = ()
    touchpoints: tuple[Touchpoint, ...] = ()
    needs: tuple[Need, ...] = ()
    role_pairs: tuple[RolePair, ...] = ()
    issues: tuple[Issue, ...] = ()
    role_acts: "tuple[RoleAct, ...] | None" = None
    kept: frozenset[Record] = frozenset(Record)
    capability_benchmark: Benchmark | None = None

    def roster(self, alliance: AllianceId, start: date, end: date) -> tuple[Person, ...]:
        """People of an alliance on some day from `start` to `end`, by id, each once."""
        members = {
            membership.person
            for membership in self.memberships
            if membership.alliance == alliance and membership.covers(start, end)
        }
        people = (self.people[person] for person in sorted(members))
        return tuple(person for person in people if person.is_present(start, end))

    def touchpoints_of(self, alliance: AllianceId, start: date, end: date) -> tuple[Touchpoint, ...]:
        """Meetings of an alliance from `start` to `end`, both days included, by date."""
        found = (point for point in self.touchpoints if point.alliance == alliance and start <= point.date <= end)
        return tuple(sorted(found, key=lambda point: (point.date, point.type, point.attendees)))
