"""The assignment against trying every one of them."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliancenet.staffing.assignment import AssignmentTask, assign, fill_weight

SECONDS = 20.0


@st.composite
def tasks(draw):
    """Up to eight people and four positions, with every kind of condition."""
    people, positions = draw(st.integers(1, 8)), draw(st.integers(1, 4))
    points = st.one_of(st.none(), st.integers(0, 100))
    fit = [[draw(points) for _ in range(positions)] for _ in range(people)]
    share = st.sampled_from([0.0, 0.2, 0.25, 0.5, 0.75, 1.0])
    cells = list(product(range(people), range(positions)))
    departures = draw(st.lists(st.lists(st.sampled_from(cells), min_size=1, max_size=4, unique=True), max_size=4))
    return AssignmentTask(
        fit=np.array([[np.nan if points is None else points for points in row] for row in fit], dtype=float),
        need=np.array([draw(share) for _ in range(positions)]),
        free=np.array([draw(share) for _ in range(people)]),
        groups=draw(st.lists(st.lists(st.sampled_from(cells), min_size=1, max_size=5, unique=True), max_size=2)),
        departures=departures,
        stay=[
            frozenset(some)
            for some in draw(st.lists(st.sets(st.integers(0, len(departures) - 1), min_size=1, max_size=2), max_size=2))
        ]
        if departures
        else (),
    )


def is_allowed(task, cells):
    taken = set(cells)
    happen = {place for place, some in enumerate(task.departures) if taken & set(some)}
    time = [sum(task.need[column] for row, column in cells if row == person) for person in range(len(task.free))]
    return (
        not any(np.isnan(task.fit[cell]) for cell in cells)
        and all(needed <= free + 1e-9 for needed, free in zip(time, task.free, strict=True))
        and all(len(taken & set(group)) <= 1 for group in task.groups)
        and not any(some <= happen for some in task.stay)
    )


def every_plan(task):
    people, positions = task.fit.shape
    for chosen in product([None, *range(people)], repeat=positions):
        cells = tuple((row, column) for column, row in enumerate(chosen) if row is not None)
        if is_allowed(task, cells):
            yield cells


def aim_of(task, cells):
    return sum(fill_weight(len(task.need)) + task.fit[cell] for cell in cells)


@settings(max_examples=120)
@given(tasks())
def test_it_is_the_best_of_all_plans(task):
    found = assign(task, seconds=SECONDS)
    assert is_allowed(task, found.cells)
    assert found.is_proved
    assert found.aim == found.bound == pytest.approx(max(aim_of(task, cells) for cells in every_plan(task)))


@settings(max_examples=60)
@given(tasks())
def test_the_next_best_is_the_best_of_all_others(task):
    best = assign(task, seconds=SECONDS)
    second = assign(task, seconds=SECONDS, but=best.cells)
    others = [cells for cells in every_plan(task) if set(cells) != set(best.cells)]
    if not others:
        assert second is None
    else:
        assert set(second.cells) != set(best.cells)
        assert second.aim == pytest.approx(max(aim_of(task, cells) for cells in others))


def test_filling_comes_before_fit_also_among_twelve_positions():
    # one person fits eleven positions perfectly and the last not at all; nobody else can take the last
    fit = np.full((12, 12), np.nan)
    np.fill_diagonal(fit, 100.0)
    fit[11, :], fit[11, 11] = 100.0, 0.0
    found = assign(AssignmentTask(fit=fit, need=np.ones(12), free=np.ones(12)), seconds=SECONDS)
    assert (11, 11) in found.cells


def test_nobody_allowed_is_a_proved_empty_plan():
    task = AssignmentTask(fit=np.full((3, 2), np.nan), need=np.ones(2), free=np.ones(3))
    found = assign(task, seconds=SECONDS)
    assert (found.cells, found.is_proved, found.gap) == ((), True, 0.0)


def test_sixty_people_for_twelve_positions_are_proved_best():
    rng = np.random.default_rng(5)
    fit = rng.uniform(30, 100, (60, 12))
    fit[rng.random(fit.shape) < 0.3] = np.nan
    found = assign(
        AssignmentTask(fit=fit, need=rng.choice([0.2, 0.4], 12), free=rng.choice([0.2, 0.6], 60)), seconds=SECONDS
    )
    assert (len(found.cells), found.is_proved, found.bound) == (12, True, found.aim)
