"""What the register says of governance: reviews held, issues settled in time."""

from collections.abc import Iterator
from datetime import date, timedelta

from alliancenet.metrics.case import Case
from alliancenet.metrics.registry import metric, withheld
from alliancenet.model.catalogue import CARDS
from alliancenet.model.register import Issue, Record
from alliancenet.model.score import Score

_UNIT = CARDS["reviews_held"].says


@metric("reviews_held")
def reviews_held(case: Case) -> Iterator[Score]:
    """Reviews held over reviews due in the twelve months before the wave closed.

    Notes
    -----
    Due by tier (`reviews.due`). Held: logged touchpoints of type review or steering with people
    of at least two firms; at most as many count as are due. A younger alliance owes fewer.
    """
    closes = case.wave.closes
    if Record.TOUCHPOINTS not in case.register.kept or closes is None:
        yield withheld("reviews_held", case.subject, _UNIT, 0, "touchpoints are not on record")
        return
    begins = max(closes - timedelta(days=365), case.alliance.start or date.min)
    due = case.settings.table("reviews.due")[case.tier] * (closes - begins).days / 365
    if due < 1:
        yield withheld("reviews_held", case.subject, _UNIT, 0, "no review is due yet")
        return
    held = [
        point
        for point in case.register.touchpoints_of(case.alliance.id, begins, closes)
        if point.type in {"review", "steering"}
        and len({case.register.people[attendee].organisation for attendee in point.attendees}) > 1
    ]
    yield _score(case, "reviews_held", 100 * min(1.0, len(held) / due), len(held), ("touchpoints", "tier"))


@metric("issues_settled")
def issues_settled(case: Case) -> Iterator[Score]:
    """Share of the last year's issues closed in seven days or within their action plan.

    Notes
    -----
    Open issues count only once their seven days, or their due day, are over.
    """
    closes = case.wave.closes
    if Record.ISSUES not in case.register.kept or closes is None:
        yield withheld("issues_settled", case.subject, _UNIT, 0, "issues are not on record")
        return
    known = issues_judged(case, closes)
    if not known:
        yield withheld("issues_settled", case.subject, _UNIT, 0, "no issue was due in the last year")
        return
    yield _score(case, "issues_settled", 100 * sum(known) / len(known), len(known), ("issues",))


def issues_judged(case: Case, closes: date) -> list[bool]:
    """Whether each issue of the last year that is due was settled in time."""
    judged = (
        _is_settled(issue, case.settings.whole("issues.days"), closes)
        for issue in case.register.issues
        if issue.alliance == case.alliance.id and closes - timedelta(days=365) <= issue.opened <= closes
    )
    return [verdict for verdict in judged if verdict is not None]


def _is_settled(issue: Issue, days: int, closes: date) -> bool | None:
    """Closed in seven days or its plan met; None while neither is over. Either is enough (Hutt & Speh, table 4.4)."""
    in_days = issue.opened + timedelta(days=days)
    limit = max(in_days, issue.due or in_days) if issue.plan_met is None else in_days
    if issue.plan_met or (issue.closed is not None and issue.closed <= min(limit, closes)):
        return True
    return False if limit < closes else None


def _score(case: Case, metric_id: str, value: float, n: int, inputs: tuple[str, ...]) -> Score:
    return Score(
        metric=metric_id,
        subject=case.subject,
        value=value,
        unit=_UNIT,
        n=n,
        interval=(value, value),
        inputs=inputs,
    )
