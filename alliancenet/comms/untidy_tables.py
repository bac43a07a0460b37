"""Mapped tables that are more than plain CSV in ISO times: workbooks, titles, other dates, day and hour apart."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, time, timedelta
from pathlib import Path

import pyarrow as pa

from alliancenet.comms.readers.opening import PARQUET, Opening
from alliancenet.comms.readers.table_columns import Columns, samples_all_over
from alliancenet.comms.readers.times import in_utc, utc_time, zone_named
from alliancenet.errors import InputError, Problem
from alliancenet.files.dates import Order, day_of, is_slashed, order_of
from alliancenet.files.table import FileSays, read_table
from alliancenet.files.table_map import TableMap

_NAMES = ("time", "sender", "recipients", "message_id", "status", "subject", "date")
_ISO = re.compile(r"\d{4}-\d\d-\d\d([T ][\d:.,]+ ?(Z|UTC|GMT|[+-]\d\d(:?\d\d)?)?)?")
_HOUR = re.compile(
    r"(\d{1,2})[:.h](\d{2})(?:[:.](\d{2}))?(?:[.,](\d+))?\s*([AaPp])?(?:\.?[Mm]\.?)?\s*"
    r"(Z|[+-]\d{2}:?\d{2}|[A-Z]{2,5})?"
)
_DATE = re.compile(r"\d{1,4}[-/.]\s?\d{1,2}[-/.]\s?\d{1,4}")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_NO_DAY = re.compile(r"^(1899-12-3[01]|1900-01-00|1904-01-01)[T ]")  # how a workbook shows an hour without a day
_PART = re.compile(r"0?\.\d+")
_DAY_FIRST = {"day_first": True, "month_first": False}


def is_untidy(opening: Opening, columns: Columns) -> bool:
    """Whether an engine cannot read a table as it stands."""
    if opening.raw.startswith(PARQUET):
        return False
    if columns.date or columns.time_format in _DAY_FIRST or not opening.columns:
        return True
    if columns.time.lower() not in opening.columns:
        return True
    return columns.time_format == "iso" and not all(map(_ISO.fullmatch, samples_all_over(opening, columns.time)))


def raw_rows(path: Path, columns: Columns) -> pa.Table:
    """Rows of `table_events.RAW`, their times in UTC.

    Raises
    ------
    InputError
        When the table cannot be read, or its dates can be read two ways and nothing tells which.
    """
    named = {name: (getattr(columns, name),) for name in _NAMES if getattr(columns, name)}
    mapped = TableMap(file="logs", kind="log", columns=named)
    problems: list[Problem] = []
    table = read_table(path, problems, declared=FileSays(columns=mapped))
    if table is None:
        raise InputError([problem for problem in problems if problem.fatal])
    cells = {name: table.column(name) for name in named}
    times = cells["time"]
    if "date" in cells:
        pairs = zip(cells["date"], times, strict=True)
        times = [f"{_day_part(day)} {_NO_DAY.sub('', hour)}".strip() for day, hour in pairs]
    reads = _reader(path.name, times, columns, starts_1904=table.starts_1904)
    nothing = [None] * len(times)
    return pa.table(
        {
            "event": pa.array(range(len(times)), pa.int64()),
            "time": pa.array([reads(text) for text in times], pa.timestamp("us")),
            "sender": pa.array(cells["sender"], pa.string()),
            "recipients": pa.array(cells["recipients"], pa.string()),
            "message_id": pa.array([_id(cell) for cell in cells.get("message_id", nothing)], pa.string()),
            "status": pa.array(cells.get("status", nothing), pa.string()),
            "subject": pa.array(cells.get("subject", nothing), pa.string()),
        }
    )


def _id(cell: str | None) -> str | None:
    return (cell or "").strip(" <>") or None


def _day_part(cell: str) -> str:
    """The day of a cell that a workbook shows as a day: its midnight is no hour."""
    return re.sub(r"[T ]00:00(:00)?$", "", cell.strip())


def _reader(
    file: str, times: Sequence[str], columns: Columns, *, starts_1904: bool
) -> Callable[[str], datetime | None]:
    zone = zone_named(columns.zone)
    if columns.time_format not in {"iso", *_DAY_FIRST}:
        return lambda text: _by_pattern(text, columns)
    day_first = _DAY_FIRST.get(columns.time_format)
    if day_first is None:
        day_first = _settled(file, times)
    start = datetime(1904, 1, 1) if starts_1904 else datetime(1899, 12, 30)

    def read(text: str) -> datetime | None:
        told = utc_time(text, zone)
        if told is None:
            plain = _moment(text, start, day_first=day_first)
            if plain is None:
                return None
            gap = " " if plain[1].isalpha() and plain[1] != "Z" else ""
            told = utc_time(f"{plain[0].isoformat()}{gap}{plain[1]}", zone)
        return None if told is None else told.replace(tzinfo=None)

    return read


def _by_pattern(text: str, columns: Columns) -> datetime | None:
    try:
        found = in_utc(datetime.strptime(text.strip(), columns.time_format), zone_named(columns.zone))
    except ValueError:
        return None
    return None if found is None else found.replace(tzinfo=None)


def _settled(file: str, times: Iterable[str]) -> bool:
    """Whether the day comes first, by all times of the file."""
    told = list(times)
    order = order_of(told)
    if order in {Order.BOTH, Order.OPEN}:
        example = next(text for text in told if is_slashed(text))
        found = (
            "some days are only possible with the day first, others only with the month first"
            if order is Order.BOTH
            else f"times such as '{example}' can be read two ways, and no row tells which"
        )
        raise InputError(
            [
                Problem(
                    file=file,
                    key="time_format",
                    found=found,
                    needed="`time_format: day_first` or `time_format: month_first` beside the columns",
                    action="open the file and look at a day above 12",
                )
            ]
        )
    return order is not Order.MONTH


def _moment(text: str, start: datetime, *, day_first: bool) -> tuple[datetime, str] | None:
    """Local time of a cell, and the zone or offset behind it."""
    plain = text.strip()
    serial, _, part = plain.partition(" ")
    if _SERIAL.fullmatch(serial) and (not part or _PART.fullmatch(part)):
        days = float(serial) + (float(part) if part else 0)
        return start + timedelta(seconds=round(days * 86_400)), ""
    date = _DATE.match(plain)
    day = day_of(date[0], day_first=day_first) if date else None
    if date is None or day is None:
        return None
    rest = plain[date.end() :].lstrip(" T,")
    if not rest:
        return datetime.combine(day, time()), ""
    if _PART.fullmatch(rest):
        return datetime.combine(day, time()) + timedelta(seconds=round(float(rest) * 86_400)), ""
    hour = _HOUR.fullmatch(rest)
    return None if hour is None else _with_hour(datetime.combine(day, time()), hour)


def _with_hour(day: datetime, hour: "re.Match[str]") -> tuple[datetime, str] | None:
    number, half = int(hour[1]), (hour[5] or "").lower()
    if half and not 1 <= number <= 12:
        return None
    number = number % 12 + (12 if half == "p" else 0) if half else number
    if number > 23 or int(hour[2]) > 59 or int(hour[3] or 0) > 59:
        return None
    return day.replace(hour=number, minute=int(hour[2]), second=int(hour[3] or 0)), hour[6] or ""
