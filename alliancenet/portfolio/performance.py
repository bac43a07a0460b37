"""Performance P from the objectives of the register (C10); outcome opinions are never inside it."""

from datetime import date

from alliancenet.model.performance import Performance, performance_of
from alliancenet.model.portfolio import KpiActual
from alliancenet.model.register import Alliance
from alliancenet.model.score import Score
from alliancenet.portfolio.holdings import Holdings, points, unknown


def performance(holdings: Holdings, alliance: Alliance, until: date | None = None) -> Score:
    """P of an alliance on the day of the review, or on a day in the past.

    Parameters
    ----------
    until : a day in the past: only dated actuals up to it count. None: the last dated actual, else
        the undated one of the register.
    """
    found = _performance(holdings, alliance, until)
    inputs = tuple(attained.words for attained in found.attained)
    if found.points is None:
        return unknown("performance", alliance.id, found.reason, inputs, len(inputs))
    return points("performance", alliance.id, found.points, inputs, len(inputs), holdings.limits)


def weakest_kpi(holdings: Holdings, alliance: Alliance) -> tuple[str, float] | None:
    """Name and points of the KPI furthest from its target, or None when none is measured."""
    measured = [
        (attained.objective.name, attained.points) for attained in _performance(holdings, alliance, None).attained
    ]
    return min(measured, key=lambda entry: (entry[1], entry[0]), default=None)


def _performance(holdings: Holdings, alliance: Alliance, until: date | None) -> Performance:
    dated = {record.objective: record.actual for record in holdings.past(KpiActual, alliance.id, until)}
    undated = {
        objective.name: objective.actual
        for objective in alliance.objectives
        if until is None and objective.actual is not None
    }
    return performance_of(alliance.objectives, {**undated, **dated}, holdings.settings.table("performance.least"))
