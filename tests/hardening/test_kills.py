"""Every command that writes is known to the kills, and a few kills of each lose nothing; `table.py` does fifty."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import streams  # noqa: E402 - programs beside this file
from scenarios import READ_ONLY, SERVES, World, leaves, writers  # noqa: E402 - programs beside this file

KNOWN = writers(World(Path("nowhere")))
PER_COMMAND = 2


def test_every_command_is_killed_or_only_reads():
    assert set(leaves()) == {writer.command for writer in KNOWN.values()} | READ_ONLY | SERVES


def test_every_command_that_only_reads_is_tried_with_streams_that_take_nothing(tmp_path):
    assert set(streams.reading(World(tmp_path))) == READ_ONLY


@pytest.mark.slow
def test_kills_lose_nothing_and_leave_nothing():
    quick = [name for name, writer in KNOWN.items() if not writer.slow]
    command = [sys.executable, HERE / "table.py", "--only", "kills", "--kills", str(PER_COMMAND), "--commands", *quick]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "CI": "true"})
    rows = [line for line in done.stdout.splitlines() if line.startswith("| B10")]
    assert len(rows) == len(quick), done.stderr[-2000:]
    assert not [row for row in rows if " 0 damaged" not in row or "0 lost, 0 left over, 0 failed" not in row], (
        done.stderr
    )
