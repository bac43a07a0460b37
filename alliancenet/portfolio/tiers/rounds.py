"""Tier of every alliance (C11), round by round, with the places in tier 1."""

from collections.abc import Sequence
from datetime import date
from math import ceil

from alliancenet.model.register import Alliance
from alliancenet.model.tiers import TierCap, TierDecision, TierStatus
from alliancenet.portfolio.holdings import Holdings
from alliancenet.portfolio.sponsor_load import own_sponsors
from alliancenet.portfolio.tiers.importance import depth, importance
from alliancenet.portfolio.tiers.policy import (
    TierPolicy,
    TierStanding,
    next_standing,
    rank_points,
    within_cap,
)
from alliancenet.portfolio.tiers.wording import TierRound, arithmetic, reason, to_next


def rounds_of(holdings: Holdings) -> tuple[date, ...]:
    """Days the committee rated, oldest first; the last one reads everything up to the review."""
    days = {rating.day for rating in holdings.records.ratings if rating.day <= holdings.as_of}
    return (*sorted(days)[:-1], holdings.as_of)


def places_in_tier_one(holdings: Holdings) -> tuple[int, int, int | None]:
    """Places in all, by share, and by what the own executive sponsors can carry (None: unknown)."""
    by_share = ceil(holdings.settings.number("tier.cap_share") * len(holdings.alliances) - 1e-9)
    sponsors = own_sponsors(holdings)
    carried = len(sponsors) * int(holdings.settings.table("sponsor.load")["warn"]) if sponsors else None
    return (by_share if carried is None else min(by_share, carried)), by_share, carried


def play_rounds(holdings: Holdings, limits: TierPolicy, places: int) -> dict[str, list[TierRound]]:
    """Every alliance through every round, with the cap applied in each."""
    played: dict[str, list[TierRound]] = {alliance.id: [] for alliance in holdings.alliances}
    standings = {str(alliance.id): TierStanding(tier=alliance.tier) for alliance in holdings.alliances}
    holders = frozenset(str(alliance.id) for alliance in holdings.alliances if alliance.tier == 1)
    for day in rounds_of(holdings):
        scores = {name: (importance(holdings, name, day), depth(holdings, name, day)) for name in played}
        standings = {name: next_standing(standings[name], i.value, d.value, limits) for name, (i, d) in scores.items()}
        ranks = {
            name: rank_points(scores[name][0].value, scores[name][1].value, limits)
            for name, standing in standings.items()
            if standing.tier == 1
        }
        holders = frozenset(within_cap(ranks, places, holders, limits.hysteresis))
        for name, standing in standings.items():
            tier = 2 if standing.tier == 1 and name not in holders else standing.tier
            points_i, points_d = scores[name]
            played[name].append(TierRound(day=day, importance=points_i, depth=points_d, standing=standing, tier=tier))
    return played


def decide_tiers(holdings: Holdings) -> tuple[tuple[TierDecision, ...], TierCap]:
    """Tier of every alliance with its reasons, and the places in tier 1."""
    limits = TierPolicy.of(holdings.settings)
    places, by_share, carried = places_in_tier_one(holdings)
    played = play_rounds(holdings, limits, places)
    decisions = tuple(
        _decision(holdings, alliance, played[alliance.id], limits, places) for alliance in holdings.alliances
    )
    wanted = sum(rounds[-1].standing.tier == 1 for rounds in played.values())
    in_force = sum(decision.in_force == 1 for decision in decisions)
    return decisions, TierCap(
        places=places,
        share_places=by_share,
        sponsor_places=carried,
        wanted=wanted,
        in_force=in_force,
        reason=_cap_reason(holdings, places, by_share, carried, in_force),
    )


def _cap_reason(holdings: Holdings, places: int, by_share: int, carried: int | None, in_force: int) -> str:
    share = holdings.settings.number("tier.cap_share")
    are = "is" if in_force == 1 else "are"
    room = f"there is room for {places}" if in_force <= places else f"there is room for no more than {places}"
    reason = f"{in_force} of {len(holdings.alliances)} alliances {are} in tier 1, and {room}: "
    reason += f"{share:.0%} of all gives {by_share}"
    if carried is None:
        return f"{reason}; what the own executive sponsors can carry is not known, for none is on record"
    return f"{reason}, and the own executive sponsors can carry {carried}"


def _decision(
    holdings: Holdings, alliance: Alliance, rounds: Sequence[TierRound], limits: TierPolicy, places: int
) -> TierDecision:
    last = rounds[-1]
    i, d = last.importance.value, last.depth.value
    capped = last.standing.tier == 1 and last.tier != 1
    status = TierStatus.CAPPED if capped else last.standing.status
    in_force = alliance.tier or last.tier
    words, lacks_i, lacks_d = to_next(last, limits, capped)
    return TierDecision(
        alliance=alliance.id,
        importance=last.importance,
        depth=last.depth,
        assigned=alliance.tier,
        raw=last.standing.raw,
        earned=last.standing.tier,
        tier=last.tier,
        status=status,
        reason=reason(status, last, limits),
        to_next=words,
        lacks_importance=lacks_i,
        lacks_depth=lacks_d,
        rank=rank_points(i, d, limits) if last.standing.tier == 1 else None,
        buys=str(holdings.settings.entries["tier.buys"].value[str(in_force)]) if in_force else "",
        arithmetic=tuple(arithmetic(rounds, limits, places)),
    )
