"""Folders of builds: a finished one put in force in one step, what killed ones left cleared away."""

import json
import os
import shutil
from pathlib import Path

from alliancenet.errors import InputError, Problem
from alliancenet.files.writing import write_whole


def begin_partial(out: Path, name: str) -> Path:
    """Folder for a build that runs, beside those of other processes; what killed ones left is removed."""
    _clear_stale(out)
    partial = out / "builds" / f"{name}.{os.getpid()}.partial"
    partial.mkdir(parents=True)
    return partial


def put_in_force(partial: Path, out: Path, name: str, about: dict[str, str]) -> Path:
    """Give a finished folder its name, make it the one in force, and remove those before it.

    Parameters
    ----------
    about : what `current.json` says of it, apart from its name.
    """
    final = _publish(partial, out, name)
    write_whole(out / "current.json", json.dumps(about | {"build": final.name}))
    _clear_old(out, keep=final.name)
    shutil.rmtree(out / "staging", ignore_errors=True)
    return final


def _publish(partial: Path, out: Path, name: str) -> Path:
    """Give the finished folder a name no earlier build has."""
    for attempt in range(1, 1000):
        final = out / "builds" / f"{name}-{attempt}"
        try:
            partial.rename(final)
        except OSError:
            continue
        return final
    raise InputError([Problem(file=str(out), found="1000 builds of one input", needed="an empty folder")])


def _clear_stale(out: Path) -> None:
    """Remove what builds left that were killed; builds still running keep theirs."""
    for partial in (out / "builds").glob("*.partial"):
        if not _is_running(int(partial.suffixes[-2].lstrip("."))):
            shutil.rmtree(partial, ignore_errors=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return process != os.getpid()


def _clear_old(out: Path, keep: str) -> None:
    for folder in (out / "builds").iterdir():
        if folder.name != keep and not folder.name.endswith(".partial"):
            shutil.rmtree(folder, ignore_errors=True)
