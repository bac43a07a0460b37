"""Search for the core that fits best, from many starting cores and over many networks at once."""

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from alliancenet.arrays import BoolArray, FloatArray, IntArray

Pattern = Literal["one", "ignore"]

SAME = 1e-12  # correlations closer than this are equal
_SWAPPED = 64  # candidates on each side of a swap (own limit)


def correlation(
    size: IntArray | int, inside: FloatArray, outside: FloatArray, n: int, ties: FloatArray, pattern: Pattern
) -> FloatArray:
    """Pearson correlation of the cells with the ideal pattern; -inf where undefined.

    Parameters
    ----------
    size : members of the core.
    inside, outside : ties (ordered cells) within the core, within the periphery.
    n, ties : people and ties of the whole network.
    """
    rest = n - np.asarray(size, dtype=np.float64)
    empty = rest * (rest - 1)
    if pattern == "one":
        full, hit, total = n * (n - 1.0) - empty, ties - outside, ties
    else:
        full, hit, total = (n - rest) * (n - rest - 1), inside, inside + outside
    cells = full + empty
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = total * (1 - total / cells) * full * (empty / cells)
        rho = (hit - total * (full / cells)) / np.sqrt(spread)
    return np.where(spread > SAME, rho, -np.inf)


def _starting_cores(ties: FloatArray, starts: int) -> NDArray[np.bool_]:
    """Bool array (starts, n): the busiest people, then the busiest after a random shake."""
    n, rng = len(ties), np.random.default_rng(20000)
    shake = np.exp(rng.normal(0, 1, (starts, n)) * np.linspace(0, 1.5, starts)[:, None])
    score = (ties.sum(axis=1) + 0.5) * shake
    size = 1 + (np.arange(starts) * 7919) % max(1, min(n - 2, 2 * n // 3))
    rank = np.argsort(np.argsort(-score, axis=1, kind="stable"), axis=1, kind="stable")
    return np.asarray(rank < size[:, None])


class _Search:
    """Hill climbing by moves and swaps from many cores at once, over many networks at once."""

    def __init__(self, ties: FloatArray, core: BoolArray, graph: IntArray, pattern: Pattern) -> None:
        self.ties, self.graph, self.pattern = ties, graph, pattern
        self.core = core.copy()
        self.n = ties.shape[1]
        self.degree = ties.sum(axis=2)[graph]
        self.total = self.degree.sum(axis=1, keepdims=True) / 2
        by_graph = core.reshape(len(ties), -1, self.n).astype(np.float64)  # as many cores of each network, in order
        self.linked = np.einsum("gsn,gnm->gsm", by_graph, ties).reshape(core.shape)
        nothing = np.zeros((len(core), 1))
        self.rho = self._rho(nothing, nothing, nothing, np.arange(len(core)))[:, 0]

    def _rho(self, size: FloatArray, inside: FloatArray, touched: FloatArray, rows: IntArray) -> FloatArray:
        """Correlation after a change in core size, ties inside, and degree sum."""
        core = self.core[rows]
        shape = (-1,) + (1,) * (size.ndim - 1)
        now_size = core.sum(axis=1).reshape(shape)
        now_inside = (self.linked[rows] * core).sum(axis=1).reshape(shape) / 2
        now_touched = (self.degree[rows] * core).sum(axis=1).reshape(shape)
        total = self.total[rows].reshape(shape)
        inside = now_inside + inside
        outside = total - (now_touched + touched) + inside
        return correlation((now_size + size).astype(np.int64), inside, outside, self.n, total, self.pattern)

    def moves(self, rows: IntArray) -> FloatArray:
        """Correlation after moving each person to the other side, (rows, n)."""
        sign = np.where(self.core[rows], -1.0, 1.0)
        return self._rho(sign, sign * self.linked[rows], sign * self.degree[rows], rows)

    def swaps(self, rows: IntArray, moved: FloatArray) -> tuple[FloatArray, IntArray, IntArray]:
        """Best swap of a member and an outsider: correlation, member, outsider."""
        core = self.core[rows]
        out = np.argsort(np.where(core, -moved, np.inf), axis=1, kind="stable")[:, :_SWAPPED]
        new = np.argsort(np.where(core, np.inf, -moved), axis=1, kind="stable")[:, :_SWAPPED]
        linked, degree = self.linked[rows], self.degree[rows]
        pair = self.ties[self.graph[rows][:, None, None], out[:, :, None], new[:, None, :]]
        nothing = np.zeros((len(rows), 1, 1))  # a swap keeps the core's size
        inside = _pick(linked, new)[:, None, :] - _pick(linked, out)[:, :, None] - pair
        touched = _pick(degree, new)[:, None, :] - _pick(degree, out)[:, :, None]
        rho = self._rho(nothing, inside, touched, rows)
        legal = _pick(core, out)[:, :, None] & ~_pick(core, new)[:, None, :]
        flat = np.where(legal, rho, -np.inf).reshape(len(rows), out.shape[1] * new.shape[1])
        best = flat.argmax(axis=1)
        at = np.arange(len(rows))
        return flat[at, best], out[at, best // new.shape[1]], new[at, best % new.shape[1]]

    def flip(self, rows: IntArray, who: IntArray) -> None:
        """Move one person per row to the other side."""
        sign = np.where(self.core[rows, who], -1.0, 1.0)
        self.linked[rows] += sign[:, None] * self.ties[self.graph[rows], who]
        self.core[rows, who] ^= True

    def climb(self) -> None:
        """Best move while one helps, else best swap; stop where neither does."""
        rows = np.arange(len(self.core))
        while len(rows):
            moved = self.moves(rows)
            best = moved.argmax(axis=1)
            gain = moved[np.arange(len(rows)), best]
            better = gain > self.rho[rows] + SAME
            self.flip(rows[better], best[better])
            self.rho[rows[better]] = gain[better]
            stuck = rows[~better]
            if not len(stuck):
                continue
            rho, out, new = self.swaps(stuck, moved[~better])
            swapped = rho > self.rho[stuck] + SAME
            for who in (out, new):
                self.flip(stuck[swapped], who[swapped])
            self.rho[stuck[swapped]] = rho[swapped]
            rows = np.sort(np.concatenate([rows[better], stuck[swapped]]))


def _pick(values: NDArray[Any], index: IntArray) -> NDArray[Any]:
    return np.asarray(values[np.arange(len(values))[:, None], index])


def searched(ties: FloatArray, pattern: Pattern, starts: int, kicks: int) -> tuple[BoolArray, FloatArray, IntArray]:
    """Local optima met: the core, its correlation and the index of its network.

    With one network only distinct cores are given, and the best one's neighbours with them, so
    that the second best is among them.

    Parameters
    ----------
    ties : (networks, n, n), ties of both directions added.
    starts : starting cores per network; the same ones every time.
    kicks : times each optimum is shaken and climbed again.
    """
    graphs = len(ties)
    graph = np.repeat(np.arange(graphs), starts)
    search = _Search(ties, np.concatenate([_starting_cores(tie, starts) for tie in ties]), graph, pattern)
    search.climb()
    met = [(search.core.copy(), search.rho.copy())]
    rng = np.random.default_rng(20001)
    for _ in range(kicks):
        search = _kicked(search, rng)
        met.append((search.core.copy(), search.rho.copy()))
    if graphs == 1:
        met.append(_neighbours(search))
    cores, rho = (np.concatenate(parts) for parts in zip(*met, strict=True))
    if graphs > 1:
        return cores, rho, np.tile(graph, kicks + 1)
    _, first = np.unique(cores, axis=0, return_index=True)
    return cores[first], rho[first], np.zeros(len(first), dtype=np.int64)


def climbed(ties: FloatArray, pattern: Pattern, cores: BoolArray) -> tuple[BoolArray, FloatArray]:
    """Local optima of each network reached from its cores, (networks, cores, n), and their correlations.

    Parameters
    ----------
    ties : (networks, n, n), ties of both directions added.
    cores : (networks, cores, n), as many of each network.
    """
    graphs, starts, n = cores.shape
    search = _Search(ties, cores.reshape(-1, n), np.repeat(np.arange(graphs), starts), pattern)
    search.climb()
    return search.core.reshape(cores.shape), search.rho.reshape(graphs, starts)


def _kicked(search: _Search, rng: np.random.Generator) -> _Search:
    """Each core shaken by a few people and climbed again; the better of before and after."""
    n = search.n
    shaken = search.core ^ (rng.random(search.core.shape) < rng.choice([3, 5, 8], (len(search.core), 1)) / n)
    again = _Search(search.ties, shaken, search.graph, search.pattern)
    again.climb()
    worse = again.rho < search.rho
    return _Search(search.ties, np.where(worse[:, None], search.core, again.core), search.graph, search.pattern)


def _neighbours(search: _Search) -> tuple[BoolArray, FloatArray]:
    """The best core with each person moved, and after its best swap."""
    top = np.array([search.rho.argmax()])
    n = search.n
    moved = search.moves(top)
    near = np.repeat(search.core[top], n + 1, axis=0)
    near[np.arange(n), np.arange(n)] ^= True
    rho, out, new = search.swaps(top, moved)
    near[n, [out[0], new[0]]] ^= True
    return near, np.concatenate([moved[0], rho])
