"""Joining what another firm sealed: a file of strangers, opened in a process of its own."""

import subprocess
import sys
import tempfile
from pathlib import Path

from werkzeug.datastructures import FileStorage

from alliancenet.collect.places import FOLDER
from alliancenet.errors import AllianceNetError

_SECONDS = 120.0  # for opening and matching the largest file (own limit)


class NotJoinedHere(AllianceNetError):
    """A sealed file that was not joined; the text says why."""


def join_file(project: Path, wave: str, sent: FileStorage) -> None:
    """Join a sealed file to a wave, as `alliancenet collect join` does.

    Raises
    ------
    NotJoinedHere
        With the reason; nothing was joined then.
    """
    with tempfile.TemporaryDirectory(dir=project / FOLDER, prefix=".joining") as folder:
        path = Path(folder) / "the file"
        sent.save(path)
        words = [sys.executable, "-m", "alliancenet", "collect", "join", str(project), "--wave", wave, str(path)]
        try:
            done = subprocess.run(words, capture_output=True, text=True, timeout=_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            raise NotJoinedHere("it took too long to open; nothing was joined") from None
    if done.returncode:
        said = " ".join(done.stderr.split()) or "it could not be opened"
        raise NotJoinedHere(said.removeprefix("error: ").replace(str(path), path.name))
