"""Maildir folders: a file for each mail in ``cur`` and ``new``, marks in the file's name."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from alliancenet.comms.events import Event, Fate, Tally
from alliancenet.comms.readers.mail_folder import mails_of
from alliancenet.comms.readers.opening import LogReading, Opening

KIND = "maildir"
TITLE = "Maildir"
MERGES = False

_ROOMS = frozenset({"cur", "new"})  # what stands in tmp is not yet delivered


def recognises(opening: Opening) -> bool:
    """A folder with ``cur`` and ``new`` in it, or in one of its folders."""
    folders: dict[PurePosixPath, set[str]] = {}
    for name in opening.names:
        path = PurePosixPath(name)
        folders.setdefault(path.parent, set()).add(path.name)
    return any(inside >= _ROOMS for inside in folders.values())


def read(path: Path, reading: LogReading, tally: Tally) -> Iterator[Event]:  # noqa: ARG001
    """One event per mail of the folder and the folders in it; mails marked as drafts (D) reached nobody."""
    mails = sorted(mail for mail in path.rglob("*") if mail.parent.name in _ROOMS and mail.is_file())
    for mail in mails:
        for event in mails_of([mail], tally):
            yield replace(event, fate=Fate.DRAFT) if _is_draft(mail) else event
        tally.share = tally.rows / len(mails)


def _is_draft(mail: Path) -> bool:
    """Flags stand behind ``:2,`` (``;2,`` or ``!2,`` where a colon may not stand in a name), drafts in ``.Drafts``."""
    flags = next((mail.name.rpartition(mark)[2] for mark in (":2,", ";2,", "!2,") if mark in mail.name), "")
    return "D" in flags or mail.parent.parent.name.lower() in (".drafts", "drafts")
