"""Every reader on its sample; the expected events were worked out by hand from the sample."""

import json
import shutil
from datetime import date

import pytest

from alliancenet.comms.readers.opening import LogReading
from alliancenet.errors import InputError
from tests.comms.describe import SAMPLES, described

NAMES = [
    "exchange_summary.csv",
    "exchange_trace.csv",
    "message_trace.csv",
    "teams",
    "chat",
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


TRACE = "Received,SenderAddress,RecipientAddress,Status,MessageId\n"


@pytest.mark.parametrize(
    ("times", "first"),
    [
        (("03/04/2026 08:00:00", "15/04/2026 08:00:00"), "2026-04-03"),
        (("03/04/2026 08:00:00", "04/15/2026 08:00:00"), "2026-03-04"),
        (("03.04.2026 08:00:00", "04.05.2026 08:00:00"), "2026-04-03"),
        (("2026-04-03T08:00:00.0000000Z", "2026-04-04T08:00:00Z"), "2026-04-03"),
    ],
)
def test_times_of_a_trace_are_settled_by_the_whole_file(tmp_path, times, first):
    rows = "".join(f"{time},a@x.example,b@y.example,Delivered,<{n}@x>\n" for n, time in enumerate(times))
    (tmp_path / "t.csv").write_text(TRACE + rows, encoding="utf-8")
    assert described(tmp_path / "t.csv", LogReading())["events"][0].startswith(first)


def test_times_of_a_trace_that_nothing_settles_are_asked_about(tmp_path):
    (tmp_path / "t.csv").write_text(f"{TRACE}03/04/2026 08:00:00,a@x.example,b@y.example,Delivered,<1@x>\n", "utf-8")
    with pytest.raises(InputError) as error:
        described(tmp_path / "t.csv", LogReading())
    assert "can be read two ways" in str(error.value.problems[0])


def test_a_chat_without_its_members_counts_those_who_wrote(tmp_path):
    shutil.copyfile(SAMPLES / "teams" / "messages.json", tmp_path / "messages.json")
    found = described(tmp_path / "messages.json", LogReading())
    assert found["events"][0].startswith("2026-03-31T08:15:02Z | chat | u-ada@teams > u-ben@teams")
    assert list(found["notes"].values()) == [1]


@pytest.mark.parametrize("name", ["teams", "chat"])
def test_what_was_said_in_a_chat_is_never_kept(name):
    assert "secret" not in json.dumps(described(SAMPLES / name, LogReading()))
