"""Exchange message trace, extended: one row per step of the delivery, about 16 to a mail."""

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from alliancenet.comms.addresses import addresses_in, normal
from alliancenet.comms.events import Channel, Event, Tally
from alliancenet.comms.readers.opening import LogReading, Opening, open_path
from alliancenet.comms.readers.rows import rows_of
from alliancenet.comms.readers.times import us_date_time

KIND = "exchange_trace"
TITLE = "Exchange message trace (extended)"
MERGES = True

_COLUMNS = ("date_time_utc", "recipient_address", "sender_address", "message_id")
_DELIVERY = frozenset({"deliver", "send", "sendexternal", ""})


def recognises(opening: Opening) -> bool:
    """Told by its column names."""
    return opening.has(*_COLUMNS)


def read(path: Path, reading: LogReading, tally: Tally) -> Iterator[Event]:  # noqa: ARG001
    """One event per delivery; deliveries of one mail are merged when staged.

    Notes
    -----
    Steps other than a delivery (receive, expand, agent, fail …) are counted, not read. Times of
    this export are UTC by definition.
    """
    for row in rows_of(open_path(path), tally, _COLUMNS):
        step = row.get("event_id", "").strip().lower()
        if step not in _DELIVERY:
            tally.lost["step of a delivery that reached nobody new"] += 1
            continue
        recipients = addresses_in(row["recipient_address"])
        yield Event(
            time=us_date_time(row["date_time_utc"], ZoneInfo("UTC")),
            sender=normal(row["sender_address"]),
            recipients=recipients,
            channel=Channel.MAIL,
            listed=len(recipients),
            message_id=row["message_id"].strip().strip("<>"),
        )
