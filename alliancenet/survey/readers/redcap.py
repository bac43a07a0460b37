"""REDCap CSV, raw (variable names and codes) or labelled."""

import re

from alliancenet.files.grid import Book, Grid
from alliancenet.survey.readers.export import Export, Platform, Question, Respondent, letters, wide_export
from alliancenet.survey.readers.headings import Identities, known_headings, positions_of

_DONE = {"2", "complete"}
_CHOICE = re.compile(r"(.+?)\s*\(choice=(.+)\)", re.DOTALL)
_COMPLETE = re.compile(r".+_complete|complete\?", re.IGNORECASE)
_STAMP = re.compile(r".+_timestamp|survey timestamp", re.IGNORECASE)


def _sheet(book: Book) -> Grid | None:
    for grid in book.values():
        headings = grid.row(0)
        first = positions_of(headings[:1], known_headings("redcap"))
        if "response" in first and any(_COMPLETE.fullmatch(heading) for heading in headings):
            return grid
    return None


def _recognises(book: Book) -> bool:
    return _sheet(book) is not None


def _question(position: int, heading: str) -> Question:
    labelled = _CHOICE.fullmatch(heading)
    if labelled:
        return Question(column=letters(position), text=labelled[1], part=labelled[2].strip(), heading=heading)
    if re.fullmatch(r"[a-z][a-z0-9_]*", heading):
        return Question(column=letters(position), code=heading, heading=heading)
    return Question(column=letters(position), text=heading, heading=heading)


def _read(book: Book) -> Export:
    grid = _sheet(book)
    assert grid is not None, "called after `recognises`"
    headings = grid.row(0)
    at = positions_of(headings, known_headings("redcap"))
    done = [place for place, heading in enumerate(headings) if _COMPLETE.fullmatch(heading)]
    stamps = [place for place, heading in enumerate(headings) if _STAMP.fullmatch(heading)]
    if stamps:
        at["day"] = stamps[-1]
    skipped = {*at.values(), *done, *stamps}
    questions = [
        (place, _question(place, heading)) for place, heading in enumerate(headings) if heading and place not in skipped
    ]
    identities = Identities(grid, 1, at)

    def respondent_of(row: int) -> Respondent:
        states = {grid.cell(row, place).casefold() for place in done} - {""}
        return identities.of(row, finished=bool(states) and states <= _DONE)

    problems = [problem for problem in identities.problems if "[not completed]" not in problem.found]
    return wide_export("redcap", grid, 1, questions, respondent_of, problems, identities.open_days)


READER = Platform(platform="redcap", recognises=_recognises, read=_read)
