"""``alliancenet comms`` as a user meets it."""

import shutil

import pytest
from click.testing import CliRunner
from small_projects import a_project

from alliancenet.cli import alliancenet
from alliancenet.comms.built import open_build
from alliancenet.errors import InputError
from tests.comms.describe import SAMPLES
from tests.comms.rolled import pairs_of

ORGANISATIONS = "id,name,own\nacme,Acme,yes\nborealis,Borealis,no\n"
PEOPLE = (
    "id,organisation,level,email,opted_out\n"
    "ann,acme,senior,ann.ames@acme.example,no\n"
    "cy,acme,operating,cy@acme.example,no\n"
    "bo,borealis,senior,bo@borealis.example,no\n"
    "dee,borealis,operating,dee@borealis.example,yes\n"
)


def a_project_with_logs(folder, logs):
    folder = a_project(folder)
    (folder / "people.csv").write_text(PEOPLE)
    organisations = (folder / "organisations.csv").read_text().splitlines()[0]
    assert organisations.startswith("id,name")
    for name in ("organisations.csv",):
        (folder / name).write_text(ORGANISATIONS)
    for name in (
        "memberships.csv",
        "touchpoints.csv",
        "needs.csv",
        "role_pairs.csv",
        "issues.csv",
        "responses.csv",
        "answers.csv",
    ):
        (folder / name).unlink(missing_ok=True)
    (folder / "alliances.yaml").write_text(
        "alliances:\n  - id: pact\n    name: Pact\n    organisations: [acme, borealis]\n"
    )
    (folder / "logs").mkdir()
    for name in ("exchange_summary.csv", "mailbox.mbox", "meetings.ics"):
        shutil.copy(SAMPLES / name, folder / "logs" / name)
    with (folder / "alliancenet.yaml").open("a") as file:
        file.write(logs)
    return folder


LOGS = """
logs:
  until: 2026-04-14
  zones: {acme: Europe/Berlin, borealis: America/Toronto}
  files:
    - file: logs/exchange_summary.csv
    - file: logs/mailbox.mbox
    - file: logs/meetings.ics
"""


def run(*words):
    return CliRunner().invoke(alliancenet, ["comms", *map(str, words)])


def test_scan_says_what_each_file_is():
    said = run("scan", SAMPLES / "exchange_summary.csv", SAMPLES / "mailbox.mbox", SAMPLES / "slack.zip").output
    assert "Exchange message trace (enhanced summary)" in said
    assert "rows 5, events 4" in said
    assert "from 2026-03-02 to 2026-03-03 (UTC), 3 addresses" in said
    assert "lost 1: no From header" in said
    assert "Slack export" in said


def test_scan_of_a_table_names_its_columns():
    said = run("scan", SAMPLES / "table_semicolon.csv").output
    assert "columns: when, who, whom, id" in said
    assert "--columns time=" in said


def test_scan_of_a_mapped_table_tells_its_window():
    columns = ["time=When", "sender=Who", "recipients=Whom", "time_format=%d.%m.%Y %H:%M"]
    mapped = [word for column in columns for word in ("--columns", column)]
    said = run("scan", SAMPLES / "table_semicolon.csv", "--zone", "UTC", *mapped).output
    assert "from 2026-03-02 to 2026-07-03" in said


def test_scan_tells_all_problems_at_once(tmp_path):
    (tmp_path / "a.txt").write_text("nothing")
    (tmp_path / "b.txt").write_text("nothing")
    error = run("scan", tmp_path).exception
    assert isinstance(error, InputError)
    assert len(error.problems) == 2


def test_build_of_a_project_leaves_a_table_and_says_what_was_dropped(tmp_path):
    project = a_project_with_logs(tmp_path / "project", LOGS)
    result = run("build", project)
    assert result.exception is None, result.output
    assert "events 13 = 7 counted + 6 dropped" in result.output
    assert "people who opted out: 1" in result.output
    pairs = pairs_of(open_build(project / "comms").folder)
    assert pairs["ann", "bo", 202603, "mail"] == (0.5, 1, 0.0)
    assert {name for pair in pairs for name in pair[:2]} == {"ann", "bo", "cy"}


def check_after_build(folder, waves, people=PEOPLE, members=("ann", "cy", "bo", "dee")):
    folder = a_project_with_logs(folder, LOGS.replace("  until: 2026-04-14\n", ""))
    (folder / "waves.csv").write_text(f"id,alliance,open,close,window_days\n{waves}\n")
    (folder / "memberships.csv").write_text("\n".join(["person,alliance", *(f"{member},pact" for member in members)]))
    (folder / "people.csv").write_text(people)
    assert run("build", folder).exception is None
    return CliRunner().invoke(alliancenet, ["check", str(folder)]).output


def test_logs_of_another_time_than_the_wave_are_a_warning(tmp_path):
    told = check_after_build(tmp_path / "project", "2024,,2024-04-01,2024-04-24,90")
    assert "'pact' in wave '2024' cannot use them" in told
    assert "0 of 4 answered" in told


def test_logs_that_saw_nobody_of_an_alliance_nobody_was_asked_about_are_a_warning(tmp_path):
    people = PEOPLE.replace("cy@", "cyril@").replace("bo@borealis", "bobby@else")
    told = check_after_build(tmp_path / "project", "2026,,2026-04-01,2026-04-24,90", people)
    assert "logs without contact between people on the rosters, so that 'pact' in wave '2026' cannot use them" in told


def test_a_wave_of_people_the_logs_did_not_see_write_is_a_warning(tmp_path):
    told = check_after_build(tmp_path / "project", "2026,,2026-04-01,2026-04-24,90", members=("ann", "dee"))
    assert "saw fewer than two of the people write, so that 'pact' in wave '2026' cannot use them" in told
    assert "addresses and aliases as the logs have them" in told


def test_a_project_without_logs_is_told_how_to_declare_them(tmp_path):
    error = run("build", a_project(tmp_path / "project")).exception
    assert isinstance(error, InputError)
    assert "logs" in str(error)


def test_faults_in_the_declaration_are_told_with_their_line(tmp_path):
    logs = "logs:\n  sincce: 2026-01-01\n  files:\n    - file: logs/none.csv\n"
    error = run("build", a_project_with_logs(tmp_path / "project", logs)).exception
    assert isinstance(error, InputError)
    assert [problem.key for problem in error.problems] == ["logs.sincce", "logs.files.0"]
    assert all(problem.line for problem in error.problems)


BADLY = """
logs:
  since: 2026-06-01
  until: 2026-03-01
  zones: {acme: Mars/Base, nofirm: UTC}
  alias_domains: {old.example: 5}
  shared: sales@acme.example
  lists: nolists.csv
  files:
    - file: logs/exchange_summary.csv
"""


@pytest.mark.parametrize(
    "told",
    [
        "logs.since: 2026-06-01 is after until",
        "logs.zones.acme: 'Mars/Base' is no time zone",
        "logs.zones.nofirm: is no firm; one of acme, borealis",
        "logs.alias_domains: no mapping of names",
        "logs.shared: no list of addresses",
        "logs.lists: no 'nolists.csv'",
    ],
)
def test_every_fault_of_a_declaration_is_told_before_anything_is_read(tmp_path, told):
    folder = a_project_with_logs(tmp_path / "project", BADLY)
    result = run("build", folder)
    assert isinstance(result.exception, InputError)
    assert told in str(result.exception)
    assert not (folder / "comms").exists()


def test_scan_counts_times_it_cannot_read_and_people_on_both_ends(tmp_path):
    log = tmp_path / "log.csv"
    log.write_text(
        "time,sender,recipients\n2026-03-01 10:00:00,a@x.example,b@x.example;c@x.example\n"
        "next week,a@x.example,b@x.example\n"
    )
    columns = [word for pair in ("time=time", "sender=sender", "recipients=recipients") for word in ("--columns", pair)]
    told = run("scan", log, *columns, "--zone", "UTC").output
    assert "3 addresses" in told
    assert "note 1: time missing or unreadable" in told


def test_spark_without_pyspark_names_the_extra(monkeypatch):
    import sys

    import pytest

    from alliancenet.comms.spark import connect_spark
    from alliancenet.errors import MissingExtra

    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(MissingExtra, match=r"alliancenet\[spark\]"):
        connect_spark("local[1]")
