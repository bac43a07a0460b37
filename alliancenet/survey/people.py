"""Who a name, id or address belongs to, and rosters of several firms joined into one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from alliancenet.errors import Problem
from alliancenet.model.register import Person, PersonId
from alliancenet.settings import Settings
from alliancenet.survey.names import likely_pairs, likeness, same_text, why_alike
from alliancenet.survey.tally import RowTally, tally_of

AMBIGUOUS = "ambiguous"
UNKNOWN = "unknown"
NAMELESS = "no identity"


class PeopleDirectory:
    """Finds people by explicit rules: id, alias, address, the name as registered.

    Parameters
    ----------
    people : everybody on the roster.
    aliases : further names and the person ids they stand for (`people:` of a mapping file).

    Notes
    -----
    A text that fits two people fits nobody: it is ambiguous.
    """

    def __init__(self, people: Iterable[Person], aliases: Mapping[str, str] | None = None) -> None:
        self._rules: dict[str, dict[str, set[PersonId]]] = {
            rule: defaultdict(set) for rule in ("id", "alias", "address", "name")
        }
        self.people = {person.id: person for person in people}
        for person in self.people.values():
            self._enter("id", (person.id,), person.id)
            self._enter("alias", person.aliases, person.id)
            self._enter("address", person.addresses, person.id)
            self._enter("name", (person.name,), person.id)
        for name, person_id in (aliases or {}).items():
            if person_id in self.people:
                self._enter("alias", (name,), PersonId(person_id))

    def _enter(self, rule: str, texts: Iterable[str], person: PersonId) -> None:
        for text in texts:
            if text:
                self._rules[rule][same_text(text)].add(person)

    def find(self, *texts: str) -> tuple[PersonId | None, str]:
        """The person these texts stand for, and the rule that said so.

        Returns
        -------
        The id as it is written, else the first rule of id, alias, address, name that fits decides;
        without one the person is None, and the rule is `AMBIGUOUS`, `UNKNOWN` or, when all texts are blank, `NAMELESS`.
        """
        if len(exact := self.people.keys() & set(texts)) == 1:
            return exact.pop(), "id"
        keys = [same_text(text) for text in texts if text]
        for rule, known in self._rules.items():
            found = set().union(*(known.get(key, set()) for key in keys))
            if len(found) == 1:
                return next(iter(found)), rule
            if found:
                return None, AMBIGUOUS
        return None, UNKNOWN if keys else NAMELESS


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """People as one file lists them.

    Parameters
    ----------
    file : its name.
    people : one per row that could be read.
    rows : row numbers of `people`, as a spreadsheet counts; empty when unknown.
    dropped : reason of every row that could not be read.
    """

    file: str
    people: tuple[Person, ...]
    rows: tuple[int, ...] = ()
    dropped: tuple[str, ...] = ()


Key = tuple[str, str]
"""File and id there: what a person is called before rosters are joined."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LikelyMatch:
    """Two entries that may be one person; nothing happens until somebody says so."""

    first: Key
    second: Key
    names: tuple[str, str]
    likeness: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """Rosters joined.

    Parameters
    ----------
    people : each once, by id.
    ids : the id after joining, for every file and id before.
    tallies : one per roster; every row is matched, new, ambiguous or dropped.
    likely : pairs nobody decided on.
    problems : counted warnings, and fatal ones where one id stands for two people.
    """

    people: tuple[Person, ...]
    ids: Mapping[Key, PersonId]
    tallies: tuple[RowTally, ...]
    likely: tuple[LikelyMatch, ...] = ()
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """What a reviewed merge file says.

    Parameters
    ----------
    same, different, undecided : pairs of entries, each pair in sorted order.
    """

    same: frozenset[tuple[Key, Key]] = field(default_factory=frozenset)
    different: frozenset[tuple[Key, Key]] = field(default_factory=frozenset)
    undecided: frozenset[tuple[Key, Key]] = field(default_factory=frozenset)


def in_order(first: Key, second: Key) -> tuple[Key, Key]:
    """A pair of entries in the order pairs are stored."""
    return (first, second) if first <= second else (second, first)


def merge_rosters(
    rosters: Sequence[Roster],
    decisions: Decisions | None = None,
    *,
    same_ids: bool = False,
    settings: Settings,
) -> Merged:
    """Join rosters by explicit rules: id, address, alias, and what the merge file decides.

    Parameters
    ----------
    rosters : the own firm's first; their order decides whose id and details stay.
    same_ids : True when the same id means the same person in every file.

    Notes
    -----
    The order of rows has no influence. When the rules would make two ids of one file one person,
    none of these rows is joined: they are ambiguous. Names alone never join; alike ones are listed.
    """
    decided = decisions or Decisions()
    entries = _Entries(rosters)
    links = [link for link in entries.links(same_ids) if in_order(*link[:2]) not in decided.different]
    links += [(*pair, "the merge file") for pair in sorted(decided.same) if set(pair) <= entries.person.keys()]
    groups = _groups(entries.person, links)
    clashing = {key for group in groups for key in group if _has_two_of_one_file(group)}
    doubtful = [link for link in links if clashing & set(link[:2])]
    links = [link for link in links if not clashing & set(link[:2])]
    joined = _groups(entries.person, links)
    ids = entries.ids_after(joined)
    people = sorted((entries.combined(group, ids) for group in joined), key=lambda person: person.id)
    least = settings.number("people.likeness")
    return Merged(
        people=tuple(people),
        ids=ids,
        tallies=tuple(entries.tally(roster, links, clashing) for roster in rosters),
        likely=tuple(entries.to_ask(ids, decided, least, doubtful)),
        problems=(*entries.problems, *_clash_problems(rosters, clashing)),
    )


class _Entries:
    """Every person of every roster under file and id."""

    def __init__(self, rosters: Sequence[Roster]) -> None:
        self.rosters = rosters
        self.rank = {roster.file: at for at, roster in enumerate(rosters)}
        self.person: dict[Key, Person] = {}
        self.repeated: dict[str, int] = defaultdict(int)
        self.problems: list[Problem] = []
        for roster in rosters:
            for person in sorted(roster.people, key=repr):
                key = (roster.file, str(person.id))
                if key in self.person:
                    self.repeated[roster.file] += 1
                    self._check_same(roster.file, self.person[key], person)
                    self.person[key] = _filled(self.person[key], person)
                else:
                    self.person[key] = person

    def _check_same(self, file: str, first: Person, other: Person) -> None:
        differ = [
            f"'{one}' and '{two}'"
            for one, two in ((first.name, other.name), (first.organisation, other.organisation))
            if one and two and same_text(one) != same_text(two)
        ]
        if differ:
            self.problems.append(
                Problem(
                    file=file,
                    key=first.id,
                    found=f"the id stands for {' and '.join(differ)}",
                    needed="one person per id",
                    action="give one of them another id",
                )
            )

    def links(self, same_ids: bool) -> list[tuple[Key, Key, str]]:
        """Pairs of entries an explicit rule makes one person, with the rule."""
        by_text: dict[tuple[str, str], list[Key]] = defaultdict(list)
        for key, person in self.person.items():
            for address in person.addresses:
                by_text["address", same_text(address)].append(key)
            if same_ids:
                by_text["id", same_text(person.id)].append(key)
        found = [(first, other, rule) for (rule, _), keys in by_text.items() for first, other in pairwise(keys)]
        return [*found, *self._alias_links()]

    def _alias_links(self) -> Iterator[tuple[Key, Key, str]]:
        named: dict[str, list[Key]] = defaultdict(list)
        for key, person in self.person.items():
            for text in {same_text(person.id), *map(same_text, person.addresses), same_text(person.name)} - {""}:
                named[text].append(key)
        for key, person in self.person.items():
            for alias in person.aliases:
                yield from ((key, other, "alias") for other in named[same_text(alias)] if other[0] != key[0])

    def ids_after(self, groups: Sequence[Sequence[Key]]) -> dict[Key, PersonId]:
        """One id per group: that of the earliest roster, with the file's name where it is taken."""
        ids: dict[Key, PersonId] = {}
        taken: set[str] = set()
        leaders = sorted(min(group, key=self._order) for group in groups)
        named: dict[Key, PersonId] = {}
        for leader in sorted(leaders, key=self._order):
            name = leader[1] if leader[1] not in taken else f"{leader[1]}@{leader[0].rpartition('.')[0] or leader[0]}"
            taken.add(name)
            named[leader] = PersonId(name)
        for group in groups:
            ids.update(dict.fromkeys(group, named[min(group, key=self._order)]))
        return ids

    def _order(self, key: Key) -> tuple[int, str]:
        return self.rank[key[0]], key[1]

    def combined(self, group: Sequence[Key], ids: Mapping[Key, PersonId]) -> Person:
        """One person of a group; blanks of the earlier roster are filled from the later ones."""
        ordered = sorted(group, key=self._order)
        person = self.person[ordered[0]]
        for key in ordered[1:]:
            other = self.person[key]
            person = _filled(person, replace(other, aliases=(*other.aliases, other.id, other.name)))
        return replace(person, id=ids[ordered[0]])

    def tally(self, roster: Roster, links: Iterable[tuple[Key, Key, str]], clashing: set[Key]) -> RowTally:
        """What became of the rows of one roster."""
        rule_of: dict[Key, str] = {}
        for first, second, rule in links:
            for key, other in ((first, second), (second, first)):
                if self._order(other) < self._order(key):
                    rule_of.setdefault(key, f"matched by {rule}")
        keys = [key for key in self.person if key[0] == roster.file]
        fates = [AMBIGUOUS if key in clashing else rule_of.get(key, "new") for key in keys]
        fates += ["dropped: the id stands twice"] * self.repeated[roster.file]
        fates += [f"dropped: {reason}" for reason in roster.dropped]
        return tally_of(roster.file, len(roster.people) + len(roster.dropped), fates)

    def to_ask(
        self, ids: Mapping[Key, PersonId], decided: Decisions, least: float, doubtful: Iterable[tuple[Key, Key, str]]
    ) -> Iterator[LikelyMatch]:
        """Alike names, then pairs an address or alias joins that stands for somebody else too."""
        asked = set[tuple[Key, Key]]()
        for match in self.likely(ids, decided, least):
            asked.add(in_order(match.first, match.second))
            yield match
        for first, second, rule in doubtful:
            pair = in_order(first, second)
            if first[0] != second[0] and pair not in asked | decided.same | decided.different:
                asked.add(pair)
                ours, theirs = sorted(pair, key=self._order)
                names = self.person[ours].name, self.person[theirs].name
                why = f"the same {rule}, which others have too"
                yield LikelyMatch(first=ours, second=theirs, names=names, likeness=round(likeness(*names), 1), why=why)

    def likely(self, ids: Mapping[Key, PersonId], decided: Decisions, least: float) -> Iterator[LikelyMatch]:
        """Alike names in different rosters that are neither joined nor decided on."""
        keys = sorted(self.person, key=self._order)
        names = [self.person[key].name for key in keys]
        for i, j, score in likely_pairs(names, names, least):
            first, second = keys[i], keys[j]
            apart = i < j and first[0] != second[0] and ids[first] != ids[second]
            pair = in_order(first, second)
            if apart and pair not in decided.different and pair not in decided.same:
                yield LikelyMatch(
                    first=first,
                    second=second,
                    names=(names[i], names[j]),
                    likeness=round(score, 1),
                    why=why_alike(names[i], names[j]),
                )


def _filled(person: Person, other: Person) -> Person:
    """A person with what is blank taken from another record of the same person."""
    return replace(
        person,
        level=person.level or other.level,
        roles=person.roles | other.roles,
        name=person.name or other.name,
        addresses=tuple(dict.fromkeys((*person.addresses, *other.addresses))),
        aliases=tuple(dict.fromkeys(text for text in (*person.aliases, *other.aliases) if text)),
        site=person.site or other.site,
        function=person.function or other.function,
        languages=person.languages or other.languages,
        joined=person.joined or other.joined,
        left=person.left or other.left,
        onboarded=other.onboarded if person.onboarded is None else person.onboarded,
        may_be_named=person.may_be_named and other.may_be_named,
        opted_out=person.opted_out or other.opted_out,
    )


def _groups(keys: Iterable[Key], links: Iterable[tuple[Key, Key, str]]) -> list[list[Key]]:
    """Connected groups of entries (union-find)."""
    parent = {key: key for key in keys}

    def top(key: Key) -> Key:
        while parent[key] != key:
            parent[key] = parent[parent[key]]
            key = parent[key]
        return key

    for first, second, _ in links:
        low, high = sorted((top(first), top(second)))
        parent[high] = low
    groups: dict[Key, list[Key]] = defaultdict(list)
    for key in sorted(parent):
        groups[top(key)].append(key)
    return list(groups.values())


def _has_two_of_one_file(group: Sequence[Key]) -> bool:
    return len({file for file, _ in group}) < len(group)


def _clash_problems(rosters: Sequence[Roster], clashing: set[Key]) -> Iterator[Problem]:
    for roster in rosters:
        ids = sorted(key[1] for key in clashing if key[0] == roster.file)
        if ids:
            yield Problem(
                file=roster.file,
                found=f"joined to nobody, as an address or alias fits two people of one file: {', '.join(ids[:8])}",
                needed="one person per address and alias",
                action="say `same: no` in the merge file for the pair that is not one person, or correct the address",
                fatal=False,
            )
