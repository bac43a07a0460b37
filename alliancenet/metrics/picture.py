"""One picture of an alliance's network: the observed one, or one completed by resampling."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from alliancenet.arrays import BoolArray, FloatArray, IntArray
from alliancenet.graph.core_periphery import fit_core
from alliancenet.graph.redundancy import maximum_matching
from alliancenet.model.multiplex import Layer, Multiplex
from alliancenet.multiplex import ties
from alliancenet.multiplex.ties import Judgement, Ties
from alliancenet.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """Counterpart coverage of one level between two firms.

    Parameters
    ----------
    share : mean of the two firms' shares, None when a firm has nobody known at the level.
    smallest : people of the level on the smaller side.
    n : people whose coverage is known, both sides.
    is_covered : at least one tie joins the two firms at this level; None when unknown.
    """

    share: float | None
    smallest: int
    n: int
    is_covered: bool | None
    reason: str = ""


class Picture:
    """A multiplex with the ties and counts every structural metric asks for, each computed once.

    Parameters
    ----------
    multiplex : people and reports.
    settings : limits in force.

    Attributes
    ----------
    coverages : counterpart coverage by level and two firms, as it is asked for.
    """

    def __init__(self, multiplex: Multiplex, settings: Settings) -> None:
        self.multiplex = multiplex
        self.settings = settings
        self.coverages: dict[tuple[str, int, int], Coverage] = {}
        self._redundancy: dict[tuple[int, int], int] = {}

    @cached_property
    def core_ties(self) -> Ties:
        """Core ties, aligned with the pairs."""
        return ties.core_ties(self.multiplex, self.settings)

    @cached_property
    def strong_communication(self) -> Ties:
        """Strong communication ties, aligned with the pairs."""
        return ties.strong_communication(self.multiplex, self.settings)

    @cached_property
    def closeness(self) -> Ties | None:
        """Close ties, aligned with the pairs; None when closeness was not asked."""
        return ties.closeness(self.multiplex, self.settings)

    @cached_property
    def communication_by_firm(self) -> IntArray:
        """Int array (n_people, n_firms): strong communication ties of each person, by the other's firm."""
        return self.count_by_firm(self.multiplex.pairs[self.strong_communication.holds])

    @cached_property
    def closeness_by_firm(self) -> IntArray | None:
        """The same of close ties; None when closeness was not asked."""
        return None if self.closeness is None else self.count_by_firm(self.multiplex.pairs[self.closeness.holds])

    @cached_property
    def core_pairs(self) -> IntArray:
        """Int array (n_core_ties, 2): the two people of each core tie."""
        return self.multiplex.pairs[self.core_ties.holds]

    @cached_property
    def cross_core_pairs(self) -> IntArray:
        """Int array (n, 2): the two people of each core tie between firms."""
        return self.multiplex.pairs[self.core_ties.holds & self.is_cross]

    @cached_property
    def core_tie_count(self) -> IntArray:
        """Int array (n_people,): core ties of each person."""
        return self.count(self.core_pairs)

    @cached_property
    def cross_core_tie_count(self) -> IntArray:
        """Int array (n_people,): core ties of each person to other firms."""
        return self.count(self.cross_core_pairs)

    @cached_property
    def is_core(self) -> BoolArray:
        """Bool array (n_people,): core participants (C4)."""
        return np.asarray(self.core_tie_count >= self.settings.whole("core.min_ties"))

    @cached_property
    def core_linked(self) -> BoolArray:
        """Bool array (n_people, n_people): the two have a core tie."""
        linked = np.zeros((len(self.multiplex.people),) * 2, dtype=bool)
        linked[tuple(self.core_pairs.T)] = True
        return linked | linked.T

    @cached_property
    def core_split(self) -> BoolArray:
        """Bool array (n_people,): core of the best split of the core ties, from eight starts shaken four times."""
        return fit_core(self.core_linked, starts=8, kicks=4).core

    @cached_property
    def has_contact(self) -> BoolArray:
        """Bool array (n_people,): somebody reports some contact."""
        return np.asarray(self.count(self.contact_pairs) > 0)

    @cached_property
    def contact(self) -> Judgement:
        """Int8 array (n_pairs,): 1 some contact, 0 none, -1 unknown."""
        return ties.contact(self.multiplex)

    @cached_property
    def is_cross(self) -> BoolArray:
        """Bool array (n_pairs,): the two belong to different firms."""
        return self.multiplex.is_cross

    @cached_property
    def contact_pairs(self) -> IntArray:
        """Int array (n, 2): pairs with some contact in any report."""
        if not self.multiplex.has(Layer.COMMUNICATION):
            return np.empty((0, 2), dtype=np.int64)
        in_contact = np.asarray(self.contact == 1)
        return np.asarray(self.multiplex.pairs[in_contact])

    @cached_property
    def cross_contact_pairs(self) -> IntArray:
        """Int array (n, 2): pairs of two firms with some contact in any report."""
        firm = self.multiplex.firm[self.contact_pairs]
        return np.asarray(self.contact_pairs[firm[:, 0] != firm[:, 1]])

    @property
    def firm_pairs(self) -> list[tuple[int, int]]:
        """Positions of every two firms of the alliance."""
        n_firms = len(self.multiplex.firms)
        return [(a, b) for a in range(n_firms) for b in range(a + 1, n_firms)]

    @cached_property
    def at_level(self) -> dict[str, BoolArray]:
        """Bool array (n_people,) per level that occurs."""
        levels = np.array(self.multiplex.level, dtype=object)
        return {level: np.asarray(levels == level) for level in set(self.multiplex.level) if level}

    @cached_property
    def mean_contact(self) -> FloatArray:
        """Float array (n_pairs,): mean of the known reports of contact."""
        return self.multiplex.mean_report(Layer.COMMUNICATION)

    def redundancy(self, a: int, b: int) -> int:
        """Departures that would cut every core tie between two firms, by position."""
        if (a, b) not in self._redundancy:
            self._redundancy[a, b] = len(maximum_matching(self.between(self.cross_core_pairs, a, b)))
        return self._redundancy[a, b]

    def count(self, pairs: IntArray) -> IntArray:
        """Int array (n_people,): how many of the pairs each person is in."""
        return np.bincount(pairs.ravel(), minlength=len(self.multiplex.people))

    def count_by_firm(self, pairs: IntArray) -> IntArray:
        """Int array (n_people, n_firms): partners of each person in `pairs`, by their firm."""
        n_firms = len(self.multiplex.firms)
        ends = np.concatenate([pairs, pairs[:, ::-1]])
        cells = ends[:, 0] * n_firms + self.multiplex.firm[ends[:, 1]]
        counts = np.bincount(cells, minlength=len(self.multiplex.people) * n_firms)
        return counts.reshape(len(self.multiplex.people), n_firms)

    def between(self, pairs: IntArray, a: int, b: int) -> IntArray:
        """Those of the pairs that join firms `a` and `b`, the person of `a` first."""
        firm = self.multiplex.firm[pairs]
        forward = pairs[(firm[:, 0] == a) & (firm[:, 1] == b)]
        backward = pairs[(firm[:, 0] == b) & (firm[:, 1] == a)]
        return np.concatenate([forward, backward[:, ::-1]])
