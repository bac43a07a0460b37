"""The bridge between two firms: the fewest people that every core tie across runs through."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from alliancenet.graph.redundancy import minimum_vertex_cover
from alliancenet.language import say
from alliancenet.privacy import AuditView
from alliancenet.report import words
from alliancenet.report.sides import ours_first

WIDTH, HEIGHT, TOP = 460, 190, 34
_CARRIED_X, _FAR_X, _CROWD_X = {0: 165.0, 1: 295.0}, {0: 165.0, 1: 295.0}, {0: 30.0, 1: 350.0}
_MOST, _MOST_LINES, _MOST_CROWD = 14, 60, 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A person on the drawing; `side` 0 is the own firm, drawn filled."""

    x: float
    y: float
    side: int
    carries: bool
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """The drawing of one pair of firms.

    Parameters
    ----------
    people : the fewest people every core tie across runs through; None where it cannot be told.
    lines : ends of the ties across.
    crowd : some of the other people of each firm, for size only.
    is_schematic : ties stand for a count: this reader does not know people one by one.
    """

    firms: tuple[str, str]
    people: int | None
    asked: str
    marks: tuple[Mark, ...]
    lines: tuple[tuple[float, float, float, float], ...]
    crowd: tuple[Mark, ...]
    is_schematic: bool
    reason: str = ""


def bridge(view: AuditView) -> Bridge | None:
    """Bridge between the own firm and its partner; None unless the alliance has exactly two firms."""
    firms = ours_first(view)
    if len(firms) != 2:
        return None
    size, target = view.score("redundancy"), next(iter(view.family("redundancy_target")), None)
    known = size is not None and size.value is not None
    people = int(size.value) if size is not None and size.value is not None else None
    asked = ""
    if target is not None and target.value is not None and view.alliance.tier:
        asked = say("tier {tier} asks for {target}", tier=view.alliance.tier, target=words.value_of(target))
    crowd = tuple(mark for side, firm in enumerate(firms) for mark in _crowd(side, firm.people))
    across = _across(view, firms[0].id, firms[1].id) if known else ()
    marks, lines = _drawn(view, across) if across else _schematic(people or 0)
    return Bridge(
        firms=(firms[0].name, firms[1].name),
        people=people,
        asked=asked,
        marks=tuple(marks),
        lines=tuple(lines),
        crowd=crowd,
        is_schematic=not across,
        reason="" if known else (words.retold(size.reason) if size is not None else say("contact was not asked")),
    )


def _across(view: AuditView, own: str, partner: str) -> tuple[tuple[str, str], ...]:
    """Core ties across, the own end first; empty for readers who do not know people."""
    firm_of = {person.key: person.firm for person in view.people if person.key}
    turned = ((one, other) if firm_of.get(one) == own else (other, one) for one, other in view.core_ties)
    return tuple(
        dict.fromkeys(
            (one, other) for one, other in turned if firm_of.get(one) == own and firm_of.get(other) == partner
        )
    )


def _drawn(
    view: AuditView, across: Sequence[tuple[str, str]]
) -> tuple[list[Mark], list[tuple[float, float, float, float]]]:
    names = {person.key: person.label for person in view.people}
    people = sorted({person for tie in across for person in tie})
    place = {person: i for i, person in enumerate(people)}
    ties = np.array([(place[one], place[other]) for one, other in across], dtype=np.int64)
    cover = {people[int(i)] for i in minimum_vertex_cover(ties)}
    degree = Counter(person for tie in across for person in tie)
    marks: dict[str, Mark] = {}
    for side in (0, 1):
        ends = sorted({tie[side] for tie in across}, key=lambda one: (one not in cover, -degree[one], one))[:_MOST]
        for i, person in enumerate(ends):
            y = TOP + (HEIGHT - TOP - 34) * (i + 0.5) / max(1, len(ends))
            x = _FAR_X[side] + (0.0 if person in cover else (14.0 if side else -14.0))
            marks[person] = Mark(x=x, y=round(y, 1), side=side, carries=person in cover, label=names.get(person, ""))
    lines = [
        (marks[one].x, marks[one].y, marks[other].x, marks[other].y)
        for one, other in across
        if one in marks and other in marks
    ]
    return list(marks.values()), lines[:_MOST_LINES]


def _schematic(people: int) -> tuple[list[Mark], list[tuple[float, float, float, float]]]:
    """As many strands as there are people to lose; whose they are is not told."""
    count = min(people, _MOST)
    lines = []
    for i in range(count):
        y = round(TOP + (HEIGHT - TOP - 34) * (i + 0.5) / max(1, count), 1)
        lines.append((130.0, y, 330.0, y))
    return [], lines


def _crowd(side: int, people: int) -> list[Mark]:
    count, columns = min(people, _MOST_CROWD), 4
    return [
        Mark(x=_CROWD_X[side] + 22.0 * (i % columns), y=TOP + 12.0 + 20.0 * (i // columns), side=side, carries=False)
        for i in range(count)
    ]
