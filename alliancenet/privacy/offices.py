"""What a reader calls sponsors, managers and owners, whom a review speaks of."""

import re
from collections.abc import Callable
from dataclasses import replace

from alliancenet.language import marked, say, stored
from alliancenet.model.limits import Limits
from alliancenet.model.register import Level
from alliancenet.model.review import AllianceReview, OfficeHolder, PortfolioReview, ProposedAction
from alliancenet.model.sponsors import SponsorReview
from alliancenet.privacy.reader import Reader

_OF_LEVEL = {
    Level.SENIOR: marked("a senior person of {firm}"),
    Level.PROJECT_LEADER: marked("a project leader of {firm}"),
}
UNNAMED = stored("names of sponsors and managers whose role is not on record as public (`public_role` in people.csv)")
Wording = Callable[[str], str]


def label_of(person: OfficeHolder, reader: Reader, limits: Limits) -> str:
    """Name, pseudonym, or "a senior person of Ostrich Bay".

    Notes
    -----
    The name is read where the role in governance is on record as a public fact, and else only by
    readers who know people, under the two conditions of every name: announced, and agreed.
    """
    is_agreed = reader.knows_people and person.may_be_named and reader.role in limits.named_for
    if person.name and (person.public_role or is_agreed):
        return person.name
    if reader.knows_people:
        return person.id
    place = _OF_LEVEL[Level(person.level)] if person.level in set(_OF_LEVEL) else marked("somebody of {firm}")
    return say(place, firm=person.firm)


def without_names(review: PortfolioReview, reader: Reader) -> tuple[PortfolioReview, tuple[str, ...]]:
    """The review with everybody called what this reader may call them, and a sentence on who is not named.

    Notes
    -----
    A review of an earlier version holds names and does not say who may be named: there nobody is.
    """
    holders = review.office_holders
    labels = {person.id: label_of(person, reader, review.limits) for person in holders or ()}
    hides = holders is None or any(label != person.name for person, label in zip(holders, labels.values(), strict=True))
    reword = _rewording(labels)
    told = _Told(sides=_sides(labels), text=reword if holders is not None else lambda _: "")
    return told.review(review), (UNNAMED,) if hides else ()


def _rewording(labels: dict[str, str]) -> Wording:
    """Replace ids in text, the longest first."""
    changed = sorted((one for one, label in labels.items() if label != one), key=len, reverse=True)
    if not changed:
        return lambda text: text
    pattern = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, changed))})(?![\w-])")
    return lambda text: pattern.sub(lambda found: labels[found.group()], text)


def _sides(labels: dict[str, str]) -> Wording:
    """People of one side by their labels; those nobody knows by what they are."""
    return lambda people: "; ".join(labels.get(key, say("a senior person")) for key in people.split("; ") if key)


class _Told:
    """Puts labels into every part of a review that speaks of people."""

    def __init__(self, sides: Wording, text: Wording) -> None:
        self._sides, self._text = sides, text

    def review(self, review: PortfolioReview) -> PortfolioReview:
        loads = tuple(
            replace(load, name=self._sides(load.person), person=self._sides(load.person))
            for load in review.sponsors.loads
        )
        return replace(
            review,
            alliances=tuple(self._alliance(alliance) for alliance in review.alliances),
            sponsors=replace(review.sponsors, loads=loads),
            actions=tuple(self._action(action) for action in review.actions),
            portfolio_actions=tuple(self._action(action) for action in review.portfolio_actions),
            proposals=tuple(replace(proposal, owner=self._text(proposal.owner)) for proposal in review.proposals),
            office_holders=None,
        )

    def _alliance(self, alliance: AllianceReview) -> AllianceReview:
        lists = tuple(
            replace(
                checklist,
                open_items=tuple(map(self._text, checklist.open_items)),
                overdue=tuple(map(self._text, checklist.overdue)),
            )
            for checklist in alliance.checklists
        )
        action = self._action(alliance.action) if alliance.action else None
        return replace(alliance, sponsors=self._sponsors(alliance.sponsors), checklists=lists, action=action)

    def _sponsors(self, sponsors: SponsorReview) -> SponsorReview:
        return replace(sponsors, sides=tuple(replace(side, person=self._sides(side.person)) for side in sponsors.sides))

    def _action(self, action: ProposedAction) -> ProposedAction:
        return replace(action, owner=self._text(action.owner))
