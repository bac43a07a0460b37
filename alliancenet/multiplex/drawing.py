"""What may be drawn of a multiplex, and where; made once, with the audit."""

from math import isnan

import numpy as np

from alliancenet.arrays import FloatArray
from alliancenet.graph.backends import spring_layout
from alliancenet.model.audit import DrawnTie
from alliancenet.model.multiplex import RESTRICTED_LAYERS, Layer, Multiplex


def drawn_ties(multiplex: Multiplex) -> tuple[DrawnTie, ...]:
    """All ties that may be drawn or handed on: layers that are not restricted, pairs that are not absent.

    Notes
    -----
    A tie that both ends report is confirmed; one end only, the other unknown or denying it,
    one-sided; a pair where nobody can tell is unknown. One row per pair, ends sorted.
    """
    found: list[DrawnTie] = []
    for layer in multiplex.reports:
        if layer not in RESTRICTED_LAYERS:
            found.extend(_of_layer(multiplex, layer))
    return tuple(found)


def positions(multiplex: Multiplex) -> list[tuple[float, float]]:
    """Place of each person on the drawing, in a box of about 2000 × 1200.

    Notes
    -----
    A spring layout of the contact network, each firm moved into a column of its own, so that the
    bridges between them show. Deterministic.
    """
    pairs = multiplex.pairs
    if multiplex.has(Layer.COMMUNICATION):
        pairs = pairs[np.nan_to_num(multiplex.mean_report(Layer.COMMUNICATION)) > 0]
    placed = _fitted(_firms_apart(multiplex, spring_layout(len(multiplex.people), pairs, _start(multiplex))))
    return [(round(float(x), 1), round(float(y), 1)) for x, y in placed]


def _start(multiplex: Multiplex) -> FloatArray:
    angle = np.arange(len(multiplex.people)) * 2.399963  # the golden angle spreads people evenly
    radius = np.sqrt(np.arange(len(multiplex.people)) + 1.0)
    column = 6.0 * multiplex.firm * np.sqrt(len(multiplex.people))
    return np.column_stack([column + radius * np.cos(angle), radius * np.sin(angle)])


def _firms_apart(multiplex: Multiplex, layout: FloatArray) -> FloatArray:
    """Move each firm into a column of its own, keeping its shape, so that bridges can be seen."""
    apart = layout.copy()
    width = 0.0
    for position in range(len(multiplex.firms)):
        members = multiplex.firm == position
        if members.any():
            left, right = layout[members, 0].min(), layout[members, 0].max()
            apart[members, 0] += width - left
            width += (right - left) + 0.25 * max(np.ptp(layout[:, 0]), 1.0)
    return apart


def _fitted(layout: FloatArray) -> FloatArray:
    if not len(layout):
        return layout
    span = np.maximum(np.ptp(layout, axis=0), 1e-9)
    return np.asarray((layout - layout.mean(axis=0)) * (np.array([2000.0, 1200.0]) / span))


def _of_layer(multiplex: Multiplex, layer: Layer) -> list[DrawnTie]:
    reports = multiplex.reports[layer]
    value, yes, known = multiplex.mean_report(layer), reports > 0, ~np.isnan(reports)
    status = np.select(
        [yes.all(axis=1), yes.any(axis=1) & known.all(axis=1), yes.any(axis=1), ~known.any(axis=1)],
        ["confirmed", "one_sided", "unanswered", "unknown"],
        "",
    )
    rows = np.flatnonzero(status != "")
    people = multiplex.people
    told = zip(multiplex.pairs[rows].tolist(), status[rows].tolist(), value[rows].tolist(), strict=True)
    return [
        DrawnTie(source=people[i], target=people[j], layer=layer, status=word, value=None if isnan(mean) else mean)
        for (i, j), word, mean in told
    ]
