"""Exchange message trace of PowerShell (``Get-MessageTraceV2``, ``Get-MessageTrace``): one row per recipient."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from alliancenet.comms.addresses import addresses_in, normal
from alliancenet.comms.events import Channel, Event, Tally
from alliancenet.comms.readers.opening import LogReading, Opening, open_path
from alliancenet.comms.readers.rows import rows_of
from alliancenet.comms.readers.times import in_utc, utc_time
from alliancenet.errors import InputError, Problem

KIND = "message_trace"
TITLE = "Exchange message trace (PowerShell)"
MERGES = True

_COLUMNS = ("received", "senderaddress", "recipientaddress", "messageid")
_REACHED = frozenset({"delivered", "resolved", "send", "none", ""})
_SPREAD = frozenset({"expanded"})
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/\d{4}")
_UTC = ZoneInfo("UTC")
_ALSO = ("%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M", "%d-%m-%Y %H:%M:%S", "%Y/%m/%d %H:%M:%S")
_MONTH_FIRST = ("%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M")
_DAY_FIRST = ("%d/%m/%Y %I:%M:%S %p", "%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M")


def recognises(opening: Opening) -> bool:
    """Told by its column names."""
    return opening.has(*_COLUMNS)


def read(path: Path, reading: LogReading, tally: Tally) -> Iterator[Event]:  # noqa: ARG001
    """One event per recipient; rows of one message are merged when staged.

    Notes
    -----
    Times are UTC by definition. PowerShell writes them as the machine's language does: whether the
    day or the month comes first in slashes is settled by all times of the file.

    Raises
    ------
    InputError
        When nothing tells what comes first.
    """
    layouts = (*_slashed_layouts(path), *_ALSO)
    for row in rows_of(open_path(path), tally, _COLUMNS):
        status = row.get("status", "").strip().lower()
        if status not in _REACHED:
            what = (
                "list expanded by the mail system"
                if status in _SPREAD
                else "recipient not reached (failed or filtered)"
            )
            tally.lost[what] += 1
            continue
        recipients = addresses_in(row["recipientaddress"])
        yield Event(
            time=_time(row["received"], layouts),
            sender=normal(row["senderaddress"]),
            recipients=recipients,
            channel=Channel.MAIL,
            listed=len(recipients),
            message_id=row["messageid"].strip().strip("<>"),
        )


def _time(text: str, layouts: tuple[str, ...]) -> datetime | None:
    text = text.strip()
    if (time := utc_time(text, _UTC)) is not None:
        return time
    for layout in layouts:
        try:
            return in_utc(datetime.strptime(text, layout), _UTC)
        except ValueError:
            continue
    return None


def _slashed_layouts(path: Path) -> tuple[str, ...]:
    """How times with slashes are written, by those that can be read one way only."""
    day = month = False
    example = ""
    for row in rows_of(open_path(path), Tally(), _COLUMNS):
        found = _SLASHED.match(row["received"].strip())
        if found is None:
            if not example:
                break  # the first time has none: nor have the others
            continue
        example = example or found[0]
        day, month = day or int(found[1]) > 12, month or int(found[2]) > 12
        if day and month:
            break
    if example and day == month:
        raise InputError(
            [
                Problem(
                    file=path.name,
                    key="Received",
                    found=f"times such as {example} can be read two ways, and no other time tells",
                    needed="times such as 2026-03-31T08:15:00Z",
                    action="export it again with `Select-Object *, @{n='Received';e={$_.Received.ToString('o')}}`",
                )
            ]
        )
    return _DAY_FIRST if day else _MONTH_FIRST if month else ()
