"""Reports nobody made, borrowed from people who answered."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from alliancenet.arrays import BoolArray, FloatArray, IntArray

Kinds = NDArray[np.int32] | NDArray[np.int64]
"""Small numbers of kinds by pair of people: 32 bits are enough, and of thousands of people half the memory."""

_OTHER_LABEL = 1.0  # log weight lost by a respondent with another label (own limit)
_EVENNESS = 0.5  # of the weights in a draw; 1 is the Bayesian bootstrap, less is wider (own limit)
_STRAY = 1.5  # reports' worth of doubt in each category, so that few who all say the same are not certain (own limit)
_ANYTHING = 0.5  # of that doubt is about any report, the rest about replies to like ones (own limit)
_NEVER_NOBODY = 1e-3  # least weight of a person, so that every category has somebody
_ROUNDS = 10  # of making donors equally likely; the sums are then within a percent


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
    bar : int array (n, n), symmetric: pairs of one bar are judged alike, so that a report taken over from
        another pair of it supports the same tie.
    group : int array (n,), people borrow from their own group where it has enough.
    label : int array (n,), people borrow rather from others with the same label.
    answered : bool array (n,), people whose habits are their own.
    """

    code: Kinds
    seen: Kinds
    hint: Kinds
    kind: Kinds
    bar: Kinds
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
    shrink : reports of the respondent in a category that weigh as much as those of one other
        respondent, who stands in for him or her in the whole category.
    width : standard deviations of the rank in being named over which habits are taken to be alike.

    Notes
    -----
    Likeness is judged by rank, and a person chosen at random borrows from every respondent equally
    often: else the few who are named most would be borrowed from too rarely, and ties between
    silent people come out too few. Cost: O(n² log n) to set up, O(unknown cells) per draw.

    References
    ----------
    Rubin 1981, Annals of Statistics 9:130-134 (Bayesian bootstrap) and 1987 (multiple imputation);
    this hot deck and its numbers: own limit, chosen by `tests/benchmarks/calibration.py --tune`.
    """

    def __init__(
        self,
        reported: Reported,
        rows: IntArray,
        columns: IntArray,
        *,
        shrink: float = 0.3,
        width: float = 1.5,
        least: int = 3,
    ) -> None:
        self.n = len(reported.code)
        self.rows, self.columns = rows, columns
        self.shrink = shrink
        self.is_known = (reported.code >= 0).ravel()
        self.respondents = np.flatnonzero(reported.answered)
        self.borrowers = np.setdiff1d(np.concatenate([rows, columns]), self.respondents)
        self.habit_weight = _likeness(reported, self.respondents, width)[self.borrowers]
        self.is_mutual = (reported.seen[columns, rows] < 0) & (reported.hint[rows, columns] == 0)
        chosen = self._categories(reported, least)
        # of many categories few are those of an unknown cell: only these are kept, numbered in order
        self.used, self.key = np.unique(chosen, return_inverse=True)
        self._pool(reported)
        blocks, self.block = np.unique(self.key * self.n + rows, return_inverse=True)
        self.block_at = blocks // self.n
        self.alike = reported.kind * (int(reported.bar.max(initial=0)) + 1) + reported.bar
        in_category = self.own_count.reshape(-1, self.n).sum(axis=1)[self.key]
        may_stray = (reported.seen[columns, rows] > 0) & (reported.hint[rows, columns] == 0)
        self.strays = np.where(may_stray, _STRAY / (in_category + _STRAY), 0.0)
        self.whole_pairs = self._known_on_both_sides()
        self.replies = _replies(reported)
        self.replied_to = _back_of_bar(reported)[rows, columns]

    def _pool(self, reported: Reported) -> None:
        """Known reports whose other side is known, of the categories in use, sorted by category and sender.

        The cells of a level are in the order of their senders, so that a stable sort by category leaves them so.
        """
        is_pooled = _pooled(reported)
        cells = np.flatnonzero(is_pooled).astype(np.int32 if self.n < 46_000 else np.int64)
        sender = cells // self.n
        found, counts, start = [], [], 0
        for level in self._levels(reported):
            key, end = level[is_pooled], start + int(level.max()) + 1
            used = self.used[(start <= self.used) & (self.used < end)] - start
            start = end
            if not len(used):
                continue
            place = np.full(int(level.max()) + 1, len(used), dtype=np.min_scalar_type(len(used)))
            place[used] = np.arange(len(used))
            place_of = place[key]
            kept = place_of < len(used)
            place_of, kept_cells = place_of[kept], cells[kept]
            found.append(kept_cells[np.argsort(place_of, kind="stable")])
            counts.append(np.bincount(place_of.astype(np.int64) * self.n + sender[kept], minlength=len(used) * self.n))
        self.cell, self.own_count = np.concatenate(found), np.concatenate(counts)
        self.own_start = np.concatenate([[0], np.cumsum(self.own_count)[:-1]])

    def _levels(self, reported: Reported) -> Iterator[NDArray[Any]]:
        """Categories of a report, finest first, one array at a time; the first two for incomplete reports."""
        back = np.maximum(reported.seen.T, 0)
        n_kinds = int(reported.kind.max()) + 1
        back_of_bar = _back_of_bar(reported)
        by_pair = back_of_bar * n_kinds + reported.kind
        yield by_pair * (int(reported.hint.max()) + 1) + reported.hint
        yield reported.hint
        outgoing = activity(reported)
        third = np.searchsorted(np.quantile(outgoing, [1 / 3, 2 / 3]), outgoing).astype(by_pair.dtype)
        yield by_pair * 3 + third[None, :]
        yield by_pair
        yield back_of_bar
        yield back
        yield np.zeros_like(back)

    def _categories(self, reported: Reported, least: int) -> IntArray:
        """Finest category of each unknown cell that holds enough known reports; the last level holds all."""
        is_pooled = _pooled(reported)
        chosen, start = np.full(len(self.rows), -1), 0
        told = reported.hint[self.rows, self.columns] > 0
        for at, level in enumerate(self._levels(reported)):
            key = level[self.rows, self.columns]
            fits = (chosen < 0) & (np.bincount(level[is_pooled], minlength=int(level.max()) + 1)[key] >= least)
            if at < 2:
                fits &= told
            chosen = np.where(fits, key + start, chosen)
            last, start = start, start + int(level.max()) + 1
        return np.where(chosen < 0, last, chosen)

    def draw(self, count: int, rng: np.random.Generator) -> IntArray:
        """Flat index of the known cell each unknown cell takes over, (count, unknown cells)."""
        return np.stack([self._draw(rng) for _ in range(count)])

    def _draw(self, rng: np.random.Generator) -> IntArray:
        """One draw, from respondents weighted at random: others might have answered in their place."""
        weight = np.full(self.n, _NEVER_NOBODY)
        weight[self.respondents] += rng.gamma(_EVENNESS, size=len(self.respondents)) / _EVENNESS
        habit, second = self._habits(weight[self.respondents], rng)
        given = self._given_other_side(habit, weight, rng)
        pair = self._whole_pair(habit, second, weight, rng)
        return np.where(self.is_mutual & self.is_known[pair], pair, given)

    def _habits(self, weight: FloatArray, rng: np.random.Generator) -> tuple[IntArray, IntArray]:
        """Whose habits each person borrows, and whose next, (n,) each; respondents keep their own."""
        score = self.habit_weight + np.log(weight) + rng.gumbel(size=self.habit_weight.shape)
        habit, second = np.arange(self.n), np.arange(self.n)
        best = score.argmax(axis=1)
        habit[self.borrowers] = self.respondents[best]
        score[np.arange(len(best)), best] = -np.inf
        second[self.borrowers] = self.respondents[score.argmax(axis=1)]
        return habit, second

    def _known_on_both_sides(self) -> dict[int, IntArray]:
        """Pairs of respondents of which both reports are known, (pairs, 2), by what is judged alike."""
        known = self.is_known.reshape(self.n, self.n)
        first, second = (ends.astype(np.int32) for ends in np.nonzero(np.triu(known & known.T, 1)))
        alike = self.alike[first, second]
        return {int(kind): np.column_stack([first[alike == kind], second[alike == kind]]) for kind in np.unique(alike)}

    def _whole_pair(self, habit: IntArray, second: IntArray, weight: FloatArray, rng: np.random.Generator) -> IntArray:
        """Cell of the two people borrowed from; the same two for both reports on a pair.

        Where those two are judged otherwise than the pair, of two respondents who are judged like it.
        """
        low, high = np.minimum(self.rows, self.columns), np.maximum(self.rows, self.columns)
        one = habit[low]
        other = np.where(one == habit[high], second[high], habit[high])
        one = np.where(one == other, second[low], one)
        unlike = np.flatnonzero(self.is_mutual & (self.alike[one, other] != self.alike[low, high]))
        for alike, pairs in self.whole_pairs.items():
            at = unlike[self.alike[low[unlike], high[unlike]] == alike]
            if len(at):
                reached = np.cumsum(weight[pairs[:, 0]] * weight[pairs[:, 1]])
                listed, place = np.unique(low[at] * self.n + high[at], return_inverse=True)
                drawn = np.searchsorted(reached, rng.random(len(listed)) * reached[-1], side="right")
                one[at], other[at] = pairs[np.minimum(drawn, len(pairs) - 1)][place].T
        forward = self.rows == low
        return np.where(forward, one, other) * self.n + np.where(forward, other, one)

    def _given_other_side(self, habit: IntArray, weight: FloatArray, rng: np.random.Generator) -> IntArray:
        own = self.own_count[self.key * self.n + habit[self.rows]]
        leaves = rng.random(len(own)) >= own / (own + self.shrink)
        stand_in = self._stand_ins(weight, rng)[self.block]
        at = self.key * self.n + np.where(leaves, stand_in, habit[self.rows])
        taken = self.own_start[at] + (rng.random(len(at)) * self.own_count[at]).astype(np.int64)
        return self._with_strays(np.asarray(self.cell[taken], dtype=np.int64), rng)

    def _with_strays(self, cells: IntArray, rng: np.random.Generator) -> IntArray:
        """Cells, some of them exchanged: what nobody of a small category reported is not ruled out.

        Half of them for a reply to a like report from anywhere, for with any report for all a tenth of what was told
        by one side would not be confirmed; the others, and where few such replies are known, for any report.
        """
        stray = np.flatnonzero(rng.random(len(cells)) < self.strays)
        to = self.replied_to[stray]
        is_rare = np.ones(len(stray), dtype=bool)
        for report, replies in self.replies.items():
            at = np.flatnonzero(to == report)
            cells[stray[at]] = replies[rng.integers(0, len(replies), len(at))]
            is_rare[at] = rng.random(len(at)) < max(_ANYTHING, _STRAY / (len(replies) + _STRAY))
        stray = stray[is_rare]
        alike = self.alike[self.rows[stray], self.columns[stray]]
        for kind, pairs in self.whole_pairs.items():
            at = stray[alike == kind]
            drawn = pairs[rng.integers(0, len(pairs), len(at))].astype(np.int64)
            cells[at] = drawn[:, 0] * self.n + drawn[:, 1]
        return cells

    def _stand_ins(self, weight: FloatArray, rng: np.random.Generator) -> IntArray:
        """Who stands in for a person in a category: the same for all reports of it, so that they go together."""
        reports = self.own_count.reshape(-1, self.n) * weight
        reached = np.concatenate([[0.0], np.cumsum(reports)])
        low, high = reached[self.block_at * self.n], reached[(self.block_at + 1) * self.n]
        place = low + rng.random(len(low)) * (high - low)
        place = np.minimum(place, np.nextafter(high, 0.0))
        return np.asarray((np.searchsorted(reached, place, side="right") - 1) % self.n)


def _pooled(reported: Reported) -> BoolArray:
    """Bool array (n, n): reports that may be borrowed, with their other side known."""
    return np.asarray((reported.code >= 0) & (reported.seen.T >= 0) & ~np.eye(len(reported.code), dtype=bool))


def _back_of_bar(reported: Reported) -> Kinds:
    """Int array (n, n): what the other side reports, and how the pair is judged."""
    return np.asarray(np.maximum(reported.seen.T, 0) * (int(reported.bar.max(initial=0)) + 1) + reported.bar)


def _replies(reported: Reported) -> dict[int, IntArray]:
    """Known reports on people who report something, flat cells by what these report."""
    cells = np.flatnonzero(_pooled(reported) & (reported.seen.T > 0))
    to = _back_of_bar(reported).ravel()[cells]
    return {int(report): cells[to == report] for report in np.unique(to)}


def _likeness(reported: Reported, respondents: IntArray, width: float) -> FloatArray:
    """Log weights (n, respondents) with which a person borrows from a respondent."""
    named = np.stack([_rank(named_by, named_by[respondents]) for named_by in popularity(reported).T], axis=1)
    spread = named[respondents].std(axis=0)
    scaled = named / np.where(spread > 0, spread, 1.0) / width
    apart = np.zeros((len(scaled), len(respondents)))
    for ranks in scaled.T:  # kind by kind: all at once is twice the size of all else
        apart += (ranks[:, None] - ranks[None, respondents]) ** 2
    apart /= 2
    apart += _OTHER_LABEL * (reported.label[:, None] != reported.label[None, respondents])
    outsider = reported.group[:, None] != reported.group[None, respondents]
    enough = np.bincount(reported.group[respondents], minlength=reported.group.max() + 1) >= 3
    weight = -np.minimum(apart, 50.0) - 1e3 * (outsider & enough[reported.group][:, None])
    return np.asarray(weight + _evening(np.exp(weight[respondents])))


def _rank(values: FloatArray, among: FloatArray) -> FloatArray:
    """How many of a group are below each value, those equal to it counted half."""
    ordered = np.sort(among)
    return np.asarray((np.searchsorted(ordered, values, "left") + np.searchsorted(ordered, values, "right")) / 2)


def _evening(weight: FloatArray) -> FloatArray:
    """Log factors (n,) of the columns that make every column of the row shares sum to about one."""
    factor = np.ones(len(weight))
    for _ in range(_ROUNDS):
        share = weight * factor
        share /= np.maximum(share.sum(axis=1, keepdims=True), 1e-300)
        factor /= np.maximum(share.sum(axis=0), 1e-3)
    return np.asarray(np.log(factor))


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
