"""What moved in one alliance between two audits, by more than answering again would move."""

from dataclasses import dataclass

from alliancenet.model.catalogue import Unit, card_of
from alliancenet.model.comparison import ScoreChange, Verdict
from alliancenet.privacy import AuditView
from alliancenet.report import words
from alliancenet.report.tables.alliance import LEVEL_NAMES
from alliancenet.score_changes import score_changes

FOLLOWED = (
    *("health", "climate", "climate.trust", "redundancy", "sponsor_score", "performance"),
    *(f"integration.{level}" for level in LEVEL_NAMES),
)
"""What a reader of an overview follows; Trends shows every measure."""
PART = "climate.trust"  # told in the heading; beside the climate it would stand twice


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveTold:
    """One number before and after; `direction` is "better", "worse" or "", `size` orders points before the rest."""

    what: str
    before: str
    after: str
    difference: str
    is_rise: bool
    direction: str
    size: float


def changes(before: AuditView, after: AuditView) -> dict[str, ScoreChange]:
    """Changes of the numbers an overview follows, by metric."""
    told = {(change.metric, change.subject): change for change in score_changes(before, after)}
    found = {}
    for metric in FOLLOWED:
        known = after.score(metric) or before.score(metric)
        if known is not None:
            found[metric] = told[metric, known.subject]
    return found


def moved(before: AuditView | None, after: AuditView) -> tuple[MoveTold, ...]:
    """Numbers that changed by more than answering again would move them, the largest move in points first."""
    if before is None:
        return ()
    found = [
        _moved(change)
        for change in changes(before, after).values()
        if change.verdict in {Verdict.ROSE, Verdict.FELL} and change.before and change.after and change.metric != PART
    ]
    return tuple(sorted(found, key=lambda one: -one.size))


def _moved(change: ScoreChange) -> MoveTold:
    unit, difference = words.unit_of(change.metric), change.difference or 0.0
    card = card_of(change.metric)
    is_points = card is not None and card.unit is Unit.POINTS
    return MoveTold(
        what=words.title_of(change.metric),
        before=words.value_of(change.before),
        after=words.value_of(change.after),
        difference=words.difference(difference, unit),
        is_rise=difference > 0,
        direction=words.direction(change.metric, difference),
        size=abs(difference) + (0 if is_points else -1000),
    )
