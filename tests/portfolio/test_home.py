"""What lies in a folder of audits and is of another project is neither shown, exported, counted nor put there."""

from dataclasses import replace
from datetime import date

import pytest
from alliancenet_web.store import Store
from built_audits import an_audit, limits
from built_earnings import some_earnings
from built_plans import a_proposal
from click.testing import CliRunner

from alliancenet import resources
from alliancenet.cli import alliancenet
from alliancenet.errors import AuditFormatError
from alliancenet.model.audit import ProjectMark
from alliancenet.model.execution import ExecutionReview
from alliancenet.portfolio.home import check_home
from alliancenet.privacy import Reader, ReaderRole
from alliancenet.store.audit_file import write_audits
from alliancenet.store.economics_file import write_economics
from alliancenet.store.execution_file import write_execution
from alliancenet.store.staffing_file import write_staffing

OURS, THEIRS = ProjectMark(id="ours", name="Ours"), ProjectMark(id="theirs", name="Theirs")
ANALYST = Reader(role=ReaderRole.ANALYST)
EXAMPLES = resources.examples()


def an_execution(mark):
    return ExecutionReview(as_of=date(2026, 4, 1), project="small", names={}, limits=limits(), mark=mark)


KINDS = {
    "execution": (lambda folder, mark: write_execution(folder, an_execution(mark)), Store.execution),
    "economics": (lambda folder, mark: write_economics(folder, some_earnings(project=mark)), Store.earnings),
    "staffing": (lambda folder, mark: write_staffing(folder, a_proposal(project=mark)), Store.proposal),
}


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


@pytest.fixture
def folder(tmp_path):
    write_audits(tmp_path, [replace(an_audit(), project=OURS)])
    return tmp_path


@pytest.mark.parametrize(("mark", "is_shown"), [(OURS, True), (None, True), (THEIRS, False)])
def test_a_file_is_shown_where_it_is_of_the_project_of_its_folder(folder, kind, mark, is_shown):
    write, read = KINDS[kind]
    path = write(folder, mark)
    store = Store(folder)
    assert (read(store, ANALYST) is not None) == is_shown
    assert [problem.file for problem in store.problems(ANALYST)] == ([] if is_shown else [path.name])


def test_a_file_of_another_project_is_not_exported(folder, kind, tmp_path):
    KINDS[kind][0](folder, THEIRS)
    words = ["export", str(folder), "xlsx", f"--{kind}", "--reader", "analyst", "-o", str(tmp_path / "x.xlsx")]
    found = CliRunner().invoke(alliancenet, words)
    assert isinstance(found.exception, AuditFormatError)
    assert "of another project" in str(found.exception)
    assert not (tmp_path / "x.xlsx").exists()


@pytest.mark.parametrize(
    ("command", "example"), [("execution", "economics"), ("economics", "economics"), ("staffing", "staffing")]
)
def test_nothing_is_written_to_the_folder_of_another_project(folder, command, example):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    found = CliRunner().invoke(alliancenet, [command, str(EXAMPLES / example), "-o", str(folder)])
    assert isinstance(found.exception, AuditFormatError)
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix == ".json"} == before


def test_audits_of_another_project_are_named_and_not_counted(folder):
    words = ["execution", str(EXAMPLES / "economics"), "--audits", str(folder), "--json", "--as-of", "2026-04-24"]
    found = CliRunner().invoke(alliancenet, words)
    assert "an audit of another project, 'Ours'" in found.stderr
    assert '"proposals": null' in found.stdout


def test_a_folder_that_says_nothing_takes_anything(tmp_path):
    check_home(tmp_path / "none", OURS, "x")
    check_home(tmp_path, OURS, "x")
