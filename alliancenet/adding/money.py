"""Exports of ERP, CRM, ticket and time systems as files of economics: what each column is, and who each partner is."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from alliancenet.adding.firms import Firms
from alliancenet.adding.matching import SURE, ColumnMatch, matches_of
from alliancenet.adding.proposal import FileProposal, few, table_map_text
from alliancenet.adding.question import GivenAnswers, OpenQuestion
from alliancenet.adding.sheet import ForeignSheet
from alliancenet.files.folding import column_key, folded
from alliancenet.files.table_map import NOT_MATCHED, OPEN, TableMap

LEFT_OUT = "left out"
KINDS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "sales": (("partner", "date", "amount"), "lines of sales"),
    "events": (("partner", "date", "activity"), "entries of time or tickets"),
    "costs": (("partner", "date", "amount", "kind"), "costs"),
}
"""By kind of export: columns it cannot do without, and what its rows are."""
_OF_EVENTS = frozenset({"hours", "minutes", "seconds", "activity"})
_CELLS_SURE, _PER_COLUMN, _MOST = 55, 6, 97
_ALIKE = 80.0  # of 100, from which a name is proposed for another (own limit)
_MOST_ASKED = 30
_WON = frozenset({"closedwon", "won", "gewonnen", "abgeschlossengewonnen", "closedwon100"})
_INVOICE = frozenset({"invoice", "f1", "f2", "f5", "rechnung", "postedsalesinvoice", "salesinvoice", "debitmemo", "l2"})
_CREDIT = frozenset(
    {"credit", "creditmemo", "creditnote", "gutschrift", "g2", "re", "s1", "salescreditmemo", "storno", "cancellation"}
)
_ORDER = frozenset({"order", "salesorder", "auftrag", "ta", "or"})


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownBooks:
    """What a project knows that an export is matched with.

    Parameters
    ----------
    partners : name of each partner by its id.
    activities : ids in activities.csv.
    cost_kinds : kinds of direct costs.
    """

    partners: Mapping[str, str]
    activities: Sequence[str] = ()
    cost_kinds: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchReport:
    """Rows by how their partner was found: every row in exactly one class.

    Parameters
    ----------
    counts : rows by class, those of no row left out.
    unmatched : names nobody on record goes by, with their rows, the most frequent first.
    """

    rows: int
    counts: Mapping[str, int]
    unmatched: tuple[tuple[str, int], ...]

    def lines(self) -> list[str]:
        """The report in words."""
        told = ", ".join(f"{count:,} {name}" for name, count in self.counts.items())
        found = [f"partners: {told}: {self.rows:,} rows in all"]
        if self.unmatched:
            names = [f"{name} ({count:,})" for name, count in self.unmatched]
            found.append(f"not matched: {few(names, 8)}")
        return found


def books_likeness(sheet: ForeignSheet) -> list[tuple[str, int, str]]:
    """What of economics a sheet may be: kind, confidence in percent, reason; the likeliest first."""
    found = []
    for kind, (needed, _) in KINDS.items():
        sure = {name: matches[0] for name, matches in matches_of(sheet, kind).items() if matches[0].confidence >= SURE}
        if kind == "events" and not _OF_EVENTS & sure.keys():
            continue
        if {"partner", "date"} <= sure.keys() and (kind == "events" or set(needed) <= sure.keys()):
            points = min(_MOST, _CELLS_SURE + _PER_COLUMN * len(sure))
            why = f"columns {', '.join(repr(match.heading) for match in sure.values())}"
            found.append((kind, points, why))
    return sorted(found, key=lambda kind: -kind[1])


def propose_books(
    file: str,
    sheet: ForeignSheet,
    kind: str,
    answers: GivenAnswers,
    known: KnownBooks,
    before: TableMap | None = None,
) -> tuple[FileProposal, MatchReport]:
    """Propose how an export is read.

    Parameters
    ----------
    kind : `sales`, `events` or `costs`.
    before : map of this file so far, or of an earlier one of the same headings, whose decisions are taken over.
    """
    made = _Export(file, sheet, kind, answers, known, before)
    return made.proposal(), made.report


class _Export:
    """One export while its map is made."""

    def __init__(
        self,
        file: str,
        sheet: ForeignSheet,
        kind: str,
        answers: GivenAnswers,
        known: KnownBooks,
        before: TableMap | None,
    ) -> None:
        self.file, self.sheet, self.kind, self.answers = file, sheet, kind, answers
        self.known, self.before = known, before
        self.matches = matches_of(sheet, kind)
        self.columns: dict[str, tuple[str, ...]] = {}
        self.fixed: dict[str, str] = {}
        self.words: dict[str, dict[str, str]] = {}
        self.leave_out: dict[str, tuple[str, ...]] = {}
        self.reasons: dict[str, str] = {}
        self.questions: list[OpenQuestion] = []
        self.report = MatchReport(rows=len(sheet.rows), counts={}, unmatched=())

    def proposal(self) -> FileProposal:
        self._columns()
        self._stage()
        self._kinds()
        self._activities()
        self._partners()
        used = {column_key(name) for names in self.columns.values() for name in names}
        used |= set(map(column_key, self.leave_out))
        rest = tuple(name for name in self.sheet.headings if name and column_key(name) not in used)
        found = TableMap(
            kind=self.kind,
            sheet=self.sheet.name,
            header=self.sheet.header,
            columns=self.columns,
            fixed=self.fixed,
            words={ours: words for ours, words in self.words.items() if words},
            leave_out=self.leave_out,
            ignore=rest,
        )
        likely = {kind: (points, why) for kind, points, why in books_likeness(self.sheet)}
        points, why = likely.get(self.kind, (100, "as answered"))
        told = [
            *(f"{ours}: {' + '.join(names)} ({self.reasons.get(ours, '')})" for ours, names in self.columns.items()),
            *self.report.lines(),
        ]
        if rest:
            told.append(f"not read, names of people among them: {few(rest, 12)}")
        return FileProposal(
            file=self.file,
            kind=self.kind,
            what=f"{len(self.sheet.rows):,} {KINDS[self.kind][1]} ({points} %: {why})",
            map_text=table_map_text(found, self.reasons, self.file),
            told=tuple(told),
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
        for name, found in self.matches.items():
            if name == "stage" or (name in _TIMES and any(taken in self.columns for taken in _TIMES)):
                continue
            if self.before and name in self.before.columns:
                self.columns[name] = self.before.columns[name]
                self.reasons[name] = "as answered before"
            else:
                self.columns[name] = (self._heading(name, found),)
        for name in KINDS[self.kind][0]:
            if name not in self.columns:
                self._missing(name)

    def _heading(self, name: str, found: Sequence[ColumnMatch]) -> str:
        """The heading of a column; asked where two that may be it hold different cells."""
        best = [match for match in found if match.confidence == found[0].confidence]
        cells = self.sheet.column(best[0].heading)
        others = [match for match in best[1:] if self.sheet.column(match.heading) != cells]
        self.reasons[name] = f"{best[0].confidence} %: {best[0].why}"
        if not others:
            return best[0].heading
        if name == "partner":
            return max((best[0], *others), key=lambda match: self._found_in(match.heading)).heading
        return self.ask(
            OpenQuestion(
                key=name,
                text=f"Which column is the {name.replace('_', ' ')}?",
                choices=tuple(match.heading for match in (best[0], *others)),
                proposal=best[0].heading,
                why=f"they differ, such as {self._apart(best[0].heading, others[0].heading)}",
            )
        )

    def _found_in(self, heading: str) -> int:
        """Rows whose cell is a partner on record, by id or by name."""
        firms = Firms(self.known.partners, may_grow=False)
        return sum(count for cell, count in Counter(self.sheet.column(heading)).items() if cell and firms.find(cell))

    def _apart(self, first: str, second: str) -> str:
        pairs = zip(self.sheet.column(first), self.sheet.column(second), strict=True)
        one, other = next(pair for pair in pairs if pair[0] != pair[1])
        return f"'{one}' and '{other}' in one row"

    def _missing(self, name: str) -> None:
        if name == "kind":
            choices = tuple(self.known.cost_kinds)
            self.fixed["kind"] = self.ask(
                OpenQuestion(key="kind of cost", text="What kind of costs are these?", choices=choices)
            )
        elif name == "activity" and self.known.activities:
            text = "Which activity are these rows, as no column says it?"
            self.fixed["activity"] = self.ask(
                OpenQuestion(key="activity", text=text, choices=tuple(self.known.activities))
            )
        else:
            headings = tuple(name for name in self.sheet.headings if name)
            self.columns[name] = (
                self.ask(OpenQuestion(key=name, text=f"Which column is the {name}?", choices=headings)),
            )

    def _stage(self) -> None:
        """Deals that are not won are no sales."""
        found = self.matches.get("stage")
        if self.kind != "sales" or not found:
            return
        heading = found[0].heading
        cells = list(dict.fromkeys(cell for cell in self.sheet.column(heading) if cell))
        won = [cell for cell in cells if column_key(cell) in _WON]
        if not won and cells:
            answer = self.ask(
                OpenQuestion(
                    key="won", text="Which stage is sold? Rows of the others are left out.", choices=tuple(cells)
                )
            )
            won = [answer]
        others = tuple(cell for cell in cells if cell not in won)
        if others:
            self.leave_out[heading] = (OPEN,) if OPEN in won else others

    def _kinds(self) -> None:
        """What a word for invoice, credit note and order is here; kinds of costs."""
        if "kind" not in self.columns or self.columns["kind"] == (OPEN,):
            return
        words = self._words_before("kind")
        choices = ("invoice", "credit", "order") if self.kind == "sales" else tuple(self.known.cost_kinds)
        for cell in self._cells("kind", words):
            key = column_key(cell)
            if key in set(map(column_key, choices)):
                continue
            means = ""
            if self.kind == "sales":
                known = (("invoice", _INVOICE), ("credit", _CREDIT), ("order", _ORDER))
                means = next((word for word, names in known if key in names), "")
            if not means:
                text = f"What is '{cell}' in {self.columns['kind'][0]}?"
                means = self.ask(OpenQuestion(key=f"kind.{cell}", text=text, choices=(*choices, LEFT_OUT)))
            self._say("kind", cell, means, words)
        self.words["kind"] = words

    def _activities(self) -> None:
        if self.kind != "events" or "activity" not in self.columns or self.columns["activity"] == (OPEN,):
            return
        words = self._words_before("activity")
        for cell in self._cells("activity", words):
            if cell in self.known.activities:
                continue
            proposal = _alike(cell, {name: name.replace("_", " ") for name in self.known.activities})
            means = self.ask(
                OpenQuestion(
                    key=f"activity.{cell}",
                    text=f"Which activity is '{cell}'?",
                    choices=(*self.known.activities, LEFT_OUT),
                    proposal=proposal,
                    why="its name is alike" if proposal else "",
                )
            )
            self._say("activity", cell, means, words)
        self.words["activity"] = words

    def _say(self, ours: str, cell: str, means: str, words: dict[str, str]) -> None:
        if means == LEFT_OUT:
            heading = self.columns[ours][0]
            self.leave_out[heading] = (*self.leave_out.get(heading, ()), cell)
        else:
            words[cell] = means

    def _partners(self) -> None:
        """Who each name is: by id, by name, as answered, or nobody on record; counted by rows."""
        if "partner" not in self.columns or self.columns["partner"] == (OPEN,):
            return
        heading = self.columns["partner"][0]
        rows = Counter(cell for cell in self._cells_kept(heading))
        before, firms = self._words_before("partner"), Firms(self.known.partners, may_grow=False)
        words: dict[str, str] = {}
        counts: Counter[str] = Counter()
        asked = 0
        for cell, count in rows.most_common():
            if not cell:
                counts["without a name"] += count
            elif cell in self.known.partners:
                counts["by id"] += count
            elif before.get(folded(cell), NOT_MATCHED) != NOT_MATCHED:
                words[cell] = before[folded(cell)]
                counts["as answered before"] += count
            elif firm := firms.find(cell):
                words[cell] = firm
                counts["by name"] += count
            else:
                is_asked = asked < _MOST_ASKED and folded(cell) not in before
                proposal = _alike(cell, self.known.partners) if is_asked else ""
                words[cell] = self._who(cell, proposal) if proposal else NOT_MATCHED
                asked += bool(proposal)
                counts[_CLASS.get(words[cell], "as answered")] += count
        out = tuple(cell for cell, means in words.items() if means == LEFT_OUT)
        if out:
            self.leave_out[heading] = (*self.leave_out.get(heading, ()), *out)
        self.words["partner"] = {cell: means for cell, means in words.items() if means != LEFT_OUT}
        unmatched = [(cell, rows[cell]) for cell, means in words.items() if means == NOT_MATCHED]
        counts["not read, as other columns say"] = len(self.sheet.rows) - sum(rows.values())
        self.report = MatchReport(
            rows=len(self.sheet.rows),
            counts={name: count for name, count in counts.items() if count},
            unmatched=tuple(unmatched),
        )

    def _who(self, cell: str, proposal: str) -> str:
        return self.ask(
            OpenQuestion(
                key=f"partner.{cell}",
                text=f"Who is '{cell}'?",
                choices=(*self.known.partners, NOT_MATCHED, LEFT_OUT),
                proposal=proposal,
                why=f"alike: {self.known.partners[proposal]}",
            )
        )

    def _cells_kept(self, heading: str) -> list[str]:
        """Cells of a column in rows that no other column leaves out."""
        kept = [True] * len(self.sheet.rows)
        for other, out in self.leave_out.items():
            if column_key(other) != column_key(heading):
                words = set(map(folded, out))
                kept = [
                    is_in and folded(cell) not in words
                    for is_in, cell in zip(kept, self.sheet.column(other), strict=True)
                ]
        return [cell for cell, is_in in zip(self.sheet.column(heading), kept, strict=True) if is_in]

    def _cells(self, ours: str, words: Collection[str]) -> list[str]:
        done = {folded(word) for word in words}
        cells = dict.fromkeys(cell for cell in self._cells_kept(self.columns[ours][0]) if cell)
        return [cell for cell in cells if folded(cell) not in done][:_MOST_ASKED]

    def _words_before(self, ours: str) -> dict[str, str]:
        found = self.before.words.get(ours, {}) if self.before else {}
        return {folded(cell) if ours == "partner" else cell: means for cell, means in found.items()}


_TIMES = ("minutes", "hours", "seconds")
_CLASS = {NOT_MATCHED: "not matched", LEFT_OUT: "left out", OPEN: "still open"}


def _alike(name: str, known: Mapping[str, str]) -> str:
    """The id whose name is most alike, "" when none is alike enough or two are as alike."""
    from rapidfuzz import fuzz, process

    scored = process.extract(
        folded(name), {key: folded(value) for key, value in known.items()}, scorer=fuzz.token_sort_ratio, limit=2
    )
    if not scored or scored[0][1] < _ALIKE or (len(scored) > 1 and scored[1][1] == scored[0][1]):
        return ""
    return str(scored[0][2])
