"""Contact between units, and introductions, for each reader."""

import pytest
from built_audits import an_audit, limits

from alliancenet.privacy import Reader, ReaderRole, view_for

R = ReaderRole


@pytest.mark.parametrize("role", [R.HR, R.EXECUTIVE, R.PARTNER])
def test_readers_of_groups_see_units_of_enough_people_in_words_only(role):
    cells = view_for(an_audit(), Reader(role=role, firm="partner")).unit_contacts
    assert [cell.units for cell in cells] == [("operating", "operating")]
    assert (cells[0].in_touch, cells[0].pairs, cells[0].needed, cells[0].met) == (None, None, None, None)


@pytest.mark.parametrize("role", [R.HR, R.EXECUTIVE, R.PARTNER])
def test_readers_of_groups_see_no_introduction(role):
    assert view_for(an_audit(), Reader(role=role, firm="partner")).introductions == ()


def test_whoever_knows_people_sees_all_units_and_the_pairs():
    view = view_for(an_audit(), Reader(role=R.FACILITATOR))
    assert len(view.unit_contacts) == 4
    assert view.introductions[0].people == ("own-00", "partner-05")


def test_pairs_carry_names_only_where_names_may_be_shown():
    audit = an_audit(limits=limits(named_for=("alliance_manager",)))
    agreed = tuple(
        type(one)(**{**{name: getattr(one, name) for name in one.__slots__}, "may_be_named": one.id == "own-00"})
        for one in audit.people
    )
    named = an_audit(limits=limits(named_for=("alliance_manager",)), people=agreed)
    (pair,) = view_for(named, Reader(role=R.ALLIANCE_MANAGER)).introductions
    assert pair.people == ("Person 0 of own", "partner-05")
