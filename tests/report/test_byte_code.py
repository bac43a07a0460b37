"""Compiled templates are kept beside Python's own byte code, and nowhere else; a broken one is made anew."""

import sys

import pytest
from jinja2 import Environment, FileSystemLoader

from alliancenet.report.byte_code import TemplateByteCode


@pytest.fixture
def rendered(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "pycache_prefix", None)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    room = tmp_path / "room"
    room.mkdir()
    (room / "a.html").write_text("one {{ word }}")

    def render():
        cache = TemplateByteCode(room)
        return Environment(loader=FileSystemLoader(room), bytecode_cache=cache).get_template("a.html").render(word="x")

    return render, room


def test_what_is_kept_is_used_and_follows_the_text(rendered):
    render, room = rendered
    assert (render(), render()) == ("one x", "one x")
    (kept,) = (room / "__pycache__").iterdir()
    kept.write_bytes(kept.read_bytes()[:40])
    assert render() == "one x"
    (room / "a.html").write_text("two {{ word }}")
    assert render() == "two x"
    assert len(list((room / "__pycache__").iterdir())) == 1


def test_nothing_is_kept_where_python_keeps_nothing_or_cannot(rendered, monkeypatch):
    render, room = rendered
    (room / "__pycache__").write_text("no folder")
    assert render() == "one x"
    (room / "__pycache__").unlink()
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert render() == "one x"
    assert not (room / "__pycache__").exists()
