"""What a file is, with a confidence and the reason; never told by its name."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from alliancenet.adding.money import books_likeness
from alliancenet.adding.roster import roster_likeness
from alliancenet.adding.sheet import ForeignSheet, sheets_in
from alliancenet.adding.touchpoints import meetings_likeness
from alliancenet.errors import InputError, Problem
from alliancenet.files.folding import column_key
from alliancenet.files.table import FileSays
from alliancenet.sources.network_files.matrix import Blank
from alliancenet.sources.network_files.reading import read_network_file

if TYPE_CHECKING:
    from alliancenet.survey.readers.export import Export

# columns no table of that kind can do without
OWN: Mapping[str, tuple[str, ...]] = {
    "answers": ("respondent", "item", "value"),
    "responses": ("wave", "alliance", "respondent", "status"),
    "memberships": ("person", "alliance"),
    "touchpoints": ("date", "alliance", "type", "attendees"),
    "role_pairs": ("alliance", "role", "person", "partner"),
    "needs": ("alliance", "person", "supplier"),
    "issues": ("alliance", "opened"),
    "waves": ("id", "open", "close"),
    "organisations": ("id", "name", "own"),
    "people": ("id", "organisation"),
}
_ENDS = ({"source", "target"}, {"from", "to"}, {"vertex1", "vertex2"})
_SURE = 99
_SMALL = 4_000_000
_MOST_CELLS = 4_000_000  # what is looked at within 2 s and 300 MiB (own limit)
_BETWEEN = (b",", b";", b"\t", b"|")
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """What a file seems to be.

    Parameters
    ----------
    kind : kind of file of a project, `log`, or "" when nothing is known of it.
    points : confidence in percent.
    why : in words.
    is_own : a table with our own columns, which needs no map.
    sheet : the sheet that holds it; None where the whole file does.
    export : of a survey platform, read.
    others : what else it may be, with confidence and reason.
    """

    path: Path
    kind: str
    points: int = 0
    why: str = ""
    is_own: bool = False
    sheet: ForeignSheet | None = None
    export: "Export | None" = None
    others: tuple[tuple[str, int, str], ...] = ()


def recognise(path: Path, declared: FileSays, problems: list[Problem]) -> Recognised:
    """Say what a file is.

    Parameters
    ----------
    declared : what somebody said of its encoding and sheets.
    problems : why a file that nobody knows could not be read.
    """
    if path.is_dir():
        return _log(path) or Recognised(path=path, kind="", why="a folder that is no log")
    log = _log(path)
    if log is not None:
        return log
    if _has_too_many_cells(path):
        problems.append(
            Problem(
                file=path.name,
                found=f"more than {_MOST_CELLS:,} cells, and no log that is known here",
                needed="a list of people, meetings or ties, or answers of a survey",
                action="export fewer columns, or less at a time",
            )
        )
        return Recognised(path=path, kind="", why="too large to be looked at")
    for find in (_network, _export):
        found = find(path, declared)
        if found is not None:
            return found
    sheets = sheets_in(path, problems, declared.encoding)
    sheets = [sheet for sheet in sheets if not declared.sheets or sheet.name in declared.sheets]
    found_tables = sorted((_table(path, sheet) for sheet in sheets), key=lambda one: -one.points)
    if not found_tables:
        return Recognised(path=path, kind="", why="no table, no network, no log and no export that is known here")
    best = found_tables[0]
    return Recognised(
        path=path,
        kind=best.kind,
        points=best.points,
        why=best.why,
        is_own=best.is_own,
        sheet=best.sheet,
        others=best.others,
    )


def _has_too_many_cells(path: Path) -> bool:
    """Whether a text has more cells than are looked at, told by its separators without keeping it."""
    if not path.is_file() or path.stat().st_size < _SMALL:
        return False
    counts = dict.fromkeys(_BETWEEN, 0)
    with path.open("rb") as file:
        if file.read(4) == _ZIP:
            return False
        while block := file.read(_SMALL):
            for mark in counts:
                counts[mark] += block.count(mark)
            if max(counts.values()) > _MOST_CELLS:
                return True
    return False


def _network(path: Path, declared: FileSays) -> Recognised | None:
    problems: list[Problem] = []
    found = read_network_file(path, problems, declared, Blank.NO_TIE)
    if found is None:
        fatal = [problem for problem in problems if problem.fatal]
        if fatal and "map" not in fatal[0].file and path.suffix.casefold() in {".graphml", ".gexf", ".net", ".dl"}:
            raise InputError(problems)
        return None
    why = f"{found.format} with {len(found.people):,} people and {len(found.ties):,} ties"
    return Recognised(path=path, kind="ties", points=_SURE, why=why)


def _export(path: Path, declared: FileSays) -> Recognised | None:
    from alliancenet.survey.readers.detect import read_export

    try:
        export = read_export(path, declared=declared)
    except InputError:
        return None
    if export.is_log:
        return None
    if export.platform == "tidy":
        return Recognised(path=path, kind="answers", points=_SURE, why="our own columns", is_own=True)
    why = f"the header rows of {export.platform}"
    return Recognised(path=path, kind="survey_export", points=_SURE, why=why, export=export)


def _log(path: Path) -> Recognised | None:
    from alliancenet.comms.readers import reader_of, table_columns
    from alliancenet.comms.readers.opening import open_path

    try:
        opening = open_path(path)
    except InputError:
        return None
    reader = reader_of(opening)
    if reader is None or reader is table_columns:
        return None
    return Recognised(path=path, kind="log", points=_SURE, why=str(reader.TITLE))


def _table(path: Path, sheet: ForeignSheet) -> Recognised:
    keys = {column_key(heading) for heading in sheet.headings}
    for kind, needed in OWN.items():
        if {column_key(name) for name in needed} <= keys and kind != "people":
            why = f"columns {', '.join(needed)}"
            return Recognised(path=path, kind=kind, points=_SURE, why=why, is_own=not sheet.header, sheet=sheet)
    if any(ends <= keys for ends in _ENDS):
        return Recognised(path=path, kind="ties", points=95, why="columns for both ends of a tie", sheet=sheet)
    likely = [("people", *roster_likeness(sheet)), ("touchpoints", *meetings_likeness(sheet)), *books_likeness(sheet)]
    likely.sort(key=lambda one: -one[1])
    kind, points, why = likely[0]
    is_own = kind == "people" and {"id", "organisation"} <= keys and not sheet.header and _levels_are_ours(sheet)
    return Recognised(
        path=path,
        kind=kind if points else "",
        points=points,
        why=why,
        is_own=is_own,
        sheet=sheet,
        others=tuple(likely[1:]),
    )


def _levels_are_ours(sheet: ForeignSheet) -> bool:
    from alliancenet.model.register import Level

    return not sheet.has("level") or set(sheet.column("level")) <= {"", *map(str, Level)}
