"""Performance P: ends, never added to health."""

from collections.abc import Iterator

from alliancenet.metrics.case import Case
from alliancenet.metrics.registry import metric, withheld
from alliancenet.model.performance import UNIT, performance_of
from alliancenet.model.score import Score


@metric("performance")
def performance(case: Case) -> Iterator[Score]:
    """Weighted mean of how far the objectives are met, by the actuals of the register.

    Notes
    -----
    100 · clip((actual - floor) / (target - floor), 0, 1) each. The portfolio review reads dated
    actuals as well, by the same arithmetic. What people say of results (`outcome`) is never in it.
    """
    if not case.register.kept:
        return  # an edge list brings no register: its objectives are unknown, not missing
    actuals = {
        objective.name: objective.actual for objective in case.alliance.objectives if objective.actual is not None
    }
    found = performance_of(case.alliance.objectives, actuals, case.settings.table("performance.least"))
    if found.points is None:
        yield withheld("performance", case.subject, UNIT, len(found.attained), found.reason)
        return
    yield Score(
        metric="performance",
        subject=case.subject,
        value=found.points,
        unit=UNIT,
        n=len(found.attained),
        interval=(found.points, found.points),
        inputs=tuple(attained.words for attained in found.attained),
    )
