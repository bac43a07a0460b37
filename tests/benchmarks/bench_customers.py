"""Customer base: how often 90 % intervals hold on simulated chains; speed of moves and models; BG/NBD beside `lifetimes`.

Run ``python tests/benchmarks/bench_customers.py``.
"""

import time
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np

from alliancenet.economics.lifetime.buying import Buyers, buying_likelihood, fit_buying, fit_spending, purchases_ahead
from alliancenet.economics.lifetime.keeping import wilson
from alliancenet.economics.strength.chain import values_of_states
from alliancenet.economics.strength.worth import drawn_chances
from alliancenet.settings import default_settings

CHANCES = np.array(
    [[0.75, 0.15, 0, 0, 0.10], [0, 0.70, 0.15, 0.01, 0.14], [0, 0.06, 0.77, 0.12, 0.05], [0, 0, 0.075, 0.875, 0.05]]
)
GAINS, NOW, RATE = np.array([-0.5, 4.5, 19, 58]), np.array([80.0, 100, 65, 40]), 0.024
PRIOR = default_settings().table("states.prior")
SIMULATIONS = 1_000


def moves(size: int, periods: int, random: np.random.Generator) -> np.ndarray:
    """Moves of a base that fills up again from below."""
    counts = np.zeros((4, 5), dtype=np.int64)
    states = random.choice(4, size, p=NOW / NOW.sum())
    for _ in range(periods):
        after = (random.random(size)[:, None] > np.cumsum(CHANCES, axis=1)[states]).sum(axis=1)
        after = np.minimum(after, 4)
        np.add.at(counts, (states, after), 1)
        states = np.where(after == 4, random.choice(4, size, p=[0.5, 0.4, 0.08, 0.02]), after)
    return counts


def coverage() -> None:
    """How often the truth lies in the interval."""
    truth = values_of_states(CHANCES[:, :-1], GAINS, RATE)
    print("90 % intervals that hold (goal 88 to 93 %), simulated chains:")
    for size, periods in ((36, 7), (100, 4), (300, 8)):
        random, held = np.random.default_rng(1), {"base": 0, "one moved up": 0, "conversion": 0}
        asked = 0
        for _ in range(SIMULATIONS):
            counts = moves(size, periods, random)
            if (counts.sum(axis=1) == 0).any():
                continue
            asked += 1
            values = values_of_states(drawn_chances(counts, 1000, PRIOR, random), GAINS, RATE)
            for name, drawn, true in (
                ("base", values @ NOW, NOW @ truth),
                ("one moved up", values[:, 2] - values[:, 1], truth[2] - truth[1]),
            ):
                low, high = np.percentile(drawn, [5, 95])
                held[name] += bool(low <= true <= high)
            low, high = wilson(int(counts[1, 2:4].sum()), int(counts[1].sum()))
            held["conversion"] += low <= CHANCES[1, 2:4].sum() <= high
        told = ", ".join(f"{name} {count / asked:.1%}" for name, count in held.items())
        print(f"  {size} partners, {periods} moves each: {told} (of {asked} chains)")


def cdnow() -> tuple[Buyers, Path]:
    """The published buyers."""
    import csv
    import importlib.util

    found = importlib.util.find_spec("lifetimes")
    assert found is not None
    assert found.origin is not None
    folder = Path(found.origin).parent / "datasets"
    with (folder / "cdnow_customers_summary.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    x, last, seen = (np.array([float(row[name]) for row in rows]) for name in ("frequency", "recency", "T"))
    return Buyers(repeats=x, last=last, seen=seen, mean=np.zeros(len(x))), folder


def quickest(work: Callable[[], object]) -> float:
    """Least CPU seconds of ten runs: others work on this machine too."""
    seconds = []
    for _ in range(10):
        began = time.process_time()
        work()
        seconds.append(time.process_time() - began)
    return min(seconds)


def beside_lifetimes() -> None:
    """Fit the published buyers with both."""
    buyers, _ = cdnow()
    ours = fit_buying(buyers)
    own = quickest(lambda: fit_buying(buyers))
    print(f"BG/NBD of CDNOW, 2,357 buyers: {own:.3f} s CPU, log-likelihood {ours.log_likelihood:.8f}")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from lifetimes import BetaGeoFitter

            fitter = BetaGeoFitter().fit(buyers.repeats, buyers.last, buyers.seen)
            theirs = quickest(lambda: BetaGeoFitter().fit(buyers.repeats, buyers.last, buyers.seen))
            values = tuple(float(fitter.params_[name]) for name in ("r", "alpha", "a", "b"))
    except Exception as error:
        print(f"  `lifetimes` does not run here: {type(error).__name__}: {error}")
        return
    likelihood = buying_likelihood(values, buyers)
    print(f"  `lifetimes`: {theirs:.3f} s CPU, log-likelihood {likelihood:.8f}")
    print(f"  ours less theirs: {ours.log_likelihood - likelihood:+.2e}; our time over theirs {own / theirs:.2f}")


def speed() -> None:
    """Models for 10,000 customers."""
    random = np.random.default_rng(2)
    rate, gone = random.gamma(1.5, 1 / 20, 10_000), random.beta(1, 4, 10_000)
    repeats = np.minimum(random.geometric(gone) - 1, random.poisson(rate * 150)).astype(np.float64)
    last = np.where(repeats > 0, random.uniform(0.1, 1, 10_000) * 150, 0.0)
    mean = np.where(repeats > 0, random.gamma(6, 20, 10_000), 0.0)
    buyers = Buyers(repeats=repeats, last=last, seen=np.full(10_000, 156.0), mean=mean)
    began = time.process_time()
    fitted = fit_buying(buyers)
    fit_spending(buyers)
    for weeks in range(13, 157, 13):
        purchases_ahead(fitted.values, buyers, weeks)
    print(f"BG/NBD, gamma-gamma and 12 quarters ahead of 10,000 customers: {time.process_time() - began:.2f} s CPU")
    began = time.process_time()
    values_of_states(drawn_chances(moves(10_000, 11, random), 1000, PRIOR, random), GAINS, RATE)
    print(f"moves of 10,000 partners and 1,000 draws of their value: {time.process_time() - began:.2f} s CPU")


if __name__ == "__main__":
    coverage()
    beside_lifetimes()
    speed()
