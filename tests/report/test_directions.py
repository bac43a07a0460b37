"""Which way is better is said by the card, once, and every view follows it."""

import pytest

from alliancenet.model.catalogue import CARDS, Better, Unit
from alliancenet.report import words


def test_less_conflict_is_more_of_what_the_number_is_called():
    assert words.title_of("climate.relationship_conflict") == "Absence of relationship conflict"
    assert CARDS["climate.relationship_conflict"].better is Better.HIGHER


@pytest.mark.parametrize("family", ["perception_gap", "inside_spread", "gap_beyond_shift"])
def test_a_gap_about_a_turned_question_names_the_way_it_is_turned(family):
    assert words.title_of(f"{family}.relationship_conflict").endswith(", absence of relationship conflict")


def test_a_gap_about_any_other_dimension_keeps_its_name():
    assert words.title_of("perception_gap.trust") == "Perception gap, trust"


@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS)
def test_a_rise_is_better_worse_or_neither_as_the_card_says(card):
    wanted = {Better.HIGHER: "better", Better.LOWER: "worse", None: ""}[card.better]
    assert words.direction(card.id, 1.0) == wanted


def test_no_change_has_no_direction():
    assert words.direction("health", 0.0) == ""


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (-0.12, Unit.SHARE, "12 percentage points"),
        (0.01, Unit.SHARE, "1 percentage point"),
        (-37.2, Unit.POINTS, "37"),
        (5.4, Unit.POINTS, "5.4"),
        (-4, Unit.PEOPLE, "4"),
    ],
)
def test_a_difference_has_no_sign_and_shares_are_apart_in_percentage_points(value, unit, text):
    assert words.difference(value, unit) == text


def test_in_a_table_a_change_keeps_its_sign_where_marks_are_lost():
    assert [words.signed(value, Unit.SHARE) for value in (0.05, -0.12)] == [
        "+5 percentage points",
        "−12 percentage points",
    ]


@pytest.mark.parametrize(
    ("text", "wanted"), [("Meet the partner", "meet the partner"), ("KPIs are late", "KPIs are late")]
)
def test_after_a_name_a_text_goes_on_small_but_for_abbreviations(text, wanted):
    assert words.under_name("Kestrel", text) == f"Kestrel: {wanted}"
