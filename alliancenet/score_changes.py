"""Scores of two waves side by side, and which differences are changes.

A difference is a change when it is larger than the same people answering again, and who was missing,
would make it; and, of many scores looked at, only those that are left after Benjamini-Hochberg.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Protocol

from alliancenet.graph.significance import benjamini_hochberg, t_quantile, two_sided_p
from alliancenet.model.audit import AllianceSummary, WaveSummary
from alliancenet.model.change import COVERAGE, Change
from alliancenet.model.comparison import ScoreChange, Verdict
from alliancenet.model.limits import Limits
from alliancenet.model.numbers import both_numbers, title_of, unit_of
from alliancenet.model.numbers import difference as apart
from alliancenet.model.score import Score, Subject, SubjectKind

Key = tuple[str, Subject]
# Means over the parts that can be told: of other parts a difference is no change, and would tell what is hidden.
_MADE_OF_PARTS = ("climate", "health", "integration")
_METHODS = ("by ties only", "by closeness", "one-sided")
_Z90 = 1.6449  # standard normal, 90 % two-sided
_APART = "two rounds of answers apart, from each one's own error"


class AuditLike(Protocol):
    """An audit, or what one reader may see of it."""

    @property
    def alliance(self) -> AllianceSummary:
        """The alliance."""

    @property
    def wave(self) -> WaveSummary:
        """The round of asking."""

    @property
    def scores(self) -> tuple[Score, ...]:
        """What was measured."""

    @property
    def limits(self) -> Limits:
        """Limits it was made with."""

    @property
    def changed_since(self) -> str:
        """Id of the wave before, or ""."""

    @property
    def changes(self) -> tuple[Change, ...]:
        """What moved since that wave."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A difference of one score, and its standard error.

    Parameters
    ----------
    error : 0 where both are on record.
    freedom : degrees of freedom of the error.
    method : what the error was taken from.
    n : the smaller n of the two scores.
    """

    metric: str
    subject: Subject
    before: float
    after: float
    error: float
    freedom: float
    method: str
    n: int

    @property
    def p(self) -> float:
        """Chance of so large a difference with no change."""
        return two_sided_p(self.after - self.before, self.error, self.freedom)


def changes_told(moved: Sequence[Moved], level: float) -> tuple[Change, ...]:
    """Changes of an alliance's scores, with which of them are told.

    Parameters
    ----------
    level : false discovery rate (`change.level`).

    Notes
    -----
    What is on record is told when it differs; among all others the false discovery rate is kept.
    """
    unsure = [move for move in moved if move.error > 0]
    passed = benjamini_hochberg([move.p for move in unsure], level)
    told = {(one.metric, one.subject) for one, passes in zip(unsure, passed, strict=True) if passes}
    return tuple(_change(move, (move.metric, move.subject) in told) for move in moved)


def _change(moved: Moved, told: bool) -> Change:
    difference = moved.after - moved.before
    half = moved.error * t_quantile(COVERAGE, moved.freedom) if moved.error > 0 else 0.0
    return Change(
        metric=moved.metric,
        subject=moved.subject,
        before=moved.before,
        after=moved.after,
        difference=difference,
        low=difference - half,
        high=difference + half,
        p=moved.p,
        told=told or (moved.error <= 0 and difference != 0),
        method=moved.method,
        n=moved.n,
    )


def score_changes(before: AuditLike, after: AuditLike) -> tuple[ScoreChange, ...]:
    """Every score of an alliance, firm, level or pair of firms in either audit, before and after.

    Scores of persons are left out: a person's number is not followed over time.

    Notes
    -----
    The later audit holds the changes since the wave before it, where people who stayed are paired.
    Of any other two audits the error is put together from what each says of itself: it knows
    nobody's answers, and is wider.
    """
    old, new = followed(_firms(before), before.scores), followed(_firms(after), after.scores)
    pairs = {key: (old.get(key), new.get(key)) for key in sorted({*old, *new}, key=in_order)}
    others = frozenset(key for key in pairs if parts_of(key, old) != parts_of(key, new))
    known = _stored(before, after)
    if not known:
        apart = [_apart(key, *both) for key, both in pairs.items() if key not in others]
        known = {
            (change.metric, change.subject): change
            for change in changes_told([move for move in apart if move is not None], after.limits.change_level)
        }
    return tuple(
        score_change(key, *both, level=after.limits.change_level, change=known.get(key), other_parts=key in others)
        for key, both in pairs.items()
    )


def _firms(audit: AuditLike) -> list[str]:
    return [firm.id for firm in audit.alliance.firms]


def _stored(before: AuditLike, after: AuditLike) -> dict[Key, Change]:
    """Changes the later of two waves in a row holds, in the direction asked for."""
    if after.changed_since and after.changed_since == before.wave.id:
        return {(change.metric, change.subject): change for change in after.changes}
    if before.changed_since and before.changed_since == after.wave.id:
        return {(change.metric, change.subject): _turned(change) for change in before.changes}
    return {}


def _turned(one: Change) -> Change:
    return Change(
        metric=one.metric,
        subject=one.subject,
        before=one.after,
        after=one.before,
        difference=-one.difference,
        low=-one.high,
        high=-one.low,
        p=one.p,
        told=one.told,
        method=one.method,
        n=one.n,
    )


def _apart(key: Key, before: Score | None, after: Score | None) -> Moved | None:
    if before is None or after is None or before.value is None or after.value is None or why_not(before, after):
        return None
    errors = [score.answering_error for score in (before, after)]
    known = [error for error in errors if error is not None]
    if not known or before.interval is None or after.interval is None:
        return None
    # a wave that does not say how it would be answered again is taken to be like the other
    answering = [max(known) if error is None else error for error in errors]
    missing = [(high - low) / 2 / _Z90 for low, high in (before.interval, after.interval)]
    return Moved(
        metric=key[0],
        subject=key[1],
        before=before.value,
        after=after.value,
        error=sqrt(sum(error**2 for error in (*answering, *missing))),
        freedom=float(max(min(before.n, after.n) - 1, 4)),
        method=_APART,
        n=min(before.n, after.n),
    )


def followed(firms: Iterable[str], scores: Iterable[Score]) -> dict[Key, Score]:
    """Scores that are followed over time: of no person, and of no firm outside the alliance."""
    own = set(firms)
    return {
        (score.metric, score.subject): score
        for score in scores
        if score.subject.kind is not SubjectKind.PERSON
        and (score.subject.kind is not SubjectKind.PAIR or set(score.subject.id.split("|")) <= own)
    }


def parts_of(key: Key, scores: Mapping[Key, Score]) -> frozenset[str]:
    """Parts a mean was taken over, where it is the mean of what there is, down to what is no mean.

    Of a level also what its seen parts are read off.
    """
    kind, _, level = key[0].partition(".")
    seen = scores.get((f"integration_seen.{level}", key[1])) if kind in ("integration", "integration_seen") else None
    names = [] if seen is None else [f"{seen.metric}.{part}" for part in seen.inputs]
    read_off = [scores[name, key[1]].inputs for name in names if (name, key[1]) in scores]
    return _made_of(key, scores).union(*read_off)


def _made_of(key: Key, scores: Mapping[Key, Score]) -> frozenset[str]:
    score = scores.get(key)
    if score is None or not score.is_ok or not key[0].startswith(_MADE_OF_PARTS):
        return frozenset()
    if key[0] == "climate":
        return frozenset(
            metric
            for (metric, subject), part in scores.items()
            if subject == key[1] and metric.startswith("climate.") and part.is_ok
        )
    named = {part for part in score.inputs if not part.startswith("weakest")}
    inside = [_made_of((part, key[1]), scores) for part in named if part != key[0]]
    return frozenset(named).union(*inside)


def in_order(key: Key) -> tuple[str, str, str]:
    """Order of scores: by metric, then by what they are about."""
    return (key[0], key[1].kind, key[1].id)


def score_change(
    key: Key,
    before: Score | None,
    after: Score | None,
    *,
    level: float,
    change: Change | None = None,
    other_parts: bool = False,
) -> ScoreChange:
    """One score before and after, with what may be said about the difference.

    Parameters
    ----------
    level : chance below which one change by itself is called perhaps.
    change : the difference beside its own error; None where nothing tells that error.
    other_parts : the two are means over other parts: their difference is no change.
    """
    difference, verdict = (None, Verdict.NOT_COMPARABLE) if other_parts else _judge(before, after, change, level)
    known = change if verdict in _JUDGED else None
    return ScoreChange(
        metric=key[0],
        subject=key[1],
        before=before,
        after=after,
        difference=difference,
        verdict=verdict,
        sentence=_sentence(key[0], before, after, difference, verdict),
        interval=None if known is None else (known.low, known.high),
        p=None if known is None else known.p,
        method=known.method if known else "",
    )


_JUDGED = frozenset({Verdict.ROSE, Verdict.FELL, Verdict.PERHAPS, Verdict.WITHIN_NOISE})


def _judge(
    before: Score | None, after: Score | None, change: Change | None, level: float
) -> tuple[float | None, Verdict]:
    if before is None or after is None or why_not(before, after) or before.value is None or after.value is None:
        return None, Verdict.NOT_COMPARABLE
    difference = after.value - before.value
    if difference == 0:
        return 0.0, Verdict.SAME
    if change is None:
        return difference, Verdict.NO_INTERVAL
    if change.told:
        return difference, Verdict.ROSE if difference > 0 else Verdict.FELL
    return difference, Verdict.PERHAPS if change.p < level else Verdict.WITHIN_NOISE


def _method(score: Score) -> frozenset[str]:
    """How it was measured; a label may also hold grades and gates, which are no method."""
    return frozenset(word for word in _METHODS if word in score.label)


def _sentence(
    metric: str, before: Score | None, after: Score | None, difference: float | None, verdict: Verdict
) -> str:
    title, unit = title_of(metric), unit_of(metric)
    if before is None or after is None:
        return f"{title}: only in the {'earlier' if after is None else 'later'} audit"
    if difference is None or before.value is None or after.value is None:
        return f"{title}: cannot be compared ({why_not(before, after) or 'means over other parts'})"
    old, new = both_numbers(before.value, after.value, unit)
    moved, by = f"{title}: {old} to {new}", apart(difference, unit)
    up = "up" if difference > 0 else "down"
    said = {
        Verdict.ROSE: f"{moved}, a rise of {by}",
        Verdict.FELL: f"{moved}, a fall of {by}",
        Verdict.SAME: f"{title}: still {new}",
        Verdict.PERHAPS: f"{moved}, {up} by {by}: more than answering again by itself, but one such among many "
        "scores is chance",
        Verdict.WITHIN_NOISE: f"{moved}, no more than the same people answering again",
        Verdict.NO_INTERVAL: f"{moved}; nothing tells what answering again would have moved",
    }
    return said[verdict]


def why_not(before: Score, after: Score) -> str:
    """Why two scores cannot be compared, or ""."""
    for side, score in (("before", before), ("after", after)):
        if not score.is_ok:
            return f"{side}: {score.reason or score.state.value.replace('_', ' ')}"
    if _method(before) != _method(after):
        return f"measured {before.label or 'by the full rule'}, then {after.label or 'by the full rule'}"
    return ""
