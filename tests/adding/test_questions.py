"""Answers given at a terminal: every key that is printed can be typed back."""

import pytest

from alliancenet.adding.question import GivenAnswers, OpenQuestion


@pytest.mark.parametrize("key", ["own", "AB:AW", "level.senior", "words:level:E7"])
@pytest.mark.parametrize("file", ["", "team survey.xlsx"])
def test_a_key_is_answered_as_its_question_prints_it(key, file):
    question = OpenQuestion(file="team survey.xlsx", key=key, text="Which?", choices=("NET0", "NET1"))
    printed = question.problem().action.split('"')[1].partition("=")[0]
    answers = GivenAnswers([f"{file}:{printed}=NET1" if file else f"{printed}=NET1"])
    assert [problem.found for problem in answers.unused()] == [
        f"'{f'{file}:{key}' if file else key}' was not asked about".lower()
    ]
    assert answers.of(question) == "NET1"
    assert list(answers.unused()) == []


def test_an_answer_for_one_file_holds_for_no_other():
    answers = GivenAnswers(["a.csv:level=E7"])
    assert (answers.to("a.csv", "level"), answers.to("b.csv", "level")) == ("E7", None)
