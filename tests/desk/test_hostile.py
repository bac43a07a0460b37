"""Hostile uploads: each is refused, or taken for what it is, within 2 s of computing and 300 MiB; printed."""

import json
import os
import subprocess
import sys

import pytest
from hostile_files import HOSTILE

from alliancenet.adding.start import begin

_LOOK = """
import json, resource, sys
from pathlib import Path
from alliancenet.desk.looking import limit_memory, look
from alliancenet.desk.standing import limits_of
limits = limits_of(Path(sys.argv[1]))
limit_memory(limits)
def used():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime
began = used()
found = look(Path(sys.argv[2]), limits)
peak = next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps([used() - began, peak / 1024, found.kind, found.refused]))
"""
_LOGS = {"bomb.zip", "path.zip", "seconds.ics", "header.mbox", "parts.eml", "headers.eml"}
_LISTS = {"shared.xlsx"}


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of memory are Linux's")
def test_hostile_uploads_cost_little_and_are_refused(tmp_path, capsys):
    begin(tmp_path / "mine")
    rows, wrong = [], []
    for name, make in HOSTILE.items():
        path = tmp_path / name
        size = path.write_bytes(make())
        ended = subprocess.run(
            [sys.executable, "-c", _LOOK, str(tmp_path / "mine"), str(path)],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        )
        path.unlink()
        if ended.returncode:
            wrong.append((name, ended.returncode, ended.stderr[-300:]))
            continue
        seconds, mib, kind, refused = json.loads(ended.stdout)
        rows.append(f"{name:18} {size / 1e6:7.1f} MB {seconds:5.2f} s {mib:5.0f} MiB  {refused[:80] or kind}")
        expected = "log" if name in _LOGS else "people" if name in _LISTS else ""
        if seconds > 2 or mib > 300 or kind != expected or bool(refused) == bool(expected):
            wrong.append(rows[-1])
    with capsys.disabled():
        print("\n" + "\n".join(rows))
    assert wrong == []
