"""What is late and due stands at its day; nothing is called late of which nobody can know."""

from datetime import date, timedelta

import pytest
from built_portfolios import DAY, a_holding, a_register, a_sponsor, an_alliance, meeting, member

from alliancenet.portfolio.review import review
from alliancenet.privacy import LOCAL_READER, review_for
from alliancenet.report.due import Due, due
from alliancenet.report.figures.timeline import timeline

TODAY = date(2026, 11, 29)
WINDOW = 100


def meetings(met, today):
    """What is due of a tier 1 alliance whose sponsors met these days before the review."""
    people = (a_sponsor("kim", public_role=True), a_sponsor("lee", "partner", public_role=True))
    register = a_register(
        an_alliance(tier=1),
        people=people,
        memberships=[member(person.id) for person in people],
        touchpoints=[meeting(DAY - timedelta(days=days), "kim", "lee") for days in met],
    )
    view = review_for(review(a_holding(register), "0.1.0"), LOCAL_READER)
    found = due((), view, (), today)
    return [(thing.day, thing.what) for thing in found if "sponsors" in thing.what]


def test_sponsors_who_were_late_at_the_review_are_late_since_the_end_of_their_window():
    (found,) = meetings([228], DAY + timedelta(days=200))
    assert found[0] == DAY - timedelta(days=228 - WINDOW)


def test_sponsors_in_time_meet_again_before_the_window_ends():
    assert meetings([10], DAY) == [(DAY + timedelta(days=WINDOW - 10), "sponsors meet again")]


def test_between_the_last_record_and_today_nobody_knows_whether_they_met():
    assert meetings([10], DAY + timedelta(days=200)) == []


def test_a_planned_meeting_stands_at_its_day():
    assert meetings([10, -20], DAY) == [(DAY + timedelta(days=20), "sponsors meet, as planned")]


def drawn(*days):
    return timeline([Due(day=TODAY + timedelta(days=n), name="Kestrel", what="Meet") for n in days], TODAY)


def test_late_things_stand_before_today_at_different_places():
    found = drawn(-120, -30, 60)
    assert found.points[0].x < found.points[1].x < found.today < found.points[2].x
    assert [point.is_late for point in found.points] == [True, True, False]


def test_what_is_late_for_longer_than_the_line_says_since_when():
    (point,) = drawn(-400).points
    assert point.text.endswith(", since 25 October 2025")


@pytest.mark.parametrize("days", [(5,), (5, 100), ()])
def test_with_nothing_late_the_line_begins_today(days):
    assert drawn(*days).today == pytest.approx(12.0)
