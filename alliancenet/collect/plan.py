"""The plan of collecting, `collect.yaml` in the project: what is asked, who will see names, how people are asked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

from alliancenet.collect import words
from alliancenet.errors import InputError, Problem
from alliancenet.files.entry import Entry, shown
from alliancenet.files.fields import read_fields
from alliancenet.model.instrument import Instrument, Kind, Mode

PLAN_FILE = "collect.yaml"
FORMAT = "alliancenet-collect-plan/1"
TEMPLATE = Path(__file__).with_name("collect.yaml")
_KEYS = (
    "format", "url", "mode", "roles", "contact", "instruments", "only", "form", "firms", "handover", "reminders",
    "letter", "smtp",
)  # fmt: skip
_LONGEST = 200
_MOST_REMINDERS = 5  # more is nagging (own limit)
_ASKED = {Kind.ROSTER, Kind.PEOPLE, Kind.ORGANISATION, Kind.CHECKLIST}
_PLACEHOLDERS = ("name", "alliances", "firms", "link", "closes", "contact", "minutes", "time")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """Words of the letters, by language; empty where the shipped ones are used."""

    sender: str = ""
    subject: Mapping[str, str]
    text: Mapping[str, str]
    reminder: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where letters are handed in.

    Parameters
    ----------
    starttls : the connection is encrypted before anything is said; only a server on this machine may do without.
    a_minute : at most so many letters a minute.
    """

    host: str
    port: int
    user: str = ""
    starttls: bool = True
    a_minute: int = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoverPlan:
    """To whom answers are handed over, and what with them; people are told before they answer.

    Parameters
    ----------
    to : who joins them with those of the other side, by language.
    names : names and addresses go with them, to tell people apart.
    texts : what people wrote in their own words goes with them.
    """

    to: Mapping[str, str]
    names: bool
    texts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionPlan:
    """How a project collects.

    Parameters
    ----------
    url : where respondents reach the collector, without a slash at the end.
    mode, roles : who will see names.
    only : people an instrument is asked of, by instrument.
    firms : ids of the firms whose people are asked here; empty for all.
    handover : None where answers stay on this side.
    reminders : at most so many.
    """

    url: str
    mode: Mode
    roles: str
    contact: str
    instruments: tuple[Instrument, ...]
    only: Mapping[str, tuple[str, ...]]
    short: bool
    reminders: int
    firms: tuple[str, ...]
    handover: HandoverPlan | None
    letter: Letter
    smtp: MailServer | None


def read_plan(folder: Path, instruments: tuple[Instrument, ...]) -> CollectionPlan:
    """Read the plan of a project.

    Parameters
    ----------
    instruments : those in force in the project.

    Raises
    ------
    InputError
        With every fault, each with its line.
    """
    path = folder / PLAN_FILE
    if not path.is_file():
        problem = Problem(
            file=PLAN_FILE,
            found="there is no plan of what is asked and how",
            needed=f"the file {PLAN_FILE} in the project folder",
            action=f"`alliancenet collect plan {folder}` writes one to fill in",
        )
        raise InputError([problem])
    problems: list[Problem] = []
    top = Entry(read_fields(path), (), read_fields(path).value, _KEYS, problems)
    if top.data.get("format") != FORMAT:
        top.fault(("format",), shown(top.data.get("format")), f"format: {FORMAT}")
    chosen = _instruments(top, {instrument.id: instrument for instrument in instruments})
    plan = CollectionPlan(
        url=_url(top),
        mode=top.choice("mode", Mode) or _missing_mode(top),
        roles=_line(top, "roles", required=top.data.get("mode") == Mode.NAMED_FOR_ROLES),
        contact=_line(top, "contact", required=True),
        instruments=chosen,
        only=_only(top, chosen),
        short=top.word("form", "long|short", "long or short", "long") == "short",
        reminders=top.entry("reminders", ("most",)).whole("most", 0, _MOST_REMINDERS, 3),
        firms=top.words("firms", (), r"\S{1,200}", "a list of ids of organisations.csv"),
        handover=_handover(top.entry("handover", ("to", "names", "texts")), languages_of(chosen))
        if top.has("handover")
        else None,
        letter=_letter(top.entry("letter", ("from", "subject", "text", "reminder")), languages_of(chosen)),
        smtp=_server(top.entry("smtp", ("host", "port", "user", "starttls", "a_minute"))) if top.has("smtp") else None,
    )
    if problems:
        raise InputError(sorted(problems, key=lambda problem: problem.line or 0))
    return plan


def languages_of(instruments: tuple[Instrument, ...]) -> tuple[str, ...]:
    """Languages everything can be asked in, in the order of the first instrument."""
    first = instruments[0].languages if instruments else ()
    written = words.languages()
    return tuple(
        code for code in first if code in written and all(code in instrument.languages for instrument in instruments)
    )


def _missing_mode(top: Entry) -> Mode:
    if not top.has("mode"):
        top.fault(("mode",), "nobody has decided who will see names", f"one of: {', '.join(Mode)}")
    return Mode.GROUPS_ONLY


def _instruments(top: Entry, known: Mapping[str, Instrument]) -> tuple[Instrument, ...]:
    names = top.words("instruments", ("net", "integration", "climate"), r"[a-z][a-z0-9_]*", "a list of instruments")
    found = []
    for name in names:
        instrument = known.get(name)
        if instrument is None or instrument.kind not in _ASKED or "staffing" in instrument.purposes:
            usable = [
                instrument.id
                for instrument in known.values()
                if instrument.kind in _ASKED and "staffing" not in instrument.purposes
            ]
            top.fault(("instruments",), f"'{name}' cannot be collected", f"some of: {', '.join(sorted(usable))}")
        else:
            found.append(instrument)
    if len(found) == len(names) and not languages_of(tuple(found)):
        top.fault(("instruments",), "they share no language", f"one of {', '.join(words.languages())} in each of them")
    return tuple(found)


def _only(top: Entry, chosen: tuple[Instrument, ...]) -> dict[str, tuple[str, ...]]:
    entry = top.entry("only", tuple(instrument.id for instrument in chosen))
    found = {}
    for name in entry.data:
        people = entry.data[name]
        if not isinstance(people, list) or not all(isinstance(person, str) for person in people):
            entry.fault((name,), shown(people), "a list of ids of people.csv ([nw-a001, vt-b002])")
        else:
            found[str(name)] = tuple(people)
    for instrument in chosen:
        if instrument.kind not in {Kind.ROSTER, Kind.PEOPLE} and instrument.id not in found:
            entry.fault((instrument.id,), "nobody is named who answers it", "a list of ids of people.csv")
    return found


def _url(top: Entry) -> str:
    url = _line(top, "url", required=True).rstrip("/")
    parts = urlsplit(url)
    is_here = parts.hostname in {"127.0.0.1", "localhost", "::1"}
    if url and (parts.scheme != "https" and not (parts.scheme == "http" and is_here)):
        top.fault(("url",), shown(url), "the https address people reach the collector at (http on this machine only)")
    elif url and (parts.path or parts.query or parts.fragment or not parts.hostname):
        top.fault(("url",), shown(url), "an address without a path, such as https://survey.example.com")
    return url


def _line(top: Entry, key: str, *, required: bool) -> str:
    raw = top.data.get(key)
    if raw is None and not required:
        return ""
    if not isinstance(raw, str) or not 0 < len(raw.strip()) <= _LONGEST or not raw.strip().isprintable():
        top.fault((key,), shown(raw), f"a line of text of at most {_LONGEST} letters")
        return ""
    return raw.strip()


def _handover(entry: Entry, languages: tuple[str, ...]) -> HandoverPlan:
    for key in ("names", "texts"):
        if not entry.has(key):
            entry.fault((key,), "nobody has decided it", "true or false: it is printed in the notice")
    to = entry.texts("to", languages, placeholders=()) if languages else {}
    for code, text in to.items():
        if "\n" in text.strip() or len(text) > _LONGEST:
            entry.fault(("to", code), shown(text), f"a line of text of at most {_LONGEST} letters")
    return HandoverPlan(to=to, names=entry.flag("names", False), texts=entry.flag("texts", False))


def _letter(entry: Entry, languages: tuple[str, ...]) -> Letter:
    sender = _line(entry, "from", required=False)
    if sender and not re.fullmatch(r"[^@\s]+@[^@\s]+", parseaddr(sender)[1]):
        entry.fault(("from",), shown(sender), 'a name and an e-mail address: "Kim Example <kim@example.com>"')
    written = {
        key: entry.texts(key, languages, required=False, placeholders=_PLACEHOLDERS) if languages else {}
        for key in ("subject", "text", "reminder")
    }
    for key in ("text", "reminder"):
        for code, text in written[key].items():
            if "{link}" not in text:
                entry.fault((key, code), "no place for the link", "the word {link} somewhere in the text")
    for code, subject in written["subject"].items():
        if "\n" in subject:
            entry.fault(("subject", code), "more than one line", "a subject of one line")
    return Letter(sender=sender, **written)


def _server(entry: Entry) -> MailServer:
    server = MailServer(
        host=entry.word("host", r"[A-Za-z0-9.:-]+", "the name of the mail server"),
        port=entry.whole("port", 1, 65_535, 587),
        user=_line(entry, "user", required=False),
        starttls=entry.flag("starttls", True),
        a_minute=entry.whole("a_minute", 1, 6_000, 30),
    )
    if not server.starttls and server.host not in {"127.0.0.1", "localhost", "::1"}:
        entry.fault(("starttls",), "false", "true, for a server that is not on this machine: links would be readable")
    return server
