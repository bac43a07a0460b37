"""Staffing tells what rests on whom without telling anybody apart who may not be."""

from dataclasses import replace
from datetime import date

import pytest
from built_audits import a_score, an_audit

from alliancenet.errors import NotPermitted
from alliancenet.model.audit import DrawnTie, Participant, ParticipantRole
from alliancenet.model.score import Subject, SubjectKind
from alliancenet.privacy import Reader, ReaderRole
from alliancenet.privacy.staffing import departure_of, members_of, staffing_for

HR = Reader(role=ReaderRole.HR)
DAY = date(2026, 4, 1)


def somebody(firm, number, **fields):
    defaults = {"level": "operating", "function": "sales", "role": ParticipantRole.CORE, "spanner": False}
    return Participant(id=f"{firm}-{number}", firm=firm, core_ties=1, cross_firm_core_ties=1, **{**defaults, **fields})


def audited(*, own=8, alliance="nordwind", named_for=(), ties=(), core=(), target=None, changed=None):
    """An audit of people who are all alike, but for those in `changed`, by id."""
    people = [somebody("own", number) for number in range(own)] + [somebody("partner", number) for number in range(8)]
    people = [replace(person, **(changed or {}).get(person.id, {})) for person in people]
    audit = an_audit(alliance, people=tuple(people))
    pair = Subject(kind=SubjectKind.PAIR, id="own|partner")
    scores = [replace(a_score("redundancy", 1.0), subject=pair)] if target else []
    scores += [replace(a_score("redundancy_target", target), subject=pair)] if target else []
    limits = replace(audit.limits, min_n=5, named_for=named_for, known=True)
    drawn = tuple(DrawnTie(source=a, target=b, layer="communication", status="confirmed", value=4.0) for a, b in ties)
    return replace(audit, scores=tuple(scores), findings=(), limits=limits, ties=drawn, core_ties=tuple(core))


MANAGER = {"own-0": {"roles": ("alliance_manager",), "name": "Ada Pine", "may_be_named": True}}


def test_a_role_without_a_second_is_told_by_its_name_and_nobody_else_s():
    found = staffing_for([audited(changed=MANAGER)], HR, DAY)
    assert [(rest.on, rest.people, rest.second, rest.names) for rest in found.rests] == [
        ("alliance manager", 1, "none", ())
    ]


def test_a_deputy_on_the_roster_is_a_second():
    changed = {**MANAGER, "own-1": {"roles": ("alliance_manager_deputy",)}}
    assert staffing_for([audited(changed=changed)], HR, DAY).rests[0].second == "named"


def test_two_managers_are_nobody_s_only_one():
    changed = {**MANAGER, "own-1": {"roles": ("alliance_manager",)}}
    assert staffing_for([audited(changed=changed)], HR, DAY).rests == ()


def test_a_partner_s_roles_are_the_partner_s():
    assert staffing_for([audited(changed={"partner-0": {"roles": ("alliance_manager",)}})], HR, DAY).rests == ()


def test_a_name_stands_beside_the_role_where_it_was_announced_and_agreed():
    audit = audited(changed=MANAGER, named_for=("hr",))
    everybody = tuple(
        replace(person, may_be_named=True, name=person.name or f"N {person.id}") for person in audit.people
    )
    found = staffing_for([replace(audit, people=everybody)], HR, DAY)
    assert (found.rests[0].names, found.named) == (("Ada Pine",), True)


def test_a_thin_bridge_is_told_and_a_sound_one_is_not():
    thin, sound = (audited(core=[("own-1", "partner-1")], target=target) for target in (3.0, 1.0))
    assert [rest.role for rest in staffing_for([thin], HR, DAY).rests] == ["bridge"]
    assert staffing_for([sound], HR, DAY).rests == ()


def test_a_function_with_one_contact_only_is_told_where_it_is_large_enough():
    ties = [("own-1", "partner-1")]
    small = {f"own-{number}": {"function": "legal"} for number in range(4)}
    assert [rest.what for rest in staffing_for([audited(ties=ties)], HR, DAY).rests] == [
        "the only contact of sales with the partner"
    ]
    assert staffing_for([audited(ties=ties, changed=small)], HR, DAY).rests == ()


def test_small_classes_of_time_join_their_neighbours_until_they_are_enough():
    share = {f"own-{number}": {"share_of_time": 0.1 if number < 6 else 1.3} for number in range(8)}
    found = staffing_for([audited(changed=share)], HR, DAY)
    assert all(group.people == 0 or group.people >= 5 for group in found.time)
    assert sum(group.people for group in found.time) == 8
    assert found.over is None


def test_time_is_added_over_the_alliances_of_a_person():
    share = {f"own-{number}": {"share_of_time": 0.6} for number in range(8)}
    audits = [audited(changed=share), audited(alliance="cold", changed=share)]
    assert staffing_for(audits, HR, DAY).over == 8


@pytest.mark.parametrize(("leavers", "told"), [(0, 0), (3, None), (6, 6)])
def test_few_who_leave_are_not_counted(leavers, told):
    changed = {f"own-{number}": {"leaves": date(2026, 6, 1)} for number in range(leavers)}
    assert staffing_for([audited(changed=changed)], HR, DAY).leaving == told


@pytest.mark.parametrize("role", [ReaderRole.EXECUTIVE, ReaderRole.PARTNER])
def test_staffing_is_not_for_those_who_see_groups_only(role):
    reader = Reader(role=role, firm="partner")
    with pytest.raises(NotPermitted):
        staffing_for([audited()], reader, DAY)
    with pytest.raises(NotPermitted):
        departure_of(audited(), reader, ["bridge"])


def test_the_bridge_leaves_and_the_cheapest_cure_is_told_as_a_number():
    found = departure_of(audited(core=[("own-1", "partner-1")], target=3.0), HR, ["bridge"])
    assert (found.bridge[0][1:], found.introductions, found.is_proved) == ((1, 0), 1, True)


def test_an_unknown_role_or_a_person_s_id_chooses_nobody():
    audit = audited(changed=MANAGER)
    assert members_of(audit, "own-0") == frozenset()
    assert departure_of(audit, HR, ["own-0", "project_leader"]) is None


def test_counterparts_of_a_level_of_few_people_are_not_told_to_hr():
    changed = {f"{firm}-{number}": {"level": "senior"} for firm in ("own", "partner") for number in range(2)}
    changed["own-0"]["roles"] = ("executive_sponsor",)
    audit = audited(changed=changed, ties=[("own-0", "partner-0")])
    told = {
        role: departure_of(audit, Reader(role=role), ["executive_sponsor"]).coverage
        for role in (ReaderRole.HR, ReaderRole.ALLIANCE_MANAGER)
    }
    assert told[ReaderRole.HR] == ()
    assert [level for level, _, _ in told[ReaderRole.ALLIANCE_MANAGER]] == ["senior"]
