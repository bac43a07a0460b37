"""What is on record about the portfolio beside the register: goals, ratings, money, decisions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from alliancenet.model.register import AllianceId, OrganisationId, PersonId

IMPORTANCE_ITEMS = ("TIE1", "TIE2", "TIE3", "TIE4", "TIE5")
SPECTRUM_ITEMS = ("REL1", "REL2", "REL3", "REL4", "REL5", "REL6", "REL7", "REL8")


class ProfileKind(StrEnum):
    """What an alliance is about; `synergy` names another alliance it feeds."""

    GOAL = "goal"
    MARKET = "market"
    TECHNOLOGY = "technology"
    NEED = "need"
    SYNERGY = "synergy"


class DecisionKind(StrEnum):
    """What was decided or tried with a partner; the middle four are the steps before divesting."""

    RELAUNCH = "relaunch"
    INSIDE_REVIEW = "inside_review"
    ACTIVITY_COST = "activity_cost"
    COST_SHARED = "cost_shared"
    MENU_PRICING = "menu_pricing"
    CONVERSION_AGREED = "conversion_agreed"
    CONVERSION_REFUSED = "conversion_refused"
    CONVERSION_FAILED = "conversion_failed"


LADDER = (
    DecisionKind.INSIDE_REVIEW,
    DecisionKind.ACTIVITY_COST,
    DecisionKind.COST_SHARED,
    DecisionKind.MENU_PRICING,
)


class Gate(StrEnum):
    """The six gates a proposal passes, in order."""

    PRESENTATION = "presentation"
    DISCUSSION = "discussion"
    EVALUATION = "evaluation"
    NEGOTIATION = "negotiation"
    APPROVAL = "approval"
    IMPLEMENTATION = "implementation"


class Choice(StrEnum):
    """How a capability is to be had."""

    BUILD = "build"
    BUY = "buy"
    PARTNER = "partner"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A corporate goal."""

    id: str
    name: str
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileEntry:
    """One thing an alliance serves, uses or needs; for a goal or synergy `name` is an id."""

    alliance: AllianceId
    kind: ProfileKind
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportanceRating:
    """The portfolio committee's answers to TIE1-TIE5.

    Parameters
    ----------
    day : the committee's round; ratings of one round share a day.
    answers : by item, 0-4, a mean where several rated; None for an item left open.
    owner, source : who answers for it and what it rests on.
    self_reported : the alliance's own people rated it.
    """

    alliance: AllianceId
    day: date
    answers: Mapping[str, float | None]
    owner: str = ""
    source: str = ""
    self_reported: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SpectrumRating:
    """A firm's answers to REL1-REL8, 1-5; None for an item left open."""

    alliance: AllianceId
    organisation: OrganisationId
    day: date
    answers: Mapping[str, float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Linkage:
    """An operational linkage: is it needed, and since when is it in place (None: not yet)."""

    alliance: AllianceId
    name: str
    needed: bool
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Governance:
    """Whether a joint governance body exists on a day."""

    alliance: AllianceId
    day: date
    exists: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """What an alliance takes in the period that ends on `day`; None where nobody counted.

    Parameters
    ----------
    people_time : full-time equivalents.
    dedicated : people who work on it full time.
    executive_hours : hours of executives in the period.
    budget : in the portfolio's currency.
    """

    alliance: AllianceId
    day: date
    people_time: float | None = None
    dedicated: int | None = None
    executive_hours: float | None = None
    budget: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Economics:
    """What an alliance brings in the period that ends on `day`; None where nobody knows.

    Parameters
    ----------
    value : value to the own firm, in the portfolio's currency.
    contribution : margin after cost to serve, in the portfolio's currency.
    share_of_wallet : share 0-1 of the partner's spend in the category.
    partner_switching_cost : the partner's switching-cost index, points 0-100.
    contribution_high : upper bound of the contribution where one was computed.
    stop_gain : what stopping would change, present value; below 0 it would cost money.
    is_computed : worked out from `economics/`, not typed in.
    """

    alliance: AllianceId
    day: date
    value: float | None = None
    contribution: float | None = None
    share_of_wallet: float | None = None
    partner_switching_cost: float | None = None
    contribution_high: float | None = None
    stop_gain: float | None = None
    is_computed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiActual:
    """Where an objective of the register stood on a day."""

    alliance: AllianceId
    objective: str
    day: date
    actual: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionRating:
    """How far a firm's competitive position improved by an alliance, 1 much worse to 5 much better (S25)."""

    alliance: AllianceId
    organisation: OrganisationId
    day: date
    value: float
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementGain:
    """What the stock market made of an announcement: abnormal return of days −1 to +1, entered and not computed (S25).

    Parameters
    ----------
    gain, error : share of the market value and its standard error; error None where not stated.
    """

    alliance: AllianceId
    day: date
    gain: float
    error: float | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What was decided or tried, and when; who answers for it and what came of it."""

    alliance: AllianceId
    day: date
    kind: DecisionKind
    note: str = ""
    owner: str = ""
    result: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistItem:
    """One line of a launch or re-launch checklist; `done` is the day it was done, or None."""

    alliance: AllianceId
    checklist: str
    item: str
    done: date | None = None
    owner: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GatePassage:
    """The day a proposal entered a gate, and what was decided there."""

    proposal: str
    gate: Gate
    entered: date
    decision: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An alliance that does not exist yet."""

    id: str
    name: str
    partner: str = ""
    goal: str = ""
    choice: Choice = Choice.UNDECIDED
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """Something learned, linked to the gap codes it helps with.

    Parameters
    ----------
    alliance : where it was learned, or "".
    person : who can tell more, or "".
    reused : how often it was used again.
    """

    id: str
    day: date
    text: str
    codes: tuple[str, ...]
    alliance: str = ""
    stage: str = ""
    person: PersonId | str = ""
    reused: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioRecords:
    """All of it; an empty tuple means that nothing is on record, not that there is nothing.

    Parameters
    ----------
    money : what sums of money are counted in, ``EUR`` or ``million DKK``; "" where nobody says.
    """

    goals: Mapping[str, Goal] = field(default_factory=dict)
    profile: tuple[ProfileEntry, ...] = ()
    ratings: tuple[ImportanceRating, ...] = ()
    spectrum: tuple[SpectrumRating, ...] = ()
    linkages: tuple[Linkage, ...] = ()
    governance: tuple[Governance, ...] = ()
    resources: tuple[Resource, ...] = ()
    economics: tuple[Economics, ...] = ()
    kpi_actuals: tuple[KpiActual, ...] = ()
    decisions: tuple[Decision, ...] = ()
    checklists: tuple[ChecklistItem, ...] = ()
    proposals: Mapping[str, Proposal] = field(default_factory=dict)
    passages: tuple[GatePassage, ...] = ()
    lessons: tuple[Lesson, ...] = ()
    positions: tuple[PositionRating, ...] = ()
    announcements: tuple[AnnouncementGain, ...] = ()
    money: str = ""
