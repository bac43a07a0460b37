"""What is kept beyond the promised time: shown with counts, removed by command, on record, and nothing else lost."""

import json
import shutil
from datetime import date

import pytest
from alliancenet_web.app import create_app
from click.testing import CliRunner

from alliancenet import resources
from alliancenet.cli import alliancenet
from alliancenet.collect.places import place_of
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

    def killed(part, rows):
        if len(done) == parts_done:
            raise KeyboardInterrupt
        done.append(part.path)
        remove(part, rows)

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
