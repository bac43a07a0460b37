"""Days of a window as the months pairs are kept by."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from alliancenet.comms.built import Built
from alliancenet.errors import InputError, Problem

_EMPTY = "logs without contact between people on the rosters"


@dataclass(frozen=True, slots=True, kw_only=True)
class Months:
    """Months that stand for a window.

    Parameters
    ----------
    days : days the logs cover, by month (yyyymm).
    """

    days: Mapping[int, int]

    @property
    def total(self) -> int:
        """Days covered in all."""
        return sum(self.days.values())

    @property
    def weeks(self) -> float:
        """Weeks covered in all."""
        return self.total / 7


def months_of(built: Built, start: date, end: date, month_share: float) -> Months:
    """Months that lie in a window by at least `month_share` of their days.

    Raises
    ------
    InputError
        When the logs do not reach into the window.
    """
    days: dict[int, int] = {}
    first = start.replace(day=1)
    while first <= end:
        last = first.replace(day=monthrange(first.year, first.month)[1])
        inside = _overlap(first, last, start, end)
        covered = _overlap(first, last, built.since, built.until)
        month = first.year * 100 + first.month
        if inside >= month_share * last.day and covered and built.covers(month):
            days[month] = covered
        first = last + timedelta(days=1)
    if not days:
        raise InputError([_outside(built, start, end)])
    return Months(days=days)


def _overlap(first: date, last: date, start: date, end: date) -> int:
    return max((min(last, end) - max(first, start)).days + 1, 0)


def _outside(built: Built, start: date, end: date) -> Problem:
    return Problem(
        file=str(built.folder.parent.parent),
        found=f"logs from {built.since} to {built.until}" if built.since <= built.until else _EMPTY,
        needed=f"logs of most of a month between {start} and {end}",
        action="build with the logs of that time, or leave the layer out of this round",
    )
