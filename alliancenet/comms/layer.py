"""The communication layer of an alliance from logs (C3): weekly contact, steps, ties."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from alliancenet.arrays import FloatArray, IntArray
from alliancenet.comms.built import Built, PairMonths
from alliancenet.comms.window import Months, months_of
from alliancenet.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class FrequencyLayer:
    """Contact frequency of every pair that had any, in both directions.

    Parameters
    ----------
    people : ids, in the order asked for.
    known : bool array (n_people,); False for people without an address in the logs or who opted
        out: what they do is unknown, not absent.
    contact : rows of the pair table the layer was made of.
    pairs : int array (n_pairs, 2), first < second, of people with contact in either direction.
    there, back : float arrays (n_pairs,), a = Σ 1/recipients + meeting hours over the window.
    weekly : float array (n_pairs,), √(there · back) a week.
    step : int array (n_pairs,), 0-5 on the scale of NET1.
    is_tie : bool array (n_pairs,), contact both ways above the tie limit.
    months : months that stand for the window, with the days they cover.
    """

    people: tuple[str, ...]
    known: NDArray[np.bool_]
    contact: PairMonths
    pairs: IntArray
    there: FloatArray
    back: FloatArray
    weekly: FloatArray
    step: IntArray
    is_tie: NDArray[np.bool_]
    months: Months


def frequency_layer(built: Built, people: Sequence[str], start: date, end: date, settings: Settings) -> FrequencyLayer:
    """Frequency layer of some people in a window.

    Parameters
    ----------
    start, end : first and last day of the window.

    Raises
    ------
    InputError
        When the logs do not reach into the window.

    Notes
    -----
    Pairs not listed had no contact, if both people are known. A pair with contact in one
    direction only has step 0: broadcasts are not ties. Cost: the row groups of these people.

    References
    ----------
    Measure and limits: own limit, see ``logs.*`` in the settings.
    """
    months = months_of(built, start, end, settings.number("logs.month_share"))
    number = built.numbers(people)
    rows = built.pair_months(number, months.days)
    pairs, there, back = both_directions(rows, len(people))
    mutual = np.sqrt(there * back)
    weekly = mutual / months.weeks
    return FrequencyLayer(
        people=tuple(people),
        known=number >= 0,
        contact=rows,
        pairs=pairs,
        there=there,
        back=back,
        weekly=weekly,
        step=steps(weekly, settings),
        is_tie=is_tie(mutual, months.total, settings),
        months=months,
    )


def both_directions(rows: PairMonths, n_people: int) -> tuple[IntArray, FloatArray, FloatArray]:
    """Unordered pairs, and what went from the first to the second and back.

    Returns
    -------
    Int array (n_pairs, 2) with first < second, in order; two float arrays (n_pairs,).
    """
    low, high = np.minimum(rows.source, rows.target), np.maximum(rows.source, rows.target)
    keys, place = np.unique(low * n_people + high, return_inverse=True)
    contact = rows.weight + rows.hours
    forward = rows.source < rows.target
    there = np.bincount(place, np.where(forward, contact, 0.0), keys.size).astype(np.float64)
    back = np.bincount(place, np.where(forward, 0.0, contact), keys.size).astype(np.float64)
    return np.column_stack([keys // n_people, keys % n_people]), there, back


def steps(weekly: FloatArray, settings: Settings) -> IntArray:
    """Weekly contact on the scale of NET1: 0 for none, 1 below the first limit, then 2 to 5."""
    limits = np.array(settings.numbers("logs.steps_per_week"))
    return np.where(weekly > 0, np.searchsorted(limits, weekly, side="right") + 1, 0).astype(np.int64)


def is_tie(mutual: FloatArray, days: int, settings: Settings) -> NDArray[np.bool_]:
    """Contact both ways reaches the yearly limit, scaled to the days covered."""
    return np.asarray(mutual >= settings.number("logs.tie_per_year") * days / 365)
