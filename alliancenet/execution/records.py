"""What the files of `execution/` hold, row by row; a file that is not there is None, never empty."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from alliancenet.economics.periods import Periods
from alliancenet.errors import Problem
from alliancenet.model.execution import Design

DRIVERS: Mapping[str, str] = {
    "SAT1": "responsiveness",
    "SAT2": "product quality",
    "SAT3": "breadth of line",
    "SAT4": "delivery reliability",
    "SAT5": "knowledgeable people",
}
"""The five drivers of satisfaction (Bowman & Narayandas 2004), by column."""
FUNCTIONS = ("manager", "lawyer", "finance", "technical", "procurement")
PAY_KINDS: Mapping[str, int] = {
    "relationship": 2,
    "retention": 2,
    "satisfaction": 2,
    "margin": 2,
    "customers": 2,
    "other": 1,
    "volume": 0,
}
"""Kinds of pay element with their fit to a strategy of relationships, 0-2 (own limit)."""
FORMS = (
    *("letter_of_intent", "contract", "licence", "supply_agreement", "distribution", "joint_project", "consortium"),
    *("alliance", "minority_equity", "joint_venture", "merged", "ended"),
)
"""Forms an alliance may have, loosest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A test on one metric, as it is written down.

    Parameters
    ----------
    minimum_effect : None where nobody said what would be worth it.
    """

    id: str
    metric: str
    hypothesis: str
    is_up: bool
    decided_on: date
    start: date
    end: date
    minimum_effect: float | None
    design: Design
    owner: str = ""
    result: str = ""
    decision: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialUnit:
    """A partner or alliance in an arm of a test; the days may be open."""

    trial: str
    unit: str
    is_treated: bool
    entered: date | None = None
    left: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """Values by metric, in it by unit and period; periods have one length for each metric."""

    periods: Mapping[str, Periods] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, Mapping[int, float]]] = field(default_factory=dict)

    def of_metric(self, metric: str) -> Mapping[str, Mapping[int, float]]:
        """Values of every unit that has any."""
        return self.values.get(metric, {})


@dataclass(frozen=True, slots=True, kw_only=True)
class SatisfactionAnswer:
    """One response: drivers and overall 1-5, None for what was left open; `job` of our own people only."""

    partner: str
    respondent: str
    day: date
    drivers: Mapping[str, float]
    overall: float | None
    complaint: str
    is_staff: bool
    job: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerRating:
    """How far a partner takes part in what we make, and how new to it what we deliver is, 1-5 each."""

    partner: str
    integration: float | None
    novelty: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """A pay element of a role; `share` 0-1 of its variable pay."""

    role: str
    measure: str
    share: float
    kind: str
    people: int | None
    is_management: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A person in a session of a negotiation; `met` is None where nobody wrote down who spoke with whom."""

    negotiation: str
    alliance: str
    day: date
    person: str
    firm: str
    function: str
    leads: bool | None
    met: tuple[str, ...] | None
    signed_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OthersNumber:
    """Somebody else's number on a dimension; low and high where a range is known; `row` of the file it stands in."""

    dimension: str
    value: float
    unit: str
    who: str
    source: str
    day: date
    low: float | None
    high: float | None
    n: int | None
    impact: float | None
    row: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One time the strategy of an alliance was told; see `model.execution.StrategyAct`."""

    day: date
    alliance: str
    firm: str
    level: str
    means: str
    teller: str
    is_leader: bool | None
    reached: int | None
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form an alliance takes on from a day on."""

    alliance: str
    since: date
    form: str
    scope: str
    reason: str
    decided_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionRecords:
    """All of it."""

    plans: tuple[Plan, ...] | None = None
    units: tuple[TrialUnit, ...] = ()
    outcomes: Outcomes = field(default_factory=Outcomes)
    satisfaction: tuple[SatisfactionAnswer, ...] | None = None
    ratings: tuple[PartnerRating, ...] | None = None
    schemes: tuple[Scheme, ...] | None = None
    seats: tuple[Seat, ...] | None = None
    benchmarks: tuple[OthersNumber, ...] | None = None
    acts: tuple[Act, ...] | None = None
    forms: tuple[Form, ...] | None = None
    remarks: tuple[Problem, ...] = ()
