"""Discrete core and periphery of a network, with its runner-up and a degree-preserving null."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from alliancenet.arrays import BoolArray, FloatArray
from alliancenet.graph.core_search import SAME, Pattern, climbed, correlation, searched
from alliancenet.graph.network import Network
from alliancenet.graph.rewiring import rewired

_ENUMERATED = 16  # people: all 2^n splits are looked at up to here (own limit)
_STARTS, _KICKS = 60, 15  # of the search for the best core (own limit)
_NULL_STARTS = 16  # of the search in rewired networks (own limit)
_THOROUGH = 300  # people; above, each start is shaken only three times (own limit)
_TESTED = 500  # people; above, rewiring and fitting hundreds of networks takes minutes (own limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class CorePeriphery:
    """The best split of a network into core and periphery.

    Parameters
    ----------
    rho : Pearson correlation with the ideal pattern, -1..1; None when no split has one.
    core : bool array (n,), True for members of the core.
    runner_up_rho : correlation of the second best split, equal to `rho` for a tie, or None.
    p : share of rewired networks that fit at least as well, (1 + #) / (1 + N), or None.
    exact : True when every split was looked at.
    reason : why there is no number or no `p`, or "".
    """

    rho: float | None
    core: BoolArray
    runner_up_rho: float | None = None
    p: float | None = None
    exact: bool = False
    reason: str = ""


def core_periphery(
    network: Network,
    *,
    patterns: Sequence[Pattern] = ("one", "ignore"),
    permutations: int = 199,
    seed: int = 0,
    largest: int = 3000,
) -> dict[Pattern, CorePeriphery]:
    """Best discrete core/periphery split for each ideal pattern.

    Weights are ignored. In a directed network every ordered pair is a cell.

    Parameters
    ----------
    patterns : "one": a cell should hold a tie when at least one end is in the core;
        "ignore": core-periphery cells are left out (UCINET's default).
    permutations : rewired networks for `p`; 0 for none. All in- and outdegrees are kept. Not
        above 500 people, where the reason says so.
    largest : people; above it nothing is fitted and the reason says so (own limit).

    Notes
    -----
    Up to 16 people all 2^n splits are looked at. Above, 60 starting cores climb by moves and
    swaps, shaken and climbed again 15 times (own limit); about O(1,000 n²). For `p` the observed
    and every rewired network get the same shorter search, so that the comparison is fair.
    UCINET leaves core-periphery cells out, the 1999 "star" pattern counts them as 1: both are
    given because they disagree (9 and 2 members on Krackhardt's friendship).

    References
    ----------
    Borgatti & Everett 1999, Social Networks 21:375-395. Search and limits: own.
    """
    n = len(network.ids)
    if n > largest:
        nothing = CorePeriphery(rho=None, core=np.zeros(n, dtype=bool), reason=f"not fitted above {largest} people")
        return dict.fromkeys(patterns, nothing)
    adjacency = network.weights.toarray() != 0
    np.fill_diagonal(adjacency, False)
    kicks = _KICKS if n <= _THOROUGH else 3
    fits = {pattern: fit_core(adjacency, pattern=pattern, kicks=kicks) for pattern in patterns}
    if permutations == 0 or all(fit.rho is None for fit in fits.values()):
        return fits
    if n > _TESTED:
        why = f"not tested against rewired networks above {_TESTED} people"
        return {pattern: replace(fit, reason=fit.reason or why) for pattern, fit in fits.items()}
    reached = _null_fits(adjacency, network.directed, patterns, permutations, seed)
    return {pattern: _with_p(fits[pattern], reached[pattern]) for pattern in patterns}


def fit_core(
    adjacency: BoolArray, *, pattern: Pattern = "one", starts: int = _STARTS, kicks: int = _KICKS
) -> CorePeriphery:
    """Best split of one network given as a bool array (n, n) without diagonal.

    Deterministic. Of equally good cores the smallest is given, then the one met first in the
    order of people.

    Parameters
    ----------
    starts, kicks : starting cores, and times each is shaken and climbed again; above 16 people.
    """
    ties = _two_way(adjacency)[None]
    n = len(adjacency)
    if n <= _ENUMERATED:
        cores, rho = _enumerated(ties[0], pattern)
    else:
        cores, rho, _ = searched(ties, pattern, starts, kicks)
    order = np.lexsort((*cores.T[::-1] * -1, cores.sum(axis=1), -np.round(rho, 12)))
    cores, rho = cores[order], rho[order]
    if not len(rho) or not np.isfinite(rho[0]):
        return CorePeriphery(
            rho=None,
            core=np.zeros(n, dtype=bool),
            exact=n <= _ENUMERATED,
            reason="no split has a correlation",
        )
    second = float(rho[1]) if len(rho) > 1 and np.isfinite(rho[1]) else None
    return CorePeriphery(rho=float(rho[0]), core=cores[0], runner_up_rho=second, exact=n <= _ENUMERATED)


def cores_near(adjacency: BoolArray, cores: BoolArray, *, pattern: Pattern = "one") -> BoolArray:
    """Best core of each network (networks, n) reached from given ones, where the best is known to be like them.

    Parameters
    ----------
    adjacency : bool array (networks, n, n) without diagonals.
    cores : bool array (networks, cores, n): of networks that differ in a few ties, for instance.

    Notes
    -----
    One climb from each core, so a hundredth of the cost of `fit_core`; of equally good ones the
    first is given. Networks climb side by side, and each as it would alone.
    """
    reached, rho = climbed(_two_way(adjacency), pattern, cores)
    return np.asarray(reached[np.arange(len(reached)), rho.argmax(axis=1)])


def _two_way(adjacency: BoolArray) -> FloatArray:
    return adjacency.astype(np.float64) + np.swapaxes(adjacency, -1, -2)


def _enumerated(ties: FloatArray, pattern: Pattern) -> tuple[BoolArray, FloatArray]:
    """Best splits of all: the top two by correlation and every split tied with the best."""
    n = len(ties)
    size, inside, touched = np.zeros(1), np.zeros(1), np.zeros(1)
    for i in range(n):
        linked = np.zeros(1)
        for j in range(i):
            linked = np.concatenate([linked, linked + ties[i, j]])
        size = np.concatenate([size, size + 1])
        inside = np.concatenate([inside, inside + linked])
        touched = np.concatenate([touched, touched + ties[i].sum()])
    total = ties.sum() / 2
    rho = correlation(size.astype(np.int64), inside, total - touched + inside, n, total, pattern)
    best = np.flatnonzero(rho >= np.partition(rho, -2)[-2] - SAME) if n > 1 else np.arange(len(rho))
    return ((best[:, None] >> np.arange(n)) & 1).astype(bool), rho[best]


def _null_fits(
    adjacency: BoolArray, directed: bool, patterns: Sequence[Pattern], count: int, seed: int
) -> dict[Pattern, FloatArray]:
    """Best correlation in the observed network, then in each rewired one, by pattern."""
    n, rng = len(adjacency), np.random.default_rng(seed)
    chunk = max(1, int(4e6 / (_NULL_STARTS * n * n)) if n > _ENUMERATED else count)
    observed = _two_way(adjacency)[None]
    found = {pattern: [_best_of_each(observed, pattern)] for pattern in patterns}
    for begin in range(0, count, chunk):
        size = min(chunk, count - begin)
        ties = _two_way(rewired(adjacency, directed=directed, count=size, rng=rng))
        for pattern in patterns:
            found[pattern].append(_best_of_each(ties, pattern))
    return {pattern: np.concatenate(parts) for pattern, parts in found.items()}


def _best_of_each(ties: FloatArray, pattern: Pattern) -> FloatArray:
    if ties.shape[1] <= _ENUMERATED:
        return np.array([_enumerated(tie, pattern)[1].max() for tie in ties])
    _, rho, graph = searched(ties, pattern, _NULL_STARTS, 0)
    best = np.full(len(ties), -np.inf)
    np.maximum.at(best, graph, rho)
    return best


def _with_p(fit: CorePeriphery, reached: FloatArray) -> CorePeriphery:
    if fit.rho is None:
        return fit
    return replace(fit, p=float((reached >= reached[0] - SAME).mean()))
