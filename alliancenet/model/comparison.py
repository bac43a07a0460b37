"""What changed between two audits of one alliance."""

from dataclasses import dataclass
from enum import StrEnum

from alliancenet.model.audit import AllianceSummary, WaveSummary
from alliancenet.model.score import Score, Subject


class Verdict(StrEnum):
    """What may be said about a difference between two scores."""

    ROSE = "rose"
    FELL = "fell"
    SAME = "same"
    PERHAPS = "perhaps"  # beyond answering again by itself, not among so many scores looked at
    WITHIN_NOISE = "within_noise"  # no more than the same people answering again
    NO_INTERVAL = "no_interval"  # it differs, and nothing says whether by chance
    NOT_COMPARABLE = "not_comparable"  # one of the two does not exist


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreChange:
    """One score before and after.

    Parameters
    ----------
    before, after : the scores; None where the audit does not hold it.
    difference : after minus before, or None when not comparable.
    sentence : the change in words.
    interval : 90 % interval of the change: answered again, and who was missing; None where unknown.
    p : chance of so large a difference with no change; None where unknown.
    method : what the error of the change was taken from.
    """

    metric: str
    subject: Subject
    before: Score | None
    after: Score | None
    difference: float | None
    verdict: Verdict
    sentence: str
    interval: tuple[float, float] | None = None
    p: float | None = None
    method: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TieChange:
    """Ties of one layer; only the first three are about people present both times.

    Parameters
    ----------
    kept, formed, faded : among people on both rosters.
    brought, taken : ties of people who joined, and of people who left.
    untold : pairs unknown in one of the two audits; neither formed nor faded.
    jaccard : kept / (kept + formed + faded), None when there is no such tie.
    mean_before, mean_after : mean value of the kept ties in each audit; None without values, or for fewer ties
        than the smallest group.
    """

    layer: str
    kept: int
    formed: int
    faded: int
    brought: int
    taken: int
    untold: int
    jaccard: float | None
    mean_before: float | None = None
    mean_after: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turnover:
    """Who holds a place (core, spanner), by person id.

    Parameters
    ----------
    entered, dropped : present both times, place known both times.
    joined, left : got or lost the place by joining or leaving the alliance.
    untold : present both times, place unknown in one of the audits.
    """

    kept: tuple[str, ...]
    entered: tuple[str, ...]
    dropped: tuple[str, ...]
    joined: tuple[str, ...]
    left: tuple[str, ...]
    untold: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingChange:
    """Findings by code and subject.

    Parameters
    ----------
    new, gone : looked for both times, with a hit in one audit.
    first_looked : holds now, and could not be looked for before; never counted as new.
    not_looked : held before, and could not be looked for now; never counted as gone.
    """

    new: tuple[tuple[str, Subject], ...]
    kept: tuple[tuple[str, Subject], ...]
    gone: tuple[tuple[str, Subject], ...]
    first_looked: tuple[tuple[str, Subject], ...]
    not_looked: tuple[tuple[str, Subject], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two audits of one alliance, the earlier first.

    Parameters
    ----------
    joiners, leavers, stayers : person ids.
    cautions : why the two may not be comparable (other limits, other tool version, low confidence).
    """

    alliance: AllianceSummary
    before: WaveSummary
    after: WaveSummary
    tier_before: int | None
    tier_after: int | None
    scores: tuple[ScoreChange, ...]
    joiners: tuple[str, ...]
    leavers: tuple[str, ...]
    stayers: tuple[str, ...]
    ties: tuple[TieChange, ...]
    core: Turnover
    spanners: Turnover
    findings: FindingChange
    cautions: tuple[str, ...]
