"""With answers missing a number is the middle of the completed networks, and says so."""

from dataclasses import replace

import numpy as np
import pytest

from alliancenet.graph.nonresponse import interval, middle
from alliancenet.metrics.cohesion import core_ties, density
from alliancenet.metrics.picture import Picture
from alliancenet.metrics.redundancy import redundancy
from alliancenet.metrics.registry import ESTIMATED
from alliancenet.multiplex.resampling import completed
from tests.conftest import a_case, strong

PEOPLE = {f"{firm}{number}": firm for firm in "ab" for number in range(8)}
NAMES = list(PEOPLE)


def reported_ties(silent):
    rng = np.random.default_rng(2)
    ties = strong([(name, other) for name in NAMES for other in NAMES if name < other and rng.random() < 0.4])
    return {layer: {pair: step for pair, step in part.items() if pair[0] not in silent} for layer, part in ties.items()}


def case_without(*silent, draws=40):
    case = a_case(PEOPLE, reported_ties(silent), silent=silent)
    found = completed(case.picture.multiplex, case.settings, count=draws)
    return replace(case, draws=tuple(Picture(multiplex, case.settings) for multiplex in found))


@pytest.mark.parametrize("measure", [core_ties, density, redundancy])
def test_value_and_interval_are_those_of_the_completed_networks(measure):
    case = case_without("a1", "b3", "b4")
    scores = [score for score in measure(case) if score.is_ok]
    assert scores
    for score in scores:
        drawn = np.array([draw[score.metric, score.subject] for draw in case.drawn[score.metric.partition(".")[0]]])
        assert (score.value, score.interval) == (middle(drawn), interval(drawn))


def test_an_estimate_says_so_and_what_was_reported():
    case = case_without("a1", "a2", "b3", "b4", "b5")
    plain = {score.subject: score for score in core_ties(replace(case, draws=(), measured={}, drawn={}))}
    estimated = [score for score in core_ties(case) if score.value != plain[score.subject].value]
    assert estimated
    for score in estimated:
        assert f"{ESTIMATED}; as reported {plain[score.subject].value:.3g}" in score.label


def test_nothing_is_estimated_where_everybody_answered():
    assert not any(ESTIMATED in score.label for score in core_ties(case_without()))
