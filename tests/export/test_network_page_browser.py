"""The stand-alone network page in a real browser, with payloads in every name."""

import pytest
from built_audits import a_hostile_audit, an_audit

from alliancenet.export.network_page import to_network_html
from alliancenet.privacy import Reader, ReaderRole, view_for

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("make", [an_audit, a_hostile_audit])
def test_page_draws_runs_nothing_else_and_asks_nobody(chromium, tmp_path, make):
    path = tmp_path / "network.html"
    view = view_for(make(), Reader(role=ReaderRole.ALLIANCE_MANAGER))
    path.write_text(to_network_html(view), encoding="utf-8")
    page = chromium.new_page()
    said, asked = [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    page.wait_for_selector("#mynetwork canvas")
    assert page.evaluate("window.ran") is None
    assert page.evaluate("network.body.data.nodes.length") == len([person for person in view.people if person.position])
    assert asked == [path.as_uri()]
    assert said == []
    page.close()
