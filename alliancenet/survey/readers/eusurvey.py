"""EUSurvey workbook or CSV: an alias and a date may stand above the headings."""

from alliancenet.files.grid import Book, Grid
from alliancenet.survey.readers.export import Export, Platform, Question, letters, wide_export
from alliancenet.survey.readers.headings import Identities, known_headings, positions_of, split_brackets

_NEEDED = {"response", "started"}
_LOOKED_AT = 8


def _sheet(book: Book) -> tuple[Grid, int] | None:
    known = known_headings("eusurvey")
    for grid in book.values():
        for row in range(min(_LOOKED_AT, len(grid.rows))):
            if positions_of(grid.row(row), known).keys() >= _NEEDED:
                return grid, row
    return None


def _recognises(book: Book) -> bool:
    return _sheet(book) is not None


def _read(book: Book) -> Export:
    found = _sheet(book)
    assert found is not None, "called after `recognises`"
    grid, row = found
    headings = grid.row(row)
    known = known_headings("eusurvey")
    at = positions_of(headings, {name: words for name, words in known.items() if name != "left_out"})
    out = {word.casefold() for word in known["left_out"]}
    questions = []
    for place, heading in enumerate(headings):
        if heading and place not in at.values() and heading.casefold() not in out:
            text, part = split_brackets(heading)
            questions.append((place, Question(column=letters(place), text=text, part=part, heading=heading)))
    identities = Identities(grid, row + 1, at)
    return wide_export(
        "eusurvey",
        grid,
        row + 1,
        questions,
        lambda row: identities.of(row, finished=True),
        identities.problems,
        identities.open_days,
    )


READER = Platform(platform="eusurvey", recognises=_recognises, read=_read)
