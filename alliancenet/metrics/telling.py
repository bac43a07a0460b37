"""How well people know the strategy of the alliance, by firm and by level of a firm."""

from collections.abc import Iterator, Sequence
from functools import cache, partial

import numpy as np

from alliancenet.arrays import BoolArray, FloatArray
from alliancenet.instruments.used import measured, reads
from alliancenet.metrics.case import Case
from alliancenet.metrics.registry import metric
from alliancenet.metrics.release import AnswersOf, known_of, why_hidden
from alliancenet.metrics.said import answers_on, firm_means, mean_of_group, scores_of
from alliancenet.model.catalogue import CARDS
from alliancenet.model.register import Level
from alliancenet.model.score import Score

_ITEMS = ("TEL1-4",)
_LEVELS = (Level.SENIOR, Level.PROJECT_LEADER, Level.OPERATING)


@metric("strategy_known")
def strategy_known(case: Case) -> Iterator[Score]:
    """What people say they know of the strategy (TEL1-4), by firm and level; nothing where nobody was asked.

    Notes
    -----
    Shown, never scored: it enters neither health nor a level. Levels of a firm that may not be told by
    themselves are told together; where that is not enough either, or all levels would be one group, the
    firm is told as a whole and no level is, so that nothing of a small group follows from the rest.
    """
    answers = answers_on("telling", "strategy_known")
    if answers(case) is None:
        return
    yield from scores_of(case, "strategy_known", firm_means(case, answers), CARDS["strategy_known"].says, _ITEMS)
    for position, _ in enumerate(case.firms):
        yield from _by_level(case, position)


def _by_level(case: Case, position: int) -> Iterator[Score]:
    if why_hidden(case, answers_on("telling", "strategy_known"), position):
        return
    for levels in _told_levels(case, position):
        part = "_and_".join(levels)
        yield mean_of_group(
            case, f"strategy_known.{part}", _known_at(levels), position, _people_at(case, levels), _ITEMS
        )


def _told_levels(case: Case, position: int) -> list[tuple[Level, ...]]:
    """Groups of levels of a firm of which each may be told; none where fewer than two are."""
    asked = [level for level in _LEVELS if len(known_of(case, _known_at((level,))(case), position))]
    alone = [(level,) for level in asked if not why_hidden(case, _known_at((level,)), position)]
    rest = tuple(level for level in asked if (level,) not in alone)
    groups = [*alone, *([rest] if rest else [])]
    may_be_told = not rest or not why_hidden(case, _known_at(rest), position)
    return groups if len(groups) > 1 and may_be_told else []


@cache
def _known_at(levels: tuple[Level, ...]) -> AnswersOf:
    """What people of some levels say they know; the same question is the same object."""
    return partial(_answers_at, levels=levels)


def _answers_at(case: Case, levels: Sequence[Level]) -> FloatArray | None:
    values = answers_on("telling", "strategy_known")(case)
    return None if values is None else np.where(_people_at(case, levels), values, np.nan)


def _people_at(case: Case, levels: Sequence[Level]) -> BoolArray:
    return np.array([person.level in levels for person in case.roster], dtype=bool)


reads("how well people know the strategy", measured("telling"))
