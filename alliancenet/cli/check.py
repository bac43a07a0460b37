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
    for problem in (*project.problems, *_beside(given["project"], project)):
        click.echo(f"warning: {problem}")
    for line in (*_unread(project), *_told(project)):
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


def _unread(project: "Project") -> list[str]:
    """Answers nothing is made of yet, by wave."""
    import alliancenet.auditing  # noqa: F401 - everything that reads answers says so when it is imported
    from alliancenet.instruments.used import told, unread

    said = ((wave, told(unread(project.instruments, wave))) for wave in project.waves)
    return [f"note: {wave.alliance}, wave {wave.id}: {sentence}" for wave, sentence in said if sentence]


def _told(project: "Project") -> list[str]:
    alliances, people = len(project.register.alliances), len(project.register.people)
    asked = [wave for wave in project.waves if not wave.by_logs_alone]
    seen = sum(int(wave.responded.sum()) for wave in project.waves if wave.by_logs_alone)
    members = sum(len(wave.people) for wave in asked)
    answered = sum(int(wave.responded.sum()) for wave in asked)
    counts = (
        (alliances, "alliance", "alliances"),
        (people, "person", "people"),
        (len(project.waves), "wave of an alliance", "waves of alliances"),
        *([(answered, f"of {members:,} answered", f"of {members:,} answered")] if asked else []),
        *([(seen, "person seen in logs alone", "people seen in logs alone")] if seen else []),
        (len(project.inputs), "file", "files"),
    )
    read = ", ".join(f"{count:,} {one if count == 1 else many}" for count, one, many in counts)
    found = len(project.problems)
    silent = f"{answered:,} of {members:,} answered, " if answered < members else ""
    told = f"{found} {'warning' if found == 1 else 'warnings'}, nothing fatal"
    verdict = silent + (told if found else "no problem in the files" if silent else "no problem")
    return [f"{project.name}: {read}", f"ready to audit: {verdict}"]
