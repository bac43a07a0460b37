import pytest

from alliancenet.instruments.ratings import Rating, ratings_of
from alliancenet.instruments.reading import read_instrument, shipped_instruments
from alliancenet.metrics.capability import (
    PARTS,
    Maturity,
    alliance_function,
    capability_of,
    capability_target,
    disputes,
)
from alliancenet.metrics.completion import completion, readiness
from alliancenet.metrics.spectrum import Exchange, Fit, both_sides, position
from alliancenet.model.instrument import Escape
from alliancenet.model.wave import OrganisationAnswer
from alliancenet.settings import default_settings

LIMITS = default_settings()


def shipped(name):
    return read_instrument(shipped_instruments()[name])


def answer(item, value, firm="a", person="p1", evidence=""):
    return OrganisationAnswer(organisation=firm, respondent=person, item=item, value=value, evidence=evidence)


def rating(**values):
    return Rating(
        organisation="a", rater="p1", values={item.replace("_", "-"): value for item, value in values.items()}
    )


def parts(*steps):
    return dict(zip(PARTS, steps, strict=True))


def rel(*steps):
    return {f"REL{number}": float(step) for number, step in enumerate(steps, start=1)}


def test_each_rater_of_each_firm_has_a_rating():
    answers = [answer("CAP1", "3"), answer("CAP1", "1", person="p2"), answer("CAP1", "2", firm="b", person="p9")]
    found = {
        (rating.organisation, rating.rater): rating.values for rating in ratings_of(shipped("capability"), answers)
    }
    assert found == {("a", "p1"): {"CAP1": 3.0}, ("a", "p2"): {"CAP1": 1.0}, ("b", "p9"): {"CAP1": 2.0}}


def test_declining_is_neither_a_number_nor_silence():
    (found,) = ratings_of(shipped("capability"), [answer("CAP1", "cannot_say"), answer("CAP2", "", evidence="minutes")])
    assert (found.values, found.declined, found.evidence) == ({}, {"CAP1": Escape.CANNOT_SAY}, {"CAP2": "minutes"})


def test_answers_to_other_instruments_are_passed_over():
    assert ratings_of(shipped("capability"), [answer("REL1", "3")]) == ()


def test_a_value_off_the_scale_is_a_programming_fault():
    with pytest.raises(ValueError, match="no step"):
        ratings_of(shipped("capability"), [answer("CAP1", "7")])


def test_only_the_highest_step_is_done():
    found = completion(shipped("linkages"), rating(LNK1=2, LNK2=1, LNK3=0, LNK4=2))
    assert (found.done, found.open) == (("LNK1", "LNK4"), ("LNK2", "LNK3"))
    assert found.share == 0.5


def test_lines_not_needed_do_not_count():
    line = [answer(f"LNK{number}", "2" if number < 4 else "not_needed") for number in range(1, 9)]
    (one,) = ratings_of(shipped("linkages"), line)
    found = completion(shipped("linkages"), one)
    assert (found.share, len(found.not_needed), found.unanswered) == (1.0, 5, ())


def test_unanswered_lines_bound_the_share_and_do_not_lower_it():
    found = completion(shipped("manager_tasks"), rating(TSK1=2, TSK2=2, TSK3=0))
    assert found.share == pytest.approx(2 / 3)
    assert found.bounds == (pytest.approx(2 / 12), pytest.approx(11 / 12))


def test_an_empty_checklist_has_no_share():
    found = completion(shipped("handshake"), rating())
    assert (found.share, found.bounds) == (None, (0.0, 1.0))


def test_one_part_of_a_checklist_can_be_looked_at():
    found = completion(shipped("handshake"), rating(HAN1=2, HAN2=0, HAN3=2), dimension="strategy_map")
    assert found.share == 0.5


def test_readiness_counts_a_line_under_way_as_half():
    found = readiness(shipped("crm_priorities"), rating(CRM_T1=2, CRM_T2=1, CRM_S1=0))
    assert found["acquire"] == 50.0
    assert found["retain"] is None


@pytest.mark.parametrize(
    ("steps", "index", "level"),
    [
        ([0] * 10, 0.0, Maturity.NONE),
        ([4] * 10, 100.0, Maturity.LEARNING),
        ([2] * 10, 50.0, Maturity.DEFINED),
        ([3] * 8 + [2] * 2, 70.0, Maturity.MANAGED),
        ([3] * 7 + [2] * 3, 67.5, Maturity.DEFINED),
        ([3] * 9 + [1], 70.0, Maturity.DEFINED),
        ([4] * 9 + [0], 90.0, Maturity.INDIVIDUAL),
        ([1] * 8 + [0] * 2, 20.0, Maturity.INDIVIDUAL),
        ([1] * 7 + [0] * 3, 17.5, Maturity.NONE),
    ],
)
def test_capability_by_hand(steps, index, level):
    found = capability_of(parts(*steps), LIMITS)
    assert (found.index, found.level, found.rated) == (pytest.approx(index), level, 10)


def test_an_unrated_part_leaves_the_level_open_and_the_index_counted():
    values = parts(*[3] * 10)
    del values["CAP7"]
    found = capability_of(values, LIMITS)
    assert (found.index, found.level, found.rated) == (75.0, None, 9)


def test_nothing_rated_gives_no_index():
    assert capability_of({}, LIMITS).index is None


@pytest.mark.parametrize(("alliances", "first", "target"), [(4, 2, 2), (30, 0, 2), (5, 1, 3), (15, 1, 3), (16, 1, 4)])
def test_the_target_grows_with_the_portfolio(alliances, first, target):
    assert capability_target(alliances, first, LIMITS) == target


def test_raters_two_steps_apart_are_asked_for_evidence():
    found = disputes(parts(*[3] * 10), {"CAP1": 1.0, "CAP2": 2.0, "CAP10": 5.0}, LIMITS)
    assert [(dispute.item, dispute.first, dispute.second) for dispute in found] == [("CAP1", 3, 1.0), ("CAP10", 3, 5.0)]


def test_an_alliance_function_is_dedicated_with_head_staff_and_budget():
    found = alliance_function({"FUN1": 1, "FUN2": 1, "FUN3": 1, "FUN4": 0})
    assert (found.is_dedicated, found.points, found.missing) == (True, 75.0, ("FUN4",))


def test_one_missing_element_settles_that_it_is_not_dedicated():
    assert alliance_function({"FUN2": 0}).is_dedicated is False


def test_a_function_not_described_is_unknown_and_not_absent():
    found = alliance_function({"FUN1": 1})
    assert (found.is_dedicated, len(found.unknown)) == (None, 6)
    assert alliance_function({}).points is None


@pytest.mark.parametrize(
    ("steps", "points", "exchange", "gap", "fit"),
    [
        ([1] * 8, 0.0, Exchange.TRANSACTIONAL, 0.0, Fit.MATCHED),
        ([5] * 8, 100.0, Exchange.COLLABORATIVE, 0.0, Fit.MATCHED),
        ([3] * 8, 50.0, Exchange.VALUE_ADDING, 0.0, Fit.MATCHED),
        ([1, 1, 1, 1, 4, 4, 4, 4], 37.5, Exchange.VALUE_ADDING, 3.0, Fit.OVER_DESIGNED),
        ([5, 5, 4, 4, 1, 2, 1, 2], 50.0, Exchange.VALUE_ADDING, -3.0, Fit.UNDER_DESIGNED),
        ([2, 2, 2, 2, 3, 3, 3, 3], 37.5, Exchange.VALUE_ADDING, 1.0, Fit.MATCHED),
    ],
)
def test_spectrum_by_hand(steps, points, exchange, gap, fit):
    found = position(rel(*steps), LIMITS)
    assert (found.points, found.exchange, found.gap, found.fit) == (points, exchange, gap, fit)


def test_close_ties_across_can_stand_in_for_social_ties():
    assert position(rel(*[3] * 8), LIMITS, social_ties=100.0).connection == 3.5


def test_an_item_left_open_leaves_the_position_open():
    values = rel(*[3] * 8)
    del values["REL2"]
    found = position(values, LIMITS)
    assert (found.situation, found.connection, found.points, found.fit) == (None, 3.0, None, None)


def test_sides_one_step_apart_share_a_position():
    found = both_sides(position(rel(*[3] * 8), LIMITS), position(rel(*[4] * 8), LIMITS), LIMITS)
    assert (found.points, found.is_mismatched) == (62.5, True)


def test_sides_further_apart_share_none():
    found = both_sides(position(rel(*[2] * 8), LIMITS), position(rel(*[4] * 8), LIMITS), LIMITS)
    assert (found.points, found.is_mismatched) == (None, True)


def test_one_silent_side_leaves_the_mismatch_open():
    assert both_sides(position(rel(*[2] * 8), LIMITS), position({}, LIMITS), LIMITS).is_mismatched is None
