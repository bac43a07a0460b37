"""What the viewer answers on the wire: full houses, double lengths, strange hosts, logs that cannot be written."""

import json
import resource
import socket

import pytest
from alliancenet_web import guard
from alliancenet_web.access_log import AccessLog, NotLogged
from alliancenet_web.app import create_app
from alliancenet_web.sessions import AT_THE_DESK
from built_audits import an_audit
from running_viewer import answer, get, listening

from alliancenet.resources import unpack_example
from alliancenet.store.audit_file import write_audits

PEOPLE = "/alliance/nordwind/2026-1/people"


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    folder = tmp_path_factory.mktemp("listening")
    write_audits(folder, [an_audit()])
    with listening(folder) as (found, _):
        yield found


def crowd(port, count, addresses=1):
    """Connections that say nothing, from so many addresses of this machine."""
    clients = []
    for number in range(count):
        client = socket.socket()
        client.bind((f"127.0.0.{number % addresses + 2}", 0))
        client.connect(("127.0.0.1", port))
        clients.append(client)
    return clients


@pytest.mark.parametrize(("count", "addresses"), [(300, 1), (900, 9)])
def test_connections_that_say_nothing_shut_nobody_out(port, count, addresses):
    if resource.getrlimit(resource.RLIMIT_NOFILE)[0] < 2500:
        pytest.skip("too few files may be open at once here")
    clients = crowd(port, count, addresses)
    try:
        assert get(port) == 200
    finally:
        for client in clients:
            client.close()


DOUBLE = b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"
TURNED = b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"


@pytest.mark.parametrize("lengths", [DOUBLE, TURNED, DOUBLE.upper(), b"Content-Length: 0\r\nTransfer-Encoding: x\r\n"])
def test_a_request_with_two_lengths_is_refused_and_the_next_not_read(port, lengths):
    host = f"Host: 127.0.0.1:{port}\r\n".encode()
    hidden = b"GET /style.css HTTP/1.1\r\n" + host + b"\r\n"
    raw = answer(port, b"POST /sign-in HTTP/1.1\r\n" + host + lengths + b"\r\n0\r\n\r\n" + hidden, seconds=3)
    assert raw.startswith((b"HTTP/1.1 400", b"HTTP/1.0 400", b"HTTP/1.1 501"))
    assert raw.count(b"HTTP/1.") == 1


@pytest.mark.parametrize("host", ["", "127.0.0.1:1", "localhost:80", "evil.test", "127.0.0.1", "localhost."])
def test_a_host_that_is_not_ours_is_refused(port, host):
    assert get(port, host=host) == 400


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_our_hosts_are_answered(port, name):
    assert get(port, host=f"{name}:{port}") == 200


def test_a_request_without_a_host_is_refused(port):
    assert b" 400 " in answer(port, b"GET / HTTP/1.0\r\n\r\n").split(b"\r\n")[0]


def unwritable(kind, folder):
    path = folder / "viewer-access.log"
    if kind == "folder":
        path.mkdir()
    elif kind == "full":
        path.symlink_to("/dev/full")
    else:
        (folder / "f").write_text("x")
        path = folder / "f" / "viewer-access.log"
    return path


@pytest.mark.parametrize("kind", ["folder", "full", "below a file"])
def test_without_a_log_pages_of_people_stay_closed_and_say_why(audits, tmp_path, kind):
    app = create_app(audits, log=unwritable(kind, tmp_path))
    client = app.test_client()
    client.get(f"/start?token={app.extensions['desk'].sessions.start_token}")
    answer = client.get(PEOPLE)
    assert answer.status_code == 503
    assert "viewer-access.log cannot be written" in answer.text
    assert client.get("/").status_code == 200


def test_a_log_that_can_be_written_again_opens_the_pages_again(audits, tmp_path):
    path = unwritable("folder", tmp_path)
    app = create_app(audits, log=path)
    client = app.test_client()
    client.get(f"/start?token={app.extensions['desk'].sessions.start_token}")
    client.get(PEOPLE)
    path.rmdir()
    assert client.get(PEOPLE).status_code == 200
    assert json.loads(path.read_text())["page"] == PEOPLE


def test_every_opening_is_logged_also_of_a_page_that_was_kept(audits, tmp_path):
    app = create_app(audits, log=tmp_path / "viewer-access.log")
    client = app.test_client()
    client.get(f"/start?token={app.extensions['desk'].sessions.start_token}")
    for _ in range(3):
        assert client.get(PEOPLE).status_code == 200
    assert len((tmp_path / "viewer-access.log").read_text().splitlines()) == 3


def test_the_log_is_for_its_owner_only_also_an_old_one(tmp_path):
    path = tmp_path / "viewer-access.log"
    path.write_text("")
    path.chmod(0o644)
    AccessLog(path).write({"page": "/"})
    assert oct(path.stat().st_mode & 0o777) == "0o600"


def test_whoever_starts_the_viewer_is_told_that_the_log_cannot_be_written(tmp_path):
    log = AccessLog(unwritable("full", tmp_path))
    assert "stay closed" in log.why_not()
    with pytest.raises(NotLogged):
        log.write({"page": "/"})


def client_of(app, name="this machine"):
    from alliancenet_web.guard import desk

    from alliancenet.privacy import LOCAL_READER

    client = app.test_client()
    with app.app_context():
        session = desk().sessions.open(name, LOCAL_READER)
    client.set_cookie(app.extensions["desk"].sessions.cookie, session.key)
    return client, session


def test_a_page_that_was_kept_shows_each_reader_their_own_name_and_token(audits):
    app = create_app(audits)
    (ada, of_ada), (eve, of_eve) = client_of(app, "Ada <b>"), client_of(app, "Eve")
    first, second = ada.get("/").text, eve.get("/").text
    assert "Ada &lt;b&gt;" in first
    assert of_ada.form_token in first
    assert "Ada" not in second
    assert of_ada.form_token not in second
    assert of_eve.form_token in second


def test_a_page_that_was_kept_goes_when_a_file_changes(audits):
    app = create_app(audits)
    client, _ = client_of(app)
    assert "Hot Peak" not in client.get("/").text
    write_audits(audits, [an_audit("hot", "Hot Peak", findings=())])
    assert "Hot Peak" in client.get("/").text


def test_a_page_that_was_kept_is_not_another_roles(audits):
    from alliancenet.privacy import Reader, ReaderRole

    app = create_app(audits)
    client, _ = client_of(app)
    page = client.get("/alliance/nordwind/2026-1").text
    sessions = app.extensions["desk"].sessions
    other = app.test_client()
    other.set_cookie(sessions.cookie, sessions.open("x", Reader(role=ReaderRole.EXECUTIVE)).key)
    assert other.get("/alliance/nordwind/2026-1").text != page


@pytest.mark.parametrize(
    ("path", "code"), [("/finding/" + "A" * 300, 404), ("/manual/" + "a" * 300, 404), ("/" + "a" * 9_000, 414)]
)
def test_an_address_longer_than_any_page_s_is_no_fault_and_is_not_repeated(audits, path, code):
    client, _ = client_of(create_app(audits))
    told = client.get(path)
    assert told.status_code == code
    assert code == 404 or path not in told.text


def sent(port, length, cookie=""):
    """Status of a form whose body is announced and of which one byte comes: refused before the rest, or waited for."""
    head = f"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {length}\r\nCookie: {cookie}\r\n\r\na"
    raw = answer(port, head.encode(), seconds=2)
    return int(raw.split(b" ", 2)[1]) if raw else None


@pytest.mark.parametrize(("length", "status"), [(1_000_000_000, 413), (70_000, 413), (60_000, None)])
def test_a_stranger_s_large_body_is_refused_before_it_is_taken_in(port, length, status):
    assert sent(port, length) == status


@pytest.mark.parametrize(("size", "is_ended"), [(1_000, False), (70_000, True)])
def test_a_stranger_s_body_in_pieces_is_ended_as_soon_as_it_is_too_large(port, size, is_ended):
    piece = b"%x\r\n%s\r\n" % (size, b"a" * size)
    head = f"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nTransfer-Encoding: chunked\r\n\r\n".encode()
    with socket.create_connection(("127.0.0.1", port), timeout=2) as client:
        client.sendall(head + piece)
        try:
            ended = not client.recv(10).startswith(b"HTTP/1.1 2")
        except ConnectionResetError:
            ended = True
        except TimeoutError:  # it waits for more
            ended = False
    assert ended is is_ended


def test_who_may_upload_sends_what_the_project_takes(tmp_path):
    audits, project = tmp_path / "audits", tmp_path / "project"
    audits.mkdir()
    write_audits(audits, [an_audit()])
    unpack_example("two_firms", project)
    app = create_app(audits, project=project)
    key = app.extensions["desk"].sessions.open("kim", AT_THE_DESK).key
    limit = guard.most_bytes(app)
    assert limit({"COOKIE": f"alliancenet_viewer={key}"}) > 100_000_000
    assert [limit({"COOKIE": cookie}) for cookie in ("", "alliancenet_viewer=guessed", "\xff; ;=")] == [64_000] * 3
