"""An export of a survey platform, its proposal settled by answers and by what an earlier wave decided."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from alliancenet.adding.proposal import FileProposal, few
from alliancenet.adding.question import GivenAnswers, OpenQuestion
from alliancenet.model.instrument import Instrument, Item, Kind
from alliancenet.model.register import Person
from alliancenet.settings import Settings
from alliancenet.survey.mapping import AnswerMap, items_of
from alliancenet.survey.proposal import MappingProposal, propose_mapping
from alliancenet.survey.proposal_text import Line, Settled, mapping_text
from alliancenet.survey.readers.export import Export

KIND = "survey_export"
_YES, _IGNORE, _NOBODY, _UNKNOWN = "yes", "ignore", "nobody", "unknown"
_MOST_ASKED = 60
_FEW = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyPlace:
    """Where an export belongs in its project.

    Parameters
    ----------
    instruments : what may have been asked.
    people : the roster.
    alliances : ids of the alliances.
    before : mapping files of the project's other exports.
    settings : limits of the project.
    """

    instruments: Sequence[Instrument]
    people: Sequence[Person]
    alliances: Sequence[str]
    before: Sequence[AnswerMap]
    settings: Settings


def propose_survey(export: Export, answers: GivenAnswers, place: SurveyPlace) -> FileProposal:
    """Propose which column is which item, settled as far as it was answered now or before."""
    found = propose_mapping(export, place.instruments, place.people, settings=place.settings)
    settling = _Settling(export, found, answers, place)
    settling.settle()
    days = sorted({respondent.day for respondent in export.respondents if respondent.day})
    spell = f", {days[0]} to {days[-1]}" if days else ""
    told = [f"placed {found.placed} of {len(export.questions)} columns", *settling.told]
    if found.missing:
        told.append(f"asked in these questionnaires, and not in the export: {few(found.missing)}")
    if found.nameless:
        told.append(f"nothing says who answered in {found.nameless} of {len(export.respondents)} responses: left out")
    return FileProposal(
        file=export.file,
        kind=KIND,
        what=f"answers from {export.platform} (its header rows say so): {len(export.respondents)} responses{spell}",
        map_text=mapping_text(export, found.found, found.strangers, found.words, settling.given),
        told=tuple(told),
        questions=tuple(settling.questions),
    )


class _Settling:
    """A proposal while its doubts are settled."""

    def __init__(self, export: Export, found: MappingProposal, answers: GivenAnswers, place: SurveyPlace) -> None:
        self.export, self.proposal, self.answers, self.place = export, found, answers, place
        self.found = found.found
        self.items = items_of(place.instruments)
        self.given = Settled()
        self.questions: list[OpenQuestion] = []
        self.told: list[str] = []
        self.proposed: set[str] = set()

    def settle(self) -> None:
        """Settle what can be, and note a question for the rest."""
        self._alliance()
        lines = [*self.found.roster, *self.found.questions]
        settled = [self._line(line) for line in lines]
        kept = [line for line in settled if line is not None]
        self.found.roster = [line for line in kept if self._is_roster(line)]
        self.found.questions = [line for line in kept if not self._is_roster(line)]
        self._log()
        self._consent()
        self._unplaced()
        self._people()
        self._words()

    def ask(self, question: OpenQuestion) -> str | None:
        """The answer, or None with the question noted."""
        question = replace(question, file=self.export.file)
        answer = self.answers.of(question)
        if answer is None:
            self.questions.append(question)
        return answer

    def _alliance(self) -> None:
        says_itself = any(respondent.alliance for respondent in self.export.respondents)
        if len(self.place.alliances) > 1 and not says_itself:
            question = OpenQuestion(
                key="alliance", text="To which alliance do these answers belong?", choices=tuple(self.place.alliances)
            )
            self.given.alliance = self.ask(question) or ""

    def _is_roster(self, line: Line) -> bool:
        return (line.item is not None and self.items[line.item.id][0].kind is Kind.ROSTER) or line.keys.get(
            "item"
        ) == "?"

    def _line(self, line: Line) -> Line | None:
        if not line.doubt:
            return line
        label = _label(line)
        before = self._placed_before(label)
        if before and (line.item is None or before == line.item.id):
            self.told.append(f"'{label}' is {before}, as before")
            return _as(line, before, self.items)
        fitting = _YES if line.item else self._in_order(line)
        choices = [*([_YES] if line.item else []), *self._near(line), _IGNORE]
        answer = self.ask(
            OpenQuestion(
                key=label,
                text=self._what_is(line),
                choices=tuple(dict.fromkeys(choices)),
                proposal=fitting,
                why=_why(line.doubt),
                meanings=self._meanings(choices),
            )
        )
        if answer is None:
            return line
        if answer == _IGNORE:
            self.given.ignore += [self.export.questions[at].name for at in line.questions]
            return None
        return _as(line, line.item.id if answer == _YES and line.item else answer, self.items)

    def _in_order(self, line: Line) -> str:
        """Of several items that fit a block, the first that no other block is, as forms ask them in order."""
        taken = {other.item.id for other in self.found.roster if other.item} | self.proposed
        fits = [item for item in self.items if re.search(rf"\b{re.escape(item)}\b", line.doubt)]
        free = [item for item in fits if item not in taken]
        self.proposed.update(free[:1])
        return free[0] if free else ""

    def _what_is(self, line: Line) -> str:
        """The question what a column, or a block of columns about people, asked."""
        many = len(line.questions)
        if many == 1:
            shown = self._shown(line)
            return f"Is '{shown}' the item {line.item.id}?" if line.item else f"Which item is '{shown}'?"
        last = self.export.questions[line.questions[-1]]
        block = f"the {many} columns from '{self._shown(line)}' to '{(last.text or last.heading or last.code)[:60]}'"
        return f"Do {block} hold the answers to {line.item.id}?" if line.item else f"Which question do {block} answer?"

    def _meanings(self, choices: Iterable[str]) -> dict[str, str]:
        """The wording of items among choices, in the first language there is."""
        found = {
            choice: next(iter(self.items[choice][1].text.values()), "") for choice in choices if choice in self.items
        }
        return found | {_IGNORE: "leave these columns out"}

    def _shown(self, line: Line) -> str:
        question = self.export.questions[line.questions[0]]
        return (question.text or question.heading or question.code)[:120]

    def _near(self, line: Line) -> list[str]:
        """Items an answer may name: those of the same kind of question."""
        roster = self._is_roster(line)
        return [item for item, (instrument, _) in self.items.items() if (instrument.kind is Kind.ROSTER) == roster]

    def _placed_before(self, label: str) -> str:
        lines = (line for before in self.place.before for line in before.placements)
        return next((line.item for line in lines if line.where == label), "")

    def _log(self) -> None:
        kept = []
        for line in self.found.log:
            answer = self.ask(
                OpenQuestion(
                    key=_label(line),
                    text=f"Does '{_label(line)}' measure contact?",
                    choices=(_YES, _IGNORE),
                    why=line.doubt,
                )
            )
            if answer == _IGNORE:
                self.given.ignore += [self.export.questions[at].name for at in line.questions]
                continue
            keys = {key: value for key, value in line.keys.items() if key != "check" or answer is None}
            kept.append(replace(line, keys=keys))
        self.found.log = kept

    def _consent(self) -> None:
        consent = self.found.consent
        if consent is None:
            return
        known = any(
            before.consent and (before.consent.column, before.consent.agrees) == (consent.column, consent.agrees)
            for before in self.place.before
        )
        answer = (
            _YES
            if known
            else self.ask(
                OpenQuestion(
                    key="consent",
                    text=f"Is '{consent.column}' the question for consent? Agreeing: {', '.join(consent.agrees)}",
                    choices=(_YES, "no"),
                    proposal=_YES,
                    why="it speaks of taking part",
                )
            )
        )
        self.found.consent_checked = answer == _YES
        if answer == "no":
            self.found.consent = None
            self.found.unplaced.append((consent.column, ""))

    def _unplaced(self) -> None:
        left: list[tuple[str, str]] = []
        for name, near in self.found.unplaced:
            answer = self.answers.to(self.export.file, name)
            if answer is None and any(name in before.ignore for before in self.place.before):
                answer = _IGNORE
            before = self._placed_before(name)
            if answer in self.items or (answer is None and before in self.items):
                self._place(name, answer or before)
            elif answer == _IGNORE:
                self.given.ignore.append(name)
            else:
                left.append((name, near))
        if left and self.ask(self._about_unplaced(left)) == _IGNORE:
            self.given.ignore += [name for name, _ in left]
            left = []
        self.found.unplaced = left

    def _about_unplaced(self, left: list[tuple[str, str]]) -> OpenQuestion:
        named = few((f"'{name[:60]}'" + (f" (near {near})" if near else "") for name, near in left), 8)
        return OpenQuestion(
            key="unplaced",
            text=f"{len(left)} columns are no item: {named}. Leave them out?",
            choices=(_IGNORE,),
            proposal=_IGNORE,
            why="no wording is near; `NAME=ITEM` places one",
        )

    def _place(self, name: str, item: str) -> None:
        at = next(at for at, question in enumerate(self.export.questions) if question.name == name)
        line = Line(keys={"column": name, "item": item}, questions=(at,), item=self.items[item][1])
        (self.found.roster if self._is_roster(line) else self.found.questions).append(line)

    def _people(self) -> None:
        ids = [person.id for person in self.place.people]
        before = {name: person for earlier in self.place.before for name, person in earlier.people.items()}
        strangers = {
            name: near for name, near in self.proposal.strangers.items() if before.get(name) not in {*ids, _NOBODY}
        }
        together = self._of_one_name(strangers)
        for name, near in list(self.proposal.strangers.items())[:_MOST_ASKED]:
            if name in together:
                continue
            if before.get(name) in {*ids, _NOBODY}:
                self.given.people[name] = before[name]
                continue
            likely, _, why = near.partition("  # ")
            answer = self.ask(
                OpenQuestion(
                    key=f"people.{name}",
                    text=f"Who is '{name}'? Nobody on the roster goes by this name",
                    choices=(*ids, _NOBODY, _UNKNOWN),
                    proposal=likely,
                    why=why,
                    meanings={person.id: person.name for person in self.place.people}
                    | {_NOBODY: "somebody who is on no list", _UNKNOWN: "left open"},
                )
            )
            if answer and answer != _UNKNOWN:
                self.given.people[name] = answer

    def _of_one_name(self, strangers: Mapping[str, str]) -> frozenset[str]:
        """Names that differ from one person's only in accents, order or titles: one question for all of them."""
        same = {name: near.split("  # ")[0] for name, near in strangers.items() if "  # 100 %" in near}
        if len(same) < _FEW:
            return frozenset()
        shown = few((f"{name} = {self._name_of(person)}" for name, person in same.items()), 5)
        answer = self.ask(
            OpenQuestion(
                key="people",
                text=f"{len(same)} names are on the roster but for accents, order or titles: {shown}. All right?",
                choices=(_YES, "one by one"),
                proposal=_YES,
                why="each is like one person alone",
            )
        )
        if answer == _YES:
            self.given.people.update(same)
        return frozenset(same) if answer in {None, _YES} else frozenset()

    def _name_of(self, person_id: str) -> str:
        return next((person.name for person in self.place.people if person.id == person_id), person_id)

    def _words(self) -> None:
        before = {
            word: code
            for earlier in self.place.before
            for line in earlier.placements
            for word, code in line.answers.items()
        }
        for word, at in list(self.proposal.words.items())[:_MOST_ASKED]:
            scale = self.items[at[0]][1].scale
            codes = [point.code for point in scale.points] if scale else []
            codes += [str(escape) for escape in self.items[at[0]][1].allow]
            if before.get(word) in codes:
                self.given.answers[word] = before[word]
                continue
            answer = self.ask(
                OpenQuestion(
                    key=f"answers.{word}",
                    text=f"Which answer of {', '.join(at[:3])} is '{word}'?",
                    choices=(*codes, _UNKNOWN),
                    why="it stands on no scale of these items",
                    meanings={point.code: next(iter(point.label.values()), "") for point in scale.points}
                    if scale
                    else {},
                )
            )
            if answer and answer != _UNKNOWN:
                self.given.answers[word] = answer


def _why(doubt: str) -> str:
    """What a doubt rests on, without what to do about it in a map file: the question says that."""
    return doubt.replace("say which item; ", "").removesuffix(": say which item")


def _label(line: Line) -> str:
    return str(line.keys.get("column") or line.keys.get("columns") or line.keys.get("at"))


def _as(line: Line, item: str, items: Mapping[str, tuple[Instrument, Item]]) -> Line:
    """The line settled as an item."""
    keys = {key: value for key, value in line.keys.items() if key != "check"}
    return replace(line, keys={**keys, "item": item}, item=items[item][1], doubt="")


def mappings_before(maps: Iterable[AnswerMap], platform: str) -> list[AnswerMap]:
    """Mapping files of the same platform, the last one first."""
    return [mapping for mapping in reversed(list(maps)) if mapping.platform in {"", platform}]
