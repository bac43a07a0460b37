"""Random networks with the same degrees as a given one."""

import numpy as np

from alliancenet.arrays import BoolArray, FloatArray, IntArray


def rewired(
    adjacency: BoolArray, *, directed: bool, count: int, rng: np.random.Generator, trades: int | None = None
) -> BoolArray:
    """Networks with the same in- and outdegrees, ties otherwise random.

    Two people at a time pool the contacts only one of them has and share them out anew. Neither
    a tie between the two nor a self-tie is touched, so that degrees stay as they are.

    Parameters
    ----------
    adjacency : bool array (n, n) without diagonal, symmetric when `directed` is False.
    count : networks to draw, each from the given one.
    trades : trades per network; default 5 n, ten per person (own limit).

    Returns
    -------
    Bool array (count, n, n).

    Notes
    -----
    Cost O(trades · count · n log n), all networks in step.

    References
    ----------
    Strona et al. 2014, Nature Communications 5:4114; Carstens, Berger & Strona 2018.
    """
    n = len(adjacency)
    drawn = np.repeat(adjacency[None], count, axis=0)
    if n < 4:
        return drawn
    for _ in range(5 * n if trades is None else trades):
        first = rng.integers(n, size=count)
        second = (first + rng.integers(1, n, size=count)) % n
        _trade(drawn, first, second, rng.random((count, n)), directed)
    return drawn


def _trade(drawn: BoolArray, first: IntArray, second: IntArray, key: FloatArray, directed: bool) -> None:
    at = np.arange(len(drawn))
    one, other = drawn[at, first], drawn[at, second]
    pool = one ^ other
    pool[at, first] = pool[at, second] = False
    wanted = (one & pool).sum(axis=1)
    key = np.where(pool, key, 2.0)
    last = np.sort(key, axis=1)[at, np.maximum(wanted - 1, 0)]
    given = pool & (key <= last[:, None]) & (wanted > 0)[:, None]
    one, other = np.where(pool, given, one), np.where(pool, pool & ~given, other)
    drawn[at, first], drawn[at, second] = one, other
    if not directed:
        drawn[at, :, first], drawn[at, :, second] = one, other
