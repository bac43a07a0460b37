"""Needs on record between people of two firms, and which are met."""

from collections.abc import Iterator

import numpy as np

from alliancenet.arrays import FloatArray, IntArray
from alliancenet.metrics.case import Case
from alliancenet.metrics.picture import Picture
from alliancenet.model.multiplex import Layer, Measure, Multiplex


def unmet_needs(case: Case, picture: Picture) -> tuple[IntArray, IntArray]:
    """Cross-firm dependencies that are unmet, and those whose state is known.

    Returns
    -------
    Two int arrays (n, 2): the person who needs, the person needed.

    Notes
    -----
    A dependency is NET7 >= 4 or declared; it is met by contact of NET1 >= 3 and NET8 >= 4.
    """
    needs = _dependencies(case, picture)
    met = _is_met(picture, needs)
    return needs[met == 0], needs[~np.isnan(met)]


def _dependencies(case: Case, picture: Picture) -> IntArray:
    multiplex = picture.multiplex
    found = [np.array(list(_declared(case)), dtype=np.int64).reshape(-1, 2)]
    if multiplex.has(Layer.WORK_FLOW):
        cut = cut_of(multiplex, Layer.WORK_FLOW, picture.settings.number("integration.dependency_cut"))
        waits = (multiplex.reports[Layer.WORK_FLOW] >= cut) & multiplex.is_cross[:, None]
        found += [multiplex.pairs[waits[:, 0]], multiplex.pairs[waits[:, 1]][:, ::-1]]
    return np.unique(np.concatenate(found), axis=0)


def _declared(case: Case) -> Iterator[tuple[int, int]]:
    position = {person: place for place, person in enumerate(case.wave.people)}
    firm = case.picture.multiplex.firm
    for need in case.register.needs:
        if need.alliance == case.alliance.id and need.person in position and need.supplier in position:
            person, supplier = position[need.person], position[need.supplier]
            if firm[person] != firm[supplier]:
                yield person, supplier


def _is_met(picture: Picture, needs: IntArray) -> FloatArray:
    """1 met, 0 unmet, NaN unknown, for each dependency."""
    multiplex, settings = picture.multiplex, picture.settings
    contact = _directed(multiplex, picture.mean_contact, needs)
    contact_cut = cut_of(multiplex, Layer.COMMUNICATION, settings.number("integration.need_contact"))
    met = np.where(np.isnan(contact), np.nan, (contact >= contact_cut).astype(float))
    if not multiplex.has(Layer.INFORMATION_QUALITY):
        return met
    quality = _directed(multiplex, multiplex.reports[Layer.INFORMATION_QUALITY], needs)
    quality_cut = cut_of(multiplex, Layer.INFORMATION_QUALITY, settings.number("integration.need_quality"))
    good = np.where(np.isnan(quality), np.nan, (quality >= quality_cut).astype(float))
    return np.where((met == 0) | (good == 0), 0.0, met * good)


def _directed(multiplex: Multiplex, values: FloatArray, needs: IntArray) -> FloatArray:
    """Values of the layer for ordered pairs; NaN for pairs nobody told about, 0 for no contact."""
    n_people = len(multiplex.people)
    keys = multiplex.pairs[:, 0] * n_people + multiplex.pairs[:, 1]
    low, high = needs.min(axis=1, initial=n_people), needs.max(axis=1, initial=-1)
    row = np.minimum(np.searchsorted(keys, low * n_people + high), max(len(keys) - 1, 0))
    listed = keys[row] == low * n_people + high if len(keys) else np.zeros(len(needs), dtype=bool)
    told = multiplex.complete[needs].any(axis=1)
    unlisted = np.where(told, 0.0, np.nan)
    if not len(keys):
        return unlisted
    found = values[row] if values.ndim == 1 else values[row, (needs[:, 0] != low).astype(int)]
    return np.where(listed, found, unlisted)


def cut_of(multiplex: Multiplex, layer: Layer, steps: float) -> float:
    """Return the cut on the question's scale, or "any tie" where the layer has no steps."""
    is_steps = multiplex.source[layer].measure is Measure.STEPS
    return steps if is_steps else float(np.nextafter(0.0, 1.0))
