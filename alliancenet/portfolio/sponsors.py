"""Executive sponsors over the portfolio (C7): named, active, both sides, load, continuity."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from statistics import fmean

from alliancenet.model.facts import counting, last_meeting, plan_of
from alliancenet.model.register import (
    Alliance,
    Level,
    Membership,
    OrganisationId,
    Person,
    PersonId,
    Record,
    Role,
    Touchpoint,
)
from alliancenet.model.sponsors import Ratio, SponsorCoverage, SponsorReview, SponsorSide
from alliancenet.portfolio.holdings import Holdings
from alliancenet.portfolio.measures import VISIBILITY
from alliancenet.portfolio.sponsor_load import hand_overs, is_sponsor, loads


def is_required(holdings: Holdings, tier: int | None) -> bool:
    """The tier asks for an executive sponsor on each side."""
    return (tier or holdings.settings.whole("tier.assumed")) in holdings.settings.numbers("sponsor.required_tiers")


def sponsor_reviews(
    holdings: Holdings, alliances: Sequence[Alliance], tiers: Mapping[str, int | None]
) -> tuple[SponsorReview, ...]:
    """Sponsors of each alliance on each side, in the order of the alliances.

    Notes
    -----
    Active means: attended a meeting of senior people of two firms inside the tier's window. Where
    no roles, or no meetings, are kept, the answer is unknown and the side has no score.
    """
    roles_known = _firms_with_roles(holdings)
    return tuple(_review(holdings, alliance, tiers[alliance.id], roles_known) for alliance in alliances)


def _review(
    holdings: Holdings, alliance: Alliance, tier: int | None, roles_known: frozenset[OrganisationId]
) -> SponsorReview:
    sides = tuple(_side(holdings, alliance, firm, tier, firm in roles_known) for firm in alliance.organisations)
    scores = [side.score for side in sides if side.score is not None]
    required = is_required(holdings, tier)
    return SponsorReview(
        alliance=alliance.id,
        required=required,
        sides=sides,
        score=fmean(scores) if scores else None,
        one_sided=0 < len(scores) < len(sides),
        visibility=holdings.score(alliance.id, VISIBILITY),
        gaps=tuple(side.gap for side in sides if side.gap) if required else (),
    )


def _firms_with_roles(holdings: Holdings) -> frozenset[OrganisationId]:
    if Record.ROLES not in holdings.register.kept:
        return frozenset()
    return frozenset(person.organisation for person in holdings.register.people.values() if person.roles)


def _side(holdings: Holdings, alliance: Alliance, firm: OrganisationId, tier: int | None, known: bool) -> SponsorSide:
    day, window = holdings.as_of, _window(holdings, tier)
    members = _present(holdings, alliance.id, firm)
    sponsors = {membership.person: membership for membership, person in members if is_sponsor(person)}
    stated = counting(holdings.facts.sponsors, alliance.id, firm, day)
    if not sponsors and stated is not None:
        sponsors = {one.person: one for one, person in members if person.id == stated.value}
        known = known or bool(sponsors)
    met = [
        point.date
        for point in holdings.all_meetings(alliance.id)
        if not sponsors.keys().isdisjoint(point.attendees) and _seniors_of_two_firms(holdings, point)
    ]
    past, planned = [meeting for meeting in met if meeting <= day], [meeting for meeting in met if meeting > day]
    last = last_meeting(holdings.facts, alliance.id, firm, max(past, default=None), day)
    recent = bool(sponsors) and last is not None and day - window <= last
    plan = plan_of(holdings.facts, alliance.id, firm, day)
    named = bool(sponsors) if known else None
    logged = Record.TOUCHPOINTS in holdings.register.kept and bool(holdings.register.touchpoints)
    active = None if named is None or (named and not logged and last is None) else recent
    current = None if named is None else plan is not None and day - window <= plan <= day
    leaving = _leaving(holdings, sponsors)
    successor = None
    if leaving is not None:
        successor = any(Role.SPONSOR_SUCCESSOR in person.roles for _, person in members)
    return SponsorSide(
        organisation=firm,
        own=holdings.register.organisations[firm].own,
        person="; ".join(sorted(sponsors)),
        named=named,
        active=active,
        plan_current=current,
        last_touchpoint=last,
        score=_score(holdings, named, active, current),
        leaving=leaving,
        successor=successor,
        gap=_gap(holdings, firm, named, active, last, leaving, successor),
        firm=holdings.register.organisations[firm].name,
        window_days=window.days,
        plan=plan,
        next_meeting=min(planned, default=None),
    )


def _window(holdings: Holdings, tier: int | None) -> timedelta:
    windows = holdings.settings.table("sponsor.window_days")
    return timedelta(days=windows[str(tier or holdings.settings.whole("tier.assumed"))])


def _present(holdings: Holdings, alliance: str, firm: str) -> list[tuple[Membership, Person]]:
    people = holdings.register.people
    pairs = ((membership, people[membership.person]) for membership in holdings.members(alliance))
    return [
        (membership, person)
        for membership, person in pairs
        if person.organisation == firm and person.is_present(holdings.as_of, holdings.as_of)
    ]


def _seniors_of_two_firms(holdings: Holdings, point: Touchpoint) -> bool:
    people = holdings.register.people
    firms = {
        people[person].organisation
        for person in point.attendees
        if person in people and people[person].level == Level.SENIOR
    }
    return len(firms) > 1


def _leaving(holdings: Holdings, sponsors: Mapping[PersonId, Membership]) -> date | None:
    horizon = holdings.as_of + timedelta(days=holdings.settings.whole("sponsor.leaving_days"))
    people = holdings.register.people
    ends = [
        end
        for membership in sponsors.values()
        for end in (people[membership.person].left, membership.end)
        if end is not None and end <= horizon
    ]
    return min(ends, default=None)


def _score(holdings: Holdings, named: bool | None, active: bool | None, current: bool | None) -> float | None:
    if named is None or active is None or current is None:
        return None
    weights = holdings.settings.table("sponsor.weights")
    return weights["named"] * named + weights["active"] * active + weights["plan"] * current


def _gap(
    holdings: Holdings,
    firm: OrganisationId,
    named: bool | None,
    active: bool | None,
    last: date | None,
    leaving: date | None,
    successor: bool | None,
) -> str:
    name = holdings.register.organisations[firm].name
    if named is None:
        return f"{name}: nobody can tell, roles are not on record"
    if not named:
        return f"{name}: no executive sponsor"
    if active is None:
        return f"{name}: sponsor named, meetings are not logged"
    if not active:
        return f"{name}: sponsor not active, " + (f"last met {last}" if last else "no meeting on record")
    if leaving is not None and not successor:
        return f"{name}: sponsor leaves {leaving}, no successor named"
    return ""


def sponsor_coverage(holdings: Holdings, reviews: Sequence[SponsorReview]) -> SponsorCoverage:
    """Three coverage ratios over the alliances that require a sponsor, and the load per executive."""
    required = [review for review in reviews if review.required]
    own = [[side for side in review.sides if side.own] for review in required]
    ratios = (
        _ratio(holdings, "named, own side", [_all(side.named for side in sides) for sides in own]),
        _ratio(holdings, "active, own side", [_all(side.active for side in sides) for sides in own]),
        _ratio(
            holdings,
            "active, both sides",
            [_all(side.active for side in review.sides) for review in required],
        ),
    )
    carried, limits = loads(holdings, required), holdings.settings.table("sponsor.load")
    return SponsorCoverage(
        ratios=ratios,
        loads=carried,
        reason="" if required else "no alliance is in a tier that requires a sponsor",
        most=int(limits["breach"]),
        heavy=int(limits["warn"]),
        hand_overs=tuple(hand_overs(holdings, carried)),
    )


def _all(states: Iterable[bool | None]) -> bool | None:
    known = list(states)
    if False in known:
        return False
    return None if None in known or not known else True


def _ratio(holdings: Holdings, name: str, states: Sequence[bool | None]) -> Ratio:
    count, total = sum(state is True for state in states), len(states)
    share = count / total if total else None
    bands = holdings.settings.table("sponsor.coverage_bands")
    band = ""
    if share is not None:
        band = "red" if share < bands["red_below"] else "green" if share >= bands["green_from"] else "amber"
    return Ratio(
        name=name,
        count=count,
        total=total,
        share=share,
        band=band,
        unknown=sum(state is None for state in states),
    )
