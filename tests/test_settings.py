"""Limits: complete, laid over, refused when they do not exist."""

import pytest

from alliancenet.errors import InputError, SettingsError
from alliancenet.files.fields import parse_fields
from alliancenet.settings import default_settings, settings_with


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
