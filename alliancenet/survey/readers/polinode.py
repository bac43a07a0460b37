"""Polinode XLSX: a survey download, or the network upload with nodes and edges."""

import re

import numpy as np
from numpy.typing import NDArray

from alliancenet.files.grid import Book, Grid
from alliancenet.survey.readers.export import Export, Platform, Question, Respondent, letters
from alliancenet.survey.readers.headings import positions_of
from alliancenet.survey.readers.long import LongAnswers, column_codes, drop_incomplete

_NODES = {"node attributes", "nodes"}
_TIES = re.compile(r"relationship question \d+.*|edges", re.IGNORECASE)
_NAMED = "named"


def _ties(book: Book) -> dict[str, Grid]:
    return {
        name: grid
        for name, grid in book.items()
        if _TIES.fullmatch(name.strip()) and {"Source", "Target"} <= set(grid.row(0))
    }


def _recognises(book: Book) -> bool:
    return bool(_ties(book)) and any(name.strip().casefold() in _NODES for name in book)


def _read(book: Book) -> Export:
    ties = _ties(book)
    words = max((grid.words for grid in book.values()), key=len)
    named = len(words)
    answers = LongAnswers(words=(*words, _NAMED))
    for sheet, grid in ties.items():
        _add_ties(answers, sheet, grid, named)
    for sheet, grid in book.items():
        if sheet.strip().casefold() in _NODES:
            _add_attributes(answers, grid)
    file = next(iter(ties.values())).file
    return answers.export(file, "polinode", names_ties=True)


def _add_ties(answers: LongAnswers, sheet: str, grid: Grid, named: int) -> None:
    headings = grid.row(0)
    at = positions_of(headings, {"source": ["Source"], "target": ["Target"]})
    source, target = column_codes(grid, at["source"]), column_codes(grid, at["target"])
    rows = drop_incomplete(answers, (source, target), "a tie without source or target")
    respondent = _people(answers, grid, source[rows], rows)
    values = [position for position, heading in enumerate(headings) if heading and position not in at.values()]
    for position in values:
        question = Question(column=letters(position), code=f"{sheet}: {headings[position]}", heading=headings[position])
        answers.add(question, respondent, column_codes(grid, position)[rows], target[rows])
    if not values:
        everyone = np.full(len(rows), named, dtype=np.int32)
        answers.add(Question(code=sheet, heading=sheet), respondent, everyone, target[rows])


def _people(answers: LongAnswers, grid: Grid, names: NDArray[np.int32], rows: NDArray[np.intp]) -> NDArray[np.int32]:
    def record_of(at: int) -> Respondent:
        return Respondent(row=int(grid.rows[rows[at] + 1]), id=grid.words[names[at]])

    return answers.whose(names[:, None], record_of)


def _add_attributes(answers: LongAnswers, grid: Grid) -> None:
    """Attributes of those who named somebody; the sheet also lists people who did not answer."""
    headings = grid.row(0)
    name = headings.index("Name") if "Name" in headings else 0
    names = column_codes(grid, name)
    listed = drop_incomplete(answers, (names,), "a person without a name")
    known = {key[0] for key in answers.respondents}
    rows = listed[[int(names[row]) in known for row in listed]]
    answers.dropped.extend(["listed, but named nobody: not known to have answered"] * (len(listed) - len(rows)))
    respondent = _people(answers, grid, names[rows], rows)
    for position, heading in enumerate(headings):
        if heading and position != name:
            question = Question(column=letters(position), code=heading, text=heading, heading=heading)
            answers.add(question, respondent, column_codes(grid, position)[rows])


READER = Platform(platform="polinode", recognises=_recognises, read=_read)
