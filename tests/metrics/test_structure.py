"""Roles, redundancy and shape of the network, against brute force."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliancenet.metrics.cohesion import density, ei_index
from alliancenet.metrics.counterparts import counterpart_coverage, counterpart_covered, functions_apart, level_skips
from alliancenet.metrics.participants import core_share, participant_roles, spanner_flags
from alliancenet.metrics.picture import Picture
from alliancenet.metrics.redundancy import carriers, concentration, redundancy
from alliancenet.metrics.withholding import confidence_of
from alliancenet.model.audit import Confidence, ParticipantRole
from alliancenet.model.score import SubjectKind
from alliancenet.multiplex.resampling import completed
from tests.conftest import a_case, strong

PEOPLE = {f"{firm}{number}": firm for firm in "ab" for number in range(5)}
CROSS = [(f"a{i}", f"b{j}") for i in range(5) for j in range(5)]
INSIDE = [pair for firm in "ab" for pair in combinations([f"{firm}{i}" for i in range(5)], 2)]


def value(scores, kind, metric=None):
    found = [score for score in scores if score.subject.kind is kind and metric in (None, score.metric)]
    return found[0].value


@settings(max_examples=60, deadline=None)
@given(st.sets(st.sampled_from(CROSS)))
def test_redundancy_is_the_smallest_number_of_departures(ties):
    found = value(redundancy(a_case(PEOPLE, strong(ties))), SubjectKind.PAIR)
    smallest = next(
        size
        for size in range(11)
        for gone in combinations(sorted(PEOPLE), size)
        if all(one in gone or other in gone for one, other in ties)
    )
    assert found == smallest


@settings(max_examples=30, deadline=None)
@given(st.sets(st.sampled_from(CROSS), min_size=1))
def test_carriers_leaving_cuts_every_cross_tie(ties):
    gone = carriers(a_case(PEOPLE, strong(ties)), 0, 1)
    assert all(one in gone or other in gone for one, other in ties)


@settings(max_examples=30, deadline=None)
@given(st.sets(st.sampled_from(CROSS)), st.sampled_from(CROSS))
def test_a_further_tie_never_lowers_redundancy(ties, further):
    before, after = (
        value(redundancy(a_case(PEOPLE, strong(chosen))), SubjectKind.PAIR) for chosen in (ties, ties | {further})
    )
    assert after >= before


@settings(max_examples=40, deadline=None)
@given(st.sets(st.sampled_from(CROSS + INSIDE), min_size=1))
def test_ei_and_density_equal_counting(ties):
    case = a_case(PEOPLE, strong(ties))
    across = sum(one[0] != other[0] for one, other in ties)
    assert value(ei_index(case), SubjectKind.ALLIANCE) == pytest.approx((2 * across - len(ties)) / len(ties))
    assert value(density(case), SubjectKind.ALLIANCE) == pytest.approx(len(ties) / 45)


def test_pairs_of_two_silent_people_are_left_out_of_density():
    case = a_case(PEOPLE, strong([("a0", "b0")]), silent=("a3", "a4", "b4"))
    score = density(case)[0]
    assert (score.value, score.n) == (pytest.approx(1 / 42), 42)


def test_core_needs_two_core_ties():
    roles = participant_roles(a_case(PEOPLE, strong([("a0", "b0"), ("a0", "b1")])))
    assert roles[0] is ParticipantRole.CORE
    assert roles[5] is ParticipantRole.PERIPHERAL
    assert roles[4] is ParticipantRole.ISOLATE


def test_silent_person_named_by_one_is_unknown_by_two_is_not():
    told = {"communication": {("b0", "a0"): 5, ("b1", "a0"): 1, ("b1", "a1"): 1}}
    told |= {"importance": {("b0", "a0"): 5}, "closeness": {("b0", "a0"): 5}}
    roles = participant_roles(a_case(PEOPLE, told, silent=("a0", "a1")))
    assert roles[:2] == [ParticipantRole.PERIPHERAL, ParticipantRole.UNKNOWN]


def test_low_confidence_makes_every_role_unknown_and_withholds_the_core():
    case = a_case(PEOPLE, strong(CROSS), silent=("a0", "a1", "a2"))
    assert confidence_of(case) is Confidence.LOW
    assert set(participant_roles(case)) == {ParticipantRole.UNKNOWN}
    assert not core_share(case)[0].is_ok


def test_key_person_missing_lowers_confidence_and_withholds_spanners():
    people = {**PEOPLE, "a0": {"organisation": "a", "roles": frozenset({"executive_sponsor"})}}
    case = a_case(people, strong(CROSS), silent=("a0",))
    assert confidence_of(case) is Confidence.MEDIUM
    assert spanner_flags(case) == [None] * 10


def test_spanner_needs_both_sides_and_closeness_whatever_friends_say():
    told = strong([("a0", "a1"), ("a0", "a2"), ("a0", "b0"), ("a0", "b1"), ("b0", "b1"), ("b0", "a1"), ("b1", "b2")])
    close = dict.fromkeys(told["closeness"], 3)
    for pair in (("a0", "a1"), ("a0", "b0")):
        close[pair] = close[pair[::-1]] = 5
    case = a_case(PEOPLE, {**told, "closeness": close, "friendship": dict.fromkeys(close, 5)})
    assert [name for name, flag in zip(case.wave.people, spanner_flags(case), strict=True) if flag] == ["a0"]


FUNCTIONS = {
    f"{firm}{number}": {"organisation": firm, "function": "sales" if number < 3 else "delivery"}
    for firm in "ab"
    for number in range(7)
}


@pytest.mark.parametrize(
    ("silent", "told"),
    [((), [1.0, 1.0]), (("a6", "b6"), [1.0, 1.0]), (("a0", "a1", "b3", "b4"), [None, 1.0])],
    ids=["everybody answered", "others are silent", "the function is silent"],
)
def test_a_function_apart_is_found_or_said_to_be_untellable(silent, told):
    here = [(one, other) for one, other in combinations(FUNCTIONS, 2) if one[0] == other[0]]
    across = [(f"a{i}", f"b{j}") for i in range(3, 7) for j in range(3, 7)]
    found = functions_apart(completed_case(FUNCTIONS, strong(here + across), silent))
    assert [score.value for score in found] == told
    untold = [score.reason for score in found if not score.is_ok]
    assert all(f"because {len(silent)} of 14 people have not answered" in reason for reason in untold)


def test_a_function_that_has_contact_is_never_said_to_be_untellable():
    across = [(f"a{i}", f"b{j}") for i in range(7) for j in range(7)]
    found = functions_apart(completed_case(FUNCTIONS, strong(across), ("a0", "b3")))
    assert [score.value for score in found] == [0.0, 0.0]


@pytest.mark.parametrize(("silent", "told"), [((), 0.0), (("a4", "b5"), 0.0), (("a0", "b0"), None)])
def test_a_level_without_counterparts_is_found_or_said_to_be_untellable(silent, told):
    senior = {"a0", "a1", "b0", "b1"}
    people = {
        name: {"organisation": name[0], "level": "senior" if name in senior else "operating"} for name in FUNCTIONS
    }
    met = [pair for pair in combinations(people, 2) if pair[0][0] == pair[1][0] or not senior.issuperset(pair)]
    scores = counterpart_covered(completed_case(people, strong(met), silent))
    found = next(score for score in scores if score.metric.endswith("senior"))
    assert found.value == told
    assert found.is_ok or f"because {len(silent)} of 14 people have not answered" in found.reason


def completed_case(people, reports, silent):
    told = {layer: {pair: said for pair, said in of.items() if pair[0] not in silent} for layer, of in reports.items()}
    case = a_case(people, told, silent=silent)
    drawn = completed(case.picture.multiplex, case.settings, count=60, seed=1)
    return replace(case, draws=tuple(Picture(one, case.settings) for one in drawn))


def test_concentration_needs_three_ties():
    two = a_case(PEOPLE, strong([("a0", "b0"), ("a0", "b1")]))
    assert not concentration(two)[0].is_ok
    three = a_case(PEOPLE, strong([("a0", "b0"), ("a0", "b1"), ("a1", "b2")]))
    assert concentration(three)[0].value == pytest.approx(2 / 3)


LEVELS = {
    name: {"organisation": firm, "level": "senior" if name[1] in "01" else "operating"} for name, firm in PEOPLE.items()
}


def test_coverage_is_the_mean_of_both_firms_shares():
    told = {"communication": {("a2", "b2"): 4, ("b2", "a2"): 4, ("a3", "b2"): 5, ("b2", "a3"): 5}}
    scores = counterpart_coverage(a_case(LEVELS, told))
    operating = next(score for score in scores if score.subject.id == "operating")
    assert operating.value == pytest.approx((2 / 3 + 1 / 3) / 2)


def test_below_three_people_coverage_says_only_covered_or_not():
    case = a_case(LEVELS, {"communication": {("a0", "b0"): 1, ("b0", "a0"): 1}})
    senior = next(score for score in counterpart_coverage(case) if score.subject.id == "senior")
    assert not senior.is_ok
    assert "3 are needed" in senior.reason
    assert next(score for score in counterpart_covered(case) if score.metric.endswith("senior")).value == 1


def test_silent_people_do_not_count_as_uncovered():
    told = {"communication": {("a2", "b2"): 4}}
    case = a_case(LEVELS, told, silent=("a4", "b2", "b3"))
    operating = next(score for score in counterpart_coverage(case) if score.subject.id == "operating")
    assert (operating.n, operating.value) == (4, pytest.approx((1 / 2 + 1 / 2) / 2))


def test_silent_person_whom_everybody_opposite_left_unnamed_is_uncovered():
    told = {"communication": {("a2", "b2"): 4}}
    case = a_case(LEVELS, told, silent=("b2", "b3"))
    operating = next(score for score in counterpart_coverage(case) if score.subject.id == "operating")
    assert (operating.n, operating.value) == (6, pytest.approx(1 / 3))


def test_senior_to_operating_contact_skips_a_level_only_without_leaders():
    told = {"communication": {("a0", "b2"): 3, ("b2", "a0"): 3}}
    assert level_skips(a_case(LEVELS, told)) == [("a0", "b2")]


@settings(max_examples=20, deadline=None)
@given(st.sets(st.sampled_from(CROSS + INSIDE)), st.permutations(range(10)))
def test_relabelling_people_changes_nothing(ties, order):
    names = sorted(PEOPLE)
    renamed = {old: f"{PEOPLE[old]}-{order[place]:02}" for place, old in enumerate(names)}
    one = a_case(PEOPLE, strong(ties))
    other = a_case(
        {new: PEOPLE[old] for old, new in renamed.items()},
        strong([(renamed[a], renamed[b]) for a, b in ties]),
    )
    for measure in (redundancy, density, core_share):
        assert [score.value for score in measure(one)] == [score.value for score in measure(other)]


def test_three_firms_are_measured_per_pair_then_mean_and_worst():
    people = {**PEOPLE, "c0": "c", "c1": "c"}
    case = a_case(people, strong([("a0", "b0"), ("a1", "b1"), ("a0", "c0")]), firms=("a", "b", "c"))
    told = {(score.metric, score.subject.id): score.value for score in redundancy(case)}
    assert told["redundancy", "a|b"] == 2
    assert told["redundancy", "x"] == pytest.approx(np.mean([2, 1, 0]))
    assert told["redundancy.worst_pair", "x"] == 0


def test_where_nobody_was_asked_about_contact_nothing_is_said_of_structure():
    case = a_case({f"{firm}{n}": firm for firm in "ab" for n in range(6)}, {})
    assert {score.reason for score in redundancy(case)} == {"nobody was asked about contact"}
    assert set(participant_roles(case)) == {ParticipantRole.UNKNOWN}
    assert case.picture.is_core.sum() == 0


def test_silent_central_people_withhold_redundancy_with_the_reason():
    people = {f"{firm}{number}": firm for firm in "ab" for number in range(10)}
    told = strong([("a0", f"b{number}") for number in range(10)] + [("a1", f"a{number}") for number in range(2, 9)])
    reports = {layer: {pair: value for pair, value in part.items() if pair[0] != "a0"} for layer, part in told.items()}
    score = redundancy(a_case(people, reports, silent=("a0",)))[0]
    assert (score.value, "cannot be trusted" in score.reason) == (None, True)


def test_ei_with_answers_missing_needs_forty_core_ties():
    missing = a_case(PEOPLE, strong([("a0", "b0"), ("a1", "b1")]), silent=("b4",))
    assert not ei_index(missing)[0].is_ok
    assert ei_index(a_case(PEOPLE, strong([("a0", "b0"), ("a1", "b1")])))[0].value == 1
