"""How relationships are run and what is learned from it: results as plain data, for those who tell them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from alliancenet.model.audit import ProjectMark
from alliancenet.model.limits import Limits
from alliancenet.model.score import Score


class Design(StrEnum):
    """How a test tells what an act did from what would have happened anyway."""

    RANDOMISED = "randomised"
    COMPARISON = "comparison"
    BEFORE_AFTER = "before_after"


class TrialStage(StrEnum):
    """Where a test stands on a day."""

    PLANNED = "planned"
    UNDER_WAY = "under way"
    OVER = "over"
    TAKEN_OUT = "taken out of the file"


class TrialVerdict(StrEnum):
    """What a test says; `CHANGED` and `AS_USUAL` are all a change without a comparison can say."""

    NONE = ""
    WORKS = "works"
    NO_USE = "no use"
    NOT_TOLD = "not told yet"
    CHANGED = "changed"
    AS_USUAL = "no more than usual"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True, kw_only=True)
class TestArm:
    """One arm of a test.

    Parameters
    ----------
    units : that were assigned.
    used : of them, with outcomes before where the design needs them, and in the window.
    left : before the window ended.
    """

    __test__ = False  # no case for a test runner

    units: int
    used: int
    left: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TestedEstimate:
    """What was estimated, in units of the metric.

    Parameters
    ----------
    low, high : 90 % interval; None where the design gives none.
    p : how often chance alone gives as much; at least 1 over `choices`.
    choices : ways to choose as many treated that were looked at; earlier stretches for a change.
    at_all : all choices were looked at, not a sample.
    """

    value: float
    low: float | None
    high: float | None
    p: float | None
    choices: int
    at_all: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TestedIntervention:
    """A test on one metric, from its plan to its verdict.

    Parameters
    ----------
    is_up : the hypothesis says that the metric rises.
    is_afterwards : it was written, or changed, when it had begun; this stays for ever.
    registered : day the plan was first kept in the journal, None when it never was.
    detectable : smallest effect it can see four times of five, from outcomes before the start.
    needed : units an arm to see the effect that is wanted.
    before, inside : periods before the start, and in the window.
    parted_before : difference of the arms between the two halves before, with its 90 % interval.
    labels : what limits the verdict, in sentences.
    reason : why the verdict is what it is.
    said, decision : result and decision as somebody entered them.
    """

    id: str
    metric: str
    hypothesis: str
    is_up: bool
    design: Design
    decided_on: date
    start: date
    end: date
    stage: TrialStage
    minimum_effect: float | None = None
    owner: str = ""
    said: str = ""
    decision: str = ""
    is_afterwards: bool = False
    registered: date | None = None
    treated: TestArm | None = None
    comparison: TestArm | None = None
    detectable: float | None = None
    needed: int | None = None
    before: int = 0
    inside: int = 0
    estimate: TestedEstimate | None = None
    parted_before: tuple[float, float, float] | None = None
    verdict: TrialVerdict = TrialVerdict.NONE
    reason: str = ""
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SatisfactionOfPartner:
    """What a partner's people say.

    Parameters
    ----------
    scores : the five drivers, their index, and overall satisfaction.
    complaints, badly : complaints on record, and those handled badly; None where withheld.
    at_risk : respondents who are satisfied and had a complaint handled badly; None where withheld.
    to_call : of them, id and day of the answer.
    """

    partner: str
    name: str
    scores: tuple[Score, ...]
    complaints: int | None
    badly: int | None
    at_risk: int | None
    to_call: tuple[tuple[str, date], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenComplaint:
    """An issue that is past its day; `age` in days since it was opened."""

    alliance: str
    opened: date
    due: date
    age: int
    severity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverImpact:
    """How much a driver goes with overall satisfaction, and what follows.

    Parameters
    ----------
    metric : of the driver.
    impact, low, high : by the kind of the whole, with its 90 % interval; None where not known.
    cell : keep and improve, fix now, keep or spend less, or let go; "" where no impact is known.
    is_told : the cell holds in 90 % of the draws; else the driver lies on an edge.
    flags : what limits it, in words.
    """

    metric: str
    impact: float | None
    low: float | None
    high: float | None
    cell: str
    is_told: bool
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SatisfactionImpact:
    """Impact of the drivers over everybody who answered.

    Parameters
    ----------
    kind : relative weights (shares of R²) or rank correlation; "" where there is none.
    reason : why there is none.
    """

    kind: str
    r2: float | None
    people: int
    partners: int
    drivers: tuple[DriverImpact, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Satisfaction:
    """Satisfaction, complaints, and how staff and partners move together.

    Parameters
    ----------
    handled_well : share of complaints, with Wilson's 90 % interval.
    at_risk : satisfied although a complaint was handled badly: how many.
    links : rank correlations of our contact people's job satisfaction with partners' satisfaction.
    impact : what goes with overall satisfaction.
    """

    first: date
    last: date
    responses: int
    overall: tuple[Score, ...]
    partners: tuple[SatisfactionOfPartner, ...]
    handled_well: Score
    at_risk: int
    past_due: tuple[OpenComplaint, ...]
    links: tuple[Score, ...] = ()
    impact: SatisfactionImpact | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PayElement:
    """A measure a role is paid by; `fit` 0-2 to a strategy of relationships."""

    measure: str
    kind: str
    share: float
    fit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RewardedRole:
    """What a role is paid for.

    Parameters
    ----------
    alignment : points 0-100.
    on_volume : share of variable pay on volume.
    is_misaligned : by one of the two limits.
    """

    role: str
    group: str
    people: int | None
    elements: tuple[PayElement, ...]
    alignment: Score
    on_volume: float
    is_misaligned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NegotiatedSession:
    """One day of a negotiation.

    Parameters
    ----------
    by_attendance : who met whom is taken from who was there.
    encounters, matched : across firms, and those of the same function; None where nobody knows.
    unpaired : functions that sat there on one side only.
    led_by : functions of those who led, "" when nobody is marked.
    """

    day: date
    people: int
    encounters: int | None
    matched: int | None
    by_attendance: bool
    unpaired: tuple[str, ...]
    led_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Negotiation:
    """How the people of a negotiation were paired, and which ties it left.

    Parameters
    ----------
    scores : shares over sessions and encounters.
    formed : manager pairs of both firms that met in two sessions and more by the signature.
    carried : of them, still in touch in the first wave after it; None while no wave knows.
    not_asked : of them, pairs of whom the wave knows nothing.
    pairs : the pairs, with whether they are still in touch; None where unknown.
    """

    id: str
    alliance: str
    signed_on: date | None
    sessions: tuple[NegotiatedSession, ...]
    scores: tuple[Score, ...]
    formed: int
    carried: int | None
    not_asked: int
    wave: str
    pairs: tuple[tuple[str, str, bool | None], ...] = ()
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchmarkGap:
    """Ours against one benchmark.

    Parameters
    ----------
    subject : alliance or partner of ours, "" for all together.
    ours : our value; None with a reason.
    gap : ours minus theirs, above 0 where ours is the larger number.
    low, high : bounds of the gap by both intervals; None where neither side has one.
    is_behind : the whole gap lies on the worse side; None where no side is the worse one.
    is_old : older than the limit.
    n : how many theirs rests on; None where nobody says: a mean without a count.
    rests_on : what ours was made of, in words.
    impact : how much the dimension matters, told `impact_by`; None where not known.
    """

    dimension: str
    title: str
    who: str
    subject: str
    ours: float | None
    theirs: float
    unit: str
    gap: float | None
    low: float | None
    high: float | None
    is_behind: bool | None
    source: str
    day: date
    n: int | None
    is_old: bool
    reason: str = ""
    impact: float | None = None
    impact_by: str = ""
    rests_on: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopStep:
    """How many got as far as a step of the loop, of how many, and the median days it took."""

    step: str
    count: int
    of: int
    days: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceCoverage:
    """How many partners a kind of record speaks of in the last two periods, and how old it is.

    Parameters
    ----------
    age : days since its newest row; None where none is dated.
    missing : partners it says nothing of.
    """

    source: str
    file: str
    partners: int | None
    of: int
    age: int | None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopRound:
    """What became of the proposals of one quarter's audits until the next quarter with an audit.

    Parameters
    ----------
    day : last closing of a wave in it; until : day of the next such, None for the newest.
    decided, owned, done : of its proposals, by `until`, or by the day of the report.
    gone : of its proposals, those the next audits no longer make; None for the newest.
    """

    day: date
    until: date | None
    proposals: int
    decided: int
    owned: int
    done: int
    gone: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedLoop:
    """From what was proposed to what was measured afterwards, round by round, and what the records cover."""

    proposals: int | None
    reviewed: date | None
    steps: tuple[LoopStep, ...]
    coverage: tuple[SourceCoverage, ...]
    reason: str = ""
    rounds: tuple[LoopRound, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StrategyAct:
    """One time the strategy was told: who heard it, of how many."""

    day: date
    alliance: str
    firm: str
    level: str
    means: str
    teller: str
    reached: int | None
    of: int | None
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TellingReach:
    """How far the telling of a strategy got in a firm, by level.

    Parameters
    ----------
    acts : in the last year; `last` is the day of the newest ever.
    share : reached over people on the roster, of the act that reached most; None where unknown.
    """

    alliance: str
    firm: str
    level: str
    acts: int
    last: date | None
    share: Score
    by_leaders: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Acts of telling, their reach by firm and level, and what people say they know."""

    acts: tuple[StrategyAct, ...]
    reach: tuple[TellingReach, ...]
    known: tuple[tuple[str, Score], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormStep:
    """A form an alliance had, from a day on.

    Parameters
    ----------
    until : day the next form began; None for the present one.
    around : what else is on record from a quarter before the change to a quarter after, in sentences.
    """

    form: str
    scope: str
    since: date
    until: date | None
    days: int
    reason: str
    decided_by: str
    around: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormHistory:
    """The forms of an alliance, oldest first.

    Parameters
    ----------
    in_form : days in each form on record, by name, the longest first.
    differs : the register names another form than the newest row.
    """

    alliance: str
    steps: tuple[FormStep, ...]
    in_form: tuple[tuple[str, int], ...]
    changes: int
    differs: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionFinding:
    """What a rule found in these records.

    Parameters
    ----------
    part : of the review it speaks of: who may read that part may read it.
    subject : what it is about, in words of the project.
    sentence : what was found; never names a person.
    """

    code: str
    severity: str
    title: str
    part: str
    subject: str
    sentence: str
    recommendation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutionReview:
    """Everything that is on record of how relationships are run; None or empty where no file speaks of it.

    Parameters
    ----------
    names : of alliances and firms, by id.
    missing : dimensions that have a number of ours and no benchmark.
    limits : those of the project.
    people : firm of everybody who stands in it by id.
    remarks : what limits it, in sentences.
    mark : the project it was made from; None in files of versions that did not say.
    """

    as_of: date
    project: str
    names: Mapping[str, str] = field(hash=False)
    limits: Limits = field(hash=False)
    people: Mapping[str, str] = field(default_factory=dict, hash=False)
    tests: tuple[TestedIntervention, ...] = ()
    satisfaction: Satisfaction | None = None
    rewards: tuple[RewardedRole, ...] = ()
    negotiations: tuple[Negotiation, ...] = ()
    benchmarks: tuple[BenchmarkGap, ...] = ()
    missing: tuple[str, ...] = ()
    loop: ClosedLoop | None = None
    telling: Telling | None = None
    forms: tuple[FormHistory, ...] = ()
    findings: tuple[ExecutionFinding, ...] = ()
    remarks: tuple[str, ...] = ()
    tool_version: str = ""
    mark: ProjectMark | None = None

    @property
    def min_n(self) -> int:
        """People of the smallest group that may be told of."""
        return self.limits.min_n
