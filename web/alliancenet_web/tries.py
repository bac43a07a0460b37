"""How often something may be tried: stores of tries that fill again as time goes by."""

import ipaddress
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_MOST_KNOWN = 20_000  # stores kept in memory (own limit)


@dataclass(frozen=True, slots=True)
class Limit:
    """So many tries at once, and one more each so many seconds."""

    tries: int
    seconds: float


class MustWait(Exception):
    """Too many tries; `seconds` says when the next one is let in."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds


class Tries:
    """Stores of tries by limit and key; whoever shares one between threads holds a lock.

    Parameters
    ----------
    clock : seconds; replaced in tests.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._stores: dict[tuple[Limit, str], tuple[float, float]] = {}

    def left(self, limit: Limit, key: str) -> float:
        """Tries left now."""
        left, since = self._stores.get((limit, key), (float(limit.tries), 0.0))
        return min(float(limit.tries), left + max(0.0, self._clock() - since) / limit.seconds)

    def take(self, asked: Sequence[tuple[Limit, str]]) -> None:
        """Take a try from every store, or from none.

        Raises
        ------
        MustWait
            When one of them is empty.
        """
        empty = [limit.seconds * (1 - self.left(limit, key)) for limit, key in asked if self.left(limit, key) < 1]
        if empty:
            raise MustWait(max(empty))
        now = self._clock()
        for limit, key in asked:
            self._stores[limit, key] = (self.left(limit, key) - 1, now)
        if len(self._stores) > _MOST_KNOWN:
            self._forget_full()

    def give_back(self, limit: Limit, key: str) -> None:
        """Give a try back that was taken."""
        if (limit, key) in self._stores:
            self._stores[limit, key] = (min(float(limit.tries), self.left(limit, key) + 1), self._clock())

    def forget(self, limit: Limit, key: str) -> None:
        """Fill a store."""
        self._stores.pop((limit, key), None)

    def _forget_full(self) -> None:
        self._stores = {
            (limit, key): store for (limit, key), store in self._stores.items() if self.left(limit, key) < limit.tries
        }
        while len(self._stores) > _MOST_KNOWN:
            del self._stores[next(iter(self._stores))]


def place_of(address: str) -> str:
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
