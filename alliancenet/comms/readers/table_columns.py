"""Any CSV or Parquet table of messages, told apart by a declared mapping of its columns."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, fields

from alliancenet.comms.events import Channel
from alliancenet.comms.readers.opening import LOOK, PARQUET, Opening
from alliancenet.comms.readers.times import zone_named
from alliancenet.errors import InputError, Problem
from alliancenet.files.header import WantedColumns, row_of_headings
from alliancenet.files.lines import table_text
from alliancenet.files.table import MOST_COLUMNS

KIND = "table"
TITLE = "table with mapped columns"
MERGES = False
_PLACES, _A_PLACE = 16, 8_192  # looked at beyond the start of a file, and bytes of each (own limits)


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """How to read a table of messages.

    Parameters
    ----------
    time, sender, recipients : column names in the file.
    message_id : column with an id other logs and rows share, or "".
    status : column that says whether a recipient was reached, or ""; a column called Status is taken
        for it.
    subject : column that tells rows of one message from those of another, or ""; nothing of it is kept.
    date : column with the day where `time` holds the hour alone, or "".
    rows : `message` or `recipient`, what a row stands for; "" where the file has to tell.
    zone : IANA zone of times without an offset.
    time_format : "iso", a pattern of `strptime` such as ``%d/%m/%Y %H:%M``, or `day_first` or `month_first`;
        told by all times of the file where they are not ISO 8601.
    separator : one character between recipients in a cell.
    channel : what the messages are.
    """

    time: str
    sender: str
    recipients: str
    message_id: str = ""
    status: str = ""
    subject: str = ""
    date: str = ""
    rows: str = ""
    zone: str
    time_format: str = "iso"
    separator: str = ";"
    channel: Channel = Channel.MAIL


_NEEDED = ("time", "sender", "recipients", "zone")
_NAMED = ("time", "sender", "recipients", "message_id", "status", "subject", "date")
MESSAGE, RECIPIENT = "message", "recipient"
"""What a row may stand for."""
LISTS = 0.01
"""Share of cells with several recipients above which a row is a message to all of them (own limit)."""
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
    given["zone"] = str(zone_named(given["zone"]))
    if "status" not in given:
        given["status"] = next((name for name in _STATES if name in opening.columns), "")
    return Columns(channel=channel, **given)


def _faults(opening: Opening, mapping: Mapping[str, str]) -> list[Problem | None]:
    keys = [field.name for field in fields(Columns)]
    is_below = _stand_below(opening, [mapping[key] for key in _NAMED if mapping.get(key)])
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
    if mapping.get("rows", "") not in {"", MESSAGE, RECIPIENT}:
        found.append(_fault(opening, "rows", f"'{mapping['rows']}'", f"{MESSAGE} or {RECIPIENT}"))
    found += [
        _fault(opening, key, f"no column '{mapping[key]}'", f"one of {', '.join(opening.columns)}")
        for key in _NAMED
        if mapping.get(key) and opening.columns and mapping[key].lower() not in opening.columns and not is_below
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


def sample_of(opening: Opening, column: str) -> list[str]:
    """Cells of a column in the first 64 kB of a text, without empty ones."""
    if column.lower() not in opening.columns:
        return []
    at = opening.columns.index(column.lower())
    lines = opening.text.lstrip("\ufeff").splitlines()
    whole = lines[:-1] if len(opening.raw) == LOOK else lines  # the last may be cut
    rows = list(csv.reader(whole, delimiter=opening.separator))
    cells = [row[at].strip() for row in rows if len(row) > at]
    return [cell for cell in cells[1:] if cell]


def samples_all_over(opening: Opening, column: str) -> list[str]:
    """Cells of a column from the start of a text and from places all over the rest, without empty ones.

    An export that was appended to another may write its times in another way.
    """
    found, size = sample_of(opening, column), opening.path.stat().st_size
    if size <= LOOK or column.lower() not in opening.columns:
        return found
    at = opening.columns.index(column.lower())
    with opening.path.open("rb") as file:
        for place in range(1, _PLACES + 1):
            file.seek(LOOK + (size - LOOK) * place // _PLACES - min(_A_PLACE, size - LOOK))
            lines = file.read(_A_PLACE).decode(opening.encoding, errors="replace").splitlines()
            whole = lines[1:] if place == _PLACES else lines[1:-1]
            rows = csv.reader(whole, delimiter=opening.separator)
            found += [row[at].strip() for row in rows if len(row) == len(opening.columns) and row[at].strip()]
    return found


def row_of(opening: Opening, columns: Columns) -> str:
    """What a row stands for: as declared, or a message where cells list people; "" where times have to tell.

    Notes
    -----
    A subject settles it: rows of one sender, second and subject are one message.
    """
    if columns.rows or columns.subject:
        return columns.rows or RECIPIENT
    if opening.raw.startswith(PARQUET):
        return MESSAGE  # a system's own table has its lists as lists
    cells = sample_of(opening, columns.recipients)
    several = sum(cell.count("@") > 1 or columns.separator in cell.strip(columns.separator) for cell in cells)
    return MESSAGE if several > LISTS * len(cells) else ""


def _stand_below(opening: Opening, names: list[str]) -> bool:
    """Whether the headings stand below lines of a report."""
    wanted = WantedColumns(required=names, known=names, aliases={}, most_columns=MOST_COLUMNS, may_be_empty=True)
    return bool(opening.text) and row_of_headings(table_text(opening.text.lstrip("\ufeff")), wanted) > 0


def _zone_fault(opening: Opening, zone: str) -> Problem | None:
    if zone_named(zone) is not None:
        return None
    return _fault(opening, "zone", f"'{zone}' is no time zone", "a name such as Europe/Berlin or UTC")


def _fault(opening: Opening, key: str, found: str, needed: str) -> Problem:
    return Problem(file=opening.path.name, key=key, found=found, needed=needed)
