"""Audit ↔ JSON: there and back, damaged files, two files for one wave."""

import json

import pytest

from alliancenet.audit_file import FORMAT, from_document, read_audits, to_document, to_json, write_audits
from alliancenet.auditing import audit_case
from alliancenet.errors import AuditFormatError
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
    with pytest.raises(AuditFormatError, match=r"needed|damaged"):
        from_document(document)


def test_truncated_file_is_named_and_the_others_stay(audit, tmp_path):
    write_audits(tmp_path, [audit])
    (tmp_path / "torn.audit.json").write_text(to_json([audit])[:200])
    loaded = read_audits(tmp_path)
    assert len(loaded.audits) == 1
    assert [problem.file for problem in loaded.problems] == ["torn.audit.json"]


def test_two_files_for_one_wave_are_both_refused(audit, tmp_path):
    (path,) = write_audits(tmp_path, [audit])
    (tmp_path / "copy.audit.json").write_bytes(path.read_bytes())
    loaded = read_audits(tmp_path)
    assert loaded.audits == ()
    assert "stands in each of them" in str(loaded.problems[0])


def test_format_is_named_in_every_file(audit):
    assert to_document([audit])["format"] == FORMAT


def test_friendship_never_becomes_a_drawn_tie():
    told = {**strong([("a1", "b1")]), "friendship": {("a1", "b1"): 5, ("b1", "a1"): 5}}
    layers = {tie.layer for tie in audit_case(a_case(PEOPLE, told)).ties}
    assert "friendship" not in layers
    assert "closeness" in layers
