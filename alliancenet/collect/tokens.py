"""Links and sessions: who is answering. Only digests are kept of both."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection, delete, insert, select, update

from alliancenet.collect.schema import RESPONDENT, SESSION, TOKEN
from alliancenet.collect.store import WaveStore
from alliancenet.collect.wave import WaveState, journal, record_in

_BYTES = 24  # 192 bits
LONGEST = 100  # letters of a token that are looked at
IDLE, LONGEST_SESSION = timedelta(hours=2), timedelta(hours=12)  # own limits
_SEEN_EACH = timedelta(minutes=1)


class Refused(StrEnum):
    """Why a link opens nothing."""

    UNKNOWN = "unknown"
    REVOKED = "revoked"
    NOT_YET = "not open yet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sitting:
    """Somebody who is answering.

    Parameters
    ----------
    key : of the session; in the cookie only.
    """

    respondent: str
    key: str

    @property
    def form_token(self) -> str:
        """What every form of this session carries."""
        return hmac.new(self.key.encode(), b"form", "sha256").hexdigest()


def issue(connection: Connection, respondent: str, today: date) -> str:
    """Make a link's token; the one chance to read it. Earlier ones of the person stay good."""
    token = secrets.token_urlsafe(_BYTES)
    connection.execute(insert(TOKEN).values(digest=digest(token), respondent=respondent, issued=today))
    return token


def revoke(store: WaveStore, respondent: str) -> int:
    """End every link and session of a person; how many links there were."""
    with store.writing() as connection:
        query = update(TOKEN).where(TOKEN.c.respondent == respondent, TOKEN.c.is_revoked == 0)
        count = connection.execute(query.values(is_revoked=1)).rowcount
        connection.execute(delete(SESSION).where(SESSION.c.respondent == respondent))
        journal(connection, "links revoked", respondent, str(count))
        return count


def enter(store: WaveStore, token: str) -> Sitting | Refused:
    """Exchange a link's token for a session.

    Notes
    -----
    A link ends with its wave: after the close it opens the receipt and what was said, and changes nothing.
    """
    now = _now()
    with store.writing() as connection:
        row = connection.execute(
            select(TOKEN.c.respondent, TOKEN.c.is_revoked).where(TOKEN.c.digest == digest(token[:LONGEST]))
        ).first()
        state = record_in(connection).state
        refused = _refusal(row is None, bool(row and row.is_revoked), state)
        if refused is not None:
            journal(connection, "link refused", row.respondent if row else "", refused)
            return refused
        assert row is not None
        key = secrets.token_urlsafe(32)
        connection.execute(delete(SESSION).where(SESSION.c.seen < now - LONGEST_SESSION))
        session = {"respondent": row.respondent, "token": digest(token[:LONGEST]), "opened": now, "seen": now}
        connection.execute(insert(SESSION).values(digest=digest(key), **session))
        return Sitting(respondent=row.respondent, key=key)


def _refusal(is_unknown: bool, is_revoked: bool, state: WaveState) -> Refused | None:
    if is_unknown:
        return Refused.UNKNOWN
    if is_revoked:
        return Refused.REVOKED
    return Refused.NOT_YET if state is WaveState.DRAFT else None


def sitting_of(store: WaveStore, key: str) -> Sitting | None:
    """Who a cookie belongs to; None when it is unknown, its link revoked, or it was not used for two hours."""
    now = _now()
    with store.reading() as connection:
        query = select(SESSION.c.respondent, SESSION.c.opened, SESSION.c.seen)
        row = connection.execute(query.where(SESSION.c.digest == digest(key[:LONGEST]))).first()
    if row is None or now - row.seen > IDLE or now - row.opened > LONGEST_SESSION:
        return None
    if now - row.seen > _SEEN_EACH:
        with store.writing() as connection:
            connection.execute(update(SESSION).where(SESSION.c.digest == digest(key)).values(seen=now))
    return Sitting(respondent=row.respondent, key=key)


def leave(store: WaveStore, sitting: Sitting) -> None:
    """End a session."""
    with store.writing() as connection:
        connection.execute(delete(SESSION).where(SESSION.c.digest == digest(sitting.key)))


def language_of(store: WaveStore, respondent: str) -> str:
    """Language a person chose, or ""."""
    with store.reading() as connection:
        query = select(RESPONDENT.c.language).where(RESPONDENT.c.id == respondent)
        return str(connection.execute(query).scalar() or "")


def digest(secret: str) -> str:
    """What is kept of a token or a key. Both are random and long: no salt is needed."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
