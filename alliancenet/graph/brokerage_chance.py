"""What brokerage counts would be by chance: exact moments under independent ties.

With q = p²(1-p) the chance of one open two-path. Two open two-paths that share one tie co-vary:

- a leg of both: p³(1-p)²·p - … = p³(1-p)³
- the missing tie of both: p⁵(1-p)
- a leg of one, missing in the other: -p⁴(1-p)²  (they exclude each other)

Everything else is counting which paths share a tie, and depends on group sizes only.
"""

from dataclasses import dataclass

import numpy as np

from alliancenet.arrays import FloatArray, IntArray

ROLES = ("coordinator", "itinerant", "representative", "gatekeeper", "liaison", "total")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """Expected count and standard deviation, columns in the order of `ROLES`."""

    expected: FloatArray
    sd: FloatArray

    def z(self, raw: IntArray, row: IntArray | None = None) -> FloatArray:
        """(raw - expected) / sd; NaN where the standard deviation is 0.

        Parameters
        ----------
        raw : counts; one row per person or one for the network.
        row : which row of the moments belongs to each row of `raw`.
        """
        expected, sd = (self.expected, self.sd) if row is None else (self.expected[row], self.sd[row])
        return (raw - expected) / np.where(sd > 0, sd, np.nan)


def chance_of_people(sizes: IntArray, p: float, *, directed: bool) -> Chance:
    """Moments of one person's counts, by the person's group.

    Parameters
    ----------
    sizes : people in each group.
    p : chance of a tie, 0 to 1.
    directed : False for one chance per unordered pair.

    Returns
    -------
    Arrays (groups, 6).

    Notes
    -----
    A person's two-paths share only legs. Directed: a leg a→v is shared by the paths to two
    different b, and the same for v→b. Undirected: the tie of a and v is a leg of every pair {a, b};
    a pair counts in both orders in every role but representative and gatekeeper.

    References
    ----------
    Gould & Fernandez 1989; re-derived, and equal to enumeration of every small network.
    """
    n = sizes.astype(float)
    own, rest = n - 1, n.sum() - n
    squares, cubes = (n**2).sum() - n**2, (n**3).sum() - n**3
    within = squares - rest  # ordered pairs in one other group
    within3 = cubes - 3 * squares + 2 * rest
    fans = _triples_with_apart(rest, squares, cubes)
    pairs = [own * (own - 1), within, rest * own, rest * own, rest**2 - squares]
    pairs.append((n.sum() - 1) * (n.sum() - 2) + 0 * n)
    doubles = [own * (own - 1) * (own - 2), within3, None, None, fans]
    doubles.append((n.sum() - 1) * (n.sum() - 2) * (n.sum() - 3) + 0 * n)
    mixed = own * rest * (rest - 1) + rest * own * (own - 1)
    shared = [mixed if double is None else 2 * double for double in doubles]
    return _moments(np.column_stack(pairs), np.column_stack(shared), p, directed=directed)


def _triples_with_apart(rest: FloatArray, squares: FloatArray, cubes: FloatArray) -> FloatArray:
    """Σ_k n_k (R - n_k)(R - n_k - 1) over the other groups k, R people in them."""
    return rest * rest * (rest - 1) - (2 * rest - 1) * squares + cubes


def _moments(pairs: FloatArray, shared: FloatArray, p: float, *, directed: bool) -> Chance:
    q, leg = p**2 * (1 - p), p**3 * (1 - p) ** 3
    variance = pairs * q * (1 - q) + shared * leg
    if not directed:
        variance = variance * _TWICE
    return Chance(expected=pairs * q, sd=np.sqrt(variance))


def chance_of_network(sizes: IntArray, p: float, *, directed: bool, exact: bool = False) -> Chance:
    """Moments of the counts summed over everybody.

    Parameters
    ----------
    sizes : people in each group.
    p : chance of a tie, 0 to 1.
    directed : False for one chance per unordered pair.
    exact : False follows R's sna for the coordinator and total counts of a directed network,
        True gives the exact variance. The other roles, and undirected networks, are exact either
        way.

    Returns
    -------
    Arrays (6,). The cost depends on the number of different group sizes only.

    Notes
    -----
    R's sna (`brokerage`, sd.gli) is followed for coordinator and total, so that these z equal
    those of the one other program that prints them, though it leaves out paths that share two
    ties: its standard deviation is too large, and |z| too small, never too large. By how much
    depends on the density more than on the size: with 20 to 100 people about 1 % up to a density
    of 0.2, 1 to 9 % at 0.5, 10 to 19 % at 0.7; for dense networks take `exact=True`. Its
    representative and gatekeeper (5 to 35 % too large) and undirected moments are not followed.

    For every arc x→y count the paths in which it is a leg, L, and those in which it is the missing
    tie, M; both depend on the groups of x and y. The variance is Σ L² cov(leg, leg) + Σ M²
    cov(missing, missing) + 2 Σ L M cov(leg, missing), corrected for paths that share more than
    one tie. Own derivation; equal to enumeration of every small network.
    """
    size, groups = np.unique(sizes[sizes > 0], return_counts=True)
    n, people = size.astype(np.float64), float(sizes.sum())
    apart = np.outer(groups, groups) - np.diag(groups)
    alike, mixed = groups * n * (n - 1), apart * np.outer(n, n)
    same, across = _legs_in_group(n, people), _legs_across(n, people)
    paths = (same[:, 2] * alike).sum(axis=-1) + (across[:, 2] * mixed).sum(axis=(-1, -2))
    shared = (_per_arc(*_arc(same, directed), p) * alike).sum(axis=-1)
    if not directed:
        across = across + np.swapaxes(across, -1, -2)
    shared += (_per_arc(*_arc(across, True), p) * mixed).sum(axis=(-1, -2))
    variance = (shared if directed else shared / 2) + paths * _correction(p, directed=directed, exact=exact)
    return Chance(expected=paths * p**2 * (1 - p), sd=np.sqrt(np.maximum(variance, 0)))


_TWICE = np.array([2, 2, 1, 1, 2, 2])  # orders in which an undirected open pair counts


def _legs_in_group(n: FloatArray, people: float) -> FloatArray:
    """Paths in which x→y, both of a group of n, is first leg, second leg, missing tie; (6, 3, k)."""
    none, own, other, anybody = 0 * n, n - 2, people - n, 0 * n + people - 2
    return np.array(
        [
            [own, own, own],
            [none, none, other],
            [other, none, none],
            [none, other, none],
            [none, none, none],
            [anybody, anybody, anybody],
        ]
    )


def _legs_across(n: FloatArray, people: float) -> FloatArray:
    """The same when x is of a group of n (row) and y of another group (column); (6, 3, k, k)."""
    none = np.zeros((len(n), len(n)))
    left, right = none + n[:, None] - 1, none + n[None, :] - 1
    third, anybody = people - n[:, None] - n[None, :], none + people - 2
    return np.array(
        [
            [none, none, none],
            [left, right, none],
            [none, left, left],
            [right, none, right],
            [third, third, third],
            [anybody, anybody, anybody],
        ]
    )


def _arc(counts: FloatArray, directed: bool) -> tuple[FloatArray, FloatArray]:
    """Paths with the arc as a leg and as the missing tie; inside a group an edge is two alike arcs."""
    times = 1 if directed else 2
    return times * (counts[:, 0] + counts[:, 1]), times * counts[:, 2]


def _per_arc(legs: FloatArray, missing: FloatArray, p: float) -> FloatArray:
    both_legs, both_missing, opposed = _pair_covariances(p)
    return legs**2 * both_legs + missing**2 * both_missing + 2 * legs * missing * opposed


def _pair_covariances(p: float) -> tuple[float, float, float]:
    return p**3 * (1 - p) ** 3, p**5 * (1 - p), -(p**4) * (1 - p) ** 2


def _correction(p: float, *, directed: bool, exact: bool) -> FloatArray:
    """What `_per_arc` counts wrongly, per path: a path with itself, and paths of the same three people.

    Directed, (a, v, b) and (a, b, v) share two arcs, each a leg of one and missing in the other:
    one covariance too many. Undirected, two brokers of the same three people share all three
    ties and exclude each other.
    """
    both_legs, both_missing, opposed = _pair_covariances(p)
    q = p**2 * (1 - p)
    itself = q * (1 - q) - 2 * both_legs - both_missing
    if not directed:
        return _TWICE * itself - np.array([4, 0, 1, 1, 4, 4]) * (both_legs + opposed)
    rivals = np.array([2, 0, 1, 1, 2, 2] if exact else [4, 0, 1, 1, 2, 4])
    return itself - rivals * opposed
