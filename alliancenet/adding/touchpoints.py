"""Meetings of a CRM or a calendar as touchpoints: who met when, for what kind of purpose."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from alliancenet.adding.matching import SURE, ColumnMatch, matches_of
from alliancenet.adding.proposal import FileProposal, few, table_map_text
from alliancenet.adding.question import GivenAnswers, OpenQuestion
from alliancenet.adding.sheet import ForeignSheet
from alliancenet.files.folding import column_key, folded
from alliancenet.files.table_map import OPEN, TableMap
from alliancenet.model.register import TOUCHPOINTS

KIND = "touchpoints"
_LEAVE_OUT = "left out"
_MOST_ASKED = 30
_OURS = frozenset(TOUCHPOINTS)


def meetings_likeness(sheet: ForeignSheet) -> tuple[int, str]:
    """How sure it is that a sheet lists meetings, in percent, and why."""
    found = {name: matches[0] for name, matches in matches_of(sheet, KIND).items() if matches[0].confidence >= SURE}
    if "date" not in found or not {"attendees", "owner"} & found.keys():
        return 0, ""
    points = min(96, 50 + 14 * len(found))
    return points, f"columns {', '.join(repr(match.heading) for match in found.values())}"


def propose_touchpoints(
    file: str,
    sheet: ForeignSheet,
    answers: GivenAnswers,
    alliances: Mapping[str, Sequence[str]],
    before: TableMap | None = None,
) -> FileProposal:
    """Propose how a list of meetings is read.

    Parameters
    ----------
    alliances : id of each alliance, and the names it and its partners go by.
    before : map of an earlier file of the same headings, whose decisions are taken over.
    """
    return _Meetings(file, sheet, answers, alliances, before).proposal()


class _Meetings:
    """One list of meetings while its map is made."""

    def __init__(
        self,
        file: str,
        sheet: ForeignSheet,
        answers: GivenAnswers,
        alliances: Mapping[str, Sequence[str]],
        before: TableMap | None,
    ) -> None:
        self.file, self.sheet, self.answers, self.alliances, self.before = file, sheet, answers, alliances, before
        self.matches = matches_of(sheet, KIND)
        self.columns: dict[str, tuple[str, ...]] = {}
        self.fixed: dict[str, str] = {}
        self.words: dict[str, dict[str, str]] = {}
        self.leave_out: dict[str, tuple[str, ...]] = {}
        self.reasons: dict[str, str] = {}
        self.questions: list[OpenQuestion] = []
        self.notes: list[str] = []

    def proposal(self) -> FileProposal:
        self._columns()
        self._alliance()
        self._type()
        used = {column_key(name) for names in self.columns.values() for name in names} | set(
            map(column_key, self.leave_out)
        )
        rest = tuple(name for name in self.sheet.headings if name and column_key(name) not in used)
        if rest:
            self.notes.append(f"not read, subjects and notes among them: {few(rest, 12)}")
        found = TableMap(
            kind=KIND,
            sheet=self.sheet.name,
            header=self.sheet.header,
            columns=self.columns,
            fixed=self.fixed,
            words=self.words,
            leave_out=self.leave_out,
            ignore=rest,
        )
        points, why = meetings_likeness(self.sheet)
        return FileProposal(
            file=self.file,
            kind=KIND,
            what=f"a list of {len(self.sheet.rows):,} meetings ({points} %: {why})",
            map_text=table_map_text(found, self.reasons, self.file),
            told=(
                *(
                    f"{ours}: {' + '.join(names)} ({self.reasons.get(ours, '')})"
                    for ours, names in self.columns.items()
                ),
                *self.notes,
            ),
            questions=tuple(self.questions),
        )

    def ask(self, question: OpenQuestion) -> str:
        """The answer, or the mark of an open question."""
        question = replace(question, file=self.file)
        answer = self.answers.of(question)
        if answer is None:
            self.questions.append(question)
            return OPEN
        return answer

    def _columns(self) -> None:
        for name in ("date", "alliance", "type"):
            found = self.matches.get(name, [])
            if found and not (name == "alliance" and len(self.alliances) == 1):
                self._take(name, found[0])
        people = [self.matches[name][0] for name in ("owner", "attendees", "optional") if self.matches.get(name)]
        if people:
            self.columns["attendees"] = tuple(match.heading for match in people)
            self.reasons["attendees"] = "who called it, and who was asked"

    def _take(self, name: str, match: ColumnMatch) -> None:
        self.columns[name] = (match.heading,)
        self.reasons[name] = f"{match.confidence} %: {match.why}"

    def _alliance(self) -> None:
        if len(self.alliances) == 1:
            self.fixed["alliance"] = next(iter(self.alliances))
            account = self.matches.get("alliance")
            if account:
                self._only_of_partners(account[0].heading)
            return
        if "alliance" not in self.columns:
            self.fixed["alliance"] = self.ask(
                OpenQuestion(
                    key="alliance", text="Of which alliance are these meetings?", choices=tuple(self.alliances)
                )
            )
            return
        words = self.words.setdefault("alliance", self._before("alliance"))
        for cell in self._cells("alliance", words):
            known = [one for one, names in self.alliances.items() if folded(cell) in set(map(folded, (one, *names)))]
            words[cell] = known[0] if len(known) == 1 else self._which(cell)
        out = [cell for cell, means in words.items() if means == _LEAVE_OUT]
        for cell in out:
            del words[cell]
        if out:
            self.leave_out[self.columns["alliance"][0]] = tuple(out)

    def _which(self, cell: str) -> str:
        return self.ask(
            OpenQuestion(
                key=f"alliance.{cell}",
                text=f"Which alliance is '{cell}'?",
                choices=(*self.alliances, _LEAVE_OUT),
                why="no alliance and no partner of one alone has this name",
            )
        )

    def _only_of_partners(self, heading: str) -> None:
        """Meetings with other accounts do not belong to the only alliance."""
        names = {folded(name) for name in next(iter(self.alliances.values()))}
        cells = dict.fromkeys(self.sheet.column(heading))
        others = [cell for cell in cells if cell and folded(cell) not in names]
        if not others:
            return
        answer = self.ask(
            OpenQuestion(
                key="accounts",
                text=f"{len(others)} of {len(cells)} accounts are no partner ({few(others)}). And their meetings?",
                choices=(_LEAVE_OUT, "kept"),
                proposal=_LEAVE_OUT,
                why="the alliance is with its partners",
            )
        )
        if answer == _LEAVE_OUT:
            self.leave_out[heading] = tuple(others)
        elif answer == OPEN:
            self.leave_out[heading] = (OPEN,)

    def _type(self) -> None:
        choices = (*TOUCHPOINTS, _LEAVE_OUT)
        if "type" not in self.columns:
            self.fixed["type"] = self.ask(
                OpenQuestion(
                    key="type", text="What kind of meetings are these?", choices=TOUCHPOINTS, why="no column says it"
                )
            )
            return
        words = self.words.setdefault("type", self._before("type"))
        for cell in self._cells("type", words):
            if column_key(cell) in set(map(column_key, _OURS)):
                continue
            answer = self.ask(
                OpenQuestion(
                    key=f"type.{cell}",
                    text=f"What kind of meeting is '{cell}'?",
                    choices=choices,
                )
            )
            if answer == _LEAVE_OUT:
                heading = self.columns["type"][0]
                self.leave_out[heading] = (*self.leave_out.get(heading, ()), cell)
            else:
                words[cell] = answer
        if not words:
            del self.words["type"]

    def _cells(self, ours: str, words: Mapping[str, str]) -> list[str]:
        done = {folded(word) for word in words}
        cells = dict.fromkeys(cell for cell in self.sheet.column(self.columns[ours][0]) if cell)
        return [cell for cell in cells if folded(cell) not in done][:_MOST_ASKED]

    def _before(self, ours: str) -> dict[str, str]:
        return dict(self.before.words.get(ours, {})) if self.before else {}
