"""Records in JSON, Parquet and Avro: damage is named or counted, memory stays bounded."""

import json
import tracemalloc
import zlib
from contextlib import suppress

import fastavro
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliancenet.comms.events import Tally
from alliancenet.comms.readers import reader_of, worklytics_graph
from alliancenet.comms.readers.opening import LogReading, open_path
from alliancenet.comms.readers.records import records_of
from alliancenet.errors import InputError
from tests.comms.describe import SAMPLES

NEEDED = ("week", "employeeidsource", "employeeidtarget")
ROW = {"week": "2026-W10", "employeeIdSource": "ann", "employeeIdTarget": "bo", "weeklyCollaborationTimeSeconds": 60}


def read(path):
    tally = Tally()
    return list(records_of(open_path(path), tally, NEEDED)), tally


def written(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@given(st.lists(st.dictionaries(st.sampled_from("abc"), st.text(max_size=40) | st.integers() | st.none()), max_size=30))
def test_an_array_is_read_as_the_standard_library_reads_it(tmp_path_factory, extra):
    rows = [{**ROW, **more} for more in extra]
    path = written(tmp_path_factory.mktemp("json"), "g.json", json.dumps([ROW, *rows], indent=2))
    found, tally = read(path)
    assert [row["week"] for row in found] == ["2026-W10"] * (len(rows) + 1)
    assert [row.get("a") for row in found[1:]] == [
        None if "a" not in row else "" if row["a"] is None else str(row["a"]) for row in rows
    ]
    assert tally.rows == len(rows) + 1


def test_records_wider_than_a_piece_are_read_whole(tmp_path):
    rows = [{**ROW, "note": "x" * 50_000, "at": n} for n in range(20)]
    found, _ = read(written(tmp_path, "g.json", json.dumps(rows)))
    assert [row["at"] for row in found] == [str(n) for n in range(20)]


def test_an_array_cut_short_keeps_its_whole_records_and_counts_the_rest(tmp_path):
    found, tally = read(written(tmp_path, "g.json", json.dumps([ROW, ROW, ROW])[:-20]))
    assert (len(found), tally.rows, dict(tally.lost)) == (2, 3, {"record cut short": 1})


def test_a_line_that_is_no_json_is_counted_and_passed(tmp_path):
    found, tally = read(written(tmp_path, "g.ndjson", f"{json.dumps(ROW)}\nnonsense\n\n{json.dumps(ROW)}\n"))
    assert (len(found), tally.rows, dict(tally.lost)) == (2, 3, {"line that is no JSON object": 1})


def test_records_without_the_fields_are_counted(tmp_path):
    found, tally = read(written(tmp_path, "g.json", json.dumps([ROW, {"week": "2026-W10"}, 7])))
    assert (len(found), tally.rows, dict(tally.lost)) == (1, 3, {"record without its fields": 2})


def test_an_endless_record_is_refused_in_bounded_memory(tmp_path):
    path = written(tmp_path, "g.json", "[" + json.dumps(ROW) + ',{"week": "' + "x" * 30_000_000)
    tracemalloc.start()
    with pytest.raises(InputError, match="broken JSON after record 1"):
        read(path)
    assert tracemalloc.get_traced_memory()[1] < 12_000_000
    tracemalloc.stop()


def test_deep_json_is_refused_or_counted(tmp_path):
    text = json.dumps(ROW) + "\n" + "[" * 100_000 + "\n"
    assert read(written(tmp_path, "g.ndjson", text))[1].lost.total() == 1


def test_json_of_another_kind_is_no_table():
    assert reader_of(open_path(SAMPLES / "worklytics_graph.json")) is worklytics_graph


def test_json_that_is_no_log_is_not_taken_for_a_table(tmp_path):
    assert reader_of(open_path(written(tmp_path, "x.json", '[{"a": 1, "b": 2, "c": 3}]'))) is None


@pytest.mark.parametrize("name", ["worklytics_graph.avro", "worklytics_graph.parquet"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_cut_file_is_refused_in_words(tmp_path, name, share):
    raw = (SAMPLES / name).read_bytes()
    with pytest.raises(InputError, match="whole, readable log file"):
        list(worklytics_graph.read(written(tmp_path, name, raw[: int(share * len(raw))]), LogReading(), Tally()))


@pytest.mark.parametrize("name", ["worklytics_graph.avro", "worklytics_graph.parquet"])
@given(st.integers(4, 10_000), st.integers(0, 255))
def test_a_changed_byte_gives_events_or_words(tmp_path_factory, name, place, byte):
    raw = bytearray((SAMPLES / name).read_bytes())
    raw[4 + place % (len(raw) - 4)] = byte
    path = written(tmp_path_factory.mktemp("bytes"), name, bytes(raw))
    with suppress(InputError):
        opened = reader_of(open_path(path))
        if opened is not None and hasattr(opened, "read"):
            list(opened.read(path, LogReading(), Tally()))


def test_an_avro_bomb_is_refused(tmp_path):
    path = tmp_path / "bomb.avro"
    schema = fastavro.parse_schema(
        {"type": "record", "name": "r", "fields": [{"name": name, "type": "string"} for name in NEEDED]}
    )
    with path.open("wb") as file:
        fastavro.writer(file, schema, [], codec="deflate", sync_marker=b"0" * 16)
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        block = b"".join([*(packer.compress(bytes(1_000_000)) for _ in range(100)), packer.flush()])
        file.write(_number(1) + _number(len(block)) + block + b"0" * 16)
    with pytest.raises(InputError, match="unpacks to more than 64 MB"):
        list(worklytics_graph.read(path, LogReading(), Tally()))


def _number(value):
    value, out = value << 1, b""
    while value > 127:
        out, value = out + bytes([value & 127 | 128]), value >> 7
    return out + bytes([value])
