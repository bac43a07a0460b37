"""How many alliances each executive carries, and who has room for one more (C7)."""

from collections.abc import Iterator, Mapping, Sequence

from alliancenet.model.register import Level, Person, PersonId, Role
from alliancenet.model.sponsors import HandOver, SponsorLoad, SponsorReview
from alliancenet.portfolio.holdings import Holdings
from alliancenet.portfolio.measures import HEALTH

_ALTERNATIVES = 2  # alliances named beside each one too many, so that there is a choice


def own_sponsors(holdings: Holdings) -> tuple[Person, ...]:
    """Executives of the own firm who hold a sponsor's role on the day of the review, by id."""
    firms = holdings.register.organisations
    return tuple(
        person
        for _, person in sorted(holdings.register.people.items())
        if firms[person.organisation].own and is_sponsor(person) and person.is_present(holdings.as_of, holdings.as_of)
    )


def is_sponsor(person: Person) -> bool:
    """Holds the role at senior level."""
    return Role.EXECUTIVE_SPONSOR in person.roles and person.level == Level.SENIOR


def loads(holdings: Holdings, required: Sequence[SponsorReview]) -> tuple[SponsorLoad, ...]:
    """Required alliances of each executive, heaviest load first."""
    carried: dict[str, list[str]] = {person.id: [] for person in own_sponsors(holdings)}
    for review in required:
        for side in review.sides:
            for person in filter(None, side.person.split("; ")):
                if side.own:
                    carried.setdefault(person, []).append(review.alliance)
    limits = holdings.settings.table("sponsor.load")
    ranked = sorted(carried.items(), key=lambda entry: (-len(entry[1]), entry[0]))
    return tuple(
        SponsorLoad(person=person, name="", alliances=tuple(alliances), state=_state(len(alliances), limits))
        for person, alliances in ranked
    )


def _state(load: int, limits: Mapping[str, float]) -> str:
    return "breach" if load > limits["breach"] else "warn" if load > limits["warn"] else "ok"


def hand_overs(holdings: Holdings, carried: Sequence[SponsorLoad]) -> Iterator[HandOver]:
    """What whoever carries too many could hand over, and to whom.

    Notes
    -----
    Own limit: the healthiest alliances bear a change of sponsor best. A colleague has room while
    one more is no heavy load, and is not leaving; whoever has met the partner comes first.
    """
    limits = holdings.settings.table("sponsor.load")
    with_room = [
        position
        for position, load in enumerate(carried)
        if len(load.alliances) < limits["warn"] and not _is_leaving(holdings, load.person)
    ]
    for position, load in enumerate(carried):
        count = int(len(load.alliances) - limits["breach"])
        if count > 0:
            healthiest = sorted(load.alliances, key=lambda alliance: (-_health(holdings, alliance), alliance))
            offered = tuple(healthiest[: count - 1 + _ALTERNATIVES])
            ranked = sorted(
                with_room,
                key=lambda other: (
                    not _has_met(holdings, carried[other].person, offered),
                    len(carried[other].alliances),
                ),
            )
            yield HandOver(
                person=position,
                count=count,
                alliances=offered,
                to=tuple(ranked),
                knows=bool(ranked) and _has_met(holdings, carried[ranked[0]].person, offered),
            )


def _health(holdings: Holdings, alliance: str) -> float:
    value = holdings.score(alliance, HEALTH).value
    return -1.0 if value is None else value


def _is_leaving(holdings: Holdings, person: str) -> bool:
    left = holdings.register.people[PersonId(person)].left
    return left is not None


def _has_met(holdings: Holdings, person: str, alliances: Sequence[str]) -> bool:
    return any(person in point.attendees for alliance in alliances for point in holdings.meetings(alliance))
