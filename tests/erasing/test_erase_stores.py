"""Erasing reaches the survey we collect ourselves: store, list, letters, drafts, backups, the log beside the file."""

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from datetime import date

import pytest
from alliancenet_collect.app import create_app
from click.testing import CliRunner
from collected_waves import TODAY, Respondent, a_project_to_collect, fill_in, middling, open_in, send_in
from postgres_server import postgres
from sqlalchemy import select

from alliancenet.cli import alliancenet
from alliancenet.collect import schema, sitting
from alliancenet.collect.closing import gather, hand_in
from alliancenet.collect.handover import Handover, Stranger, document_of, handover_from
from alliancenet.collect.joining import join, pair
from alliancenet.collect.missing import decide
from alliancenet.collect.own_view import OwnSection, OwnView, lay_down
from alliancenet.collect.places import place_of, where
from alliancenet.collect.rounds import begin_invitations, begin_reminders, waiting
from alliancenet.collect.sealing import mark_of
from alliancenet.collect.standing import desk_view
from alliancenet.collect.steps import steps_of
from alliancenet.collect.store import NotKept, copied, opened
from alliancenet.collect.wave import close_wave, freeze, record_of, survey_in
from alliancenet.erasing import erase, stores
from alliancenet.erasing.stores import NOBODY, forget_person
from alliancenet.model.instrument import AnswerType, Mode
from alliancenet.store.erasures import read_record

DAY = date(2026, 11, 29)
WHO, NAME, ADDRESS = "gr-ki003", "Soeren Glueckstein", "soeren.glueckstein@gruenwald.example"
OTHERS = ("bw-ki005", "bw-ki006", "gr-ki001")
CANARY = "only-what-soeren-wrote"


def wrote(text):
    return lambda item, alter: text if item.answer is AnswerType.TEXT else middling(item, alter)


def lived_in(store):
    """A wave in which the person is everywhere a person can be."""
    begin_invitations(store, TODAY)
    with store.writing() as connection:
        connection.execute(schema.LETTER.update().values(state="sent", error=f"550 {ADDRESS} is unknown"))
    fill_in(store, WHO, ["gr-ki001", "bw-ki005"], wrote(CANARY))
    for person in OTHERS:
        fill_in(
            store, person, [WHO, "bw-ki007"], wrote(f"Ask {NAME}, or Glueckstein, Soeren."), added=[(NAME, "Gruen")]
        )
    fill_in(store, "bw-ki008", [WHO], wrote(f"{NAME} <{ADDRESS}>"), added=[(f"Dr. {NAME}", "")], send=False)
    decide(store, survey_in(store), NAME, "Gruen", WHO)
    section = OwnSection(title="Ties", heads=("Person",), rows=((NAME, "Grünwald"), ("Bertrix Duskwood", "B")))
    lay_down(store, {person: OwnView(sections=(section,)) for person in (*OTHERS, WHO)})
    Respondent(store, WHO)  # a link and a session


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    project = a_project_to_collect(tmp_path_factory.mktemp("erase") / "p")
    shutil.rmtree(project / "survey", ignore_errors=True)
    store = open_in(project)
    lived_in(store)
    store.close()
    return project


@pytest.fixture
def project(made, tmp_path):
    return shutil.copytree(made, tmp_path / "p")


@pytest.fixture
def store(project):
    store = opened(place_of(project, "w1"))
    yield store
    store.close()


def token_of(project):
    return read_record(project)[-1].token


def named_in(folder):
    """Files whose bytes still hold the name, the address, the old id, or what the person wrote."""
    words = [word.encode() for word in ("Glueckstein", "glueckstein", WHO, CANARY)]
    return [
        (path.name, word) for path in folder.rglob("*") if path.is_file() for word in words if word in path.read_bytes()
    ]


def test_name_address_id_and_answers_are_in_no_byte_of_the_project(project):
    assert {name for name, _ in named_in(project)} >= {"w1.sqlite", "people.csv"}
    done = erase(project, WHO, day=DAY)
    assert named_in(project) == []
    assert place_of(project, "w1") in done.changed
    assert not done.left


def test_what_others_said_stays_under_the_new_id_and_a_later_close_writes_no_old_one(project, store):
    close_wave(store)
    hand_in(store, project)
    before = [row for row in gather(store).rows if row[2] != WHO]
    erase(project, WHO, day=DAY)
    token = token_of(project)
    path, after = hand_in(store, project)

    def plain(rows):
        return Counter(
            (*row[:4], token if row[4] == WHO else row[4], row[3] in {"OPEN1", "OPEN2"} or row[5]) for row in rows
        )

    assert plain(after.rows) == plain(before)
    assert any(row[4] == token for row in after.rows)
    assert WHO not in path.read_text(encoding="utf-8")
    assert (after.answered, after.asked) == (len(OTHERS), 37)
    assert named_in(project) == []


def test_nobody_writes_to_somebody_who_was_erased(project, store):
    erase(project, WHO, day=DAY)
    begin_invitations(store, TODAY)
    assert waiting(store, 0) == ()
    number = begin_reminders(store, survey_in(store), TODAY, same_day=True)
    assert {WHO, token_of(project)}.isdisjoint(due.respondent for due in waiting(store, number))
    view = desk_view(store, TODAY, names=True)
    assert token_of(project) not in {person.id for person in view.silent}


def test_a_draft_goes_on_and_its_cards_and_missing_names_hang_together(project, store):
    erase(project, WHO, day=DAY)
    token = token_of(project)
    kept = sitting.standing_of(store, "bw-ki008").kept
    pages = {step.key for step in steps_of(survey_in(store), "bw-ki008", kept)}
    assert set(kept) <= pages
    assert any(key.endswith(f"\t{token}") for key in kept)
    assert send_in(store, "bw-ki008")


def test_answers_sent_again_unchanged_change_nothing(project, store):
    erase(project, WHO, day=DAY)
    assert not send_in(store, "bw-ki005")


def test_a_collector_that_is_running_lists_the_person_no_more(project, store):
    app = create_app(store)
    me, other = Respondent(store, "bw-ki008", app), Respondent(store, "bw-ki009", app)
    assert NAME in me.get("/people/1/net").text
    erase(project, WHO, day=DAY)
    for respondent in (me, other):
        assert "Glueckstein" not in respondent.get("/people/1/net").text
        assert "Glueckstein" not in respondent.get("/review").text
    assert me.post("/people/1/net", go="next").status_code == 303
    choice = sitting.standing_of(store, "bw-ki008").kept["people\tkiln\tnet\t"]["chosen"]
    assert choice == [token_of(project)]  # nobody shown was ticked; who is gone stays as it was said


def test_pictures_of_others_lose_the_name_and_the_own_one_is_deleted(project, store):
    erase(project, WHO, day=DAY)
    with store.reading() as connection:
        pictures = {row.respondent: row.body for row in connection.execute(select(schema.OWN_VIEW))}
    assert set(pictures) == set(OTHERS)
    assert all(json.loads(body)["sections"][0]["rows"][1][0] == "Bertrix Duskwood" for body in pictures.values())


def test_a_frozen_wave_has_the_digest_of_what_is_left(project, store):
    close_wave(store)
    before = freeze(store).digest
    erase(project, WHO, day=DAY)
    after = record_of(store).digest
    assert after != before
    assert len(after) == 64


@pytest.mark.slow
def test_a_backup_inside_the_project_is_cleared_too(project, store):
    (project / "kept").mkdir()
    target = opened(project / "kept" / "backup.sqlite", make=True)
    copied(store, target)
    target.close()
    erase(project, WHO, day=DAY)
    assert named_in(project) == []
    back = opened(project / "kept" / "backup.sqlite")
    assert survey_in(back).person[token_of(project)].name == NOBODY
    back.close()


def test_a_database_that_is_no_wave_is_named_when_it_names_the_person(project):
    import sqlite3

    with sqlite3.connect(project / "other.sqlite") as connection:
        connection.execute("CREATE TABLE notes (body TEXT)")
        connection.execute("INSERT INTO notes VALUES (?)", (NAME,))
    connection.close()
    done = erase(project, WHO, day=DAY)
    assert [path.name for path in done.left] == ["other.sqlite"]


def test_a_namesake_keeps_the_name_where_it_stands(project, store):
    survey = survey_in(store)
    from dataclasses import replace

    from alliancenet.collect.survey import document_of as text_of

    people = tuple(replace(p, name=NAME) if p.id == "gr-ki004" else p for p in survey.people)
    with store.writing() as connection:
        connection.execute(schema.WAVE.update().values(survey=text_of(replace(survey, people=people))))
    text = (project / "people.csv").read_text(encoding="utf-8").replace("Aenne Sommerfaeld", NAME)
    (project / "people.csv").write_text(text, encoding="utf-8")
    done = erase(project, WHO, day=DAY)
    assert done.alike == 1
    there = survey_in(store).person
    assert (there[done.entry.token].name, there["gr-ki004"].name) == (NOBODY, NAME)
    with store.reading() as connection:
        names = {(row.name, row.person) for row in connection.execute(select(schema.ADDED))}
        assert names == {(done.entry.token, done.entry.token)}  # said to be this person, so it goes
        assert connection.execute(select(schema.OWN_VIEW)).all() == []
    assert ADDRESS.encode() not in b"".join(path.read_bytes() for path in place_of(project, "w1").parent.iterdir())


def test_erasing_that_ends_before_the_old_bytes_are_cleared_goes_on(project, store, monkeypatch):
    monkeypatch.setattr(stores, "_clear", lambda _: (_ for _ in ()).throw(NotKept("stopped here")))
    with pytest.raises(NotKept):
        erase(project, WHO, day=DAY)
    token = token_of(project)
    monkeypatch.undo()
    erase(project, WHO, day=DAY)
    assert token_of(project) == token
    assert named_in(project) == []


def test_a_reader_that_holds_the_old_bytes_is_said_and_the_next_call_goes_on(project, store, monkeypatch):
    monkeypatch.setattr(stores, "_PATIENCE", 0.2)
    with store.reading() as connection:
        connection.execute(select(schema.WAVE.c.id)).all()
        with pytest.raises(NotKept, match="stop the collector"):
            erase(project, WHO, day=DAY)
    erase(project, WHO, day=DAY)
    assert named_in(project) == []


@pytest.mark.slow
@pytest.mark.slow
@pytest.mark.parametrize("after", [1, 2, 3])
def test_an_erasure_that_was_killed_reaches_the_store_the_next_time(project, after):
    code = f"""
import os
from datetime import date
from pathlib import Path
from alliancenet.erasing import erase
count = 0
def say(line):
    global count
    count += 1
    if count == {after}:
        os._exit(9)
erase(Path({str(project)!r}), {WHO!r}, day=date(2026, 11, 29), say=say)
"""
    assert subprocess.run([sys.executable, "-c", code], env={**os.environ}, check=False).returncode == 9
    erase(project, WHO, day=DAY)
    assert named_in(project) == []


def a_handover(**more):
    """What another side knows: the person under an id of its own, with answers, and somebody's answers about them."""
    people = (
        Stranger(id="zz-4711", organisation="gruenwald", firm="Grünwald Keramik", name=NAME, address=ADDRESS),
        Stranger(id="zz-4712", organisation="gruenwald", firm="Grünwald Keramik", name="Grete Suessapfel"),
    )
    rows = (("kiln", "zz-4711", "OPEN1", "", CANARY, ""), ("kiln", "zz-4712", "NET1", "zz-4711", "3", ""))
    said = {"sender": "b", "wave": "w1", "mode": Mode.GROUPS_ONLY, "min_n": 5, "questions": {}, "with_texts": True}
    return Handover(
        **said | {"people": people, "rows": rows, "asked": ("zz-4711", "zz-4712"), "not_named": ("zz-4711",)} | more
    )


def test_what_the_other_side_handed_over_is_cleared_and_what_was_said_of_the_person_stays(project, store):
    from alliancenet.collect.handover import digests_of

    close_wave(store)
    handover = handover_from(document_of(a_handover(questions=digests_of(survey_in(store)))))
    join(store, handover, mark_of(b"x"), 5, TODAY)
    pair(store, "zz-4711", WHO)
    erase(project, WHO, day=DAY)
    token = token_of(project)
    assert named_in(project) == []
    assert b"zz-4711" not in place_of(project, "w1").read_bytes()
    rows = [row for row in gather(store).rows if row[2] == "gr-ki010"]
    assert [(row[4], row[5]) for row in rows] == [(token, "3")]


def test_collect_erase_clears_one_wave_and_keeps_the_id(project, store):
    close_wave(store)
    hand_in(store, project)
    words = ["collect", "erase", str(project), "--wave", "w1", WHO, "--yes"]
    result = CliRunner().invoke(alliancenet, words)
    assert result.exit_code == 0, result.output
    assert "privacy erase" in result.output
    raw = b"".join(path.read_bytes() for path in place_of(project, "w1").parent.iterdir())
    assert [word for word in (b"Glueckstein", ADDRESS.encode(), CANARY.encode()) if word in raw] == []
    assert survey_in(store).person[WHO].name == NOBODY
    assert {row[2] for row in gather(store).rows} == set(OTHERS)
    assert any(row[4] == WHO for row in gather(store).rows)
    assert CliRunner().invoke(alliancenet, words).output.startswith("There was nothing")
    assert CliRunner().invoke(alliancenet, [*words[:5], "nobody", "--yes"]).exit_code != 0


def test_forgetting_somebody_who_is_nowhere_changes_nothing(store):
    before = survey_in(store)
    forget_person(store, "bw-ki020")
    assert survey_in(store).person["bw-ki019"] == before.person["bw-ki019"]


@pytest.fixture(scope="module")
def server():
    with postgres() as server:
        yield server


@pytest.mark.slow
def test_a_wave_in_postgresql_is_cleared_too(server, tmp_path):
    project = a_project_to_collect(tmp_path / "p")
    shutil.rmtree(project / "survey", ignore_errors=True)
    words = ["collect", "open", str(project), "--wave", "w1", "--database", server.url]
    assert CliRunner().invoke(alliancenet, words).exit_code == 0
    kept = where(project, "w1")
    store = opened(kept.place, name=kept.name)
    lived_in(store)

    def files():
        server_files = [path for path in (server.folder / "data" / "base").rglob("*") if path.is_file()]
        return {
            word for path in server_files for word in (b"Glueckstein", CANARY.encode()) if word in path.read_bytes()
        }

    store.close()
    server.control("stop", "-m", "fast")
    assert files() == {b"Glueckstein", CANARY.encode()}
    with pytest.raises(NotKept):  # a database that cannot be reached stops everything before anything is changed
        erase(project, WHO, day=DAY)
    assert read_record(project) == ()
    assert NAME in (project / "people.csv").read_text(encoding="utf-8")
    server.control("start")
    done = erase(project, WHO, day=DAY)
    assert "w1.database.json" in {path.name for path in done.changed}
    server.control("stop", "-m", "fast")
    assert files() == set()
    server.control("start")
    store = opened(kept.place, name=kept.name)
    close_wave(store)
    assert {row[2] for row in gather(store).rows} == set(OTHERS)
    assert any(row[4] == done.entry.token for row in gather(store).rows)
    store.close()
