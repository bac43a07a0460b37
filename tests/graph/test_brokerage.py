"""Brokerage: moments against full enumeration, and the compiled loop against the plain one."""

from itertools import permutations as triples
from itertools import product

import brute_force as brute
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliancenet.graph.brokerage import brokerage
from alliancenet.graph.brokerage_chance import ROLES, chance_of_network, chance_of_people
from alliancenet.graph.kernels import brokerage_counts
from alliancenet.graph.network import network_of_matrix

ENUMERATED = [
    (True, (0, 0, 1, 1)),
    (True, (0, 0, 0, 1)),
    (True, (0, 0, 1, 2)),
    (True, (0, 0, 0, 0)),
    (False, (0, 0, 1, 1, 2)),
    (False, (0, 0, 0, 1, 1)),
    (False, (0, 1, 2, 3)),
]


def all_networks(directed, n, p):
    """Every network of n people, stacked, and the probability of each."""
    cells = [(i, j) for i in range(n) for j in range(n) if (i != j if directed else i < j)]
    bits = np.array(list(product((0, 1), repeat=len(cells))))
    ties = np.zeros((len(bits), n, n))
    ties[:, [i for i, _ in cells], [j for _, j in cells]] = bits
    if not directed:
        ties += ties.transpose(0, 2, 1)
    return p ** bits.sum(axis=1) * (1 - p) ** (1 - bits).sum(axis=1), ties


def role_of(a, v, b):
    if a == v == b:
        return 0
    if a == b:
        return 1
    if a == v:
        return 2
    return 3 if v == b else 4


def moments(directed, groups, p):
    """Mean and standard deviation of every count, over all networks."""
    weight, ties = all_networks(directed, len(groups), p)
    counts = np.zeros((len(ties), len(groups) + 1, 6))
    for a, v, b in triples(range(len(groups)), 3):
        brokered = ties[:, a, v] * ties[:, v, b] * (1 - ties[:, a, b])
        for column in (role_of(groups[a], groups[v], groups[b]), 5):
            counts[:, v, column] += brokered
            counts[:, -1, column] += brokered
    mean, square = (np.tensordot(weight, power, 1) for power in (counts, counts**2))
    return mean, np.sqrt(np.maximum(square - mean**2, 0))


@pytest.mark.parametrize(("directed", "groups"), ENUMERATED)
def test_moments_equal_the_enumeration_of_every_network(directed, groups):
    mean, sd = moments(directed, groups, 0.3)
    sizes, rows = np.bincount(groups), np.array(groups)
    people = chance_of_people(sizes, 0.3, directed=directed)
    network = chance_of_network(sizes, 0.3, directed=directed, exact=True)
    np.testing.assert_allclose(np.vstack([people.expected[rows], network.expected]), mean, atol=1e-12)
    np.testing.assert_allclose(np.vstack([people.sd[rows], network.sd]), sd, atol=1e-7)


def test_what_sna_leaves_out_is_small_and_on_two_roles_only():
    sizes, p = np.array([48, 19, 4]), 892 / (71 * 70)
    kept, exact = (chance_of_network(sizes, p, directed=True, exact=exact).sd for exact in (False, True))
    ratio = dict(zip(ROLES, kept / exact, strict=True))
    assert {role for role, value in ratio.items() if value != 1} == {"coordinator", "total"}
    assert max(ratio.values()) < 1.002


def test_network_spread_of_mixed_roles_is_smaller_than_sna_says():
    """Lazega's advice: simulation gives 117 to 119, sna 132."""
    sd = chance_of_network(np.array([48, 19, 4]), 892 / (71 * 70), directed=True).sd
    assert sd[ROLES.index("representative")] == pytest.approx(117.14, abs=0.01)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 30), st.booleans())
def test_the_compiled_loop_counts_the_same(seed, n, directed):
    case = brute.random_case(seed, n, directed=directed, weighted=True, kinds=4)
    network = network_of_matrix(case.w, groups=case.groups, directed=directed, weighted=True)
    plain = brokerage(network)
    counts = brokerage_counts(network.weights.indptr, network.weights.indices, network.group.astype(np.int32))
    assert (plain.raw == counts).all()
    assert (brokerage(network, compiled=True).z == plain.z)[~np.isnan(plain.z)].all()


def test_an_undirected_open_pair_counts_in_both_orders():
    path = network_of_matrix([[0, 1, 0], [1, 0, 1], [0, 1, 0]], groups=["a", "b", "c"], directed=False)
    assert brokerage(path).raw[1].tolist() == [0, 0, 0, 0, 2, 2]


def test_without_groups_there_is_no_brokerage():
    assert brokerage(network_of_matrix([[0, 1], [1, 0]])) is None


def test_z_does_not_exist_where_chance_leaves_no_spread():
    two_groups = network_of_matrix(
        [[0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1], [0, 0, 0, 0]], groups=["a", "a", "b", "b"]
    )
    assert np.isnan(brokerage(two_groups).z[:, ROLES.index("liaison")]).all()
