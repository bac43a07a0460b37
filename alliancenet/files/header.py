"""The header of a table: which column goes by which known name, and what is wrong with it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from alliancenet.errors import Problem
from alliancenet.files.folding import column_key
from alliancenet.files.foreign import foreign_format, is_matrix
from alliancenet.files.lines import TableText

_SHOWN = 12
_MATRIX = "a matrix of who is tied to whom"
_HEAD = 4096
MOST_ABOVE = 30
"""Rows looked through for the headings of a report with lines above them (own limit)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedColumns:
    """What is looked for in a header."""

    required: Sequence[str]
    known: Sequence[str]
    aliases: Mapping[str, Sequence[str]]
    most_columns: int
    may_be_empty: bool


def row_of_headings(cut: TableText, wanted: WantedColumns) -> int:
    """Row of the headings where lines of a report stand above them; 0 where they come first, or nowhere.

    A row is one of headings when it holds every column that is needed.
    """
    first = next(cut.rows(), [])
    if not wanted.required or len(first) > wanted.most_columns or _has_all(first, wanted):
        return 0
    for number in range(cut.first_row + 1, cut.first_row + MOST_ABOVE + 1):
        below = cut.below(number)
        if below.first_row == number and _has_all(next(below.rows(), []), wanted):
            return number
    return 0


def place_of_headings(rows: Sequence[Sequence[str]], wanted: WantedColumns) -> int:
    """The same of rows that are cut already: place of the row of headings; 0 where it comes first, or nowhere."""
    if not wanted.required:
        return 0
    return next((at for at, row in enumerate(rows[: MOST_ABOVE + 1]) if _has_all(row, wanted)), 0)


def _has_all(cells: Sequence[str], wanted: WantedColumns) -> bool:
    if len(cells) > wanted.most_columns:
        return False
    return set(wanted.required) <= set(known_names([cell.strip() for cell in cells], wanted))


def lines_above(file: str, number: int) -> Problem:
    """Remark on rows above the headings that are passed over."""
    found = f"the headings are taken from row {number}: what stands above them is not read"
    return Problem(file=file, row=number, found=found, needed="nothing, if that is right", fatal=False)


def empty_table(file: str, required: Sequence[str]) -> Problem:
    """Problem of a file that holds nothing."""
    return Problem(
        file=file,
        found="the file is empty",
        needed="a header row" + (f" with {', '.join(required)}" if required else ""),
        action="export it again",
    )


def column_names(
    file: str,
    header: list[str],
    cut: TableText | None,
    wanted: WantedColumns,
    problems: list[Problem],
    row: int = 1,
    first_column: Sequence[str] = (),
) -> list[str] | None:
    """Names the columns go by, known ones first of all; None with problems added."""
    before = len(problems)
    row = row if cut is None else cut.first_row
    while header and not header[-1]:
        header.pop()
    if len(header) > wanted.most_columns:
        problems.append(
            Problem(
                file=file,
                row=row,
                found=f"{len(header):,} columns",
                needed=f"at most {wanted.most_columns} columns are read",
                action="export fewer columns",
            )
        )
        return None
    names = known_names(header, wanted)
    missing = [column for column in wanted.required if column not in names]
    if missing and (
        foreign := _foreign(cut, header) if cut is not None else _MATRIX if is_matrix(header, first_column) else ""
    ):
        problems.append(
            Problem(
                file=file,
                found=f"is {foreign}, which is not read as a table",
                needed=f"CSV or XLSX with the columns {', '.join(wanted.required)}",
                action="open it in the program it comes from and save its table of ties as CSV",
            )
        )
        return None
    found = ", ".join(header[:_SHOWN]) + ("" if cut is None else f"; separated by {cut.separator!r}")
    problems.extend(
        Problem(
            file=file,
            row=row,
            key=column,
            found=f"the column is missing (found: {found})",
            needed=f"a column named '{column}'",
            action="rename the column in the header row or add it",
        )
        for column in missing
    )
    problems.extend(
        Problem(
            file=file,
            row=row,
            key=name,
            found="the column stands twice",
            needed="each column name once",
            action="rename or remove one of them",
        )
        for name, count in sorted(Counter(names).items())
        if count > 1
    )
    return names if len(problems) == before else None


def _foreign(cut: TableText, header: list[str]) -> str:
    if name := foreign_format(cut.text[cut.start :][:_HEAD]):
        return name
    rows = cut.rows()
    first = [row[0].strip() for row, _ in zip(rows, range(len(header)), strict=False) if row]
    return _MATRIX if is_matrix(header, first) else ""


def known_names(header: Sequence[str], wanted: WantedColumns) -> list[str]:
    """Each column by the known name it folds to; exact names go first, then aliases where the name is free."""
    by_key = {column_key(name): name for name in wanted.known}
    names = [name if name in wanted.known else by_key.get(column_key(name), name) for name in header]
    for known, others in wanted.aliases.items():
        keys = {column_key(other) for other in others}
        at = next((at for at, name in enumerate(names) if column_key(name) in keys), None)
        if known not in names and at is not None and names[at] not in wanted.known:
            names[at] = known
    return [name or f"column {at + 1}" for at, name in enumerate(names)]
