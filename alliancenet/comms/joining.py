"""Records of one message made one event: its recipients united, whatever the order of logs and rows."""

from typing import Any

import ibis
from ibis.expr.types import Table

from alliancenet.comms.events import Fate
from alliancenet.comms.rollup import DIRECTORY, EVENT_COLUMNS

_HERE = [("source", "at_source"), ("event", "at_event")]


def key_of(events: Table) -> Any:
    """One whole number for each event of all logs."""
    return events.source.cast("int64") * (1 << 40) + events.event


def joined(events: Table, groups: Table) -> Table:
    """The events; of each group the first holds what all of them tell, the others are `Fate.DUPLICATE`.

    Parameters
    ----------
    events : columns of `rollup.EVENT_COLUMNS`, with source and event numbers.
    groups : columns at_source, at_event, group; groups of one may be among them.

    Notes
    -----
    Earliest time, all recipients, the longest list, a mark any of the records has (a mailbox knows of
    automatic mail what a trace does not), the sender as a roster has it.
    """
    members = _members(events, groups)
    first = members.filter(members.place == 1).drop("time", "sender", "recipients", "listed", "fate", "seconds")
    whole = _whole(members)
    united = first.inner_join(whole, [("group", "of_group")]).select(*EVENT_COLUMNS)
    others = members.filter(members.place > 1).mutate(fate=ibis.literal(Fate.DUPLICATE.code, "int32"))
    return _without(events, groups).union(united).union(others.select(*EVENT_COLUMNS))


def _members(events: Table, groups: Table) -> Table:
    members = events.inner_join(groups, _HERE)
    order = ibis.window(group_by="group", order_by=["source", "event"])
    members = members.mutate(place=ibis.row_number().over(order) + 1)
    found = DIRECTORY.view()
    found = found.select(known_address=found.address, sender_person=found.person)
    return members.left_join(found, [("sender", "known_address")])


def _whole(members: Table) -> Table:
    size = ibis.coalesce(members.listed, members.recipients.length(), 0)
    whole = members.group_by(of_group=members.group).agg(
        time=members.time.min(),
        known=members.sender.min(where=members.sender_person.notnull()),
        anybody=members.sender.min(),
        recipients=members.recipients.collect().flatten().unique().sort(),
        longest=size.max().cast("int32"),
        fate=members.fate.max(),
        seconds=members.seconds.max(),
    )
    count = whole.recipients.length().cast("int32")
    return whole.mutate(
        sender=ibis.coalesce(whole.known, whole.anybody), listed=ibis.greatest(count, whole.longest)
    ).drop("known", "anybody", "longest")


def _without(events: Table, groups: Table) -> Table:
    return events.anti_join(groups, _HERE)
