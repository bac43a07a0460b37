"""Whether 3/4/2026 in an export is April or March: settled by what the rest of it says, else asked."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from alliancenet.errors import Problem
from alliancenet.files.dates import Order
from alliancenet.survey.readers.export import Export

_ENOUGH = 3  # different days, from which being in order is no accident (own limit)


def settled(export: Export, order: Order, why: str) -> Export:
    """The export with its open days read in one way, and a counted warning that says so."""
    if not export.open_days:
        return export
    respondents = export.respondents
    if order is Order.DAY:
        respondents = tuple(replace(respondent, day=respondent.other_day) for respondent in respondents)
    way = "day/month/year" if order is Order.DAY else "month/day/year"
    said = Problem(
        file=export.file,
        found=f"dates such as {export.open_days} can be read two ways; read as {way}: {why}",
        needed="nothing, if that is right",
        action="otherwise write `dates: day_first` or `dates: month_first` beside the file under `files:`",
        fatal=False,
    )
    return replace(
        export,
        respondents=tuple(replace(respondent, other_day=None) for respondent in respondents),
        open_days="",
        problems=(*export.problems, said),
    )


def settled_by_rows(export: Export) -> Export:
    """The export with its open days settled where its rows stand in order of time in one reading only."""
    month, day = _days(export)
    in_order = {Order.MONTH: _is_in_order(month), Order.DAY: _is_in_order(day)}
    fits = [order for order, fits in in_order.items() if fits]
    if not export.open_days or len(fits) != 1 or len(set(day)) < _ENOUGH:
        return export
    return settled(export, fits[0], "only so do its rows stand in order of time")


def settled_by_waves(export: Export, is_asked: Callable[[date], bool]) -> Export:
    """The export with its open days settled where all lie in some wave in one reading only.

    Parameters
    ----------
    is_asked : whether people were asked on a day.
    """
    month, day = _days(export)
    fits = [
        order
        for order, days in ((Order.MONTH, month), (Order.DAY, day))
        if days and all(found is not None and is_asked(found) for found in days)
    ]
    if not export.open_days or len(fits) != 1:
        return export
    return settled(export, fits[0], "only so do all responses lie in a wave")


def question_of_days(export: Export) -> Problem:
    """One question for a whole file whose days nothing settles."""
    return Problem(
        file=export.file,
        found=f"dates such as {export.open_days} can be read two ways, and neither the file nor the waves tell",
        needed="whether the day or the month comes first",
        action="write `dates: day_first` or `dates: month_first` beside the file under `files:` of alliancenet.yaml",
    )


def _days(export: Export) -> tuple[list[date | None], list[date | None]]:
    stand = sorted(export.respondents, key=lambda one: one.row)
    return [respondent.day for respondent in stand if respondent.other_day], [
        respondent.other_day for respondent in stand if respondent.other_day
    ]


def _is_in_order(days: Sequence[date | None]) -> bool:
    known = [day for day in days if day is not None]
    ways = list(pairwise(known))
    is_whole = len(known) == len(days)
    return is_whole and (all(a <= b for a, b in ways) or all(a >= b for a, b in ways))
