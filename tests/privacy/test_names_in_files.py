"""The audit file holds the name of nobody who may not be named."""

from dataclasses import replace

import pytest

from alliancenet.auditing import audit_case
from alliancenet.settings import changed, default_settings
from alliancenet.store.audit_file import to_json
from tests.conftest import a_case, strong


@pytest.mark.parametrize(
    ("named_for", "agreed", "held"),
    [([], True, False), (["hr"], False, False), (["hr"], True, True)],
)
def test_a_name_is_in_the_file_only_where_somebody_may_read_it(named_for, agreed, held):
    limits = changed(default_settings(), {"privacy.named_for": named_for})
    case = a_case({"a0": "a", "b0": "b"}, strong([("a0", "b0")]), settings=limits)
    people = {
        id: replace(person, name="Ada Lovelace" if id == "a0" else "", may_be_named=agreed)
        for id, person in case.register.people.items()
    }
    audit = audit_case(replace(case, register=replace(case.register, people=people)))
    assert ("Ada Lovelace" in to_json([audit])) is held
