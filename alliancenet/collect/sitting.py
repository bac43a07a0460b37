"""What one person entered and sent: drafts page by page, and answers that are kept once."""

import hashlib
import json
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, insert, select, update

from alliancenet.collect.schema import DRAFT, RESPONDENT, SUBMISSION
from alliancenet.collect.steps import Body
from alliancenet.collect.store import WaveStore
from alliancenet.collect.wave import NotNow, journal, record_in

_LONGEST_ID = 64


class Closed(NotNow):
    """The wave takes no answers."""


class Changed(NotNow):
    """What is sent is not what was looked through: another window changed it, or the page was sent before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonStanding:
    """Where a person is.

    Parameters
    ----------
    kept : what was entered, by page.
    sent : an answer is kept.
    submitted : the day it was sent.
    is_changing : it was sent, and is looked through again.
    """

    respondent: str
    language: str
    has_begun: bool
    kept: Mapping[str, Body]
    sent: bool
    submitted: date | None
    is_changing: bool
    opts_out: bool


def digest_of_pages(kept: Mapping[str, Body], pages: Collection[str]) -> str:
    """Of what stands on these pages: what a review page showed."""
    return _digest(_text({page: body for page, body in kept.items() if page in pages}))


def digest_of_answers(pages: Mapping[str, Body], *, opt_out: bool) -> str:
    """Of what was sent: the same answers sent again are told by it."""
    return _mark(_digest(_text(pages)), opt_out)


def standing_of(store: WaveStore, respondent: str) -> PersonStanding:
    """Where a person is."""
    with store.reading() as connection:
        row = connection.execute(select(RESPONDENT).where(RESPONDENT.c.id == respondent)).one()
        kept = _drafts(connection, respondent)
        query = select(SUBMISSION.c.body).where(SUBMISSION.c.id == row.submission)
        sent = connection.execute(query).scalar() if row.submission else None
    return PersonStanding(
        respondent=respondent,
        language=row.language,
        has_begun=row.notified is not None,
        kept=kept,
        sent=row.submission is not None,
        submitted=row.submitted,
        is_changing=bool(row.is_changing),
        opts_out=bool(sent and json.loads(sent).get("opt_out")),
    )


def sent_pages(store: WaveStore, respondent: str) -> Mapping[str, Body]:
    """What a person sent, by page; nothing before that."""
    with store.reading() as connection:
        query = select(SUBMISSION.c.body).join(RESPONDENT, RESPONDENT.c.submission == SUBMISSION.c.id)
        body = connection.execute(query.where(RESPONDENT.c.id == respondent)).scalar()
    pages: Mapping[str, Body] = json.loads(body)["pages"] if body else {}
    return pages


def begin(store: WaveStore, respondent: str, today: date) -> None:
    """Put on record that the notice was shown and the person went on.

    Raises
    ------
    Closed
        When the wave takes no answers.
    """
    with store.writing() as connection:
        _check_open(connection, today)
        begun = update(RESPONDENT).where(RESPONDENT.c.id == respondent, RESPONDENT.c.notified.is_(None))
        connection.execute(begun.values(notified=today))


def speak(store: WaveStore, respondent: str, language: str) -> None:
    """Show the pages in another language."""
    with store.writing() as connection:
        connection.execute(update(RESPONDENT).where(RESPONDENT.c.id == respondent).values(language=language))


def keep(store: WaveStore, respondent: str, step: str, body: Body, today: date) -> None:
    """Keep what was entered on a page; the newest holds.

    Raises
    ------
    Closed
        When the wave takes no answers.
    """
    text = json.dumps(body, ensure_ascii=False, sort_keys=True)
    with store.writing() as connection:
        _check_open(connection, today)
        _lock(connection, respondent)
        here = (DRAFT.c.respondent == respondent) & (DRAFT.c.step == step)
        if not connection.execute(update(DRAFT).where(here).values(body=text)).rowcount:
            connection.execute(insert(DRAFT).values(respondent=respondent, step=step, body=text))


def new_id() -> str:
    """Name of an answer that is about to be sent; made with the page that sends it."""
    return secrets.token_hex(16)


def send(
    store: WaveStore,
    respondent: str,
    pages: Collection[str],
    *,
    submission: str,
    shown: str,
    opt_out: bool,
    today: date,
) -> bool:
    """Keep what was entered as the person's answers; True when something new was kept.

    Parameters
    ----------
    pages : keys of the pages that count; what was said about somebody who is no longer chosen does not.
    submission : see `new_id`: sent twice, it is kept once.
    shown : digest of what the person looked through.

    Raises
    ------
    Closed
        When the wave takes no answers.
    Changed
        When something else was entered in the meantime, or the same page was sent with other content.
    """
    if not 0 < len(submission) <= _LONGEST_ID or not (submission.isascii() and submission.isprintable()):
        raise Changed("what was sent has no number a page was given")
    with store.writing() as connection:
        row = _lock(connection, respondent)
        known = connection.execute(
            select(SUBMISSION.c.respondent, SUBMISSION.c.digest).where(SUBMISSION.c.id == submission)
        ).first()
        mark = _mark(shown, opt_out)
        if known is not None:
            if known.respondent == respondent and known.digest == mark:
                return False
            raise Changed("this page was sent before, with other answers")
        _check_open(connection, today)
        entered = {page: body for page, body in _drafts(connection, respondent).items() if page in pages}
        if _digest(_text(entered)) != shown:
            raise Changed("other answers were entered since this page was shown")
        held = _held(connection, row.submission)
        if held == mark:
            connection.execute(update(RESPONDENT).where(RESPONDENT.c.id == respondent).values(is_changing=0))
            return False
        connection.execute(update(SUBMISSION).where(SUBMISSION.c.respondent == respondent).values(body=None))
        body = json.dumps({"opt_out": opt_out, "pages": entered}, ensure_ascii=False, sort_keys=True)
        connection.execute(insert(SUBMISSION).values(id=submission, respondent=respondent, digest=mark, body=body))
        done = {"submission": submission, "submitted": today, "is_changing": 0}
        connection.execute(update(RESPONDENT).where(RESPONDENT.c.id == respondent).values(**done))
        journal(connection, "changed answers" if held else "answered", respondent)
        return True


def change(store: WaveStore, respondent: str, today: date) -> None:
    """Look through answers again that were sent; they hold until others are sent.

    Raises
    ------
    Closed
        When the wave takes no answers.
    """
    with store.writing() as connection:
        _check_open(connection, today)
        connection.execute(update(RESPONDENT).where(RESPONDENT.c.id == respondent).values(is_changing=1))


def _mark(shown: str, opt_out: bool) -> str:
    return _digest(f"{shown}\0{opt_out}")


def _check_open(connection: Connection, today: date) -> None:
    if not record_in(connection, shared=True).takes_answers(today):
        raise Closed("this survey takes no more answers")


def _lock(connection: Connection, respondent: str) -> "_Row":
    query = select(RESPONDENT.c.id, RESPONDENT.c.submission).where(RESPONDENT.c.id == respondent)
    found = connection.execute(query.with_for_update()).first()
    if found is None:
        raise NotNow(f"'{respondent}' is not asked in this wave")
    return _Row(id=found.id, submission=found.submission)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A respondent, held while something is kept."""

    id: str
    submission: str | None


def _held(connection: Connection, submission: str | None) -> str | None:
    if submission is None:
        return None
    return connection.execute(select(SUBMISSION.c.digest).where(SUBMISSION.c.id == submission)).scalar()


def _drafts(connection: Connection, respondent: str) -> dict[str, Body]:
    query = select(DRAFT.c.step, DRAFT.c.body).where(DRAFT.c.respondent == respondent).order_by(DRAFT.c.step)
    return {row.step: json.loads(row.body) for row in connection.execute(query)}


def _text(kept: Mapping[str, Body]) -> str:
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
