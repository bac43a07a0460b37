"""Moving one cut by one step: what changes is counted, against audits made by hand."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from alliancenet.auditing import audit_case, build_case
from alliancenet.cli import alliancenet
from alliancenet.report.tables.sensitivity import sensitivity_text
from alliancenet.sensitivity import _moved, sensitivity_of
from alliancenet.settings import changed
from alliancenet.sources.project import read_project

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "one_bridge"


@pytest.fixture(scope="module")
def project():
    return read_project(EXAMPLE)


@pytest.fixture(scope="module")
def found(project):
    return sensitivity_of(project)[0]


def test_every_cut_moves_down_and_up(found):
    by_setting = {}
    for shift in found.shifts:
        by_setting.setdefault(shift.setting, []).append(shift.moved_to)
    assert {len(values) for values in by_setting.values()} == {2}
    assert by_setting["core.min_ties"] == ["1", "3"]


@pytest.mark.parametrize(("key", "value"), [("core.min_ties", 1), ("gap.min", 0.4), ("conflict.red", 4.25)])
def test_counts_are_those_of_two_whole_audits(project, found, key, value):
    limits = changed(project.settings, {"resamples.count": 0})
    usual, other = (
        audit_case(build_case(replace(project, settings=settings), next(iter(project.register.alliances)), 0))
        for settings in (limits, changed(limits, {key: value}))
    )
    shift = next(shift for shift in found.shifts if (shift.setting, shift.moved_to) == (key, f"{value:g}"))
    assert shift.roles == sum(a.role != b.role for a, b in zip(usual.people, other.people, strict=True))
    codes = [sorted(finding.code for finding in audit.findings) for audit in (usual, other)]
    assert sorted([*codes[0], *shift.new]) == sorted([*codes[1], *shift.gone])


def test_a_looser_core_changes_roles(found):
    shift = next(shift for shift in found.shifts if (shift.setting, shift.moved_to) == ("core.min_ties", "1"))
    assert shift.roles > 0


@pytest.mark.parametrize(
    ("value", "moved"), [(4, 5), (0.5, 1.5), ([0.1, 0.7], [1.1, 1.7]), ({"a": 1, "b": 2.5}, {"a": 2, "b": 3.5})]
)
def test_every_number_of_a_setting_moves(value, moved):
    assert _moved(value, 1) == moved


def test_the_table_names_the_cuts_that_decide(found):
    text = sensitivity_text(found)
    assert "cuts decide something" in text
    assert "core.min_ties" in text


def test_the_command_gives_the_same_as_json(found):
    done = CliRunner().invoke(alliancenet, ["audit", str(EXAMPLE), "--sensitivity", "--json"], catch_exceptions=False)
    (one,) = json.loads(done.stdout)["sensitivity"]
    assert (one["people"], len(one["shifts"])) == (found.people, len(found.shifts))


@pytest.mark.slow
def test_a_folder_gets_the_document(tmp_path):
    words = ["audit", str(EXAMPLE), "--sensitivity", "-o", str(tmp_path / "out")]
    done = CliRunner().invoke(alliancenet, words, catch_exceptions=False)
    assert done.exit_code == 0
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["sensitivity.json"]
