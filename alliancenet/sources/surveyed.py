"""What surveys state of facts that are kept on file too: spectrum, linkages, lists, importance, sponsors."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TypeVar

from alliancenet.errors import Problem
from alliancenet.files.entry import shown
from alliancenet.instruments.ratings import Rating, as_one, ratings_of, value_of
from alliancenet.instruments.used import items, measured, reads
from alliancenet.model.facts import StatedFacts, Statement
from alliancenet.model.instrument import Escape, ExtraField, Instrument, Item
from alliancenet.model.portfolio import IMPORTANCE_ITEMS, ChecklistItem, ImportanceRating, Linkage
from alliancenet.model.register import Level, OrganisationId, PersonId, Register
from alliancenet.model.roles import OwnerRole, RoleReport
from alliancenet.model.wave import OrganisationAnswer, Wave
from alliancenet.sources.checks import warning
from alliancenet.survey.readers.days import days_of

T = TypeVar("T")
LISTS = ("launch", "handshake")
"""Checklists that are answered line by line, with owner and day of each."""
SPONSOR, MET, PLAN = "SPO1", "SPO3", "SPO4"
DEDICATED, GOVERNANCE = "TIE6", "TIE7"
MEETINGS, EXPECTATIONS, ROLE_PLAN = "ROL-REL1", "ROL-REL2", "ROL-REL3"
CONDITIONS, FEEDBACK = "ROL-PRO1", "ROL-PRO2"
PROBLEMS = ("ROL-PRB1", "ROL-PRB2")
RATED = {OwnerRole.RELATIONSHIP: "ROL-REL4", OwnerRole.PROJECT: "ROL-PRO3", OwnerRole.PROBLEM: "ROL-PRB3"}


def home_of(wave: Wave) -> str:
    """How a wave is named as a source."""
    return f"the survey of {wave.id}"


def facts_answered(
    register: Register, waves: Iterable[Wave], instruments: Iterable[Instrument]
) -> tuple[StatedFacts, tuple[Problem, ...]]:
    """Statements of all waves, and answers nobody can make out, as counted warnings."""
    known = {instrument.id: instrument for instrument in instruments}
    facts, problems = StatedFacts(), list[Problem]()
    for wave in waves:
        if wave.closes is not None and wave.organisation_answers:
            told = _Told(register, wave, wave.closes, known, problems)
            facts = facts.beside(told.facts())
    return facts, tuple(problems)


class _Told:
    """What the firms said in one wave."""

    def __init__(
        self,
        register: Register,
        wave: Wave,
        day: date,
        instruments: dict[str, Instrument],
        problems: list[Problem],
    ) -> None:
        self.register, self.wave, self.day, self.problems = register, wave, day, problems
        self.instruments, self.alliance = instruments, register.alliances[wave.alliance]
        self.own = next(firm for firm in self.alliance.organisations if register.organisations[firm].own)

    def facts(self) -> StatedFacts:
        """Every statement of the wave."""
        importance, dedicated, governance = self._tiering()
        return StatedFacts(
            spectrum={(self.alliance.id, firm): (self._said(values),) for firm, values in self._spectrum()},
            linkages=self._alone(self._linkages()),
            checklists={(self.alliance.id, name): (self._said(items),) for name, items in self._lists()},
            importance=self._alone(importance),
            dedicated=self._alone(dedicated),
            governance=self._alone(governance),
            sponsors={(self.alliance.id, firm): (self._said(who),) for firm, who in self._sponsors()},
            meetings=self._days(MET),
            plans=self._days(PLAN),
            roles={(self.alliance.id, firm): (self._said(reports),) for firm, reports in self._roles()},
        )

    def _said(self, value: T, day: date | None = None) -> Statement[T]:
        return Statement(day=day or self.day, home=home_of(self.wave), is_survey=True, value=value)

    def _alone(self, value: T | None) -> dict[tuple[str, str], tuple[Statement[T], ...]]:
        return {} if value is None else {(self.alliance.id, ""): (self._said(value),)}

    def _ratings(self, name: str, firm: OrganisationId | None = None) -> Rating | None:
        """All raters of an instrument, or those of one firm, taken together; None without a step."""
        asked = self.instruments.get(name)
        found = () if asked is None else ratings_of(asked, self.wave.organisation_answers)
        rating = as_one([rating for rating in found if firm in (None, rating.organisation)])
        return rating if rating is not None and (rating.values or rating.declined) else None

    def _spectrum(self) -> Iterator[tuple[OrganisationId, Mapping[str, float]]]:
        for firm in self.alliance.organisations:
            rating = self._ratings("spectrum", firm)
            if rating is not None and rating.values:
                yield firm, rating.values

    def _linkages(self) -> tuple[Linkage, ...] | None:
        rating = self._ratings("linkages")
        if rating is None:
            return None
        placed = [
            Linkage(alliance=self.alliance.id, name=_name(item), needed=True, since=self._when_done(item, rating))
            for item in self.instruments["linkages"].items
            if item.id in rating.values
        ]
        spared = [
            Linkage(alliance=self.alliance.id, name=_name(item), needed=False)
            for item in self.instruments["linkages"].items
            if rating.declined.get(item.id) is Escape.NOT_NEEDED
        ]
        return (*placed, *spared)

    def _lists(self) -> Iterator[tuple[str, tuple[ChecklistItem, ...]]]:
        beside = {answer.item: answer.value for answer in self.wave.organisation_answers}
        for name in LISTS:
            rating = self._ratings(name)
            if rating is not None and rating.values:
                yield (
                    name,
                    tuple(
                        ChecklistItem(
                            alliance=self.alliance.id,
                            checklist=name,
                            item=_name(item),
                            done=self._when_done(item, rating),
                            owner=beside.get(f"{item.id}_owner", ""),
                            due=self._day(f"{item.id}_date", beside.get(f"{item.id}_date", "")),
                        )
                        for item in self.instruments[name].items
                        if item.id in rating.values
                    ),
                )

    def _when_done(self, item: Item, rating: Rating) -> date | None:
        return self.day if item.scale is not None and rating.values[item.id] == item.scale.high else None

    def _tiering(self) -> tuple[ImportanceRating | None, int | None, bool | None]:
        """What the own firm said of importance, of its full-time people, and of a joint body."""
        rating = self._ratings("tiering", self.own)
        if rating is None:
            return None, None, None
        answers = {item: rating.values.get(item) for item in IMPORTANCE_ITEMS}
        importance = ImportanceRating(
            alliance=self.alliance.id,
            day=self.day,
            answers=answers,
            owner=home_of(self.wave),
            source="; ".join(dict.fromkeys(rating.evidence.values())),
            self_reported=True,
        )
        people, body = rating.values.get(DEDICATED), rating.values.get(GOVERNANCE)
        return (
            importance if any(step is not None for step in answers.values()) else None,
            None if people is None else round(people),
            None if body is None else body >= 0.5,
        )

    def _sponsors(self) -> Iterator[tuple[OrganisationId, PersonId]]:
        for answer in self._answers(SPONSOR):
            person = self.register.people.get(PersonId(answer.value.strip()))
            if person is None or person.organisation != answer.organisation or person.level != Level.SENIOR:
                needed = f"the id of a senior person of {answer.organisation} in people.csv"
                self._remark(SPONSOR, answer.value, needed)
                continue
            yield answer.organisation, person.id

    def _days(self, item: str) -> dict[tuple[str, str], tuple[Statement[date], ...]]:
        """Days each firm gave for an item, up to the close of the wave."""
        found: dict[tuple[str, str], tuple[Statement[date], ...]] = {}
        for answer in self._answers(item):
            day = self._day(item, answer.value)
            if day is not None and day <= self.day:
                key = (self.alliance.id, answer.organisation)
                found[key] = (*found.get(key, ()), self._said(day, day))
        return found

    def _roles(self) -> Iterator[tuple[OrganisationId, tuple[RoleReport, ...]]]:
        """What the people of each firm answered on the acts of the three roles, and how they rate the other side."""
        asked = self.instruments.get("roles")
        if asked is None:
            return
        known = {item.id: item for item in asked.items}
        told: dict[tuple[OrganisationId, str], dict[str, str]] = {}
        for answer in self.wave.organisation_answers:
            if answer.item in known and answer.value.strip() and answer.value not in set(Escape):
                who = (answer.organisation, answer.respondent or answer.organisation)
                told.setdefault(who, {})[answer.item] = answer.value.strip()
        for firm in self.alliance.organisations:
            reports = tuple(self._report(who, texts, known) for (of, who), texts in told.items() if of == firm)
            if reports:
                yield firm, reports

    def _report(self, who: str, texts: Mapping[str, str], known: Mapping[str, Item]) -> RoleReport:
        def step(item: str) -> float | None:
            scale = known[item].scale if item in texts and item in known else None
            return None if scale is None else value_of(scale, texts[item])

        def flag(item: str) -> bool | None:
            found = step(item)
            return None if found is None else bool(found)

        opened, solved = (self._whole(item, texts.get(item, "")) for item in PROBLEMS)
        if opened is not None and solved is not None and solved > opened:
            self._remark(PROBLEMS[1], str(solved), f"at most the {opened} problems that were opened ({PROBLEMS[0]})")
            opened = solved = None
        return RoleReport(
            respondent=who,
            meetings=self._whole(MEETINGS, texts.get(MEETINGS, "")),
            expectations=flag(EXPECTATIONS),
            plan=self._day(ROLE_PLAN, texts.get(ROLE_PLAN, "")),
            conditions=flag(CONDITIONS),
            feedback=flag(FEEDBACK),
            opened=opened,
            solved=solved,
            ratings={role: found for role, item in RATED.items() if (found := step(item)) is not None},
        )

    def _whole(self, item: str, text: str) -> int | None:
        if not text:
            return None
        if text.isdecimal() and text.isascii() and len(text) < 5:
            return int(text)
        self._remark(item, text, "a whole number, 0 or above")
        return None

    def _answers(self, item: str) -> Iterator[OrganisationAnswer]:
        return (answer for answer in self.wave.organisation_answers if answer.item == item and answer.value.strip())

    def _day(self, item: str, text: str) -> date | None:
        if not text.strip() or text in set(Escape):
            return None
        found, other = days_of([text])[0]
        day = None if other is not None else found
        if day is None:
            self._remark(item, text, "a date such as 2026-03-31")
        return day

    def _remark(self, item: str, text: str, needed: str) -> None:
        where = f"{self.alliance.id}, wave {self.wave.id}"
        self.problems.append(warning(where, f"{shown(text)}: not used", needed, "correct the answer", item))


def _name(item: Item) -> str:
    return next(iter(item.text.values()), item.id)


reads("executive sponsors", items(SPONSOR, MET, PLAN))
reads("importance and depth", items(*IMPORTANCE_ITEMS, DEDICATED, GOVERNANCE), (ExtraField.EVIDENCE,))
reads("what is still open of the list", measured(*LISTS), (ExtraField.OWNER, ExtraField.DATE))
reads(
    "what the owners of roles did, and how the partner rates it",
    items(MEETINGS, EXPECTATIONS, ROLE_PLAN, CONDITIONS, FEEDBACK, *PROBLEMS, *RATED.values()),
)
