"""People who do not agree to take part: left out completely, and counted."""

from datetime import date

import pytest

from alliancenet.errors import InputError
from alliancenet.settings import default_settings
from alliancenet.survey.answers import answers_from
from alliancenet.survey.mapping import read_mapping
from alliancenet.survey.proposal import propose_mapping
from alliancenet.survey.readers.detect import read_export
from tests.survey.test_mapping import ST1, instruments, mapping, people, qualtrics, read, said

COLUMNS = {"Q1": "Do you consent to take part in this survey?", "Q2": ST1}
AGREES = 'consent: {column: Q1, agrees: ["Yes, I agree"]}\nquestions: [{column: Q2, item: INT-ST1}]\n'


def test_who_says_no_or_nothing_is_left_out_and_counted(tmp_path):
    answers = read(tmp_path, COLUMNS, AGREES, 'a1,"Yes, I agree",4', "a2,No,5", "b1,,3")
    assert answers.responded.tolist() == [True, False, False, False]
    assert answers.tallies[0].fates == {
        "left out: did not agree to take part": 1,
        "left out: the question for consent is blank": 1,
        "matched by id": 1,
    }
    assert "1 of 3 responses left out: did not agree to take part" in said(answers)


def test_who_refused_is_named_nowhere(tmp_path):
    answers = read(tmp_path, COLUMNS, AGREES, 'a1,"Yes, I agree",4', "a2,No,5")
    assert "a2" not in said(answers)


def test_no_earlier_response_of_somebody_who_then_refused_counts(tmp_path):
    answers = read(tmp_path, COLUMNS, AGREES, 'a2,"Yes, I agree",4', "a2,No,5")
    assert answers.opinions is None or len(answers.opinions.value) == 0
    assert not answers.responded.any()


def test_who_agreed_after_all_counts_with_the_response_that_agrees(tmp_path):
    answers = read(tmp_path, COLUMNS, AGREES, "a2,No,5", 'a2,"Yes, I agree",4')
    assert answers.opinions.value.tolist() == [4]


def test_who_refused_in_one_export_is_left_out_of_the_others_of_the_wave(tmp_path):
    first = qualtrics(tmp_path / "q.csv", COLUMNS, "a2,No,")
    second = qualtrics(tmp_path / "r.csv", {"Q9": ST1}, "a2,3", "a1,2")
    texts = {first: AGREES, second: "questions: [{column: Q9, item: INT-ST1}]\n"}
    sources = [
        (read_export(path), read_mapping(mapping(tmp_path / f"{path.name}.map.yaml", text), instruments()))
        for path, text in texts.items()
    ]
    answers = answers_from(
        sources,
        instruments(),
        people("a1", "a2"),
        opens=date(2026, 3, 1),
        closes=date(2026, 3, 31),
        settings=default_settings(),
    )
    assert answers.responded.tolist() == [True, False]


def test_a_consent_column_the_export_lacks_stops_the_reading(tmp_path):
    with pytest.raises(InputError, match="no column 'Q7'"):
        read(tmp_path, COLUMNS, AGREES.replace("Q1", "Q7"), "a1,No,4")


@pytest.mark.parametrize("agrees", ["", ", agrees: []", ", agrees: [yes]", ", agrees: Yes"])
def test_consent_without_the_words_that_agree_is_a_fault(tmp_path, agrees):
    text = f"consent: {{column: Q1{agrees}}}\nquestions: [{{column: Q2, item: INT-ST1}}]\n"
    with pytest.raises(InputError, match="the answers that agree, each in quotes"):
        read(tmp_path, COLUMNS, text, "a1,No,4")


@pytest.mark.parametrize(
    ("asked", "yes", "no"),
    [
        ("Do you consent to take part?", "Yes", "No"),
        ("I agree to participate in this study.", "I agree", "I do not agree"),
        ("Sind Sie mit der Teilnahme einverstanden?", "Ja", "Nein"),
        ("Einwilligung", "Ich willige ein", "Ich willige nicht ein"),
    ],
)
def test_a_column_that_asks_for_consent_is_proposed_and_must_be_checked(tmp_path, asked, yes, no):
    export = read_export(qualtrics(tmp_path / "q.csv", {"Q1": asked, "Q2": ST1}, f"a1,{yes},4", f"a2,{no},5"))
    proposal = propose_mapping(export, instruments(), people("a1", "a2"), settings=default_settings())
    assert (proposal.unplaced, proposal.consent) == ((), "Q1")
    path = tmp_path / "m.yaml"
    path.write_text(proposal.text, encoding="utf-8")
    with pytest.raises(InputError, match="delete `check:`"):
        read_mapping(path, instruments())
    line = next(line for line in proposal.text.splitlines() if line.startswith("consent:"))
    settled = line[: line.index(", check:")] + "}"
    path.write_text(proposal.text.replace(line, settled), encoding="utf-8")
    assert read_mapping(path, instruments()).consent.agrees == (yes,)


def test_an_open_question_about_taking_part_is_no_consent(tmp_path):
    rows = [f"a{number % 2 + 1},words {number},4" for number in range(6)]
    export = read_export(qualtrics(tmp_path / "q.csv", {"Q1": "Who should take part next time?", "Q2": ST1}, *rows))
    assert (
        "consent:" not in propose_mapping(export, instruments(), people("a1", "a2"), settings=default_settings()).text
    )
