"""The cheapest cure is the cheapest: equal to trying every set of candidates."""

import random
from itertools import combinations

import pytest

from alliancenet.cure import cheapest_cure, target_of
from alliancenet.model.limits import Limits
from alliancenet.settings import default_settings
from alliancenet.what_if import Contacts, RosterMember, after, counts

USUAL = Limits.of(default_settings())
OURS, THEIRS = [f"a{number}" for number in range(5)], [f"b{number}" for number in range(5)]


def a_network(seed):
    """Two firms of five at two levels, with some contact and some core ties across."""
    rng = random.Random(seed)
    members = tuple(
        RosterMember(key=key, firm=key[0], level="senior" if key[1] in "01" else "operating") for key in OURS + THEIRS
    )
    across = [(person, other) for person in OURS for other in THEIRS]
    core = frozenset(rng.sample(across, 6))
    contact = dict.fromkeys(sorted(core), 5.0) | dict.fromkeys(rng.sample(across, 4), 4.0)
    return Contacts(members=members, contact=contact, core=core), across


def reaches(contacts, target, leaves, introduced):
    """By counting anew, as the audit counts."""
    found = counts(after(contacts, frozenset(leaves), introduced), USUAL)
    sizes = [sum(member.firm == firm and member.key not in leaves for member in contacts.members) for firm in "ab"]
    is_redundant = all(found["redundancy", *pair] >= min(least, *sizes) for pair, least in target.redundancy.items())
    coverage = [(found.get(("counterpart_coverage", *key)), share) for key, share in target.coverage.items()]
    return is_redundant and all(now is None or now >= share - 1e-9 for now, share in coverage)


def fewest(contacts, target, leaves, candidates):
    """Brute force: the size of the smallest set that reaches the target, None when none does."""
    for size in range(len(candidates) + 1):
        if any(reaches(contacts, target, leaves, chosen) for chosen in combinations(candidates, size)):
            return size
    return None


@pytest.mark.parametrize("seed", range(30))
def test_the_cure_is_as_small_as_brute_force_finds_it(seed):
    contacts, across = a_network(seed)
    rng = random.Random(f"candidates {seed}")
    leaves = set(rng.sample(OURS, 1 + seed % 2))
    open_pairs = [pair for pair in across if pair not in contacts.core and pair[0] not in leaves]
    candidates = rng.sample(open_pairs, 8)
    target = target_of(contacts, USUAL)
    found = cheapest_cure(contacts, USUAL, leaves=leaves, candidates=candidates)
    best = fewest(contacts, target, leaves, candidates)
    assert (None if found.introduced is None else len(found.introduced)) == best
    if best is not None:
        assert found.is_proved
        assert found.bound == best
        assert reaches(contacts, target, leaves, found.introduced)


def test_nothing_is_to_be_done_where_nothing_breaks():
    contacts, _ = a_network(1)
    assert cheapest_cure(contacts, USUAL, leaves=()).introduced == ()


def test_a_target_out_of_reach_is_said_to_be():
    contacts, _ = a_network(2)
    found = cheapest_cure(contacts, USUAL, leaves=("a0", "a2"), candidates=())
    assert found.introduced is None or reaches(contacts, target_of(contacts, USUAL), ("a0", "a2"), ())


def test_all_pairs_across_are_open_when_no_candidates_are_given():
    contacts, across = a_network(3)
    found = cheapest_cure(contacts, USUAL, leaves=("a0",))
    assert found.candidates == sum(pair not in contacts.core for pair in across if pair[0] != "a0")
    assert found.is_proved
