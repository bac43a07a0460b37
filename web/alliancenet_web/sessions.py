"""Who is signed in; kept in memory, so ending the program ends every session."""

import hmac
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from alliancenet.privacy import LOCAL_READER, Reader, ReaderRole

IDLE_SECONDS = 30 * 60
LONGEST_SECONDS = 8 * 60 * 60
AT_THE_DESK = Reader(role=ReaderRole.FACILITATOR)
"""Whoever starts the viewer over a project: works on its files, and reads no money."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One signed-in reader.

    Parameters
    ----------
    form_token : what every form of this session must carry.
    stamp : of the account as it was when it signed in; "" for the start link, which needs none.
    by_proxy : the firm's proxy vouches for the name, with every request.
    opened, seen : seconds of the clock.
    """

    key: str
    name: str
    reader: Reader
    form_token: str
    opened: float
    seen: float
    stamp: str = ""
    by_proxy: bool = False

    @property
    def has_password(self) -> bool:
        """Its reader signed in with a password, and may change it."""
        return bool(self.stamp) and not self.by_proxy


class Sessions:
    """Open sessions and the start link.

    Parameters
    ----------
    https : the cookie is sent over TLS only.
    starter : as whom the start link signs in.
    clock : seconds; replaced in tests.
    """

    def __init__(
        self, *, https: bool, starter: Reader = LOCAL_READER, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.https, self._starter = https, starter
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
        return self.open("this machine", self._starter)

    def open(self, name: str, reader: Reader, stamp: str = "", *, by_proxy: bool = False) -> Session:
        """Open a session under a fresh key."""
        now = self._clock()
        session = Session(
            key=secrets.token_urlsafe(32),
            name=name,
            reader=reader,
            form_token=secrets.token_urlsafe(24),
            opened=now,
            seen=now,
            stamp=stamp,
            by_proxy=by_proxy,
        )
        with self._lock:
            self._open = {key: open_ for key, open_ in self._open.items() if not _is_over(open_, now)}
            self._open[session.key] = session
        return session

    def find(self, key: str) -> Session | None:
        """Session of a cookie; None when unknown, idle for 30 minutes or open for 8 hours."""
        now = self._clock()
        with self._lock:
            session = self._open.get(key)
            if session is None:
                return None
            if _is_over(session, now):
                del self._open[key]
                return None
            self._open[key] = replace(session, seen=now)
            return self._open[key]

    def close(self, key: str) -> None:
        """End a session on the server; the cookie is worth nothing afterwards."""
        with self._lock:
            self._open.pop(key, None)


def _is_over(session: Session, now: float) -> bool:
    return now - session.seen > IDLE_SECONDS or now - session.opened > LONGEST_SECONDS
