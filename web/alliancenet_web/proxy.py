"""The proxies in front: which connections are believed when they say who asks, and from where."""

import ipaddress
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from werkzeug.middleware.proxy_fix import ProxyFix

from alliancenet.errors import SettingsError

LOOPBACK = ("127.0.0.0/8", "::1/128")
SIGN_ON = "alliancenet.signed_on"
"""Key of the environment that holds the name the proxy vouches for; no client can set it."""
_Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Hops:
    """Believes what proxies of declared addresses say, and answers nobody else.

    Parameters
    ----------
    application : what stands behind.
    count : proxies one behind the other; each adds an address, a scheme and a host.
    addresses : IP addresses or networks the last proxy connects from; empty: any.
    auth_header : header in which the proxy says who signed on; "" for none.
    """

    def __init__(self, application: _Application, count: int, addresses: Sequence[str], auth_header: str) -> None:
        self._application = application
        self._fixed = ProxyFix(application, x_for=count, x_proto=count, x_host=count) if count else application
        self._networks = [_network(address) for address in addresses]
        self._key = f"HTTP_{auth_header.upper().replace('-', '_')}" if auth_header else ""

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer a request that came through a declared proxy."""
        if self._networks and not self._is_proxy(str(environ.get("REMOTE_ADDR", ""))):
            start_response("403 FORBIDDEN", [("Content-Type", "text/plain; charset=utf-8")])
            return [b"The viewer is reached through its proxy only.\n"]
        if self._key:
            environ[SIGN_ON] = environ.pop(self._key, "").encode("latin-1").decode("utf-8", "replace").strip()
        return self._fixed(environ, start_response)

    def _is_proxy(self, address: str) -> bool:
        try:
            found = ipaddress.ip_address(address)
        except ValueError:
            return False
        found = getattr(found, "ipv4_mapped", None) or found
        return any(found in network for network in self._networks)


def _network(address: str) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    try:
        return ipaddress.ip_network(address)
    except ValueError:
        raise SettingsError(f"'{address}' is no address of a proxy; an IP address or network is needed") from None
