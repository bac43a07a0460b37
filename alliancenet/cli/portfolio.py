"""`alliancenet portfolio`: tiers, health beside performance, sponsors, proposals."""

from collections.abc import Iterable
from contextlib import nullcontext
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from alliancenet.cli.days import DAY
from alliancenet.cli.place import work_in
from alliancenet.cli.printing import print_document
from alliancenet.cli.progress import Progress
from alliancenet.cli.project_path import ProjectPath

if TYPE_CHECKING:
    from alliancenet.errors import Problem
    from alliancenet.model.portfolio import PortfolioRecords
    from alliancenet.model.review import PortfolioReview
    from alliancenet.portfolio.holdings import Holdings
    from alliancenet.portfolio.shelf.reading import Shelf
    from alliancenet.sources.loaded import Project

_AUDITS = "audits"
as_of_option = click.option("--as-of", type=DAY, help="Day of the review; the last day on record by default.")
audits_option = click.option(
    "--audits",
    type=click.Path(path_type=Path, file_okay=False),
    help=f"Folder of audit files; PROJECT/{_AUDITS} by default. Without one the project is audited first.",
)


@click.command()
@click.argument("project", type=ProjectPath())
@audits_option
@as_of_option
@click.option("--json", "as_json", is_flag=True, help="Print the review as one JSON document.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to write the review to: that of the audits, so that the viewer finds it.",
)
def portfolio(project: Path, audits: Path | None, as_of: datetime | None, as_json: bool, output: Path | None) -> None:
    """Review all alliances of PROJECT: tiers, health and performance, sponsors, proposed actions.

    \b
    alliancenet audit my_project -o my_project/audits
    alliancenet portfolio my_project -o my_project/audits
    """  # noqa: D301 - \b is click's mark for lines that stay as they are
    with Progress("reading"):
        loaded = read_aloud(project)
    from alliancenet.portfolio.review_file import to_json, write_review
    from alliancenet.portfolio.summary import summary
    from alliancenet.privacy import LOCAL_READER, review_for

    with work_in(output, "alliancenet portfolio") if output else nullcontext():
        reviewed = review_project(loaded, project, audits, as_of)
        if output is not None:
            write_review(output, reviewed)
    if as_json:
        print_document(to_json(reviewed))
    else:
        print_lines(summary(review_for(reviewed, LOCAL_READER).review))


def print_lines(lines: Iterable[str]) -> None:
    """Print lines without the characters that would steer a terminal."""
    from alliancenet.export.stamp import printable

    for line in lines:
        click.echo(printable(line))


def read_aloud(folder: Path) -> "Project":
    """Read a project; its warnings go to the error stream."""
    from alliancenet.sources.project import read_project

    loaded = read_project(folder)
    for problem in loaded.problems:
        click.echo(f"warning: {problem}", err=True)
    return loaded


def review_project(loaded: "Project", folder: Path, audits: Path | None, as_of: datetime | None) -> "PortfolioReview":
    """Review a project that was read from a folder, with its audits."""
    from importlib.metadata import version

    from alliancenet.portfolio.review import review

    holdings, unread, about_money = open_holdings(loaded, folder, audits, as_of)
    return review(holdings, version("alliancenet"), unread, about_money)


def open_holdings(
    loaded: "Project", folder: Path, audits: Path | None, as_of: datetime | None, *, needs_audits: bool = True
) -> "tuple[Holdings, tuple[str, ...], tuple[str, ...]]":
    """Holdings of a project, what could not be read, and what the files about money had to say, in sentences.

    Parameters
    ----------
    loaded, folder : the project, and where it was read from.
    needs_audits : audit the project when no audit files are found.
    """
    from alliancenet.portfolio.opening import has_audits, holdings_of
    from alliancenet.portfolio.review import last_day_on_record

    day = None if as_of is None else as_of.date()
    if audits is not None and not has_audits(audits):
        raise click.BadParameter(
            f"no audit files in {audits}; write some with `alliancenet audit -o`", param_hint="--audits"
        )
    shelf = _shelf(loaded, audits or folder / _AUDITS, day, needs_audits)
    closes = [wave.closes for wave in loaded.waves if wave.closes is not None]
    day = day or last_day_on_record(loaded.records, shelf.audits) or max(closes, default=None)
    records, remarks = _with_computed(loaded, folder, day)
    holdings, unreadable = holdings_of(
        loaded.register, records, loaded.settings, shelf, day, loaded.mark, loaded.answered
    )
    for problem in (*remarks, *unreadable):
        click.echo(f"warning: {problem}", err=True)
    return holdings, tuple(map(str, unreadable)), tuple(map(str, remarks))


def _with_computed(loaded: "Project", folder: Path, day: date | None) -> "tuple[PortfolioRecords, tuple[Problem, ...]]":
    from alliancenet.economics.for_portfolio import with_computed
    from alliancenet.economics.relations.switching import with_bonds

    if day is None:
        return loaded.records, ()
    records = with_bonds(loaded, loaded.records, day)
    return with_computed(folder, loaded.register, records, loaded.settings, day)


def _shelf(loaded: "Project", folder: Path, day: date | None, needs_audits: bool) -> "Shelf":
    from alliancenet.portfolio.opening import has_audits, shelf_of
    from alliancenet.portfolio.shelf.reading import read_shelf

    if has_audits(folder) or not needs_audits:
        return read_shelf(folder, day, loaded.mark.id if loaded.mark else "")
    from alliancenet.auditing import audit_project

    with Progress("auditing") as progress:
        return shelf_of(audit_project(loaded, progress=progress.tell), day)
