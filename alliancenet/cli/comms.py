"""``alliancenet comms``: communication logs looked at, and built into the pair table."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from alliancenet.cli.days import DAY
from alliancenet.cli.place import work_in
from alliancenet.cli.project_path import ProjectPath
from alliancenet.cli.rate import Rate
from alliancenet.comms.watching import watched
from alliancenet.errors import InputError, Problem

if TYPE_CHECKING:
    from alliancenet.comms.build import Engine
    from alliancenet.comms.scan import Scan

_PATH = click.Path(path_type=Path)
_ZONE = click.option("--zone", default="", help="Zone of times that carry none, e.g. Europe/Berlin.")
_COLUMNS = click.option(
    "--columns",
    multiple=True,
    metavar="KEY=COLUMN",
    help="Column mapping of tables: time, sender, recipients; message_id, separator, channel, time_format.",
)


@click.group()
def comms() -> None:
    """Communication logs: see what they are, build the monthly pair table.

    Metadata only: subjects and texts are never kept.
    """


@comms.command("scan")
@click.argument("paths", nargs=-1, required=True, type=_PATH)
@_ZONE
@_COLUMNS
def scan_(paths: tuple[Path, ...], zone: str, columns: tuple[str, ...]) -> None:
    """Say what each log is: kind, window, people, rows. Nothing is imported."""
    from alliancenet.comms.readers.opening import LogReading
    from alliancenet.comms.scan import logs_in, scan
    from alliancenet.comms.sources import LogFile

    problems: list[Problem] = []
    reading = LogReading(zone=_zone(zone))
    for path in (inside for given in paths for inside in _or_problem(logs_in, given, problems)):
        with Rate() as rate:
            try:
                file = LogFile(path=path, zone=zone, columns=_mapping(columns, path))
                _print(scan(file, reading, lambda done, share: rate.tell(f"reading {path.name}", done, share)))  # noqa: B023
            except InputError as error:
                problems.extend(error.problems)
    if problems:
        raise InputError(problems)


@comms.command("build")
@click.argument("project", type=ProjectPath())
@click.option("--out", type=_PATH, help="Folder of the build.  [default: PROJECT/comms]")
@click.option("--since", type=DAY, help="First day counted.")
@click.option("--until", type=DAY, help="Last day counted.")
@click.option("--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", show_default=True)
@click.option("--master", default="local[*]", show_default=True, help="Where Spark runs.")
@click.option("--threads", type=click.IntRange(1), help="Threads of the embedded engine.  [default: all]")
def build_(
    project: Path,
    out: Path | None,
    since: datetime | None,
    until: datetime | None,
    engine: str,
    master: str,
    threads: int | None,
) -> None:
    """Build the monthly pair table from the logs a project declares."""
    from alliancenet.files.fields import read_fields
    from alliancenet.sources.place import PROJECT_FILE
    from alliancenet.sources.project import read_project
    from alliancenet.store.purges import emptied_files

    with Rate() as rate:
        with watched(partial(rate.tell, "reading the project", 0, 0.0)):
            loaded = read_project(project)
            from alliancenet.comms.build import Request, build
            from alliancenet.comms.declared import declared_in, directory_of

            declared = declared_in(
                read_fields(project / PROJECT_FILE), project, loaded.register.organisations, emptied_files(project)
            )
            if not declared.files:
                found = "all logs it names were removed after the promised time"
                raise InputError([Problem(file=PROJECT_FILE, key="logs", found=found, needed="newer logs")])
            request = Request(
                files=declared.files,
                directory=directory_of(loaded.register, declared),
                settings=loaded.settings,
                since=_day(since) or declared.since,
                until=_day(until) or declared.until,
            )
        memory = loaded.settings.whole("logs.memory_mb")
        place = out or project / "comms"
        with work_in(place, "alliancenet comms build"), _engine(engine, master, memory, threads, rate) as running:
            folder = build(request, place, running, rate.tell)
    from alliancenet.comms.report import build_report

    click.echo(build_report(folder))


@contextmanager
def _engine(name: str, master: str, memory_mb: int, threads: int | None, rate: Rate) -> Iterator["Engine"]:
    if name == "spark":
        from alliancenet.comms.spark import SparkEngine, connect_spark

        session = connect_spark(master)
        try:
            yield SparkEngine(session)
        finally:
            session.stop()
    else:
        from alliancenet.comms.duck import DuckEngine, connect

        with connect(memory_mb, threads) as connection:
            yield DuckEngine(connection, rate.continue_at)


def _or_problem(find: Any, path: Path, problems: list[Problem]) -> list[Path]:
    try:
        found: list[Path] = find(path)
    except InputError as error:
        problems.extend(error.problems)
        return []
    return found


def _mapping(columns: tuple[str, ...], path: Path) -> dict[str, str]:
    """The mapping, for tables only: other logs among the paths know their own columns."""
    from alliancenet.comms.readers import reader_of, table_columns
    from alliancenet.comms.readers.opening import open_path

    if not columns or reader_of(open_path(path)) is not table_columns:
        return {}
    pairs = (entry.partition("=") for entry in columns)
    return {key.strip(): value for key, _, value in pairs}


def _zone(name: str) -> ZoneInfo | None:
    from alliancenet.comms.readers.times import zone_named

    zone = zone_named(name) if name else None
    if name and zone is None:
        raise click.BadParameter(f"'{name}' is no time zone; a name such as Europe/Berlin is needed")
    return zone


def _day(given: datetime | None) -> date | None:
    return None if given is None else given.date()


def _print(found: "Scan") -> None:
    from alliancenet.comms.report import scan_report

    click.echo(scan_report(found))
