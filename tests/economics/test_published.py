"""Every published value is met to its last printed digit, give or take one where the source rounded."""

import pytest
from published_values import VALUES


@pytest.mark.parametrize("value", VALUES, ids=[f"{value.what[:60]}" for value in VALUES])
def test_computed_values_are_the_published_ones(value):
    assert list(value.computed()) == pytest.approx(list(value.published), abs=1.2 * 10**-value.digits)
