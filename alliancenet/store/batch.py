"""Files that were uploaded to a project and are not taken in yet, with the answers given so far."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from alliancenet.files.writing import write_whole
from alliancenet.model.desk import IntakeProposal, Looked
from alliancenet.store.changes import ROOM
from alliancenet.store.records import as_plain, as_record

_FOLDER, _FILES, _RECORD = "batch", "files", "batch.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer to a question of a file."""

    file: str
    key: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What waits to be taken in.

    Parameters
    ----------
    id : of chance; the change it becomes carries it, so that it becomes one once.
    by : who uploaded first.
    files : what each file is.
    refused : files that were not taken, and why.
    answers : given so far, in the order they were.
    proposed : what would come of it; None while that is not known.
    """

    id: str
    by: str
    files: tuple[Looked, ...] = ()
    refused: tuple[Looked, ...] = ()
    answers: tuple[Answer, ...] = ()
    proposed: IntakeProposal | None = None

    @property
    def unknown(self) -> tuple[str, ...]:
        """Names of tables nobody knows."""
        return tuple(looked.file for looked in self.files if not looked.kind)


def read_batch(project: Path) -> Batch | None:
    """What waits, None when nothing does or when what is written of it cannot be read."""
    try:
        found: Batch = as_record(Batch, json.loads((_room(project) / _RECORD).read_text("utf-8")))
    except (OSError, ValueError, TypeError, KeyError):
        return None
    return found


def write_batch(project: Path, batch: Batch) -> None:
    """Keep what waits."""
    write_whole(_room(project) / _RECORD, json.dumps(as_plain(batch), ensure_ascii=False))


def clear_batch(project: Path) -> None:
    """Forget what waits, and delete the files."""
    shutil.rmtree(_room(project), ignore_errors=True)


def place_in_batch(project: Path, name: str) -> Path:
    """Where a file of the batch lies."""
    return _room(project) / _FILES / name


def _room(project: Path) -> Path:
    return project / ROOM / _FOLDER
