"""Who is signed in; kept in memory, so ending the program ends every session."""

import hmac
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from alliancenet.privacy import LOCAL_READER, Reader

IDLE_SECONDS = 30 * 60
LONGEST_SECONDS = 8 * 60 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One signed-in reader.

    Parameters
    ----------
    form_token : what every form of this session must carry.
    opened, seen : seconds of the clock.
    """

    key: str
    name: str
    reader: Reader
    form_token: str
    opened: float
    seen: float


class Sessions:
    """Open sessions and the start link.

    Parameters
    ----------
    https : the cookie is sent over TLS only.
    clock : seconds; replaced in tests.
    """

    def __init__(self, *, https: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self.https = https
        self.cookie = "__Host-alliancenet" if https else "alliancenet_viewer"
        self.start_token: str | None = secrets.token_urlsafe(24)
        self._clock = clock
        self._open: dict[str, Session] = {}
        self._lock = threading.Lock()

    def start(self, token: str) -> Session | None:
        """Exchange the start token, once, for the session of whoever runs the program."""
        with self._lock:
            expected, given = self.start_token, token.encode()
            if expected is None or not hmac.compare_digest(expected.encode(), given):
                return None
            self.start_token = None
        return self.open("this machine", LOCAL_READER)

    def open(self, name: str, reader: Reader) -> Session:
        """Open a session under a fresh key."""
        now = self._clock()
        session = Session(
            key=secrets.token_urlsafe(32),
            name=name,
            reader=reader,
            form_token=secrets.token_urlsafe(24),
            opened=now,
            seen=now,
        )
        with self._lock:
            self._open[session.key] = session
        return session

    def find(self, key: str) -> Session | None:
        """Session of a cookie; None when unknown, idle for 30 minutes or open for 8 hours."""
        now = self._clock()
        with self._lock:
            session = self._open.get(key)
            if session is None:
                return None
            if now - session.seen > IDLE_SECONDS or now - session.opened > LONGEST_SECONDS:
                del self._open[key]
                return None
            self._open[key] = replace(session, seen=now)
            return self._open[key]

    def close(self, key: str) -> None:
        """End a session on the server; the cookie is worth nothing afterwards."""
        with self._lock:
            self._open.pop(key, None)
