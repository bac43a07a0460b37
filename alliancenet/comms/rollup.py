"""From events to monthly pairs, as one relational expression for any engine Ibis compiles to.

Sums are sums of whole numbers (a message counts as so many parts of its smallest share), so every
engine finds the same total, whatever order it adds in.
"""

from dataclasses import dataclass
from datetime import date
from math import lcm
from typing import Any

import ibis
from ibis.expr.types import Table

from alliancenet.comms.events import Channel, Fate

EVENT_COLUMNS = {
    "source": "int32",
    "event": "int64",
    "time": "timestamp",
    "sender": "string",
    "recipients": "array<string>",
    "listed": "int32",
    "channel": "int32",
    "fate": "int32",
    "message_id": "string",
    "reply_to": "string",
    "seconds": "int64",
    "contacts": "int32",
    "series": "string",
    "edition": "int64",
    "revision": "int64",
    "away": "array<string>",
}
DIRECTORY = ibis.table({"address": "string", "person": "int32"}, name="directory")

TO_SHIFT, FROM_SHIFT, MOST_PEOPLE = 18, 40, 1 << 22
OF_ENTRY = 32
"""Added to the code of a `Fate` when it is one recipient that is dropped, not the whole event."""
SLOT_BITS = 3
SLOTS = 1 << SLOT_BITS
"""Channels to a month in the column `slot`, 8 · month + channel, with month = 12 · year + month − 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """What counts, and how.

    Parameters
    ----------
    max_recipients : messages with more listed recipients are mass mail (2-25).
    small_meeting : meetings of more people are no tie (2-25).
    since, until : first and last day counted, both included; None leaves the end open.
    """

    max_recipients: int
    small_meeting: int
    since: date | None = None
    until: date | None = None

    @property
    def parts(self) -> int:
        """Whole parts of a message or a second, so that every share is a whole number."""
        return lcm(*range(1, max(self.max_recipients, self.small_meeting) + 1))


def cells(events: Table, counting: Counting, *, meetings: bool) -> Table:
    """Monthly sums of all events, with the ledger of what was dropped.

    Parameters
    ----------
    events : columns of `EVENT_COLUMNS`.
    meetings : events of the channels meeting and collaboration are among them.

    Returns
    -------
    Table with columns cell, domain, parts, messages, seconds. A cell from 0 up packs two people
    and a slot; a negative one is a line of the ledger and packs a reason and a slot (`ledger_of`
    unpacks it), with the domain of an unknown address. Parts are sums of shares times
    `Counting.parts`, seconds likewise.
    """
    if not meetings:
        return _message_cells(events, counting)
    together = events.channel.isin([Channel.MEETING.code, Channel.COLLABORATION.code])
    return _message_cells(events.filter(~together), counting).union(_meeting_cells(events.filter(together), counting))


def _message_cells(events: Table, counting: Counting) -> Table:
    """What an entry needs is worked out once to a message: lists make three rows of one."""
    sent = _with_person(events.mutate(size=_size(events)), "sender")
    sent = sent.mutate(slot=_slot(sent), fate=_sent_fate(sent, counting))
    counts = sent.fate == 0
    stranger = sent.fate == Fate.SENDER_UNKNOWN.code
    listed = ibis.ifelse(stranger, ibis.array([sent.sender]), ibis.array([""]))
    share = sent.contacts * (counting.parts // ibis.greatest(sent.size, 1))
    entries = sent.select(
        begun=ibis.ifelse(
            counts, sent.sender_person.cast("int64") * (1 << FROM_SHIFT) + sent.slot, _ledger_cell(sent.fate, sent.slot)
        ),
        parts=share.cast("int32" if counting.parts < 1 << 28 else "int64"),
        recipient=ibis.ifelse(counts, sent.recipients, listed).unnest(),
    )
    known = _with_person(entries, "recipient")
    return _summed(known, cell=_entry_cell(known), domain=_unknown_domain(known), parts=known.parts)


def _entry_cell(known: Table) -> Any:
    """Cell of one recipient; `begun` holds the sender and the slot, or why the message is dropped."""
    person = known.recipient_person
    slot = known.begun & ((1 << TO_SHIFT) - 1)
    return ibis.cases(
        (known.begun < 0, known.begun),
        (person.isnull(), _ledger_cell(ibis.literal(OF_ENTRY + Fate.RECIPIENT_UNKNOWN.code), slot)),
        (person < 0, _ledger_cell(OF_ENTRY - person, slot)),
        (person == known.begun >> FROM_SHIFT, _ledger_cell(ibis.literal(OF_ENTRY + Fate.TO_SELF.code), slot)),
        else_=known.begun + person.cast("int64") * (1 << TO_SHIFT),
    )


def _unknown_domain(known: Table) -> Any:
    of_sender = Fate.SENDER_UNKNOWN.code << TO_SHIFT
    stranger = known.begun.between(-of_sender - (1 << TO_SHIFT), -1 - of_sender)
    unknown = known.recipient_person.isnull() & ((known.begun >= 0) | stranger)
    return ibis.ifelse(unknown, _domain(known.recipient), ibis.null("string"))


def _meeting_cells(events: Table, counting: Counting) -> Table:
    """Everybody invited meets everybody else; the ledger has one row per person invited."""
    everybody = ibis.array([events.sender]).concat(events.recipients)
    met = events.mutate(size=_size(events) + 1, everybody=everybody).mutate(others=everybody)
    met = met.mutate(slot=_slot(met), fate=_event_fate(met, counting, most=counting.small_meeting, least=2))
    entries = _with_person(_one_row_each(met, "everybody", "attendee"), "attendee")
    entries = entries.mutate(fate=_attendee_fate(entries))
    share = (counting.parts // ibis.greatest(entries.size, 1)).cast("int64")
    unknown = entries.fate == OF_ENTRY + Fate.RECIPIENT_UNKNOWN.code
    ledger = _summed(
        entries,
        domain=ibis.ifelse(unknown, _domain(entries.attendee), ibis.null("string")),
        cell=_ledger_cell(ibis.ifelse(entries.fate == 0, OF_ENTRY, entries.fate), entries.slot),
        parts=share,
    )
    pairs = _with_person(_one_row_each(entries.filter(entries.fate == 0), "others", "other"), "other")
    pairs = pairs.filter((pairs.other_person >= 0) & (pairs.other_person != pairs.attendee_person))
    return ledger.union(
        _summed(
            pairs,
            domain=ibis.null("string"),
            cell=pairs.attendee_person.cast("int64") * (1 << FROM_SHIFT)
            + pairs.other_person.cast("int64") * (1 << TO_SHIFT)
            + pairs.slot,
            parts=ibis.literal(0, "int64"),
            seconds=pairs.seconds * (counting.parts // (pairs.size - 1)).cast("int64"),
        )
    )


def _with_person(table: Table, column: str) -> Table:
    """The table with the number behind an address in ``<column>_person``; null when on no roster."""
    found = DIRECTORY.select(**{f"{column}_address": DIRECTORY.address, f"{column}_person": DIRECTORY.person})
    joined = table.left_join(found, table[column] == found[f"{column}_address"])
    return joined.drop(f"{column}_address")


def _one_row_each(table: Table, column: str, name: str) -> Table:
    """One row per entry of a list; one row in all for events that are dropped as a whole."""
    listed = ibis.ifelse(table.fate == 0, table[column], ibis.array([""]))
    return table.mutate(**{name: listed.unnest()}).drop(column)


def _size(events: Table) -> Any:
    return ibis.coalesce(events.listed, events.recipients.length(), 0)


def _slot(events: Table) -> Any:
    month = events.time.year() * 12 + events.time.month() - 1
    return ibis.coalesce(month * SLOTS + events.channel, 0).cast("int32")


def _event_fate(events: Table, counting: Counting, *, most: int, least: int, sender: Any = None) -> Any:
    cases: list[tuple[Any, Any]] = [(events.fate != 0, events.fate), (events.time.isnull(), Fate.NO_TIME.code)]
    if counting.since is not None:
        first = ibis.timestamp(f"{counting.since} 00:00:00")
        cases.append((events.time < first, Fate.OUTSIDE_WINDOW.code))
    if counting.until is not None:
        last = ibis.timestamp(f"{counting.until} 23:59:59.999999")
        cases.append((events.time > last, Fate.OUTSIDE_WINDOW.code))
    if sender is not None:
        cases += [(sender.isnull(), Fate.SENDER_UNKNOWN.code), (sender < 0, -sender)]
    cases += [(events.size < least, Fate.NO_RECIPIENT.code), (events.size > most, Fate.TOO_MANY.code)]
    return ibis.cases(*cases, else_=0).cast("int32")


def _sent_fate(sent: Table, counting: Counting) -> Any:
    return _event_fate(sent, counting, most=counting.max_recipients, least=1, sender=sent.sender_person)


def _attendee_fate(entries: Table) -> Any:
    number = entries.attendee_person
    return ibis.cases(
        (entries.fate != 0, entries.fate),
        (number.isnull(), OF_ENTRY + Fate.RECIPIENT_UNKNOWN.code),
        (number < 0, OF_ENTRY - number),
        else_=0,
    ).cast("int32")


def _ledger_cell(fate: Any, slot: Any) -> Any:
    return -1 - (fate.cast("int64") * (1 << TO_SHIFT) + slot)


def _summed(known: Table, *, cell: Any, domain: Any, parts: Any, seconds: Any = None) -> Table:
    """Sums by two whole numbers, which every engine groups fastest; a text among the keys costs 2 s in 20."""
    rows = known.select(cell=cell, domain=domain, parts=parts, **({} if seconds is None else {"seconds": seconds}))
    rows = rows.mutate(key=number_of_text(rows.domain))
    sums = rows.group_by("cell", "key").agg(
        domain=rows.domain.arbitrary(),
        parts=rows.parts.sum().cast("int64"),
        messages=rows.count(),
        seconds=ibis.literal(0, "int64") if seconds is None else rows.seconds.sum().cast("int64"),
    )
    return sums.drop("key")


@ibis.udf.scalar.builtin  # type: ignore[untyped-decorator]
def number_of_text(text: str) -> int:  # type: ignore[empty-body]
    """Hash of 63 or 64 bits, which every engine brings along under this name.

    Two of 100,000 domains share a number once in a thousand million logs.
    """


def _domain(address: Any) -> Any:
    """Domain of an address; "" for names, directory paths and ids, which have none."""
    return ibis.coalesce(address.split("@")[1], "")
