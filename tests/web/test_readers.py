"""Every page for every reader in a real browser: axe finds nothing, the keyboard reaches everything."""

import pytest
from alliancenet_web.guard import RIGHTS
from axe_playwright_python.sync_playwright import Axe

from alliancenet.privacy import Reader, ReaderRole

pytestmark = pytest.mark.browser

TAGS = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
ALLIANCE = "/alliance/nordwind/2026-1"
PAGES = {
    "portfolio.portfolio": "/",
    "review.tiers": "/tiers",
    "actions.actions": "/actions",
    "finding.findings": "/findings",
    "finding.finding": "/finding/N-ONEBRIDGE",
    "sponsors.sponsors": "/sponsors",
    "economics.economics": "/economics",
    "economics.partner": "/economics/ostrich",
    "economics.customers": "/customers",
    "programmes.impact": "/impact",
    "programmes.board": "/levers",
    "staffing.staffing": "/staffing?alliance=nordwind&role=bridge",
    "execution.execution": "/how-we-work",
    "execution.tests": "/tests",
    "surveys.surveys": "/surveys",
    "quality.quality": "/data-quality",
    "quality.audits": "/audits",
    "privacy.privacy": "/privacy",
    "manual.contents": "/manual",
    "manual.read": "/manual/viewer",
    "alliance.alliance": ALLIANCE,
    "alliance.gaps": f"{ALLIANCE}/gaps",
    "alliance.over_waves": f"{ALLIANCE}/trends",
    "alliance.people": f"{ALLIANCE}/people",
    "network.network": f"{ALLIANCE}/network",
    "what_if.what_if": f"{ALLIANCE}/what-if?leaves=own-00&first=own-02&second=partner-03",
}
NO_PAGES = {
    "surveys.survey",  # needs a project: looked at in tests/collect
    "surveys.change",
    "handover.handover",
    "handover.join",
    "handover.match",
    "handover.keep",
    "handover.leave",
    "handover.make_key",
    "handover.seal",
    # need a project: looked at in tests/web/test_desk_browser.py
    *(endpoint for endpoint in RIGHTS if endpoint.partition(".")[0] in {"project", "work", "sheets"}),
    "actions.decide",
    "actions.change",
    "static",
    "entry.style",
    "entry.start",
    "entry.sign_out",
    "entry.password",
}
FILES = {
    "portfolio.calendar",
    "files.report",
    "files.network",
    "files.portfolio",
    "files.economics",
    "files.execution",
    "files.staffing",
}
# an analyst and a facilitator open what an alliance manager opens, who sees most and is looked at in both colours
READERS = (ReaderRole.EXECUTIVE, ReaderRole.HR, ReaderRole.PARTNER)
READER_PAGES = [(role, name) for role in READERS for name in PAGES if role in RIGHTS[name]]
OF_FACILITATOR = {"privacy.privacy": "/privacy"}  # nobody else opens it


def who_sees_most(name):
    """An alliance manager, or the facilitator for the facilitator's own pages."""
    manager = ReaderRole.ALLIANCE_MANAGER
    return manager if manager in RIGHTS[name] else ReaderRole.FACILITATOR


def test_every_page_is_looked_at():
    assert set(RIGHTS) - NO_PAGES - FILES - {"entry.sign_in"} == {*PAGES, *OF_FACILITATOR}


@pytest.fixture(scope="module")
def opened(chromium, served):
    """Open a page as a reader, in a colour scheme."""
    address, app = served
    sessions = app.extensions["desk"].sessions
    contexts = {}

    def open_page(role, path, scheme="light"):
        if (role, scheme) not in contexts:
            context = chromium.new_context(color_scheme=scheme)
            if role is not None:
                key = sessions.open("reader", Reader(role=role, firm="partner")).key
                context.add_cookies([{"name": sessions.cookie, "value": key, "url": address}])
            contexts[role, scheme] = context.new_page()
        page = contexts[role, scheme]
        page.goto(address + path)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        return page

    yield open_page
    for page in contexts.values():
        page.context.close()


def violations(page):
    found = Axe().run(page, options=TAGS).response["violations"]
    return [(violation["id"], [node["html"][:200] for node in violation["nodes"][:3]]) for violation in found]


@pytest.mark.slow
@pytest.mark.parametrize(("role", "name"), READER_PAGES)
def test_axe_finds_nothing_on_any_page_of_any_reader(opened, role, name):
    assert violations(opened(role, PAGES[name])) == []


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_on_any_page_of_whoever_sees_most(opened, name, scheme):
    assert violations(opened(who_sees_most(name), PAGES[name], scheme)) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", OF_FACILITATOR)
def test_axe_finds_nothing_on_the_pages_of_the_facilitator_alone(opened, name):
    assert violations(opened(ReaderRole.FACILITATOR, OF_FACILITATOR[name])) == []


@pytest.mark.parametrize(("role", "path"), [(None, "/sign-in"), (ReaderRole.HR, "/tiers"), (ReaderRole.HR, "/nowhere")])
def test_axe_finds_nothing_where_the_door_is_closed(opened, role, path):
    assert violations(opened(role, path)) == []


REACHABLE = """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary,'
  + ' [tabindex="0"]')].filter((one) => one.getClientRects().length).length"""
REMEMBER = """() => {
  window.reached = new Set();
  document.addEventListener('focusin', (event) => window.reached.add(event.target));
}"""
LEFT_OUT = """() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary,'
  + ' [tabindex="0"]')].filter((one) => one.getClientRects().length && !window.reached.has(one))
  .map((one) => one.outerHTML.slice(0, 120))"""
HAS_OUTLINE = "getComputedStyle(document.activeElement).outlineStyle"


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGES)
def test_the_keyboard_alone_reaches_everything(opened, name):
    page = opened(who_sees_most(name), PAGES[name])
    page.evaluate(REMEMBER)
    for _ in range(page.evaluate(REACHABLE) + 5):
        page.keyboard.press("Tab")
    assert page.evaluate(LEFT_OUT) == []


def test_the_focus_is_seen(opened):
    page = opened(ReaderRole.ALLIANCE_MANAGER, "/")
    for _ in range(6):
        page.keyboard.press("Tab")
        assert page.evaluate(HAS_OUTLINE) == "solid"
