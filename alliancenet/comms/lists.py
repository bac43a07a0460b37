"""Distribution lists written out as their members, where a list file names them."""

import ibis
from ibis.expr.types import Table

LISTS = ibis.table({"list_address": "string", "member": "string"}, name="lists")


def with_members(events: Table) -> Table:
    """The events; recipients that are known lists replaced by the list's members.

    Parameters
    ----------
    events : columns of `rollup.EVENT_COLUMNS`, with source and event numbers.

    Notes
    -----
    The size of the recipient list becomes the number of people reached, so that mail to a large
    list is the mass mail it is.
    """
    entries = events.mutate(recipient=events.recipients.unnest())
    joined = entries.inner_join(LISTS, entries.recipient == LISTS.list_address)
    touched = joined.select(at_source=joined.source, at_event=joined.event).distinct()
    here = (events.source == touched.at_source) & (events.event == touched.at_event)
    return events.anti_join(touched, here).union(_written_out(events.semi_join(touched, here)))


def _written_out(events: Table) -> Table:
    entries = events.mutate(recipient=events.recipients.unnest()).drop("recipients", "listed")
    joined = entries.left_join(LISTS, entries.recipient == LISTS.list_address)
    joined = joined.mutate(reached=ibis.coalesce(joined.member, joined.recipient))
    kept = [name for name in events.columns if name not in ("recipients", "listed")]
    wide = joined.group_by(kept).agg(recipients=joined.reached.collect(distinct=True))
    return wide.mutate(listed=wide.recipients.length().cast("int32")).select(*events.columns)
