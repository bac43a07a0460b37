"""answers.csv: our own table of answers, every cell checked, then read like any other export.

The form is ``wave,alliance,respondent,item,alter,value``; `alter` is the person a roster question
is about, empty for all others.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from alliancenet.arrays import BoolArray, IntArray
from alliancenet.errors import InputError, Problem
from alliancenet.files.entry import shown
from alliancenet.files.folding import folded
from alliancenet.files.grid import Grid, read_csv_grid
from alliancenet.files.table import MOST_BYTES
from alliancenet.model.instrument import AnswerType, Escape, Instrument, Item, Kind
from alliancenet.sources.cells import unknown
from alliancenet.sources.checks import MOST_LISTED, counted, emptied, more_of, warning
from alliancenet.sources.draft import Draft, SurveyExport
from alliancenet.store.purges import emptied_files
from alliancenet.survey.mapping import items_of, mapping_by_code
from alliancenet.survey.readers.days import open_days_in
from alliancenet.survey.readers.detect import export_limits
from alliancenet.survey.readers.export import BLANK
from alliancenet.survey.readers.tidy import COLUMNS, TidyRows, export_of, tidy_rows
from alliancenet.survey.values import ScaleWords, WordReading, read_number

_NEEDED = ("respondent", "item", "value")


def read_answers(path: Path, name: str, draft: Draft) -> None:
    """Read `respondent,item,value` and optionally wave, alliance, alter, evidence, date, finished.

    Notes
    -----
    Everything the rows name is read before them. Cells are checked once per distinct content, not
    once per row. Cost: O(rows).
    """
    try:
        limits = replace(export_limits(), most_bytes=MOST_BYTES)
        grid = read_csv_grid(path, name, limits, draft.problems, draft.declared_of(name).encoding)
    except InputError as error:
        draft.problems.extend(problem for problem in error.problems if problem not in draft.problems)
        return
    if faults := list(_header_faults(grid)):
        draft.problems.extend(faults)
        return
    if len(grid.rows) == 1:
        draft.problems.append(emptied(name) if name in emptied_files(draft.folder) else _no_rows(grid))
        return
    draft.problems.extend(_unused_columns(grid))
    grid = _as_on_record(grid, draft)
    rows_read = tidy_rows(grid, draft.declared_of(name).dates)
    draft.problems.extend(_open_days(rows_read))
    table = _Table(rows_read, draft)
    for place, rows in table.places().items():
        export = export_of(table.rows, rows)
        draft.answers.setdefault(place, []).append(
            SurveyExport(export=export, mapping=mapping_by_code(export, draft.instruments))
        )


def _as_on_record(grid: Grid, draft: Draft) -> Grid:
    """The table with every id spelt as on record, where it folds to one id there."""
    rounds = {wave.id for wave in draft.rounds}
    people: set[str] = set(draft.people)
    on_record: dict[str, set[str]] = {
        "item": set(items_of(draft.instruments)),
        "respondent": people,
        "alter": people,
        "wave": rounds,
        "alliance": set(draft.alliances),
    }
    words, codes = list(grid.words), grid.codes.copy()
    place = {word: code for code, word in enumerate(words)}
    for column, position in tidy_rows(grid).at.items():
        known = on_record.get(column, set())
        strange = [code for code in np.unique(codes[1:, position]).tolist() if code and words[code] not in known]
        if known and strange:
            by_fold: dict[str, list[str]] = {}
            for name in known:
                by_fold.setdefault(folded(name), []).append(name)
            meant = {code: by_fold.get(folded(words[code]), []) for code in strange}
            for code, names in meant.items():
                if len(names) == 1:
                    if names[0] not in place:
                        place[names[0]] = len(words)
                        words.append(names[0])
                    codes[1:, position][codes[1:, position] == code] = place[names[0]]
    return replace(grid, words=tuple(words), codes=codes)


def _open_days(rows: TidyRows) -> Iterator[Problem]:
    """One question for the file where nothing says whether the day or the month comes first."""
    written = [rows.grid.words[code] for code in np.unique(rows.column["date"])]
    if not rows.dates and (cell := open_days_in(written)):
        yield Problem(
            file=rows.grid.file,
            key="date",
            found=f"dates such as {cell} can be read two ways, and no other date tells",
            needed="dates such as 2026-03-31",
            action="or write `dates: day_first` (or `month_first`) beside it under `files:` of alliancenet.yaml",
        )


def _header_faults(grid: Grid) -> Iterator[Problem]:
    header = grid.row(0)
    if not header:
        needed = f"a header row with {', '.join(_NEEDED)}"
        yield Problem(file=grid.file, found="the file is empty", needed=needed, action="export it again")
        return
    at = tidy_rows(grid).at
    for column in _NEEDED:
        if column not in at:
            yield Problem(
                file=grid.file,
                row=int(grid.rows[0]),
                key=column,
                found=f"the column is missing (found: {', '.join(map(_short, header[:12]))})",
                needed=f"a column named '{column}'",
                action="rename the column in the header row or add it",
            )
    folded = [cell.casefold() for cell in header]
    for column in sorted({cell for cell in folded if cell and folded.count(cell) > 1}):
        yield Problem(
            file=grid.file,
            row=int(grid.rows[0]),
            key=column,
            found="the column stands twice",
            needed="each column name once",
            action="rename or remove one of them",
        )


def _no_rows(grid: Grid) -> Problem:
    needed = "at least one row below the header"
    return Problem(file=grid.file, found="only a header row", needed=needed, action="export it again")


def _short(text: str) -> str:
    return shown(text)[1:-1]


def _unused_columns(grid: Grid) -> Iterator[Problem]:
    for column in grid.row(0):
        if column and column.casefold() not in COLUMNS:
            found, needed = "the column is unknown and was not read", "nothing, if that is meant"
            yield warning(grid.file, found, needed, f"known here: {', '.join(COLUMNS)}", column)


class _Table:
    """Cells of one table checked against what is on record; every fault is noted and the rest goes on."""

    def __init__(self, rows: TidyRows, draft: Draft) -> None:
        self.rows, self.draft, self.words = rows, draft, rows.grid.words
        self.items = items_of(draft.instruments)

    def places(self) -> dict[tuple[str, str], NDArray[np.intp]]:
        """Rows of each alliance and wave whose every name is known."""
        rounds, alliances = sorted({wave.id for wave in self.draft.rounds}), sorted(self.draft.alliances)
        item = self._known("item", list(self.items), "the instruments (see `alliancenet survey list`)")
        respondent = self._known("respondent", sorted(self.draft.people), "people.csv")
        alter = self._known("alter", sorted(self.draft.people), "people.csv", optional=True)
        self._check_values(item)
        wave, in_wave = self._place("wave", rounds, "waves.csv")
        alliance, in_alliance = self._place("alliance", alliances, "alliances.yaml")
        named = self.rows.column["alter"] != BLANK
        people_known = item & respondent & (alter | ~named)
        self._check_pairs(people_known, named)
        known = people_known & in_wave & in_alliance
        self._check_doubles(known, wave, alliance)
        parts: dict[tuple[str, str], NDArray[np.intp]] = {}
        for code in np.unique(alliance[known] * len(rounds) + wave[known]).tolist():
            place = (alliances[code // len(rounds)], rounds[code % len(rounds)])
            parts[place] = np.flatnonzero(known & (alliance * len(rounds) + wave == code))
        return parts

    def _known(self, column: str, known: Sequence[str], what: str, *, optional: bool = False) -> BoolArray:
        """Which rows name something on record; with nothing on record at all, nothing is said."""
        codes = self.rows.column[column]
        if column not in self.rows.at:
            return np.zeros(len(codes), dtype=bool)
        there = set(known)
        distinct, inverse = np.unique(codes, return_inverse=True)
        is_known = np.array([self.words[code] in there for code in distinct], dtype=bool)
        strange = [code for code, good in zip(distinct.tolist(), is_known, strict=True) if not good and known]
        self._note_unknown(column, [code for code in strange if not (optional and code == BLANK)], known, what)
        return np.asarray(is_known[inverse])

    def _note_unknown(self, column: str, strange: Sequence[int], known: Sequence[str], what: str) -> None:
        """Add the first faults with a suggestion, then how many more there are."""
        codes = self.rows.column[column]
        first = sorted(strange, key=lambda code: int(np.argmax(codes == code)))
        for code in first[:MOST_LISTED]:
            self._fault(column, codes == code, *unknown(self.words[code], known, what))
        if len(first) > MOST_LISTED:
            self.draft.problems.append(more_of(self.draft.problems[-1], len(first) - MOST_LISTED))

    def _place(self, column: str, known: Sequence[str], what: str) -> tuple[IntArray, BoolArray]:
        """Position of each row's wave or alliance, and whether it has one; the only one there is goes unsaid."""
        codes = self.rows.column[column]
        if len(known) == 1 and not codes.any():
            return np.zeros(len(codes), dtype=np.int64), np.ones(len(codes), dtype=bool)
        if column not in self.rows.at and known:
            self.draft.problems.append(
                Problem(
                    file=self.rows.grid.file,
                    row=1,
                    key=column,
                    found=f"the column is missing and there are {len(known)} to choose from",
                    needed=f"a column named '{column}' with ids of {what}",
                )
            )
        good = self._known(column, known, what)
        position = {name: at for at, name in enumerate(known)}
        distinct, inverse = np.unique(codes, return_inverse=True)
        places = np.array([position.get(self.words[code], 0) for code in distinct], dtype=np.int64)
        return places[inverse], good

    def _check_values(self, item_known: BoolArray) -> None:
        item, value = self.rows.column["item"].astype(np.int64), self.rows.column["value"]
        keys, inverse = np.unique(item * len(self.words) + value, return_inverse=True)
        readers: dict[str, ScaleWords] = {}
        wrong: list[tuple[int, Problem]] = []
        for at, key in enumerate(keys.tolist()):
            code, text = self.words[key // len(self.words)], self.words[key % len(self.words)]
            if code in self.items and text and (needed := _why_not(*self.items[code], text, readers)):
                rows = (inverse == at) & item_known
                found = f"{shown(text)} is not an answer of {code}"
                problem = self._problem("value", rows, found, needed, "correct or empty the cell")
                wrong.append((problem.row or 0, problem))
        faults = [problem for _, problem in sorted(wrong, key=lambda pair: pair[0])]
        self.draft.problems.extend(faults[:MOST_LISTED])
        if len(faults) > MOST_LISTED:
            self.draft.problems.append(more_of(faults[MOST_LISTED - 1], len(faults) - MOST_LISTED))

    def _check_pairs(self, known: BoolArray, named: BoolArray) -> None:
        column = self.rows.column
        asks_about_people = [self.words[code] for code in np.unique(column["item"]).tolist()]
        codes = [
            code
            for code, name in zip(np.unique(column["item"]).tolist(), asks_about_people, strict=True)
            if name in self.items and self.items[name][0].kind is Kind.ROSTER
        ]
        roster = np.isin(column["item"], codes) & known
        themselves = roster & (column["respondent"] == column["alter"])
        cases = (
            (themselves, "a person about the same person", "an answer about somebody else", "remove the rows"),
            (roster & ~named, "nobody, but the item asks about a person", "the id of that person", ""),
            (known & ~roster & named, "a person, but the item asks about the alliance", "an empty cell", ""),
        )
        for rows, *words in cases:
            if rows.any():
                self._fault("alter", rows, *words)

    def _check_doubles(self, known: BoolArray, wave: IntArray, alliance: IntArray) -> None:
        names = ("respondent", "item", "alter")
        cells = np.stack([wave, alliance, *(self.rows.column[name] for name in names)], axis=1)[known]
        _, first = np.unique(cells, axis=0, return_index=True)
        again = np.ones(len(cells), dtype=bool)
        again[first] = False
        if again.any():
            twice = np.zeros(len(known), dtype=bool)
            twice[np.flatnonzero(known)[again]] = True
            words = "the same question is answered twice by the same person", "each answer once"
            self._fault("", twice, *words, "remove the row that does not hold")

    def _fault(self, column: str, rows: BoolArray, found: str, needed: str, action: str = "") -> None:
        self.draft.problems.append(self._problem(column, rows, found, needed, action))

    def _problem(self, column: str, rows: BoolArray, found: str, needed: str, action: str) -> Problem:
        where = np.flatnonzero(rows)
        many = f" ({counted(len(where), 'row', 'rows')} in all)" if len(where) > 1 else ""
        row = int(self.rows.grid.rows[1 + where[0]])
        return Problem(
            file=self.rows.grid.file, row=row, key=column, found=f"{found}{many}", needed=needed, action=action
        )


def _why_not(instrument: Instrument, item: Item, text: str, readers: dict[str, ScaleWords]) -> str:
    """What an item's answer has to be, where a text is none; else ""."""
    if item.answer is AnswerType.SCALE and item.scale is not None:
        if item.id not in readers:
            readers[item.id] = ScaleWords(item, instrument, {})
        codes = [*(point.code for point in item.scale.points), *item.allow]
        is_read = readers[item.id].read(text).reading is not WordReading.UNREADABLE
        return "" if is_read else f"one of {', '.join(codes)}, or nothing"
    if text in set(Escape):
        return ""
    if item.answer is AnswerType.NUMBER and np.isnan(read_number(text)):
        return "a number of 0 or more, or nothing"
    if item.answer is AnswerType.DATE and not _is_day(text):
        return "a date such as 2026-03-31, or nothing"
    return ""


def _is_day(text: str) -> bool:
    """Whether a text is a date as ISO 8601 writes it."""
    try:
        return len(text) == 10 and bool(date.fromisoformat(text))
    except ValueError:
        return False
