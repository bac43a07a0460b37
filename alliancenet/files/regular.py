"""Files opened only where they are files.

What is not a file of bytes at rest (a pipe, a device, a socket) never answers or never ends, so it
is refused before anything is read of it.
"""

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

MOST_DOCUMENT_BYTES = 1_000_000_000  # audits of tens of thousands of people are smaller (own limit)
_KINDS = (
    (stat.S_ISDIR, "is a folder"),
    (stat.S_ISFIFO, "is a pipe"),
    (stat.S_ISSOCK, "is a socket"),
    (stat.S_ISCHR, "is a device"),
    (stat.S_ISBLK, "is a device"),
)


class TooLarge(OSError):
    """A file of more bytes than are read."""

    def __init__(self, size: int) -> None:
        self.size = size
        super().__init__(errno.EFBIG, f"is {size:,} bytes")


def why_no_file(path: Path) -> str:
    """Why a path cannot be opened and read to its end, or ""; nothing is opened.

    Parameters
    ----------
    path : links are followed.
    """
    try:
        mode = path.stat().st_mode
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    except ValueError as error:
        return f"cannot be read ({error})"
    return _what_it_is(mode)


def lies_there(path: Path) -> bool:
    """Whether something goes by this name; what is no file is refused when it is read, and not passed over."""
    return os.path.lexists(path)


def open_regular(path: Path) -> BinaryIO:
    """Open a file, and only a file, to read its bytes.

    Raises
    ------
    OSError
        When it is no file, or cannot be opened.
    """
    # not blocking: a pipe that took the file's place a moment ago would wait for ever
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    mode = os.fstat(handle).st_mode
    if stat.S_ISREG(mode):
        return os.fdopen(handle, "rb")
    os.close(handle)
    raise OSError(errno.EINVAL, _what_it_is(mode))


def _what_it_is(mode: int) -> str:
    return next((words for is_kind, words in _KINDS if is_kind(mode)), "")


def read_regular(path: Path, most_bytes: int = MOST_DOCUMENT_BYTES) -> bytes:
    """Bytes of a file, and only of a file.

    Raises
    ------
    TooLarge
        When the file is larger, or grows beyond the limit while it is read.
    OSError
        When it is no file, or cannot be read.
    """
    with open_regular(path) as file:
        size = os.fstat(file.fileno()).st_size
        if size > most_bytes:
            raise TooLarge(size)
        raw = file.read(size + 1)
    if len(raw) > most_bytes:
        raise TooLarge(len(raw))
    return raw
