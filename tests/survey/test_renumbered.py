"""Numbers of another count than the scale's: refused where they show, remarked on where they may be."""

import pytest

from alliancenet.errors import InputError
from tests.survey.test_mapping import NET, ST1, read, said

ABOUT_B = {"Q1_1": f"{NET} - b1", "Q1_2": f"{NET} - b2"}
CONTACT = 'roster: [{columns: "Q1_*", item: NET1, person: text}]\n'
AGREEMENT = "questions: [{column: Q2, item: INT-ST1}]\n"


def contact(tmp_path, *numbers, text=CONTACT):
    rows = [f"a1,{one},{other}" for one, other in zip(numbers[::2], numbers[1::2], strict=True)]
    return read(tmp_path, ABOUT_B, text, *rows)


def test_a_scale_from_0_that_was_numbered_from_1_is_refused_at_the_first_6(tmp_path):
    with pytest.raises(InputError, match="look like 1-6 in place of 0-5") as refused:
        contact(tmp_path, 1, 2, 1, 3, 4, 6, *[5, 4] * 20)
    assert "export words instead of numbers" in str(refused.value)


def test_without_a_6_it_is_remarked_that_nobody_chose_0(tmp_path):
    answers = contact(tmp_path, *[1, 2, 3, 4] * 10)
    assert "nobody chose 0: they may be 1-6 in place of 0-5" in said(answers)


@pytest.mark.parametrize("numbers", [[0, 1, 2, 3] * 10, [1, 2] * 5], ids=["somebody chose 0", "few answers"])
def test_nothing_is_remarked_where_nothing_speaks_for_it(tmp_path, numbers):
    assert "in place of" not in said(contact(tmp_path, *numbers))


def test_who_says_what_each_number_stands_for_is_believed(tmp_path):
    codes = ", ".join(f'"{number}": "{number - 1}"' for number in range(1, 7))
    answers = contact(tmp_path, 1, 6, text=CONTACT.replace("}]", f", answers: {{{codes}}}}}]"))
    assert sorted(answers.reports["communication"].value.tolist()) == [0, 5]


def test_one_number_explained_does_not_hide_that_all_are_moved(tmp_path):
    text = 'questions: [{column: Q2, item: INT-ST1, answers: {"0": "1"}}]\n'
    with pytest.raises(InputError, match="look like 0-4 in place of 1-5"):
        read(tmp_path, {"Q2": ST1}, text, "a1,0", "a2,1", "b1,2", "b2,4", "a1,3")


def test_a_scale_from_1_that_was_numbered_from_0_is_refused(tmp_path):
    with pytest.raises(InputError, match="look like 0-4 in place of 1-5"):
        read(tmp_path, {"Q2": ST1}, AGREEMENT, "a1,0", "a2,1", "b1,2", "b2,4", "a1,3")


def test_one_slip_among_answers_of_the_whole_scale_is_left_out_and_counted(tmp_path):
    answers = read(tmp_path, {"Q2": ST1}, AGREEMENT, "a1,5", "a2,1", "b1,2", "b2,7")
    assert "1 of 4 answers are not on the scale" in said(answers)
