"""Erasing one person: gone from every kind of file, everybody else as before, and nobody kept on record."""

import gzip
import json
import os
import shutil
import subprocess
import sys
import zipfile
from base64 import b64encode
from datetime import date

import pytest
from click.testing import CliRunner
from openpyxl import Workbook, load_workbook
from small_projects import a_project

from alliancenet import resources
from alliancenet.auditing import audit_project
from alliancenet.cli import alliancenet
from alliancenet.erasing import erase
from alliancenet.erasing.rewriting import texts_of
from alliancenet.errors import InputError
from alliancenet.files.seal import sealed
from alliancenet.sources.project import read_project as read_again
from alliancenet.store.audit_file import read_file, write_audits
from alliancenet.store.erasures import RECORD, read_record
from alliancenet.store.staffing_file import STAFFING_FILE

DAY = date(2026, 11, 29)
PEOPLE = """id,organisation,level,name,email,aliases,site,may_be_named
p-1,north,senior,Zyxwilda Qwörtherby,zyx.qwoertherby@north.example,zq-old,Oslo,yes
p-2,north,operating,Zyxwilda Amundsen,z.amundsen@north.example,,Oslo,yes
p-3,north,operating,Berit Qwarn,b.qwarn@north.example,,Oslo,yes
s-1,south,senior,Carl Ostby,c.ostby@south.example,,Rome,yes
s-2,south,operating,Dora Falk,d.falk@south.example,,Rome,no
"""
ANSWERS = """wave,alliance,respondent,item,alter,value
2026-04,bridge,p-1,NET1,p-2,4
2026-04,bridge,p-2,NET1,p-1,3
2026-04,bridge,s-1,NET1,p-1,5
2026-04,bridge,s-1,NET1,p-3,2
"""
CANARIES = ("qwörtherby", "qwoertherby", "qwortherby", "zq-old", "zyx.qwoertherby@north.example")


@pytest.fixture
def project(tmp_path):
    alliances = """alliances:
  - id: bridge
    name: Bridge
    organisations: [north, south]
    start: 2022-03-01
    stage: operation
    form: alliance
"""
    return a_project(
        tmp_path / "p",
        people_csv=PEOPLE,
        answers_csv=ANSWERS,
        organisations_csv="id,name,own\nnorth,North Ltd,yes\nsouth,South Ltd,no\n",
        alliances_yaml=alliances,
        waves_csv="id,open,close\n2026-04,2026-04-01,2026-04-30\n",
        responses_csv="wave,alliance,respondent,status\n"
        + "".join(f"2026-04,bridge,{person},complete\n" for person in ("p-1", "p-2", "s-1")),
        memberships_csv="person,alliance,share_of_time\n"
        + "".join(f"{person},bridge,0.5\n" for person in ("p-1", "p-2", "p-3", "s-1", "s-2")),
        touchpoints_csv="date,alliance,type,attendees\n2026-03-01,bridge,joint_planning,p-1;s-1\n",
    )


def left_in(folder):
    found = []
    for base, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(base, name)
            with open(path, "rb") as file:
                texts = texts_of(name, file.read())
            found += [(name, canary) for canary in CANARIES if any(canary in text.lower() for text in texts)]
    return found


def token_of(project):
    (entry,) = read_record(project)
    return entry.token


def test_the_name_is_gone_and_the_project_can_still_be_audited(project):
    erase(project, "p-1", day=DAY)
    assert left_in(project) == []
    people = {person.id: person for person in read_again(project).register.people.values()}
    assert set(people) == {token_of(project), "p-2", "p-3", "s-1", "s-2"}
    erased = people[token_of(project)]
    assert (erased.organisation, erased.name, erased.addresses, erased.site, erased.level) == ("north", "", (), "", "")
    assert not erased.may_be_named


def test_own_answers_are_deleted_and_what_others_said_stays_under_the_new_id(project):
    erase(project, "p-1", day=DAY)
    token = token_of(project)
    assert (project / "answers.csv").read_text() == ANSWERS.replace("2026-04,bridge,p-1,NET1,p-2,4\n", "").replace(
        "p-1", token
    )
    assert (project / "touchpoints.csv").read_text().endswith(f"joint_planning,{token};s-1\n")
    assert "p-1" not in (project / "responses.csv").read_text()


def test_somebody_with_the_same_first_name_stays(project):
    erase(project, "p-1", day=DAY)
    assert "p-2,north,operating,Zyxwilda Amundsen,z.amundsen@north.example,,Oslo,yes" in (
        project / "people.csv"
    ).read_text(encoding="utf-8")


def test_what_does_not_name_the_person_keeps_its_bytes(project):
    strange = '\ufeffa;"b ""c"";d"\r\n1;2\r\n'.encode()
    (project / "logs").mkdir()
    (project / "logs" / "other.csv").write_bytes(strange)
    erase(project, "p-1", day=DAY)
    assert (project / "logs" / "other.csv").read_bytes() == strange


ENCODED = b64encode("Zyxwilda Qwörtherby".encode()).decode()
MAIL = f"""From zyx.qwoertherby@north.example Mon Nov 03 07:40:49 2025
From: =?utf-8?B?{ENCODED}?= <zyx.qwoertherby@north.example>
To: "Carl Ostby" <c.ostby@south.example>
Subject: Qwörtherby, Zyxwilda and Z. Qwörtherby

"""


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("mails.mbox", MAIL.encode()),
        ("mails.mbox.gz", gzip.compress(MAIL.encode())),
        ("trace.csv", "sender,recipient\nZYX.Qwoertherby@north.example,c.ostby@south.example\n".encode("utf-16")),
        ("two_cells.csv", "First Name,Last Name\nZyxwilda,Qwörtherby\nBerit,Qwarn\n".encode()),
        ("other_order.csv", "a;b\nx;QWÖRTHERBY Zyxwilda\n".encode("cp1252")),
        ("decomposed.txt", "Zyxwilda Qwo\u0308rtherby".encode()),
        ("chat.json", json.dumps({"from": "Zyxwilda Qwörtherby"}).encode()),
        ("meeting.ics", "ATTENDEE;CN=Zyxwilda Qwörtherby:mailto:zyx.qwoertherby@north.example\n".encode()),
        ("notes.md", "Ask Qwörtherby's team, or zq-old.".encode()),
        ("page.html", b"<b>Qw&ouml;rtherby</b> Zyxwilda Qw&#246;rtherby"),
        ("actions.jsonl", b'{"owner": "p-1", "why": "p-1 and Zyxwilda Qw\\u00f6rtherby"}\n'),
    ],
)
def test_the_name_goes_from_every_kind_of_file(project, name, raw):
    (project / "logs").mkdir()
    path = project / "logs" / name
    path.write_bytes(raw)
    done = erase(project, "p-1", day=DAY)
    assert path in done.changed
    assert left_in(project) == []
    assert not done.left


def test_a_workbook_loses_the_name_and_keeps_the_others(project):
    book = Workbook()
    for row in (["respondent", "note"], ["p-1", "my own words"], ["p-2", "Ask Zyxwilda Qwörtherby"]):
        book.active.append(row)
    path = project / "notes.xlsx"
    book.save(path)
    erase(project, "p-1", day=DAY)
    rows = list(load_workbook(path).active.iter_rows(values_only=True))
    assert rows == [("respondent", "note"), ("p-2", f"Ask {token_of(project)}")]
    assert not any("my own words" in text for text in texts_of(path.name, path.read_bytes()))


def test_an_archive_loses_the_name_in_its_members(project):
    path = project / "slack.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("users.json", json.dumps([{"real_name": "Zyxwilda Qwörtherby"}]))
        archive.writestr("other.json", "[]")
    erase(project, "p-1", day=DAY)
    assert left_in(project) == []
    with zipfile.ZipFile(path) as archive:
        assert archive.read("other.json") == b"[]"


def test_audits_of_before_lose_the_person_and_can_still_be_read(project, tmp_path):
    audits = tmp_path / "a"
    write_audits(audits, audit_project(read_again(project)))
    (audits / "report.html").write_text("Zyxwilda Qwörtherby")
    done = erase(project, "p-1", [audits], day=DAY)
    assert left_in(audits) == []
    assert audits / "report.html" in done.deleted
    (path,) = audits.glob("*.audit.json")
    (found,) = read_file(path).audits
    (erased,) = (person for person in found.people if person.id == token_of(project))
    assert (erased.name, erased.level, erased.site, erased.may_be_named) == ("", "", "", False)
    assert "p-1" not in path.read_text(encoding="utf-8")


def test_the_record_tells_what_was_done_and_not_to_whom(project):
    erase(project, "p-1", day=DAY)
    text = (project / RECORD).read_text(encoding="utf-8")
    assert "p-1" not in text
    (entry,) = read_record(project)
    assert (entry.day, entry.rows, entry.unfinished, entry.left) == (DAY, 2, None, ())


def test_nobody_of_that_id_changes_nothing(project):
    before = (project / "people.csv").read_bytes()
    with pytest.raises(InputError, match="nobody on the roster"):
        erase(project, "p-9", day=DAY)
    assert (project / "people.csv").read_bytes() == before
    assert not (project / RECORD).exists()


def test_a_file_that_cannot_be_changed_is_named(project):
    (project / "old.pdf").write_bytes(b"%PDF-1.7 Zyxwilda")
    done = erase(project, "p-1", day=DAY)
    assert [path.name for path in done.left] == ["old.pdf"]


@pytest.mark.parametrize("person_id", ["1", "ann", "7.5"])
def test_ids_that_are_also_numbers_or_words_go_only_where_a_person_stands(tmp_path, project, person_id):
    for name in ("people.csv", "answers.csv", "responses.csv", "memberships.csv", "touchpoints.csv"):
        path = project / name
        path.write_text(path.read_text(encoding="utf-8").replace("p-1", person_id), encoding="utf-8")
    (project / "logs").mkdir()
    other = project / "logs" / "counts.csv"
    other.write_text("month,messages,note\n1,1,ann\n7.5,7.5,7.5\n")
    erase(project, person_id, day=DAY)
    assert other.read_text() == "month,messages,note\n1,1,ann\n7.5,7.5,7.5\n" or person_id == "ann"
    assert person_id not in read_again(project).register.people
    assert "2026-04,bridge,s-1,NET1,p-3,2" in (project / "answers.csv").read_text()


@pytest.mark.slow
@pytest.mark.parametrize("after", [1, 2, 3, 4, 5])
def test_an_erasure_that_was_killed_goes_on_where_it_stopped(project, after):
    code = f"""
import os, sys
from datetime import date
from pathlib import Path
from alliancenet.erasing import erase
count = 0
def say(line):
    global count
    count += 1
    if count == {after}:
        os._exit(9)
erase(Path({str(project)!r}), "p-1", day=date(2026, 11, 29), say=say)
"""
    killed = subprocess.run([sys.executable, "-c", code], env={**os.environ}, check=False)
    assert killed.returncode == 9
    before = token_of(project)
    erase(project, "p-1", day=DAY)
    assert token_of(project) == before
    assert left_in(project) == []
    assert "s-1,NET1,p-3,2" in (project / "answers.csv").read_text()
    assert len(read_again(project).register.people) == 5


@pytest.fixture
def staffed(tmp_path):
    """The example of staffing, and a folder with a plan made of it."""
    project = tmp_path / "staffed"
    shutil.copytree(resources.examples() / "staffing", project)
    CliRunner().invoke(alliancenet, ["staffing", str(project), "-o", str(project / "audits")])
    assert (project / "audits" / STAFFING_FILE).is_file()
    return project


def test_a_profile_for_staffing_its_consents_and_every_plan_are_gone_and_not_kept_under_another_id(staffed):
    done = erase(staffed, "bw-be004", day=DAY)
    texts = [(staffed / "staffing" / f"{name}.csv").read_text() for name in ("candidates", "consents")]
    assert [word for word in ("bw-be004", done.entry.token) for text in texts if word in text] == []
    assert not (staffed / "audits" / STAFFING_FILE).exists()


def test_ratings_of_an_erased_rater_are_deleted(staffed):
    before = (staffed / "role_log.csv").read_text()
    done = erase(staffed, "sa-be001", day=DAY)
    after = (staffed / "role_log.csv").read_text()
    assert "sa-be001" in before
    assert [word for word in ("sa-be001", done.entry.token) if word in after] == []
    assert len(before.splitlines()) - len(after.splitlines()) == before.count("sa-be001")


def test_a_record_about_the_person_keeps_its_fields(project, tmp_path):
    review = tmp_path / "portfolio.review.json"
    holder = {
        "id": "p-1",
        "name": "Zyxwilda Qwörtherby",
        "firm": "North Ltd",
        "level": "senior",
        "may_be_named": True,
        "public_role": True,
    }
    review.write_text(sealed(json.dumps({"holders": [holder]})), encoding="utf-8")
    erase(project, "p-1", [review], day=DAY)
    (found,) = json.loads(review.read_text(encoding="utf-8"))["holders"]
    assert found == {
        "id": token_of(project),
        "name": "",
        "firm": "North Ltd",
        "level": "",
        "may_be_named": False,
        "public_role": False,
    }
