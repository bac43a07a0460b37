"""Everything a review rests on, as it stood on one day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Protocol, TypeVar, cast

from alliancenet.model.audit import Audit, ProjectMark
from alliancenet.model.catalogue import CARDS, Exposure, card_of
from alliancenet.model.facts import StatedFacts, counting, facts_on_file
from alliancenet.model.limits import Limits, banded, is_of_too_few
from alliancenet.model.portfolio import ChecklistItem, Linkage, PortfolioRecords, ProfileKind
from alliancenet.model.register import Alliance, Membership, Register, Touchpoint
from alliancenet.model.review import PeopleChange
from alliancenet.model.score import Score, State, Subject, SubjectKind
from alliancenet.model.settings import Settings

DAYS_A_MONTH = 365.25 / 12
_READ = frozenset(Exposure) - {Exposure.RESTRICTED}


class Dated(Protocol):
    """A record about one alliance on one day."""

    @property
    def alliance(self) -> str:
        """Whose record."""

    @property
    def day(self) -> date:
        """Since when it counts."""


Record = TypeVar("Record", bound=Dated)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """Register, records and audits as of a day.

    Parameters
    ----------
    audits : per alliance, oldest first; people and ties may have been left out.
    people_changes : per alliance, people and ties of the last audit against the one before.
    digests : SHA-256 of each audit's file, by alliance and wave.
    answered : what surveys state of facts that are kept on file too.
    facts : statements of both, see `model.facts`.
    """

    register: Register
    records: PortfolioRecords
    settings: Settings
    as_of: date
    audits: Mapping[str, tuple[Audit, ...]] = field(default_factory=dict)
    people_changes: Mapping[str, PeopleChange] = field(default_factory=dict)
    digests: Mapping[tuple[str, str], str] = field(default_factory=dict)
    project: ProjectMark | None = None
    answered: StatedFacts = field(default_factory=StatedFacts)
    facts: StatedFacts = field(init=False)
    _dated: dict[type, dict[str, list[Dated]]] = field(default_factory=dict)
    _members: dict[str, list[Membership]] = field(default_factory=dict)
    _profile: dict[str, set[tuple[ProfileKind, str]]] = field(default_factory=dict)
    _met: dict[str, list[Touchpoint]] = field(default_factory=dict)
    _told: dict[str, tuple[Audit, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Sort records by alliance once: a review looks at each many times."""
        records = self.records
        on_file = facts_on_file(self.register, records, self.settings.numbers("tier.dedicated_steps"))
        object.__setattr__(self, "facts", on_file.beside(self.answered))
        dated: Iterable[Iterable[Dated]] = (
            records.ratings,
            records.resources,
            records.economics,
            records.kpi_actuals,
            records.decisions,
            records.positions,
            records.announcements,
        )
        for kind in dated:
            for record in sorted(kind, key=lambda entry: entry.day):
                self._dated.setdefault(type(record), {}).setdefault(record.alliance, []).append(record)
        for membership in self.register.memberships:
            self._members.setdefault(membership.alliance, []).append(membership)
        for entry in records.profile:
            self._profile.setdefault(entry.alliance, set()).add((entry.kind, entry.name))
        for touchpoint in sorted(self.register.touchpoints, key=lambda point: point.date):
            self._met.setdefault(touchpoint.alliance, []).append(touchpoint)

    @property
    def alliances(self) -> tuple[Alliance, ...]:
        """Alliances that have started, by id; one without a start date counts as started."""
        started = (
            alliance
            for alliance in self.register.alliances.values()
            if alliance.start is None or alliance.start <= self.as_of
        )
        return tuple(sorted(started, key=lambda alliance: alliance.id))

    def past(self, kind: type[Record], alliance: str, until: date | None = None) -> tuple[Record, ...]:
        """Records of one kind up to a day (the day of the review by default), oldest first."""
        last = until or self.as_of
        found = self._dated.get(kind, {}).get(alliance, [])
        return cast("tuple[Record, ...]", tuple(record for record in found if record.day <= last))

    def members(self, alliance: str) -> tuple[Membership, ...]:
        """Memberships of an alliance that hold on the day of the review."""
        return tuple(member for member in self._members.get(alliance, ()) if member.covers(self.as_of, self.as_of))

    def linkages(self, alliance: str) -> tuple[Linkage, ...]:
        """Linkages stated last, needed or not, in place or not."""
        stated = counting(self.facts.linkages, alliance, "", self.as_of)
        return () if stated is None else stated.value

    def profile(self, alliance: str) -> frozenset[tuple[ProfileKind, str]]:
        """What an alliance serves, uses and needs."""
        return frozenset(self._profile.get(alliance, ()))

    def checklist(self, alliance: str) -> tuple[ChecklistItem, ...]:
        """Lines of the alliance's checklists, each list as it was stated last."""
        names = [name for owner, name in self.facts.checklists if owner == alliance]
        stated = (counting(self.facts.checklists, alliance, name, self.as_of) for name in names)
        return tuple(item for statement in stated if statement is not None for item in statement.value)

    def meetings(self, alliance: str) -> tuple[Touchpoint, ...]:
        """Logged meetings up to the day of the review, oldest first."""
        return tuple(point for point in self._met.get(alliance, ()) if point.date <= self.as_of)

    def all_meetings(self, alliance: str) -> tuple[Touchpoint, ...]:
        """Meetings on record, those to come as well, oldest first."""
        return tuple(self._met.get(alliance, ()))

    def audits_of(self, alliance: str) -> tuple[Audit, ...]:
        """Audits whose wave closed by the day of the review, oldest first, with what may be told of them."""
        if alliance not in self._told:
            limits = self.limits
            self._told[alliance] = tuple(_told(audit, limits) for audit in self.audits.get(alliance, ()))
        return tuple(
            audit for audit in self._told[alliance] if audit.wave.closes is None or audit.wave.closes <= self.as_of
        )

    def score(self, alliance: str, metric: str) -> Score:
        """Score of the alliance in its last audit, or one that says why there is none."""
        audits = self.audits_of(alliance)
        if not audits:
            return unknown(metric, alliance, "no audit yet")
        return score_in(audits[-1], metric)

    @property
    def limits(self) -> Limits:
        """Limits of the project, by which the review is told."""
        return Limits.of(self.settings)

    def age_months(self, alliance: Alliance) -> float | None:
        """Months since the start, or None when the start is not on record."""
        return None if alliance.start is None else (self.as_of - alliance.start).days / DAYS_A_MONTH

    def months_ago(self, months: float) -> date:
        """The day that many months before the review."""
        return self.as_of - timedelta(days=round(months * DAYS_A_MONTH))


def score_in(audit: Audit, metric: str) -> Score:
    """Score of the alliance as a whole in an audit, or one that says it is not there.

    Where a metric is measured between firms only and the alliance has two, that pair's score is
    the alliance's.
    """
    found = [score for score in audit.scores if score.metric == metric]
    whole = [score for score in found if score.subject.kind is SubjectKind.ALLIANCE]
    pairs = [score for score in found if score.subject.kind is SubjectKind.PAIR]
    if whole or (len(pairs) == 1 and len(audit.alliance.firms) == 2):
        return (whole or pairs)[0]
    return unknown(metric, audit.alliance.id, "not in the last audit")


def _told(audit: Audit, limits: Limits) -> Audit:
    return replace(audit, scores=tuple(_tellable(score, audit, limits) for score in audit.scores))


def _tellable(score: Score, audit: Audit, limits: Limits) -> Score:
    """The score with its band; without its value where it tells of too few people, or nobody knows the measure."""
    card = card_of(score.metric)
    least = max(limits.min_n, audit.limits.min_n)
    if card is None or card.exposure not in _READ:
        return _hidden(score, "nobody may read this measure")
    strict = replace(limits, min_n=least)
    if score.is_ok and card.exposure is Exposure.SAID and is_of_too_few(score, len(audit.alliance.firms), strict):
        return _hidden(score, f"fewer than {least} answers")
    return banded(score, limits)


def _hidden(score: Score, reason: str) -> Score:
    return replace(
        score,
        value=None,
        interval=None,
        answering_error=None,
        state=State.SUPPRESSED,
        inputs=(),
        label="",
        band="",
        reason=reason,
    )


def points(metric: str, alliance: str, value: float, inputs: Iterable[str], n: int, limits: Limits) -> Score:
    """Score of 0-100 points from the register."""
    score = Score(
        metric=metric,
        subject=Subject(kind=SubjectKind.ALLIANCE, id=alliance),
        value=value,
        unit=CARDS[metric].says,
        n=n,
        inputs=tuple(inputs),
    )
    return banded(score, limits)


def unknown(metric: str, alliance: str, reason: str, inputs: Iterable[str] = (), n: int = 0) -> Score:
    """Score that cannot be told, with the reason."""
    return Score(
        metric=metric,
        subject=Subject(kind=SubjectKind.ALLIANCE, id=alliance),
        value=None,
        unit="points 0-100",
        n=n,
        state=State.NOT_ENOUGH_EVIDENCE,
        inputs=tuple(inputs),
        reason=reason,
    )
