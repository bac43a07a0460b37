"""Letters with links: as a table for a mail merge, as files ready to send, or handed to a mail server."""

import csv
import io
import re
import smtplib
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, localtime, parseaddr
from functools import cache
from pathlib import Path

from alliancenet.collect import tokens
from alliancenet.collect.plan import CollectionPlan, Letter, MailServer
from alliancenet.collect.rounds import DueLetter, LetterState, has_finished, mark
from alliancenet.collect.store import WaveStore
from alliancenet.collect.survey import Survey
from alliancenet.collect.wave import WaveRecord
from alliancenet.collect.words import day_in
from alliancenet.errors import AllianceNetError
from alliancenet.files.fields import read_fields
from alliancenet.files.safe_cell import safe_cell
from alliancenet.files.writing import folder_beside, write_whole
from alliancenet.model.instrument import Texts
from alliancenet.visible import visible

_FILE = Path(__file__).with_name("letters.yaml")
_SECONDS = 30.0  # a mail server is waited for so long (own limit)
_PLACE = re.compile(r"\{(\w+)\}")
# of one letter: its address, its text, or letters in its address the server does not know
_REFUSED = (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError, smtplib.SMTPNotSupportedError, ValueError)
_CLOSING, _WELL = "421 ", 250
PASSWORD = "ALLIANCENET_SMTP_PASSWORD"
COLUMNS = ("id", "name", "organisation", "address", "language", "alliances", "last_day", "link", "subject", "text")


class NotSent(AllianceNetError):
    """The mail server cannot be used; letters that did not leave wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What letters of one round are made from."""

    store: WaveStore
    survey: Survey
    wave: WaveRecord
    letter: Letter
    today: date

    def link(self, token: str) -> str:
        """Where a letter leads."""
        return f"{self.survey.url}/i/{token}"

    def words(self, due: DueLetter, token: str) -> tuple[str, str]:
        """Subject and text, in the person's language, or in every language where it is not on record."""
        person = self.survey.person[due.respondent]
        codes = (person.language,) if person.language in self.survey.languages else self.survey.languages
        alliances = self.survey.alliances_of(person.id)
        firms = {self.survey.person[other].organisation for alliance in alliances for other in alliance.people}
        minutes = self.survey.minutes(person.id)
        own: Mapping[str, Texts] = {
            "subject": self.letter.subject,
            "text": self.letter.text,
            "reminder": self.letter.reminder,
        }

        def words(name: str, code: str) -> str:
            values = {
                "name": _called(person.name),
                "alliances": ", ".join(alliance.name for alliance in alliances),
                "firms": _by_count("firms", len(firms), code),
                "link": self.link(token),
                "closes": day_in(self.wave.closes, code),
                "contact": self.survey.contact,
                "minutes": str(minutes),
                "time": _by_count("time", minutes, code),
            }
            text = own.get(name, {}).get(code) or _shipped()[name][code]
            # in one pass: what is filled in is never filled in again, whatever somebody is called
            filled = _PLACE.sub(lambda found: values.get(found[1], found[0]), text)
            return visible(filled)

        text = "\n\n- - -\n\n".join(words("reminder" if due.number else "text", code).strip() for code in codes)
        subject = "subject_again" if due.number and not self.letter.subject else "subject"
        subjects = " / ".join(dict.fromkeys(words(subject, code) for code in codes))
        return " ".join(subjects.split()), f"{text}\n"


def _called(name: str) -> str:
    """A name as a letter begins with it, also where the roster writes the family name first."""
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and first.strip() else name


def _by_count(name: str, count: int, code: str) -> str:
    texts = _shipped().get(f"{name}_{count}") or _shipped()[f"{name}_n"]
    return texts[code].replace("{n}", str(count))


@cache
def _shipped() -> Mapping[str, Texts]:
    words: Mapping[str, Texts] = read_fields(_FILE).value
    return words


def as_table(post: Post, letters: Sequence[DueLetter], path: Path) -> None:
    """Write letters as CSV for a mail merge; they count as sent then, for what happens next is out of sight.

    Notes
    -----
    Each has a link of its own. Whoever reads the file can answer for everybody in it.
    """
    text, handed = io.StringIO(), []
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    with post.store.writing() as connection:
        for due in letters:
            person, token = post.survey.person[due.respondent], tokens.issue(connection, due.respondent, post.today)
            subject, words = post.words(due, token)
            alliances = "; ".join(alliance.name for alliance in post.survey.alliances_of(person.id))
            firm = post.survey.firms.get(person.organisation, "")
            row = (
                person.id,
                person.name,
                firm,
                due.address,
                person.language,
                alliances,
                post.wave.closes.isoformat(),
                post.link(token),
                subject,
                words,
            )
            handed.append(tuple(map(safe_cell, row)))
            mark(connection, due, LetterState.SENT, post.today)
        writer.writerows(handed)
        write_whole(path, text.getvalue())  # inside: a file that cannot be written leaves nobody marked


def as_files(post: Post, letters: Sequence[DueLetter], folder: Path, plan: CollectionPlan) -> tuple[DueLetter, ...]:
    """Write letters as files a mail program opens ready to send; those without an address are returned."""
    without = tuple(due for due in letters if not due.address)
    with post.store.writing() as connection, folder_beside(folder) as waiting:
        for due in letters:
            if due.address:
                message = message_of(
                    post, due, tokens.issue(connection, due.respondent, post.today), plan.letter.sender
                )
                message["X-Unsent"] = "1"  # Outlook opens it as a draft
                write_whole(waiting / f"{_file_name(due)}.eml", bytes(message))
                mark(connection, due, LetterState.SENT, post.today)
        waiting.rename(folder)
    return without


def _file_name(due: DueLetter) -> str:
    plain = "".join(letter if letter.isalnum() or letter in "._-" else "_" for letter in due.respondent)[:80]
    return f"{plain}-{due.number}" if plain.strip("._") else f"letter-{tokens.digest(due.respondent)[:12]}-{due.number}"


def message_of(post: Post, due: DueLetter, token: str, sender: str) -> EmailMessage:
    """A letter as a message."""
    subject, text = post.words(due, token)
    name, address = parseaddr(sender)
    message = EmailMessage()
    message["From"] = Address(name, addr_spec=address)
    called = " ".join(visible(post.survey.person[due.respondent].name).split())
    message["To"] = Address(called, addr_spec=due.address)
    message["Subject"] = subject
    message["Date"] = format_datetime(localtime())
    message["Message-ID"] = due.message
    message["Auto-Submitted"] = "auto-generated"  # no holiday notes in return
    message.set_content(text)
    return message


def send(
    post: Post,
    letters: Sequence[DueLetter],
    plan: CollectionPlan,
    password: str,
    *,
    tell: Callable[[int, int, str], None] = lambda *_: None,
    wait: Callable[[float], None] = time.sleep,
) -> tuple[DueLetter, ...]:
    """Hand letters to the mail server, one after the other; those without an address are returned.

    Notes
    -----
    Before a letter is handed over it is put on record as being sent, with the digest of its link, afterwards
    as sent: after a crash every letter is known to have left, known not to have, or named as uncertain (the
    one the mail server had at that moment).

    Raises
    ------
    NotSent
        When the mail server cannot be reached or refuses to be used at all.
    """
    if plan.smtp is None or not plan.letter.sender:
        raise NotSent("collect.yaml names no mail server (`smtp:`) or no sender (`letter: {from: …}`)")
    reachable = [due for due in letters if due.address]
    if reachable:
        server = _connected(plan.smtp, password)
        try:
            for at, due in enumerate(reachable):
                tell(at, len(reachable), due.address)
                if at:
                    wait(60 / plan.smtp.a_minute)
                    if not _is_alive(server):  # between two letters: none of them is in doubt
                        server.close()
                        server = _connected(plan.smtp, password)
                _hand_over(server, post, due, plan.letter.sender)
        finally:
            with suppress(OSError, smtplib.SMTPException):  # what left has left, whatever is said at parting
                server.quit()
            server.close()
    return tuple(due for due in letters if not due.address)


def _hand_over(server: smtplib.SMTP, post: Post, due: DueLetter, sender: str) -> None:
    with post.store.writing() as connection:
        if has_finished(connection, due):  # while the letters before this one left
            mark(connection, due, LetterState.SPARED, post.today)
            return
        token = tokens.issue(connection, due.respondent, post.today)
        mark(connection, due, LetterState.SENDING, post.today)
    try:
        server.send_message(message_of(post, due, token, sender))
    except _REFUSED as error:
        reason = _reason(error)
        if reason.startswith(_CLOSING):  # it takes nothing more now, whoever it is for
            _note(post, due, LetterState.WAITING, "")
            raise NotSent(f"the mail server ends the line ({reason}); call the command again later") from None
        _note(post, due, LetterState.FAILED, reason)
        return
    except (smtplib.SMTPSenderRefused, smtplib.SMTPHeloError) as error:
        _note(post, due, LetterState.WAITING, "")
        raise NotSent(f"the mail server refuses the sender {sender}: {_reason(error)}") from None
    except (OSError, smtplib.SMTPException) as error:
        # it stays "sending": the server may have taken it before the line broke
        raise NotSent(f"the line to the mail server broke ({_reason(error)}); call the command again") from None
    _note(post, due, LetterState.SENT, "")


def _note(post: Post, due: DueLetter, fate: LetterState, error: str) -> None:
    with post.store.writing() as connection:
        mark(connection, due, fate, post.today, error)


def _connected(server: MailServer, password: str) -> smtplib.SMTP:
    try:
        line = smtplib.SMTP(server.host, server.port, timeout=_SECONDS)
        if server.starttls:
            line.starttls(context=ssl.create_default_context())
        if server.user:
            line.login(server.user, password)
    except (OSError, smtplib.SMTPException) as error:
        where = f"{server.host}, port {server.port}"
        raise NotSent(f"the mail server {where} cannot be used: {_reason(error)}; nothing was sent") from None
    return line


def _is_alive(line: smtplib.SMTP) -> bool:
    try:
        return line.noop()[0] == _WELL
    except (OSError, smtplib.SMTPException):
        return False


def _reason(error: Exception) -> str:
    """What the mail server said."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(error.recipients.values()))
        return f"{code} {words.decode(errors='replace')}"
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        return f"{error.smtp_code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
    return str(error) or type(error).__name__
