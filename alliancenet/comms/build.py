"""Build the monthly pair table: whole and in place, or not there at all.

::

    OUT/current.json            names the build in force; replaced in one step
    OUT/builds/<id>/pairs/      Parquet, ordered by person_from, person_to, month
    OUT/builds/<id>/people.parquet, pace.parquet, build.json
    OUT/staging/                events of each source while a build runs; what an interrupted
                                one left is used by the next, a finished one leaves nothing
"""

import json
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Protocol

import ibis
import pyarrow as pa
import pyarrow.parquet as pq
from ibis.expr.types import Table

from alliancenet.comms.addresses import Directory
from alliancenet.comms.copies import clock_differences
from alliancenet.comms.directory_tables import addresses_table, lists_table, members_table, people_table
from alliancenet.comms.each_once import Stage, each_once
from alliancenet.comms.events import EVENT_SCHEMA, Channel, Fate, Tally
from alliancenet.comms.joining import joined
from alliancenet.comms.lists import with_members
from alliancenet.comms.pace import pace_table, working_hours
from alliancenet.comms.pairs import Ledger, ledger_of, ledger_rows, pair_table
from alliancenet.comms.placing import begin_partial, put_in_force
from alliancenet.comms.readers import table_columns
from alliancenet.comms.readers.opening import LogReading
from alliancenet.comms.readers.table_columns import LISTS, MESSAGE, Columns, row_of
from alliancenet.comms.rollup import EVENT_COLUMNS, Counting, cells
from alliancenet.comms.row_messages import RowCounts, groups_by_row, several_rows, shape_of
from alliancenet.comms.sources import LogFile, Source, sources_of
from alliancenet.comms.staging import stage
from alliancenet.comms.strays import is_stray, months_in, stray_months
from alliancenet.comms.table_events import RAW, events_of_table
from alliancenet.comms.untidy_tables import is_untidy, raw_rows
from alliancenet.errors import InputError, Problem
from alliancenet.files.digest import data_digest
from alliancenet.files.writing import write_whole
from alliancenet.settings import Settings

FORMAT = "alliancenet-comms/1"
Tell = Callable[[str, int, float], None]
"""Called with what is being done, how many events are read, and which share (0-1) is behind."""


class Engine(Protocol):
    """What a build asks of an engine; `duck.DuckEngine` and `spark.SparkEngine` answer."""

    def put(self, name: str, table: pa.Table) -> None:
        """Make a small table known."""

    def open_parquet(self, name: str, path: Path) -> None:
        """Make a Parquet file or folder known."""

    def open_table(self, name: str, source: Source, *, numbered: bool) -> None:
        """Make a mapped table known."""

    def stage(self, expression: Table, path: Path) -> None:
        """Write rows for later steps."""

    def write(self, expression: Table, folder: Path) -> None:
        """Write rows for readers."""

    def read(self, expression: Table) -> pa.Table:
        """Rows of a small result."""

    def count_lost_rows(self) -> dict[str, int]:
        """Unreadable rows of mapped tables, by reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What to build.

    Parameters
    ----------
    files : logs, in order: where two hold the same message, the first counts.
    since, until : days counted, both included; None leaves the end open.
    """

    files: tuple[LogFile, ...]
    directory: Directory
    settings: Settings
    since: date | None = None
    until: date | None = None

    @property
    def counting(self) -> Counting:
        """Rules of the roll-up."""
        return Counting(
            max_recipients=self.settings.whole("logs.max_recipients"),
            small_meeting=self.settings.whole("logs.small_meeting"),
            since=self.since,
            until=self.until,
        )

    @property
    def id(self) -> str:
        """Name of the build: the same input gives the same name."""
        files = [(file.path.name, file.zone, sorted(file.columns.items())) for file in self.files]
        people = [(person.id, person.firm, person.level, person.zone) for person in self.directory.people]
        known = sorted(self.directory.person_of)
        addresses = ("\n".join(known), [self.directory.person_of[address] for address in known])
        lists = sorted(self.directory.lists.items())
        window = (str(self.since), str(self.until))
        return data_digest([files, people, addresses, lists, self.settings.digest, window])[:12]


def build(request: Request, out: Path, engine: Engine, tell: Tell) -> Path:
    """Build the pair table and put it in force.

    Parameters
    ----------
    out : folder of all builds.
    tell : told how far the work is.

    Returns
    -------
    Folder of the build.

    Raises
    ------
    InputError
        For logs that cannot be read, and when no event lies in the window.
    """
    sources = sources_of(request.files)
    name = request.id
    partial = begin_partial(out, name)
    try:
        summary = _build_into(partial, request, sources, engine, out / "staging", tell)
        return put_in_force(partial, out, name, {"format": FORMAT, "made": summary["made"]})
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise


def _build_into(
    folder: Path, request: Request, sources: tuple[Source, ...], engine: Engine, staging: Path, tell: Tell
) -> dict[str, Any]:
    engine.put("directory", addresses_table(request.directory))
    engine.put("lists", lists_table(request.directory))
    found = _all_events(request, sources, engine, staging, tell)
    events, counting = found.counted, request.counting
    tell("rolling up", 0, 0.0)
    rolled = cells(events, counting, meetings=_may_meet(sources))
    engine.stage(rolled, folder / "cells.parquet")
    lost = engine.count_lost_rows()
    engine.open_parquet("cells", folder / "cells.parquet")
    stored = ibis.table(rolled.schema(), name="cells")
    kept, ledger = _without_strays(stored, request, engine)
    _refuse_empty(ledger, request)
    tell("sorting", 0, 0.0)
    engine.write(pair_table(kept, counting), folder / "pairs")
    _remove(folder / "cells.parquet")
    pq.write_table(people_table(request.directory), folder / "people.parquet", row_group_size=8192)
    clocks = _clocks(sources, found.read, engine)
    if len(request.directory.firms) > 1:
        tell("measuring replies", 0, 0.0)
        _write_pace(folder, request, events, engine)
    summary = _summary(request, sources, found.tallies, ledger, lost) | {
        "clocks": clocks,
        "parts": parts_of(folder / "pairs"),
    }
    write_whole(folder / "build.json", json.dumps(summary, indent=1, ensure_ascii=False))
    return summary


def _without_strays(stored: Table, request: Request, engine: Engine) -> tuple[Table, Ledger]:
    """Cells without the months of strays, and the ledger, in which strays are dropped with a count."""
    strays: frozenset[int] = frozenset()
    if request.since is None or request.until is None:
        months = {row["month"]: row["messages"] for row in engine.read(months_in(stored)).to_pylist()}
        strays = stray_months(months, request.settings.number("logs.stray_share"), datetime.now(UTC).date())
    if not strays:
        return stored, ledger_of(engine.read(ledger_rows(stored)), request.counting)
    stray = is_stray(stored, strays)
    kept = stored.filter(~stray)
    set_aside = ledger_of(engine.read(ledger_rows(stored.filter(stray))), request.counting).counted
    ledger = ledger_of(engine.read(ledger_rows(kept)), request.counting)
    dropped = ledger.dropped | {Fate.STRAY_DATE.words: set_aside}
    return kept, replace(ledger, events=ledger.events + set_aside, dropped=dropped)


def _all_events(request: Request, sources: tuple[Source, ...], engine: Engine, staging: Path, tell: Tell) -> "_Events":
    """One relation of all sources' events, each message once, and what the readers met."""
    tallies: dict[int, Tally] = {}
    several = len(sources) > 1
    has_ids = any(source.columns is None or source.columns.message_id for source in sources)
    by_row = any(source.columns and row_of(source.opening, source.columns) != MESSAGE for source in sources)
    again = several or has_ids or by_row or bool(request.directory.lists) or len(request.directory.firms) > 1
    tables = [
        _events_of(place, source, request, engine, staging, tallies, tell, again=again)
        for place, source in enumerate(sources)
    ]
    read = ibis.union(*tables) if several else tables[0]
    events = with_members(read) if request.directory.lists else read
    if again:
        events = each_once(
            events,
            Stage(engine, staging, request.id),
            kinds={str(source.reader.KIND) for source in sources},
            tolerance=request.settings.whole("logs.duplicate_seconds") if several else None,
            has_ids=has_ids,
        )
    return _Events(read=read, counted=events, tallies=tallies)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Events:
    """Relations of all events: as read, and as they count; and what the readers met."""

    read: Table
    counted: Table
    tallies: dict[int, Tally]


def _events_of(
    place: int,
    source: Source,
    request: Request,
    engine: Engine,
    staging: Path,
    tallies: dict[int, Tally],
    tell: Tell,
    *,
    again: bool,
) -> Table:
    """Events of one source; tables that are looked at more than once are written out first."""
    name = f"source_{place}"
    if source.reader is table_columns and source.columns is not None:
        return _events_of_table(place, source, source.columns, engine, staging, tallies, tell, again=again)
    staged = stage(
        source, _reading(request, source), staging, lambda done, share: tell(f"reading {source.name}", done, share)
    )
    tallies[place] = staged.tally
    engine.open_parquet(name, staged.path)
    columns = {column: EVENT_COLUMNS[column] for column in EVENT_SCHEMA.names}
    read = ibis.table(columns, name=name)
    return read.mutate(source=ibis.literal(place, "int32")).select(*EVENT_COLUMNS)


def _events_of_table(
    place: int,
    source: Source,
    columns: Columns,
    engine: Engine,
    staging: Path,
    tallies: dict[int, Tally],
    tell: Tell,
    *,
    again: bool,
) -> Table:
    """Events of a mapped table, rows of one message joined."""
    open_rows(f"raw_{place}", source, columns, engine, staging, numbered=again)
    what = row_of(source.opening, columns)
    raw = ibis.table(RAW, name=f"raw_{place}")
    direct = events_of_table(raw, columns, place, subjects=what != MESSAGE)
    if not again:
        return direct
    staging.mkdir(parents=True, exist_ok=True)
    tell(f"reading {source.name}", 0, 0.0)
    stage_of = Stage(engine, staging, f"{source.digest}-{place}")
    events = stage_of.kept(direct, f"source_{place}")
    if what == MESSAGE:
        return events
    groups = groups_by_row(events)
    (shape,) = engine.read(shape_of(events)).to_pylist()
    (several,) = engine.read(several_rows(groups)).to_pylist()
    found = RowCounts(**shape, joined=several["rows"], messages=several["messages"])
    plain = events.drop("subject").select(*EVENT_COLUMNS)
    if not found.joined or (not what and found.with_lists > LISTS * found.rows):
        return plain
    is_open = not what and not found.with_seconds
    tallies[place] = Tally(rows=found.rows)
    tallies[place].notes[found.doubt if is_open else found.note] = found.joined
    if is_open:
        return plain
    return stage_of.kept(joined(plain, groups), f"rows_{place}")


def open_rows(name: str, source: Source, columns: Columns, engine: Engine, staging: Path, *, numbered: bool) -> None:
    """Make the rows of a mapped table known; what an engine cannot read as it stands is read here first."""
    if not is_untidy(source.opening, columns):
        engine.open_table(name, source, numbered=numbered)
        return
    staging.mkdir(parents=True, exist_ok=True)
    path = staging / f"{source.digest}-{name}.parquet"
    pq.write_table(raw_rows(source.path, columns), path)
    engine.open_parquet(name, path)


def _reading(request: Request, source: Source) -> LogReading:
    contacts = request.settings.table("logs.viva_contacts")
    return LogReading(
        zone=source.zone,
        since=request.since,
        until=request.until,
        viva_contacts=(int(contacts["strong"]), int(contacts["other"])),
    )


def _clocks(sources: tuple[Source, ...], events: Table, engine: Engine) -> list[dict[str, Any]]:
    """How far the clocks of two logs are apart, where they hold the same messages."""
    if len(sources) < 2:
        return []
    return [
        {
            "first": sources[row["first"]].name,
            "second": sources[row["second"]].name,
            "messages": row["messages"],
            "seconds_ahead": row["ahead"],
        }
        for row in engine.read(clock_differences(events)).to_pylist()
    ]


def _may_meet(sources: Iterable[Source]) -> bool:
    kinds = {source.reader.KIND for source in sources}
    channels = {source.columns.channel for source in sources if source.columns}
    return bool(kinds & {"icalendar", "worklytics_graph"}) or bool(channels & {Channel.MEETING, Channel.COLLABORATION})


def _write_pace(folder: Path, request: Request, events: Table, engine: Engine) -> None:
    first, last = request.settings.numbers("logs.work_hours")
    engine.put("members", members_table(request.directory))
    engine.put("hours", working_hours(request.directory, request.since, request.until, first, last))
    days = request.settings.whole("logs.reply_days")
    pq.write_table(engine.read(pace_table(events, request.counting, days)), folder / "pace.parquet")


def parts_of(pairs: Path) -> list[tuple[str, int, int]]:
    """Files of a pair table with the first and last sender in each."""
    parts = []
    for path in sorted(pairs.glob("*.parquet")):
        about = pq.read_metadata(path)
        column = about.schema.to_arrow_schema().get_field_index("person_from")
        groups = [about.row_group(place).column(column).statistics for place in range(about.num_row_groups)]
        if groups:
            parts.append((path.name, min(group.min for group in groups), max(group.max for group in groups)))
    return parts


def _summary(
    request: Request,
    sources: tuple[Source, ...],
    tallies: Mapping[int, Tally],
    ledger: Ledger,
    lost: Mapping[str, int],
) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "since": str(request.since or ""),
        "until": str(request.until or ""),
        "settings": request.settings.digest,
        "people": len(request.directory.people),
        "opted_out": len(request.directory.silent),
        "clashing_addresses": len(request.directory.clashes),
        "sources": [_source_summary(source, tallies.get(place)) for place, source in enumerate(sources)],
        "unreadable_rows": dict(lost),
        "events": ledger.events,
        "counted": ledger.counted,
        "dropped": ledger.dropped,
        "recipients": ledger.entries,
        "dropped_recipients": ledger.dropped_entries,
        "unknown_domains": {name: list(counts) for name, counts in ledger.domains.items()},
    }


def _source_summary(source: Source, tally: Tally | None) -> dict[str, Any]:
    found: dict[str, Any] = {"file": source.name, "kind": source.title}
    if tally is not None:
        found |= {"rows": tally.rows, "lost": dict(tally.lost), "notes": dict(tally.notes)}
    return found


def _refuse_empty(ledger: Ledger, request: Request) -> None:
    if ledger.counted:
        return
    reasons = ", ".join(f"{number:,} {reason}" for reason, number in ledger.dropped.items()) or "no rows at all"
    window = f"{request.since or 'the beginning'} to {request.until or 'the end'}"
    raise InputError(
        [
            Problem(
                file=", ".join(file.path.name for file in request.files),
                found=f"nothing left to count: {reasons}",
                needed=f"messages between people on the rosters from {window}",
                action="check the window, the column mapping and the addresses in the roster",
            )
        ]
    )


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
