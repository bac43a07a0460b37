"""What a log is, before anything is imported: kind, window, people, rows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import ModuleType

from alliancenet.comms.events import Event, Fate, Tally
from alliancenet.comms.readers import reader_of, table_columns
from alliancenet.comms.readers.opening import LogReading, Opening, open_path
from alliancenet.comms.sources import LogFile, sources_of
from alliancenet.comms.watching import watched
from alliancenet.errors import InputError, Problem

_MOST_ADDRESSES = 1_000_000


@dataclass(slots=True, kw_only=True)
class Scan:
    """What was found in one path.

    Parameters
    ----------
    kind : what the log is, in words.
    rows, events : as the reader counts them; None for tables whose columns are not mapped.
    first, last : earliest and latest time that could be read, UTC.
    addresses : distinct addresses, senders and recipients.
    columns : of a table that needs a mapping.
    """

    path: Path
    kind: str
    rows: int | None = None
    events: int | None = None
    first: datetime | None = None
    last: datetime | None = None
    addresses: int = 0
    lost: dict[str, int] = field(default_factory=dict)
    notes: dict[str, int] = field(default_factory=dict)
    columns: tuple[str, ...] = ()


def scan(file: LogFile, reading: LogReading, tell: Callable[[int, float], None]) -> Scan:
    """Look through one log without keeping anything of it.

    Raises
    ------
    InputError
        When the path holds no log of a known kind, or the log is damaged.
    """
    opening, reader = _opened(file)
    if reader is table_columns:
        return _scan_table(file, opening)
    tally, found = Tally(), Scan(path=file.path, kind=str(reader.TITLE))
    addresses: set[str] = set()
    with watched(lambda: tell(tally.events, tally.share)):
        for event in reader.read(file.path, reading, tally):
            _add(found, event, addresses)
    found.rows, found.events, found.addresses = tally.rows, tally.events, len(addresses)
    found.lost, found.notes = dict(tally.lost), {**found.notes, **tally.notes}
    return found


def logs_in(path: Path) -> list[Path]:
    """The path itself when it is one log, else the files of a folder that holds several."""
    if not path.is_dir() or reader_of(open_path(path)) is not None:
        return [path]
    inside = [child for child in sorted(path.iterdir()) if not child.name.startswith(".")]
    if not inside:
        problem = Problem(file=str(path), found="an empty folder", needed="logs")
        raise InputError([problem])
    return inside


def _opened(file: LogFile) -> tuple[Opening, ModuleType]:
    opening = open_path(file.path)
    if not file.columns and reader_of(opening) is table_columns:
        return opening, table_columns
    return opening, sources_of([file])[0].reader


def _add(found: Scan, event: Event, addresses: set[str]) -> None:
    if event.time is None:
        found.notes[Fate.NO_TIME.words] = found.notes.get(Fate.NO_TIME.words, 0) + 1
    else:
        found.first = min(found.first or event.time, event.time)
        found.last = max(found.last or event.time, event.time)
    if len(addresses) < _MOST_ADDRESSES:
        addresses.update(address for address in (event.sender, *event.recipients) if address)


def _scan_table(file: LogFile, opening: Opening) -> Scan:
    """Rows of a table; its window and people too when the columns are mapped."""
    import ibis

    from alliancenet.comms.duck import DuckEngine, connect
    from alliancenet.comms.table_events import RAW, events_of_table
    from alliancenet.comms.untidy_tables import is_untidy, raw_rows

    found = Scan(path=file.path, kind=table_columns.TITLE, columns=opening.columns)
    with connect() as engine:
        duck = DuckEngine(engine)
        if not file.columns:
            found.rows = duck.count_rows(file.path)
            found.columns = duck.columns_of(file.path)
            return found
        source = sources_of([file])[0]
        assert source.columns is not None
        if is_untidy(source.opening, source.columns):
            duck.put("raw", raw_rows(source.path, source.columns))
        else:
            duck.open_table("raw", source, numbered=False)
        events = events_of_table(ibis.table(RAW, name="raw"), source.columns, 0)
        summary = events.agg(
            events=events.count(),
            first=events.time.min(),
            last=events.time.max(),
            timeless=events.time.isnull().sum(),
        )
        named = events.select(address=events.sender).union(events.select(address=events.recipients.unnest()))
        row = duck.read(summary).to_pylist()[0]
        found.addresses = duck.read(named.agg(addresses=named.address.approx_nunique())).to_pylist()[0]["addresses"]
        found.lost = duck.count_lost_rows()
        found.notes = {Fate.NO_TIME.words: row["timeless"]} if row["timeless"] else {}
    found.events = row["events"]
    found.rows = found.events + sum(found.lost.values()) if found.events is not None else None
    found.first, found.last = row["first"], row["last"]
    return found
