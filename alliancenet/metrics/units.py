"""Which units of two firms are in touch, which should be, and who could be introduced."""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from alliancenet.arrays import BoolArray, IntArray
from alliancenet.metrics.case import Case
from alliancenet.metrics.needs import unmet_needs
from alliancenet.metrics.workload import wanted_pairs
from alliancenet.model.audit import Introduction, UnitContact, UnitKind, UnitState

WANTED = "both want more contact, or one does whose work waits for the other"
NEEDED = "work depends on it, and contact or information falls short"
NO_COUNTERPART = "no tie joins the two firms at this level"
_ORDER = {NO_COUNTERPART: 0, NEEDED: 1, WANTED: 2}


def unit_contacts(case: Case) -> tuple[UnitContact, ...]:
    """Contact between every unit of one firm and every unit of another, by level and by function.

    Notes
    -----
    Contact is any both or one end reports (NET1 >= 1), or logs in its place. It is expected between
    units of the same name, which are counterparts, and where somebody's work depends on somebody of
    the other unit. Own limit, after Hutt & Speh, ch. 4, and Cataldo et al. 2006. Nobody in touch
    is said only where everybody of one of the units answered; else it is unknown. Nothing where no
    contact can be told.
    """
    unmet, known = unmet_needs(case, case.picture)
    units = {
        UnitKind.LEVEL: np.array([str(person.level) for person in case.roster], dtype=object),
        UnitKind.FUNCTION: np.array([person.function for person in case.roster], dtype=object),
    }
    cells = tuple(
        _cell(case, kind, sides, (one, other), (unmet, known))
        for a, b in case.picture.firm_pairs
        for kind, labels in units.items()
        for one, first in _units(case, labels, a)
        for other, second in _units(case, labels, b)
        for sides in [(first, second, case.firms[a].id, case.firms[b].id)]
    )
    return cells if any(cell.state is not UnitState.UNKNOWN for cell in cells) else ()


def pairs_unmet(case: Case) -> tuple[tuple[str, str], ...]:
    """Ids of who needs something of another firm and of whom, where contact or information falls short."""
    unmet, _ = unmet_needs(case, case.picture)
    return tuple(sorted((case.roster[one].id, case.roster[other].id) for one, other in unmet))


def _units(case: Case, labels: np.ndarray, firm: int) -> list[tuple[str, BoolArray]]:
    of_firm = case.picture.multiplex.firm == firm
    return [(unit, np.asarray(of_firm & (labels == unit))) for unit in sorted(set(labels[of_firm])) if unit]


def _cell(
    case: Case,
    kind: UnitKind,
    sides: tuple[BoolArray, BoolArray, str, str],
    names: tuple[str, str],
    needs: tuple[IntArray, IntArray],
) -> UnitContact:
    first, second, *firms = sides
    touching = _joining(case.picture.contact_pairs, first, second)
    unmet, known = (len(_joining(pairs, first, second)) for pairs in needs)
    in_touch = tuple(len(np.intersect1d(touching, np.flatnonzero(side))) for side in (first, second))
    people, met = (int(first.sum()), int(second.sum())), known - unmet
    is_expected = names[0] == names[1] or known > 0
    complete = case.picture.multiplex.complete
    # "none" needs every pair: one silent person on each side may be in touch with each other
    can_be_told = bool(len(touching)) or bool(complete[first].all() or complete[second].all())
    share = (in_touch[0] / people[0] + in_touch[1] / people[1]) / 2
    is_thin = met < known or (names[0] == names[1] and share < case.settings.number("units.thin"))
    return UnitContact(
        kind=kind,
        firms=(firms[0], firms[1]),
        units=names,
        people=people,
        in_touch=(in_touch[0], in_touch[1]),
        pairs=len(touching),
        needed=known,
        met=met,
        expected=is_expected,
        state=_state(len(touching), can_be_told=can_be_told, is_thin=is_thin),
    )


def _state(pairs: int, *, can_be_told: bool, is_thin: bool) -> UnitState:
    if not can_be_told:
        return UnitState.UNKNOWN
    if not pairs:
        return UnitState.NONE
    return UnitState.THIN if is_thin else UnitState.IN_TOUCH


def _joining(pairs: IntArray, first: BoolArray, second: BoolArray) -> IntArray:
    """Those of the pairs that have one end in each unit."""
    if not len(pairs):
        return pairs
    one, other = pairs[:, 0], pairs[:, 1]
    return pairs[(first[one] & second[other]) | (second[one] & first[other])]


def introductions(case: Case, contacts: tuple[UnitContact, ...]) -> tuple[Introduction, ...]:
    """Pairs across the firms who could be introduced, with the reasons and who knows both.

    Parameters
    ----------
    contacts : what `unit_contacts` gives for the case.

    Notes
    -----
    Pairs with several reasons come first, then levels nobody joins, then unmet dependencies, then
    wishes. At most `units.introductions`, a suggestion for people to judge: own limit.
    """
    reasons: dict[tuple[int, int], list[str]] = defaultdict(list)
    for pair, reason in _candidates(case, contacts):
        low, high = sorted(pair)
        if reason not in reasons[low, high]:
            reasons[low, high].append(reason)
    firm, people = case.picture.multiplex.firm, case.wave.people
    across = {pair: why for pair, why in reasons.items() if firm[pair[0]] != firm[pair[1]]}
    ranked = sorted(
        across.items(), key=lambda entry: (-len(entry[1]), min(_ORDER[reason] for reason in entry[1]), entry[0])
    )
    near = _neighbours(case)
    return tuple(
        Introduction(
            people=(people[one], people[other]) if firm[one] < firm[other] else (people[other], people[one]),
            reasons=tuple(why),
            through=_go_between(case, near, one, other),
        )
        for (one, other), why in ranked[: case.settings.whole("units.introductions")]
    )


def _candidates(case: Case, contacts: tuple[UnitContact, ...]) -> Iterator[tuple[tuple[int, int], str]]:
    position = {person: place for place, person in enumerate(case.wave.people)}
    for cell in contacts:
        if cell.kind is UnitKind.LEVEL and cell.expected and cell.state is UnitState.NONE:
            yield from ((pair, NO_COUNTERPART) for pair in _best_known(case, cell))
    unmet, _ = unmet_needs(case, case.picture)
    yield from (((int(one), int(other)), NEEDED) for one, other in unmet)
    yield from (((position[one], position[other]), WANTED) for one, other in wanted_pairs(case, case.picture) or ())


def _best_known(case: Case, cell: UnitContact) -> Iterator[tuple[int, int]]:
    """The best connected of each side, side by side: whoever knows most at home can pass most on."""
    sides = []
    for firm, unit in zip(cell.firms, cell.units, strict=True):
        ids = [
            place
            for place, person in enumerate(case.roster)
            if person.organisation == firm and str(person.level) == unit
        ]
        sides.append(sorted(ids, key=lambda place: (-int(case.picture.core_tie_count[place]), place)))
    yield from zip(*(side[: case.settings.whole("units.counterparts")] for side in sides), strict=False)


def _neighbours(case: Case) -> dict[int, dict[int, float]]:
    near: dict[int, dict[int, float]] = defaultdict(dict)
    picture = case.picture
    in_touch = picture.contact == 1
    for (one, other), value in zip(
        picture.multiplex.pairs[in_touch].tolist(), picture.mean_contact[in_touch].tolist(), strict=True
    ):
        near[one][other] = near[other][one] = value
    return near


def _go_between(case: Case, near: dict[int, dict[int, float]], one: int, other: int) -> str:
    """Who is in touch with both, most often on the weaker side; nobody when there is nobody."""
    both = near[one].keys() & near[other].keys()
    best = max(both, key=lambda place: (min(near[one][place], near[other][place]), -place), default=None)
    return "" if best is None else case.wave.people[best]
