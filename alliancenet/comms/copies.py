"""Both firms' logs of one message, and the copies in several mailboxes, counted once."""

import ibis
from ibis.expr.types import Table

from alliancenet.comms.events import Fate
from alliancenet.comms.rollup import DIRECTORY

_SOURCE_STEP = 1 << 40


def without_copies(events: Table, tolerance_seconds: int, *, several: bool) -> Table:
    """The events, later copies marked with `Fate.DUPLICATE`.

    Parameters
    ----------
    events : columns of `rollup.EVENT_COLUMNS`, with source and event numbers.
    tolerance_seconds : two logs' times of one message lie this close.
    several : True when the events come from more than one log.

    Notes
    -----
    By message id where both records have one. Else by time, sender and set of recipients on the
    rosters, between different logs only: one log does not repeat itself. The log named first
    is the one that counts.
    """
    marked = _marked(events, _by_id(events))
    return _marked(marked, _by_time(marked, tolerance_seconds)) if several else marked


def clock_differences(events: Table) -> Table:
    """Median seconds the second of two logs is ahead of the first, over their common messages.

    Returns
    -------
    Table with columns first, second (numbers of sources), messages, ahead.
    """
    named = events.filter(events.message_id.notnull() & events.time.notnull())
    timed = named.select("source", "message_id", second_of=named.time.epoch_seconds().cast("int64"))
    other = timed.rename(lambda name: f"{name}_other")
    same = timed.inner_join(other, [timed.message_id == other.message_id_other, timed.source < other.source_other])
    rows = same.select(first=same.source, second=same.source_other, ahead=same.second_of_other - same.second_of)
    return (
        rows.group_by("first", "second")
        .agg(messages=rows.count(), ahead=rows.ahead.median().cast("int64"))
        .order_by("first", "second")
    )


def _key(events: Table) -> ibis.Value:
    return events.source.cast("int64") * _SOURCE_STEP + events.event


def _marked(events: Table, copies: Table) -> Table:
    joined = events.left_join(copies, (events.source == copies.copy_source) & (events.event == copies.copy_event))
    fate = ibis.ifelse(joined.copy_event.notnull() & (joined.fate == 0), Fate.DUPLICATE.code, joined.fate)
    return joined.mutate(fate=fate.cast("int32")).drop("copy_source", "copy_event")


def _by_id(events: Table) -> Table:
    named = events.filter(events.message_id.notnull()).mutate(key=_key)
    firsts = named.group_by(name=named.message_id).agg(first=named.key.min(), copies=named.count())
    firsts = firsts.filter(firsts.copies > 1)
    met = named.inner_join(firsts, named.message_id == firsts.name)
    return met.filter(met.key != met.first).select(copy_source=met.source, copy_event=met.event)


def _by_time(events: Table, tolerance: int) -> Table:
    """Copies between logs when at least one of the two records has no id."""
    later = _fingerprints(events, tolerance)
    earlier = later.rename(lambda name: f"{name}_earlier")
    near = ibis.array([earlier.bucket_earlier - 1, earlier.bucket_earlier, earlier.bucket_earlier + 1])
    earlier = earlier.mutate(near=near.unnest())
    same = later.inner_join(
        earlier,
        [
            later.sender_person == earlier.sender_person_earlier,
            later.bucket == earlier.near,
            later.people == earlier.people_earlier,
            later.total == earlier.total_earlier,
            later.squares == earlier.squares_earlier,
            later.source > earlier.source_earlier,
            (later.second - earlier.second_earlier).abs() <= tolerance,
            later.message_id.isnull() | earlier.message_id_earlier.isnull(),
        ],
    )
    return same.select(copy_source=same.source, copy_event=same.event).distinct()


def _fingerprints(events: Table, tolerance: int) -> Table:
    """One row per event: when, who, and three sums that only the same set of people share."""
    live = events.filter((events.fate == 0) & events.time.notnull())
    sent = live.inner_join(DIRECTORY, live.sender == DIRECTORY.address).rename(sender_person="person")
    entries = sent.mutate(recipient=sent.recipients.unnest()).drop("recipients", "address")
    known = entries.inner_join(DIRECTORY, entries.recipient == DIRECTORY.address)
    known = known.mutate(second=known.time.epoch_seconds().cast("int64"), number=known.person.cast("int64") + 64)
    sums = known.group_by("source", "event", "second", "sender_person", "message_id").agg(
        people=known.number.count(),
        total=known.number.sum().cast("int64"),
        squares=(known.number * known.number).sum().cast("int64"),
    )
    return sums.mutate(bucket=(sums.second // (tolerance + 1)).cast("int64"))
