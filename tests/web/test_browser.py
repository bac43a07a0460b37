"""Real Chromium over real pages: nothing runs, nothing leaves, everybody can read."""

import pytest
from alliancenet_web.store import key_of
from axe_playwright_python.sync_playwright import Axe
from built_audits import HOSTILE, a_hostile_audit, an_audit

from alliancenet.privacy import LOCAL_READER, views_for
from alliancenet.report.page import html_report

pytestmark = pytest.mark.browser

WAVE = key_of(HOSTILE[0])
PAGES = {
    "portfolio": "/",
    "alliance": "/alliance/nordwind/2026-1",
    "people": "/alliance/nordwind/2026-1/people",
    "network": "/alliance/nordwind/2026-1/network",
    "around": "/alliance/nordwind/2026-1/network?q=own-00&show=onesided",
    "gaps": "/alliance/nordwind/2026-1/gaps",
    "trends": "/alliance/nordwind/2026-1/trends",
    "tiers": "/tiers",
    "sponsors": "/sponsors",
    "manual": "/manual/privacy",
    "findings": "/findings",
    "finding": "/finding/N-ONEBRIDGE",
    "quality": "/data-quality",
    "audits": "/audits",
    "hostile": f"/alliance/hostile/{WAVE}",
    "hostile_people": f"/alliance/hostile/{WAVE}/people",
    "hostile_network": f"/alliance/hostile/{WAVE}/network?layer=",
    "hostile_gaps": f"/alliance/hostile/{WAVE}/gaps",
    "hostile_trends": f"/alliance/hostile/{WAVE}/trends",
    "what_if": "/alliance/nordwind/2026-1/what-if?leaves=own-00",
    "hostile_what_if": f"/alliance/hostile/{WAVE}/what-if?leaves=%3Cscript%3Ewindow.ran=1%3C/script%3E",
    "hostile_finding": "/finding/N-%3Cb%3EX",
}
TAGS = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
WATCH = """
window.violations = [];
document.addEventListener('securitypolicyviolation', (e) => window.violations.push(e.violatedDirective));
"""


@pytest.fixture(scope="module")
def open_page(chromium, served, signed_in):
    """Open a page and remember what it said and asked for."""
    contexts = {}

    def opened(path, scheme="light"):
        if scheme not in contexts:
            contexts[scheme] = chromium.new_context(storage_state=signed_in, color_scheme=scheme)
            contexts[scheme].add_init_script(WATCH)
        page = contexts[scheme].new_page()
        page.said, page.asked = [], []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(served[0] + path, wait_until="load")
        return page

    yield opened
    for context in contexts.values():
        context.close()


@pytest.fixture(scope="module")
def visited(open_page):
    """Each page, opened once."""
    pages = {}

    def visit(name):
        if name not in pages:
            pages[name] = open_page(PAGES[name])
            pages[name].wait_for_timeout(50)
        return pages[name]

    return visit


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_nothing_to_the_console(visited, name):
    assert visited(name).said == []


@pytest.mark.parametrize("name", PAGES)
def test_no_text_runs_as_a_script(visited, name):
    assert visited(name).evaluate("window.ran") is None


@pytest.mark.parametrize("name", PAGES)
def test_the_policy_is_never_violated(visited, name):
    assert visited(name).evaluate("window.violations") == []


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_asked_of_another_machine(visited, served, name):
    assert not [url for url in visited(name).asked if not url.startswith((served[0], "data:"))]


@pytest.mark.parametrize("name", ["portfolio", "tiers", "hostile", "hostile_people", "hostile_network", "hostile_gaps"])
def test_hostile_text_is_read_as_text(visited, name):
    page = visited(name)
    assert HOSTILE[0] in page.inner_text("main")
    assert page.locator("main script:not([type='application/json']), main img, main svg[onload]").count() == 0


def problems_of(page):
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    found = Axe().run(page, options=TAGS).response["violations"]
    return [(violation["id"], [node["html"][:200] for node in violation["nodes"][:3]]) for violation in found]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_400_pixels_does_not_scroll_sideways(visited, name):
    page = visited(name)
    page.set_viewport_size({"width": 400, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 400


def test_the_network_is_drawn(open_page):
    page = open_page(PAGES["network"])
    page.wait_for_selector("#drawing[data-drawn='yes']")
    assert page.evaluate("document.getElementById('drawing').width") > 100


def test_the_keyboard_alone_reaches_a_person_in_the_network(open_page):
    page = open_page("/")
    follow(page, "Nordwind and Sole Mare")
    follow(page, "Network")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "q":
            break
    page.keyboard.type("own-00")
    page.keyboard.press("Enter")
    assert page.inner_text("#who") == "own-00"


def test_a_folded_table_opens_by_keyboard_and_stays_open_when_it_is_sorted(open_page):
    page = open_page(PAGES["alliance"])
    page.locator("details.more > summary", has_text="Details").focus()
    page.keyboard.press("Enter")
    page.locator("details.more > summary", has_text="Structure").focus()
    page.keyboard.press("Enter")
    page.locator("#structure thead a").first.click()
    page.wait_for_load_state()
    assert page.locator("#structure").is_visible()


def follow(page, words):
    """Press Tab until the link has the focus, then Enter."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText") == words:
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"no link '{words}' is reached")


def test_every_drawing_has_its_table(visited):
    page = visited("network")
    described = page.get_attribute("figure", "aria-describedby")
    pairs = page.evaluate("JSON.parse(document.getElementById('drawing_data').textContent).edges.length")
    assert page.locator(f"#{described} tbody tr").count() >= pairs


@pytest.fixture(scope="module")
def report(chromium, tmp_path_factory):
    """The offline report over a plain and a hostile audit, opened as a file."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(html_report(views_for([an_audit(), a_hostile_audit()], LOCAL_READER)), encoding="utf-8")
    context = chromium.new_context()
    context.add_init_script(WATCH)
    page = context.new_page()
    page.said, page.asked = [], []
    page.on("console", lambda message: page.said.append(message.text))
    page.on("request", lambda request: page.asked.append(request.url))
    page.goto(path.as_uri())
    yield page
    context.close()


def test_the_report_is_styled_and_says_nothing(report):
    assert report.said == []
    assert report.evaluate("getComputedStyle(document.querySelector('.finding')).borderLeftWidth") == "4px"


def test_the_report_runs_nothing_and_asks_for_nothing(report):
    assert report.evaluate("window.ran") is None
    assert len(report.asked) == 1


def test_axe_finds_nothing_in_the_report(chromium, report):
    # the report's own policy forbids the checker's script, so the same page is checked without it
    context = chromium.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(report.url)
    assert problems_of(page) == []
    context.close()
