"""Times as logs write them, to UTC; a zone is declared, never guessed."""

import re
from datetime import UTC, datetime
from email.utils import mktime_tz, parsedate_tz
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from alliancenet.errors import InputError, Problem

_FORMATS = ("%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y")
_OFFSET = re.compile(r"(Z|UTC|GMT|[+-]\d{2}:?\d{2})$")


def utc_time(text: str, zone: ZoneInfo | None) -> datetime | None:
    """ISO 8601 time in UTC; None when it cannot be read.

    Parameters
    ----------
    text : ``2025-03-01T09:30:00Z``, ``2025-03-01 09:30:00``, with or without fraction and offset.
    zone : zone of times without an offset.
    """
    text = text.strip().replace(" UTC", "Z").replace(" GMT", "Z")
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return in_utc(time, zone)


def us_date_time(text: str, zone: ZoneInfo | None) -> datetime | None:
    """Time written month first, as English exports do, else as `utc_time` reads it."""
    for layout in _FORMATS:
        try:
            return in_utc(datetime.strptime(text.strip(), layout), zone)
        except ValueError:
            continue
    return utc_time(text, zone)


def in_utc(time: datetime, zone: ZoneInfo | None) -> datetime | None:
    """The time in UTC; a time without zone is in `zone`."""
    if time.tzinfo is None:
        if zone is None:
            return None
        time = time.replace(tzinfo=zone)
    try:
        return time.astimezone(UTC)
    except OverflowError:
        return None


def mail_time(text: str) -> datetime | None:
    """Time of a Date header (RFC 5322) in UTC; None when it cannot be read.

    Notes
    -----
    RFC 5322, 3.3: "-0000" and a missing offset both stand for UTC.
    """
    parts = parsedate_tz(text)
    if parts is None:
        return None
    try:
        return datetime.fromtimestamp(mktime_tz(parts), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def zone_named(name: str) -> ZoneInfo | None:
    """IANA zone of this name, None when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def has_offset(text: str) -> bool:
    """True when a time says how far from UTC it is."""
    return bool(_OFFSET.search(text.strip()))


def zone_needed(path: Path, example: str) -> InputError:
    """Error for times without a zone where none was declared."""
    return InputError(
        [
            Problem(
                file=path.name,
                found=f"times without a zone, for example '{example}'",
                needed="the zone they are in",
                action="declare it: --zone Europe/Berlin, or `zone:` beside the file in the project",
            )
        ]
    )
