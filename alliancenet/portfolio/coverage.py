"""Which corporate goals the portfolio carries (S47)."""

from collections.abc import Mapping

from alliancenet.model.governance import GoalCoverage
from alliancenet.model.portfolio import ProfileKind
from alliancenet.model.score import Score
from alliancenet.portfolio.holdings import Holdings


def goal_coverage(
    holdings: Holdings, importance: Mapping[str, Score], performance: Mapping[str, Score]
) -> tuple[GoalCoverage, ...]:
    """Every goal with the alliances that serve it.

    Parameters
    ----------
    importance, performance : by alliance id.

    Notes
    -----
    A carrier has importance and performance at or above `actions.importance` and `actions.low`.
    A goal is "carried", "untold" (served by alliances whose scores are unknown, none of them known
    to carry it), "weak" (served, by none that carries), or "uncovered".
    """
    return tuple(_coverage(holdings, goal, importance, performance) for goal in sorted(holdings.records.goals))


def _coverage(
    holdings: Holdings, goal: str, importance: Mapping[str, Score], performance: Mapping[str, Score]
) -> GoalCoverage:
    serving = sorted(name for name in importance if goal in goals_of(holdings, name))
    carries = {name: _carries(holdings, importance[name].value, performance[name].value) for name in serving}
    carriers = tuple(name for name, state in carries.items() if state)
    untold = tuple(name for name, state in carries.items() if state is None)
    state = "carried" if carriers else "untold" if untold else "weak" if serving else "uncovered"
    return GoalCoverage(
        goal=goal,
        name=holdings.records.goals[goal].name,
        alliances=tuple(serving),
        carriers=carriers,
        untold=untold,
        state=state,
    )


def _carries(holdings: Holdings, importance: float | None, performance: float | None) -> bool | None:
    settings = holdings.settings
    parts = (
        (importance, settings.number("actions.importance")),
        (performance, settings.number("actions.low")),
    )
    known = [value >= least for value, least in parts if value is not None]
    if False in known:
        return False
    return True if len(known) == len(parts) else None


def goals_of(holdings: Holdings, alliance: str) -> frozenset[str]:
    """Ids of the goals an alliance serves."""
    return frozenset(name for kind, name in holdings.profile(alliance) if kind is ProfileKind.GOAL)


def without_goal(holdings: Holdings) -> tuple[str, ...]:
    """Alliances that serve no corporate goal on record; empty while no goal is on record at all."""
    if not holdings.records.goals:
        return ()
    return tuple(alliance.id for alliance in holdings.alliances if not goals_of(holdings, alliance.id))
