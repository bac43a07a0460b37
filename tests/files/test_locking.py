"""Locks end with the process that holds them; what was half written is cleared by the next one."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest

from alliancenet.errors import PlaceTaken
from alliancenet.files.locking import LOCK_FILE, working_in
from alliancenet.files.writing import PREFIX, SUFFIX, folder_beside, write_whole

_HOLD = """
import sys, time
from pathlib import Path
from alliancenet.files.locking import working_in
with working_in(Path(sys.argv[1]), "alliancenet audit"):
    print("in", flush=True)
    time.sleep(float(sys.argv[2]))
"""
_HALF = """
import sys, time
from pathlib import Path
from alliancenet.files import writing
writing.os.fsync = lambda handle: (print("half", flush=True), time.sleep(60))
writing.write_whole(Path(sys.argv[1]), "new")
"""


def _started(program, *arguments):
    process = subprocess.Popen([sys.executable, "-c", program, *map(str, arguments)], stdout=subprocess.PIPE)
    process.stdout.readline()
    return process


def test_the_second_one_waits_and_says_who_works_there(tmp_path):
    holder, said = _started(_HOLD, tmp_path, 0.5), []
    with working_in(tmp_path, "alliancenet portfolio", said.append):
        assert holder.wait(5) == 0
    assert f"alliancenet audit (process {holder.pid}, since " in said[0]


def test_who_has_waited_long_enough_says_so(tmp_path):
    holder = _started(_HOLD, tmp_path, 60)
    try:
        with pytest.raises(PlaceTaken, match="alliancenet audit"), working_in(tmp_path, "x", patience=0.2):
            pass
    finally:
        holder.kill()
        holder.wait()


def test_a_lock_dies_with_its_process(tmp_path):
    holder = _started(_HOLD, tmp_path, 60)
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    assert (tmp_path / LOCK_FILE).exists()
    with working_in(tmp_path, "x", patience=0):
        pass
    assert list(tmp_path.iterdir()) == []


def test_many_at_once_are_never_two(tmp_path):
    inside, most = [], []

    def work():
        with working_in(tmp_path, "x"):
            inside.append(1)
            most.append(len(inside))
            time.sleep(0.005)
            inside.pop()

    threads = [threading.Thread(target=work) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 12


def test_what_a_killed_writer_left_is_cleared_by_the_next(tmp_path):
    write_whole(tmp_path / "a.json", "old")
    writer = _started(_HALF, tmp_path / "a.json")
    writer.kill()
    writer.wait()
    assert (tmp_path / "a.json").read_text() == "old"
    assert len(list(tmp_path.iterdir())) == 2
    write_whole(tmp_path / "b.json", "x")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", "b.json"]


def test_a_writer_at_work_keeps_what_it_has_half_written(tmp_path):
    writer = _started(_HALF, tmp_path / "a.json")
    try:
        write_whole(tmp_path / "b.json", "x")
        assert len(list(tmp_path.glob(f"{PREFIX}*{SUFFIX}"))) == 1
    finally:
        writer.kill()
        writer.wait()


def test_a_folder_half_filled_is_cleared_too(tmp_path):
    (tmp_path / f"{PREFIX}abc{SUFFIX}").mkdir()
    (tmp_path / f"{PREFIX}abc{SUFFIX}" / "x").write_text("x")
    with folder_beside(tmp_path / "p") as waiting:
        assert list(tmp_path.iterdir()) == [waiting]
    assert list(tmp_path.iterdir()) == []


def test_a_part_of_somebody_else_stays(tmp_path):
    (tmp_path / "download.part").write_text("x")
    write_whole(tmp_path / "b.json", "x")
    assert (tmp_path / "download.part").exists()


def test_a_name_may_be_as_long_as_a_name_may_be(tmp_path):
    write_whole(tmp_path / ("n" * 255), "x")
    assert [path.name for path in tmp_path.iterdir()] == ["n" * 255]


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_files_and_folders_are_for_their_owner_only(tmp_path, umask):
    before = os.umask(umask)
    try:
        write_whole(tmp_path / "a" / "b" / "c.json", "x")
    finally:
        os.umask(before)
    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in (tmp_path / "a").rglob("*")}
    assert modes == {"b": "0o700", "c.json": "0o600"}


def test_an_error_names_the_file_that_was_to_be_written(tmp_path):
    (tmp_path / "f").write_text("x")
    with pytest.raises(OSError, match="File exists") as error:
        write_whole(tmp_path / "f" / "below" / "o.xlsx", "x")
    assert error.value.filename == str(tmp_path / "f" / "below" / "o.xlsx")


def test_a_device_or_a_pipe_is_never_replaced_by_a_file(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="is not replaced"):
        write_whole(tmp_path / "pipe", "x")
    assert (tmp_path / "pipe").is_fifo()
