"""`alliancenet staffing`: off by default, all faults at once, and a withdrawal that leaves nothing behind."""

import json
import shutil
from pathlib import Path

import pytest
from alliancenet_web.app import create_app
from click.testing import CliRunner

from alliancenet import resources
from alliancenet.cli import alliancenet
from alliancenet.errors import InputError
from alliancenet.privacy import Reader, ReaderRole
from alliancenet.store.staffing_file import STAFFING_FILE, PlanWithoutConsent, read_staffing_file

WITHDREW = "bw-be007"


@pytest.fixture
def project(tmp_path):
    shutil.copytree(resources.examples() / "staffing", tmp_path / "project")
    return tmp_path / "project"


def run(*arguments):
    return CliRunner().invoke(alliancenet, ["staffing", *map(str, arguments)])


def faults_of(project):
    found = run(project)
    assert isinstance(found.exception, InputError)
    return "\n".join(map(str, found.exception.problems))


def change(path: Path, old: str, new: str):
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_the_plan_is_printed_with_its_proof_and_its_reasons(project):
    found = run(project)
    assert found.exit_code == 0
    assert "Five of six positions can be filled at once; proved best." in found.output
    assert "6 people would qualify but for language" in found.output
    assert "The next best plan fills as many and has" in found.output


def test_without_the_switch_nothing_is_read_and_an_old_plan_is_taken_away(project, tmp_path):
    run(project, "-o", tmp_path)
    assert (tmp_path / STAFFING_FILE).is_file()
    change(project / "alliancenet.yaml", "staffing.enabled: true", "staffing.enabled: false")
    found = run(project, "-o", tmp_path)
    assert (found.exit_code, "Staffing is off" in str(found.output)) == (2, True)
    assert not (tmp_path / STAFFING_FILE).exists()


def test_where_nobody_agreed_no_plan_is_made(project, tmp_path):
    (project / "staffing" / "consents.csv").write_text("person,purpose,given,withdrawn\n")
    found = run(project, "-o", tmp_path)
    assert (found.exit_code, "Nobody has agreed to be considered" in found.output) == (2, True)
    assert list(tmp_path.glob("*.json")) == []


def test_rows_of_people_who_did_not_agree_are_not_even_checked(project):
    path = project / "staffing" / "candidates.csv"
    lines = path.read_text().splitlines()
    broken = [f"{line.split(',')[0]},,nonsense" if line.startswith(WITHDREW) else line for line in lines]
    path.write_text("\n".join(broken) + "\n")
    found = run(project)
    assert found.exit_code == 0
    assert "nonsense" not in found.output


def test_who_withdraws_is_gone_from_the_files_and_from_the_plan(project, tmp_path):
    out = tmp_path / "audits"
    run(project, "-o", out)
    assert "bw-be004" in (out / STAFFING_FILE).read_text()
    found = run(project, "--forget", "bw-be004", "-o", out)
    assert "rows of candidates.csv deleted: 1, consents withdrawn as of today: 2" in found.output
    assert not (out / STAFFING_FILE).exists()
    assert "bw-be004" not in (project / "staffing" / "candidates.csv").read_text()
    run(project, "-o", out)
    assert "bw-be004" not in (out / STAFFING_FILE).read_text()


def test_forgetting_changes_nobody_else_s_rows(project):
    candidates, consents = (project / "staffing" / name for name in ("candidates.csv", "consents.csv"))
    before = [line for line in candidates.read_text().splitlines() if not line.startswith("bw-be004")]
    others = [line for line in consents.read_text().splitlines() if not line.startswith("bw-be004")]
    run(project, "--forget", " BW-BE004 ")
    assert candidates.read_text().splitlines() == before
    assert [line for line in consents.read_text().splitlines() if not line.startswith("bw-be004")] == others


def test_a_day_written_by_hand_beside_a_consent_is_enough(project):
    change(
        project / "staffing" / "consents.csv",
        "bw-be004,staffing,2026-04-27,",
        "bw-be004,staffing,2026-04-27,2026-06-01",
    )
    assert "Elowen Greenspire" not in run(project).output


def test_a_consent_withdrawn_is_not_brought_back_by_looking_at_an_earlier_day(project):
    change(
        project / "staffing" / "consents.csv",
        "bw-be004,staffing,2026-04-27,",
        "bw-be004,staffing,2026-04-27,2026-06-01",
    )
    assert "Elowen Greenspire" not in run(project, "--as-of", "2026-05-15").output


@pytest.fixture
def planned(project, tmp_path):
    """A project whose plan lies in a folder of audits."""
    assert run(project, "-o", tmp_path / "audits").exit_code == 0
    return project, tmp_path / "audits"


WITHDRAWN = ("bw-be004,staffing,2026-04-27,", "bw-be004,staffing,2026-04-27,2026-06-01")
NOT_PLACED = ("bw-he004,staffing,2026-04-27,", "bw-he004,staffing,2026-04-27,2026-06-01")
TIES = ("bw-be005,staffing_ties,2026-04-27,", "bw-be005,staffing_ties,2026-04-27,2026-06-01")
ROW_GONE = ("bw-be004,staffing,2026-04-27,\n", "")


def test_a_plan_is_read_while_every_consent_stands(planned):
    project, audits = planned
    path = project / "staffing" / "consents.csv"
    path.write_text(path.read_text() + "bw-he007,staffing,2026-06-01,\n")  # another one agrees: nobody's loss
    assert read_staffing_file(audits).candidates == 7


@pytest.mark.parametrize(("old", "new"), [WITHDRAWN, NOT_PLACED, TIES, ROW_GONE])
def test_a_withdrawal_in_the_file_alone_takes_a_written_plan_away_at_once(planned, old, new):
    project, audits = planned
    change(project / "staffing" / "consents.csv", old, new)
    with pytest.raises(PlanWithoutConsent):
        read_staffing_file(audits)


def test_a_plan_whose_consents_cannot_be_looked_up_is_not_shown(planned):
    project, audits = planned
    project.rename(project.with_name("elsewhere"))
    with pytest.raises(PlanWithoutConsent):
        read_staffing_file(audits)


def test_project_and_audits_may_be_moved_together(planned, tmp_path):
    shutil.copytree(tmp_path, tmp_path.with_name("moved"))
    shutil.rmtree(tmp_path / "project")
    assert read_staffing_file(tmp_path.with_name("moved") / "audits") is not None


def test_the_marks_in_a_plan_name_nobody(planned):
    _, audits = planned
    marks = json.loads((audits / STAFFING_FILE).read_text())["staffing"]["consents"]["marks"]
    assert len(marks) == 7 + 4
    assert all(set(mark) <= set("0123456789abcdef") for mark in marks)


def test_an_export_is_refused_once_somebody_withdrew(planned, tmp_path):
    project, audits = planned
    change(project / "staffing" / "consents.csv", *WITHDRAWN)
    words = ["export", str(audits), "xlsx", "--staffing", "--reader", "hr", "-o", str(tmp_path / "plan.xlsx")]
    found = CliRunner().invoke(alliancenet, words)
    assert isinstance(found.exception, PlanWithoutConsent)
    assert not (tmp_path / "plan.xlsx").exists()


def opened(audits, role, path="/staffing"):
    """A page of a running viewer, opened again by the same reader."""
    app = create_app(audits)
    client, desk = app.test_client(), app.extensions["desk"]
    client.set_cookie(desk.sessions.cookie, desk.sessions.open("reader", Reader(role=role, firm="brightwater")).key)
    return lambda: client.get(path).text


def test_the_page_forgets_the_plan_while_it_is_open(planned):
    project, audits = planned
    page = opened(audits, ReaderRole.HR)
    assert "Elowen Greenspire" in page()
    change(project / "staffing" / "consents.csv", *WITHDRAWN)
    told = page()
    assert "Elowen Greenspire" not in told
    assert "a consent it rests on was withdrawn" in told


@pytest.mark.slow
@pytest.mark.parametrize("role", [ReaderRole.EXECUTIVE, ReaderRole.ALLIANCE_MANAGER, ReaderRole.FACILITATOR])
@pytest.mark.parametrize("path", ["/", "/staffing", "/audits", "/privacy", "/findings"])
def test_nobody_else_learns_that_somebody_withdrew(planned, role, path):
    project, audits = planned
    change(project / "staffing" / "consents.csv", *WITHDRAWN)
    told = opened(audits, role, path)()
    assert not any(word in told for word in ("withdrawn", "consent it rests", STAFFING_FILE, "fit 9"))


def test_somebody_unknown_cannot_be_forgotten(project):
    found = run(project, "--forget", "nobody")
    assert (found.exit_code, "stands in none of the files" in found.output) == (2, True)


def test_a_file_in_another_code_page_is_left_as_it_is_and_said(project):
    path = project / "staffing" / "candidates.csv"
    raw = path.read_bytes().replace(b"north", b"n\xf6rd")
    path.write_bytes(raw)
    found = run(project, "--forget", "bw-be004")
    assert isinstance(found.exception, InputError)
    assert path.read_bytes() == raw


def test_a_missing_folder_is_said_file_by_file(project):
    shutil.rmtree(project / "staffing")
    text = faults_of(project)
    assert [name for name in ("positions", "candidates", "consents") if f"staffing/{name}.csv" not in text] == []


def test_faults_of_all_three_files_are_told_at_once(project):
    folder = project / "staffing"
    positions, candidates, consents = (folder / f"{name}.csv" for name in ("positions", "candidates", "consents"))
    for old, new in (
        ("lights-deputy,", "lights-lead,"),
        ("beacon,operation,0.5", "nowhere,routine,1.5"),
        ("heron,relaunch,0.3", "heron,,"),
        ("sa-be006;sa-be007", "bw-be006"),
    ):
        change(positions, old, new)
    change(candidates, "bw-be005,en;da,0.4", "bw-be005,en;da,4 days")
    change(candidates, "bw-he006,", "sa-be001,")
    change(candidates, "marrowby,west", "nofirm,west")
    change(consents, "bw-be006,staffing,2026-04-27", "bw-be006,friendship,2026-04-27")
    change(consents, "bw-he010,staffing,2026-04-27,", "bw-he010,staffing,2026-04-27,2026-01-01")
    text = faults_of(project)
    needed = (
        "'lights-lead' stands already further up",
        "'nowhere' is unknown",
        "'routine' is unknown",
        "a number from 0 to 1",
        "one of: launch, operation, relaunch, exit",
        "'4 days'",
        "'sa-be001' belongs to a partner",
        "'nofirm' is unknown",
        "'friendship' is unknown",
        "2026-01-01 lies before given",
    )
    assert [word for word in needed if word not in text] == []


def test_counterparts_are_people_of_the_partner(project):
    change(project / "staffing" / "positions.csv", "sa-be006;sa-be007", "bw-be006")
    assert "'bw-be006' is not of a partner of beacon" in faults_of(project)


def test_a_skill_spelt_two_ways_is_asked_about(project):
    change(project / "staffing" / "positions.csv", "need_domain", "need_domian")
    found = CliRunner().invoke(alliancenet, ["staffing", str(project)])
    assert "nobody has a skill 'domian' on record" in found.output


def test_an_audit_does_not_read_the_folder_of_staffing(project, tmp_path):
    CliRunner().invoke(alliancenet, ["audit", str(project), "-o", str(tmp_path / "out"), "--resamples", "0"])
    texts = [path.read_text() for path in (tmp_path / "out").glob("*") if path.is_file()]
    assert texts
    assert [
        word
        for word in ("Keeper", "Relaunch of Heron", "need_domain", "staffing_ties")
        for text in texts
        if word in text
    ] == []
