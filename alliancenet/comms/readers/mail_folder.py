"""A folder of .eml files, searched to any depth, or one .eml file."""

from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from pathlib import Path

from alliancenet.comms.events import Event, Tally
from alliancenet.comms.readers.mail_headers import MOST_HEADER, event_of
from alliancenet.comms.readers.mail_parts import OVERLAP, holds_invitation, multipart_type
from alliancenet.comms.readers.opening import LogReading, Opening, starts_with_headers

KIND = "eml"
TITLE = "folder of .eml files"
MERGES = False

_ENDINGS = (".eml", ".emlx")
_BLOCK = 1 << 20


def recognises(opening: Opening) -> bool:
    """A folder that holds .eml files, or a file that starts with mail headers, whichever comes first."""
    if opening.path.is_dir():
        return any(name.lower().endswith(_ENDINGS) for name in opening.names)
    return starts_with_headers(opening.text)


def read(path: Path, reading: LogReading, tally: Tally) -> Iterator[Event]:  # noqa: ARG001
    """One event per file, by path; only headers are read, of the mail and of its parts."""
    if not path.is_dir():
        yield from mails_of([path], tally)
        return
    inside = sorted(child for child in path.rglob("*") if child.is_file() and not child.name.startswith("."))
    mails = [child for child in inside if child.name.lower().endswith(_ENDINGS)]
    if len(mails) < len(inside):
        tally.notes["file in the folder that is no .eml, not read"] += len(inside) - len(mails)
    yield from mails_of(mails, tally)


def mails_of(mails: Sequence[Path], tally: Tally) -> Iterator[Event]:
    """One event per file, in the order given."""
    for mail in mails:
        tally.rows += 1
        tally.share = tally.rows / len(mails)
        block, invites = _looked_at(mail)
        if len(block) >= MOST_HEADER:
            tally.notes["header block cut at 1 MB"] += 1
        event = event_of(block, tally, holds_invitation=invites)
        if event is not None:
            yield event


def _looked_at(path: Path) -> tuple[bytes, bool]:
    """Header block, up to the first empty line (one of white space goes on, RFC 5322 4.2), and: is it an invitation."""
    block = bytearray()
    with path.open("rb") as file:
        first = file.readline(65_536).removeprefix(BOM_UTF8)
        if b"\r" in first.rstrip(b"\r\n"):  # lines end in CR alone
            block += (first + file.read(MOST_HEADER)).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
            head, _, body = bytes(block).partition(b"\n\n")
            return head[:MOST_HEADER], holds_invitation(body, multipart_type(head))
        block += b"" if first.strip().isdigit() else first  # .emlx begins with its length
        while len(block) < MOST_HEADER and (line := file.readline(65_536)).rstrip(b"\r\n"):
            block += line
        whole, held = multipart_type(bytes(block)), b"\n"
        while whole and (more := file.read(_BLOCK)):
            held = held[-OVERLAP:] + more
            if holds_invitation(held, whole):
                return bytes(block), True
    return bytes(block), False
