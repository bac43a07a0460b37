"""`alliancenet check`: read everything and print every problem at once."""

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
    from alliancenet.desk.standing import check_lines

    project = read_input(**given)
    beside = (*_of_books(given["project"], project), *_of_execution(given["project"], project))
    for problem in (*project.problems, *beside):
        click.echo(f"warning: {problem}")
    for line in check_lines(project):
        click.echo(line)


def _of_books(folder: Path | None, project: "Project") -> "tuple[Problem, ...]":
    """Warnings of the files of economics, where the project keeps any."""
    from alliancenet.economics.reading import has_books, read_books

    if folder is None or not has_books(folder):
        return ()
    return read_books(folder, project.register, project.settings).remarks


def _of_execution(folder: Path | None, project: "Project") -> "tuple[Problem, ...]":
    """Warnings of the files of execution, where the project keeps any."""
    from alliancenet.execution.reading import has_execution, read_execution

    if folder is None or not has_execution(folder):
        return ()
    return read_execution(folder, project.register).remarks
