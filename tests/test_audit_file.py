"""Audit ↔ JSON: there and back, damaged documents, names of files."""

import json
from dataclasses import replace

import pytest
from built_audits import an_audit

from alliancenet.auditing import audit_case
from alliancenet.errors import AuditFormatError
from alliancenet.store.audit_file import FORMAT, as_read, file_name, from_document, to_document, to_json
from tests.conftest import a_case, strong

PEOPLE = {"a1": "a", "a2": "a", "b1": "b", "b2": "b"}


@pytest.fixture(scope="module")
def audit():
    return audit_case(a_case(PEOPLE, strong([("a1", "b1"), ("a2", "b1")]), silent=("b2",)))


def test_audit_to_json_and_back_is_the_same(audit):
    text = to_json([audit])
    assert to_json(from_document(json.loads(text))) == text


@pytest.mark.parametrize(
    "harm",
    [
        lambda one: one.update(format="alliancenet-audit/9"),
        lambda one: one["audits"][0].pop("scores"),
        lambda one: one["audits"][0].update(surprise=1),
        lambda one: one["audits"][0]["people"][0].update(role="king"),
        lambda one: one["audits"][0]["wave"].update(window_days="ninety"),
        lambda one: one.update(audits=None),
    ],
)
def test_damaged_document_is_refused_with_a_sentence(audit, harm):
    document = to_document([audit])
    harm(document)
    with pytest.raises(AuditFormatError, match=r"reads|damaged"):
        from_document(document)


@pytest.mark.parametrize(
    ("one", "other"),
    [(("a--b", "c"), ("a", "b--c")), (("a/b", "c"), ("a_b", "c")), (("a-", "b"), ("a", "-b"))],
)
def test_two_audits_never_share_a_file_name(audit, one, other):
    def named(ids):
        alliance, wave = replace(audit.alliance, id=ids[0]), replace(audit.wave, id=ids[1])
        return file_name(replace(audit, alliance=alliance, wave=wave))

    assert named(one) != named(other)


def test_long_ids_make_a_name_a_file_system_takes(audit):
    assert len(file_name(replace(audit, wave=replace(audit.wave, id="w" * 500))).encode()) < 255


def test_an_audit_that_does_not_say_whom_the_logs_saw_is_still_read(audit):
    document = to_document([audit])
    for firm in document["audits"][0]["alliance"]["firms"]:
        del firm["seen"]
    assert to_json(from_document(document)) == to_json([audit])


def test_format_is_named_in_every_file(audit):
    assert to_document([audit])["format"] == FORMAT


def test_friendship_never_becomes_a_drawn_tie():
    told = {**strong([("a1", "b1")]), "friendship": {("a1", "b1"): 5, ("b1", "a1"): 5}}
    layers = {tie.layer for tie in audit_case(a_case(PEOPLE, told)).ties}
    assert "friendship" not in layers
    assert "closeness" in layers


def test_an_audit_just_made_holds_the_digits_its_file_gives_back():
    audit = an_audit()
    known = next(place for place, score in enumerate(audit.scores) if score.value is not None)
    scores = list(audit.scores)
    scores[known] = replace(scores[known], value=1.17500000000000093, interval=None)
    made = as_read(replace(audit, scores=tuple(scores)))
    assert made.scores[known].value == 1.175
    assert made == from_document(json.loads(to_json([made])))[0]
