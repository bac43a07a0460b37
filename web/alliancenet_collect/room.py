"""What every request needs, in one place."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from alliancenet_web.tries import Tries
from flask import current_app

from alliancenet.collect.store import WaveStore
from alliancenet.collect.survey import Survey
from alliancenet.collect.wave import WaveState, record_of, survey_in


@dataclass(slots=True, kw_only=True)
class Room:
    """What every request needs.

    Parameters
    ----------
    https : cookies are sent over TLS only.
    hosts : exact hosts answered to; None: any of Flask's trusted ones.
    today : replaced in tests.
    """

    store: WaveStore
    https: bool
    hosts: frozenset[str] | None = None
    tries: Tries = field(default_factory=Tries)
    lock: threading.Lock = field(default_factory=threading.Lock)
    today: Callable[[], date] = date.today
    _survey: Survey | None = None

    @property
    def survey(self) -> Survey:
        """What is asked; a draft may still change, so it is read each time."""
        if self._survey is not None:
            return self._survey
        survey = survey_in(self.store)
        if record_of(self.store).state is not WaveState.DRAFT:
            self._survey = survey
        return survey

    @property
    def cookie(self) -> str:
        """Name of the cookie; another one than the viewer's, for browsers share cookies across ports."""
        return "__Host-alliancenet-survey" if self.https else "alliancenet_survey"


def room() -> Room:
    """What the request at hand needs."""
    found: Room = current_app.extensions["room"]
    return found
