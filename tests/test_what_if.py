"""Before and after a change: against counts by hand, brute force, and the audit's own numbers."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliancenet.auditing import audit_case
from alliancenet.model.limits import Limits
from alliancenet.privacy import LOCAL_READER, view_for
from alliancenet.report.simulation import simulated
from alliancenet.settings import default_settings
from alliancenet.what_if import Contacts, RosterMember, simulate
from tests.conftest import a_case, strong

IDS = ("a1", "a2", "a3", "b1", "b2", "b3")


def contacts(pairs, core=None, levels=None):
    members = tuple(RosterMember(key=key, firm=key[0], level=(levels or {}).get(key, "operating")) for key in IDS)
    sorted_pairs = [tuple(sorted(pair)) for pair in pairs]
    return Contacts(
        members=members,
        contact=dict.fromkeys(sorted_pairs, 5.0),
        core=frozenset(tuple(sorted(pair)) for pair in (pairs if core is None else core)),
    )


def number(simulation, name, *about):
    found = next(measure for measure in simulation.measures if measure.name == name and measure.about == about)
    return (found.before, found.after)


BRIDGE = [("a1", "a2"), ("a2", "a3"), ("a1", "b1"), ("b1", "b2"), ("b2", "b3")]


def run(pairs, **change):
    return simulate(contacts(pairs), Limits.of(default_settings()), **change)


def test_the_only_bridge_leaves_two_groups_and_no_redundancy():
    found = run(BRIDGE, leaves={"a1"})
    assert number(found, "redundancy", "a", "b") == (1, 0)
    assert number(found, "components") == (1, 2)
    assert found.lost_bridge == ("b1",)


def test_an_introduction_heals_what_a_departure_breaks():
    found = run(BRIDGE, leaves={"a1"}, introduced=[("b3", "a3")])
    assert number(found, "redundancy", "a", "b") == (1, 1)
    assert number(found, "components") == (1, 1)


def test_somebody_left_without_contact_is_named():
    assert run([("a1", "b1"), ("a2", "b2")], leaves={"b1"}).isolated == ("a1",)


def test_places_in_the_core_are_lost_and_gained():
    found = run(BRIDGE, leaves={"b3"}, introduced=[("a3", "b1")])
    assert (found.left_core, found.gained_core) == (("b2",), ("a3",))


def test_a_level_is_covered_by_its_own_people_only():
    levels = {"a1": "senior", "b1": "senior"}
    before = contacts([("a1", "b2")], levels=levels)
    found = simulate(before, Limits.of(default_settings()), introduced=[("a1", "b1")])
    assert number(found, "counterpart_coverage", "senior", "a", "b") == (0, 1)


def test_a_side_without_anybody_has_no_share():
    before = contacts(BRIDGE, levels={"a1": "senior", "b1": "senior"})
    found = simulate(before, Limits.of(default_settings()), leaves={"a1"})
    assert number(found, "counterpart_coverage", "senior", "a", "b")[1] is None


@pytest.mark.parametrize("introduced", [[("a1", "a1")], [("a1", "nobody")]])
def test_what_cannot_be_introduced_changes_nothing(introduced):
    assert all(measure.before == measure.after for measure in run(BRIDGE, introduced=introduced).measures)


PAIRS = list(combinations(IDS, 2))


@given(pairs=st.sets(st.sampled_from(PAIRS), max_size=9), leaves=st.sets(st.sampled_from(IDS), max_size=2))
@settings(max_examples=60, deadline=None)
def test_redundancy_is_the_fewest_departures_that_cut_every_tie_across(pairs, leaves):
    left = [pair for pair in pairs if not leaves & set(pair) and pair[0][0] != pair[1][0]]
    fewest = next(
        size
        for size in range(7)
        if any(all(set(pair) & set(gone) for pair in left) for gone in combinations(IDS, size))
    )
    assert number(run(sorted(pairs), leaves=leaves), "redundancy", "a", "b")[1] == fewest


@given(pairs=st.sets(st.sampled_from(PAIRS), max_size=9), leaves=st.sets(st.sampled_from(IDS), max_size=3))
@settings(max_examples=40, deadline=None)
def test_a_departure_is_as_if_the_person_had_never_been_there(pairs, leaves):
    gone = run(sorted(pairs), leaves=leaves)
    never = run([pair for pair in sorted(pairs) if not leaves & set(pair)])
    same = ("core_ties", "core_ties.across", "core_participants", "components", "people_across")
    assert [number(gone, name)[1] for name in same] == [number(never, name)[0] for name in same]


def test_before_is_what_the_audit_says_where_everybody_answered():
    people = {key: {"organisation": key[0], "level": "operating"} for key in IDS}
    audit = audit_case(a_case(people, strong([*BRIDGE, ("a2", "b2")])))
    found = simulated(view_for(audit, LOCAL_READER), set(), [])
    said = {(score.metric, score.subject.id): score.value for score in audit.scores}
    assert number(found, "redundancy", "a", "b")[0] == said["redundancy", "a|b"]
    assert number(found, "components")[0] == said["components", "x"]
    assert number(found, "core_ties.across")[0] == said["core_ties", "a|b"]
    levels = {score.subject.id: score.value for score in audit.scores if score.metric == "counterpart_coverage"}
    assert number(found, "counterpart_coverage", "operating", "a", "b")[0] == levels["operating"]
