"""Where an alliance stood wave by wave, and what changed since the last one."""

from collections.abc import Mapping

from alliancenet.compare import cautions
from alliancenet.model.audit import Audit
from alliancenet.model.comparison import Comparison, ScoreChange, Verdict
from alliancenet.model.register import Alliance
from alliancenet.model.review import ChangeSummary, PeopleChange, TrendPoint
from alliancenet.model.score import SubjectKind
from alliancenet.portfolio.holdings import Holdings, score_in
from alliancenet.portfolio.measures import CORE_KEPT, FOLLOWED, HEALTH, INDEX, LEVEL, LEVELS, REDUNDANCY, level_score
from alliancenet.portfolio.performance import performance
from alliancenet.score_changes import score_changes

_MOVED = frozenset({Verdict.ROSE, Verdict.FELL})
CONTACT = "communication"


def trend_of(holdings: Holdings, alliance: Alliance) -> tuple[TrendPoint, ...]:
    """One point per audited wave, oldest first, with a mark where limits or tool version changed."""
    audits = holdings.audits_of(alliance.id)
    before = (None, *audits)
    return tuple(_point(holdings, alliance, audit, old) for audit, old in zip(audits, before, strict=False))


def _point(holdings: Holdings, alliance: Alliance, audit: Audit, before: Audit | None) -> TrendPoint:
    is_last = audit is holdings.audits_of(alliance.id)[-1]
    values = {metric: score_in(audit, metric).value for metric in (HEALTH, INDEX, REDUNDANCY)}
    values |= {level: level_score(audit, level).value for level in LEVELS}
    until = None if is_last else audit.wave.closes
    values["performance"] = performance(holdings, alliance, until).value
    return TrendPoint(
        wave=audit.wave.id,
        closes=audit.wave.closes,
        values=values,
        method_changed=before is not None
        and (before.settings_digest, before.tool_version, before.label)
        != (audit.settings_digest, audit.tool_version, audit.label),
    )


def change_since(holdings: Holdings, alliance: str) -> ChangeSummary | None:
    """Scores that changed since the audit before, with the counts of people and ties."""
    audits = holdings.audits_of(alliance)
    if len(audits) < 2:
        return None
    before, after = audits[-2:]
    followed = followed_changes(before, after)
    least = holdings.settings.number("change.least_points")
    movers = [change for change in followed if change.verdict in _MOVED and abs(change.difference or 0) >= least]
    return ChangeSummary(
        before=before.wave.id,
        after=after.wave.id,
        core_ties_kept=holdings.score(alliance, CORE_KEPT),
        people=holdings.people_changes.get(alliance),
        movers=tuple(movers),
        steady=len(followed) - len(movers),
        cautions=cautions(before, after),
    )


def people_change(comparison: Comparison) -> PeopleChange:
    """Return the counts of a comparison, without anybody's id."""
    contact = next((tie for tie in comparison.ties if tie.layer == CONTACT), None)
    return PeopleChange(
        joiners=len(comparison.joiners),
        leavers=len(comparison.leavers),
        ties_formed=None if contact is None else contact.formed,
        ties_faded=None if contact is None else contact.faded,
        core_entered=len(comparison.core.entered) + len(comparison.core.joined),
        core_lost=len(comparison.core.dropped) + len(comparison.core.left),
        spanners_gained=len(comparison.spanners.entered) + len(comparison.spanners.joined),
        spanners_lost=len(comparison.spanners.dropped) + len(comparison.spanners.left),
    )


def followed_changes(before: Audit, after: Audit) -> list[ScoreChange]:
    """Changes of the scores in points a portfolio follows: health and its halves, each level once."""
    changes = {
        change.metric: change for change in score_changes(before, after) if change.subject.kind is SubjectKind.ALLIANCE
    }
    levels = (_level_change(changes, level) for level in LEVELS)
    rest = (changes.get(metric) for metric in FOLLOWED)
    return [change for change in (*rest, *levels) if change is not None]


def _level_change(changes: Mapping[str, ScoreChange], level: str) -> ScoreChange | None:
    """The whole level, or what is seen of it when the whole cannot be compared."""
    whole, seen = changes.get(f"{LEVEL}.{level}"), changes.get(f"{LEVEL}_seen.{level}")
    return seen if whole is None or (whole.verdict is Verdict.NOT_COMPARABLE and seen is not None) else whole
