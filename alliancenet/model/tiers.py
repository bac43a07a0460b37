"""Tiers: what the arithmetic proposes, and how many places tier 1 has."""

from dataclasses import dataclass
from enum import StrEnum

from alliancenet.model.score import Score


class TierStatus(StrEnum):
    """How a tier came about."""

    HOLDS = "holds"
    ROSE = "rose"
    FELL = "fell"
    GRACE = "grace"  # a downgrade is due and waits one round
    WATCH = "watch"  # beyond a limit, by less than the hysteresis and for the first time
    CAPPED = "capped"  # earned tier 1, no place
    ASSIGNED = "assigned"  # too little is rated; the register's tier stands
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class TierDecision:
    """The tier the arithmetic proposes, with everything that led to it.

    Parameters
    ----------
    assigned : tier on the register, None when none was given.
    raw : tier by the limits alone in the last round.
    earned : tier after hysteresis and grace.
    tier : tier after the cap.
    lacks_importance, lacks_depth : points to the next tier up by the limits alone; None when unknown
        or in tier 1.
    rank : rank points among those who earned tier 1, or None.
    arithmetic : the calculation, one line each.
    """

    alliance: str
    importance: Score
    depth: Score
    assigned: int | None
    raw: int | None
    earned: int | None
    tier: int | None
    status: TierStatus
    reason: str
    to_next: str
    lacks_importance: float | None
    lacks_depth: float | None
    rank: float | None
    buys: str
    arithmetic: tuple[str, ...]

    @property
    def in_force(self) -> int | None:
        """Tier people work by: the register's, else the proposed one."""
        return self.tier if self.assigned is None else self.assigned


@dataclass(frozen=True, slots=True, kw_only=True)
class TierCap:
    """Places in tier 1.

    Parameters
    ----------
    sponsor_places : alliances the own executive sponsors can carry; None when none is on record.
    """

    places: int
    share_places: int
    sponsor_places: int | None
    wanted: int
    in_force: int
    reason: str
