"""Performance P from the objectives of the register (C10); outcome opinions are never inside it."""

from collections.abc import Iterator
from datetime import date

from alliancenet.model.portfolio import KpiActual
from alliancenet.model.register import Alliance, Objective
from alliancenet.model.score import Score
from alliancenet.portfolio.holdings import Holdings, points, unknown


def performance(holdings: Holdings, alliance: Alliance, until: date | None = None) -> Score:
    """P = weighted mean of 100 · clip((actual - floor) / (target - floor), 0, 1), 0-100.

    Parameters
    ----------
    until : a day in the past: only dated actuals up to it count. None: the last dated actual, else
        the undated one of the register.

    Notes
    -----
    Not measured with fewer than three KPIs or KPIs of one group only.

    References
    ----------
    Bamford & Ernst 2002 for several kinds of fitness; the form and the least numbers: own limit.
    """
    least = holdings.settings.table("performance.least")
    measured = tuple(_measured(holdings, alliance, until))
    groups = {objective.kind for objective, _ in measured}
    inputs = tuple(
        f"{objective.name} ({objective.kind}, weight {objective.weight:g}): {value:.1f}"
        for objective, value in measured
    )
    if len(measured) < least["kpis"] or len(groups) < least["groups"]:
        reason = (
            f"not measured: {len(measured)} KPIs with an actual in {len(groups)} groups;"
            f" {least['kpis']:g} in {least['groups']:g} are needed"
        )
        return unknown("performance", alliance.id, reason, inputs, len(measured))
    weight = sum(objective.weight for objective, _ in measured)
    value = sum(objective.weight * value for objective, value in measured) / weight
    return points("performance", alliance.id, value, inputs, len(measured))


def weakest_kpi(holdings: Holdings, alliance: Alliance) -> tuple[str, float] | None:
    """Name and points of the KPI furthest from its target, or None when none is measured."""
    measured = [(objective.name, value) for objective, value in _measured(holdings, alliance, None)]
    return min(measured, key=lambda entry: (entry[1], entry[0]), default=None)


def attainment(objective: Objective, actual: float) -> float:
    """100 · clip((actual - floor) / (target - floor), 0, 1); a target below the floor is to be undercut."""
    share = (actual - objective.floor) / (objective.target - objective.floor)
    return 100 * min(1.0, max(0.0, share))


def _measured(holdings: Holdings, alliance: Alliance, until: date | None) -> Iterator[tuple[Objective, float]]:
    dated = {record.objective: record.actual for record in holdings.past(KpiActual, alliance.id, until)}
    for objective in alliance.objectives:
        actual = dated.get(objective.name, objective.actual if until is None else None)
        if actual is not None and objective.target != objective.floor:
            yield objective, attainment(objective, actual)
