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
from alliancenet.metrics.registry import Reading, metric, scored, values_of, withheld
from alliancenet.metrics.withholding import too_few_answers, why_no_contact
from alliancenet.model.audit import Confidence
from alliancenet.model.catalogue import CARDS
from alliancenet.model.change import COVERAGE
from alliancenet.model.multiplex import CORE_LAYERS, Layer
from alliancenet.model.score import Score, SubjectKind
from alliancenet.multiplex.two_waves import core_ties_of_both

_NO_EARLIER = "there is no earlier wave of this alliance"
_NOT_IN_BOTH = "redundancy cannot be told in both waves"
_NOT_ALIKE = "the level cannot be told of the same parts in both waves"
_NO_ERROR = "no interval: nothing tells what answering again would have moved"
_OTHERWISE = "the two waves tell core ties in different ways"


@metric("core_ties_kept")
def core_ties_kept(case: Case) -> Iterator[Score]:
    """Jaccard of the core ties of two waves, among people present in both; of all, and of those between two firms.

    Notes
    -----
    Ties of people who joined or left are left out, so that a change of team is not read as a
    change of relationships. Waves that tell core ties in different ways, one by survey and one by
    logs, are not compared. With answers missing both waves are completed together.
    """
    name, unit = "core_ties_kept", CARDS["core_ties_kept"].says
    earlier = case.earlier
    if earlier is None or not _same_way(earlier.picture, case.picture):
        yield withheld(name, case.subject, unit, 0, _NO_EARLIER if earlier is None else _OTHERWISE)
        return
    why = too_few_answers(case, Confidence.MEDIUM) or why_no_contact(case)
    is_certain = case.all_is_known_of(CORE_LAYERS) and earlier.all_is_known_of(CORE_LAYERS)
    drawn = [] if is_certain or why else [values_of(name, _kept(case, *both)) for both in _ties_drawn(case, earlier)]
    for reading in _kept(case, *_ties_of_both(earlier.picture, case.picture)):
        if why and reading.value is not None:
            yield withheld(name, reading.subject, unit, reading.n, why)
        else:
            yield scored(name, unit, case, reading, drawn, is_certain=is_certain)


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
    readings = [
        reading
        for wave in waves
        for again in wave.answered_again
        for reading in _kept(wave, *_ties_of_both(wave.picture, again))
        if reading.value is not None
    ]
    reason = too_few_answers(case, Confidence.MEDIUM)
    if case.earlier is None or not readings or reason:
        why = _NO_EARLIER if case.earlier is None else reason or "core ties were not reported from both sides"
        yield withheld(name, case.subject, unit, 0, why)
        return
    for now in _kept(case, *_ties_of_both(case.picture, case.picture)):
        drawn = np.array([reading.value for reading in readings if reading.subject == now.subject])
        if not len(drawn):
            continue
        low, high = interval(drawn)
        value = middle(drawn)
        yield Score(
            metric=name,
            subject=now.subject,
            value=value,
            unit=unit,
            n=now.n,
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


def _kept(case: Case, past: IntArray, present: IntArray) -> Iterator[Reading]:
    """Jaccard of the core ties of two waves, numbered: of all, then of those between every two firms."""
    either, same = np.union1d(past, present), np.intersect1d(past, present)
    firm, n_people = case.picture.multiplex.firm, len(case.wave.people)
    ends = [np.sort([firm[ties // n_people], firm[ties % n_people]], axis=0) for ties in (either, same)]
    pairs = [(case.pair(a, b), np.array([[a], [b]])) for a, b in case.picture.firm_pairs]
    for subject, firms in [(case.subject, None), *pairs]:
        n, kept = (at.shape[1] if firms is None else int((at == firms).all(axis=0).sum()) for at in ends)
        yield Reading(
            subject=subject,
            value=kept / n if n else None,
            n=n,
            inputs=("core ties of both waves",),
            reason="nobody present in both waves has a core tie",
        )


def _ties_of_both(before: Picture, now: Picture) -> tuple[IntArray, IntArray]:
    """Core ties of two waves among people present in both, one number per tie: places in the later roster."""
    place = {person: at for at, person in enumerate(now.multiplex.people)}
    moved = np.array([place.get(person, -1) for person in before.multiplex.people], dtype=np.int64)
    stayed = np.zeros(len(place), dtype=bool)
    stayed[moved[moved >= 0]] = True
    past, present = moved[before.core_pairs], now.core_pairs
    return (
        _numbered(past[(past >= 0).all(axis=1)], len(place)),
        _numbered(present[stayed[present].all(axis=1)], len(place)),
    )


def _numbered(ends: IntArray, n_people: int) -> IntArray:
    return np.asarray(ends.min(axis=1, initial=n_people) * n_people + ends.max(axis=1, initial=0))


def _ties_drawn(case: Case, earlier: Case) -> Iterator[tuple[IntArray, IntArray]]:
    """Core ties of both waves as all answers may have made them, numbered; see `core_ties_of_both`."""
    most = case.settings.whole("resamples.together")
    before, now = earlier.picture.multiplex, case.picture.multiplex
    count = min(max(len(case.draws), len(earlier.draws)), most)
    drawn = core_ties_of_both(before, now, case.settings, count=count, seed=len(case.wave.people))
    return ((_numbered(past, len(now.people)), _numbered(present, len(now.people))) for past, present in drawn)
