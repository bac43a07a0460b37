"""How well the strategy is known, by firm and level: nothing of a small group follows from what is told."""

import numpy as np
import pytest

from alliancenet.metrics.telling import strategy_known
from alliancenet.model.register import Level
from alliancenet.model.wave import Opinions
from alliancenet.settings import changed, default_settings
from tests.conftest import a_case, strong

ITEMS = ("TEL1", "TEL2", "TEL3", "TEL4")


def measured(a, b=("operating",) * 6, spread=True):
    """Scores of a case whose people of firm a have these levels and answer 1, 2 … by level."""
    levels = {f"a{place:02d}": level for place, level in enumerate(a)}
    levels |= {f"b{place:02d}": level for place, level in enumerate(b)}
    names = sorted(levels)
    step = {"senior": 4, "project_leader": 3, "operating": 2}
    rows = [
        (place, column, step[levels[name]] + (place % 2 if spread else 0))
        for place, name in enumerate(names)
        for column in range(len(ITEMS))
    ]
    respondent, item, value = map(np.array, zip(*rows, strict=True))
    opinions = Opinions(items=ITEMS, respondent=respondent, item=item, value=value.astype(float))
    case = a_case(
        {name: {"organisation": name[0], "level": Level(levels[name])} for name in names},
        strong([(names[0], names[-1])]),
        wave={"opinions": opinions},
        settings=changed(default_settings(), {"suppression.spread": 0}),
    )
    return {(score.metric, score.subject.id): score for score in strategy_known(case) if score.subject.id in "ab"}


def levels_told(scores, firm="a"):
    return {metric.partition(".")[2]: score.value for (metric, owner), score in scores.items() if owner == firm}


def test_levels_of_five_people_are_told_apart():
    told = levels_told(measured(("senior",) * 6 + ("operating",) * 6))
    assert told.keys() == {"", "senior", "operating"}
    assert told["senior"] > told["operating"]


def test_the_number_of_a_level_is_the_mean_of_its_people():
    told = levels_told(measured(("senior",) * 6 + ("operating",) * 6))
    assert told["operating"] == pytest.approx(100 * (2.5 - 1) / 4)


def test_two_small_levels_are_told_together():
    told = levels_told(measured(("senior",) * 3 + ("project_leader",) * 4 + ("operating",) * 6))
    assert told.keys() == {"", "senior_and_project_leader", "operating"}


@pytest.mark.parametrize("few", [1, 2, 4])
def test_no_level_is_told_that_would_leave_a_few_over(few):
    told = levels_told(measured(("senior",) * few + ("operating",) * 8))
    assert told.keys() == {""}


def test_a_firm_of_one_level_is_told_once():
    assert levels_told(measured(("senior",) * 6 + ("operating",) * 6), "b").keys() == {""}


def test_a_firm_that_is_withheld_has_no_level_told():
    scores = measured(("senior",) * 2 + ("operating",) * 2)
    assert levels_told(scores) == {"": None}
