"""The printed forms in headless Chromium: keyboard, accessibility, width, print, no request."""

import pytest

from alliancenet.instruments.form import Handout, Listed, render_form
from alliancenet.instruments.reading import read_instrument, shipped_instruments
from alliancenet.model.instrument import Mode
from alliancenet.settings import default_settings

pytestmark = pytest.mark.browser
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LONG = "Wilhelmina-Konstantinopolitanopoulou-Featherstonehaugh"
PEOPLE = (
    Listed(id="p1", name="Ada Lovelace", organisation="A"),
    Listed(id="p2", name="<img src=x onerror=\"document.title='broken'\">", organisation="B"),
    Listed(id="p3", name=LONG, organisation="B"),
)


@pytest.fixture
def opened(chromium, tmp_path):
    pages = []

    def open_form(name, language="en", width=1000, scheme="light", people=PEOPLE):
        handout = Handout(
            language=language,
            alliance="Orion",
            people=people,
            goals=("Enter a market", "Learn from each other", "Save cost"),
            mode=Mode.GROUPS_ONLY,
            contact="kim@example.org",
            closes="2026-12-04",
        )
        path = tmp_path / f"{name}.html"
        path.write_text(
            render_form(read_instrument(shipped_instruments()[name]), handout, settings=default_settings()),
            encoding="utf-8",
        )
        page = chromium.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        page.asked = []
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(path.as_uri())
        pages.append(page)
        return page

    yield open_form
    for page in pages:
        page.close()


def violations(page):
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [(violation["id"], violation["nodes"][0]["html"]) for violation in found]


@pytest.mark.parametrize(
    ("name", "scheme"),
    [
        *(("net", "light"), ("interview", "light"), ("climate", "dark")),
        *(
            pytest.param(name, scheme, marks=pytest.mark.slow)
            for name, scheme in (
                *(("integration", "light"), ("capability", "light"), ("launch", "light"), ("fit", "light")),
                ("launch", "dark"),
            )
        ),
    ],
)
def test_axe_finds_nothing(opened, name, scheme):
    assert violations(opened(name, scheme=scheme)) == []


def test_axe_would_notice_a_fault(opened):
    page = opened("sponsor")
    page.evaluate("document.querySelector('main').append(document.createElement('textarea'))")
    assert [rule for rule, _ in violations(page)] == ["label"]


@pytest.mark.slow
def test_axe_finds_nothing_on_an_opened_card_on_a_phone(opened):
    page = opened("net", "de", width=400, people=PEOPLE[2:])
    page.locator("input.opens").first.check()
    assert violations(page) == []


@pytest.mark.slow
def test_axe_finds_nothing_on_the_printed_form(opened):
    page = opened("net", people=PEOPLE[2:])
    page.emulate_media(media="print")
    assert violations(page) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(shipped_instruments()))
def test_a_form_fits_a_phone_in_german(opened, name):
    page = opened(name, "de", width=320)
    for box in page.locator("input.opens").all()[:3]:
        box.check()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_form_asks_for_nothing_but_itself(opened):
    page = opened("net")
    assert len(page.asked) == 1
    assert page.title() == "People you work with: Orion"


def test_the_rating_questions_appear_after_yes_by_keyboard(opened):
    page = opened("net")
    first = page.locator("article").first
    assert not first.locator("#NET3--p1").is_visible()
    page.locator('input[name="NET0--p1"]').first.focus()
    page.keyboard.press("Space")
    assert first.locator("#NET3--p1").is_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert page.locator('input[name="NET1--p1"][value="1"]').is_checked()
    assert not page.locator("#NET3--p2").is_visible()


def test_a_blank_card_follows_each_added_name(opened):
    page = opened("net")
    assert page.locator(".card.added:visible").count() == 1
    page.locator(".added-name").first.fill("Somebody Else")
    assert page.locator(".card.added:visible").count() == 2


def test_on_paper_every_question_of_a_person_is_there_unless_the_gate_is_closed(opened):
    page = opened("net")
    page.locator('input[name="NET0--p3"].closes').check()
    page.emulate_media(media="print")
    assert page.locator("#NET3--p1").is_visible()
    assert not page.locator("#NET3--p3").is_visible()


def test_a_form_prints_as_a_document(opened):
    assert opened("climate").pdf(prefer_css_page_size=True).startswith(b"%PDF")


def test_answers_can_be_clicked_on_their_words(opened):
    page = opened("climate")
    page.locator("label.step", has_text="rather agree").first.click()
    assert page.locator('input[name="CLI-COM1"][value="4"]').is_checked()


def test_enter_in_a_text_field_sends_nothing(opened):
    page = opened("sponsor")
    page.locator('input[name="respondent"]').fill("p1")
    page.keyboard.press("Enter")
    assert len(page.asked) == 1
