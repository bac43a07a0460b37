"""Times as logs write them, to UTC; a zone is declared, never guessed."""

from datetime import UTC, datetime, timedelta, timezone
from email.utils import mktime_tz, parsedate_tz
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from alliancenet.comms.readers.calendar_zones import zone_of
from alliancenet.errors import InputError, Problem

_FORMATS = ("%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y")


def utc_time(text: str, zone: ZoneInfo | None) -> datetime | None:
    """ISO 8601 time in UTC; None when it cannot be read.

    Parameters
    ----------
    text : ``2025-03-01T09:30:00Z``, ``2025-03-01 09:30:00``, with or without fraction, offset or
        short name of a zone (``PST``).
    zone : zone of times without an offset.
    """
    text = text.strip()
    plain, _, name = text.rpartition(" ")
    if name.isalpha():
        return _in_named_zone(plain, name.upper(), zone)
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return in_utc(time, zone)


_OFFSETS = {
    "UT": 0, "UTC": 0, "GMT": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
    "WET": 0, "WEST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3, "SGT": 8, "HKT": 8, "JST": 9, "KST": 9,
    "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13,
}  # fmt: skip
"""Short names of zones, in hours: those of RFC 5322, 4.3, and others only one zone has."""


def _in_named_zone(plain: str, name: str, zone: ZoneInfo | None) -> datetime | None:
    """A time with the short name of a zone: of the declared zone before any other, since several share one."""
    try:
        time = datetime.fromisoformat(plain)
    except ValueError:
        return None
    if time.tzinfo is not None:
        return None
    if zone is not None and name in {time.replace(tzinfo=zone, fold=fold).tzname() for fold in (0, 1)}:
        return in_utc(time, zone)
    if name not in _OFFSETS:
        return None
    return time.replace(tzinfo=timezone(timedelta(hours=_OFFSETS[name]))).astimezone(UTC)


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
    """IANA zone of this name, or of a Windows or display name; None when there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        found = zone_of(name)
    return found if isinstance(found, ZoneInfo) else None


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
