"""Tiers in words: the reason, the distance to the next tier, the arithmetic line by line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from alliancenet.model.score import Score
from alliancenet.model.tiers import TierStatus
from alliancenet.portfolio.tiers.policy import TierPolicy, TierStanding, rank_points


@dataclass(frozen=True, slots=True, kw_only=True)
class TierRound:
    """What one alliance showed in one round, and what came of it."""

    day: date
    importance: Score
    depth: Score
    standing: TierStanding
    tier: int | None


def reason(status: TierStatus, last: TierRound, limits: TierPolicy) -> str:
    """Why the tier is what it is."""
    points_i, points_d = (_points(score.value) for score in (last.importance, last.depth))
    seen = f"importance {points_i}, depth {points_d}"
    open_parts = "; ".join(
        f"{score.metric.replace('_', ' ')}: {score.reason}" for score in (last.importance, last.depth) if score.reason
    )
    grace = f"{limits.grace} round of grace" if limits.grace == 1 else f"{limits.grace} rounds of grace"
    said = {
        TierStatus.HOLDS: f"{seen}: the limits say tier {last.standing.raw}",
        TierStatus.ROSE: f"{seen}: rises to tier {last.standing.tier}",
        TierStatus.FELL: f"{seen}: falls to tier {last.standing.tier}, the grace is over",
        TierStatus.GRACE: f"{seen}: a fall to tier {last.standing.due[-1] if last.standing.due else ''}"
        f" is due; {grace}",
        TierStatus.WATCH: f"{seen}: the limits say tier {last.standing.raw}, by less than"
        f" {limits.hysteresis:g} points and for the first time; stays",
        TierStatus.CAPPED: f"{seen}: " + _no_place(last),
        TierStatus.ASSIGNED: f"{open_parts}; the tier on the register stands",
        TierStatus.UNKNOWN: open_parts,
    }
    return said[status]


def _no_place(last: TierRound) -> str:
    unrated = last.importance.value is None or last.depth.value is None
    if unrated:
        return "in line for tier 1, last because it is not rated in full; no place is left"
    waiting = "" if last.standing.raw == 1 else f" (the limits say tier {last.standing.raw}, a fall is not yet due)"
    return f"in line for tier 1{waiting}, no place is left"


def to_next(last: TierRound, limits: TierPolicy, capped: bool) -> tuple[str, float | None, float | None]:
    """What is missing for the next tier up: in words, and in points of importance and depth."""
    i, d = last.importance.value, last.depth.value
    if capped:
        return f"a place in tier 1; rank {_points(rank_points(i, d, limits))}", 0.0, 0.0
    if last.tier == 1 or last.tier is None:
        return ("the highest tier" if last.tier == 1 else "unknown"), None, None
    ask_i, ask_d, joint = (
        (limits.one_importance, limits.one_depth, "and")
        if last.tier == 2
        else (limits.two_importance, limits.two_depth, "or")
    )
    lacks_i, lacks_d = (None if value is None else max(0.0, ask - value) for value, ask in ((i, ask_i), (d, ask_d)))
    text = (
        f"tier {last.tier - 1} asks importance {ask_i:g} ({_lack(lacks_i)}) {joint} depth {ask_d:g} ({_lack(lacks_d)})"
    )
    return text, lacks_i, lacks_d


def _lack(value: float | None) -> str:
    if value is None:
        return "unknown"
    return "reached" if value == 0 else f"lacks {value:.1f}"


def _points(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.1f}"


def arithmetic(rounds: Sequence[TierRound], limits: TierPolicy, places: int) -> Iterable[str]:
    """The whole calculation, line by line, as `alliancenet tiers --explain` prints it."""
    last = rounds[-1]
    yield f"importance = 25 × mean({', '.join(last.importance.inputs[:5])}) = {_or_reason(last.importance)}"
    if last.importance.inputs[5:]:
        yield f"  {', '.join(last.importance.inputs[5:])}"
    yield f"depth = mean of the parts known = {_or_reason(last.depth)}"
    for part in last.depth.inputs:
        yield f"  {part}"
    yield (
        f"tier 1 asks importance {limits.one_importance:g} and depth {limits.one_depth:g};"
        f" tier 2 importance {limits.two_importance:g} or depth {limits.two_depth:g}"
    )
    for entry in rounds:
        yield (
            f"round {entry.day}: importance {_points(entry.importance.value)},"
            f" depth {_points(entry.depth.value)},"
            f" limits say {entry.standing.raw or 'nothing'}, {entry.standing.status.value},"
            f" earned tier {entry.standing.tier or 'none'}, after the cap {entry.tier or 'none'}"
        )
    rank = rank_points(last.importance.value, last.depth.value, limits)
    yield (
        f"rank = {limits.rank_importance:g} × importance + {limits.rank_depth:g} × depth = {_points(rank)};"
        f" {places} places in tier 1"
    )


def _or_reason(score: Score) -> str:
    return score.reason if score.value is None else f"{score.value:.1f}"
