"""Every role × route × method. A route that is missing here fails."""

import io
import json
import zipfile
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import pytest
from alliancenet_web import guard
from alliancenet_web.app import create_app
from built_audits import a_hostile_execution, a_hostile_review, an_audit
from built_earnings import some_earnings
from built_plans import EMPTY, PERSON, TITLE, a_proposal

import alliancenet
from alliancenet.portfolio.review_file import write_review
from alliancenet.privacy import Reader, ReaderRole
from alliancenet.store.audit_file import write_audits
from alliancenet.store.economics_file import write_economics
from alliancenet.store.execution_file import write_execution
from alliancenet.store.staffing_file import STAFFING_FILE, write_staffing

R = ReaderRole
OPEN = {None, *R}
ALL = set(R)
OWN = ALL - {R.PARTNER}
ROWS = {R.ALLIANCE_MANAGER, R.ANALYST, R.FACILITATOR, R.HR}
KNOWS = ROWS - {R.HR}
MONEY = {R.ALLIANCE_MANAGER, R.ANALYST, R.EXECUTIVE}
READS_TESTS = {R.ALLIANCE_MANAGER, R.ANALYST, R.EXECUTIVE}

# rule: (address, who may GET; None is somebody who is not signed in)
ROUTES = {
    "/": ("/", ALL),
    "/start": ("/start", OPEN),
    "/sign-in": ("/sign-in", OPEN),
    "/sign-out": ("/sign-out", set()),
    "/password": ("/password", ALL),
    "/style.css": ("/style.css", OPEN),
    "/static/<path:filename>": ("/static/network.js", OPEN),
    "/alliance/<key>/<wave>": ("/alliance/nordwind/2026-1", ALL),
    "/alliance/<key>/<wave>/gaps": ("/alliance/nordwind/2026-1/gaps", ALL),
    "/alliance/<key>/<wave>/trends": ("/alliance/nordwind/2026-1/trends", ALL),
    "/alliance/<key>/<wave>/people": ("/alliance/nordwind/2026-1/people", ROWS),
    "/alliance/<key>/<wave>/network": ("/alliance/nordwind/2026-1/network", KNOWS),
    "/alliance/<key>/<wave>/what-if": ("/alliance/nordwind/2026-1/what-if", KNOWS),
    "/actions": ("/actions", KNOWS | {R.EXECUTIVE}),
    "/actions/decide": ("/actions/decide", set()),
    "/actions/<int:number>": ("/actions/1", set()),
    "/due.ics": ("/due.ics", KNOWS | {R.EXECUTIVE}),
    "/tiers": ("/tiers", KNOWS | {R.EXECUTIVE}),
    "/alliance/<key>/<wave>/report.<kind>": ("/alliance/nordwind/2026-1/report.xlsx", ALL),
    "/alliance/<key>/<wave>/network.<kind>": ("/alliance/nordwind/2026-1/network.graphml", KNOWS),
    "/staffing.<kind>": ("/staffing.xlsx", {R.HR, R.ANALYST}),
    "/portfolio.<kind>": ("/portfolio.xlsx", KNOWS | {R.EXECUTIVE}),
    "/findings": ("/findings", ALL),
    "/finding/<code>": ("/finding/N-ONEBRIDGE", ALL),
    "/economics": ("/economics", MONEY),
    "/economics/<key>": ("/economics/calder", MONEY),
    "/customers": ("/customers", MONEY),
    "/impact": ("/impact", MONEY),
    "/levers": ("/levers", MONEY),
    "/economics.<kind>": ("/economics.xlsx", MONEY),
    "/sponsors": ("/sponsors", ALL),
    "/staffing": ("/staffing", ROWS),
    "/how-we-work": ("/how-we-work", READS_TESTS | {R.HR}),
    "/how-we-work.<kind>": ("/how-we-work.xlsx", READS_TESTS | {R.HR}),
    "/tests": ("/tests", READS_TESTS),
    "/manual": ("/manual", ALL),
    "/manual/<name>": ("/manual/privacy", ALL),
    "/data-quality": ("/data-quality", ALL),
    "/audits": ("/audits", OWN),
    "/privacy": ("/privacy", {R.FACILITATOR}),
    "/surveys": ("/surveys", {R.FACILITATOR, R.ALLIANCE_MANAGER}),
    "/surveys/<int:number>": ("/surveys/1", {R.FACILITATOR, R.ALLIANCE_MANAGER}),
    "/surveys/<int:number>/change": ("/surveys/1/change", set()),
    "/surveys/<int:number>/handover": ("/surveys/1/handover", {R.FACILITATOR}),
    **{
        f"/surveys/<int:number>/handover/{act}": (f"/surveys/1/handover/{act}", set())
        for act in ("join", "match", "keep", "leave-out", "key", "seal")
    },
    "/project": ("/project", {R.FACILITATOR}),
    "/project/files": ("/project/files", set()),
    "/project/new-files": ("/project/new-files", {R.FACILITATOR}),
    "/project/answers": ("/project/answers", set()),
    "/project/forget-answers": ("/project/forget-answers", set()),
    "/project/take-in": ("/project/take-in", set()),
    "/project/discard": ("/project/discard", set()),
    "/project/work": ("/project/work", {R.FACILITATOR}),
    "/project/work.json": ("/project/work.json", {R.FACILITATOR}),
    "/project/forms": ("/project/forms", {R.FACILITATOR}),
    "/project/forms/<name>": ("/project/forms/goals", {R.FACILITATOR}),
    "/project/changes": ("/project/changes", {R.FACILITATOR}),
    "/project/changes/<int:number>/undo": ("/project/changes/1/undo", set()),
}
FORMS = {
    "/sign-in",
    "/sign-out",
    "/password",
    "/actions/decide",
    "/actions/<int:number>",
    "/surveys/<int:number>/change",
    *(f"/surveys/<int:number>/handover/{act}" for act in ("join", "match", "keep", "leave-out", "key", "seal")),
    "/project/files",
    "/project/answers",
    "/project/forget-answers",
    "/project/take-in",
    "/project/discard",
    "/project/work",
    "/project/forms/<name>",
    "/project/changes/<int:number>/undo",
}
DECIDES = KNOWS | {R.EXECUTIVE}


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rights")
    write_audits(folder, [an_audit()])
    write_review(folder, a_hostile_review())
    write_staffing(folder, a_proposal())
    write_economics(folder, some_earnings())
    write_execution(folder, a_hostile_execution())
    return create_app(folder)


def client_of(app, role, firm="partner"):
    client = app.test_client()
    sessions = app.extensions["desk"].sessions
    if role is not None:
        client.set_cookie(sessions.cookie, sessions.open("reader", Reader(role=role, firm=firm)).key)
    return client


def form_token(app, client=None):
    """Token of a client's session; without a client, of a session of its own."""
    sessions = app.extensions["desk"].sessions
    if client is None:
        return sessions.open("another", Reader(role=R.ANALYST)).form_token
    return sessions.find(client.get_cookie(sessions.cookie).value).form_token


def test_every_route_stands_in_the_table(app):
    assert {rule.rule for rule in app.url_map.iter_rules()} == set(ROUTES)


@pytest.mark.parametrize(("role", "rule"), list(product([None, *R], ROUTES)))
def test_who_may_read_what(app, role, rule):
    address, readers = ROUTES[rule]
    code = client_of(app, role).get(address).status_code
    if rule in FORMS - {"/sign-in", "/password", "/project/work", "/project/forms/<name>"}:
        assert code in {405, 303}
    elif role in readers:
        # the start page without its token, the sign-in page without accounts and the password page of
        # whoever has none let nobody in; this viewer knows of no survey and of no project
        missing = {"/password": 404, "/surveys/<int:number>": 404, "/surveys/<int:number>/handover": 404}
        missing |= {known: 404 for known in ROUTES if known.startswith("/project")}
        assert code == {"/start": 303, "/sign-in": 401, **missing}.get(rule, 200)
    else:
        assert code == (303 if role is None else 403)


@pytest.mark.parametrize(
    ("role", "rule", "method"),
    list(product([None, *R], ROUTES, ["POST", "PUT", "PATCH", "DELETE"])),
)
def test_nothing_is_written_but_by_the_two_forms(app, role, rule, method):
    if method == "POST" and rule in FORMS:
        return
    assert client_of(app, role).open(ROUTES[rule][0], method=method).status_code in {303, 403, 405}


@pytest.mark.parametrize("address", ["/actions/decide", "/actions/1"])
@pytest.mark.parametrize("role", [None, *R])
def test_only_those_who_decide_may_send_what_was_decided(app, role, address):
    sent = {"form_token": form_token(app), "key": "nordwind:N-ONEBRIDGE", "answer": "no such number"}
    code = client_of(app, role).post(address, data=sent).status_code
    assert (code == 403) == (role is not None)  # the token is of another session: refused before anything else
    client = client_of(app, role)
    if role is not None:
        code = client.post(address, data={**sent, "key": "none", "form_token": form_token(app, client)}).status_code
        assert code == (404 if role in DECIDES else 403)


PAGES = [address for address, readers in ROUTES.values() if readers == ALL]


@pytest.mark.parametrize("role", [R.EXECUTIVE, R.PARTNER, R.HR])
def test_no_page_shows_an_id_or_a_name_to_readers_of_groups(app, role):
    audit = an_audit()
    client = client_of(app, role)
    readable = [address for address, readers in ROUTES.values() if role in readers]
    text = "\n".join(client.get(address).text for address in readable if not address.endswith((".js", ".css", ".xlsx")))
    assert not [person.id for person in audit.people if person.id in text or person.name in text]


@pytest.mark.parametrize("address", PAGES[1:3])
def test_a_partner_of_another_alliance_finds_nothing(app, address):
    assert client_of(app, R.PARTNER, firm="rival").get(address).status_code == 404


def test_a_partner_of_another_alliance_sees_an_empty_portfolio(app):
    assert "Nordwind" not in client_of(app, R.PARTNER, firm="rival").get("/").text


def test_saved_tables_hold_no_more_than_the_page(app):
    client = client_of(app, R.EXECUTIVE)
    text = client.get("/alliance/nordwind/2026-1?csv=roles").text
    assert "withheld" in text
    assert client.get("/alliance/nordwind/2026-1?csv=people").mimetype == "text/html"


def test_the_log_says_who_and_where_but_nothing_that_was_read(tmp_path):
    write_audits(tmp_path, [an_audit()])
    app = create_app(tmp_path, log=tmp_path / "log")
    client_of(app, R.HR).get("/alliance/nordwind/2026-1/people?q=secret")
    line = json.loads((tmp_path / "log").read_text())
    assert set(line) == {"time", "reader", "role", "page"}
    assert line["page"] == "/alliance/nordwind/2026-1/people"


@pytest.mark.parametrize(("role", "lines"), [(R.ALLIANCE_MANAGER, 2), (R.EXECUTIVE, 0), (R.PARTNER, 0)])
def test_pages_that_name_some_people_are_logged_for_those_they_name_them_to(tmp_path, role, lines):
    write_audits(tmp_path, [an_audit()])
    client = client_of(create_app(tmp_path, log=tmp_path / "log"), role)
    client.get("/alliance/nordwind/2026-1")
    client.get("/alliance/nordwind/2026-1/gaps")
    assert len((tmp_path / "log").read_text().splitlines() if lines else []) == lines


@pytest.mark.parametrize("role", [R.EXECUTIVE, R.PARTNER, R.HR])
def test_a_file_made_for_readers_of_groups_holds_no_id(app, role):
    book = client_of(app, role).get("/alliance/nordwind/2026-1/report.xlsx").data
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        text = "\n".join(parts.read(name).decode() for name in parts.namelist())
    assert "Sole Mare" in text
    assert not [person.id for person in an_audit().people if person.id in text or person.name in text]


MANUAL = {
    "Portfolio, Findings, Sponsors, Data quality, Manual": (
        *("portfolio.portfolio", "finding.findings", "finding.finding", "sponsors.sponsors", "quality.quality"),
        *("manual.contents", "manual.read"),
    ),
    "Staffing": ("staffing.staffing",),
    "Staffing: the plan, also as PDF and XLSX; of these the analyst alone beside HR, logged": ("files.staffing",),
    "Alliance: report as PDF, XLSX": ("files.report",),
    "Alliance: network as page, GraphML, CSV": ("files.network",),
    "Portfolio as PDF, XLSX, PPTX": ("files.portfolio",),
    "Alliance: Trends": ("alliance.over_waves",),
    "Alliance: Overview, Integration gaps": ("alliance.alliance", "alliance.gaps"),
    "Alliance: What if": ("what_if.what_if",),
    "Alliance: People": ("alliance.people",),
    "Alliance: Network": ("network.network",),
    "Economics, Partner, Customers, Impact, Levers": (
        *("economics.economics", "economics.partner", "economics.customers"),
        *("programmes.impact", "programmes.board"),
    ),
    "Economics as PDF, XLSX, PPTX": ("files.economics",),
    "How we work, also as XLSX": ("execution.execution", "files.execution"),
    "Tests": ("execution.tests",),
    "Tiers and proposals": ("review.tiers",),
    "Actions, what is due as a calendar": (
        *("actions.actions", "actions.decide", "actions.change", "portfolio.calendar"),
    ),
    "Audits": ("quality.audits",),
    "Privacy desk": ("privacy.privacy",),
    "Surveys; who has not finished by name for the facilitator only": ("surveys.surveys", "surveys.change"),
    "Survey of one wave": ("surveys.survey",),
    "The other side's answers: who is who; handing one's own over": ("handover.handover", "handover.seal"),
    "The other side's answers: joining, deciding, the key": (
        *("handover.join", "handover.match", "handover.keep", "handover.leave", "handover.make_key"),
    ),
    "Project: files, work, list of forms, changes": (
        *(
            "project.project",
            "project.upload",
            "project.answer",
            "project.forget",
            "project.take_in",
            "project.discard",
        ),
        *("work.start", "work.work", "work.state", "sheets.forms", "sheets.save", "sheets.changes", "sheets.undo"),
    ),
    "Project: what is proposed for new files; one form": ("project.proposal", "sheets.sheet"),
}


def rows_of_the_manual():
    text = (Path(alliancenet.__file__).parent / "help" / "privacy.md").read_text(encoding="utf-8")
    table = text.partition("The role × page table")[2].partition("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("| ")][1:]
    return {row[0]: [cell.strip() for cell in row[1:]] for row in rows}


@pytest.mark.parametrize("name", MANUAL)
def test_the_manual_says_who_may_open_what_and_what_is_logged(name):
    roles = (R.ALLIANCE_MANAGER, R.FACILITATOR, R.HR, R.EXECUTIVE, R.PARTNER)
    cells = dict(zip(roles, rows_of_the_manual()[name], strict=True))
    for endpoint in MANUAL[name]:
        for role, said in cells.items():
            knows = Reader(role=role).knows_people
            logged = endpoint in guard.LOGGED or (endpoint in guard.LOGGED_WITH_PEOPLE and knows)
            assert (said != "no") == (role in guard.RIGHTS[endpoint])
            assert ("logged" in said) == (logged and said != "no")


def test_the_manual_names_every_page():
    pages = {endpoint for endpoint, rights in guard.RIGHTS.items() if rights is not None}
    assert pages - {"entry.sign_out", "entry.password"} == {page for several in MANUAL.values() for page in several}
    assert set(rows_of_the_manual()) == set(MANUAL)


OF_A_PLAN = (PERSON, TITLE, EMPTY, "Ottokar Considered", "short of negotiation", "Positions to fill")


def everything_of(app, role):
    client = client_of(app, role)
    texts = []
    for address, readers in ROUTES.values():
        if role in readers and address.endswith(".xlsx"):
            with zipfile.ZipFile(io.BytesIO(client.get(address).data)) as parts:
                texts += [parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml")]
        elif role in readers:
            texts.append(client.get(address).text)
    return "\n".join([*texts, *(client.get(f"/staffing?csv={name}").text for name in ("plan", "open_positions"))])


@pytest.mark.parametrize("role", [role for role in R if role not in {R.HR, R.ANALYST}])
def test_nobody_but_hr_and_the_analyst_reads_that_somebody_was_considered(app, role):
    text = everything_of(app, role)
    assert [word for word in OF_A_PLAN if word in text] == []


@pytest.mark.parametrize("role", [R.HR, R.ANALYST])
def test_hr_and_the_analyst_read_the_plan_with_its_reasons(app, role):
    text = everything_of(app, role)
    assert [word for word in OF_A_PLAN if word not in text] == []


def test_a_plan_that_is_taken_away_is_gone_from_the_next_page(tmp_path):
    write_audits(tmp_path, [an_audit()])
    path = write_staffing(tmp_path, a_proposal())
    client = client_of(create_app(tmp_path), R.HR)
    before = client.get("/staffing").text
    path.unlink()
    after = client.get("/staffing").text
    assert (PERSON in before, PERSON in after, client.get("/staffing.xlsx").status_code) == (True, False, 404)


@pytest.mark.parametrize("days", [31, -1])
def test_a_plan_too_old_or_of_tomorrow_is_shown_to_nobody(tmp_path, days):
    write_audits(tmp_path, [an_audit()])
    write_staffing(tmp_path, a_proposal(date.today() - timedelta(days=days)))
    client = client_of(create_app(tmp_path), R.HR)
    assert (PERSON in client.get("/staffing").text, client.get("/staffing.pdf").status_code) == (False, 404)


@pytest.mark.parametrize("text", ["{", '{"format": "alliancenet-staffing/1", "staffing": {}}', "[]", "changed"])
def test_a_damaged_plan_is_named_and_not_shown(tmp_path, text):
    write_audits(tmp_path, [an_audit()])
    path = write_staffing(tmp_path, a_proposal())
    path.write_text(path.read_text().replace("Considered", "Chosen") if text == "changed" else text)
    client = client_of(create_app(tmp_path), R.HR)
    assert STAFFING_FILE in client.get("/").text
    assert "Wilhelmina" not in client.get("/staffing").text
