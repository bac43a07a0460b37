"""Logs as bug reports and vendors' manuals describe them: every case with its source and the right pairs."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from alliancenet.cli import alliancenet
from alliancenet.comms.built import open_build
from tests.comms.rolled import pairs_of

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases" / "logs"
NAMES = sorted(folder.parent.name for folder in CASES.glob("*/expected_pairs.json"))


def run(*words):
    result = CliRunner().invoke(alliancenet, [str(word) for word in words])
    assert result.exit_code == 0, result.output
    return result


@pytest.mark.skipif(not NAMES, reason="the folder of cases is not beside this repository")
@pytest.mark.parametrize("name", NAMES)
def test_a_case_gives_the_right_pairs(tmp_path, name):
    project = tmp_path / name
    shutil.copytree(CASES / name, project)
    run("comms", "build", project)
    found = pairs_of(open_build(project / "comms").folder)
    expected = {tuple(row[:4]): row[4:] for row in json.loads((CASES / name / "expected_pairs.json").read_text())}
    assert set(found) == set(expected)
    for pair, (weight, messages, hours) in expected.items():
        assert found[pair] == (pytest.approx(weight, abs=1e-4), messages, pytest.approx(hours, abs=1e-4)), pair


@pytest.mark.skipif(
    not (CASES / "stray-date-1980").is_dir(), reason="the folder of cases is not beside this repository"
)
def test_a_stray_date_changes_nothing_in_the_audit(tmp_path):
    with_stray, without = tmp_path / "with", tmp_path / "without"
    for project in (with_stray, without):
        shutil.copytree(CASES / "stray-date-1980", project)
    log = without / "logs" / "t.csv"
    log.write_text("".join(line for line in log.read_text().splitlines(keepends=True) if not line.startswith("1980")))
    told = []
    for project in (with_stray, without):
        run("comms", "build", project)
        (audit,) = json.loads(run("audit", project, "--json").stdout)["audits"]
        told.append((audit["core_ties"], audit["log_trend"]))
    assert told[0] == told[1]
    assert len(told[0][1]) == 1
