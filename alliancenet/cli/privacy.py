"""`alliancenet privacy`: what is held of people, what they were promised, and erasing one of them."""

from datetime import date
from pathlib import Path

import click

_PROJECT = click.argument("project", type=click.Path(path_type=Path, exists=True, file_okay=False))


@click.group()
def privacy() -> None:
    """What is held of people, what they were promised, how long; and erase one person."""


@privacy.command()
@_PROJECT
@click.argument("person")
@click.option(
    "--also",
    "places",
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    help="A folder of audits or exports, or a file such as the viewer's log; may be given again.",
)
@click.option("--yes", is_flag=True, help="Do not ask; for scripts.")
def erase(project: Path, person: str, places: tuple[Path, ...], yes: bool) -> None:
    """Erase PERSON (an id of the roster) from every file of PROJECT and of the places named.

    The own answers are deleted, also in the surveys collected here. What others said of the person stays under
    an id that leads to nobody.
    Builds of logs, reports and the portfolio's index are deleted, to be made again. It cannot be undone.
    """
    from alliancenet.cli.place import work_in
    from alliancenet.erasing import erase as erased

    if not yes:
        click.confirm(f"Erase {person} from {project} for good?", abort=True)
    with work_in(project, "alliancenet privacy erase"):
        done = erased(project, person, places, day=date.today(), say=lambda line: click.echo(line, err=True))
    click.echo(f"Erased: {done.entry.rows} rows of own answers deleted, {len(done.changed)} files changed.")
    for path in done.deleted:
        click.echo(f"deleted, to be made again: {path}")
    if done.alike:
        others = "1 other is" if done.alike == 1 else f"{done.alike} others are"
        click.echo(f"{others} called the same, or written the same: the name stays where it may be theirs.")
    if not places:
        click.echo("Audits and exports that lie elsewhere were not touched: name them with --also.")
    for path, why in done.left.items():
        click.echo(f"left: {path}: {why}; erase it by hand or make it again", err=True)
    if done.left:
        raise click.exceptions.Exit(1)


@privacy.command()
@_PROJECT
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="The day to count from; today by default.")
def show(project: Path, today: object) -> None:
    """What PROJECT holds of people, what they were promised, what is to be deleted when, who was erased."""
    from datetime import datetime

    from alliancenet.erasing.held import held_lines

    day = today.date() if isinstance(today, datetime) else date.today()
    for line in held_lines(project, day):
        click.echo(line)
