"""From checked rows to a `Network`: which ties count, with the rules in a fixed order."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

import numpy as np
from scipy.sparse import csr_array

from alliancenet.arrays import BoolArray
from alliancenet.errors import InputError, Problem
from alliancenet.files.folding import folded
from alliancenet.graph.network import Network, Words, among, grouping, network_of
from alliancenet.graph.rows import Rows, read_rows

if TYPE_CHECKING:
    import pandas as pd

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
class BuiltNetwork:
    """A network, and how many rows each rule took away."""

    network: Network
    dropped: Mapping[str, int] = field(default_factory=dict)


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
    rows, cut = _in_both_directions(rows, cut)
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
    group, names = grouping(rows.groups)
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


def _in_both_directions(rows: Rows, cut: Cut) -> tuple[Rows, Cut]:
    """Rows that say they are undirected stand both ways; where all say so, the network is undirected."""
    if rows.undirected is None or not rows.undirected.any() or not cut.directed:
        return rows, cut
    if rows.undirected.all():
        return rows, replace(cut, directed=False)
    back = rows.undirected & (rows.source != rows.target)

    def doubled(words: Words | None) -> Words | None:
        return None if words is None else np.concatenate([words, words[back]])

    both = replace(
        rows,
        source=np.concatenate([rows.source, rows.target[back]]),
        target=np.concatenate([rows.target, rows.source[back]]),
        weight=np.concatenate([rows.weight, rows.weight[back]]),
        layer=doubled(rows.layer),
        wave=doubled(rows.wave),
        undirected=None,
    )
    return both, cut


def _selected(rows: Rows, cut: Cut) -> BoolArray:
    problems: list[Problem] = []
    keep = np.ones(len(rows.source), bool)
    wanted = (("layer", rows.layer, cut.layers), ("wave", rows.wave, () if cut.wave is None else (cut.wave,)))
    for column, words, names in wanted:
        if not names:
            continue
        there = sorted(set(words) - {""}) if words is not None else []
        spelt = {folded(word): word for word in there}
        wanted_here = [spelt.get(folded(name), name) for name in names]
        problems.extend(
            Problem(
                file=rows.file,
                key=column,
                found=f"there is no {column} '{name}'",
                needed=f"one of: {', '.join(there)}" if there else f"a column '{column}' with names",
                action="check the spelling",
            )
            for name in wanted_here
            if name not in there
        )
        keep &= np.isin(words, wanted_here) if words is not None else False
    if problems:
        raise InputError(problems)
    return keep
