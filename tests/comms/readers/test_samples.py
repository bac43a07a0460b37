"""Every reader on its sample; the expected events were worked out by hand from the sample."""

import json
from datetime import date

import pytest

from alliancenet.comms.readers.opening import LogReading
from tests.comms.describe import SAMPLES, described

NAMES = [
    "exchange_summary.csv",
    "exchange_trace.csv",
    "workspace_log.csv",
    "mailbox.mbox",
    "mails",
    "meetings.ics",
    "slack.zip",
    "viva_pairs.csv",
    "viva_typed.parquet",
    "worklytics_graph.csv",
    "worklytics_graph.json",
    "worklytics_graph.ndjson",
    "worklytics_graph.parquet",
    "worklytics_graph.avro",
]


@pytest.mark.parametrize("name", NAMES)
def test_sample_gives_the_expected_events(name):
    expected = json.loads((SAMPLES / f"{name.partition('.')[0]}.expected.json").read_text())
    assert described(SAMPLES / name, LogReading(until=date(2026, 4, 14))) == expected


def test_a_byte_order_mark_changes_nothing(tmp_path):
    raw = (SAMPLES / "exchange_summary.csv").read_bytes()
    marked = tmp_path / "trace.csv"
    marked.write_bytes(b"\xff\xfe" + raw)
    reading = LogReading()
    assert described(marked, reading) == described(SAMPLES / "exchange_summary.csv", reading)


def test_a_slack_folder_reads_like_its_zip(tmp_path):
    import zipfile

    with zipfile.ZipFile(SAMPLES / "slack.zip") as archive:
        archive.extractall(tmp_path / "export")
    assert described(tmp_path / "export", LogReading()) == described(SAMPLES / "slack.zip", LogReading())
