"""Google Workspace e-mail log search: one row per event of a message."""

import re
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from alliancenet.comms.addresses import addresses_in, normal
from alliancenet.comms.events import Channel, Event, Fate, Tally
from alliancenet.comms.readers.opening import LogReading, Opening, open_path
from alliancenet.comms.readers.rows import rows_of
from alliancenet.comms.readers.times import utc_time, zone_needed

KIND = "workspace_log"
TITLE = "Google Workspace e-mail log search"
MERGES = True

_COLUMNS = ("message id", "start date", "sender", "recipient address")
_STATES = ("event target", "event status", "event", "status", "delivery status", "event type")
_REFUSED = re.compile(r"reject|bounce|fail|drop|quarantine|spam|undeliver|\bblocked\b")
_A_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d")


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
        time = utc_time(start, reading.zone)
        if time is None:
            _refuse_zone(path, start, reading.zone)
        message_id = row["message id"].strip().strip("<>")
        if _is_refused(row, message_id):
            tally.lost["rejected, bounced or taken for spam: it reached nobody"] += 1
            continue
        recipients = addresses_in(row["recipient address"])
        yield Event(
            time=time,
            sender=normal(row["sender"]),
            recipients=recipients,
            channel=Channel.MAIL,
            listed=len(recipients),
            message_id=message_id,
            fate=Fate.CALENDAR_MAIL if message_id.startswith("calendar-") else Fate.COUNTED,
        )


def _is_refused(row: dict[str, str], message_id: str) -> bool:
    """A message rejected while it was handed over has no id of its own, and others share its mark."""
    if message_id.upper().startswith("SMTPIN_ADDED_REJECT"):
        return True
    return any(_REFUSED.search(row.get(name, "").lower().replace("_", " ")) for name in _STATES)


def _refuse_zone(path: Path, start: str, zone: ZoneInfo | None) -> None:
    """Say which zone is needed when a time could be read but for its zone."""
    if _A_TIME.match(start) and (zone is None or start.rpartition(" ")[2].isalpha()):
        raise zone_needed(path, start)
