"""Rows and copies of one message, in one log or in several, found by id or by time, sender and people."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from alliancenet.comms.events import Fate
from alliancenet.comms.joining import key_of
from alliancenet.comms.rollup import DIRECTORY

_MOST_SECONDS = 5 * 86_400
"""Records of one id further apart are no copies: mail is given up after 4-5 days (RFC 5321, 4.5.4.1)."""
_OWN_FATES = (
    *(Fate.DRAFT, Fate.NOT_DELIVERED, Fate.ZONE_UNKNOWN, Fate.SUPERSEDED),
    *(Fate.SPAM, Fate.CHAT_COPY),
)
"""What happened to one copy and says nothing of the others."""
WITHIN = ibis.table({"child": "int64", "root": "int64"}, name="within")


def groups_by_id(events: Table) -> Table:
    """Records that share an id, see `joining.joined`.

    Notes
    -----
    Of two people as senders they are two messages: logs write one mark in place of ids they do
    not know. An address on no roster goes with the person the other records name.
    """
    named = events.filter(
        events.message_id.notnull() & events.series.isnull() & ~events.fate.isin([fate.code for fate in _OWN_FATES])
    ).select("source", "event", "time", "sender", "message_id")
    second = named.time.epoch_seconds().cast("int64")
    often = named.group_by(name=named.message_id).agg(
        copies=named.count(), span=ibis.coalesce(second.max() - second.min(), 0)
    )
    often = often.filter((often.copies > 1) & (often.span <= _MOST_SECONDS))
    met = named.inner_join(often, [("message_id", "name")])
    sent = met.left_join(DIRECTORY, [("sender", "address")])
    writer = ibis.coalesce(sent.person, sent.person.max().over(ibis.window(group_by="message_id")), -1_000)
    return sent.select(
        at_source=sent.source,
        at_event=sent.event,
        group=sent.message_id.concat("|").concat(writer.cast("string")),
    )


def fingerprints(events: Table, tolerance: int) -> Table:
    """Counted messages by when, who and whom, with the group of those that are the same in all three.

    Returns
    -------
    Table with columns source, event, second, sender_person, channel, people (sorted), n_people, log
    (of records without id the source, −1 for all others), group.

    Notes
    -----
    One log does not repeat itself: in a run of messages from one person to the same people, each at
    most `tolerance` seconds behind the one before, the first of one log is the first of the other,
    the second the second, and so on.
    """
    live = events.filter((events.fate == 0) & events.time.notnull() & events.series.isnull())
    writer = DIRECTORY.view()
    writer = writer.select(sender=writer.address, sender_person=writer.person)
    sent = live.inner_join(writer, "sender")
    entries = sent.mutate(recipient=sent.recipients.unnest()).drop("recipients")
    known = entries.inner_join(DIRECTORY, [("recipient", "address")])
    known = known.mutate(second=known.time.epoch_seconds().cast("int64"))
    prints = known.group_by("source", "event", "second", "sender_person", "channel", "message_id").agg(
        people=known.person.collect(distinct=True).sort()
    )
    prints = prints.mutate(
        n_people=prints.people.length().cast("int64"),
        whom=prints.people.map(lambda person: person.cast("string")).join(","),
        log=ibis.ifelse(prints.message_id.notnull(), -1, prints.source).cast("int64"),
    )
    same = ["sender_person", "channel", "whom"]
    in_order = ibis.window(group_by=same, order_by=["second", "log", "source", "event"])
    gap = prints.second - prints.second.lag().over(in_order)
    prints = prints.mutate(begins=ibis.ifelse(gap.isnull() | (gap > tolerance), 1, 0))
    so_far = ibis.cumulative_window(group_by=same, order_by=["second", "log", "source", "event"])
    prints = prints.mutate(run=prints.begins.sum().over(so_far).cast("int64"))
    by_log = ibis.window(group_by=[*same, "run", "log"], order_by=["second", "source", "event"])
    prints = prints.mutate(place=ibis.row_number().over(by_log).cast("int64"))
    together = ibis.window(group_by=[*same, "run", "place"])
    return prints.mutate(group=key_of(prints).min().over(together)).select(
        "source", "event", "second", "sender_person", "channel", "people", "n_people", "log", "group"
    )


def subset_candidates(prints: Table, tolerance: int) -> Table:
    """Messages whose people are some of another's, of one sender, near in time and of different logs.

    Returns
    -------
    Table with columns child, parent (groups), at, parent_at (seconds), people and logs of the child.
    """
    messages = prints.group_by("group", "sender_person", "channel", "people", "n_people").agg(
        second=prints.second.min(), logs=prints.log.collect(distinct=True)
    )
    small = messages.mutate(bucket=(messages.second // (tolerance + 1)).cast("int64"))
    large = small.rename(lambda name: f"{name}_parent")
    near = ibis.array([large.bucket_parent - 1, large.bucket_parent, large.bucket_parent + 1])
    large = large.mutate(near=near.unnest())
    met = small.inner_join(
        large,
        [
            small.sender_person == large.sender_person_parent,
            small.bucket == large.near,
            small.channel == large.channel_parent,
            small.n_people < large.n_people_parent,
            (small.second - large.second_parent).abs() <= tolerance,
            small.people.intersect(large.people_parent).length() == small.n_people,
            small.logs.intersect(large.logs_parent).length() == 0,
        ],
    )
    return met.select(
        child=met.group,
        parent=met.group_parent,
        at=met.second,
        parent_at=met.second_parent,
        people="people",
        logs="logs",
    )


def roots_of(candidates: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Which message each smaller one is part of: the earliest whose people its log has not told of yet.

    Parameters
    ----------
    candidates : rows of `subset_candidates`.

    Returns
    -------
    Table with columns child, root.
    """
    told: dict[tuple[int, int], set[int]] = defaultdict(set)
    parent_of: dict[int, int] = {}
    for row in sorted(candidates, key=lambda row: (row["at"], row["child"], row["parent_at"], row["parent"])):
        child, parent, people = row["child"], row["parent"], set(row["people"])
        if child in parent_of or any(told[parent, log] & people for log in row["logs"]):
            continue
        parent_of[child] = parent
        for log in row["logs"]:
            told[parent, log] |= people
    roots = {child: _root(child, parent_of) for child in parent_of}
    return pa.table({"child": pa.array(list(roots), pa.int64()), "root": pa.array(list(roots.values()), pa.int64())})


def _root(group: int, parent_of: Mapping[int, int]) -> int:
    while group in parent_of:  # people become more from step to step, so it ends
        group = parent_of[group]
    return group


def groups_by_time(prints: Table) -> Table:
    """Records of one message without a common id, see `joining.joined`; needs the table `within`."""
    placed = prints.left_join(WITHIN, [("group", "child")])
    placed = placed.mutate(whole=ibis.coalesce(placed.root, placed.group))
    placed = placed.mutate(size=placed.count().over(ibis.window(group_by="whole")))
    several = placed.filter(placed.size > 1)
    return several.select(at_source=several.source, at_event=several.event, group=several.whole)


def clock_differences(events: Table) -> Table:
    """Median seconds the second of two logs is ahead of the first, over their common messages.

    Parameters
    ----------
    events : as read, before copies are joined.

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
