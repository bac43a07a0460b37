"""The front door as people use it: a name and a password typed into real Chromium."""

import threading

import pytest
from alliancenet_web.accounts import add_account, read_accounts
from alliancenet_web.app import create_app
from built_audits import an_audit
from waitress import create_server

from alliancenet.privacy import ReaderRole
from alliancenet.store.audit_file import write_audits

pytestmark = pytest.mark.browser

PASSWORD = "correct horse battery"
FOREIGN_FORM = """
<form method="post" action="{address}/sign-in"><input name="name" value="executive"><input name="password" value="x">
<button>win a prize</button></form>
"""


@pytest.fixture(scope="session")
def door(tmp_path_factory):
    """Address of a viewer with one account of each role."""
    folder = tmp_path_factory.mktemp("door")
    write_audits(folder / "audits", [an_audit()])
    for role in ReaderRole:
        add_account(folder / "accounts.json", role.value, role.value, "fjord", PASSWORD)
    server = create_server(
        create_app(folder / "audits", accounts=read_accounts(folder / "accounts.json")), host="127.0.0.1", port=0
    )
    threading.Thread(target=server.run, daemon=True).start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()


@pytest.fixture
def page(chromium):
    context = chromium.new_context()
    yield context.new_page()
    context.close()


def type_into_the_form(page, address, name, password):
    page.goto(address)
    page.fill("#name", name)
    page.fill("#password", password)
    page.click("main button")


@pytest.mark.parametrize("role", list(ReaderRole))
def test_every_role_signs_in_and_out_with_a_password(page, door, role):
    type_into_the_form(page, door, role.value, PASSWORD)
    page.wait_for_selector("nav.rail")
    first = "Staffing" if role is ReaderRole.HR else "Portfolio"
    assert page.title() == f"{first} · alliancenet"
    page.click("text=sign out")
    assert page.title() == "Sign in · alliancenet"
    page.goto(door)
    assert page.title() == "Sign in · alliancenet"


def test_a_wrong_password_leads_back_to_the_form(page, door):
    type_into_the_form(page, door, "executive", "wrong password!")
    assert "Name or password is not right." in page.inner_text("main")


def test_a_page_of_another_site_cannot_send_our_form(page, door):
    page.set_content(FOREIGN_FORM.format(address=door))
    page.click("button")
    page.wait_for_url(f"{door}/sign-in")
    assert page.inner_text("h1") == "This form was not accepted"
