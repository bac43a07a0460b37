"""Core ties of two waves completed together: what was said in one wave tells much of what is unknown in the other."""

from collections.abc import Iterator
from itertools import product

import numpy as np

<<<<<<< HEAD
from alliancenet.arrays import FloatArray, IntArray
=======
from alliancenet.arrays import BoolArray, IntArray
from alliancenet.graph.donors import Kinds, Reported
>>>>>>> main
from alliancenet.model.multiplex import Layer, Multiplex
from alliancenet.model.register import Level
from alliancenet.multiplex import ties
from alliancenet.settings import Settings

_STATES = np.array(list(product((0, 1), repeat=4)))
"""What the two people of a pair report of a core tie in the first wave, and in the second: all sixteen."""
_SEEN = np.array(list(product((-1, 0, 1), repeat=4)))
"""The same as far as it is known, -1 where it is not."""
_FITS = ((_SEEN[:, None, :] < 0) | (_SEEN[:, None, :] == _STATES[None, :, :])).all(axis=2)
_SWAPPED = _STATES[:, [1, 0, 3, 2]] @ [8, 4, 2, 1]
"""Place of the same state with the two people the other way round."""
_KINDS = 4
_ROUNDS = 40  # of expectation and maximisation; more change no chance by a hundredth
_BORROWED = 3.0  # pairs' worth of what is known of pairs of every kind (own limit)
_RARE = 0.05  # pairs' worth of every state, so that none is impossible (own limit)


def core_ties_of_both(
    before: Multiplex, now: Multiplex, settings: Settings, *, count: int, seed: int = 0
) -> Iterator[tuple[IntArray, IntArray]]:
    """Draw the core ties of both waves as all answers may have made them.

    Yields
    ------
    Core ties (n, 2) of the wave before and of this one among the people present in both, the two people as
    places in this wave's roster; nothing where nothing is missing in either wave, or there is nothing to go by.

    Notes
    -----
    Completed apart, a tie kept by somebody silent in one wave would be kept in a draw only by luck. Here
    the four reports on a pair, two people in two waves, are one of sixteen states. How often each
    occurs is estimated from all pairs, also those of which some reports are unknown (expectation and
    maximisation), for pairs inside a firm and across, with a senior and without, each leaning on all
    together. What is unknown of a pair is then drawn given all that is known of it. For each draw people
    are weighted at random and a pair by both its people, for with other people the states would be
    found a little otherwise. Cost: O(pairs) for each draw.

    References
    ----------
    Dempster, Laird & Rubin 1977, JRSS B 39:1-38; Owen & Eckles 2012, Annals of Applied Statistics
    6:895-927 (weights of pairs); use on two waves of a network and its numbers: own limit.
    """
    people = [place for place, person in enumerate(now.people) if person in set(before.people)]
    if count < 1 or len(people) < 2 or not (_was_reported(before) and _was_reported(now)):
        return
    at_home = {person: place for place, person in enumerate(before.people)}
    here, there = np.array(people), np.array([at_home[now.people[place]] for place in people])
    first, second = np.triu_indices(len(people), 1)
    told = [_reports(wave, settings)[np.ix_(at, at)] for wave, at in ((before, there), (now, here))]
    reports = np.column_stack([table[ends] for table in told for ends in ((first, second), (second, first))])
    is_open = np.flatnonzero((reports < 0).any(axis=1))
    if not len(is_open):
        return
    seen, kind = (reports.astype(np.int64) + 1) @ [27, 9, 3, 1], _kinds(now)[here[first], here[second]]
    pairs = np.column_stack([here[first], here[second]])
    known = np.stack([(reports[:, :2] == 1).all(axis=1), (reports[:, 2:] == 1).all(axis=1)])
    rng = np.random.default_rng([seed, 11])
    for _ in range(count):
        weight = rng.exponential(size=len(people))
        both_weigh = weight[first] * weight[second]
        counted: FloatArray = np.bincount(kind * len(_SEEN) + seen, both_weigh, _KINDS * len(_SEEN)).astype(np.float64)
        reached = np.cumsum(_chances(counted.reshape(_KINDS, -1)), axis=2)[kind[is_open], seen[is_open]]
        state = _STATES[(rng.random(len(is_open))[:, None] > reached[:, :-1]).sum(axis=1)]
        both = known.copy()
        both[:, is_open] = state[:, :2].all(axis=1), state[:, 2:].all(axis=1)
        yield pairs[both[0]], pairs[both[1]]


def _was_reported(multiplex: Multiplex) -> bool:
    """Whether contact was reported person by person; what was measured once has nobody's report to go by."""
    source = multiplex.source.get(Layer.COMMUNICATION)
    return source is not None and not source.measured_once


def _reports(multiplex: Multiplex, settings: Settings) -> IntArray:
    """Int array (n, n): what the row makes of a core tie with the column, -1 where it is unknown."""
    n_people = len(multiplex.people)
    table = np.repeat(np.where(multiplex.complete, 0, -1)[:, None], n_people, axis=1)
    judged, _ = ties.core_reports(multiplex, settings)
    first, second = multiplex.pairs.T
    table[first, second], table[second, first] = judged[:, 0], judged[:, 1]
    return table


def _kinds(multiplex: Multiplex) -> IntArray:
    """Int array (n, n): kind of each pair, by firm and by seniority: with a senior less contact is enough."""
    senior = np.array([level == Level.SENIOR for level in multiplex.level], dtype=bool)
    across = multiplex.firm[:, None] != multiplex.firm[None, :]
    return np.asarray(2 * across + (senior[:, None] | senior[None, :]))


<<<<<<< HEAD
def _chances(counted: FloatArray) -> FloatArray:
    """Float array (kinds, 81, 16): chance of each state given what is known, from counts (kinds, 81) of that."""
    together = _of_states(counted.sum(axis=0, keepdims=True), np.full(len(_STATES), _RARE))
    states = _of_states(counted, _BORROWED * together[0] + _RARE / len(counted))
    found = np.where(_FITS, states[:, None, :], 0.0)
    return np.asarray(found / found.sum(axis=2, keepdims=True))


def _of_states(counted: FloatArray, before: FloatArray) -> FloatArray:
    """Float array (kinds, 16): share of each state, the same with the two people the other way round."""
    share = np.full((len(counted), len(_STATES)), 1 / len(_STATES))
    for _ in range(_ROUNDS):
        fits = np.where(_FITS, share[:, None, :], 0.0)
        found = np.einsum("ko,kos->ks", counted, fits / fits.sum(axis=2, keepdims=True)) + before
        found = (found + found[:, _SWAPPED]) / 2
        share = found / found.sum(axis=1, keepdims=True)
    return share
=======
def _beside(other: Reported, with_senior: BoolArray, enough: int, reported: Reported) -> Reported:
    """What was reported, beside the other wave's report on the same person, by how both are judged."""
    past = np.where(other.code >= 0, other.code, other.seen)
    answered = reported.answered & other.answered
    sizes = np.bincount(reported.group[answered], minlength=int(reported.group.max()) + 1)
    return replace(
        reported,
        past=np.where(past >= 0, 1 + 2 * past + with_senior, 0).astype(np.int32),
        answered=answered if sizes.min() >= enough else reported.answered,
    )


def _alike(cells: IntArray, taken: IntArray, other_cells: IntArray, other_taken: IntArray, code: Kinds) -> IntArray:
    """Cells taken over; of what is unknown in both waves the other wave's, where this one knows them."""
    _, here, there = np.intersect1d(cells, other_cells, assume_unique=True, return_indices=True)
    found = taken.copy()
    same = other_taken[there]
    found[here] = np.where(code.ravel()[same] >= 0, same, taken[here])
    return found
>>>>>>> main
