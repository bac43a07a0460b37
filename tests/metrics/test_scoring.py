from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliancenet.instruments.ratings import value_of
from alliancenet.instruments.reading import read_instrument, shipped_instruments
from alliancenet.metrics.scoring import (
    answer_table,
    dimension_scale,
    person_values,
    to_hundred,
    to_unit,
    turned,
)
from alliancenet.model.instrument import Point, Scale, View
from alliancenet.model.wave import Opinions
from alliancenet.settings import default_settings

NAN = float("nan")
LIMITS = default_settings()


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


def by_person(instrument, rows, dimension, n_people, **about):
    """Each person's mean on a dimension."""
    return person_values(
        instrument, answer_table(instrument, opinions(rows), n_people), dimension, settings=LIMITS, **about
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


def test_a_mean_by_hand_is_over_what_each_person_answered():
    climate = shipped("climate")
    # person 0: (4 + 2)/2 = 3; person 1: 5, the other item left open; person 2: 1 and 2 = 1.5; person 3: nothing
    rows = [(0, "CLI-COM1", 4), (0, "CLI-COM2", 2), (1, "CLI-COM1", 5), (1, "CLI-COM2", NAN), (2, "CLI-COM1", 1)]
    rows += [(2, "CLI-COM2", 2)]
    values = by_person(climate, rows, "commitment", 4)
    assert values[:3].tolist() == [3.0, 5.0, 1.5]
    assert np.isnan(values[3])


def test_reversed_items_count_the_other_way():
    climate = shipped("climate")
    rows = [(0, "CLI-CON1", 5), (0, "CLI-CON2", 4)]
    assert by_person(climate, rows, "relationship_conflict", 1).tolist() == [1.5]


def test_half_of_the_items_asked_are_enough_and_fewer_are_not():
    integration = shipped("integration")
    rows = [(0, f"INT-CU{number}", 4) for number in (1, 2, 3, 4)]
    rows += [(1, "INT-CU1", 2), (1, "INT-CU2", 2), (2, "INT-CU1", 1)]
    table = answer_table(integration, opinions(rows), 3)
    assert person_values(integration, table, "cultural", settings=LIMITS).tolist()[:2] == [4.0, 2.0]
    assert np.isnan(person_values(integration, table, "cultural", settings=LIMITS)[2])


def test_items_the_short_form_leaves_out_are_not_missed():
    integration = shipped("integration")
    table = answer_table(integration, opinions([(0, "INT-CU1", 5), (1, "INT-CU1", 3)]), 2)
    assert person_values(integration, table, "cultural", settings=LIMITS).tolist() == [5.0, 3.0]


def test_own_and_partner_views_are_told_apart():
    climate = shipped("climate")
    rows = [(0, "CLI-TRU1", 5), (0, "CLI-TRU2", 2)]
    views = [by_person(climate, rows, "trust", 1, view=view).tolist() for view in (View.OWN, View.PARTNER)]
    assert views == [[5.0], [2.0]]


def test_answers_to_other_instruments_are_passed_over():
    table = answer_table(shipped("climate"), opinions([(0, "INT-ST1", 5), (0, "CLI-TRU1", 4)]), 1)
    assert np.nansum(table) == 4.0


def test_two_answers_of_one_person_to_one_item_are_refused():
    with pytest.raises(ValueError, match="two answers"):
        answer_table(shipped("climate"), opinions([(0, "CLI-TRU1", 5), (0, "CLI-TRU1", 4)]), 1)


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
    assert by_person(read_instrument(path), rows, "energy", 2).tolist() == [7.0, 1.0]


ANSWERS = st.lists(
    st.tuples(st.integers(0, 11), st.sampled_from(["CLI-COM1", "CLI-COM2", "CLI-CON1", "CLI-CON2"]), st.integers(1, 5)),
    unique_by=lambda row: row[:2],
    max_size=48,
)


@given(ANSWERS, st.permutations(range(12)))
def test_relabelling_people_moves_their_means_with_them(rows, order):
    climate = shipped("climate")
    moved = [(order[person], item, value) for person, item, value in rows]
    for dimension in ("commitment", "relationship_conflict"):
        before, after = by_person(climate, rows, dimension, 12), by_person(climate, moved, dimension, 12)
        assert np.array_equal(after[list(order)], before, equal_nan=True)


@given(ANSWERS)
def test_a_mean_equals_the_plain_loop(rows):
    asked = len({item for _, item, _ in rows if "CON" in item})
    people = {}
    for person, item, value in rows:
        if "CON" in item:
            people.setdefault(person, []).append(6 - value)
    kept = {person: sum(told) / len(told) for person, told in people.items() if len(told) >= asked / 2}
    found = by_person(shipped("climate"), rows, "relationship_conflict", 12)
    assert {person: found[person] for person in np.flatnonzero(~np.isnan(found))} == pytest.approx(kept)
