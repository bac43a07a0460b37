"""Starting the viewer: where it listens, and what it refuses."""

import ipaddress
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask

from alliancenet.errors import SettingsError
from alliancenet_web.accounts import Accounts, no_accounts, read_accounts
from alliancenet_web.app import create_app

LOG_NAME = "viewer-access.log"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the viewer listens.

    Parameters
    ----------
    url : address readers use when it is not on this machine only; https.
    proxy_hops : trusted proxies in front of it.
    """

    host: str = "127.0.0.1"
    port: int = 8765
    url: str = ""
    proxy_hops: int = 0


def serve(
    folder: Path,
    place: Place,
    *,
    accounts_file: Path | None = None,
    open_browser: bool = True,
    say: Callable[[str], None] = print,
) -> None:
    """Serve the audits of a folder until interrupted.

    Raises
    ------
    SettingsError
        For an address beyond this machine without accounts and an https address for readers.
    """
    from waitress import create_server

    accounts = read_accounts(accounts_file) if accounts_file else no_accounts()
    app = app_for(folder, place, accounts)
    try:
        server = create_server(app, host=place.host, port=place.port, threads=8, connection_limit=1000, ident=None)
    except OSError as error:
        raise SettingsError(
            f"port {place.port} of {place.host}: {error.strerror}; choose another with --port"
        ) from None
    link = start_link(app, place, server.effective_port)
    say(f"Viewer over {folder}. Open this link once in your browser:\n\n  {link}\n\nStop with Ctrl-C.")
    if open_browser:
        webbrowser.open(link)
    try:
        server.run()
    finally:
        server.close()


def app_for(folder: Path, place: Place, accounts: Accounts) -> Flask:
    """Return the application for a place, or refuse the place."""
    if is_loopback(place.host) and not place.url:
        return create_app(folder, accounts=accounts, log=folder / LOG_NAME)
    address = urlsplit(place.url)
    if not accounts.by_name:
        raise SettingsError(f"{place.host} is open to others: accounts are needed; make some with --add-account")
    if address.scheme != "https" or not address.hostname:
        raise SettingsError(
            f"{place.host} is open to others: --url https://… is needed, the address of the proxy that brings TLS"
        )
    app = create_app(folder, accounts=accounts, hosts=[address.netloc], https=True, log=folder / LOG_NAME)
    # whoever reads from elsewhere has an account; the start link stays on this machine
    app.extensions["desk"].sessions.start_token = None
    if place.proxy_hops:
        from werkzeug.middleware.proxy_fix import ProxyFix

        hops = place.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    return app


def start_link(app: Flask, place: Place, port: int) -> str:
    """Link that signs in once on this machine, or the address readers use."""
    token = app.extensions["desk"].sessions.start_token
    if token is None:
        return place.url
    host = f"[{place.host}]" if ":" in place.host else place.host
    return f"http://{host}:{port}/start?token={token}"


def is_loopback(host: str) -> bool:
    """Only this machine can reach the address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
