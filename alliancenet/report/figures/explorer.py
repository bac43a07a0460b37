"""The network as it is explored: people in bands, ties, and the stories that can be laid over them."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from alliancenet.graph.redundancy import minimum_vertex_cover
from alliancenet.language import in_percent, marked, say, say_n
from alliancenet.model.audit import UnitKind, UnitState
from alliancenet.privacy import AuditView, PersonView
from alliancenet.report import words
from alliancenet.report.figures.bands import Places, places
from alliancenet.report.figures.network import MOST_PAIRS

CONTACT = "communication"
MOST_FADED = 30  # lines of contacts that faded: more hide the people
MOST_PLAYED = 15_000  # pairs of all waves together that are sent with a page
_STATUS = {"confirmed": 0, "one_sided": 1, "unanswered": 1, "unknown": 2}
_FACETS = (
    ("firm", marked("Firm")),
    ("level", marked("Level")),
    ("function", marked("Function")),
    ("site", marked("Site")),
    ("place", marked("Place")),
)
_MOST_VALUES = 12
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """A story laid over the picture: people, lines, and the sentence that tells it.

    Parameters
    ----------
    lines : pairs of people, drawn over the ties.
    ghosts : lines where a tie is missing: x1, y1, x2, y2 and what is said beside them.
    """

    id: str
    title: str
    sentence: str
    people: tuple[str, ...] = ()
    lines: tuple[Pair, ...] = ()
    ghosts: tuple[tuple[float, float, float, float, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """What people are filtered by: values with how many people each holds."""

    id: str
    title: str
    values: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, kw_only=True)
class Explorer:
    """An audit as a picture to explore.

    Parameters
    ----------
    waves : audits of the alliance as this reader sees them, with people and ties, oldest first; everybody
        of all of them has a place, so that people stand at the same place in each.
    layer : ties of this layer are drawn; all by default.
    """

    view: AuditView
    waves: Sequence[AuditView]
    layer: str = CONTACT

    @cached_property
    def before(self) -> AuditView | None:
        """The audit before this one."""
        earlier = [wave for wave in self.waves if wave.wave.id != self.view.wave.id]
        position = [wave.wave.id for wave in self.waves].index(self.view.wave.id)
        return self.waves[position - 1] if earlier and position else None

    @cached_property
    def firms(self) -> list[str]:
        """Ids of the firms, the own one first."""
        return [firm.id for firm in sorted(self.view.alliance.firms, key=lambda firm: not firm.own)]

    @cached_property
    def places(self) -> Places:
        """Where everybody of all waves stands."""
        everybody = {person.key: person for wave in self.waves for person in wave.people}
        everybody |= {person.key: person for person in self.view.people}
        return places(everybody.values(), self.firms)

    @cached_property
    def firm_of(self) -> dict[str, str]:
        """Firm of everybody in this audit."""
        return {person.key: person.firm for person in self.view.people}

    @cached_property
    def carriers(self) -> tuple[tuple[str, ...], tuple[Pair, ...]]:
        """The fewest people all core ties across the own firm run through, and these ties."""
        own = self.firms[0] if self.firms else ""
        across = [pair for pair in self.view.core_ties if self._crosses(pair)]
        number = {key: place for place, key in enumerate(self.firm_of)}
        found: set[str] = set()
        for other in self.firms[1:]:
            rows = [
                pair if self.firm_of[pair[0]] == own else pair[::-1]
                for pair in across
                if {self.firm_of[end] for end in pair} == {own, other}
            ]
            ties = np.array([[number[one], number[two]] for one, two in rows], dtype=np.int64).reshape(-1, 2)
            keys = list(number)
            found |= {keys[place] for place in minimum_vertex_cover(ties)} if len(ties) else set()
        return tuple(sorted(found)), tuple(across)

    def _crosses(self, pair: Pair) -> bool:
        firms = [self.firm_of.get(end) for end in pair]
        return None not in firms and firms[0] != firms[1]

    def heading(self) -> str:
        """What the picture tells first."""
        people, ties = self.carriers
        if len(self.firms) < 2:
            return say("People of one firm.")
        if not ties:
            return say("No core tie joins the firms.")
        if len(ties) == 1:
            return say("One core tie joins the firms.")
        if len(people) == len(ties):
            return say(
                "{count} core ties join the firms; no two share a person.",
                count=words.capital(words.counted(len(ties))),
            )
        return say_n(
            "All {ties} core ties between the firms run through {n} person.",
            "All {ties} core ties between the firms run through {n} people.",
            len(people),
            n=words.counted(len(people)),
            ties=words.counted(len(ties)),
        )

    def overlays(self) -> tuple[Overlay, ...]:
        """Stories there is something to tell of."""
        found = (self._bridge(), self._missing(), self._needs(), self._one_sided(), self._changed(), self._faded())
        return tuple(overlay for overlay in found if overlay is not None)

    def _bridge(self) -> Overlay | None:
        people, ties = self.carriers
        if not ties:
            return None
        return Overlay(id="bridge", title=say("The bridge"), sentence=self.heading(), people=people, lines=ties)

    def _missing(self) -> Overlay | None:
        cells = [
            cell
            for cell in self.view.unit_contacts
            if cell.kind is UnitKind.LEVEL and cell.expected and cell.state in {UnitState.NONE, UnitState.THIN}
        ]
        ghosts = tuple(
            (*here, *there, f"{words.unit(cell.units[0])}: {say(_SAID[cell.state])}")
            for cell in cells
            if (here := self.places.middles.get((cell.firms[0], cell.units[0])))
            and (there := self.places.middles.get((cell.firms[1], cell.units[1])))
        )
        if not ghosts:
            return None
        levels = words.listed(list(dict.fromkeys(words.unit(cell.units[0]) for cell in cells)))
        sentence = say("Counterparts who should be in touch hardly are, or not at all: {levels}.", levels=levels)
        return Overlay(id="missing", title=say("Missing counterparts"), sentence=sentence, ghosts=ghosts)

    def _needs(self) -> Overlay | None:
        pairs = tuple(pair for pair in self.view.unmet_needs if set(pair) <= self.firm_of.keys())
        if not pairs:
            return None
        waiting = len({one for one, _ in pairs})
        people_waiting = say_n("{n} person", "{n} people", waiting, n=words.counted(waiting))
        sentence = words.capital(
            say_n(
                "{n} need of {people}: contact or information falls short.",
                "{n} needs of {people}: contact or information falls short.",
                len(pairs),
                n=words.counted(len(pairs)),
                people=people_waiting,
            )
        )
        people = tuple(sorted({one for one, _ in pairs}))
        return Overlay(id="needs", title=say("Unmet needs"), sentence=sentence, people=people, lines=pairs)

    def _one_sided(self) -> Overlay | None:
        pairs = tuple((one, two) for one, two, _, status in self._pairs() if status == 1)
        if not pairs:
            return None
        sentence = words.capital(
            say_n(
                "{n} tie is told by one side only.",
                "{n} ties are told by one side only.",
                len(pairs),
                n=words.counted(len(pairs)),
            )
        )
        return Overlay(id="onesided", title=say("One-sided"), sentence=sentence, lines=pairs)

    def _changed(self) -> Overlay | None:
        if self.before is None:
            return None
        then, now = ({person.key for person in wave.people} for wave in (self.before, self.view))
        joined, left = now - then, then - now
        if not joined and not left:
            return None
        sentence = say(
            "Since {month} {joined} joined and {left} left.",
            month=words.month_of(self.before.wave),
            joined=words.counted(len(joined)),
            left=words.counted(len(left)),
        )
        people = tuple(sorted(joined | left))
        return Overlay(id="changed", title=say("Joined and left"), sentence=sentence, people=people)

    def _faded(self) -> Overlay | None:
        if self.before is None:
            return None
        stayed = {person.key for person in self.before.people} & self.firm_of.keys()
        then = {_ends(tie.source, tie.target) for tie in self.before.ties if tie.layer == CONTACT and tie.value}
        now = {_ends(tie.source, tie.target) for tie in self.view.ties if tie.layer == CONTACT and tie.value}
        pairs = tuple(sorted(pair for pair in then - now if set(pair) <= stayed))
        if not pairs:
            return None
        month = words.month_of(self.before.wave)
        across = [pair for pair in pairs if self._crosses(pair)]
        value: dict[Pair, float] = {}
        for tie in self.before.ties:
            if tie.layer == CONTACT:
                pair = _ends(tie.source, tie.target)
                value[pair] = max(value.get(pair, 0.0), tie.value or 0.0)
        drawn = tuple(sorted(across or pairs, key=lambda pair: (-value[pair], pair))[:MOST_FADED])
        which = say(", {count} of them across the firms", count=words.counted(len(across))) if across else ""
        strongest = (
            say("; drawn: the {count} strongest", count=words.counted(len(drawn)))
            if len(drawn) < len(across or pairs)
            else ""
        )
        told = say_n(
            "{n} contact of {month} is told no more",
            "{n} contacts of {month} are told no more",
            len(pairs),
            n=words.counted_masculine(len(pairs)),
            month=month,
        )
        sentence = words.sentence(f"{told}{which}{strongest}")
        return Overlay(id="faded", title=say("Faded since {month}", month=month), sentence=sentence, lines=drawn)

    def _pairs(self) -> list[tuple[str, str, float, int]]:
        """Pairs with a tie: ends, strongest contact or tie, and how sure it is."""
        found: dict[Pair, tuple[float, int]] = {}
        for tie in self.view.ties:
            if (
                (not self.layer or tie.layer == self.layer)
                and tie.source in self.firm_of
                and tie.target in self.firm_of
            ):
                pair = _ends(tie.source, tie.target)
                value, status = found.get(pair, (0.0, 2))
                found[pair] = (max(value, tie.value or 0.0), min(status, _STATUS.get(tie.status, 2)))
        return [(*pair, value, status) for pair, (value, status) in sorted(found.items())]

    @cached_property
    def _drawn_pairs(self) -> list[tuple[str, str, float, int]]:
        """The pairs that are drawn: all, or of too many those across firms and those told by both first."""
        pairs = self._pairs()
        if len(pairs) <= MOST_PAIRS:
            return pairs
        return sorted(pairs, key=lambda pair: (not self._crosses((pair[0], pair[1])), pair[3]))[:MOST_PAIRS]

    @property
    def left_out(self) -> int:
        """Pairs with a tie that are not drawn, being too many; tables and files hold them."""
        return len(self._pairs()) - len(self._drawn_pairs)

    def facets(self) -> tuple[Facet, ...]:
        """Values of each attribute with the number of people, those with one value only left out."""
        return tuple(facet for name, title in _FACETS if len((facet := self._facet(name, say(title))).values) > 1)

    def _facet(self, name: str, title: str) -> Facet:
        counts = Counter(_attribute(person, name) for person in self.view.people)
        ranked = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))[:_MOST_VALUES]
        shown = {firm.id: firm.name for firm in self.view.alliance.firms} if name == "firm" else {}
        values = tuple(
            (key, shown.get(key, (_word(name, key) if key else say("not on record"))), count) for key, count in ranked
        )
        return Facet(id=name, title=title, values=values)

    def data(self) -> dict[str, Any]:
        """Plain data for the script of the page: numbers and text, no markup anywhere."""
        everybody = {person.key: person for wave in reversed(self.waves) for person in wave.people}
        gone = [one for key, one in everybody.items() if key not in self.firm_of]
        people = [*self.view.people, *gone]
        number = {one.key: place for place, one in enumerate(people)}
        core = {_ends(*pair) for pair in self.view.core_ties}
        pairs = self._drawn_pairs
        nodes = [self._node(person, is_gone=person.key not in self.firm_of) for person in people]
        return {
            "width": self.places.width,
            "height": self.places.height,
            "step": self.places.step,
            "bands": [[band.title, band.top, band.bottom] for band in self.places.bands],
            "nodes": nodes,
            "frames": self._frames(number),
            "edges": [
                [number[one], number[two], value, status, int((one, two) in core), int(self._crosses((one, two)))]
                for one, two, value, status in pairs
            ],
            "overlays": [
                {
                    "id": overlay.id,
                    "sentence": overlay.sentence,
                    "people": [number[key] for key in overlay.people if key in number],
                    "lines": [[number[one], number[two]] for one, two in overlay.lines],
                    "ghosts": [list(ghost) for ghost in overlay.ghosts],
                }
                for overlay in self.overlays()
            ],
        }

    def _frames(self, number: Mapping[str, int]) -> list[dict[str, Any]]:
        """Ties and people of each wave, oldest first, to be played one after the other; none of too many.

        Parameters
        ----------
        number : place of everybody among the nodes.
        """
        ties = [replace(self, view=wave)._drawn_pairs for wave in self.waves]
        if len(self.waves) < 2 or sum(map(len, ties)) > MOST_PLAYED:
            return []
        return [
            {
                "title": words.month_of(wave.wave),
                "people": sorted(number[person.key] for person in wave.people if person.key in number),
                "edges": [
                    [number[one], number[two], value, status, 0, int(wave_explorer._crosses((one, two)))]
                    for one, two, value, status in pairs
                ],
            }
            for wave, pairs in zip(self.waves, ties, strict=True)
            for wave_explorer in [replace(self, view=wave)]
        ]

    def chosen(self, wanted: Mapping[str, Collection[str]]) -> AuditView:
        """The audit with the people and ties only that fit every facet, as the picture shows them.

        Parameters
        ----------
        wanted : values by facet, ``tie`` for kinds of tie; what is no facet is passed over.
        """
        facets = {name: set(wanted[name]) for name, _ in _FACETS if wanted.get(name)}
        kinds = [_KINDS[kind] for kind in wanted.get("tie", ()) if kind in _KINDS]
        people = tuple(
            person
            for person in self.view.people
            if all(_attribute(person, name) in values for name, values in facets.items())
        )
        keys = {person.key for person in people}
        core = {_ends(*pair) for pair in self.view.core_ties}
        pairs = {
            (one, two)
            for one, two, value, _ in self._pairs()
            if {one, two} <= keys
            and all(holds(value, (one, two) in core, self._crosses((one, two))) for holds in kinds)
        }
        ties = tuple(tie for tie in self.view.ties if _ends(tie.source, tie.target) in pairs)
        return replace(self.view, people=people, ties=ties)

    @cached_property
    def _concerned(self) -> dict[str, list[tuple[str, str]]]:
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for finding in self.view.findings:
            for label in finding.people:
                found[label].append((finding.code, finding.title))
        return found

    def _node(self, person: PersonView, *, is_gone: bool) -> dict[str, Any]:
        x, y = self.places.of[person.key]
        firm = self.firms.index(person.firm) if person.firm in self.firms else len(self.firms)
        return {
            "id": person.key,
            "label": person.label,
            "x": x,
            "y": y,
            "side": firm,
            "gone": is_gone,
            "key": person.key in self.carriers[0] or bool(person.duties),
            **{name: _attribute(person, name) for name, _ in _FACETS},
            "facts": [] if is_gone else list(_facts(self.view, person)),
            "findings": [] if is_gone else self._concerned.get(person.label, []),
        }


_WEEKLY = 4  # step of contact
_KINDS: Mapping[str, Callable[[float, bool, bool], bool]] = {
    "across": lambda _value, _is_core, crosses: crosses,
    "core": lambda _value, is_core, _crosses: is_core,
    "weekly": lambda value, _is_core, _crosses: value >= _WEEKLY,
}
_SAID = {UnitState.NONE: marked("not in touch"), UnitState.THIN: marked("hardly in touch")}


def _ends(one: str, two: str) -> Pair:
    return (one, two) if one <= two else (two, one)


def _word(facet: str, value: str) -> str:
    """A value of a facet as it is read: places and levels are our words, all others the project's own."""
    if facet == "place":
        return words.place(value)
    return words.unit(value) if facet == "level" else words.plain(value)


def _attribute(person: PersonView, name: str) -> str:
    return str(person.role if name == "place" else getattr(person, name))


def _facts(view: AuditView, person: PersonView) -> Iterator[tuple[str, str]]:
    """What the panel tells of a person, title and text."""
    yield say("Firm"), view.firm_name(person.firm)
    where = [words.unit(text) for text in (person.level, person.function, person.site) if text]
    if where:
        yield say("Where"), ", ".join(where)
    spans = {True: say(", spans the boundary"), False: "", None: ""}[person.spanner]
    yield say("Place"), f"{words.place(person.role)}{spans}"
    if person.duties:
        yield say("Duties"), words.listed([words.duty(duty) for duty in person.duties])
    if person.core_ties is not None:
        yield (
            say("Core ties"),
            say("{core_ties}, {what} across", core_ties=person.core_ties, what=person.cross_firm_core_ties or 0),
        )
    if person.share_of_time is not None:
        yield say("Time for this alliance"), in_percent(person.share_of_time)
    if person.leaves is not None:
        yield say("Leaves"), words.day(person.leaves)
