from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliancenet.model.instrument import Point, Scale, View
from alliancenet.model.wave import Opinions
from alliancenet.survey.instruments import read_instrument, shipped_instruments
from alliancenet.survey.scoring import (
    GroupMean,
    answer_table,
    dimension_means,
    dimension_scale,
    firm_balanced,
    organisation_dimensions,
    person_values,
    to_hundred,
    to_unit,
    turned,
    value_of,
)

NAN = float("nan")


def steps(low, high):
    points = tuple(Point(value=float(step), code=str(step), label={"en": str(step)}) for step in range(low, high + 1))
    return Scale(points=points)


def shipped(name):
    return read_instrument(shipped_instruments()[name])


def opinions(rows):
    """Rows of (person, item, value) as the columns of a wave."""
    items = tuple(dict.fromkeys(item for _, item, _ in rows))
    return Opinions(
        items=items,
        respondent=np.array([person for person, _, _ in rows], dtype=np.int64),
        item=np.array([items.index(item) for _, item, _ in rows], dtype=np.int64),
        value=np.array([value for _, _, value in rows], dtype=np.float64),
    )


@pytest.mark.parametrize(
    ("scale", "value", "points"), [((1, 5), 1, 0), ((1, 5), 4, 75), ((0, 5), 4, 80), ((-2, 2), 0, 50)]
)
def test_a_value_stands_for_its_place_between_the_ends(scale, value, points):
    assert to_hundred(steps(*scale), np.array([value]))[0] == points


def test_the_frequency_scale_is_divided_by_five():
    net = shipped("net")
    assert to_unit(net.item("NET1").scale, np.array([3.0]))[0] == pytest.approx(0.6)


@pytest.mark.parametrize(
    ("answer", "value"), [("4", 4.0), (" 4 ", 4.0), ("4.0", 4.0), ("6", None), ("x", None), ("4.5", None)]
)
def test_an_answer_is_a_step_of_the_scale_or_nothing(answer, value):
    assert value_of(steps(1, 5), answer) == value


def test_yes_is_read_whatever_its_case():
    assert value_of(shipped("net").item("NET0").scale, "Yes") == 1.0


def test_conflict_is_turned_round():
    item = shipped("climate").item("CLI-CON1")
    assert turned(item, np.array([1.0, 2.0, 5.0, NAN])).tolist()[:3] == [5.0, 4.0, 1.0]


def test_a_mean_by_hand_counts_people_not_answers():
    climate = shipped("climate")
    # person 0: (4 + 2)/2 = 3; person 1: 5, the other item left open; person 2: 1 and 2 = 1.5; person 3: nothing
    rows = [(0, "CLI-COM1", 4), (0, "CLI-COM2", 2), (1, "CLI-COM1", 5), (1, "CLI-COM2", NAN), (2, "CLI-COM1", 1)]
    rows += [(2, "CLI-COM2", 2)]
    means = dimension_means(climate, opinions(rows), np.array([0, 0, 1, 1]))
    assert means["commitment"] == {
        0: GroupMean(mean=4.0, n=2, sd=pytest.approx(2**0.5)),
        1: GroupMean(mean=1.5, n=1, sd=None),
    }


def test_reversed_items_count_the_other_way():
    climate = shipped("climate")
    rows = [(0, "CLI-CON1", 5), (0, "CLI-CON2", 4)]
    assert dimension_means(climate, opinions(rows), np.array([0]))["relationship_conflict"][0].mean == 1.5


def test_a_firm_nobody_answered_for_has_no_mean():
    climate = shipped("climate")
    means = dimension_means(climate, opinions([(0, "CLI-MEA1", 3)]), np.array([0, 1]))
    assert means["measuring"][1] == GroupMean(mean=None, n=0, sd=None)


def test_half_of_the_items_asked_are_enough_and_fewer_are_not():
    integration = shipped("integration")
    rows = [(0, f"INT-CU{number}", 4) for number in (1, 2, 3, 4)]
    rows += [(1, "INT-CU1", 2), (1, "INT-CU2", 2), (2, "INT-CU1", 1)]
    table = answer_table(integration, opinions(rows), 3)
    assert person_values(integration, table, "cultural").tolist()[:2] == [4.0, 2.0]
    assert np.isnan(person_values(integration, table, "cultural")[2])


def test_items_the_short_form_leaves_out_are_not_missed():
    integration = shipped("integration")
    table = answer_table(integration, opinions([(0, "INT-CU1", 5), (1, "INT-CU1", 3)]), 2)
    assert person_values(integration, table, "cultural").tolist() == [5.0, 3.0]


def test_own_and_partner_views_are_told_apart():
    climate = shipped("climate")
    answers = opinions([(0, "CLI-TRU1", 5), (0, "CLI-TRU2", 2)])
    own = dimension_means(climate, answers, np.array([0]), view=View.OWN)["trust"][0].mean
    partner = dimension_means(climate, answers, np.array([0]), view=View.PARTNER)["trust"][0].mean
    assert (own, partner) == (5.0, 2.0)


def test_dimensions_without_items_of_a_view_are_left_out():
    climate = shipped("climate")
    answers = opinions([(0, "CLI-TRU1", 5)])
    found = dimension_means(climate, answers, np.array([0]), view=View.OWN)
    assert list(found) == ["commitment", "trust", "openness", "flexibility"]


def test_answers_to_other_instruments_are_passed_over():
    table = answer_table(shipped("climate"), opinions([(0, "INT-ST1", 5), (0, "CLI-TRU1", 4)]), 1)
    assert np.nansum(table) == 4.0


def test_two_answers_of_one_person_to_one_item_are_refused():
    with pytest.raises(ValueError, match="two answers"):
        answer_table(shipped("climate"), opinions([(0, "CLI-TRU1", 5), (0, "CLI-TRU1", 4)]), 1)


def test_no_answers_at_all_give_no_means():
    means = dimension_means(shipped("climate"), opinions([]), np.array([0, 1]))
    assert all(group.mean is None for firms in means.values() for group in firms.values())


def test_firms_weigh_the_same_whatever_their_size():
    large, small = GroupMean(mean=2.0, n=90, sd=1.0), GroupMean(mean=4.0, n=5, sd=1.0)
    assert firm_balanced([large, small]) == 3.0


def test_one_silent_firm_leaves_no_balanced_mean():
    assert firm_balanced([GroupMean(mean=2.0, n=9, sd=1.0), GroupMean(mean=None, n=0, sd=None)]) is None


def test_a_nominal_answer_never_enters_a_mean():
    contract = shipped("contract")
    assert dimension_means(contract, opinions([(0, "PSY-EW-OWN", 1)]), np.array([0])) == {}


def test_facets_are_averaged_apart():
    value = shipped("value")
    found = organisation_dimensions(value, {"VAL1-IMP": 5.0, "VAL1-PERF": -1.0})
    assert found == {("product_quality", "importance"): 5.0, ("product_quality", "performance"): -1.0}


def test_a_dimension_knows_its_scale():
    value = shipped("value")
    scale = dimension_scale(value, "delivery", facet="performance")
    assert (scale.low, scale.high) == (-2.0, 2.0)


def test_an_unknown_dimension_is_a_programming_fault():
    with pytest.raises(KeyError, match="does not measure"):
        dimension_scale(shipped("climate"), "happiness")


def test_a_users_own_instrument_is_scored_by_the_same_engine(tmp_path):
    path = Path(tmp_path) / "pulse.yaml"
    path.write_text(
        "id: pulse\nversion: 1\nkind: people\nlanguages: [en]\ntitle: Pulse\nintro: Hi.\nanswered_by: all\n"
        "purposes: [alliance_audit]\nscale: s\nscales: {s: {min: 0, max: 10, labels: {0: low, 10: high}}}\n"
        "items:\n- {id: A1, text: I., dimension: energy}\n- {id: A2, text: II., reversed: true, dimension: energy}\n",
        encoding="utf-8",
    )
    rows = [(0, "A1", 8), (0, "A2", 4), (1, "A1", 2), (1, "A2", 10)]
    means = dimension_means(read_instrument(path), opinions(rows), np.array([0, 1]))
    assert {firm: group.mean for firm, group in means["energy"].items()} == {0: 7.0, 1: 1.0}


ANSWERS = st.lists(
    st.tuples(st.integers(0, 11), st.sampled_from(["CLI-COM1", "CLI-COM2", "CLI-CON1", "CLI-CON2"]), st.integers(1, 5)),
    unique_by=lambda row: row[:2],
    max_size=48,
)


@given(ANSWERS, st.permutations(range(12)))
def test_relabelling_people_changes_no_mean(rows, order):
    climate, firm = shipped("climate"), np.array([0] * 6 + [1] * 6)
    moved = [(order[person], item, value) for person, item, value in rows]
    moved_firm = np.empty(12, dtype=np.int64)
    moved_firm[list(order)] = firm
    before = dimension_means(climate, opinions(rows), firm)
    after = dimension_means(climate, opinions(moved), moved_firm)
    for dimension, firms in before.items():
        for index, group in firms.items():
            assert after[dimension][index].n == group.n
            assert (after[dimension][index].mean or 0) == pytest.approx(group.mean or 0)


@given(ANSWERS)
def test_a_mean_equals_the_plain_loop(rows):
    climate = shipped("climate")
    found = dimension_means(climate, opinions(rows), np.zeros(12, dtype=np.int64))["relationship_conflict"][0]
    asked = len({item for _, item, _ in rows if "CON" in item})
    people = {}
    for person, item, value in rows:
        if "CON" in item:
            people.setdefault(person, []).append(6 - value)
    kept = [sum(values) / len(values) for values in people.values() if len(values) >= asked / 2]
    assert found.n == len(kept)
    assert found.mean == (pytest.approx(sum(kept) / len(kept)) if kept else None)
