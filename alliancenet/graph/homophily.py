"""Do people choose their own kind: E-I index, assortativity, modularity, block densities.

Everything that compares groups looks at people whose group is known and the ties between them.
"""

from dataclasses import dataclass

import numpy as np

from alliancenet.arrays import FloatArray
from alliancenet.graph.network import Network, arcs, group_sizes, grouped, own_group, ties, ties_to_groups
from alliancenet.graph.relabelling import internal_weight_when_relabelled


@dataclass(frozen=True, slots=True, kw_only=True)
class EI:
    """E-I index of a network with what random labels would give.

    Parameters
    ----------
    value : (E - I) / (E + I), -1 only inside, +1 only between groups.
    external, internal : summed weight (binary: number) of ties between and inside groups.
    expected : value expected when labels are put on people at random, 1 - 2K/M with K
        same-group pairs of M. Read the index against this, not against 0: with many groups a
        positive index can still be a strong preference for the own group.
    minimum, maximum : range possible for these group sizes and tie weights.
    rescaled : value on the scale from `minimum` -1 to `maximum` +1 (own definition; UCINET says
        "can be rescaled" and gives no formula); None when there is no room.
    p_low, p_high : share of relabellings with an index at most, at least, the observed one,
        (1 + #) / (1 + permutations); None without permutations or with one group.
    """

    value: float
    external: float
    internal: float
    expected: float
    rescaled: float | None
    minimum: float
    maximum: float
    p_low: float | None
    p_high: float | None


def ei_index(network: Network, *, permutations: int = 0, seed: int = 0) -> EI | None:
    """E-I index of the network; None without a tie between two people of known group.

    Parameters
    ----------
    permutations : relabellings for the test: group labels shuffled over people, group sizes and
        network fixed. O(permutations · (n + m / 64)) for binary ties.
    seed : seed of the shuffles; the same seed gives the same p.

    Notes
    -----
    Arcs are counted in a directed network, edges in an undirected one.

    References
    ----------
    Krackhardt & Stern 1988, Social Psychology Quarterly 51:123-140.
    """
    part, _ = grouped(network)
    source, target, weight = ties(part)
    if part.group is None or not len(weight):
        return None
    same = part.group[source] == part.group[target]
    internal, total = float(weight[same].sum()), float(weight.sum())
    inside, pairs = _pairs(part)
    low, high = _range(weight, inside, pairs)
    value = (total - 2 * internal) / total
    p_low = p_high = None
    if permutations and len(np.unique(part.group)) > 1:
        drawn = internal_weight_when_relabelled(part, permutations, seed)
        slack = 1e-9 * total
        p_low = (1 + int((drawn >= internal - slack).sum())) / (1 + permutations)
        p_high = (1 + int((drawn <= internal + slack).sum())) / (1 + permutations)
    return EI(
        value=value,
        external=total - internal,
        internal=internal,
        expected=1 - 2 * inside / pairs,
        rescaled=2 * (value - low) / (high - low) - 1 if high > low else None,
        minimum=low,
        maximum=high,
        p_low=p_low,
        p_high=p_high,
    )


def _pairs(network: Network) -> tuple[int, int]:
    """Same-group pairs and all pairs; ordered when directed."""
    sizes, n = group_sizes(network), network.n_people
    share = 1 if network.directed else 2
    return int((sizes * (sizes - 1)).sum()) // share, n * (n - 1) // share


def _range(weight: FloatArray, inside: int, pairs: int) -> tuple[float, float]:
    """Smallest and largest index: the heaviest ties laid inside, or between, as room allows."""
    heavy = np.concatenate([[0.0], np.cumsum(np.sort(weight)[::-1])])
    total, count = heavy[-1], len(weight)
    low = 1 - 2 * heavy[min(count, inside)] / total
    high = 2 * heavy[min(count, pairs - inside)] / total - 1
    return float(low), float(high)


def ei_people(network: Network, direction: str = "either") -> FloatArray:
    """E-I index of each person's own ties; NaN without a tie or a group.

    Parameters
    ----------
    direction : "out" (sent), "in" (received), "either": distinct neighbours in a binary network,
        sent plus received weight in a weighted one.
    """
    if network.group is None:
        return np.full(network.n_people, np.nan)
    to_groups = ties_to_groups(network, direction)
    total = np.asarray(to_groups.sum(axis=1)).ravel()
    internal = own_group(network, to_groups)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where((total > 0) & (network.group >= 0), (total - 2 * internal) / total, np.nan)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupEI:
    """E-I index of one group: ties from and to others against ties inside.

    Parameters
    ----------
    value : (external - internal) / (external + internal); None without ties.
    size : people in the group.
    external : summed weight of ties with one end in the group; sent plus received if directed.
    internal : summed weight of ties with both ends in the group.
    """

    value: float | None
    size: int
    external: float
    internal: float


def ei_groups(network: Network) -> dict[str, GroupEI]:
    """E-I index of every group."""
    sizes = group_sizes(network)
    blocks = _block_weights(network)
    found = {}
    for index, name in enumerate(network.group_names):
        internal = float(blocks[index, index])
        external = float(blocks[index].sum() + blocks[:, index].sum() - 2 * internal)
        if not network.directed:
            internal, external = internal / 2, external / 2
        total = external + internal
        value = (external - internal) / total if total else None
        found[name] = GroupEI(value=value, size=int(sizes[index]), external=external, internal=internal)
    return found


def _block_weights(network: Network, *, binary: bool = False) -> FloatArray:
    """Summed weight from row group to column group; undirected ties count in both directions."""
    count = len(network.group_names)
    part, _ = grouped(network)
    source, target, weight = arcs(part)
    if part.group is None or not len(source):
        return np.zeros((count, count))
    cell = part.group[source] * count + part.group[target]
    values = None if binary else weight
    return np.bincount(cell, values, minlength=count * count).reshape(count, count).astype(float)


def block_density(network: Network) -> dict[str, dict[str, float | None]]:
    """Ties divided by possible ordered pairs, from row group to column group, binary.

    None where no pair is possible (a group of one with itself).
    """
    sizes = group_sizes(network)
    possible = np.outer(sizes, sizes) - np.diag(sizes)
    blocks = _block_weights(network, binary=True)
    names = network.group_names
    return {
        row: {
            column: float(blocks[i, j] / possible[i, j]) if possible[i, j] else None for j, column in enumerate(names)
        }
        for i, row in enumerate(names)
    }


def assortativity(network: Network) -> float | None:
    """Newman's discrete assortativity of the groups, binary; directed if the network is.

    r = (Σ e_gg - Σ a_g b_g) / (1 - Σ a_g b_g); None without ties or when all fall in one group.

    References
    ----------
    Newman 2003, Phys. Rev. E 67:026126; igraph::assortativity_nominal.
    """
    blocks = _block_weights(network, binary=True)
    total = blocks.sum()
    if not total:
        return None
    chance = float(blocks.sum(axis=1) @ blocks.sum(axis=0)) / total**2
    return None if chance == 1 else (float(np.trace(blocks)) / total - chance) / (1 - chance)


def modularity(network: Network) -> float | None:
    """Modularity of the given groups, resolution 1; with tie weights if the network has them.

    Q = Σ_g [W_gg / W - out_g in_g / W²]; None without ties.

    References
    ----------
    Newman 2006; Leicht & Newman 2008 (directed); igraph::modularity.
    """
    blocks = _block_weights(network)
    total = blocks.sum()
    if not total:
        return None
    return float(np.trace(blocks) / total - blocks.sum(axis=1) @ blocks.sum(axis=0) / total**2)
