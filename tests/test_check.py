"""The one command that runs every gate."""

import sys

import check
import pytest


def test_every_gate_that_failed_is_named(capsys):
    assert check.report({"lint": False, "types": True, "tests": False}) == 1
    assert capsys.readouterr().out == "== failed: lint, tests\n"


def test_gates_that_all_pass_end_well(capsys):
    assert check.report({"lint": True}) == 0
    assert capsys.readouterr().out == "== all 1 good\n"


def test_a_gate_that_fails_does_not_keep_the_next_from_running(monkeypatch, capsys):
    commands = {"first": [sys.executable, "-c", "raise SystemExit(3)"], "second": [sys.executable, "-c", "print('ran')"]}
    monkeypatch.setattr(check, "GATES", {**commands, "tests": commands["second"]})
    monkeypatch.setattr(sys, "argv", ["check.py"])
    assert check.main() == 1
    assert capsys.readouterr().out.splitlines()[-1] == "== failed: first"


@pytest.mark.parametrize(("argument", "chosen"), [([], "not slow"), (["--slow"], "slow"), (["--fast"], "not browser")])
def test_slow_tests_run_apart(monkeypatch, argument, chosen):
    ran = []
    monkeypatch.setattr(check, "passes", lambda name, command: not ran.append(command))
    monkeypatch.setattr(sys, "argv", ["check.py", *argument])
    assert check.main() == 0
    assert ran[-1][-1].endswith(chosen)
