"""Audits of a run that has not ended yet: what a killed one had done, the next one takes up.

They wait in a folder of their own inside the output folder until all are done, so that the audits
that stand there stay whole and of one run.
"""

import json
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from alliancenet.files.digest import data_digest
from alliancenet.files.regular import read_regular
from alliancenet.files.writing import make_folder, write_whole
from alliancenet.model.audit import Audit, InputFile
from alliancenet.store.audit_file import file_name, read_file, to_json
from alliancenet.store.audit_folder import UNREADABLE

FOLDER = ".alliancenet-unfinished"
_RUN = "run.json"
_PACKAGE = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """Audits done so far.

    Parameters
    ----------
    folder : where they wait.
    audits : those an earlier run of the same input left, by alliance and wave.
    """

    folder: Path
    audits: dict[tuple[str, str], Audit]

    @classmethod
    def take_up(cls, output: Path, run: str, *, fresh: bool = False) -> "Unfinished":
        """Find what a killed run left in an output folder, if it was of the same input.

        Parameters
        ----------
        run : what tells runs apart, see `run_digest`; what one of another digest left is removed.
        fresh : remove it in any case.
        """
        folder = output / FOLDER
        if fresh or _run_in(folder) != run:
            shutil.rmtree(folder, ignore_errors=True)
        make_folder(folder)
        write_whole(folder / _RUN, json.dumps({"run": run}))
        found = [audit for path in sorted(folder.glob("*.audit.json")) for audit in _audits_of(path)]
        return cls(folder=folder, audits={(audit.alliance.id, audit.wave.id): audit for audit in found})

    def find(self, alliance: str, wave: str) -> Audit | None:
        """Return the audit of a wave where it is done."""
        return self.audits.get((alliance, wave))

    def keep(self, audit: Audit) -> None:
        """Write down that an audit is done."""
        write_whole(self.folder / file_name(audit), to_json([audit]))

    def end(self) -> None:
        """Remove the folder: all audits stand where they belong."""
        shutil.rmtree(self.folder, ignore_errors=True)


def run_digest(inputs: Sequence[InputFile], *settings: object) -> str:
    """Digest of all that audits follow from: the input files, settings and seeds, and the program itself."""
    program = sorted(
        (str(path.relative_to(_PACKAGE)), path.stat().st_size, path.stat().st_mtime_ns)
        for path in _PACKAGE.rglob("*")
        if path.suffix in {".py", ".yaml"}
    )
    return data_digest([[(input_file.file, input_file.sha256) for input_file in inputs], settings, program])


def _run_in(folder: Path) -> str | None:
    with suppress(OSError, ValueError, KeyError, TypeError):
        return str(json.loads(read_regular(folder / _RUN))["run"])
    return None


def _audits_of(path: Path) -> tuple[Audit, ...]:
    """Audits of a file; none of one that is not whole, which is then made again."""
    with suppress(*UNREADABLE):
        opened = read_file(path)
        return opened.audits if opened.is_sealed else ()
    return ()
