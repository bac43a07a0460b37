"""How fast and when people of two firms answer each other: groups only, never a named person."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import ibis
import numpy as np
import pyarrow as pa
from ibis.expr.types import Table
from numpy.typing import NDArray

from alliancenet.comms.addresses import Directory
from alliancenet.comms.events import Channel
from alliancenet.comms.rollup import DIRECTORY, Counting

MEMBERS = ibis.table({"person": "int32", "firm": "int32", "level": "string", "zone": "string"}, name="members")
HOURS = ibis.table({"hour_zone": "string", "quarter": "int64"}, name="hours")
_QUARTER = 900


def pace_table(events: Table, counting: Counting, reply_days: int) -> Table:
    """Delays and times of messages between firms, by month, firms and levels.

    Returns
    -------
    Table with columns month (12 · year + month − 1), firm_from, firm_to (places in
    `Directory.firms`), level_from, level_to, delay (quarter hours from the message answered, null
    for messages that answer nothing), timed (messages whose sender's zone is known), after_hours
    (of these, written outside working hours), messages.

    Notes
    -----
    A message answers the last one between the same two people when that went the other way at
    most `reply_days` before; sources without reply ids are thus treated like those with them.
    """
    turns = _turns(_across(events, counting))
    within = (turns.answers) & (turns.delay <= reply_days * 86_400 // _QUARTER)
    rows = turns.mutate(delay=ibis.ifelse(within, turns.delay, ibis.null("int64")))
    keys = ["month", "firm_from", "firm_to", "level_from", "level_to", "delay"]
    return (
        rows.group_by(keys)
        .agg(timed=rows.timed.sum().cast("int64"), after_hours=rows.after.sum().cast("int64"), messages=rows.count())
        .order_by(keys)
    )


def _across(events: Table, counting: Counting) -> Table:
    """Messages from a person of one firm to a person of another, one row per pair."""
    size = ibis.coalesce(events.listed, events.recipients.length(), 0)
    sent = events.filter(
        (events.fate == 0)
        & events.time.notnull()
        & (size <= counting.max_recipients)
        & events.channel.isin([Channel.MAIL.code, Channel.CHAT.code])
    )
    if counting.since is not None:
        sent = sent.filter(sent.time >= ibis.timestamp(f"{counting.since} 00:00:00"))
    if counting.until is not None:
        sent = sent.filter(sent.time <= ibis.timestamp(f"{counting.until} 23:59:59.999999"))
    entries = sent.select("time", "sender", recipient=sent.recipients.unnest())
    source, target = DIRECTORY.view(), DIRECTORY.view()
    pairs = entries.inner_join(source, entries.sender == source.address).select(
        "time", "recipient", person_from=source.person
    )
    pairs = pairs.inner_join(target, pairs.recipient == target.address).select(
        "time", "person_from", person_to=target.person
    )
    here, there = MEMBERS.view(), MEMBERS.view()
    known = pairs.inner_join(here, pairs.person_from == here.person).select(
        "time", "person_from", "person_to", firm_from=here.firm, level_from=here.level, zone=here.zone
    )
    known = known.inner_join(there, known.person_to == there.person).select(
        "time", "person_from", "person_to", "firm_from", "level_from", "zone", firm_to=there.firm, level_to=there.level
    )
    return known.filter(known.firm_from != known.firm_to)


def _turns(across: Table) -> Table:
    second = across.time.epoch_seconds().cast("int64")
    rows = across.mutate(
        second=second,
        low=ibis.least(across.person_from, across.person_to),
        high=ibis.greatest(across.person_from, across.person_to),
        slot=second // _QUARTER,
        month=(across.time.year() * 12 + across.time.month() - 1).cast("int32"),
    )
    order = ibis.window(group_by=["low", "high"], order_by=["second", "person_from"])
    rows = rows.mutate(before=rows.second.lag().over(order), writer=rows.person_from.lag().over(order))
    rows = rows.mutate(
        answers=(rows.writer.notnull() & (rows.writer != rows.person_from)).fill_null(False),
        delay=(rows.second - rows.before) // _QUARTER,
    )
    joined = rows.left_join(HOURS, (rows.zone == HOURS.hour_zone) & (rows.slot == HOURS.quarter))
    return joined.mutate(
        timed=ibis.ifelse(joined.zone != "", 1, 0),
        after=ibis.ifelse((joined.zone != "") & joined.quarter.isnull(), 1, 0),
    )


def working_hours(
    directory: Directory, since: date | None, until: date | None, first_hour: float, last_hour: float
) -> pa.Table:
    """Every quarter of an hour that is working time, by zone, as quarters since 1970 in UTC.

    Notes
    -----
    Without a window the last ten years are laid out: 35 000 quarters to a zone and year, of
    which 30 % are working time.
    """
    end = datetime.combine(until or datetime.now(UTC).date(), datetime.min.time(), UTC) + timedelta(days=1)
    start = datetime.combine(since, datetime.min.time(), UTC) if since else end - timedelta(days=3653)
    quarters = np.arange(int(start.timestamp()) // _QUARTER, int(end.timestamp()) // _QUARTER)
    zones = sorted({person.zone for person in directory.people} - {""})
    working = [quarters[_is_working(quarters, ZoneInfo(zone), first_hour, last_hour)] for zone in zones]
    names = np.repeat(np.array(zones, dtype=object), [len(part) for part in working])
    return pa.table(
        {
            "hour_zone": pa.array(names, pa.string()),
            "quarter": pa.array(np.concatenate(working) if working else [], pa.int64()),
        }
    )


def _is_working(quarters: NDArray[np.int64], zone: ZoneInfo, first_hour: float, last_hour: float) -> NDArray[np.bool_]:
    local = quarters + _offsets(quarters, zone)
    hour = local % 96 / 4
    weekday = (local // 96 + 3) % 7  # 1 January 1970 was a Thursday
    return np.asarray((weekday < 5) & (hour >= first_hour) & (hour < last_hour))


def _offsets(quarters: NDArray[np.int64], zone: ZoneInfo) -> NDArray[np.int64]:
    """Offset from UTC in quarter hours; looked up once a day, by the quarter on days it changes."""
    days, place = np.unique(quarters // 96, return_inverse=True)
    at_midnight = np.array([_offset(int(day) * 96, zone) for day in (*days, days[-1] + 1)])
    found = at_midnight[place]
    for position in np.flatnonzero(at_midnight[:-1] != at_midnight[1:]):
        changing = place == position
        found[changing] = [_offset(int(quarter), zone) for quarter in quarters[changing]]
    return found


def _offset(quarter: int, zone: ZoneInfo) -> int:
    offset = datetime.fromtimestamp(quarter * _QUARTER, zone).utcoffset()
    return 0 if offset is None else int(offset.total_seconds()) // _QUARTER
