"""`alliancenet add`: files as they come become files of a project."""

import shlex
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from alliancenet.cli.input import DECLARING
from alliancenet.cli.place import work_in
from alliancenet.cli.project_path import must_be_there

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from alliancenet.adding.adding import Outcome
    from alliancenet.adding.question import GivenAnswers, OpenQuestion
    from alliancenet.files.table import FileSays

_PATH = click.Path(path_type=Path)
_MOST_CHOICES = 14


@click.command()
@click.argument("project", type=click.Path(path_type=Path, file_okay=False))
@click.argument("files", nargs=-1, required=True, type=_PATH)
@click.option(
    "--answer", "given", multiple=True, metavar="KEY=ANSWER", help="Answer to a question; may be given again."
)
@click.option("--accept", is_flag=True, help="Take every proposed answer; what has none is still asked.")
@DECLARING[0]
@DECLARING[1]
def add(
    project: Path, files: tuple[Path, ...], given: tuple[str, ...], accept: bool, encoding: str, sheets: tuple[str, ...]
) -> None:
    """Put FILES, or all files of a folder, into PROJECT, which is made where there is none.

    \b
    alliancenet add my_project staff.xlsx partner.csv forms.xlsx qualtrics.csv trace.csv
    alliancenet add my_project inbox/ --answer "own=North Systems" --accept

    Says what each file is and why: a roster, answers of a survey, a network, a list of
    meetings, a log. What is not certain is asked, in a terminal one by one; elsewhere the
    questions are printed, and the command ends with code 2. Answers stand in NAME.map.yaml
    beside each file, and are remembered for the next wave. Files are copied; yours stay.
    """  # noqa: D301 - \b is click's mark for lines that stay as they are
    must_be_there(*files)
    from alliancenet.files.table import FileSays

    outcome = put_in(project, files, given, FileSays(encoding=encoding, sheets=tuple(sheets)), accept=accept)
    if outcome.has_logs:
        click.echo(f"Next: alliancenet comms build {shlex.quote(str(project))}")
    click.echo(
        f"Next: alliancenet check {shlex.quote(str(project))}, then alliancenet audit {shlex.quote(str(project))}"
    )


def put_in(
    project: Path,
    files: tuple[Path, ...],
    given: tuple[str, ...],
    declared: "FileSays",
    *,
    accept: bool,
    command: str = "add",
) -> "Outcome":
    """Put files into a project and ask what is open, in a terminal one by one.

    Parameters
    ----------
    given : ``KEY=ANSWER``.
    accept : take every proposed answer.
    command : that was called, for what is printed.

    Raises
    ------
    InputError
        With every question that is still open.
    """
    from alliancenet.adding.adding import add_files
    from alliancenet.adding.question import GivenAnswers
    from alliancenet.errors import InputError

    answers = GivenAnswers(given)
    said: dict[str, None] = {}
    is_there = project.exists()
    with _without_traces(project, is_there=is_there), work_in(project, f"alliancenet {command}"):
        while True:
            outcome = add_files(project, files, answers, declared)
            _tell(outcome, said)
            if accept and _accepted(outcome.questions, answers):
                continue
            if not outcome.questions or not _asked(outcome, answers):
                break
    for problem in (*outcome.problems, *answers.unused()):
        click.echo(f"warning: {problem}")
    if outcome.questions:
        _say_how_to_answer(project, files, outcome, command)
        raise InputError([question.problem() for question in outcome.questions])
    return outcome


@contextmanager
def _without_traces(project: Path, *, is_there: bool) -> "Iterator[None]":
    """Leave no empty folder where nothing could be added to a project that was not there."""
    try:
        yield
    finally:
        if not is_there and project.is_dir() and not any(project.iterdir()):
            project.rmdir()


def _accepted(questions: "list[OpenQuestion]", answers: "GivenAnswers") -> int:
    """Take the proposals of all questions that have one."""
    proposed = [question for question in questions if question.proposal]
    for question in proposed:
        answers.add(question, question.proposal)
    return len(proposed)


def _asked(outcome: "Outcome", answers: "GivenAnswers") -> bool:
    """Ask what is open, where somebody sits at a terminal."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    for number, question in enumerate(outcome.questions, start=1):
        click.echo(f"\n({number} of {len(outcome.questions)}) {question.file}")
        click.echo(f"{question.text}")
        if question.why:
            click.echo(f"  {question.why}")
        if question.choices and len(question.choices) <= _MOST_CHOICES:
            if question.meanings:
                for choice in question.choices:
                    click.echo(f"    {question.choice(choice)}")
            else:
                click.echo(f"  one of: {', '.join(question.choices)}")
        said = click.prompt("  answer", default=question.proposal or None, value_proc=_checked(question))
        answers.add(question, said)
    return True


def _checked(question: "OpenQuestion") -> "Callable[[str], str]":
    def check(answer: str) -> str:
        fitting = question.fits(answer)
        if not fitting:
            raise click.UsageError(f"one of: {', '.join(question.choices[:40])}")
        return fitting

    return check


def _tell(outcome: "Outcome", said: dict[str, None]) -> None:
    """Say what was done, each sentence once however often it had to be asked."""
    for line in outcome.told:
        if line not in said and not line.endswith(" says how it is read"):
            click.echo(line)
        said.setdefault(line)


def _say_how_to_answer(project: Path, files: tuple[Path, ...], outcome: "Outcome", command: str) -> None:
    number = len(outcome.questions)
    names = " ".join(shlex.quote(str(path)) for path in files)
    click.echo(
        f"{number} {'question is' if number == 1 else 'questions are'} open. Answer them in the map files, or so, and"
        f" run it again:\n  alliancenet {command} {shlex.quote(str(project))} {names} --answer KEY=ANSWER …"
    )
