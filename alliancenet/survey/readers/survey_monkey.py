"""SurveyMonkey CSV: a header row of questions, a second one of options."""

from alliancenet.files.grid import Book, Grid
from alliancenet.survey.readers.export import Export, Platform, Question, Respondent, letters, wide_export
from alliancenet.survey.readers.headings import Identities, known_headings, positions_of

_NEEDED = {"response", "collector"}
_ONE_ANSWER = {
    "response", "open-ended response", "antwort", "beantwortung mit offenem ende", "réponse",
    "réponse ouverte", "respuesta", "respuesta abierta", "risposta", "risposta aperta",
}  # fmt: skip


def _sheet(book: Book) -> Grid | None:
    known = known_headings("survey_monkey")
    return next((grid for grid in book.values() if positions_of(grid.row(0), known).keys() >= _NEEDED), None)


def _recognises(book: Book) -> bool:
    return _sheet(book) is not None


def _read(book: Book) -> Export:
    grid = _sheet(book)
    assert grid is not None, "called after `recognises`"
    width = grid.codes.shape[1]
    headings, options = grid.row(0), grid.row(1)
    at = positions_of(headings, known_headings("survey_monkey"))
    has_options = bool(options) and not options[at["response"]]
    first = max(at.values()) + 1
    questions: list[tuple[int, Question]] = []
    text = ""
    for position in range(first, width):
        heading = headings[position]
        text = text if heading.startswith("Unnamed:") else heading or text
        option = options[position] if has_options else ""
        part = "" if option.casefold() in _ONE_ANSWER else option
        if text:
            record = Question(column=letters(position), text=text, part=part, heading=heading or option)
            questions.append((position, record))
    header_rows = 2 if has_options else 1
    identities = Identities(grid, header_rows, at)

    def respondent_of(row: int) -> Respondent:
        return identities.of(row, finished=bool(grid.cell(row, at["day"])) if "day" in at else None)

    return wide_export(
        "survey_monkey", grid, header_rows, questions, respondent_of, identities.problems, identities.open_days
    )


READER = Platform(platform="survey_monkey", recognises=_recognises, read=_read)
