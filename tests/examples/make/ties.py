"""Planted working relationships, and what each end reports about them."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from people import Actor
from plans import Plan

Pair = tuple[int, int]
CLOSE, DAILY, LOOSE = "close", "daily", "loose"
ITEMS = tuple(f"NET{number}" for number in range(1, 10))


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What a pair would say if nobody misremembered; the last five per end, lower position first."""

    kind: str
    frequency: int
    importance: int
    closeness: int
    friendship: int
    views: tuple[tuple[int, ...], tuple[int, ...]]


def planted(plan: Plan, actors: list[Actor], before: dict[Pair, Truth], rng: Random) -> dict[Pair, Truth]:
    """Relationships of one wave; those of the wave before stay as far as the plan says."""
    wanted: dict[Pair, str] = {}
    for pair in _loose_pairs(actors, rng):
        wanted[pair] = LOOSE
    for pair in _daily_pairs(plan, actors, rng):
        wanted[pair] = DAILY
    for pair in (*_inside_pairs(actors, rng), *_bridges(plan, actors)):
        wanted[pair] = CLOSE
    friends = _friends(plan, actors, wanted)
    found = {}
    for pair in sorted(wanted):
        old = before.get(pair)
        if old is not None and old.kind == wanted[pair] and rng.random() < plan.kept:
            found[pair] = old
        else:
            found[pair] = _truth(plan, wanted[pair], pair, actors, pair in friends, rng)
    return found


def _ordered(a: int, b: int) -> Pair:
    return (a, b) if a < b else (b, a)


def _core(actors: list[Actor], firm: int) -> list[int]:
    return [place for place, actor in enumerate(actors) if actor.core and actor.firm == firm]


def _inside_pairs(actors: list[Actor], rng: Random) -> Iterator[Pair]:
    """The core of each firm is a ring with a second round; others know one core person well."""
    for firm in (0, 1):
        core = _core(actors, firm)
        for place, one in enumerate(core):
            for step in (1, 2):
                yield _ordered(one, core[(place + step) % len(core)])
        for place, actor in enumerate(actors):
            if actor.firm == firm and not actor.core and rng.random() < 0.5:
                yield _ordered(place, core[int(rng.random() * len(core))])


def _bridges(plan: Plan, actors: list[Actor]) -> Iterator[Pair]:
    """Close pairs across the firms: one round hand in hand, then each with the next one over."""
    own, partner = _core(actors, 0), _core(actors, 1)
    if plan.hub:
        hub = own[2]
        yield from (_ordered(hub, other) for other in partner[1 : plan.bridges + 1])
        return
    short = min(len(own), len(partner))
    for number in range(plan.bridges):
        place = (number + (0 if plan.bridges >= 5 else 2)) % short
        yield _ordered(own[place], partner[(place + number // short) % short])


def _daily_pairs(plan: Plan, actors: list[Actor], rng: Random) -> Iterator[Pair]:
    """Day-to-day contacts across, between people of the same level."""
    for level in ("senior", "project_leader", "operating"):
        sides = [
            [place for place, actor in enumerate(actors) if actor.firm == firm and actor.level == level]
            for firm in (0, 1)
        ]
        for place, one in enumerate(sides[0]):
            if rng.random() < plan.daily:
                for step in range(min(plan.daily_each, len(sides[1]))):
                    yield _ordered(one, sides[1][(place + step) % len(sides[1])])


def _loose_pairs(actors: list[Actor], rng: Random) -> Iterator[Pair]:
    for place, actor in enumerate(actors):
        for _ in range(4):
            other = int(rng.random() * len(actors))
            same = actors[other].firm == actor.firm
            if other != place and (same or rng.random() < 0.4):
                yield _ordered(place, other)


def _friends(plan: Plan, actors: list[Actor], wanted: dict[Pair, str]) -> set[Pair]:
    """For each planned spanner two friends inside and two across."""
    close = [pair for pair, kind in sorted(wanted.items()) if kind == CLOSE]
    found: set[Pair] = set()
    for firm in (0, 1):
        for spanner in _core(actors, firm)[1 : plan.spanners + 1]:
            for across in (False, True):
                own = [
                    pair for pair in close if spanner in pair and (actors[pair[0]].firm != actors[pair[1]].firm) is across
                ]
                found.update(own[:2])
    return found


def _truth(plan: Plan, kind: str, pair: Pair, actors: list[Actor], friends: bool, rng: Random) -> Truth:
    senior = any(actors[place].level == "senior" for place in pair)
    low = {CLOSE: 4, DAILY: 3, LOOSE: 1}[kind]
    often = {CLOSE: 4 + _up(rng, 0.5), DAILY: 4, LOOSE: 1 + int(rng.random() * 3)}[kind]
    if senior and kind != LOOSE:
        often = 2 + _up(rng, 0.5)
    like = 5 if friends else {CLOSE: 2 + _up(rng, 0.6), DAILY: 2 + _up(rng, plan.warm), LOOSE: 1 + _up(rng, 0.4)}[kind]
    return Truth(
        kind=kind,
        frequency=often,
        importance=low + _up(rng, 0.55),
        closeness=5 if friends else {CLOSE: 4 + _up(rng, 0.4), DAILY: 3, LOOSE: 1 + _up(rng, 0.5)}[kind],
        friendship=like,
        views=(_view(kind, rng), _view(kind, rng)),
    )


def _view(kind: str, rng: Random) -> tuple[int, ...]:
    """Trust, advice, work flow, quality and wanted change, as one end sees them."""
    base = {CLOSE: (4, 3, 3, 4), DAILY: (4, 2, 3, 4), LOOSE: (3, 1, 1, 3)}[kind]
    change = 1 if rng.random() < (0.05 if kind == CLOSE else 0.15) else 0
    return (*(step + _up(rng, 0.5) for step in base), change)


def _up(rng: Random, share: float) -> int:
    return 1 if rng.random() < share else 0


def reports(truths: dict[Pair, Truth], who: set[int], rng: Random) -> Iterator[tuple[int, int, str, str]]:
    """Answers about people: respondent, alter, item, value; loose ties are sometimes forgotten."""
    for (low, high), truth in sorted(truths.items()):
        for end, (one, other) in enumerate(((low, high), (high, low))):
            forgets = truth.kind == LOOSE and rng.random() < 0.2
            if one not in who or forgets:
                continue
            steps = (truth.frequency, truth.importance, truth.closeness, truth.friendship, *truth.views[end][:4])
            for item, step in zip(ITEMS, steps, strict=False):
                yield one, other, item, _told(item, step, rng)
            yield one, other, "NET9", str(truth.views[end][4])


def _told(item: str, step: int, rng: Random) -> str:
    drawn = rng.random()
    if item == "NET4" and drawn > 0.97:
        return "prefer_not_to_say"
    moved = step - 1 if drawn < 0.02 else step + 1 if drawn < 0.06 else step
    return str(min(5, max(1, moved)))
