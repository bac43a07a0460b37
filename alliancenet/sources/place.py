"""Where a project lies; known without loading anything that reads one, so that a wrong folder is refused at once."""

from pathlib import Path

from alliancenet.errors import InputError, Problem

PROJECT_FILE = "alliancenet.yaml"
MERGE_FILE = "merge.yaml"  # who is the same person, and who is not


def must_be_project(folder: Path) -> None:
    """Refuse a folder that holds no project.

    Raises
    ------
    InputError
        With what makes one.
    """
    path = folder / PROJECT_FILE
    if path.is_file():
        return
    raise InputError(
        [
            Problem(
                file=str(path if folder.is_dir() else folder),
                found="there is no such file" if folder.is_dir() else "there is no such folder",
                needed="a project folder",
                action=f"`alliancenet init {folder}` makes one",
            )
        ]
    )
