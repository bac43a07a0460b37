"""`alliancenet economics`: what each partner earns after what it costs to serve."""

import shlex
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from alliancenet.cli.days import DAY
from alliancenet.cli.input import DECLARING
from alliancenet.cli.place import work_in
from alliancenet.cli.portfolio import print_lines, read_aloud
from alliancenet.cli.printing import print_document
from alliancenet.cli.project_path import ProjectPath
from alliancenet.cli.sections import check_partner, section_option

if TYPE_CHECKING:
    from alliancenet.economics.statement import Totals
    from alliancenet.sources.loaded import Project


class _WithMap(click.Command):
    """`alliancenet economics map …` beside `alliancenet economics PROJECT`."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: object
    ) -> click.Context:
        """Context of the command that is meant; a project called `map` is written ./map."""
        if args[:1] == ["map"]:
            return map_exports.make_context(f"{info_name} map", args[1:], parent=parent, **extra)
        return super().make_context(info_name, args, parent=parent, **extra)


@click.command("map")
@click.argument("project", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.argument("exports", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option(
    "--answer", "given", multiple=True, metavar="KEY=ANSWER", help="Answer to a question; may be given again."
)
@click.option("--accept", is_flag=True, help="Take every proposed answer; what has none is still asked.")
@DECLARING[0]
@DECLARING[1]
def map_exports(
    project: Path,
    exports: tuple[Path, ...],
    given: tuple[str, ...],
    accept: bool,
    encoding: str,
    sheets: tuple[str, ...],
) -> None:
    """Read EXPORTS of ERP, CRM, ticket and time systems as files of economics of PROJECT.

    \b
    alliancenet economics map my_project invoices_2026.xlsx
    alliancenet economics map my_project timesheet.csv --answer "activity.Support=repair" --accept

    Says what each export is (sales, time and tickets, costs), which of its columns is which of
    ours, and who each partner is: every row stands in one class, and they add up. What is not
    certain is asked. Answers stand in NAME.map.yaml beside the export, in economics/, and are
    remembered for the next one. Names of people are not read.
    """  # noqa: D301 - \b is click's mark for lines that stay as they are
    from alliancenet.cli.add import put_in
    from alliancenet.files.table import FileSays
    from alliancenet.sources.place import PROJECT_FILE

    if not (project / PROJECT_FILE).is_file():
        raise click.BadParameter(f"{project} holds no {PROJECT_FILE}: it is no project", param_hint="PROJECT")
    declared = FileSays(encoding=encoding, sheets=tuple(sheets))
    put_in(project, exports, given, declared, accept=accept, command="economics map")
    click.echo(f"Next: alliancenet economics {shlex.quote(str(project))}")


@click.command(cls=_WithMap)
@click.argument("project", type=ProjectPath())
@click.option("--partner", metavar="ID", help="Statement, behaviours and repair arithmetic of one partner.")
@click.option(
    "--periods", type=click.IntRange(1, 400), default=1, show_default=True, help="Last closed periods to sum up."
)
@click.option(
    "--as-of",
    type=DAY,
    help="Use periods that ended by this day; by default all on record.",
)
@click.option("--reconcile", is_flag=True, help="Only whether the cost of every resource adds up.")
@click.option(
    "--cost-talk",
    type=click.Path(path_type=Path, dir_okay=False),
    help="CSV for the partner itself: how often it did what costs, no money. The release is put on record.",
)
@section_option("economics")
@click.option("--json", "as_json", is_flag=True, help="Print everything as one JSON document.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder to write it to, with who stays and what each is worth: that of the audits, for the viewer.",
)
def economics(
    project: Path,
    partner: str | None,
    periods: int,
    as_of: datetime | None,
    reconcile: bool,
    cost_talk: Path | None,
    section: tuple[str, ...],
    as_json: bool,
    output: Path | None,
) -> None:
    """What each partner of PROJECT earns: statement, whale curve, matrix, losses and what would end them.

    \b
    alliancenet economics my_project
    alliancenet economics my_project --partner globex --periods 4
    alliancenet economics my_project --section wallet --section spread
    alliancenet economics my_project -o my_project/audits
    alliancenet economics map my_project invoices.xlsx    (how an export is read)
    """  # noqa: D301 - \b is click's mark for lines that stay as they are
    from alliancenet.economics.reading import read_books

    if cost_talk is not None and partner is None:
        raise click.UsageError("--cost-talk needs --partner: whose sheet is released?")
    loaded = read_aloud(project)
    if output is not None:
        _write(loaded, project, output, None if as_of is None else as_of.date(), periods)
    books = read_books(project, loaded.register, loaded.settings)
    check_partner(partner, books.partners)
    # what works it out is loaded once the files are known to be in order: a refusal comes sooner
    from alliancenet.economics.books import last_day_on_record
    from alliancenet.economics.document import to_json
    from alliancenet.economics.ledger import open_ledger
    from alliancenet.economics.overview import review_of_totals
    from alliancenet.economics.sections import ECONOMICS, document_of, section_lines, worked_out
    from alliancenet.economics.told import overview_lines, partner_lines, reconciliation_lines

    day = last_day_on_record(books, date.today()) if as_of is None else as_of.date()
    ledger = open_ledger(loaded, project, books, day, periods)
    review = review_of_totals(ledger.totals, loaded.settings)
    for remark in review.remarks:
        click.echo(f"warning: {remark}", err=True)
    if cost_talk is not None and partner is not None:
        _release(project, cost_talk, ledger.totals, partner)
        return
    if reconcile:
        print_lines(reconciliation_lines(review))
        return
    found = {} if partner is not None else worked_out(ECONOMICS, ledger, section)
    if as_json:
        print_document(to_json(review, document_of(found)))
        return
    if not section:
        print_lines(overview_lines(review) if partner is None else partner_lines(review, partner))
    print_lines(section_lines(ECONOMICS, found, ledger.currency, is_asked=bool(section)))


def _release(project: Path, output: Path, totals: "Totals", partner: str) -> None:
    from alliancenet.economics.cost_talk import RELEASED, release

    rows = release(project, output, totals, partner, date.today())
    if not rows:
        raise click.ClickException(f"nothing {partner} did can be counted: no activity carries a behaviour")
    for row in rows:
        click.echo(f"{row.behaviour}: {row.count:,}{'' if row.of is None else f' of {row.of:,}'}")
    click.echo(f"Wrote {output}; released on record in economics/{RELEASED}.", err=True)


def _write(loaded: "Project", folder: Path, output: Path, as_of: date | None, periods: int) -> None:
    from importlib.metadata import version

    from alliancenet.accounting import account_for
    from alliancenet.portfolio.home import check_home
    from alliancenet.store.economics_file import ECONOMICS_FILE, write_economics

    with work_in(output, "alliancenet economics"):
        check_home(output, loaded.mark, ECONOMICS_FILE)
        path = write_economics(output, account_for(loaded, folder, version("alliancenet"), as_of, periods))
    click.echo(f"Wrote {path}, for readers who may see money: analyst, alliance manager, executive.", err=True)
