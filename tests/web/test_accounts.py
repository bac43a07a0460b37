"""Accounts: changes hold at once, guessing is slow, nobody is locked out, the firm may sign people on."""

import subprocess
import sys
import threading

import pytest
from alliancenet_web import accounts as book
from alliancenet_web.accounts import add_account, change_password, change_role, read_accounts, remove_account
from alliancenet_web.app import create_app
from alliancenet_web.door import Door
from alliancenet_web.proxy import Hops
from alliancenet_web.serving import Place, app_for, check_place
from alliancenet_web.tries import MustWait
from click.testing import CliRunner

from alliancenet.cli import alliancenet
from alliancenet.errors import InputError, SettingsError

PASSWORD = "correct horse battery"


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch):
    """One round of hashing: the tests are of what stands around it."""
    monkeypatch.setattr(book, "_METHOD", "scrypt:1024:8:1")


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "accounts.json"
    add_account(path, "Ada", "analyst", "", PASSWORD)
    return path


@pytest.fixture
def app(audits, file):
    return create_app(audits, accounts=read_accounts(file))


def signed_in(app, name="Ada", password=PASSWORD):
    client = app.test_client()
    assert client.post("/sign-in", data={"name": name, "password": password}).location == "/"
    return client


CHANGES = {
    "role": lambda file: change_role(file, "Ada", "executive", ""),
    "password": lambda file: change_password(file, "Ada", "another long password"),
    "removal": lambda file: remove_account(file, "Ada"),
    "a file that is gone": lambda file: file.unlink(),
    "a file that is damaged": lambda file: file.write_text("{"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_ends_the_sessions_that_are_open(app, file, change):
    client = signed_in(app)
    assert client.get("/").status_code == 200
    CHANGES[change](file)
    assert client.get("/").location == "/sign-in"


def test_another_account_changed_ends_nobody_elses_session(app, file):
    client = signed_in(app)
    add_account(file, "Bob", "executive", "", PASSWORD)
    assert client.get("/").status_code == 200


def test_a_new_role_holds_from_the_next_sign_in(app, file):
    signed_in(app)
    change_role(file, "Ada", "executive", "")
    assert signed_in(app).get("/alliance/nordwind/2026-1/people").status_code == 403


def test_the_old_password_is_worth_nothing_at_once(app, file):
    change_password(file, "Ada", "another long password")
    answer = app.test_client().post("/sign-in", data={"name": "Ada", "password": PASSWORD})
    assert answer.status_code == 403
    signed_in(app, password="another long password")


def test_twenty_accounts_added_at_once_are_all_kept(tmp_path):
    path = tmp_path / "accounts.json"
    threads = [
        threading.Thread(target=add_account, args=(path, f"reader {number}", "executive", "", ""))
        for number in range(20)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(book.listed(path)) == 20


@pytest.mark.slow
def test_twenty_programs_that_add_at_once_keep_all_twenty(tmp_path):
    path = tmp_path / "accounts.json"
    command = [sys.executable, "-m", "alliancenet", "accounts", "add", str(path)]
    adding = [
        subprocess.Popen([*command, f"reader{number}"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
        for number in range(20)
    ]
    for program in adding:
        program.stdin.write(PASSWORD.encode() + b"\n")
        program.stdin.close()
    assert [program.wait() for program in adding] == [0] * 20
    assert len(book.listed(path)) == 20


def test_a_name_that_is_taken_is_refused(file):
    with pytest.raises(InputError, match="is there already"):
        add_account(file, "Ada", "hr", "", PASSWORD)


@pytest.mark.parametrize("change", [remove_account, lambda file, name: change_password(file, name, PASSWORD)])
def test_a_name_nobody_has_is_said_with_those_there_are(file, change):
    with pytest.raises(InputError, match="no account 'Eve'; one of Ada"):
        change(file, "Eve")


def run(*arguments, words=""):
    command = [sys.executable, "-m", "alliancenet", "accounts", *map(str, arguments)]
    return subprocess.run(command, input=words, capture_output=True, text=True, check=False)


def test_the_command_adds_lists_and_removes(tmp_path):
    path = tmp_path / "a.json"
    assert run("add", path, "Bea", "--role", "partner", "--firm", "sole", words=f"{PASSWORD}\n").returncode == 0
    assert run("list", path).stdout == "Bea  partner  sole\n"
    assert run("remove", path, "Bea").returncode == 0
    assert run("list", path).stdout == ""


def form_token(client, page="/password"):
    return client.get(page).text.partition('name="form_token" value="')[2].partition('"')[0]


def new_password(client, now=PASSWORD, new="a much longer one", again="a much longer one"):
    data = {"form_token": form_token(client), "password": now, "new": new, "again": again}
    return client.post("/password", data=data)


def test_a_reader_changes_the_own_password_and_stays_signed_in(app):
    here, elsewhere = signed_in(app), signed_in(app)
    assert new_password(here).location == "/"
    assert here.get("/").status_code == 200
    assert elsewhere.get("/").location == "/sign-in"
    signed_in(app, password="a much longer one")


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"now": "wrong"}, "Your password now is not right"),
        ({"again": "another one than that"}, "not the same"),
        ({"new": "short", "again": "short"}, "At least 12"),
    ],
)
def test_a_password_change_with_faults_says_them(app, told, said):
    client = signed_in(app)
    answer = new_password(client, **told)
    assert answer.status_code == 403
    assert said in answer.text
    assert client.get("/").status_code == 200


def test_whoever_came_by_the_start_link_has_no_password(client):
    assert client.get("/password").status_code == 404


class Clock:
    """Seconds that go by when told."""

    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def tried(door, file, name="Ada", password="wrong", address="198.51.100.7"):
    try:
        return door.sign_in(read_accounts(file), name, password, address)
    except MustWait:
        return "wait"


def test_a_stranger_who_guesses_does_not_lock_a_name_out_for_its_owner(file, clock):
    door = Door(clock)
    assert [tried(door, file) for _ in range(60)].count("wait") == 55
    assert tried(door, file, password=PASSWORD, address="203.0.113.1").name == "Ada"


def test_many_addresses_do_not_lock_a_name_out_either(file, clock):
    door = Door(clock)
    for number in range(200):
        for _ in range(3):
            tried(door, file, address=f"198.51.100.{number}")
    assert tried(door, file, password=PASSWORD, address="203.0.113.1").name == "Ada"


def test_many_addresses_soon_get_one_try_each(file, clock):
    door = Door(clock)
    answers = [tried(door, file, address=f"198.51.100.{number}") for number in range(100) for _ in range(4)]
    assert 100 <= answers.count(None) <= 140


def test_one_password_on_many_names_is_slow(file, clock):
    door = Door(clock)
    assert [tried(door, file, name=f"n{number}") for number in range(200)].count(None) == 20


def test_at_the_address_that_guesses_the_owner_waits_seconds_not_minutes(file, clock):
    door = Door(clock)
    for _ in range(60):
        tried(door, file)
    clock.now += 10
    assert tried(door, file, password=PASSWORD).name == "Ada"


def test_who_signed_in_from_an_address_is_not_held_up_by_others_there(file, clock):
    door = Door(clock)
    assert tried(door, file, password=PASSWORD).name == "Ada"
    for number in range(200):
        tried(door, file, name=f"n{number}")
    assert tried(door, file, password=PASSWORD).name == "Ada"


def test_a_wrong_name_is_limited_as_a_right_one(file, clock):
    door = Door(clock)
    assert [tried(door, file, name="Nobody") for _ in range(7)] == [tried(door, file, name="Ada") for _ in range(7)]


def test_addresses_of_one_network_count_as_one(file, clock):
    door = Door(clock)
    answers = [tried(door, file, name=f"n{number}", address=f"2001:db8::{number:x}") for number in range(30)]
    assert answers.count(None) == 20


def test_hundreds_of_guesses_at_once_end_in_words(app):
    codes = []

    def guess(number):
        data = {"name": f"name {number % 50}", "password": "wrong"}
        address = {"REMOTE_ADDR": f"198.51.100.{number % 40}"}
        codes.append(app.test_client().post("/sign-in", data=data, environ_base=address).status_code)

    threads = [threading.Thread(target=guess, args=(number,)) for number in range(200)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(codes) <= {403, 429}


@pytest.fixture
def proxied(audits, file):
    place = Place(url="https://audits.example", proxy_hops=1, auth_header="X-Remote-User")
    add_account(file, "bob", "executive", "", "")
    return app_for(audits, place, read_accounts(file))


def asked(client, name=None, page="/", address="127.0.0.1"):
    headers = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "audits.example"}
    if name is not None:
        headers["X-Remote-User"] = name
    return client.get(page, headers=headers, environ_base={"REMOTE_ADDR": address}, base_url="https://audits.example")


def test_whom_the_proxy_vouches_for_is_signed_in(proxied):
    client = proxied.test_client()
    assert asked(client, "bob").status_code == 200
    assert "executive" in asked(client, "bob").text


def test_a_header_from_elsewhere_is_not_believed(proxied):
    assert asked(proxied.test_client(), "bob", address="203.0.113.5").status_code == 403


def test_whom_the_proxy_does_not_name_is_nobody(proxied):
    assert asked(proxied.test_client()).location == "/sign-in"
    assert asked(proxied.test_client(), "").location == "/sign-in"


def test_a_stranger_of_the_firm_is_told_so(proxied):
    answer = asked(proxied.test_client(), "eve")
    assert answer.status_code == 403
    assert "no account here" in answer.text


def test_the_session_follows_the_proxy(proxied):
    client = proxied.test_client()
    asked(client, "bob")
    assert "analyst" in asked(client, "Ada").text
    assert asked(client).location == "/sign-in"


def test_a_role_changed_holds_for_those_the_proxy_signs_on(proxied, file):
    client = proxied.test_client()
    asked(client, "Ada")
    change_role(file, "Ada", "executive", "")
    assert asked(client, "Ada", "/alliance/nordwind/2026-1/people").status_code == 403


def test_with_the_firms_sign_on_passwords_are_not_asked_for(proxied):
    assert "Your firm signs you on" in asked(proxied.test_client(), page="/sign-in").text


@pytest.mark.parametrize(
    "place",
    [
        Place(auth_header="X-User"),
        Place(auth_header="X-User", url="https://a.example"),
        Place(auth_header="X-User", proxy_hops=1),
    ],
)
def test_a_header_without_a_declared_proxy_is_refused_at_start(file, place):
    with pytest.raises(SettingsError, match="--proxy-hops and --url"):
        check_place(place, read_accounts(file))


def test_a_proxy_of_no_address_is_refused_at_start():
    with pytest.raises(SettingsError, match="no address"):
        Hops(lambda environ, start: [], 1, ["proxy.example"], "")


def test_listing_a_file_that_is_not_there_says_so(tmp_path):
    ended = CliRunner().invoke(alliancenet, ["accounts", "list", str(tmp_path / "nope.json")])
    assert "there is no such file" in str(ended.exception)


def test_listing_an_empty_file_of_accounts_says_how_to_add_one(tmp_path):
    file = tmp_path / "accounts.json"
    add_account(file, "kim", "executive", "", "correct horse battery")
    remove_account(file, "kim")
    assert "accounts add" in CliRunner().invoke(alliancenet, ["accounts", "list", str(file)]).output
