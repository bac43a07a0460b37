"""Alliances with much in common, and needs they share (S48)."""

from collections.abc import Iterator
from itertools import combinations

from alliancenet.model.governance import Overlap, SharedNeed
from alliancenet.model.portfolio import ProfileKind
from alliancenet.portfolio.holdings import Holdings

_COMPARED = frozenset({ProfileKind.GOAL, ProfileKind.MARKET, ProfileKind.TECHNOLOGY, ProfileKind.NEED})
Things = frozenset[tuple[ProfileKind, str]]


def overlaps(holdings: Holdings) -> tuple[Overlap, ...]:
    """Pairs whose goals, markets, technologies and needs overlap by half or more, most first.

    Notes
    -----
    Jaccard over all things of both; a pair with fewer than `overlap.least` things in common is left
    out. Cost grows with the square of the number of alliances (20,000 pairs for 200).

    References
    ----------
    Jaccard; the routine is named by Schilke & Goerzen 2010; cuts: own limit.
    """
    least, cut = holdings.settings.whole("overlap.least"), holdings.settings.number("overlap.pair")
    things = {alliance.id: things_of(holdings, alliance.id) for alliance in holdings.alliances}
    found = (
        Overlap(
            first=first,
            second=second,
            jaccard=jaccard(things[first], things[second]),
            shared=tuple(sorted(f"{kind}: {name}" for kind, name in things[first] & things[second])),
        )
        for first, second in combinations(things, 2)
        if len(things[first] & things[second]) >= least
    )
    kept = (pair for pair in found if pair.jaccard >= cut)
    return tuple(sorted(kept, key=lambda pair: (-pair.jaccard, pair.first, pair.second)))


def jaccard(first: Things, second: Things) -> float:
    """Shared things over all things of both, 0-1; 0 when both are empty."""
    union = first | second
    return len(first & second) / len(union) if union else 0.0


def things_of(holdings: Holdings, alliance: str) -> Things:
    """What an alliance is about, without its synergy links."""
    return frozenset(entry for entry in holdings.profile(alliance) if entry[0] in _COMPARED)


def shared_needs(holdings: Holdings) -> tuple[SharedNeed, ...]:
    """Needs of two or more alliances, most widely shared first."""
    holders: dict[str, list[str]] = {}
    for alliance in holdings.alliances:
        for name in sorted(_needs(holdings, alliance.id)):
            holders.setdefault(name, []).append(alliance.id)
    shared = (SharedNeed(name=name, alliances=tuple(who)) for name, who in holders.items() if len(who) > 1)
    return tuple(sorted(shared, key=lambda need: (-len(need.alliances), need.name)))


def _needs(holdings: Holdings, alliance: str) -> Iterator[str]:
    return (name for kind, name in holdings.profile(alliance) if kind is ProfileKind.NEED)
