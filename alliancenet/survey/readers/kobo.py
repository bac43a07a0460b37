"""KoboToolbox, ODK Central and SurveyCTO: CSV or XLSX, with names or labels as headings."""

from collections import Counter
from collections.abc import Sequence

from alliancenet.files.grid import Book, Grid
from alliancenet.survey.readers.export import Export, Platform, Question, letters, wide_export
from alliancenet.survey.readers.headings import Identities, known_headings, positions_of

_OF_KOBO = {"_uuid", "_submission_time"}
_OF_ODK = {"submissiondate", "key"}


def _is_odk(headings: Sequence[str]) -> bool:
    return {heading.casefold() for heading in headings} >= _OF_ODK


def _sheet(book: Book) -> Grid | None:
    for grid in book.values():
        headings = grid.row(0)
        if {heading.casefold() for heading in headings} >= _OF_KOBO or _is_odk(headings):
            return grid
    return None


def _recognises(book: Book) -> bool:
    return _sheet(book) is not None


def _prefixes(heading: str) -> list[str]:
    """What a heading may begin with, the longest first."""
    parts = heading.partition("/")[0].split("-")
    return ["-".join(parts[:count]) + "-" for count in range(len(parts) - 1, 0, -1)]


def _own_names(headings: Sequence[str]) -> dict[str, str]:
    """Headings of ODK Central without the groups before them (``contact-NET1``, ``page-contact-NET1``).

    Notes
    -----
    Names may hold hyphens themselves: only what several headings begin with is a group, and names
    that would be the same without it keep it.
    """
    counts = Counter(prefix for heading in headings for prefix in _prefixes(heading))
    own = {
        heading: heading.removeprefix(next((prefix for prefix in _prefixes(heading) if counts[prefix] > 1), ""))
        for heading in headings
    }
    taken = Counter(own.values())
    return {heading: name for heading, name in own.items() if taken[name] == 1}


def _question(position: int, heading: str, others: set[str], name: str) -> Question:
    """A question of a group goes by its own name; a column of a list of choices by the choice."""
    stem, mark, last = name.rpartition("/")
    asked = stem.rpartition("/")[2]
    if mark == "/" and heading.rpartition("/")[0] in others:
        code = asked if " " not in asked else ""
        return Question(
            column=letters(position),
            code=code and f"{code}/{last}",
            text="" if code else asked,
            part=last,
            heading=heading,
        )
    plain = last if mark else name
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
    own = (
        _own_names([heading for place, heading in enumerate(headings) if place not in taken])
        if _is_odk(headings)
        else {}
    )
    asked = [
        (place, _question(place, heading, spread, own.get(heading, heading)))
        for place, heading in enumerate(headings)
        if heading and place not in taken and heading not in spread
    ]
    identities = Identities(grid, 1, {name: place for name, place in at.items() if name != "ended"})
    return wide_export(
        "kobo", grid, 1, asked, lambda row: identities.of(row, finished=True), identities.problems, identities.open_days
    )


READER = Platform(platform="kobo", recognises=_recognises, read=_read)
