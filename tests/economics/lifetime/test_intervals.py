"""Intervals of what is to come, on simulated customers whose truth is known: 90 % of them hold it."""

import numpy as np
import pytest

from alliancenet.economics.lifetime.buying import Buyers, fit_buying
from alliancenet.economics.lifetime.fitting import Fitted
from alliancenet.economics.lifetime.keeping import Z90
from alliancenet.economics.lifetime.renewing import fit_renewals, renewals_left
from alliancenet.economics.lifetime.valuing import discounted_purchases
from alliancenet.economics.strength.chain import values_of_states
from alliancenet.economics.strength.worth import drawn_chances
from alliancenet.settings import default_settings

ALPHA, BETA = 0.668, 3.806
CHANCES = np.array(
    [
        [0.75, 0.15, 0.0, 0.0, 0.1],
        [0.0, 0.7, 0.15, 0.01, 0.14],
        [0.0, 0.06, 0.77, 0.12, 0.05],
        [0.0, 0.0, 0.08, 0.87, 0.05],
    ]
)
GAINS, RATE, NOW = np.array([-0.5, 4.5, 19.0, 58.0]), 0.1, np.array([10.0, 30.0, 25.0, 15.0])
PRIOR = default_settings().table("states.prior")


def held(runs, chance=0.9):
    """Within four standard errors of the promise: a test that falls is wrong, not unlucky."""
    return 4 * np.sqrt(chance * (1 - chance) / runs)


def renewed(random, contracts, renewals):
    """Contracts lost at each renewal, and those still there after the last."""
    ends = random.geometric(np.clip(random.beta(ALPHA, BETA, contracts), 1e-9, 1))
    lost = [int((ends == number).sum()) for number in range(1, renewals + 1)]
    return lost, [*[0] * (renewals - 1), int((ends > renewals).sum())]


@pytest.mark.slow
def test_intervals_of_renewals_to_come_hold():
    random, inside, told = np.random.default_rng(1), 0, 0
    truth = renewals_left(ALPHA, BETA, 3, 0.1)
    for _ in range(300):
        fitted = fit_renewals(*renewed(random, 200, 6))
        spread = fitted.spread(lambda values: np.array([renewals_left(values[0], values[1], 3, 0.1)]))
        if fitted.reason or spread is None:
            continue
        told += 1
        inside += abs(np.log(renewals_left(*fitted.values, 3, 0.1) / truth)) <= Z90 * spread[0]
    assert told >= 290
    assert inside / told == pytest.approx(0.9, abs=held(told))


def bought(random, buyers, values):
    """Purchases of buyers that stop unseen."""
    r, alpha, a, b = values
    rates, chances = random.gamma(r, 1 / alpha, buyers), random.beta(a, b, buyers)
    seen = random.uniform(40, 78, buyers)
    repeats, last = np.zeros(buyers), np.zeros(buyers)
    for place in range(buyers):
        now = random.exponential(1 / rates[place])
        while now <= seen[place]:
            repeats[place] += 1
            last[place] = now
            now += np.inf if random.random() < chances[place] else random.exponential(1 / rates[place])
    return Buyers(repeats=repeats, last=last, seen=seen, mean=np.zeros(buyers))


@pytest.mark.slow
def test_intervals_of_purchases_to_come_hold():
    truth, random, shares = (0.8, 8.0, 0.9, 2.6), np.random.default_rng(2), []
    for _ in range(40):
        buyers = bought(random, 400, truth)
        fitted = fit_buying(buyers)

        def ahead(values, buyers=buyers):
            return discounted_purchases(values, buyers, 13.0, 12, 0.024)

        spread = fitted.spread(ahead)
        if not fitted.reason and spread is not None:
            off = np.abs(np.log(ahead(fitted.values) / ahead(truth)))
            shares.append(float((off <= Z90 * spread).mean()))
    assert len(shares) >= 36
    # buyers of one world share its parameters: the error is that of worlds
    assert np.mean(shares) == pytest.approx(0.9, abs=4 * np.std(shares) / np.sqrt(len(shares)))


@pytest.mark.slow
def test_intervals_of_the_base_hold_on_simulated_chains():
    truth, random, inside, told = values_of_states(CHANCES[:, :-1], GAINS, RATE), np.random.default_rng(3), 0, 0
    for _ in range(300):
        counts, states = np.zeros((4, 5), dtype=np.int64), random.choice(4, 100, p=NOW / NOW.sum())
        for _ in range(4):
            after = (random.random(100)[:, None] > np.cumsum(CHANCES, axis=1)[states]).sum(axis=1)
            np.add.at(counts, (states, np.minimum(after, 4)), 1)
            states = np.where(after >= 4, random.choice(4, 100, p=[0.5, 0.4, 0.08, 0.02]), after)
        if (counts.sum(axis=1) == 0).any():
            continue
        told += 1
        drawn = values_of_states(drawn_chances(counts, 500, PRIOR, random), GAINS, RATE) @ NOW
        low, high = np.percentile(drawn, [5, 95])
        inside += low <= NOW @ truth <= high
    assert inside / told == pytest.approx(0.9, abs=held(told))


def test_without_a_curvature_nothing_is_claimed():
    assert Fitted(values=(1.0, 2.0), log_likelihood=0.0).spread(np.array) is None


def test_the_spread_of_a_parameter_is_its_own():
    fitted = Fitted(values=(1.0, 2.0), log_likelihood=0.0, covariance=((0.04, 0.0), (0.0, 0.09)))
    both = fitted.spread(lambda values: np.array([values[0], values[1], values[0] * values[1]]))
    assert both == pytest.approx([0.2, 0.3, np.hypot(0.2, 0.3)])


def test_the_curvature_of_renewals_is_that_of_the_likelihood():
    lost, kept = renewed(np.random.default_rng(5), 400, 6)
    fitted = fit_renewals(lost, kept)
    many = fit_renewals([4 * count for count in lost], [4 * count for count in kept])
    assert np.asarray(many.covariance) == pytest.approx(np.asarray(fitted.covariance) / 4, rel=1e-3)
