"""How often intervals of tests hold the planted effect, and how often a test of nothing says `works`.

Run ``python tests/benchmarks/learning.py`` (four to five minutes of CPU); ``--tests N`` for another number of tests a row. Each
test goes the whole way: plan, arms, outcomes of units that differ, drift together and are measured with noise.
"""

import argparse
from datetime import date

import numpy as np

from alliancenet.economics.periods import Periods
from alliancenet.execution.learning.judging import tested
from alliancenet.execution.records import ExecutionRecords, Outcomes, Plan, TrialUnit
from alliancenet.model.execution import Design, TrialVerdict
from alliancenet.model.settings import Setting, Settings
from alliancenet.settings import default_settings

QUARTERS = Periods(4)
START, END = date(2025, 1, 1), date(2025, 12, 31)
BEFORE = [QUARTERS.named(f"{year}-Q{quarter}") for year in (2023, 2024) for quarter in (1, 2, 3, 4)]
INSIDE = [QUARTERS.named(f"2025-Q{quarter}") for quarter in (1, 2, 3, 4)]
WANTED = 1.0
SIZES = {
    Design.RANDOMISED: ((5, 5), (6, 12), (10, 10), (20, 20)),
    Design.COMPARISON: ((2, 4), (2, 10), (3, 6), (4, 12), (10, 20)),
}
EFFECTS = (0.0, 1.0, 2.0)


def records_of(
    rng: np.random.Generator, design: Design, sizes: tuple[int, int], effect: float, spread: float
) -> ExecutionRecords:
    """A test whose treated units change by `effect`, each by its own amount where `spread` is above 0."""
    count = sum(sizes)
    level, moves = rng.normal(0, 2, count), rng.normal(0, 0.5, count)
    gains = effect + spread * rng.normal(size=count)
    values = {}
    drift = rng.normal(0, 0.5, len(BEFORE) + len(INSIDE)).cumsum()
    for place in range(count):
        noise = rng.normal(0, 1, len(drift))
        course = level[place] + drift + noise
        course[len(BEFORE) :] += moves[place] + (gains[place] if place < sizes[0] else 0.0)
        values[f"u{place}"] = dict(zip([*BEFORE, *INSIDE], course.tolist(), strict=True))
    plan = Plan(
        id="t",
        metric="m",
        hypothesis="it helps",
        is_up=True,
        decided_on=START,
        start=START,
        end=END,
        minimum_effect=WANTED,
        design=design,
    )
    units = tuple(TrialUnit(trial="t", unit=f"u{place}", is_treated=place < sizes[0]) for place in range(count))
    return ExecutionRecords(
        plans=(plan,), units=units, outcomes=Outcomes(periods={"m": QUARTERS}, values={"m": values})
    )


def without_permutations(settings: Settings) -> Settings:
    """Verdicts of one metric do not use p: a few choices are enough, and the run is short."""
    few = settings.entries["tests.permutations"]
    few = Setting(key=few.key, value=20, unit=few.unit, reason=few.reason, source=few.source)
    return Settings({**settings.entries, few.key: few})


def row(design: Design, sizes: tuple[int, int], effect: float, spread: float, tests: int, seed: int):
    """Tests told, share whose interval holds the effect, shares of verdicts."""
    settings = without_permutations(default_settings())
    rng = np.random.default_rng(seed)
    verdicts, held, told = dict.fromkeys(TrialVerdict, 0), 0, 0
    for _ in range(tests):
        (found,) = tested(records_of(rng, design, sizes, effect, spread), settings, date(2026, 6, 1))
        verdicts[found.verdict] += 1
        if found.estimate is not None:
            told += 1
            held += found.estimate.low <= effect <= found.estimate.high
    return told, held / told, {verdict: count / tests for verdict, count in verdicts.items()}


def main() -> None:
    """Print a line for each design, size and effect."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tests", type=int, default=2000)
    tests = parser.parse_args().tests
    print(f"{tests} tests a row; wanted effect {WANTED:g}; 90 % intervals\n")
    print("design      units   effect  own effects  told  interval holds  works  no use  not told  withheld")
    seed, coverages, false_works = 0, [], []
    for design, sizes in ((design, size) for design, some in SIZES.items() for size in some):
        for effect, spread in (*((effect, 0.0) for effect in EFFECTS), (1.0, 0.5)):
            seed += 1
            told, held, verdicts = row(design, sizes, effect, spread, tests, seed)
            coverages.append(held)
            if not effect:
                false_works.append(verdicts[TrialVerdict.WORKS])
            shares = "".join(
                f"{100 * verdicts[verdict]:8.1f}"
                for verdict in (TrialVerdict.WORKS, TrialVerdict.NO_USE, TrialVerdict.NOT_TOLD, TrialVerdict.WITHHELD)
            )
            print(
                f"{design.value:<11} {sizes[0]:>2}+{sizes[1]:<3} {effect:7.1f} {'differ' if spread else 'alike':>12} "
                f"{told:5d} {100 * held:14.1f} {shares}"
            )
    print(
        f"\ninterval holds: {100 * min(coverages):.1f} to {100 * max(coverages):.1f} %, mean {100 * np.mean(coverages):.1f} %"
    )
    print(
        f"false `works`: {100 * min(false_works):.1f} to {100 * max(false_works):.1f} %, mean {100 * np.mean(false_works):.1f} %"
    )


if __name__ == "__main__":
    main()
