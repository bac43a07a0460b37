"""Executive sponsors over the portfolio, side by side."""

from dataclasses import dataclass
from datetime import date

from alliancenet.model.score import Score


@dataclass(frozen=True, slots=True, kw_only=True)
class SponsorSide:
    """One firm's sponsor in one alliance; None where nobody can tell.

    Parameters
    ----------
    person : ids of the sponsors, separated by "; "; in the view of a reader what they are called there.
    firm : name of the organisation.
    window_days : days within which the tier asks the seniors of both firms to meet.
    plan, next_meeting : day of the action plan; next meeting with the partner's seniors on record.
    """

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
    firm: str = ""
    window_days: int | None = None
    plan: date | None = None
    next_meeting: date | None = None


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
    """Required alliances of one executive.

    Parameters
    ----------
    name : what a reader calls the person; empty in the file.
    """

    person: str
    name: str
    alliances: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver:
    """How an executive with too many alliances could have fewer; a suggestion.

    Parameters
    ----------
    person : position of the executive among the loads.
    count : how many alliances are too many.
    alliances : those that bear a change best, first the one to hand over first.
    to : positions of colleagues with room among the loads; first whoever has met the partner.
    knows : the first colleague has met people of a partner of these alliances.
    """

    person: int
    count: int
    alliances: tuple[str, ...]
    to: tuple[int, ...]
    knows: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SponsorCoverage:
    """Coverage over the alliances that need a sponsor, and who carries how many.

    Parameters
    ----------
    most : alliances an executive may carry; None in reviews of earlier versions.
    heavy : with more alliances than this it is a heavy load.
    """

    ratios: tuple[Ratio, ...]
    loads: tuple[SponsorLoad, ...]
    reason: str
    most: int | None = None
    heavy: int | None = None
    hand_overs: tuple[HandOver, ...] = ()
