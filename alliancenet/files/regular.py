"""Files opened only where they are files: a pipe or a device would wait, or never end."""

import errno
import os
import stat
from pathlib import Path

MOST_DOCUMENT_BYTES = 1_000_000_000  # audits of tens of thousands of people are smaller (own limit)


class TooLarge(OSError):
    """A file of more bytes than are read."""

    def __init__(self, size: int) -> None:
        self.size = size
        super().__init__(errno.EFBIG, f"is {size:,} bytes")


def read_regular(path: Path, most_bytes: int = MOST_DOCUMENT_BYTES) -> bytes:
    """Bytes of a file, and only of a file: a pipe or a device would wait, or never end.

    Raises
    ------
    TooLarge
        When the file is larger, or grows beyond the limit while it is read.
    OSError
        When it is no file, or cannot be read.
    """
    # not to wait at a pipe that nobody writes to
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "is a folder" if stat.S_ISDIR(status.st_mode) else "is no file but a device")
        if status.st_size > most_bytes:
            raise TooLarge(status.st_size)
        raw = file.read(status.st_size + 1)
    if len(raw) > most_bytes:
        raise TooLarge(len(raw))
    return raw
