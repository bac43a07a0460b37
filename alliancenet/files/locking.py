"""One command at a time in a place: locks that end with the process that holds them, however it ends.

A lock is held on an open file (`flock`), not by the file being there: after a kill the next command takes
it at once. Where a system or a file system knows no such locks, work goes on without.
"""

import errno
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO

from alliancenet.errors import PlaceTaken

try:
    import fcntl
except ImportError:  # a system without flock
    fcntl = None  # type: ignore[assignment]

HAS_LOCKS = fcntl is not None
LOCK_FILE = ".alliancenet.lock"
PATIENCE = 3600.0  # seconds a command waits for another one to end (own limit)
_TURN = 0.1
_MOST_BYTES = 200
_NO_LOCKS = {errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL}


def is_alone(handle: int) -> bool:
    """Take the lock of an open file or folder if nobody else holds it; it ends when the file is closed.

    Raises
    ------
    OSError
        Where the file system keeps no locks.
    """
    if fcntl is None:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def working_in(
    folder: Path, doing: str, say: Callable[[str], None] = lambda _: None, patience: float = PATIENCE
) -> Iterator[None]:
    """Be the only command that works in a folder; wait for the one that does.

    Parameters
    ----------
    folder : the place; it must be there.
    doing : what is being done, as the next one will read it: "alliancenet audit".
    say : told once who works there, when there is something to wait for.
    patience : seconds to wait.

    Raises
    ------
    PlaceTaken
        When the other one is still at work after `patience` seconds.
    """
    with held(folder / LOCK_FILE, str(folder), doing, say, patience):
        yield


@contextmanager
def held(
    path: Path, place: str, doing: str, say: Callable[[str], None] = lambda _: None, patience: float = PATIENCE
) -> Iterator[None]:
    """Hold a lock file; it is there only while somebody holds it, or held it when killed.

    Parameters
    ----------
    path : the lock file.
    place : what it guards, as the user knows it.
    doing, say, patience : see `working_in`.
    """
    file = _taken(path, place, say, patience)
    try:
        _sign(file, doing)
        yield
    finally:
        with suppress(OSError):  # removed while held: whoever waits for it notices, see `_is_still`
            path.unlink()
        file.close()


def _taken(path: Path, place: str, say: Callable[[str], None], patience: float) -> IO[bytes]:
    until, told = time.monotonic() + patience, False
    while True:
        file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600), "r+b")
        try:
            if _is_mine(file, path):
                return file
            worker = _worker(file)
        except BaseException:
            file.close()
            raise
        file.close()
        if time.monotonic() >= until:
            raise PlaceTaken(f"{place}: {worker or 'another command'} works there; wait until it has ended, or end it")
        if worker and not told:
            say(f"{place}: {worker} works there; waiting until it has ended")
            told = True
        time.sleep(_TURN)


def _is_mine(file: IO[bytes], path: Path) -> bool:
    try:
        return is_alone(file.fileno()) and _is_still(file, path)
    except OSError as error:
        if error.errno in _NO_LOCKS:
            return True
        raise


def _is_still(file: IO[bytes], path: Path) -> bool:
    """The name still leads to the file that is open: it was not removed while we waited."""
    with suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    return False


def _sign(file: IO[bytes], doing: str) -> None:
    words = f"{doing} (process {os.getpid()}, since {datetime.now():%Y-%m-%d %H:%M})"
    file.truncate(0)
    file.write(words.encode(errors="replace")[:_MOST_BYTES])
    file.flush()


def _worker(file: IO[bytes]) -> str:
    """Who works there; empty in the moment before the holder has signed."""
    words = file.read(_MOST_BYTES).decode(errors="replace")
    return "".join(letter if letter.isprintable() else "?" for letter in words)
