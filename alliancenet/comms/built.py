"""A finished build: who is in it, what was counted, and the pairs of any group of people."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from alliancenet.errors import InputError, Problem

IntArray = NDArray[np.int64]
FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairMonths:
    """Contact between some people, one row per direction, month and channel.

    Parameters
    ----------
    source, target : int arrays (n,), places in the list of people asked for.
    month : int array (n,), yyyymm.
    weight : float array (n,), sum of 1/recipients.
    hours : float array (n,), hours of small meetings, shared out.
    """

    source: IntArray
    target: IntArray
    month: IntArray
    weight: FloatArray
    hours: FloatArray


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
    def since(self) -> date | None:
        """First day the build was told to count, None when open."""
        return _day(self.summary["since"])

    @property
    def until(self) -> date | None:
        """Last day the build was told to count, None when open."""
        return _day(self.summary["until"])

    def numbers(self, people: Iterable[str]) -> IntArray:
        """Number of each person in the pair table, −1 for people without an address in it."""
        import pyarrow.compute as pc
        import pyarrow.parquet as pq

        table = pq.read_table(self.folder / "people.parquet", columns=["person_id", "has_address"])
        place = pc.index_in(list(people), value_set=table["person_id"]).fill_null(-1).to_numpy().astype(np.int64)
        has_address = table["has_address"].to_numpy()
        return np.where((place >= 0) & has_address[place], place, -1)

    def pair_months(self, people: Iterable[str], months: Iterable[int] | None = None) -> PairMonths:
        """Contact between the given people in the given months; in all months by default.

        Notes
        -----
        The table is ordered by sender, so that only the row groups of these people are read.
        """
        number = self.numbers(people)
        known = np.flatnonzero(number >= 0)
        if known.size == 0:
            empty = np.empty(0, dtype=np.int64)
            return PairMonths(source=empty, target=empty, month=empty, weight=np.empty(0), hours=np.empty(0))
        rows = self._rows(number[known], sorted(months) if months is not None else None)
        order = np.lexsort((rows["month"], rows["person_to"], rows["person_from"]))
        by_number = np.argsort(number[known])
        ranked = number[known][by_number]
        place = known[by_number]
        return PairMonths(
            source=place[np.searchsorted(ranked, rows["person_from"][order])],
            target=place[np.searchsorted(ranked, rows["person_to"][order])],
            month=rows["month"][order].astype(np.int64),
            weight=rows["weight"][order],
            hours=rows["hours"][order],
        )

    def _rows(self, numbers: IntArray, months: list[int] | None) -> Mapping[str, Any]:
        import duckdb

        wanted = ", ".join(str(number) for number in np.sort(numbers))
        in_months = "" if months is None else f" AND month IN ({', '.join(map(str, months)) or 'NULL'})"
        files = str(self.folder / "pairs" / "*.parquet").replace("'", "''")
        with duckdb.connect() as engine:
            return engine.execute(
                f"""SELECT person_from, person_to, month, weight, hours FROM read_parquet('{files}')
                WHERE person_from IN ({wanted}) AND person_to IN ({wanted}){in_months}"""
            ).fetchnumpy()


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


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _no_build(out: Path) -> Problem:
    return Problem(
        file=str(out),
        found="no finished build of communication data",
        needed="a build made by this version",
        action="run `alliancenet comms build`",
    )
