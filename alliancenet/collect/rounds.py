"""Who gets which letter when: an invitation each, reminders to those who have not finished, and nobody twice."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Connection, func, insert, select, update

from alliancenet.collect.schema import LETTER, RESPONDENT
from alliancenet.collect.store import WaveStore
from alliancenet.collect.survey import Survey
from alliancenet.collect.wave import NotNow, WaveState, journal, record_in


class LetterState(StrEnum):
    """What became of a letter."""

    WAITING = "waiting"
    SENDING = "sending"  # handed to the mail server, whose answer is not on record: it may have left
    SENT = "sent"
    FAILED = "failed"
    SPARED = "spared"  # the person finished before it left


@dataclass(frozen=True, slots=True, kw_only=True)
class DueLetter:
    """A letter that is to leave.

    Parameters
    ----------
    number : 0 for the invitation, 1 for the first reminder.
    message : its Message-ID, the same whenever it is tried.
    """

    respondent: str
    address: str
    number: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """How many letters of one round are in which state."""

    number: int
    day: date
    counts: dict[LetterState, int]


def begin_invitations(store: WaveStore, today: date) -> None:
    """Put an invitation down for everybody who has none.

    Raises
    ------
    NotNow
        When the wave does not take answers.
    """
    with store.writing() as connection:
        _check(connection, today)
        invited = set(connection.execute(select(LETTER.c.respondent).where(LETTER.c.number == 0)).scalars())
        everybody = connection.execute(select(RESPONDENT.c.id).order_by(RESPONDENT.c.id)).scalars().all()
        _put_down(connection, [person for person in everybody if person not in invited], 0, today)


def begin_reminders(store: WaveStore, survey: Survey, today: date, *, same_day: bool = False) -> int:
    """Begin a round of reminders, or go on with one that was cut short; its number.

    Parameters
    ----------
    same_day : also when the last letters left today.

    Raises
    ------
    NotNow
        When the wave takes no answers, nobody was invited, the plan allows no more, or the last letters left today.
    """
    with store.writing() as connection:
        _check(connection, today)
        last = connection.execute(select(func.max(LETTER.c.number))).scalar()
        if last is None:
            raise NotNow("nobody was invited yet: `alliancenet collect invite` first")
        if last and _count(connection, last, LetterState.WAITING):
            return int(last)
        if last >= survey.reminders:
            raise NotNow(f"the plan allows {survey.reminders} reminders, and that many left already")
        newest = connection.execute(select(func.max(LETTER.c.day)).where(LETTER.c.state == LetterState.SENT)).scalar()
        if newest == today and not same_day:
            raise NotNow("the last letters left today; remind tomorrow, or say --same-day")
        number = int(last) + 1
        # who was never reached gets the invitation first
        reached = select(LETTER.c.respondent).where(LETTER.c.number == 0, LETTER.c.state == LetterState.SENT)
        people = select(RESPONDENT.c.id).where(RESPONDENT.c.submission.is_(None), RESPONDENT.c.id.in_(reached))
        silent = connection.execute(people.order_by(RESPONDENT.c.id)).scalars().all()
        if not silent:
            raise NotNow("everybody who was invited has answered: there is nobody to remind")
        _put_down(connection, list(silent), number, today)
        journal(connection, "reminders begun", detail=f"number {number}, {len(silent)} people")
        return number


def waiting(store: WaveStore, number: int) -> tuple[DueLetter, ...]:
    """Letters of a round that are to leave now; those who finished in the meantime are spared a reminder."""
    with store.writing() as connection:
        done = select(RESPONDENT.c.id).where(RESPONDENT.c.submission.is_not(None))
        if number:
            spared = update(LETTER).where(
                LETTER.c.number == number,
                LETTER.c.state.in_((LetterState.WAITING, LetterState.FAILED)),
                LETTER.c.respondent.in_(done),
            )
            connection.execute(spared.values(state=LetterState.SPARED))
        return tuple(_in_state(connection, number, (LetterState.WAITING, LetterState.FAILED)))


def has_finished(connection: Connection, due: DueLetter) -> bool:
    """Whether a reminder is not needed any more; an invitation always is."""
    query = select(RESPONDENT.c.submission).where(RESPONDENT.c.id == due.respondent)
    return bool(due.number) and connection.execute(query).scalar() is not None


def uncertain(store: WaveStore) -> tuple[DueLetter, ...]:
    """Letters that may or may not have left: the program ended while the mail server had them."""
    with store.reading() as connection:
        numbers = connection.execute(select(LETTER.c.number).distinct().order_by(LETTER.c.number)).scalars().all()
        return tuple(due for number in numbers for due in _in_state(connection, number, (LetterState.SENDING,)))


def settle(store: WaveStore, due: DueLetter, *, left: bool) -> None:
    """Say of a letter that may have left whether it did; one that did not leaves with the next ones."""
    with store.writing() as connection:
        mark(connection, due, LetterState.SENT if left else LetterState.WAITING, date.today())


def mark(connection: Connection, due: DueLetter, fate: LetterState, today: date, error: str = "") -> None:
    """Put on record what became of a letter."""
    here = (LETTER.c.respondent == due.respondent) & (LETTER.c.number == due.number)
    connection.execute(update(LETTER).where(here).values(state=fate, day=today, error=error[:400]))


def letters_of(store: WaveStore) -> tuple[Letters, ...]:
    """Rounds so far, oldest first."""
    with store.reading() as connection:
        query = select(LETTER.c.number, LETTER.c.state, func.count(), func.max(LETTER.c.day))
        rows = connection.execute(query.group_by(LETTER.c.number, LETTER.c.state).order_by(LETTER.c.number)).all()
    found: dict[int, Letters] = {}
    for number, state, count, day in rows:
        before = found.get(number)
        counts = {**(before.counts if before else {}), LetterState(state): int(count)}
        found[number] = Letters(number=number, day=max(day, before.day) if before else day, counts=counts)
    return tuple(found.values())


def failures_of(store: WaveStore, number: int) -> tuple[tuple[str, str], ...]:
    """People whose letter of one round was refused, with what the mail server said."""
    refused = (LETTER.c.number == number) & (LETTER.c.state == LetterState.FAILED)
    with store.reading() as connection:
        rows = connection.execute(select(LETTER.c.respondent, LETTER.c.error).where(refused))
        return tuple((row[0], row[1]) for row in rows)


def _put_down(connection: Connection, people: list[str], number: int, today: date) -> None:
    from email.utils import make_msgid

    rows = [
        {
            "respondent": person,
            "number": number,
            # a domain of our own: the default would be this machine's name
            "message": make_msgid(domain="alliancenet.invalid"),
            "state": LetterState.WAITING,
            "day": today,
        }
        for person in people
    ]
    if rows:
        connection.execute(insert(LETTER), rows)


def _in_state(connection: Connection, number: int, fates: tuple[LetterState, ...]) -> Iterator[DueLetter]:
    query = (
        select(LETTER.c.respondent, RESPONDENT.c.address, LETTER.c.number, LETTER.c.message)
        .join(RESPONDENT, RESPONDENT.c.id == LETTER.c.respondent)
        .where(LETTER.c.number == number, LETTER.c.state.in_(fates))
        .order_by(LETTER.c.respondent)
    )
    for row in connection.execute(query).all():
        yield DueLetter(respondent=row[0], address=row[1], number=row[2], message=row[3])


def _count(connection: Connection, number: int, fate: LetterState) -> int:
    query = select(func.count()).where(LETTER.c.number == number, LETTER.c.state == fate)
    return int(connection.execute(query).scalar() or 0)


def _check(connection: Connection, today: date) -> None:
    wave = record_in(connection)
    if not wave.takes_answers(today):
        ended = wave.state is WaveState.OPEN
        raise NotNow("its last day is over: extend it first" if ended else f"the wave is {wave.state}")
