"""`alliancenet privacy`: what is held of people, what they were promised, erasing one of them, and what is overdue."""

from datetime import date, datetime
from pathlib import Path

import click

from alliancenet.cli.days import DAY

_PROJECT = click.argument("project", type=click.Path(path_type=Path, exists=True, file_okay=False))


@click.group()
def privacy() -> None:
    """What is held of people, what they were promised, how long; erase one person, remove what is overdue."""


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
@click.option(
    "--also",
    "places",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A folder of audits; may be given again. Those inside the project are looked at anyway.",
)
@click.option("--today", type=DAY, help="The day to count from; today by default.")
@click.option("--remove", is_flag=True, help="Remove what is listed; without it, it is only listed.")
@click.option("--yes", is_flag=True, help="Do not ask; for scripts.")
def purge(project: Path, places: tuple[Path, ...], today: datetime | None, remove: bool, yes: bool) -> None:
    """List what PROJECT keeps of single people beyond the promised time; with --remove, remove it.

    \b
    alliancenet privacy purge my_project --also my_audits             what is overdue, with counts
    alliancenet privacy purge my_project --also my_audits --remove    remove it, for good

    Answers, exports, collected waves and lines of the viewer's log go; audits keep their numbers of groups.
    """  # noqa: D301 - \b is click's mark for lines that stay as they are
    from alliancenet.cli.place import work_in
    from alliancenet.erasing.overdue import overdue
    from alliancenet.erasing.purging import purge as purged
    from alliancenet.sources.project import read_project
    from alliancenet.store.purges import PURGES

    day = today.date() if today else date.today()
    with work_in(project, "alliancenet privacy purge"):
        loaded = read_project(project)
        found = overdue(project, loaded, places, day)
        months = loaded.settings.whole("retention.months")
        click.echo(f"Promised: single answers are deleted after {months} months. As of {day}:")
        for part in found.parts:
            click.echo(f"  {part.path}: {part.count:,} {part.unit}, {part.what}, promised until {part.until}")
        for path, why in found.by_hand.items():
            click.echo(f"  by hand: {path}: {why}")
        if not found.parts:
            click.echo("Nothing is overdue." if not found.by_hand else "Nothing else is overdue.")
        elif not remove:
            click.echo("Nothing was removed: --remove does it. It cannot be undone.")
        if not remove:
            return
        if found.parts and not yes:
            click.confirm("Remove all of it for good?", abort=True)
        entry, _ = purged(project, places, today=day, say=lambda line: click.echo(f"removed {line}", err=True))
    if entry.parts:
        click.echo(f"Removed: {len(entry.parts)} parts; on record in {project / PURGES}.")


@privacy.command()
@_PROJECT
@click.option("--today", type=DAY, help="The day to count from; today by default.")
def show(project: Path, today: datetime | None) -> None:
    """What PROJECT holds of people, what they were promised, what is to be deleted when, who was erased."""
    from alliancenet.erasing.held import held_lines

    day = today.date() if today else date.today()
    for line in held_lines(project, day):
        click.echo(line)
