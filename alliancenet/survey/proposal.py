"""A mapping file proposed for an export: exact codes, then wordings; doubts are marked, never settled."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from alliancenet.files.yes_no import said
from alliancenet.model.instrument import AnswerType, ExtraField, Instrument, Item, Kind
from alliancenet.model.register import Person, PersonId
from alliancenet.settings import Settings
from alliancenet.survey.answerers import consent_asked, who_answered
from alliancenet.survey.directory import PeopleDirectory
from alliancenet.survey.lists import split_known
from alliancenet.survey.mapping import items_of
from alliancenet.survey.names import likely_pairs, why_alike
from alliancenet.survey.placing import matching
from alliancenet.survey.proposal_text import FoundColumns, Line, mapping_text, says_nobody
from alliancenet.survey.readers.export import Export, Question, Respondent
from alliancenet.survey.readers.headings import families_of
from alliancenet.survey.values import ScaleWords, WordReading, read_number
from alliancenet.survey.wording import is_worded_as, nearest_items

_FEW = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class MappingProposal:
    """A mapping file to look at.

    Parameters
    ----------
    text : the file, YAML.
    placed, doubtful : columns placed, and of these the ones on lines marked `check`.
    unplaced : columns that were not, with the items nearest to them.
    unknown_people : names asked about that are not on the roster.
    unknown_answers : words that are on no scale of the items they answer.
    nameless : responses in which nothing says who answered, if no column proposed says it.
    consent : the column proposed as the question for consent, or "".
    missing : items of the questionnaires that were sent, in their long or short form, without a column.
    found : the lines themselves.
    strangers : the likeliest person of each name that is not on the roster.
    words : the items each word was given to.
    """

    text: str
    placed: int
    doubtful: int
    unplaced: tuple[tuple[str, str], ...]
    unknown_people: tuple[str, ...]
    unknown_answers: tuple[str, ...]
    nameless: int
    consent: str
    missing: tuple[str, ...]
    found: FoundColumns = field(default_factory=FoundColumns)
    strangers: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Sequence[str]] = field(default_factory=dict)


def propose_mapping(
    export: Export, instruments: Iterable[Instrument], people: Iterable[Person] = (), *, settings: Settings
) -> MappingProposal:
    """Propose a mapping file.

    Parameters
    ----------
    export : as read.
    instruments : whose items may have been asked.
    people : the roster, to find out how the export names people.

    Notes
    -----
    A column is placed without a mark only when its code is the item's, or its wording is the
    item's apart from case, punctuation and the alliance's name. Alike wordings (rapidfuzz, limits
    `mapping.*`) are proposed with a `check` that must be deleted before the file can be used.
    """
    return _Proposer(export, tuple(instruments), PeopleDirectory(people), settings).proposal()


class _Proposer:
    """Places the columns of one export."""

    def __init__(
        self, export: Export, instruments: Sequence[Instrument], directory: PeopleDirectory, settings: Settings
    ) -> None:
        self.export, self.directory, self.settings = export, directory, settings
        self.items = items_of(instruments)
        self.by_code = {_bare(item_id): item for item_id, (_, item) in self.items.items()}
        self.found = FoundColumns()

    def proposal(self) -> MappingProposal:
        """Return the finished proposal."""
        groups = self._groups()
        for group in self._people_blocks(groups) if self.directory.people else groups:
            self._place(group)
        self._find_who_answered()
        lines = [*self.found.roster, *self.found.questions, *self.found.log]
        strangers = self._unknown_people()
        words = self._unknown_answers(lines)
        return MappingProposal(
            text=mapping_text(self.export, self.found, strangers, words),
            placed=sum(len(line.questions) for line in lines),
            doubtful=sum(len(line.questions) for line in lines if line.doubt),
            unplaced=tuple(self.found.unplaced),
            unknown_people=tuple(strangers),
            unknown_answers=tuple(words),
            nameless=0
            if self.found.respondent
            else sum(not any(_identity(respondent)) for respondent in self.export.respondents),
            consent=self.found.consent.column if self.found.consent else "",
            missing=self._missing({line.item.id for line in lines if line.item}),
            found=self.found,
            strangers=strangers,
            words=words,
        )

    def _groups(self) -> list[list[int]]:
        """Columns that belong together: one question asked about several people or options."""
        families: dict[str, list[int]] = {}
        for at, question in enumerate(self.export.questions):
            families.setdefault(self._family(question) or f"\0{at}", []).append(at)
        return list(families.values())

    def _people_blocks(self, groups: list[list[int]]) -> list[list[int]]:
        """Columns side by side whose headings are only names of people, as one group."""
        joined: list[list[int]] = []
        seen: set[PersonId] = set()
        for group in groups:
            heading = self.export.questions[group[0]].heading
            person = self._person(heading)
            is_name = len(group) == 1 and not self.export.questions[group[0]].code and person is not None
            if is_name and person not in seen and seen and joined[-1][-1] == group[0] - 1:
                joined[-1].extend(group)
            else:
                joined.append(list(group))
                seen = set()
            if is_name and person is not None:
                seen.add(person)
        return joined

    def _person(self, name: str) -> PersonId | None:
        """Who a heading names; spreadsheets put a number behind a heading that stands twice."""
        return self.directory.find(name)[0] or self.directory.find(name.rstrip("0123456789"))[0]

    def _family(self, question: Question) -> str:
        if _bare(question.code) in self.by_code:
            return ""
        for pattern in families_of(question.code):
            if _bare(pattern) in self.by_code or question.part:
                return pattern
        return question.text if question.part else ""

    def _place(self, group: list[int]) -> None:
        question = self.export.questions[group[0]]
        item, doubt = self._item_of(question)
        if item is None:
            self._leave(group, question)
            return
        instrument = self.items[item.id][0]
        keys: dict[str, str | bool] = {**self._columns(group), "item": item.id}
        extra = question.code.rpartition("_")[2]
        if extra in set(ExtraField) and _bare(question.code) != _bare(item.id):
            keys["field"] = extra
        is_roster = instrument.kind is Kind.ROSTER
        if is_roster:
            keys |= self._about(group, keys)
        keys |= self._style(group, item, is_roster=is_roster)
        if is_roster and "ticked" in keys and not doubt:
            keys["check"] = doubt = "ticks: whom a finished response leaves unticked counts as no contact"
        elif doubt:
            keys |= {"text": question.text, "check": doubt}
        line = Line(keys=keys, questions=tuple(group), item=item, doubt=doubt)
        (self.found.roster if is_roster else self.found.questions).append(line)

    def _item_of(self, question: Question) -> tuple[Item | None, str]:
        """The item of a column, and what leaves room for doubt."""
        stem, _, extra = question.code.rpartition("_")
        names = [question.code, *families_of(question.code), *([stem] if extra in set(ExtraField) else [])]
        for name in names:
            if item := self.by_code.get(_bare(name)):
                other = question.text and not is_worded_as(question.text, item) and extra not in set(ExtraField)
                return item, f"asked otherwise than {item.id}: {_wording(item)}" if other else ""
        exact = self._worded_as(question)
        if len(exact) > 1:
            exact = [item for item in exact if self.items[item.id][0].id in self.asked] or exact
        if len(exact) == 1:
            return exact[0], ""
        if exact:
            return exact[0], f"worded like {' and '.join(item.id for item in exact)}"
        near = self._near(question)
        least = self.settings.number("mapping.likeness")
        if near and near[0][0] >= least:
            return near[0][1], f"reworded ({near[0][0]:.0f} % alike); {near[0][1].id} says: {_wording(near[0][1])}"
        return None, ""

    def _worded_as(self, question: Question) -> list[Item]:
        return [item for _, item in self.items.values() if is_worded_as(question.text, item)] if question.text else []

    @cached_property
    def asked(self) -> set[str]:
        """Instruments of which some column can be no other's item: these were sent."""
        exact = [self._worded_as(question) for question in self.export.questions]
        coded = [self.by_code.get(_bare(question.code)) for question in self.export.questions]
        certain = [*(items[0] for items in exact if len(items) == 1), *filter(None, coded)]
        return {self.items[item.id][0].id for item in certain}

    def _near(self, question: Question) -> list[tuple[float, Item]]:
        if not question.text:
            return []
        least = self.settings.number("mapping.hint")
        return nearest_items(question.text, (item for _, item in self.items.values()), least)

    def _leave(self, group: list[int], question: Question) -> None:
        if doubt := self._about_whom(group):
            if self.export.is_log:
                keys: dict[str, str | bool] = {**self._columns(group), "layer": "communication", "check": doubt}
                self.found.log.append(Line(keys=keys, questions=tuple(group), item=None, doubt=doubt))
                return
            fits = self._answered_like(group)
            item = fits[0] if len(fits) == 1 else None
            doubt += f"; the answers are those of {' or '.join(fit.id for fit in fits)}" if fits else ""
            keys = {**self._columns(group), "item": item.id if item else "?", "check": doubt}
            if self.export.names_ties:
                keys["person"] = "answer"
            self.found.roster.append(Line(keys=keys, questions=tuple(group), item=item, doubt=doubt))
            return
        near = ", ".join(f"{item.id} ({score:.0f} %)" for score, item in self._near(question)[:3])
        for at in group:
            self.found.unplaced.append((self.export.questions[at].name, near))

    def _about_whom(self, group: list[int]) -> str:
        """What a person must say when columns are about people, but no item is near; else ""."""
        rows = np.isin(self.export.question, group)
        if self.export.is_log:
            words = [word for at in group for word in self._words(at)]
            steps = len(set(words)) <= _FEW and all(word.isalnum() for word in words)
            measured = not steps and all(read_number(word) >= 0 for word in words)
            return "measured, not said; keep the one column that stands for contact" if measured else ""
        names = [self.export.questions[at].part or self.export.questions[at].heading for at in group]
        if (self.export.alter[rows] >= 0).any():
            return "ties between people: say which item"
        if len(group) > 1 and any(self._person(name) for name in names):
            return f"{len(group)} columns about people: say which item"
        return ""

    def _is_known(self, name: str) -> bool:
        return self.directory.find(name)[0] is not None

    def _find_who_answered(self) -> None:
        """Of the unplaced columns: whom the platform itself does not name, and who agreed to take part."""
        names = [name for name, _ in self.found.unplaced]
        if says_nobody(self.export):
            self.found.respondent = who_answered(self.export, names, self._words, self._is_known)
        self.found.consent = consent_asked(self.export, names, self._words)
        placed = {self.found.respondent and self.found.respondent[1], self.found.consent and self.found.consent.column}
        self.found.unplaced = [pair for pair in self.found.unplaced if pair[0] not in placed]

    def _answered_like(self, group: list[int]) -> list[Item]:
        """Items about people whose labels are among the answers, and on whose scale every answer is."""
        said = {word for at in group for word in self._words(at) if not word.isdigit()}
        found = []
        for instrument, item in self.items.values():
            if instrument.kind is Kind.ROSTER and item.scale is not None and said:
                read = [ScaleWords(item, instrument, {}).read(word).reading for word in said]
                if WordReading.UNREADABLE not in read and WordReading.STEP in read:
                    found.append(item)
        return found

    def _columns(self, group: list[int]) -> dict[str, str | bool]:
        """What names exactly these columns."""
        first = self.export.questions[group[0]]
        if len(group) == 1:
            for name in filter(None, (first.code, first.heading)):
                if sum(name in (q.code, q.heading) for q in self.export.questions) == 1:
                    return {"column": name}
            return {"at": first.column}
        for pattern in (*families_of(first.code), first.text):
            if [at for at, _ in matching(self.export, pattern)] == group:
                return {"columns": pattern}
        return {"at": f"{first.column}:{self.export.questions[group[-1]].column}"}

    def _about(self, group: list[int], keys: Mapping[str, str | bool]) -> dict[str, str | bool]:
        """How the columns say whom they are about."""
        if self.export.names_ties or (len(group) == 1 and not self.export.questions[group[0]].part):
            return {"person": "answer"}
        stars = [star for _, star in matching(self.export, str(keys.get("columns", "")))]
        parts = [self.export.questions[at].part for at in group]
        known = [sum(self.directory.find(name)[0] is not None for name in names) for names in (stars, parts)]
        numbered = all(star.isdigit() for star in stars)
        by_text = known[1] > known[0] or (known[1] == known[0] and any(parts) and (numbered or not any(stars)))
        return {"person": "text" if by_text else "star"}

    def _style(self, group: list[int], item: Item, *, is_roster: bool) -> dict[str, str | bool]:
        """Ticks, and lists in one cell."""
        cells = [self._words(at) for at in group]
        is_list = (is_roster or item.answer is AnswerType.PICK) and len(group) == 1 and not self.export.names_ties
        if is_list and self.export.platform != "tidy":
            joined = [word for words in cells for word in words]
            marks = (mark for mark in (";", ", ") if any(mark in word for word in joined))
            return {"separator": next(marks, ",")}
        if len(group) > 1 and (item.implies or item.answer is AnswerType.PICK):
            says_no = any(said(word) is False for words in cells for word in words)
            if any(cells) and not says_no and all(len(words) <= 1 for words in cells):
                return {"ticked": True}
        return {}

    def _words(self, question: int) -> set[str]:
        codes = np.unique(self.export.word[self.export.question == question])
        return {self.export.words[code] for code in codes}

    def _is_somebody(self, name: str) -> bool:
        return self.directory.find(name)[0] is not None

    def _unknown_people(self) -> dict[str, str]:
        """Names that nobody on the roster goes by, asked about or answering, with the likeliest person."""
        if not self.directory.people:
            return {}
        asked: dict[str, None] = {}
        for line in self.found.roster:
            for name in self._names_of(line):
                if name and self._person(name) is None:
                    asked[name] = None
        for respondent in self.export.respondents:
            given = _identity(respondent)
            if any(given) and self.directory.find(*given)[0] is None:
                asked[respondent.name or respondent.label] = None
        people = list(self.directory.people.values())
        least = self.settings.number("people.likeness")
        pairs = likely_pairs(list(asked), [person.name for person in people], least)
        near: dict[str, str] = {}
        for i, j, score in pairs:
            name, person = list(asked)[i], people[j]
            near.setdefault(name, f"{person.id}  # {score:.0f} % {person.name}: {why_alike(name, person.name)}")
        return {name: near.get(name, "") for name in asked}

    def _names_of(self, line: Line) -> list[str]:
        questions = [self.export.questions[at] for at in line.questions]
        if line.keys.get("person") == "star":
            return [star for _, star in matching(self.export, str(line.keys.get("columns", "")))]
        if line.keys.get("person") != "answer":
            return [question.part or question.heading for question in questions]
        if self.export.names_ties or self.export.platform == "tidy":
            rows = np.isin(self.export.question, line.questions)
            return [self.export.words[code] for code in np.unique(self.export.alter[rows]) if code >= 0]
        separator = str(line.keys.get("separator", ""))
        return [
            name
            for at in line.questions
            for word in self._words(at)
            for name in split_known(word, separator, self._is_somebody)
        ]

    def _missing(self, placed: set[str]) -> tuple[str, ...]:
        """Measured items nobody was asked, of questionnaires of which something was."""
        missing: list[str] = []
        for instrument in {id(one): one for one, _ in self.items.values() if one.id in self.asked}.values():
            measured = [item for item in instrument.items if item.is_measured]
            short = {item.id for item in measured if item.short_form}
            is_short = bool(short) and placed & {item.id for item in measured} <= short
            expected = (item.id for item in measured if item.short_form or not is_short)
            missing += [item for item in expected if item not in placed]
        return tuple(missing)

    def _unknown_answers(self, lines: Sequence[Line]) -> dict[str, list[str]]:
        """Words that are on no scale, with the items they were given to."""
        unknown: dict[str, list[str]] = {}
        for line in lines:
            by_word = line.keys.get("ticked") or line.keys.get("separator") or line.keys.get("field")
            if line.item is None or line.item.scale is None or by_word:
                continue
            scale = ScaleWords(line.item, self.items[line.item.id][0], {})
            for word in sorted(set().union(*(self._words(at) for at in line.questions))):
                if scale.read(word).reading is WordReading.UNREADABLE:
                    unknown.setdefault(word, []).append(line.item.id)
        return unknown


def _identity(respondent: Respondent) -> tuple[str, str, str]:
    return respondent.id, respondent.address, respondent.name


def _bare(code: str) -> str:
    """A code as platforms may bend it: ``CLI-COM1``, ``CLI_COM1``, ``clicom1[*]``."""
    return "".join(letter for letter in code.upper() if letter.isalnum())


def _wording(item: Item) -> str:
    return next(iter(item.text.values()))
