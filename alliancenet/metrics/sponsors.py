"""Executive sponsors: named, active, with a current plan; load and continuity."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from alliancenet.metrics.case import Case
from alliancenet.metrics.registry import metric, withheld
from alliancenet.model.catalogue import CARDS
from alliancenet.model.facts import Difference, FactName, counting, last_meeting, plan_of
from alliancenet.model.register import (
    Alliance,
    Level,
    Organisation,
    Person,
    Record,
    Register,
    Role,
    Touchpoint,
)
from alliancenet.model.score import Score, Subject, SubjectKind

_UNIT = CARDS["sponsor_score"].says


@dataclass(frozen=True, slots=True, kw_only=True)
class SponsorOnRecord:
    """What is on record about one firm's executive sponsor.

    Parameters
    ----------
    is_known : somebody of the firm has roles on record, so that "no sponsor" is a fact.
    last_meeting : last cross-firm senior meeting the sponsor attended.
    days_since : days from that meeting to the last day of the wave.
    has_plan : an action plan is dated inside the tier's window; None when the plan on record is
        younger than the wave, so that nobody knows what stood there before.
    """

    firm: Organisation
    is_known: bool
    sponsors: tuple[Person, ...]
    last_meeting: date | None
    days_since: int | None
    is_active: bool
    has_plan: bool | None

    @property
    def is_named(self) -> bool:
        """A current sponsor of senior level is on record."""
        return bool(self.sponsors)


def sponsor_sides(case: Case) -> list[SponsorOnRecord]:
    """Return each firm's sponsorship on the last day of the wave, own firm first."""
    return [_side(case, firm, case.day) for firm in case.firms]


@metric("sponsor_score")
def sponsor_score(case: Case) -> Iterator[Score]:
    """Sponsor named (40), active (40), with a current action plan (20), per firm and mean.

    Notes
    -----
    Active: attended a cross-firm senior meeting inside the tier's window. A firm whose roles are
    not on record is unknown; the alliance's score is then that of the known firms, labelled
    "one-sided".
    """
    weights = case.settings.table("sponsor.weights")
    points = []
    for side in sponsor_sides(case):
        subject = Subject(kind=SubjectKind.FIRM, id=side.firm.id)
        if not side.is_known:
            yield withheld("sponsor_score", subject, _UNIT, 0, "roles are not on record")
            continue
        points.append(_points(side, weights))
        yield _score("sponsor_score", subject, points[-1], 1)
    if not points:
        yield withheld("sponsor_score", case.subject, _UNIT, 0, "roles are not on record for any firm")
        return
    label = "" if len(points) == len(case.firms) else "one-sided"
    yield _score("sponsor_score", case.subject, sum(points) / len(points), len(points), label)


@metric("sponsor_load")
def sponsor_load(case: Case) -> Iterator[Score]:
    """Alliances of tier 1 and 2 an executive sponsors at the time, for this alliance's sponsors."""
    for side in sponsor_sides(case):
        for person in side.sponsors:
            load = sum(
                1
                for alliance in case.register.alliances.values()
                if requires_sponsor(case, alliance) and person in sponsors_of(case, alliance, person.organisation)
            )
            yield Score(
                metric="sponsor_load",
                subject=Subject(kind=SubjectKind.PERSON, id=person.id),
                value=float(load),
                unit="alliances",
                n=load,
                interval=(float(load), float(load)),
                inputs=("roles", "memberships", "tiers"),
            )


def requires_sponsor(case: Case, alliance: Alliance) -> bool:
    """Its tier requires an executive sponsor on each side."""
    tier = alliance.tier or case.settings.whole("tier.assumed")
    return tier in case.settings.numbers("sponsor.required_tiers")


def current_sponsors(register: Register, alliance: Alliance, firm: str, day: date) -> tuple[Person, ...]:
    """Senior people of a firm who hold the sponsor's role in an alliance on a day."""
    return tuple(
        person
        for person in register.roster(alliance.id, day, day)
        if person.organisation == firm and Role.EXECUTIVE_SPONSOR in person.roles and person.level == Level.SENIOR
    )


def sponsors_of(case: Case, alliance: Alliance, firm: str) -> tuple[Person, ...]:
    """Sponsors on the day: those with the role on record, else the one a survey named."""
    on_record = current_sponsors(case.register, alliance, firm, case.day)
    named = counting(case.facts.sponsors, alliance.id, firm, case.day)
    if on_record or named is None:
        return on_record
    return (case.register.people[named.value],)


def sponsor_differences(case: Case) -> Iterator[Difference]:
    """Where a survey names another sponsor than the register, or a meeting later than any that is logged."""
    alliance, day = case.alliance, case.day
    for firm in case.firms:
        on_record = current_sponsors(case.register, alliance, firm.id, day)
        named = counting(case.facts.sponsors, alliance.id, firm.id, day)
        if (
            named is not None
            and _roles_are_known(case, firm)
            and named.value not in {person.id for person in on_record}
        ):
            told = "the sponsor on record in people.csv" if on_record else "no sponsor on record in people.csv"
            surveyed = f"somebody else in {named.source}" if on_record else f"the sponsor named in {named.source}"
            used, other = (told, surveyed) if on_record else (surveyed, told)
            yield Difference(
                fact=FactName.SPONSORS,
                part=firm.name,
                used=used,
                other=other,
                firm=firm.id,
                people=(named.value,),
            )
        said = counting(case.facts.meetings, alliance.id, firm.id, day)
        logged = [
            point.date
            for point in senior_meetings(case, date.min, day)
            if _attended(point, sponsors_of(case, alliance, firm.id))
        ]
        if said is not None and Record.TOUCHPOINTS in case.register.kept and said.value > max(logged, default=date.min):
            last = f"{max(logged)}" if logged else "none"
            words = f"{said.value} in {said.home}", f"{last} in touchpoints.csv"
            yield Difference(fact=FactName.MEETINGS, part=firm.name, used=words[0], other=words[1], firm=firm.id)


def _attended(point: Touchpoint, sponsors: Sequence[Person]) -> bool:
    return any(sponsor.id in point.attendees for sponsor in sponsors)


def leaving_sponsors(case: Case) -> list[tuple[Person, date]]:
    """Sponsors who leave within 90 days (`sponsor.leaving_days`) while no successor is named."""
    day = case.day
    horizon = day + timedelta(days=case.settings.whole("sponsor.leaving_days"))
    members = {
        membership.person: membership.end
        for membership in case.register.memberships
        if membership.alliance == case.alliance.id
    }
    leaving: list[tuple[Person, date]] = []
    for side in sponsor_sides(case):
        roster = case.register.roster(case.alliance.id, day, day)
        if any(person.organisation == side.firm.id and Role.SPONSOR_SUCCESSOR in person.roles for person in roster):
            continue
        for person in side.sponsors:
            ends = [end for end in (person.left, members.get(person.id)) if end is not None and end <= horizon]
            leaving.extend((person, end) for end in ends[:1])
    return leaving


def senior_meetings(case: Case, start: date, end: date) -> list[Touchpoint]:
    """Meetings in which seniors of at least two firms met, from `start` to `end`."""
    return [
        point
        for point in case.register.touchpoints_of(case.alliance.id, start, end)
        if len({person.organisation for person in _seniors(case, point)}) > 1
    ]


def _points(side: SponsorOnRecord, weights: Mapping[str, float]) -> float:
    """Weighted points of what is known, re-scaled to 100."""
    parts = {"named": side.is_named, "active": side.is_active, "plan": side.has_plan}
    known = {name: holds for name, holds in parts.items() if holds is not None}
    held = sum(weights[name] for name, holds in known.items() if holds)
    return 100 * held / sum(weights[name] for name in known)


def _side(case: Case, firm: Organisation, day: date) -> SponsorOnRecord:
    window = timedelta(days=case.settings.table("sponsor.window_days")[case.tier])
    sponsors = sponsors_of(case, case.alliance, firm.id)
    met = [point.date for point in senior_meetings(case, date.min, day) if _attended(point, sponsors)]
    plan = plan_of(case.facts, case.alliance.id, firm.id, day)
    last = last_meeting(case.facts, case.alliance.id, firm.id, max(met, default=None), day)
    return SponsorOnRecord(
        firm=firm,
        is_known=_roles_are_known(case, firm) or bool(sponsors),
        sponsors=sponsors,
        last_meeting=last,
        days_since=None if last is None else (day - last).days,
        is_active=bool(sponsors) and last is not None and last >= day - window,
        has_plan=None if plan is not None and plan > day else plan is not None and plan >= day - window,
    )


def _roles_are_known(case: Case, firm: Organisation) -> bool:
    return Record.ROLES in case.register.kept and any(
        person.roles for person in case.register.people.values() if person.organisation == firm.id
    )


def _seniors(case: Case, point: Touchpoint) -> list[Person]:
    people = (case.register.people[attendee] for attendee in point.attendees if attendee in case.register.people)
    return [person for person in people if person.level == Level.SENIOR]


def _score(metric_id: str, subject: Subject, value: float, n: int, label: str = "") -> Score:
    return Score(
        metric=metric_id,
        subject=subject,
        value=float(value),
        unit=_UNIT,
        n=n,
        interval=(float(value), float(value)),
        inputs=("roles", "touchpoints", "sponsor plans"),
        label=label,
    )
