"""The viewer behind a real nginx that brings TLS and says who signed on."""

import http.client
import shutil
import socket
import ssl
import subprocess
import time

import pytest
from alliancenet_web.accounts import add_account, change_role, read_accounts
from alliancenet_web.serving import Place
from built_audits import an_audit
from running_viewer import get, listening

from alliancenet.store.audit_file import write_audits

pytestmark = pytest.mark.slow

# who signed on stands in a header of the request here; at a firm auth_request or a module says it
CONF = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; worker_processes 1;
events {{ worker_connections 64; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{
    listen 127.0.0.1:{port} ssl; server_name audits.example;
    ssl_certificate {folder}/cert.pem; ssl_certificate_key {folder}/key.pem;
    location / {{
      proxy_pass http://127.0.0.1:{viewer};
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-Host $http_host;
      proxy_set_header X-Forwarded-Proto https;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Remote-User $http_x_of_the_firm;
    }}
  }}
}}
"""


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


@pytest.fixture(scope="module")
def behind(tmp_path_factory):
    """Port of nginx, of the viewer behind it, and the accounts file."""
    for program in ("nginx", "openssl"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    folder = tmp_path_factory.mktemp("nginx")
    audits, accounts, port = folder / "audits", folder / "accounts.json", free_port()
    write_audits(audits, [an_audit()])
    add_account(accounts, "ada", "analyst", "", "")
    place = Place(url=f"https://audits.example:{port}", proxy_hops=1, auth_header="X-Remote-User", port=0)
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=audits.example"]
    subprocess.run(
        [*make, "-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")], check=True, capture_output=True
    )
    with listening(audits, read_accounts(accounts), place) as (viewer, _):
        (folder / "nginx.conf").write_text(CONF.format(folder=folder, port=port, viewer=viewer))
        nginx = subprocess.Popen(["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")])
        try:
            for _ in range(100):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield port, viewer, accounts
        finally:
            nginx.terminate()
            nginx.wait()


def asked(port, path="/", host=None, cookie="", **headers):
    """Status, headers and text of a page over TLS."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    line = http.client.HTTPSConnection("127.0.0.1", port, context=context, timeout=20)
    named = {"X-Of-The-Firm": headers.pop("user")} if "user" in headers else {}
    line.request("GET", path, headers={"Host": host or f"audits.example:{port}", "Cookie": cookie, **named, **headers})
    answer = line.getresponse()
    return answer.status, answer.headers, answer.read().decode()


def test_whom_the_firm_signs_on_reads_over_tls(behind):
    port, _, _ = behind
    status, headers, page = asked(port, user="ada")
    assert status == 200
    assert "analyst" in page
    assert headers["Set-Cookie"].startswith("__Host-alliancenet=")
    assert "Secure" in headers["Set-Cookie"]


def test_whoever_the_firm_does_not_sign_on_stays_outside(behind):
    port, _, _ = behind
    assert asked(port)[0] == 303
    assert asked(port, user="eve")[0] == 403


def test_a_reader_cannot_name_somebody_else(behind):
    port, _, _ = behind
    assert asked(port, **{"X-Remote-User": "ada"})[0] == 303


def test_the_viewer_believes_nobody_who_asks_it_directly_under_another_host(behind):
    _, viewer, _ = behind
    assert get(viewer, "/", host="evil.test", headers="X-Remote-User: ada\r\n") == 400


def test_another_host_is_refused_behind_the_proxy_too(behind):
    port, _, _ = behind
    assert asked(port, host="evil.test", user="ada")[0] == 400


def test_a_role_that_was_changed_holds_for_the_next_page(behind):
    port, _, accounts = behind
    people = "/alliance/nordwind/2026-1/people"
    cookie = asked(port, user="ada")[1]["Set-Cookie"].partition(";")[0]
    assert asked(port, people, cookie=cookie, user="ada")[0] == 200
    change_role(accounts, "ada", "executive", "")
    assert asked(port, people, cookie=cookie, user="ada")[0] == 403
    change_role(accounts, "ada", "analyst", "")
