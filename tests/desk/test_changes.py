"""Changes of a project's files: whole or not at all, on record, and taken back one by one."""

import json
import os

import pytest

from alliancenet.store import changes
from alliancenet.store.changes import (
    ChangedSince,
    NotChanged,
    changing,
    digest_of,
    end_unfinished,
    end_what_crashed,
    read_changes,
)


def make(project, new, **more):
    with changing(project) as place:
        return place.make(new, by="ada", what="a form", **more)


def undo(project, number, **more):
    with changing(project) as place:
        return place.undo(number, by="bo", **more)


def test_a_change_says_who_what_and_both_digests(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"old")
    change = make(tmp_path, {"a.csv": b"new", "b/c.csv": b"made"})
    assert (change.by, change.what, change.is_done) == ("ada", "a form", True)
    assert {part.file: (part.before, part.after) for part in change.files} == {
        "a.csv": (digest_of(b"old"), digest_of(b"new")),
        "b/c.csv": ("", digest_of(b"made")),
    }


def test_undo_brings_everything_back(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"old")
    make(tmp_path, {"a.csv": b"new", "b.csv": b"made"})
    undo(tmp_path, 1)
    assert ((tmp_path / "a.csv").read_bytes(), (tmp_path / "b.csv").exists()) == (b"old", False)
    assert [change.undone_by for change in read_changes(tmp_path)] == [2, None]


def test_an_undone_change_can_be_done_again(tmp_path):
    make(tmp_path, {"a.csv": b"new"})
    undo(tmp_path, 1)
    undo(tmp_path, 2)
    assert (tmp_path / "a.csv").read_bytes() == b"new"


def test_undo_is_refused_when_the_file_was_changed_since(tmp_path):
    make(tmp_path, {"a.csv": b"new"})
    (tmp_path / "a.csv").write_bytes(b"by hand")
    with pytest.raises(NotChanged, match="changed since"):
        undo(tmp_path, 1)
    assert (tmp_path / "a.csv").read_bytes() == b"by hand"


def test_undo_twice_is_refused(tmp_path):
    make(tmp_path, {"a.csv": b"new"})
    undo(tmp_path, 1)
    with pytest.raises(NotChanged, match="already"):
        undo(tmp_path, 1)


def test_a_form_sent_twice_changes_once(tmp_path):
    first = make(tmp_path, {"a.csv": b"new"}, once="f1")
    assert make(tmp_path, {"a.csv": b"other"}, once="f1").id == first.id
    assert ((tmp_path / "a.csv").read_bytes(), len(read_changes(tmp_path))) == (b"new", 1)


def test_whoever_saw_an_older_file_is_told(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"newer")
    with pytest.raises(ChangedSince):
        make(tmp_path, {"a.csv": b"mine"}, seen={"a.csv": digest_of(b"older")})
    assert (tmp_path / "a.csv").read_bytes() == b"newer"


def test_nothing_new_is_no_change(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"same")
    assert make(tmp_path, {"a.csv": b"same"}) is None
    assert read_changes(tmp_path) == ()


@pytest.mark.parametrize("name", ["../a.csv", "/etc/a.csv", "b/../../a.csv", "..\\a.csv"])
def test_no_file_outside_the_project_is_written(tmp_path, name):
    project = tmp_path / "project"
    project.mkdir()
    with pytest.raises(NotChanged, match="outside"):
        make(project, {name: b"x"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["project"]


@pytest.mark.parametrize("at", [1, 2])
def test_a_crash_in_the_middle_is_brought_to_its_end(tmp_path, monkeypatch, at):
    """After so many writes of files of the change itself the process is gone."""
    (tmp_path / "a.csv").write_bytes(b"old a")
    (tmp_path / "b.csv").write_bytes(b"old b")
    real, written = changes.write_whole, []

    def write(path, content):
        if changes.ROOM not in path.parts:
            if len(written) == at:
                raise KeyboardInterrupt
            written.append(path)
        real(path, content)

    monkeypatch.setattr(changes, "write_whole", write)
    new = {"a.csv": b"new a", "b.csv": b"new b", "c.csv": b"new c"}
    with pytest.raises(KeyboardInterrupt):
        make(tmp_path, new)
    monkeypatch.undo()
    end_what_crashed(tmp_path)  # as `check` and `audit` do before they read
    assert {name: (tmp_path / name).read_bytes() for name in new} == new
    assert end_unfinished(tmp_path) == 0


def test_a_crash_before_the_journal_leaves_everything_old(tmp_path, monkeypatch):
    (tmp_path / "a.csv").write_bytes(b"old")
    monkeypatch.setattr(changes, "append", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        make(tmp_path, {"a.csv": b"new"})
    monkeypatch.undo()
    assert (end_unfinished(tmp_path), (tmp_path / "a.csv").read_bytes()) == (0, b"old")
    assert make(tmp_path, {"a.csv": b"newer"}).id == 1
    undo(tmp_path, 1)
    assert (tmp_path / "a.csv").read_bytes() == b"old"


def test_a_line_cut_off_is_passed_over(tmp_path):
    make(tmp_path, {"a.csv": b"new"})
    with (tmp_path / changes.ROOM / changes.JOURNAL).open("ab") as file:
        file.write(b'{"id": 2, "wha')
    assert [change.id for change in read_changes(tmp_path)] == [1]
    assert make(tmp_path, {"a.csv": b"newer"}).id == 2


def test_what_is_not_kept_any_more_cannot_be_undone(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"old")
    make(tmp_path, {"a.csv": b"new"})
    for path in (tmp_path / changes.ROOM / "kept").rglob("a.csv"):
        path.write_bytes(b"without somebody")
    with pytest.raises(NotChanged, match="not kept"):
        undo(tmp_path, 1)


def test_only_the_owner_can_read_the_journal(tmp_path):
    make(tmp_path, {"a.csv": b"new"})
    journal = tmp_path / changes.ROOM / changes.JOURNAL
    assert os.stat(journal).st_mode & 0o077 == 0
    assert json.loads(journal.read_text().splitlines()[0])["by"] == "ada"
