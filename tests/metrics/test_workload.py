"""Who is asked too much and who wants more contact; data quality; trust; contract: by hand."""

import numpy as np
import pytest

from alliancenet.instruments.reading import read_shipped
from alliancenet.metrics.contract import contract_congruence
from alliancenet.metrics.quality import quality
from alliancenet.metrics.trust import trust_transfer
from alliancenet.metrics.workload import overload, overloaded, wanted_pairs
from alliancenet.model.wave import Opinions
from tests.conftest import a_case, strong

PEOPLE = {f"{firm}{number}": firm for firm in "ab" for number in range(6)}
CONTRACT = next(instrument for instrument in read_shipped() if instrument.id == "contract")


def opinions(answers):
    names = sorted(PEOPLE)
    rows = [(names.index(who), at, value) for at, told in enumerate(answers.values()) for who, value in told.items()]
    respondent, item, value = (np.array(part) for part in zip(*rows, strict=True))
    return Opinions(items=tuple(answers), respondent=respondent, item=item, value=value.astype(float))


def test_who_most_ask_and_three_want_more_of_is_overloaded():
    asks = {(f"b{number}", "a0"): 4 for number in range(6)} | {("a2", "a1"): 5}
    wants = {(f"b{number}", "a0"): 1 for number in range(3)}
    case = a_case(PEOPLE, {"advice": asks, "wanted_change": wants})
    assert [case.wave.people[row] for row in np.flatnonzero(overloaded(case, case.picture))] == ["a0"]


def test_many_requests_without_a_wish_for_more_are_no_overload():
    asks = {(f"b{number}", "a0"): 4 for number in range(6)}
    wants = {("b0", "a0"): 1, ("b1", "a0"): 1, ("b2", "a0"): 0}
    (score,) = overload(a_case(PEOPLE, {"advice": asks, "wanted_change": wants}))
    assert score.value == 0


def test_contact_is_wanted_by_both_or_by_one_whose_work_waits():
    wants = {("a0", "b0"): 1, ("b0", "a0"): 1, ("a1", "b1"): 1, ("a2", "b2"): 1, ("b2", "a2"): -1}
    waits = {("a1", "b1"): 4, ("a2", "b2"): 3}
    case = a_case(PEOPLE, {"wanted_change": wants, "work_flow": waits})
    assert wanted_pairs(case, case.picture) == [("a0", "b0"), ("a1", "b1")]


def test_nobody_asked_is_not_nobody_overloaded():
    (score,) = overload(a_case(PEOPLE, strong([("a0", "b0")])))
    assert (score.value, score.reason) == (None, "advice or work flow, or wanted change, was not asked")


def test_two_reports_two_steps_apart_are_a_discrepancy():
    told = {("a0", "b0"): 5, ("b0", "a0"): 3, ("a0", "b1"): 4, ("b1", "a0"): 3, ("a1", "b1"): 2}
    found = {score.metric: score for score in quality(a_case(PEOPLE, {"communication": told}))}
    assert (found["quality.discrepancies"].value, found["quality.discrepancies"].n) == (0.5, 2)


def test_yes_to_every_expectation_is_no_straight_line():
    answers = {item.id: dict.fromkeys(PEOPLE, 1) for item in CONTRACT.items}
    found = {score.metric: score for score in quality(a_case(PEOPLE, {}, wave={"opinions": opinions(answers)}))}
    assert found["quality.straight_lines"].value == 0


def test_rosters_are_compared_by_length():
    people = {"a0": "a", "a1": "a", "a2": "a", "b0": "b"}
    found = {score.metric: score for score in quality(a_case(people, strong([("a0", "b0")])))}
    assert found["quality.roster_ratio"].value == 3


def test_trust_in_people_that_rises_with_trust_in_the_firm_transfers_fully():
    steps = {name: 1 + position % 5 for position, name in enumerate(sorted(PEOPLE))}
    ties = {(name, "b0" if name[0] == "a" else "a0"): step for name, step in steps.items()}
    case = a_case(PEOPLE, {"trust": ties}, wave={"opinions": opinions({"CLI-TRU2": steps})})
    (score,) = trust_transfer(case)
    assert (score.value, score.n) == (pytest.approx(1), 12)


def says(code_a, code_b):
    """Everybody's view of one expectation: what their own side owes, and what the partner owes."""
    own, seen = (
        CONTRACT.items[0],
        next(item for item in CONTRACT.items if item.dimension == CONTRACT.items[0].dimension and item.view != "own"),
    )
    values = {"yes": 1, "no": 0, "unsure": 2}
    return {
        own.id: {name: values[code_a] for name in PEOPLE if name[0] == "a"},
        seen.id: {name: values[code_b] for name in PEOPLE if name[0] == "b"},
    }


@pytest.mark.parametrize(
    ("own", "seen", "points"), [("yes", "yes", 100), ("yes", "no", 0), ("unsure", "unsure", 0), ("no", "no", 100)]
)
def test_an_obligation_is_shared_when_both_majorities_are_the_same_and_sure(own, seen, points):
    found = {
        score.subject.id: score
        for score in contract_congruence(a_case(PEOPLE, {}, wave={"opinions": opinions(says(own, seen))}))
    }
    assert (found["a|b"].value, found["x"].value) == (points, points)


def test_what_only_one_firm_believes_is_named_with_its_debtor():
    found = next(iter(contract_congruence(a_case(PEOPLE, {}, wave={"opinions": opinions(says("no", "yes"))}))))
    assert found.inputs == ("early warning owed by A: only B believes it",)
