"""What every page needs at hand: the audits, the sessions, the accounts."""

from dataclasses import dataclass
from pathlib import Path

from flask import current_app, g

from alliancenet.privacy import AuditView, Reader
from alliancenet_web.accounts import Accounts
from alliancenet_web.sessions import Session, Sessions
from alliancenet_web.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Parts of one running viewer."""

    store: Store
    sessions: Sessions
    accounts: Accounts
    log: Path | None


def desk() -> Desk:
    """Return the desk of the running viewer."""
    found: Desk = current_app.extensions["desk"]
    return found


def session() -> Session | None:
    """Session of this request, None before signing in."""
    found: Session | None = g.get("session")
    return found


def reader() -> Reader:
    """Who reads; only behind the guard, where a session exists."""
    current: Session = g.session
    return current.reader


def views() -> tuple[AuditView, ...]:
    """All audits as this reader may see them."""
    return desk().store.views(reader())
