"""What a rule found, and what it could not look at."""

from dataclasses import dataclass
from enum import StrEnum

from alliancenet.model.score import Score, Subject


class Severity(StrEnum):
    """How much a finding matters; `rank` orders them."""

    INFO = "info"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def rank(self) -> int:
        """0 for info to 3 for high."""
        return list(Severity).index(self)


class Audience(StrEnum):
    """Who may read a finding."""

    EVERYBODY = "everybody"
    TITLE_FOR_PARTNERS = "title_for_partners"  # its sentence says what the own firm asks by tier, or keeps on file
    OWN_FIRM = "own_firm"
    MONEY = "money"  # what partners bring and cost; stands in the review of economics, never in an audit


class Concern(StrEnum):
    """What a finding is about: it is counted and coloured there, and nowhere else."""

    RELATIONSHIP = "relationship"  # this alliance itself
    SPONSOR = "sponsor"  # one side's sponsor of this alliance
    PERSON = "person"  # somebody's load, which may come from other alliances as well
    FIRM = "firm"  # how one firm manages its alliances
    DATA = "data"  # what the answers can bear
    MONEY = "money"  # what a partner brings and costs


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A rule's hit with its card.

    Parameters
    ----------
    title : what the rule is about, in a few words.
    sentence : what was found; never names a person.
    people : ids of the people concerned; the privacy gate decides how they are shown.
    audience : who may read it; closed unless the rule opens it.
    concern : what it is about.
    holds : share of the completed networks in which the rule fires, None when nothing was missing.
    to_check : True when it holds in too few of them to be called a fact.
    """

    code: str
    severity: Severity
    subject: Subject
    sentence: str
    evidence: tuple[Score, ...]
    recommendation: str
    source: str
    title: str = ""
    people: tuple[str, ...] = ()
    holds: float | None = None
    to_check: bool = False
    audience: Audience = Audience.OWN_FIRM
    concern: Concern = Concern.RELATIONSHIP


@dataclass(frozen=True, slots=True, kw_only=True)
class NotLooked:
    """A rule that could not run; never counted as passed."""

    code: str
    reason: str
