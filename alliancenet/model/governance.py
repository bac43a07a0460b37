"""Resources, goals, overlaps and the pipeline of the portfolio."""

from collections.abc import Mapping
from dataclasses import dataclass


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
