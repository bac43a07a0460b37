"""Encodings, separators, broken tables; YAML with lines; writing whole or not at all."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliancenet.errors import InputError
from alliancenet.files.digest import data_digest
from alliancenet.files.fields import parse_fields
from alliancenet.files.table import read_table
from alliancenet.files.text import encoding_of, read_text
from alliancenet.files.writing import write_whole

TEXT = "id,name\n1,Zoë Müller\n2,Łukasz\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_unicode_encoding_reads_the_same(tmp_path, encoding):
    path = tmp_path / "t.csv"
    path.write_bytes(TEXT.encode(encoding))
    table = read_table(path, [])
    assert table.column("name") == ["Zoë Müller", "Łukasz"]


def test_western_desktop_encoding_is_read():
    assert encoding_of("Zoë Müller".encode("cp1252")) == "cp1252"


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separator_is_told_from_the_header(tmp_path, separator):
    path = tmp_path / "t.csv"
    path.write_text(f"id{separator}name\n1{separator}x\n")
    assert list(read_table(path, []).rows()) == [(2, {"id": "1", "name": "x"})]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "the file is empty"),
        ("id,name\n", "only a header row"),
        ("id,id\n1,2\n", "the column stands twice"),
        ("name\nx\n", "the column is missing"),
        ("id,name\n1,x,y\n", "row 2: 3 cells"),
        ('id,name\n1,"x\n2,y\n', "double quote"),
        ("id,name\n1,x\x00\n", "NUL"),
        (",".join(f"c{n}" for n in range(300)) + "\n", "300 columns"),
    ],
)
def test_broken_table_is_a_sentence(tmp_path, text, says):
    path = tmp_path / "t.csv"
    path.write_text(text)
    problems = []
    assert read_table(path, problems, required=("id",) if "c299" not in text else ()) is None
    assert says in str(problems[0])


def test_blank_rows_keep_the_row_numbers_of_the_spreadsheet(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("id\na\n\nb\n")
    assert [row for row, _ in read_table(path, []).rows()] == [2, 4]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: &x 1\nb: *x", "line 2: an alias"),
        ("a: 1\na: 2", "stands twice"),
        ("a: [", "not valid YAML"),
        ("a: " + "[" * 60 + "]" * 60, "nesting"),
        ("a: 2026-13-45", "plain values"),
    ],
)
def test_hostile_or_broken_yaml_is_refused(text, says):
    with pytest.raises(InputError, match=says):
        parse_fields(text, "f.yaml")


def test_fields_know_their_lines():
    fields = parse_fields("a: 1\nb:\n  - x\n  - c: 2\n", "f.yaml")
    assert (fields.line_of("b", 1, "c"), fields.line_of("b", 1, "nothing")) == (4, 4)


def test_failed_write_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "f.txt"
    write_whole(path, "old")

    def full(*_):
        raise OSError(28, "no space left")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="no space"):
        write_whole(path, "new")
    assert [file.read_text() for file in tmp_path.iterdir()] == ["old"]


@given(st.dictionaries(st.text(), st.integers()))
def test_digest_does_not_depend_on_the_order_of_keys(data):
    assert data_digest(data) == data_digest(dict(reversed(data.items())))


@pytest.mark.parametrize("kind", ["fifo", "device", "folder"])
def test_only_files_are_opened(tmp_path, kind):
    path = tmp_path / "alliancenet.yaml"
    if kind == "fifo":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    else:
        path.mkdir()
    problems = []
    assert read_text(path, "alliancenet.yaml", problems, 1000) is None
    assert problems[0].found == {"fifo": "is a pipe", "device": "is a device", "folder": "is a folder"}[kind]


def test_yaml_of_very_many_values_is_refused_while_they_are_counted():
    with pytest.raises(InputError, match="at most 200,000 values"):
        parse_fields("- []\n" * 200_001, "a.yaml")
