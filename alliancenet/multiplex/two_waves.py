"""Two waves completed together: what somebody said in one says much of what he or she did not say in the other."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import numpy as np

from alliancenet.arrays import BoolArray, IntArray
from alliancenet.graph.donors import Kinds, Reported
from alliancenet.model.multiplex import Layer, Multiplex
from alliancenet.model.register import Level
from alliancenet.multiplex.resampling import Filling, reported_of
from alliancenet.settings import Settings

_OF_CORE_TIES = (Layer.COMMUNICATION, Layer.IMPORTANCE, Layer.CLOSENESS)


def completed_together(
    before: Multiplex, now: Multiplex, settings: Settings, *, count: int, seed: int = 0
) -> Iterator[tuple[Multiplex, Multiplex]]:
    """Draw both waves completed, among the people present in both.

    Yields
    ------
    The wave before and this one, each with every report filled in; nothing when nothing is
    missing in either, or there is nothing to go by.

    Notes
    -----
    Completed apart, a tie kept by somebody silent in one wave is kept in a draw only by luck, and
    the two waves look less alike than they are. Here an unknown report is drawn given the report
    of the same person on the same person in the other wave, beside all that `Filling` goes by. A
    report unknown in both waves is taken over in both from one and the same report.
    """
    both = tuple(sorted(set(before.people) & set(now.people)))
    if count < 1 or len(both) < 2 or not (_was_reported(before) and _was_reported(now)):
        return
    waves = [_for_core_ties(among(multiplex, both)) for multiplex in (before, now)]
    reports, enough = [reported_of(multiplex, settings) for multiplex in waves], settings.whole("change.borrow")
    fillings = [
        Filling.of(multiplex, settings, partial(_beside, other, _with_senior(multiplex), enough))
        for multiplex, other in zip(waves, reversed(reports), strict=True)
    ]
    if fillings == [None, None]:
        return
    rng = np.random.default_rng([seed, 11])
    for _ in range(count):
        taken = [None if filling is None else filling.donors.draw(1, rng)[0] for filling in fillings]
        if fillings[0] is not None and fillings[1] is not None and taken[0] is not None and taken[1] is not None:
            taken[0] = _alike(fillings[0].cells, taken[0], fillings[1].cells, taken[1], reports[0].code)
        first, second = (
            multiplex if filling is None or cells is None else filling.filled(cells)
            for multiplex, filling, cells in zip(waves, fillings, taken, strict=True)
        )
        yield first, second


def _was_reported(multiplex: Multiplex) -> bool:
    """Whether contact was reported person by person; what was measured once has nobody's report to go by."""
    source = multiplex.source.get(Layer.COMMUNICATION)
    return source is not None and not source.measured_once


def among(multiplex: Multiplex, people: tuple[str, ...]) -> Multiplex:
    """The same network among some of its people, given sorted."""
    wanted = set(people)
    kept = np.array([person in wanted for person in multiplex.people])
    place = np.cumsum(kept) - 1
    inside = kept[multiplex.pairs].all(axis=1)
    return replace(
        multiplex,
        people=tuple(person for person in multiplex.people if person in wanted),
        firm=multiplex.firm[kept],
        level=tuple(level for level, is_kept in zip(multiplex.level, kept, strict=True) if is_kept),
        answered=multiplex.answered[kept],
        complete=multiplex.complete[kept],
        pairs=place[multiplex.pairs[inside]],
        reports={layer: both[inside] for layer, both in multiplex.reports.items()},
    )


def _for_core_ties(multiplex: Multiplex) -> Multiplex:
    """Return the network without layers no core tie is made of: fewer kinds of reports, and more of each."""
    kept = {layer: both for layer, both in multiplex.reports.items() if layer in _OF_CORE_TIES}
    return replace(multiplex, reports=kept)


def _with_senior(multiplex: Multiplex) -> BoolArray:
    """Bool array (n_people, n_people): one of the two is senior, and less contact is enough for a core tie."""
    senior = np.array([level == Level.SENIOR for level in multiplex.level], dtype=bool)
    return np.asarray(senior[:, None] | senior[None, :])


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
