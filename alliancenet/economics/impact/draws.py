"""Performance and impact of the qualities of one segment, with draws of partners and people anew."""

from dataclasses import dataclass

import numpy as np

from alliancenet.arrays import FloatArray, IntArray
from alliancenet.economics.impact.answers import AnswerTable
from alliancenet.economics.impact.weights import weights_of_rows
from alliancenet.model.settings import Settings

_SEED = 20260205


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """Values by quality, and draws × qualities; nan where not known.

    Parameters
    ----------
    kind : how impact was told.
    r2 : where relative weights were used.
    reason : why there is no impact, or "".
    """

    performance: FloatArray
    performances: FloatArray
    impact: FloatArray
    impacts: FloatArray
    kind: str
    r2: float | None
    reason: str = ""


def drawn_of(table: AnswerTable, settings: Settings) -> Drawn:
    """Work out values and draws.

    Notes
    -----
    Partners are drawn anew, then the people of each drawn partner, since people of one partner are
    alike; a partner counts as one, however many of its people answered.
    """
    draws = settings.whole("impact.draws")
    kind, reason = _kind(table, settings)
    random = np.random.default_rng(_SEED)
    _, place = np.unique(table.partner, return_inverse=True)
    members = [np.flatnonzero(place == number) for number in range(int(place.max()) + 1)]
    impact, r2 = _impact(table, kind, np.arange(table.people))
    if kind == "relative weights" and not (r2 or 0) >= settings.number("impact.r2_least"):
        told = "cannot be told" if r2 is None or np.isnan(r2) else f"is {r2:.2f}"
        kind, reason = "", f"the qualities do not explain the outcome: R² {told}"
        impact = np.full(table.performance.shape[1], np.nan)
    performances = np.full((draws, table.performance.shape[1]), np.nan)
    impacts = performances.copy()
    for draw in range(draws):
        chosen = random.integers(0, len(members), len(members))
        groups = [members[number][random.integers(0, len(members[number]), len(members[number]))] for number in chosen]
        performances[draw] = _balanced(table.performance, groups)
        if kind:
            impacts[draw], _ = _impact(table, kind, np.concatenate(groups))
    return Drawn(
        performance=_balanced(table.performance, members),
        performances=performances,
        impact=impact,
        impacts=impacts,
        kind=kind,
        r2=None if r2 is None or np.isnan(r2) else r2,
        reason=reason,
    )


def _balanced(values: FloatArray, groups: "list[IntArray]") -> FloatArray:
    """Mean over partners of the mean of their people."""
    rows = np.concatenate(groups)
    group = np.repeat(np.arange(len(groups)), [len(members) for members in groups])
    known = ~np.isnan(values[rows])
    sums, counts = np.zeros((len(groups), values.shape[1])), np.zeros((len(groups), values.shape[1]))
    np.add.at(sums, group, np.where(known, values[rows], 0.0))
    np.add.at(counts, group, known)
    means = np.divide(sums, counts, out=np.zeros_like(sums), where=counts > 0)
    partners = (counts > 0).sum(axis=0)
    return np.where(partners > 0, means.sum(axis=0) / np.maximum(partners, 1), np.nan)


def _kind(table: AnswerTable, settings: Settings) -> tuple[str, str]:
    """The best way of telling impact that the answers bear, and why there is none."""
    limits = settings.table("impact.weights")
    answered = ~np.isnan(table.outcome)
    full = answered & ~np.isnan(table.performance).any(axis=1)
    size = table.performance.shape[1]
    enough = max(limits["people"], limits["per_quality"] * size)
    if full.sum() >= enough and len(np.unique(table.partner[full])) >= limits["partners"]:
        return "relative weights", ""
    if answered.sum() >= limits["people"]:
        return "rank correlation", ""
    if not np.isnan(table.importance).all():
        return "as stated", ""
    people = int(answered.sum())
    return "", f"{people} answers on the outcome ({limits['people']:g} are needed), and no stated importance"


def _impact(table: AnswerTable, kind: str, rows: IntArray) -> tuple[FloatArray, float | None]:
    size = table.performance.shape[1]
    if kind == "as stated":
        _, place = np.unique(table.partner[rows], return_inverse=True)
        groups = [rows[place == number] for number in range(int(place.max()) + 1)]
        return _balanced(table.importance, groups), None
    if kind == "rank correlation":
        return _rank_correlations(table.performance[rows], table.outcome[rows]), None
    if kind == "relative weights":
        full = rows[~np.isnan(table.outcome[rows]) & ~np.isnan(table.performance[rows]).any(axis=1)]
        weights, r2 = weights_of_rows(table.performance[full], table.outcome[full])
        return (weights / r2 if r2 > 0 else weights), r2
    return np.full(size, np.nan), None


def _rank_correlations(qualities: FloatArray, outcome: FloatArray) -> FloatArray:
    from scipy.stats import rankdata

    table = np.column_stack([qualities, outcome])
    if not np.isnan(table).any() and len(table) > 2:
        ranks = rankdata(table, axis=0)
        ranks -= ranks.mean(axis=0)
        sizes = np.sqrt((ranks**2).sum(axis=0))
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(ranks[:, :-1].T @ ranks[:, -1] / (sizes[:-1] * sizes[-1]), dtype=np.float64)
    found = np.full(qualities.shape[1], np.nan)
    for place in range(qualities.shape[1]):
        known = ~np.isnan(qualities[:, place]) & ~np.isnan(outcome)
        pair = [rankdata(values[known]) for values in (qualities[:, place], outcome)]
        if known.sum() > 2 and all(rank.std() > 0 for rank in pair):
            found[place] = float(np.atleast_2d(np.corrcoef(pair))[0, 1])
    return found
