"""Rank correlations of many drawn rosters at once."""

import numpy as np
from scipy.stats import spearmanr

from alliancenet.metrics.trust import _rank_correlations


def test_each_row_has_spearmans_correlation_with_ties_sharing_their_ranks():
    rng = np.random.default_rng(3)
    one, other = rng.integers(0, 5, (40, 17)).astype(float), rng.integers(0, 9, (40, 17)).astype(float)
    published = [spearmanr(first, second).statistic for first, second in zip(one, other, strict=True)]
    assert np.allclose(_rank_correlations(one, other), published, atol=1e-12)
