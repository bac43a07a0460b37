"""Starting the collector: where it listens, and what it refuses."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from alliancenet_web.place import Place

from alliancenet.collect.store import WaveStore
from alliancenet.collect.wave import record_of, survey_in
from alliancenet.errors import SettingsError

if TYPE_CHECKING:
    from flask import Flask

PORT = 8766


def serve(store: WaveStore, place: Place, *, say: Callable[[str], None] = print) -> None:
    """Serve a wave until interrupted.

    Parameters
    ----------
    place : where it listens; its `url` is the plan's where none is given.

    Raises
    ------
    SettingsError
        For an address beyond this machine without an https address for respondents.
    """
    from alliancenet_web.listening import listen, port_of

    app = app_for(store, place)
    try:
        server = listen(app, place.host, place.port, behind_proxy=bool(place.proxy_hops))
    except OSError as error:
        raise SettingsError(
            f"port {place.port} of {place.host}: {error.strerror}; choose another with --port"
        ) from None
    port = port_of(server)
    app.extensions["room"].hosts = place.hosts(port)
    wave = record_of(store)
    say(f"Collector of wave {wave.id} ({wave.state}, last day {wave.closes}) on {place.host}, port {port}.")
    say(f"Letters lead to {survey_in(store).url}. Stop with Ctrl-C; what was acknowledged is kept.")
    if place.is_for_others and not place.proxy_hops:
        say("Note: without --proxy-hops all seem to come from one address, and limits on wrong links hold for all.")
    try:
        server.run()
    finally:
        server.close()
        store.close()


def app_for(store: WaveStore, place: Place) -> "Flask":
    """Return the application for a place, or refuse the place."""
    from alliancenet_web.proxy import Hops

    from alliancenet_collect.app import create_app

    if not place.is_for_others:
        return create_app(store)
    address = urlsplit(place.url)
    if address.scheme != "https" or not address.hostname:
        raise SettingsError(
            f"{place.host} is open to others: --url https://… is needed, the address of the proxy that brings TLS"
        )
    app = create_app(store, hosts=[address.netloc], https=True)
    if place.proxy_hops or place.proxy_addresses:
        app.wsgi_app = Hops(app.wsgi_app, place.proxy_hops, place.proxy_addresses, "")  # type: ignore[method-assign]
    return app
