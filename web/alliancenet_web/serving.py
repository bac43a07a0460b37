"""Starting the viewer: where it listens, and what it refuses."""

import webbrowser
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from alliancenet.errors import SettingsError
from alliancenet_web.accounts import Accounts, no_accounts, read_accounts
from alliancenet_web.place import Place

if TYPE_CHECKING:
    from flask import Flask

LOG_NAME = "viewer-access.log"


def serve(
    folder: Path,
    place: Place,
    *,
    accounts_file: Path | None = None,
    surveys: Path | None = None,
    project: Path | None = None,
    open_browser: bool = True,
    say: Callable[[str], None] = print,
) -> None:
    """Serve the audits of a folder until interrupted.

    Parameters
    ----------
    surveys : project whose surveys are collected, for the facilitator's desk.
    project : whose files the facilitator works on.

    Raises
    ------
    SettingsError
        For an address beyond this machine without accounts and an https address for readers.
    """
    accounts = read_accounts(accounts_file) if accounts_file else no_accounts()
    check_place(place, accounts)
    from alliancenet_web.guard import most_bytes
    from alliancenet_web.listening import listen, port_of

    app = app_for(folder, place, accounts, surveys, project)
    try:
        server = listen(app, place.host, place.port, behind_proxy=bool(place.proxy_hops), most_bytes=most_bytes(app))
    except OSError as error:
        raise SettingsError(
            f"port {place.port} of {place.host}: {error.strerror}; choose another with --port"
        ) from None
    port = port_of(server)
    answer_to(app, place, port)
    link = start_link(app, place, port)
    say(f"Viewer over {project or folder}. Open this link once in your browser:\n\n  {link}\n\nStop with Ctrl-C.")
    for remark in _remarks(app, place):
        say(remark)
    if open_browser:
        webbrowser.open(link)
    try:
        server.run()
    finally:
        server.close()


def _remarks(app: "Flask", place: Place) -> list[str]:
    """What whoever starts the viewer should know."""
    log = app.extensions["desk"].log
    remarks = [log.why_not()] if log is not None else []
    if place.is_for_others and not place.proxy_hops:
        remarks.append(
            "Without --proxy-hops all readers seem to come from one address, and limits on wrong passwords hold for all"
        )
    return [f"Note: {remark}." for remark in remarks if remark]


def check_place(place: Place, accounts: Accounts) -> None:
    """Refuse a place that is open to others without all it needs.

    Raises
    ------
    SettingsError
        With the first thing that is missing.
    """
    if place.auth_header and not (place.proxy_hops and place.url):
        raise SettingsError("--auth-header is for a proxy in front: --proxy-hops and --url https://… are needed too")
    if not place.is_for_others:
        return
    if not accounts:
        raise SettingsError(
            f"{place.host} is open to others: accounts are needed; make some with `alliancenet accounts add`"
        )
    address = urlsplit(place.url)
    if address.scheme != "https" or not address.hostname:
        raise SettingsError(
            f"{place.host} is open to others: --url https://… is needed, the address of the proxy that brings TLS"
        )


def app_for(
    folder: Path, place: Place, accounts: Accounts, surveys: Path | None = None, project: Path | None = None
) -> "Flask":
    """Return the application for a place, or refuse the place."""
    check_place(place, accounts)
    from alliancenet_web.app import create_app
    from alliancenet_web.proxy import LOOPBACK, Hops

    log = folder / LOG_NAME
    if not place.is_for_others:
        return create_app(folder, accounts=accounts, log=log, surveys=surveys, project=project)
    app = create_app(
        folder,
        accounts=accounts,
        hosts=[urlsplit(place.url).netloc],
        https=True,
        log=log,
        surveys=surveys,
        project=project,
    )
    # whoever reads from elsewhere has an account; the start link stays on this machine
    app.extensions["desk"].sessions.start_token = None
    addresses = place.proxy_addresses or (LOOPBACK if place.auth_header else ())
    if place.proxy_hops or addresses:
        hops = Hops(app.wsgi_app, place.proxy_hops, addresses, place.auth_header)
        app.wsgi_app = hops  # type: ignore[method-assign]
    return app


def answer_to(app: "Flask", place: Place, port: int) -> None:
    """Have an application answer to its own hosts only, port and all."""
    app.extensions["desk"] = replace(app.extensions["desk"], hosts=place.hosts(port))


def start_link(app: "Flask", place: Place, port: int) -> str:
    """Link that signs in once on this machine, or the address readers use."""
    token = app.extensions["desk"].sessions.start_token
    if token is None:
        return place.url
    host = f"[{place.host}]" if ":" in place.host else place.host
    return f"http://{host}:{port}/start?token={token}"
