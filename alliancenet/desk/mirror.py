"""A project as it would be: a folder of the same files, in which something can be tried before it is done.

Files are the same on the disk (hard links), so that nothing is copied; whatever is written replaces
the link and leaves the project alone.
"""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from alliancenet.errors import Problem
from alliancenet.files.writing import folder_beside, make_folder, write_whole
from alliancenet.model.desk import ToldProblem
from alliancenet.store.changes import ROOM

AUDITS = "audits"
"""Folder of a project in which the desk keeps its audits."""
_STORES = (".sqlite", ".db", ".sqlite-wal", ".sqlite-shm", ".db-wal", ".db-shm")
_MONEY = ("economics/", "portfolio/economics.csv", "portfolio/resources.csv", "customers/")


@contextmanager
def mirror_of(project: Path) -> Iterator[Path]:
    """The project's files in a folder of the same name, until the end of the block."""
    with folder_beside(project / ROOM / "mirror") as room:
        copy = room / (project.resolve().name or "project")
        copy.mkdir()
        for file in files_of(project):
            target = copy / file
            make_folder(target.parent)
            _link(project / file, target)
        yield copy


def files_of(project: Path) -> Iterator[str]:
    """Names of the files a project is made of: not hidden, no audit, no store."""
    for base, folders, names in os.walk(project):
        inside = Path(base).relative_to(project)
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and (inside / name).as_posix() != AUDITS
        )
        for name in sorted(names):
            path = Path(base, name)
            if not name.startswith(".") and not name.endswith(_STORES) and path.is_file() and not path.is_symlink():
                yield (inside / name).as_posix()


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # a file system without hard links
        shutil.copyfile(source, target)


def differences(project: Path, copy: Path) -> Mapping[str, bytes | None]:
    """Files that are other in the copy than in the project, with their bytes; None for those that are gone."""
    there, here = set(files_of(copy)), set(files_of(project))
    found: dict[str, bytes | None] = dict.fromkeys(here - there)
    for file in sorted(there):
        if file in here and os.path.samestat((project / file).stat(), (copy / file).stat()):
            continue
        raw = (copy / file).read_bytes()
        if file not in here or (project / file).read_bytes() != raw:
            found[file] = raw
    return found


def lay(copy: Path, new: Mapping[str, bytes | None]) -> None:
    """Write files into a copy."""
    for file, raw in new.items():
        if raw is None:
            (copy / file).unlink(missing_ok=True)
        else:
            write_whole(copy / file, raw)


def is_of_money(file: str) -> bool:
    """A file of money, which whoever works at the desk may not read."""
    return file.startswith(_MONEY)


def told(problem: Problem, copy: Path | None = None) -> ToldProblem:
    """A problem as the desk tells it: without the place of a copy."""
    text = "; ".join(part for part in (problem.found, problem.needed, problem.action) if part)
    file = problem.file
    if copy is not None:
        text, file = (words.replace(f"{copy}{os.sep}", "").replace(str(copy), copy.name) for words in (text, file))
    return ToldProblem(file=file, text=text, row=problem.row or 0, key=problem.key, is_fault=problem.fatal)
