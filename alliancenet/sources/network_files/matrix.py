"""Adjacency matrices with names along the top and the left side; a blank cell is asked about."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum

from alliancenet.files.folding import folded
from alliancenet.files.numbers import Mark, decimal_mark, with_points
from alliancenet.files.yes_no import said
from alliancenet.sources.network_files.network_file import FileTie, FormatFault, NetworkFile

TITLE = "a matrix of who is tied to whom"
_UNKNOWN = frozenset({"na", "n/a", "nan", ".", "?", "k.a.", "unknown", "missing", "#n/a", "-9", "-99", "-999"})
_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?")


class Blank(StrEnum):
    """What a blank cell of a matrix means."""

    NO_TIE = "no_tie"
    UNKNOWN = "unknown"
    ASK = ""


def is_square(rows: Sequence[Sequence[str]]) -> bool:
    """The same names along the top, behind the first cell, and along the left side."""
    if len(rows) < 3:
        return False
    top = [name for name in rows[0][1:] if name]
    left = [row[0] for row in rows[1:] if row and row[0]]
    return len(top) > 1 and {folded(name) for name in top} == {folded(name) for name in left}


def read(sheets: Mapping[str, Sequence[Sequence[str]]], blank: Blank) -> NetworkFile:
    """Ties of one matrix, or of several sheets, each a layer of the sheet's name.

    Parameters
    ----------
    sheets : rows of cells; only square ones are read.
    blank : what a blank cell means; the diagonal is never looked at.

    Raises
    ------
    FormatFault
        For names that stand twice, cells that are no number, and blanks nobody explained.

    Notes
    -----
    A matrix that is the same both ways is read as undirected, and the note says so.
    """
    square = {name: rows for name, rows in sheets.items() if is_square(rows)}
    ties: list[FileTie] = []
    notes: list[str] = []
    people: dict[str, dict[str, str]] = {}
    for name, rows in square.items():
        found, said_of = _one(rows, blank, name if len(square) > 1 else "")
        ties += found
        notes += said_of
        people.update({row[0]: {"name": row[0]} for row in rows[1:] if row and row[0]})
    if others := [name for name in sheets if name and name not in square]:
        notes.append(f"sheets that are no matrix and were not read: {', '.join(others[:6])}")
    return NetworkFile(format=TITLE, people=people, ties=ties, notes=tuple(notes))


def _one(rows: Sequence[Sequence[str]], blank: Blank, layer: str) -> tuple[list[FileTie], list[str]]:
    left = _names([row[0] if row else "" for row in rows[1:]])
    spelt = {folded(name): name for name in left if name}
    top = [spelt.get(folded(name), "") for name in rows[0][1:]]
    _names(top)
    mark = _mark_of(rows)
    values: dict[tuple[str, str], str | None] = {}
    blanks = 0
    for number, (name, row) in enumerate(zip(left, rows[1:], strict=True), start=2):
        cells = [*row[1:], *[""] * (len(top) - len(row) + 1)]
        for other, cell in zip(top, cells, strict=False):
            if name and other and name != other:
                blanks += not cell
                values[name, other] = _value(cell, blank, number, other, mark)
    if blanks and blank is Blank.ASK:
        raise FormatFault(
            f"{blanks:,} of {len(values):,} cells beside the diagonal are blank",
            "what a blank means: no tie, or nobody knows",
            action="say `--blank no_tie` or `--blank unknown` (in a map file `blank: no_tie`)",
        )
    is_same = len(values) > 2 and all(value == values.get(pair[::-1]) for pair, value in values.items())
    is_same = is_same and any(value not in {"0", None} for value in values.values())
    notes = []
    if is_same:
        notes.append("the matrix is the same both ways: read as undirected (--directed overrides)")
    if blanks:
        meant = "read as no tie" if blank is Blank.NO_TIE else "unknown"
        notes.append(f"{blanks:,} blank cells: {meant}, as asked")
    line_of = {name: number for number, name in enumerate(left, start=2)}
    ties = [
        FileTie(
            source=source,
            target=target,
            weight=value or "",
            layer=layer,
            is_undirected=is_same,
            is_unknown=value is None,
            line=line_of[source],
        )
        for (source, target), value in values.items()
        if value != "0"
    ]
    return ties, notes


def _names(names: list[str]) -> list[str]:
    seen: dict[str, str] = {}
    for name in filter(None, names):
        if folded(name) in seen:
            raise FormatFault(f"'{name}' stands twice along one side", "one row and one column for each person")
        seen[folded(name)] = name
    return names


def _mark_of(rows: Sequence[Sequence[str]]) -> Mark:
    cells = [cell for row in rows[1:] for cell in row[1:]]
    mark = decimal_mark(cells)
    if mark in {Mark.OPEN, Mark.BOTH}:
        some = ", ".join(cell for cell in dict.fromkeys(cells) if "," in cell or "." in cell)
        raise FormatFault(f"numbers such as {some[:60]} can be read two ways", "plain numbers such as 1200 or 1.2")
    return mark


def _value(cell: str, blank: Blank, row: int, column: str, mark: Mark) -> str | None:
    """A cell as a number, "0" for no tie, None for unknown."""
    if not cell:
        return None if blank is Blank.UNKNOWN else "0"
    if folded(cell) in _UNKNOWN:
        return None
    (cell,) = with_points([cell], mark)
    if _NUMBER.fullmatch(cell):
        number = float(cell)
        return "0" if number == 0 else f"{number:.12g}"
    word = True if folded(cell) in {"x", "✓", "✔", "•"} else said(cell)
    if word is None:
        raise FormatFault(f"'{cell[:40]}' of {column}", "a number, x, or a blank", row, "correct the cell")
    return "1" if word else "0"
