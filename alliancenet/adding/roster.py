"""Somebody else's list of people as the roster of a project."""

from dataclasses import replace

from alliancenet.adding.firms import Firms
from alliancenet.adding.levels import graded, level_of
from alliancenet.adding.matching import SURE, ColumnMatch, are_distinct, matches_of, sensitive
from alliancenet.adding.proposal import FileProposal, few, table_map_text
from alliancenet.adding.question import GivenAnswers, OpenQuestion
from alliancenet.adding.sheet import ForeignSheet
from alliancenet.files.alike import plain_firm
from alliancenet.files.folding import column_key, folded
from alliancenet.files.table_map import OPEN, TableMap
from alliancenet.files.yes_no import said
from alliancenet.model.addresses import address_in
from alliancenet.model.register import Level

KIND = "people"
_NONE = "none"
_PLAIN = ("email", "function", "site", "joined", "left", "languages", "roles", "aliases", "onboarded")
_RIGHTS = ("opted_out", "may_be_named", "public_role")
_GONE = (
    "inactive",
    "terminated",
    "left",
    "leaver",
    "former",
    "ausgeschieden",
    "inaktiv",
    "beendet",
    "sorti",
    "withdrawn",
)
_FOREVER = ("9999-12-31", "31.12.9999", "31/12/9999", "12/31/9999", "2958465")
_LEVEL_CHOICES = (*map(str, Level), _NONE)
_MOST_ASKED = 40
_CONFIDENT_HEADINGS = 3


def roster_likeness(sheet: ForeignSheet) -> tuple[int, str]:
    """How sure it is that a sheet lists people, in percent, and why."""
    found = {name: matches[0] for name, matches in matches_of(sheet, KIND).items() if matches[0].confidence >= SURE}
    who = {"id", "name", "first", "last", "email"} & found.keys()
    about = {"level", "title", "function", "site", "joined", "left", "organisation", "status"} & found.keys()
    if not who or not (about or len(who) > 1):
        return 0, ""
    points = min(98, 40 + 14 * len(who) + 9 * len(about))
    named = [f"'{found[name].heading}'" for name in (*sorted(who), *sorted(about))]
    return points, f"columns {', '.join(named[:5])}"


def propose_roster(
    file: str, sheet: ForeignSheet, answers: GivenAnswers, firms: Firms, before: TableMap | None = None
) -> FileProposal:
    """Propose how a list of people is read.

    Parameters
    ----------
    file : its name.
    answers : what was answered already.
    firms : those of the project.
    before : map of an earlier file of the same headings, whose decisions are taken over.
    """
    return _Roster(file, sheet, answers, firms, before).proposal()


class _Roster:
    """One list of people while its map is made."""

    def __init__(
        self, file: str, sheet: ForeignSheet, answers: GivenAnswers, firms: Firms, before: TableMap | None
    ) -> None:
        self.file, self.sheet, self.answers, self.firms, self.before = file, sheet, answers, firms, before
        self.matches = matches_of(sheet, KIND)
        self.columns: dict[str, tuple[str, ...]] = {}
        self.fixed: dict[str, str] = {}
        self.words: dict[str, dict[str, str]] = {}
        self.leave_out: dict[str, tuple[str, ...]] = {}
        self.reasons: dict[str, str] = {}
        self.questions: list[OpenQuestion] = []
        self.notes: list[str] = []

    def proposal(self) -> FileProposal:
        if self.before is not None:
            self._take_over(self.before)
        self._who()
        self._firm()
        self._level()
        for name in _PLAIN:
            self._plain(name)
        self._rights()
        self._end_of_times()
        self._who_left()
        found = TableMap(
            kind=KIND,
            sheet=self.sheet.name,
            header=self.sheet.header,
            columns=self.columns,
            fixed=self.fixed,
            words={ours: words for ours, words in self.words.items() if words},
            leave_out=self.leave_out,
            ignore=self._rest(),
        )
        points, why = roster_likeness(self.sheet)
        return FileProposal(
            file=self.file,
            kind=KIND,
            what=f"a list of {len(self.sheet.rows):,} people ({points} %: {why})",
            map_text=table_map_text(found, self.reasons, self.file),
            told=(*self._lines(), *self.notes),
            questions=tuple(self.questions),
        )

    def _lines(self) -> list[str]:
        return [
            f"{ours}: {' + '.join(names)}" + (f" ({self.reasons[ours]})" if ours in self.reasons else "")
            for ours, names in self.columns.items()
            if OPEN not in names
        ]

    def _take_over(self, before: TableMap) -> None:
        there = {ours: names for ours, names in before.columns.items() if self.sheet.has(*names)}
        self.columns.update(there)
        self.fixed.update(before.fixed)
        self.words.update({ours: dict(words) for ours, words in before.words.items()})
        if "organisation" in self.fixed:
            self.fixed["organisation"] = self.firms.take(self.fixed["organisation"])
        firms = self.words.get("organisation", {})
        firms.update({said: self.firms.take(means) for said, means in firms.items()})
        self.leave_out.update(
            {heading: words for heading, words in before.leave_out.items() if self.sheet.has(heading)}
        )
        self.reasons.update(dict.fromkeys(there, f"as in {before.file}"))

    def ask(self, question: OpenQuestion) -> str:
        """The answer, or the mark of an open question."""
        question = replace(question, file=self.file)
        answer = self.answers.of(question)
        if answer is None:
            self.questions.append(question)
            return OPEN
        return answer

    def _best(self, name: str) -> ColumnMatch | None:
        """The column that holds something; asked about where it is not sure, or where two may."""
        found = self.matches.get(name, [])
        if not found:
            return None
        sure = [match for match in found if match.confidence >= SURE]
        chosen = self._chosen(name)
        if chosen is None and len(sure) == 1:
            return sure[0]
        if chosen is None and len(sure) > 1 and name not in {"id", "level", "joined", "left", "organisation", "email"}:
            return sure[0]
        headings = tuple(dict.fromkeys(match.heading for match in found))
        answer = self.ask(
            OpenQuestion(
                key=name,
                text=f"Which column holds {_WHAT.get(name, name)}?",
                choices=(*headings, *(h for h in self.sheet.headings if h and h not in headings), _NONE),
                proposal=found[0].heading,
                why=f"{found[0].confidence} %: {found[0].why}",
            )
        )
        if answer == OPEN:
            return ColumnMatch(field=name, heading=OPEN, confidence=0, why="")
        if answer == _NONE:
            return None
        return ColumnMatch(field=name, heading=answer, confidence=100, why="as answered")

    def _chosen(self, name: str) -> str | None:
        """The column somebody named for something; an answer that names none of this file's is not about it."""
        said = self.answers.to(self.file, name)
        return said if said == _NONE or said in self.sheet.headings else None

    def _take(self, name: str, match: ColumnMatch | None) -> None:
        if match and name not in self.columns:
            self.columns[name] = (match.heading,)
            self.reasons[name] = f"{match.confidence} %: {match.why}" if match.heading != OPEN else ""

    def _who(self) -> None:
        if "id" not in self.columns:
            self._id()
        if "name" in self.columns:
            return
        first, last, whole = (self._best(name) for name in ("first", "last", "name"))
        if first and last:
            self.columns["name"] = (first.heading, last.heading)
            self.reasons["name"] = f"{min(first.confidence, last.confidence)} %: first and last name"
        else:
            self._take("name", whole or last or first)

    def _id(self) -> None:
        distinct = [match for match in self.matches.get("id", []) if are_distinct(self.sheet.column(match.heading))]
        if distinct and self._chosen("id") is None:
            match = distinct[0]
            self._take(
                "id", replace(match, why=f"{match.why}, and another one in each of {len(self.sheet.rows):,} rows")
            )
            return
        others = [
            name
            for name in ("email", "name")
            for match in self.matches.get(name, [])[:1]
            if are_distinct(self.sheet.column(match.heading))
        ]
        proposal = self.matches[others[0]][0].heading if others else ""
        had = self.matches.get("id", [])
        why = "cells differ in every row" if others else "no column differs in every row"
        if had:
            why += f"; '{had[0].heading}' does not"
        answer = self.ask(
            OpenQuestion(
                key="id",
                text="Which column tells people apart?",
                choices=tuple(heading for heading in self.sheet.headings if heading),
                proposal=proposal,
                why=why,
            )
        )
        self._take("id", ColumnMatch(field="id", heading=answer, confidence=100, why="as answered"))

    def _firm(self) -> None:
        if "organisation" in self.columns:
            self._firm_words(self.columns["organisation"][0])
            return
        match = self._best("organisation") if "organisation" not in self.fixed else None
        if match and match.heading != OPEN:
            self._take("organisation", match)
            self._firm_words(match.heading)
        elif match:
            self._take("organisation", match)
        elif "organisation" not in self.fixed:
            known = tuple(self.firms.names.values())
            answer = self.ask(
                OpenQuestion(
                    key="firm",
                    text="Of which firm are these people?" + (f" Known: {', '.join(known)}" if known else ""),
                    why="no column names a firm",
                )
            )
            self.fixed["organisation"] = answer if answer == OPEN else self.firms.take(answer)

    def _firm_words(self, heading: str) -> None:
        """What each spelling of a firm means: a firm on record, or one of its own."""
        words = self.words.setdefault("organisation", {})
        done = {folded(word) for word in words}
        alike: dict[str, list[str]] = {}
        for cell in dict.fromkeys(cell for cell in self.sheet.column(heading) if cell):
            alike.setdefault(plain_firm(cell), []).append(cell)
        for spellings in alike.values():
            for cell in spellings:
                if folded(cell) not in done:
                    words[cell] = self._firm_of(cell, [other[0] for other in alike.values() if other is not spellings])
            if len(spellings) > 1:
                self.notes.append(f"{' and '.join(spellings[:3])} are read as one firm")
        blank = sum(not cell for cell in self.sheet.column(heading))
        if blank:
            self.notes.append(f"{blank:,} people have no firm there")

    def _firm_of(self, cell: str, others: list[str]) -> str:
        """The firm a cell names; asked where the project has none of that name, or another begins alike."""
        if known := self.firms.find(cell):
            return known
        alike = [other for other in others if plain_firm(other).split()[0] == plain_firm(cell).split()[0]]
        if self.firms.may_grow and not alike and not self.firms.like(cell):
            return self.firms.take(cell)
        answer = self.ask(
            OpenQuestion(
                key=f"organisation.{cell}",
                text=f"Which firm is '{cell}'?",
                choices=tuple(dict.fromkeys((*self.firms.names.values(), *alike, cell))),
                proposal=cell if self.firms.may_grow else "",
                why=f"it may be a part of {alike[0]}" if alike else "no firm of the project has this name",
            )
        )
        return answer if answer == OPEN else self.firms.take(answer)

    def _level(self) -> None:
        if "level" not in self.columns:
            match = self._best("level") or self._of_titles()
            self._take("level", match)
        if "level" not in self.columns or OPEN in self.columns["level"]:
            if "level" not in self.columns:
                self.notes.append(
                    "no column says the level: what is asked of senior people and project leaders is not made"
                )
            return
        cells = list(dict.fromkeys(cell for cell in self.sheet.column(self.columns["level"][0]) if cell))
        words = self.words.setdefault("level", {})
        done = {folded(word) for word in words}
        new = [cell for cell in cells if folded(cell) not in done]
        if new and not words and (grades := graded(new)):
            self._of_grades(grades.grades)
            return
        for cell in new[:_MOST_ASKED]:
            level, why = level_of(cell)
            if level and self.answers.to(self.file, f"level.{cell}") is None:
                words[cell] = str(level)
                self.notes.append(f"level of '{cell}': {level} ({why})")
            else:
                answer = self.ask(
                    OpenQuestion(
                        key=f"level.{cell}",
                        text=f"Which level is '{cell}' ({self._count('level', cell)} people)?",
                        choices=_LEVEL_CHOICES,
                        proposal=str(level or ""),
                        why=why,
                    )
                )
                words[cell] = "" if answer == _NONE else answer
        if len(new) > _MOST_ASKED:
            self.notes.append(f"{len(new) - _MOST_ASKED:,} more titles: their level is left open")
            words.update(dict.fromkeys(new[_MOST_ASKED:], ""))

    def _count(self, ours: str, cell: str) -> int:
        return sum(folded(said) == folded(cell) for said in self.sheet.column(self.columns[ours][0]))

    def _of_titles(self) -> ColumnMatch | None:
        """Titles say a level only where somebody agrees that they do."""
        found = self.matches.get("title", [])
        if not found:
            return None
        cells = [cell for cell in self.sheet.column(found[0].heading) if cell]
        told = sum(level_of(cell)[0] is not None for cell in cells)
        answer = self.ask(
            OpenQuestion(
                key="level",
                text="Which column says the level of a person?",
                choices=(*(heading for heading in self.sheet.headings if heading), _NONE),
                proposal=found[0].heading if told * 2 > len(cells) else _NONE,
                why=f"no column of grades; {told} of {len(cells)} titles tell one",
            )
        )
        if answer == OPEN:
            return ColumnMatch(field="level", heading=OPEN, confidence=0, why="")
        return (
            None if answer == _NONE else ColumnMatch(field="level", heading=answer, confidence=100, why="as answered")
        )

    def _of_grades(self, grades: tuple[str, ...]) -> None:
        """Two questions settle a ladder of grades: who is senior, who leads projects."""
        ladder, chosen = graded(grades), dict.fromkeys(grades, OPEN)
        assert ladder is not None, "called for numbered grades"
        asked = {
            Level.SENIOR: "Which grades are senior: executives who can commit the firm?",
            Level.PROJECT_LEADER: "Which grades lead projects or teams, below these?",
        }
        some = ", ".join(f"{grade} ({self._count('level', grade)})" for grade in grades)
        is_open = False
        for level, text in asked.items():
            answer = self.ask(
                OpenQuestion(
                    key=f"level.{level}",
                    text=f"{text} There are {some}. Write {grades[-1]}+ for it and higher numbers, {grades[0]}- for"
                    f" it and lower ones, a list, or {_NONE}",
                    example=f"{grades[-1]}+",
                )
            )
            is_open |= answer == OPEN
            if answer in {OPEN, _NONE, ""}:
                continue
            try:
                chosen.update({grade: str(level) for grade in ladder.said(answer) if chosen[grade] == OPEN})
            except ValueError as wrong:
                self.questions.append(
                    OpenQuestion(
                        file=self.file, key=f"level.{level}", text=f"There is no grade '{wrong}'. There are {some}"
                    )
                )
                is_open = True
        rest = OPEN if is_open else str(Level.OPERATING)
        self.words["level"] = {grade: rest if level == OPEN else level for grade, level in chosen.items()}

    def _plain(self, name: str) -> None:
        if name not in self.columns:
            self._take(name, self._best(name))
        if name == "email" and "email" in self.columns and OPEN not in self.columns["email"]:
            cells = self.sheet.column(self.columns["email"][0])
            none = sum(not address_in(cell) for cell in cells)
            if none:
                self.notes.append(f"{none:,} of {len(cells):,} people have no address there")

    def _rights(self) -> None:
        """Rights of people are taken only from columns that are named and filled as ours are."""
        for name in _RIGHTS:
            for match in self.matches.get(name, [])[:1]:
                if all(not cell or said(cell) is not None for cell in self.sheet.column(match.heading)):
                    self._take(name, match)

    def _end_of_times(self) -> None:
        if "left" in self.columns and OPEN not in self.columns["left"]:
            cells = set(self.sheet.column(self.columns["left"][0]))
            endless = [cell for cell in cells if cell.split(" ")[0].split("T")[0] in _FOREVER]
            if endless:
                self.words["left"] = {**self.words.get("left", {}), **dict.fromkeys(sorted(endless), "")}
                self.notes.append(f"left: {few(endless)} is read as no leaving date")

    def _who_left(self) -> None:
        """People marked as gone without a leaving day would stay on the roster: asked about."""
        for match in self.matches.get("status", [])[:1]:
            if match.heading in self.leave_out:
                continue
            cells = dict.fromkeys(cell for cell in self.sheet.column(match.heading) if cell)
            gone = [cell for cell in cells if any(word in folded(cell) for word in _GONE) or said(cell) is False]
            for cell in gone:
                answer = self.ask(
                    OpenQuestion(
                        key=f"status.{cell}",
                        text=f"{match.heading} is '{cell}' for {self.sheet.column(match.heading).count(cell)} people:"
                        " are they left out, or kept?",
                        choices=("left out", "kept"),
                        proposal="left out",
                        why="the word says they are gone; kept, their leaving date decides",
                    )
                )
                if answer in {"left out", OPEN}:
                    word = cell if answer != OPEN else OPEN
                    self.leave_out[match.heading] = (*self.leave_out.get(match.heading, ()), word)

    def _rest(self) -> tuple[str, ...]:
        used = {column_key(name) for names in self.columns.values() for name in names} | set(
            map(column_key, self.leave_out)
        )
        rest = [name for name in self.sheet.headings if name and column_key(name) not in used]
        private = [name for name in rest if column_key(name) in sensitive()]
        plain = [name for name in rest if name not in private]
        if plain:
            self.notes.append(f"not read: {few(plain, 12)}")
        if private:
            self.notes.append(
                f"NOT NEEDED, and better not kept here: {', '.join(private)}. They are not read; have the list sent"
                " again without them"
            )
        return tuple(rest)


_WHAT = {
    "id": "what tells people apart",
    "level": "the level or grade",
    "organisation": "the firm",
    "email": "the e-mail address at work",
    "function": "the department",
    "site": "the place of work",
    "joined": "the day somebody joined the firm",
    "left": "the day somebody left",
    "name": "the whole name",
    "first": "the first name",
    "last": "the last name",
}
