"""Who is asked too much, and who wants to be in touch (C4)."""

from collections.abc import Iterator

import numpy as np

from alliancenet.arrays import BoolArray, FloatArray, IntArray
from alliancenet.metrics.case import Case
from alliancenet.metrics.picture import Picture
from alliancenet.metrics.registry import Reading, structural
from alliancenet.model.audit import Confidence
from alliancenet.model.multiplex import Layer, Measure
from alliancenet.model.register import PersonId


def overloaded(case: Case, picture: Picture) -> BoolArray | None:
    """Bool array (n_people,): people many wait for and several want more of; None when not asked.

    Notes
    -----
    Incoming: people who ask for advice (NET6 >= 4) or wait for something (NET7 >= 4). Overload:
    above the 90th percentile of the roster, and more contact (NET9 = +1) is wanted by at least three,
    and by more of those who know the person than chance gives anybody of so many (`overload.chance`),
    were the person wanted like the others.
    """
    multiplex, settings = picture.multiplex, case.settings
    asks = [layer for layer in (Layer.ADVICE, Layer.WORK_FLOW) if _in_steps(picture, layer)]
    if not asks or not _in_steps(picture, Layer.WANTED_CHANGE):
        return None
    cut = settings.number("overload.cut")
    leans = np.any([multiplex.reports[layer] >= cut for layer in asks], axis=0)
    incoming = _incoming(picture, leans)
    wanted = _incoming(picture, multiplex.reports[Layer.WANTED_CHANGE] >= 1)
    limit = np.quantile(incoming, settings.number("overload.quantile"))
    enough = (incoming > limit) & (wanted >= settings.whole("overload.wanted"))
    told = _incoming(picture, ~np.isnan(multiplex.reports[Layer.WANTED_CHANGE]) & _in_contact(picture))
    return np.asarray(enough & (_by_chance(wanted, told) <= settings.number("overload.chance") / max(len(told), 1)))


def _in_contact(picture: Picture) -> BoolArray:
    """Bool array (n_pairs, 2): the end does not deny contact, so that wanted change may have been asked."""
    return np.asarray(picture.multiplex.reports[Layer.COMMUNICATION] != 0)


def _by_chance(wanted: IntArray, told: IntArray) -> FloatArray:
    """P that so many want more of a person, were each as likely to as those who were asked about the others."""
    from scipy.special import bdtrc

    usual = (wanted.sum() - wanted) / np.maximum(told.sum() - told, 1)
    return np.where(wanted > 0, bdtrc(wanted - 1, np.maximum(told, wanted), usual), 1.0)


def wanted_pairs(case: Case, picture: Picture) -> list[tuple[PersonId, PersonId]] | None:
    """Pairs in which both want more contact, or one does whose work waits for the other."""
    wanted, people = _wanted(case, picture), picture.multiplex.people
    if wanted is None:
        return None
    return [(people[one], people[other]) for one, other in picture.multiplex.pairs[wanted]]


def _wanted(case: Case, picture: Picture) -> BoolArray | None:
    """Bool array (n_pairs,); None when wanted change was not asked."""
    multiplex = picture.multiplex
    if not _in_steps(picture, Layer.WANTED_CHANGE):
        return None
    more = multiplex.reports[Layer.WANTED_CHANGE] >= 1
    found = more.all(axis=1)
    if _in_steps(picture, Layer.WORK_FLOW):
        waits = multiplex.reports[Layer.WORK_FLOW] >= case.settings.number("integration.dependency_cut")
        found = found | (more & waits).any(axis=1)
    return np.asarray(found)


@structural("overload", needs=Confidence.MEDIUM, own_sources=True)
def overload(case: Case, picture: Picture) -> Iterator[Reading]:
    """People whom many ask or wait for, while several want more of them."""
    flags = overloaded(case, picture)
    yield Reading(
        subject=case.subject,
        value=None if flags is None else float(flags.sum()),
        n=len(picture.multiplex.people),
        inputs=("advice and work flow layers", "wanted change"),
        reason="advice or work flow, or wanted change, was not asked",
    )


@structural("contact_wanted", own_sources=True)
def contact_wanted(case: Case, picture: Picture) -> Iterator[Reading]:
    """Pairs who should be in touch more: both say so, or one does whose work waits for the other."""
    wanted = _wanted(case, picture)
    yield Reading(
        subject=case.subject,
        value=None if wanted is None else float(wanted.sum()),
        n=int(case.picture.multiplex.answered.sum()),
        inputs=("wanted change", "work flow layer"),
        reason="wanted change was not asked",
    )


def _in_steps(picture: Picture, layer: Layer) -> bool:
    multiplex = picture.multiplex
    return multiplex.has(layer) and multiplex.source[layer].measure is Measure.STEPS


def _incoming(picture: Picture, says: BoolArray) -> IntArray:
    """How many say it of each person; `says` (n_pairs, 2) is what the first says, and the second."""
    pairs, n_people = picture.multiplex.pairs, len(picture.multiplex.people)
    told = np.concatenate([pairs[says[:, 0], 1], pairs[says[:, 1], 0]])
    return np.bincount(told, minlength=n_people)
