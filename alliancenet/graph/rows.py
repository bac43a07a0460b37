"""People and ties of two plain tables, checked; names matched in one normal form."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from alliancenet.arrays import BoolArray, FloatArray, IntArray
from alliancenet.errors import InputError, Problem
from alliancenet.files.alike import looks_like, may_be_one
from alliancenet.files.entry import shown
from alliancenet.files.folding import folded
from alliancenet.files.nothing_known import says_nothing
from alliancenet.files.yes_no import said
from alliancenet.graph.spelling import joined_words, one_spelling, places_of

if TYPE_CHECKING:
    import pandas as pd

    from alliancenet.graph.network import Words

_UNDIRECTED, _DIRECTED = "undirected", "directed"
# as programs and people write them; visNetwork says where the arrow heads are
_DIRECTIONS = {
    **dict.fromkeys(
        (
            *("undirected", "non-directed", "not directed", "mutual", "reciprocal", "bidirectional", "both", "u"),
            *("both ways", "two-way", "two way", "symmetric", "<->", "<>", "--", "to;from", "from;to", "to, from"),
            *("from, to", "ungerichtet", "nicht gerichtet", "gegenseitig", "beidseitig", "wechselseitig"),
            *("non orienté", "non dirigé", "réciproque", "no dirigido", "no dirigida", "recíproco", "mutuo"),
            *("non orientato", "non diretto", "reciproco", "não dirigido", "não direcionado", "ongericht"),
            *("nieskierowany", "неориентированный", "взаимный"),
        ),
        _UNDIRECTED,
    ),
    **dict.fromkeys(
        (
            *("directed", "unidirectional", "arc", "d", "one-way", "one way", "asymmetric", "->", "to"),
            *("gerichtet", "einseitig", "orienté", "dirigé", "dirigido", "dirigida", "orientato", "diretto"),
            *("direcionado", "gericht", "skierowany", "ориентированный"),
        ),
        _DIRECTED,
    ),
}
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
    undirected : bool array, rows that say themselves that they are undirected; None when none says so.
    remarks : what was joined or assumed, in counted warnings.
    """

    ids: tuple[str, ...]
    groups: "Words | None"
    source: IntArray
    target: IntArray
    weight: FloatArray
    layer: "Words | None"
    wave: "Words | None"
    file: str = "ties"
    undirected: BoolArray | None = None
    remarks: tuple[Problem, ...] = ()


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
    ties : columns `source`, `target`, and if there are any `layer`, `wave`, `weight`, and `type`,
        which says of each tie whether it is directed.
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
    remarks: list[Problem] = []
    return Rows(
        ids=tuple(ids),
        groups=None if by is None else _groups(people, by, people_file, remarks),
        source=ends[0],
        target=ends[1],
        weight=weight,
        layer=_one_spelling(ties, "layer", ties_file, remarks) if "layer" in ties.columns else None,
        wave=_one_spelling(ties, "wave", ties_file, remarks) if "wave" in ties.columns else None,
        file=ties_file,
        undirected=undirected_rows(_words(ties, "type")) if "type" in ties.columns else None,
        remarks=tuple(remarks),
    )


def direction_of(word: str) -> str:
    """`directed`, `undirected`, or "" for a word that says neither."""
    return _DIRECTIONS.get(folded(word), "")


def undirected_rows(types: "Words") -> BoolArray | None:
    """Which rows say they are undirected; None when the column says something else or nothing.

    Parameters
    ----------
    types : words such as Undirected, directed, mutual, or "".
    """
    words = {word: direction_of(word) for word in set(types.tolist()) if word}
    if not words or "" in words.values():
        return None
    return np.array([words.get(word) == _UNDIRECTED for word in types.tolist()], dtype=bool)


def _one_spelling(frame: "pd.DataFrame", column: str, file: str, remarks: list[Problem]) -> "Words":
    found = one_spelling(_words(frame, column))
    if found.joined:
        remarks.append(joined_spellings(file, column, found.joined))
    return found.words


def _groups(people: "pd.DataFrame", by: str, file: str, remarks: list[Problem]) -> "Words":
    words = _one_spelling(people, by, file, remarks)
    remarks.extend(doubtful_groups(file, by, sorted(set(words.tolist()) - {""})))
    return words


def doubtful_groups(file: str, column: str, names: Sequence[str]) -> list[Problem]:
    """Counted warnings of groups that may be one, and of words that say that nothing is known."""
    found = [f"{joined_words([group])} are read as different; they look alike" for group in may_be_one(names)]
    if unknown := [name for name in names if says_nothing(name) and said(name) is None]:
        some = ", ".join(f"'{name}'" for name in unknown[:4])
        found.append(f"{some} counts as a name of its own, and says that nothing is known")
    return [
        Problem(
            file=file,
            key=column,
            found=what,
            needed="nothing, if that is right",
            action="else write one name for one, and leave the cell empty where it is not known",
            fatal=False,
        )
        for what in found
    ]


def joined_spellings(file: str, column: str, joined: Sequence[Sequence[str]]) -> Problem:
    """Counted warning of words that differ only in case, spaces or how letters are stored."""
    return Problem(
        file=file,
        key=column,
        found=f"{joined_words(joined)} differ only in case, spaces or how letters are stored: read as one",
        needed="nothing, if that is right",
        action="otherwise write them so that they differ visibly",
        fatal=False,
    )


def _words(frame: "pd.DataFrame", column: str) -> "Words":
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


def _check_ids(frame: "pd.DataFrame", ids: "Words", file: str, problems: list[Problem]) -> None:
    import pandas as pd

    empty = ids == ""
    _tell(problems, frame, empty, file, "id", lambda _: "the cell is empty", "a name for every person")
    again = np.asarray(pd.Series(ids).duplicated()) & ~empty
    _tell(problems, frame, again, file, "id", lambda i: f"'{ids[i]}' stands twice", "every person once")
    plain = [folded(name) for name in ids.tolist()]
    alike = np.asarray(pd.Series(plain).duplicated()) & ~again & ~empty
    _tell(
        problems,
        frame,
        alike,
        file,
        "id",
        lambda i: f"'{ids[i]}' and '{ids[plain.index(plain[i])]}' differ only in case, spaces or unseen signs",
        "one row for one person, ids that differ visibly for two",
    )


def _ends(
    frame: "pd.DataFrame", side: str, ids: "Words", file: str, people_file: str, problems: list[Problem]
) -> IntArray:
    names = _words(frame, side)
    place = places_of(names, ids.tolist())
    place[names == ""] = -1
    _tell(
        problems,
        frame,
        place < 0,
        file,
        side,
        lambda i: not_there(names[i], ids.tolist(), f"in {people_file}"),
        f"an id of {people_file}",
    )
    return place


def not_there(name: str, ids: Sequence[str], where: str) -> str:
    """What is wrong with an end of a tie that is no id of the people."""
    if not name:
        return "the cell is empty"
    like = looks_like(name, ids)
    hint = f", and only looks like '{like}': it is written with other letters or marks" if like else ""
    return f"{shown(name)} is not {where}{hint}"


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
