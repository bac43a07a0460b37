"""What changed between two waves, over the pairs both waves observed."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from alliancenet.arrays import BoolArray, FloatArray
from alliancenet.graph.network import Network

NONRESPONDENT = "nonrespondent"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoiseTest:
    """Does the change exceed what two people disagree about one tie at one time.

    Parameters
    ----------
    p : probability of at least the observed change when each pair's four readings (two people,
        two waves) are exchangeable; None when it cannot be tested.
    pairs : pairs that bear on it: two of their four readings report a tie.
    changed : those among them in which both people's readings differ between the waves.
    reason : why it cannot be tested, or "".
    """

    p: float | None
    pairs: int = 0
    changed: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveChange:
    """Counts over pairs observed in both waves: ordered when directed, unordered when not.

    Parameters
    ----------
    jaccard : kept / (new + lost + kept); None without ties.
    kept_share : kept / (lost + kept); None without ties in the first wave.
    joiners, leavers : people present in one wave only; their ties are in no other count.
    joiner_ties, leaver_ties : observed ties that touch them, in the wave they are present.
    """

    new: int
    lost: int
    kept: int
    pairs: int
    jaccard: float | None
    kept_share: float | None
    noise: NoiseTest
    joiners: tuple[str, ...] = ()
    leavers: tuple[str, ...] = ()
    joiner_ties: int = 0
    leaver_ties: int = 0

    @property
    def hamming(self) -> int:
        """Cells that differ."""
        return self.new + self.lost


def wave_change(
    first: Network,
    second: Network,
    *,
    status_first: Mapping[str, str] | None = None,
    status_second: Mapping[str, str] | None = None,
) -> WaveChange:
    """Change between two waves of one network.

    Parameters
    ----------
    first, second : matched by id; somebody in one of them only is a joiner or a leaver.
    status_first, status_second : id to status of those without a usable answer in that wave.
        "nonrespondent": the row is unobserved, the column is not. Any other word ("left",
        "absent" …): not present in that wave, row and column unobserved.

    Notes
    -----
    Cost O(n²).
    """
    ids = tuple(dict.fromkeys((*first.ids, *second.ids)))
    directed = first.directed or second.directed
    ties = [
        observed_ties(network, ids, status or {})
        for network, status in ((first, status_first), (second, status_second))
    ]
    present = [
        _present(network, ids, status or {}) for network, status in ((first, status_first), (second, status_second))
    ]
    joined, left = present[1] & ~present[0], present[0] & ~present[1]
    counts = compare_waves(ties[0], ties[1], directed=directed)
    return WaveChange(
        new=counts.new,
        lost=counts.lost,
        kept=counts.kept,
        pairs=counts.pairs,
        jaccard=counts.jaccard,
        kept_share=counts.kept_share,
        noise=counts.noise,
        joiners=tuple(person for person, yes in zip(ids, joined, strict=True) if yes),
        leavers=tuple(person for person, yes in zip(ids, left, strict=True) if yes),
        joiner_ties=_touching(ties[1], joined, directed),
        leaver_ties=_touching(ties[0], left, directed),
    )


def compare_waves(first: FloatArray, second: FloatArray, *, directed: bool = True) -> WaveChange:
    """Change between two arrays (n, n) of the same people; NaN is unobserved, 0 is no tie."""
    known = ~np.isnan(first) & ~np.isnan(second)
    known &= ~np.eye(len(first), dtype=bool) if directed else np.triu(np.ones_like(known), 1)
    before, after = first[known] != 0, second[known] != 0
    kept, new, lost = (int(cells.sum()) for cells in (before & after, after & ~before, before & ~after))
    return WaveChange(
        new=new,
        lost=lost,
        kept=kept,
        pairs=int(known.sum()),
        jaccard=kept / (new + lost + kept) if new + lost + kept else None,
        kept_share=kept / (lost + kept) if lost + kept else None,
        noise=reporting_noise(first, second)
        if directed
        else NoiseTest(p=None, reason="each pair has one reading in a wave"),
    )


def observed_ties(network: Network, ids: tuple[str, ...], status: Mapping[str, str]) -> FloatArray:
    """Ties as 0 and 1 in the order of `ids`, NaN where nobody told.

    Notes
    -----
    In an undirected network a pair is observed when at least one of the two answered.
    """
    place = {person: at for at, person in enumerate(ids)}
    rows = np.array([place[person] for person in network.ids], dtype=np.int64)
    ties = np.full((len(ids), len(ids)), np.nan)
    ties[np.ix_(rows, rows)] = network.weights.toarray() != 0
    silent = np.array([status.get(person) == NONRESPONDENT for person in ids], dtype=bool)
    ties[silent[:, None] & (network.directed | silent[None, :])] = np.nan
    absent = ~_present(network, ids, status)
    ties[absent, :] = ties[:, absent] = np.nan
    return ties


def reporting_noise(first: FloatArray, second: FloatArray) -> NoiseTest:
    """Exact permutation test of the Hamming distance against reporting noise.

    When nothing changed, a pair's four readings (each person's report in each wave) are readings
    of one tie and may be exchanged. Only pairs in which two of the four report a tie
    move the distance: two of three arrangements make both people's readings differ between the
    waves, one makes the two people disagree in both. The number of the former is binomial, 2/3.

    Parameters
    ----------
    first, second : (n, n), row's report on column; pairs with an unknown reading are left out.

    Notes
    -----
    A relation that is one-sided by nature counts as noise, so the test errs towards no change.

    References
    ----------
    Own definition and own limit: nobody has published one.
    """
    from scipy.stats import binom

    row, column = np.triu_indices(len(first), 1)
    readings = np.stack([first[row, column], first[column, row], second[row, column], second[column, row]])
    readings = readings[:, ~np.isnan(readings).any(axis=0)] != 0
    bearing = readings.sum(axis=0) == 2
    pairs = int(bearing.sum())
    if pairs == 0:
        return NoiseTest(p=None, reason="no pair has two of its four readings reporting a tie")
    changed = int((readings[0] != readings[2])[bearing].sum())
    return NoiseTest(p=float(binom.sf(changed - 1, pairs, 2 / 3)), pairs=pairs, changed=changed)


def _present(network: Network, ids: tuple[str, ...], status: Mapping[str, str]) -> BoolArray:
    here = set(network.ids)
    return np.array(
        [person in here and status.get(person, NONRESPONDENT) == NONRESPONDENT for person in ids], dtype=bool
    )


def _touching(ties: FloatArray, people: BoolArray, directed: bool) -> int:
    touched = people[:, None] | people[None, :]
    count = int(np.nansum(np.where(touched & ~np.eye(len(ties), dtype=bool), ties, 0.0)))
    return count if directed else count // 2
