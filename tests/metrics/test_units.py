"""Contact expected and observed between units, and who could be introduced."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliancenet.metrics.units import NEEDED, NO_COUNTERPART, WANTED, introductions, unit_contacts
from alliancenet.model.audit import UnitKind, UnitState
from alliancenet.model.register import Level
from tests.conftest import a_case

LEVELS = (Level.SENIOR, Level.OPERATING)


def person(firm, level=Level.OPERATING, function="sales"):
    return {"organisation": firm, "level": level, "function": function}


PEOPLE = {
    "a1": person("a", Level.SENIOR, "board"),
    "a2": person("a"),
    "a3": person("a"),
    "b1": person("b", Level.SENIOR, "board"),
    "b2": person("b"),
    "b3": person("b", function="service"),
}


def both(*pairs, value=4):
    return {ends: value for one, other in pairs for ends in ((one, other), (other, one))}


def cell_of(case, one, other, kind=UnitKind.LEVEL):
    return next(cell for cell in unit_contacts(case) if cell.units == (one, other) and cell.kind is kind)


def a_told_case(contact, people=None, **layers):
    return a_case(people or PEOPLE, {"communication": contact, **layers})


def test_counterparts_without_a_tie_are_expected_and_none():
    cell = cell_of(a_told_case(both(("a2", "b2"))), "senior", "senior")
    assert (cell.expected, cell.state, cell.pairs) == (True, UnitState.NONE, 0)


def test_people_in_touch_are_counted_on_each_side():
    cell = cell_of(a_told_case(both(("a2", "b2"), ("a2", "b3"))), "operating", "operating")
    assert (cell.in_touch, cell.people, cell.pairs) == ((1, 2), (2, 2), 2)


def test_other_units_are_observed_but_not_expected():
    cell = cell_of(a_told_case(both(("a1", "b2"))), "senior", "operating")
    assert (cell.expected, cell.state) == (False, UnitState.IN_TOUCH)


def test_work_that_depends_makes_contact_expected_between_other_units():
    case = a_told_case(both(("a2", "b3")), work_flow={("a2", "b3"): 5})
    cell = cell_of(case, "sales", "service", UnitKind.FUNCTION)
    assert (cell.expected, cell.needed) == (True, 1)


@pytest.mark.parametrize(
    ("silent", "state"), [(("a2", "b2"), UnitState.UNKNOWN), (("a2", "a3"), UnitState.NONE), (("a2",), UnitState.NONE)]
)
def test_nobody_in_touch_is_said_only_where_everybody_of_one_unit_answered(silent, state):
    case = a_case(PEOPLE, {"communication": both(("a1", "b1"))}, silent=silent)
    assert cell_of(case, "operating", "operating").state is state


def test_nobody_who_could_tell_leaves_it_unknown():
    case = a_case(PEOPLE, {"communication": both(("a2", "b2"))}, silent=("a1", "b1"))
    assert cell_of(case, "senior", "senior").state is UnitState.UNKNOWN


def test_contact_that_was_not_asked_gives_no_cells():
    assert unit_contacts(a_case(PEOPLE, {"trust": both(("a2", "b2"))})) == ()


@given(
    levels=st.lists(st.sampled_from(LEVELS), min_size=8, max_size=8),
    tied=st.sets(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=10),
)
@settings(max_examples=40, deadline=None)
def test_cells_equal_a_count_by_hand(levels, tied):
    ids = [f"a{number}" for number in range(4)] + [f"b{number}" for number in range(4)]
    people = {one: person(one[0], level) for one, level in zip(ids, levels, strict=True)}
    pairs = [(f"a{one}", f"b{other}") for one, other in tied] or [("a0", "a1")]
    case = a_told_case(both(*pairs), people)
    for cell in unit_contacts(case):
        if cell.kind is UnitKind.LEVEL:
            inside = [
                (one, other)
                for one, other in pairs
                if other[0] == "b" and (people[one]["level"], people[other]["level"]) == cell.units
            ]
            assert cell.pairs == len(inside)
            assert cell.in_touch == (len({one for one, _ in inside}), len({other for _, other in inside}))


def suggested(case):
    return introductions(case, unit_contacts(case))


def test_a_level_nobody_joins_suggests_its_people_through_somebody_who_knows_both():
    (one,) = suggested(a_told_case(both(("a1", "a2"), ("a2", "b1"))))[:1]
    assert (one.people, one.reasons, one.through) == (("a1", "b1"), (NO_COUNTERPART,), "a2")


def test_the_go_between_is_the_one_closest_on_the_weaker_side():
    contact = {**both(("a1", "a2"), ("a2", "b1"), value=2), **both(("a1", "a3"), ("a3", "b1"), value=3)}
    assert suggested(a_told_case(contact))[0].through == "a3"


def test_nobody_in_touch_with_both_is_nobody():
    assert suggested(a_told_case(both(("a2", "b2"))))[0].through == ""


@pytest.mark.parametrize(
    ("layers", "reason"),
    [
        ({"work_flow": {("a2", "b3"): 5}}, NEEDED),
        ({"wanted_change": {("a2", "b3"): 1, ("b3", "a2"): 1}}, WANTED),
    ],
)
def test_what_people_said_suggests_a_pair(layers, reason):
    contact = {**both(("a1", "b1"), ("a2", "b2")), **both(("a2", "b3"), value=1)}
    assert [(pair.people, pair.reasons) for pair in suggested(a_told_case(contact, **layers))] == [
        (("a2", "b3"), (reason,))
    ]


def test_people_of_one_firm_are_not_suggested():
    contact = {**both(("a1", "b1"), ("a2", "b2")), **both(("a2", "a3"), value=1)}
    assert suggested(a_told_case(contact, wanted_change=both(("a2", "a3"), value=1))) == ()


def test_no_more_are_suggested_than_can_be_arranged():
    people = {f"{firm}{number:02d}": person(firm) for firm in "ab" for number in range(20)}
    pairs = [(f"a{number:02d}", f"b{number:02d}") for number in range(20)]
    found = suggested(a_told_case(both(*pairs, value=1), people, wanted_change=both(*pairs, value=1)))
    assert [pair.people for pair in found] == pairs[:12]
