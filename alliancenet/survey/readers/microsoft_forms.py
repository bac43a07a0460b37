"""Microsoft Forms, XLSX or CSV, in the languages its headings come in."""

import re

from alliancenet.files.grid import Book, Grid
from alliancenet.survey.readers.export import Export, Platform, Question, letters, wide_export
from alliancenet.survey.readers.headings import Identities, known_headings, positions_of, split_brackets

_QUIZ = re.compile(r"(Points|Feedback|Punkte) [-–] ")
_NEEDED = {"response", "started", "day"}


def _sheet(book: Book) -> Grid | None:
    known = known_headings("microsoft_forms")
    return next((grid for grid in book.values() if positions_of(grid.row(0), known).keys() >= _NEEDED), None)


def _recognises(book: Book) -> bool:
    return _sheet(book) is not None


def _read(book: Book) -> Export:
    grid = _sheet(book)
    assert grid is not None, "called after `recognises`"
    headings = grid.row(0)
    at = positions_of(headings, known_headings("microsoft_forms"))
    asked = [
        position
        for position, heading in enumerate(headings)
        if heading and position not in at.values() and not _QUIZ.match(heading)
    ]
    questions = []
    for position in asked:
        text, part = split_brackets(headings[position])
        questions.append(Question(column=letters(position), text=text, part=part, heading=headings[position]))
    identities = Identities(grid, 1, at)
    pairs = list(zip(asked, questions, strict=True))
    return wide_export(
        "microsoft_forms",
        grid,
        1,
        pairs,
        lambda row: identities.of(row, finished=True),
        identities.problems,
        identities.open_days,
    )


READER = Platform(platform="microsoft_forms", recognises=_recognises, read=_read)
