"""mbox files of any size: header blocks as a stream, bodies passed over block by block."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from alliancenet.comms.events import Event, Tally
from alliancenet.comms.readers.mail_headers import MOST_HEADER, event_of
from alliancenet.comms.readers.opening import LogReading, Opening

KIND = "mbox"
TITLE = "mbox mailbox"
MERGES = False

_BLOCK = 1 << 20
_START = re.compile(
    rb"\nFrom [^\r\n]{0,998}?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} +\d{1,2} +\d\d:\d\d[^\r\n]{0,100}\r?\n"
)
_OVERLAP = 1_200  # a separator line cut by the end of a block is found in the next
_HEADER_END = re.compile(rb"\n\r?\n")


def recognises(opening: Opening) -> bool:
    """Told by its first line, ``From someone Sat Mar  1 09:30:00 2025``."""
    return bool(_START.match(b"\n" + opening.raw))


def read(path: Path, reading: LogReading, tally: Tally) -> Iterator[Event]:  # noqa: ARG001
    """One event per mail; memory does not depend on the size of the file or of a mail."""
    size = max(path.stat().st_size, 1)
    with path.open("rb") as file:
        for block in header_blocks(file):
            tally.rows += 1
            tally.share = file.tell() / size
            if len(block) >= MOST_HEADER:
                tally.notes["header block cut at 1 MB"] += 1
            event = event_of(block, tally)
            if event is not None:
                yield event


def header_blocks(file: BinaryIO) -> Iterator[bytes]:
    """Header block of every mail of an mbox, the separator line left out."""
    held, at = b"\n" + file.read(_BLOCK), 0
    while True:
        start = _after_separator(held, at)
        if start is None:
            more = file.read(_BLOCK)
            if not more:
                return
            held, at = held[max(at, len(held) - _OVERLAP) :] + more, 0
            continue
        held, start, at = _with_header(held, start, file)
        yield held[start:at]


def _after_separator(held: bytes, at: int) -> int | None:
    while (at := held.find(b"\nFrom ", at)) >= 0:
        if found := _START.match(held, at):
            return found.end()
        at += 1
    return None


def _with_header(held: bytes, start: int, file: BinaryIO) -> tuple[bytes, int, int]:
    """Text that holds a whole header block, where the block starts, and where it ends."""
    while (end := _HEADER_END.search(held, start)) is None and len(held) - start < MOST_HEADER:
        more = file.read(_BLOCK)
        if not more:
            break
        held, start = held[start:] + more, 0
    stop = end.start() if end else len(held)
    return held, start, min(stop, start + MOST_HEADER)
