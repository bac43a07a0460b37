"""Bars from the low end to the high end, the words of both ends beside them."""

from built_audits import a_score, an_audit

from alliancenet.model.score import SubjectKind
from alliancenet.privacy import LOCAL_READER, view_for
from alliancenet.report.figures.profile import CHARACTERISTICS, LEFT, RIGHT, profile, profile_table


def view_of(**steps):
    """Steps of the own firm by item, of the partner with `their_` before it."""
    scores = [
        a_score(
            f"spectrum.profile.{name.removeprefix('their_')}",
            step,
            "partner" if name.startswith("their_") else "own",
            SubjectKind.FIRM,
        )
        for name, step in steps.items()
    ]
    return view_for(an_audit(scores=scores, findings=()), LOCAL_READER)


def test_every_characteristic_carries_the_words_of_both_ends():
    found = profile(view_of(REL1=4))
    assert [(row.low, row.high) for row in found.rows] == [(low, high) for _, _, low, high in CHARACTERISTICS]


def test_the_middle_step_reaches_half_way_and_the_highest_all_the_way():
    bars = [bar.width for bar in profile(view_of(REL1=3, their_REL1=5)).rows[0].bars]
    assert bars == [(RIGHT - LEFT) / 2, RIGHT - LEFT]


def test_a_side_that_left_one_open_has_no_bar_there_and_a_dash_in_the_table():
    view = view_of(REL1=3, their_REL2=4)
    assert [len(row.bars) for row in profile(view).rows[:2]] == [1, 1]
    assert [cell.text for cell in profile_table(view).rows[0]] == [
        "Availability of alternatives",
        "many",
        "3",
        "–",
        "few",
    ]


def test_nothing_is_drawn_where_nobody_rated():
    assert profile(view_of()) is None
    assert profile_table(view_of()).rows == ()
