"""Versions of a meeting in several calendars: the newest holds, its copies are one meeting."""

from typing import Any

import ibis
from ibis.expr.types import Table

from alliancenet.comms.events import MOST_LISTED, Fate
from alliancenet.comms.readers.calendar_lines import STAMP
from alliancenet.comms.rollup import EVENT_COLUMNS


def settled(events: Table) -> Table:
    """The events; of every meeting one stays, older versions and copies are marked.

    Parameters
    ----------
    events : columns of `rollup.EVENT_COLUMNS`, with source and event numbers.

    Notes
    -----
    RFC 5545, 3.8.7.4 and RFC 5546, 2.1.4: the higher SEQUENCE replaces, of a repetition as of a
    single meeting; at the same number the record written last tells the time. A cancellation ends
    the version it names and those before. Who declined in one calendar, or was taken off, is not
    among the people; all others of any copy are.
    """
    known = events.filter(events.series.notnull() & events.message_id.notnull())
    rest = events.filter(events.series.isnull() | events.message_id.isnull())
    taken_off = (known.fate == Fate.CANCELLED.code) & (known.away.length() > 0).fill_null(False)
    rows = _by_repetition(known.mutate(takes_off=taken_off))
    rows = _by_meeting(rows)
    old = rows.filter(rows.is_old).mutate(
        fate=ibis.ifelse(rows.fate == 0, Fate.SUPERSEDED.code, rows.fate).cast("int32")
    )
    held = rows.filter(~rows.is_old)
    return rest.union(old.select(*EVENT_COLUMNS)).union(_copies_joined(held))


def _by_repetition(rows: Table) -> Table:
    """Repetitions of an older edition, or of one that was cancelled, are over."""
    ended = (rows.fate == Fate.CANCELLED.code) & ~rows.takes_off
    all_of = ibis.window(group_by="series")
    newest = rows.edition.max(where=~rows.takes_off).over(all_of)
    over = rows.edition.max(where=ended).over(all_of)
    rows = rows.mutate(
        is_past=(rows.edition < newest).fill_null(False), is_over=(rows.edition <= over).fill_null(False)
    )
    return rows.mutate(fate=ibis.ifelse(rows.is_over, Fate.CANCELLED.code, rows.fate).cast("int32"))


def _by_meeting(rows: Table) -> Table:
    one = ibis.window(group_by="message_id")
    level = rows.revision // STAMP
    newest = level.max(where=~rows.takes_off & ~rows.is_past).over(one)
    return rows.mutate(is_old=(rows.is_past | (level < newest).fill_null(False)) & ~rows.takes_off)


def _copies_joined(held: Table) -> Table:
    order = ibis.window(group_by="message_id", order_by=["takes_off", "source", "event"])
    held = held.mutate(
        place=ibis.row_number().over(order) + 1, everybody=ibis.array([held.sender]).concat(held.recipients)
    )
    live = ~held.takes_off
    whole = held.group_by(name=held.message_id).agg(
        newest=_latest(held, held.time, live),
        lasts=_latest(held, held.seconds, live),
        mark=held.fate.max(where=live),
        longest=held.listed.max(where=live),
        there=held.everybody.collect().flatten().unique().sort(),
        gone=held.away.collect().flatten().unique(),
    )
    whole = whole.mutate(gone=ibis.coalesce(whole.gone, ibis.literal([], type="array<string>")))
    people = whole.there.filter(lambda who: (who != "") & who.notnull()).filter(lambda who: ~whole.gone.contains(who))
    whole = whole.mutate(people=people)
    first = held.filter((held.place == 1) & ~held.takes_off)
    first = first.inner_join(whole, [("message_id", "name")])
    size = ibis.ifelse(first.longest > MOST_LISTED, first.longest, ibis.greatest(first.people.length() - 1, 0))
    united = first.drop("time", "seconds", "fate", "sender", "recipients", "listed").mutate(
        time=first.newest,
        seconds=first.lasts,
        fate=first.mark,
        sender=ibis.coalesce(first.people[0], ""),
        recipients=first.people[1:],
        listed=size.cast("int32"),
    )
    others = held.filter((held.place > 1) | held.takes_off)
    duplicate = ibis.ifelse(others.takes_off, Fate.CANCELLED.code, Fate.DUPLICATE.code).cast("int32")
    others = others.drop("fate").mutate(fate=duplicate)
    return united.select(*EVENT_COLUMNS).union(others.select(*EVENT_COLUMNS))


def _latest(held: Table, value: Any, live: Any) -> Any:
    """Value of the record written last; of a cancellation and the meeting it ends that of either."""
    return value.argmax(held.revision, where=live)
