"""How audits grow: CPU and memory by people, and what is said where missing answers are of too many people."""

import json
import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "benchmarks"))

from bench_audit import write_edge_list
from commands import RUN

SILENT = 0.15


def audited(folder: Path, people: int):
    """CPU seconds, peak memory in MiB, and the audit of an edge list some of whose people are silent."""
    folder.mkdir()
    write_edge_list(folder, people, SILENT)
    files = ("--people", str(folder / "people.csv"), "--ties", str(folder / "ties.csv"), "--firm", "firm")
    command = [*RUN, "audit", *files, "-o", str(folder / "out")]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    audit = json.loads(next((folder / "out").glob("*.audit.json")).read_text())["audits"][0]
    return used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, audit


def said_of_redundancy(audit):
    """Confidence, and state or interval of redundancy: what the reader learns about silence."""
    score = next(score for score in audit["scores"] if score["metric"] == "redundancy")
    told = f"{score['value']}, {score['interval']}" if score["state"] == "ok" else score["reason"]
    return f"confidence {audit['confidence']}, redundancy {told}"
