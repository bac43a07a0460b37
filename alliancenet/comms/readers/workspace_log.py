"""Google Workspace e-mail log search: one row per event of a message."""

from collections.abc import Iterator
from pathlib import Path

from alliancenet.comms.addresses import addresses_in, normal
from alliancenet.comms.events import Channel, Event, Fate, Tally
from alliancenet.comms.readers.opening import LogReading, Opening, open_path
from alliancenet.comms.readers.rows import rows_of
from alliancenet.comms.readers.times import has_offset, utc_time, zone_needed

KIND = "workspace_log"
TITLE = "Google Workspace e-mail log search"
MERGES = True

_COLUMNS = ("message id", "start date", "sender", "recipient address")


def recognises(opening: Opening) -> bool:
    """Told by its column names."""
    return opening.has(*_COLUMNS)


def read(path: Path, reading: LogReading, tally: Tally) -> Iterator[Event]:
    """One event per row; rows of one message are merged when staged.

    Raises
    ------
    InputError
        When times carry no zone and none was declared: the export uses the zone of whoever
        made it.
    """
    for row in rows_of(open_path(path), tally, _COLUMNS):
        start = row["start date"].strip().replace("/", "-")
        if reading.zone is None and utc_time(start, None) is None and not has_offset(start):
            raise zone_needed(path, start)
        message_id = row["message id"].strip().strip("<>")
        recipients = addresses_in(row["recipient address"])
        yield Event(
            time=utc_time(start, reading.zone),
            sender=normal(row["sender"]),
            recipients=recipients,
            channel=Channel.MAIL,
            listed=len(recipients),
            message_id=message_id,
            fate=Fate.CALENDAR_MAIL if message_id.startswith("calendar-") else Fate.COUNTED,
        )
