"""Findings by facets: how severe, where, of what kind, and whether they are new since the audit before."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from alliancenet.language import marked, say
from alliancenet.model.finding import Severity
from alliancenet.privacy import AuditView, FindingView
from alliancenet.report import words
from alliancenet.report.tables.overview import newest, weight

NEW, STILL = marked("new", context="since"), marked("still", context="since")
GONE, FIRST = marked("gone", context="since"), marked("first audit", context="since")
_KINDS = {
    "N": marked("network", context="kind of finding"),
    "G": marked("integration", context="kind of finding"),
    "P": marked("both sides’ views", context="kind of finding"),
    "H": marked("health and climate", context="kind of finding"),
    "S": marked("sponsors", context="kind of finding"),
    "V": marked("governance and results", context="kind of finding"),
    "M": marked("how roles are carried out", context="kind of finding"),
    "D": marked("what the data can bear", context="kind of finding"),
}
_TITLES = {
    "severity": marked("How severe"),
    "alliance": marked("Alliance"),
    "kind": marked("About"),
    "since": marked("Since the last audit"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetItem:
    """A finding of the newest audit, or one of the audit before that is gone."""

    view: AuditView
    found: FindingView
    since: str

    def value(self, facet: str) -> str:
        """What the finding is under a facet."""
        values = {
            "severity": self.found.severity.value,
            "alliance": self.view.alliance.id,
            "kind": self.found.family,
            "since": self.since,
        }
        return values[facet]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One value of a facet: how many findings it would show with the other facets as they are."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingFacet:
    """A facet with its options."""

    name: str
    title: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingPlace:
    """One sentence and the alliances it was said of."""

    items: tuple[FacetItem, ...]

    @property
    def found(self) -> FindingView:
        """One of the findings."""
        return self.items[0].found

    @property
    def since(self) -> str:
        """New or gone where all of them are, else ""."""
        kinds = {item.since for item in self.items}
        return say(kinds.pop(), context="since") if len(kinds) == 1 and kinds <= {NEW, GONE} else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToDo:
    """One piece of advice and every finding it answers, the worst first; what is said alike is said once."""

    advice: str
    places: tuple[FindingPlace, ...]
    count: int

    @property
    def worst(self) -> FindingView:
        """The finding that decides where it stands."""
        return self.places[0].found


def items(views: Sequence[AuditView]) -> tuple[FacetItem, ...]:
    """Findings of the newest audits and those that are gone, worst first.

    Parameters
    ----------
    views : every audit of every alliance.
    """
    found: list[FacetItem] = []
    for now in newest(views):
        older = [view for view in views if view.alliance.id == now.alliance.id and view.wave.id != now.wave.id]
        before = newest(older)[0] if older else None
        found += _of_alliance(now, before)
    return tuple(sorted(found, key=lambda item: (item.since == GONE, *weight(item.found), item.view.alliance.name)))


def _of_alliance(now: AuditView, before: AuditView | None) -> Iterable[FacetItem]:
    if before is None:
        yield from (FacetItem(view=now, found=found, since=FIRST) for found in now.findings)
        return
    then, known = ({_key(found) for found in view.findings} for view in (before, now))
    for found in now.findings:
        yield FacetItem(view=now, found=found, since=STILL if _key(found) in then else NEW)
    unseen = {rule.code for rule in now.not_looked}
    for found in before.findings:
        # what could not be looked at again is not gone
        if _key(found) not in known and found.code not in unseen and found.code not in {code for code, _ in known}:
            yield FacetItem(view=now, found=found, since=GONE)


def _key(found: FindingView) -> tuple[str, str]:
    return (found.code, found.subject.id)


def chosen(every: Sequence[FacetItem], asked: Mapping[str, str]) -> tuple[FacetItem, ...]:
    """Findings that fit every facet asked for; those that are gone only when asked for."""
    wanted = {facet: value for facet, value in asked.items() if facet in _TITLES and value}
    return tuple(item for item in every if _fits(item, wanted))


def _fits(item: FacetItem, wanted: Mapping[str, str]) -> bool:
    if item.since == GONE and wanted.get("since") != GONE:
        return False
    return all(item.value(facet) == value for facet, value in wanted.items())


def facets(every: Sequence[FacetItem], asked: Mapping[str, str]) -> tuple[FindingFacet, ...]:
    """Facets with the count each option would show; options that would show nothing are left out."""
    return tuple(_facet(name, every, asked) for name in _TITLES)


def _facet(name: str, every: Sequence[FacetItem], asked: Mapping[str, str]) -> FindingFacet:
    others = {facet: value for facet, value in asked.items() if facet != name}
    if name == "since":
        fitting = [
            item for item in every if all(item.value(facet) == value for facet, value in others.items() if value)
        ]
    else:
        fitting = list(chosen(every, others))
    counts = Counter(item.value(name) for item in fitting)
    names = {item.view.alliance.id: words.short(item.view.alliance.name) for item in fitting}
    order = [severity.value for severity in reversed(Severity)] if name == "severity" else [NEW, STILL, GONE, FIRST]
    ranked = sorted(counts, key=lambda value: (order.index(value) if value in order else -counts[value], value))
    return FindingFacet(
        name=name,
        title=say(_TITLES[name]),
        options=tuple(
            Option(
                value=value,
                label=_label(name, value, names),
                count=counts[value],
                is_chosen=asked.get(name) == value,
            )
            for value in ranked
        ),
    )


def _label(facet: str, value: str, names: Mapping[str, str]) -> str:
    """What an option of a facet is called."""
    if facet == "alliance":
        return names.get(value, value)
    if facet == "kind":
        return say(_KINDS[value], context="kind of finding") if value in _KINDS else value
    return say(value, context="severity" if facet == "severity" else "since")


def to_do(found: Sequence[FacetItem]) -> tuple[ToDo, ...]:
    """Findings by what to do about them: the same advice once, with the places, worst first."""
    by_advice: dict[str, list[FacetItem]] = {}
    for item in found:
        by_advice.setdefault(item.found.recommendation, []).append(item)
    return tuple(
        ToDo(advice=advice, places=_places(several), count=len(several)) for advice, several in by_advice.items()
    )


def _places(several: Sequence[FacetItem]) -> tuple[FindingPlace, ...]:
    by_sentence: dict[tuple[str, float | None], list[FacetItem]] = {}
    for item in several:
        by_sentence.setdefault((item.found.sentence, item.found.holds), []).append(item)
    return tuple(FindingPlace(items=tuple(same)) for same in by_sentence.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class WayOut:
    """What would let checks be made, how many, where, and why they could not."""

    cure: str
    checks: int
    alliances: tuple[str, ...]
    reasons: tuple[str, ...]
    codes: tuple[str, ...]


_CURES = (
    (("not asked", "was not measured", "nobody was asked", "no survey"), marked("Ask it in the next survey")),
    (("confidence is low", "answered", "answers"), marked("Get more answers: ask those who were silent once more")),
    (("no tier", "tier is"), marked("Give the alliance a tier in alliances.yaml")),
    (("roles are not on record", "roles"), marked("Enter who has which role in the register")),
    (("wave", "audit before", "only one", "first"), marked("Nothing to do: the next audit will tell")),
    (
        ("not on record", "no ", "not entered", "none"),
        marked("Enter it in the project’s files; `alliancenet check` says where"),
    ),
)
_ELSE = marked("Read why; the manual says what each check needs")


def cures(views: Sequence[AuditView]) -> tuple[WayOut, ...]:
    """What could not be looked at, by the one thing that would cure it, the most checks first."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for view in views:
        for rule in view.not_looked:
            entry = (rule.code, words.short(view.alliance.name), rule.reason)
            found.setdefault(_cure(rule.reason), []).append(entry)
    made = [
        WayOut(
            cure=say(cure),
            checks=len(entries),
            alliances=tuple(dict.fromkeys(name for _, name, _ in entries)),
            reasons=tuple(dict.fromkeys(reason for _, _, reason in entries)),
            codes=tuple(sorted({code for code, _, _ in entries})),
        )
        for cure, entries in found.items()
    ]
    return tuple(sorted(made, key=lambda one: (-one.checks, one.cure)))


def _cure(reason: str) -> str:
    return next((cure for signs, cure in _CURES if any(sign in reason for sign in signs)), _ELSE)
