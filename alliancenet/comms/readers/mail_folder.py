"""A folder of .eml files, searched to any depth, or one .eml file."""

from collections.abc import Iterator
from pathlib import Path

from alliancenet.comms.events import Event, Tally
from alliancenet.comms.readers.mail_headers import MOST_HEADER, event_of
from alliancenet.comms.readers.opening import LogReading, Opening

KIND = "eml"
TITLE = "folder of .eml files"
MERGES = False

_FIRST_NAMES = ("received", "return-path", "from", "delivered-to", "date", "message-id", "to", "mime-version")


def recognises(opening: Opening) -> bool:
    """A folder that holds .eml files, or a file that starts with mail headers."""
    if opening.path.is_dir():
        return any(name.lower().endswith(".eml") for name in opening.names)
    name, colon, _ = opening.text.lstrip("\ufeff").partition(":")
    return bool(colon) and name.strip().lower() in _FIRST_NAMES and "\n" in opening.text


def read(path: Path, reading: LogReading, tally: Tally) -> Iterator[Event]:  # noqa: ARG001
    """One event per file, by path; only the header block is read."""
    mails = sorted(path.rglob("*.eml")) if path.is_dir() else [path]
    for mail in mails:
        tally.rows += 1
        tally.share = tally.rows / len(mails)
        block = _block(mail)
        if len(block) >= MOST_HEADER:
            tally.notes["header block cut at 1 MB"] += 1
        event = event_of(block, tally)
        if event is not None:
            yield event


def _block(path: Path) -> bytes:
    block = bytearray()
    with path.open("rb") as file:
        while len(block) < MOST_HEADER and (line := file.readline(65_536)).strip():
            block += line
    return bytes(block)
