"""Ties of a file as a layer of a wave: what they are about, which wave, what blanks mean, who the names are."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from alliancenet.adding.proposal import FileProposal, few, table_map_text
from alliancenet.adding.question import GivenAnswers, OpenQuestion
from alliancenet.errors import InputError, Problem
from alliancenet.files.folding import column_key, folded
from alliancenet.files.table import CsvTable, FileSays
from alliancenet.files.table_map import OPEN, TableMap
from alliancenet.model.multiplex import Layer
from alliancenet.model.register import Person
from alliancenet.sources.edges.columns import read_ties
from alliancenet.sources.network_files.matrix import Blank
from alliancenet.sources.network_files.reading import TiesTable
from alliancenet.survey.directory import PeopleDirectory
from alliancenet.survey.names import likely_pairs

KIND = "ties"
_LEAVE_OUT, _NOBODY = "left out", "nobody"
_MOST_ASKED = 40
_LEAST = 80.0  # likeness from which somebody is proposed (own limit)


def propose_ties(
    path: Path,
    answers: GivenAnswers,
    people: Sequence[Person],
    waves: Sequence[tuple[str, str]],
    *,
    before: TableMap | None = None,
    sheet: tuple[str, int] = ("", 0),
) -> FileProposal:
    """Propose what a file of ties tells.

    Parameters
    ----------
    people : the roster.
    waves : alliance and id of each wave of the project.
    before : map of an earlier file of ties, whose layer is taken over.
    sheet : name of a workbook's sheet and row of its headings, for edge lists.
    """
    return _TiesProposal(path, answers, people, waves, before, sheet).proposal()


class _TiesProposal:
    """One file of ties while its map is made."""

    def __init__(
        self,
        path: Path,
        answers: GivenAnswers,
        people: Sequence[Person],
        waves: Sequence[tuple[str, str]],
        before: TableMap | None,
        sheet: tuple[str, int],
    ) -> None:
        self.path, self.answers, self.people, self.waves, self.before = path, answers, people, waves, before
        self.sheet, self.header = sheet
        self.questions: list[OpenQuestion] = []
        self.notes: list[str] = []
        self.problems: list[Problem] = []

    def ask(self, question: OpenQuestion) -> str:
        """The answer, or the mark of an open question."""
        question = replace(question, file=self.path.name)
        answer = self.answers.of(question)
        if answer is None:
            self.questions.append(question)
            return OPEN
        return answer

    def proposal(self) -> FileProposal:
        blank, table = self._table()
        layer, layers = self._layers(table)
        alliance, wave = self._wave()
        found = TableMap(
            kind=KIND,
            sheet=self.sheet,
            header=self.header,
            columns=self._columns(table),
            words={"layer": layers} if layers else {},
            people=self._names(table),
            layer=layer,
            alliance=alliance,
            wave=wave,
            blank=blank,
            ignore=self._unread(table),
        )
        kind = next((problem.found for problem in self.problems if "is read as" in problem.found), "a list of ties")
        self.notes += [str(problem.found) for problem in self.problems if not problem.fatal and problem.found != kind]
        return FileProposal(
            file=self.path.name,
            kind=KIND,
            what=f"{kind.removeprefix('is read as ')}; {len(table.frame):,} ties",
            map_text=table_map_text(found, {}, self.path.name),
            told=tuple(dict.fromkeys(self.notes)),
            questions=tuple(self.questions),
        )

    def _table(self) -> tuple[str, CsvTable]:
        """The ties; where blanks of a matrix are open, read as no tie while it is asked."""
        declared = FileSays(columns=TableMap(sheet=self.sheet, header=self.header)) if self.header else FileSays()
        if self.sheet and not self.header:
            declared = FileSays(sheets=(self.sheet,))
        problems: list[Problem] = []
        table = read_ties(self.path, problems, declared, may_be_empty=False)
        blank = ""
        if table is None and any("are blank" in problem.found for problem in problems):
            asked = next(problem for problem in problems if "are blank" in problem.found)
            answer = self.before.blank if self.before and self.before.blank else ""
            answer = answer or self.ask(
                OpenQuestion(key="blank", text=f"{asked.found}: what is a blank?", choices=("no_tie", "unknown"))
            )
            blank, problems = answer, []
            meant = Blank(answer) if answer in set(Blank) else Blank.NO_TIE
            table = read_ties(self.path, problems, declared, may_be_empty=False, blank=meant)
        if table is None:
            raise InputError(problems)
        self.problems = problems
        return blank, table

    def _columns(self, table: CsvTable) -> dict[str, tuple[str, ...]]:
        if isinstance(table, TiesTable):
            return {}
        ours = ("source", "target", "layer", "wave", "weight", "type")
        return {name: (table.as_written.get(name, name),) for name in ours if name in table.frame.columns}

    def _unread(self, table: CsvTable) -> tuple[str, ...]:
        used = {column_key(names[0]) for names in self._columns(table).values()}
        named = [table.as_written.get(str(name), str(name)) for name in table.frame.columns]
        return () if not used else tuple(name for name in named if column_key(name) not in used)

    def _layers(self, table: CsvTable) -> tuple[str, dict[str, str]]:
        """The layer of all ties, or what each layer of the file is."""
        choices = tuple(map(str, Layer))
        names = [name for name in dict.fromkeys(table.column("layer")) if name]
        if not names:
            if self.before and self.before.layer:
                self.notes.append(f"layer: {self.before.layer}, as in {self.before.file}")
                return self.before.layer, {}
            return self.ask(
                OpenQuestion(
                    key="layer",
                    text="What are these ties about?",
                    choices=choices,
                    why="no column says it; advice or friendship told as communication would be wrong",
                )
            ), {}
        known = dict(self.before.words.get("layer", {})) if self.before else {}
        by_key = {column_key(layer): layer for layer in choices}
        for name in names:
            if name in known:
                continue
            known[name] = by_key.get(column_key(name)) or self.ask(
                OpenQuestion(key=f"layer.{name}", text=f"What is '{name}'?", choices=(*choices, _LEAVE_OUT))
            )
        return "", {name: "" if means == _LEAVE_OUT else means for name, means in known.items()}

    def _wave(self) -> tuple[str, str]:
        if len(self.waves) == 1:
            return "", ""
        choices = tuple(f"{alliance} {wave}" for alliance, wave in self.waves)
        if not choices:
            return "", ""
        answer = self.ask(
            OpenQuestion(key="in_wave", text="Of which alliance and wave are these ties?", choices=choices)
        )
        if answer == OPEN:
            return OPEN, OPEN
        alliance, _, wave = answer.partition(" ")
        return alliance, wave

    def _names(self, table: CsvTable) -> Mapping[str, str]:
        """Who the names are that nobody on the roster goes by."""
        if not self.people:
            return {}
        directory = PeopleDirectory(self.people)
        called = table.names if isinstance(table, TiesTable) else {}
        ends = sorted({str(end) for side in ("source", "target") for end in table.frame[side].unique()})
        strangers = [end for end in ends if not any(directory.find(name)[0] for name in (end, *called.get(end, ())))]
        found = {name: person for name, person in (self.before.people if self.before else {}).items() if name in ends}
        asked = [name for name in strangers if folded(name) not in set(map(folded, found))]
        near: dict[str, str] = {}
        for i, j, score in likely_pairs(asked, [person.name for person in self.people], _LEAST):
            near.setdefault(asked[i], f"{self.people[j].id}|{score:.0f} % like {self.people[j].name}")
        ids = tuple(str(person.id) for person in self.people)
        for name in asked[:_MOST_ASKED]:
            likely, _, why = near.get(name, "").partition("|")
            found[name] = self.ask(
                OpenQuestion(
                    key=f"people.{name}",
                    text=f"Who is '{name}'? Nobody on the roster goes by this name",
                    choices=(*ids, _NOBODY),
                    proposal=likely,
                    why=why,
                    meanings={str(person.id): person.name for person in self.people}
                    | {_NOBODY: "somebody who is on no list"},
                )
            )
        if len(asked) > _MOST_ASKED:
            needed = "ids, names or addresses as on the roster"
            told = f"{len(asked):,} names are on no roster ({few(asked)})"
            raise InputError([Problem(file=self.path.name, found=told, needed=needed)])
        return found
