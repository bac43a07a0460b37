"""`alliancenet collect invite` and `remind`: letters with links."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from alliancenet.cli.collect_place import of_wave, store_of

if TYPE_CHECKING:
    from alliancenet.collect.store import WaveStore


def _ways(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        click.option("--left", multiple=True, metavar="ID", help="A letter that may have left did."),
        click.option("--again", multiple=True, metavar="ID", help="A letter that may have left did not; send it."),
        click.option("--smtp", is_flag=True, help="Hand them to the mail server of collect.yaml."),
        click.option("--eml", type=click.Path(path_type=Path), help="New folder for files a mail program sends."),
        click.option("--csv", type=click.Path(path_type=Path, dir_okay=False), help="File for a mail merge."),
    ):
        command = option(command)
    return command


@click.command()
@of_wave
@_ways
def invite(
    project: Path,
    wave: str,
    database: str,
    csv: Path | None,
    eml: Path | None,
    smtp: bool,
    left: tuple[str, ...],
    again: tuple[str, ...],
) -> None:
    """Make a link for everybody who has none, and hand it out: --csv, --eml or --smtp."""
    from alliancenet.collect.rounds import begin_invitations

    _check_way(csv, eml, smtp)
    store = store_of(project, wave, database)
    begin_invitations(store, date.today())
    _hand_out(store, project, 0, (csv, eml, smtp), left, again)


@click.command()
@of_wave
@_ways
@click.option("--same-day", is_flag=True, help="Also when the last letters left today.")
def remind(
    project: Path,
    wave: str,
    database: str,
    csv: Path | None,
    eml: Path | None,
    smtp: bool,
    left: tuple[str, ...],
    again: tuple[str, ...],
    same_day: bool,
) -> None:
    """Remind those who have not finished, at most as often as the plan says."""
    from alliancenet.collect.rounds import begin_reminders
    from alliancenet.collect.wave import survey_in

    _check_way(csv, eml, smtp)
    store = store_of(project, wave, database)
    number = begin_reminders(store, survey_in(store), date.today(), same_day=same_day)
    _hand_out(store, project, number, (csv, eml, smtp), left, again)


def _check_way(table: Path | None, folder: Path | None, by_mail: bool) -> None:
    """Refuse before anything is begun."""
    if sum(map(bool, (table, folder, by_mail))) != 1:
        raise click.UsageError("say one of: --csv FILE, --eml FOLDER, --smtp.")
    for path in (table, folder):
        if path is not None and path.exists():
            raise click.UsageError(f"{path} exists; links that were handed out stay good, so choose another name.")


def _hand_out(
    store: "WaveStore",
    project: Path,
    number: int,
    way: tuple[Path | None, Path | None, bool],
    left: tuple[str, ...],
    again: tuple[str, ...],
) -> None:
    from alliancenet.cli.progress import Progress
    from alliancenet.collect.letters import PASSWORD, Post, as_files, as_table, send
    from alliancenet.collect.plan import read_plan
    from alliancenet.collect.rounds import failures_of, uncertain, waiting
    from alliancenet.collect.wave import record_of, survey_in
    from alliancenet.instruments.reading import project_instruments
    from alliancenet.report.words import plural

    table, folder, by_mail = way
    _settle(store, left, again)
    plan = read_plan(project, project_instruments(project, []))
    post = Post(store=store, survey=survey_in(store), wave=record_of(store), letter=plan.letter, today=date.today())
    letters = waiting(store, number)
    without: tuple[Any, ...] = ()
    if not letters:
        click.echo("Nothing to hand out: every letter of this round left; `link PERSON` makes one more link.")
    elif table is not None:
        as_table(post, letters, table)
        click.echo(
            f"{table} written: {plural(len(letters), 'letter')}. Whoever reads it can answer for everybody in it."
        )
    elif folder is not None:
        if not plan.letter.sender:
            raise click.UsageError('collect.yaml names no sender: letter: {from: "Kim Example <kim@example.com>"}')
        without = as_files(post, letters, folder, plan)
        click.echo(f"{folder} written: {plural(len(letters) - len(without), 'letter')}, ready to send.")
    elif by_mail:
        with Progress("sending letters:") as progress:
            without = send(post, letters, plan, os.environ.get(PASSWORD, ""), tell=progress.tell)
        failed = failures_of(store, number)
        click.echo(
            f"{plural(len(letters) - len(without) - len(failed), 'letter')} handed to"
            f" {plan.smtp.host if plan.smtp else ''}."
        )
        for person, error in failed:
            click.echo(f"refused: {person}: {error}; tried again with the next call")
    if without:
        click.echo(f"without an address, use --csv for them: {', '.join(due.respondent for due in without)}")
    for due in uncertain(store):
        click.echo(
            f"may have left, may not: the letter of {due.respondent} ({due.address}); say --left {due.respondent}"
            f" or --again {due.respondent}"
        )


def _settle(store: "WaveStore", left: tuple[str, ...], again: tuple[str, ...]) -> None:
    from alliancenet.collect.rounds import settle, uncertain

    doubtful = {due.respondent: due for due in uncertain(store)}
    for person in (*left, *again):
        if person not in doubtful:
            known = ", ".join(doubtful) or "none"
            raise click.UsageError(f"the letter of {person} is not in doubt; in doubt: {known}.")
        settle(store, doubtful[person], left=person in left)
