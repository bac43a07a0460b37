"""Contact between units, and introductions, for each reader."""

from dataclasses import replace

import pytest
from built_audits import an_audit, limits

from alliancenet.auditing import audit_case
from alliancenet.metrics.picture import Picture
from alliancenet.model.register import Level
from alliancenet.multiplex.build import build_multiplex
from alliancenet.privacy import Reader, ReaderRole, view_for
from tests.conftest import a_case, strong

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
        type(person)(
            **{**{name: getattr(person, name) for name in person.__slots__}, "may_be_named": person.id == "own-00"}
        )
        for person in audit.people
    )
    named = an_audit(limits=limits(named_for=("alliance_manager",)), people=agreed)
    (pair,) = view_for(named, Reader(role=R.ALLIANCE_MANAGER)).introductions
    assert pair.people == ("Person 0 of own", "partner-05")


def seen_by(role, seniors, joined):
    """What a reader sees of two firms of six with so many senior people, who are or are not in touch."""
    people = {f"{firm}{number}": firm for firm in "ab" for number in range(6)}
    top = [f"{firm}{number}" for firm in "ab" for number in range(seniors[firm])]
    ties = [("a4", "b4"), ("a5", "b5"), *([("a0", "b0")] if joined else [])]
    case = a_case(people, strong(ties))
    leveled = {
        person.id: replace(person, level=Level.SENIOR if person.id in top else Level.OPERATING)
        for person in case.roster
    }
    case = with_people(case, leveled)
    view = view_for(audit_case(case), Reader(role=role, firm="b"))
    contact = {"counterpart_covered.senior", "integration_seen.strategic.senior_coverage"}
    told = {score.metric: score for score in view.scores if score.metric in contact and score.is_ok}
    return told, [found.code for found in view.findings]


def with_people(case, people):
    register = replace(case.register, people=people)
    picture = Picture(build_multiplex(register, case.alliance, case.wave), case.settings)
    return replace(case, register=register, picture=picture, measured={}, drawn={})


@pytest.mark.parametrize("joined", [True, False])
@pytest.mark.parametrize("seniors", [{"a": 1, "b": 1}, {"a": 1, "b": 3}, {"a": 2, "b": 1}])
@pytest.mark.parametrize("role", [R.HR, R.EXECUTIVE, R.PARTNER])
def test_readers_of_groups_do_not_learn_whom_the_only_senior_of_a_firm_is_in_touch_with(role, seniors, joined):
    told, codes = seen_by(role, seniors, joined)
    assert (set(told), "N-COUNTERPART" in codes) == (set(), False)


@pytest.mark.parametrize("joined", [True, False])
def test_readers_of_groups_learn_whether_two_seniors_a_side_are_in_touch_and_who_knows_people_of_one(joined):
    for role, seniors in ((R.EXECUTIVE, {"a": 2, "b": 2}), (R.ALLIANCE_MANAGER, {"a": 1, "b": 1})):
        told, codes = seen_by(role, seniors, joined)
        assert (told["counterpart_covered.senior"].value, "N-COUNTERPART" in codes) == (joined, not joined)
