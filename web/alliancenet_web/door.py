"""Guessing kept slow, without locking anybody out: how often a password may be tried, and from where.

A password is tried against three stores of tries, each filled again as time goes by:

- of a name from an address: somebody who guesses there waits, the owner elsewhere does not;
- of an address, whatever the names: one password tried on many names;
- of a name, whatever the addresses: many addresses that guess one name. The first try of an address that
  has not failed yet is always let in, so that nobody can use this store up for the owner.

A name and address that signed in before count in the first store only. The hash takes a core for a tenth
of a second by design: one is made at a time, and few wait.
"""

import ipaddress
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from alliancenet_web.accounts import LONGEST_NAME, Account, Accounts

_MOST_WAITING = 4  # sign-ins that wait for their turn; more are asked to come again (own limit)
_MOST_KNOWN = 20_000  # stores and known pairs kept in memory (own limit)


@dataclass(frozen=True, slots=True)
class _Limit:
    """So many tries at once, and one more each so many seconds."""

    tries: int
    seconds: float


_PAIR, _ADDRESS, _NAME = _Limit(5, 10.0), _Limit(20, 3.0), _Limit(30, 2.0)  # own limits


class MustWait(Exception):
    """Too many tries; `seconds` says when the next one is let in."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds


class Door:
    """Who may try a password now.

    Parameters
    ----------
    clock : seconds; replaced in tests.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock, self._hashing, self._waiting = threading.Lock(), threading.Lock(), 0
        self._stores: dict[tuple[_Limit, str], tuple[float, float]] = {}
        self._known: dict[tuple[str, str], None] = {}

    def sign_in(self, accounts: Accounts, name: str, password: str, address: str) -> Account | None:
        """Account of a right name and password.

        Raises
        ------
        MustWait
            When nothing was tried.
        """
        pair = (name[:LONGEST_NAME], _place_of(address))
        with self._lock:
            self._take(pair)
            if self._waiting >= _MOST_WAITING:
                raise MustWait(1.0)
            self._waiting += 1
        try:
            with self._hashing:
                account = accounts.sign_in(name, password)
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
            if self._left(*asked[0]) < _PAIR.tries:
                asked.append((_NAME, name))
        empty = [limit.seconds * (1 - self._left(limit, key)) for limit, key in asked if self._left(limit, key) < 1]
        if empty:
            raise MustWait(max(empty))
        now = self._clock()
        for limit, key in asked:
            self._stores[limit, key] = (self._left(limit, key) - 1, now)
        if len(self._stores) > _MOST_KNOWN:
            self._forget_full()

    def _left(self, limit: _Limit, key: str) -> float:
        left, since = self._stores.get((limit, key), (float(limit.tries), 0.0))
        return min(float(limit.tries), left + max(0.0, self._clock() - since) / limit.seconds)

    def _welcome(self, pair: tuple[str, str]) -> None:
        name, address = pair
        self._stores.pop((_PAIR, f"{name}\0{address}"), None)
        for limit, key in ((_ADDRESS, address), (_NAME, name)):
            if (limit, key) in self._stores:
                self._stores[limit, key] = (min(float(limit.tries), self._left(limit, key) + 1), self._clock())
        self._known[pair] = None
        if len(self._known) > _MOST_KNOWN:
            del self._known[next(iter(self._known))]

    def _forget_full(self) -> None:
        self._stores = {
            (limit, key): store for (limit, key), store in self._stores.items() if self._left(limit, key) < limit.tries
        }
        while len(self._stores) > _MOST_KNOWN:
            del self._stores[next(iter(self._stores))]


def _place_of(address: str) -> str:
    """Address as it is counted: whoever has an IPv6 address has a network of them."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)
