"""A mapped table as events, in the same relational terms as the roll-up."""

from typing import Any

import ibis
from ibis.expr.types import Table

from alliancenet.comms.readers.table_columns import Columns

RAW = {"event": "int64", "time": "timestamp", "sender": "string", "recipients": "string", "message_id": "string"}
"""What an engine makes of a file: texts as they stand, the time already in UTC."""


def events_of_table(raw: Table, columns: Columns, source: int) -> Table:
    """Events with addresses in their normal form: lower case, no names, no plus-tags."""
    return raw.select(
        source=ibis.literal(source, "int32"),
        event=raw.event,
        time=raw.time,
        sender=_one(raw.sender.lower()),
        recipients=_listed(raw.recipients.lower(), columns.separator),
        listed=ibis.null("int32"),
        channel=ibis.literal(columns.channel.code, "int32"),
        fate=ibis.literal(0, "int32"),
        message_id=raw.message_id,
        reply_to=ibis.null("string"),
        seconds=ibis.literal(0, "int64"),
        contacts=ibis.literal(1, "int32"),
    )


def _one(cell: Any) -> Any:
    return ibis.ifelse(_is_messy(cell), _tidy(cell), cell)


def _listed(cell: Any, mark: str) -> Any:
    """Addresses of a cell; most cells are plain, so what others need stands in one branch."""
    messy = _is_messy(cell) | cell.contains(mark * 2) | cell.endswith(mark)
    tidy = _tidy(cell).replace(",", mark).re_replace(f"[{mark}]+", mark).re_replace(f"^[{mark}]|[{mark}]$", "")
    entries = tidy.nullif("").split(mark)
    named = cell.contains("<") | cell.contains('"')
    addresses = ibis.ifelse(named, entries.filter(lambda entry: entry.contains("@")), entries)
    return ibis.ifelse(messy, addresses, cell.nullif("").split(mark))


def _is_messy(cell: Any) -> Any:
    return cell.contains("<") | cell.contains(" ") | cell.contains("+") | cell.contains('"')


def _tidy(cell: Any) -> Any:
    bare = cell.re_replace('"[^"]*"', "").re_replace("[^;,<>]*<", "").replace(">", "")
    return bare.re_replace(r"\+[^@;, ]*@", "@").replace(" ", "")
