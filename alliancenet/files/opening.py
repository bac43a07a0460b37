"""Bytes of a user's file: only regular files, whole, not while they change, within stated limits.

Limits are checked while reading, before anything is parsed.
"""

import os
import zlib
from pathlib import Path
from typing import BinaryIO

from alliancenet.errors import Problem
from alliancenet.files.regular import open_regular, why_no_file

LONGEST_LINE = 16_000_000  # bytes between two line ends, and inside one pair of quotes (own limit)
_BLOCK = 1 << 20
_TRIES = 3
_GZIP = b"\x1f\x8b"
_MOST_RATIO = 200  # a table of names packs to a tenth, one of zeros to a hundredth; a bomb to a thousandth
_RATIO_FROM = 8_000_000
_BETWEEN_CELLS = frozenset({b"", *(bytes([mark]) for mark in b",;\t|\r\n \x00")})


class _RefusedError(Exception):
    """What was found, what is needed and what to do."""

    def __init__(self, found: str, needed: str, action: str = "") -> None:
        super().__init__(found)
        self.found, self.needed, self.action = found, needed, action


def read_bytes(path: Path, name: str, problems: list[Problem], most_bytes: int) -> bytes | None:
    """Whole content of a file, unpacked when it is gzip; or None with a problem added.

    Parameters
    ----------
    path : a regular file.
    name : what the user calls it.
    problems : faults are appended here.
    most_bytes : larger files are refused, packed or not.

    Notes
    -----
    A file that grew, shrank or was written to while it was read is read again, at most three times.
    """
    try:
        return _steady(path, most_bytes)
    except _RefusedError as refused:
        found, needed, action = refused.found, refused.needed, refused.action
    except OSError as error:
        found = f"cannot be read ({error.strerror})"
        needed, action = "a readable file is needed", "check the path and its permissions"
    problems.append(Problem(file=name, found=found, needed=needed, action=action))
    return None


def _steady(path: Path, most_bytes: int) -> bytes:
    for _ in range(_TRIES):
        if why := why_no_file(path):
            raise _RefusedError(why, "a readable file is needed", "check the path and its permissions")
        with open_regular(path) as file:
            before = _state(file)
            raw = _read(file, before[0], most_bytes)
            if _state(file) == before and len(raw) == before[0]:
                return _unpacked(raw, most_bytes) if raw.startswith(_GZIP) else raw
    raise _RefusedError("is being written to while it is read", "a file at rest", "wait until it is saved, then again")


def _state(file: BinaryIO) -> tuple[int, int]:
    state = os.fstat(file.fileno())
    return state.st_size, state.st_mtime_ns


def _read(file: BinaryIO, size: int, most_bytes: int) -> bytes:
    if size > most_bytes:
        raise _too_large(size, most_bytes)
    if size <= LONGEST_LINE:
        return file.read(size + 1)
    watch: _LongCells | None = _LongCells()
    blocks: list[bytes] = []
    left = size + 1
    while left > 0 and (block := file.read(min(_BLOCK, left))):
        left -= len(block)
        if watch is not None and not (len(blocks) == 0 and block.startswith((_GZIP, b"PK\x03\x04"))):
            watch.see(block)
        elif watch is not None:
            watch = None
        blocks.append(block)
    return b"".join(blocks)


def _too_large(size: int, most: int) -> _RefusedError:
    return _RefusedError(
        f"is {size:,} bytes", f"at most {most:,} bytes are read", "split the file or remove what is not needed"
    )


def _unpacked(raw: bytes, most_bytes: int) -> bytes:
    blocks: list[bytes] = []
    size, at = 0, 0
    watch = _LongCells()
    try:
        while at < len(raw):  # several members one behind the other are one file
            unpacker = zlib.decompressobj(wbits=31)
            rest = raw[at:]
            while rest and not unpacker.eof:
                block = unpacker.decompress(rest, _BLOCK)
                rest = unpacker.unconsumed_tail
                size += len(block)
                if size > most_bytes:
                    raise _too_large(size, most_bytes)
                if size > max(_RATIO_FROM, _MOST_RATIO * len(raw)):
                    raise _RefusedError(f"unpacks to more than {_MOST_RATIO} times its size", "a plain table")
                watch.see(block)
                blocks.append(block)
            if not unpacker.eof:
                raise _RefusedError("is a gzip file that is cut off", "the whole file", "fetch or pack it again")
            at = len(raw) - len(unpacker.unused_data)
            if not raw[at:].strip(b"\x00"):
                break
    except zlib.error as error:
        raise _RefusedError(f"cannot be unpacked ({error})", "a whole gzip file", "fetch or pack it again") from None
    return b"".join(blocks)


class _LongCells:
    """Refuses text whose lines or quoted cells are longer than any table's, block by block."""

    def __init__(self) -> None:
        self.since_line = self.since_quote = 0
        self.is_open = False

    def see(self, block: bytes) -> None:
        """Look at the next block.

        Raises
        ------
        _RefusedError
            When a line, or a cell that a quote opened, passes `LONGEST_LINE` bytes.
        """
        last = max(block.rfind(b"\n"), block.rfind(b"\r"))
        self.since_line = self.since_line + len(block) if last < 0 else len(block) - last
        quote = block.rfind(b'"')
        if quote < 0:
            self.since_quote += len(block)
        else:
            self.since_quote = len(block) - quote
            self.is_open = self._opens(block, quote)
        if self.since_line > LONGEST_LINE:
            raise _RefusedError(
                f"holds a line of more than {LONGEST_LINE:,} bytes",
                "a table with one row per line",
                "look whether it is a table at all",
            )
        if self.is_open and self.since_quote > LONGEST_LINE:
            raise _RefusedError(
                f"holds a cell of more than {LONGEST_LINE:,} bytes",
                "every opening quote needs a closing one",
                'look for a lone double quote (")',
            )

    @staticmethod
    def _opens(block: bytes, at: int) -> bool:
        """Whether a quote may open a cell: a mark between cells stands before it, and no line end behind."""
        return block[at - 1 : at] in _BETWEEN_CELLS and block[at + 1 : at + 2] not in {b"\n", b"\r"}
