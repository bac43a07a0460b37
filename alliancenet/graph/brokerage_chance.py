"""What brokerage counts would be by chance: exact moments under independent ties.

With q = p²(1-p) the chance of one open two-path. Two open two-paths that share one tie co-vary:

- a leg of both: p³(1-p)²·p - … = p³(1-p)³
- the missing tie of both: p⁵(1-p)
- a leg of one, missing in the other: -p⁴(1-p)²  (they exclude each other)

Everything else is counting which paths share a tie, and depends on group sizes only.
"""

from dataclasses import dataclass

import numpy as np

from alliancenet.graph.network import FloatArray, IntArray

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
    exact : False keeps sna's variance for the coordinator and total counts of a directed network.
        It leaves out paths that share two ties and is a little too large: by 0.15 % of the
        standard deviation with 71 people, 12 % with 10. True gives the exact one. The other roles,
        and undirected networks, are exact either way.

    Returns
    -------
    Arrays (6,). The cost depends on the number of different group sizes only.

    Notes
    -----
    For every arc x→y count the paths in which it is a leg, L, and those in which it is the missing
    tie, M; both depend on the groups of x and y. The variance is Σ L² cov(leg, leg) + Σ M²
    cov(missing, missing) + 2 Σ L M cov(leg, missing), corrected for paths that share more than
    one tie. Own derivation; equal to enumeration of every small network.
    """
    size, groups = np.unique(sizes[sizes > 0], return_counts=True)
    n, people = size.astype(np.float64), float(sizes.sum())
    apart = np.outer(groups, groups) - np.diag(groups)
    alike, mixed = groups.astype(np.float64) * n * (n - 1), apart * np.outer(n, n)
    expected, sd = np.zeros(len(ROLES)), np.zeros(len(ROLES))
    for column, role in enumerate(ROLES):
        same, cross = _legs_in_group(role, n, people), _legs_across(role, n, people)
        paths = float((alike * same[2]).sum() + (mixed * cross[2]).sum())
        inside, between = _arc(same, directed), _arc(cross, directed)
        shared = _covariance(alike, *inside, p) + _covariance(mixed, *between, p)
        variance = shared if directed else shared / 2
        variance += _correction(role, paths, p, directed=directed)
        if directed and not exact and role in ("coordinator", "total"):
            variance += 2 * paths * p**4 * (1 - p) ** 2
        expected[column] = paths * p**2 * (1 - p)
        sd[column] = np.sqrt(max(variance, 0.0))
    return Chance(expected=expected, sd=sd)


_TWICE = np.array([2, 2, 1, 1, 2, 2])  # orders in which an undirected open pair counts
_Counts = tuple[FloatArray, FloatArray, FloatArray]


def _legs_in_group(role: str, n: FloatArray, people: float) -> _Counts:
    """Paths in which x→y, both of a group of n, is first leg, second leg, missing tie."""
    none, own, other = 0 * n, n - 2, people - n
    cases = {
        "coordinator": (own, own, own),
        "itinerant": (none, none, other),
        "representative": (other, none, none),
        "gatekeeper": (none, other, none),
        "liaison": (none, none, none),
        "total": (none + people - 2, none + people - 2, none + people - 2),
    }
    return cases[role]


def _legs_across(role: str, n: FloatArray, people: float) -> _Counts:
    """The same when x is of a group of n (row) and y of another group (column)."""
    none = np.zeros((len(n), len(n)))
    left, right = none + n[:, None] - 1, none + n[None, :] - 1
    third = people - n[:, None] - n[None, :]
    cases = {
        "coordinator": (none, none, none),
        "itinerant": (left, right, none),
        "representative": (none, left, left),
        "gatekeeper": (right, none, right),
        "liaison": (third, third, third),
        "total": (none + people - 2, none + people - 2, none + people - 2),
    }
    return cases[role]


def _arc(counts: _Counts, directed: bool) -> tuple[FloatArray, FloatArray]:
    """Paths with the arc as a leg and as the missing tie; an edge is its two arcs."""
    legs, missing = counts[0] + counts[1], counts[2]
    return (legs, missing) if directed else (legs + legs.T, missing + missing.T)


def _covariance(arcs: FloatArray, legs: FloatArray, missing: FloatArray, p: float) -> float:
    both_legs, both_missing, opposed = _pair_covariances(p)
    per_arc = legs**2 * both_legs + missing**2 * both_missing + 2 * legs * missing * opposed
    return float((arcs * per_arc).sum())


def _pair_covariances(p: float) -> tuple[float, float, float]:
    return p**3 * (1 - p) ** 3, p**5 * (1 - p), -(p**4) * (1 - p) ** 2


def _correction(role: str, paths: float, p: float, *, directed: bool) -> float:
    """What `_covariance` counts wrongly: a path with itself, and paths of the same three people.

    Directed, (a, v, b) and (a, b, v) share two arcs, each a leg of one and missing in the other:
    one covariance too many. Undirected, two brokers of the same three people share all three
    ties and exclude each other.
    """
    both_legs, both_missing, opposed = _pair_covariances(p)
    q = p**2 * (1 - p)
    itself = q * (1 - q) - 2 * both_legs - both_missing
    rivals = {"itinerant": 0, "representative": 1, "gatekeeper": 1}
    if directed:
        return paths * (itself - rivals.get(role, 2) * opposed)
    times = int(_TWICE[ROLES.index(role)])
    return paths * (times * itself - rivals.get(role, 4) * (both_legs + opposed))
