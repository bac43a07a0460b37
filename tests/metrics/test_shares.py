"""Shares and ranks against scipy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from alliancenet.metrics.shares import lower_by_chance, wilson_interval

COUNTS = st.lists(st.integers(0, 6), min_size=1, max_size=30)


@given(st.integers(1, 60).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_interval_of_a_share_is_wilsons(pair):
    count, of = pair
    known = stats.binomtest(count, of).proportion_ci(confidence_level=0.9, method="wilson")
    assert wilson_interval(count, of) == pytest.approx((known.low, known.high), abs=1e-4)


def test_share_of_nothing_may_be_anything():
    assert wilson_interval(0, 0) == (0, 1)


@given(COUNTS, COUNTS)
def test_rank_test_is_mann_and_whitneys(some, others):
    found = lower_by_chance(some, others)
    if len({*some, *others}) == 1:
        assert found == 1
        return
    known = stats.mannwhitneyu(some, others, alternative="less", use_continuity=False, method="asymptotic")
    assert found == pytest.approx(known.pvalue, abs=1e-9)
