"""The wave as a whole: its state, its last day, what is on record about it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum

from sqlalchemy import Connection, delete, insert, select, update

from alliancenet.collect.schema import DRAFT, JOURNAL, RESPONDENT, SESSION, SUBMISSION, TOKEN, VERSION, WAVE
from alliancenet.collect.store import NoWave, WaveStore
from alliancenet.collect.survey import Survey, document_of, survey_of
from alliancenet.errors import AllianceNetError
from alliancenet.visible import visible

_LONGEST_DETAIL = 400


class WaveState(StrEnum):
    """How far a wave is."""

    DRAFT = "draft"  # can be changed; nobody can answer yet
    OPEN = "open"
    CLOSED = "closed"  # nobody can answer; may be opened again by extending
    FROZEN = "frozen"  # for good


class NotNow(AllianceNetError):
    """The state of the wave does not allow it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveRecord:
    """A wave as it stands.

    Parameters
    ----------
    opens, closes : first and last day to answer.
    digest : of all answers, once frozen; else "".
    """

    id: str
    state: WaveState
    opens: date
    closes: date
    digest: str

    def takes_answers(self, today: date) -> bool:
        """People can answer on this day."""
        return self.state is WaveState.OPEN and today <= self.closes


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalEntry:
    """Something that was done, by when; never what anybody answered."""

    time: datetime
    act: str
    respondent: str
    detail: str


def journal(connection: Connection, act: str, respondent: str = "", detail: str = "") -> None:
    """Put on record that something was done: by whom runs the wave to the second, by respondents to the day."""
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    if respondent:  # the order of answers beside a web server's log tells who gave which
        now = now.replace(hour=0, minute=0, second=0)
    line = {"time": now, "act": act, "respondent": respondent[:200], "detail": visible(detail)[:_LONGEST_DETAIL]}
    connection.execute(insert(JOURNAL).values(line))


def journal_of(store: WaveStore) -> tuple[JournalEntry, ...]:
    """What is on record, oldest first."""
    columns = (JOURNAL.c.time, JOURNAL.c.act, JOURNAL.c.respondent, JOURNAL.c.detail)
    with store.reading() as connection:
        rows = connection.execute(select(*columns).order_by(JOURNAL.c.number))
        return tuple(JournalEntry(time=row[0], act=row[1], respondent=row[2], detail=row[3]) for row in rows)


def record_in(connection: Connection, *, shared: bool = False) -> WaveRecord:
    """The wave, as one transaction sees it.

    Parameters
    ----------
    shared : nobody else may change its state before the transaction ends.
    """
    query = select(WAVE.c.id, WAVE.c.state, WAVE.c.opens, WAVE.c.closes, WAVE.c.digest)
    row = connection.execute(query.with_for_update(read=True) if shared else query).first()
    if row is None:
        raise NoWave("this wave was not opened yet; `alliancenet collect open PROJECT --wave W` does")
    return WaveRecord(id=row.id, state=WaveState(row.state), opens=row.opens, closes=row.closes, digest=row.digest)


def record_of(store: WaveStore) -> WaveRecord:
    """The wave as it stands now."""
    with store.reading() as connection:
        return record_in(connection)


def survey_in(store: WaveStore) -> Survey:
    """What the wave asks of whom."""
    return survey_of(survey_text(store))


def survey_text(store: WaveStore) -> str:
    """What the wave asks of whom, as it is kept."""
    with store.reading() as connection:
        text = connection.execute(select(WAVE.c.survey)).scalar()
    if text is None:
        raise NoWave("this wave was not opened yet; `alliancenet collect open PROJECT --wave W` does")
    return str(text)


def prepare(store: WaveStore, survey: Survey, addresses: Mapping[str, str], opens: date, closes: date) -> None:
    """Lay down what a wave asks, or lay it anew while nobody can answer yet.

    Parameters
    ----------
    addresses : e-mail address of each person, where there is one.

    Raises
    ------
    NotNow
        When the wave is open already: what people were told before they answered stays as it is.
    """
    with store.writing() as connection:
        state = connection.execute(select(WAVE.c.state).with_for_update()).scalar()
        if state not in {None, WaveState.DRAFT}:
            raise NotNow(f"the wave is {state}: what people were told before they answered is not changed any more")
        for table in (SESSION, DRAFT, TOKEN, RESPONDENT, WAVE):
            connection.execute(delete(table))
        connection.execute(
            insert(WAVE).values(
                id=survey.wave,
                version=VERSION,
                state=WaveState.DRAFT,
                opens=opens,
                closes=closes,
                survey=document_of(survey),
                digest="",
            )
        )
        asked = [person.id for person in survey.people if survey.is_asked(person.id)]
        connection.execute(
            insert(RESPONDENT), [{"id": person, "address": addresses.get(person, "")} for person in asked]
        )
        journal(connection, "prepared", detail=f"{len(asked)} people, {len(survey.alliances)} alliances")


def open_wave(store: WaveStore, today: date) -> WaveRecord:
    """Let people answer.

    Raises
    ------
    NotNow
        When the wave is not a draft, or its last day is over.
    """
    with store.writing() as connection:
        wave = _locked(connection)
        if wave.state is not WaveState.DRAFT:
            raise NotNow(f"the wave is {wave.state} already")
        if wave.closes < today:
            raise NotNow(f"the wave's last day was {wave.closes}: write a later one into waves.csv")
        return _moved(connection, WaveState.OPEN)


def extend(store: WaveStore, closes: date, today: date) -> WaveRecord:
    """Give people until another day, also after closing.

    Raises
    ------
    NotNow
        When the wave was not opened or is frozen, or the day is over.
    """
    with store.writing() as connection:
        wave = _locked(connection)
        if wave.state not in {WaveState.OPEN, WaveState.CLOSED}:
            raise NotNow(f"the wave is {wave.state}: it cannot be extended")
        if closes < today:
            raise NotNow(f"{closes} is over already; a day from {today} on is needed")
        connection.execute(update(WAVE).values(closes=closes))
        journal(connection, "extended", detail=f"from {wave.closes} to {closes}")
        return _moved(connection, WaveState.OPEN) if wave.state is WaveState.CLOSED else record_in(connection)


def close_wave(store: WaveStore) -> WaveRecord:
    """Take no more answers; closing twice is closing once.

    Raises
    ------
    NotNow
        When the wave was not opened.
    """
    with store.writing() as connection:
        wave = _locked(connection)
        if wave.state is WaveState.DRAFT:
            raise NotNow("the wave was not opened yet")
        return wave if wave.state is not WaveState.OPEN else _moved(connection, WaveState.CLOSED)


def freeze(store: WaveStore) -> WaveRecord:
    """Close for good: drafts nobody sent are erased, and the digest of all answers is put on record.

    Raises
    ------
    NotNow
        When the wave is not closed.
    """
    with store.writing() as connection:
        wave = _locked(connection)
        if wave.state is WaveState.FROZEN:
            return wave
        if wave.state is not WaveState.CLOSED:
            raise NotNow(f"the wave is {wave.state}: close it first")
        connection.execute(delete(DRAFT))
        connection.execute(update(WAVE).values(digest=digest_of(connection)))
        return _moved(connection, WaveState.FROZEN)


def digest_of(connection: Connection) -> str:
    """Digest of all answers that hold."""
    query = select(SUBMISSION.c.respondent, SUBMISSION.c.digest).where(SUBMISSION.c.body.is_not(None))
    digest = hashlib.sha256()
    for row in connection.execute(query.order_by(SUBMISSION.c.respondent)):
        digest.update(f"{row.respondent}\0{row.digest}\n".encode())
    return digest.hexdigest()


def _locked(connection: Connection) -> WaveRecord:
    connection.execute(select(WAVE.c.id).with_for_update())
    return record_in(connection)


def _moved(connection: Connection, state: WaveState) -> WaveRecord:
    connection.execute(update(WAVE).values(state=state))
    journal(connection, state)
    return record_in(connection)
