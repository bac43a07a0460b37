"""Facts that are both asked about in a survey and kept on file: which one counts, and where they differ.

One rule for all: by alliance and day the newer one counts; of the same day the one on file, which can
be put right by hand. A difference is told with both sources. Importance is the committee's to say:
there a rating on file counts whatever its day.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from alliancenet.model.portfolio import ChecklistItem, ImportanceRating, Linkage, PortfolioRecords
from alliancenet.model.register import PersonId, Register
from alliancenet.model.roles import RoleReport

T = TypeVar("T")
UNDATED = date.min


class FactName(StrEnum):
    """What is stated, as it is called in a sentence."""

    SPECTRUM = "place on the relationship spectrum"
    LINKAGES = "operational linkages"
    CHECKLISTS = "checklist"
    IMPORTANCE = "importance (what the tier rests on)"
    DEDICATED = "full-time people (what the tier rests on)"
    GOVERNANCE = "joint governance (what the tier rests on)"
    SPONSORS = "executive sponsor"
    MEETINGS = "sponsor's last meeting"
    PLANS = "sponsor's action plan"


_OF_A_FIRM = frozenset({FactName.SPECTRUM, FactName.SPONSORS, FactName.MEETINGS, FactName.PLANS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Generic[T]):
    """What one source says of one fact since a day.

    Parameters
    ----------
    day : since when it holds; `UNDATED` where the source does not say.
    home : the source, such as ``portfolio/spectrum.csv`` or ``the survey of 2026-04``.
    """

    day: date
    home: str
    is_survey: bool
    value: T

    @property
    def source(self) -> str:
        """The source with the day, where there is one."""
        return self.home if self.day == UNDATED else f"{self.home} ({self.day})"


Statements = Mapping[tuple[str, str], tuple[Statement[T], ...]]
"""Statements by alliance and part: a firm, a list, or "" for the alliance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedFacts:
    """Statements on file, or of the surveys, or both.

    Parameters
    ----------
    spectrum : steps by item REL1-REL8, per firm.
    linkages : the whole list.
    checklists : the whole list, per list.
    importance : answers to TIE1-TIE5, with who gave them.
    dedicated : full-time people in steps, 0 for none to 4 for more than ten.
    governance : a joint governance body exists.
    sponsors, meetings, plans : who sponsors, when they last met a senior of the partner, the day of
        the current action plan, per firm.
    roles : what owners of roles answered, per firm; their log stands in the register.
    """

    spectrum: Statements[Mapping[str, float]] = field(default_factory=dict)
    linkages: Statements[tuple[Linkage, ...]] = field(default_factory=dict)
    checklists: Statements[tuple[ChecklistItem, ...]] = field(default_factory=dict)
    importance: Statements[ImportanceRating] = field(default_factory=dict)
    dedicated: Statements[int] = field(default_factory=dict)
    governance: Statements[bool] = field(default_factory=dict)
    sponsors: Statements[PersonId] = field(default_factory=dict)
    meetings: Statements[date] = field(default_factory=dict)
    plans: Statements[date] = field(default_factory=dict)
    roles: Statements[tuple[RoleReport, ...]] = field(default_factory=dict)

    def beside(self, others: "StatedFacts") -> "StatedFacts":
        """These statements and others."""
        merged = {}
        for kind in fields(self):
            mine, theirs = getattr(self, kind.name), getattr(others, kind.name)
            merged[kind.name] = {key: (*mine.get(key, ()), *theirs.get(key, ())) for key in {**mine, **theirs}}
        return StatedFacts(**merged)


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Two sources that say different things about one fact; words name both with their days.

    Parameters
    ----------
    part : name of the firm or list, "" for the alliance.
    firm : whose fact it is, "" for the alliance.
    people : whom it is about, where it is about people.
    """

    fact: FactName
    part: str
    used: str
    other: str
    firm: str = ""
    people: tuple[PersonId, ...] = ()


def counting(statements: Statements[T], alliance: str, part: str, day: date) -> Statement[T] | None:
    """The statement that counts on a day: the newest, on file before surveyed on the same day."""
    known = [statement for statement in statements.get((alliance, part), ()) if statement.day <= day]
    return max(known, key=lambda one: (one.day, not one.is_survey), default=None)


def of_committee(statements: Statements[T], alliance: str, day: date) -> Statement[T] | None:
    """The newest statement on file up to a day; without any on file at all by then, the newest surveyed."""
    known = [statement for statement in statements.get((alliance, ""), ()) if statement.day <= day]
    return max(known, key=lambda one: (not one.is_survey, one.day), default=None)


def facts_on_file(register: Register, records: PortfolioRecords, steps: Iterable[float]) -> StatedFacts:
    """What the register and the portfolio's files state.

    Parameters
    ----------
    steps : least full-time people of each step (`tier.dedicated_steps`).
    """
    known_steps = tuple(steps)
    found: dict[str, dict[tuple[str, str], list[Statement[object]]]] = {}

    def state(name: str, alliance: str, part: str, day: date, home: str, value: object) -> None:
        statement = Statement(day=day, home=home, is_survey=False, value=value)
        found.setdefault(name, {}).setdefault((alliance, part), []).append(statement)

    for rating in records.spectrum:
        answers = {item: step for item, step in rating.answers.items() if step is not None}
        state("spectrum", rating.alliance, rating.organisation, rating.day, "portfolio/spectrum.csv", answers)
    for alliance, linkages in _by(records.linkages, lambda one: one.alliance).items():
        for day in {UNDATED, *(linkage.since for linkage in linkages if linkage.since)}:
            state("linkages", alliance, "", day, "portfolio/linkages.csv", linkages)
    for alliance, lines in _by(records.checklists, lambda one: one.alliance).items():
        for name, items in _by(lines, lambda one: one.checklist).items():
            for day in {UNDATED, *(item.done for item in items if item.done)}:
                state("checklists", alliance, name, day, "portfolio/checklists.csv", items)
    for answered in records.ratings:
        state("importance", answered.alliance, "", answered.day, "portfolio/ratings.csv", answered)
    for resource in records.resources:
        if resource.dedicated is not None:
            step = sum(resource.dedicated >= least for least in known_steps)
            state("dedicated", resource.alliance, "", resource.day, "portfolio/resources.csv", step)
    for body in records.governance:
        state("governance", body.alliance, "", body.day, "portfolio/governance.csv", body.exists)
    for registered in register.alliances.values():
        for firm, day in registered.sponsor_plans.items():
            state("plans", registered.id, firm, day, "alliances.yaml", day)
    return StatedFacts(**{name: {key: tuple(told) for key, told in of.items()} for name, of in found.items()})  # type: ignore[arg-type]


def last_meeting(facts: StatedFacts, alliance: str, firm: str, logged: date | None, day: date) -> date | None:
    """The sponsor's last meeting with a senior of the partner: the newer of what is logged and surveyed."""
    stated = counting(facts.meetings, alliance, firm, day)
    days = [met for met in (logged, None if stated is None else stated.value) if met is not None]
    return max(days, default=None)


def plan_of(facts: StatedFacts, alliance: str, firm: str, day: date) -> date | None:
    """Day of the action plan that counts; one of a later day where no other is on record."""
    stated = counting(facts.plans, alliance, firm, day)
    known = facts.plans.get((alliance, firm), ())
    return stated.value if stated is not None else min((statement.value for statement in known), default=None)


def differences(
    facts: StatedFacts, alliance: str, day: date, firm_names: Mapping[str, str], steps_apart: float
) -> Iterator[Difference]:
    """Where a survey and a file say different things on a day.

    Parameters
    ----------
    firm_names : of the firms of the alliance, by id.
    steps_apart : least difference of an item's steps that counts (`facts.steps_apart`).
    """
    firms = dict(firm_names)

    def linked(entries: tuple[Linkage, ...]) -> str:
        needed = [entry for entry in entries if entry.needed]
        return f"{sum(_is_there(linkage.since, day) for linkage in needed)} of {len(needed)} in place"

    def ticked(items: tuple[ChecklistItem, ...]) -> str:
        return f"{sum(_is_there(item.done, day) for item in items)} of {len(items)} done"

    def by_steps(first: Mapping[str, float], other: Mapping[str, float]) -> bool:
        return any(abs(first[item] - other[item]) >= steps_apart for item in first.keys() & other.keys())

    yield from _apart(facts.spectrum, FactName.SPECTRUM, alliance, firms, day, by_steps, _steps)
    yield from _apart(facts.linkages, FactName.LINKAGES, alliance, {"": ""}, day, _unequal(linked), linked)
    lists = {part: part for owner, part in facts.checklists if owner == alliance}
    yield from _apart(facts.checklists, FactName.CHECKLISTS, alliance, lists, day, _unequal(ticked), ticked)
    yield from _apart(
        facts.importance,
        FactName.IMPORTANCE,
        alliance,
        {"": ""},
        day,
        lambda first, other: by_steps(given(first), given(other)),
        lambda rating: _steps(given(rating)),
        of_committee,
    )
    yield from _apart(facts.dedicated, FactName.DEDICATED, alliance, {"": ""}, day, _unequal(_step), _step)
    yield from _apart(facts.governance, FactName.GOVERNANCE, alliance, {"": ""}, day, _unequal(_exists), _exists)
    yield from _apart(facts.plans, FactName.PLANS, alliance, firms, day, _unequal(str), str)


def given(rating: ImportanceRating) -> dict[str, float]:
    """Items that were answered."""
    return {item: step for item, step in rating.answers.items() if step is not None}


def _apart(
    statements: Statements[T],
    fact: FactName,
    alliance: str,
    parts: Mapping[str, str],
    day: date,
    is_apart: Callable[[T, T], bool],
    words: Callable[[T], str],
    chosen: Callable[[Statements[T], str, date], Statement[T] | None] | None = None,
) -> Iterator[Difference]:
    for part, name in parts.items():
        used = counting(statements, alliance, part, day) if chosen is None else chosen(statements, alliance, day)
        if used is None:
            continue
        others = {
            (alliance, part): tuple(
                statement
                for statement in statements.get((alliance, part), ())
                if statement.is_survey is not used.is_survey
            )
        }
        other = counting(others, alliance, part, day)
        if other is not None and is_apart(used.value, other.value):
            told = [f"{words(statement.value)} in {statement.source}" for statement in (used, other)]
            firm = part if fact in _OF_A_FIRM else ""
            yield Difference(fact=fact, part=name, used=told[0], other=told[1], firm=firm)


def _unequal(words: Callable[[T], str]) -> Callable[[T, T], bool]:
    return lambda first, other: words(first) != words(other)


def _steps(answers: Mapping[str, float]) -> str:
    return ", ".join(f"{item} {step:g}" for item, step in sorted(answers.items()))


def _is_there(since: date | None, day: date) -> bool:
    return since is not None and since <= day


def _step(step: int) -> str:
    return f"step {step} of 4"


def _exists(exists: bool) -> str:
    return "a joint body" if exists else "no joint body"


def _by(records: Iterable[T], key: Callable[[T], str]) -> dict[str, tuple[T, ...]]:
    groups: dict[str, list[T]] = {}
    for record in records:
        groups.setdefault(key(record), []).append(record)
    return {name: tuple(group) for name, group in groups.items()}
