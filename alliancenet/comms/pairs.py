"""The monthly pair table and the ledger, out of the cells of a roll-up."""

from collections import Counter
from dataclasses import dataclass

import ibis
import pyarrow as pa
from ibis.expr.types import Table

from alliancenet.comms.events import Channel, Fate
from alliancenet.comms.rollup import FROM_SHIFT, MOST_PEOPLE, OF_ENTRY, SLOT_BITS, SLOTS, TO_SHIFT, Counting

_MET = (Channel.MEETING.code, Channel.COLLABORATION.code)
_SLOT_MASK = (1 << TO_SHIFT) - 1


def pair_table(cells: Table, counting: Counting) -> Table:
    """Pairs by month and channel, in the order of the packed cell.

    Returns
    -------
    Table with columns person_from, person_to (numbers of `people.parquet`), month (yyyymm),
    channel, weight (sum of 1/recipients), messages, hours (of small meetings, shared out over
    the others present).
    """
    counted = cells.filter(cells.cell >= 0).order_by("cell")
    slot = counted.cell & _SLOT_MASK
    month = slot >> SLOT_BITS
    code = slot & (SLOTS - 1)
    return counted.select(
        person_from=(counted.cell >> FROM_SHIFT).cast("int32"),
        person_to=((counted.cell >> TO_SHIFT) & (MOST_PEOPLE - 1)).cast("int32"),
        month=((month // 12) * 100 + month % 12 + 1).cast("int32"),
        channel=ibis.cases(*((code == channel.code, channel.value) for channel in Channel), else_=""),
        weight=counted.parts.cast("float64") / counting.parts,
        messages=counted.messages,
        hours=counted.seconds.cast("float64") / (3600 * counting.parts),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What became of everything read.

    Parameters
    ----------
    events : events read from all sources.
    dropped : events dropped as a whole, by reason in words; with `counted` they add up to
        `events`.
    entries : recipients (for meetings, people invited) of the counted events.
    dropped_entries : of these, by reason in words.
    domains : unknown addresses by domain: (events sent, recipients), largest first.
    """

    events: int
    dropped: dict[str, int]
    entries: int
    dropped_entries: dict[str, int]
    domains: dict[str, tuple[int, int]]

    @property
    def counted(self) -> int:
        """Events of which at least the sender and the form count."""
        return self.events - sum(self.dropped.values())


def ledger_rows(cells: Table) -> Table:
    """What `ledger_of` reads: the negative cells, and the pairs' totals by channel as cells 0 to 7."""
    return (
        cells.filter(cells.cell < 0)
        .select("cell", "domain", "parts", "messages")
        .union(_totals(cells.filter(cells.cell >= 0)))
    )


def _totals(counted: Table) -> Table:
    rows = counted.mutate(cell=counted.cell % SLOTS)
    return (
        rows.group_by("cell")
        .agg(
            domain=ibis.null("string"), parts=rows.parts.sum().cast("int64"), messages=rows.messages.sum().cast("int64")
        )
        .select("cell", "domain", "parts", "messages")
    )


def ledger_of(rows: pa.Table, counting: Counting) -> Ledger:
    """Read the ledger out of a roll-up.

    Parameters
    ----------
    rows : as `ledger_rows` makes them.
    """
    dropped: Counter[str] = Counter()
    entries: Counter[str] = Counter()
    sent: Counter[str] = Counter()
    received: Counter[str] = Counter()
    counted_parts = ties = 0
    for row in rows.to_pylist():
        code, channel = _unpacked(int(row["cell"]))
        number, domain = int(row["messages"]), row["domain"]
        if 0 < code < OF_ENTRY:
            dropped[fate_of(code).words] += number
            if domain is not None:
                sent[domain] += number
            continue
        if code == 0 and channel in _MET:
            continue  # who was invited stands in the ledger itself
        entries[fate_of(code - OF_ENTRY).words if code else Fate.COUNTED.words] += number
        if domain is not None:
            received[domain] += number
        if channel == Channel.TIE.code:
            ties += number
        else:
            counted_parts += int(row["parts"])
    counted = counted_parts // counting.parts + ties
    return Ledger(
        events=counted + dropped.total(),
        dropped=dict(dropped.most_common()),
        entries=entries.total(),
        dropped_entries={reason: number for reason, number in entries.most_common() if reason != Fate.COUNTED.words},
        domains=_domains(sent, received),
    )


def fate_of(code: int) -> Fate:
    """Reason behind a number."""
    return next(fate for fate in Fate if fate.code == code)


def _unpacked(cell: int) -> tuple[int, int]:
    if cell >= 0:
        return 0, cell % SLOTS
    packed = -1 - cell
    return packed >> TO_SHIFT, (packed & _SLOT_MASK) % SLOTS


def _domains(sent: Counter[str], received: Counter[str]) -> dict[str, tuple[int, int]]:
    names = sorted(sent | received, key=lambda name: (-sent[name] - received[name], name))
    return {name: (sent[name], received[name]) for name in names}
