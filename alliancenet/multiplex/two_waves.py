"""Core ties of two waves completed together: what was said in one wave tells much of what is unknown in the other."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from alliancenet.arrays import FloatArray, IntArray
from alliancenet.model.multiplex import Layer, Multiplex
from alliancenet.model.register import Level
from alliancenet.multiplex import ties
from alliancenet.settings import Settings

_STATES = np.array(list(product((0, 1), repeat=4)))
"""What the two people of a pair report of a core tie in the first wave, and in the second: all sixteen."""
_SEEN = np.array(list(product((-1, 0, 1), repeat=4)))
"""The same as far as it is known, -1 where it is not."""
_FITS = ((_SEEN[:, None, :] < 0) | (_SEEN[:, None, :] == _STATES[None, :, :])).all(axis=2)
_OUTCOME = np.eye(4)[2 * _STATES[:, :2].all(axis=1) + _STATES[:, 2:].all(axis=1)]
"""No tie, one now alone, one before alone, both: what each state makes of two waves."""
_IS_OPEN = np.asarray((_SEEN < 0).any(axis=1))
_TIES = np.stack([(_SEEN[:, :2] == 1).all(axis=1), (_SEEN[:, 2:] == 1).all(axis=1)])
_SWAPPED = _STATES[:, [1, 0, 3, 2]] @ [8, 4, 2, 1]
"""Place of the same state with the two people the other way round."""
_KINDS = 4
_ROUNDS = 40  # of expectation and maximisation; more change no chance by a hundredth


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
    seen, kind = _as_seen([_reports(before, settings, there), _reports(now, settings, here)]), _kinds(now, here)
    is_open = _IS_OPEN[seen]
    if not is_open.any():
        return
    first, second = (ends.astype(np.int32) for ends in np.triu_indices(len(people), 1))
    case = kind.astype(np.int16) * len(_SEEN) + seen
    pairs, known, unknown = np.column_stack([here[first], here[second]]), _TIES[:, seen], np.flatnonzero(is_open)
    rng, doubt = np.random.default_rng([seed, 11]), settings.table("change.doubt")
    for _ in range(count):
        weight = rng.exponential(size=len(people))
        counted = np.bincount(case, weight[first] * weight[second], _KINDS * len(_SEEN)).astype(np.float64)
        reached = np.cumsum(_chances(counted.reshape(_KINDS, -1), doubt), axis=2).reshape(-1, 4)[case[unknown], :3]
        outcome = (rng.random(len(unknown))[:, None] > reached).sum(axis=1)
        both = known.copy()
        both[:, unknown] = outcome >= 2, outcome % 2 == 1
        yield pairs[both[0]], pairs[both[1]]


def _was_reported(multiplex: Multiplex) -> bool:
    """Whether contact was reported person by person; what was measured once has nobody's report to go by."""
    source = multiplex.source.get(Layer.COMMUNICATION)
    return source is not None and not source.measured_once


def _reports(multiplex: Multiplex, settings: Settings, people: IntArray) -> NDArray[np.int8]:
    """Int8 array (n, n) of some people: what the row makes of a core tie with the column, -1 where it is unknown."""
    told = np.where(multiplex.complete, 0, -1).astype(np.int8)
    table = np.repeat(told[:, None], len(told), axis=1)
    judged, _ = ties.core_reports(multiplex, settings)
    first, second = multiplex.pairs.T
    table[first, second], table[second, first] = judged[:, 0], judged[:, 1]
    return table[np.ix_(people, people)]


def _as_seen(waves: Sequence[NDArray[np.int8]]) -> NDArray[np.int8]:
    """Int8 array (pairs,), place in `_SEEN` of the four reports on every pair."""
    seen = np.zeros(0, dtype=np.int8)
    for place, table in enumerate(end for wave in waves for end in (wave, wave.T)):
        reports = table[np.triu_indices(len(table), 1)] + np.int8(1)
        seen = 3 * seen + reports if place else reports
    return seen


def _kinds(multiplex: Multiplex, people: IntArray) -> NDArray[np.int8]:
    """Int8 array (pairs,): kind of each pair, by firm and by seniority: with a senior less contact is enough."""
    senior = np.array([level == Level.SENIOR for level in multiplex.level], dtype=bool)[people]
    firm = multiplex.firm[people]
    across = firm[:, None] != firm[None, :]
    kinds = 2 * across.astype(np.int8) + (senior[:, None] | senior[None, :])
    return np.asarray(kinds[np.triu_indices(len(people), 1)], dtype=np.int8)


def _chances(counted: FloatArray, doubt: Mapping[str, float]) -> FloatArray:
    """Float array (kinds, 81, 4): chance of no tie, one now alone, one before alone, and both, given what is known.

    Parameters
    ----------
    counted : pairs of each kind by what is known of them, (kinds, 81).
    doubt : pairs' worth of pairs of every kind, and of every state.
    """
    together = _of_states(counted.sum(axis=0, keepdims=True), np.full(len(_STATES), doubt["rare"]))
    states = _of_states(counted, doubt["borrowed"] * together[0] + doubt["rare"] / len(counted))
    found = np.where(_FITS, states[:, None, :], 0.0) @ _OUTCOME
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
