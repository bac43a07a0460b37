"""What every request needs, in one place."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from alliancenet_web.tries import Tries
from flask import current_app

from alliancenet.collect.store import WaveStore
from alliancenet.collect.survey import Survey, survey_of
from alliancenet.collect.wave import survey_text


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
    _read: tuple[str, Survey] | None = None

    @property
    def survey(self) -> Survey:
        """What is asked. A draft may change and somebody may be erased, so only what stands there still is kept."""
        text = survey_text(self.store)
        if self._read is None or self._read[0] != text:
            self._read = text, survey_of(text)
        return self._read[1]

    @property
    def cookie(self) -> str:
        """Name of the cookie; another one than the viewer's, for browsers share cookies across ports."""
        return "__Host-alliancenet-survey" if self.https else "alliancenet_survey"


def room() -> Room:
    """What the request at hand needs."""
    found: Room = current_app.extensions["room"]
    return found
