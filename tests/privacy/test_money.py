"""Money stays with the three who may see it: two worlds that differ in money alone look the same to everybody else.

Each page, each saved table and each file is read as a facilitator, as HR and as the partner, once where one
partner loses and once where another does. An order, the range of an axis and the size of a bubble are made of
margins too: where a single byte differs, something of them got out.
"""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from alliancenet_web.app import create_app
from built_audits import an_audit
from built_earnings import some_earnings
from built_portfolios import a_holding, a_register, an_alliance, audited
from click.testing import CliRunner

from alliancenet.cli import alliancenet
from alliancenet.errors import NotPermitted
from alliancenet.model.action import ActionState
from alliancenet.model.catalogue import CARDS, Exposure
from alliancenet.model.finding import Audience, Concern, Finding, Severity
from alliancenet.model.portfolio import Economics
from alliancenet.model.score import Score, Subject, SubjectKind
from alliancenet.portfolio.review import review
from alliancenet.portfolio.review_file import write_review
from alliancenet.privacy import Reader, ReaderRole, earnings_for, review_for, view_for
from alliancenet.privacy.rights import MADE_FOR, HandedOn
from alliancenet.rules.rule import RULES
from alliancenet.store.actions import Proposed, open_action
from alliancenet.store.audit_file import write_audits
from alliancenet.store.economics_file import write_economics

R = ReaderRole
KEPT_FROM = (R.FACILITATOR, R.HR, R.PARTNER)
SEES = tuple(role for role in R if role not in KEPT_FROM)
NAMES = ("north", "east", "west")
DAY = date(2026, 4, 24)
FILES = ("pdf", "xlsx", "pptx")
SINGLE = (
    "/",
    "/actions",
    "/findings",
    "/tiers",
    "/economics",
    "/customers",
    "/impact",
    "/levers",
    "/economics/calder",
    "/economics/nobody",
    "/sponsors",
    "/staffing",
    "/data-quality",
    "/audits",
    "/due.ics",
    "/manual/economics",
    "/finding/M-LOSS",
    *(f"/portfolio.{kind}" for kind in FILES),
    *(f"/economics.{kind}" for kind in FILES),
)
OF_ALLIANCE = ("", "/gaps", "/trends", "/people", "/network", "/what-if", "/report.xlsx", "/report.pdf")


def a_record(alliance, value, contribution, wallet, stop):
    return Economics(
        alliance=alliance,
        day=DAY,
        value=value,
        contribution=contribution,
        contribution_high=contribution,
        share_of_wallet=wallet,
        partner_switching_cost=50.0,
        stop_gain=stop,
    )


WORLDS = {
    "north loses": ((90.0, -40.0, 0.2, 30.0), (50.0, 20.0, 0.5, -5.0), (10.0, 8.0, 0.9, -9.0)),
    "west loses": ((10.0, 8.0, 0.9, -9.0), (400.0, 90.0, 0.3, -80.0), (77.0, -40.0, 0.2, -30.0)),
}


def turned(earned):
    """The same firms with other money: fewer partners, every section the other way round, nothing asked or planned."""
    sheets = tuple(replace(sheet, rows=tuple(reversed(sheet.rows)), notes=()) for sheet in reversed(earned.sheets))
    return replace(
        earned, partners=earned.partners[2:], findings=(), sheets=sheets, impact=None, levers=None, base=None
    )


def a_world(folder, name, months_lost):
    """Audits, a review, economics and decisions about money, where only the money differs."""
    good = {"health": 82, "health_part.people": 80}
    audits = [audited(alliance, scores=good, wave="2026-1") for alliance in NAMES]
    audits = [replace(audit, limits=an_audit().limits) for audit in audits]
    write_audits(folder, audits)
    register = a_register(*(an_alliance(alliance) for alliance in NAMES))
    records = tuple(a_record(alliance, *money) for alliance, money in zip(NAMES, WORLDS[name], strict=True))
    said = (f"portfolio/economics.csv: contribution {WORLDS[name][0][1]} typed in, 7 computed",)
    write_review(folder, review(a_holding(register, audits=audits, economics=records), "0.1.0", (), said))
    earned = some_earnings()
    write_economics(folder, earned if months_lost else turned(earned))
    for number, lost in enumerate(("north", "west") if months_lost else ("east", "north")):
        for key in (f"{lost}:A8", f"money|M-LOSS|{lost}{number}"):
            proposed = Proposed(
                key=key, alliance=lost, code="", subject=lost, title=f"{lost} loses money", why="", wave="2026-1"
            )
            open_action(folder, proposed, owner="", due=DAY, by="x", today=DAY, state=ActionState.OPEN)
    return create_app(folder)


@pytest.fixture(scope="module")
def worlds(tmp_path_factory):
    made = {}
    for number, name in enumerate(WORLDS):
        made[name] = a_world(tmp_path_factory.mktemp(f"world{number}"), name, months_lost=number == 0)
    return made


def reading(app, role):
    client = app.test_client()
    sessions = app.extensions["desk"].sessions
    session = sessions.open("reader", Reader(role=role, firm="partner"))
    client.set_cookie(sessions.cookie, session.key)
    return client, session.form_token


def told(app, role, address):
    """What a reader gets, without what is of the session alone."""
    client, token = reading(app, role)
    answer = client.get(address)
    raw = answer.data.replace(token.encode(), b"")
    if raw.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            raw = b"\n".join(parts.read(name) for name in sorted(parts.namelist()))
    return answer.status_code, raw


def tables_of(app, role, address):
    text = told(app, role, address)[1].decode(errors="replace")
    return sorted(set(re.findall(r"csv=(\w+)", text)))


def addresses():
    pages = [f"/alliance/{name}/2026-1{page}" for name in NAMES for page in OF_ALLIANCE]
    return [*SINGLE, *pages]


@pytest.mark.parametrize("role", KEPT_FROM)
def test_no_page_and_no_file_differs_between_two_worlds_of_money(worlds, role):
    first, second = worlds.values()
    leaks = [address for address in addresses() if told(first, role, address) != told(second, role, address)]
    assert leaks == []


@pytest.mark.parametrize("role", KEPT_FROM)
def test_no_saved_and_no_sorted_table_differs_between_two_worlds_of_money(worlds, role):
    first, second = worlds.values()
    pages = ["/", "/actions", "/tiers", "/sponsors", "/alliance/north/2026-1"]
    asked = [f"{page}?csv={name}" for page in pages for name in tables_of(first, role, page)]
    asked += [f"/tiers?sort_alliances={order}" for order in ("value", "-value", "action", "-action")]
    assert [address for address in asked if told(first, role, address) != told(second, role, address)] == []


@pytest.mark.parametrize("role", [R.EXECUTIVE, R.ALLIANCE_MANAGER, R.ANALYST])
def test_the_two_worlds_do_differ_for_those_who_see_money(worlds, role):
    first, second = worlds.values()
    seen = ("/", "/tiers", "/economics", "/customers", "/impact", "/levers", "/actions")
    assert [address for address in seen if told(first, role, address) == told(second, role, address)] == []


SECTIONS = (
    *("wallet", "spread", "next", "ladder", "qualities", "differences", "programmes", "demand"),
    *("staying", "alliances", "depth", "value", "switching", "units"),
)


@pytest.mark.parametrize("role", KEPT_FROM)
def test_no_section_of_economics_differs_by_order_filter_or_file(worlds, role):
    first, second = worlds.values()
    pages = ("/economics", "/customers", "/impact", "/levers", "/economics/calder")
    asked = [
        f"{page}?{wanted}"
        for page in pages
        for name in SECTIONS
        for wanted in (f"csv={name}", f"sort_{name}=-potential", f"find_{name}=calder", f"page_{name}=2")
    ]
    assert [address for address in asked if told(first, role, address) != told(second, role, address)] == []


@pytest.mark.parametrize("role", KEPT_FROM)
@pytest.mark.parametrize("kind", ["pdf", "xlsx", "pptx"])
def test_the_terminal_refuses_the_same_files_in_the_same_words(worlds, tmp_path, role, kind):
    told_here = []
    for number, app in enumerate(worlds.values()):
        folder, out = app.extensions["desk"].store.folder, tmp_path / f"{number}.{kind}"
        result = CliRunner().invoke(
            alliancenet, ["export", str(folder), kind, "--economics", "--reader", role.value, "-o", str(out)]
        )
        told_here.append((f"{result.output}{result.exception}".replace(str(folder), ""), out.exists()))
    assert told_here[0] == told_here[1]
    assert f"is not for {role.value.replace('_', ' ')}" in told_here[0][0]
    assert not told_here[0][1]


@pytest.mark.parametrize("role", KEPT_FROM)
@pytest.mark.parametrize(
    "address", ["/economics", "/customers", "/impact", "/levers", "/economics/calder", "/economics/nobody"]
)
def test_a_page_about_money_is_refused_alike_whether_there_is_such_a_partner_or_not(worlds, role, address):
    assert told(worlds["north loses"], role, address)[0] == 403


@pytest.mark.parametrize("role", KEPT_FROM)
def test_a_decision_about_money_can_neither_be_made_nor_changed_by_whoever_may_not_see_it(worlds, role):
    client, token = reading(worlds["north loses"], role)
    sent = {"form_token": token, "key": "money|M-LOSS|calder", "answer": "decided", "state": "done"}
    assert client.post("/actions/decide", data=sent).status_code in {403, 404}
    assert client.post("/actions/1", data=sent).status_code in {403, 404}


@pytest.mark.parametrize("role", KEPT_FROM)
def test_economics_are_given_whole_or_not_at_all(role):
    with pytest.raises(NotPermitted, match="analyst, alliance managers and executives"):
        earnings_for(some_earnings(), Reader(role=role, firm="calder"))


@pytest.mark.parametrize("role", SEES)
def test_those_who_may_see_money_see_all_of_it(role):
    assert earnings_for(some_earnings(), Reader(role=role)).review == some_earnings()


def test_one_table_of_rights_holds_for_pages_and_files():
    assert MADE_FOR[HandedOn.ECONOMICS] == set(SEES)


@pytest.mark.parametrize("role", [R.FACILITATOR, R.HR])
def test_the_review_is_said_to_lack_money(worlds, role):
    holding = a_holding(a_register(an_alliance("north")), economics=(a_record("north", 9.0, -4.0, 0.2, 1.0),))
    view = review_for(review(holding, "0.1.0"), Reader(role=role))
    assert "what alliances bring and cost, and the proposals that rest on it" in view.withheld


@pytest.mark.parametrize("metric", sorted(card.id for card in CARDS.values() if card.exposure is Exposure.MONEY))
@pytest.mark.parametrize("role", KEPT_FROM)
def test_a_score_about_money_planted_in_an_audit_is_shown_to_nobody_else(metric, role):
    subject = Subject(kind=SubjectKind.ALLIANCE, id="nordwind")
    planted = Score(metric=metric, subject=subject, value=4711.0, unit="", n=9)
    audit = an_audit()
    view = view_for(replace(audit, scores=(*audit.scores, planted)), Reader(role=role, firm="partner"))
    assert [score for score in view.scores if score.metric == metric] == []


@pytest.mark.parametrize("role", KEPT_FROM)
def test_a_finding_about_money_planted_in_an_audit_is_shown_to_nobody_else(role):
    planted = Finding(
        code="M-LOSS",
        severity=Severity.HIGH,
        subject=Subject(kind=SubjectKind.ALLIANCE, id="nordwind"),
        sentence="4711 lost",
        evidence=(),
        recommendation="",
        source="",
        audience=Audience.MONEY,
        concern=Concern.MONEY,
    )
    view = view_for(replace(an_audit(), findings=(planted,)), Reader(role=role, firm="partner"))
    assert view.findings == ()


def test_every_rule_about_money_is_for_those_who_may_see_it():
    about = {code for code, rule in RULES.items() if rule.concern is Concern.MONEY}
    assert about
    assert {RULES[code].audience for code in about} == {Audience.MONEY}
