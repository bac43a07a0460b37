"""Coming in, going out, and what every answer says."""

import pytest
from alliancenet_web.accounts import add_account, read_accounts
from alliancenet_web.app import create_app
from alliancenet_web.sessions import IDLE_SECONDS, LONGEST_SECONDS, Sessions

from alliancenet.errors import SettingsError


def test_nobody_reads_anything_without_the_start_link(app):
    answer = app.test_client().get("/")
    assert (answer.status_code, answer.location) == (303, "/sign-in")


def test_the_start_link_works_once(app):
    token = app.extensions["desk"].sessions.start_token
    assert app.test_client().get(f"/start?token={token}").location == "/"
    assert app.test_client().get(f"/start?token={token}").location == "/sign-in"


def test_a_wrong_start_token_does_not_use_up_the_right_one(app):
    token = app.extensions["desk"].sessions.start_token
    assert app.test_client().get("/start?token=wröng").location == "/sign-in"
    assert app.test_client().get(f"/start?token={token}").location == "/"


def test_the_cookie_is_for_this_server_only(app):
    token = app.extensions["desk"].sessions.start_token
    cookie = app.test_client().get(f"/start?token={token}").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_behind_tls_the_cookie_never_travels_in_the_clear(audits):
    app = create_app(audits, https=True)
    token = app.extensions["desk"].sessions.start_token
    answer = app.test_client().get(f"/start?token={token}", base_url="https://localhost")
    assert answer.headers["Set-Cookie"].startswith("__Host-alliancenet=")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert answer.headers["Strict-Transport-Security"]


@pytest.mark.parametrize("seconds", [IDLE_SECONDS + 1, LONGEST_SECONDS + 1])
def test_a_session_ends_by_itself(seconds):
    now = [0.0]
    sessions = Sessions(https=False, clock=lambda: now[0])
    session = sessions.start(sessions.start_token)
    now[0] = seconds
    assert sessions.find(session.key) is None


def test_a_session_in_use_ends_after_eight_hours():
    now = [0.0]
    sessions = Sessions(https=False, clock=lambda: now[0])
    session = sessions.start(sessions.start_token)
    for _ in range(17):
        now[0] += IDLE_SECONDS - 60
        found = sessions.find(session.key)
    assert found is None


def form_token(client):
    page = client.get("/").text
    return page.partition('name="form_token" value="')[2].partition('"')[0]


def test_signing_out_ends_the_session_on_the_server(client, app):
    cookie = client.get_cookie("alliancenet_viewer").value
    assert client.post("/sign-out", data={"form_token": form_token(client)}).status_code == 303
    thief = app.test_client()
    thief.set_cookie("alliancenet_viewer", cookie)
    assert thief.get("/").location == "/sign-in"


@pytest.mark.parametrize(
    ("token", "headers"),
    [
        ("", {}),
        ("guessed", {}),
        (None, {"Sec-Fetch-Site": "cross-site"}),
        (None, {"Sec-Fetch-Site": "same-site"}),
        (None, {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}),
        (None, {"Sec-Fetch-Site": "same-origin", "Origin": "http://evil.test"}),
        (None, {"Origin": "http://evil.test"}),
        (None, {"Origin": "http://localhost.evil.test"}),
        (None, {"Origin": "http://localhost:81"}),
        (None, {"Origin": "null"}),
        (None, {"Origin": ""}),
        (None, {"Sec-Fetch-Site": "none", "Origin": "null"}),
        (None, {"Sec-Fetch-Site": "cross-site", "Origin": "null"}),
        (None, {"Sec-Fetch-Site": ""}),
    ],
)
def test_a_form_of_another_site_is_refused(client, token, headers):
    data = {"form_token": form_token(client) if token is None else token}
    answer = client.post("/sign-out", data=data, headers=headers)
    assert answer.status_code == 403
    assert "This form was not accepted" in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://localhost"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
    ],
)
def test_a_form_of_the_own_page_is_accepted(client, headers):
    assert client.post("/sign-out", data={"form_token": form_token(client)}, headers=headers).status_code == 303


@pytest.mark.parametrize("host", ["evil.test", "127.0.0.1.evil.test", "[::1].evil.test"])
@pytest.mark.parametrize("page", ["/", "/findings", "/style.css", "/nowhere", "/start?token=x"])
def test_other_host_names_are_refused(client, host, page):
    assert client.get(page, base_url=f"http://{host}").status_code == 400


@pytest.mark.parametrize(
    ("page", "host"),
    [("/", "localhost"), ("/nowhere", "localhost"), ("/static/none.js", "localhost"), ("/", "evil.test")],
)
def test_every_answer_carries_the_policy(client, page, host):
    headers = client.get(page, base_url=f"http://{host}").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"


def test_a_fault_of_ours_carries_the_policy_and_no_details(client, monkeypatch):
    monkeypatch.setattr("alliancenet.report.tables.overview.quality", lambda views: 1 / 0)
    answer = client.get("/data-quality")
    assert answer.status_code == 500
    assert "ZeroDivisionError" not in answer.text
    assert "Content-Security-Policy" in answer.headers


def test_debug_mode_is_refused(audits, monkeypatch):
    monkeypatch.setenv("FLASK_DEBUG", "1")
    with pytest.raises(SettingsError, match="debug"):
        create_app(audits)


@pytest.fixture
def accounts_file(tmp_path):
    path = tmp_path / "accounts.json"
    add_account(path, "Ada", "executive", "", "correct horse battery")
    return path


def test_a_reader_signs_in_with_name_and_password(audits, accounts_file):
    client = create_app(audits, accounts=read_accounts(accounts_file)).test_client()
    assert client.post("/sign-in", data={"name": "Ada", "password": "correct horse battery"}).location == "/"
    assert "executive" in client.get("/").text


def test_the_sixth_wrong_password_of_a_minute_has_to_wait(audits, accounts_file):
    client = create_app(audits, accounts=read_accounts(accounts_file)).test_client()
    answers = [client.post("/sign-in", data={"name": "Ada", "password": "x"}).status_code for _ in range(6)]
    assert answers == [403] * 5 + [429]


def test_passwords_are_stored_as_scrypt_for_the_owner_only(accounts_file):
    text = accounts_file.read_text()
    assert "scrypt:" in text
    assert "correct horse" not in text
    assert accounts_file.stat().st_mode & 0o077 == 0
