"""Which platform wrote an export, told from its header rows."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from alliancenet.errors import InputError, Problem
from alliancenet.files.dates import Order
from alliancenet.files.grid import Book, TableLimits, read_csv_grid
from alliancenet.files.regular import why_no_file
from alliancenet.files.table import NOTHING, FileSays
from alliancenet.files.workbook import read_workbook
from alliancenet.settings import default_settings
from alliancenet.survey.day_order import settled, settled_by_rows
from alliancenet.survey.readers import (
    eusurvey,
    google_forms,
    kobo,
    limesurvey,
    microsoft_forms,
    polinode,
    qualtrics,
    redcap,
    survey_monkey,
    tidy,
    typeform,
    viva,
)
from alliancenet.survey.readers.export import Export, Platform

READERS = (
    qualtrics.READER,
    limesurvey.READER,
    survey_monkey.READER,
    microsoft_forms.READER,
    google_forms.READER,
    viva.READER,
    polinode.READER,
    redcap.READER,
    kobo.READER,
    typeform.READER,
    eusurvey.READER,
    tidy.READER,
)
PLATFORMS = tuple(reader.platform for reader in READERS)
_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


@cache
def export_limits() -> TableLimits:
    """How large an export may be, by the shipped settings."""
    settings = default_settings()
    return TableLimits(
        most_bytes=settings.whole("export.most_bytes"),
        most_columns=settings.whole("export.most_columns"),
        most_cells=settings.whole("export.most_cells"),
        most_unpacked=settings.whole("workbook.most_unpacked"),
        most_ratio=settings.whole("workbook.most_ratio"),
        most_members=settings.whole("workbook.most_members"),
        most_elements=settings.whole("workbook.most_elements"),
    )


def read_export(path: Path, *, platform: str = "", name: str | None = None, declared: FileSays = NOTHING) -> Export:
    """Read an export as it came from the platform.

    Parameters
    ----------
    path : CSV or XLSX; told apart by its first bytes, not by its name.
    platform : one of `PLATFORMS`; "" to find out from the header rows.
    name : what the user calls the file; its name by default.
    declared : what somebody said about the file.

    Raises
    ------
    InputError
        When the file cannot be read safely, nobody's header rows are recognised, or it holds no
        response.
    """
    file = name or path.name
    problems: list[Problem] = []
    book = _book_of(path, file, problems, declared)
    found = [reader for reader in READERS if reader.platform == platform] if platform else list(READERS)
    reader, book = _recognised(found, book, declared.sheets, file, problems)
    if reader is None:
        raise InputError([*problems, _unknown(file, book, platform)])
    export = reader.read(book)
    if not export.respondents:
        raise InputError([*problems, _empty(export)])
    export = replace(export, problems=(*problems, *export.problems))
    if declared.dates:
        return settled(export, Order(declared.dates), "as declared")
    return settled_by_rows(export)


def _book_of(path: Path, file: str, problems: list[Problem], declared: FileSays) -> Book:
    first = b""
    if not why_no_file(path):
        try:
            with path.open("rb") as start:
                first = start.read(4)
        except OSError:
            first = b""
    if first not in {_ZIP, _OLD_OFFICE}:
        return {"": read_csv_grid(path, file, export_limits(), problems, declared.encoding)}
    book = read_workbook(path, file, export_limits())
    named = {sheet: book[sheet] for sheet in declared.sheets if sheet in book}
    if declared.sheets and not named:
        found = f"there is no sheet '{', '.join(declared.sheets)}'"
        raise InputError([Problem(file=file, found=found, needed=f"one of: {', '.join(book)}")])
    return named or book


def _recognised(
    readers: list[Platform], book: Book, asked: Sequence[str], file: str, problems: list[Problem]
) -> tuple[Platform | None, Book]:
    """The platform that wrote a book: as a whole, or one of its sheets as if it were a CSV file."""
    for reader in readers:
        if reader.recognises(book):
            return reader, book
    sheets = {sheet: {"": grid} for sheet, grid in book.items() if sheet and len(grid.rows)}
    found = [(reader, sheet) for sheet, single in sheets.items() for reader in readers if reader.recognises(single)]
    written = list(dict.fromkeys(sheet for _, sheet in found))
    if len(written) > 1:
        raise InputError(
            [
                Problem(
                    file=file,
                    found=f"{len(written)} of its sheets hold answers: {', '.join(written)}",
                    needed="one sheet",
                    action="write `sheet: NAME` beside it under `files:` of alliancenet.yaml, or give --sheet NAME",
                )
            ]
        )
    if not found:
        return None, book
    if len(sheets) > 1 and not asked:
        others = ", ".join(f"'{sheet}'" for sheet in sheets if sheet != written[0])
        problems.append(
            Problem(
                file=file,
                found=f"the sheet '{written[0]}' is read, not {others}",
                needed="nothing, if that is right",
                fatal=False,
            )
        )
    return found[0][0], sheets[written[0]]


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
