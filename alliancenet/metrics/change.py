"""Between two waves: core ties kept, redundancy gained or lost, among people present in both."""

from collections.abc import Iterator

import numpy as np

from alliancenet.arrays import IntArray
from alliancenet.metrics.case import Case
from alliancenet.metrics.levels import integration
from alliancenet.metrics.picture import Picture
from alliancenet.metrics.registry import Reading, metric, structural, withheld
from alliancenet.model.audit import Confidence
from alliancenet.model.multiplex import CORE_LAYERS, Layer
from alliancenet.model.score import Score

_NO_EARLIER = "there is no earlier wave of this alliance"
_OTHERWISE = "the two waves tell core ties in different ways"


@structural("core_ties_kept", needs=Confidence.MEDIUM, two_waves=True, reads=CORE_LAYERS)
def core_ties_kept(case: Case, picture: Picture) -> Iterator[Reading]:
    """Jaccard of the core ties of two waves, among people present in both.

    Notes
    -----
    Ties of people who joined or left are left out, so that a change of team is not read as a
    change of relationships. Waves that tell core ties in different ways, one by survey and one by
    logs, are not compared.
    """
    if case.earlier is None or not _same_way(case.earlier.picture, picture):
        reason = _NO_EARLIER if case.earlier is None else _OTHERWISE
        yield Reading(subject=case.subject, value=None, n=0, reason=reason)
        return
    before, now = _ties_of_both(case.earlier.picture, picture)
    either, same = len(np.union1d(before, now)), len(np.intersect1d(before, now))
    yield Reading(
        subject=case.subject,
        value=same / either if either else None,
        n=either,
        inputs=("core ties of both waves",),
        reason="nobody present in both waves has a core tie",
    )


@structural("redundancy_change", needs=Confidence.MEDIUM, two_waves=True, reads=CORE_LAYERS)
def redundancy_change(case: Case, picture: Picture) -> Iterator[Reading]:
    """Change of redundancy between every two firms since the wave before."""
    comparable = case.earlier is None or _same_way(case.earlier.picture, picture)
    for a, b in picture.firm_pairs:
        now = picture.redundancy(a, b)
        before = None if case.earlier is None or not comparable else case.earlier.picture.redundancy(a, b)
        yield Reading(
            subject=case.pair(a, b),
            value=None if before is None else float(now - before),
            n=len(case.wave.people),
            inputs=("redundancy of both waves",),
            reason=_NO_EARLIER if comparable else _OTHERWISE,
        )


@metric("integration_change")
def integration_change(case: Case) -> Iterator[Score]:
    """Change of each integration level; its interval spans from worst to best case of both.

    Notes
    -----
    The interval excludes zero exactly when the two levels' intervals do not overlap.
    """
    unit = "points, now minus the wave before"
    before = {} if case.earlier is None else {one.metric: one for one in integration(case.earlier)}
    for now in integration(case):
        name = f"integration_change.{now.metric.partition('.')[2]}"
        earlier = before.get(now.metric)
        if earlier is None or earlier.value is None or now.value is None:
            reason = _NO_EARLIER if earlier is None else "the level cannot be told in both waves"
            yield withheld(name, case.subject, unit, 0, reason)
            continue
        low, high = now.interval or (now.value, now.value)
        low_before, high_before = earlier.interval or (earlier.value, earlier.value)
        yield Score(
            metric=name,
            subject=case.subject,
            value=now.value - earlier.value,
            unit=unit,
            n=2,
            interval=(low - high_before, high - low_before),
            inputs=(now.metric,),
        )


def _same_way(before: Picture, now: Picture) -> bool:
    """Do both waves have core ties of the same parts: the three, or contact alone on one measure."""
    one, other = before.multiplex, now.multiplex
    contact = [multiplex.source[Layer.COMMUNICATION].measure for multiplex in (one, other) if multiplex.by_ties_only]
    return one.by_ties_only == other.by_ties_only and len(set(contact)) < 2


def _ties_of_both(before: Picture, now: Picture) -> tuple[IntArray, IntArray]:
    """Core ties of two waves among people present in both, as one number per tie."""
    people = np.intersect1d(np.array(before.multiplex.people), np.array(now.multiplex.people))
    return _numbered_ties(before, people), _numbered_ties(now, people)


def _numbered_ties(picture: Picture, people: np.ndarray) -> IntArray:
    if not len(people):
        return np.empty(0, dtype=np.int64)
    names = np.array(picture.multiplex.people)
    place = np.minimum(np.searchsorted(people, names), len(people) - 1)
    ends = np.where(people[place] == names, place, -1)[picture.core_pairs]
    present = ends[(ends >= 0).all(axis=1)]
    return np.asarray(present.min(axis=1, initial=len(people)) * len(people) + present.max(axis=1, initial=0))
