"""Plain tables of people and ties, read and checked, all faults at once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from alliancenet.arrays import BoolArray, FloatArray, IntArray
from alliancenet.errors import InputError, Problem
from alliancenet.graph.network import Words

if TYPE_CHECKING:
    import pandas as pd

_LISTED = 20  # faults of one kind told one by one; the rest is counted
STRONGEST = 1e100  # weights; products and quotients of two still are numbers (own limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """People and ties as read and checked, before any cut.

    Parameters
    ----------
    ids : people in the order of their table.
    groups : group of each person, "" for none; None without a group column.
    source, target : indices into `ids`.
    weight : strength, finite and not negative.
    layer, wave : words of each tie, or None without that column.
    file : name of the table of ties.
    """

    ids: tuple[str, ...]
    groups: Words | None
    source: IntArray
    target: IntArray
    weight: FloatArray
    layer: Words | None
    wave: Words | None
    file: str = "ties"


def read_rows(
    people: "pd.DataFrame",
    ties: "pd.DataFrame",
    *,
    by: str | None = None,
    people_file: str = "people",
    ties_file: str = "ties",
) -> Rows:
    """Check two plain tables, all faults at once.

    Parameters
    ----------
    people : a column `id`, and attributes; the index numbers the rows in messages.
    ties : columns `source`, `target`, and if there are any `layer`, `wave`, `weight`.
    by : attribute that holds the group; an empty cell is a person without group.
    people_file, ties_file : what to call the tables in messages.

    Raises
    ------
    InputError
        Missing columns, empty or repeated ids, unknown people, and weights that are empty, not
        numbers, infinite, negative, or so large or small that products of them are not numbers.
    """
    problems: list[Problem] = []
    needed = ["id"] if by is None else ["id", by]
    has_people = _has_columns(people, needed, people_file, problems)
    has_ties = _has_columns(ties, ["source", "target"], ties_file, problems)
    ids = _words(people, "id") if has_people else None
    if ids is not None:
        _check_ids(people, ids, people_file, problems)
    weight = _weights(ties, ties_file, problems) if has_ties else np.empty(0)
    ends = [np.empty(0, np.int64)] * 2
    if ids is not None and has_ties:
        ends = [_ends(ties, side, ids, ties_file, people_file, problems) for side in ("source", "target")]
    if problems or ids is None:
        raise InputError(problems)
    return Rows(
        ids=tuple(ids),
        groups=_words(people, by) if by is not None else None,
        source=ends[0],
        target=ends[1],
        weight=weight,
        layer=_words(ties, "layer") if "layer" in ties.columns else None,
        wave=_words(ties, "wave") if "wave" in ties.columns else None,
        file=ties_file,
    )


def _words(frame: "pd.DataFrame", column: str) -> Words:
    """Cells as stripped words; a missing cell is "", and a whole number has no decimal point."""
    cells = frame[column]
    if cells.dtype.kind == "f":
        whole = np.isfinite(cells) & (cells == np.round(cells))
        cells = cells.astype(object).where(~whole, cells.where(whole, 0).astype("int64"))
    text = cells.astype(object).where(cells.notna(), "").astype(str).str.strip()
    return text.to_numpy(dtype=object)


def _has_columns(frame: "pd.DataFrame", names: Sequence[str], file: str, problems: list[Problem]) -> bool:
    missing = [name for name in names if name not in frame.columns]
    problems.extend(
        Problem(
            file=file,
            row=1,
            key=name,
            found=f"the column is missing (found: {', '.join(map(str, frame.columns))})",
            needed=f"a column named '{name}'",
            action="rename the column in the header row, or name one that is there",
        )
        for name in missing
    )
    return not missing


def _check_ids(frame: "pd.DataFrame", ids: Words, file: str, problems: list[Problem]) -> None:
    import pandas as pd

    empty = ids == ""
    _tell(problems, frame, empty, file, "id", lambda _: "the cell is empty", "a name for every person")
    again = np.asarray(pd.Series(ids).duplicated()) & ~empty
    _tell(problems, frame, again, file, "id", lambda i: f"'{ids[i]}' stands twice", "every person once")


def _ends(
    frame: "pd.DataFrame", side: str, ids: Words, file: str, people_file: str, problems: list[Problem]
) -> IntArray:
    import pandas as pd

    names = _words(frame, side)
    place = pd.Index(pd.unique(ids)).get_indexer(pd.Index(names, dtype=object)).astype(np.int64)
    place[names == ""] = -1
    _tell(
        problems,
        frame,
        place < 0,
        file,
        side,
        lambda i: f"'{names[i]}' is not in {people_file}" if names[i] else "the cell is empty",
        f"an id of {people_file}",
    )
    return place


def _weights(frame: "pd.DataFrame", file: str, problems: list[Problem]) -> FloatArray:
    import pandas as pd

    if "weight" not in frame.columns:
        return np.ones(len(frame))
    weight = pd.to_numeric(frame["weight"], errors="coerce").to_numpy(dtype=np.float64)
    words = _words(frame, "weight")
    bad = ~np.isfinite(weight) | (weight < 0) | (weight > STRONGEST) | ((weight > 0) & (weight < 1 / STRONGEST))
    _tell(
        problems,
        frame,
        bad,
        file,
        "weight",
        lambda i: f"'{words[i]}'" if words[i] else "the cell is empty",
        f"0 or a number from {1 / STRONGEST:g} to {STRONGEST:g}",
    )
    return weight


def _tell(
    problems: list[Problem],
    frame: "pd.DataFrame",
    bad: BoolArray,
    file: str,
    column: str,
    found: Callable[[int], str],
    needed: str,
) -> None:
    where = np.flatnonzero(bad)
    problems.extend(
        Problem(file=file, row=int(frame.index[i]), key=column, found=found(int(i)), needed=needed)
        for i in where[:_LISTED]
    )
    if len(where) > _LISTED:
        problems.append(Problem(file=file, key=column, found=f"{len(where) - _LISTED:,} more rows", needed=needed))
