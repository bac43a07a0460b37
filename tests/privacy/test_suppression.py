"""Hidden cells stay hidden from a reader who can subtract."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from alliancenet.privacy.suppression import hidden_cells

SMALLEST = 5
tables = st.integers(2, 4).flatmap(
    lambda rows: st.integers(2, 4).flatmap(
        lambda columns: st.lists(
            st.lists(st.integers(0, 14), min_size=columns, max_size=columns), min_size=rows, max_size=rows
        )
    )
)


def as_counts(rows):
    return {(f"r{i}", f"c{j}"): count for i, row in enumerate(rows) for j, count in enumerate(row)}


@given(tables)
@settings(max_examples=80, deadline=None)
def test_no_group_below_the_limit_follows_from_what_is_published(rows):
    counts = as_counts(rows)
    hidden = hidden_cells(counts, SMALLEST)
    for cell, count in counts.items():
        if 0 < count < SMALLEST:
            assert cell in hidden
            low, high = what_an_attacker_learns(counts, hidden, cell)
            assert high - low > 0.5 or the_totals_alone_tell(counts, cell)


@given(tables, st.lists(st.integers(0, 2), min_size=4, max_size=4))
@settings(max_examples=80, deadline=None)
def test_nor_does_it_from_knowing_what_the_last_column_cannot_exceed(rows, beyond):
    counts = as_counts(rows)
    last = f"c{len(rows[0]) - 1}"
    most = {(f"r{i}", last): row[-1] + beyond[i] for i, row in enumerate(rows)}
    hidden = hidden_cells(counts, SMALLEST, most=most)
    for cell, count in counts.items():
        if 0 < count < SMALLEST:
            low, high = what_an_attacker_learns(counts, hidden, cell, most)
            assert high - low > 0.5 or the_totals_alone_tell(counts, cell, most)


def test_a_column_that_can_take_nobody_in_hides_no_other():
    counts = as_counts([[2, 9, 0], [8, 7, 3]])
    hidden = hidden_cells(counts, SMALLEST, most={("r0", "c2"): 0, ("r1", "c2"): 3})
    low, high = what_an_attacker_learns(counts, hidden, ("r0", "c0"), {("r0", "c2"): 0})
    assert high - low > 0.5


def the_totals_alone_tell(counts, cell, most=None):
    low, high = what_an_attacker_learns(counts, frozenset(counts), cell, most)
    return high - low < 0.5


def what_an_attacker_learns(counts, hidden, target, most=None):
    """Least and most the cell can be, given every shown cell, every row and column total, and limits."""
    unknown = sorted(hidden)
    lines = sorted({("row", r) for r, _ in counts} | {("column", c) for _, c in counts})
    system = np.array(
        [
            [float((kind == "row" and r == name) or (kind == "column" and c == name)) for r, c in unknown]
            for kind, name in lines
        ]
    )
    left = system @ np.array([counts[cell] for cell in unknown])
    goal = np.array([float(cell == target) for cell in unknown])
    bounds = [(0, (most or {}).get(cell)) for cell in unknown]
    low = linprog(goal, A_eq=system, b_eq=left, bounds=bounds).fun
    high = -linprog(-goal, A_eq=system, b_eq=left, bounds=bounds).fun
    return low, high


def test_groups_that_are_large_enough_all_stay():
    assert hidden_cells(as_counts([[5, 9], [12, 0]]), SMALLEST) == frozenset()


def test_one_small_cell_takes_three_others_with_it():
    assert len(hidden_cells(as_counts([[2, 9, 20], [8, 7, 30]]), SMALLEST)) == 4
