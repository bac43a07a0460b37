"""Rows of one message in a table without ids: one sender, one second, one subject."""

from dataclasses import dataclass

import ibis
from ibis.expr.types import Table


@dataclass(frozen=True, slots=True, kw_only=True)
class RowCounts:
    """What is found in the rows of a table.

    Parameters
    ----------
    rows : all.
    with_seconds : whose time is not a full minute.
    with_lists : that name several recipients.
    joined : that are one message with at least one other row.
    messages : these rows become.
    """

    rows: int
    with_seconds: int
    with_lists: int
    joined: int
    messages: int

    @property
    def note(self) -> str:
        """What is said of the rows joined."""
        return f"rows without an id joined into {self.messages:,} messages: same sender, time and subject where known"

    @property
    def doubt(self) -> str:
        """What is said of rows that may be one message, where full minutes and no subject leave it open."""
        return (
            "rows that share sender and minute with another were counted as a message each: no seconds, id or subject"
            " tells; where a row stands for a recipient, write `rows: recipient` beside the columns in alliancenet.yaml"
        )


def groups_by_row(events: Table) -> Table:
    """Rows of one message, see `joining.joined`.

    Parameters
    ----------
    events : of one table, with a column subject beside those of `rollup.EVENT_COLUMNS`.
    """
    live = events.filter(
        (events.fate == 0) & events.time.notnull() & events.sender.notnull() & events.message_id.isnull()
    )
    second = live.time.epoch_seconds().cast("string")
    return live.select(
        at_source=live.source,
        at_event=live.event,
        group=live.sender.concat("|").concat(second).concat("|").concat(live.subject.cast("string")),
    )


def several_rows(groups: Table) -> Table:
    """Rows joined and the messages they become, as one row of rows, messages."""
    sizes = groups.group_by("group").agg(rows=groups.count())
    sizes = sizes.filter(sizes.rows > 1)
    return sizes.agg(rows=ibis.coalesce(sizes.rows.sum().cast("int64"), 0), messages=sizes.count())


def shape_of(events: Table) -> Table:
    """Rows in all, those whose time is not a full minute, and those with several recipients."""
    return events.agg(
        rows=events.count(),
        with_seconds=ibis.coalesce((events.time.epoch_seconds() % 60 != 0).sum().cast("int64"), 0),
        with_lists=ibis.coalesce((events.recipients.length() > 1).sum().cast("int64"), 0),
    )
