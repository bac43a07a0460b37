"""What a kill leaves at each step of a command on its files, from one run: the place is kept before every such step.

A process that is killed leaves what it had handed to the system. So the place as it stands just before a file is opened
to be written, renamed, removed or changed is what kill -9 at that moment leaves, with all that had been written until
then; one run of a command of many seconds gives hundreds of such moments, and those that fall into its work on files.
"""

import os
import shutil
import sys
from pathlib import Path

_STEPS = {
    "open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.link", "os.symlink", "os.truncate",
    "sqlite3.connect",
}  # fmt: skip
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_MOST = 3000  # places kept of one process


def keep_steps(places: tuple[Path, ...], states: Path) -> None:
    """From now on keep a copy of some folders before each step of this process, and of those it forks, on files."""
    taken, at_work = 0, False

    def hook(event: str, about: tuple) -> None:
        nonlocal taken, at_work
        if at_work or taken >= _MOST or event not in _STEPS or not _is_of(event, about, places):
            return
        at_work = True
        try:
            state = states / f"{taken:05}-{os.getpid()}"
            for place in places:
                # a file may go while it is copied: another process of the same command
                shutil.copytree(place, state / place.name, symlinks=True, ignore_dangling_symlinks=True)
            taken += 1
        except (OSError, shutil.Error):
            shutil.rmtree(state, ignore_errors=True)
        finally:
            at_work = False

    sys.addaudithook(hook)


def _is_of(event: str, about: tuple, places: tuple[Path, ...]) -> bool:
    if event == "open" and not (isinstance(about[2], int) and about[2] & _WRITES):
        return False
    paths = [os.fsdecode(part) for part in about if isinstance(part, (str, bytes, os.PathLike))]
    return any(not os.path.isabs(path) or path.startswith(str(place)) for path in paths for place in places)
