"""Who answers for a proposal: roles everybody in the alliance knows."""

from dataclasses import replace

from alliancenet.model.register import PersonId, Role
from alliancenet.model.review import ProposedAction
from alliancenet.portfolio.holdings import Holdings


def with_owner(holdings: Holdings, action: ProposedAction) -> ProposedAction:
    """Put down the own manager of each alliance concerned, or the owner of the goal, by id."""
    goal = holdings.records.goals.get(action.subject)
    owners = (
        [id_of(holdings, goal.owner)]
        if goal
        else [_manager(holdings, alliance) for alliance in action.subject.split("|")]
    )
    return replace(action, owner=", ".join(dict.fromkeys(filter(None, owners))))


def id_of(holdings: Holdings, owner: str) -> str:
    """The id of an owner who is on the register by id or name, so that the gate decides who reads the name."""
    people = holdings.register.people
    if PersonId(owner) in people or not owner:
        return owner
    wanted = owner.casefold()
    return next((person.id for person in people.values() if person.name.casefold() == wanted), owner)


def _manager(holdings: Holdings, alliance: str) -> str:
    register = holdings.register
    people = (register.people[member.person] for member in holdings.members(alliance))
    return ", ".join(
        sorted(
            person.id
            for person in people
            if Role.ALLIANCE_MANAGER in person.roles
            and register.organisations[person.organisation].own
            and person.is_present(holdings.as_of, holdings.as_of)
        )
    )
