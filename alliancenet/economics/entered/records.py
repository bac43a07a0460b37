"""All that was entered, by file; None where a file is not there: that is unknown, not nothing."""

from dataclasses import dataclass

from alliancenet.economics.entered.customers import (
    Acquired,
    CategoryEntry,
    Defection,
    Entrants,
    StateEntry,
    StateGoal,
    StateValue,
    TenderChance,
    WalletEntry,
)
from alliancenet.economics.entered.offers import JointGoal, LadderEntry, OfferElement, Prospect, ValueElement
from alliancenet.economics.entered.plans import CoverageRule, Insight, Rival, Served, TeamMember
from alliancenet.economics.entered.relations import CandidateRating, DemandRating, JointBenefit, QualityAnswer
from alliancenet.model.levers import Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """Records in the order of their files."""

    states: tuple[StateEntry, ...] | None = None
    entrants: tuple[Entrants, ...] | None = None
    state_values: tuple[StateValue, ...] | None = None
    state_goals: tuple[StateGoal, ...] | None = None
    wallet: tuple[WalletEntry, ...] | None = None
    acquisition: tuple[Acquired, ...] | None = None
    categories: tuple[CategoryEntry, ...] | None = None
    defections: tuple[Defection, ...] | None = None
    chances: tuple[TenderChance, ...] | None = None
    offers: tuple[OfferElement, ...] | None = None
    value_elements: tuple[ValueElement, ...] | None = None
    prospects: tuple[Prospect, ...] | None = None
    ladder: tuple[LadderEntry, ...] | None = None
    joint_goals: tuple[JointGoal, ...] | None = None
    programmes: tuple[Programme, ...] | None = None
    rivals: tuple[Rival, ...] | None = None
    coverage: tuple[CoverageRule, ...] | None = None
    served: tuple[Served, ...] | None = None
    teams: tuple[TeamMember, ...] | None = None
    insights: tuple[Insight, ...] | None = None
    candidates: tuple[CandidateRating, ...] | None = None
    joint_value: tuple[JointBenefit, ...] | None = None
    demands: tuple[DemandRating, ...] | None = None
    qualities: tuple[QualityAnswer, ...] | None = None
