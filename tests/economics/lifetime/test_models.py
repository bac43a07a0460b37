"""Lifetime models against published estimates, and against sums worked out term by term."""

import csv
import importlib.util
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliancenet.economics.lifetime.buying import (
    Buyers,
    chance_alive,
    fit_buying,
    fit_spending,
    money_of_a_purchase,
    purchases_ahead,
)
from alliancenet.economics.lifetime.closed import per_period, value_at_constant_rate
from alliancenet.economics.lifetime.renewing import fit_renewals, renewal_rate, renewals_left, survival


def published(name: str) -> list[dict[str, str]]:
    """A table of the package `lifetimes`, read without importing it."""
    found = importlib.util.find_spec("lifetimes")
    if found is None or found.origin is None:
        pytest.skip("the data sets of `lifetimes` are not installed (pip install 'alliancenet[dev]')")
    with (Path(found.origin).parent / "datasets" / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def column(rows: list[dict[str, str]], name: str) -> np.ndarray:
    return np.array([float(row[name]) for row in rows])


@pytest.fixture(scope="module")
def cdnow():
    rows = published("cdnow_customers_summary.csv")
    x = column(rows, "frequency" if "frequency" in rows[0] else "x")
    last = column(rows, "recency" if "recency" in rows[0] else "t_x")
    return Buyers(repeats=x, last=last, seen=column(rows, "T"), mean=np.zeros(len(x)))


def one(x: float, last: float, seen: float, mean: float = 0.0) -> Buyers:
    return Buyers(repeats=np.array([x]), last=np.array([last]), seen=np.array([seen]), mean=np.array([mean]))


def test_closed_forms_of_the_two_conventions():
    assert value_at_constant_rate(100, 0.8, 0.1, first_now=False) == pytest.approx(266.6667, abs=1e-4)
    assert value_at_constant_rate(100, 0.8, 0.1) == pytest.approx(366.6667, abs=1e-4)


@given(st.floats(0, 0.99), st.floats(0, 1))
def test_a_long_horizon_comes_to_the_value_for_ever(kept, rate):
    ever = value_at_constant_rate(1, kept, rate)
    assert value_at_constant_rate(1, kept, rate, 5000) == pytest.approx(ever, rel=1e-6)


def test_for_ever_without_discount_is_refused():
    with pytest.raises(ValueError, match="no finite value"):
        value_at_constant_rate(1, 1, 0)


def test_a_rate_of_a_period_compounds_to_that_of_the_year():
    assert (1 + per_period(0.1, 4)) ** 4 == pytest.approx(1.1)


def counts(there: list[int]) -> tuple[list[int], list[int]]:
    lost = [before - after for before, after in pairwise(there)]
    return lost, [0] * (len(lost) - 1) + [there[-1]]


def test_shifted_beta_geometric_estimates_are_the_published_ones():
    fitted = fit_renewals(*counts([1000, 869, 743, 653, 593, 551, 517, 491]))
    assert fitted.values == pytest.approx((0.668, 3.806), abs=1e-3)
    assert fitted.log_likelihood == pytest.approx(-1611.16, abs=0.005)


def test_shifted_beta_geometric_estimates_of_few_and_of_all_renewals():
    regular = [1000, 631, 468, 382, 326, 289, 262, 241]
    assert fit_renewals(*counts(regular[:5])).values == pytest.approx((0.7637, 1.2958), abs=1e-3)
    assert fit_renewals(*counts(regular)).values == pytest.approx((0.704, 1.182), abs=1e-3)


@pytest.mark.parametrize(("renewal", "expected"), [(1, 5.41486), (3, 6.29426)])
def test_renewals_left_are_the_direct_sum(renewal, expected):
    alpha, beta, rate = 0.668, 3.806, 0.1
    there = survival(alpha, beta, renewal - 1)
    ahead = sum(survival(alpha, beta, renewal - 1 + step) / there / (1 + rate) ** (step - 1) for step in range(1, 4000))
    found = renewals_left(alpha, beta, renewal, rate)
    assert found == pytest.approx(expected, abs=5e-5)
    assert found == pytest.approx(ahead, rel=1e-6)


@given(st.floats(0.05, 20), st.floats(0.05, 20), st.integers(1, 30))
def test_survival_is_the_product_of_renewal_rates(alpha, beta, renewals):
    product = np.prod([renewal_rate(alpha, beta, number) for number in range(1, renewals + 1)])
    assert survival(alpha, beta, renewals) == pytest.approx(product, rel=1e-8)


def test_bg_nbd_estimates_of_cdnow_are_the_published_ones(cdnow):
    fitted = fit_buying(cdnow)
    assert fitted.values == pytest.approx((0.2426, 4.4135, 0.7929, 2.4258), abs=2e-3)
    assert fitted.log_likelihood == pytest.approx(-9582.43, abs=0.01)


def test_expected_purchases_and_chance_alive_are_the_published_ones():
    values, buyer = (0.243, 4.414, 0.793, 2.426), one(2, 30.43, 38.86)
    assert purchases_ahead(values, buyer, 39)[0] == pytest.approx(1.226, abs=1e-3)
    assert chance_alive(values, buyer)[0] == pytest.approx(0.7266, abs=1e-4)


def test_who_never_bought_again_counts_as_alive():
    assert chance_alive((0.243, 4.414, 0.793, 2.426), one(0, 0, 38.86))[0] == 1


def test_expected_purchases_have_no_hole_where_a_is_one():
    buyer = one(3, 20, 30)
    left, at, right = (purchases_ahead((0.3, 4.0, a, 2.4), buyer, 39)[0] for a in (0.999, 1.0, 1.001))
    assert min(left, right) - 1e-4 < at < max(left, right) + 1e-4


def test_gamma_gamma_estimates_of_cdnow_are_the_published_ones():
    rows = published("cdnow_customers_summary_with_transactions.csv")
    names = list(rows[0])
    x, mean = ("frequency", "monetary_value") if "frequency" in names else ("x", "zbar")
    repeats, money = column(rows, x), column(rows, mean)
    some = repeats > 0
    buyers = Buyers(repeats=repeats[some], last=repeats[some], seen=repeats[some], mean=money[some])
    fitted = fit_spending(buyers)
    assert fitted.values == pytest.approx((6.25, 3.745, 15.448), rel=2e-3)
    assert money_of_a_purchase(fitted.values, one(2, 1, 1, 22.35))[0] == pytest.approx(24.66, abs=0.02)


def test_a_parameter_at_its_bound_is_not_used():
    assert fit_renewals([500, 0, 0], [0, 0, 500]).reason
