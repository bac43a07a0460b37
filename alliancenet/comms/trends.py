"""Month by month: how much passes between the firms, and which ties come and go."""

from calendar import monthrange
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from alliancenet.comms.built import Built, PairMonths
from alliancenet.comms.coverage import coverage_of, pairs_told_of
from alliancenet.comms.layer import both_directions, is_tie
from alliancenet.model.wave import LogMonth
from alliancenet.settings import Settings


def monthly_trend(
    built: Built, people: Sequence[str], firms: Sequence[str], settings: Settings
) -> tuple[LogMonth, ...]:
    """Cross-firm contact of an alliance by month, oldest first.

    Parameters
    ----------
    people, firms : ids of people, and the firm of each.

    Notes
    -----
    Groups only: a trend names nobody. The first and last month may be covered in part. A
    month between the first and the last without any contact is there, with zeros. Shares are of
    the pairs the logs of all months can tell of, the same in every month: who falls silent still
    counts, whom no log covered does not.
    """
    number = built.numbers(people)
    rows = built.pair_months(number)
    firm = np.unique(np.array(firms), return_inverse=True)[1]
    across = firm[rows.source] != firm[rows.target] if rows.source.size else np.empty(0, dtype=bool)
    possible = pairs_told_of(coverage_of(built, number, rows, firms, settings), firm)
    span = settings.whole("logs.trend_months")
    alive: list[frozenset[int]] = []
    trend: list[LogMonth] = []
    for month in _every_month(rows.month):
        inside = rows.only(across & (rows.month == month))
        alive.append(_alive(inside, len(people), month, settings))
        before = frozenset().union(*alive[-1 - span : -1]) if len(alive) > span else None
        trend.append(
            LogMonth(
                month=month,
                volume=float(inside.weight.sum() + inside.hours.sum()),
                alive=len(alive[-1]),
                share_alive=len(alive[-1]) / possible if possible else None,
                new=None if before is None else len(alive[-1] - before),
                fading=None if before is None else len(before - alive[-1]),
            )
        )
    return tuple(trend)


def _every_month(months: NDArray[np.int64]) -> list[int]:
    if months.size == 0:
        return []
    first, last = (int(month) // 100 * 12 + int(month) % 100 - 1 for month in (months.min(), months.max()))
    return [number // 12 * 100 + number % 12 + 1 for number in range(first, last + 1)]


def _alive(rows: PairMonths, n_people: int, month: int, settings: Settings) -> frozenset[int]:
    pairs, there, back = both_directions(rows, n_people)
    days = monthrange(month // 100, month % 100)[1]
    holds = is_tie(np.sqrt(there * back), days, settings)
    return frozenset((pairs[holds, 0] * n_people + pairs[holds, 1]).tolist())
