"""What a place holds, and what a command that was refused says."""

import os
import subprocess
import sys
from pathlib import Path

BESIDE = ("-wal", "-shm", "-journal")  # what a database keeps beside itself while it is open, or was when killed
RUN = [sys.executable, "-m", "alliancenet"]
SAID_BESIDE = ("warning", "reading", "auditing", "moving", "going on", "building", "planning")


def run(*arguments, before="", **about):
    """Run a command in a shell of its own, so that its streams can be what they are for users."""
    told = {"capture_output": True, "text": True, "stdin": subprocess.DEVNULL, "timeout": 600, **about}
    command = [*RUN, *map(str, arguments)]
    if before:
        command = ["bash", "-c", f'{before} exec "$@"', "bash", *command]
    return subprocess.run(command, check=False, **told)


def is_one_sentence(done) -> bool:
    """Whether a command ended with code 2 and one sentence on the error stream."""
    lines = [line for line in done.stderr.splitlines() if line and not line.startswith(SAID_BESIDE)]
    return done.returncode == 2 and len(lines) == 1 and lines[0].startswith(("error: ", "problem: ", "Error: "))


def snapshot(folder: Path):
    """Bytes of every file below a folder, by name."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def leftovers(folder: Path):
    """Names that only a command at work may have."""
    return [
        path.name
        for path in folder.rglob("*")
        if path.name.startswith(".alliancenet") or path.suffix in {".part", ".partial"} or path.name == "staging"
    ]


def timed(*arguments):
    """CPU seconds and code of a command, started as users start it."""
    before = os.times()
    code = run(*arguments).returncode
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system, code
