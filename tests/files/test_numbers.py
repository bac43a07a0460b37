"""Decimal commas, points and marks between thousands are settled by the whole column, or asked about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliancenet.files.numbers import Mark, decimal_mark, with_points


@pytest.mark.parametrize(
    ("cells", "mark", "plain"),
    [
        (["3,0", "1,5"], Mark.COMMA, ["3.0", "1.5"]),
        (["3.0", "1.5"], Mark.POINT, ["3.0", "1.5"]),
        (["3.000", "2.000"], Mark.POINT, ["3.000", "2.000"]),
        (["1.234,5", "3"], Mark.COMMA, ["1234.5", "3"]),
        (["1,234.5", "2,000"], Mark.POINT, ["1234.5", "2000"]),
        (["1,200", "0,5"], Mark.COMMA, ["1.200", "0.5"]),
        (["1.200", "0,5"], Mark.COMMA, ["1200", "0.5"]),
        (["1 200,5", "1\u00a0200"], Mark.COMMA, ["1200.5", "1200"]),
        (["1'200"], Mark.POINT, ["1200"]),
        (["1.200.000"], Mark.COMMA, ["1200000"]),
        (["-0,5", "1,5e3", "n/a", ""], Mark.COMMA, ["-0.5", "1.5e3", "n/a", ""]),
    ],
)
def test_the_column_says_what_stands_before_decimals(cells, mark, plain):
    assert (decimal_mark(cells), with_points(cells, mark)) == (mark, plain)


@pytest.mark.parametrize(
    ("cells", "mark"), [(["1,200"], Mark.OPEN), (["900", "1.200"], Mark.OPEN), (["1,5", "1.5"], Mark.BOTH)]
)
def test_what_can_be_read_two_ways_is_not_read(cells, mark):
    assert decimal_mark(cells) is mark


@given(st.lists(st.floats(0, 1e6).map(lambda value: f"{value:.2f}"), min_size=1))
def test_a_column_with_commas_says_the_same_as_with_points(cells):
    commas = [cell.replace(".", ",") for cell in cells]
    assert decimal_mark(cells) is Mark.POINT
    assert with_points(commas, decimal_mark(commas)) == cells
