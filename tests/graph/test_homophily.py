"""E-I index: its test, its range, and what random labels give."""

from dataclasses import replace
from itertools import permutations

import brute_force as brute
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliancenet.graph.homophily import ei_index
from alliancenet.graph.network import network_of_matrix
from alliancenet.graph.relabelling import internal_weight_when_relabelled


def network(seed, n, *, directed=True, weighted=False, kinds=3, share=0.3):
    case = brute.random_case(seed, n, directed=directed, weighted=weighted, kinds=kinds, share=share)
    return network_of_matrix(case.w, groups=case.groups, directed=directed, weighted=weighted)


def all_relabellings(plain):
    """E-I index under every order of the labels."""
    source, target = plain.weights.nonzero()
    weight = plain.weights.data
    values = []
    for order in permutations(plain.group.tolist()):
        labels = np.array(order)
        same = labels[source] == labels[target]
        values.append((weight[~same].sum() - weight[same].sum()) / weight.sum())
    return np.array(values)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("directed", [False, True])
def test_p_agrees_with_all_relabellings_of_seven_people(directed, weighted):
    plain = network(5, 7, directed=directed, weighted=weighted)
    found = ei_index(plain, permutations=20_000, seed=1)
    values = all_relabellings(plain)
    assert found.p_low == pytest.approx((values <= found.value + 1e-9).mean(), abs=0.015)
    assert found.p_high == pytest.approx((values >= found.value - 1e-9).mean(), abs=0.015)
    assert found.expected == pytest.approx(values.mean(), abs=1e-9)


@pytest.mark.parametrize("kinds", [2, 3, 17, 300])
def test_shuffles_keep_the_mean_and_spread_of_plain_shuffles(kinds):
    plain = network(3, 400, kinds=kinds, share=0.02)
    drawn = internal_weight_when_relabelled(plain, 3000, 1)
    rng, labels = np.random.default_rng(2), plain.group.copy()
    source, target = plain.weights.nonzero()
    slow = []
    for _ in range(3000):
        rng.shuffle(labels)
        slow.append((labels[source] == labels[target]).sum())
    assert drawn.mean() == pytest.approx(np.mean(slow), rel=0.02, abs=0.2)
    assert drawn.std() == pytest.approx(np.std(slow), rel=0.06)


def test_weighted_and_binary_counting_agree_where_they_must():
    plain = network(9, 60)
    even = internal_weight_when_relabelled(plain, 500, 4)
    uneven = plain.weights.copy()
    uneven.data = uneven.data + 1e-12 * np.arange(uneven.nnz)
    nearly = internal_weight_when_relabelled(replace(plain, weights=uneven), 500, 4)
    np.testing.assert_allclose(even, nearly, atol=1e-6)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(3, 15), st.booleans(), st.booleans())
def test_the_index_lies_in_its_range(seed, n, directed, weighted):
    found = ei_index(network(seed, n, directed=directed, weighted=weighted))
    if found is not None:
        assert found.minimum - 1e-12 <= found.value <= found.maximum + 1e-12
        assert found.rescaled is None or -1 - 1e-12 <= found.rescaled <= 1 + 1e-12


@pytest.mark.parametrize("ties", range(1, 21))
def test_the_range_is_reached_by_laying_ties_inside_or_between(ties):
    groups = ["a", "a", "a", "b", "b"]
    cells = [(i, j) for i in range(5) for j in range(5) if i != j]
    inside_first = sorted(cells, key=lambda cell: groups[cell[0]] != groups[cell[1]])
    found = []
    for order in (inside_first, inside_first[::-1]):
        matrix = np.zeros((5, 5))
        for cell in order[:ties]:
            matrix[cell] = 1
        found.append(ei_index(network_of_matrix(matrix, groups=groups)))
    assert found[0].value == pytest.approx(found[0].minimum)
    assert found[1].value == pytest.approx(found[1].maximum)


def test_the_same_seed_gives_the_same_p():
    plain = network(2, 40)
    assert ei_index(plain, permutations=300, seed=7) == ei_index(plain, permutations=300, seed=7)


def test_with_one_group_there_is_an_index_but_no_test():
    found = ei_index(network(1, 8, kinds=1), permutations=100, seed=1)
    assert (found.value, found.p_low, found.rescaled) == (-1.0, None, None)


def test_a_positive_index_can_still_be_a_preference_for_the_own_group():
    rng = np.random.default_rng(4)
    labels = np.repeat(np.arange(20), 5)
    chance = np.where(labels[:, None] == labels[None, :], 0.5, 0.05)
    ties = rng.random((100, 100)) < chance
    np.fill_diagonal(ties, False)
    found = ei_index(network_of_matrix(ties, groups=[str(k) for k in labels]), permutations=999, seed=1)
    assert found.value > 0.1
    assert found.value < found.expected
    assert found.p_low == 0.001
