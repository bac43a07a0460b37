"""Google Forms CSV, downloaded from the form or from its sheet."""

from alliancenet.files.grid import Book
from alliancenet.survey.readers.export import Export, Platform, Question, letters, wide_export
from alliancenet.survey.readers.headings import Identities, known_headings, positions_of, split_brackets


def _recognises(book: Book) -> bool:
    return list(book) == [""] and positions_of(book[""].row(0), known_headings("google_forms")).get("day") == 0


def _read(book: Book) -> Export:
    grid = book[""]
    headings = grid.row(0)
    at = positions_of(headings, known_headings("google_forms"))
    asked = [position for position, heading in enumerate(headings) if heading and position not in at.values()]
    questions = []
    for position in asked:
        text, part = split_brackets(headings[position])
        questions.append(Question(column=letters(position), text=text, part=part, heading=headings[position]))
    identities = Identities(grid, 1, at)
    pairs = list(zip(asked, questions, strict=True))
    return wide_export(
        "google_forms",
        grid,
        1,
        pairs,
        lambda row: identities.of(row, finished=True),
        identities.problems,
        identities.open_days,
    )


READER = Platform(platform="google_forms", recognises=_recognises, read=_read)
