"""Executive sponsors over the portfolio, side by side."""

from dataclasses import dataclass
from datetime import date

from alliancenet.model.score import Score


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
