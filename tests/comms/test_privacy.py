"""Subjects and texts leave no trace: every sample is full of canary words, no output holds one."""

from datetime import date
from pathlib import Path

import pytest

from alliancenet.comms.readers.opening import LogReading
from alliancenet.comms.report import build_report, scan_report
from alliancenet.comms.scan import scan
from alliancenet.comms.sources import LogFile
from tests.comms.describe import SAMPLES, events_in
from tests.comms.readers.test_samples import NAMES
from tests.comms.rolled import a_directory, built

WITH_CONTENT = [name for name in NAMES if not name.startswith(("viva_", "worklytics_"))]


@pytest.mark.parametrize("name", WITH_CONTENT)
def test_samples_hold_canaries(name):
    path = SAMPLES / name
    if path.suffix == ".zip":
        import zipfile

        with zipfile.ZipFile(path) as archive:
            raw = b"".join(archive.read(member) for member in archive.namelist())
    else:
        files = filter(Path.is_file, path.rglob("*")) if path.is_dir() else [path]
        raw = b"".join(file.read_bytes() for file in files)
    assert b"CANARY" in raw or "CANARY".encode("utf-16-le") in raw


def test_no_file_of_a_build_holds_a_canary(tmp_path, caplog, capfd):
    files = [LogFile(path=SAMPLES / name) for name in NAMES]
    folder = built(tmp_path / "out", *files, until=date(2026, 4, 14))
    print(build_report(folder))
    for name in NAMES:
        print(scan_report(scan(LogFile(path=SAMPLES / name), LogReading(until=date(2026, 4, 14)), lambda *_: None)))
    said = capfd.readouterr()
    assert "CANARY" not in caplog.text + said.out + said.err
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or b"CANARY" not in file.read_bytes(), file


@pytest.mark.parametrize("name", WITH_CONTENT)
def test_no_event_holds_a_canary(name):
    events, tally = events_in(SAMPLES / name, LogReading(until=date(2026, 4, 14)))
    assert "CANARY" not in repr(events) + repr(tally)


def test_addresses_on_no_roster_leave_as_domains_only(tmp_path):
    files = [LogFile(path=SAMPLES / "mailbox.mbox"), LogFile(path=SAMPLES / "exchange_summary.csv")]
    directory = a_directory(people=[])
    with pytest.raises(Exception, match="nothing left to count"):
        built(tmp_path / "empty", *files, directory=directory)
    people = [person for person in a_directory().people if person.id != "dee"]
    folder = built(tmp_path / "out", *files, directory=a_directory(people=people))
    for file in folder.rglob("*"):
        assert not file.is_file() or b"dee@" not in file.read_bytes()  # a digest may hold "dee"
    assert "borealis.example" in (folder / "build.json").read_text()
