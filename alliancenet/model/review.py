"""The portfolio review: tiers, coverage, alignment and proposals, each with its reasons."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from alliancenet.model.audit import ProjectMark
from alliancenet.model.comparison import ScoreChange
from alliancenet.model.governance import (
    Allocation,
    Diversification,
    GoalCoverage,
    Inversion,
    Overlap,
    ProposalState,
    SharedNeed,
)
from alliancenet.model.limits import Limits
from alliancenet.model.score import Score
from alliancenet.model.sponsors import SponsorCoverage, SponsorReview
from alliancenet.model.tiers import TierCap, TierDecision


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One condition of a test: holds, does not, or cannot be told (None), with what it saw."""

    name: str
    holds: bool | None
    seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedAction:
    """A proposal with its reasons; a person decides.

    Parameters
    ----------
    rule : A0-A11, with A6b.
    subject : alliance id, goal id, or two alliance ids joined by ``|``.
    inputs : everything the rules looked at, in words.
    codes : gap codes to start with.
    notes : what else should be known, e.g. that the prune cap was reached.
    owner : ids of who answers for it: the own alliance manager, or the goal's owner, who may be written
        out; empty when nobody is on record. In the view of a reader what they are called there.
    """

    rule: str
    subject: str
    proposal: str
    sentence: str
    inputs: Mapping[str, str]
    conditions: tuple[Condition, ...] = ()
    codes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """A possible cause of failure, with the measures behind it, worst first."""

    name: str
    below_green: float
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistState:
    """How far a checklist is."""

    checklist: str
    done: int
    total: int
    completion: float
    open_items: tuple[str, ...]
    overdue: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CardPart:
    """One of four ways to look at a relationship."""

    view: str
    scores: tuple[Score, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendPoint:
    """Where an alliance stood at the end of one wave; None where it could not be told."""

    wave: str
    closes: date | None
    values: Mapping[str, float | None]
    method_changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleChange:
    """Counts of people and of contact ties between two audits; no ids.

    Parameters
    ----------
    ties_formed, ties_faded : contact among people present both times; None when one of the audits
        drew no contact.
    core_entered, core_lost, spanners_gained, spanners_lost : None where a reader may not see so
        small a group.
    """

    joiners: int
    leavers: int
    ties_formed: int | None
    ties_faded: int | None
    core_entered: int | None
    core_lost: int | None
    spanners_gained: int | None
    spanners_lost: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSummary:
    """What changed since the audit before.

    Parameters
    ----------
    core_ties_kept : share of core ties kept among people present both times, from the last audit.
    people : None when an audit file could not be read in full.
    movers : scores that moved beyond noise.
    steady : how many followed scores did not, or cannot be told.
    """

    before: str
    after: str
    core_ties_kept: Score
    people: PeopleChange | None
    movers: tuple[ScoreChange, ...]
    steady: int
    cautions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GapNote:
    """A finding of the last audit, without its evidence."""

    code: str
    severity: str
    sentence: str
    lessons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SideSkills:
    """Skills a firm brings to an alliance, by its name; none where only the other side's are on record."""

    firm: str
    skills: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RatedPosition:
    """How far an alliance improved a firm's competitive position, 1 to 5, as rated on a day."""

    firm: str
    own: bool
    value: float
    day: date
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketReaction:
    """Abnormal return around the announcement as somebody worked it out; a share, with its standard error."""

    gain: float
    error: float | None
    day: date
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AllianceReview:
    """One alliance on the portfolio page. Health and performance stand side by side.

    Parameters
    ----------
    complements : skills each firm brings; empty where none of any is on record.
    positions : the newest rating of each firm.
    market : what the stock market made of the announcement.
    """

    id: str
    name: str
    partners: tuple[str, ...]
    stage: str
    form: str
    benefits: tuple[str, ...]
    agreement_end: date | None
    exit_plan: bool | None
    audits: int
    last_wave: str
    last_audit: date | None
    audit_digest: str
    confidence: str
    health: Score
    health_band: str
    performance: Score
    levels: tuple[Score, ...]
    value: Score
    tier: TierDecision
    sponsors: SponsorReview
    action: ProposedAction | None
    causes: tuple[Cause, ...]
    checklists: tuple[ChecklistState, ...]
    card: tuple[CardPart, ...]
    trend: tuple[TrendPoint, ...]
    change: ChangeSummary | None
    gaps: tuple[GapNote, ...]
    complements: tuple[SideSkills, ...] = ()
    positions: tuple[RatedPosition, ...] = ()
    market: MarketReaction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeHolder:
    """Somebody the review speaks of: a sponsor, or who answers for something.

    Parameters
    ----------
    name : "" where nobody may read it.
    firm : name of the firm.
    may_be_named : agreed to be shown by name to the roles announced.
    public_role : the role in the governance of an alliance is a public fact.
    """

    id: str
    name: str
    firm: str
    level: str
    may_be_named: bool
    public_role: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioReview:
    """Everything the portfolio page shows, as plain data.

    Parameters
    ----------
    actions : one proposal per alliance at most, most urgent first.
    portfolio_actions : proposals about goals and pairs.
    capability : how well the own firm manages alliances, from the newest audit that tells.
    not_told : what could not be worked out, and why.
    about_money : what the files about money have to say, in sentences; for those who may see money.
    project : whose review it is; None in reviews of earlier versions.
    limits : of the project; the strictest known in reviews of earlier versions.
    money : what sums of money are counted in; "" where nobody says.
    office_holders : everybody the review speaks of, by id; None in reviews of earlier versions, which
        do not say who may be named.
    """

    as_of: date
    headline: str
    settings_digest: str
    tool_version: str
    alliances: tuple[AllianceReview, ...]
    tier_cap: TierCap
    sponsors: SponsorCoverage
    allocation: tuple[Allocation, ...]
    inversions: tuple[Inversion, ...]
    goals: tuple[GoalCoverage, ...]
    alliances_without_goal: tuple[str, ...]
    overlaps: tuple[Overlap, ...]
    shared_needs: tuple[SharedNeed, ...]
    diversification: tuple[Diversification, ...]
    proposals: tuple[ProposalState, ...]
    capability: tuple[Score, ...]
    actions: tuple[ProposedAction, ...]
    portfolio_actions: tuple[ProposedAction, ...]
    not_told: tuple[str, ...]
    limits: Limits
    project: ProjectMark | None = None
    money: str = ""
    office_holders: tuple[OfficeHolder, ...] | None = None
    about_money: tuple[str, ...] = ()
