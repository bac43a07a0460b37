"""The store: whole or not at all, for its owner only, backed up while people answer."""

import sqlite3
import stat
import threading

import pytest
from collected_waves import TODAY, WAVE, fill_in, link_of, middling, send_in
from sqlalchemy import event, select

from alliancenet.collect import sitting, tokens
from alliancenet.collect import store as stores
from alliancenet.collect.places import place_of
from alliancenet.collect.schema import SUBMISSION, TOKEN
from alliancenet.collect.schema import WAVE as WAVE_TABLE
from alliancenet.collect.store import NotKept, NoWave, copied, opened
from alliancenet.collect.wave import record_of, survey_in
from alliancenet.errors import SettingsError


def test_a_wave_is_one_file_that_only_its_owner_reads(project):
    path = place_of(project, WAVE)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_every_commit_is_on_the_disk_before_it_is_acknowledged(store):
    with store.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


def test_a_change_that_fails_half_way_leaves_nothing(store):
    def half():
        with store.writing() as connection:
            connection.execute(WAVE_TABLE.update().values(state="frozen"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    assert record_of(store).state == "open"


def test_a_wave_that_was_never_opened_is_said_to_be_missing(tmp_path):
    with pytest.raises(NoWave, match="collect open"):
        opened(tmp_path / "none.sqlite")


def test_a_store_of_another_version_is_refused(project, store):
    with store.writing() as connection:
        connection.execute(WAVE_TABLE.update().values(version=99))
    with pytest.raises(SettingsError, match="another version"):
        opened(place_of(project, WAVE))


def test_a_file_on_a_network_is_refused(project, monkeypatch):
    monkeypatch.setattr(stores, "_network_of", lambda path: "nfs4")
    with pytest.raises(SettingsError, match=r"nfs4.*loses answers"):
        opened(place_of(project, WAVE))


def test_another_kind_of_database_is_refused():
    with pytest.raises(SettingsError, match="not served"):
        opened("mysql://somebody@localhost/answers", name="x")


def test_a_password_in_an_address_is_in_no_message():
    pytest.importorskip("psycopg")
    with pytest.raises(NotKept) as caught:
        opened("postgresql://kim:verysecret@127.0.0.1:1/answers", name="x", make=True)
    assert "verysecret" not in str(caught.value)


def test_a_backup_holds_exactly_what_was_acknowledged(store, tmp_path):
    for person in ("bw-ki005", "gr-ki004"):
        fill_in(store, person, ["bw-ki001"], middling)
    target = opened(tmp_path / "backup.sqlite", make=True)
    copied(store, target)
    fill_in(store, "bw-ki006", ["bw-ki001"], middling)
    with target.reading() as connection:
        assert set(connection.execute(select(SUBMISSION.c.respondent)).scalars()) == {"bw-ki005", "gr-ki004"}
    assert survey_in(target) == survey_in(store)
    target.close()


def test_a_backup_never_overwrites_a_wave(store, tmp_path):
    target = opened(tmp_path / "backup.sqlite", make=True)
    copied(store, target)
    with pytest.raises(SettingsError, match="already"):
        copied(store, target)
    target.close()


def test_erased_answers_are_in_no_byte_of_the_files(project, store):
    fill_in(store, "bw-ki005", [], lambda item, _: "canary-of-somebody" if item.answer == "text" else None)
    assert sitting.erase(store, "bw-ki005")
    store.close()
    for path in place_of(project, WAVE).parent.iterdir():
        assert b"canary-of-somebody" not in path.read_bytes()


def test_only_digests_of_links_and_sessions_are_kept(project, store):
    token = link_of(store, "bw-ki005")
    sat = tokens.enter(store, token)
    with store.reading() as connection:
        assert len(connection.execute(select(TOKEN.c.digest)).scalar()) == 64
    store.close()
    raw = b"".join(path.read_bytes() for path in place_of(project, WAVE).parent.iterdir())
    assert token.encode() not in raw
    assert sat.key.encode() not in raw


def test_a_full_disk_is_a_sentence_and_keeps_what_was_there(store):
    fill_in(store, "bw-ki005", [], middling)
    with store.reading() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    store.engine.dispose()

    @event.listens_for(store.engine, "connect")
    def _fill_the_disk(connection, _):
        connection.execute(f"PRAGMA max_page_count={pages}")

    with pytest.raises(NotKept, match="full"):
        sitting.keep(store, "bw-ki006", "big", {"answers": {"OPEN1": "x" * 400_000}}, TODAY)
    assert sitting.standing_of(store, "bw-ki005").sent


def test_two_who_send_at_once_are_both_kept(store):
    people = [f"bw-ki{number:03}" for number in range(1, 13)]
    for person in people:
        fill_in(store, person, [], middling, send=False)
    threads = [threading.Thread(target=send_in, args=(store, person)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.reading() as connection:
        assert sorted(connection.execute(select(SUBMISSION.c.respondent)).scalars()) == people


def test_the_file_passes_the_check_of_the_database_itself(project, store):
    fill_in(store, "bw-ki005", [], middling)
    with sqlite3.connect(place_of(project, WAVE)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
