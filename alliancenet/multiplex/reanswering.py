"""The same people asked again, drawn many times: what a second round of answers would have moved.

Nobody was asked twice. What stands in for it is that two people report on one pair: how far their
two reports are apart is how far two answers about one truth are apart.
"""

from dataclasses import dataclass, replace

import numpy as np

from alliancenet.arrays import BoolArray, FloatArray, IntArray
from alliancenet.model.multiplex import Layer, Measure, Multiplex
from alliancenet.multiplex.resampling import kinds_of_reports
from alliancenet.settings import Settings

_TOGETHER = (Layer.COMMUNICATION, Layer.IMPORTANCE, Layer.CLOSENESS, Layer.FRIENDSHIP)


def answered_again(multiplex: Multiplex, settings: Settings, *, count: int, seed: int = 0) -> tuple[Multiplex, ...]:
    """Draw networks as they may have been reported had the same people answered a second time.

    Parameters
    ----------
    count : networks to draw.
    seed : the same seed gives the same networks.

    Returns
    -------
    Empty when contact was not reported person by person: what was measured once is exact.

    Notes
    -----
    Of the two reports on a pair one, chosen by chance, stands for the truth. Each of the two people
    then reports that truth, or what the other side of a like pair reported where one side had
    reported this truth: always for ties and weights; for steps a quarter of the time, for two reports
    are apart by the noise of both. What has a direction (advice, work flow, information, trust)
    starts from the own report. Silence stays silence. Pairs nobody named are named as often as
    people name somebody who does not name them. Cost: O(reports) for each network.

    Everybody's habit of naming many or few counts as noise here, which it is not: what comes out is
    rather too wide than too narrow.
    """
    source = multiplex.source.get(Layer.COMMUNICATION)
    if source is None or source.measured_once or not len(multiplex.pairs) or count < 1:
        return ()
    again = _Again.of(multiplex, settings)
    rng = np.random.default_rng([seed, 7])
    return tuple(again.draw(rng) for _ in range(count))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pool:
    """Reports by what the other side of the pair said, sorted."""

    cell: IntArray
    start: IntArray
    count: IntArray

    @classmethod
    def of(cls, code: IntArray, other: IntArray) -> "_Pool":
        cells = np.flatnonzero((code >= 0) & (code[other] >= 0))
        given = code[other[cells]]
        count = np.bincount(given, minlength=int(code.max(initial=0)) + 1)
        return cls(
            cell=cells[np.argsort(given, kind="stable")],
            start=np.concatenate([[0], np.cumsum(count)[:-1]]),
            count=count,
        )

    def draw(self, code: IntArray, otherwise: IntArray, rng: np.random.Generator) -> IntArray:
        """Cell of a report made where the other side said `code`; `otherwise` where there is none."""
        if not len(self.cell):
            return otherwise
        count = self.count[code]
        at = self.start[code] + (rng.random(len(code)) * count).astype(np.int64)
        return np.where(count > 0, self.cell[np.minimum(at, max(len(self.cell) - 1, 0))], otherwise)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Again:
    """Reports laid out one after the other: first those of the first people, then of the second."""

    multiplex: Multiplex
    values: dict[Layer, FloatArray]  # (2 · pairs,) each
    together: tuple[Layer, ...]
    code: IntArray  # (2 · pairs,), -1 where contact is unknown
    other: IntArray  # (2 · pairs,), the other report on the pair
    pool: _Pool
    alone: dict[Layer, tuple[IntArray, _Pool]]
    stays: float
    stays_own: float
    named: tuple["_Named", ...]

    @classmethod
    def of(cls, multiplex: Multiplex, settings: Settings) -> "_Again":
        n_pairs = len(multiplex.pairs)
        values = {
            layer: np.concatenate([both[:, 0], both[:, 1]])
            for layer, both in multiplex.reports.items()
            if not multiplex.source[layer].measured_once
        }
        other = np.concatenate([np.arange(n_pairs, 2 * n_pairs), np.arange(n_pairs)])
        cross = np.tile(multiplex.is_cross, 2)
        contact = values[Layer.COMMUNICATION]
        in_steps = multiplex.source[Layer.COMMUNICATION].measure is Measure.STEPS
        kinds, stays = kinds_of_reports(multiplex, settings)[0], settings.table("answers.stays")
        code = _coded(np.isnan(contact), cross, kinds, contact if in_steps else (contact > 0).astype(float))
        together = tuple(layer for layer in _TOGETHER if layer in values)
        alone = {}
        for layer in values.keys() - set(together):
            own = _coded(np.isnan(values[layer]) | ~(contact > 0), cross, values[layer])
            alone[layer] = (own, _Pool.of(own, other))
        return cls(
            multiplex=multiplex,
            values=values,
            together=together,
            code=code,
            other=other,
            pool=_Pool.of(code, other),
            alone=dict(sorted(alone.items())),
            stays=stays["reports"] if in_steps else 0.0,
            stays_own=stays["own"],
            named=tuple(_Named.of(multiplex, contact, other, cross, is_cross) for is_cross in (False, True)),
        )

    def draw(self, rng: np.random.Generator) -> Multiplex:
        n_cells = len(self.code)
        cells = np.arange(n_cells)
        known = self.code >= 0
        chosen = np.where(np.tile(rng.random(n_cells // 2) < 0.5, 2), cells < n_cells // 2, cells >= n_cells // 2)
        truth = np.where(known[self.other] & ~(chosen & known), self.other, cells)
        told = self.pool.draw(np.maximum(self.code[truth], 0), truth, rng)
        told = np.where(rng.random(n_cells) < self.stays, truth, told)
        made = {layer: _taken_over(values, told, known) for layer, values in self.values.items()}
        for layer, (code, pool) in self.alone.items():
            own = pool.draw(np.maximum(code, 0), cells, rng)
            own = np.where((code < 0) | (rng.random(n_cells) < self.stays_own), cells, own)
            made[layer] = _taken_over(self.values[layer], own, code >= 0)
        nothing = made[Layer.COMMUNICATION] == 0
        for layer, values in made.items():
            made[layer] = np.where(nothing & ~np.isnan(values), 0.0, values)
        return self._with_new_pairs(made, rng)

    def _with_new_pairs(self, made: dict[Layer, FloatArray], rng: np.random.Generator) -> Multiplex:
        multiplex, n_pairs = self.multiplex, len(self.multiplex.pairs)
        found = [named.draw(multiplex, 1 - self.stays, rng) for named in self.named]
        ends, donors = (np.concatenate([part[at] for part in found]) for at in (0, 1))
        low, high = ends.min(axis=1), ends.max(axis=1)
        extra = np.column_stack([low, high])
        backwards = ends[:, 0] != low
        pairs = np.concatenate([multiplex.pairs, extra])
        order = np.argsort(pairs[:, 0] * len(multiplex.people) + pairs[:, 1], kind="stable")
        reports = {}
        for layer, both in multiplex.reports.items():
            if layer not in made:
                reports[layer] = np.concatenate([both, np.zeros((len(extra), 2))])[order]
                continue
            new = np.where(multiplex.complete[extra], 0.0, np.nan)
            new[np.arange(len(extra)), backwards.astype(int)] = self.values[layer][donors]
            reports[layer] = np.concatenate([made[layer].reshape(2, n_pairs).T, new])[order]
        return replace(multiplex, pairs=pairs[order], reports=reports)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Named:
    """Pairs of one kind, inside a firm or across, that nobody named."""

    is_cross: bool
    n_cells: int  # reports of nothing that are listed nowhere
    chance: float  # that such a report names the other after all
    donors: IntArray  # reports of contact where the other side reported none

    @classmethod
    def of(
        cls, multiplex: Multiplex, contact: FloatArray, other: IntArray, cross: BoolArray, is_cross: bool
    ) -> "_Named":
        here = cross == is_cross
        same_firm = np.bincount(multiplex.firm, minlength=len(multiplex.firms))[multiplex.firm]
        asked = (len(multiplex.people) - same_firm if is_cross else same_firm - 1)[multiplex.complete].sum()
        sender = np.concatenate([multiplex.pairs[:, 0], multiplex.pairs[:, 1]])
        n_cells = int(asked - (here & multiplex.complete[sender]).sum())
        donors = np.flatnonzero(here & (contact > 0) & (contact[other] == 0))
        denied = int((here & (contact == 0) & ~np.isnan(contact[other])).sum())
        total = max(n_cells, 0) + denied
        return cls(
            is_cross=is_cross, n_cells=max(n_cells, 0), chance=len(donors) / total if total else 0.0, donors=donors
        )

    def draw(self, multiplex: Multiplex, share: float, rng: np.random.Generator) -> tuple[IntArray, IntArray]:
        """Who names whom anew, (n, 2), and whose report it is, (n,)."""
        count = int(rng.binomial(self.n_cells, self.chance * share)) if len(self.donors) else 0
        n, told = len(multiplex.people), np.flatnonzero(multiplex.complete)
        if not count or not len(told):
            return np.empty((0, 2), dtype=np.int64), np.empty(0, dtype=np.int64)
        ends = np.column_stack([rng.choice(told, 4 * count), rng.integers(0, n, 4 * count)])
        crosses = multiplex.firm[ends[:, 0]] != multiplex.firm[ends[:, 1]]
        ends = ends[(crosses == self.is_cross) & (ends[:, 0] != ends[:, 1])]
        key = ends.min(axis=1) * n + ends.max(axis=1)
        first = np.unique(key, return_index=True)[1]
        fresh = first[~np.isin(key[first], multiplex.pairs[:, 0] * n + multiplex.pairs[:, 1])]
        ends = ends[np.sort(fresh)[:count]]
        return ends, rng.choice(self.donors, len(ends))


def _coded(unknown: BoolArray, *parts: FloatArray | IntArray | BoolArray) -> IntArray:
    """Number of each different row of the parts; -1 where unknown."""
    rows = np.stack([np.nan_to_num(np.asarray(part, dtype=np.float64)) for part in parts], axis=1)
    code = np.unique(rows, axis=0, return_inverse=True)[1].reshape(-1)
    return np.where(unknown, -1, code)


def _taken_over(values: FloatArray, cells: IntArray, known: BoolArray) -> FloatArray:
    """Values of other cells, where both are known; what somebody left open stays open."""
    return np.where(known & ~np.isnan(values) & ~np.isnan(values[cells]), values[cells], values)
