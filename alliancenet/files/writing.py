"""Writing a file so that it is whole or not there at all, and for its owner only.

What is being written stands under a name of its own beside its place, ``.alliancenet-….part``, locked by
the process that writes it. One that nobody holds was left by a process that was killed: the next one that
writes there removes it.
"""

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from alliancenet.files.locking import HAS_LOCKS, is_alone

PREFIX, SUFFIX = ".alliancenet-", ".part"
OWNER_FILE, OWNER_FOLDER = 0o600, 0o700


def write_whole(path: Path, content: str | bytes) -> None:
    """Write a file under a temporary name beside it, then rename it.

    Parameters
    ----------
    path : where the file is to stand; its folder is made when missing.
    content : text (written as UTF-8) or bytes.

    Raises
    ------
    OSError
        With the name of `path`, whatever could not be done; what stood there before still does.

    Notes
    -----
    A reader sees the old file or the new one, never half of either, also after a power cut. Files are
    readable by their owner only, folders that are made too, whatever the umask.
    """
    raw = content.encode() if isinstance(content, str) else content
    try:
        make_folder(path.parent)
        if path.exists() and not path.is_file():
            kind = errno.EISDIR if path.is_dir() else errno.EINVAL
            raise OSError(kind, "is no file but a device, and is not replaced")
        clear_leftovers(path.parent)
        with _beside(path.parent) as temporary:
            with temporary.open("wb") as file:
                file.write(raw)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(path)
        settle(path.parent)
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, where missing, for their owner only."""
    if folder.is_dir():
        return
    if folder.parent != folder:
        make_folder(folder.parent)
    folder.mkdir(mode=OWNER_FOLDER, exist_ok=True)


@contextmanager
def folder_beside(folder: Path) -> Iterator[Path]:
    """Temporary folder beside a place, to be filled and renamed; gone afterwards where it was not renamed."""
    make_folder(folder.parent)
    clear_leftovers(folder.parent)
    with _beside(folder.parent, tempfile.mkdtemp) as temporary:
        yield temporary


@contextmanager
def folder_to_work_in() -> Iterator[Path]:
    """Temporary folder where the system has its own; one left by a process that was killed is cleared by the next."""
    place = Path(tempfile.gettempdir())
    clear_leftovers(place)
    with _beside(place, tempfile.mkdtemp) as temporary:
        yield temporary


def clear_leftovers(folder: Path) -> None:
    """Remove what processes that were killed left half written in a folder."""
    if not HAS_LOCKS:
        return
    with suppress(OSError):
        for entry in os.scandir(folder):
            if entry.name.startswith(PREFIX) and entry.name.endswith(SUFFIX):
                _clear(Path(entry.path))


def _clear(path: Path) -> None:
    with suppress(OSError), _opened(path) as handle:
        if is_alone(handle):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


@contextmanager
def _beside(folder: Path, make: Callable[..., str] | None = None) -> Iterator[Path]:
    """Temporary file or folder, held so that no other process takes it for a leftover."""
    temporary, handle = _held(folder, make or _file)
    try:
        yield temporary
    finally:
        if handle is not None:
            os.close(handle)
        if temporary.is_dir():
            shutil.rmtree(temporary, ignore_errors=True)
        else:
            temporary.unlink(missing_ok=True)


def _held(folder: Path, make: Callable[..., str]) -> tuple[Path, int | None]:
    """Make a temporary file or folder and lock it; again when another process cleared it in between."""
    while True:
        temporary = Path(make(dir=folder, prefix=PREFIX, suffix=SUFFIX))
        if not HAS_LOCKS:
            return temporary, None
        with suppress(FileNotFoundError):
            handle = os.open(temporary, os.O_RDONLY)
            if _locked(handle) and temporary.exists():
                return temporary, handle
            os.close(handle)


def _locked(handle: int) -> bool:
    try:
        return is_alone(handle)
    except OSError:  # the file system keeps no locks, so that nobody can take it for a leftover either
        return True


def _file(dir: Path, prefix: str, suffix: str) -> str:
    handle, name = tempfile.mkstemp(dir=dir, prefix=prefix, suffix=suffix)
    os.close(handle)
    return name


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    try:
        yield handle
    finally:
        os.close(handle)


def settle(folder: Path) -> None:
    """Have the new name of a file on the disk; not every file system takes that of a folder."""
    with suppress(OSError), _opened(folder) as handle:
        os.fsync(handle)
