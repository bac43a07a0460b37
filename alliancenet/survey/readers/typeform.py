"""Typeform CSV or XLSX: wordings as headings, hidden fields beside them."""

from alliancenet.files.grid import Book, Grid
from alliancenet.survey.readers.export import Export, Platform, Question, Respondent, letters, wide_export
from alliancenet.survey.readers.headings import Identities, known_headings, positions_of

_NEEDED = {"response", "day", "network"}
_HALF = {"started", "partial"}


def _sheet(book: Book) -> Grid | None:
    known = known_headings("typeform")
    return next((grid for grid in book.values() if positions_of(grid.row(0), known).keys() >= _NEEDED), None)


def _recognises(book: Book) -> bool:
    return _sheet(book) is not None


def _read(book: Book) -> Export:
    grid = _sheet(book)
    assert grid is not None, "called after `recognises`"
    headings = grid.row(0)
    at = positions_of(headings, known_headings("typeform"))
    questions = [
        (place, Question(column=letters(place), text=heading, heading=heading))
        for place, heading in enumerate(headings)
        if heading and place not in at.values()
    ]
    identities = Identities(grid, 1, at)

    def respondent_of(row: int) -> Respondent:
        is_sent = bool(grid.cell(row, at["day"])) and grid.cell(row, at.get("kind")).casefold() not in _HALF
        return identities.of(row, finished=is_sent)

    return wide_export("typeform", grid, 1, questions, respondent_of, identities.problems, identities.open_days)


READER = Platform(platform="typeform", recognises=_recognises, read=_read)
