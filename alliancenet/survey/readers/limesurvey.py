"""LimeSurvey CSV, with codes, wordings, or both as headings."""

import re
from dataclasses import replace

import numpy as np

from alliancenet.files.grid import Book
from alliancenet.survey.readers.export import Export, Platform, Question, Respondent, letters, wide_export
from alliancenet.survey.readers.headings import Identities, known_headings, positions_of, split_brackets

_NEEDED = {"response", "day", "page", "language"}
_CODED = re.compile(r"([A-Za-z]\w*(?:\[[^\]]+\])*)[.:]\s+(.+)", re.DOTALL)
_CODE = re.compile(r"[A-Za-z]\w*(\[[^\]]+\])*")
_NOT_SHOWN = "n/a"


def _recognises(book: Book) -> bool:
    return list(book) == [""] and positions_of(book[""].row(0), known_headings("limesurvey")).keys() >= _NEEDED


def _question(position: int, heading: str) -> Question:
    coded = _CODED.fullmatch(heading)
    if coded:
        text, part = split_brackets(coded[2])
        return Question(column=letters(position), code=coded[1], text=text, part=part, heading=heading)
    if _CODE.fullmatch(heading):
        return Question(column=letters(position), code=heading, heading=heading)
    text, part = split_brackets(heading)
    return Question(column=letters(position), text=text, part=part, heading=heading)


def _read(book: Book) -> Export:
    grid = book[""]
    headings = grid.row(0)
    at = positions_of(headings, known_headings("limesurvey"))
    asked = [position for position, heading in enumerate(headings) if heading and position not in at.values()]
    identities = Identities(grid, 1, at)
    hidden = [number for number, word in enumerate(grid.words) if word.casefold() == _NOT_SHOWN]
    # of a box that was not shown a blank would say it was left empty; other questions just were not answered
    whole = [position for position, heading in enumerate(headings) if "[" not in heading]
    is_blank = np.isin(grid.codes, hidden) & np.isin(np.arange(grid.codes.shape[1]), whole)
    grid = replace(grid, codes=np.where(is_blank, 0, grid.codes))

    def respondent_of(row: int) -> Respondent:
        return identities.of(row, finished=bool(grid.cell(row, at["day"])))

    questions = [(position, _question(position, headings[position])) for position in asked]
    return wide_export("limesurvey", grid, 1, questions, respondent_of, identities.problems, identities.open_days)


READER = Platform(platform="limesurvey", recognises=_recognises, read=_read)
