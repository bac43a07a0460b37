"""What the relationships earn, from the example's files through the three commands to the sign-in page and a click."""

import pytest
from alliancenet_web.accounts import add_account, read_accounts
from axe_playwright_python.sync_playwright import Axe
from click.testing import CliRunner
from running_viewer import listening

from alliancenet.cli import alliancenet

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PASSWORD = "correct horse battery"
TAGS = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
ROLES = ("executive", "alliance_manager", "analyst", "facilitator", "hr", "partner")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The shipped example, audited, reviewed and accounted for as its reader would do it."""
    project = tmp_path_factory.mktemp("money") / "project"
    audits = project / "audits"
    for words in (
        ("init", project, "--example", "economics"),
        ("audit", project, "-o", audits),
        ("portfolio", project, "-o", audits),
        ("economics", project, "-o", audits),
    ):
        result = CliRunner().invoke(alliancenet, [str(word) for word in words])
        assert result.exit_code == 0, result.output
    for role in ROLES:
        add_account(audits / "accounts.json", role, role, "calder", PASSWORD)
    return audits


@pytest.fixture(scope="module")
def come_in(chromium, folder):
    contexts = []
    with listening(folder, read_accounts(folder / "accounts.json")) as (port, _):

        def signed_in(role, **how):
            contexts.append(chromium.new_context(viewport={"width": 1280, "height": 800}, **how))
            page = contexts[-1].new_page()
            page.goto(f"http://127.0.0.1:{port}")
            page.fill("#name", role)
            page.fill("#password", PASSWORD)
            page.click("main button")
            return page

        yield signed_in
    for context in contexts:
        context.close()


@pytest.fixture
def executive(come_in):
    return come_in("executive")


def economics_of(page):
    page.click("nav >> text=Economics")
    return page


def heading(page):
    return page.inner_text("h1").replace("\N{NO-BREAK SPACE}", " ").replace("\N{NON-BREAKING HYPHEN}", "-")


def test_the_executive_reads_who_gives_profit_back_after_one_click(executive):
    said = heading(economics_of(executive))
    assert said.startswith("Two of 22 partners give back 76.3 k EUR of the 371 k EUR that the others earn")
    assert "Calder & Quill Optics and Ostrich Bay Energy" in said


def test_answer_tiles_and_curve_stand_on_the_first_screen(executive):
    economics_of(executive)
    bottom = executive.locator("svg.curve").first.bounding_box()
    assert bottom["y"] + bottom["height"] <= 800


def test_a_click_on_the_curve_leads_to_the_planted_loss_and_that_stopping_would_help(executive):
    economics_of(executive)
    executive.locator("#curve a[aria-label^='Calder']").click()
    said = heading(executive)
    assert "lost 62.9 k EUR in 2026-Q1, as in each of the last eight closed periods" in said
    assert "ending it would gain 227 k EUR over 3 years" in said


def test_the_matrix_leads_to_the_partner_that_only_seems_to_lose(executive):
    economics_of(executive)
    executive.locator("#quadrants a[aria-label^='Ostrich']").click()
    assert "ending it would still cost 231 k EUR over 3 years" in heading(executive)
    assert "only seems to lose money: keep it" in executive.inner_text("#do")


def test_what_the_planted_behaviour_costs_stands_on_the_page_of_its_partner(executive):
    economics_of(executive)
    executive.click("#losses >> text=Calder & Quill Optics")
    told = executive.inner_text("#behaviours").replace("\N{NO-BREAK SPACE}", " ")
    assert "Much help after it" in told
    assert "88.7 k EUR" in told


def test_a_decision_about_money_is_kept_and_asked_no_more(come_in):
    page = economics_of(come_in("alliance_manager"))
    page.locator("#do li", has_text="Ostrich Bay Energy").locator("button", has_text="Decided").click()
    assert page.locator("#do li", has_text="Ostrich Bay Energy").count() == 0
    page.click("nav >> text=Actions")
    assert "Ostrich Bay Energy only seems to lose money" in page.inner_text("main")


def test_what_was_decided_about_money_is_not_shown_to_a_facilitator(come_in):
    page = come_in("facilitator")
    page.click("nav >> text=Actions")
    assert "Ostrich" not in page.inner_text("main")


def test_customers_say_who_stays_and_that_the_leaky_bucket_is_worth_keeping(executive):
    executive.click("nav >> text=Customers")
    said = heading(executive)
    assert said.startswith("All 22 partners of 2025-Q1 still buy")
    assert said.endswith("the weak relationships, though some left since 2024-Q2, are worth keeping.")
    assert "Keep the bucket, leaky as it is" in executive.inner_text("#base")


def test_the_conversion_that_pays_is_told_apart_from_the_one_that_may_not(executive):
    executive.click("nav >> text=Customers")
    told = executive.inner_text("#base").replace("\N{NO-BREAK SPACE}", " ")
    assert "Making a friend of one acquaintance pays: 411 k EUR more" in told
    assert "Making a partner of one friend may pay or not" in told


def test_what_to_decide_about_the_base_is_asked_with_the_losses(executive):
    assert "Choose which of five acquaintances to make a friend: the step pays" in economics_of(executive).inner_text(
        "#do"
    )


def test_the_alliance_page_leads_to_what_its_partner_earns(executive):
    executive.click("nav .alliances >> text=Lantern")
    executive.click("text=what Calder & Quill Optics earns us")
    assert heading(executive).startswith("Calder & Quill Optics lost")


@pytest.mark.parametrize("role", ["facilitator", "hr", "partner"])
def test_who_may_not_see_money_is_offered_no_page_of_it(come_in, role):
    page = come_in(role)
    assert page.locator("nav >> text=Economics").count() == 0
    assert page.locator("nav >> text=Customers").count() == 0


@pytest.mark.parametrize("path", ["/economics", "/economics/calder", "/customers"])
def test_no_page_about_money_scrolls_sideways_on_a_telephone(come_in, path):
    page = come_in("executive")
    page.set_viewport_size({"width": 400, "height": 800})
    page.goto(page.url.rpartition("/")[0] + path)
    assert page.evaluate("document.documentElement.scrollWidth") <= 400


MONEY = ("/economics", "/economics/calder", "/customers", "/impact", "/levers")
FILES = tuple(f"/economics.{kind}" for kind in ("pdf", "xlsx", "pptx"))


def at(page, path):
    return page.goto(f"http://{page.url.split('/')[2]}{path}")


def test_rows_of_a_narrow_table_show_every_number_without_scrolling(executive):
    economics_of(executive)
    executive.set_viewport_size({"width": 400, "height": 800})
    cells = executive.locator("#losses tbody tr").first.locator("th, td")
    boxes = [cells.nth(place).bounding_box() for place in range(cells.count())]
    assert len(boxes) == 5
    assert all(box["x"] + box["width"] <= 400 for box in boxes)


def test_a_wide_page_keeps_its_table(executive):
    economics_of(executive)
    assert executive.locator("#losses tbody tr").first.evaluate("row => getComputedStyle(row).display") == "table-row"


@pytest.mark.parametrize("width", [1280, 400])
def test_names_in_the_pictures_meet_no_other_and_are_not_cut(executive, width):
    economics_of(executive)
    executive.set_viewport_size({"width": width, "height": 800})
    for picture in ("#curve", "#quadrants"):
        frame = executive.locator(f"{picture} svg.curve").bounding_box()
        names = executive.locator(f"{picture} svg.curve text.loss")
        boxes = [names.nth(place).bounding_box() for place in range(names.count())]
        assert len(boxes) == 2
        assert all(box["x"] >= frame["x"] and box["x"] + box["width"] <= frame["x"] + frame["width"] for box in boxes)
        upper, lower = sorted(boxes, key=lambda box: box["y"])
        assert upper["y"] + upper["height"] <= lower["y"] + 1


def test_the_keyboard_alone_reaches_a_partner_on_the_curve_and_opens_it(executive):
    economics_of(executive)
    for _ in range(120):
        executive.keyboard.press("Tab")
        if executive.evaluate("(document.activeElement.getAttribute('aria-label') || '').startsWith('Calder')"):
            break
    executive.keyboard.press("Enter")
    executive.wait_for_url("**/economics/calder")


@pytest.mark.parametrize("path", MONEY)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_pages_about_money(come_in, path, scheme):
    page = come_in("executive", color_scheme=scheme)
    for width in (1280, 400):
        page.set_viewport_size({"width": width, "height": 800})
        at(page, path)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        found = Axe().run(page, options=TAGS).response["violations"]
        assert [(fault["id"], [node["html"][:160] for node in fault["nodes"][:3]]) for fault in found] == []


@pytest.mark.parametrize("role", ["facilitator", "hr", "partner"])
def test_who_may_not_see_money_gets_no_page_and_no_file_by_its_address(come_in, role):
    page = come_in(role)
    for path in MONEY:
        assert at(page, path).status in {403, 404}, path
        assert "EUR" not in page.content()
    for path in FILES:
        answer = page.request.get(f"http://{page.url.split('/')[2]}{path}")
        assert answer.status in {403, 404}, path


def test_who_may_see_money_gets_every_page_and_file_by_its_address(executive):
    assert {at(executive, path).status for path in MONEY} == {200}
    assert {executive.request.get(f"http://{executive.url.split('/')[2]}{path}").status for path in FILES} == {200}


def test_the_first_page_and_economics_advise_the_same_about_a_loss(executive):
    here = executive.inner_text("#do" if executive.locator("#do").count() else ".decide")
    there = economics_of(executive).locator("#do li h3").first.inner_text()
    assert there in here
    assert "start by looking at our own cost" not in here
