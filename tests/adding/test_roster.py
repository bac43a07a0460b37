"""HR's list of people as the roster: what is certain is taken with its reason, what is not is asked."""

import pytest

from alliancenet.adding.firms import Firms, id_of, plain_firm
from alliancenet.adding.levels import graded, level_of
from alliancenet.adding.question import GivenAnswers
from alliancenet.adding.roster import propose_roster, roster_likeness
from alliancenet.adding.sheet import sheets_in
from alliancenet.errors import InputError
from alliancenet.files.table import FileSays, read_table
from alliancenet.files.table_map import map_beside, read_table_map

HR = """Headcount report
Run on 31.03.2026

Personnel No.;Last Name;First Name;Legal Entity;Grade;Org Unit;Location;Entry Date;Leaving Date;Work E-Mail;Salary
1001;Moss;Ada;North GmbH;E8;Research;Oslo;01.02.2019;31.12.9999;ada@north.example;90000
1002;Oak;Ben;North GmbH;E5;Sales;Oslo;13.05.2020;31.12.9999;ben@north.example;50000
1003;Ash;Cleo;South Ltd;E6;Research;Rome;01.09.2021;30.06.2026;cleo@south.example;60000
"""
ANSWERS = ("level.senior=E8+", "level.project_leader=E6")


def written(tmp_path, text=HR, name="hr.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def proposed(tmp_path, text=HR, answers=(), firms=None, before=None):
    path = written(tmp_path, text)
    (sheet,) = sheets_in(path, [])
    return propose_roster(path.name, sheet, GivenAnswers(answers), firms or Firms({}, may_grow=True), before)


def read(tmp_path, text=HR, answers=ANSWERS, **options):
    proposal = proposed(tmp_path, text, answers, **options)
    assert not proposal.questions, [question.text for question in proposal.questions]
    path = tmp_path / "hr.csv"
    map_beside(path).write_text(proposal.map_text, encoding="utf-8")
    problems = []
    says = FileSays(columns=read_table_map(map_beside(path)))
    table = read_table(path, problems, required=("id", "organisation"), declared=says)
    assert table is not None, list(map(str, problems))
    return table, [str(problem) for problem in problems]


def keys(proposal):
    return [question.key for question in proposal.questions]


def test_headings_below_a_title_are_found(tmp_path):
    (sheet,) = sheets_in(written(tmp_path), [])
    assert (sheet.header, sheet.headings[0], len(sheet.rows)) == (4, "Personnel No.", 3)


def test_a_list_of_employees_is_told_from_other_tables(tmp_path):
    (sheet,) = sheets_in(written(tmp_path), [])
    (other,) = sheets_in(written(tmp_path, "Invoice,Amount,Date\n1,20,2026-01-01\n2,30,2026-01-02\n", "x.csv"), [])
    assert (roster_likeness(sheet)[0] > 90, roster_likeness(other)[0]) == (True, 0)


def test_columns_of_hr_are_ours(tmp_path):
    table, _ = read(tmp_path)
    assert dict(next(table.rows())[1]) == {
        "id": "1001",
        "name": "Ada Moss",
        "organisation": "north",
        "level": "senior",
        "email": "ada@north.example",
        "function": "Research",
        "site": "Oslo",
        "joined": "01.02.2019",
        "left": "",
    }


def test_row_numbers_are_those_of_the_file(tmp_path):
    assert next(read(tmp_path)[0].rows())[0] == 5


def test_grades_are_asked_for_once_per_level(tmp_path):
    assert keys(proposed(tmp_path)) == ["level.senior", "level.project_leader"]


def test_a_grade_that_is_not_there_is_asked_again(tmp_path):
    assert any(
        "no grade 'E11+'" in question.text for question in proposed(tmp_path, answers=["level.senior=E11+"]).questions
    )


def test_an_open_question_is_refused_in_the_map(tmp_path):
    path = written(tmp_path)
    map_beside(path).write_text(proposed(tmp_path).map_text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_table_map(map_beside(path))
    assert all("not answered yet" in problem.found for problem in error.value.problems)


def test_pay_and_the_like_are_named_as_not_needed(tmp_path):
    assert any("NOT NEEDED" in line and "Salary" in line for line in proposed(tmp_path).told)


def test_a_list_without_firms_is_asked_about(tmp_path):
    text = "PersNr,Nachname,Vorname,Abteilung\n1,Moos,Ada,F\n2,Eiche,Ben,V\n"
    assert "firm" in keys(proposed(tmp_path, text))


def test_titles_say_a_level_only_when_somebody_agrees(tmp_path):
    text = (
        "PersNr,Name,Firma,Stellenbezeichnung\n1,Ada,N,Geschäftsführerin\n2,Ben,N,Projektleiter\n3,Cleo,N,Ingenieurin\n"
    )
    assert keys(proposed(tmp_path, text)) == ["level"]
    table, _ = read(tmp_path, text, ["level=Stellenbezeichnung"])
    assert table.column("level") == ["senior", "project_leader", "operating"]


def test_a_title_nobody_knows_is_asked_about(tmp_path):
    text = "PersNr,Name,Firma,Level\n1,Ada,N,Wizard\n2,Ben,N,Engineer\n3,Cleo,N,Engineer\n"
    assert keys(proposed(tmp_path, text)) == ["level.Wizard"]


def test_leavers_without_a_day_are_asked_about(tmp_path):
    text = "PersNr,Name,Firma,Status\n1,Ada,N,Active\n2,Ben,N,Terminated\n"
    assert "status.Terminated" in keys(proposed(tmp_path, text))
    table, problems = read(tmp_path, text, ["status.Terminated=left out"])
    assert (table.column("id"), any("1 rows are left out" in line for line in problems)) == (["1"], True)


def test_two_spellings_of_a_firm_are_one(tmp_path):
    text = "PersNr,Name,Firma,Grade\n1,Ada,North GmbH,senior\n2,Ben,NORTH,operating\n3,Cleo,South,operating\n"
    assert read(tmp_path, text, ())[0].column("organisation") == ["north", "north", "south"]


def test_a_firm_that_may_be_a_part_of_another_is_asked_about(tmp_path):
    text = "PersNr,Name,Firma,Grade\n1,Ada,North Systems,senior\n2,Ben,North Energy,operating\n"
    assert keys(proposed(tmp_path, text)) == ["organisation.North Systems", "organisation.North Energy"]


def test_a_firm_the_project_does_not_have_is_asked_about(tmp_path):
    firms = Firms({"north": "North", "south": "South"}, may_grow=False)
    text = "PersNr,Name,Firma,Grade\n1,Ada,North AG,senior\n2,Ben,West,operating\n"
    assert keys(proposed(tmp_path, text, firms=firms)) == ["organisation.West"]


def test_ids_that_repeat_are_no_ids(tmp_path):
    text = "Employee ID,Name,Company,E-mail\n1,Ada,N,ada@n.example\n1,Ben,N,ben@n.example\n"
    (question,) = [question for question in proposed(tmp_path, text).questions if question.key == "id"]
    assert question.proposal == "E-mail"


def test_rows_of_two_assignments_count_once(tmp_path):
    text = "PersNr,Name,Firma,Kostenstelle\n1,Ada,N,10\n1,Ada,N,20\n2,Ben,N,10\n"
    table, problems = read(tmp_path, text, ["id=PersNr"])
    assert (table.column("id"), any("counted once" in line for line in problems)) == (["1", "2"], True)


def test_decisions_are_remembered_for_the_next_list(tmp_path):
    read(tmp_path)
    before = read_table_map(map_beside(tmp_path / "hr.csv"))
    again = proposed(
        tmp_path,
        HR.replace("1003", "1004"),
        before=before,
        firms=Firms({"north": "North", "south": "South"}, may_grow=False),
    )
    assert not again.questions


def test_a_new_grade_of_the_next_list_is_asked_about(tmp_path):
    read(tmp_path)
    before = read_table_map(map_beside(tmp_path / "hr.csv"))
    firms = Firms({"north": "North", "south": "South"}, may_grow=False)
    assert keys(proposed(tmp_path, HR.replace(";E6;", ";E9;"), before=before, firms=firms)) == ["level.E9"]


def test_a_column_that_is_gone_is_named(tmp_path):
    path = written(tmp_path)
    map_beside(path).write_text(proposed(tmp_path, answers=ANSWERS).map_text, encoding="utf-8")
    path.write_text(HR.replace("Grade", "Band"), encoding="utf-8")
    problems = []
    says = FileSays(columns=read_table_map(map_beside(path)))
    assert read_table(path, problems, required=("id",), declared=says) is None
    assert "names columns that are not there: Grade" in str(problems[-1])


@pytest.mark.parametrize(
    ("title", "level"),
    [
        ("Vice President Sales", "senior"),
        ("Senior Engineer", "operating"),
        ("Senior Manager", "senior"),
        ("Team Lead", "project_leader"),
        ("Bereichsleiterin", "senior"),
        ("Sachbearbeiter", "operating"),
        ("Project Leader", "project_leader"),
        ("Wizard", None),
    ],
)
def test_titles_tell_levels(title, level):
    assert level_of(title)[0] == level


@pytest.mark.parametrize(
    ("said", "grades"), [("E10+", ("E10", "E11")), ("E2-", ("E1", "E2")), ("E1, E10", ("E1", "E10"))]
)
def test_grades_stand_in_order_of_their_numbers(said, grades):
    assert graded(["E10", "E1", "E2", "E11"]).said(said) == grades


@pytest.mark.parametrize("name", ["North Systems GmbH", "north systems", "NORTH SYSTEMS AG", "North Systems, Inc."])
def test_legal_forms_do_not_make_two_firms(name):
    assert (plain_firm(name), id_of(name)) == ("north systems", "north_systems")
