"""The way through a survey: which pages one person sees, in which order, and what stands on each."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any

from alliancenet.collect.survey import AskedAlliance, Survey, opening_gate
from alliancenet.model.instrument import Instrument, Item, Kind

Body = Mapping[str, Any]
"""What was entered on one page, as it is kept: plain JSON."""


class PageKind(StrEnum):
    """Kind of page."""

    PEOPLE = "people"  # whom somebody works with
    ABOUT = "about"  # the questions about one of them
    QUESTIONS = "questions"  # a short block of questions about the alliance


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyPage:
    """One page.

    Parameters
    ----------
    alter : whom it is about, as id, or as `key_of_added` of a name that was missing; "" for none.
    block : number of a block of questions from 1; 0 elsewhere.
    items : what is asked.
    """

    part: PageKind
    alliance: str
    instrument: str
    alter: str = ""
    block: int = 0
    items: tuple[Item, ...] = ()

    @property
    def key(self) -> str:
        """What the page is kept under."""
        return "\t".join((self.part, self.alliance, self.instrument, self.alter or str(self.block or "")))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenPeople:
    """Whom somebody works with.

    Parameters
    ----------
    chosen : ids of people on the list.
    added : name and firm of people who were missing there.
    """

    chosen: tuple[str, ...] = ()
    added: tuple[tuple[str, str], ...] = ()

    def name_of(self, key: str) -> tuple[str, str]:
        """Name and firm of somebody who was missing, by `key_of_added`."""
        return next(pair for pair in self.added if key_of_added(*pair) == key)


def key_of_added(name: str, firm: str) -> str:
    """How a card of somebody who is not on the list is kept; it stays when others are dropped."""
    return "+" + hashlib.sha256(f"{name}\0{firm}".encode()).hexdigest()[:16]


def choice_of(body: Body | None) -> ChosenPeople:
    """Whom a page that was kept names."""
    if body is None:
        return ChosenPeople()
    added = tuple((str(name), str(firm)) for name, firm in body.get("added", ()))
    return ChosenPeople(chosen=tuple(body.get("chosen", ())), added=added)


def body_of(choice: ChosenPeople) -> Body:
    """A choice as it is kept."""
    return {"chosen": list(choice.chosen), "added": [list(pair) for pair in choice.added]}


def steps_of(survey: Survey, person: str, kept: Mapping[str, Body]) -> tuple[SurveyPage, ...]:
    """Every page of one person, in order, as far as what was entered tells.

    Parameters
    ----------
    kept : what was entered so far, by key; whom somebody works with decides whom cards are about.
    """
    asked_once: set[tuple[str, str]] = set()
    found: list[SurveyPage] = []
    for alliance in survey.alliances_of(person):
        for instrument in survey.asked_of(person):
            if instrument.kind is Kind.ROSTER:
                found += _of_people(survey, alliance, instrument, person, kept, asked_once)
            else:
                found += _of_questions(survey, alliance, instrument)
    return tuple(found)


def listed_for(survey: Survey, alliance: AskedAlliance, person: str) -> tuple[str, ...]:
    """People somebody can choose from: the roster without themselves, the own firm and unit first."""
    own = survey.person[person]

    def near(other: str) -> tuple[bool, str, bool, str, str]:
        there = survey.person[other]
        return (
            there.organisation != own.organisation,
            survey.firms.get(there.organisation, ""),
            there.unit != own.unit,
            there.unit,
            there.name.casefold(),
        )

    return tuple(sorted((other for other in alliance.people if other != person), key=near))


def _of_people(
    survey: Survey,
    alliance: AskedAlliance,
    instrument: Instrument,
    person: str,
    kept: Mapping[str, Body],
    asked_once: set[tuple[str, str]],
) -> Iterator[SurveyPage]:
    choosing = SurveyPage(part=PageKind.PEOPLE, alliance=alliance.id, instrument=instrument.id)
    yield choosing
    choice = choice_of(kept.get(choosing.key))
    order = [other for other in listed_for(survey, alliance, person) if other in choice.chosen]
    added = [key_of_added(*pair) for pair in choice.added]
    asked = cards_of(survey, instrument)
    for alter in (*order, *added):
        items = tuple(item for item in asked if not (item.once and (item.id, alter) in asked_once))
        asked_once |= {(item.id, alter) for item in items if item.once and not alter.startswith("+")}
        if items:
            yield SurveyPage(
                part=PageKind.ABOUT, alliance=alliance.id, instrument=instrument.id, alter=alter, items=items
            )


def cards_of(survey: Survey, instrument: Instrument) -> tuple[Item, ...]:
    """Items on the card of somebody who was chosen: choosing answered the gate already."""
    gate = opening_gate(instrument)
    return tuple(item for item in survey.items_of(instrument) if gate is None or item.id != gate[0].id)


def _of_questions(survey: Survey, alliance: AskedAlliance, instrument: Instrument) -> Iterator[SurveyPage]:
    most = int(survey.limits["block_items"])
    blocks = blocks_of(survey.items_of(instrument), most)
    for number, items in enumerate(blocks, start=1):
        yield SurveyPage(
            part=PageKind.QUESTIONS, alliance=alliance.id, instrument=instrument.id, block=number, items=tuple(items)
        )


def blocks_of(items: Iterable[Item], most: int) -> list[Sequence[Item]]:
    """Items in blocks of nearly one size, each of one section and with at most so many."""
    sections: dict[str, list[Item]] = {}
    for item in items:
        sections.setdefault(item.section, []).append(item)
    found: list[Sequence[Item]] = []
    for members in sections.values():
        count = -(-len(members) // most)
        edges = [round(at * len(members) / count) for at in range(count + 1)]
        found += [members[low:high] for low, high in pairwise(edges)]
    return found
