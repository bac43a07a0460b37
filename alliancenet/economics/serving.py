"""Cost to serve from standard times (time-driven activity-based costing): minutes, capacity, money."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from alliancenet.arrays import BoolArray, FloatArray, IntArray
from alliancenet.economics.books import Activities, Books, EventSums
from alliancenet.model.profit import ResourceUse

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

ENDS = ("low", "minutes", "high")


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """Time-driven cost of every partner, activity and period.

    Parameters
    ----------
    cells : DataFrame of partner, period, activity, resource (places), events, minutes_low, minutes,
        minutes_high and, in minor units, low, cost, high.
    unknown : DataFrame of partner, period, rows, why: events whose cost could not be told.
    resources : their use, by resource and period.
    unassigned : by period, cost of resources that no activity takes: never allocated.
    over : DataFrame of partner, period that used a resource beyond its capacity.
    """

    cells: "pd.DataFrame"
    unknown: "pd.DataFrame"
    resources: tuple[ResourceUse, ...]
    unassigned: dict[int, int]
    over: "pd.DataFrame"


def serving_of(books: Books, overuse: float) -> Serving:
    """Cost the time of every event.

    Parameters
    ----------
    books : what was read; without events nothing is costed.
    overuse : utilisation above which times or capacity are wrong.
    """
    import pandas as pd

    if books.events is None or books.activities is None or books.capacity is None:
        empty = pd.DataFrame({name: np.array([], dtype=np.int64) for name in _CELL_COLUMNS})
        unknown = _unknown_without_files(books)
        return Serving(cells=empty, unknown=unknown, resources=(), unassigned=_unassigned(books), over=_pairs([], []))
    timed = _timed(books.events, books.activities)
    is_known = timed["is_timed"].to_numpy() & _has_price(timed, books.capacity)
    lost = timed[~is_known]
    unknown = _counted_unknown(lost, _reasons(lost, books.activities))
    cells, resources = _costed(timed if is_known.all() else timed[is_known], lost, books, overuse)
    over = {(use.resource, use.period) for use in resources if use.is_over}
    names = np.array([*books.activities.resources, ""], dtype=object)
    is_over = np.array(
        [(names[place], period) in over for place, period in zip(cells["resource"], cells["period"], strict=True)],
        dtype=bool,
    )
    flagged = cells[is_over]
    return Serving(
        cells=cells,
        unknown=unknown,
        resources=resources,
        unassigned=_unassigned(books),
        over=_pairs(flagged["partner"], flagged["period"]),
    )


_CELL_COLUMNS = (
    *("partner", "period", "activity", "resource", "events"),
    *("minutes_low", "minutes", "minutes_high", "low", "cost", "high"),
)


def _pairs(partners: object, periods: object) -> "pd.DataFrame":
    import pandas as pd

    return pd.DataFrame({"partner": partners, "period": periods}).drop_duplicates()


def _timed(events: EventSums, activities: Activities) -> "pd.DataFrame":
    """Sums of events with their resource and minutes at both ends; `is_timed` is False where they cannot be told."""
    frame, standards = events.frame, activities.standards
    standard = frame["standard"].to_numpy(dtype=np.int64)
    # the last row stands for no standard
    resource = np.append(standards["resource"].to_numpy(dtype=np.int64), -1)[standard]
    count, measured = frame["count"].to_numpy(dtype=float), frame["is_measured"].to_numpy(dtype=bool)
    is_timed = (standard >= 0) & (measured | ~frame["is_lacking"].to_numpy(dtype=bool))
    minutes = {end: np.append(standards[end].to_numpy(dtype=float), 0.0)[standard] * count for end in ENDS}
    term: Any
    for term in activities.terms.itertuples(index=False):
        rows = np.flatnonzero(frame["activity"].to_numpy() == term.activity)
        for end in ENDS:
            minutes[end][rows] += events.attributes[term.attribute][rows] * getattr(term, end)
    taken = frame["minutes"].to_numpy(dtype=float)
    for end in ENDS:
        minutes[end][measured] = taken[measured]
    columns = frame[["partner", "period", "activity", "count", "rows"]]
    return columns.assign(resource=resource, is_timed=is_timed & (resource >= 0), **minutes)


def _has_price(timed: "pd.DataFrame", capacity: "pd.DataFrame") -> BoolArray:
    """Whether the resource of each event has a cost in its period."""
    first = int(capacity["period"].min()) if len(capacity) else 0
    width = int(capacity["period"].max()) - first + 1 if len(capacity) else 1
    table = np.zeros((int(timed["resource"].max()) + 2 if len(timed) else 1, width), dtype=bool)
    inside = capacity["resource"].to_numpy() < len(table) - 1
    table[capacity["resource"].to_numpy()[inside], capacity["period"].to_numpy()[inside] - first] = True
    place = timed["period"].to_numpy() - first
    found: BoolArray = table[timed["resource"].to_numpy(), np.clip(place, 0, width - 1)]
    return found & (place >= 0) & (place < width)


def _reasons(lost: "pd.DataFrame", activities: Activities) -> "NDArray[np.object_]":
    """Why each event could not be costed."""
    names = [*activities.resources, "its resource"]
    priceless = np.array([f"{name} has no cost in that period" for name in names], dtype=object)
    found = priceless[lost["resource"].to_numpy(dtype=np.int64)]
    no_standard = "no standard of its activity holds on that day"
    found[lost["resource"].to_numpy() < 0] = no_standard
    found[~lost["is_timed"].to_numpy() & (lost["resource"].to_numpy() >= 0)] = (
        "an attribute of its time equation is empty"
    )
    return np.asarray(found, dtype=object)


def _counted_unknown(rows: "pd.DataFrame", why: "NDArray[np.object_]") -> "pd.DataFrame":
    keyed = rows[["partner", "period", "rows"]].assign(why=why)
    found: pd.DataFrame = keyed.groupby(["partner", "period", "why"], as_index=False)["rows"].sum()
    return found


def _unknown_without_files(books: Books) -> "pd.DataFrame":
    import pandas as pd

    if books.events is None or books.events.frame.empty:
        return pd.DataFrame({"partner": [], "period": [], "why": [], "rows": []})
    missing = "economics/resources.csv" if books.capacity is None else "economics/activities.csv"
    rows = books.events.frame
    return _counted_unknown(rows, np.full(len(rows), f"{missing} is missing", dtype=object))


def _costed(
    known: "pd.DataFrame", unknown: "pd.DataFrame", books: Books, overuse: float
) -> "tuple[pd.DataFrame, tuple[ResourceUse, ...]]":
    import pandas as pd

    keys = ["resource", "period", "partner", "activity"]
    cells = known.groupby(keys, as_index=False)[["count", *ENDS]].sum()
    cells = cells.rename(columns={"count": "events", "low": "minutes_low", "high": "minutes_high"})
    assert books.capacity is not None
    assert books.activities is not None
    taken = set(books.activities.standards["resource"])
    lost = unknown.groupby(["resource", "period"])["rows"].sum().to_dict()
    costs = np.zeros((len(cells), 3), dtype=np.int64)
    starts = dict(cells.groupby(["resource", "period"]).indices.items())
    uses = []
    for resource, period, cost, practical in _rows_of(books.capacity):
        if resource not in taken:
            continue
        places = starts.get((resource, period), np.array([], dtype=np.int64))
        minutes = cells["minutes"].to_numpy(dtype=np.float64)[places]
        shares, unused = cut_exactly(cost, minutes, practical)
        costs[places, 1] = shares
        for side, end in ((0, "minutes_low"), (2, "minutes_high")):
            costs[places, side] = np.rint(cells[end].to_numpy(dtype=np.float64)[places] * (cost / practical))
        of_partners = cells["partner"].to_numpy()[places] >= 0
        used = float(minutes.sum())
        uses.append(
            ResourceUse(
                resource=books.activities.resources[resource],
                period=period,
                cost=cost,
                practical=practical,
                used=used,
                partners=int(shares[of_partners].sum()),
                others=int(shares[~of_partners].sum()),
                unused=unused,
                unknown_events=int(lost.get((resource, period), 0)),
                is_over=used / practical > overuse,
            )
        )
    cells["cost"] = costs[:, 1]
    # a range never excludes the amount itself, however each was rounded
    cells["low"], cells["high"] = np.minimum(costs[:, 0], costs[:, 1]), np.maximum(costs[:, 2], costs[:, 1])
    return pd.DataFrame(cells), tuple(uses)


def _rows_of(capacity: "pd.DataFrame") -> "Iterator[tuple[int, int, int, float]]":
    """Resource, period, cost and practical minutes, in order."""
    ordered = capacity.sort_values(["resource", "period"], kind="stable")
    columns = (ordered[name].tolist() for name in ("resource", "period", "cost", "minutes"))
    return zip(*columns, strict=True)


def cut_exactly(cost: int, minutes: FloatArray, practical: float) -> tuple[IntArray, int]:
    """Cut a cost by minutes into whole minor units that add up with the unused rest (largest remainders).

    Parameters
    ----------
    cost : minor units.
    minutes : of each part.
    practical : minutes there are; what is over (or missing) is the unused rest.

    Returns
    -------
    The parts, and the rest.
    """
    exact = np.append(minutes, practical - minutes.sum()) * (cost / practical)
    # a whole amount that floats miss by a hair is that amount
    whole = np.rint(exact)
    exact = np.where(np.abs(exact - whole) < 1e-6 * np.maximum(1.0, np.abs(whole) * 1e-9), whole, exact)
    floors = np.floor(exact).astype(np.int64)
    missing = cost - int(floors.sum())
    largest = np.argsort(floors - exact, kind="stable")
    if 0 < missing <= len(floors):
        floors[largest[:missing]] += 1
    elif missing:
        floors[-1] += missing
    return floors[:-1], int(floors[-1])


def _unassigned(books: Books) -> dict[int, int]:
    if books.capacity is None:
        return {}
    taken = set() if books.activities is None else set(books.activities.standards["resource"])
    idle = books.capacity[~books.capacity["resource"].isin(taken)]
    found: dict[int, int] = {}
    for _, period, cost, _ in _rows_of(idle):
        found[period] = found.get(period, 0) + cost
    return found


def where(mask: BoolArray) -> list[int]:
    """Places at which a mask holds."""
    return [int(place) for place in np.flatnonzero(mask)]


def summed(places: IntArray, weights: "FloatArray | IntArray | BoolArray | None", size: int) -> FloatArray:
    """Weights (or counts) summed by place."""
    given = None if weights is None else np.asarray(weights, dtype=np.float64)
    return np.bincount(places, given, size).astype(np.float64)


def dense(rows: "pd.DataFrame", column: str, partners: int, periods: IntArray) -> IntArray:
    """Sum a column into partners × periods; rows of no partner or another period are left out."""
    found = np.zeros((partners, len(periods)), dtype=np.int64)
    partner, place, inside = places_of(rows, periods)
    np.add.at(found, (partner[inside], place[inside]), rows[column].to_numpy()[inside])
    return found


def places_of(rows: "pd.DataFrame", periods: IntArray) -> tuple[IntArray, IntArray, BoolArray]:
    """Partner and place of the period of each row, and whether it lies inside the table."""
    partner, period = rows["partner"].to_numpy(dtype=np.int64), rows["period"].to_numpy(dtype=np.int64)
    place = period - (periods[0] if len(periods) else 0)
    return partner, place, (partner >= 0) & (place >= 0) & (place < len(periods))
