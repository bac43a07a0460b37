"""Names that look alike are told apart in words and never joined."""

import pytest

from alliancenet.files.alike import looks_like, may_be_one


@pytest.mark.parametrize("other", ["North Inc.", "NORTH AG", "North.", "„North“", "N\u043erth", "No rth", "Nor-th"])
def test_one_firm_in_two_spellings_is_asked_about(other):
    assert may_be_one(["North", other, "South"]) == [("North", other)]


@pytest.mark.parametrize("other", ["Nord", "North Star", "Norths", "Müller"])
def test_other_firms_are_left_alone(other):
    assert may_be_one(["North", other, "South", "Muller"]) == []


def test_an_id_in_letters_of_another_alphabet_is_pointed_out():
    assert looks_like("\u04551", ["s1", "s2"]) == "s1"
    assert looks_like("s3", ["s1", "s2"]) == ""
