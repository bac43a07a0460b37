"""What an executive and an alliance manager come for, counted in clicks from the sign-in page."""

import threading
from dataclasses import replace
from datetime import date

import pytest
from alliancenet_web.accounts import add_account, read_accounts
from alliancenet_web.app import create_app
from built_audits import a_finding, a_score, about, an_audit, some_scores
from waitress import create_server

from alliancenet.model.finding import Severity
from alliancenet.store.audit_file import write_audits

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery"


def audit(wave, closes, *findings, health):
    scores = (*some_scores("nordwind"), a_score("health", health, band="red" if health < 55 else "green"))
    made = an_audit(wave=wave, findings=findings, scores=scores)
    return replace(made, wave=replace(made.wave, closes=closes))


CONFLICT = a_finding(
    "H-CONFLICT",
    severity=Severity.HIGH,
    subject=about("nordwind"),
    sentence="people of Nordwind rate relationship conflict 4.2 of 5",
)
BRIDGE = a_finding(subject=about("nordwind"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    place = tmp_path_factory.mktemp("tasks")
    write_audits(
        place,
        [
            audit("2025-2", date(2025, 10, 1), health=82.0),
            audit("2026-1", date(2026, 4, 1), CONFLICT, BRIDGE, health=41.0),
            an_audit("cold", "Cold Peak", findings=()),
        ],
    )
    for role in ("executive", "alliance_manager"):
        add_account(place / "accounts.json", role, role, "own", PASSWORD)
    return place


@pytest.fixture(scope="module")
def door(folder):
    app = create_app(folder, accounts=read_accounts(folder / "accounts.json"))
    server = create_server(app, host="127.0.0.1", port=0)
    threading.Thread(target=server.run, daemon=True).start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()


@pytest.fixture(scope="module")
def come_in(chromium, door):
    contexts = []

    def signed_in(role, **how):
        contexts.append(chromium.new_context(**how))
        page = contexts[-1].new_page()
        page.goto(door)
        page.fill("#name", role)
        page.fill("#password", PASSWORD)
        page.click("main button")
        return page

    yield signed_in
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def executive(come_in):
    return come_in("executive", viewport={"width": 1280, "height": 800})


def test_the_executive_reads_who_needs_somebody_and_what_to_decide_without_a_click(executive, door):
    executive.goto(door)
    assert executive.inner_text("h1") == "One of two alliances needs you."
    first = executive.locator(".decide li").first
    assert "let" in first.inner_text().lower() or "introduce" in first.inner_text().lower()
    assert first.locator("button").first.is_visible()


def test_the_executive_finds_why_an_alliance_is_red_in_one_click(executive, door):
    executive.goto(door)
    executive.click(".levels tbody th a >> nth=0")
    assert "is in trouble: everything between the firms hangs on one person" in executive.inner_text("h1")
    assert "Red because" in executive.inner_text(".health")


@pytest.mark.parametrize(("page", "screens"), [("/", 3), ("/alliance/nordwind/2026-1", 3)])
def test_a_page_keeps_to_its_budget_of_screens(executive, door, page, screens):
    executive.goto(door + page)
    assert executive.evaluate("document.documentElement.scrollHeight") <= screens * 800


@pytest.mark.parametrize("page", ["/", "/alliance/nordwind/2026-1", "/findings", "/actions"])
def test_nothing_scrolls_sideways_on_a_phone(come_in, door, page):
    phone = come_in("executive", viewport={"width": 400, "height": 800})
    phone.goto(door + page)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 400
    assert phone.locator("h1").bounding_box()["y"] < 400


def test_the_alliance_manager_turns_a_proposal_into_an_action_and_sees_what_became_of_it(come_in, door, folder):
    page = come_in("alliance_manager")
    page.click(".rail .alliances a >> nth=0")
    assert page.locator("svg.bridge .strand").count() >= 1
    page.click("#do .decide li >> nth=0 >> text=Decided")
    page.click("#do a[href*='/actions']")
    assert "One action is open" in page.inner_text("h1")
    write_audits(folder, [audit("2026-2", date(2026, 9, 1), CONFLICT, health=61.0)])
    page.goto(f"{door}/actions")
    assert "the gap is gone in September 2026" in page.inner_text("main")
