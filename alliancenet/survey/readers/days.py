"""Days of responses; day or month first is settled by the file itself, else both readings are kept."""

from collections.abc import Iterable, Sequence
from datetime import date

from alliancenet.errors import Problem
from alliancenet.files.dates import Order, day_of, order_of

Days = tuple[date | None, date | None]
"""The day of a cell, and what it is with the day first where the file leaves that open."""


def days_of(cells: Sequence[str], order: Order | None = None, starts_1904: bool = False) -> list[Days]:
    """Day of each cell; None for a cell that is no date.

    Parameters
    ----------
    cells : one column of an export.
    order : what the whole file says; None to find out from these cells.
    starts_1904 : how a workbook counts days.
    """
    order = order_of(cells) if order is None else order
    first = [day_of(cell, day_first=order is Order.DAY, starts_1904=starts_1904) for cell in cells]
    if order is not Order.OPEN:
        return [(day, None) for day in first]
    return list(zip(first, (day_of(cell, day_first=True, starts_1904=starts_1904) for cell in cells), strict=True))


def open_days_in(cells: Iterable[str]) -> str:
    """A date that can be read two ways where none of these cells tells, or ""."""
    written = sorted(filter(None, cells))
    return written[0] if order_of(written) is Order.OPEN else ""


def faults_of_days(file: str, heading: str, cells: Sequence[str], order: Order, days: Sequence[Days]) -> list[Problem]:
    """What is wrong with a column of dates: two ways of writing in one file, and cells that are no date."""
    if order is Order.BOTH:
        return [
            Problem(
                file=file,
                key=heading,
                found="some dates can only be day/month/year, some only month/day/year",
                needed="one way of writing for the whole file",
                action="export with ISO dates (2026-04-03)",
            )
        ]
    lost = [
        cell for cell, (day, _) in zip(cells, days, strict=True) if cell and day is None and cell[:10] not in _BLANK
    ]
    if not lost:
        return []
    shown = ", ".join(f"'{cell[:30]}'" for cell in dict.fromkeys(lost[:3]))
    return [
        Problem(
            file=file,
            key=heading,
            found=f"{len(lost):,} cells are no date that can be read ({shown})",
            needed="dates such as 2026-04-03",
            action="these responses count whatever their day",
            fatal=False,
        )
    ]


_BLANK = frozenset({"1980-01-01", "01/01/1980", "1/1/1980", "01.01.1980"})
