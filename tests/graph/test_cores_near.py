"""Cores of several networks climbed to side by side."""

import numpy as np

from alliancenet.graph.core_periphery import cores_near


def networks(count, n, seed):
    rng = np.random.default_rng(seed)
    upper = np.triu(rng.random((count, n, n)) < 0.2, 1)
    return upper | np.swapaxes(upper, 1, 2), rng.random((count, 2, n)) < 0.3


def test_networks_that_climb_side_by_side_reach_what_each_reaches_alone():
    adjacency, cores = networks(12, 25, seed=1)
    alone = [cores_near(adjacency[at : at + 1], cores[at : at + 1])[0] for at in range(12)]
    assert np.array_equal(cores_near(adjacency, cores), alone)
