"""The people of an alliance and what is reported between them, layer by layer.

Absent and unknown are different everywhere: a report of 0 says "no", a NaN says "nobody told us".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from alliancenet.arrays import BoolArray, FloatArray, IntArray
from alliancenet.model.register import OrganisationId, PersonId


class Layer(StrEnum):
    """What a tie is about, with the roster question that asks for it."""

    COMMUNICATION = "communication"  # NET1
    IMPORTANCE = "importance"  # NET2
    CLOSENESS = "closeness"  # NET3
    FRIENDSHIP = "friendship"  # NET4, restricted
    TRUST = "trust"  # NET5
    ADVICE = "advice"  # NET6
    WORK_FLOW = "work_flow"  # NET7
    INFORMATION_QUALITY = "information_quality"  # NET8
    WANTED_CHANGE = "wanted_change"  # NET9


CORE_LAYERS = frozenset({Layer.COMMUNICATION, Layer.IMPORTANCE, Layer.CLOSENESS})
"""What a core tie is judged by."""
CONTACT_LAYERS = frozenset({Layer.COMMUNICATION})
RESTRICTED_LAYERS = frozenset({Layer.FRIENDSHIP})
FRIENDSHIP_LAYERS = CONTACT_LAYERS | RESTRICTED_LAYERS
"""What a friendship is counted by."""


class Measure(StrEnum):
    """What the values of a layer are."""

    STEPS = "steps"  # steps of the question's scale
    TIES = "ties"  # 1 for a tie, 0 for none
    WEIGHTS = "weights"  # an edge list's own positive weights


class Origin(StrEnum):
    """Where a layer's values come from."""

    SURVEY = "survey"
    LOGS = "logs"
    EDGE_LIST = "edge list"


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerSource:
    """How a layer was measured.

    Parameters
    ----------
    measured_once : True when a pair has one value (a log, an undirected list), so that
        confirmation by the other side does not exist; both reports then hold that value.
    """

    measure: Measure
    origin: Origin
    measured_once: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiplex:
    """People × layers.

    Parameters
    ----------
    people : ids, sorted.
    firms : the alliance's firms, own firm first.
    firm : int array (n_people,), index into `firms`.
    level : one label per person, "" when unknown.
    answered : bool array (n_people,); False for people whose own reports are unknown.
    complete : bool array (n_people,); True where not naming somebody says "no contact": the
        response was finished, or contact was measured rather than reported.
    pairs : int array (n_pairs, 2), each unordered pair somebody reported on, first < second.
    reports : per layer a float array (n_pairs, 2): what the first says of the second, and the
        second of the first; 0 is "no", NaN is unknown (did not answer, prefer not to say).
    source : how each layer was measured.

    Notes
    -----
    A pair that is not listed is absent when at least one of the two is `complete`, else unknown.
    """

    people: tuple[PersonId, ...]
    firms: tuple[OrganisationId, ...]
    firm: IntArray
    level: tuple[str, ...]
    answered: BoolArray
    complete: BoolArray
    pairs: IntArray
    reports: Mapping[Layer, FloatArray]
    source: Mapping[Layer, LayerSource]

    def has(self, layer: Layer) -> bool:
        """Was this layer measured at all."""
        return layer in self.reports

    @property
    def by_ties_only(self) -> bool:
        """No importance or closeness answers: roles rest on contact alone."""
        return not (self.has(Layer.IMPORTANCE) and self.has(Layer.CLOSENESS))

    @property
    def is_cross(self) -> BoolArray:
        """Bool array (n_pairs,): the two belong to different firms."""
        return np.asarray(self.firm[self.pairs[:, 0]] != self.firm[self.pairs[:, 1]])

    def mean_report(self, layer: Layer) -> FloatArray:
        """Float array (n_pairs,): mean of the known reports, NaN where neither is known."""
        both = self.reports[layer]
        known = ~np.isnan(both)
        total = np.where(known, both, 0.0).sum(axis=1)
        count = known.sum(axis=1)
        return np.where(count > 0, total / np.maximum(count, 1), np.nan)
