"""Limits: complete, laid over, refused when they do not exist."""

import re
from pathlib import Path

import pytest

import alliancenet
from alliancenet.errors import InputError, SettingsError
from alliancenet.files.fields import parse_fields
from alliancenet.settings import default_settings, settings_with

DECIDING = ("metrics", "multiplex", "portfolio", "privacy", "report", "rules")


def own(text):
    return settings_with(parse_fields(text, "alliancenet.yaml"), "settings")


@pytest.mark.parametrize("entry", default_settings().entries.values(), ids=lambda entry: entry.key)
def test_every_limit_has_unit_reason_and_source(entry):
    assert entry.unit
    assert entry.reason
    assert entry.source


def test_own_value_changes_the_digest_and_nothing_else():
    changed = own("settings:\n  core.min_ties: 3\n")
    assert changed.whole("core.min_ties") == 3
    assert changed.digest != default_settings().digest
    assert changed.number("core_tie.importance") == 4


def test_part_of_a_table_may_be_changed():
    changed = own("settings:\n  redundancy.floor: {'1': 5}\n")
    assert dict(changed.table("redundancy.floor")) == {"1": 5, "2": 3, "3": 2}


def test_all_faults_come_at_once_with_their_lines():
    with pytest.raises(InputError) as caught:
        own("settings:\n  core.min_tie: 3\n  core.min_ties: many\n")
    assert [problem.line for problem in caught.value.problems] == [2, 3]


def test_unknown_key_in_the_code_is_an_error():
    with pytest.raises(SettingsError, match="no key"):
        default_settings().number("no.such.limit")


def test_no_limit_of_our_own_stands_in_the_code_of_what_is_measured_and_told():
    rooms = [Path(alliancenet.__file__).parent / name for name in DECIDING]
    lines = [line for room in rooms for path in room.rglob("*.py") for line in path.read_text("utf-8").splitlines()]
    assert [line for line in lines if re.match(r"_?[A-Z_, ]+ = [^#]*# .*own limit", line)] == []
