"""Response time and after-hours messages by pair of firms, firm and level; never by person."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from alliancenet.comms.built import Built, PairMonths
from alliancenet.comms.events import Channel
from alliancenet.comms.window import Months
from alliancenet.model.score import Subject, SubjectKind
from alliancenet.model.wave import Answering

_WRITTEN = (Channel.MAIL.value, Channel.CHAT.value)


@dataclass(slots=True)
class _Cell:
    messages: int = 0
    timed: int = 0
    after: int = 0
    delays: dict[int, int] = field(default_factory=lambda: defaultdict(int))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """Who of the wave's people wrote to whom across firms; one row per pair, month and channel."""

    source: NDArray[np.int64]
    target: NDArray[np.int64]
    firm: NDArray[np.str_]
    level: NDArray[np.str_]

    @classmethod
    def of(cls, rows: PairMonths, firms: Sequence[str], levels: Sequence[str]) -> "_Written":
        firm, level = np.array(firms, dtype=np.str_), np.array(levels, dtype=np.str_)
        kept = np.isin(rows.channel, _WRITTEN)
        kept &= firm[rows.source] != firm[rows.target]
        return cls(source=rows.source[kept], target=rows.target[kept], firm=firm, level=level)

    def people(self, rows: NDArray[np.bool_]) -> tuple[int, int]:
        """How many people wrote in these rows, and how many were written to."""
        return len(np.unique(self.source[rows])), len(np.unique(self.target[rows]))


def answering(
    built: Built, contact: PairMonths, firms: Sequence[str], levels: Sequence[str], months: Months
) -> tuple[Answering, ...]:
    """How the firms of an alliance write to each other: pairs of firms, then firms, then levels.

    Parameters
    ----------
    contact : of the wave's people in these months.
    firms, levels : firm and level of each of the wave's people.

    Notes
    -----
    Times are of everybody of these firms on the rosters; the people counted behind them are those
    of the wave, so that the counts by which groups are judged too small err on the small side.
    """
    cells = _cells(built, sorted(set(firms)), list(months.days))
    return tuple(_groups(cells, _Written.of(contact, firms, levels)))


_Key = tuple[str, str, str]
"""Firm that writes, firm written to, level that writes."""


def _cells(built: Built, firms: list[str], months: list[int]) -> dict[_Key, _Cell]:
    import duckdb

    path, people = built.folder / "pace.parquet", built.folder / "people.parquet"
    if not path.exists():
        return {}
    cells: dict[_Key, _Cell] = defaultdict(_Cell)
    slots = [month // 100 * 12 + month % 100 - 1 for month in months]
    with duckdb.connect() as engine:
        rows = engine.execute(
            """WITH firms AS (SELECT firm, row_number() OVER (ORDER BY firm) - 1 AS place
                 FROM (SELECT DISTINCT firm FROM read_parquet($people)))
            SELECT a.firm, b.firm, level_from, delay, sum(messages), sum(timed), sum(after_hours)
            FROM read_parquet($pace) JOIN firms a ON firm_from = a.place JOIN firms b ON firm_to = b.place
            WHERE list_contains($months, month) AND list_contains($firms, a.firm) AND list_contains($firms, b.firm)
            GROUP BY ALL""",
            {"people": str(people), "pace": str(path), "months": slots, "firms": firms},
        ).fetchall()
    for writes, reads, level, delay, messages, timed, after in rows:
        cell = cells[writes, reads, level]
        cell.messages += int(messages)
        cell.timed += int(timed)
        cell.after += int(after)
        if delay is not None:
            cell.delays[delay] += int(messages)
    return cells


def _groups(cells: dict[_Key, _Cell], written: _Written) -> Iterator[Answering]:
    firm_of, reader_of = written.firm[written.source], written.firm[written.target]
    level_of = written.level[written.source]
    firms = sorted({key[0] for key in cells} | {key[1] for key in cells})
    for one, other in combinations(firms, 2):
        there, back = (firm_of == one) & (reader_of == other), (firm_of == other) & (reader_of == one)
        chosen = [cell for key, cell in cells.items() if {one, other} == set(key[:2])]
        subject = Subject(kind=SubjectKind.PAIR, id=f"{one}|{other}")
        yield from _answering(subject, chosen, written, [there, back])
    for firm in firms:
        chosen = [cell for key, cell in cells.items() if key[0] == firm]
        yield from _answering(Subject(kind=SubjectKind.FIRM, id=firm), chosen, written, [firm_of == firm])
    for level in sorted({key[2] for key in cells} - {""}):
        chosen = [cell for key, cell in cells.items() if key[2] == level]
        yield from _answering(Subject(kind=SubjectKind.LEVEL, id=level), chosen, written, [level_of == level])


def _answering(
    subject: Subject, cells: list[_Cell], written: _Written, directions: list[NDArray[np.bool_]]
) -> Iterator[Answering]:
    if not cells:
        return
    delays: dict[int, int] = defaultdict(int)
    for cell in cells:
        for delay, replies in cell.delays.items():
            delays[delay] += replies
    people = [written.people(rows) for rows in directions]
    yield Answering(
        subject=subject,
        messages=sum(cell.messages for cell in cells),
        delays=tuple(sorted(delays.items())),
        timed=sum(cell.timed for cell in cells),
        after_hours=sum(cell.after for cell in cells),
        writers=sum(writers for writers, _ in people),
        fewest=min(min(pair) for pair in people),
    )
