"""Files an earlier audit read and the project has no more: what they told is unknown from then on."""

from collections.abc import Collection
from pathlib import Path

from alliancenet.errors import Problem
from alliancenet.model.audit import ProjectMark
from alliancenet.store.audit_file import SUFFIX, read_file
from alliancenet.store.audit_folder import UNREADABLE


def vanished_files(folder: Path, names: Collection[str], mark: ProjectMark | None) -> list[Problem]:
    """A counted warning for each file the newest audit of a folder was made from and this one is not.

    Parameters
    ----------
    folder : where the audits are.
    names : files read now.
    mark : of the project; audits of another one are passed over.

    Notes
    -----
    One audit file is read, the one written last; one that cannot be read says nothing here.
    """
    written = sorted(folder.glob(f"*{SUFFIX}"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in written[:1]:
        try:
            audits = read_file(path).audits
        except UNREADABLE:
            return []
        for audit in audits:
            if mark is None or audit.project is None or audit.project.id == mark.id:
                gone = sorted({read.file for read in audit.inputs} - set(names))
                return [_gone(name, f"{audit.alliance.name}, wave {audit.wave.id}") for name in gone]
    return []


def _gone(name: str, audit: str) -> Problem:
    return Problem(
        file=name,
        found=f"was read for the last audit ({audit}) and is not there any more",
        needed="nothing, if that is meant: what it told is unknown from now on",
        action="put it back, or name it under `files:` of alliancenet.yaml",
        fatal=False,
    )
