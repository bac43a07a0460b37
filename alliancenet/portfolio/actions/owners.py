"""Who answers for a proposal: roles everybody in the alliance knows."""

from dataclasses import replace

from alliancenet.model.register import PersonId, Role
from alliancenet.model.review import ProposedAction
from alliancenet.portfolio.holdings import Holdings


def with_owner(holdings: Holdings, action: ProposedAction) -> ProposedAction:
    """Name the own manager of each alliance concerned, or the owner of the goal."""
    goal = holdings.records.goals.get(action.subject)
    owners = [_name(holdings, goal.owner)] if goal else [_manager(holdings, one) for one in action.subject.split("|")]
    return replace(action, owner=", ".join(dict.fromkeys(filter(None, owners))))


def _manager(holdings: Holdings, alliance: str) -> str:
    register = holdings.register
    people = (register.people[member.person] for member in holdings.members(alliance))
    return ", ".join(
        sorted(
            person.name or person.id
            for person in people
            if Role.ALLIANCE_MANAGER in person.roles
            and register.organisations[person.organisation].own
            and person.is_present(holdings.as_of, holdings.as_of)
        )
    )


def _name(holdings: Holdings, owner: str) -> str:
    """A goal's owner is a person of the register, or written out."""
    known = holdings.register.people.get(PersonId(owner))
    return known.name or owner if known else owner
