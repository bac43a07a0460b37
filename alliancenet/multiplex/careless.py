"""Answers that were not read confirm no tie."""

from dataclasses import replace

import numpy as np

from alliancenet.arrays import BoolArray
from alliancenet.model.multiplex import Layer
from alliancenet.model.wave import Reports, Wave


def without_careless(wave: Wave, careless: BoolArray) -> Wave:
    """Wave in which what careless people say of others is unknown, but for whom they are in contact with.

    Parameters
    ----------
    careless : bool array (n_people,), who gave one answer to nearly everything asked about people.

    Notes
    -----
    A tie then rests on the other end's report, unconfirmed; between two careless people it is unknown.
    """
    if not careless.any():
        return wave
    reports = {
        layer: part if layer is Layer.COMMUNICATION else _unknown(part, careless)
        for layer, part in wave.reports.items()
    }
    return replace(wave, reports=reports)


def _unknown(part: Reports, careless: BoolArray) -> Reports:
    return replace(part, value=np.where(careless[part.respondent], np.nan, part.value))
