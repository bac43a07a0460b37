"""What staffing needs to know, for HR and readers who know people: counts first, names by consent."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from alliancenet.cure import cheapest_cure
from alliancenet.errors import NotPermitted
from alliancenet.language import stored
from alliancenet.model.audit import Audit, Participant
from alliancenet.model.register import Role
from alliancenet.model.score import SubjectKind
from alliancenet.privacy.naming import Naming, naming_for
from alliancenet.privacy.reader import Reader
from alliancenet.what_if import Contacts, RosterMember, after, counts

WITHIN_DAYS = 183
BRIDGE, ONLY = "bridge", "only contact: "
_PERCENT = (0, 25, 50, 75, 101, 126)  # where classes of time promised start
_SECOND = {
    Role.EXECUTIVE_SPONSOR: (Role.SPONSOR_SUCCESSOR, "executive_sponsor_deputy"),
    Role.ALLIANCE_MANAGER: ("alliance_manager_deputy", "alliance_manager_successor"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RestsOn:
    """Something that rests on few people of the own firm, or on few of both.

    Parameters
    ----------
    what : what would break; on : whom it rests on, in words; people : how many these are.
    second : "named", "none", or "" where a second is not a matter of the register.
    names : labels of those who agreed to be named to this reader.
    leaves : the role is left within half a year, as far as is on record.
    role : id of what can be simulated, see `members_of`.
    """

    alliance: str
    wave: str
    name: str
    what: str
    on: str
    people: int
    second: str
    names: tuple[str, ...]
    leaves: date | None
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffGroup:
    """People of the own firm in one class of a distribution; None where they are too few to be told."""

    title: str
    people: int | None
    is_over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffingView:
    """Staffing of the own firm over the newest audit of each alliance.

    Parameters
    ----------
    people : of the own firm, each once.
    time : by share of time promised to all alliances; empty where none is on record.
    over : how many promised more than all their time; None where they are too few to be told.
    alliances : by number of alliances.
    leaving : how many leave within half a year; None where they are too few to be told.
    smallest : people of the smallest group that is told.
    named : somebody is named to this reader.
    """

    reader: Reader
    alliances_told: int
    people: int
    rests: tuple[RestsOn, ...]
    time: tuple[StaffGroup, ...]
    over: int | None
    alliances: tuple[StaffGroup, ...]
    leaving: int | None
    smallest: int
    named: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Class:
    """One class of a distribution: from `low` to `high`, or without an end."""

    low: int
    high: int | None
    people: int
    is_over: bool = False

    @property
    def title(self) -> str:
        if self.high is None:
            return stored("{n} and more", n=self.low)
        return str(self.low) if self.low == self.high else f"{self.low}–{self.high}"


def staffing_for(audits: Sequence[Audit], reader: Reader, day: date) -> StaffingView:
    """Staffing as a reader may see it.

    Parameters
    ----------
    audits : newest audit of each alliance, with people.
    day : from which leaving within half a year is counted.

    Raises
    ------
    NotPermitted
        For readers who see no rows of people.

    Notes
    -----
    Nobody is told apart who may not be: what rests on somebody is told as structure ("one role"),
    roles in governance by their name, everybody else by how many they are. Distributions join
    neighbours until each class holds nobody or enough. Names stand beside where they may be read.
    """
    if not reader.sees_rows_of_people:
        raise NotPermitted("staffing is for HR and for readers who know people")
    smallest = max((audit.limits.min_n for audit in audits), default=1)
    own = _own_people(audits)
    rests = [rest for audit in audits for rest in _rests(audit, reader, day)]
    shares = [sum(share) for share in _shares(own) if share]
    leaving = sum(any(_leaves_soon(entry, day) for entry in entries) for entries in own.values())
    return StaffingView(
        reader=reader,
        alliances_told=len({audit.alliance.id for audit in audits}),
        people=len(own),
        rests=tuple(sorted(rests, key=lambda one: (one.people, one.second == "named", one.name, one.what))),
        time=_classes(list(_by_time(shares)), smallest) if shares else (),
        over=_told(sum(share > 1.0 for share in shares), smallest),
        alliances=_classes(list(_by_alliances(own)), smallest),
        leaving=_told(leaving, smallest),
        smallest=smallest,
        named=any(rest.names for rest in rests),
    )


def _own_people(audits: Iterable[Audit]) -> dict[str, list[Participant]]:
    found: dict[str, list[Participant]] = defaultdict(list)
    for audit in audits:
        firms = {firm.id for firm in audit.alliance.firms if firm.own}
        for person in audit.people:
            if person.firm in firms:
                found[person.id].append(person)
    return found


def _shares(own: dict[str, list[Participant]]) -> Iterator[list[float]]:
    for entries in own.values():
        yield [entry.share_of_time for entry in entries if entry.share_of_time is not None]


def _leaves_soon(person: Participant, day: date) -> bool:
    return person.leaves is not None and person.leaves <= day + timedelta(days=WITHIN_DAYS)


def _told(count: int, smallest: int) -> int | None:
    return count if count == 0 or count >= smallest else None


def _by_time(shares: Sequence[float]) -> Iterator[_Class]:
    percents = [round(100 * share) for share in shares]
    for low, after_it in zip(_PERCENT, (*_PERCENT[1:], None), strict=True):
        count = sum(low <= percent < (after_it or 10**6) for percent in percents)
        yield _Class(low=low, high=None if after_it is None else after_it - 1, people=count, is_over=low > 100)


def _by_alliances(own: dict[str, list[Participant]]) -> Iterator[_Class]:
    counted = Counter(min(len(entries), 3) for entries in own.values())
    for number in (1, 2, 3):
        yield _Class(low=number, high=None if number == 3 else number, people=counted[number])


def _classes(classes: Sequence[_Class], smallest: int) -> tuple[StaffGroup, ...]:
    """Classes of nobody or of enough people: a small one joins its neighbour, so that no total leads back to it."""
    joined = list(classes)
    while len(joined) > 1 and any(0 < group.people < smallest for group in joined):
        at = next(place for place, one in enumerate(joined) if 0 < one.people < smallest)
        first = at - 1 if at else 0
        one, other = joined[first : first + 2]
        both = _Class(low=one.low, high=other.high, people=one.people + other.people, is_over=one.is_over)
        joined[first : first + 2] = [both]
    return tuple(
        StaffGroup(title=group.title, people=_told(group.people, smallest), is_over=group.is_over) for group in joined
    )


def _rests(audit: Audit, reader: Reader, day: date) -> Iterator[RestsOn]:
    naming = naming_for(audit, reader, audit.limits.min_n)
    own = [person for person in audit.people if person.firm in {firm.id for firm in audit.alliance.firms if firm.own}]

    def rest(what: str, on: str, people: Collection[Participant], second: str, role: str) -> RestsOn:
        leaving = [person.leaves for person in people if person.leaves and _leaves_soon(person, day)]
        return RestsOn(
            alliance=audit.alliance.id,
            wave=audit.wave.id,
            name=audit.alliance.name,
            what=what,
            on=on,
            people=len(people),
            second=second,
            names=_named(people, naming),
            leaves=min(leaving, default=None) if role in _SECOND or reader.knows_people else None,
            role=role,
        )

    for role, what in (
        (Role.EXECUTIVE_SPONSOR, stored("the sponsor’s duty of our side")),
        (Role.ALLIANCE_MANAGER, stored("managing the alliance on our side")),
    ):
        holders = [person for person in own if role in person.roles]
        if len(holders) == 1 and not (role is Role.EXECUTIVE_SPONSOR and asks_for_no_sponsor(audit)):
            has_second = any(set(_SECOND[role]) & set(person.roles) for person in own)
            yield rest(what, role.replace("_", " "), holders, "named" if has_second else "none", role)
    if _is_thin(audit):
        carriers = carriers_of(audit)
        people = [person for person in audit.people if person.id in carriers]
        yield rest(stored("every core tie across the firms"), stored("of both firms"), people, "", BRIDGE)
    for function, key in _only_contacts(audit, own):
        title = function.replace("_", " ")
        people = [person for person in own if person.id == key]
        yield rest(
            stored("the only contact of {unit_text} with the partner", unit_text=title),
            stored("in {unit_text}", unit_text=title),
            people,
            "",
            ONLY + function,
        )


def asks_for_no_sponsor(audit: Audit) -> bool:
    """The tier of an alliance is known to ask for no executive sponsor: nobody's duty there breaks anything."""
    tiers = audit.limits.sponsored_tiers
    return tiers is not None and audit.alliance.tier is not None and audit.alliance.tier not in tiers


def _named(people: Collection[Participant], naming: Naming) -> tuple[str, ...]:
    """Labels of those this reader may tell apart."""
    return tuple(naming.label(person.id) for person in people if naming.key(person.id))


def _is_thin(audit: Audit) -> bool:
    """Fewer carry the core ties of some two firms than the tier asks for, and some do."""
    asked = {score.subject.id: score.value for score in audit.scores if score.metric == "redundancy_target"}
    found = [
        (score.value, asked.get(score.subject.id))
        for score in audit.scores
        if score.metric == "redundancy" and score.subject.kind is SubjectKind.PAIR
    ]
    return any(value and target and value < target for value, target in found)


def carriers_of(audit: Audit) -> frozenset[str]:
    """The fewest people all core ties between the own firm and its partners run through."""
    import numpy as np

    from alliancenet.graph.redundancy import minimum_vertex_cover

    firm = {person.id: person.firm for person in audit.people}
    number = {key: place for place, key in enumerate(firm)}
    own = {firm.id for firm in audit.alliance.firms if firm.own}
    found: set[str] = set()
    for other in {firm.id for firm in audit.alliance.firms} - own:
        rows = [
            (number[one], number[two])
            for pair in audit.core_ties
            for one, two in (pair, pair[::-1])
            if firm.get(one) in own and firm.get(two) == other
        ]
        keys = list(number)
        found |= (
            {keys[place] for place in minimum_vertex_cover(np.array(rows, dtype=np.int64).reshape(-1, 2))}
            if rows
            else set()
        )
    return frozenset(found)


def _only_contacts(audit: Audit, own: Sequence[Participant]) -> Iterator[tuple[str, str]]:
    """Functions of our side large enough to be told of, of whom one person alone is in touch with a partner."""
    firm = {person.id: person.firm for person in audit.people}
    in_touch = {
        end
        for tie in audit.ties
        if tie.layer == "communication" and tie.value and firm.get(tie.source) != firm.get(tie.target)
        for end in (tie.source, tie.target)
    }
    by_function: dict[str, list[str]] = defaultdict(list)
    for person in own:
        by_function[person.function].append(person.id)
    for function, keys in sorted(by_function.items()):
        touching = [key for key in keys if key in in_touch]
        if function and len(keys) >= audit.limits.min_n and len(touching) == 1:
            yield function, touching[0]


def members_of(audit: Audit, role: str) -> frozenset[str]:
    """Ids behind what can be simulated without a name: the bridge, a function's only contact, or a role of our side."""
    own = [person for person in audit.people if person.firm in {firm.id for firm in audit.alliance.firms if firm.own}]
    if role == BRIDGE:
        return carriers_of(audit)
    if role.startswith(ONLY):
        return frozenset(key for function, key in _only_contacts(audit, own) if ONLY + function == role)
    return frozenset(person.id for person in own if role in person.roles) if role in _SECOND else frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """What a departure does, told without a person: people the bridge hangs on, counterparts, the cheapest cure.

    Parameters
    ----------
    bridge : before and after, by pair of firms in words.
    coverage : share of counterparts in touch before and after, by level; levels that do not change left out.
    introductions : how many restore what was; None when none was found.
    is_proved : fewer cannot.
    candidates : pairs that were open.
    """

    people: int
    bridge: tuple[tuple[str, int, int], ...]
    coverage: tuple[tuple[str, float, float], ...]
    introductions: int | None
    is_proved: bool
    candidates: int


def departure_of(audit: Audit, reader: Reader, roles: Collection[str]) -> Departure | None:
    """Simulate that everybody behind some roles leaves; None when nobody stands behind them.

    Raises
    ------
    NotPermitted
        For readers who see no rows of people.

    Notes
    -----
    Core ties and people are not counted here: before and after would differ by those of one person.
    Counterparts of a level are told to readers who do not know people where both sides are enough.
    """
    if not reader.sees_rows_of_people:
        raise NotPermitted("staffing is for HR and for readers who know people")
    leaves = frozenset(key for role in roles for key in members_of(audit, role))
    if not leaves:
        return None
    contacts = contacts_of(audit)
    was, now = counts(contacts, audit.limits), counts(after(contacts, leaves, ()), audit.limits)
    names = {firm.id: firm.name for firm in audit.alliance.firms}
    cure = cheapest_cure(contacts, audit.limits, leaves=leaves)
    return Departure(
        people=len(leaves),
        bridge=tuple(
            (f"{names.get(key[1], key[1])} and {names.get(key[2], key[2])}", int(value or 0), int(now.get(key) or 0))
            for key, value in was.items()
            if key[0] == "redundancy"
        ),
        coverage=tuple(
            (key[1].replace("_", " "), value, now.get(key) or 0.0)
            for key, value in was.items()
            if key[0] == "counterpart_coverage" and value is not None and (now.get(key) or 0.0) < value
            if reader.knows_people or _is_of_enough(audit, key)
        ),
        introductions=None if cure.introduced is None else len(cure.introduced),
        is_proved=cure.is_proved,
        candidates=cure.candidates,
    )


def _is_of_enough(audit: Audit, key: tuple[str, ...]) -> bool:
    """Both firms have a group of this level that may be told of."""
    _, level, *firms = key
    sizes = (sum((person.firm, person.level) == (firm, level) for person in audit.people) for firm in firms)
    return all(size >= audit.limits.min_n for size in sizes)


def contacts_of(audit: Audit) -> Contacts:
    """Who is in touch, for a simulation whose result tells nobody apart."""
    return Contacts(
        members=tuple(RosterMember(key=person.id, firm=person.firm, level=person.level) for person in audit.people),
        contact={
            (min(tie.source, tie.target), max(tie.source, tie.target)): tie.value
            for tie in audit.ties
            if tie.layer == "communication" and tie.value
        },
        core=frozenset((min(pair), max(pair)) for pair in audit.core_ties),
        in_steps=audit.wave.opens is not None,
    )
