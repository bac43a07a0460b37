"""Worklytics collaboration graph: time two people spent together, by ISO week; any of its four file forms."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path

from alliancenet.comms.addresses import normal
from alliancenet.comms.events import Channel, Event, Tally
from alliancenet.comms.readers.opening import LogReading, Opening, open_path
from alliancenet.comms.readers.records import records_of

KIND = "worklytics_graph"
TITLE = "Worklytics collaboration graph"
MERGES = False

_COLUMNS = ("week", "employeeidsource", "employeeidtarget")


def recognises(opening: Opening) -> bool:
    """Told by its column names."""
    return opening.has(*_COLUMNS)


def read(path: Path, reading: LogReading, tally: Tally) -> Iterator[Event]:  # noqa: ARG001
    """One event per pair and week; both directions of a pair are one contact and carry one id."""
    for row in records_of(open_path(path), tally, _COLUMNS):
        seconds = _seconds(row)
        if seconds is None:
            tally.lost["time together missing or not a number"] += 1
            continue
        source, target = normal(row["employeeidsource"]), normal(row["employeeidtarget"])
        first, second = sorted((source, target))
        yield Event(
            time=_week_start(row["week"]),
            sender=first,
            recipients=(second,),
            channel=Channel.COLLABORATION,
            listed=1,
            message_id=f"{row['week'].strip()}|{first}|{second}",
            seconds=seconds,
        )


def _week_start(week: str) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(week.strip()[:10]), time(12), UTC)
    except ValueError:
        return None


def _seconds(row: dict[str, str]) -> int | None:
    whole = row.get("weeklycollaborationtimeseconds", "").strip()
    minutes = row.get("weeklycollaborationtimeminutes", "").strip()
    try:
        seconds = round(float(whole)) if whole else round(float(minutes) * 60)
    except (ValueError, OverflowError):
        return None
    return seconds if 0 <= seconds <= 7 * 86_400 else None
