"""Who opened which page about single people, and when; never what it held."""

import errno
import json
import os
import stat
import threading
from collections.abc import Mapping
from pathlib import Path

from alliancenet.errors import AllianceNetError
from alliancenet.files.writing import OWNER_FILE, make_folder
from alliancenet.report.tables.privacy import PageOpening


class NotLogged(AllianceNetError):
    """A page about single people is not shown, for its opening cannot be written down."""


class AccessLog:
    """A file that gets a line for each page that shows single people.

    Parameters
    ----------
    path : the file; made when first needed, readable for its owner only.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()

    def why_not(self) -> str:
        """Why nothing can be written now, as a sentence; empty when all is well."""
        try:
            os.close(self._opened())
        except OSError as error:
            return self._sentence(error)
        return ""

    def write(self, line: Mapping[str, str]) -> None:
        """Add a line, whole.

        Raises
        ------
        NotLogged
            When it cannot be written.
        """
        raw = (json.dumps(dict(line), ensure_ascii=False) + "\n").encode(errors="replace")
        try:
            with self._lock:
                handle = self._opened()
                try:
                    _write_all(handle, raw)
                finally:
                    os.close(handle)
        except OSError as error:
            raise NotLogged(self._sentence(error)) from None

    def openings(self, most: int = 1000) -> tuple[tuple[PageOpening, ...], int]:
        """The newest openings, newest first, and how many lines could not be understood.

        Parameters
        ----------
        most : older ones than the newest so many are left in the file.
        """
        try:
            lines = self.path.read_bytes().splitlines()[-most:]
        except FileNotFoundError:
            return (), 0
        found = [_opening(line) for line in reversed(lines)]
        return tuple(opening for opening in found if opening), found.count(None)

    def _opened(self) -> int:
        make_folder(self.path.parent)
        kind = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NONBLOCK", 0)
        handle = os.open(self.path, kind, OWNER_FILE)
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            os.close(handle)
            raise OSError(errno.EINVAL, "is no file")
        if status.st_mode & 0o077:
            os.chmod(self.path, OWNER_FILE)
        return handle

    def _sentence(self, error: OSError) -> str:
        return (
            f"{self.path.name} cannot be written ({error.strerror}): who opens pages about single people must be on"
            " record, so they stay closed until it can be"
        )


def _opening(line: bytes) -> PageOpening | None:
    try:
        data = json.loads(line)
        return PageOpening(when=data["time"], reader=data["reader"], role=data["role"], page=data["page"])
    except (ValueError, KeyError, TypeError):
        return None


def _write_all(handle: int, raw: bytes) -> None:
    """Write a line whole; of one that does not fit nothing stays."""
    end = os.fstat(handle).st_size
    if os.write(handle, raw) < len(raw):
        os.ftruncate(handle, end)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
