"""The journal of tests: what was written afterwards stays marked, and nothing that was kept is lost."""

import json
import shutil
from datetime import date

import pytest
from click.testing import CliRunner

from alliancenet import resources
from alliancenet.cli import alliancenet
from alliancenet.execution.learning.journal import JOURNAL, keep, read_journal
from alliancenet.execution.reading import read_execution
from alliancenet.model.execution import TrialStage

from .records import PLAN, folder_of, plan, register_of, review_of, the_test, trial_files

BEFORE, AFTER = date(2024, 12, 22), date(2026, 6, 1)


def kept(path, files, day):
    """Keep plans and results on a day, as `alliancenet learn --keep` does."""
    register = register_of()
    records = read_execution(folder_of(path, files), register)
    tests = review_of(path, files, as_of=day, kept=read_journal(path / "execution")).tests
    return keep(path / "execution", records.plans, tests, day)


def judged(path, files):
    return review_of(path, files, kept=read_journal(path / "execution")).tests


def test_what_was_decided_after_the_start_is_written_afterwards(tmp_path):
    assert the_test(tmp_path / "a", trial_files(4.0, decided="2025-01-02")).is_afterwards
    assert not the_test(tmp_path / "b", trial_files(4.0, decided="2025-01-01")).is_afterwards


def test_written_afterwards_stays_when_the_file_is_put_right_later(tmp_path):
    kept(tmp_path, trial_files(4.0, decided="2025-06-01"), AFTER)
    (found,) = judged(tmp_path, trial_files(4.0))
    assert found.is_afterwards


@pytest.mark.parametrize("change", [{"least": "0.5"}, {"direction": "down"}, {"end": "2025-12-31"}])
def test_a_plan_changed_after_it_was_kept_is_written_afterwards(tmp_path, change):
    kept(tmp_path, trial_files(4.0), BEFORE)
    (found,) = judged(tmp_path, trial_files(4.0, **change))
    assert found.is_afterwards
    assert any("changed after it was kept" in label for label in found.labels)


def test_changed_back_after_it_was_kept_anew_is_as_it_was_before_the_start(tmp_path):
    kept(tmp_path, trial_files(4.0), BEFORE)
    kept(tmp_path, trial_files(4.0, least="0.5"), AFTER)
    assert judged(tmp_path, trial_files(4.0, least="0.5"))[0].is_afterwards
    assert not judged(tmp_path, trial_files(4.0))[0].is_afterwards


def test_a_plan_may_change_and_be_kept_again_before_the_start(tmp_path):
    kept(tmp_path, trial_files(4.0), date(2024, 12, 21))
    kept(tmp_path, trial_files(4.0, least="3"), BEFORE)
    assert not judged(tmp_path, trial_files(4.0, least="3"))[0].is_afterwards


def test_first_kept_after_the_start_is_said(tmp_path):
    kept(tmp_path, trial_files(4.0), AFTER)
    (found,) = judged(tmp_path, trial_files(4.0))
    assert found.registered == AFTER
    assert any("as somebody wrote it" in label for label in found.labels)


def test_a_test_taken_out_of_the_file_does_not_vanish(tmp_path):
    kept(tmp_path, trial_files(0.0), AFTER)
    files = trial_files(0.0)
    files["interventions.csv"], files["intervention_units.csv"] = PLAN + plan(id="new"), "intervention,unit,arm\n"
    new, gone = judged(tmp_path, files)
    assert (new.id, gone.id, gone.stage) == ("new", "t", TrialStage.TAKEN_OUT)
    assert "no use" in gone.reason


def test_the_same_again_writes_nothing(tmp_path):
    assert kept(tmp_path, trial_files(4.0), AFTER) == 2
    assert kept(tmp_path, trial_files(4.0), AFTER) == 0


def test_another_result_is_added_and_the_old_one_stays(tmp_path):
    kept(tmp_path, trial_files(4.0), AFTER)
    kept(tmp_path, trial_files(0.0), AFTER)
    (history,) = read_journal(tmp_path / "execution").tests.values()
    assert [result["verdict"] for result in history.results] == ["works", "no use"]


def test_a_torn_line_is_passed_over_and_the_next_stands_alone(tmp_path):
    kept(tmp_path, trial_files(4.0), AFTER)
    path = tmp_path / "execution" / JOURNAL
    path.write_bytes(path.read_bytes()[:-20])
    assert read_journal(tmp_path / "execution").unread == 0
    kept(tmp_path, trial_files(4.0), AFTER)
    assert len(next(iter(read_journal(tmp_path / "execution").tests.values())).results) == 1


def test_lines_nobody_understands_are_counted(tmp_path):
    kept(tmp_path, trial_files(4.0), AFTER)
    with (tmp_path / "execution" / JOURNAL).open("a") as journal:
        journal.write('{"kind": "wish"}\nnot json\n[1]\n')
    assert read_journal(tmp_path / "execution").unread == 3
    remarks = review_of(tmp_path, trial_files(4.0), kept=read_journal(tmp_path / "execution")).remarks
    assert any("3 lines of the journal" in remark for remark in remarks)


def test_the_command_keeps_plans_and_results(tmp_path):
    project = tmp_path / "project"
    shutil.copytree(resources.examples() / "economics", project)
    result = CliRunner().invoke(alliancenet, ["learn", str(project), "--as-of", "2026-04-24", "--keep"])
    assert result.exit_code == 0, result.output
    lines = (project / "execution" / JOURNAL).read_text().splitlines()
    assert sum(json.loads(line)["kind"] == "plan" for line in lines) == 4
    assert sum(json.loads(line)["kind"] == "result" for line in lines) == 3
