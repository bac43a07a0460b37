"""Pages that were made are kept, by state of the audits, reader and address: making one takes most of the time.

A page is kept without its reader's name and form token; both are put in for each session.
"""

import secrets
import threading
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import replace

from markupsafe import escape

from alliancenet_web.sessions import Session

_MOST_CHARACTERS = 24_000_000  # kept in memory (own limit)


class Kept:
    """The pages read last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pages: OrderedDict[Hashable, str] = OrderedDict()
        self._size = 0
        self._name, self._token = secrets.token_hex(16), secrets.token_hex(16)

    def neutral(self, session: Session) -> Session:
        """Return the session as a page that is to be kept shows it."""
        return replace(session, name=self._name, form_token=self._token)

    def filled(self, page: str, session: Session) -> str:
        """Page of one session."""
        return page.replace(self._token, session.form_token).replace(self._name, str(escape(session.name)))

    def find(self, key: Hashable) -> str | None:
        """Page that was kept, or None."""
        with self._lock:
            if key in self._pages:
                self._pages.move_to_end(key)
            return self._pages.get(key)

    def put(self, key: Hashable, page: str) -> None:
        """Keep a page; those not read for longest go."""
        with self._lock:
            self._size += len(page) - len(self._pages.pop(key, ""))
            self._pages[key] = page
            while self._size > _MOST_CHARACTERS:
                self._size -= len(self._pages.popitem(last=False)[1])
