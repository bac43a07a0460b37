"""The sponsors page says what is on record, worst first, and joins facts that disagree."""

from dataclasses import replace
from datetime import timedelta

import pytest
from built_audits import a_score, an_audit
from built_portfolios import DAY, a_holding, a_register, a_sponsor, an_alliance, meeting, member

from alliancenet.model.register import Person
from alliancenet.model.score import Subject, SubjectKind
from alliancenet.portfolio.review import review
from alliancenet.privacy import LOCAL_READER, review_for, view_for
from alliancenet.report.figures import loads, sponsors
from alliancenet.report.standing import Standing

OURS = a_sponsor("kim", public_role=True)
THEIRS = a_sponsor("lee", "partner", public_role=True)


def seen(*, people=(OURS, THEIRS), met=10, audits=(), alliances=None, members=None, points=None):
    """The picture of a portfolio of tier 1 alliances and its review."""
    alliances = alliances or [an_alliance(tier=1)]
    days = (
        []
        if met is None
        else [meeting(DAY - timedelta(days=met), "kim", "lee", alliance=alliance.id) for alliance in alliances]
    )
    register = a_register(
        *alliances,
        people=people,
        memberships=members or [member(person.id, alliance.id) for alliance in alliances for person in people],
        touchpoints=days if points is None else points,
    )
    view = review_for(review(a_holding(register), "0.1.0"), LOCAL_READER)
    return sponsors.picture(view, audits), view


def an_audit_that_sees(points):
    """An audit of north in which the people of both firms find the sponsor this visible."""
    scores = tuple(
        replace(a_score("sponsor_visibility", points), subject=Subject(kind=SubjectKind.FIRM, id=firm), n=12)
        for firm in ("own", "partner")
    )
    audit = replace(an_audit("north", "North"), scores=scores)
    return view_for(audit, LOCAL_READER)


def test_with_nothing_the_matter_the_heading_says_so():
    found, _ = seen()
    assert found.heading == "Every alliance that needs sponsors has them, and all met the partner in time."
    assert found.rows[0].standing is Standing.ON_TRACK


def test_the_heading_names_the_alliance_whose_sponsors_do_not_meet_and_since_when():
    found, _ = seen(met=228)
    assert "No sponsor of North has met the partner for 228 days." in found.heading
    assert found.rows[0].state == "no live tie"


def test_the_heading_names_the_firm_without_a_sponsor():
    lawyer = Person(id="lee", organisation="partner", level="senior", roles=frozenset({"legal"}))
    found, _ = seen(people=(OURS, lawyer), met=None)
    assert found.heading.startswith("North has no executive sponsor at Sole Mare")
    assert found.rows[0].standing is Standing.ACT


def test_meetings_beside_people_who_do_not_see_their_sponsor_are_told_in_one_sentence():
    found, _ = seen(audits=[an_audit_that_sees(40.0)])
    assert found.notes == (
        "North: meetings are on record, but the people of neither side see their sponsor (40 and 40 of 100).",
    )


def test_sponsors_people_see_need_no_sentence():
    found, _ = seen(audits=[an_audit_that_sees(80.0)])
    assert found.notes == ()


def test_a_meeting_to_come_is_the_next_one_and_not_the_last():
    points = [meeting(DAY - timedelta(days=10), "kim", "lee"), meeting(DAY + timedelta(days=9), "kim", "lee")]
    found, _ = seen(points=points)
    assert (found.rows[0].sides[0].since, found.rows[0].sides[0].next) == ("10 days", "next: 3 May")


@pytest.mark.parametrize(("days", "wide"), [(0, 3), (50, 25), (100, 50), (400, 100)])
def test_the_bar_is_half_full_at_the_end_of_the_window(days, wide):
    found, _ = seen(met=days)
    assert found.rows[0].sides[0].bar == wide


def overloaded():
    alliances = [an_alliance(f"a{number}", tier=1) for number in range(6)]
    people = (OURS, THEIRS, a_sponsor("max", public_role=True))
    members = [member(name, alliance.id) for alliance in alliances for name in ("kim", "lee")]
    return seen(alliances=alliances, people=people, members=members)


def test_whoever_carries_too_many_is_told_once_with_what_to_hand_over_and_to_whom():
    found, view = overloaded()
    assert loads.sentences(view) == ("Kim carries six, one more than our limit: hand over A0 or A1. Max has room.",)
    assert found.tiles[2].count == 1


def test_an_executive_over_the_limit_colours_no_alliance():
    found, _ = overloaded()
    assert {row.standing for row in found.rows} == {Standing.ON_TRACK}


def test_the_line_stands_behind_the_last_alliance_within_the_limit():
    _, view = overloaded()
    drawn = loads.picture(view)
    blocks = drawn.rows[0].blocks
    limit = next(x for x, name, _ in drawn.lines if name == "limit-most")
    assert blocks[4].x + blocks[4].width < limit < blocks[5].x


def test_the_alliances_painted_are_those_the_sentence_would_hand_over():
    _, view = overloaded()
    painted = {block.title for block in loads.picture(view).rows[0].blocks if block.is_offered}
    assert painted == {"A0", "A1"}
    assert "hand over A0 or A1" in loads.sentences(view)[0]


def test_room_is_counted_to_the_line_drawn_for_it():
    _, view = overloaded()
    drawn = loads.picture(view)
    assert tuple(text for _, _, text in drawn.lines) == ("heavy: more than three", "our limit: five")
    assert drawn.rows[1].note == "room for three before it is heavy"
