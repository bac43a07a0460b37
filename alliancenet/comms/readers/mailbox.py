"""mbox files of any size: header blocks as a stream, bodies passed over block by block."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

from alliancenet.comms.events import Event, Tally
from alliancenet.comms.readers.mail_headers import MOST_HEADER, event_of
from alliancenet.comms.readers.mail_parts import OVERLAP, holds_invitation, multipart_type
from alliancenet.comms.readers.opening import LogReading, Opening

KIND = "mbox"
TITLE = "mbox mailbox"
MERGES = False

_BLOCK = 1 << 20
_DATED = re.compile(
    rb"\nFrom [^\r\n]{0,998}?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} +\d{1,2} +\d\d:\d\d[^\r\n]{0,100}\r?\n"
)
_BARE = re.compile(
    rb"\nFrom(?:[ \t][^\r\n]{0,998})?\r?\n(?=(?:From|To|Cc|Bcc|Date|Subject|Sender|Reply-To|Received|Return-Path"
    rb"|Delivered-To|Envelope-To|Message-ID|In-Reply-To|References|MIME-Version|Content-[A-Za-z-]{1,40}|Status|DKIM-Signature"
    rb"|Authentication-Results|ARC-[A-Za-z-]{1,40}|List-[A-Za-z-]{1,40}|User-Agent|Errors-To|Resent-[A-Za-z-]{1,40}"
    rb"|X-[!-9;-~]{1,80})[ \t]*:)",
    re.IGNORECASE,
)
_HEADER_END = re.compile(rb"\n\r?\n")


def recognises(opening: Opening) -> bool:
    """Told by its first line, ``From someone Sat Mar  1 09:30:00 2025``, or ``From`` before a mail header."""
    start = opening.raw.lstrip(b"\xef\xbb\xbf\r\n")
    held = b"\n" + (start if b"\n" in start else start.replace(b"\r", b"\n"))
    return bool(_DATED.match(held) or _BARE.match(held))


def read(path: Path, reading: LogReading, tally: Tally) -> Iterator[Event]:  # noqa: ARG001
    """One event per mail; memory does not depend on the size of the file or of a mail."""
    size = max(path.stat().st_size, 1)
    with path.open("rb") as file:
        for block, invites in mails_in(file):
            tally.rows += 1
            tally.share = file.tell() / size
            if len(block) >= MOST_HEADER:
                tally.notes["header block cut at 1 MB"] += 1
            event = event_of(block, tally, holds_invitation=invites)
            if event is not None:
                yield event


class _Bytes(Protocol):
    def read(self, size: int) -> bytes: ...


class _CarriageReturns:
    """A file whose lines end in CR alone, with LF in their place."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def read(self, size: int) -> bytes:
        return self._file.read(size).replace(b"\r", b"\n")


def mails_in(file: BinaryIO) -> Iterator[tuple[bytes, bool]]:
    """Header block of every mail of an mbox, separator left out, and whether the mail is an invitation.

    Notes
    -----
    A line that starts with ``From`` parts two mails when it holds a date, or when it stands behind
    an empty line and before a mail header: some programs write neither sender nor date.
    """
    first = file.read(_BLOCK)
    source: _Bytes = file
    if b"\n" not in first and b"\r" in first:
        source, first = _CarriageReturns(file), first.replace(b"\r", b"\n")
    held, at = b"\n\n" + first.lstrip(b"\xef\xbb\xbf\r\n"), 0
    block, whole, invites = None, b"", False
    while True:
        mark = _separator(held, at)
        if block is not None:
            stop = mark[0] if mark else len(held)
            invites = invites or holds_invitation(held[at:stop] if whole else b"", whole)
        if mark is None:
            more = source.read(_BLOCK)
            if not more:
                break
            held, at = held[max(at, len(held) - OVERLAP) :] + more, 0
            continue
        if block is not None:
            yield block, invites
        held, start, at = _with_header(held, mark[1], source)
        block = held[start:at]
        whole, invites = multipart_type(block), False
    if block is not None:
        yield block, invites


def _separator(held: bytes, at: int) -> tuple[int, int] | None:
    """Start and end of the next separator line."""
    while (at := held.find(b"\nFrom", at)) >= 0:
        found = _DATED.match(held, at)
        if found is None and held[max(at - 2, 0) : at].endswith((b"\n", b"\n\r")):
            found = _BARE.match(held, at)
        if found:
            return found.span()
        at += 1
    return None


def _with_header(held: bytes, start: int, file: _Bytes) -> tuple[bytes, int, int]:
    """Text that holds a whole header block, where the block starts, and where it ends."""
    while (end := _HEADER_END.search(held, start)) is None and len(held) - start < MOST_HEADER:
        more = file.read(_BLOCK)
        if not more:
            break
        held, start = held[start:] + more, 0
    stop = end.start() if end else len(held)
    return held, start, min(stop, start + MOST_HEADER)
