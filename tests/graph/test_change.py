import numpy as np
import pytest
from scipy.sparse import csr_array

from alliancenet.graph.change import compare_waves, reporting_noise, wave_change
from alliancenet.graph.network import Network


def network(ids, ties, directed=True):
    weights = np.zeros((len(ids), len(ids)))
    for source, target in ties:
        weights[ids.index(source), ids.index(target)] = 1
        if not directed:
            weights[ids.index(target), ids.index(source)] = 1
    return Network(ids=tuple(ids), weights=csr_array(weights), directed=directed)


def counts(change):
    return change.new, change.lost, change.kept, change.pairs


def test_new_lost_and_kept_ties_are_counted_over_ordered_pairs():
    change = wave_change(network("abc", ["ab", "bc"]), network("abc", ["ab", "ca"]))
    assert counts(change) == (1, 1, 1, 6)
    assert (change.jaccard, change.hamming, change.kept_share) == (pytest.approx(1 / 3), 2, 0.5)


def test_an_undirected_pair_counts_once():
    change = wave_change(network("abc", ["ab"], False), network("abc", ["ab", "bc"], False))
    assert counts(change) == (1, 0, 1, 3)


def test_the_row_of_somebody_who_did_not_answer_is_unobserved_not_empty():
    first, second = network("abc", ["ab", "ac", "ba"]), network("abc", ["ba"])
    change = wave_change(first, second, status_second={"a": "nonrespondent"})
    assert counts(change) == (0, 0, 1, 4)


def test_an_undirected_pair_is_unobserved_only_when_neither_answered():
    first, second = network("abc", ["ab", "bc"], False), network("abc", ["bc"], False)
    change = wave_change(first, second, status_second={"a": "nonrespondent", "b": "nonrespondent"})
    assert counts(change) == (0, 0, 1, 2)


def test_joiners_and_leavers_stand_apart_with_their_ties():
    first, second = network("abc", ["ab", "ac", "ca"]), network("abd", ["ab", "ad"])
    change = wave_change(first, second)
    assert counts(change) == (0, 0, 1, 2)
    assert (change.joiners, change.leavers) == (("d",), ("c",))
    assert (change.joiner_ties, change.leaver_ties) == (1, 2)


def test_somebody_marked_as_left_is_a_leaver_though_still_listed():
    both = network("abc", ["ab", "bc"])
    change = wave_change(both, both, status_second={"c": "left"})
    assert (counts(change), change.leavers) == ((0, 0, 1, 2), ("c",))


def test_ties_do_not_matter_in_which_order_people_stand():
    first, second = network("abc", ["ab", "bc"]), network("cab", ["ab", "ca"])
    assert counts(wave_change(first, second)) == (1, 1, 1, 6)


def test_without_ties_there_is_no_jaccard():
    change = compare_waves(np.zeros((3, 3)), np.zeros((3, 3)))
    assert (change.jaccard, change.kept_share) == (None, None)


def readings(rng, n, truth, error):
    noisy = np.where(rng.random((n, n)) < error, ~truth, truth)
    return noisy.astype(float)


def symmetric(rng, n, share):
    upper = np.triu(rng.random((n, n)) < share, 1)
    return upper | upper.T


def test_noise_alone_is_called_change_no_more_often_than_stated():
    rng = np.random.default_rng(7)
    small = 0
    for _ in range(300):
        truth = symmetric(rng, 20, 0.3)
        test = reporting_noise(readings(rng, 20, truth, 0.15), readings(rng, 20, truth, 0.15))
        small += test.p <= 0.1
    assert small <= 46  # binomial(300, .1): P(more) < .002


def test_real_change_beyond_the_noise_is_found():
    rng = np.random.default_rng(8)
    before, after = symmetric(rng, 20, 0.3), symmetric(rng, 20, 0.3)
    test = reporting_noise(readings(rng, 20, before, 0.05), readings(rng, 20, after, 0.05))
    assert test.p < 0.001


def test_the_binomial_equals_permuting_the_readings():
    rng = np.random.default_rng(9)
    first, second = (readings(rng, 9, symmetric(rng, 9, 0.4), 0.2) for _ in range(2))
    row, column = np.triu_indices(9, 1)
    cells = np.stack([first[row, column], first[column, row], second[row, column], second[column, row]])
    distance = (cells[0] != cells[2]).sum() + (cells[1] != cells[3]).sum()
    reached = 0
    for _ in range(4000):
        drawn = np.take_along_axis(cells, rng.random(cells.shape).argsort(axis=0), axis=0)
        reached += (drawn[0] != drawn[2]).sum() + (drawn[1] != drawn[3]).sum() >= distance
    assert reporting_noise(first, second).p == pytest.approx(reached / 4000, abs=0.03)


def test_noise_cannot_be_told_when_each_pair_has_one_reading():
    change = wave_change(network("ab", ["ab"], False), network("ab", [], False))
    assert change.noise.p is None
    assert change.noise.reason
