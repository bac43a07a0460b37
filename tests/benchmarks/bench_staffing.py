"""Sixty people for twelve positions: CPU seconds until the plan is proved best, and the next best as well.

Run ``python tests/benchmarks/bench_staffing.py [ROUNDS]`` (20 by default). Also small rounds against
trying every plan, to see that "proved" is true.
"""

import sys
import time
from itertools import product

import numpy as np

from alliancenet.arrays import FloatArray
from alliancenet.staffing.assignment import AssignmentTask, assign, fill_weight

PEOPLE, POSITIONS, SECONDS = 60, 12, 10.0
_GOAL = 2.0


def a_task(seed: int, people: int = PEOPLE, positions: int = POSITIONS) -> AssignmentTask:
    """Two thirds of the pairs allowed, part-time positions, people with time for one to three, pairs and departures."""
    rng = np.random.default_rng(seed)
    fit = rng.uniform(30, 100, (people, positions))
    fit[rng.random(fit.shape) < 1 / 3] = np.nan
    cells = list(product(range(people), range(positions)))
    return AssignmentTask(
        fit=fit,
        need=rng.choice([0.2, 0.3, 0.4, 0.5], positions),
        free=rng.choice([0.2, 0.4, 0.6, 1.0], people),
        groups=[
            [cell for cell in cells if cell[0] % 7 == line and cell[1] in pair] for line in range(7) for pair in _PAIRS
        ],
        departures=[[cell for cell in cells if cell[0] == person] for person in range(0, people, 3)],
        stay=[frozenset({first, first + 1}) for first in range(0, (people + 2) // 3 - 1, 2)],
    )


_PAIRS = ((0, 1), (2, 3), (4, 5))


def main() -> None:
    """Time rounds of full size, then hold small ones against every plan there is."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    took, both, proved = [], [], 0
    for seed in range(rounds):
        task, began = a_task(seed), time.process_time()
        best = assign(task, seconds=SECONDS)
        assert best is not None
        took.append(time.process_time() - began)
        second = assign(task, seconds=SECONDS, but=best.cells)
        both.append(time.process_time() - began)
        proved += best.is_proved and (second is None or second.is_proved)
    print(f"{PEOPLE} people × {POSITIONS} positions, {rounds} rounds: proved best {proved} of {rounds}")
    print(f"best plan: median {np.median(took):.2f} s, worst {max(took):.2f} s (goal {_GOAL:g} s)")
    print(f"with the next best: median {np.median(both):.2f} s, worst {max(both):.2f} s")
    equal = sum(_is_best(a_task(seed, people=1 + seed % 8, positions=3)) for seed in range(rounds))
    print(f"up to 8 people × 3 positions against every plan: {equal} of {rounds} equal")


def _is_best(task: AssignmentTask) -> bool:
    people, positions = task.fit.shape
    found = assign(task, seconds=SECONDS)
    plans = (
        tuple((row, column) for column, row in enumerate(chosen) if row is not None)
        for chosen in product([None, *range(people)], repeat=positions)
    )
    best = max(_aim(task.fit, cells) for cells in plans if _is_allowed(task, cells))
    return found is not None and abs(found.aim - best) < 1e-6


def _aim(fit: FloatArray, cells: tuple[tuple[int, int], ...]) -> float:
    return sum(fill_weight(fit.shape[1]) + float(fit[cell]) for cell in cells)


def _is_allowed(task: AssignmentTask, cells: tuple[tuple[int, int], ...]) -> bool:
    taken = set(cells)
    happen = {place for place, some in enumerate(task.departures) if taken & set(some)}
    time_of = [sum(task.need[column] for row, column in cells if row == person) for person in range(len(task.free))]
    return (
        not any(np.isnan(task.fit[cell]) for cell in cells)
        and all(needed <= free + 1e-9 for needed, free in zip(time_of, task.free, strict=True))
        and all(len(taken & set(group)) <= 1 for group in task.groups)
        and not any(some <= happen for some in task.stay)
    )


if __name__ == "__main__":
    main()
