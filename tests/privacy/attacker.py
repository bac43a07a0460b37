"""Somebody who has every published number, knows what each means, and solves for single answers."""

import numpy as np
from scipy.optimize import linprog

from alliancenet.model.instrument import View
from alliancenet.model.score import SubjectKind
from tests.privacy.told import ITEMS, MEASURED

# how much of a number is a mean of answers: its instrument and dimension
LINEAR = {
    "outcome": ("climate", "outcome"),
    "task_debate": ("climate", "task_debate"),
    "sponsor_visibility": ("integration", "sponsor_visibility"),
    "strategy_known": ("telling", "strategy_known"),
}
FAMILIES = {"climate": "climate", "integration_said": "integration"}
# functions of numbers that are published beside them: `inputs` names those
DERIVED = ("integration", "integration_index", "health_part", "health")
# how far answers lie apart, never whose they are: see test_interference
SPREAD = ("inside_spread",)
# what groups of answers have in common, guarded as a whole: see test_interference
WHOLE = ("trust_transfer", "contract_congruence")
# the climate has dimensions of one instrument, the levels of another
INSTRUMENT = {item.dimension: instrument.id for instrument, item in ITEMS.values() if instrument.id != "contract"}


def items_of(dimension, view=None):
    """Ids of a dimension's items; of one view, when given."""
    return [
        name
        for name in MEASURED
        if ITEMS[name][1].dimension == dimension and (view is None or ITEMS[name][1].view is view)
    ]


def points(name, answer):
    """An answer in points, as the numbers count it."""
    item = ITEMS[name][1]
    step = item.scale.low + item.scale.high - answer if item.reversed else answer
    return 100 * (step - item.scale.low) / item.scale.span


class Attacker:
    """Knows who answered what in which wave, what every number means, and that nobody changed an answer."""

    def __init__(self, answers):
        self.answers = answers
        cells = [(one, item) for one, told in answers.items() for item in told]
        self.place = {cell: at for at, cell in enumerate(cells)}
        self.heard = {}

    @property
    def rows(self):
        """Equations: one row for every different number heard."""
        return np.array([np.frombuffer(row) for row in self.heard])

    @property
    def values(self):
        return np.array(list(self.heard.values()))

    def mean(self, people, items):
        """Mean of some people's answers to some items, in points, as a row of the system."""
        row, counted = np.zeros(len(self.place)), self.counted(people, items)
        for one, told in counted.items():
            for item in told:
                row[self.place[one, item]] = 1 / (len(counted) * len(told))
        return row

    def counted(self, people, items):
        """People who answered half or more of the items, and which."""
        told = {person: [item for item in items if item in self.answers[person]] for person in people}
        return {one: mine for one, mine in told.items() if 2 * len(mine) >= len(items)}

    def hear(self, view, present):
        """Take in every number of a view that is a mean of answers."""
        scores = {(score.metric, score.subject): score for score in view.scores if score.is_ok}
        sides = {firm.id: [person for person in present if person[0] == firm.id] for firm in view.alliance.firms}
        for (metric, subject), score in scores.items():
            row = self.row(metric, subject, sides, scores)
            if row is not None:
                self.heard[row.tobytes()] = self.in_points(score, scores)

    def row(self, metric, subject, sides, scores):
        """What a number is of the answers, or None when it is no mean of them."""
        family, _, dimension = metric.partition(".")
        if family == "perception_gap":
            one, other = subject.id.split("|")
            return self.mean(sides[one], items_of(dimension)) - self.mean(sides[other], items_of(dimension))
        if family == "blind_spot":
            other = next(firm for firm in sides if firm != subject.id)
            own, seen = items_of(dimension, View.OWN), items_of(dimension, View.PARTNER)
            return self.mean(sides[subject.id], own) - self.mean(sides[other], seen)
        asked = [dimension]
        if metric == "climate":
            told = {score.metric for score in scores.values() if score.subject.kind is SubjectKind.ALLIANCE}
            asked = [name for name in INSTRUMENT if f"climate.{name}" in told]
        elif family in LINEAR and not dimension:
            asked = [LINEAR[family][1]]
        elif family not in FAMILIES or INSTRUMENT.get(dimension) != FAMILIES[family]:
            return None
        whose = sides.values() if subject.kind is SubjectKind.ALLIANCE else [sides[subject.id]]
        return np.mean([self.mean(side, items_of(name)) for side in whose for name in asked], axis=0)

    @staticmethod
    def in_points(score, scores):
        """The number in points; of a level told together with further parts, the mean of its items."""
        if score.metric.startswith(("perception_gap", "blind_spot")):
            return 25 * score.value
        parts = [
            one.value
            for (metric, subject), one in scores.items()
            if metric.startswith(f"{score.metric}.") and subject == score.subject
        ]
        if score.metric.startswith("integration_said") and score.subject.kind is SubjectKind.ALLIANCE:
            return score.value * (1 + len(parts)) - sum(parts)
        return score.value

    def learned(self, targets):
        """Which of the targets follow from what was heard: those that lie in the span of the rows."""
        if not self.heard:
            return []
        _, sizes, span = np.linalg.svd(self.rows, full_matrices=False)
        span = span[sizes > 1e-9 * sizes[0]]
        rows = np.array([self.mean(*cell) for cell in targets])
        beside = np.abs(rows - rows @ span.T @ span).max(axis=1)
        return [cell for cell, far in zip(targets, beside, strict=True) if far < 1e-8]

    def room(self, one, item):
        """How much is left open of an answer that is known to lie on the scale, in points 0-100."""
        goal = np.zeros(len(self.place))
        goal[self.place[one, item]] = 1.0
        ends = [linprog(sign * goal, A_eq=self.rows, b_eq=self.values, bounds=(0, 100)).fun for sign in (1, -1)]
        return -ends[1] - ends[0]
