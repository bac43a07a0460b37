"""What is so in a simulated alliance, before anybody is asked; see `simulated`."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np

from alliancenet.instruments.reading import read_shipped
from alliancenet.model.instrument import View
from alliancenet.model.multiplex import Layer
from alliancenet.model.register import Level

KINDS = ("dense", "rings", "blocks", "hub")
SIZES = (7, 10, 14, 20, 28, 40)
STYLES = ("alike", "lower", "smaller", "cautious")
"""All use the scale alike; the partner says everything .6 worse; it gives .6 smaller numbers, also to what is
asked the other way round; both firms avoid the ends."""
REPORTED_FROM = 100_000
FUNCTIONS = ("engineering", "operations", "sales")
GOALS = ("revenue", "customers", "time to market", "delivery", "cost", "service", "know-how", "patents")
# steps of each question for a working tie, and for a loose one
WORKING = {"communication": 4.6, "importance": 4.6, "closeness": 4.5, "friendship": 2.6, "trust": 4.3, "advice": 3.0,
           "work_flow": 2.4, "information_quality": 4.5, "wanted_change": 0.0}  # fmt: skip
LOOSE = {"communication": 1.8, "importance": 2.7, "closeness": 2.5, "friendship": 1.7, "trust": 3.6, "advice": 1.6,
         "work_flow": 1.5, "information_quality": 4.2, "wanted_change": 0.0}  # fmt: skip


@dataclass(frozen=True)
class Truth:
    """What is so in an alliance of two firms, before anybody is asked.

    Parameters
    ----------
    firm, level, function : of each of the n people; the first half is the own firm's.
    ties : by layer (n, n): what the row's person would say of the column's with no slip; 0 contact
        is no tie. Contact, importance, closeness and friendship are the same from both ends.
    said : by item, what each firm's people mean on average (2,), steps 1-5, before their style.
    mood : how much higher than its firm each person answers everything (n,), reversed where the item is.
    style : by firm, steps added to every answer (2,), as better or worse where `worse`, else as the number given;
        `span` stretches answers around the middle.
    slip : standard deviation of one person's answers to items meant alike, in steps.
    leaning : by firm, how much each goal is wanted (2, k).
    meetings, reviews, settled : does the sponsors' meeting take place, joint planning and reviews, are issues settled.
    present : people still there (n,); those who left are on no roster.
    """

    kind: str
    tier: int
    firm: np.ndarray
    level: tuple[str, ...]
    function: tuple[str, ...]
    ties: dict[Layer, np.ndarray]
    said: dict[str, np.ndarray]
    mood: np.ndarray
    style: np.ndarray
    worse: bool
    span: float
    slip: float
    leaning: np.ndarray
    meetings: bool = True
    reviews: bool = True
    settled: bool = True
    present: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=bool))

    @property
    def across(self) -> np.ndarray:
        """Bool array (n, n): the two belong to different firms."""
        return self.firm[:, None] != self.firm[None, :]

    def at(self, level: str) -> np.ndarray:
        """Bool array (n,): people of a level."""
        return np.array([other == level for other in self.level])


def at_random(seed: int, *, size: int | None = None) -> Truth:
    """Healthy alliance of any kind, size, style and tier."""
    rng = np.random.default_rng([seed, 11])
    people = int(rng.choice(SIZES)) if size is None else size
    tier = int(rng.choice((2, 3)) if people < 14 else rng.choice((1, 2, 3)))
    return healthy(
        str(rng.choice(KINDS)), people, seed, style=str(rng.choice(STYLES, p=(0.55, 0.15, 0.15, 0.15))), tier=tier
    )


def healthy(kind: str, size: int, seed: int, *, style: str = "alike", tier: int = 2) -> Truth:
    """Alliance in order, of `size` people a side.

    Parameters
    ----------
    kind : who works with whom: everybody with many (`dense`), mixed teams in a ring (`rings`), two
        firms each to itself joined by pairs of counterparts (`blocks`), or a few who join the rest (`hub`).
    style : one of `STYLES`.
    """
    rng = np.random.default_rng([seed, 1])
    firm = np.repeat([0, 1], size)
    level = 2 * _levels(size)
    function = tuple(FUNCTIONS[place % size % len(FUNCTIONS)] for place in range(2 * size))
    counterparts = _counterparts(firm, level, rng)
    working = _working(kind, firm, rng) | counterparts
    close = _close(working, counterparts, rng)
    loose = both_ways(rng.random((2 * size, 2 * size)) < min(0.3, 5 / size)) & ~working
    return Truth(
        kind=kind, tier=tier, firm=firm, level=level, function=function,
        ties=_ties(working, close, loose, level, rng),
        said={item: np.repeat(mean, 2) for item, mean in usual().items()},
        mood=rng.normal(0, 0.35, 2 * size),
        style=np.array([0.0, -0.6]) if style in {"lower", "smaller"} else np.zeros(2),
        worse=style == "lower",
        span=0.75 if style == "cautious" else 1.0,
        slip=float(rng.uniform(0.25, 0.6)),
        leaning=np.tile(rng.permutation([9.0, 7.0, 5.0, 1.6, 1.0, 1.0, 0.6, 0.6]), (2, 1)),
        present=np.ones(2 * size, dtype=bool),
    )  # fmt: skip


def _levels(size: int) -> tuple[str, ...]:
    seniors, leaders = max(2, size // 10), max(2, size // 6)
    return (
        *[Level.SENIOR.value] * seniors,
        *[Level.PROJECT_LEADER.value] * leaders,
        *[Level.OPERATING.value] * (size - seniors - leaders),
    )


def both_ways(above: np.ndarray) -> np.ndarray:
    drawn = np.triu(above, 1)
    return drawn | drawn.T


def _counterparts(firm: np.ndarray, level: Sequence[str], rng: np.random.Generator) -> np.ndarray:
    """Bool array (n, n): two people of the same level across for everybody."""
    n, size = len(firm), len(firm) // 2
    found = np.zeros((n, n), dtype=bool)
    for rank in sorted(set(level)):
        people = np.flatnonzero([other == rank for other in level])
        left, right = rng.permutation(people[people < size]), rng.permutation(people[people >= size])
        for step in (0, 1):
            found[left, np.roll(right, step)] = found[np.roll(right, step), left] = True
    return found


def _working(kind: str, firm: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Bool array (n, n): who works with whom, beside counterparts."""
    n, size = len(firm), len(firm) // 2
    across = firm[:, None] != firm[None, :]
    place = np.arange(n) % size
    if kind == "dense":
        chance = np.where(across, min(0.35, 5 / size), min(0.5, 8 / size))
    elif kind == "rings":
        teams = max(2, round(size / 4))
        team = place % teams
        apart = np.abs(team[:, None] - team[None, :])
        apart = np.minimum(apart, teams - apart)
        chance = np.select([apart == 0, apart == 1], [0.75, 0.12], 0.01)
    elif kind == "blocks":
        chance = np.where(across, 0.02, min(0.6, 9 / size))
    else:
        hub = place % 4 == 0
        one_is, two_are = hub[:, None] | hub[None, :], hub[:, None] & hub[None, :]
        chance = np.select([two_are, one_is], [0.7, min(0.35, 4 / size)], 0.02)
    return both_ways(rng.random((n, n)) < chance)


def _close(working: np.ndarray, counterparts: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Bool array (n, n): who of those who work together are close; some people are with many, some with none."""
    heart = rng.normal(0, 1, len(working))
    return working & (heart[:, None] + heart[None, :] + 1.2 * counterparts > 1.1)


def _ties(
    working: np.ndarray, close: np.ndarray, loose: np.ndarray, level: Sequence[str], rng: np.random.Generator
) -> dict[Layer, np.ndarray]:
    n = len(working)
    ties = {}
    for layer in Layer:
        steps = np.select([working, loose], [WORKING[layer], LOOSE[layer]], 0.0)
        spread = rng.normal(0, 0.25, (n, n))
        ties[layer] = np.where(working | loose, steps + (spread + spread.T) / np.sqrt(2), 0.0)
    senior = np.array([person_level == Level.SENIOR for person_level in level])
    some_senior = working & (senior[:, None] | senior[None, :])
    ties[Layer.COMMUNICATION] = np.where(some_senior, 3.0, ties[Layer.COMMUNICATION])
    ties[Layer.CLOSENESS] = np.where(working & ~close, 3.0, ties[Layer.CLOSENESS])
    friends = close & both_ways(rng.random((n, n)) < 0.6)
    ties[Layer.FRIENDSHIP] = np.where(friends, 4.6, ties[Layer.FRIENDSHIP])
    needs = working & (rng.random((n, n)) < 0.2)
    ties[Layer.WORK_FLOW] = np.where(needs, 4.5, ties[Layer.WORK_FLOW])
    asks = working & (rng.random((n, n)) < 0.3)
    ties[Layer.ADVICE] = np.where(asks, 4.2, ties[Layer.ADVICE])
    wants = rng.random((n, n)) < np.where(working, 0.04, np.where(loose, 0.08, 0.0))
    ties[Layer.WANTED_CHANGE] = wants.astype(float)
    return ties


@lru_cache(maxsize=1)
def usual() -> dict[str, float]:
    """What people of an alliance in order say to each item of the two questionnaires, steps 1-5."""
    usual = {}
    for instrument in read_shipped():
        if instrument.id in {"integration", "climate"}:
            for item in instrument.items:
                if item.is_measured:
                    usual[item.id] = 1.7 if item.reversed else 3.7 if item.dimension == "task_debate" else 4.3
    return usual


@lru_cache(maxsize=1)
def reversed_items() -> frozenset[str]:
    return frozenset(item.id for instrument in read_shipped() for item in instrument.items if item.reversed)


def items_of(dimensions: Sequence[str], view: View | None = None) -> list[str]:
    return [
        item.id
        for instrument in read_shipped()
        if instrument.id in {"integration", "climate"}
        for item in instrument.items
        if item.dimension in dimensions and view in (None, item.view) and item.is_measured
    ]


def lowered(ties: dict[Layer, np.ndarray], where: np.ndarray, to: dict[str, float]) -> dict[Layer, np.ndarray]:
    """Ties with some layers at most so strong where told."""
    found = dict(ties)
    for layer, steps in to.items():
        found[Layer(layer)] = np.where(where, np.minimum(found[Layer(layer)], steps), found[Layer(layer)])
    return found


def changed(truth: Truth, seed: int, *, said: float = 0.0, faded: float = 0.0, left: int = 0) -> Truth:
    """Return the alliance half a year later.

    Parameters
    ----------
    said : steps by which everything people mean rises (reversed items fall).
    faded : share of the working ties between the firms that are only loose now.
    left : people of each firm who left, never the first of a level.
    """
    rng = np.random.default_rng([seed, 3])
    means = {item: mean + (-said if item in reversed_items() else said) for item, mean in truth.said.items()}
    gone = truth.across & (truth.ties[Layer.CLOSENESS] >= 3.5) & both_ways(rng.random(truth.across.shape) < faded)
    present = truth.present.copy()
    for side in (0, 1):
        operating = np.flatnonzero(truth.at(Level.OPERATING) & (truth.firm == side))[1:]
        present[rng.choice(operating, min(left, len(operating)), replace=False)] = False
    return replace(truth, said=means, ties=lowered(truth.ties, gone, LOOSE), present=present)
