"""Burt's structural holes, over the whole network and inside each ego network.

With z the tie values, Z = z + z' and p_ij = Z_ij / Σ_k Z_ik. Contacts are neighbours in either
direction. Authorities differ in scope: igraph and networkx take proportions over the whole
network, UCINET inside the ego network; both are given, under different names. igraph, networkx
and UCINET pool both directions, and so do we (the first edition of xUCINET used sent ties only).
"""

from dataclasses import dataclass

import numpy as np

from alliancenet.arrays import FloatArray, IntArray
from alliancenet.graph.network import Network, pooled
from alliancenet.graph.triples import add_up, closed_triples, positions


@dataclass(frozen=True, slots=True, kw_only=True)
class Holes:
    """Burt's measures per person; NaN for isolates.

    Parameters
    ----------
    constraint : Σ_j (p_ij + Σ_q p_iq p_qj)²; 1 for a single contact (UCINET leaves it out).
    effective_size : Σ_j [1 - Σ_q p_iq m_jq], m_jq = Z_jq / max_k Z_jk, j and q contacts.
    efficiency : effective size divided by the number of contacts.
    hierarchy : Σ_j r_j ln r_j / (n ln n), r_j = c_ij / (c_i / n); 1 for a single contact.
    """

    constraint: FloatArray
    effective_size: FloatArray
    efficiency: FloatArray
    hierarchy: FloatArray


def whole_network(network: Network) -> Holes:
    """Burt's measures with proportions and maxima over the whole network.

    O(Σ degree²).

    Notes
    -----
    `networkx.effective_size` gives other numbers with SciPy from 1.15 on: the row maximum comes
    back one-dimensional and is divided along the wrong axis.

    References
    ----------
    Burt 1992, Structural Holes; Borgatti 1997 (effective size).
    """
    both = pooled(network)
    total = np.asarray(both.sum(axis=1)).ravel()
    largest = _largest_in_row(both.data, both.indptr.astype(np.int64))
    sender = np.repeat(np.arange(both.shape[0]), np.diff(both.indptr))
    share = both.data / total[sender]
    indirect, lost = np.zeros(len(share)), np.zeros(len(total))
    for first, second in closed_triples(both):
        closing = positions(both, sender[first], both.indices[second].astype(np.int64))
        add_up(indirect, closing, share[first] * share[second])
        overlap = share[closing] * both.data[second] / largest[both.indices[first]]
        add_up(lost, sender[first], overlap)
    return _holes(sender, (share + indirect) ** 2, lost)


def ego_networks(network: Network) -> Holes:
    """Burt's measures inside each ego network (ego and its contacts), as UCINET computes them.

    O(Σ degree²).

    References
    ----------
    Burt 1992; Everett & Borgatti 2020, Unpacking Burt's constraint measure.
    """
    both = pooled(network)
    total = np.asarray(both.sum(axis=1)).ravel()
    sender = np.repeat(np.arange(both.shape[0]), np.diff(both.indptr))
    share = both.data / total[sender]
    inside, largest = both.data.copy(), both.data.copy()
    for first, second in closed_triples(both):
        add_up(inside, first, both.data[second])
        _raise_to(largest, first, both.data[second])
    indirect, lost = np.zeros(len(share)), np.zeros(len(total))
    for first, second in closed_triples(both):
        closing = positions(both, sender[first], both.indices[second].astype(np.int64))
        add_up(indirect, closing, share[first] * both.data[second] / inside[first])
        add_up(lost, sender[first], share[closing] * both.data[second] / largest[first])
    return _holes(sender, (share + indirect) ** 2, lost)


def _holes(sender: IntArray, parts: FloatArray, lost: FloatArray) -> Holes:
    contacts = np.bincount(sender, minlength=len(lost)).astype(float)
    contacts[contacts == 0] = np.nan
    constraint = np.bincount(sender, parts, len(lost)) + 0 * contacts
    size = contacts - lost
    relative = parts / (constraint / contacts)[sender]
    spread = np.bincount(sender, relative * np.log(relative), len(lost))
    with np.errstate(invalid="ignore"):
        # rounding can leave an even spread a hair below its smallest value, 0
        hierarchy = np.where(contacts == 1, 1.0, np.maximum(spread / (contacts * np.log(contacts)), 0.0))
    return Holes(constraint=constraint, effective_size=size, efficiency=size / contacts, hierarchy=hierarchy)


def _largest_in_row(values: FloatArray, start: IntArray) -> FloatArray:
    largest = np.zeros(len(start) - 1)
    filled = np.flatnonzero(np.diff(start))
    if len(filled):
        largest[filled] = np.maximum.reduceat(values, start[filled])
    return largest


def _raise_to(largest: FloatArray, place: IntArray, values: FloatArray) -> None:
    """Raise `largest[place]` to `values`; places come sorted."""
    if not len(place):
        return
    start = np.flatnonzero(np.diff(place, prepend=-1))
    where = place[start]
    largest[where] = np.maximum(largest[where], np.maximum.reduceat(values, start))
