"""Cells of one export as values: by scale, by person, by what the mapping says."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from alliancenet.arrays import IntArray
from alliancenet.errors import Problem
from alliancenet.files.folding import folded
from alliancenet.files.yes_no import said
from alliancenet.model.addresses import is_placeholder
from alliancenet.model.instrument import AnswerType, Escape, Instrument, Item, Kind
from alliancenet.model.register import Person
from alliancenet.survey.fates import DECLINED, LEFT_OUT, NOT_USED, OFF_SCALE, ONESELF, OPEN, STRANGER
from alliancenet.survey.lists import split_known
from alliancenet.survey.mapping import About, Placement, items_of
from alliancenet.survey.placing import Placed
from alliancenet.survey.readers.export import BLANK, Export
from alliancenet.survey.readers.tidy import PLATFORM
from alliancenet.survey.sheet_faults import (
    counted_otherwise,
    nobody_named,
    not_on_the_roster,
    off_scale,
    strange_ticks,
    worded_otherwise,
)
from alliancenet.survey.values import ScaleWords, Step, WordReading, read_number, renumbered
from alliancenet.survey.wording import is_worded_as

NOBODY = -1
FIRM_KINDS = {Kind.ORGANISATION, Kind.CHECKLIST, Kind.GUIDE}
_IN_ENTRY = -2
NOT_SHOWN = frozenset({"n/a", "n.a.", "#n/a"})
"""What platforms write where a question was not shown: it is open, and in a box no "not chosen"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveAsked:
    """What the answers are read against.

    Parameters
    ----------
    instruments : whose items may be answered.
    people : the roster, sorted by id.
    opens, closes : responses of other days are of another wave; None for no limit.
    wave, alliance : ids, where exports say them; "" for any.
    most_unreadable : share of an item's answers above which its scale is another one.
    goals : objectives of the alliance, which people may pick.
    renumbered, never_chosen : answers from which numbers tell that they were counted otherwise.
    """

    instruments: tuple[Instrument, ...]
    people: tuple[Person, ...]
    opens: date | None
    closes: date | None
    wave: str
    alliance: str
    most_unreadable: float
    renumbered: int
    never_chosen: int
    goals: tuple[str, ...] = ()

    @property
    def items(self) -> Mapping[str, tuple[Instrument, Item]]:
        """Every item with its instrument, by id."""
        return items_of(self.instruments)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """An answer in words: a text, a date, a choice, or a free field beside an item."""

    person: int
    item: str
    extra: str
    text: str
    response: int
    entry: int


class Sheet:
    """The entries of one export while they are read.

    Parameters
    ----------
    people : index of each respondent's person in the roster, -1 when left out.
    person_at : index of the person some texts stand for, and the rule.
    problems : what is found is appended here.
    outside : names the mapping says are nobody's of the roster, folded.
    unread : people whose lists hold a name that is not read: whom they left out is not denied.
    """

    def __init__(
        self,
        export: Export,
        asked: WaveAsked,
        placed: Sequence[Placed],
        people: IntArray,
        person_at: Callable[..., tuple[int, str]],
        problems: list[Problem],
        outside: frozenset[str] = frozenset(),
    ) -> None:
        self.export, self.asked, self.placed, self.problems = export, asked, placed, problems
        self.items, self.person_at, self.outside = asked.items, person_at, outside
        self.fates = np.full(len(export.word), NOT_USED, dtype=np.int8)
        self.people = people
        self.names_nobody: set[int] = set()
        self.person = people[export.respondent] if len(people) else np.zeros(0, dtype=np.int64)
        self.keys: list[str] = []
        self.parts: list[tuple[IntArray, IntArray, IntArray, NDArray[np.float64]]] = []
        self.written: list[Written] = []
        self.strangers: Counter[str] = Counter()
        self.not_shown = [at for at, word in enumerate(export.words) if folded(word) in NOT_SHOWN]
        self.unread: set[int] = set()

    def read(self) -> None:
        """Read every placement in turn."""
        order = np.argsort(self.export.question, kind="stable")
        bounds = np.searchsorted(self.export.question[order], np.arange(len(self.export.questions) + 1))
        groups: dict[int, list[Placed]] = {}
        for placed in self.placed:
            groups.setdefault(id(placed.placement), []).append(placed)
        for group in groups.values():
            placement = group[0].placement
            self._check_wording(group)
            rows = [order[bounds[column.question] : bounds[column.question + 1]] for column in group]
            entries = np.concatenate(rows)
            present = self.person[entries] != NOBODY
            self.fates[entries[~present]] = LEFT_OUT
            alters = np.concatenate(
                [np.full(len(row), self._alter_of(one), dtype=np.int64) for row, one in zip(rows, group, strict=True)]
            )
            self._read_line(placement, group, entries[present], alters[present])
        if self.names_nobody:
            self.problems.append(nobody_named(self.export.file, self.names_nobody))
        if self.strangers:
            self.problems.append(not_on_the_roster(self.export.file, list(self.strangers)))

    def _read_line(self, line: Placement, group: Sequence[Placed], entries: IntArray, alters: IntArray) -> None:
        if line.about is not None:
            entries, alters, words = self._about_people(line, entries, alters)
        else:
            is_said = self.export.word[entries] != BLANK
            self.fates[entries[~is_said]] = OPEN
            entries, alters = entries[is_said], alters[is_said]
            words = self.export.word[entries].astype(np.int64)
        item = self.items[line.item][1] if line.item else None
        if item is None or line.extra or item.answer is not AnswerType.SCALE:
            is_shown = ~np.isin(words, self.not_shown)
            self.fates[entries[~is_shown]] = OPEN
            entries, alters, words = entries[is_shown], alters[is_shown], words[is_shown]
        if item is None:
            self._read_numbers(line, entries, alters, words)
        elif line.extra or item.answer is not AnswerType.SCALE:
            self._read_words(line, group, entries)
        else:
            self._read_steps(line, item, entries, alters, words)

    def _alter_of(self, one: Placed) -> int:
        about = one.placement.about
        if about is None:
            return NOBODY
        if about is About.ANSWER:
            return _IN_ENTRY
        question = self.export.questions[one.question]
        texts = (one.star,) if about is About.STAR else (question.part or question.heading,)
        found, _ = self.person_at(*texts)
        if found == NOBODY and about is About.TEXT and not question.part:
            found, _ = self.person_at(question.heading.rstrip("0123456789"))
        if found == NOBODY:
            self.strangers[texts[0]] += 0  # counted as a name, not as an answer
        return found

    def _about_people(
        self, line: Placement, entries: IntArray, alters: IntArray
    ) -> tuple[IntArray, IntArray, IntArray]:
        """Entries about somebody of the roster other than the respondent."""
        words = self.export.word[entries].astype(np.int64)
        if line.about is About.ANSWER and self.export.platform != PLATFORM and not self.export.names_ties:
            entries, alters, words = self._expand_lists(line, entries)
        elif line.about is About.ANSWER:
            alters = self._people_in(self.export.alter[entries])
        self.fates[entries[alters == NOBODY]] = STRANGER
        self.fates[entries[alters == self.person[entries]]] = ONESELF
        good = (alters != NOBODY) & (alters != self.person[entries])
        return entries[good], alters[good], words[good]

    def _people_in(self, words: NDArray[np.int32]) -> IntArray:
        found, inverse, counts = np.unique(words, return_inverse=True, return_counts=True)
        people = np.full(len(found), NOBODY, dtype=np.int64)
        for at, word in enumerate(found):
            text = self.export.words[word] if word >= 0 else ""
            people[at], _ = self.person_at(text)
            if people[at] == NOBODY:
                self.strangers[text or "nobody"] += int(counts[at])
        return people[inverse]

    def _expand_lists(self, line: Placement, entries: IntArray) -> tuple[IntArray, IntArray, IntArray]:
        """One row per person a cell lists."""
        filled = {int(at) for at in self.export.respondent[entries]}
        self.names_nobody |= {at for at in range(len(self.people)) if self.people[at] != NOBODY} - filled
        rows: list[tuple[int, int]] = []
        for entry in entries:
            text = self.export.words[self.export.word[entry]]
            for name in split_known(text, line.separator, self._is_somebody):
                person, _ = self.person_at(name)
                if folded(name) in NOT_SHOWN:
                    self.unread.add(int(self.person[entry]))
                if self._is_outside(name):
                    continue
                if person == NOBODY:
                    self.strangers[name] += 1
                    self.unread.add(int(self.person[entry]))
                rows.append((int(entry), person))
        listed = np.array(rows, dtype=np.int64).reshape(-1, 2)
        self.fates[entries[~np.isin(entries, listed[:, 0])]] = OPEN
        return listed[:, 0], listed[:, 1], np.full(len(listed), NOBODY, dtype=np.int64)

    def _is_somebody(self, name: str) -> bool:
        return self._is_outside(name) or self.person_at(name)[0] != NOBODY

    def _is_outside(self, name: str) -> bool:
        """Whether the mapping says that a name is nobody's of the roster, or it says that there is nobody."""
        return folded(name) in self.outside or is_placeholder(name)

    def _read_steps(self, line: Placement, item: Item, entries: IntArray, alters: IntArray, words: IntArray) -> None:
        instrument = self.items[item.id][0]
        scale = ScaleWords(item, instrument, line.answers)
        distinct, inverse, counts = np.unique(words, return_inverse=True, return_counts=True)
        steps = [self._step(scale, line, item, int(word)) for word in distinct]
        if line.ticked:
            steps = self._settled_ticks(line, item, distinct, steps)
        self._check_scale(item, line, distinct, counts, steps)
        fate_of = {
            WordReading.STEP: 0,
            WordReading.DECLINED: DECLINED,
            WordReading.UNREADABLE: OFF_SCALE,
            WordReading.OPEN: OPEN,
        }
        fates = np.array([fate_of[step.reading] for step in steps], dtype=np.int8)[inverse]
        values = np.array([step.value for step in steps], dtype=float)[inverse]
        self.fates[entries] = fates
        said = fates != OFF_SCALE
        self._add(item.id, entries[said], alters[said], values[said])
        if instrument.kind in FIRM_KINDS:
            declined = [step.code if step.reading is WordReading.DECLINED else "" for step in steps]
            for entry, at in zip(entries, inverse, strict=True):
                if declined[at]:
                    self._write(item.id, int(entry), declined[at])

    def _write(self, item: str, entry: int, text: str) -> None:
        """For a firm "not needed" is an answer of its own: the line counts neither way."""
        self.written.append(
            Written(
                person=int(self.person[entry]),
                item=item,
                extra="",
                text=text,
                response=int(self.export.respondent[entry]),
                entry=entry,
            )
        )

    def _step(self, scale: ScaleWords, line: Placement, item: Item, word: int) -> Step:
        if word == BLANK:
            return Step(WordReading.OPEN)
        found = self._step_of_word(scale, line, item, word)
        if found.reading is WordReading.UNREADABLE and word in self.not_shown:
            return Step(WordReading.OPEN)
        return found

    def _step_of_word(self, scale: ScaleWords, line: Placement, item: Item, word: int) -> Step:
        text = "yes" if word == NOBODY else self.export.words[word]
        if not line.ticked or text in line.answers:
            return scale.read(text)
        assert item.scale is not None, "steps are read of items with a scale"
        is_ticked = said(text)
        if is_ticked is None and self.person_at(text)[0] != NOBODY:
            is_ticked = True  # platforms that write the label of the box
        if is_ticked is None:
            return scale.read(text)
        return Step(WordReading.STEP, item.scale.high if is_ticked else item.scale.low, "yes" if is_ticked else "no")

    def _settled_ticks(self, line: Placement, item: Item, words: IntArray, steps: list[Step]) -> list[Step]:
        """The only word nobody knows is a tick where it stands alone; beside others it is asked about."""
        assert item.scale is not None, "steps are read of items with a scale"
        strange = [at for at, step in enumerate(steps) if step.reading is WordReading.UNREADABLE]
        if len(strange) == 1 == len(steps):
            return [Step(WordReading.STEP, item.scale.high, "yes")]
        if strange:
            words_of = [self.export.words[int(words[at])] for at in strange]
            self.problems.append(strange_ticks(self.export.file, line, words_of))
        return steps

    def _check_scale(
        self, item: Item, line: Placement, words: IntArray, counts: IntArray, steps: Sequence[Step]
    ) -> None:
        off = {
            self.export.words[word]: int(count)
            for word, count, step in zip(words, counts, steps, strict=True)
            if step.reading is WordReading.UNREADABLE
        }
        bad, total = sum(off.values()), int(counts.sum())
        assert item.scale is not None, "only scales are checked"
        said = {self.export.words[word]: int(count) for word, count in zip(words, counts, strict=True) if word > BLANK}
        if (other := self._of_another_count(item, line, said)) is not None:
            self.problems.append(other)
        if not off or (other is not None and other.fatal):
            return
        is_other_scale = bad > 1 and bad > self.asked.most_unreadable * total
        self.problems.append(off_scale(self.export.file, line, item.scale, off, total, is_other_scale))

    def _of_another_count(self, item: Item, line: Placement, said: Mapping[str, int]) -> Problem | None:
        """Numbers counted otherwise than the scale's, unless the mapping says what each stands for."""
        if item.scale is None or not item.scale.ordered or said.keys() <= line.answers.keys():
            return None
        placed = [self.items[column.placement.item][1] for column in self.placed if column.placement.item]
        is_gated = any(implied.item == item.id for column in placed for implied in column.implies)
        steps = {word: count for word, count in said.items() if line.answers.get(word) not in set(Escape)}
        many = sum(said.values()) + 1 if is_gated else self.asked.never_chosen
        other, is_certain = renumbered(item.scale, steps, self.asked.renumbered, many)
        if not other or (self.export.platform == PLATFORM and not is_certain):
            return None  # the codes of our own table are the scale's, whichever of them were chosen
        return counted_otherwise(self.export.file, line, item.scale, other, is_certain)

    def _read_numbers(self, line: Placement, entries: IntArray, alters: IntArray, words: IntArray) -> None:
        distinct, inverse = np.unique(words, return_inverse=True)
        values = np.array([read_number(self.export.words[word]) for word in distinct], dtype=float)[inverse]
        self.fates[entries] = np.where(np.isnan(values), OFF_SCALE, 0)
        said = ~np.isnan(values)
        self._add(f"log:{line.layer}", entries[said], alters[said], values[said])

    def _read_words(self, line: Placement, group: Sequence[Placed], entries: IntArray) -> None:
        star = {placed.question: placed.star or self.export.questions[placed.question].part for placed in group}
        ticks = self._ticked_words(line, star, entries) if line.ticked else {}
        known = {*line.answers, *line.answers.values(), *self.asked.goals}
        for entry in entries:
            text = self.export.words[self.export.word[entry]]
            option = star[int(self.export.question[entry])]
            if line.ticked:
                texts = [option or text] if ticks[text, option] else []
            else:
                is_choice = self.items[line.item][1].answer is AnswerType.PICK and not line.extra
                texts = split_known(text, line.separator, known.__contains__) if is_choice else [text]
            texts = [line.answers.get(text, text) for text in texts]
            self.fates[entry] = 0
            self.written.extend(
                Written(
                    person=int(self.person[entry]),
                    item=line.item,
                    extra=line.extra,
                    text=text,
                    response=int(self.export.respondent[entry]),
                    entry=int(entry),
                )
                for text in texts
            )

    def _ticked_words(self, line: Placement, star: Mapping[int, str], entries: IntArray) -> dict[tuple[str, str], bool]:
        """Whether each word under each option means chosen; the label of the option does."""
        pairs = {
            (self.export.words[self.export.word[entry]], star[int(self.export.question[entry])]) for entry in entries
        }
        means = {
            (text, option): True if folded(text) == folded(option) else said(line.answers.get(text, text))
            for text, option in pairs
        }
        strange = sorted({text for (text, _), meant in means.items() if meant is None})
        if strange and (len(strange) > 1 or len({text for text, _ in pairs}) > 1) and any(star.values()):
            self.problems.append(strange_ticks(self.export.file, line, strange))
        return {pair: meant is not False for pair, meant in means.items()}

    def _add(self, key: str, entries: IntArray, alters: IntArray, values: NDArray[np.float64]) -> None:
        if key not in self.keys:
            self.keys.append(key)
        number = np.full(len(entries), self.keys.index(key), dtype=np.int64)
        self.parts.append((entries.astype(np.int64), number, alters, values))

    def columns(self) -> dict[str, IntArray]:
        """Whole-number columns of `Gathered`."""
        none = np.zeros(0, dtype=np.int64)
        entry, item, alter = (np.concatenate([none, *(part[at] for part in self.parts)]) for at in range(3))
        return {
            "person": self.person[entry],
            "item": item,
            "alter": alter,
            "response": self.export.respondent[entry].astype(np.int64),
            "entry": entry,
        }

    def values(self) -> NDArray[np.float64]:
        """Values of the rows of `columns`."""
        return np.concatenate([np.zeros(0), *(part[3] for part in self.parts)])

    def _check_wording(self, group: Sequence[Placed]) -> None:
        line = group[0].placement
        if not line.item or line.extra or line.text or line.about is About.ANSWER:
            return
        asked = {self.export.questions[placed.question].text for placed in group} - {""}
        other = sorted(text for text in asked if not is_worded_as(text, self.items[line.item][1]))
        if other and len(other) == len(asked) and not self._is_named_after_people(group):
            self.problems.append(worded_otherwise(self.export.file, line, other[0], self.items[line.item][1]))

    def _is_named_after_people(self, group: Sequence[Placed]) -> bool:
        """Headings that are only the names of people say nothing about the wording."""
        question = self.export.questions[group[0].question]
        return group[0].placement.about is not None and not question.part and self._alter_of(group[0]) != NOBODY
