"""Any CSV or Parquet table of messages, told apart by a declared mapping of its columns."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from alliancenet.comms.events import Channel
from alliancenet.comms.readers.opening import Opening
from alliancenet.comms.readers.times import zone_named
from alliancenet.errors import InputError, Problem

KIND = "table"
TITLE = "table with mapped columns"
MERGES = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """How to read a table of messages.

    Parameters
    ----------
    time, sender, recipients : column names in the file.
    message_id : column with an id other logs and rows share, or "".
    status : column that says whether a recipient was reached, or ""; a column called Status is taken
        for it.
    zone : IANA zone of times without an offset.
    time_format : "iso", or a pattern of `strptime` such as ``%d/%m/%Y %H:%M``.
    separator : one character between recipients in a cell.
    channel : what the messages are.
    """

    time: str
    sender: str
    recipients: str
    message_id: str = ""
    status: str = ""
    zone: str
    time_format: str = "iso"
    separator: str = ";"
    channel: Channel = Channel.MAIL


_NEEDED = ("time", "sender", "recipients", "zone")
_NAMED = ("time", "sender", "recipients", "message_id", "status")
_STATES = ("status", "delivery status", "delivery_status", "deliverystatus", "recipient status", "recipient_status")


def recognises(opening: Opening) -> bool:
    """A Parquet file, or text whose first line has three cells or more."""
    return opening.raw.startswith(b"PAR1") or len(opening.columns) >= 3


def columns_of(opening: Opening, mapping: Mapping[str, str]) -> Columns:
    """Check a column mapping against a file.

    Parameters
    ----------
    mapping : keys of `Columns`; column names as they stand in the file, whatever their case.

    Raises
    ------
    InputError
        For keys that do not exist, columns the file does not have, unknown zones and channels.
    """
    problems = [problem for problem in _faults(opening, mapping) if problem is not None]
    if problems:
        raise InputError(problems)
    given: dict[str, str] = dict(mapping)
    channel = Channel(given.pop("channel", Channel.MAIL))
    if "status" not in given:
        given["status"] = next((name for name in _STATES if name in opening.columns), "")
    return Columns(channel=channel, **given)


def _faults(opening: Opening, mapping: Mapping[str, str]) -> list[Problem | None]:
    keys = [field.name for field in fields(Columns)]
    found: list[Problem | None] = [
        _fault(opening, key, "is no key of a column mapping", f"one of {', '.join(keys)}")
        for key in mapping
        if key not in keys
    ]
    found += [
        _fault(opening, key, "is not mapped", f"--columns {key}=… (columns: {', '.join(opening.columns) or 'unknown'})")
        for key in _NEEDED
        if not mapping.get(key)
    ]
    found += [
        _fault(opening, key, f"no column '{mapping[key]}'", f"one of {', '.join(opening.columns)}")
        for key in _NAMED
        if mapping.get(key) and opening.columns and mapping[key].lower() not in opening.columns
    ]
    found += [
        _fault(opening, key, f"column '{mapping[key]}' stands more than once", "one column of that name")
        for key in _NAMED
        if mapping.get(key) and f"{mapping[key].lower()} (2)" in opening.columns
    ]
    found.append(_zone_fault(opening, mapping.get("zone") or "UTC"))
    if mapping.get("channel", "mail") not in list(Channel):
        found.append(_fault(opening, "channel", f"'{mapping['channel']}'", f"one of {', '.join(Channel)}"))
    if len(mapping.get("separator", ";")) != 1:
        found.append(_fault(opening, "separator", f"'{mapping['separator']}'", "one character"))
    return found


def _zone_fault(opening: Opening, zone: str) -> Problem | None:
    if zone_named(zone) is not None:
        return None
    return _fault(opening, "zone", f"'{zone}' is no time zone", "a name such as Europe/Berlin or UTC")


def _fault(opening: Opening, key: str, found: str, needed: str) -> Problem:
    return Problem(file=opening.path.name, key=key, found=found, needed=needed)
