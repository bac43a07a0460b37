"""The same example gives the same bytes in another process: audits, report, review, and exports for every reader."""

import json
import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from alliancenet import resources
from alliancenet.privacy import ReaderRole

pytestmark = pytest.mark.slow

RUN = """
import json, sys
from alliancenet.cli import alliancenet
for arguments in json.load(sys.stdin):
    alliancenet.main(arguments, standalone_mode=False)
"""
OF_A_REVIEW = ("pdf", "xlsx", "pptx")
OF_AN_ALLIANCE = ("pdf", "xlsx", "network", "graphml", "people-csv", "ties-csv")
MANAGER = ReaderRole.ALLIANCE_MANAGER


def run(commands, hash_seed):
    """Run commands in one new process, in which sets come in another order."""
    environment = {**os.environ, "PYTHONHASHSEED": str(hash_seed)}
    done = subprocess.run(
        [sys.executable, "-c", RUN],
        input=json.dumps(commands),
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]


def exports(folder, alliance):
    """Commands that write what each reader may be given."""
    for role in (role.value for role in ReaderRole if role is not ReaderRole.PARTNER):
        yield ["export", folder, "xlsx", "--reader", role, "--alliance", alliance, "-o", f"{folder}/{role}.xlsx"]
    for kind in OF_A_REVIEW:
        yield ["export", folder, kind, "-o", f"{folder}/review.{kind}"]
    for kind in OF_AN_ALLIANCE:
        yield ["export", folder, kind, "--alliance", alliance, "-o", f"{folder}/{alliance}.{kind}"]


def digests(folder):
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir()) if path.is_file()}


def made(example, folder, hash_seed):
    project = str(resources.examples() / example)
    run([["audit", project, "-o", str(folder)], ["portfolio", project, "-o", str(folder)]], hash_seed)
    alliance = json.loads(next(iter(sorted(folder.glob("*.audit.json")))).read_text("utf-8"))["audits"][0]["alliance"]
    run(list(exports(str(folder), alliance["id"])), hash_seed)
    return digests(folder)


@pytest.mark.parametrize("example", ["healthy", "cold", "one_bridge", "two_firms", "economics", "portfolio"])
def test_an_example_gives_the_same_bytes_in_two_processes(example, tmp_path):
    first, second = (made(example, tmp_path / f"run{seed}", seed) for seed in (1, 2))
    assert first == second
