"""A journal: a file that only grows, one JSON object a line.

An entry is written in one go and forced to the disk before anybody is told that it is kept. A line
that a crash cut off was never confirmed to anybody: it is passed over, and the next one starts afresh.
"""

import json
import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from alliancenet.files.locking import held
from alliancenet.files.writing import OWNER_FILE, make_folder, settle

_PATIENCE = 10.0  # seconds to wait for somebody else who writes (own limit)
_TURNS = threading.Lock()


def whole_lines(path: Path) -> Iterator[str]:
    """Lines that were confirmed; nothing where there is no journal yet."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return
    *whole, _ = raw.split(b"\n")
    yield from (line.decode(errors="replace") for line in whole if line.strip())


@contextmanager
def appending(path: Path, lock: str, doing: str) -> Iterator[int]:
    """A journal, open for adding, while nobody else adds.

    Parameters
    ----------
    path : the journal; its folder is made where it is missing.
    lock : name of the lock file beside it: of its own, so that long work in the folder keeps nobody waiting.
    doing : what is done, as whoever waits reads it.
    """
    make_folder(path.parent)
    with _TURNS, held(path.parent / lock, str(path), doing, patience=_PATIENCE):
        is_new = not path.exists()
        handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, OWNER_FILE)
        try:
            yield handle
        finally:
            os.close(handle)
        if is_new:
            settle(path.parent)


def append(journal: int, entry: Mapping[str, object]) -> None:
    """Add an entry to a journal that is open for adding."""
    size = os.fstat(journal).st_size
    # after a crash the last line may be half: it gets its end, so that the new one stands alone
    torn = size > 0 and os.pread(journal, 1, size - 1) != b"\n"
    line = json.dumps(entry, ensure_ascii=False, sort_keys=True).encode(errors="replace") + b"\n"
    os.write(journal, b"\n" + line if torn else line)
    os.fsync(journal)
