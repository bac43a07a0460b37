"""What one reader may see of an audit."""

from dataclasses import dataclass
from datetime import date

from alliancenet.model.audit import (
    AllianceSummary,
    Confidence,
    DrawnTie,
    InputFile,
    Introduction,
    OpenAnswer,
    ParticipantRole,
    UnitContact,
    WaveSummary,
)
from alliancenet.model.change import Change
from alliancenet.model.finding import Concern, NotLooked, Severity
from alliancenet.model.limits import Limits
from alliancenet.model.score import Score, Subject
from alliancenet.model.wave import LogMonth
from alliancenet.privacy.reader import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonView:
    """A person as the reader may know them.

    Parameters
    ----------
    key : what ties and scores of this view call the person; the id only where ids may be seen.
    label : name, id, or "senior, Nordwind".
    duties : roles on the register; empty where they would tell who it is.
    """

    key: str
    label: str
    firm: str
    level: str
    role: ParticipantRole
    spanner: bool | None
    core_ties: int | None = None
    cross_firm_core_ties: int | None = None
    duties: tuple[str, ...] = ()
    core_probability: float | None = None
    spanner_probability: float | None = None
    position: tuple[float, float] | None = None
    function: str = ""
    site: str = ""
    share_of_time: float | None = None
    leaves: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupCount:
    """How many people of a firm have a role.

    Parameters
    ----------
    people : None when the group is too small to be shown, or hidden to protect one that is.
    """

    firm: str
    group: str
    people: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """A finding in words this reader may read.

    Parameters
    ----------
    about : the subject in words.
    people : the people concerned, as the reader may know them; empty for readers of groups.
    """

    code: str
    severity: Severity
    subject: Subject
    title: str
    about: str
    people: tuple[str, ...]
    sentence: str
    evidence: tuple[Score, ...]
    recommendation: str
    source: str
    holds: float | None
    to_check: bool
    concern: Concern = Concern.RELATIONSHIP

    @property
    def family(self) -> str:
        """First letter of the code: what kind of rule found it."""
        return self.code.partition("-")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditView:
    """An audit as one reader may see it; made only by `view_for`.

    Parameters
    ----------
    role_counts : people by firm and place in the network.
    spanner_counts : people by firm: spanner, other, unknown.
    people : empty for readers who see groups only.
    log_trend : contact between the firms by month; empty where a firm is too small for this reader.
    open_answers : of questions enough people answered; without firm where one firm's are few.
    unit_contacts : for readers of groups, units of enough people, and in words only.
    introductions : people by their labels; empty for readers who do not know people.
    core_ties, unmet_needs : pairs of keys; empty for readers who do not know people.
    changes : of the scores this reader sees.
    withheld : what this reader does not see and why, in sentences.
    """

    reader: Reader
    alliance: AllianceSummary
    wave: WaveSummary
    confidence: Confidence
    settings_digest: str
    tool_version: str
    inputs: tuple[InputFile, ...]
    limits: Limits
    scores: tuple[Score, ...]
    role_counts: tuple[GroupCount, ...]
    spanner_counts: tuple[GroupCount, ...]
    people: tuple[PersonView, ...]
    findings: tuple[FindingView, ...]
    not_looked: tuple[NotLooked, ...]
    ties: tuple[DrawnTie, ...]
    label: str
    assumptions: tuple[str, ...]
    open_answers: tuple[OpenAnswer, ...]
    log_trend: tuple[LogMonth, ...]
    withheld: tuple[str, ...]
    unit_contacts: tuple[UnitContact, ...] = ()
    introductions: tuple[Introduction, ...] = ()
    core_ties: tuple[tuple[str, str], ...] = ()
    unmet_needs: tuple[tuple[str, str], ...] = ()
    changed_since: str = ""
    changes: tuple[Change, ...] = ()

    def score(self, metric: str, subject: str | None = None) -> Score | None:
        """Score of a metric about the alliance, or about another subject by its id."""
        wanted = self.alliance.id if subject is None else subject
        found = (score for score in self.scores if score.metric == metric and score.subject.id == wanted)
        return next(found, None)

    def family(self, name: str) -> tuple[Score, ...]:
        """Scores whose metric is `name` or a part of it (`name.part`)."""
        return tuple(score for score in self.scores if score.metric == name or score.metric.startswith(f"{name}."))

    def firm_name(self, firm: str) -> str:
        """Name of a firm by its id; the id itself when it is not of this alliance."""
        return next((known.name for known in self.alliance.firms if known.id == firm), firm)
