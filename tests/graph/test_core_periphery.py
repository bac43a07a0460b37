import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from alliancenet.graph import core_periphery as module
from alliancenet.graph.core_periphery import core_periphery, fit_core
from alliancenet.graph.network import Network
from alliancenet.graph.rewiring import rewired


def random_ties(rng, n, share, directed):
    ties = rng.random((n, n)) < share
    ties = ties if directed else ties | ties.T
    np.fill_diagonal(ties, False)
    return ties


def plain_correlation(ties, core, pattern):
    """Pearson correlation of the cells with the ideal pattern, cell by cell."""
    n = len(ties)
    cells, ideal = [], []
    for i, j in itertools.permutations(range(n), 2):
        inside = int(core[i]) + int(core[j])
        if pattern == "one" or inside != 1:
            cells.append(float(ties[i, j]))
            ideal.append(float(inside > 0))
    if len(set(cells)) < 2 or len(set(ideal)) < 2:
        return None
    return float(np.corrcoef(cells, ideal)[0, 1])


def all_correlations(ties, pattern):
    found = (plain_correlation(ties, core, pattern) for core in itertools.product((0, 1), repeat=len(ties)))
    return sorted((rho for rho in found if rho is not None), reverse=True)


@pytest.mark.parametrize("pattern", ["one", "ignore"])
@pytest.mark.parametrize("directed", [True, False])
@pytest.mark.parametrize("n", [4, 5, 7, 8])
def test_the_best_and_second_best_split_of_all_are_found(n, directed, pattern):
    rng = np.random.default_rng(n)
    for share in (0.3, 0.5):
        ties = random_ties(rng, n, share, directed)
        best = all_correlations(ties, pattern)
        fit = fit_core(ties, pattern=pattern)
        assert fit.exact
        if not best:
            assert fit.rho is None
            continue
        assert fit.rho == pytest.approx(best[0])
        assert fit.runner_up_rho == pytest.approx(best[1])
        assert plain_correlation(ties, fit.core, pattern) == pytest.approx(best[0])


@pytest.mark.parametrize("pattern", ["one", "ignore"])
def test_the_search_reaches_the_optimum_of_all_splits_up_to_sixteen_people(pattern, monkeypatch):
    rng = np.random.default_rng(5)
    for n in (10, 13, 16):
        for share in (0.1, 0.25, 0.5):
            ties = random_ties(rng, n, share, directed=bool(n % 2))
            exact = fit_core(ties, pattern=pattern)
            with monkeypatch.context() as patch:
                patch.setattr(module, "_ENUMERATED", 0)
                searched = fit_core(ties, pattern=pattern)
            assert not searched.exact
            assert searched.rho == pytest.approx(exact.rho, abs=1e-12)


@given(seed=st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_relabelling_people_changes_nothing(seed):
    rng = np.random.default_rng(seed)
    ties = random_ties(rng, 18, 0.25, directed=True)
    order = rng.permutation(18)
    once, again = fit_core(ties), fit_core(ties[np.ix_(order, order)])
    assert once.rho == pytest.approx(again.rho, abs=1e-12)
    if once.rho > once.runner_up_rho + 1e-9:
        assert (once.core[order] == again.core).all()


def test_every_run_gives_the_same_answer():
    ties = random_ties(np.random.default_rng(1), 40, 0.15, directed=False)
    net = Network(ids=tuple(map(str, range(40))), weights=csr_array(ties.astype(float)), directed=False)
    once, again = (core_periphery(net, permutations=20, seed=4)["one"] for _ in range(2))
    assert (once.rho, once.p, once.core.tolist()) == (again.rho, again.p, again.core.tolist())


def test_a_star_is_a_perfect_core_of_one():
    ties = np.zeros((30, 30), dtype=bool)
    ties[7, :] = ties[:, 7] = True
    ties[7, 7] = False
    fit = fit_core(ties)
    assert fit.rho == pytest.approx(1.0)
    assert np.flatnonzero(fit.core).tolist() == [7]


@pytest.mark.parametrize("fill", [0.0, 1.0])
@pytest.mark.parametrize("n", [0, 1, 2, 3, 20])
def test_a_network_that_does_not_vary_has_no_core(n, fill):
    ties = np.full((n, n), bool(fill))
    np.fill_diagonal(ties, False)
    fit = fit_core(ties)
    assert fit.rho is None
    assert fit.reason


@pytest.mark.parametrize("directed", [True, False])
def test_rewiring_keeps_every_degree_and_makes_no_self_tie(directed):
    ties = random_ties(np.random.default_rng(2), 20, 0.2, directed)
    drawn = rewired(ties, directed=directed, count=10, rng=np.random.default_rng(0))
    assert (drawn.sum(axis=1) == ties.sum(axis=0)).all()
    assert (drawn.sum(axis=2) == ties.sum(axis=1)).all()
    assert not drawn[:, np.arange(20), np.arange(20)].any()
    assert directed or (drawn == drawn.swapaxes(1, 2)).all()
    assert (drawn != ties).any(axis=(1, 2)).all()


def test_rewiring_reaches_all_networks_of_the_same_degrees_equally_often():
    ties = np.zeros((5, 5), dtype=bool)
    for i, j in [(0, 1), (1, 2), (2, 3), (3, 4), (4, 0)]:
        ties[i, j] = ties[j, i] = True
    drawn = rewired(ties, directed=False, count=6000, rng=np.random.default_rng(0), trades=40)
    _, count = np.unique(drawn.reshape(6000, -1), axis=0, return_counts=True)
    assert len(count) == 12  # labelled five-cycles: 4! / 2
    assert ((count - 500) ** 2 / 500).sum() < 31.3  # chi-square, 11 degrees of freedom, .999


def test_p_is_not_small_too_often_where_there_is_no_core():
    small = 0
    for seed in range(60):
        ties = random_ties(np.random.default_rng(seed), 12, 0.3, directed=False)
        ties = rewired(ties, directed=False, count=1, rng=np.random.default_rng(seed + 1000))[0]
        net = Network(ids=tuple(map(str, range(12))), weights=csr_array(ties.astype(float)), directed=False)
        p = core_periphery(net, patterns=("one",), permutations=19, seed=seed)["one"].p
        small += p <= 0.2
    assert small <= 21  # binomial(60, .2): P(more) < .003


def test_a_network_too_large_to_test_says_so_and_still_has_its_core(monkeypatch):
    monkeypatch.setattr(module, "_TESTED", 15)
    ties = random_ties(np.random.default_rng(0), 20, 0.2, directed=False)
    net = Network(ids=tuple(map(str, range(20))), weights=csr_array(ties.astype(float)), directed=False)
    fit = core_periphery(net)["one"]
    assert fit.rho is not None
    assert (fit.p, "15 people" in fit.reason) == (None, True)
