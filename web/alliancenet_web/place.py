"""Where a server of ours listens, and who stands in front of it."""

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the viewer listens.

    Parameters
    ----------
    url : address readers use when it is not on this machine only; https.
    proxy_hops : trusted proxies in front of it.
    proxy_addresses : where the last of them connects from; others are not answered. Empty: any, and this
        machine where `auth_header` is given.
    auth_header : header in which the proxy says who signed on at the firm; "" for none.
    """

    host: str = "127.0.0.1"
    port: int = 8765
    url: str = ""
    proxy_hops: int = 0
    proxy_addresses: tuple[str, ...] = ()
    auth_header: str = ""

    @property
    def is_for_others(self) -> bool:
        """Readers are not on this machine only."""
        return bool(self.url) or not is_loopback(self.host)

    def hosts(self, port: int) -> frozenset[str]:
        """Exact hosts that are answered to, port and all."""
        names = {*LOOPBACK_NAMES, f"[{self.host}]" if ":" in self.host else self.host}
        hosts = {f"{name}:{port}" for name in names} | (names if port == 80 else set())
        if self.url:
            address = urlsplit(self.url)
            hosts |= {address.netloc.lower(), f"{address.hostname}:{address.port or 443}"}
        return frozenset(hosts)


def is_loopback(host: str) -> bool:
    """Only this machine can reach the address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
