"""What the relationships earn, from the example's files through the three commands to the sign-in page and a click."""

import pytest
from alliancenet_web.accounts import add_account, read_accounts
from click.testing import CliRunner
from running_viewer import listening

from alliancenet.cli import alliancenet

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PASSWORD = "correct horse battery"
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
