"""Pages in the language of their reader, and never two languages on one page."""

import re

import pytest
from alliancenet_web import tongue
from alliancenet_web.accounts import add_account, read_accounts
from alliancenet_web.app import create_app
from pseudo_language import latin_words

from alliancenet.language import speaking

SAME_EVERYWHERE = ("alliancenet", "English", "this machine", "PDF", "CSV", "Deutsch")
NAMES = (*SAME_EVERYWHERE, "manager", "Mare and Sole", "Nordwind", "Cold Peak")
NOT_YET = "This page is not in German yet."


def language_of(page):
    return re.search(r'<html lang="([^"]*)"', page)[1]


@pytest.fixture
def in_other_letters(monkeypatch, other_letters):
    """German pages in other letters, so that a word said past the catalogues stands out."""
    monkeypatch.setattr(tongue, "speaking", lambda code: speaking(other_letters if code == "de" else code))


def german(client, path, **more):
    return client.get(path, headers={"Accept-Language": "de-DE,de;q=0.9,en;q=0.5"}, **more).text


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("de", "de"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("en-GB,en;q=0.9,de;q=0.8", "en"),
        ("fr-FR,fr;q=0.9,de;q=0.5", "de"),
        ("fr-FR,fr", "en"),
        ("*", "en"),
        ("", "en"),
        ("de;q=0", "en"),
        ("xx" * 5000, "en"),
        (";;;q=,,=", "en"),
    ],
)
def test_the_header_of_the_browser_is_heard(app, header, found):
    page = app.test_client().get("/sign-in", headers={"Accept-Language": header}).text
    assert language_of(page) == found


def test_the_address_goes_before_what_was_chosen_before_and_this_before_the_header(app):
    client = app.test_client()
    assert language_of(german(client, "/sign-in?lang=en")) == "en"
    assert language_of(german(client, "/sign-in")) == "en"
    assert language_of(client.get("/sign-in?lang=de").text) == "de"
    assert language_of(client.get("/sign-in").text) == "de"


def test_the_choice_is_kept_in_a_cookie_no_script_reads(app):
    kept = app.test_client().get("/sign-in?lang=de").headers["Set-Cookie"]
    assert kept.startswith("alliancenet_language=de;")
    assert "HttpOnly" in kept
    assert "SameSite=Lax" in kept


@pytest.mark.parametrize(
    "hostile",
    ["DE", "de ", "fr", "", "../de", "de.po", "<script>", "%00", "de&lang=en", "x" * 4000, "__class__", "de\r\nX: y"],
)
def test_a_language_nobody_speaks_is_as_good_as_none(app, hostile):
    answer = app.test_client().get("/sign-in", query_string={"lang": hostile})
    assert language_of(answer.text) == "en"
    assert "Set-Cookie" not in answer.headers
    assert "<script>" not in answer.text


@pytest.mark.parametrize("hostile", ["fr", "../../etc/passwd", '"><b>', "de; Path=/x"])
def test_a_forged_cookie_chooses_nothing(app, hostile):
    client = app.test_client()
    client.set_cookie("alliancenet_language", hostile)
    assert language_of(client.get("/sign-in").text) == "en"


def test_every_page_offers_the_other_language_and_keeps_the_rest_of_its_address(client):
    page = client.get("/findings?severity=high&lang=en").text
    assert '<a href="/findings?severity=high&amp;lang=de" lang="de" hreflang="de">Deutsch</a>' in page


def test_a_page_that_is_not_in_german_is_english_through_and_through(client):
    page = german(client, "/manual")
    assert language_of(page) == "en"
    assert NOT_YET in page
    assert ">Manual</a>" in page
    assert ">Handbuch<" not in page


def test_an_english_reader_is_told_of_no_language_that_is_missing(client):
    assert NOT_YET not in client.get("/manual").text


def test_kept_pages_are_kept_by_language(client):
    pages = [
        german(client, "/manual"),
        client.get("/manual").text,
        german(client, "/manual"),
        client.get("/manual").text,
    ]
    assert [NOT_YET in page for page in pages] == [True, False, True, False]


def test_a_table_saved_for_programs_stays_english(client):
    assert german(client, "/findings?csv=findings") == client.get("/findings?csv=findings").text


@pytest.fixture
def with_password(audits, tmp_path):
    """Browser-like client of an account, signed in."""
    file = tmp_path / "accounts.json"
    add_account(file, "manager", "alliance_manager", "own", "correct horse battery")
    found = create_app(audits, accounts=read_accounts(file)).test_client()
    found.post("/sign-in", data={"name": "manager", "password": "correct horse battery"})
    return found


FRONT_DOOR = {
    "/sign-in": "Anmelden",
    "/password": "Ihr Kennwort",
    "/nowhere": "Diese Seite gibt es nicht",
    "/privacy": "Nicht für Sie bestimmt",
}


@pytest.mark.parametrize(("path", "title"), FRONT_DOOR.items())
def test_the_front_door_speaks_german(with_password, path, title):
    page = german(with_password, path)
    assert language_of(page) == "de"
    assert f"<h1>{title}</h1>" in page


@pytest.mark.parametrize("path", FRONT_DOOR)
@pytest.mark.usefixtures("in_other_letters")
def test_the_front_door_mixes_no_languages(with_password, path):
    page = german(with_password, path)
    assert language_of(page) == "de"
    assert latin_words(page, but=NAMES) == []


@pytest.mark.usefixtures("in_other_letters")
def test_what_a_form_refuses_is_said_in_the_same_language(with_password):
    header = {"Accept-Language": "de"}
    wrong = with_password.post("/sign-in", data={"name": "manager", "password": "wrong"}, headers=header)
    token = re.search(r'name="form_token" value="([^"]+)"', german(with_password, "/password"))
    refused = with_password.post("/password", data={"form_token": token[1] if token else ""}, headers=header)
    for page in (wrong.text, refused.text):
        assert language_of(page) == "de"
        assert latin_words(page, but=NAMES) == []


def test_a_sentence_no_catalogue_has_makes_the_whole_page_english(with_password, monkeypatch, other_letters):
    few = type(other_letters)("de", other_letters.entries[:50])
    monkeypatch.setattr(tongue, "speaking", lambda code: speaking(few))
    page = german(with_password, "/password")
    assert language_of(page) == "en"
    assert NOT_YET in page
    assert not re.search("[а-яА-Я]", page)
