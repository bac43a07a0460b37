"""Fit of a person and a position, part by part, against numbers worked out by hand."""

import pytest

from alliancenet.model.staffing import Candidate, HardCondition, StaffingPosition, StaffingStage
from alliancenet.settings import default_settings
from alliancenet.staffing.fit import failing, fit_of

SETTINGS = default_settings()
NO_RELATION = (None, "")


def a_position(**fields):
    about = {"stage": StaffingStage.LAUNCH, "time_needed": 0.5, "level": "senior", "languages": ("en",), **fields}
    return StaffingPosition(id="j", title="J", alliance="x", **about)


def a_candidate(**fields):
    about = {
        "name": "Ada",
        "level": "senior",
        "languages": ("en",),
        "free_time": 0.5,
        "have": {},
        "manager": {},
        "style": {},
        **fields,
    }
    return Candidate(id="p", **about)


def parts_of(candidate, position, relation=NO_RELATION):
    return {part.name: part.value for part in fit_of(candidate, position, relation, SETTINGS).parts}


def test_skills_are_the_mean_of_have_over_need_weighed_by_the_stage():
    position = a_position(needs={"negotiation": 4, "domain": 2})
    candidate = a_candidate(have={"negotiation": 2, "domain": 4})
    # at the launch negotiation weighs 2: (2 · .5 + 1 · 1) / 3
    assert parts_of(candidate, position)["skills"] == pytest.approx(2 / 3)


def test_the_same_skills_weigh_otherwise_at_another_stage():
    position = a_position(needs={"negotiation": 4, "domain": 2}, stage=StaffingStage.OPERATION)
    candidate = a_candidate(have={"negotiation": 2, "domain": 4})
    # in operation knowing the field weighs 1.5: (1 · .5 + 1.5 · 1) / 2.5
    assert parts_of(candidate, position)["skills"] == pytest.approx(0.8)


def test_the_person_s_and_the_manager_s_view_are_averaged():
    position = a_position(needs={"domain": 4})
    assert parts_of(a_candidate(have={"domain": 4}, manager={"domain": 2}), position)["skills"] == 0.75


def test_a_skill_nobody_rated_is_left_out_and_not_zero():
    position = a_position(needs={"domain": 4, "conflict": 4})
    fit = fit_of(a_candidate(have={"domain": 4}), position, NO_RELATION, SETTINGS)
    assert (fit.parts[0].value, fit.parts[0].because) == (1.0, "all that is needed; not rated: conflict")


def test_working_style_is_one_less_the_mean_difference_over_four_steps():
    position, candidate = a_position(style={"FIT-Y1": 5, "FIT-Y2": 1}), a_candidate(style={"FIT-Y1": 1, "FIT-Y2": 3})
    assert parts_of(candidate, position)["working style"] == pytest.approx(1 - 3 / 4)


@pytest.mark.parametrize(("free", "overloaded", "value"), [(0.5, False, 1.0), (0.25, False, 0.5), (0.5, True, 0.5)])
def test_availability_is_what_there_is_of_the_time_less_a_half_for_overload(free, overloaded, value):
    assert parts_of(a_candidate(free_time=free, is_overloaded=overloaded), a_position())["availability"] == value


def test_unknown_parts_are_left_out_of_the_points_and_make_the_bounds():
    position, candidate = a_position(needs={"domain": 4}), a_candidate(have={"domain": 2})
    fit = fit_of(candidate, position, NO_RELATION, SETTINGS)
    # .4 · .5 + .25 · 1 = .45 of .65 known
    assert (fit.points, fit.low, fit.high) == pytest.approx((100 * 0.45 / 0.65, 45, 80))


def test_declining_that_ties_are_looked_at_makes_nobody_worse_off():
    position = a_position(needs={"domain": 4}, counterparts=("q",))
    candidate = a_candidate(have={"domain": 4})
    assert fit_of(candidate, position, NO_RELATION, SETTINGS).points == 100
    assert fit_of(candidate, position, (0.0, ""), SETTINGS).points == pytest.approx(100 * 0.65 / 0.85)


@pytest.mark.parametrize(
    ("fields", "condition"),
    [
        ({"languages": ("de",)}, HardCondition.LANGUAGE),
        ({"languages": ()}, HardCondition.LANGUAGE),
        ({"level": "operating"}, HardCondition.LEVEL),
        ({"level": ""}, HardCondition.LEVEL),
        ({"conflicts": ("b",)}, HardCondition.CONFLICT),
        ({"free_time": 0.4}, HardCondition.TIME),
        ({"manager_agrees": False}, HardCondition.MANAGER),
        ({"have": {}}, HardCondition.KNOWN),
    ],
)
def test_a_hard_condition_that_does_not_hold_is_named_alone(fields, condition):
    position = a_position(needs={"domain": 4})
    candidate = a_candidate(**{"have": {"domain": 4}, **fields})
    fit = fit_of(candidate, position, NO_RELATION, SETTINGS)
    assert failing(candidate, position, {"b"}, fit, SETTINGS) == {condition}


def test_one_step_of_level_apart_is_near_enough():
    candidate, position = a_candidate(level="project_leader", have={"domain": 4}), a_position(needs={"domain": 4})
    assert failing(candidate, position, {"b"}, fit_of(candidate, position, NO_RELATION, SETTINGS), SETTINGS) == set()
