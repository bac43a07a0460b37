"""KoboToolbox, ODK Central and SurveyCTO: CSV or XLSX, with names or labels as headings."""

from alliancenet.files.grid import Book, Grid
from alliancenet.survey.readers.export import Export, Platform, Question, letters, wide_export
from alliancenet.survey.readers.headings import Identities, known_headings, positions_of

_OF_KOBO = {"_uuid", "_submission_time"}
_OF_ODK = {"submissiondate", "key"}


def _sheet(book: Book) -> Grid | None:
    for grid in book.values():
        headings = {heading.casefold() for heading in grid.row(0)}
        if headings >= _OF_KOBO or headings >= _OF_ODK:
            return grid
    return None


def _recognises(book: Book) -> bool:
    return _sheet(book) is not None


def _question(position: int, heading: str, others: set[str]) -> Question:
    """A question of a group goes by its own name; a column of a list of choices by the choice."""
    stem, mark, last = heading.rpartition("/")
    name = stem.rpartition("/")[2]
    if mark == "/" and stem in others:
        code = name if " " not in name else ""
        return Question(
            column=letters(position),
            code=code and f"{code}/{last}",
            text="" if code else name,
            part=last,
            heading=heading,
        )
    plain = last if mark else heading
    if " " in plain:
        return Question(column=letters(position), text=plain, heading=heading)
    return Question(column=letters(position), code=plain, heading=heading)


def _read(book: Book) -> Export:
    grid = _sheet(book)
    assert grid is not None, "called after `recognises`"
    headings = grid.row(0)
    known = known_headings("kobo")
    at = positions_of(headings, {name: words for name, words in known.items() if name != "left_out"})
    out = {word.casefold() for word in known["left_out"]}
    taken = {*at.values(), *(place for place, heading in enumerate(headings) if heading.casefold() in out)}
    # ticks stand in columns of their own beside all answers in one cell
    spread = {heading.rpartition("/")[0] for heading in headings if "/" in heading} & set(headings)
    asked = [
        (place, _question(place, heading, spread))
        for place, heading in enumerate(headings)
        if heading and place not in taken and heading not in spread
    ]
    identities = Identities(grid, 1, {name: place for name, place in at.items() if name != "ended"})
    return wide_export(
        "kobo", grid, 1, asked, lambda row: identities.of(row, finished=True), identities.problems, identities.open_days
    )


READER = Platform(platform="kobo", recognises=_recognises, read=_read)
