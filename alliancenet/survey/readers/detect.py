"""Which platform wrote an export, told from its header rows."""

from pathlib import Path

from alliancenet.errors import InputError, Problem
from alliancenet.survey.readers import (
    google_forms,
    limesurvey,
    microsoft_forms,
    polinode,
    qualtrics,
    survey_monkey,
    tidy,
    viva,
)
from alliancenet.survey.readers.export import Export
from alliancenet.survey.readers.grid import Book, read_csv_grid
from alliancenet.survey.readers.workbook import read_workbook

READERS = (
    qualtrics.READER,
    limesurvey.READER,
    survey_monkey.READER,
    microsoft_forms.READER,
    google_forms.READER,
    viva.READER,
    polinode.READER,
    tidy.READER,
)
PLATFORMS = tuple(reader.platform for reader in READERS)
_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


def read_export(path: Path, *, platform: str = "", name: str | None = None) -> Export:
    """Read an export as it came from the platform.

    Parameters
    ----------
    path : CSV or XLSX; told apart by its first bytes, not by its name.
    platform : one of `PLATFORMS`; "" to find out from the header rows.
    name : what the user calls the file; its name by default.

    Raises
    ------
    InputError
        When the file cannot be read safely, nobody's header rows are recognised, or it holds no
        response.
    """
    file = name or path.name
    book = _book_of(path, file)
    found = [reader for reader in READERS if reader.platform == platform] if platform else list(READERS)
    reader = next((reader for reader in found if reader.recognises(book)), None)
    if reader is None:
        raise InputError([_unknown(file, book, platform)])
    export = reader.read(book)
    if not export.respondents:
        raise InputError([_empty(export)])
    return export


def _book_of(path: Path, file: str) -> Book:
    try:
        with path.open("rb") as start:
            first = start.read(4)
    except OSError:
        first = b""
    if first in {_ZIP, _OLD_OFFICE}:
        return read_workbook(path, file)
    return {"": read_csv_grid(path, file)}


def _unknown(file: str, book: Book, platform: str) -> Problem:
    heads = {sheet: [cell for cell in grid.row(0) if cell][:8] for sheet, grid in book.items()}
    head = "; ".join((f"sheet '{sheet}': " if sheet else "") + ", ".join(cells) for sheet, cells in heads.items())
    return Problem(
        file=file,
        row=1,
        found=f"header rows nobody recognises ({head[:400] or 'the file is empty'})",
        needed=f"an export of {platform}" if platform else f"an export of one of: {', '.join(PLATFORMS)}",
        action="export it again with its header rows, or write the columns respondent, item, alter, value",
    )


def _empty(export: Export) -> Problem:
    left_out = f" ({len(export.dropped)} rows left out: {export.dropped[0]})" if export.dropped else ""
    return Problem(
        file=export.file,
        found=f"no response{left_out}",
        needed="at least one row below the header rows",
        action="export it again after somebody has answered",
    )
