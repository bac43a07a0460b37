"""The audit of one alliance in one wave: the file everything after it reads."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from alliancenet.model.change import Change
from alliancenet.model.finding import Finding, NotLooked
from alliancenet.model.limits import Limits
from alliancenet.model.score import Score
from alliancenet.model.wave import LogMonth


class Confidence(StrEnum):
    """How far the answers carry."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class ParticipantRole(StrEnum):
    """Place of a person in the alliance's network."""

    CORE = "core"
    PERIPHERAL = "peripheral"
    ISOLATE = "isolate"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmSummary:
    """A firm of the alliance: how many are on the roster, how many answered or were seen.

    Parameters
    ----------
    answered : people who answered questions; where nobody was asked and contact comes from logs
        alone it is 0.
    seen : people communication logs saw write in the wave's window; None without logs.
    moved : people whose messages another report may have counted and this one does not, or the other
        way round: opted out of logs, or joined or left the roster since an earlier wave, whichever are the
        fewest; 0 for nobody.
    """

    id: str
    name: str
    own: bool
    people: int
    answered: int
    seen: int | None = None
    moved: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AllianceSummary:
    """The alliance as the register knew it when the audit was made."""

    id: str
    name: str
    firms: tuple[FirmSummary, ...]
    tier: int | None = None
    stage: str = ""

    @property
    def by_logs_alone(self) -> bool:
        """Nobody answered, and logs saw somebody: who is known is known from them."""
        return not any(firm.answered for firm in self.firms) and any(firm.seen for firm in self.firms)


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveSummary:
    """The round of asking; days are None for an edge list without dates."""

    id: str
    opens: date | None
    closes: date | None
    window_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectMark:
    """The project an audit was made from: tells audits of several projects apart.

    Parameters
    ----------
    id : as declared in the project file, else made of its name and the own firms; no path.
    """

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFile:
    """A file that was read, and its digest."""

    file: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """A person's place in the network.

    Parameters
    ----------
    roles : roles on the register.
    spanner : boundary spanner; None when it cannot be told.
    core_probability : share of completed networks in which the person is core; None when
        nothing was missing.
    name : "" where the person did not agree to be shown by it, or nobody may be.
    may_be_named : the person agreed to be shown by name.
    position : where the drawing puts the person, None when there is none.
    share_of_time : promised to this alliance, 0-1; None when not on record.
    leaves : day on record on which the person leaves the firm or the alliance.
    """

    id: str
    firm: str
    level: str
    role: ParticipantRole
    spanner: bool | None
    core_ties: int | None
    cross_firm_core_ties: int | None
    name: str = ""
    roles: tuple[str, ...] = ()
    core_probability: float | None = None
    spanner_probability: float | None = None
    may_be_named: bool = False
    position: tuple[float, float] | None = None
    function: str = ""
    site: str = ""
    share_of_time: float | None = None
    leaves: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnTie:
    """A tie that may be drawn; restricted layers never become one.

    Parameters
    ----------
    status : confirmed; one_sided, where the other end denies it; unanswered, where the other end did not say;
        or unknown.
    """

    source: str
    target: str
    layer: str
    status: str
    value: float | None


class UnitKind(StrEnum):
    """What people are put together by."""

    LEVEL = "level"
    FUNCTION = "function"


class UnitState(StrEnum):
    """How two units of two firms are in touch."""

    IN_TOUCH = "in touch"
    THIN = "thin"
    NONE = "none"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitContact:
    """Contact between a unit of one firm and a unit of another; each pair of values follows `firms`.

    Parameters
    ----------
    people : how many belong to each unit.
    in_touch : how many of them have some contact with the other unit; None when withheld.
    pairs : pairs in contact; needed, met : cross-firm dependencies between the two, and those met.
    expected : the two are counterparts, or somebody's work depends on somebody of the other.
    """

    kind: UnitKind
    firms: tuple[str, str]
    units: tuple[str, str]
    people: tuple[int, int]
    in_touch: tuple[int, int] | None
    pairs: int | None
    needed: int | None
    met: int | None
    expected: bool
    state: UnitState


@dataclass(frozen=True, slots=True, kw_only=True)
class Introduction:
    """Two people of two firms who could be introduced; a suggestion, not a finding.

    Parameters
    ----------
    through : somebody in touch with both, or "".
    """

    people: tuple[str, str]
    reasons: tuple[str, ...]
    through: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAnswer:
    """What somebody wrote, without names and in an order that tells nothing.

    Parameters
    ----------
    firm : of the person who wrote; "" where it may not be told.
    """

    item: str
    question: str
    firm: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """All that was measured and found, as plain data.

    Parameters
    ----------
    label : how roles were told when importance and closeness were not asked, else "".
    assumptions : what had to be assumed to read the input.
    log_trend : cross-firm contact by month, from logs.
    open_answers : what people wrote, by item.
    limits : limits it was made with; the strictest known where a file of an earlier version does not say.
    project : None for an edge list and for audits of earlier versions.
    unit_contacts, introductions : levels and functions of the firms that are in touch or should be,
        and who could be introduced; empty where contact was not asked.
    core_ties : pairs of people with a core tie, ends sorted.
    unmet_needs : who needs something of somebody of another firm, and whom, where contact or
        information falls short; empty where dependencies were not asked.
    changed_since : id of the wave before, "" when there is none.
    changes : what moved since that wave, each with its own error; of what can be compared.
    people_removed : single people were kept for the promised time and removed after it; numbers of groups stayed.
    """

    alliance: AllianceSummary
    wave: WaveSummary
    confidence: Confidence
    settings_digest: str
    tool_version: str
    inputs: tuple[InputFile, ...]
    scores: tuple[Score, ...]
    people: tuple[Participant, ...]
    findings: tuple[Finding, ...]
    not_looked: tuple[NotLooked, ...]
    limits: Limits
    ties: tuple[DrawnTie, ...] = ()
    label: str = ""
    assumptions: tuple[str, ...] = ()
    log_trend: tuple[LogMonth, ...] = ()
    open_answers: tuple[OpenAnswer, ...] = ()
    project: ProjectMark | None = None
    unit_contacts: tuple[UnitContact, ...] = ()
    introductions: tuple[Introduction, ...] = ()
    core_ties: tuple[tuple[str, str], ...] = ()
    unmet_needs: tuple[tuple[str, str], ...] = ()
    changed_since: str = ""
    changes: tuple[Change, ...] = ()
    people_removed: bool = False
