"""Events of one source as a Parquet file: written once, reused when a build is taken up again."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from alliancenet.comms.events import EVENT_SCHEMA, MOST_LISTED, Event, Tally
from alliancenet.comms.readers.opening import LogReading
from alliancenet.comms.sources import Source
from alliancenet.comms.watching import watched
from alliancenet.files.writing import write_whole

_BATCH = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """Events of one source, ready to be rolled up.

    Parameters
    ----------
    path : Parquet file with the columns of `EVENT_SCHEMA`.
    tally : what the reader met.
    """

    source: Source
    path: Path
    tally: Tally


def stage(source: Source, reading: LogReading, folder: Path, progress: Callable[[int, float], None]) -> Staged:
    """Read a source into a Parquet file, or find the one an earlier run left.

    Parameters
    ----------
    folder : where staged files stand; a file is whole or not there.
    progress : called four times a second with the number of events read so far and the share of the
        source behind.
    """
    key = f"{source.digest}-{reading.since}-{reading.until}"
    path, note = folder / f"{key}.parquet", folder / f"{key}.json"
    if path.exists() and note.exists():
        return Staged(source=source, path=path, tally=_tally(json.loads(note.read_text("utf-8"))))
    tally = Tally()
    part = path.with_suffix(".part")
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with watched(lambda: progress(tally.events, tally.share)):
            write_events(source.reader.read(source.path, reading, tally), part)
        if source.reader.MERGES:
            _merge_rows(part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    write_whole(note, json.dumps({"rows": tally.rows, "lost": tally.lost, "notes": tally.notes}))
    return Staged(source=source, path=path, tally=tally)


def write_events(events: Iterable[Event], path: Path) -> None:
    """Write events in batches; memory holds one batch, and of lists that are too long their length alone."""
    short = (event if len(event.recipients) <= MOST_LISTED else replace(event, recipients=()) for event in events)
    stream, written = iter(short), 0
    with pq.ParquetWriter(path, EVENT_SCHEMA, compression="zstd") as writer:
        while batch := list(islice(stream, _BATCH)):
            writer.write_table(_table(batch, written))
            written += len(batch)


def _table(batch: list[Event], first: int) -> pa.Table:
    columns: dict[str, Any] = {
        "event": range(first, first + len(batch)),
        "time": [None if event.time is None else event.time.replace(tzinfo=None) for event in batch],
        "sender": [event.sender for event in batch],
        "recipients": [event.recipients for event in batch],
        "listed": [event.listed for event in batch],
        "channel": [event.channel.code for event in batch],
        "fate": [event.fate.code for event in batch],
        "message_id": [event.message_id or None for event in batch],
        "reply_to": [event.reply_to or None for event in batch],
        "seconds": [event.seconds for event in batch],
        "contacts": [event.contacts for event in batch],
        "series": [event.series or None for event in batch],
        "edition": [event.edition for event in batch],
        "revision": [event.revision for event in batch],
        "away": [event.away or None for event in batch],
    }
    return pa.table([pa.array(columns[field.name], field.type) for field in EVENT_SCHEMA], schema=EVENT_SCHEMA)


def _merge_rows(path: Path) -> None:
    """Rows of one message and sender become one event: earliest time, all recipients, each once."""
    from alliancenet.comms.duck import connect

    merged = path.with_suffix(".merged")
    with connect() as engine:
        engine.execute(
            f"""COPY (
              SELECT min(event) AS event, min("time") AS "time", sender,
                list_sort(list_distinct(flatten(list(recipients)))) AS recipients,
                greatest(len(list_distinct(flatten(list(recipients)))), max(listed))::INTEGER AS listed,
                min(channel) AS channel, max(fate) AS fate, min(message_id) AS message_id,
                min(reply_to) AS reply_to, max(seconds) AS seconds, max(contacts) AS contacts,
                min(series) AS series, min(edition) AS edition, max(revision) AS revision, NULL::VARCHAR[] AS away
              FROM read_parquet('{_quoted(path)}')
              GROUP BY coalesce(message_id, 'row ' || event), sender
            ) TO '{_quoted(merged)}' (FORMAT parquet, COMPRESSION zstd)"""
        )
    merged.replace(path)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _tally(saved: dict[str, Any]) -> Tally:
    tally = Tally(rows=saved["rows"])
    tally.lost.update(saved["lost"])
    tally.notes.update(saved["notes"])
    return tally
