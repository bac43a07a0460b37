import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliancenet.graph.qap import qap_correlation, qap_regression


def random_matrix(seed, n=8, share=0.4):
    ties = (np.random.default_rng(seed).random((n, n)) < share).astype(float)
    np.fill_diagonal(ties, 0)
    return ties


def off_diagonal(matrix):
    return matrix[~np.eye(len(matrix), dtype=bool)]


def test_r_is_the_correlation_of_the_off_diagonal_cells():
    first, second = random_matrix(1), random_matrix(2)
    expected = np.corrcoef(off_diagonal(first), off_diagonal(second))[0, 1]
    assert qap_correlation(first, second, permutations=0).r == pytest.approx(expected)


def test_p_agrees_with_all_relabellings_of_five_people():
    first, second = random_matrix(3, 5), random_matrix(4, 5)
    r = np.corrcoef(off_diagonal(first), off_diagonal(second))[0, 1]
    drawn = []
    for order in itertools.permutations(range(5)):
        moved = second[np.ix_(order, order)]
        drawn.append(np.corrcoef(off_diagonal(first), off_diagonal(moved))[0, 1])
    exact = np.mean(np.array(drawn) >= r - 1e-10)
    assert qap_correlation(first, second, permutations=4000).p_high == pytest.approx(exact, abs=0.03)


@given(seed=st.integers(0, 10_000))
@settings(max_examples=30, deadline=None)
def test_relabelling_both_networks_leaves_r_as_it_is(seed):
    first, second = random_matrix(seed), random_matrix(seed + 1)
    order = np.random.default_rng(seed).permutation(8)
    moved = (matrix[np.ix_(order, order)] for matrix in (first, second))
    assert qap_correlation(*moved, permutations=0).r == pytest.approx(qap_correlation(first, second, permutations=0).r)


def test_unknown_cells_are_left_out_not_read_as_absent():
    first, second = random_matrix(5), random_matrix(6)
    gapped = first.copy()
    gapped[2] = np.nan
    kept = np.delete(np.arange(8), 2)
    cells = ~np.eye(8, dtype=bool)[kept]
    expected = np.corrcoef(first[kept][cells], second[kept][cells])[0, 1]
    found = qap_correlation(gapped, second, permutations=50)
    assert found.r == pytest.approx(expected)
    assert found.pairs == 49


def test_an_undirected_pair_counts_once():
    ties = random_matrix(7)
    ties = np.maximum(ties, ties.T)
    assert qap_correlation(ties, ties, directed=False, permutations=0).pairs == 28


def test_a_network_that_does_not_vary_has_no_correlation():
    found = qap_correlation(np.zeros((6, 6)), random_matrix(1, 6))
    assert (found.r, found.p_high) == (None, None)


def test_small_p_values_are_as_rare_as_they_should_be_between_unrelated_networks():
    small = [
        qap_correlation(random_matrix(seed), random_matrix(seed + 500), permutations=99, seed=seed).p_high <= 0.1
        for seed in range(200)
    ]
    assert sum(small) <= 33  # binomial(200, .1): P(more) < .002


def test_regression_coefficients_are_ordinary_least_squares():
    outcome, one, two = (random_matrix(seed) for seed in (1, 2, 3))
    found = qap_regression(outcome, {"one": one, "two": two}, permutations=0)
    design = np.column_stack([np.ones(56), off_diagonal(one), off_diagonal(two)])
    b = np.linalg.lstsq(design, off_diagonal(outcome), rcond=None)[0]
    assert [c.b for c in found.coefficients.values()] == pytest.approx(list(b))


def test_a_network_that_rests_on_another_is_found_and_a_bystander_is_not():
    rng = np.random.default_rng(0)
    one, two = random_matrix(11, 15), random_matrix(12, 15)
    outcome = np.where(rng.random((15, 15)) < 0.15, 1 - one, one)
    found = qap_regression(outcome, {"one": one, "two": two}, permutations=300).coefficients
    assert found["one"].p < 0.01
    assert found["two"].p > 0.05


def test_predictors_that_say_the_same_are_refused_with_a_reason():
    one = random_matrix(1)
    found = qap_regression(random_matrix(2), {"one": one, "copy": one})
    assert found.r2 is None
    assert found.reason == "the predictors say the same"


def test_the_same_seed_gives_the_same_p():
    matrices = [random_matrix(seed) for seed in (1, 2)]
    assert qap_correlation(*matrices, seed=5) == qap_correlation(*matrices, seed=5)
