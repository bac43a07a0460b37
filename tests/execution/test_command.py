"""The commands and pages over the example, where truths were planted."""

import json
import shutil
from datetime import date

import pytest
from alliancenet_web.app import create_app
from click.testing import CliRunner
from small_projects import read_small

from alliancenet import resources
from alliancenet.cli import alliancenet
from alliancenet.execution.first_waves import first_wave_after
from alliancenet.privacy import Reader, ReaderRole
from alliancenet.store.execution_file import EXECUTION_FILE

EXAMPLE = resources.examples() / "economics"
DAY = "2026-04-24"
HEAD = "wave,alliance,respondent,item,alter,value\n"


def run(*words, code=0):
    result = CliRunner().invoke(alliancenet, [str(word) for word in words])
    assert result.exit_code == code, result.output
    return result.stdout


@pytest.fixture(scope="module")
def tests():
    found = json.loads(run("learn", EXAMPLE, "--as-of", DAY, "--json"))["tests"]
    return {test["id"]: test for test in found}


@pytest.fixture(scope="module")
def review(tmp_path_factory):
    folder = tmp_path_factory.mktemp("audits")
    run("execution", EXAMPLE, "--as-of", DAY, "--audits", folder, "-o", folder)
    return folder


@pytest.mark.parametrize(
    ("test", "verdict"),
    [("early_visit", "works"), ("letter", "no use"), ("portal", "no more than usual"), ("second_contact", "")],
)
def test_the_planted_tests_say_what_was_planted(tests, test, verdict):
    assert tests[test]["verdict"] == verdict


def test_the_one_written_afterwards_is_marked_and_no_other(tests):
    assert [test for test, found in tests.items() if found["is_afterwards"]] == ["portal"]


def test_the_text_names_every_planted_truth():
    told = run("execution", EXAMPLE, "--as-of", DAY)
    planted = ("2 people are satisfied", "calder-6", "80 % of the variable pay of field sales", "not told in the last")
    assert all(text in told for text in planted)


def test_ties_formed_by_the_signature_are_looked_up_in_the_first_wave(review):
    (found,) = json.loads((review / EXECUTION_FILE).read_text())["execution"]["negotiations"]
    assert (found["formed"], found["carried"], found["wave"]) == (3, 3, "2026-04")


def test_a_tie_that_did_not_last_is_told_and_unknown_is_not_absent(tmp_path):
    rows = "2026-spring,first_alliance,o1,NET1,p1,4\n2026-spring,first_alliance,o2,NET1,p2,1\n"
    project = read_small(tmp_path, answers_csv=HEAD + rows)
    wave = first_wave_after(project, "first_alliance", date(2020, 1, 1))
    assert wave.in_touch("o1", "p1") is True
    assert wave.in_touch("p2", "o2") is False
    assert wave.in_touch("o1", "nobody") is None
    assert first_wave_after(project, "first_alliance", date(2090, 1, 1)) is None


def test_one_part_alone_for_hr():
    told = run("execution", EXAMPLE, "--as-of", DAY, "--part", "rewards", "--reader", "hr")
    assert "field sales" in told
    assert "Satisfied" not in told


def test_hr_gets_nothing_of_another_part():
    told = run("execution", EXAMPLE, "--as-of", DAY, "--part", "satisfaction", "--reader", "hr")
    assert "Calder" not in told


def test_dimensions_are_listed_with_their_units():
    told = run("execution", EXAMPLE, "--dimensions")
    assert any(line.split() == ["health", "points"] for line in told.splitlines())
    assert any(line.startswith("on_time ") for line in told.splitlines())


def test_a_project_without_the_folder_is_told_what_belongs_there():
    result = CliRunner().invoke(alliancenet, ["learn", str(resources.examples() / "healthy")])
    assert "alliancenet help execution" in str(result.exception)


def test_check_tells_every_fault_of_the_folder(tmp_path):
    folder = tmp_path / "project"
    shutil.copytree(EXAMPLE, folder)
    (folder / "execution" / "forms.csv").write_text("alliance,since,form\nnorth,soon,marriage\n")
    result = CliRunner().invoke(alliancenet, ["check", str(folder)])
    assert all(f"forms.csv, row 2, {column}" in str(result.exception) for column in ("alliance", "since", "form"))


def page(folder, role, address):
    app = create_app(folder)
    client, sessions = app.test_client(), app.extensions["desk"].sessions
    client.set_cookie(sessions.cookie, sessions.open("reader", Reader(role=role)).key)
    return client.get(address)


def test_the_page_of_tests_says_verdicts_and_marks(review):
    told = page(review, ReaderRole.EXECUTIVE, "/tests").text
    assert "Two tests are over: one works and one is of no use. One more was written afterwards." in told
    assert "Decide on “a visit of field service before the order makes deliveries come on time”" in told


def test_the_page_answers_first(review):
    told = page(review, ReaderRole.EXECUTIVE, "/how-we-work").text
    assert "<h1>Two people are satisfied and had a complaint handled badly" in told
    assert "calder-6" not in told


def test_hr_reads_its_parts_on_the_page(review):
    answer = page(review, ReaderRole.HR, "/how-we-work")
    assert "field sales" in answer.text
    assert not any(word in answer.text for word in ("Ostrich", "early_visit", "Hollowmere"))


@pytest.mark.parametrize("role", [ReaderRole.PARTNER, ReaderRole.FACILITATOR])
@pytest.mark.parametrize("address", ["/tests", "/how-we-work", "/how-we-work.xlsx"])
def test_others_are_refused(review, role, address):
    assert page(review, role, address).status_code == 403


def test_a_folder_without_a_review_says_how_to_make_one(tmp_path):
    assert "alliancenet execution PROJECT" in page(tmp_path, ReaderRole.ANALYST, "/tests").text


def test_a_damaged_review_is_named_and_the_rest_is_shown(tmp_path):
    (tmp_path / EXECUTION_FILE).write_text("{")
    assert EXECUTION_FILE in page(tmp_path, ReaderRole.ANALYST, "/").text
    assert page(tmp_path, ReaderRole.ANALYST, "/tests").status_code == 200


def test_people_of_the_firm_that_was_told_less_know_the_strategy_less(tmp_path):
    run("audit", EXAMPLE, "-o", tmp_path)
    run("execution", EXAMPLE, "--as-of", DAY, "--audits", tmp_path, "-o", tmp_path)
    document = json.loads((tmp_path / EXECUTION_FILE).read_text())["execution"]
    known = {score["subject"]["id"]: score["value"] for _, score in document["telling"]["known"]}
    assert known["brightwater"] > 70
    assert known["calder"] < 55
    assert any(gap["dimension"] == "health" and gap["gap"] is not None for gap in document["benchmarks"])


def test_every_finding_has_its_page():
    assert "When it is wrong" in run("explain", "M-COMPLAINT")


def actions_page(folder, role, sent=None):
    app = create_app(folder)
    client, sessions = app.test_client(), app.extensions["desk"].sessions
    session = sessions.open("reader", Reader(role=role))
    client.set_cookie(sessions.cookie, session.key)
    if sent is not None:
        client.post("/actions/decide", data={**sent, "form_token": session.form_token})
    return client.get("/actions").text


def test_what_is_found_can_be_decided_and_a_facilitator_does_not_read_it(tmp_path):
    run("execution", EXAMPLE, "--as-of", DAY, "--audits", tmp_path, "-o", tmp_path)
    sent = {"key": "execution|M-COMPLAINT|", "owner": "service desk"}
    assert "Call them, settle the complaint" in actions_page(tmp_path, ReaderRole.EXECUTIVE)
    decided = actions_page(tmp_path, ReaderRole.EXECUTIVE, sent)
    assert "service desk" in decided
    assert "complaint" not in actions_page(tmp_path, ReaderRole.FACILITATOR)
