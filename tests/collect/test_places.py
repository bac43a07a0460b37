"""Where a wave is kept: a file, or a database the project has a note of; no password on record; the desk shows both."""

import json
import os

import pytest
from alliancenet_web.app import create_app
from click.testing import CliRunner
from collected_waves import TODAY, a_project_to_collect, fill_in, middling
from postgres_server import postgres

from alliancenet.cli import alliancenet
from alliancenet.collect import DATABASE
from alliancenet.collect.places import NOTE, WavePlace, note_down, place_of, places_in, schema_of, where
from alliancenet.collect.store import opened
from alliancenet.errors import SettingsError
from alliancenet.privacy import Reader, ReaderRole

ADDRESS = "postgresql://kim@db.example/alliances"


def noted(project, address="postgresql://kim:sesame@db.example/alliances"):
    note_down(project, "w1", where(project, "w1", address))
    return project / "collect" / f"w1{NOTE}"


def test_without_a_note_a_wave_lies_in_its_project(tmp_path):
    assert where(tmp_path, "w1") == WavePlace(title="w1", place=place_of(tmp_path, "w1"))


def test_a_note_holds_no_password(tmp_path):
    note = noted(tmp_path)
    assert "sesame" not in note.read_text(encoding="utf-8")
    assert json.loads(note.read_text(encoding="utf-8"))["address"] == ADDRESS


def test_later_commands_know_the_database_and_a_moved_project_its_schema(tmp_path):
    noted(tmp_path / "a")
    os.rename(tmp_path / "a", tmp_path / "b")
    found = where(tmp_path / "b", "w1")
    assert (found.place, found.name) == (ADDRESS, schema_of(tmp_path / "a", "w1"))


def test_the_password_comes_from_the_environment_when_it_is_the_same_database(tmp_path, monkeypatch):
    noted(tmp_path)
    monkeypatch.setenv(DATABASE, "postgresql://kim:sesame@db.example/alliances")
    assert "sesame" in where(tmp_path, "w1").place
    monkeypatch.setenv(DATABASE, "postgresql://kim:sesame@elsewhere.example/alliances")
    assert where(tmp_path, "w1").place == ADDRESS


def test_another_database_than_the_one_on_record_is_refused(tmp_path):
    noted(tmp_path)
    with pytest.raises(SettingsError, match=r"is kept in postgresql://kim@db\.example"):
        where(tmp_path, "w1", "postgresql://kim:sesame@elsewhere.example/alliances")


@pytest.mark.parametrize("text", ["", "{}", "[]", "nothing", '{"format": "alliancenet-wave-place/1"}',
    '{"format": "alliancenet-wave-place/1", "wave": "w", "address": "x y", "schema": "a"}',
    '{"format": "alliancenet-wave-place/1", "address": "postgresql://h/d", "schema": "a\\"; drop"}'])  # fmt: skip
def test_a_note_that_says_nothing_is_refused_with_its_name(tmp_path, text):
    noted(tmp_path).write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"w1\.database\.json"):
        places_in(tmp_path)


@pytest.fixture(scope="module")
def server():
    with postgres() as server:
        yield server


def desk_of(project, tmp_path):
    (tmp_path / "audits").mkdir()
    app = create_app(tmp_path / "audits", surveys=project, log=tmp_path / "log")
    client, sessions = app.test_client(), app.extensions["desk"].sessions
    session = sessions.open("kim", Reader(role=ReaderRole.FACILITATOR, firm=""))
    client.set_cookie(sessions.cookie, session.key)
    return client, {"form_token": session.form_token}


def test_a_wave_in_postgresql_is_opened_once_by_address_and_then_known_to_commands_and_desk(server, tmp_path):
    project = a_project_to_collect(tmp_path / "p")
    run = CliRunner().invoke
    assert run(alliancenet, ["collect", "open", str(project), "--wave", "w1", "--database", server.url]).exit_code == 0
    kept = where(project, "w1")
    store = opened(kept.place, name=kept.name)
    fill_in(store, "bw-ki005", ["gr-ki001"], middling, today=TODAY)
    store.close()
    assert "1 of 38 people answered" in run(alliancenet, ["collect", "status", str(project), "--wave", "w1"]).output
    client, form = desk_of(project, tmp_path)
    assert "1 of 38 people answered" in client.get("/surveys").text
    assert "1 of 38 people answered wave w1" in client.get("/surveys/1").text
    assert client.post("/surveys/1/change", data={**form, "move": "close"}).status_code == 303
    assert "bw-ki005" in (project / "collected" / "w1.csv").read_text(encoding="utf-8")
    server.control("stop", "-m", "fast")
    try:
        assert "cannot be looked at now" in client.get("/surveys").text
        assert client.get("/surveys/1").status_code == 503
        assert "cannot be used now" in client.get("/surveys/1").text
        assert client.post("/surveys/1/change", data={**form, "move": "close"}).status_code == 503
    finally:
        server.control("start")
