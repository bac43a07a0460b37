"""The portfolio review: tiers, coverage, alignment and proposals, each with its reasons."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from alliancenet.model.audit import ProjectMark
from alliancenet.model.comparison import ScoreChange
from alliancenet.model.score import Score


class TierStatus(StrEnum):
    """How a tier came about."""

    HOLDS = "holds"
    ROSE = "rose"
    FELL = "fell"
    GRACE = "grace"  # a downgrade is due and waits one round
    WATCH = "watch"  # beyond a limit, by less than the hysteresis and for the first time
    CAPPED = "capped"  # earned tier 1, no place
    ASSIGNED = "assigned"  # too little is rated; the register's tier stands
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class TierDecision:
    """The tier the arithmetic proposes, with everything that led to it.

    Parameters
    ----------
    assigned : tier on the register, None when none was given.
    raw : tier by the limits alone in the last round.
    earned : tier after hysteresis and grace.
    tier : tier after the cap.
    lacks_importance, lacks_depth : points to the next tier up by the limits alone; None when unknown
        or in tier 1.
    rank : rank points among those who earned tier 1, or None.
    arithmetic : the calculation, one line each.
    """

    alliance: str
    importance: Score
    depth: Score
    assigned: int | None
    raw: int | None
    earned: int | None
    tier: int | None
    status: TierStatus
    reason: str
    to_next: str
    lacks_importance: float | None
    lacks_depth: float | None
    rank: float | None
    buys: str
    arithmetic: tuple[str, ...]

    @property
    def in_force(self) -> int | None:
        """Tier people work by: the register's, else the proposed one."""
        return self.tier if self.assigned is None else self.assigned


@dataclass(frozen=True, slots=True, kw_only=True)
class TierCap:
    """Places in tier 1.

    Parameters
    ----------
    sponsor_places : alliances the own executive sponsors can carry; None when none is on record.
    """

    places: int
    share_places: int
    sponsor_places: int | None
    wanted: int
    in_force: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SponsorSide:
    """One firm's sponsor in one alliance; None where nobody can tell."""

    organisation: str
    own: bool
    person: str
    named: bool | None
    active: bool | None
    plan_current: bool | None
    last_touchpoint: date | None
    score: float | None
    leaving: date | None
    successor: bool | None
    gap: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SponsorReview:
    """Sponsors of one alliance; `one_sided` when the partner's side is unknown."""

    alliance: str
    required: bool
    sides: tuple[SponsorSide, ...]
    score: float | None
    one_sided: bool
    visibility: Score
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """A count over a count, with its band; `share` is None when nothing is required.

    Parameters
    ----------
    unknown : of `total`, those nobody can tell; they are not in `count`.
    """

    name: str
    count: int
    total: int
    share: float | None
    band: str
    unknown: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SponsorLoad:
    """Required alliances of one executive."""

    person: str
    name: str
    alliances: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SponsorCoverage:
    """Coverage over the alliances that need a sponsor, and who carries how many."""

    ratios: tuple[Ratio, ...]
    loads: tuple[SponsorLoad, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """One resource by tier.

    Parameters
    ----------
    resource : people_time, executive_hours, budget or value.
    amounts, shares, medians : by tier ("1", "2", "3", "none").
    """

    resource: str
    amounts: Mapping[str, float]
    shares: Mapping[str, float]
    medians: Mapping[str, float]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inversion:
    """An alliance that takes more than the median of the tier above."""

    alliance: str
    resource: str
    tier: int
    amount: float
    median_above: float
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalCoverage:
    """A corporate goal and the alliances that serve it; `carriers` are important and perform."""

    goal: str
    name: str
    alliances: tuple[str, ...]
    carriers: tuple[str, ...]
    untold: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """Two alliances with much in common."""

    first: str
    second: str
    jaccard: float
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedNeed:
    """A need several alliances have."""

    name: str
    alliances: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Diversification:
    """How value spreads over one kind of category."""

    by: str
    shares: Mapping[str, float]
    herfindahl: float | None
    effective: float | None
    warning: bool
    reason: str


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
    owner : who answers for it: the own alliance manager, or the goal's owner; empty when nobody is on record.
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
class AllianceReview:
    """One alliance on the portfolio page. Health and performance stand side by side."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalState:
    """A proposal in the pipeline."""

    id: str
    name: str
    partner: str
    goal: str
    choice: str
    owner: str
    gate: str
    days_in_gate: int | None
    slow: bool
    skipped: tuple[str, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioReview:
    """Everything the portfolio page shows, as plain data.

    Parameters
    ----------
    actions : one proposal per alliance at most, most urgent first.
    portfolio_actions : proposals about goals and pairs.
    capability : how well the own firm manages alliances, from the newest audit that tells.
    not_told : what could not be worked out, and why.
    project : whose review it is; None in reviews of earlier versions.
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
    project: ProjectMark | None = None
