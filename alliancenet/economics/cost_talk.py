"""The sheet a partner may see when costs are talked about: what it did, in counts, and nothing of our money (E29)."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from io import StringIO
from pathlib import Path

from alliancenet.economics.behaviours import ELECTRONIC, cells_in, in_span, orders_of
from alliancenet.economics.statement import Totals
from alliancenet.files.journal import append, appending
from alliancenet.files.writing import write_whole
from alliancenet.model.profit import BEHAVIOURS

RELEASED = "cost_talk.jsonl"
"""Journal of released sheets, in the folder `economics`."""
_LOCK = ".cost_talk.lock"


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkRow:
    """A behaviour of one partner: how often, of how many; `of` is None where there is no whole."""

    behaviour: str
    count: int
    of: int | None = None


def talk_rows(totals: Totals, place: int) -> tuple[TalkRow, ...]:
    """Behaviours of one partner that can be counted from its own rows alone.

    Notes
    -----
    No amount, minute, limit or comparison stands here: limits are made of other partners, and minutes
    times orders would tell what a minute costs us.
    """
    return tuple(sorted((*_of_events(totals, place), *_of_sales(totals, place)), key=lambda row: row.behaviour))


def _of_events(totals: Totals, place: int) -> Iterator[TalkRow]:
    if totals.accounts.books.events is None or totals.accounts.books.activities is None:
        return
    cells = cells_in(totals)
    mine = cells[(cells["partner"] == place) & (cells["behaviour"] != "")]
    for behaviour, events in mine.groupby("behaviour")["events"].sum().items():
        yield TalkRow(behaviour=BEHAVIOURS[str(behaviour)], count=round(float(events)))


def _of_sales(totals: Totals, place: int) -> Iterator[TalkRow]:
    if totals.accounts.books.sales is None:
        return
    sales = in_span(totals, totals.accounts.books.sales)
    mine = sales[sales["partner"] == place]
    orders = orders_of(mine)
    channelled = orders[orders["channel"] != ""]
    if len(channelled):
        by_hand = int((~channelled["channel"].str.lower().isin(ELECTRONIC)).sum())
        yield TalkRow(behaviour="orders by hand", count=by_hand, of=len(channelled))
    due = mine["late"].dropna()
    if len(due):
        yield TalkRow(behaviour="invoices paid after they were due", count=int((due > 0).sum()), of=len(due))


def release(folder: Path, output: Path, totals: Totals, partner: str, today: date) -> tuple[TalkRow, ...]:
    """Write the sheet of a partner, and put on record that it was released before it is.

    Parameters
    ----------
    folder : the project; the journal lies in its folder `economics`.
    output : CSV to write.
    partner : id of the partner.
    """
    rows = talk_rows(totals, list(totals.partners).index(partner))
    if not rows:
        return rows
    names = [totals.accounts.name(place) for place in totals.span]
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["behaviour", "times", "of", "from", "to"])
    writer.writerows([row.behaviour, row.count, "" if row.of is None else row.of, names[0], names[-1]] for row in rows)
    content = text.getvalue()
    entry = {"day": today.isoformat(), "partner": partner, "from": names[0], "to": names[-1]}
    with appending(folder / "economics" / RELEASED, _LOCK, "releasing a cost talk sheet") as journal:
        append(journal, {**entry, "sha256": sha256(content.encode()).hexdigest()})
    write_whole(output, content)
    return rows
