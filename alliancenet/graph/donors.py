"""Reports nobody made, borrowed from people who answered."""

from dataclasses import dataclass

import numpy as np

from alliancenet.graph.network import BoolArray, FloatArray, IntArray

_OTHER_LABEL = 1.0  # log weight lost by a respondent with another label (own limit)
_POPULATIONS = 40  # sets of respondents a batch of draws borrows from (own limit)
_EVENNESS = 0.5  # of the weights in a set; 1 is the Bayesian bootstrap, less is wider (own limit)
_NEVER_NOBODY = 1e-3  # least weight of a respondent, so that every category has somebody


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """What is known of everybody's report on everybody.

    Parameters
    ----------
    code : int array (n, n), kind of the row's report on the column: 0 for "nothing", larger for
        each other kind, -1 where any of it is unknown.
    seen : the same, judged from what is known; -1 only where nothing is.
    hint : int array (n, n), what an incomplete report does tell, 0 for nothing; also set for
        complete reports, so that like finds like.
    kind : int array (n, n), symmetric: kind of pair, for example inside a firm or across.
    group : int array (n,), people borrow from their own group where it has enough.
    label : int array (n,), people borrow rather from others with the same label.
    answered : bool array (n,), people whose habits are their own.
    """

    code: IntArray
    seen: IntArray
    hint: IntArray
    kind: IntArray
    group: IntArray
    label: IntArray
    answered: BoolArray


class Donors:
    """Draws a known report for every unknown one.

    A silent person borrows the habits of a respondent who is named about as often: what that
    respondent reports of people by whom he or she is reported in the same way. A silent person's
    report on a respondent is drawn given the respondent's report on the silent person. Between
    two silent people both reports are taken over from the pair of people borrowed from.

    Parameters
    ----------
    shrink : reports of the respondent in a category that weigh as much as everybody's
        reports in that category together.
    width : standard deviations of being named over which habits are taken to be alike.

    Notes
    -----
    Cost: O(n² log n) to set up, O(unknown cells) per draw.

    References
    ----------
    Rubin 1981, Annals of Statistics 9:130-134 (Bayesian bootstrap) and 1987 (multiple imputation);
    this hot deck and its numbers: own limit, chosen by `tests/benchmarks/calibration.py`.
    """

    def __init__(
        self,
        reported: Reported,
        rows: IntArray,
        columns: IntArray,
        *,
        shrink: float = 0.3,
        width: float = 1.5,
        least: int = 8,
    ) -> None:
        self.n = len(reported.code)
        self.rows, self.columns = rows, columns
        self.shrink = shrink
        self.is_known = (reported.code >= 0).ravel()
        self._choose_habits(reported, width)
        self.is_mutual = (reported.seen[columns, rows] < 0) & (reported.hint[rows, columns] == 0)
        self._pool(reported, least)
        self.key = self._key_of_cells(reported)

    def _choose_habits(self, reported: Reported, width: float) -> None:
        """Log weights (n, respondents) with which a person borrows from a respondent."""
        self.respondents = np.flatnonzero(reported.answered)
        named = popularity(reported)
        spread = named[self.respondents].std(axis=0)
        scaled = named / np.where(spread > 0, spread, 1.0) / width
        apart = ((scaled[:, None, :] - scaled[None, self.respondents, :]) ** 2).sum(axis=2) / 2
        stranger = reported.group[:, None] != reported.group[None, self.respondents]
        enough = np.bincount(reported.group[self.respondents], minlength=reported.group.max() + 1) >= 3
        other_label = reported.label[:, None] != reported.label[None, self.respondents]
        apart = apart + _OTHER_LABEL * other_label
        self.habit_weight = -np.minimum(apart, 50.0) - 1e3 * (stranger & enough[reported.group][:, None])

    def _pool(self, reported: Reported, least: int) -> None:
        """Known reports whose other side is known, sorted by category and sender."""
        cells = np.flatnonzero((reported.code >= 0) & (reported.seen.T >= 0) & ~np.eye(self.n, dtype=bool))
        sender = cells // self.n
        self.levels = self._levels(reported)
        keys = [level.ravel()[cells] for level in self.levels]
        self.offset = np.cumsum([0, *[int(level.max()) + 1 for level in self.levels]])
        key = np.concatenate([one + start for one, start in zip(keys, self.offset[:-1], strict=True)])
        n_keys = int(self.offset[-1])
        order = np.argsort(key * self.n + np.tile(sender, len(keys)), kind="stable")
        self.cell = np.tile(cells, len(keys))[order]
        count = np.bincount(key * self.n + np.tile(sender, len(keys)), minlength=n_keys * self.n)
        self.own_count = count
        self.own_start = np.concatenate([[0], np.cumsum(count)[:-1]])
        self.all_count = count.reshape(n_keys, self.n).sum(axis=1)
        self.all_start = self.own_start[:: self.n]
        self.least = least

    def _levels(self, reported: Reported) -> list[IntArray]:
        """Categories of a report, finest first; the first two for incomplete reports."""
        back = np.maximum(reported.seen.T, 0)
        n_kinds = int(reported.kind.max()) + 1
        outgoing = activity(reported)
        third = np.searchsorted(np.quantile(outgoing, [1 / 3, 2 / 3]), outgoing)[None, :]
        by_pair = back * n_kinds + reported.kind
        n_hints = int(reported.hint.max()) + 1
        told = [by_pair * n_hints + reported.hint, reported.hint]
        return [*told, by_pair * 3 + third, by_pair, back, np.zeros_like(back)]

    def _key_of_cells(self, reported: Reported) -> IntArray:
        """Finest category of each unknown cell that holds enough known reports."""
        chosen = np.full(len(self.rows), -1)
        told = reported.hint[self.rows, self.columns] > 0
        for at, (level, start) in enumerate(zip(self.levels, self.offset[:-1], strict=True)):
            key = level[self.rows, self.columns] + start
            fits = (chosen < 0) & (self.all_count[key] >= self.least) & (told if at < 2 else True)
            chosen = np.where(fits, key, chosen)
        return np.where(chosen < 0, self.offset[-2], chosen)

    def draw(self, count: int, rng: np.random.Generator) -> IntArray:
        """Flat index of the known cell each unknown cell takes over, (count, unknown cells)."""
        parts = np.array_split(np.arange(count), min(count, _POPULATIONS))
        return np.concatenate([self._draw_from_one_population(len(part), rng) for part in parts])

    def _draw_from_one_population(self, count: int, rng: np.random.Generator) -> IntArray:
        """Draws from respondents weighted at random: others might have answered in their place."""
        size = len(self.respondents)
        weight = np.zeros(self.n)
        weight[self.respondents] = rng.gamma(_EVENNESS, size=size) / _EVENNESS + _NEVER_NOBODY
        habit = self._habits(count, weight[self.respondents], rng)
        given = self._given_other_side(habit, weight, rng)
        pair = self._whole_pair(habit, rng)
        return np.where(self.is_mutual & self.is_known[pair], pair, given)

    def _whole_pair(self, habit: IntArray, rng: np.random.Generator) -> IntArray:
        """Cell of the two people borrowed from; the same two for both reports on a pair."""
        low, high = np.minimum(self.rows, self.columns), np.maximum(self.rows, self.columns)
        one, other = habit[:, low], habit[:, high]
        other = np.where(one == other, self._somebody_else(habit, rng)[:, high], other)
        forward = self.rows == low
        return np.where(forward, one, other) * self.n + np.where(forward, other, one)

    def _habits(self, count: int, weight: FloatArray, rng: np.random.Generator) -> IntArray:
        """Whose habits each person borrows, (count, n); respondents keep their own."""
        habit = np.tile(np.arange(self.n), (count, 1))
        silent = np.setdiff1d(np.concatenate([self.rows, self.columns]), self.respondents)
        score = self.habit_weight[silent] + np.log(weight)
        score = score[None] + rng.gumbel(size=(count, *score.shape))
        habit[:, silent] = self.respondents[score.argmax(axis=2)]
        return habit

    def _given_other_side(self, habit: IntArray, weight: FloatArray, rng: np.random.Generator) -> IntArray:
        key = np.broadcast_to(self.key, (len(habit), len(self.key)))
        at = key * self.n + habit[:, self.rows]
        own = self.own_count[at]
        chance = rng.random((2, *at.shape))
        taken = self.own_start[at] + (chance[0] * own).astype(np.int64)
        stranger = chance[1] >= own / (own + self.shrink)
        key, chance = key[stranger], chance[0][stranger]
        reached = np.concatenate([[0.0], np.cumsum(weight[self.cell // self.n])])
        end = self.all_start[key] + self.all_count[key]
        low, high = reached[self.all_start[key]], reached[end]
        place = np.searchsorted(reached, low + chance * (high - low), side="right") - 1
        taken[stranger] = np.minimum(place, end - 1)
        return np.asarray(self.cell[taken])

    def _somebody_else(self, person: IntArray, rng: np.random.Generator) -> IntArray:
        place = np.searchsorted(self.respondents, person)
        step = rng.integers(1, max(2, len(self.respondents)), size=person.shape)
        return np.asarray(self.respondents[(place + step) % len(self.respondents)])


def popularity(reported: Reported) -> FloatArray:
    """Mean kind of report made of a person, by kind of pair, (n, kinds of pair)."""
    told = (reported.seen >= 0) & ~np.eye(len(reported.seen), dtype=bool)
    means = []
    for kind in range(int(reported.kind.max()) + 1):
        asked = told & (reported.kind == kind)
        count, total = asked.sum(axis=0), np.where(asked, reported.seen, 0).sum(axis=0)
        means.append(np.divide(total, count, out=np.zeros(len(told)), where=count > 0))
    return np.stack(means, axis=1)


def activity(reported: Reported) -> FloatArray:
    """Share of people each respondent reports anything of, the median for the silent, (n,).

    Somebody who names few is confirmed more often by those he or she does name.
    """
    told = (reported.seen >= 0) & reported.answered[:, None]
    count = told.sum(axis=1)
    share = np.divide((told & (reported.seen > 0)).sum(axis=1), count, out=np.full(len(told), np.nan), where=count > 0)
    return np.asarray(np.where(np.isnan(share), np.nanmedian(share), share))
