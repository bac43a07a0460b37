"""Who was considered for what, and how relationships are run, stays with those it is told to.

Worlds that differ in one thing alone are read page by page, table by table and file by file: where a single byte
differs for somebody it is not for, something of it got out. All routes of the viewer stand in `PAGES` and `FILES`.
"""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date, timedelta

import pytest
from alliancenet_web.app import create_app
from alliancenet_web.guard import RIGHTS
from built_audits import an_audit, limits
from built_plans import PERSON, a_plan, a_proposal
from built_portfolios import a_holding, a_register, an_alliance, audited
from click.testing import CliRunner

from alliancenet.cli import alliancenet
from alliancenet.model.execution import ExecutionReview
from alliancenet.model.staffing import Purpose
from alliancenet.portfolio.review import review
from alliancenet.portfolio.review_file import write_review
from alliancenet.privacy import Reader, ReaderRole
from alliancenet.privacy.rights import MADE_FOR, READS_EXECUTION, READS_TESTS, STAFFS, HandedOn
from alliancenet.store.audit_file import write_audits
from alliancenet.store.execution_file import EXECUTION_FILE, write_execution
from alliancenet.store.staffing_file import STAFFING_FILE, with_consents, write_staffing
from tests.execution.records import review_of, trial_files
from tests.execution.test_readers import whole

R = ReaderRole
NOT_TOLD = tuple(role for role in R if role not in STAFFS)
NO_EXECUTION = tuple(role for role in R if role not in READS_EXECUTION)
ALLIANCE = "/alliance/nordwind/2026-1"
PAGES = {
    "portfolio.portfolio": "/",
    "portfolio.calendar": "/due.ics",
    "review.tiers": "/tiers",
    "actions.actions": "/actions",
    "finding.findings": "/findings",
    "finding.finding": "/finding/M-PAIRING",
    "sponsors.sponsors": "/sponsors",
    "economics.economics": "/economics",
    "economics.partner": "/economics/ostrich",
    "economics.customers": "/customers",
    "programmes.impact": "/impact",
    "programmes.board": "/levers",
    "staffing.staffing": "/staffing?alliance=nordwind&role=bridge",
    "execution.execution": "/how-we-work",
    "execution.tests": "/tests",
    "quality.quality": "/data-quality",
    "quality.audits": "/audits",
    "privacy.privacy": "/privacy",
    "manual.contents": "/manual",
    "manual.read": "/manual/staffing",
    "alliance.alliance": ALLIANCE,
    "alliance.gaps": f"{ALLIANCE}/gaps",
    "alliance.over_waves": f"{ALLIANCE}/trends",
    "alliance.people": f"{ALLIANCE}/people",
    "network.network": f"{ALLIANCE}/network",
    "what_if.what_if": f"{ALLIANCE}/what-if",
    "entry.password": "/password",
}
FILES = {
    "files.report": f"{ALLIANCE}/report.xlsx",
    "files.network": f"{ALLIANCE}/network.graphml",
    "files.portfolio": "/portfolio.xlsx",
    "files.economics": "/economics.xlsx",
    "files.execution": "/how-we-work.xlsx",
    "files.staffing": "/staffing.xlsx",
}
OTHERS = {
    # before signing in, or what a form is sent to; a project's own desk reads no plan: tests/web/test_desk.py
    *("static", "entry.style", "entry.start", "entry.sign_in", "entry.sign_out", "actions.decide", "actions.change"),
    *(name for name in RIGHTS if name.partition(".")[0] in {"project", "work", "sheets", "surveys", "handover"}),
}


def a_folder(path, *, plan=None, execution=None):
    """Audits, a portfolio review and economics, and what the worlds differ in."""
    write_audits(path, [replace(an_audit(), limits=limits()), audited("north", scores={"health": 70.0}, wave="2026-1")])
    register = a_register(an_alliance("north"))
    write_review(path, review(a_holding(register, audits=[audited("north", scores={"health": 70})]), "0.1.0"))
    if plan is not None:
        consents = path / "consents.csv"
        consents.write_text("person,purpose,given,withdrawn\nx-1,staffing,2026-01-01,\n")
        write_staffing(path, with_consents(path, plan, consents, [("x-1", Purpose.STAFFING)]))
    if execution is not None:
        write_execution(path, execution)
    return create_app(path)


def withdrawn(path):
    app = a_folder(path, plan=a_proposal())
    (path / "consents.csv").write_text("person,purpose,given,withdrawn\nx-1,staffing,2026-01-01,2026-02-01\n")
    return app


def damaged(path):
    app = a_folder(path, plan=a_proposal())
    text = (path / STAFFING_FILE).read_text().replace(PERSON, f"{PERSON}'", 1)
    (path / STAFFING_FILE).write_text(text)
    return app


STAFFING_WORLDS = {
    "no plan": a_folder,
    "a plan": lambda path: a_folder(path, plan=a_proposal()),
    "another": lambda path: a_folder(path, plan=a_proposal(best=a_plan(person="Rosalind Other", points=41.0))),
    "withdrawn": withdrawn,
    "damaged": damaged,
    "old": lambda path: a_folder(path, plan=a_proposal(as_of=date.today() - timedelta(days=31))),
}


@pytest.fixture(scope="module")
def staffing_worlds(tmp_path_factory):
    return {name: make(tmp_path_factory.mktemp("staffing")) for name, make in STAFFING_WORLDS.items()}


def told(app, role, address):
    """What a reader gets, without what is of the session alone."""
    client, sessions = app.test_client(), app.extensions["desk"].sessions
    session = sessions.open("reader", Reader(role=role, firm="partner"))
    client.set_cookie(sessions.cookie, session.key)
    answer = client.get(address)
    raw = answer.data.replace(session.form_token.encode(), b"")
    if raw.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            raw = b"\n".join(parts.read(name) for name in sorted(parts.namelist()))
    return answer.status_code, raw


def everything(app, role):
    """Every page in both languages, every table of it as CSV, every file."""
    for page in PAGES.values():
        mark = "&" if "?" in page else "?"
        yield from (page, f"{page}{mark}lang=de")
        names = set(re.findall(r"csv=(\w+)", told(app, role, page)[1].decode(errors="replace")))
        yield from (f"{page}{mark}csv={name}" for name in sorted(names | {"plan", "open_positions", "second_plan"}))
    yield from FILES.values()


NEAR = (
    *("portfolio.portfolio", "staffing.staffing", "execution.execution", "execution.tests", "actions.actions"),
    *("quality.audits", "privacy.privacy"),
)


def the_near(_app, _role):
    """Pages that plan or review stand on or could be told of on, and their files."""
    return (*(PAGES[name] for name in NEAR), FILES["files.execution"], FILES["files.staffing"])


ASKED = pytest.mark.parametrize("asked", [the_near, pytest.param(everything, marks=pytest.mark.slow)])


def differing(worlds, role, asked):
    """Addresses whose answers differ between worlds, for a reader."""
    first, *others = worlds
    found = []
    for address in asked(first, role):
        mine = told(first, role, address)
        found += [address for other in others if told(other, role, address) != mine]
    return found


def test_every_route_is_looked_at():
    assert {*PAGES, *FILES} | OTHERS == {*RIGHTS}


@pytest.mark.parametrize("role", NOT_TOLD)
@ASKED
def test_nobody_but_hr_and_the_analyst_learns_anything_of_a_plan(staffing_worlds, role, asked):
    assert differing(staffing_worlds.values(), role, asked) == []


@pytest.mark.parametrize("role", sorted(STAFFS))
def test_those_it_is_for_read_the_plan_while_all_consents_stand_and_not_a_name_of_it_afterwards(staffing_worlds, role):
    read = {
        name: b"\n".join(told(app, role, address)[1] for address in the_near(app, role))
        for name, app in staffing_worlds.items()
    }
    assert {name for name, text in read.items() if PERSON.encode() in text} == {"a plan"}
    assert {name for name, text in read.items() if b"Rosalind Other" in text} == {"another"}
    assert {name for name, text in read.items() if b"Ottokar" in text} == {"a plan", "another"}


@pytest.mark.parametrize("role", R)
def test_the_terminal_gives_the_plan_to_the_same_readers_alone(staffing_worlds, tmp_path, role):
    made = {}
    for name, app in staffing_worlds.items():
        folder, out = app.extensions["desk"].store.folder, tmp_path / f"{name}.xlsx"
        words = ["export", str(folder), "xlsx", "--staffing", "--reader", role.value, "-o", str(out)]
        said = CliRunner().invoke(alliancenet, words)
        made[name] = (out.exists(), f"{said.output}{said.exception}".replace(str(folder), "").replace(str(out), ""))
    assert {name for name, (is_made, _) in made.items() if is_made} == (
        {"a plan", "another"} if role in STAFFS else set()
    )
    if role not in STAFFS:
        assert len(set(made.values())) == 1


def an_other_execution(path):
    """The same firms with another test, other answers and other talks; what is told and paid for stays as it is."""
    first = whole(path / "first")
    kept = tuple(finding for finding in first.findings if finding.part in {"rewards", "telling"})
    told = {"rewards": first.rewards, "telling": first.telling, "names": first.names, "people": first.people}
    return first, replace(review_of(path / "second", trial_files(-1.0)), findings=kept, **told)


@pytest.fixture(scope="module")
def execution_worlds(tmp_path_factory):
    first, second = an_other_execution(tmp_path_factory.mktemp("records"))
    return [a_folder(tmp_path_factory.mktemp("execution"), execution=found) for found in (first, second)]


@pytest.mark.parametrize("role", [*NO_EXECUTION, R.HR])
@ASKED
def test_what_partners_think_and_what_is_tried_out_reaches_nobody_it_is_not_for(execution_worlds, role, asked):
    assert differing(execution_worlds, role, asked) == []


@pytest.mark.parametrize("role", sorted(READS_TESTS))
def test_the_two_worlds_do_differ_for_those_who_read_them(execution_worlds, role):
    shown = ("/how-we-work", "/tests", FILES["files.execution"])
    assert differing(execution_worlds, role, lambda *_: shown) == [*shown]


@pytest.mark.parametrize("role", NO_EXECUTION)
def test_a_review_that_is_there_damaged_or_not_is_one_to_those_it_is_not_for(tmp_path_factory, execution_worlds, role):
    broken = a_folder(tmp_path_factory.mktemp("broken"), execution=an_empty_review())
    path = broken.extensions["desk"].store.folder / EXECUTION_FILE
    path.write_text(path.read_text().replace("2026", "2025", 1))
    assert differing([a_folder(tmp_path_factory.mktemp("none")), broken, execution_worlds[0]], role, the_near) == []


def an_empty_review():
    return ExecutionReview(as_of=date(2026, 4, 1), project="small", names={}, limits=limits())


def test_staffing_and_execution_are_in_the_one_table_of_rights():
    assert (MADE_FOR[HandedOn.STAFFING], MADE_FOR[HandedOn.EXECUTION]) == (STAFFS, READS_EXECUTION)
