"""The server: connections that wait without asking make room for those that ask.

Waitress answers well when clients are slow, but holds idle connections for minutes and stops taking new
ones at its limit, so that one program that opens many shuts everybody out. Here the longest idle one is
let go instead: of an address that holds too many, or of all when there are too many. It also takes in whole
bodies, on disk, before the application sees a request: here no more than the application would take from its sender.
"""

import copy
import logging
import selectors
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from flask import Flask
from waitress import create_server
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import BaseWSGIServer

_MOST, _MOST_OF_ADDRESS = 800, 256  # open connections (own limits)
_AT_THE_DOOR = 128  # connections taken at once before those that are open are looked after again (own limit)
_IDLE_SECONDS = 15  # a browser opens a new connection without its reader noticing (own limit)
_THREADS = 8


class _Parser(HTTPRequestParser):  # type: ignore[misc]
    """Refuses requests that give their length in two ways: two programs would read two requests in them.

    A body that is larger than the application takes from whoever sends it is refused before it is taken in.
    """

    adj: Any

    def __init__(self, adj: Any, most_bytes: Callable[[Mapping[str, str]], int]) -> None:
        super().__init__(adj)
        self._most_bytes = most_bytes

    def parse_header(self, header_plus: bytes) -> None:
        names = {line.partition(b":")[0].strip().lower() for line in header_plus.split(b"\r\n")[1:]}
        if {b"content-length", b"transfer-encoding"} <= names:
            self.connection_close = True
            raise ParsingError("Content-Length and Transfer-Encoding in one request")
        super().parse_header(header_plus)
        self.adj = copy.copy(self.adj)
        self.adj.max_request_body_size = self._most_bytes(self.headers) + 1


class _Channel(HTTPChannel):  # type: ignore[misc]
    """One connection; a new one makes the longest idle one go where there are too many."""

    most_of_address = _MOST_OF_ADDRESS

    def __init__(self, server: Any, sock: Any, addr: Any, adj: Any, map: Any = None) -> None:
        super().__init__(server, sock, addr, adj, map=map)
        self.parser_class = partial(_Parser, most_bytes=server.most_bytes)
        others = [channel for channel in server.active_channels.values() if channel is not self]
        own = [channel for channel in others if channel.addr and addr and channel.addr[0] == addr[0]]
        for crowd, most in ((own, self.most_of_address), (others, _MOST)):
            if len(crowd) >= most:
                self._make_room(crowd)

    def _make_room(self, crowd: list[Any]) -> None:
        idle = [channel for channel in crowd if not channel.requests and not channel.total_outbufs_len]
        if idle:
            min(idle, key=lambda channel: channel.last_activity).handle_close()
        else:
            self.will_close = True


class _ProxyChannel(_Channel):
    """Behind a proxy all connections come from one address."""

    most_of_address = _MOST


def listen(
    app: Flask,
    host: str,
    port: int,
    *,
    behind_proxy: bool = False,
    most_bytes: Callable[[Mapping[str, str]], int] | None = None,
) -> Any:
    """Return a server for an application, not running yet; close it afterwards.

    Parameters
    ----------
    most_bytes : of the body of a request with such headers; the application's own limit by default.
    """
    # a line for each request that waits a moment helps nobody, and a terminal that is held up would hold up all
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    server = create_server(
        app,
        host=host,
        port=port,
        threads=_THREADS,
        connection_limit=_MOST + 200,
        channel_timeout=_IDLE_SECONDS,
        cleanup_interval=5,
        asyncore_use_poll=True,
        ident=None,
    )
    for single in [server, *getattr(server, "map", {}).values()]:
        single.channel_class = _ProxyChannel if behind_proxy else _Channel
        single.most_bytes = most_bytes or (lambda _: int(app.config["MAX_CONTENT_LENGTH"]))
        if isinstance(single, BaseWSGIServer):
            single.handle_accept = _taking_all(single)
    return server


def _taking_all(server: Any) -> Callable[[], None]:
    """Take everybody who waits at the door: waitress takes one a round, and looks at every open one in each."""
    take_one = server.handle_accept
    door = selectors.DefaultSelector()
    door.register(server.socket, selectors.EVENT_READ)

    def take_all() -> None:
        for _ in range(_AT_THE_DOOR):
            take_one()
            if not door.select(0):
                return

    return take_all


def port_of(server: Any) -> int:
    """Port a server listens on; a name with several addresses has several sockets."""
    listening = getattr(server, "effective_listen", None)
    return int(listening[0][1] if listening else server.effective_port)
