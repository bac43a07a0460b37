"""Guessing kept slow, without locking anybody out: how often a password may be tried, and from where.

A password is tried against three stores of tries, each filled again as time goes by:

- of a name from an address: somebody who guesses there waits, the owner elsewhere does not;
- of an address, whatever the names: one password tried on many names;
- of a name, whatever the addresses: many addresses that guess one name. The first try of an address that
  has not failed yet is always let in, so that nobody can use this store up for the owner.

A name and address that signed in before count in the first store only. The hash takes a core for a tenth
of a second by design: one is made at a time, in a thread that takes what readers leave of a core, and few wait.
"""

import os
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from alliancenet_web.accounts import LONGEST_NAME, Account, Accounts
from alliancenet_web.tries import Limit, MustWait, Tries, place_of

_MOST_WAITING = 3  # sign-ins at work or in wait, each of which holds a thread; more are asked to come again (own limit)
_BEHIND = 5  # steps a hash stands behind whoever reads, where the system knows that of threads (own limit)
_MOST_KNOWN = 20_000  # known pairs kept in memory (own limit)


_PAIR, _ADDRESS, _NAME = Limit(5, 10.0), Limit(20, 3.0), Limit(30, 2.0)  # own limits


class Door:
    """Who may try a password now.

    Parameters
    ----------
    clock : seconds; replaced in tests.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._tries = Tries(clock)
        self._lock, self._waiting = threading.Lock(), 0
        self._hashing = ThreadPoolExecutor(1, "hashing", initializer=_step_back)
        self._known: dict[tuple[str, str], None] = {}

    def sign_in(self, accounts: Accounts, name: str, password: str, address: str) -> Account | None:
        """Account of a right name and password.

        Raises
        ------
        MustWait
            When nothing was tried.
        """
        pair = (name[:LONGEST_NAME], place_of(address))
        with self._lock:
            self._take(pair)
            if self._waiting >= _MOST_WAITING:
                raise MustWait(1.0)
            self._waiting += 1
        try:
            account = self._hashing.submit(accounts.sign_in, name, password).result()
        finally:
            with self._lock:
                self._waiting -= 1
        if account is not None:
            with self._lock:
                self._welcome(pair)
        return account

    def _take(self, pair: tuple[str, str]) -> None:
        """Take a try from every store that counts for this name and address, or from none."""
        name, address = pair
        asked = [(_PAIR, f"{name}\0{address}")]
        if pair not in self._known:
            asked.append((_ADDRESS, address))
            if self._tries.left(*asked[0]) < _PAIR.tries:
                asked.append((_NAME, name))
        self._tries.take(asked)

    def _welcome(self, pair: tuple[str, str]) -> None:
        name, address = pair
        self._tries.forget(_PAIR, f"{name}\0{address}")
        for limit, key in ((_ADDRESS, address), (_NAME, name)):
            self._tries.give_back(limit, key)
        self._known[pair] = None
        if len(self._known) > _MOST_KNOWN:
            del self._known[next(iter(self._known))]


def _step_back() -> None:
    """Put this thread behind those that answer readers; Linux alone counts niceness by thread."""
    if sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _BEHIND)
