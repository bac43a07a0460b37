"""`alliancenet check`: read everything and print every problem at once."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from alliancenet.cli.input import input_options, read_input

if TYPE_CHECKING:
    from alliancenet.errors import Problem
    from alliancenet.sources.loaded import Project


@click.command()
@input_options
def check(**given: Any) -> None:
    """Read PROJECT, or a people file and a ties file, and print every problem at once.

    \b
    alliancenet check my_project
    alliancenet check --people P.csv --ties T.csv --firm office --map cowork=communication

    Ends with code 2 when something must be put right; warnings alone end with 0.
    """  # noqa: D301 - \b is click's mark for lines that stay as they are
    project = read_input(**given)
    from alliancenet.desk.standing import check_lines

    for problem in (*project.problems, *_beside(given["project"], project)):
        click.echo(f"warning: {problem}")
    for line in check_lines(project):
        click.echo(line)


def _beside(folder: Path | None, project: "Project") -> "list[Problem]":
    """Warnings of the folders that are kept beside an audit's own files.

    Raises
    ------
    InputError
        With every fault of every one of them.
    """
    from alliancenet.errors import InputError

    if folder is None:
        return []
    warnings: list[Problem] = []
    faults: list[Problem] = []
    for read in (_of_books, _of_execution, _of_staffing):
        try:
            warnings += read(folder, project)
        except InputError as error:
            faults += error.problems
    if any(problem.fatal for problem in faults):
        raise InputError([*faults, *warnings])
    return warnings


def _of_books(folder: Path, project: "Project") -> "tuple[Problem, ...]":
    """Warnings of the files of economics, where the project keeps any."""
    from alliancenet.economics.reading import has_books, read_books

    return read_books(folder, project.register, project.settings).remarks if has_books(folder) else ()


def _of_execution(folder: Path, project: "Project") -> "tuple[Problem, ...]":
    """Warnings of the files of execution, where the project keeps any."""
    from alliancenet.execution.reading import has_execution, read_execution

    return read_execution(folder, project.register).remarks if has_execution(folder) else ()


def _of_staffing(folder: Path, project: "Project") -> "tuple[Problem, ...]":
    """Warnings of the files of staffing, where the project keeps any, whether it is switched on or not."""
    from alliancenet.staffing.reading import has_staffing, read_staffing

    return read_staffing(folder, project.register, date.today())[1] if has_staffing(folder) else ()
