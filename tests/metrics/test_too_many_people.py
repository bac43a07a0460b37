"""Above the number of people up to which networks are completed, missing answers are said, never guessed away."""

import pytest
from conftest import a_case, strong

from alliancenet.metrics.withholding import confidence_of, too_few_answers, too_many_to_complete
from alliancenet.model.audit import Confidence
from alliancenet.multiplex.drawing import drawn_ties
from alliancenet.multiplex.resampling import completed
from alliancenet.settings import default_settings

PEOPLE = {f"{firm}{number}": firm for firm in "ab" for number in range(10)}
TIES = strong([(f"a{number}", f"b{number}") for number in range(10)])


def a_case_of(silent, settings):
    told = {
        layer: {pair: step for pair, step in pairs.items() if pair[0] not in silent} for layer, pairs in TIES.items()
    }
    return a_case(PEOPLE, told, silent=silent, settings=settings)


@pytest.fixture
def few(monkeypatch):
    limits = default_settings()
    whole = type(limits).whole
    monkeypatch.setattr(
        type(limits), "whole", lambda self, key: 15 if key == "resamples.most_people" else whole(self, key)
    )
    return limits


def test_missing_answers_of_many_people_lower_confidence_and_withhold_numbers(few):
    case = a_case_of(("a1",), few)
    assert confidence_of(case) is Confidence.MEDIUM
    assert "20 people networks are not completed (at most 15" in too_few_answers(case, Confidence.LOW)
    assert completed(case.picture.multiplex, few, count=2) == ()


def test_where_everybody_answered_nothing_is_withheld_of_many_people(few):
    assert too_many_to_complete(a_case_of((), few)) == ""


def test_missing_answers_of_few_people_change_nothing():
    assert too_many_to_complete(a_case_of(("a1",), default_settings())) == ""


def test_every_tie_is_handed_on_however_many_there_are():
    people = {f"{firm}{number}": firm for firm in "ab" for number in range(110)}
    pairs = [(person, other) for person in people for other in people if person < other]
    case = a_case(people, {"communication": dict.fromkeys(pairs, 5)})
    assert len(pairs) > 20_000
    assert len(drawn_ties(case.picture.multiplex)) == len(pairs)
