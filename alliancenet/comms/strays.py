"""Messages dated far from all others: a wrong clock, not a month without contact."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import ibis
from ibis.expr.types import Table

from alliancenet.comms.rollup import OF_ENTRY, SLOTS, TO_SHIFT

_APART = 12
"""Months without a message between one part of the logs and the next (own limit)."""
_FIRST_MONTH = 1995 * 12
"""No firm's logs reach further back; 1970, 1980 and 1601 are where clocks begin."""


def months_in(cells: Table) -> Table:
    """Messages counted by month: columns month (12 · year + month − 1), messages."""
    counted = cells.filter(cells.cell >= 0)
    rows = counted.mutate(month=_month_of(counted))
    return rows.group_by("month").agg(messages=rows.messages.sum().cast("int64"))


def stray_months(messages: Mapping[int, int], share: float, today: date) -> frozenset[int]:
    """Months that are set aside.

    Parameters
    ----------
    messages : by month, 12 · year + month − 1.
    share : of the messages of the largest part, 0-1; smaller parts are strays.
    today : parts wholly after it are strays as well.

    Notes
    -----
    A part is a row of months with less than a year between one message and the next. The largest
    is never a stray, whatever the clock of this machine says.
    """
    parts: list[list[int]] = []
    for month in sorted(messages):
        if parts and month - parts[-1][-1] <= _APART:
            parts[-1].append(month)
        else:
            parts.append([month])
    sizes = [sum(messages[month] for month in part) for part in parts]
    largest = max(sizes, default=0)
    now = today.year * 12 + today.month - 1
    return frozenset(
        month
        for place, (part, size) in enumerate(zip(parts, sizes, strict=True))
        if place != sizes.index(largest) and (size < share * largest or part[-1] < _FIRST_MONTH or part[0] > now)
        for month in part
    )


def is_stray(cells: Table, months: Iterable[int]) -> Any:
    """Of each cell: does it hold what would count, in one of these months."""
    counts = (cells.cell >= 0) | (_packed(cells) >> TO_SHIFT >= OF_ENTRY)
    return counts & _month_of(cells).isin(sorted(months))


def _month_of(cells: Table) -> Any:
    return (_packed(cells) % (1 << TO_SHIFT)) // SLOTS


def _packed(cells: Table) -> Any:
    return ibis.ifelse(cells.cell >= 0, cells.cell, -1 - cells.cell)
