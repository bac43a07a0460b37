"""Tasks of readers from the sign-in page on, counted in clicks, in real Chromium with passwords."""

import threading
from dataclasses import replace

import pytest
from alliancenet_web.accounts import add_account, read_accounts
from alliancenet_web.app import create_app
from axe_playwright_python.sync_playwright import Axe
from built_audits import an_audit
from built_portfolios import DAY, a_holding, a_register, a_sponsor, an_alliance, meeting, member
from waitress import create_server

from alliancenet.model.audit import Participant, ParticipantRole, UnitContact, UnitKind, UnitState
from alliancenet.portfolio.review import review
from alliancenet.portfolio.review_file import write_review
from alliancenet.store.audit_file import write_audits

pytestmark = pytest.mark.browser

PASSWORD = "correct horse battery"
TAGS = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


def a_person(firm, number, **fields):
    known = {"level": "operating", "function": "sales", "role": ParticipantRole.CORE, "spanner": False}
    return Participant(id=f"{firm}-{number:02}", firm=firm, core_ties=1, cross_firm_core_ties=1, **{**known, **fields})


def an_audit_to_staff():
    """Sales has no counterpart in touch; one alliance manager has no deputy and carries the only core tie across."""
    manager = a_person("own", 0, roles=("alliance_manager",), share_of_time=0.5)
    people = [manager, *(a_person("own", number, share_of_time=0.5) for number in range(1, 8))]
    people += [a_person("partner", number) for number in range(8)]
    missing = UnitContact(
        kind=UnitKind.FUNCTION,
        firms=("own", "partner"),
        units=("sales", "sales"),
        people=(8, 8),
        in_touch=(0, 0),
        pairs=0,
        needed=0,
        met=0,
        expected=True,
        state=UnitState.NONE,
    )
    audit = an_audit("north", "North: wind", people=tuple(people), findings=())
    limits = replace(audit.limits, min_n=5, known=True)
    return replace(
        audit, unit_contacts=(missing,), core_ties=(("own-00", "partner-00"),), ties=(), scores=(), limits=limits
    )


def a_review_of_idle_sponsors():
    people = (a_sponsor("kim", public_role=True), a_sponsor("lee", "partner"))
    alliance = replace(an_alliance("north", tier=1), name="North: wind")
    met = replace(meeting(DAY, "kim", "lee"), date=DAY.replace(year=DAY.year - 1))
    register = a_register(alliance, people=people, memberships=[member("kim"), member("lee")], touchpoints=[met])
    return review(a_holding(register, audits=[an_audit_to_staff()]), "0.1.0")


@pytest.fixture(scope="session")
def office(chromium, tmp_path_factory):
    """Opens the sign-in page, signs in as a role, and gives the page."""
    folder = tmp_path_factory.mktemp("office")
    write_audits(folder / "audits", [an_audit_to_staff()])
    write_review(folder / "audits", a_review_of_idle_sponsors())
    for role in ("executive", "hr"):
        add_account(folder / "accounts.json", role, role, "own", PASSWORD)
    app = create_app(folder / "audits", accounts=read_accounts(folder / "accounts.json"))
    server = create_server(app, host="127.0.0.1", port=0)
    threading.Thread(target=server.run, daemon=True).start()
    pages = {}

    def signed_in(role, scheme="light"):
        if (role, scheme) not in pages:
            page = chromium.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 800}).new_page()
            page.goto(f"http://127.0.0.1:{server.effective_port}")
            page.fill("#name", role)
            page.fill("#password", PASSWORD)
            page.click("main button")
            pages[role, scheme] = page
        return pages[role, scheme]

    yield signed_in
    for page in pages.values():
        page.context.close()
    server.close()


def test_an_executive_finds_who_has_not_met_the_partner_and_since_when_with_one_click(office):
    page = office("executive")
    page.click("nav >> text=Sponsors")
    assert "No sponsor of North has met the partner for 365 days." in page.inner_text("h1")


def test_an_executive_reads_the_public_sponsor_s_name_and_no_other(office):
    page = office("executive")
    page.click("nav >> text=Sponsors")
    text = page.inner_text("main")
    assert "Kim" in text
    assert "Lee" not in text
    assert "a senior person of Sole Mare" in text


def test_hr_lands_on_what_hangs_on_one_role_and_which_unit_lacks_its_counterpart(office):
    page = office("hr")
    page.click("nav >> text=Staffing")
    assert page.inner_text("h1") == (
        "One alliance has a key role without a second and Sales has no counterpart in touch in North."
    )
    assert "own-0" not in page.content()


def test_hr_simulates_that_the_alliance_manager_leaves_with_one_click_more(office):
    page = office("hr")
    page.click("nav >> text=Staffing")
    page.locator("tr", has_text="Managing the alliance").locator("a").first.click()
    told = page.inner_text("#leaves")
    assert "the bridge is gone" in told
    assert "1 introduction across the firms, proved the fewest" in told


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("link", ["Sponsors", "Staffing"])
def test_axe_finds_nothing_on_the_pages_of_offices(office, link, scheme):
    page = office("hr", scheme)
    page.click(f"nav >> text={link}")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    found = Axe().run(page, options=TAGS).response["violations"]
    assert [(violation["id"], [node["html"][:160] for node in violation["nodes"][:3]]) for violation in found] == []
