"""A table that was there for the last audit and is gone is told, since what it said is unknown now."""

import sys

import pytest
from small_projects import a_project

from alliancenet.cli import main


@pytest.fixture
def audit(tmp_path, monkeypatch, capsys):
    project = a_project(tmp_path / "project")

    def run():
        words = ["alliancenet", "audit", str(project), "-o", str(tmp_path / "audits"), "--resamples", "0"]
        monkeypatch.setattr(sys, "argv", words)
        with pytest.raises(SystemExit) as ended:
            main()
        assert not ended.value.code
        return capsys.readouterr().err

    return project, run


def test_a_table_that_vanished_since_the_last_audit_is_told(audit):
    project, run = audit
    run()
    (project / "touchpoints.csv").unlink()
    assert "touchpoints.csv: was read for the last audit" in run()


def test_nothing_is_told_while_all_tables_are_there(audit):
    _, run = audit
    run()
    assert "was read for the last audit" not in run()


def test_it_is_told_once_and_not_for_ever(audit):
    project, run = audit
    run()
    (project / "touchpoints.csv").unlink()
    run()
    assert "was read for the last audit" not in run()
