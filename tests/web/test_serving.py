"""Where the viewer listens and what it refuses; the command as users start it."""

import re
import subprocess
import sys
import threading
import urllib.request

import pytest
from alliancenet_web.accounts import add_account, no_accounts, read_accounts
from alliancenet_web.place import Place, is_loopback
from alliancenet_web.serving import app_for, start_link
from built_audits import an_audit

from alliancenet.errors import InputError, SettingsError
from alliancenet.store.audit_file import write_audits


@pytest.fixture
def accounts(tmp_path):
    path = tmp_path / "accounts.json"
    add_account(path, "Ada", "executive", "", "correct horse battery")
    return read_accounts(path)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.9", "::1", "localhost"])
def test_this_machine_needs_no_accounts(tmp_path, host):
    assert app_for(tmp_path, Place(host=host), no_accounts()).extensions["desk"].sessions.start_token


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.4", "example.org", "127.0.0.1.evil.test"])
def test_other_machines_need_accounts(tmp_path, host):
    with pytest.raises(SettingsError, match="accounts"):
        app_for(tmp_path, Place(host=host, url="https://audits.example"), no_accounts())


@pytest.mark.parametrize("url", ["", "http://audits.example", "audits.example"])
def test_other_machines_need_tls(tmp_path, accounts, url):
    with pytest.raises(SettingsError, match="https"):
        app_for(tmp_path, Place(host="0.0.0.0", url=url), accounts)


def test_for_other_machines_there_is_no_start_link(tmp_path, accounts):
    place = Place(host="0.0.0.0", url="https://audits.example", proxy_hops=1)
    app = app_for(tmp_path, place, accounts)
    assert start_link(app, place, 8765) == "https://audits.example"
    assert app.test_client().get("/", base_url="https://audits.example").status_code == 303
    assert app.test_client().get("/", base_url="https://other.example").status_code == 400


def test_a_public_address_is_no_loopback():
    assert not is_loopback("10.0.0.1")


@pytest.mark.parametrize(
    ("role", "firm", "password", "said"),
    [("executive", "", "short", "at least 12"), ("partner", "", "correct horse battery", "firm")],
)
def test_a_weak_account_is_refused(tmp_path, role, firm, password, said):
    with pytest.raises(InputError, match=said):
        add_account(tmp_path / "a.json", "Bob", role, firm, password)


@pytest.mark.parametrize("text", ["", "[]", '{"accounts": [{"name": "x", "role": "boss", "password": "y"}]}'])
def test_a_broken_accounts_file_says_what_is_needed(tmp_path, text):
    path = tmp_path / "accounts.json"
    path.write_text(text)
    with pytest.raises(InputError, match="accounts add"):
        read_accounts(path)


def test_the_command_serves_the_portfolio_through_its_link(tmp_path):
    write_audits(tmp_path, [an_audit()])
    command = [sys.executable, "-u", "-m", "alliancenet", "serve", str(tmp_path), "--port", "0", "--no-browser"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        killer = threading.Timer(30, process.kill)
        killer.start()
        try:
            lines = iter(process.stdout.readline, "")
            link = next(found.group() for line in lines if (found := re.search(r"http://\S+", line)))
            opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
            assert b"Nordwind and Sole Mare" in opener.open(link).read()
        finally:
            killer.cancel()
            process.terminate()


def test_a_half_sent_request_keeps_nobody_waiting(tmp_path):
    """150 clients that never finish their request leave the viewer answering."""
    import socket

    from waitress import create_server

    app = app_for(tmp_path, Place(), no_accounts())
    server = create_server(app, host="127.0.0.1", port=0, threads=8, connection_limit=1000)
    threading.Thread(target=server.run, daemon=True).start()
    slow = []
    try:
        for _ in range(150):
            client = socket.create_connection(("127.0.0.1", server.effective_port))
            client.sendall(b"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 500\r\n\r\nname=")
            slow.append(client)
        address = f"http://127.0.0.1:{server.effective_port}/style.css"
        assert urllib.request.urlopen(address, timeout=5).status == 200
    finally:
        for client in slow:
            client.close()
        server.close()
