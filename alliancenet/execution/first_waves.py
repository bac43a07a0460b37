"""The first wave after a signature, and who is in touch in it."""

from datetime import date
from functools import partial

import numpy as np

from alliancenet.execution.negotiating import FirstWave
from alliancenet.model.multiplex import Layer, Measure, Multiplex
from alliancenet.model.register import AllianceId, PersonId
from alliancenet.model.wave import Wave
from alliancenet.multiplex.build import build_multiplex
from alliancenet.multiplex.careless import without_careless
from alliancenet.sources.loaded import Project
from alliancenet.survey.quality import careless_about_people


def first_wave_after(project: Project, alliance: str, day: date) -> FirstWave | None:
    """The first wave of an alliance that closed after a day and asked about contact; None without one."""
    for wave in project.waves_of(AllianceId(alliance)):
        if wave.closes is not None and wave.closes > day:
            multiplex = _multiplex(project, wave)
            if multiplex.has(Layer.COMMUNICATION):
                least = project.settings.number("negotiation.contact")
                is_steps = multiplex.source[Layer.COMMUNICATION].measure is Measure.STEPS
                return FirstWave(id=wave.id, in_touch=partial(_in_touch, multiplex, least if is_steps else 0.0))
    return None


def _multiplex(project: Project, wave: Wave) -> Multiplex:
    careless = careless_about_people(wave, project.instruments, project.settings)
    alliance = project.register.alliances[wave.alliance]
    return build_multiplex(project.register, alliance, without_careless(wave, careless))


def _in_touch(multiplex: Multiplex, least: float, one: str, other: str) -> bool | None:
    """Contact of the step or more by either report; None where nobody told."""
    place = {person: number for number, person in enumerate(multiplex.people)}
    if one not in place or other not in place:
        return None
    ends = sorted((place[PersonId(one)], place[PersonId(other)]))
    rows = np.flatnonzero((multiplex.pairs == ends).all(axis=1))
    if not len(rows):
        return False if bool(multiplex.complete[ends].any()) else None
    told = multiplex.reports[Layer.COMMUNICATION][rows[0]]
    known = told[~np.isnan(told)]
    if not len(known):
        return None
    return bool((known >= least).any()) if least else bool((known > 0).any())
