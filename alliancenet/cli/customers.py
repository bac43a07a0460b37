"""`alliancenet customers`: who stays, and what each partner is worth from here on."""

from datetime import date, datetime
from pathlib import Path

import click

from alliancenet.cli.portfolio import print_lines, read_aloud


@click.command()
@click.argument("project", type=click.Path(path_type=Path))
@click.option(
    "--periods", type=click.IntRange(1, 400), default=4, show_default=True, help="Closed periods to look back."
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Use what was known by this day; by default all on record.",
)
@click.option("--json", "as_json", is_flag=True, help="Print everything as one JSON document.")
def customers(project: Path, periods: int, as_of: datetime | None, as_json: bool) -> None:
    """Who stays with PROJECT's firm, and what each partner is worth from here on."""
    from alliancenet.economics.books import last_day_on_record
    from alliancenet.economics.lifetime.told import customer_lines, customers_json
    from alliancenet.economics.lifetime.valuing import customer_review
    from alliancenet.economics.reading import read_books

    loaded = read_aloud(project)
    books = read_books(project, loaded.register, loaded.settings)
    for remark in books.remarks:
        click.echo(f"warning: {remark}", err=True)
    day = last_day_on_record(books, date.today()) if as_of is None else as_of.date()
    review = customer_review(books, loaded.settings, day, periods)
    if as_json:
        click.echo(customers_json(review), nl=False)
    else:
        print_lines(customer_lines(review))
