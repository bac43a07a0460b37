"""The one command that runs every gate."""

import re
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
    commands = {
        "first": [sys.executable, "-c", "raise SystemExit(3)"],
        "second": [sys.executable, "-c", "print('ran')"],
    }
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


def test_the_guide_for_those_who_add_something_names_only_places_that_exist():
    guide = (check.ROOT / ".github/CONTRIBUTING.md").read_text()
    table = [line for line in guide.splitlines() if line.startswith("| ")]
    named = [place for line in table for place in re.findall(r"`([^`]*/[^`]*)`", line)]
    assert len(named) > 20
    assert [place for place in named if not (check.ROOT / place).exists()] == []


def test_nobody_imports_a_module_whose_name_is_a_function_of_the_library():
    hidden = re.compile(r"^\s*import alliancenet\.(compare|metrics|what_if)\b", re.MULTILINE)
    files = [path for folder in ("alliancenet", "web") for path in (check.ROOT / folder).rglob("*.py")]
    assert [str(path) for path in files if hidden.search(path.read_text())] == []
