"""Events summed to what a statement needs of them: a row for each partner, period, activity and standard."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from alliancenet.arrays import BoolArray, FloatArray, IntArray
from alliancenet.economics.books import Activities, EventSums

if TYPE_CHECKING:
    import pandas as pd

KEYS = ("partner", "period", "activity", "standard", "alliance", "is_measured", "is_lacking")
"""What rows of one sum have in common."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRows:
    """Events as read, row by row.

    Parameters
    ----------
    partner, activity, alliance : places; -1 for none.
    days : of each event.
    period : number of the period each day lies in.
    count : how often.
    minutes : measured for one time; NaN where not.
    attributes : by name, as time equations use them; NaN where empty.
    """

    partner: IntArray
    activity: IntArray
    alliance: IntArray
    days: "np.ndarray[tuple[int], np.dtype[np.datetime64]]"
    period: IntArray
    count: FloatArray
    minutes: FloatArray
    attributes: dict[str, FloatArray]


def summed_events(rows: EventRows, activities: Activities | None) -> EventSums:
    """Sum events by `KEYS`.

    Parameters
    ----------
    rows : the events.
    activities : standards and time equations; without them no event has a standard.

    Notes
    -----
    A time equation is linear in its attributes, so that the time of many events follows from their count and
    the sums of count times attribute: no more of a row is needed.
    """
    import pandas as pd

    measured = ~np.isnan(rows.minutes)
    frame = pd.DataFrame(
        {
            "partner": rows.partner,
            "period": rows.period,
            "activity": rows.activity,
            "standard": _standards(rows, activities),
            "alliance": rows.alliance,
            "is_measured": measured,
            "is_lacking": _lacking(rows, activities),
            "rows": 1,
            "count": rows.count,
            "minutes": np.where(measured, rows.minutes, 0.0) * rows.count,
            "first": rows.days,
            "last": rows.days,
            **{f"x{at}": np.nan_to_num(each) * rows.count for at, each in enumerate(rows.attributes.values())},
        }
    )
    sums = dict.fromkeys(("rows", "count", "minutes", *(f"x{at}" for at in range(len(rows.attributes)))), "sum")
    found = frame.groupby(list(KEYS), as_index=False).agg({**sums, "first": "min", "last": "max"})
    return sums_of(found, list(rows.attributes))


def sums_of(frame: "pd.DataFrame", attributes: list[str]) -> EventSums:
    """Part the sums of attributes, in the columns `x0`, `x1` and so on, from the others."""
    columns = [f"x{at}" for at in range(len(attributes))]
    weighed = {name: frame[column].to_numpy(dtype=float) for name, column in zip(attributes, columns, strict=True)}
    return EventSums(frame=frame.drop(columns=columns), attributes=weighed)


def _standards(rows: EventRows, activities: Activities | None) -> IntArray:
    """Place of the standard that holds for each event; -1 for none."""
    found = np.full(len(rows.days), -1, dtype=np.int64)
    if activities is None:
        return found
    table = activities.standards
    each = zip(table["activity"], table["first"].to_numpy(), table["last"].to_numpy(), strict=True)
    for place, (activity, first, last) in enumerate(each):
        found[(rows.activity == activity) & (rows.days >= first) & (rows.days <= last)] = place
    return found


def _lacking(rows: EventRows, activities: Activities | None) -> BoolArray:
    """Whether an attribute that the time equation of an event needs is empty."""
    found = np.zeros(len(rows.days), dtype=bool)
    if activities is None:
        return found
    for activity, attribute in zip(activities.terms["activity"], activities.terms["attribute"], strict=True):
        found |= (rows.activity == activity) & np.isnan(rows.attributes[attribute])
    return found
