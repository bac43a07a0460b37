"""The same wave in PostgreSQL: the same answers, the same refusals, one schema per wave."""

import threading

import pytest
from collected_waves import CLOSES, Respondent, fill_in, middling, open_in, send_in
from postgres_server import postgres
from sqlalchemy import text

from alliancenet.collect import sitting
from alliancenet.collect.closing import gather
from alliancenet.collect.sitting import Changed
from alliancenet.collect.store import NotKept, NoWave, copied, opened
from alliancenet.collect.wave import close_wave, freeze, record_of, survey_in


@pytest.fixture(scope="module")
def server():
    with postgres() as server:
        yield server


@pytest.fixture
def base(project, server):
    store = open_in(project, place=server.url)
    yield store
    with store.writing() as connection:
        connection.execute(text('DROP SCHEMA "alliancenet_test" CASCADE'))
    store.close()


def test_a_wave_that_was_never_opened_is_said_to_be_missing(server):
    with pytest.raises(NoWave):
        opened(server.url, name="alliancenet_nowhere")


def test_the_same_answers_are_handed_in_as_from_a_file(base, store):
    for place in (base, store):
        fill_in(place, "bw-ki005", ["gr-ki001"], middling, added=[("Zoë", "")])
        close_wave(place)
    assert gather(base) == gather(store)
    assert freeze(base).digest == freeze(store).digest


def test_what_is_sent_twice_is_kept_once(base):
    fill_in(base, "bw-ki005", [], middling, send=False)
    assert [send_in(base, "bw-ki005", submission="a" * 32) for _ in range(2)] == [True, False]
    with pytest.raises(Changed):
        send_in(base, "bw-ki005", submission="a" * 32, opt_out=True)


def test_ten_windows_that_send_at_once_keep_one_answer(base):
    fill_in(base, "bw-ki005", [], middling, send=False)
    kept = []
    threads = [threading.Thread(target=lambda: kept.append(send_in(base, "bw-ki005"))) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(kept) == [False] * 9 + [True]


@pytest.mark.slow
def test_the_pages_work_and_a_crash_of_the_server_is_503_then_all_is_there(base, server):
    me = Respondent(base, "bw-ki005")
    assert me.post("/begin", language="en", go="begin").status_code == 303
    form = {"form_token": me.form_token(), "go": "next"}
    server.control("stop", "-m", "immediate")
    assert me.client.post("/people/1/net", data=form).status_code == 503
    server.control("start")
    assert me.client.post("/people/1/net", data=form).status_code == 303
    assert me.get("/questions/1/integration/1").status_code == 200


def test_a_backup_of_a_server_is_a_file(base, tmp_path):
    fill_in(base, "bw-ki005", [], middling)
    target = opened(tmp_path / "backup.sqlite", make=True)
    copied(base, target)
    assert survey_in(target) == survey_in(base)
    assert sitting.standing_of(target, "bw-ki005") == sitting.standing_of(base, "bw-ki005")
    assert record_of(target).closes == CLOSES
    target.close()


def test_a_server_that_is_away_is_a_sentence():
    with pytest.raises(NotKept, match="cannot be used now"):
        opened("postgresql://tester@127.0.0.1:1/postgres", name="alliancenet_x")
