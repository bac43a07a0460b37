"""The fewest introductions that make good what a departure breaks, proved to be the fewest."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

import numpy as np

from alliancenet.arrays import FloatArray, IntArray
from alliancenet.model.limits import Limits
from alliancenet.what_if import Contacts, Pair, after, counts

Line = tuple[dict[int, float], float, float]  # a row by column, its lower and its upper end
MOST_PAIRS = 2_500
SECONDS = 5.0
_KNOWN_BONUS = 1e-4  # whoever is known to a common colleague is preferred; too little to cost an introduction


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What is to hold again: redundancy by pair of firms, coverage 0-1 by level and pair of firms."""

    redundancy: Mapping[Pair, int]
    coverage: Mapping[tuple[str, str, str], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cure:
    """Introductions that reach a target.

    Parameters
    ----------
    introduced : the pairs, ends sorted; None when no set of candidates reaches it, or none was found in time.
    is_proved : no smaller set reaches it.
    bound : at least so many introductions are needed, as far as was proved.
    candidates : pairs that were open.
    is_infeasible : it is proved that no set of candidates reaches it.
    status : what the solver says, in its words.
    """

    introduced: tuple[Pair, ...] | None
    is_proved: bool
    bound: int
    candidates: int
    is_infeasible: bool
    status: str


def target_of(before: Contacts, limits: Limits) -> Target:
    """What holds now is what is to hold again."""
    now = counts(before, limits)
    return Target(
        redundancy={(key[1], key[2]): int(value or 0) for key, value in now.items() if key[0] == "redundancy"},
        coverage={
            (key[1], key[2], key[3]): value
            for key, value in now.items()
            if key[0] == "counterpart_coverage" and value is not None
        },
    )


def candidates_of(now: Contacts, before: Contacts) -> tuple[Pair, ...]:
    """Pairs across firms without a core tie, at most about `MOST_PAIRS`.

    Notes
    -----
    Where all pairs are too many, people come first who lost contact across firms by the departure,
    then those with most core ties: whoever knows most can be introduced best. Own limit.
    """
    firms = sorted({member.firm for member in now.members})
    ties = Counter(end for pair in now.core for end in pair)
    lost = _across(before) - _across(now)
    ranked = {
        firm: sorted(
            (member.key for member in now.members if member.firm == firm),
            key=lambda key: (key not in lost, -ties[key], key),
        )
        for firm in firms
    }
    sides = list(combinations(firms, 2))
    most = MOST_PAIRS // max(1, len(sides))
    found = []
    for one, other in sides:
        width = max(int(most**0.5), most // max(1, len(ranked[other])))
        found += list(product(ranked[one][:width], ranked[other][: max(1, most // min(width, len(ranked[one])))]))
    pairs = ((min(pair), max(pair)) for pair in found)
    return tuple(pair for pair in pairs if pair not in now.core)


def _across(contacts: Contacts) -> set[str]:
    """People with a core tie across firms."""
    firm = {member.key: member.firm for member in contacts.members}
    return {end for pair in contacts.core if firm[pair[0]] != firm[pair[1]] for end in pair}


def cheapest_cure(
    before: Contacts,
    limits: Limits,
    *,
    leaves: Collection[str],
    target: Target | None = None,
    candidates: Sequence[Pair] | None = None,
) -> Cure:
    """The fewest introductions after which redundancy and coverage are what they were.

    Parameters
    ----------
    leaves : keys of people who leave.
    target : what is to hold; as before the departure by default. Redundancy no more than the smaller firm allows.
    candidates : pairs that may be introduced; by default all across firms, see `candidates_of`.

    Notes
    -----
    A mixed integer programme: one variable per candidate; a flow along core ties, old and new, must
    match as many people of two firms as redundancy asks for (König 1931, so that the flow needs no
    integers of its own); each level must have enough people in touch. Solved by HiGHS through
    `scipy.optimize.milp`, at most five seconds. Own limit: an introduction is taken to succeed.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    now = after(before, frozenset(leaves), ())
    target = target or target_of(before, limits)
    pairs = tuple(candidates) if candidates is not None else candidates_of(now, before)
    programme = _Programme(now, limits, target, pairs)
    matrix, low, high = programme.constraints()
    solved = milp(
        programme.costs(before),
        integrality=programme.integrality(),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(matrix, low, high) if matrix.shape[0] else (),
        options={"time_limit": SECONDS},
    )
    bound = solved.get("mip_dual_bound")
    chosen = None
    if solved.x is not None:
        chosen = tuple(pair for pair, value in zip(pairs, solved.x[: len(pairs)], strict=True) if value > 0.5)
    return Cure(
        introduced=chosen,
        is_proved=solved.status == 0,
        bound=0 if bound is None else max(0, int(np.ceil(bound - 1e-6))),
        candidates=len(pairs),
        is_infeasible=solved.status == 2,
        status=str(solved.message),
    )


class _Programme:
    """Columns: candidates, then flows (one per core tie and candidate between two firms), then people covered."""

    def __init__(self, now: Contacts, limits: Limits, target: Target, pairs: Sequence[Pair]) -> None:
        self.now, self.limits, self.target, self.pairs = now, limits, target, pairs
        self.firm = {member.key: member.firm for member in now.members}
        self.level = {member.key: member.level for member in now.members}
        flows = [pair for pair in sorted(now.core) if self.firm[pair[0]] != self.firm[pair[1]]]
        self.flows = [(pair, -1) for pair in flows] + [(pair, place) for place, pair in enumerate(pairs)]
        self.covered = [
            (key, goal)
            for goal in target.coverage
            for key in self.firm
            if self.level[key] == goal[0] and self.firm[key] in goal[1:]
        ]
        self.width = len(pairs) + len(self.flows) + len(self.covered)

    def costs(self, before: Contacts) -> FloatArray:
        near: dict[str, set[str]] = {}
        for one, other in before.contact:
            near.setdefault(one, set()).add(other)
            near.setdefault(other, set()).add(one)
        costs = np.zeros(self.width)
        costs[: len(self.pairs)] = [
            1 - _KNOWN_BONUS * bool(near.get(one, set()) & near.get(other, set())) for one, other in self.pairs
        ]
        return costs

    def integrality(self) -> IntArray:
        whole = np.zeros(self.width, dtype=np.int64)
        whole[: len(self.pairs)] = 1
        return whole

    def constraints(self) -> tuple[Any, FloatArray, FloatArray]:
        """Sparse rows with their lower and upper ends."""
        from scipy.sparse import csr_array

        rows = [*self._matching(), *self._coverage()]
        places = [(line, column, value) for line, (row, _, _) in enumerate(rows) for column, value in row.items()]
        line, column, value = zip(*places, strict=True) if places else ((), (), ())
        matrix = csr_array((value, (line, column)), shape=(len(rows), self.width))
        return matrix, np.array([low for _, low, _ in rows]), np.array([high for _, _, high in rows])

    def _matching(self) -> Iterator[Line]:
        first = len(self.pairs)
        for firms, wanted in self.target.redundancy.items():
            ends: dict[str, dict[int, float]] = {}
            total: dict[int, float] = {}
            for place, (pair, candidate) in enumerate(self.flows):
                if {self.firm[end] for end in pair} == set(firms):
                    total[first + place] = 1.0
                    for end in pair:
                        ends.setdefault(end, {})[first + place] = 1.0
                    if candidate >= 0:
                        yield {first + place: 1.0, candidate: -1.0}, -np.inf, 0.0
            for row in ends.values():
                yield row, -np.inf, 1.0
            sizes = [sum(firm == name for firm in self.firm.values()) for name in firms]
            yield total, float(min(wanted, *sizes)), np.inf

    def _coverage(self) -> Iterator[Line]:
        first = len(self.pairs) + len(self.flows)
        column = {one: first + place for place, one in enumerate(self.covered)}
        for goal, share in self.target.coverage.items():
            level, *firms = goal
            sides = [
                {key for key, firm in self.firm.items() if (firm, self.level[key]) == (name, level)} for name in firms
            ]
            if not all(sides):
                continue
            met = self._in_touch(level, sides)
            total: dict[int, float] = {}
            for side in sides:
                for key in side:
                    total[column[key, goal]] = 1 / (2 * len(side))
                    if key not in met:
                        new = {
                            place: -1.0 for place, pair in enumerate(self.pairs) if key in pair and _joins(pair, sides)
                        }
                        yield {column[key, goal]: 1.0, **new}, -np.inf, 0.0
            yield total, share - 1e-9, np.inf

    def _in_touch(self, level: str, sides: Sequence[set[str]]) -> set[str]:
        cut = self.limits.counterpart_frequency.get(level, 1.0) if self.now.in_steps else 0.0
        return {end for pair, step in self.now.contact.items() if step >= cut and _joins(pair, sides) for end in pair}


def _joins(pair: Pair, sides: Sequence[set[str]]) -> bool:
    one, other = sides
    return (pair[0] in one and pair[1] in other) or (pair[0] in other and pair[1] in one)
