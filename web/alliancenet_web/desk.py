"""What every page needs at hand: the audits, the sessions, the accounts."""

from dataclasses import dataclass
from pathlib import Path

from flask import abort, current_app, g

from alliancenet.privacy import AuditView, Reader
from alliancenet_web.access_log import AccessLog
from alliancenet_web.accounts import Accounts
from alliancenet_web.door import Door
from alliancenet_web.kept import KeptPages
from alliancenet_web.sessions import Session, Sessions
from alliancenet_web.store import Store
from alliancenet_web.workroom import Workroom


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Parts of one running viewer.

    Parameters
    ----------
    log : of the openings of pages about single people; None where none is kept.
    surveys : project whose surveys are collected; None where the viewer knows of none.
    workroom : what works for the project that is served; None where audits alone are.
    hosts : what a request may name as its host, port included; None for any port of a known name.
    """

    store: Store
    sessions: Sessions
    accounts: Accounts
    log: AccessLog | None
    door: Door
    kept: KeptPages
    surveys: Path | None = None
    workroom: Workroom | None = None
    hosts: frozenset[str] | None = None


def desk() -> Desk:
    """Return the desk of the running viewer."""
    found: Desk = current_app.extensions["desk"]
    return found


def room() -> Workroom:
    """What works for the project; a viewer that serves audits alone has no such page."""
    return desk().workroom or abort(404)


def session() -> Session | None:
    """Session of this request, None before signing in."""
    found: Session | None = g.get("session")
    return found


def session_shown() -> Session | None:
    """Session as the page shows it: without its own name and token where the page is kept for others too."""
    found = session()
    return found if found is None or g.get("keep_as") is None else desk().kept.neutral(found)


def reader() -> Reader:
    """Who reads; only behind the guard, where a session exists."""
    current: Session = g.session
    return current.reader


def views() -> tuple[AuditView, ...]:
    """All audits as this reader may see them."""
    return desk().store.views(reader())
