"""Exchange message trace, enhanced summary: one row per mail, recipients with their status."""

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from alliancenet.comms.addresses import normal
from alliancenet.comms.events import Channel, Event, Tally
from alliancenet.comms.readers.opening import LogReading, Opening, open_path
from alliancenet.comms.readers.rows import rows_of
from alliancenet.comms.readers.times import us_date_time

KIND = "exchange_summary"
TITLE = "Exchange message trace (enhanced summary)"
MERGES = False

_COLUMNS = ("origin_timestamp_utc", "sender_address", "recipient_status", "message_id")
_REACHED = ("deliver", "send", "receive", "resolve")


def recognises(opening: Opening) -> bool:
    """Told by its column names."""
    return opening.has(*_COLUMNS)


def read(path: Path, reading: LogReading, tally: Tally) -> Iterator[Event]:  # noqa: ARG001
    """One event per mail.

    Notes
    -----
    Recipients whose only status is a failure, a filter or the expansion of a list did not get the
    mail; they leave the list and are counted. Times of this export are UTC by definition.
    """
    for row in rows_of(open_path(path), tally, _COLUMNS):
        recipients = tuple(_reached(row["recipient_status"], tally))
        yield Event(
            time=us_date_time(row["origin_timestamp_utc"], ZoneInfo("UTC")),
            sender=normal(row["sender_address"]),
            recipients=recipients,
            channel=Channel.MAIL,
            listed=len(recipients),
            message_id=row["message_id"].strip().strip("<>"),
        )


def _reached(cell: str, tally: Tally) -> Iterator[str]:
    seen: set[str] = set()
    for part in cell.split(";"):
        address, _, status = part.partition("##")
        key = normal(address)
        if not key or key in seen:
            continue
        seen.add(key)
        steps = {step.strip().lower() for step in status.split(",")} - {""}
        if "expand" in steps:
            tally.notes["distribution list expanded by the mail system"] += 1
        elif steps and not any(step.startswith(_REACHED) for step in steps - {"receive"}) and steps != {"receive"}:
            tally.notes["recipient not reached (failed or filtered)"] += 1
        else:
            yield key
