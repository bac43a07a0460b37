"""Time zones as calendars name them: IANA, Windows, display names of Outlook, fixed offsets, own definitions.

What none of these tell is unknown; a zone is never guessed.
"""

import re
from datetime import datetime, timedelta, timezone, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

_FIXED = re.compile(r"(?:utc|gmt)\s*([+-])(\d{1,2})(?::?(\d{2}))?")
_SHOWN = re.compile(r"\((?:utc|gmt)\s*(?:([+-])(\d{1,2}):?(\d{2}))?\)\s*(.*)")
_NUMBERED = re.compile(r"\s+\d+$")  # Outlook counts zones of one name
_MOST_OFFSET = timedelta(hours=24)


@cache
def zone_of(name: str) -> tzinfo | None:
    """Zone behind the name a calendar gives it, None when it says nothing.

    Parameters
    ----------
    name : ``Europe/Berlin``, ``/vendor/Europe/Berlin``, ``W. Europe Standard Time``,
        ``(UTC+01:00) Amsterdam, Berlin``, ``tzone://Microsoft/Utc``, ``GMT+0200``.

    References
    ----------
    Windows names: the CLDR table the calendar library carries.
    """
    told = name.strip().strip('"').strip().lower()
    plain = _NUMBERED.sub("", told)
    if found := _by_name(told) or _by_name(plain) or _by_path(told):
        return found
    if fixed := _FIXED.fullmatch(told):
        return _offset_zone(fixed[1], fixed[2], fixed[3] or "0")
    shown = _SHOWN.fullmatch(plain)
    if shown is None:
        return _by_name(f"{plain} standard time") or _by_shown_name(plain, None)
    ahead = timedelta(hours=int(shown[2] or 0), minutes=int(shown[3] or 0))
    return _by_shown_name(shown[4], -ahead if shown[1] == "-" else ahead)


def _by_name(name: str) -> tzinfo | None:
    found = _names().get(name)
    return ZoneInfo(found) if found else None


def _by_path(name: str) -> tzinfo | None:
    """The last parts of a path that are the name of a zone, as many as possible."""
    parts = [part for part in name.split("/") if part]
    tails = ("/".join(parts[start:]) for start in range(1, len(parts)))
    return next((found for tail in tails if (found := _by_name(tail))), None) if "/" in name else None


def _by_shown_name(shown: str, ahead: timedelta | None) -> tzinfo | None:
    """Zone of a name such as "Eastern Time (US & Canada)" or a list of cities, if its offset is the one shown."""
    if shown == "coordinated universal time":
        return _by_name("utc")
    stem = re.sub(r"\s*\([^()]*\)$", "", shown)
    by_name = _by_name(f"{stem.removesuffix(' time')} standard time")
    cities = [] if ahead is None else [_by_city(city.strip()) for city in shown.split(",")]
    found = [zone for zone in (by_name, *cities) if zone is not None]
    return next((zone for zone in found if ahead is None or _standard_offset(zone) == ahead), None)


def _by_city(city: str) -> tzinfo | None:
    name = _cities().get(city.replace(" ", "_").replace(".", ""))
    return ZoneInfo(name) if name else None


def _standard_offset(zone: tzinfo) -> timedelta:
    return min(datetime(2026, month, 1, tzinfo=zone).utcoffset() or timedelta() for month in (1, 7))


def _offset_zone(sign: str, hours: str, minutes: str) -> tzinfo | None:
    ahead = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(-ahead if sign == "-" else ahead) if ahead < _MOST_OFFSET else None


@cache
def _names() -> dict[str, str]:
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    windows = {name.lower(): zone for name, zone in WINDOWS_TO_OLSON.items()}
    return windows | {name.lower(): name for name in available_timezones()}


@cache
def _cities() -> dict[str, str]:
    names = sorted(
        name for name in available_timezones() if "/" in name and not name.startswith(("Etc/", "posix", "right"))
    )
    return {name.rpartition("/")[2].lower(): name for name in names}
