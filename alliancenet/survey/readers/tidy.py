"""Our own CSV: one row per answer, or one row per respondent (and alter) as the codebook lays it out."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from alliancenet.survey.readers.days import days_of
from alliancenet.survey.readers.export import NOBODY, Export, Question, Reader, Respondent, letters
from alliancenet.survey.readers.grid import Book, Grid
from alliancenet.survey.readers.headings import positions_of
from alliancenet.survey.readers.long import LongAnswers, column_codes, drop_incomplete

_ABOUT = ("respondent", "alter", "date", "finished", "wave", "alliance")
_KNOWN = {name: [name] for name in (*_ABOUT, "item", "value")}
_YES = {"", "yes", "true", "1"}
_Columns = dict[str, NDArray[np.int32]]


def _recognises(book: Book) -> bool:
    return list(book) == [""] and "respondent" in positions_of(book[""].row(0), _KNOWN)


def _read(book: Book) -> Export:
    grid = book[""]
    at = positions_of(grid.row(0), _KNOWN)
    column = {name: column_codes(grid, at.get(name)) for name in _KNOWN}
    answers = LongAnswers(words=grid.words)
    is_long = {"item", "value"} <= at.keys()
    needed = ("respondent", "item") if is_long else ("respondent",)
    rows = drop_incomplete(answers, [column[name] for name in needed], f"no {' or no '.join(needed)}")
    keys = np.stack([column[name][rows] for name in ("respondent", "wave", "alliance", "date")], axis=1)
    respondent = answers.whose(keys, _records(grid, rows, column, says_finished="finished" in at))
    alter = np.where(column["alter"][rows] > 0, column["alter"][rows], NOBODY).astype(np.int32)
    if is_long:
        for item in dict.fromkeys(column["item"][rows].tolist()):
            these = np.flatnonzero(column["item"][rows] == item)
            question = Question(code=grid.words[item], heading=grid.words[item])
            answers.add(question, respondent[these], column["value"][rows][these], alter[these])
    else:
        for position, code in enumerate(grid.row(0)):
            if code and position not in at.values():
                question = Question(column=letters(position), code=code, heading=code)
                answers.add(question, respondent, column_codes(grid, position)[rows], alter)
    return answers.export(grid.file, "tidy")


def _records(
    grid: Grid, rows: NDArray[np.intp], column: _Columns, *, says_finished: bool
) -> Callable[[int], Respondent]:
    written = [grid.words[code] for code in np.unique(column["date"])]
    days = dict(zip(written, days_of(written), strict=True))

    def record_of(at: int) -> Respondent:
        row = int(rows[at])
        cell = {name: grid.words[int(column[name][row])] for name in _ABOUT}
        return Respondent(
            row=int(grid.rows[row + 1]),
            id=cell["respondent"],
            day=days[cell["date"]],
            finished=cell["finished"].casefold() in _YES if says_finished else None,
            wave=cell["wave"],
            alliance=cell["alliance"],
        )

    return record_of


READER = Reader(platform="tidy", recognises=_recognises, read=_read)
