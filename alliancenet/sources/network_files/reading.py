"""Which network program wrote a file, and what it holds as tables of ties and of people."""

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from alliancenet.errors import InputError, Problem
from alliancenet.files.folding import column_key
from alliancenet.files.foreign import foreign_format
from alliancenet.files.grid import TableLimits
from alliancenet.files.lines import TableText, table_text
from alliancenet.files.opening import read_bytes
from alliancenet.files.table import LIMITS, NOTHING, CsvTable, FileSays
from alliancenet.files.text import text_of
from alliancenet.files.workbook import read_workbook
from alliancenet.sources.network_files import (
    gexf,
    graphml,
    json_graph,
    matrix,
    network_canvas,
    pajek,
    ucinet,
    workbook_graph,
)
from alliancenet.sources.network_files.matrix import Blank
from alliancenet.sources.network_files.network_file import MOST_TIES, FileTie, FormatFault, NetworkFile

if TYPE_CHECKING:
    pass

OF_BYTES: Mapping[str, Callable[[bytes], NetworkFile]] = {"GraphML": graphml.read, "GEXF": gexf.read}
OF_TEXT: Mapping[str, Callable[[str], NetworkFile]] = {
    "Pajek (.net)": pajek.read,
    "UCINET DL": ucinet.read,
    "JSON": json_graph.read,
}
_ZIP = b"PK\x03\x04"
_HEAD = 4096
_MOST_BYTES = 100_000_000
_MOST_OF_XML = 40_000_000
_MOST_OF_TEXT = 30_000_000  # whole text and ties beside each other stay within 300 MiB
_MOST_OF_MATRIX = 16_000_000
_UCINET_SYSTEM = "UCINET's own format (.##h, .##d)"
_CALLED = frozenset({"name", "label", "vname", "personid", "employeeid"})
_ENDS = frozenset({"source", "target", "from", "to", "vertex1", "vertex2"})
# a matrix of 1,000 people is wider than any table
_WIDE = TableLimits(
    most_bytes=_MOST_BYTES,
    most_columns=6_000,
    most_cells=30_000_000,
    most_unpacked=LIMITS.most_unpacked,
    most_ratio=LIMITS.most_ratio,
    most_members=LIMITS.most_members,
    most_elements=LIMITS.most_elements * 2,
)


def read_network_file(
    path: Path, problems: list[Problem], declared: FileSays = NOTHING, blank: Blank = Blank.ASK
) -> NetworkFile | None:
    """What a file of a network program holds; None for plain tables, and after faults.

    Parameters
    ----------
    problems : faults are appended here, and counted warnings about what was assumed.
    declared : what somebody said about the file; a map's `blank` goes before the parameter.
    blank : what a blank cell of a matrix means.
    """
    before = len(problems)
    said = declared.columns.blank if declared.columns else ""
    try:
        found = _read(path, problems, declared, Blank(said) if said in set(Blank) - {Blank.ASK} else blank)
    except FormatFault as fault:
        problems.append(fault.problem(path.name))
        return None
    except InputError as error:
        problems.extend(problem for problem in error.problems if problem not in problems)
        return None
    if found is None or any(problem.fatal for problem in problems[before:]):
        return None
    if len(found.ties) > MOST_TIES:
        needed = f"at most {MOST_TIES:,} are read"
        problems.append(Problem(file=path.name, found=f"{len(found.ties):,} ties", needed=needed))
        return None
    problems.append(_what_it_is(path.name, found))
    problems.extend(
        Problem(file=path.name, found=note, needed="nothing, if that is right", fatal=False) for note in found.notes
    )
    return found


def _what_it_is(file: str, found: NetworkFile) -> Problem:
    people = f"{len(found.people):,} people and " if found.people else ""
    words = f"is read as {found.format}: {people}{len(found.ties):,} ties"
    return Problem(file=file, found=words, needed="nothing, if that is right", fatal=False)


def _read(path: Path, problems: list[Problem], declared: FileSays, blank: Blank) -> NetworkFile | None:
    raw = read_bytes(path, path.name, problems, _MOST_BYTES)
    if raw is None:
        return None
    if raw.startswith(_ZIP):
        return _of_workbook(path, declared, blank)
    if path.suffix.casefold() in {".##h", ".##d"}:
        needed = "DL, which UCINET writes: Data > Export > DL"
        raise FormatFault(f"is {_UCINET_SYSTEM}, which no kept reader knows", needed)
    name = foreign_format(_start_of(raw))
    most = _MOST_OF_XML if name in OF_BYTES else _MOST_OF_TEXT
    if len(raw) > most and name:
        raise FormatFault(f"{name} of {len(raw):,} bytes", f"at most {most:,} bytes, or its ties as CSV")
    if name in OF_BYTES:
        return OF_BYTES[name](raw)
    if name in OF_TEXT:
        text = text_of(raw, path.name, problems, declared.encoding)
        return None if text is None else OF_TEXT[name](text)
    if name or len(raw) > _MOST_OF_MATRIX:
        return None
    return _of_csv(raw, path, declared, blank)


def _start_of(raw: bytes) -> str:
    wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    return raw[:_HEAD].removeprefix(b"\xef\xbb\xbf").decode("utf-16" if wide else "latin-1", "replace").lstrip("\ufeff")


def _of_workbook(path: Path, declared: FileSays, blank: Blank) -> NetworkFile | None:
    book = read_workbook(path, path.name, _WIDE)
    asked = (declared.columns.sheet,) if declared.columns and declared.columns.sheet else declared.sheets
    sheets = {
        name: [tuple(grid.cell(row, column) for column in range(grid.codes.shape[1])) for row in range(len(grid.rows))]
        for name, grid in book.items()
        if len(grid.rows) and (not asked or name in asked)
    }
    if any(matrix.is_square(rows) for rows in sheets.values()):
        return matrix.read(sheets, blank)
    return workbook_graph.read(sheets) if workbook_graph.sheet_of_ties(sheets) else None


def _of_csv(raw: bytes, path: Path, declared: FileSays, blank: Blank) -> NetworkFile | None:
    """A matrix or a list of Network Canvas; None for every other table, whose reader says what is wrong with it."""
    text = text_of(raw, path.name, [], declared.encoding)
    if text is None:
        return None
    try:
        return _network_in(table_text(text), path, blank)
    except csv.Error:
        return None


def _network_in(cut: TableText, path: Path, blank: Blank) -> NetworkFile | None:
    header = [cell.strip() for cell in next(cut.rows(), [])]
    if network_canvas.recognises(header):
        return network_canvas.read(header, [row for row in _body(cut) if any(row)], path)
    if len(header) < 3 or _ENDS & set(map(column_key, header[:2])):
        return None
    rows: list[Sequence[str]] = [header]
    for row in _body(cut):
        if any(row):
            rows.append([cell.strip() for cell in row])
        if len(rows) > len(header) + 1:
            return None
    return matrix.read({"": rows}, blank) if matrix.is_square(rows) else None


def _body(cut: TableText) -> list[list[str]]:
    rows = cut.rows()
    next(rows, None)
    return [[cell.strip() for cell in row] for row in rows]


@dataclass(frozen=True, slots=True, kw_only=True)
class TiesTable(CsvTable):
    """Ties of a network file.

    Parameters
    ----------
    names : what else a person of the file is called: its attributes `name` and `label`.
    """

    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def ties_table(found: NetworkFile, file: str, declared: FileSays = NOTHING) -> TiesTable:
    """Ties as a table with the columns of an edge list, as far as the file says something.

    Notes
    -----
    `unknown` marks pairs of whom the file says that nobody knows.
    """
    import pandas as pd

    columns = {
        "source": [tie.source for tie in found.ties],
        "target": [tie.target for tie in found.ties],
        "layer": [tie.layer for tie in found.ties],
        "wave": [tie.wave for tie in found.ties],
        "weight": [tie.weight for tie in found.ties],
        "type": [_type(tie) for tie in found.ties],
        "unknown": ["yes" if tie.is_unknown else "" for tie in found.ties],
    }
    always = {"source", "target"}
    kept = {name: cells for name, cells in columns.items() if name in always or any(cells)}
    index = pd.Index([tie.line for tie in found.ties], dtype="int64")
    frame = pd.DataFrame(kept, index=index, dtype=str)
    names = {person: _names_of(about) for person, about in found.people.items()}
    return TiesTable(file=file, frame=frame, declared=declared, names=names)


def _names_of(about: Mapping[str, str]) -> tuple[str, ...]:
    """Attributes that may hold a person's id or name elsewhere, the most telling first."""
    said = (value for key, value in about.items() if column_key(key) in _CALLED)
    return tuple(dict.fromkeys(value for value in said if value))


def _type(tie: FileTie) -> str:
    return "" if tie.is_undirected is None else "undirected" if tie.is_undirected else "directed"


def people_table(found: NetworkFile, file: str, declared: FileSays = NOTHING) -> CsvTable:
    """People with their attributes as a table with a column `id`."""
    import pandas as pd

    names: dict[str, None] = {}
    for about in found.people.values():
        names.update(dict.fromkeys(name for name in about if column_key(name) != "id"))
    rows = [[person, *(about.get(name, "") for name in names)] for person, about in found.people.items()]
    frame: pd.DataFrame = pd.DataFrame(rows, columns=["id", *names], dtype=str).fillna("")
    frame.index = pd.RangeIndex(1, len(frame) + 1)
    return CsvTable(file=file, frame=frame, declared=declared)
