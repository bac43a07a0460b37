"""Days that are given on the command line."""

from datetime import datetime

import click

from alliancenet.files.dates import FIRST_YEAR, LAST_YEAR


class DayOfRecords(click.DateTime):
    """A day such as 2026-03-31, of a year records can be of: one far away ends in a fault of arithmetic."""

    def __init__(self) -> None:
        super().__init__(["%Y-%m-%d"])

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Read the day, or refuse it with the years that are meant."""
        day: datetime = super().convert(value, param, ctx)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.fail(f"{day.date()} is of no year from {FIRST_YEAR} to {LAST_YEAR}", param, ctx)
        return day


DAY = DayOfRecords()
