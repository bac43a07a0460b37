"""Real Chromium over real pages: nothing runs, nothing leaves, everybody can read."""

import pytest
from alliancenet_web.store import key_of
from axe_playwright_python.sync_playwright import Axe
from built_audits import HOSTILE

pytestmark = pytest.mark.browser

WAVE = key_of(HOSTILE[0])
PAGES = {
    "portfolio": "/",
    "alliance": "/alliance/nordwind/2026-1",
    "people": "/alliance/nordwind/2026-1/people",
    "network": "/alliance/nordwind/2026-1/network",
    "around": "/alliance/nordwind/2026-1/network?q=own-00&hops=2",
    "findings": "/findings",
    "finding": "/finding/N-ONEBRIDGE",
    "quality": "/data-quality",
    "audits": "/audits",
    "hostile": f"/alliance/hostile/{WAVE}",
    "hostile_people": f"/alliance/hostile/{WAVE}/people",
    "hostile_network": f"/alliance/hostile/{WAVE}/network?layer=",
    "hostile_finding": "/finding/N-%3Cb%3EX",
}
TAGS = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
WATCH = """
window.violations = [];
document.addEventListener('securitypolicyviolation', (e) => window.violations.push(e.violatedDirective));
"""


@pytest.fixture
def open_page(chromium, served, signed_in):
    """Open a page and remember what it said and asked for."""
    contexts = []

    def opened(path, **options):
        context = chromium.new_context(storage_state=signed_in, **options)
        contexts.append(context)
        context.add_init_script(WATCH)
        page = context.new_page()
        page.said, page.asked = [], []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(served[0] + path, wait_until="load")
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("name", PAGES)
def test_no_script_of_ours_or_theirs_misbehaves(open_page, served, name):
    page = open_page(PAGES[name])
    page.wait_for_timeout(100)
    assert page.said == []
    assert page.evaluate("window.violations") == []
    assert page.evaluate("window.ran") is None
    assert not [url for url in page.asked if not url.startswith((served[0], "data:"))]


@pytest.mark.parametrize("name", ["hostile", "hostile_people", "hostile_network"])
def test_hostile_text_is_read_as_text(open_page, name):
    page = open_page(PAGES[name])
    assert HOSTILE[0] in page.inner_text("main")
    assert page.locator("main script:not([type='application/json']), main img, main svg[onload]").count() == 0


IN_TWO_LIGHTS = [
    *((name, "light") for name in PAGES if name not in {"around", "hostile_people", "hostile_network"}),
    *((name, "dark") for name in ("portfolio", "network")),
]


@pytest.mark.parametrize(("name", "scheme"), IN_TWO_LIGHTS)
def test_axe_finds_nothing(open_page, name, scheme):
    page = open_page(PAGES[name], color_scheme=scheme)
    found = Axe().run(page, options=TAGS).response["violations"]
    assert [(one["id"], [node["html"][:200] for node in one["nodes"][:3]]) for one in found] == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_400_pixels_does_not_scroll_sideways(open_page, name):
    page = open_page(PAGES[name], viewport={"width": 400, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 400


def test_the_network_is_drawn(open_page):
    page = open_page(PAGES["network"])
    page.wait_for_selector("#drawing[data-drawn='yes']")
    assert page.locator("#drawing canvas").count() == 1


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
    page.wait_for_load_state()
    assert page.inner_text("h1") == "Network around own-00"


def follow(page, words):
    """Press Tab until the link has the focus, then Enter."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.innerText") == words:
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"no link '{words}' is reached")


def test_every_drawing_has_its_table(open_page):
    page = open_page(PAGES["network"])
    described = page.get_attribute("figure", "aria-describedby")
    pairs = page.evaluate("JSON.parse(document.getElementById('drawing_data').textContent).edges.length")
    assert page.locator(f"#{described} tbody tr").count() >= pairs
