"""Friendship follows from nothing that is told, but as a number of people from the smallest group on."""

from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliancenet.auditing import audit_case
from alliancenet.metrics.cohesion import friendships
from alliancenet.metrics.integration import integration_seen
from alliancenet.metrics.participants import spanner_flags
from alliancenet.privacy import Reader, ReaderRole, view_for
from tests.conftest import a_case

READERS = [Reader(role=role, firm="b") for role in ReaderRole]
PERSONAL = "integration_seen.interpersonal.personal_ties"


def roster(own, partner):
    return {f"{firm}{number:02}": firm for firm, size in (("a", own), ("b", partner)) for number in range(size)}


def reports(people, friends, close=(), closeness_asked=True):
    """Everybody is in contact with everybody; friends and close ties as given, confirmed by both."""
    pairs = [pair for one, other in combinations(people, 2) for pair in ((one, other), (other, one))]

    def layer(chosen, low, high):
        return {pair: high if tuple(sorted(pair)) in set(chosen) else low for pair in pairs}

    told = {"communication": dict.fromkeys(pairs, 5), "friendship": layer(friends, 1, 4)}
    return {**told, "closeness": layer(close, 1, 5)} if closeness_asked else told


def personal(case):
    return next(score for score in integration_seen(case) if score.metric == PERSONAL)


def across(people):
    return [(one, other) for one, other in combinations(people, 2) if one[0] != other[0]]


@pytest.mark.parametrize(("own", "partner"), [(6, 2), (8, 2), (12, 2)])
@pytest.mark.parametrize("asked", [True, False])
@pytest.mark.parametrize("everybody", [True, False])
def test_where_all_or_none_are_friends_across_the_number_is_the_same(own, partner, asked, everybody):
    people = roster(own, partner)
    case = a_case(people, reports(people, across(people) if everybody else (), closeness_asked=asked))
    score = personal(case)
    assert (score.value, score.n) == ((0, own + partner) if asked else (None, 0))
    assert "friendship" not in "".join(score.inputs)


@given(st.data())
@settings(max_examples=40)
def test_friendship_adds_nothing_to_close_ties(data):
    people = roster(data.draw(st.integers(5, 9)), data.draw(st.integers(2, 7)))
    pairs = across(people)
    friends, close = (data.draw(st.lists(st.sampled_from(pairs), unique=True)) for _ in range(2))
    silent = data.draw(st.lists(st.sampled_from(sorted(people)), max_size=2, unique=True))
    told = reports(people, friends, close)
    bare = {name: layer for name, layer in told.items() if name != "friendship"}
    score, alone = (personal(a_case(people, layers, silent=silent)) for layers in (told, bare))
    assert (score.value, score.n) == (alone.value, alone.n)


@given(st.data())
@settings(max_examples=40)
def test_who_spans_the_boundary_does_not_follow_from_friendship(data):
    people = roster(data.draw(st.integers(5, 7)), data.draw(st.integers(5, 7)))
    pairs = list(combinations(people, 2))
    friends, close = (data.draw(st.lists(st.sampled_from(pairs), unique=True)) for _ in range(2))
    told = reports(people, friends, close)
    bare = {name: layer for name, layer in told.items() if name != "friendship"}
    assert spanner_flags(a_case(people, told)) == spanner_flags(a_case(people, bare))


@pytest.mark.parametrize(
    ("friends", "told"),
    [(30, 30), (4, None), (0, None), (47, None), (49, None), (40, 40)],
)
def test_friendships_are_counted_only_where_it_tells_of_nobody(friends, told):
    people = roster(7, 7)
    in_order = sorted(across(people), key=lambda pair: (int(pair[0][1:]) + int(pair[1][1:])) % 7)
    (score,) = friendships(a_case(people, reports(people, in_order[:friends])))
    assert score.value == told


def test_a_hub_of_all_friendships_would_tell_that_the_others_have_none():
    people = roster(7, 7)
    (score,) = friendships(a_case(people, reports(people, [("a00", f"b{at:02}") for at in range(7)])))
    assert not score.is_ok


def test_friendships_are_not_counted_where_few_moved_since_the_last_wave():
    people = roster(7, 7)
    before = a_case(people, reports(people, across(people)[:30]))
    fewer = {person: firm for person, firm in people.items() if person != "a06"}
    now = a_case(fewer, reports(fewer, [pair for pair in across(people)[:30] if "a06" not in pair]))
    assert friendships(now)[0].is_ok
    assert not friendships(replace(now, earlier=before, measured={}))[0].is_ok


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.role)
@pytest.mark.parametrize("layers", [(), ("closeness",)])
def test_a_spanners_points_are_told_nobody_whatever_was_asked(reader, layers):
    people = roster(6, 6)
    told = reports(people, list(combinations(people, 2)), list(combinations(people, 2)))
    case = a_case(people, {name: told[name] for name in ("communication", "friendship", *layers)})
    audit = audit_case(case)
    assert any(score.metric == "spanner_score" for score in audit.scores)
    assert view_for(audit, reader).family("spanner_score") == ()
