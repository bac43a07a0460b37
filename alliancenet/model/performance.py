"""Performance P: how far the objectives of an alliance are met (C10)."""

from collections.abc import Mapping
from dataclasses import dataclass

from alliancenet.model.register import Objective

UNIT = "points 0-100"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attained:
    """An objective with an actual, and its points 0-100."""

    objective: Objective
    points: float

    @property
    def words(self) -> str:
        """As an input of a score: ``revenue (financial, weight 2): 62.5``."""
        one = self.objective
        return f"{one.name} ({one.kind}, weight {one.weight:g}): {self.points:.1f}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Performance:
    """P of one alliance.

    Parameters
    ----------
    points : weighted mean, 0-100; None when too little is measured, which `reason` then says.
    attained : the objectives with an actual.
    """

    points: float | None
    attained: tuple[Attained, ...]
    reason: str = ""


def attainment(objective: Objective, actual: float) -> float:
    """100 · clip((actual - floor) / (target - floor), 0, 1); a target below the floor is to be undercut."""
    share = (actual - objective.floor) / (objective.target - objective.floor)
    return 100 * min(1.0, max(0.0, share))


def performance_of(
    objectives: tuple[Objective, ...], actuals: Mapping[str, float], least: Mapping[str, float]
) -> Performance:
    """Weighted mean of the attainment of the objectives that have an actual.

    Parameters
    ----------
    actuals : by objective name; one that is missing leaves its objective out.
    least : `kpis` and `groups` (kinds) it takes (`performance.least`).

    References
    ----------
    Bamford & Ernst 2002 for several kinds of fitness; the form and the least numbers: own limit.
    """
    attained = tuple(
        Attained(objective=objective, points=attainment(objective, actuals[objective.name]))
        for objective in objectives
        if objective.name in actuals and objective.target != objective.floor
    )
    groups = {goal.objective.kind for goal in attained}
    if len(attained) < least["kpis"] or len(groups) < least["groups"]:
        reason = (
            f"not measured: {len(attained)} KPIs with an actual in {len(groups)} groups;"
            f" {least['kpis']:g} in {least['groups']:g} are needed"
        )
        return Performance(points=None, attained=attained, reason=reason)
    weight = sum(goal.objective.weight for goal in attained)
    total = sum(goal.objective.weight * goal.points for goal in attained)
    return Performance(points=total / weight, attained=attained)
