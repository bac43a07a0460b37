"""Somebody who has all that is told, and the own answers, and solves exactly for what the others answered.

Stronger than any reader: where one number of a firm's dimension is told, the solver is given how often each
sum of a person's answers occurs (mean, spread, intervals and p-values follow from that); where a blind
spot is told, how often each answer occurs in own and in partner's view. It also knows the rule by which
numbers are withheld. Who said what is told by nothing (`test_interference`), so that what may be
true of one of the others may be true of each of them: an answer is derived where one number alone is left.
"""

from collections import Counter
from dataclasses import dataclass
from itertools import product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from alliancenet.model.instrument import View
from tests.privacy.attacker import FAMILIES, INSTRUMENT, items_of, points
from tests.privacy.told import ITEMS

STEPS = range(1, 6)
LEAST = 5


@dataclass(frozen=True)
class Block:
    """A firm's answers to a dimension, one row a person, and what is told of them.

    Parameters
    ----------
    views : columns of own and partner's view that a blind spot sets apart; () where there is none.
    suspects : all there is to know says that one of the views is too alike.
    """

    firm: str
    dimension: str
    rows: list[tuple[int, ...]]
    items: tuple[str, ...]
    views: tuple[int, ...]
    whole_is_told: bool
    views_are_told: bool
    suspects: bool = False

    @property
    def is_silent(self):
        """Withheld although enough answered: too alike."""
        return not self.whole_is_told and len(self.rows) >= LEAST


def blocks_of(answers, views):
    """What these readers' views together tell, dimension by dimension and firm by firm."""
    told = {(score.metric, score.subject.id) for view in views for score in view.scores if score.is_ok}
    for dimension in INSTRUMENT:
        items = tuple(items_of(dimension))
        sides = [_side(answers, firm, dimension, items, told) for firm in "ab"]
        yield from (_with_suspicion(sides, at) for at in (0, 1))


def _side(answers, firm, dimension, items, told):
    rows = [
        tuple(round(1 + points(name, mine[name]) / 25) for name in items)
        for one, mine in answers.items()
        if one[0] == firm
    ]
    kinds = [ITEMS[name][1].view for name in items]
    has_views = {View.OWN, View.PARTNER} <= set(kinds)
    families = {metric.partition(".")[0] for metric, _ in told if metric.endswith(f".{dimension}")} & set(FAMILIES)
    names = [f"{family}.{dimension}" for family in families | {"inside_spread"}] + [dimension]
    gap, spots = f"perception_gap.{dimension}", {(f"blind_spot.{dimension}", firm) for firm in "ab"}
    return Block(
        firm=firm,
        dimension=dimension,
        rows=rows,
        items=items,
        views=tuple(at for at, kind in enumerate(kinds) if has_views and kind is not View.ALLIANCE),
        whole_is_told=any((name, firm) in told for name in names) or any(metric == gap for metric, _ in told),
        views_are_told=bool(spots & told) or ("integration_said.cultural.confirmed_adaptation", "x") in told
        if dimension == "cultural"
        else bool(spots & told),
    )


def _with_suspicion(sides, at):
    """The block, with what withheld views say: one of them is too alike, and the other firm's is not."""
    block, other = sides[at], sides[1 - at]
    told = block.whole_is_told and other.whole_is_told
    if not block.views or block.views_are_told or not told:
        return block
    beyond = any(_may_be(other, None, more) for more in _too_alike_views(other, None))
    return Block(**{**block.__dict__, "suspects": not beyond})


def derived(block, knows):
    """Items of which every other person's answer follows, and whether each one's mean does.

    Parameters
    ----------
    knows : the row of the respondent who reads; None for a reader who answered nothing.
    """
    others = list(block.rows)
    if knows is not None:
        others.remove(knows)
    if not others:
        return [], False
    found = [at for at in range(len(block.items)) if _follows(block, knows, others, at)]
    return found, block.whole_is_told and len({sum(row) for row in others}) == 1


def _follows(block, knows, others, at):
    said = {row[at] for row in others}
    if len(said) > 1:
        return False  # what the one said, the other may have said
    instead = [value for value in STEPS if value not in said]
    return not any(
        _may_be(block, knows, [(_at(at, value), 1)], more) for value in instead for more in _known(block, knows)
    )


def _known(block, knows):
    """What withholding says: one of these, each a list of conditions."""
    if block.is_silent:
        n, sums = len(block.rows), range(len(block.items), 5 * len(block.items) + 1)
        return [[(_sums_to(total), n - 1 - (knows is not None and sum(knows) == total))] for total in sums]
    return _too_alike_views(block, knows) if block.suspects else [[]]


def _too_alike_views(block, knows):
    n = len(block.rows)
    return [
        [(_at(at, value), n - 1 - (knows is not None and knows[at] == value))]
        for at, value in product(block.views, STEPS)
    ]


def _at(column, value):
    return lambda row: row[column] == value


def _sums_to(total):
    return lambda row: sum(row) == total


def _may_be(block, knows, *conditions):
    """Is there a table of the others' answers with all that is told, in which so many rows are like that."""
    others = list(block.rows)
    if knows is not None:
        others.remove(knows)
    sums = Counter(map(sum, others))
    kinds = [row for row in product(STEPS, repeat=len(block.items)) if not block.whole_is_told or sum(row) in sums]
    equal = [(np.ones(len(kinds)), len(others))]
    if block.whole_is_told:
        equal += [(_row(kinds, _sums_to(total)), count) for total, count in sums.items()]
    if block.views_are_told:
        equal += [
            (_row(kinds, _at(at, value)), sum(row[at] == value for row in others))
            for at, value in product(block.views, STEPS)
        ]
    least = [(_row(kinds, holds), count) for condition in conditions for holds, count in condition]
    matrix = np.array([row for row, _ in equal + least])
    low = np.array([count for _, count in equal + least], dtype=float)
    high = np.array([count for _, count in equal] + [np.inf] * len(least), dtype=float)
    limits = LinearConstraint(matrix, low, high)
    found = milp(np.zeros(len(kinds)), constraints=limits, integrality=np.ones(len(kinds)), bounds=Bounds(0, np.inf))
    return found.status == 0


def _row(kinds, holds):
    return np.array([float(holds(row)) for row in kinds])
