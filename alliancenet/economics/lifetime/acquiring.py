"""What partners are worth by the channel, size and moment they were won (E16.4, S71)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from alliancenet.arrays import FloatArray
from alliancenet.economics.ledger import MoneyLedger

_SEED = 20260204


@dataclass(frozen=True, slots=True, kw_only=True)
class Won:
    """Partners won one way, minor units.

    Parameters
    ----------
    by : `channel`, `size` (sales of the first period, thirds) or `year` of acquisition.
    mean, low, high : value from here on less cost of acquisition, with its 90 % interval (drawing
        partners anew); None below the least number.
    cost : mean cost of acquisition.
    n : partners with a known value.
    verdict : `not yet`: the whole interval lies below 0; "" else.
    """

    by: str
    group: str
    n: int
    cost: float
    mean: float | None = None
    low: float | None = None
    high: float | None = None
    verdict: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """Difference of the means of two groups with its 90 % interval, minor units."""

    by: str
    first: str
    second: str
    difference: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Acquisition:
    """All of it.

    Parameters
    ----------
    without_value : partners won whose value is not known; they are in no mean.
    """

    groups: tuple[Won, ...]
    differences: tuple[Apart, ...]
    without_value: tuple[str, ...]


def acquisition_of(ledger: MoneyLedger) -> Acquisition | None:
    """Value less cost of acquisition by group; None without acquisition.csv."""
    won = ledger.books.entered.acquisition
    if won is None:
        return None
    values = {found.partner: found.value for found in ledger.customers.values if found.value is not None}
    gains = {row.partner: float(values[row.partner] - row.cost) for row in won if row.partner in values}
    costs = {row.partner: float(row.cost) for row in won}
    sizes = _sizes(ledger, list(gains))
    cuts = (
        ("channel", {row.partner: row.channel for row in won if row.channel}),
        ("size", sizes),
        ("year", {row.partner: str(row.day.year) for row in won if row.day is not None}),
    )
    groups: list[Won] = []
    differences: list[Apart] = []
    for by, cut in cuts:
        drawn = _groups(ledger, by, cut, gains, costs, groups)
        differences += _differences(by, drawn)
    return Acquisition(
        groups=tuple(groups),
        differences=tuple(differences),
        without_value=tuple(row.partner for row in won if row.partner not in values),
    )


def _groups(
    ledger: MoneyLedger,
    by: str,
    cut: Mapping[str, str],
    gains: Mapping[str, float],
    costs: Mapping[str, float],
    groups: list[Won],
) -> dict[str, tuple[float, FloatArray]]:
    """Means and their draws of the groups that are large enough; every group is added to the list."""
    least, draws = ledger.settings.whole("acquisition.least"), ledger.settings.whole("states.draws")
    told: dict[str, tuple[float, FloatArray]] = {}
    random = np.random.default_rng(_SEED)
    for group in sorted(set(cut.values())):
        mine = [partner for partner in gains if cut.get(partner) == group]
        cost = float(np.mean([costs[partner] for partner in cut if cut[partner] == group]))
        if len(mine) < least:
            reason = f"{len(mine)} with a known value; {least} are needed"
            groups.append(Won(by=by, group=group, n=len(mine), cost=cost, reason=reason))
            continue
        own = np.array([gains[partner] for partner in mine])
        drawn = own[random.integers(0, len(own), (draws, len(own)))].mean(axis=1)
        low, high = (float(end) for end in np.percentile(drawn, [5, 95]))
        told[group] = float(own.mean()), drawn
        verdict = "not yet" if high < 0 else ""
        groups.append(
            Won(by=by, group=group, n=len(mine), cost=cost, mean=told[group][0], low=low, high=high, verdict=verdict)
        )
    return told


def _differences(by: str, told: Mapping[str, tuple[float, FloatArray]]) -> list[Apart]:
    found = []
    names = list(told)
    for place, first in enumerate(names):
        for second in names[place + 1 :]:
            low, high = np.percentile(told[first][1] - told[second][1], [5, 95])
            found.append(
                Apart(
                    by=by,
                    first=first,
                    second=second,
                    difference=told[first][0] - told[second][0],
                    low=float(low),
                    high=float(high),
                )
            )
    return found


def _sizes(ledger: MoneyLedger, partners: Sequence[str]) -> dict[str, str]:
    """Third of the partners by net sales of the first period in which each bought."""
    first: dict[str, int] = {}
    for partner in partners:
        place = ledger.place(partner)
        bought = np.flatnonzero(ledger.accounts.documents[place] > 0)
        if len(bought):
            first[partner] = int(ledger.accounts.sales[place, bought[0]])
    ordered = sorted(first, key=lambda partner: (first[partner], partner))
    names = ("small", "middle", "large")
    return {partner: names[number * 3 // len(ordered)] for number, partner in enumerate(ordered)}
