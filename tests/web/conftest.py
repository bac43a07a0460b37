"""A viewer over hand-built audits, in process and in a real browser."""

import threading

import pytest
from alliancenet_web.app import create_app
from built_audits import a_hostile_audit, a_hostile_execution, a_hostile_review, an_audit, some_scores
from built_earnings import hostile_earnings
from built_plans import a_proposal
from pseudo_language import pseudo_catalogue
from waitress import create_server

from alliancenet.portfolio.review_file import write_review
from alliancenet.store.audit_file import write_audits
from alliancenet.store.economics_file import write_economics
from alliancenet.store.execution_file import write_execution
from alliancenet.store.staffing_file import write_staffing


@pytest.fixture(scope="session")
def other_letters():
    """German in other letters: every sentence that is said anywhere."""
    return pseudo_catalogue()


@pytest.fixture
def audits(tmp_path):
    """Folder with two alliances, one in two waves."""
    folder = tmp_path / "audits"
    write_audits(
        folder,
        [
            an_audit(),
            an_audit(wave="2025-2", scores=some_scores("nordwind", (60, 50, 64, 70, 40))),
            an_audit("cold", "Cold Peak", findings=()),
        ],
    )
    return folder


@pytest.fixture
def app(audits):
    return create_app(audits)


@pytest.fixture
def client(app):
    """Browser-like client that came in by the start link."""
    found = app.test_client()
    token = app.extensions["desk"].sessions.start_token
    assert found.get(f"/start?token={token}").status_code == 303
    return found


@pytest.fixture(scope="session")
def served(tmp_path_factory):
    """Address of a running viewer and its start token; one alliance is hostile all through."""
    folder = tmp_path_factory.mktemp("served")
    write_audits(folder, [an_audit(), an_audit(wave="2025-2"), a_hostile_audit()])
    write_review(folder, a_hostile_review())
    write_staffing(folder, a_proposal())
    write_economics(folder, hostile_earnings())
    write_execution(folder, a_hostile_execution())
    (folder / "torn.audit.json").write_text('{"format": "alliancenet-audit/2", "aud')
    app = create_app(folder)
    server = create_server(app, host="127.0.0.1", port=0)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}", app
    server.close()


@pytest.fixture(scope="session")
def signed_in(chromium, served):
    """Stored cookies of a reader who came in by the start link."""
    address, app = served
    context = chromium.new_context()
    page = context.new_page()
    page.goto(f"{address}/start?token={app.extensions['desk'].sessions.start_token}")
    assert page.title() == "Portfolio · alliancenet"
    return context.storage_state()
