"""Response time and after-hours share by pair of firms and level, hidden for small groups."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from alliancenet.comms.built import Built
from alliancenet.comms.window import months_of
from alliancenet.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """How people of one firm and level write to people of another firm and level.

    Parameters
    ----------
    messages, replies : counts over the window.
    median_hours : half of the replies came within so many hours, to the quarter hour; None
        without replies.
    after_hours : share 0-1 of messages written outside the sender's working hours; None where no
        sender's zone is known.
    writers, readers : people behind the numbers.
    """

    firm_from: str
    firm_to: str
    level_from: str
    level_to: str
    messages: int
    replies: int
    median_hours: float | None
    after_hours: float | None
    writers: int
    readers: int


@dataclass(slots=True)
class _Cell:
    messages: int = 0
    timed: int = 0
    after: int = 0
    delays: dict[int, int] = field(default_factory=lambda: defaultdict(int))


def answering(built: Built, start: date, end: date, settings: Settings) -> tuple[tuple[Answering, ...], int]:
    """Answering between firms in a window, and how many cells are hidden.

    Notes
    -----
    A cell shows only when at least `suppression.min_n` people wrote and as many were written to.

    Raises
    ------
    InputError
        When the logs do not reach into the window.
    """
    months = months_of(built, start, end, settings.number("logs.month_share")).days
    cells = _cells(built, list(months))
    people = _people(built, list(months))
    least = settings.whole("suppression.min_n")
    shown = []
    for key in sorted(cells):
        writers, readers = people.get(key, (0, 0))
        if min(writers, readers) >= least:
            shown.append(_answering(key, cells[key], writers, readers))
    return tuple(shown), len(cells) - len(shown)


_Key = tuple[str, str, str, str]


def _cells(built: Built, months: list[int]) -> dict[_Key, _Cell]:
    import pyarrow.parquet as pq

    path = built.folder / "pace.parquet"
    if not path.exists():
        return {}
    firms = sorted(set(pq.read_table(built.folder / "people.parquet", columns=["firm"])["firm"].to_pylist()))
    cells: dict[_Key, _Cell] = defaultdict(_Cell)
    for row in pq.read_table(path).to_pylist():
        if row["month"] // 12 * 100 + row["month"] % 12 + 1 not in months:
            continue
        cell = cells[firms[row["firm_from"]], firms[row["firm_to"]], row["level_from"], row["level_to"]]
        cell.messages += row["messages"]
        cell.timed += row["timed"]
        cell.after += row["after_hours"]
        if row["delay"] is not None:
            cell.delays[row["delay"]] += row["messages"]
    return cells


def _people(built: Built, months: list[int]) -> dict[_Key, tuple[int, int]]:
    """People who wrote, and people written to, behind each cell."""
    import duckdb

    pairs, people = (str(built.folder / name).replace("'", "''") for name in ("pairs/*.parquet", "people.parquet"))
    with duckdb.connect() as engine:
        rows = engine.execute(
            f"""SELECT a.firm, b.firm, a.level, b.level, count(DISTINCT person_from), count(DISTINCT person_to)
            FROM read_parquet('{pairs}') JOIN read_parquet('{people}') a ON person_from = a.person
              JOIN read_parquet('{people}') b ON person_to = b.person
            WHERE a.firm <> b.firm AND channel IN ('mail', 'chat') AND month IN ({", ".join(map(str, months))})
            GROUP BY ALL"""
        ).fetchall()
    return {(row[0], row[1], row[2], row[3]): (row[4], row[5]) for row in rows}


def _answering(key: _Key, cell: _Cell, writers: int, readers: int) -> Answering:
    replies = sum(cell.delays.values())
    return Answering(
        firm_from=key[0],
        firm_to=key[1],
        level_from=key[2],
        level_to=key[3],
        messages=cell.messages,
        replies=replies,
        median_hours=_median(cell.delays, replies),
        after_hours=cell.after / cell.timed if cell.timed else None,
        writers=writers,
        readers=readers,
    )


def _median(delays: dict[int, int], replies: int) -> float | None:
    passed = 0
    for delay in sorted(delays):
        passed += delays[delay]
        if 2 * passed >= replies:
            return delay / 4
    return None
