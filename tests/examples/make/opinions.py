"""What people say about the alliance: integration, climate, outcome, goals."""

from collections.abc import Iterator
from math import cos, log, pi, sqrt
from random import Random

from people import Actor
from plans import Plan

INTEGRATION = (
    "INT-ST1",
    "INT-ST2",
    "INT-ST3",
    "INT-TA1",
    "INT-TA2",
    "INT-TA3",
    "INT-OP1",
    "INT-OP2",
    "INT-OP3",
    "INT-IP1",
    "INT-IP2",
    "INT-IP3",
    "INT-CU1",
    "INT-CU2",
    "INT-CU3",
    "INT-CU4",
)
CLIMATE = (
    "CLI-COM1",
    "CLI-COM2",
    "CLI-TRU1",
    "CLI-TRU2",
    "CLI-FAI1",
    "CLI-FAI2",
    "CLI-OPN1",
    "CLI-OPN2",
    "CLI-DEC1",
    "CLI-DEC2",
    "CLI-ROL1",
    "CLI-ROL2",
    "CLI-FLX1",
    "CLI-FLX2",
    "CLI-MEA1",
    "CLI-MEA2",
    "OUT1",
    "OUT2",
    "OUT3",
)
CONFLICT = ("CLI-CON1", "CLI-CON2")
TELLING = ("TEL1", "TEL2", "TEL3", "TEL4")
DEBATE = ("CLI-DEB1", "CLI-DEB2")
GOALS = (
    "Joint revenue",
    "New customers",
    "Time to market",
    "Delivery on time",
    "Cost per unit",
    "Service quality",
    "Know-how gained",
    "Joint patents",
)


def opinions(plan: Plan, actors: list[Actor], who: set[int], rng: Random) -> Iterator[tuple[int, str, str]]:
    """Answers about the alliance: respondent, item, value."""
    for place in sorted(who):
        mood = 0.35 * normal(rng)
        firm = actors[place].firm
        means = [
            *((item, plan.said[firm]) for item in INTEGRATION),
            *((item, plan.climate[firm]) for item in CLIMATE),
            *((item, 3.4) for item in DEBATE),
        ]
        for item, mean in means:
            yield place, item, step(mean + mood, rng)
        for item in CONFLICT:
            yield place, item, step(plan.conflict - mood, rng)
        yield place, "GOAL1", ";".join(picks(plan, firm, rng))
    if plan.strategy_known is not None:
        yield from _of_strategy(plan.strategy_known, actors, who)


def _of_strategy(known: tuple[float, float], actors: list[Actor], who: set[int]) -> Iterator[tuple[int, str, str]]:
    """How well people of each firm know the strategy; drawn apart, so that all else stays as it is."""
    rng = Random("strategy")
    for place in sorted(who):
        mood = 0.7 * normal(rng)
        yield from ((place, item, step(known[actors[place].firm] + mood, rng)) for item in TELLING)


def step(mean: float, rng: Random) -> str:
    """One answer on a scale from 1 to 5, now and then none."""
    if rng.random() < 0.03:
        return "cannot_say"
    return str(min(5, max(1, round(mean + 0.6 * normal(rng)))))


def picks(plan: Plan, firm: int, rng: Random) -> list[str]:
    """Three goals; the more the firms agree, the more often the same three."""
    shared, own = list(GOALS[:3]), list(GOALS[5:] if firm else GOALS[2:6])
    found: list[str] = []
    while len(found) < 3:
        pool = shared if rng.random() < plan.same_goals else own
        goal = pool[int(rng.random() * len(pool))]
        if goal not in found:
            found.append(goal)
    return sorted(found)


def normal(rng: Random) -> float:
    """A standard normal number, the same in every version of Python."""
    return sqrt(-2 * log(1 - rng.random())) * cos(2 * pi * rng.random())
