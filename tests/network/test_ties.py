"""Reports become ties: against a plain loop, pair by pair."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliancenet.multiplex import ties
from alliancenet.multiplex.ties import TieState
from alliancenet.settings import default_settings
from tests.conftest import SURVEY, a_case, strong

PEOPLE = {"a1": "a", "a2": "a", "b1": "b", "b2": "b"}


def state(case, one, other):
    names = list(case.wave.people)
    pair = sorted((names.index(one), names.index(other)))
    rows = [list(row) for row in case.picture.multiplex.pairs]
    return TieState(ties.core_ties(case.picture.multiplex, default_settings()).state[rows.index(pair)])


def reports(one_says, other_says):
    layers = ("communication", "importance", "closeness")
    return {
        layer: {
            pair: told[layer] for pair, told in ((("a1", "b1"), one_says), (("b1", "a1"), other_says)) if layer in told
        }
        for layer in layers
    }


YES = {"communication": 5, "importance": 5, "closeness": 4}


def test_both_ends_confirm_a_core_tie():
    assert state(a_case(PEOPLE, reports(YES, YES)), "a1", "b1") is TieState.CONFIRMED


def test_one_end_denies_and_there_is_no_core_tie():
    assert state(a_case(PEOPLE, reports(YES, {**YES, "closeness": 3})), "a1", "b1") is TieState.ABSENT


def test_silent_end_leaves_a_one_sided_tie():
    assert state(a_case(PEOPLE, reports(YES, {}), silent=("b1",)), "a1", "b1") is TieState.ONE_SIDED


def test_end_that_finished_without_naming_denies():
    assert state(a_case(PEOPLE, reports(YES, {})), "a1", "b1") is TieState.ABSENT


def test_prefer_not_to_say_is_unknown_not_no():
    told = reports(YES, {**YES, "importance": None})
    assert state(a_case(PEOPLE, told), "a1", "b1") is TieState.ONE_SIDED


def test_known_no_decides_even_beside_an_unknown():
    told = reports(YES, {"communication": 1, "importance": None, "closeness": 5})
    assert state(a_case(PEOPLE, told), "a1", "b1") is TieState.ABSENT


def test_unfinished_response_leaves_unnamed_people_unknown():
    case = a_case(PEOPLE, reports(YES, {}), unfinished=("b1",))
    assert state(case, "a1", "b1") is TieState.ONE_SIDED


@pytest.mark.parametrize(("level", "expected"), [("senior", TieState.CONFIRMED), ("operating", TieState.ABSENT)])
def test_frequent_depends_on_the_level(level, expected):
    people = {**PEOPLE, "a1": {"organisation": "a", "level": level}}
    monthly = {"communication": 2, "importance": 5, "closeness": 5}
    assert state(a_case(people, reports(monthly, monthly)), "a1", "b1") is expected


def test_layers_missing_means_by_ties_only_and_says_so():
    case = a_case(PEOPLE, {"communication": strong([("a1", "b1")])["communication"]})
    assert case.picture.core_ties.label.startswith("by ties only")


value = st.sampled_from([None, 0, 1, 2, 3, 4, 5])


@settings(max_examples=80, deadline=None)
@given(
    told=st.lists(st.tuples(value, value, value), min_size=12, max_size=12),
    silent=st.sets(st.sampled_from(sorted(PEOPLE))),
)
def test_core_ties_equal_a_plain_loop(told, silent):
    names = sorted(PEOPLE)
    ordered = [(name, other) for name in names for other in names if name != other]
    given_ = {
        layer: {pair: values[row] for pair, values in zip(ordered, told, strict=True) if pair[0] not in silent}
        for row, layer in enumerate(("communication", "importance", "closeness"))
    }
    case = a_case(PEOPLE, given_, silent=tuple(silent))
    found = ties.core_ties(case.picture.multiplex, default_settings()).state
    by_pair = {tuple(pair): got for pair, got in zip(case.picture.multiplex.pairs.tolist(), found, strict=True)}
    for i, one in enumerate(names):
        for j in range(i + 1, len(names)):
            expected = _plain(given_, one, names[j])
            assert by_pair.get((i, j), expected) == expected


def _plain(told, one, other):
    says = [_says(told, pair) for pair in ((one, other), (other, one))]
    if False in says:
        return TieState.ABSENT
    if says == [True, True]:
        return TieState.CONFIRMED
    return TieState.ONE_SIDED if True in says else TieState.UNKNOWN


def _says(told, pair):
    answers = [told[layer].get(pair) for layer in ("communication", "importance", "closeness")]
    if answers[0] == 0:
        return False
    judged = [None if answer is None else answer >= 4 for answer in answers]
    if False in judged:
        return False
    return None if None in judged else True


def test_weighted_contact_is_strong_above_the_median():
    from alliancenet.model.multiplex import LayerSource, Measure, Origin

    source = LayerSource(measure=Measure.WEIGHTS, origin=Origin.EDGE_LIST, measured_once=True)
    weights = {("a1", "a2"): 1, ("a1", "b1"): 2, ("a2", "b1"): 9}
    case = a_case(PEOPLE, {"communication": weights}, source=source)
    assert case.picture.core_pairs.tolist() == [[1, 2]]
    assert "weight above 2" in case.picture.core_ties.label


def test_no_report_on_a_layer_is_nan_not_zero():
    case = a_case(PEOPLE, reports(YES, {}), silent=("b1",), source=SURVEY)
    assert np.isnan(case.picture.multiplex.reports["communication"][0, 1])
