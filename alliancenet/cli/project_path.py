"""Paths a command is given, looked at before anything is loaded to read them."""

import os
from pathlib import Path
from typing import Any

import click

from alliancenet.errors import InputError, Problem
from alliancenet.sources.place import must_be_project


class ProjectPath(click.Path):
    """A project folder; what holds no project is refused at once."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the folder as a path."""
        folder = Path(os.fsdecode(super().convert(value, param, ctx)))
        must_be_project(folder)
        return folder


def must_be_there(*files: Path | None) -> None:
    """Refuse files that are not there, all of them at once.

    Raises
    ------
    InputError
        With every one of them.
    """
    found, needed = "there is no such file", "a file to read"
    missing = [file for file in files if file is not None and not file.exists()]
    if missing:
        raise InputError(
            [Problem(file=str(file), found=found, needed=needed, action="check the path") for file in missing]
        )
