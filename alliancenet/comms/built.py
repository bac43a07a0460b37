"""A finished build: who is in it, what was counted, and the pairs of any group of people."""

import json
from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from alliancenet.arrays import FloatArray, IntArray
from alliancenet.errors import InputError, Problem

_NO_PAIRS = (
    "(SELECT 0 AS person_from, 0 AS person_to, 0 AS month, '' AS channel, 0.0::DOUBLE AS weight, "
    "0.0::DOUBLE AS hours WHERE false)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PairMonths:
    """Contact between some people, one row per direction, month and channel.

    Parameters
    ----------
    source, target : int arrays (n,), places in the list of people asked for.
    month : int array (n,), yyyymm.
    channel : str array (n,), a `Channel`.
    weight : float array (n,), sum of 1/recipients.
    hours : float array (n,), hours of small meetings, shared out.
    """

    source: IntArray
    target: IntArray
    month: IntArray
    channel: NDArray[np.str_]
    weight: FloatArray
    hours: FloatArray

    def only(self, keep: NDArray[np.bool_]) -> "PairMonths":
        """Some of the rows."""
        return PairMonths(**{name: getattr(self, name)[keep] for name in self.__slots__})


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """A build in force.

    Parameters
    ----------
    summary : contents of ``build.json``: sources, counts, reasons, unknown domains.
    """

    folder: Path
    summary: Mapping[str, Any]

    @property
    def since(self) -> date:
        """First day covered: as the build was told, else of the earliest month with contact."""
        return _day(self.summary["since"]) or _span(_held(self.folder))[0]

    @property
    def until(self) -> date:
        """Last day covered: as the build was told, else of the latest month with contact."""
        return _day(self.summary["until"]) or _span(_held(self.folder))[1]

    def covers(self, month: int) -> bool:
        """Do the logs tell of this month (yyyymm): told to, or it holds contact."""
        declared = self.summary["since"] or self.summary["until"]
        return bool(declared) or month in _held(self.folder)

    def numbers(self, people: Sequence[str]) -> IntArray:
        """Number of each person in the pair table, −1 for people without an address in it."""
        import duckdb

        with duckdb.connect() as engine:
            found = dict(
                engine.execute(
                    f"""SELECT person_id, person FROM read_parquet('{_quoted(self.folder / "people.parquet")}')
                    WHERE has_address AND person_id IN ({", ".join(map(_text, people)) or "NULL"})"""
                ).fetchall()
            )
        return np.array([found.get(person, -1) for person in people], dtype=np.int64)

    def pair_months(self, number: IntArray, months: Iterable[int] | None = None) -> PairMonths:
        """Contact between some people in the given months; in all months by default.

        Parameters
        ----------
        number : int array (n_people,), see `numbers`; −1 for people the table does not know.

        Notes
        -----
        The table is ordered by sender and `parts` says who is in which file, so that only the
        row groups of these people are read.
        """
        known = np.flatnonzero(number >= 0)
        rows = self._rows(number[known], None if months is None else sorted(months))
        order = np.lexsort((rows["channel"], rows["month"], rows["person_to"], rows["person_from"]))
        by_number = np.argsort(number[known])
        ranked, place = number[known][by_number], known[by_number]
        return PairMonths(
            source=place[np.searchsorted(ranked, rows["person_from"][order])],
            target=place[np.searchsorted(ranked, rows["person_to"][order])],
            month=rows["month"][order].astype(np.int64),
            channel=rows["channel"][order].astype(np.str_),
            weight=rows["weight"][order],
            hours=rows["hours"][order],
        )

    def _rows(self, numbers: IntArray, months: list[int] | None) -> Mapping[str, Any]:
        import duckdb

        files = [
            _text(str(self.folder / "pairs" / name))
            for name, first, last in self.summary["parts"]
            if ((numbers >= first) & (numbers <= last)).any()
        ]
        wanted = ", ".join(str(number) for number in np.sort(numbers)) or "NULL"
        in_months = "" if months is None else f" AND month IN ({', '.join(map(str, months)) or 'NULL'})"
        pairs = f"read_parquet([{', '.join(files)}])" if files else _NO_PAIRS
        with duckdb.connect() as engine:
            return engine.execute(
                f"""SELECT person_from, person_to, month, channel::VARCHAR AS channel, weight, hours FROM {pairs}
                WHERE person_from IN ({wanted}) AND person_to IN ({wanted}){in_months}"""
            ).fetchnumpy()

    def have_written(self, number: IntArray, months: Iterable[int] | None = None) -> NDArray[np.bool_]:
        """Did each person send anything that counts in these months (in all by default), to whomever.

        Parameters
        ----------
        number : int array (n_people,), see `numbers`.

        Notes
        -----
        An address on a roster does not say that anybody handed in logs of it: of people the logs
        never saw write, contact is unknown, not absent.
        """
        import duckdb

        files = _quoted(self.folder / "pairs" / "*.parquet")
        in_months = "" if months is None else f" AND month IN ({', '.join(map(str, sorted(months))) or 'NULL'})"
        with duckdb.connect() as engine:
            rows = engine.execute(
                f"""SELECT DISTINCT person_from FROM read_parquet('{files}')
                WHERE person_from IN ({", ".join(map(str, number.tolist())) or "NULL"}){in_months}"""
            ).fetchnumpy()
        return np.isin(number, rows["person_from"]) & (number >= 0)


@lru_cache(maxsize=64)
def _held(folder: Path) -> tuple[int, ...]:
    """Months (yyyymm) with contact in a pair table, in order."""
    import duckdb

    with duckdb.connect() as engine:
        rows = engine.execute(
            f"SELECT DISTINCT month FROM read_parquet('{_quoted(folder / 'pairs' / '*.parquet')}') ORDER BY month"
        ).fetchall()
    return tuple(int(month) for (month,) in rows)


def _span(months: Sequence[int]) -> tuple[date, date]:
    """First day of the earliest month, last day of the latest; no day at all when there is none."""
    if not months:
        return date.max, date.min
    first, last = months[0], months[-1]
    return date(first // 100, first % 100, 1), date(last // 100, last % 100, monthrange(last // 100, last % 100)[1])


def open_build(out: Path) -> Built:
    """Build in force in a folder.

    Raises
    ------
    InputError
        When nothing was built there, or the build is damaged or from a newer version.
    """
    try:
        name = json.loads((out / "current.json").read_text("utf-8"))["build"]
        folder = out / "builds" / str(name)
        summary = json.loads((folder / "build.json").read_text("utf-8"))
    except (OSError, ValueError, KeyError):
        raise InputError([_no_build(out)]) from None
    if summary.get("format") != "alliancenet-comms/1" or not (folder / "pairs").is_dir():
        raise InputError([_no_build(out)])
    return Built(folder=folder, summary=summary)


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _no_build(out: Path) -> Problem:
    return Problem(
        file=str(out),
        found="no finished build of communication data",
        needed="a build made by this version",
        action="run `alliancenet comms build`",
    )
