"""What is kept beyond the promised time: shown with counts, removed by command, on record, and nothing else lost."""

import json
import shutil
import subprocess
import sys
from contextlib import closing
from datetime import date, timedelta

import pytest
from alliancenet_web.app import create_app
from click.testing import CliRunner
from collected_waves import TODAY, a_project_to_collect, fill_in, middling, open_in
from postgres_server import postgres
from small_projects import a_project

from alliancenet import resources
from alliancenet.cli import alliancenet
from alliancenet.collect.places import note_down, note_of, place_of, where
from alliancenet.collect.store import NoWave, copied, opened
from alliancenet.erasing import purging
from alliancenet.erasing.overdue import VIEWER_LOG, overdue
from alliancenet.files.digest import file_digest
from alliancenet.privacy import LOCAL_READER, Reader, ReaderRole, view_for
from alliancenet.sources.project import read_project
from alliancenet.store.audit_file import read_file
from alliancenet.store.purges import PURGES, read_purges

EXAMPLE = resources.examples() / "staffing"
LATE, EARLY = "2028-05-01", "2028-04-01"  # the wave closed on 2026-04-24, and 24 months are promised
WAVE = "2026-04"


@pytest.fixture(scope="module")
def audited(tmp_path_factory):
    """Audits of the example, made once."""
    folder = tmp_path_factory.mktemp("audited")
    assert run("audit", EXAMPLE, "-o", folder).exit_code == 0
    return folder


@pytest.fixture
def kept(tmp_path, audited):
    """A project, with one more answer of a later wave, its audits, its viewer's log and a wave that was collected."""
    project, audits = tmp_path / "project", tmp_path / "audits"
    shutil.copytree(EXAMPLE, project)
    shutil.copytree(audited, audits)
    add(project / "waves.csv", "2027-10,beacon,2027-10-01,2027-10-20,90\n")
    add(project / "answers.csv", "2027-10,beacon,bw-be001,INT-ST1,,5\n")
    add(project / "responses.csv", "2027-10,beacon,bw-be001,complete,2027-10-05\n")
    lines = [{"time": f"{day}T09:00:00+00:00", "reader": "hr", "role": "hr", "page": "/staffing"} for day in DAYS]
    (audits / VIEWER_LOG).write_text("".join(json.dumps(line) + "\n" for line in lines) + "not a line\n")
    store = place_of(project, WAVE)
    store.parent.mkdir()
    store.write_bytes(b"SQLite format 3\x00 and answers")
    return project, audits


DAYS = ("2026-01-05", "2026-04-30", "2028-01-01")


def add(path, text):
    path.write_text(path.read_text() + text)


def run(*words):
    return CliRunner().invoke(alliancenet, [str(word) for word in words])


def purge(kept, *words, today=LATE):
    project, audits = kept
    return run("privacy", "purge", project, "--also", audits, "--today", today, *words)


def digests(*folders):
    return {path: file_digest(path) for folder in folders for path in folder.rglob("*") if path.is_file()}


def test_before_the_promised_day_nothing_is_overdue(kept):
    (kept[1] / VIEWER_LOG).unlink()
    told = purge(kept, today=EARLY)
    assert told.exit_code == 0
    assert "Nothing is overdue." in told.output


def test_without_remove_it_is_listed_with_counts_and_nothing_changes(kept):
    before = digests(*kept)
    told = purge(kept)
    after = digests(*kept)
    assert told.exit_code == 0
    assert {path.name for path in before.keys() ^ after.keys()} <= {".alliancenet.lock"}
    assert all(after[path] == digest for path, digest in before.items())
    rows = sum(line.startswith(f"{WAVE},beacon,") for line in (kept[0] / "answers.csv").read_text().splitlines())
    assert f"{rows:,} rows, answers of wave 2026-04, beacon, promised until 2028-04-24" in told.output
    assert "Nothing was removed" in told.output


def test_what_was_listed_is_gone_and_nothing_else(kept):
    project, audits = kept
    before = digests(project, audits)
    assert purge(kept, "--remove", "--yes").exit_code == 0
    after = digests(project, audits)
    changed = {path.name for path in before.keys() & after.keys() if before[path] != after[path]}
    assert changed == {
        *("answers.csv", "responses.csv", VIEWER_LOG),
        *(f"{alliance}--{WAVE}.audit.json" for alliance in ("beacon", "heron")),
    }
    gone = {path.name for path in before.keys() - after.keys()}
    assert gone == {f"{WAVE}.sqlite", "report.html", "portfolio-index.json"}
    assert "Nothing is overdue." in purge(kept).output


def test_rows_of_other_waves_stay_as_they_are_written(kept):
    purge(kept, "--remove", "--yes")
    for name, header in (("answers.csv", 0), ("responses.csv", 0)):
        first, *rows = (kept[0] / name).read_text().splitlines()
        assert first == (EXAMPLE / name).read_text().splitlines()[header]
        assert [row.split(",")[0] for row in rows] == ["2027-10"]


def test_lines_of_the_log_within_the_time_stay_and_so_does_what_nobody_understands(kept):
    purge(kept, "--remove", "--yes")
    told = (kept[1] / VIEWER_LOG).read_text()
    assert [day for day in DAYS if day in told] == ["2028-01-01"]
    assert told.endswith("not a line\n")


def test_an_audit_keeps_its_numbers_of_groups_and_names_nobody(kept, audited):
    purge(kept, "--remove", "--yes")
    for path in sorted(kept[1].glob("*.audit.json")):
        (before,), (after,) = read_file(audited / path.name).audits, read_file(path).audits
        assert (after.people, after.ties, after.core_ties, after.open_answers) == ((), (), (), ())
        assert after.people_removed
        ids = {person.id for person in before.people}
        assert after.scores == tuple(score for score in before.scores if not ids & set(score.subject.id.split("|")))
        text = path.read_text()
        assert not [person for person in ids if f'"{person}"' in text or f" {person} " in text]


@pytest.mark.parametrize("role", [ReaderRole.EXECUTIVE, ReaderRole.HR])
def test_no_page_counts_people_that_were_removed(kept, role):
    purge(kept, "--remove", "--yes")
    (audit,) = read_file(kept[1] / f"heron--{WAVE}.audit.json").audits
    view = view_for(audit, Reader(role=role, firm="brightwater"))
    assert (view.role_counts, view.spanner_counts) == ((), ())
    assert any("removed after the promised time" in sentence for sentence in view.withheld)


@pytest.mark.slow
def test_the_viewer_goes_on_over_what_is_left(kept):
    purge(kept, "--remove", "--yes")
    app = create_app(kept[1])
    client, sessions = app.test_client(), app.extensions["desk"].sessions
    client.set_cookie(sessions.cookie, sessions.open("me", LOCAL_READER).key)
    address = f"/alliance/heron/{WAVE}"
    pages = ("/", address, f"{address}/people", f"{address}/network", f"{address}/gaps", "/staffing", "/findings")
    assert [client.get(page).status_code for page in pages] == [200] * len(pages)


@pytest.mark.slow
def test_an_audit_made_again_does_not_write_over_what_was_kept(kept):
    project, audits = kept
    purge(kept, "--remove", "--yes")
    before = file_digest(audits / f"heron--{WAVE}.audit.json")
    told = run("audit", project, "-o", audits)
    assert told.exit_code == 0
    assert "kept as it was, since single people were removed" in told.output
    assert file_digest(audits / f"heron--{WAVE}.audit.json") == before


@pytest.mark.parametrize("parts_done", [0, 1, 3, 5])
def test_a_purge_that_was_killed_goes_on_and_keeps_what_it_had_planned(kept, monkeypatch, parts_done):
    project, audits = kept
    remove, done = purging._remove_part, []

    def killed(part, *more):
        if len(done) == parts_done:
            raise KeyboardInterrupt
        done.append(part.path)
        remove(part, *more)

    monkeypatch.setattr(purging, "_remove_part", killed)
    with pytest.raises(KeyboardInterrupt):
        purging.purge(project, [audits], today=date(2028, 5, 1))
    (entry,) = read_purges(project)
    assert not entry.has_ended
    monkeypatch.setattr(purging, "_remove_part", remove)
    purging.purge(project, [audits], today=date(2028, 5, 2))
    (ended,) = read_purges(project)
    assert (ended.has_ended, set(ended.parts)) == (True, set(entry.parts))
    assert overdue(project, read_project(project), [audits], date(2028, 5, 2)).parts == ()


def test_the_record_says_what_and_how_much_and_never_whose(kept):
    purge(kept, "--remove", "--yes")
    text = (kept[0] / PURGES).read_text()
    (entry,) = read_purges(kept[0])
    assert {part.unit for part in entry.parts} == {"rows", "people", "lines", "store"}
    assert "bw-" not in text
    assert "What was removed because its time was over" in run("privacy", "show", kept[0]).output


def test_who_does_not_confirm_keeps_everything(kept):
    before = digests(*kept)
    told = CliRunner().invoke(alliancenet, ["privacy", "purge", str(kept[0]), "--today", LATE, "--remove"], input="n\n")
    assert told.exit_code == 1
    assert {path: digest for path, digest in digests(*kept).items() if path in before} == before


def test_a_project_that_cannot_be_read_is_left_alone(kept):
    (kept[0] / "people.csv").write_text("id\n")
    before = digests(*kept)
    assert purge(kept, "--remove", "--yes").exit_code != 0
    assert {path: digest for path, digest in digests(*kept).items() if path in before} == before


def later(days):
    """A day after what was promised of a wave that closes in ten days."""
    return (TODAY + timedelta(days=days)).isoformat()


def test_backups_that_lie_in_the_project_go_with_the_wave_and_others_stay(tmp_path):
    project = a_project_to_collect(tmp_path / "p")
    store = open_in(project)
    for name, rename in (("backup", None), ("other", "w2")):
        with closing(opened(project / "copies" / f"{name}.sqlite", make=True)) as target:
            copied(store, target)
            if rename:
                with target.writing() as connection:
                    connection.exec_driver_sql(f"UPDATE wave SET id = '{rename}'")
    store.close()
    (project / "collected").mkdir()
    (project / "collected" / "w1.not_named.csv").write_text("person\nbw-ki005\n")
    before = digests(project)
    told = run("privacy", "purge", project, "--today", later(800))
    assert all(file_digest(path) == digest for path, digest in before.items())
    assert "backup of what was collected in wave w1" in told.output
    assert "1 rows, who did not want to appear by name in wave w1" in told.output
    assert run("privacy", "purge", project, "--today", later(800), "--remove", "--yes").exit_code == 0
    assert sorted(path.name for path in project.rglob("*.sqlite")) == ["other.sqlite"]
    assert not list(project.glob("collected/*"))


@pytest.fixture(scope="module")
def server():
    with postgres() as server:
        yield server


@pytest.fixture
def in_a_database(tmp_path, server):
    """A project whose wave lies in PostgreSQL, with two answers, and where it is kept."""
    project = a_project_to_collect(tmp_path / "p")
    kept = where(project, "w1", server.url)
    with closing(opened(server.url, name=kept.name, make=True)) as store:
        made = open_in(project)
        for person in ("bw-ki005", "bw-ki006"):
            fill_in(made, person, [], middling)
        copied(made, store)
        made.close()
    place_of(project, "w1").unlink()
    note_down(project, "w1", kept)
    return project, kept


def test_a_wave_in_a_database_is_counted_dropped_and_put_on_record(in_a_database):
    project, kept = in_a_database
    told = run("privacy", "purge", project, "--today", later(800))
    assert "2 answers, answers collected in wave w1, in a database" in told.output
    with closing(opened(kept.place, name=kept.name)):
        pass  # nothing was changed by looking
    done = run("privacy", "purge", project, "--today", later(800), "--remove", "--yes")
    assert done.exit_code == 0, done.output
    with pytest.raises(NoWave):
        opened(kept.place, name=kept.name)
    assert not note_of(project, kept).exists()
    (entry,) = read_purges(project)
    assert [(part.count, part.unit) for part in entry.parts] == [(2, "answers")]
    assert "Nothing is overdue." in run("privacy", "purge", project, "--today", later(800)).output


@pytest.mark.slow
def test_a_purge_killed_between_database_and_note_goes_on(in_a_database, monkeypatch):
    project, kept = in_a_database
    drop = purging.drop_wave

    def killed(place):
        drop(place)
        raise KeyboardInterrupt

    monkeypatch.setattr(purging, "drop_wave", killed)
    day = date.fromisoformat(later(800))
    with pytest.raises(KeyboardInterrupt):
        purging.purge(project, today=day)
    assert note_of(project, kept).exists()
    monkeypatch.setattr(purging, "drop_wave", drop)
    entry, by_hand = purging.purge(project, today=day)
    assert (entry.has_ended, dict(by_hand), note_of(project, kept).exists()) == (True, {}, False)


@pytest.mark.slow
def test_a_database_that_cannot_be_reached_is_said_and_its_note_stays(in_a_database):
    project, kept = in_a_database
    note = note_of(project, kept)
    note.write_text(note.read_text().replace(kept.place.rpartition(":")[2].partition("/")[0], "1"))
    told = run("privacy", "purge", project, "--today", later(800), "--remove", "--yes")
    assert "cannot be reached now" in told.output
    assert note.exists()


EVENT = """BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTART:{day}T090000Z\r\nDTEND:{day}T100000Z\r\nSUMMARY:x\r\n\
ORGANIZER:mailto:ann@north.example\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:ann@north.example\r\n\
ATTENDEE;PARTSTAT=ACCEPTED:mailto:carl@south.example\r\nEND:VEVENT\r\n"""


def calendar(*days):
    events = "".join(EVENT.format(uid=f"{day}@x", day=day) for day in days)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{events}END:VCALENDAR\r\n"


MAIL = """From ann@north.example Mon Feb  5 09:00:00 2024
From: ann@north.example
To: carl@south.example
Date: Mon, 05 Feb 2024 09:00:00 +0000
Message-ID: <1@north.example>

words
"""


@pytest.fixture
def with_logs(tmp_path):
    """A project with an old calendar, an old folder of mail, one that goes on, one elsewhere, and a build of them."""
    pytest.importorskip("icalendar", reason="the optional part 'logs' is not installed")
    project = a_project(tmp_path / "p")
    (project / "logs").mkdir()
    (project / "logs" / "old.ics").write_text(calendar("20240110", "20240205"))
    (project / "logs" / "mails").mkdir()
    mail = MAIL.partition("\n")[2]
    (project / "logs" / "mails" / "1.eml").write_text(mail)
    (project / "logs" / "new.ics").write_text(calendar("20240110", "20260301"))
    (tmp_path / "elsewhere.ics").write_text(calendar("20240110"))
    files = ("logs/old.ics", "logs/mails", "logs/new.ics", "../elsewhere.ics")
    settings = project / "alliancenet.yaml"
    text = "".join(f"    - file: {name}\n" for name in files)
    settings.write_text(f"{settings.read_text()}logs:\n  files:\n{text}")
    (project / "comms" / "builds" / "b1").mkdir(parents=True)
    return project


def test_logs_go_whole_once_their_last_day_is_too_old_and_the_build_with_them(with_logs):
    kept = digests(with_logs / "logs")
    told = run("privacy", "purge", with_logs, "--today", "2026-03-05")
    assert digests(with_logs / "logs") == kept
    assert "logs/old.ics: 2 events, log until 2024-02-05, promised until 2026-02-05" in told.output
    assert "logs/mails: 1 events, log until 2024-02-05" in told.output
    assert "1 builds, who was in contact with whom by month" in told.output
    assert "elsewhere.ics: was promised until 2026-01-10, and lies outside the project" in told.output
    assert "new.ics" not in told.output
    done = run("privacy", "purge", with_logs, "--today", "2026-03-05", "--remove", "--yes")
    assert done.exit_code == 0, done.output
    assert sorted(path.name for path in (with_logs / "logs").iterdir()) == ["new.ics"]
    assert not (with_logs / "comms").exists()
    assert (with_logs.parent / "elsewhere.ics").exists()
    again = run("privacy", "purge", with_logs, "--today", "2026-03-05")
    assert "Nothing else is overdue." in again.output
    assert "cannot be looked at" not in again.output  # what was removed on record is not missed


def test_a_folder_of_logs_half_deleted_goes_with_the_next_call(with_logs, monkeypatch):
    delete = shutil.rmtree

    def killed(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(purging.shutil, "rmtree", killed)
    with pytest.raises(KeyboardInterrupt):
        purging.purge(with_logs, today=date(2026, 3, 5))
    monkeypatch.setattr(purging.shutil, "rmtree", delete)
    entry, _ = purging.purge(with_logs, today=date(2026, 3, 5))
    assert entry.has_ended
    assert sorted(path.name for path in with_logs.rglob("*") if "mails" in path.name or "comms" in path.name) == []


def test_without_the_part_that_reads_logs_everything_else_is_purged_and_logs_are_by_hand(with_logs):
    code = (
        "import sys\n"
        "for name in ('duckdb', 'ibis', 'pyarrow', 'fastavro', 'icalendar', 'recurring_ical_events'):\n"
        "    sys.modules[name] = None\n"
        "from alliancenet.cli import main\n"
        f"sys.argv = ['alliancenet', 'privacy', 'purge', {str(with_logs)!r}, '--today', '2026-03-05']\n"
        "main()"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stderr
    assert "the last day of its logs cannot be told without the optional part `logs`" in told.stdout


def test_a_log_with_something_dated_in_times_to_come_is_looked_at_by_hand(with_logs):
    mail = with_logs / "logs" / "mails" / "1.eml"
    mail.write_text(mail.read_text().replace("Mon, 05 Feb 2024", "Thu, 01 Jan 2099"))
    told = run("privacy", "purge", with_logs, "--today", "2026-03-05")
    assert "something in it is dated 2099-01-01" in told.output


@pytest.mark.parametrize("reached", [(), ("answers.csv",), ("answers.csv", "responses.csv")])
def test_a_project_of_one_wave_is_read_on_and_its_purge_goes_on_wherever_it_was_stopped(tmp_path, monkeypatch, reached):
    project = tmp_path / "project"
    shutil.copytree(resources.examples() / "healthy", project)
    remove, put_on_record = purging._remove_part, purging.put_purge_on_record

    def removed(part, rows, folder):
        if part.path.name not in reached:
            raise KeyboardInterrupt
        remove(part, rows, folder)

    def recorded(folder, entry):
        if entry.has_ended:
            raise KeyboardInterrupt
        put_on_record(folder, entry)

    with monkeypatch.context() as patched:
        patched.setattr(purging, "_remove_part", removed)
        patched.setattr(purging, "put_purge_on_record", recorded)
        with pytest.raises(KeyboardInterrupt):
            purging.purge(project, today=date(2040, 1, 1))
    purging.purge(project, today=date(2040, 1, 1))
    assert [len((project / name).read_text().splitlines()) for name in ("answers.csv", "responses.csv")] == [1, 1]
    (entry,) = read_purges(project)
    assert (entry.has_ended, [part.where for part in entry.parts]) == (True, ["answers.csv", "responses.csv"])
    warned = [str(problem) for problem in read_project(project).problems]
    assert any("answers.csv: its responses were removed after the promised time" in told for told in warned)
