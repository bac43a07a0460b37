"""Rows of delimited logs as a stream: any encoding, any length, every lost row counted."""

import csv
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO, TextIO, cast

from alliancenet.comms.events import Tally
from alliancenet.comms.readers.opening import Opening
from alliancenet.errors import InputError, Problem

if TYPE_CHECKING:
    from _csv import Reader as _Rows

_MOST_IN_A_CELL = 4_000_000  # 100 000 recipients of 40 characters


def rows_of(opening: Opening, tally: Tally, needed: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """Rows by lower-case column name.

    Parameters
    ----------
    opening : the file, already looked at.
    tally : rows, lost rows with their reason, and rows in another encoding are counted here.
    needed : columns that must be there.

    Raises
    ------
    InputError
        When a needed column is missing.
    """
    missing = [name for name in needed if name not in opening.columns]
    if missing:
        raise InputError([_missing(opening, missing)])
    csv.field_size_limit(_MOST_IN_A_CELL)
    encoding = "utf-8" if opening.encoding == "cp1252" else opening.encoding  # every row is judged by itself
    errors = "surrogateescape" if encoding.startswith("utf-8") else "replace"
    with opening.path.open(encoding=encoding, errors=errors, newline="") as file:
        size, position = max(opening.path.stat().st_size, 1), cast(BinaryIO, file.buffer)
        for row in _named(file, opening, tally):
            if tally.rows % 1_000 == 0:
                tally.share = position.tell() / size
            yield row


def _named(file: TextIO, opening: Opening, tally: Tally) -> Iterator[dict[str, str]]:
    reader = csv.reader((line.replace("\x00", "") for line in file), delimiter=opening.separator)
    _next_row(reader, tally)
    width = len(opening.columns)
    while (row := _next_row(reader, tally)) is not None:
        if not row:
            continue
        tally.rows += 1
        if len(row) < width:
            tally.lost["row cut short"] += 1
        else:
            yield dict(zip(opening.columns, _mended(row, tally), strict=False))


def _next_row(reader: "_Rows", tally: Tally) -> list[str] | None:
    while True:
        before = reader.line_num
        try:
            return next(reader, None)
        except csv.Error:
            tally.rows += reader.line_num - before
            tally.lost["line unreadable as a table row"] += reader.line_num - before


def _mended(row: list[str], tally: Tally) -> list[str]:
    if all(cell.isascii() or not _escaped(cell) for cell in row):
        return row
    tally.notes["row not in UTF-8, read as cp1252"] += 1
    return [cell.encode("utf-8", "surrogateescape").decode("cp1252", "replace") for cell in row]


def _escaped(cell: str) -> bool:
    return any("\udc80" <= character <= "\udcff" for character in cell)


def _missing(opening: Opening, missing: list[str]) -> Problem:
    return Problem(
        file=opening.path.name,
        row=1,
        found=f"no column {', '.join(missing)}",
        needed=f"found {', '.join(name for name in opening.columns if name)[:300]}",
        action="export the log again with all columns",
    )
