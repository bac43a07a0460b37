"""Reports of people who did not answer: borrowed from people who did, or left out, and the spread."""

from dataclasses import dataclass

import numpy as np

from alliancenet.graph.network import BoolArray, FloatArray, IntArray


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
    answered : bool array (n,), people whose habits are their own.
    """

    code: IntArray
    seen: IntArray
    hint: IntArray
    kind: IntArray
    group: IntArray
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
    Rubin 1987 (multiple imputation, approximate Bayesian bootstrap); this hot deck: own limit.
    """

    def __init__(
        self,
        reported: Reported,
        rows: IntArray,
        columns: IntArray,
        *,
        shrink: float = 2.0,
        width: float = 0.5,
        least: int = 8,
    ) -> None:
        self.n = len(reported.code)
        self.rows, self.columns = rows, columns
        self.shrink = shrink
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
        named = popularity(reported).sum(axis=1)
        cuts = np.quantile(named, [1 / 3, 2 / 3])
        third = np.searchsorted(cuts, named)[None, :]
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
        habit = self._habits(count, rng)
        given = self._given_other_side(habit, rng)
        first, second = habit[:, self.rows], habit[:, self.columns]
        second = np.where(first == second, self._somebody_else(first, rng), second)
        return np.where(self.is_mutual, first * self.n + second, given)

    def _habits(self, count: int, rng: np.random.Generator) -> IntArray:
        """Whose habits each person borrows, (count, n); respondents keep their own."""
        size = len(self.respondents)
        chance = rng.multinomial(size, np.full(size, 1 / size), size=count) + 1e-3
        people = np.unique(np.concatenate([self.rows, self.columns]))
        habit = np.tile(np.arange(self.n), (count, 1))
        for person in people[~np.isin(people, self.respondents)]:
            score = self.habit_weight[person] + np.log(chance) + rng.gumbel(size=(count, size))
            habit[:, person] = self.respondents[score.argmax(axis=1)]
        return habit

    def _given_other_side(self, habit: IntArray, rng: np.random.Generator) -> IntArray:
        key = self.key[None, :]
        at = key * self.n + habit[:, self.rows]
        own = self.own_count[at]
        chance = rng.random((2, *at.shape))
        borrowed = self.own_start[at] + (chance[0] * own).astype(np.int64)
        anybody = self.all_start[key] + (chance[0] * self.all_count[key]).astype(np.int64)
        return self.cell[np.where(chance[1] < own / (own + self.shrink), borrowed, anybody)]

    def _somebody_else(self, person: IntArray, rng: np.random.Generator) -> IntArray:
        place = np.searchsorted(self.respondents, person)
        step = rng.integers(1, max(2, len(self.respondents)), size=person.shape)
        return self.respondents[(place + step) % len(self.respondents)]


def popularity(reported: Reported) -> FloatArray:
    """Share of the respondents who report anything of a person, by kind of pair, (n, kinds)."""
    named = reported.seen > 0
    shares = []
    for kind in range(int(reported.kind.max()) + 1):
        asked = (reported.seen >= 0) & (reported.kind == kind) & ~np.eye(len(named), dtype=bool)
        count = asked.sum(axis=0)
        shares.append(np.divide((named & asked).sum(axis=0), count, out=np.zeros(len(named)), where=count > 0))
    return np.stack(shares, axis=1)
