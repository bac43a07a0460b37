"""Our own CSV: one row per answer, or one row per respondent (and alter) as the codebook lays it out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from alliancenet.files.dates import Order
from alliancenet.files.grid import Book, Grid
from alliancenet.survey.readers.days import days_of, open_days_in
from alliancenet.survey.readers.export import NOBODY, Export, Platform, Question, Respondent, letters
from alliancenet.survey.readers.headings import positions_of
from alliancenet.survey.readers.long import LongAnswers, column_codes, drop_incomplete

PLATFORM = "tidy"
COLUMNS = ("respondent", "alter", "date", "finished", "wave", "alliance", "item", "value", "evidence")
_ABOUT = COLUMNS[:6]
_KNOWN = {name: [name] for name in COLUMNS}
_YES = {"", "yes", "true", "1"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TidyRows:
    """Rows below the header as numbers of texts.

    Parameters
    ----------
    at : where each known column stands; one that is not there is not in it.
    column : int array (n_rows,) per known column, index into the grid's words; 0 for a blank.
    dates : `day_first` or `month_first` where somebody said it, else "".
    """

    grid: Grid
    at: Mapping[str, int]
    column: Mapping[str, NDArray[np.int32]]
    dates: str = ""

    @property
    def is_long(self) -> bool:
        """One row per answer."""
        return {"item", "value"} <= self.at.keys()


def tidy_rows(grid: Grid, dates: str = "") -> TidyRows:
    """Known columns of a sheet with our headings."""
    at = positions_of(grid.row(0), _KNOWN)
    column = {name: column_codes(grid, at.get(name)) for name in COLUMNS}
    return TidyRows(grid=grid, at=at, column=column, dates=dates)


def export_of(rows: TidyRows, chosen: NDArray[np.intp] | None = None) -> Export:
    """Answers of a table, or of some of its rows.

    Notes
    -----
    A row of one answer about somebody without a value says that the question was left open about
    this person; a blank cell of the wide form may as well not have been asked.
    """
    grid, column = rows.grid, rows.column
    answers = LongAnswers(words=grid.words)
    needed = ("respondent", "item") if rows.is_long else ("respondent",)
    kept = drop_incomplete(answers, [column[name] for name in needed], f"no {' or no '.join(needed)}")
    if chosen is not None:
        kept = np.intersect1d(kept, chosen, assume_unique=True)
    keys = np.stack([column[name][kept] for name in ("respondent", "wave", "alliance", "date")], axis=1)
    respondent = answers.whose(keys, _records(rows, kept))
    alter = np.where(column["alter"][kept] > 0, column["alter"][kept], NOBODY).astype(np.int32)
    if rows.is_long:
        _add_items(answers, rows, kept, respondent, alter)
    else:
        for position, code in enumerate(grid.row(0)):
            if code and position not in rows.at.values():
                question = Question(column=letters(position), code=code, heading=code)
                answers.add(question, respondent, column_codes(grid, position)[kept], alter)
    written = [grid.words[code] for code in np.unique(column["date"])]
    return replace(answers.export(grid.file, PLATFORM), open_days="" if rows.dates else open_days_in(written))


def _add_items(
    answers: LongAnswers,
    rows: TidyRows,
    kept: NDArray[np.intp],
    respondent: NDArray[np.int32],
    alter: NDArray[np.int32],
) -> None:
    words, item = rows.grid.words, rows.column["item"][kept]
    for number in dict.fromkeys(item.tolist()):
        these = np.flatnonzero(item == number)
        value, evidence = (rows.column[name][kept][these] for name in ("value", "evidence"))
        question = Question(code=words[number], heading=words[number])
        answers.add(question, respondent[these], value, alter[these], keep_open=True)
        if evidence.any():
            beside = f"{words[number]}_evidence"
            answers.add(Question(code=beside, heading=beside), respondent[these], evidence, alter[these])


def _recognises(book: Book) -> bool:
    return list(book) == [""] and "respondent" in positions_of(book[""].row(0), _KNOWN)


def _read(book: Book) -> Export:
    rows = tidy_rows(book[""])
    return export_of(rows)


def _records(rows: TidyRows, kept: NDArray[np.intp]) -> Callable[[int], Respondent]:
    grid, column = rows.grid, rows.column
    written = [grid.words[code] for code in np.unique(column["date"])]
    order = Order(rows.dates) if rows.dates else None
    days = dict(zip(written, days_of(written, order), strict=True))

    def record_of(at: int) -> Respondent:
        row = int(kept[at])
        cell = {name: grid.words[int(column[name][row])] for name in _ABOUT}
        return Respondent(
            row=int(grid.rows[row + 1]),
            id=cell["respondent"],
            day=days[cell["date"]][0],
            other_day=days[cell["date"]][1],
            finished=cell["finished"].casefold() in _YES if "finished" in rows.at else None,
            wave=cell["wave"],
            alliance=cell["alliance"],
        )

    return record_of


READER = Platform(platform=PLATFORM, recognises=_recognises, read=_read)
