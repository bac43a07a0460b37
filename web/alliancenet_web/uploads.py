"""Files that are uploaded: straight to the disk of the project, under a name that can do no harm."""

import hashlib
import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any

from flask import Request, current_app
from werkzeug.datastructures import FileStorage

from alliancenet.files.digest import file_digest
from alliancenet.files.writing import make_folder
from alliancenet.model.desk import Looked, UploadLimits
from alliancenet.store.batch import place_in_batch

_LONGEST = 120
_RESERVED = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f]')
_OURS = (".map.yaml", ".audit.json")


class StreamedRequest(Request):
    """A request whose files are written into the project while they come in, never into memory."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        """Return a file of the project's own disk where one is uploaded to it."""
        room = current_app.extensions["desk"].workroom
        if room is None or self.endpoint != "project.upload":
            return super()._get_file_stream(total_content_length, content_type, filename, content_length)
        stream: Any = tempfile.NamedTemporaryFile(dir=room.incoming)  # noqa: SIM115 - closed with the request
        return stream  # type: ignore[no-any-return]


def safe_name(given: str) -> str:
    """The name a file is kept under: without folders and signs that no system takes; "" when nothing is left.

    Parameters
    ----------
    given : as the browser sent it.
    """
    last = unicodedata.normalize("NFC", given).replace("\\", "/").rpartition("/")[2]
    name = "".join(letter for letter in _RESERVED.sub("_", last) if letter.isprintable()).strip().lstrip(".")
    stem, dot, ending = name.rpartition(".")
    return f"{stem[: _LONGEST - len(ending)]}{dot}{ending[:10]}" if dot and stem else ""


def kept(project: Path, uploaded: Iterable[FileStorage], limits: UploadLimits) -> tuple[list[Path], list[Looked]]:
    """Put uploaded files into the batch; those that are not taken are named with the reason."""
    placed: list[Path] = []
    refused: list[Looked] = []
    for storage in uploaded:
        if not storage.filename:
            continue  # a field nobody filled in
        name = safe_name(storage.filename)
        shown = name or "".join(letter for letter in storage.filename[:60] if letter.isprintable()) or "a file"
        why = _why_not(name, storage, limits) or ("too many files at once" if len(placed) >= limits.files else "")
        target = place_in_batch(project, name) if name else project
        if not why and target.exists() and file_digest(target) != _digest(storage.stream):
            why = "another file of this name is in this upload already; rename one of them"
        if why:
            refused.append(Looked(file=shown, refused=why))
        elif not target.exists():
            make_folder(target.parent)
            _move(storage.stream, target)
            placed.append(target)
    return placed, refused


def _why_not(name: str, storage: FileStorage, limits: UploadLimits) -> str:
    ending = name.rpartition(".")[2].casefold()
    if not name:
        return f"a name with an ending is needed: {', '.join(limits.kinds)}"
    if name.casefold().endswith(_OURS):
        return "is a name this program gives to files of its own; upload the list itself"
    if ending not in limits.kinds:
        return f"files ending in .{ending} are not read; {', '.join(limits.kinds)} are"
    return "" if storage.stream.seek(0, os.SEEK_END) else "the file is empty"


def _digest(stream: IO[bytes]) -> str:
    stream.seek(0)
    return hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]


def _move(stream: IO[bytes], target: Path) -> None:
    """Keep a file that is gone when its request ends."""
    stream.flush()
    try:
        os.link(stream.name, target)
    except (OSError, AttributeError, TypeError):
        stream.seek(0)
        with target.open("wb") as copy:
            shutil.copyfileobj(stream, copy)
