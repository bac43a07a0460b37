"""From plain tables or arrays to a `Network`, with the rules in a fixed order."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import coo_array, csr_array

from alliancenet.errors import InputError, Problem
from alliancenet.graph.network import BoolArray, FloatArray, IntArray, Network, among

if TYPE_CHECKING:
    import pandas as pd

_LISTED = 20  # faults of one kind told one by one; the rest is counted
STRONGEST = 1e100  # weights; products and quotients of two still are numbers (own limit)
_Words = NDArray[np.object_]
Symmetrize = Literal["max", "min"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Which ties make the network, and how.

    Parameters
    ----------
    layers : layers to keep, several mean their union; empty keeps all.
    wave : wave to keep, or None for all.
    min_weight : ties below are dropped, or None.
    symmetrize : "max" (a tie in either direction) or "min" (only mutual ties) makes the network
        undirected; None leaves it as it is.
    directed : False when each row of the ties is an undirected tie.
    weighted : False sets every weight to 1.
    drop_ungrouped : True drops people without a group; False keeps them in the network.
    """

    layers: tuple[str, ...] = ()
    wave: str | None = None
    min_weight: float | None = None
    symmetrize: Symmetrize | None = None
    directed: bool = True
    weighted: bool = False
    drop_ungrouped: bool = False


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
    groups: _Words | None
    source: IntArray
    target: IntArray
    weight: FloatArray
    layer: _Words | None
    wave: _Words | None
    file: str = "ties"


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltNetwork:
    """A network, and how many rows each rule took away."""

    network: Network
    dropped: Mapping[str, int] = field(default_factory=dict)


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


def build_network(
    people: "pd.DataFrame", ties: "pd.DataFrame", *, by: str | None = None, cut: Cut | None = None
) -> Network:
    """Network of two plain tables; see `read_rows` for the tables and `cut_network` for the rules."""
    return cut_network(read_rows(people, ties, by=by), cut or Cut()).network


def cut_network(rows: Rows, cut: Cut) -> BuiltNetwork:
    """Apply the rules, in this order.

    Keep the rows of the layers and the wave; drop weights below the minimum and weights of 0;
    drop self-loops; drop people without group if asked; symmetrize; set weights to 1 unless
    weighted. Isolates stay. Of several rows on one pair the strongest counts.

    Raises
    ------
    InputError
        A layer or wave that does not occur; the message names those that do.
    """
    keep = _selected(rows, cut)
    dropped = {"other_layer_or_wave": int((~keep).sum())}
    limit = -np.inf if cut.min_weight is None else cut.min_weight
    for name, gone in (
        ("below_min_weight", rows.weight < limit),
        ("zero_weight", rows.weight == 0),
        ("self_loops", rows.source == rows.target),
    ):
        dropped[name] = int((keep & gone).sum())
        keep &= ~gone
    group, names = _grouping(rows.groups)
    network = network_of(
        rows.ids,
        rows.source[keep],
        rows.target[keep],
        rows.weight[keep],
        group=group,
        group_names=names,
    )
    dropped["repeated_ties"] = int(keep.sum()) - network.weights.nnz
    if cut.drop_ungrouped and group is not None:
        whole = network
        network = among(network, group >= 0)
        dropped["ungrouped_people"] = whole.n_people - network.n_people
        dropped["ties_of_ungrouped_people"] = whole.weights.nnz - network.weights.nnz
    return BuiltNetwork(network=_directed_as(network, cut), dropped=dropped)


def network_of(
    ids: Sequence[str],
    source: ArrayLike,
    target: ArrayLike,
    weight: ArrayLike | None = None,
    *,
    group: IntArray | None = None,
    group_names: tuple[str, ...] = (),
    directed: bool = True,
) -> Network:
    """Network of plain arrays.

    Parameters
    ----------
    ids : one name per person.
    source, target : indices into `ids`; self-loops are left out, of several ties between the
        same two the strongest counts.
    weight : positive strengths, or None for ties without strength.
    group : index into `group_names` per person, -1 for none.
    directed : False reads every tie in both directions.
    """
    row, column = np.asarray(source, np.int64), np.asarray(target, np.int64)
    value = np.ones(len(row)) if weight is None else np.asarray(weight, np.float64)
    if not directed:
        row, column = np.concatenate([row, column]), np.concatenate([column, row])
        value = np.concatenate([value, value])
    apart = row != column
    weights = _strongest(row[apart], column[apart], value[apart], len(ids))
    return Network(
        ids=tuple(ids),
        weights=weights,
        directed=directed,
        group=group,
        group_names=group_names,
        weighted=weight is not None,
    )


def network_of_matrix(
    matrix: ArrayLike,
    *,
    ids: Sequence[str] | None = None,
    groups: Sequence[str] | None = None,
    directed: bool = True,
    weighted: bool = False,
) -> Network:
    """Network of a square array, 0 where there is no tie.

    Parameters
    ----------
    matrix : array (n, n), not negative, strength from row to column; the diagonal is left out.
    ids : names; "0", "1", … by default.
    groups : group of each person, "" for none.
    directed : False takes the stronger of the two directions.
    weighted : False sets every weight to 1.
    """
    cells = np.asarray(matrix, np.float64)
    source, target = np.nonzero(cells)
    weight = cells[source, target] if weighted else None
    group, names = _grouping(None if groups is None else np.asarray(groups, object))
    return network_of(
        ids or [str(i) for i in range(len(cells))],
        source,
        target,
        weight,
        group=group,
        group_names=names,
        directed=directed,
    )


def _strongest(row: IntArray, column: IntArray, value: FloatArray, n: int) -> csr_array:
    order = np.lexsort((-value, column, row))
    row, column, value = row[order], column[order], value[order]
    first = np.ones(len(row), bool)
    first[1:] = (row[1:] != row[:-1]) | (column[1:] != column[:-1])
    weights = csr_array(coo_array((value[first], (row[first], column[first])), shape=(n, n)))
    weights.sort_indices()
    return weights


def _directed_as(network: Network, cut: Cut) -> Network:
    weights = network.weights
    how = cut.symmetrize or (None if cut.directed else "max")
    if how is not None:
        weights = csr_array(weights.maximum(weights.T) if how == "max" else weights.minimum(weights.T))
        weights.eliminate_zeros()
        weights.sort_indices()
    if not cut.weighted:
        weights = csr_array((np.ones_like(weights.data), weights.indices, weights.indptr), weights.shape)
    return Network(
        ids=network.ids,
        weights=weights,
        directed=how is None,
        group=network.group,
        group_names=network.group_names,
        weighted=cut.weighted,
    )


def _grouping(groups: _Words | None) -> tuple[IntArray | None, tuple[str, ...]]:
    if groups is None:
        return None, ()
    names = tuple(sorted({str(name) for name in groups} - {""}))
    index = {name: place for place, name in enumerate(names)}
    return np.array([index.get(str(name), -1) for name in groups], np.int64), names


def _selected(rows: Rows, cut: Cut) -> BoolArray:
    problems: list[Problem] = []
    keep = np.ones(len(rows.source), bool)
    wanted = (("layer", rows.layer, cut.layers), ("wave", rows.wave, () if cut.wave is None else (cut.wave,)))
    for column, words, names in wanted:
        if not names:
            continue
        there = sorted(set(words) - {""}) if words is not None else []
        problems.extend(
            Problem(
                file=rows.file,
                key=column,
                found=f"there is no {column} '{name}'",
                needed=f"one of: {', '.join(there)}" if there else f"a column '{column}' with names",
                action="check the spelling",
            )
            for name in names
            if name not in there
        )
        keep &= np.isin(words, names) if words is not None else False
    if problems:
        raise InputError(problems)
    return keep


def _words(frame: "pd.DataFrame", column: str) -> _Words:
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


def _check_ids(frame: "pd.DataFrame", ids: _Words, file: str, problems: list[Problem]) -> None:
    import pandas as pd

    empty = ids == ""
    _tell(problems, frame, empty, file, "id", lambda _: "the cell is empty", "a name for every person")
    again = np.asarray(pd.Series(ids).duplicated()) & ~empty
    _tell(problems, frame, again, file, "id", lambda i: f"'{ids[i]}' stands twice", "every person once")


def _ends(
    frame: "pd.DataFrame", side: str, ids: _Words, file: str, people_file: str, problems: list[Problem]
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
