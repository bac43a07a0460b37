"""Whole audits and logs built from the facilitator's desk: killed at any moment nothing is lost, and it goes on."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from facilitator import Facilitator

from alliancenet.sources.project import read_project, template
from alliancenet.store.jobs import is_working, read_job

pytestmark = pytest.mark.slow


@pytest.fixture
def fay(tmp_path):
    import shutil

    found = Facilitator(shutil.copytree(template(), tmp_path / "mine"))
    yield found
    found.app.extensions["desk"].workroom.close()


def started(fay, kind, once):
    """The process group that works."""
    assert fay.post("/project/work", kind=kind, once=once).status_code == 303
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = place.read_bytes().split(b"\0")
        except OSError:
            continue
        if b"alliancenet.desk.job" in words and {str(fay.project).encode(), once.encode()} <= set(words):
            return int(place.parent.name)
    return None


def ended(fay, seconds=300):
    until = time.monotonic() + seconds
    while is_working(fay.project) and time.monotonic() < until:
        time.sleep(0.1)
    return read_job(fay.project)


def audits_of(fay):
    """Every audit, read whole: a torn file would raise."""
    files = sorted((fay.project / "audits").glob("*.audit.json"))
    return {path.name: json.loads(path.read_bytes()) for path in files}


def test_an_audit_killed_at_any_moment_leaves_what_was_there_and_goes_on(fay):
    started(fay, "audit", "first")
    assert ended(fay).code == 0
    before = audits_of(fay)
    assert before
    for number, pause in enumerate((0.2, 1.5, 4.0, 8.0)):
        group = started(fay, "audit", f"kill{number}")
        time.sleep(pause)
        if group is not None and is_working(fay.project):
            os.killpg(group, signal.SIGKILL)
            time.sleep(0.2)
            assert "ended without a word" in fay.get("/project").text
        assert audits_of(fay).keys() == before.keys()
        assert read_project(fay.project).waves
    started(fay, "audit", "last")
    assert ended(fay).code == 0
    assert audits_of(fay) == before
    assert [path for path in (fay.project / "audits").rglob("*") if path.name.endswith(".part")] == []


_VIEWER = """
import sys, time
from pathlib import Path
from alliancenet_web.workroom import Workroom
room = Workroom(Path(sys.argv[1]))
assert room.start("audit", "fay", sys.argv[2])
print("started", flush=True)
time.sleep(600)
"""


def commands_for(project):
    """Processes that work for a project, whoever started them."""
    found = []
    for place in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = place.read_bytes().split(b"\0")
        except OSError:
            continue
        if str(project).encode() in words and _VIEWER.encode() not in words:
            found.append(int(place.parent.name))
    return found


@pytest.mark.parametrize("pause", [0.0, 1.0, 4.0])
def test_work_ends_with_a_viewer_that_is_killed_and_goes_on_with_the_next(fay, pause):
    viewer = subprocess.Popen([sys.executable, "-c", _VIEWER, fay.project, "one"], stdout=subprocess.PIPE, text=True)
    assert viewer.stdout.readline() == "started\n"
    time.sleep(pause)
    assert is_working(fay.project)
    assert commands_for(fay.project)
    viewer.kill()
    viewer.wait()
    until = time.monotonic() + 5
    while (is_working(fay.project) or commands_for(fay.project)) and time.monotonic() < until:
        time.sleep(0.05)
    assert commands_for(fay.project) == []
    assert "ended without a word" in fay.get("/project").text
    audits_of(fay)
    started(fay, "audit", "two")
    assert ended(fay).code == 0
    assert audits_of(fay)
    assert [path for path in (fay.project / "audits").rglob("*") if path.name.endswith(".part")] == []


def test_logs_are_built_from_the_desk(fay):
    people = (fay.project / "people.csv").read_text().splitlines()
    head, rows = people[0].split(","), [line.split(",") for line in people[1:]]
    at = head.index("email")
    for row in rows:
        row[at] = f"{row[0]}@duo.example"
    (fay.project / "people.csv").write_text("\n".join(",".join(row) for row in (head, *rows)) + "\n")
    (fay.project / "logs").mkdir()
    (fay.project / "logs" / "t.csv").write_text(
        "time,from,to,id\n2026-03-03T09:00:00Z,o1@duo.example,p1@duo.example,<1>\n"
        "2026-03-03T09:00:00Z,o1@duo.example,o2@duo.example,<1>\n"
    )
    with (fay.project / "alliancenet.yaml").open("a") as file:
        file.write(
            "logs:\n  files:\n    - {file: logs/t.csv, zone: UTC, "
            "columns: {time: time, sender: from, recipients: to, message_id: id}}\n"
        )
    started(fay, "logs", "logs")
    job = ended(fay)
    assert job.code == 0, job.lines
    (pairs,) = (fay.project / "comms" / "builds").glob("*/pairs")
    assert sorted(row["weight"] for row in pq.read_table(pairs).to_pylist()) == [0.5, 0.5]
