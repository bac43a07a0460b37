"""What firms as a whole answered, against numbers worked out by hand."""

from dataclasses import replace
from datetime import date

import pytest

from alliancenet.metrics.capability import capability
from alliancenet.metrics.checklists import checklist
from alliancenet.metrics.integration import integration_seen
from alliancenet.metrics.performance import performance
from alliancenet.metrics.registry import MEASURES
from alliancenet.metrics.spectrum import spectrum
from alliancenet.model.register import Benchmark, Objective, OrganisationId, PersonId
from alliancenet.model.score import SubjectKind
from alliancenet.model.wave import OrganisationAnswer
from tests.conftest import a_case, strong

PEOPLE = {"a1": "a", "a2": "a", "b1": "b", "b2": "b"}


def case_of(answers, **about):
    """Case with answers for firms: (respondent, item, value)."""
    told = tuple(
        OrganisationAnswer(
            organisation=OrganisationId(person[0]), respondent=PersonId(person), item=item, value=str(value)
        )
        for person, item, value in answers
    )
    return a_case(PEOPLE, strong([("a1", "b1")]), wave={"organisation_answers": told}, **about)


def side(person, situation, connection):
    steps = [*[situation] * 4, *[connection] * 4]
    return [(person, f"REL{number}", step) for number, step in enumerate(steps, 1)]


def by_name(scores):
    return {(score.metric, score.subject.id): score for score in scores}


def test_each_side_has_its_place_on_the_spectrum_and_the_mean_where_they_agree():
    found = by_name(spectrum(case_of([*side("a1", 2, 4), *side("b1", 3, 3)])))
    assert {firm: found["spectrum.position", firm].value for firm in "abx"} == {"a": 50, "b": 50, "x": 50}
    assert (found["spectrum.fit", "a"].value, found["spectrum.fit", "a"].label) == (2, "over-designed")
    assert found["spectrum.fit", "b"].label == "matched"
    assert found["spectrum.mismatch", "x"].value == 0


def test_sides_more_than_one_step_apart_have_no_common_place_and_other_classes():
    found = by_name(spectrum(case_of([*side("a1", 5, 5), *side("b1", 1, 1)])))
    assert (found["spectrum.position", "x"].value, found["spectrum.mismatch", "x"].value) == (None, 1)
    assert "both are shown" in found["spectrum.position", "x"].reason
    assert [found["spectrum.position", firm].label for firm in "ab"] == ["collaborative", "transactional"]


def test_social_ties_nobody_rated_are_read_off_the_network():
    answers = [answer for answer in side("a1", 3, 3) if answer[1] != "REL7"]
    case = case_of(answers)
    ties = by_name(integration_seen(case))["integration_seen.interpersonal.personal_ties", "x"].value
    found = by_name(spectrum(case))["spectrum.connection", "a"]
    assert found.value == pytest.approx((3 * 3 + 1 + 4 * ties / 100) / 4)


def test_capability_index_level_and_distance_to_target():
    steps = [3, 3, 3, 3, 3, 3, 3, 3, 2, 2]
    answers = [("a1", f"CAP{number}", step) for number, step in enumerate(steps, 1)]
    found = by_name(capability(case_of(answers, tier=1)))
    assert found["capability", "a"].value == found["capability", "x"].value == 70
    assert (found["capability.level", "a"].value, found["capability.level", "a"].label) == (3, "managed")
    # one alliance asks for level 2
    assert found["capability.gap", "a"].value == 1


def test_capability_is_compared_with_an_entered_benchmark_and_the_wave_before():
    before, now = (case_of([("a1", f"CAP{number}", step) for number in range(1, 11)]) for step in (1, 3))
    benchmark = Benchmark(points=60, source="Panel of 40 firms", day=date(2025, 11, 30))
    now = replace(now, register=replace(now.register, capability_benchmark=benchmark), earlier=before)
    found = by_name(capability(now))
    assert found["capability.benchmark", "a"].value == 75 - 60
    assert found["capability.benchmark", "a"].label == "benchmark 60: Panel of 40 firms, 2025-11-30"
    assert found["capability.change", "a"].value == 75 - 25


def test_one_unrated_part_leaves_no_level():
    found = by_name(capability(case_of([("a1", "CAP1", 4)])))
    assert ("capability.level", "a") not in found
    assert found["capability", "a"].n == 1


def test_two_raters_are_averaged_and_their_disputes_named():
    answers = [("a1", "CAP1", 4), ("a2", "CAP1", 1), ("a1", "CAP2", 2), ("a2", "CAP2", 2)]
    found = by_name(capability(case_of(answers)))
    assert found["capability", "a"].value == pytest.approx(25 * (2.5 + 2) / 2)
    assert found["capability.disputes", "a"].inputs == ("CAP1: 4 and 1",)


def test_an_alliance_function_is_counted_by_its_elements():
    answers = [("a1", f"FUN{number}", "yes" if number < 4 else "no") for number in range(1, 8)]
    score = by_name(capability(case_of(answers)))["capability.function", "a"]
    assert (score.value, score.label) == (pytest.approx(300 / 7), "dedicated")


def test_linkages_not_needed_count_neither_way_and_open_ones_are_named():
    answers = [("a1", "LNK1", 2), ("a1", "LNK2", 2), ("a1", "LNK3", 0), ("a1", "LNK4", "not_needed")]
    score = by_name(checklist(case_of(answers)))["checklist.linkages", "x"]
    assert (score.value, score.n) == (pytest.approx(200 / 3), 3)
    # of the eight lines four were not answered: all open, or all done
    assert score.interval == (pytest.approx(200 / 7), pytest.approx(600 / 7))
    assert score.inputs == ("open: One flow of orders or tickets that both sides can follow.",)


def test_a_line_is_done_only_when_every_rater_says_so():
    score = by_name(checklist(case_of([("a1", "LNK1", 2), ("b1", "LNK1", 0)])))["checklist.linkages", "x"]
    assert score.value == 0


def test_linkages_are_a_part_of_what_is_seen_of_the_operational_level():
    answers = [("a1", "LNK1", 2), ("a1", "LNK2", 0)]
    found = by_name(integration_seen(case_of(answers)))
    assert found["integration_seen.operational.linkages_in_place", "x"].value == 50
    assert "linkages_in_place" in found["integration_seen.operational", "x"].inputs


def test_customer_priorities_count_half_done_lines_half():
    answers = [("a1", "CRM-T1", 2), ("a1", "CRM-T2", 1)]
    found = by_name(checklist(case_of(answers)))
    assert found["checklist.crm_priorities.acquire", "a"].value == 75


def test_performance_is_the_weighted_attainment_of_the_objectives():
    goals = (
        Objective(name="revenue", kind="financial", weight=2, target=10, actual=5),
        Objective(name="learning", kind="strategic", floor=1, target=3, actual=4),
        Objective(name="delay", kind="operational", floor=10, target=0, actual=8),
        Objective(name="share", kind="strategic", target=5),
    )
    (score,) = performance(case_of([], alliance={"objectives": goals}))
    assert (score.value, score.n) == (pytest.approx((2 * 50 + 100 + 20) / 4), 3)


def test_results_of_one_kind_are_not_performance():
    goals = tuple(Objective(name=str(n), kind="financial", target=1, actual=1) for n in range(4))
    (score,) = performance(case_of([], alliance={"objectives": goals}))
    assert "4 KPIs with an actual in 1 groups" in score.reason


def test_nothing_is_said_of_firms_that_answered_nothing():
    case = case_of([])
    silent = ("spectrum", "capability", "checklist", "contract_congruence", "trust_transfer")
    assert [score for name in silent for score in MEASURES[name](case)] == []


def test_every_metric_names_itself():
    case = case_of([*side("a1", 2, 4), ("a1", "CAP1", 3), ("a1", "LNK1", 2)])
    for name, measure in MEASURES.items():
        assert all(score.metric.partition(".")[0] == name.partition(".")[0] for score in measure(case))
        assert all(score.subject.kind in SubjectKind for score in measure(case))


def test_six_characteristics_are_told_side_by_side_and_social_ties_are_none_of_them():
    found = by_name(spectrum(case_of([*side("a1", 2, 4), ("b1", "REL1", 5)])))
    profile = {key: score.value for key, score in found.items() if key[0].startswith("spectrum.profile")}
    ours = {f"REL{number}": 2 if number < 5 else 4 for number in range(1, 7)}
    assert profile == {
        **{(f"spectrum.profile.{item}", "a"): step for item, step in ours.items()},
        ("spectrum.profile.REL1", "b"): 5,
    }
    # one rater: no surer than the rounding to a step
    assert found["spectrum.profile.REL1", "b"].interval[0] < 5


def test_a_characteristic_of_two_raters_is_their_mean():
    found = by_name(spectrum(case_of([("a1", "REL4", 1), ("a2", "REL4", 4)])))
    score = found["spectrum.profile.REL4", "a"]
    assert (score.value, score.n) == (2.5, 2)
