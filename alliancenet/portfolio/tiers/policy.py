"""The arithmetic of tiers (C11): limits, hysteresis, grace and the cap, without any files."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import inf

from alliancenet.model.settings import Settings
from alliancenet.model.tiers import TierStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class TierPolicy:
    """The tiering policy, read from the settings once."""

    one_importance: float
    one_depth: float
    two_importance: float
    two_depth: float
    hysteresis: float
    in_a_row: int
    grace: int
    rank_importance: float
    rank_depth: float

    @classmethod
    def of(cls, settings: Settings) -> "TierPolicy":
        """Return the policy in force."""
        one, two, rank = (settings.table(key) for key in ("tier.one", "tier.two", "tier.rank"))
        return cls(
            one_importance=one["importance"],
            one_depth=one["depth"],
            two_importance=two["importance"],
            two_depth=two["depth_alone"],
            hysteresis=settings.number("tier.hysteresis"),
            in_a_row=settings.whole("tier.rounds_in_a_row"),
            grace=settings.whole("tier.grace_rounds"),
            rank_importance=rank["importance"],
            rank_depth=rank["depth"],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TierStanding:
    """Where an alliance stands after some rounds, before the cap.

    Parameters
    ----------
    raw : what the limits alone say, None when it cannot be told.
    recent : raw tiers of the last rounds in a row, oldest first.
    due : tiers it should have fallen to in the rounds just past, oldest first.
    """

    tier: int | None
    raw: int | None = None
    status: TierStatus = TierStatus.UNKNOWN
    recent: tuple[int, ...] = ()
    due: tuple[int, ...] = ()


def tier_by_limits(points_i: float | None, points_d: float | None, limits: TierPolicy) -> int | None:
    """Tier 1-3 by the limits alone; None when an unknown part leaves it open."""
    every_i = (points_i,) if points_i is not None else (-inf, inf)
    every_d = (points_d,) if points_d is not None else (-inf, inf)
    possible = {_tier(i, d, limits) for i in every_i for d in every_d}
    return possible.pop() if len(possible) == 1 else None


def _tier(points_i: float, points_d: float, limits: TierPolicy) -> int:
    if points_i >= limits.one_importance and points_d >= limits.one_depth:
        return 1
    return 2 if points_i >= limits.two_importance or points_d >= limits.two_depth else 3


def next_standing(
    before: TierStanding, points_i: float | None, points_d: float | None, limits: TierPolicy
) -> TierStanding:
    """One round further.

    Notes
    -----
    A change needs `hysteresis` points beyond the limit, or the same side of it several rounds in
    a row; a downgrade then waits one round of grace. A round that cannot be told changes nothing.
    """
    raw = tier_by_limits(points_i, points_d, limits)
    if raw is None:
        status = TierStatus.UNKNOWN if before.tier is None else TierStatus.ASSIGNED
        return TierStanding(tier=before.tier, status=status)
    if before.tier is None:
        return TierStanding(tier=raw, raw=raw, status=TierStatus.HOLDS, recent=(raw,))
    now = replace(before, raw=raw, recent=(*before.recent, raw)[-limits.in_a_row :], due=())
    if raw < before.tier:
        return _upward(now, before.tier, _shifted(points_i, points_d, -limits.hysteresis, limits), limits)
    if raw > before.tier:
        target = _shifted(points_i, points_d, limits.hysteresis, limits)
        return _downward(replace(now, due=before.due), before.tier, target, limits)
    return replace(now, status=TierStatus.HOLDS)


def _shifted(points_i: float | None, points_d: float | None, by: float, limits: TierPolicy) -> int | None:
    return tier_by_limits(
        None if points_i is None else points_i + by, None if points_d is None else points_d + by, limits
    )


def _upward(now: TierStanding, tier: int, beyond: int | None, limits: TierPolicy) -> TierStanding:
    seen_again = max(now.recent) if len(now.recent) == limits.in_a_row else tier
    target = min(tier if beyond is None else beyond, seen_again)
    if target < tier:
        return replace(now, tier=target, status=TierStatus.ROSE)
    return replace(now, status=TierStatus.WATCH)


def _downward(now: TierStanding, tier: int, beyond: int | None, limits: TierPolicy) -> TierStanding:
    seen_again = min(now.recent) if len(now.recent) == limits.in_a_row else tier
    target = max(tier if beyond is None else beyond, seen_again)
    if target <= tier:
        return replace(now, status=TierStatus.WATCH, due=())
    if len(now.due) >= limits.grace:
        return replace(now, tier=min((*now.due, target)), status=TierStatus.FELL, due=())
    return replace(now, status=TierStatus.GRACE, due=(*now.due, target))


def rank_points(points_i: float | None, points_d: float | None, limits: TierPolicy) -> float | None:
    """.6 I + .4 D, or None when one is unknown."""
    if points_i is None or points_d is None:
        return None
    return limits.rank_importance * points_i + limits.rank_depth * points_d


def within_cap(
    ranks: Mapping[str, float | None], places: int, incumbents: frozenset[str], hysteresis: float
) -> tuple[str, ...]:
    """Those who earned tier 1 and get a place, best rank first.

    Notes
    -----
    Who holds a place already keeps it until somebody is `hysteresis` points better. Unranked ones
    come last; equal ranks go by id.
    """

    def place(alliance: str) -> tuple[float, str]:
        rank = ranks[alliance]
        bonus = hysteresis if alliance in incumbents else 0.0
        return (inf if rank is None else -(rank + bonus), alliance)

    return tuple(sorted(ranks, key=place)[: max(places, 0)])
