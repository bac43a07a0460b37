"""Events in the plain form the expected files hold."""

from pathlib import Path
from typing import Any

from alliancenet.comms.events import Event, Tally
from alliancenet.comms.readers import reader_of
from alliancenet.comms.readers.opening import LogReading, open_path

SAMPLES = Path(__file__).with_name("samples")


def events_in(path: Path, reading: LogReading) -> tuple[list[Event], Tally]:
    reader = reader_of(open_path(path))
    assert reader is not None, f"no reader knows {path.name}"
    tally = Tally()
    return list(reader.read(path, reading, tally)), tally


def described(path: Path, reading: LogReading) -> dict[str, Any]:
    reader = reader_of(open_path(path))
    assert reader is not None
    events, tally = events_in(path, reading)
    return {
        "kind": reader.KIND,
        "rows": tally.rows,
        "lost": dict(tally.lost),
        "notes": dict(tally.notes),
        "events": [as_text(event) for event in events],
    }


def as_text(event: Event) -> str:
    time = "unreadable" if event.time is None else f"{event.time:%Y-%m-%dT%H:%M:%SZ}"
    parts = [time, event.channel.value, f"{event.sender} > {' '.join(event.recipients)}", f"id {event.message_id}"]
    if event.reply_to:
        parts.append(f"answers {event.reply_to}")
    if event.seconds:
        parts.append(f"{event.seconds} s")
    if event.contacts != 1:
        parts.append(f"{event.contacts} contacts")
    if event.fate.code:
        parts.append(event.fate.words)
    return " | ".join(parts)
