"""The terminal makes a file for whom the viewer would, and for nobody else."""

import pytest
from alliancenet_web.guard import RIGHTS
from built_audits import a_hostile_execution, an_audit
from built_earnings import some_earnings
from built_plans import a_proposal
from built_portfolios import a_holding, a_register, an_alliance, audited
from click.testing import CliRunner

from alliancenet.cli import alliancenet
from alliancenet.errors import NotPermitted
from alliancenet.portfolio.review import review
from alliancenet.portfolio.review_file import write_review
from alliancenet.privacy import ReaderRole
from alliancenet.privacy.rights import MADE_FOR, HandedOn
from alliancenet.store.audit_file import write_audits
from alliancenet.store.economics_file import write_economics
from alliancenet.store.execution_file import write_execution
from alliancenet.store.staffing_file import write_staffing

PAGE = {
    "staffing": "files.staffing",
    "portfolio": "files.portfolio",
    "report": "files.report",
    "network": "files.network",
    "economics": "files.economics",
    "execution": "files.execution",
}
ABOUT = {"execution": ("--execution",), "portfolio": (), "economics": ("--economics",), "staffing": ("--staffing",)}
KINDS = {
    "staffing": ["xlsx", "pdf"],
    "execution": ["xlsx", "pdf", "pptx"],
    "portfolio": ["xlsx", "pdf", "pptx"],
    "report": ["xlsx", "pdf"],
    "economics": ["xlsx", "pdf", "pptx"],
    "network": ["network", "graphml", "people-csv", "ties-csv"],
}
CHEAP = {"xlsx", "graphml", "people-csv", "ties-csv"}
ASKED = [(role, held, kind) for role in ReaderRole for held, kinds in KINDS.items() for kind in kinds]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """An audit and a review to export from."""
    place = tmp_path_factory.mktemp("audits")
    write_audits(place, [an_audit()])
    register = a_register(an_alliance("north"))
    write_staffing(place, a_proposal())
    write_review(place, review(a_holding(register, audits=[audited(scores={"health": 70})]), "0.1.0"))
    write_economics(place, some_earnings())
    write_execution(place, a_hostile_execution())
    return place


@pytest.mark.parametrize(("role", "held", "kind"), ASKED)
def test_the_terminal_and_the_viewer_make_a_file_for_the_same_readers(folder, tmp_path, role, held, kind):
    is_for = role in RIGHTS[PAGE[held]]
    if is_for and kind not in CHEAP:
        pytest.skip("that it can be made is tested with the files")
    about = ABOUT.get(held, ("--alliance", "nordwind"))
    target = tmp_path / "file"
    args = ["export", str(folder), kind, *about, "--reader", role.value, "--firm", "partner", "-o", str(target)]
    run = CliRunner().invoke(alliancenet, args)
    assert (run.exit_code == 0, target.exists()) == (is_for, is_for)
    assert is_for or isinstance(run.exception, NotPermitted)


def test_who_is_refused_reads_whom_the_file_is_for(folder, tmp_path):
    target = tmp_path / "file.xlsx"
    run = CliRunner().invoke(alliancenet, ["export", str(folder), "xlsx", "--reader", "hr", "-o", str(target)])
    assert "the portfolio review is not for hr; it is made for: alliance manager, analyst" in str(run.exception)


def test_every_kind_of_file_says_for_whom_it_is():
    assert set(MADE_FOR) == set(HandedOn)
