"""`alliancenet customers`: who stays, and what each partner is worth from here on."""

from datetime import date, datetime
from pathlib import Path

import click

from alliancenet.cli.days import DAY
from alliancenet.cli.portfolio import print_lines, read_aloud
from alliancenet.cli.printing import print_document
from alliancenet.cli.project_path import ProjectPath
from alliancenet.cli.sections import check_partner, section_option


@click.command()
@click.argument("project", type=ProjectPath())
@click.option(
    "--periods", type=click.IntRange(1, 400), default=4, show_default=True, help="Closed periods to look back."
)
@click.option(
    "--as-of",
    type=DAY,
    help="Use what was known by this day; by default all on record.",
)
@click.option("--partner", metavar="ID", help="Value of one partner, and what it hangs on.")
@section_option("customers")
@click.option("--json", "as_json", is_flag=True, help="Print everything as one JSON document.")
def customers(
    project: Path,
    periods: int,
    as_of: datetime | None,
    partner: str | None,
    section: tuple[str, ...],
    as_json: bool,
) -> None:
    """Who stays with PROJECT's firm, what each partner is worth from here on, and what to do next.

    \b
    alliancenet customers my_project
    alliancenet customers my_project --partner globex
    alliancenet customers my_project --section strength --section next
    """  # noqa: D301 - \b is click's mark for lines that stay as they are
    from alliancenet.economics.reading import read_books

    loaded = read_aloud(project)
    books = read_books(project, loaded.register, loaded.settings)
    check_partner(partner, books.partners)
    # what works it out is loaded once the files are known to be in order: a refusal comes sooner
    from alliancenet.economics.books import last_day_on_record
    from alliancenet.economics.layout import plain
    from alliancenet.economics.ledger import open_ledger
    from alliancenet.economics.lifetime.acquiring_told import tornado_lines
    from alliancenet.economics.lifetime.sensitivity import tornado_of
    from alliancenet.economics.lifetime.told import customer_lines, customers_json, customers_of
    from alliancenet.economics.sections import CUSTOMERS, document_of, section_lines, worked_out

    for remark in books.remarks:
        click.echo(f"warning: {remark}", err=True)
    day = last_day_on_record(books, date.today()) if as_of is None else as_of.date()
    ledger = open_ledger(loaded, project, books, day, periods)
    review = ledger.customers
    if partner is not None:
        told, tornado = customers_of(review, partner), tornado_of(ledger, partner)
        if as_json:
            print_document(customers_json(told, {"hangs_on": plain(tornado)}))
        else:
            print_lines((*customer_lines(told), "", *tornado_lines(tornado, ledger.currency)))
        return
    found = worked_out(CUSTOMERS, ledger, section)
    if as_json:
        print_document(customers_json(review, document_of(found)))
        return
    if not section:
        print_lines(customer_lines(review))
    print_lines(section_lines(CUSTOMERS, found, ledger.currency, is_asked=bool(section)))
