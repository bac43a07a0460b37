"""Numbers inside sentences: money to three digits, a half stays a half, counts in letters, lists with "and"."""

import pytest

from alliancenet.model.catalogue import Unit
from alliancenet.report import words


@pytest.mark.parametrize(
    ("value", "text"),
    [(-1.4, "−1.4"), (0.0, "0"), (1234567.0, "1,230,000"), (-0.0004, "−0.0004"), (28.0, "28"), (-1249.0, "−1,250")],
)
def test_money_has_three_digits_that_count_and_no_minus_zero(value, text):
    assert words.money(value) == text


@pytest.mark.parametrize(
    ("value", "text"), [(62.5, "62.5"), (63.5, "63.5"), (87.18, "87"), (-0.04, "0.0"), (7.25, "7.2")]
)
def test_a_half_is_rounded_to_neither_side(value, text):
    assert words.number(value, Unit.POINTS) == text


@pytest.mark.parametrize(
    ("parts", "text"), [((), ""), (("a",), "a"), (("a", "b"), "a and b"), (("a", "b", "c"), "a, b and c")]
)
def test_a_list_ends_with_and(parts, text):
    assert words.listed(parts) == text


@pytest.mark.parametrize(
    ("clause", "text"), [("it holds", "It holds."), ("who?", "Who?"), ("done.", "Done."), ("", "")]
)
def test_a_sentence_has_one_end(clause, text):
    assert words.sentence(clause) == text


def test_a_source_is_told_without_our_own_numbers():
    assert words.source("C10: agreement falls; own limit") == "agreement falls; our own limit"
