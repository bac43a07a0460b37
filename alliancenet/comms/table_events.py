"""A mapped table as events, in the same relational terms as the roll-up."""

from typing import Any

import ibis
from ibis.expr.types import Table

from alliancenet.comms.events import Fate
from alliancenet.comms.readers.table_columns import Columns
from alliancenet.comms.rollup import number_of_text

RAW = {
    "event": "int64",
    "time": "timestamp",
    "sender": "string",
    "recipients": "string",
    "message_id": "string",
    "status": "string",
    "subject": "string",
}
"""What an engine makes of a file: texts as they stand, the time already in UTC."""


def events_of_table(raw: Table, columns: Columns, source: int, *, subjects: bool = False) -> Table:
    """Events with addresses in their normal form: lower case, no names, no plus-tags.

    Parameters
    ----------
    subjects : add the column subject, a number in place of the text.
    """
    told = {"subject": ibis.coalesce(number_of_text(raw.subject.strip().lower()), 0)} if subjects else {}
    return raw.select(
        **told,
        source=ibis.literal(source, "int32"),
        event=raw.event,
        time=raw.time,
        sender=_one(raw.sender.lower()),
        recipients=_listed(raw.recipients.lower(), columns.separator),
        listed=ibis.null("int32"),
        channel=ibis.literal(columns.channel.code, "int32"),
        fate=_fate(raw.status) if columns.status else ibis.literal(0, "int32"),
        message_id=_id(raw.message_id) if columns.message_id else ibis.null("string"),
        reply_to=ibis.null("string"),
        seconds=ibis.literal(0, "int64"),
        contacts=ibis.literal(1, "int32"),
        series=ibis.null("string"),
        edition=ibis.null("int64"),
        revision=ibis.literal(0, "int64"),
        away=ibis.null("array<string>"),
    )


_NOT_DELIVERED = (
    "^(fail|reject|bounce|quarantine|filteredasspam|spam|drop|block|undeliver|not delivered|expanded|pending"
    "|gettingstatus|defer)"
)
"""States of a message trace in which a recipient was not reached; of an expanded list the members have rows."""
_NO_ID = (
    "n/a",
    "na",
    "-",
    "--",
    "none",
    "null",
    "nil",
    "unknown",
    "0",
    "empty",
    "(empty)",
    "(none)",
    "smtpin_added_reject_session",
)
"""What stands in place of an id: such rows have none."""


def _fate(status: Any) -> Any:
    is_refused = status.lower().strip().re_search(_NOT_DELIVERED).fill_null(False)
    return ibis.ifelse(is_refused, Fate.NOT_DELIVERED.code, 0).cast("int32")


def _id(text: Any) -> Any:
    return ibis.ifelse(text.lower().isin(_NO_ID), ibis.null("string"), text)


def _one(cell: Any) -> Any:
    return ibis.ifelse(_is_messy(cell), _tidy(cell, ";"), cell)


def _listed(cell: Any, mark: str) -> Any:
    """Entries of a cell; most cells are plain, so what others need stands in one branch.

    An entry without an address, a name or a directory path, stays: it was reached too.
    """
    messy = _is_messy(cell) | cell.contains(mark * 2) | cell.endswith(mark)
    tidy = _tidy(cell, mark).re_replace(f"\\s*[{mark}][\\s{mark}]*", mark).re_replace(f"^[{mark}]|[{mark}]$", "")
    return ibis.ifelse(messy, tidy.nullif("").split(mark), cell.nullif("").split(mark))


def _is_messy(cell: Any) -> Any:
    """Whether a cell holds more than addresses with one mark between them; one search, as millions are looked at."""
    return cell.re_search("[<+ \"',|:/\\[\t\n]")


def _tidy(cell: Any, mark: str) -> Any:
    """Names and comments dropped where an address stands beside them (RFC 5322), other separators made the one."""
    bare = cell.re_replace(r"\([^()]*\)", "").re_replace('"[^"]*"\\s*<', "<")
    parted = bare.re_replace(f"[^{mark}<>]*<", "")  # Smith, Jo <jo@a.example>; …
    listed = bare.re_replace(f"[^{mark},<>]*<", "")
    plain = ibis.ifelse(bare.contains(mark), parted, listed).re_replace("[,|\n]", mark)
    plain = (
        plain.re_replace(r'[">\[\]]', "")
        .re_replace(f"(^|[{mark}\\s])'+", r"\1")
        .re_replace(f"'+($|[{mark}\\s])", r"\1")
    )
    plain = plain.re_replace(f"(^|{mark})\\s*(smtp|mailto|sip):", r"\1").re_replace(r"\+[^@;, ]*@", "@")
    # between two addresses a space or a slash parts as well
    return plain.re_replace(f"(@[^{mark}\\s/]+)[\\s/]+([^{mark}\\s]*@)", rf"\1{mark}\2").strip()
