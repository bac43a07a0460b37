"""Viva Insights person-to-person query, CSV or Parquet: one row per direction of a derived tie and week."""

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from alliancenet.comms.addresses import normal
from alliancenet.comms.events import Channel, Event, Tally
from alliancenet.comms.readers.opening import LogReading, Opening, open_path
from alliancenet.comms.readers.records import records_of
from alliancenet.comms.readers.times import us_date_time

KIND = "viva_pairs"
TITLE = "Viva Insights person-to-person query"
MERGES = False

_COLUMNS = ("primarycollaborator_personid", "secondarycollaborator_personid", "metricdate")
_STRONG = frozenset({"1", "1.0", "true", "strong", "yes"})


def recognises(opening: Opening) -> bool:
    """Told by its column names."""
    return opening.has(*_COLUMNS)


def read(path: Path, reading: LogReading, tally: Tally) -> Iterator[Event]:
    """One event per row.

    Notes
    -----
    The product says that a tie is strong, not how many messages it rests on: a row stands for
    `reading.viva_contacts` messages (own limit), and people are the product's own ids, which the
    roster must list. Dates are month first, as the product writes them.
    """
    strong, other = reading.viva_contacts
    slashes = "date with slashes, read month first: 03/01/2026 is 1 March"
    for row in records_of(open_path(path), tally, _COLUMNS):
        kind = row.get("strong_tie_type") or row.get("strongtietype") or ""
        if "/" in row["metricdate"]:
            tally.notes[slashes] += 1
        yield Event(
            time=us_date_time(row["metricdate"], ZoneInfo("UTC")),
            sender=normal(row["primarycollaborator_personid"]),
            recipients=(normal(row["secondarycollaborator_personid"]),),
            channel=Channel.TIE,
            listed=1,
            contacts=strong if kind.strip().lower() in _STRONG else other,
        )
