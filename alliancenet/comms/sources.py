"""One log as the user names it: the path, what reads it, and what was declared about it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from zoneinfo import ZoneInfo

from alliancenet.comms.readers import reader_of, table_columns
from alliancenet.comms.readers.opening import Opening, open_path
from alliancenet.comms.readers.table_columns import Columns, columns_of
from alliancenet.comms.readers.times import zone_named
from alliancenet.errors import InputError, Problem
from alliancenet.files.digest import data_digest


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFile:
    """What the user says about one log.

    Parameters
    ----------
    zone : IANA zone of times without an offset, "" when not declared.
    columns : column mapping of a table, see `readers.table_columns.Columns`.
    """

    path: Path
    zone: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A log whose reader is known.

    Parameters
    ----------
    columns : mapping of a table, None for logs whose layout the reader knows.
    digest : tells this file and these declarations from any other.
    opening : how the file begins.
    """

    path: Path
    opening: Opening
    reader: ModuleType
    zone: ZoneInfo | None
    columns: Columns | None
    digest: str

    @property
    def name(self) -> str:
        """Name of the file as shown."""
        return self.path.name

    @property
    def title(self) -> str:
        """What kind of log it is, in words."""
        return str(self.reader.TITLE)


def sources_of(files: Iterable[LogFile]) -> tuple[Source, ...]:
    """Find the reader of every log.

    Raises
    ------
    InputError
        With all faults of all files: unreadable, of no known kind, or badly declared.
    """
    sources: list[Source] = []
    problems: list[Problem] = []
    for file in files:
        try:
            sources.append(_source(file))
        except InputError as error:
            problems.extend(error.problems)
    if problems:
        raise InputError(problems)
    return tuple(sources)


def _source(file: LogFile) -> Source:
    opening = open_path(file.path)
    reader = table_columns if file.columns else reader_of(opening)
    if reader is None:
        raise InputError([_unknown(opening)])
    columns = None
    if reader is table_columns:
        given = {"zone": file.zone, **file.columns} if file.zone else dict(file.columns)
        columns = columns_of(opening, given)
    return Source(
        path=file.path,
        opening=opening,
        reader=reader,
        zone=_zone(file),
        columns=columns,
        digest=_digest(file, str(reader.KIND)),
    )


def _zone(file: LogFile) -> ZoneInfo | None:
    zone = zone_named(file.zone) if file.zone else None
    if file.zone and zone is None:
        problem = Problem(
            file=file.path.name,
            key="zone",
            found=f"'{file.zone}' is no time zone",
            needed="a name such as Europe/Berlin or UTC",
        )
        raise InputError([problem])
    return zone


def _digest(file: LogFile, kind: str) -> str:
    paths = sorted(file.path.rglob("*")) if file.path.is_dir() else [file.path]
    stats = [(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in paths]
    return data_digest([stats, kind, file.zone, sorted(file.columns.items())])[:24]


def _unknown(opening: Opening) -> Problem:
    names = ", ".join(name for name in opening.columns if name)[:200]
    return Problem(
        file=opening.path.name,
        found=f"no log of a known kind{f' (columns: {names})' if names else ''}",
        needed="a message trace, mail log, mbox, .eml folder, calendar, Slack export or table",
        action="for a table of messages declare its columns: --columns time=…,sender=…,recipients=…,zone=…",
    )
