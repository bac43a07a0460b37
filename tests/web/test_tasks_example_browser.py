"""What readers come for, on the example portfolio, from the sign-in page in real Chromium, counted in clicks."""

import threading

import pytest
from alliancenet_web.accounts import add_account, read_accounts
from alliancenet_web.app import create_app
from waitress import create_server

from alliancenet import resources
from alliancenet.auditing import audit_project
from alliancenet.portfolio.opening import holdings_of, shelf_of
from alliancenet.portfolio.review import last_day_on_record, review
from alliancenet.portfolio.review_file import write_review
from alliancenet.sources.project import read_project
from alliancenet.store.audit_file import write_audits

pytestmark = [pytest.mark.browser, pytest.mark.slow]  # the whole example is audited first
PASSWORD = "correct horse battery"
ROLES = ("executive", "alliance_manager", "analyst", "hr")


@pytest.fixture(scope="module")
def door(tmp_path_factory):
    """Address of a viewer over the audits and the review of the example, with an account for each role."""
    folder = tmp_path_factory.mktemp("example_tasks")
    project = read_project(resources.examples() / "portfolio")
    audits = audit_project(project, resamples=0)
    write_audits(folder, audits)
    day = last_day_on_record(project.records, shelf_of(audits).audits)
    holdings, _ = holdings_of(
        project.register, project.records, project.settings, shelf_of(audits), day, project.mark, project.answered
    )
    write_review(folder, review(holdings, "0.1.0"))
    for role in ROLES:
        add_account(folder / "accounts.json", role, role, "brightwater", PASSWORD)
    app = create_app(folder, accounts=read_accounts(folder / "accounts.json"))
    server = create_server(app, host="127.0.0.1", port=0)
    threading.Thread(target=server.run, daemon=True).start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()


class Clicks:
    """A signed-in page that counts its clicks."""

    def __init__(self, context, door, role):
        self.page, self.count = context.new_page(), 0
        self.page.goto(door)
        self.page.fill("#name", role)
        self.page.fill("#password", PASSWORD)
        self.page.click("main button")

    def click(self, what):
        self.count += 1
        self.page.click(what)

    def said(self, where="h1"):
        return self.page.inner_text(where)


@pytest.fixture
def come_in(chromium, door):
    contexts = []

    def signed_in(role):
        contexts.append(chromium.new_context(viewport={"width": 1280, "height": 800}))
        return Clicks(contexts[-1], door, role)

    yield signed_in
    for context in contexts:
        context.close()


def test_the_executive_finds_the_sponsor_who_met_nobody_and_since_when_in_one_click(come_in):
    reader = come_in("executive")
    reader.click("nav >> text=Sponsors")
    assert reader.said().startswith("Harbor’s sponsor on our side has not met the partner for 228 days")
    assert "As of 24 April 2026" in reader.said("main")
    assert reader.count <= 1


def test_the_executive_finds_why_kestrel_is_red_in_two_clicks(come_in):
    reader = come_in("executive")
    reader.click(".levels tbody th a:has-text('Kestrel')")
    assert "Red because operational (" in reader.said(".health")
    assert reader.count <= 2


def test_the_executive_reads_what_to_decide_without_a_click(come_in):
    reader = come_in("executive")
    titles = reader.page.locator(".decide h3").all_inner_texts()
    assert len(titles) == 3
    assert titles[0] == "Willow loses money: start by looking at our own cost of serving it"
    assert "−1.4 million DKK" in reader.said(".decide")


def test_the_alliance_manager_finds_the_bridge_on_the_picture_in_two_clicks(come_in):
    reader = come_in("alliance_manager")
    reader.click(".levels tbody th a:has-text('Kestrel')")
    reader.click("text=open the network")
    reader.page.wait_for_selector("#drawing[data-drawn='yes']")
    assert "core ties" in reader.said()
    assert reader.page.get_attribute("[data-overlay=bridge]", "aria-pressed") == "true"
    assert reader.count <= 2


def test_a_filtered_view_is_sent_by_its_address_and_opens_the_same_for_a_colleague(come_in):
    sender, colleague = come_in("alliance_manager"), come_in("analyst")
    sender.click(".levels tbody th a:has-text('Kestrel')")
    sender.click("text=open the network")
    sender.page.wait_for_selector("#drawing[data-drawn='yes']")
    sender.page.check("input[name=level][value=operating]")
    sender.page.select_option("#colour", "function")
    colleague.page.goto(sender.page.url)
    colleague.page.wait_for_selector("#drawing[data-drawn='yes']")
    assert colleague.said("#shown") == sender.said("#shown")
    assert colleague.page.input_value("#colour") == "function"
    assert "filtered: 84 of 98 people" in colleague.said("#shown")


@pytest.mark.parametrize(
    ("page", "screens"), [("/", 3), ("/sponsors", 1.5), ("/findings", 3), ("/alliance/kestrel/2026-04", 3)]
)
def test_a_page_of_the_example_keeps_to_its_budget_of_screens(come_in, door, page, screens):
    reader = come_in("executive")
    reader.page.goto(door + page)
    assert reader.page.evaluate("document.documentElement.scrollHeight") <= screens * 800


_CUT = """[...document.querySelectorAll(".scroll")].filter(one => one.checkVisibility()
    && one.scrollWidth > one.clientWidth + 1).length"""


@pytest.mark.parametrize(("page", "screens"), [("/tiers", 3.6), ("/staffing", 2), ("/data-quality", 2.2)])
def test_no_column_is_out_of_sight_on_a_wide_screen_and_the_page_stays_short(come_in, door, page, screens):
    reader = come_in("alliance_manager").page
    reader.goto(door + page)
    assert reader.evaluate(_CUT) == 0
    assert reader.evaluate("document.documentElement.scrollHeight") <= 800 * screens


def test_every_day_of_a_page_is_counted_to_one_day(come_in, door):
    reader = come_in("executive")
    reader.page.goto(door + "/sponsors")
    days = [
        int(text.split()[0]) for text in reader.page.locator(".matrix small").all_inner_texts() if text.endswith("days")
    ]
    assert max(days) == 228
    reader.page.goto(door + "/finding/S-IDLE")
    assert "had met no senior of the partner for 228 days" in reader.said("main")


def test_one_page_is_handed_on_from_the_first_page(come_in):
    reader = come_in("executive")
    with reader.page.expect_download() as saved:
        reader.click("text=One page (PDF)")
    assert saved.value.suggested_filename == "portfolio-one-page.pdf"
    assert saved.value.path().read_bytes().startswith(b"%PDF")


def test_hr_reads_what_hangs_on_one_role_in_the_portfolio_with_one_click_at_most(come_in):
    reader = come_in("hr")
    assert reader.said().startswith("Eight alliances have a key role without a second")
    assert "Managing the alliance on our side" in reader.said("main")
    assert "1 role: alliance manager" in reader.said("main")
    assert reader.count <= 1


def test_hr_reads_which_function_lacks_its_counterpart_with_two_clicks_at_most(come_in):
    reader = come_in("hr")
    assert "Sales has no counterpart in touch in Harbor" in reader.said()
    assert reader.count <= 2


def test_hr_simulates_that_an_alliance_manager_leaves_with_three_clicks_at_most(come_in):
    reader = come_in("hr")
    reader.page.locator("tr", has_text="Managing the alliance").locator("a:has-text('Kestrel')").first.click()
    reader.count += 1
    assert "Kestrel" in reader.said("#leaves")
    assert reader.count <= 3


@pytest.mark.parametrize(
    "page", ["/tiers", "/sponsors", "/data-quality", "/audits", "/alliance/kestrel/2026-04/trends"]
)
def test_on_a_phone_no_table_is_cut_and_nothing_scrolls_sideways(come_in, door, page):
    reader = come_in("alliance_manager").page
    reader.set_viewport_size({"width": 400, "height": 800})
    reader.goto(door + page)
    assert reader.evaluate("document.documentElement.scrollWidth") <= 400
    cut = """[...document.querySelectorAll(".scroll:has(> table)")].filter(one => one.checkVisibility()
        && one.scrollWidth > one.clientWidth + 1).map(one => one.getAttribute("aria-label"))"""
    assert reader.evaluate(cut) == []


@pytest.mark.parametrize(
    ("page", "answer"),
    [
        ("/tiers", "Five alliances are in tier 1; the rule of the portfolio allows two"),
        ("/alliance/kestrel/2026-04/gaps", "Senior teams and management have no contact with their counterparts"),
        ("/alliance/kestrel/2026-04/trends", "Nine measures got worse since October 2025."),
        ("/data-quality", "One of eight alliances is to be read for patterns only, not for people: Thimble."),
    ],
)
def test_a_page_of_details_answers_in_its_heading(come_in, door, page, answer):
    reader = come_in("alliance_manager")
    reader.page.goto(door + page)
    assert reader.said().startswith(answer)
