"""If somebody leaves, or two people are introduced: what breaks and what heals. A simulation, not a forecast."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from alliancenet.graph.redundancy import maximum_matching
from alliancenet.model.limits import Limits

Pair = tuple[str, str]
FREQUENT = 5.0  # top step of NET1: two people who were introduced and work together


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterMember:
    """A person of the simulated network."""

    key: str
    firm: str
    level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts:
    """Who is in touch, and who counts as core.

    Parameters
    ----------
    contact : step of contact by pair, ends sorted.
    core : pairs with a core tie, ends sorted.
    in_steps : contact is in steps of NET1; else any contact is enough for a counterpart.
    """

    members: tuple[RosterMember, ...]
    contact: Mapping[Pair, float]
    core: frozenset[Pair]
    in_steps: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIfMeasure:
    """One number before and after; None where there is nobody to count."""

    name: str
    about: tuple[str, ...]
    before: float | None
    after: float | None
    is_share: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """Result of a change.

    Parameters
    ----------
    lost_bridge, isolated, left_core, gained_core : keys of people who stay and lose their last
        contact across firms, all contact, or their place in the core, or who gain one.
    """

    measures: tuple[WhatIfMeasure, ...]
    lost_bridge: tuple[str, ...]
    isolated: tuple[str, ...]
    left_core: tuple[str, ...]
    gained_core: tuple[str, ...]


def simulate(
    before: Contacts, limits: Limits, *, leaves: Collection[str] = (), introduced: Iterable[Pair] = ()
) -> Simulation:
    """Compare the network as it is with the one after people left or were introduced.

    Parameters
    ----------
    leaves : keys of people who leave; nobody takes over their ties.
    introduced : pairs who get into frequent contact and become a core tie; pairs with somebody who
        leaves, or of one person, change nothing.

    Notes
    -----
    Core, redundancy, counterpart coverage and components are counted as the audit counts them, on
    the ties on record: a pair nobody told about counts as without contact. Own limit: an
    introduction is taken to succeed, and a departure to leave everything else as it is.
    """
    then = after(before, frozenset(leaves), introduced)
    stayers = [member.key for member in then.members]
    was, now = _State.of(before, limits), _State.of(then, limits)
    return Simulation(
        measures=tuple(_measures(before, then, limits)),
        lost_bridge=tuple(stayer for stayer in stayers if stayer in was.across and stayer not in now.across),
        isolated=tuple(stayer for stayer in stayers if stayer in was.in_touch and stayer not in now.in_touch),
        left_core=tuple(stayer for stayer in stayers if stayer in was.core and stayer not in now.core),
        gained_core=tuple(stayer for stayer in stayers if stayer in now.core and stayer not in was.core),
    )


def after(before: Contacts, leaves: frozenset[str], introduced: Iterable[Pair]) -> Contacts:
    """The network without those who leave, and with those who were introduced in touch."""
    members = tuple(member for member in before.members if member.key not in leaves)
    here = {member.key for member in members}
    new = {(min(pair), max(pair)) for pair in introduced if pair[0] != pair[1] and pair[0] in here and pair[1] in here}
    kept = {pair: step for pair, step in before.contact.items() if here.issuperset(pair)}
    return Contacts(
        members=members,
        contact={**kept, **dict.fromkeys(new, FREQUENT)},
        core=frozenset(pair for pair in before.core if here.issuperset(pair)) | new,
        in_steps=before.in_steps,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    in_touch: frozenset[str]
    across: frozenset[str]
    core: frozenset[str]

    @classmethod
    def of(cls, contacts: Contacts, limits: Limits) -> "_State":
        firm = {member.key: member.firm for member in contacts.members}
        ties = Counter(end for pair in contacts.core for end in pair)
        least = limits.core_min_ties
        return cls(
            in_touch=frozenset(end for pair in contacts.contact for end in pair),
            across=frozenset(end for pair in contacts.contact if firm[pair[0]] != firm[pair[1]] for end in pair),
            core=frozenset(key for key, count in ties.items() if count >= least),
        )


def _measures(before: Contacts, after: Contacts, limits: Limits) -> Iterator[WhatIfMeasure]:
    was, now = counts(before, limits), counts(after, limits)
    for key in was | now:
        name, *about = key
        yield WhatIfMeasure(
            name=name,
            about=tuple(about),
            before=was.get(key),
            after=now.get(key),
            is_share=name == "counterpart_coverage",
        )


def counts(contacts: Contacts, limits: Limits) -> dict[tuple[str, ...], float | None]:
    """Numbers of a network by what they are about; None where there is nobody to count."""
    firm = {member.key: member.firm for member in contacts.members}
    state = _State.of(contacts, limits)
    across = [pair for pair in contacts.core if firm[pair[0]] != firm[pair[1]]]
    counts: dict[tuple[str, ...], float | None] = {
        ("people",): float(len(contacts.members)),
        ("core_ties",): float(len(contacts.core)),
        ("core_ties.across",): float(len(across)),
        ("core_participants",): float(len(state.core)),
        ("people_across",): float(len(state.across)),
        ("components",): float(_components(contacts)),
    }
    for one, other in combinations(sorted(set(firm.values())), 2):
        counts["redundancy", one, other] = float(_redundancy(across, firm, one, other))
        for level in sorted({member.level for member in contacts.members if member.level}):
            counts["counterpart_coverage", level, one, other] = _coverage(contacts, limits, level, (one, other))
    return counts


def _redundancy(across: Sequence[Pair], firm: Mapping[str, str], one: str, other: str) -> int:
    number = {key: place for place, key in enumerate(firm)}
    between = [pair for pair in across if {firm[end] for end in pair} == {one, other}]
    rows = [pair if firm[pair[0]] == one else pair[::-1] for pair in between]
    return len(maximum_matching(np.array([[number[first], number[second]] for first, second in rows], dtype=np.int64)))


def _components(contacts: Contacts) -> int:
    """Groups of two or more joined by contact."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import connected_components

    number = {one.key: place for place, one in enumerate(contacts.members)}
    ends = np.array([[number[one], number[other]] for one, other in contacts.contact], dtype=np.int64).reshape(-1, 2)
    shape = (len(number), len(number))
    ties = csr_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=shape)
    _, group = connected_components(ties, directed=False)
    return int((np.bincount(group) > 1).sum()) if len(group) else 0


def _coverage(contacts: Contacts, limits: Limits, level: str, firms: Pair) -> float | None:
    cut = limits.counterpart_frequency.get(level, 1.0) if contacts.in_steps else 0.0
    sides = [
        {member.key for member in contacts.members if (member.firm, member.level) == (firm, level)} for firm in firms
    ]
    if not all(sides):
        return None
    enough = [pair for pair, step in contacts.contact.items() if step >= cut]
    ends = {end for pair in enough if any(pair[0] in side for side in sides) for end in _joined(pair, sides)}
    return sum(len(side & ends) / len(side) for side in sides) / 2


def _joined(pair: Pair, sides: Sequence[set[str]]) -> Pair | tuple[()]:
    first, second = sides
    joins = (pair[0] in first and pair[1] in second) or (pair[0] in second and pair[1] in first)
    return pair if joins else ()
