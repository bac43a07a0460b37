"""A wave becomes a multiplex: two reports on every pair, unknown kept apart from absent."""

from collections.abc import Mapping

import numpy as np

from alliancenet.arrays import BoolArray, FloatArray, IntArray
from alliancenet.instruments.used import reads
from alliancenet.model.multiplex import Layer, LayerSource, Measure, Multiplex, Origin
from alliancenet.model.register import Alliance, Register
from alliancenet.model.wave import Reports, Wave

_NOT_ASKED = LayerSource(measure=Measure.STEPS, origin=Origin.SURVEY)


def build_multiplex(register: Register, alliance: Alliance, wave: Wave) -> Multiplex:
    """Multiplex of one alliance in one wave.

    Notes
    -----
    A respondent whose response is complete says "no" about everybody he or she did not name; a
    half-finished response leaves those unknown, and so does a missing one. Layers that are asked
    only about contacts (importance, closeness …) are 0 where contact is reported as 0.
    Cost: O(reports log reports).
    """
    firm_index = {firm: position for position, firm in enumerate(alliance.organisations)}
    firm = np.array([firm_index[register.people[person].organisation] for person in wave.people], dtype=np.int64)
    pairs = _pairs_named(wave, len(wave.people))
    keys = pairs[:, 0] * len(wave.people) + pairs[:, 1]
    reports = {layer: _two_reports(part, wave, pairs, keys) for layer, part in wave.reports.items()}
    if Layer.COMMUNICATION not in reports:
        # nobody was asked about contact: unknown for every pair, and absent for none
        reports[Layer.COMMUNICATION] = np.full((len(pairs), 2), np.nan)
    return Multiplex(
        people=wave.people,
        firms=alliance.organisations,
        firm=firm,
        level=tuple(register.people[person].level for person in wave.people),
        answered=wave.responded,
        complete=_complete(wave),
        pairs=pairs,
        reports=_no_contact_means_no(reports, wave.reports),
        source={Layer.COMMUNICATION: _NOT_ASKED} | {layer: part.source for layer, part in wave.reports.items()},
    )


def _complete(wave: Wave) -> BoolArray:
    contact = wave.reports.get(Layer.COMMUNICATION)
    if contact is None:
        return np.zeros(len(wave.people), dtype=bool)
    if contact.source.measured_once:
        return np.ones(len(wave.people), dtype=bool)
    return np.asarray(wave.responded & wave.complete)


def _pairs_named(wave: Wave, n_people: int) -> IntArray:
    keys = [
        np.minimum(part.respondent, part.alter) * n_people + np.maximum(part.respondent, part.alter)
        for part in wave.reports.values()
    ]
    if not keys or n_people == 0:
        return np.empty((0, 2), dtype=np.int64)
    distinct = np.unique(np.concatenate(keys))
    return np.column_stack([distinct // n_people, distinct % n_people])


def _two_reports(part: Reports, wave: Wave, pairs: IntArray, keys: IntArray) -> FloatArray:
    says_no_when_silent = wave.responded & wave.complete
    if part.source.measured_once:
        says_no_when_silent = np.ones(len(wave.people), dtype=bool)
    both = np.where(says_no_when_silent[pairs], 0.0, np.nan)
    first = np.minimum(part.respondent, part.alter)
    second = np.maximum(part.respondent, part.alter)
    row = np.searchsorted(keys, first * len(wave.people) + second)
    if part.source.measured_once:
        both[row, 0] = both[row, 1] = part.value
    else:
        both[row, np.where(part.respondent < part.alter, 0, 1)] = part.value
    return both


def _no_contact_means_no(
    reports: Mapping[Layer, FloatArray], parts: Mapping[Layer, Reports]
) -> dict[Layer, FloatArray]:
    contact = reports.get(Layer.COMMUNICATION)
    if contact is None or Layer.COMMUNICATION not in parts or parts[Layer.COMMUNICATION].source.measured_once:
        return dict(reports)
    return {
        layer: both if layer is Layer.COMMUNICATION else _zero_where(both, contact) for layer, both in reports.items()
    }


def _zero_where(both: FloatArray, contact: FloatArray) -> FloatArray:
    none: BoolArray = np.isnan(both) & (contact == 0)
    return np.where(none, 0.0, both)


reads("the network", lambda _, item: item.layer is not None or bool(item.implies))
