"""Each platform's sample is read as planned, whatever its encoding or separator."""

import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from alliancenet.instruments.reading import read_instrument, shipped_instruments
from alliancenet.model.instrument import Instrument
from alliancenet.model.register import OrganisationId, Person, PersonId
from alliancenet.settings import default_settings
from alliancenet.survey.answers import Answers, answers_from
from alliancenet.survey.mapping import mapping_by_code, read_mapping
from alliancenet.survey.proposal import propose_mapping
from alliancenet.survey.readers.days import days_of
from alliancenet.survey.readers.detect import PLATFORMS, read_export

SAMPLES = Path(__file__).parent / "samples"
NAMES = sorted(path.name.removesuffix(".expected.json") for path in SAMPLES.glob("*.expected.json"))
OPENS, CLOSES = date(2026, 3, 1), date(2026, 3, 31)
ROSTER = {
    "a1": ("nordwind", "Anna Berg", "anna.berg@nordwind.example"),
    "a2": ("nordwind", "Jürgen Müller", "juergen.mueller@nordwind.example"),
    "a3": ("nordwind", "Ewa Łukasik", "ewa.lukasik@nordwind.example"),
    "b1": ("suedstern", "Paul O'Neill", "paul.oneill@suedstern.example"),
    "b2": ("suedstern", "Zoë Álvarez", "zoe.alvarez@suedstern.example"),
    "b3": ("suedstern", "Li Wei", "li.wei@suedstern.example"),
}


def people() -> list[Person]:
    return [
        Person(id=PersonId(key), organisation=OrganisationId(firm), name=name, addresses=(address,))
        for key, (firm, name, address) in ROSTER.items()
    ]


def instruments() -> list[Instrument]:
    shipped = shipped_instruments()
    return [read_instrument(shipped[name]) for name in ("net", "integration", "climate")]


def sample(name: str) -> Path:
    return next(path for path in SAMPLES.glob(f"{name}.*") if path.suffix in {".csv", ".xlsx"})


def answers_of(name: str, path: Path | None = None) -> Answers:
    export = read_export(path or sample(name))
    asked = instruments()
    mapping_file = SAMPLES / f"{name}.map.yaml"
    mapping = read_mapping(mapping_file, asked) if mapping_file.exists() else mapping_by_code(export, asked)
    return answers_from(
        [(export, mapping)], asked, people(), opens=OPENS, closes=CLOSES, wave="w1", settings=default_settings()
    )


def as_rows(answers: Answers) -> list:
    item_of = {item.layer: item.id for instrument in instruments() for item in instrument.items if item.layer}
    rows = []
    for layer, report in answers.reports.items():
        item = item_of[layer] if report.source.origin == "survey" else f"log:{layer}"
        for who, alter, value in zip(report.respondent, report.alter, report.value, strict=True):
            said = None if np.isnan(value) else float(value)
            rows.append([answers.people[who], item, answers.people[alter], said])
    if answers.opinions:
        for who, at, value in zip(
            answers.opinions.respondent, answers.opinions.item, answers.opinions.value, strict=True
        ):
            rows.append([answers.people[who], answers.opinions.items[at], None, None if np.isnan(value) else value])
    return sorted(rows, key=str)


def expected(name: str) -> dict:
    return json.loads((SAMPLES / f"{name}.expected.json").read_text(encoding="utf-8"))


def same(rows: list) -> list:
    return sorted(([*row[:3], None if row[3] is None else float(row[3])] for row in rows), key=str)


@pytest.mark.parametrize("name", NAMES)
def test_platform_is_told_from_the_header_rows(name):
    assert read_export(sample(name)).platform == expected(name)["platform"]


@pytest.mark.parametrize("name", NAMES)
def test_answers_are_those_of_the_plan(name):
    assert as_rows(answers_of(name)) == same(expected(name)["answers"])


@pytest.mark.parametrize("name", NAMES)
def test_every_response_has_the_fate_of_the_plan(name):
    assert dict(answers_of(name).tallies[0].fates) == expected(name)["responses"]


@pytest.mark.parametrize("name", [name for name in NAMES if "choices" in expected(name)])
def test_choices_are_those_of_the_plan(name):
    found = {item: {who: list(picked) for who, picked in by.items()} for item, by in answers_of(name).choices.items()}
    assert found == expected(name)["choices"]


@pytest.mark.parametrize("name", [name for name in NAMES if "texts" in expected(name)])
def test_open_answers_come_back_word_for_word(name):
    assert {item: dict(said) for item, said in answers_of(name).texts.items()} == expected(name)["texts"]


@pytest.mark.parametrize("name", [name for name in NAMES if "half_finished" in expected(name)])
def test_half_finished_responses_are_named(name):
    said = " ".join(problem.found for problem in answers_of(name).problems)
    assert f"{len(expected(name)['half_finished'])} half-finished" in said


@pytest.mark.parametrize("name", [name for name in NAMES if "strangers" in expected(name)])
def test_people_not_on_the_roster_are_named(name):
    said = " ".join(problem.found for problem in answers_of(name).problems)
    assert all(f"'{stranger}'" in said for stranger in expected(name)["strangers"])


@pytest.mark.parametrize("name", [name for name in NAMES if "complete" in expected(name)])
def test_naming_people_makes_the_others_no_contact(name):
    answers = answers_of(name)
    assert [answers.people[at] for at in np.flatnonzero(answers.complete)] == expected(name)["complete"]


def test_blank_cell_in_a_matrix_does_not_make_a_response_complete():
    answers = answers_of("qualtrics")
    assert not answers.complete[answers.people.index(PersonId("b1"))]


def test_everybody_rated_makes_a_response_complete():
    answers = answers_of("qualtrics")
    assert answers.complete[answers.people.index(PersonId("a1"))]


def test_every_platform_has_a_sample():
    assert {expected(name)["platform"] for name in NAMES} == set(PLATFORMS)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("name", ["qualtrics", "google_forms", "survey_monkey", "limesurvey_texts"])
def test_encoding_and_separator_change_nothing(tmp_path, name, encoding, separator):
    import csv

    with sample(name).open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    other = tmp_path / "other.csv"
    with other.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=separator).writerows(rows)
    assert as_rows(answers_of(name, other)) == same(expected(name)["answers"])


def test_western_desktop_encoding_keeps_umlauts(tmp_path):
    text = sample("microsoft_forms_de").read_text(encoding="utf-8-sig")
    other = tmp_path / "ansi.csv"
    other.write_bytes(text.encode("cp1252"))
    assert as_rows(answers_of("microsoft_forms_de", other)) == same(expected("microsoft_forms_de")["answers"])


def test_workbook_cells_equal_those_of_the_usual_library():
    openpyxl = pytest.importorskip("openpyxl")
    from alliancenet.files.workbook import read_workbook
    from alliancenet.survey.readers.detect import export_limits

    path = sample("polinode")
    ours = {
        name: [grid.row(at) for at in range(len(grid.rows))]
        for name, grid in read_workbook(path, "p", export_limits()).items()
    }
    book = openpyxl.load_workbook(path, read_only=True)
    theirs = {
        sheet.title: [tuple("" if cell is None else str(cell) for cell in row) for row in sheet.values]
        for sheet in book
    }
    assert ours == theirs


def test_answers_tally_adds_up_for_a_sample_with_every_fate():
    tally = answers_of("qualtrics").tallies[1]
    assert tally.fates["ignored as the mapping says"] > 0
    assert sum(tally.fates.values()) == tally.total == len(read_export(sample("qualtrics")).word)


@pytest.mark.parametrize(
    ("cells", "day"),
    [
        (["2026-03-04 10:00:00"], date(2026, 3, 4)),
        (["2026/03/04 9:00:11 AM GMT+1"], date(2026, 3, 4)),
        (["04.03.2026 10:00"], date(2026, 3, 4)),
        (["03/04/2026", "03/25/2026"], date(2026, 3, 4)),
        (["04/03/2026", "25/03/2026"], date(2026, 3, 4)),
        (["46085.5"], date(2026, 3, 4)),
        (["1980-01-01 00:00:00"], None),
        (["31.02.2026"], None),
        (["soon"], None),
    ],
)
def test_days_are_read_as_platforms_write_them(cells, day):
    assert days_of(cells)[0][0] == day


def test_dates_that_can_be_read_two_ways_are_said_so(tmp_path):
    path = tmp_path / "google.csv"
    path.write_text("Timestamp,Email Address,Q\n3/4/2026 10:00:00,a@b.example,1\n", encoding="utf-8")
    assert read_export(path).open_days == "3/4/2026 10:00:00"


def test_same_export_twice_gives_the_same_columns():
    first, second = read_export(sample("qualtrics")), read_export(sample("qualtrics"))
    assert first.words == second.words
    assert np.array_equal(first.word, second.word)


def test_condensed_export_with_a_blank_second_row_is_read(tmp_path):
    path = tmp_path / "condensed.csv"
    head = "Respondent ID,Collector ID,Start Date,End Date,IP Address,How satisfied are you?"
    path.write_text(f"{head}\n,,,,,\n1001,C1,2026-03-01,2026-03-02,1.2.3.4,4\n", encoding="utf-8")
    export = read_export(path)
    assert [(question.text, question.part) for question in export.questions] == [("How satisfied are you?", "")]
    assert [(respondent.response, respondent.day, respondent.finished) for respondent in export.respondents] == [
        ("1001", date(2026, 3, 2), True)
    ]


def test_quiz_columns_are_no_questions(tmp_path):
    path = tmp_path / "quiz.csv"
    head = "ID,Start time,Completion time,Email,Name,Total points,Quiz feedback,Last modified time,How often?"
    path.write_text(
        f"{head},Points - How often?\n1,7/27/26 19:06:23,7/27/26 19:17:10,anonymous,,4,,,weekly,2\n", encoding="utf-8"
    )
    export = read_export(path)
    assert [question.text for question in export.questions] == ["How often?"]
    assert (export.respondents[0].day, export.respondents[0].address) == (date(2026, 7, 27), "")


def test_measured_ties_keep_small_numbers(tmp_path):
    path = tmp_path / "viva.csv"
    head = "PrimaryCollaborator_PersonId,SecondaryCollaborator_PersonId,MetricDate,Strong_tie_score,Strong_tie_type"
    rows = "a1,b1,01/04/2023,3.19e-05,2\na2,b1,01/04/2023,0.25,1"
    path.write_text(f"{head}\n{rows}\n", encoding="utf-8")
    export = read_export(path)
    assert export.open_days == "01/04/2023"
    proposed = propose_mapping(export, instruments(), people(), settings=default_settings())
    assert '{column: "Strong_tie_score", layer: "communication"' in proposed.text
    assert [name for name, _ in proposed.unplaced] == ["Strong_tie_type"]


@pytest.mark.parametrize("name", ["qualtrics", "google_forms", "tidy", "viva"])
def test_order_of_rows_changes_nothing(tmp_path, name):
    lines = sample(name).read_text(encoding="utf-8").splitlines(keepends=True)
    head = {"qualtrics": len(lines) - 6}.get(name, 1)
    turned = tmp_path / "turned.csv"
    turned.write_text("".join([*lines[:head], *reversed(lines[head:])]), encoding="utf-8")
    assert as_rows(answers_of(name, turned)) == same(expected(name)["answers"])


def test_a_ticked_goal_does_not_make_silence_about_people_an_answer():
    answers = answers_of("survey_monkey")
    assert [person for person, done in zip(answers.people, answers.complete, strict=True) if done] == ["a1"]
    assert "b1" in [person for person, spoke in zip(answers.people, answers.responded, strict=True) if spoke]


def test_questions_of_odk_go_by_their_names_without_the_groups_before_them(tmp_path):
    path = tmp_path / "odk.csv"
    path.write_text(
        "SubmissionDate,page-contact-NET1_p01,page-contact-NET1_p02,page-climate-CLI1,page-climate-CLI-2,"
        "page-ticks-NET0,page-ticks-NET0/p01,page-ticks-NET0/p02,a-same,b-same,KEY\n"
        "2026-04-02T09:00:00Z,weekly,never,4,3,p01 p02,1,1,x,y,uuid:1\n"
    )
    assert [question.code for question in read_export(path).questions] == [
        *("NET1_p01", "NET1_p02", "CLI1", "CLI-2", "NET0/p01", "NET0/p02", "a-same", "b-same"),
    ]
