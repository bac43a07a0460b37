"""Between two waves: core ties kept, redundancy gained or lost, among people present in both."""

from collections.abc import Iterator

import numpy as np

from alliancenet.arrays import IntArray
from alliancenet.graph.nonresponse import interval, middle
from alliancenet.graph.significance import t_quantile
from alliancenet.metrics.case import Case
from alliancenet.metrics.change_error import change_error
from alliancenet.metrics.integration import integration_seen
from alliancenet.metrics.levels import integration, integration_said
from alliancenet.metrics.picture import Picture
from alliancenet.metrics.redundancy import redundancy
from alliancenet.metrics.registry import Reading, metric, structural, withheld
from alliancenet.metrics.withholding import too_few_answers
from alliancenet.model.audit import Confidence
from alliancenet.model.catalogue import CARDS
from alliancenet.model.change import COVERAGE
from alliancenet.model.multiplex import CORE_LAYERS, Layer
from alliancenet.model.score import Score, SubjectKind

_NO_EARLIER = "there is no earlier wave of this alliance"
_NOT_IN_BOTH = "redundancy cannot be told in both waves"
_NOT_ALIKE = "the level cannot be told of the same parts in both waves"
_NO_ERROR = "no interval: nothing tells what answering again would have moved"
_OTHERWISE = "the two waves tell core ties in different ways"


@structural("core_ties_kept", needs=Confidence.MEDIUM, two_waves=True, reads=CORE_LAYERS)
def core_ties_kept(case: Case, picture: Picture) -> Iterator[Reading]:
    """Jaccard of the core ties of two waves, among people present in both.

    Notes
    -----
    Ties of people who joined or left are left out, so that a change of team is not read as a
    change of relationships. Waves that tell core ties in different ways, one by survey and one by
    logs, are not compared. With answers missing both waves are completed together.
    """
    if case.earlier is None or not _same_way(case.earlier.picture, picture):
        reason = _NO_EARLIER if case.earlier is None else _OTHERWISE
        yield Reading(subject=case.subject, value=None, n=0, reason=reason)
        return
    share, either = _share_kept(case.earlier.picture, picture)
    yield Reading(
        subject=case.subject,
        value=share,
        n=either,
        inputs=("core ties of both waves",),
        reason="nobody present in both waves has a core tie",
    )


@metric("core_ties_repeated")
def core_ties_repeated(case: Case) -> Iterator[Score]:
    """Share of core ties the same people would name again, asked twice about one truth.

    Notes
    -----
    What `core_ties_kept` has to fall below before a core was rebuilt. Jaccard of each wave with
    itself answered again, of this wave and the one before; the interval is over these draws.
    """
    name, unit = "core_ties_repeated", CARDS["core_ties_repeated"].says
    waves = [case] if case.earlier is None else [case.earlier, case]
    shares = [
        share
        for wave in waves
        for again in wave.answered_again
        if (share := _share_kept(wave.picture, again)[0]) is not None
    ]
    reason = too_few_answers(case, Confidence.MEDIUM)
    if case.earlier is None or not shares or reason:
        why = _NO_EARLIER if case.earlier is None else reason or "core ties were not reported from both sides"
        yield withheld(name, case.subject, unit, 0, why)
        return
    drawn = np.array(shares)
    low, high = interval(drawn)
    value = middle(drawn)
    yield Score(
        metric=name,
        subject=case.subject,
        value=value,
        unit=unit,
        n=len(case.picture.core_pairs),
        interval=(min(low, value), max(high, value)),
        inputs=("core ties of both waves, answered again",),
        label="interval of answering again",
    )


@metric("redundancy_change")
def redundancy_change(case: Case) -> Iterator[Score]:
    """Change of redundancy between every two firms since the wave before, with its own error.

    Notes
    -----
    Interval: answered again, and who was missing in either wave.
    """
    unit = CARDS["redundancy_change"].says
    comparable = case.earlier is None or _same_way(case.earlier.picture, case.picture)
    before = {} if case.earlier is None else {score.subject: score for score in redundancy(case.earlier)}
    for now in redundancy(case):
        if now.metric != "redundancy" or now.subject.kind is not SubjectKind.PAIR:
            continue
        earlier = before.get(now.subject) if comparable else None
        if earlier is None or earlier.value is None or now.value is None:
            reason = _OTHERWISE if not comparable else _NO_EARLIER if earlier is None else _NOT_IN_BOTH
            yield withheld("redundancy_change", now.subject, unit, len(case.wave.people), reason)
            continue
        yield _moved(case, now, earlier, "redundancy_change", unit, len(case.wave.people))


@metric("integration_change")
def integration_change(case: Case) -> Iterator[Score]:
    """Change of each integration level since the wave before, with its own error.

    Notes
    -----
    Interval: the same people answering again, people who stayed paired with themselves; networks
    answered again; and who was missing in either wave. It leaves out zero when the level changed.
    """
    unit = CARDS["integration_change"].says
    before = {} if case.earlier is None else {score.metric: score for score in integration(case.earlier)}
    for now in integration(case):
        name = f"integration_change.{now.metric.partition('.')[2]}"
        earlier = before.get(now.metric)
        level = now.metric.partition(".")[2]
        is_alike = case.earlier is not None and _halves(case, level) == _halves(case.earlier, level)
        if earlier is None or earlier.value is None or now.value is None or not is_alike:
            reason = _NO_EARLIER if earlier is None else _NOT_ALIKE
            yield withheld(name, case.subject, unit, 0, reason)
            continue
        yield _moved(case, now, earlier, name, unit, 2)


def _halves(case: Case, level: str) -> list[frozenset[str]]:
    """What the two halves of a level, and their parts, are made of: of other parts, a difference is no change."""
    return [
        frozenset(score.inputs)
        for scores in (integration_seen(case), integration_said(case))
        for score in scores
        if _is_of(level, score.metric) and score.subject == case.subject and score.is_ok
    ]


def _is_of(level: str, metric_id: str) -> bool:
    """Whether a half or a part of one is of this level."""
    return metric_id.split(".")[1] == level


def _moved(case: Case, now: Score, before: Score, name: str, unit: str, n: int) -> Score:
    """The difference of two scores as a score, with the interval of the change."""
    difference = (now.value or 0.0) - (before.value or 0.0)
    error = change_error(case, now, before)
    half = 0.0 if error is None else error.error * t_quantile(COVERAGE, error.freedom)
    return Score(
        metric=name,
        subject=now.subject,
        value=difference,
        unit=unit,
        n=n,
        interval=None if error is None else (difference - half, difference + half),
        inputs=(now.metric,),
        label=_NO_ERROR if error is None else f"answered again: {error.method}",
    )


def _same_way(before: Picture, now: Picture) -> bool:
    """Do both waves have core ties of the same parts: the three, or contact alone on one measure."""
    one, other = before.multiplex, now.multiplex
    contact = [multiplex.source[Layer.COMMUNICATION].measure for multiplex in (one, other) if multiplex.by_ties_only]
    return one.by_ties_only == other.by_ties_only and len(set(contact)) < 2


def _share_kept(before: Picture, now: Picture) -> tuple[float | None, int]:
    """Jaccard of the core ties of people in both, and how many there are in either."""
    past, present = _ties_of_both(before, now)
    either, same = len(np.union1d(past, present)), len(np.intersect1d(past, present))
    return (same / either if either else None), either


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
