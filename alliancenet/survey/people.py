"""Rosters of several firms joined into one, by explicit rules."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, pairwise

from alliancenet.errors import Problem
from alliancenet.model.addresses import address_in, is_placeholder
from alliancenet.model.register import Person, PersonId
from alliancenet.settings import Settings
from alliancenet.survey.directory import AMBIGUOUS
from alliancenet.survey.names import likely_pairs, likeness, name_parts, same_text, why_alike
from alliancenet.survey.tally import RowTally, tally_of

_FEW = 6


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
    firm_ids: bool = False,
    settings: Settings,
) -> Merged:
    """Join rosters by explicit rules: id, address, alias, and what the merge file decides.

    Parameters
    ----------
    rosters : the own firm's first; their order decides whose id and details stay.
    same_ids : True when the same id means the same person in every file.
    firm_ids : True when it does so within a firm, as in its lists of two years.

    Notes
    -----
    The order of rows has no influence. When the rules would make two ids of one file one person,
    none of these rows is joined: they are ambiguous. Names alone never join; alike ones are listed.
    """
    decided = decisions or Decisions()
    entries = _Entries(rosters)
    open_links = [link for link in entries.links(same_ids, firm_ids) if in_order(*link[:2]) not in decided.different]
    unlike = {in_order(*link[:2]): why for link in open_links if (why := entries.why_two(*link[:2], settings))}
    links = [link for link in open_links if in_order(*link[:2]) not in unlike]
    questions = [
        (first, other, f"the same {rule}, but {unlike[in_order(first, other)]}")
        for first, other, rule in open_links
        if in_order(first, other) in unlike
    ]
    links += [(*pair, "the merge file") for pair in sorted(decided.same) if set(pair) <= entries.person.keys()]
    groups = _groups(entries.person, links)
    clashing = {key for group in groups for key in group if _has_two_of_one_file(group)}
    doubtful = [
        (first, other, f"the same {rule}, which others have too")
        for first, other, rule in links
        if clashing & {first, other}
    ]
    links = [link for link in links if not clashing & set(link[:2])]
    joined = _groups(entries.person, links)
    ids = entries.ids_after(joined)
    people = sorted((entries.combined(group, ids) for group in joined), key=lambda person: person.id)
    least = settings.number("people.likeness")
    return Merged(
        people=tuple(people),
        ids=ids,
        tallies=tuple(entries.tally(roster, links, clashing) for roster in rosters),
        likely=tuple(entries.to_ask(ids, decided, least, [*questions, *doubtful])),
        problems=(*entries.problems, *_clash_problems(rosters, clashing), *entries.moves(links), *entries.told()),
    )


class _Entries:
    """Every person of every roster under file and id."""

    def __init__(self, rosters: Sequence[Roster]) -> None:
        self.rosters = rosters
        self.rank = {roster.file: at for at, roster in enumerate(rosters)}
        self.person: dict[Key, Person] = {}
        self.repeated: dict[str, int] = defaultdict(int)
        self.problems: list[Problem] = []
        self.withdrawn: dict[str, list[str]] = defaultdict(list)
        self.renamed: dict[str, list[str]] = defaultdict(list)
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

    def links(self, same_ids: bool, firm_ids: bool) -> list[tuple[Key, Key, str]]:
        """Pairs of entries an explicit rule makes one person, with the rule."""
        by_text: dict[tuple[str, str], list[Key]] = defaultdict(list)
        for key, person in self.person.items():
            for address in filter(address_in, person.addresses):
                by_text["address", same_text(address)].append(key)
            if same_ids:
                by_text["id", same_text(person.id)].append(key)
            elif firm_ids:  # two lists of one firm, of two years: its ids are its own
                by_text["id", f"{same_text(person.organisation)}|{same_text(person.id)}"].append(key)
        found = [(first, other, rule) for (rule, _), keys in by_text.items() for first, other in _pairs(keys)]
        return [*found, *self._alias_links()]

    def why_two(self, first: Key, other: Key, settings: Settings) -> str:
        """What speaks against two entries being one person, or "": another name, or another firm."""
        one, two = self.person[first], self.person[other]
        if first[0] == other[0]:
            return ""  # two of one file are no pair to ask about: neither is joined
        if one.name and two.name and not _may_be_called(one, two, settings.number("people.same_address")):
            return f"the names differ ({one.name}, {two.name})"
        if same_text(one.organisation) != same_text(two.organisation):
            return f"the firms differ ({one.organisation}, {two.organisation}): which counts from when"
        return ""

    def moves(self, links: Iterable[tuple[Key, Key, str]]) -> Iterator[Problem]:
        """Tell of people the merge file makes one although their firms differ."""
        for first, other, _ in links:
            one, two = (self.person[key] for key in sorted((first, other), key=self._order))
            if same_text(one.organisation) != same_text(two.organisation):
                yield Problem(
                    file=other[0],
                    key=two.id,
                    found=f"'{one.id}' and '{two.id}' are one person of two firms; {one.organisation} counts",
                    needed="one firm at a time",
                    action="to keep both times, write `left` and `joined` in the rosters and `same: no`",
                    fatal=False,
                )

    def _alias_links(self) -> Iterator[tuple[Key, Key, str]]:
        named: dict[str, list[Key]] = defaultdict(list)
        for key, person in self.person.items():
            for text in {same_text(person.id), *map(same_text, person.addresses), same_text(person.name)} - {""}:
                named[text].append(key)
        for key, person in self.person.items():
            for alias in person.aliases:
                if is_placeholder(alias):
                    continue
                yield from ((key, other, "alias") for other in named[same_text(alias)] if other[0] != key[0])

    def ids_after(self, groups: Sequence[Sequence[Key]]) -> dict[Key, PersonId]:
        """One id per group: that of the earliest roster, with the file's name where it is taken."""
        ids: dict[Key, PersonId] = {}
        taken: set[str] = set()
        leaders = sorted(min(group, key=self._order) for group in groups)
        named: dict[Key, PersonId] = {}
        for leader in sorted(leaders, key=self._order):
            name = leader[1] if leader[1] not in taken else f"{leader[1]}@{leader[0].rpartition('.')[0] or leader[0]}"
            if name != leader[1]:
                self.renamed[leader[0]].append(leader[1])
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
        for right in _differing_rights([self.person[key] for key in ordered]):
            self.withdrawn[right].append(str(ids[ordered[0]]))
        for key in ordered[1:]:
            other = self.person[key]
            person = _filled(person, replace(other, aliases=(*other.aliases, other.id, other.name)))
        return replace(person, id=ids[ordered[0]])

    def told(self) -> Iterator[Problem]:
        """Rights that records of one person disagree on, and ids that stand for two people."""
        for right, people in sorted(self.withdrawn.items()):
            yield Problem(
                file=", ".join(roster.file for roster in self.rosters),
                key=right,
                found=f"one roster says yes and another no of {len(people):,} people ({', '.join(people[:_FEW])})",
                needed="nothing, if no is right: it stands",
                fatal=False,
            )
        for file, ids in self.renamed.items():
            some = ", ".join(ids[:_FEW])
            yield Problem(
                file=file,
                key="id",
                found=f"{len(ids):,} ids stand for somebody else in an earlier roster ({some}): here as {ids[0]}@…",
                needed="nothing, if no answer or tie names these people by id",
                action="else give them ids of their own",
                fatal=False,
            )

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
        """Pairs an address or alias would join if nothing spoke against it, then alike names."""
        asked = set[tuple[Key, Key]]()
        for first, second, why in doubtful:
            pair = in_order(first, second)
            if first[0] != second[0] and pair not in asked | decided.same | decided.different:
                asked.add(pair)
                ours, theirs = sorted(pair, key=self._order)
                names = self.person[ours].name, self.person[theirs].name
                yield LikelyMatch(first=ours, second=theirs, names=names, likeness=round(likeness(*names), 1), why=why)
        for match in self.likely(ids, decided, least):
            if in_order(match.first, match.second) not in asked:
                yield match

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


def _pairs(keys: Sequence[Key]) -> Iterable[tuple[Key, Key]]:
    """Every two of a few; of many, which a shared mailbox has, only neighbours."""
    return combinations(keys, 2) if len(keys) <= _FEW else pairwise(keys)


def _may_be_called(one: Person, two: Person, least: float) -> bool:
    """Whether two names are spellings of one, one is a part of the other, or one is known by the other."""
    parts = [set(name_parts(person.name)) for person in (one, two)]
    known = [{same_text(text) for text in (person.name, *person.aliases)} for person in (one, two)]
    is_part = bool(parts[0] and parts[1]) and (parts[0] <= parts[1] or parts[1] <= parts[0])
    return is_part or bool(known[0] & known[1]) or likeness(one.name, two.name) >= least


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
        may_be_named=_agreed("may_be_named", person, other),
        public_role=_agreed("public_role", person, other),
        opted_out=person.opted_out or other.opted_out,
        unsaid=person.unsaid & other.unsaid,
    )


def _agreed(right: str, *records: Person) -> bool:
    """A right that some record gives and none withdraws; a record that says nothing of it withdraws nothing."""
    said = [bool(getattr(record, right)) for record in records if right not in record.unsaid]
    return bool(said) and all(said)


def _differing_rights(people: Sequence[Person]) -> list[str]:
    """Rights one record of a person gives and another withdraws."""
    return [
        right
        for right in ("may_be_named", "public_role")
        if len({bool(getattr(person, right)) for person in people if right not in person.unsaid}) > 1
    ]


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
