"""A folder of audits: what is damaged, changed or of another project is named, the others are read."""

import json
from dataclasses import replace
from datetime import date

import pytest
from built_audits import an_audit

from alliancenet.errors import InputError
from alliancenet.model.audit import ProjectMark
from alliancenet.store.audit_file import FORMAT, file_name, to_document, write_audits
from alliancenet.store.audit_folder import read_audits, without_seal

HOME = ProjectMark(id="home", name="Our alliances")
OTHER = ProjectMark(id="other", name="Theirs")


def an_audit_of(alliance="north", wave="w1", project=HOME):
    audit = replace(an_audit(alliance), project=project)
    return replace(audit, wave=replace(audit.wave, id=wave, closes=date(2026, 4, 20)))


@pytest.fixture
def folder(tmp_path):
    write_audits(tmp_path, [an_audit_of("north"), an_audit_of("south"), an_audit_of("south", "w2")])
    return tmp_path


def shown(folder, project=""):
    return [(audit.alliance.id, audit.wave.id) for audit in read_audits(folder, project=project).audits]


def the_problem(folder, project=""):
    (problem,) = read_audits(folder, project=project).problems
    return problem


def cut(raw):
    return raw[: len(raw) // 2]


def newer(raw):
    return raw.replace(FORMAT.encode(), b"alliancenet-audit/9")


def without_its_seal(raw):
    return raw.partition(b', "seal"')[0] + b"}"


def one_digit_changed(raw):
    return raw.replace(b'"value": 74', b'"value": 94', 1)


def written_anew(raw):
    return json.dumps(json.loads(raw), indent=2).encode()


HARMS = {
    cut: "cut off",
    newer: "changed since it was written",
    one_digit_changed: "changed since it was written",
    without_its_seal: "changed since it was written",
    written_anew: "changed since it was written",
    lambda _: b"": "cut off",
    lambda _: b"[[[[": "cut off",
    lambda _: b'{"format": "alliancenet-audit/9", "audits": []}': "alliancenet-audit/9",
    lambda _: b"\xff\xfe{}": "is no audit",
    lambda raw: raw + raw: "changed since",
}


@pytest.mark.parametrize(("harm", "said"), HARMS.items())
def test_harmed_file_is_named_and_the_others_stay(folder, harm, said):
    path = folder / file_name(an_audit_of("north"))
    whole = path.read_bytes()
    path.write_bytes(harm(whole))
    assert path.read_bytes() != whole
    assert shown(folder) == [("south", "w1"), ("south", "w2")]
    assert the_problem(folder).file == path.name
    assert said in the_problem(folder).found


def test_every_single_digit_is_under_the_seal(folder):
    path = folder / file_name(an_audit_of("north"))
    raw = path.read_bytes()
    digits = [at for at, byte in enumerate(raw.partition(b', "seal"')[0]) if chr(byte).isdigit()]
    for at in digits[:: len(digits) // 25]:
        other = b"1" if raw[at : at + 1] != b"1" else b"2"
        path.write_bytes(raw[:at] + other + raw[at + 1 :])
        assert path.name in the_problem(folder).file


def test_two_files_for_one_wave_are_both_refused(folder):
    path = folder / file_name(an_audit_of("north"))
    (folder / "copy.audit.json").write_bytes(path.read_bytes())
    assert shown(folder) == [("south", "w1"), ("south", "w2")]
    assert "stands in each of them" in the_problem(folder).found


def test_audit_of_another_project_is_set_aside_and_named(folder):
    write_audits(folder, [an_audit_of("east", project=OTHER)])
    assert shown(folder) == [("north", "w1"), ("south", "w1"), ("south", "w2")]
    assert "another project, 'Theirs'" in the_problem(folder).found


def test_same_alliance_and_wave_of_another_project_does_not_push_ours_out(folder):
    raw = write_audits(folder / "elsewhere", [an_audit_of("north", project=OTHER)])[0].read_bytes()
    (folder / "theirs.audit.json").write_bytes(raw)
    assert ("north", "w1") in shown(folder)
    assert the_problem(folder).file == "theirs.audit.json"


def test_whose_folder_it_is_may_be_told(folder):
    write_audits(folder, [an_audit_of("east", project=OTHER)])
    assert shown(folder, project="other") == [("east", "w1")]


def test_with_as_many_audits_of_each_nobody_is_set_aside_and_it_is_said(tmp_path):
    write_audits(tmp_path, [an_audit_of("north"), an_audit_of("east", project=OTHER)])
    assert shown(tmp_path) == [("east", "w1"), ("north", "w1")]
    assert "2 projects lie together" in the_problem(tmp_path).found


def test_a_renamed_project_keeps_its_audits_by_its_id(tmp_path):
    write_audits(tmp_path, [an_audit_of("north"), an_audit_of("north", "w2", replace(HOME, name="Renamed"))])
    assert shown(tmp_path) == [("north", "w1"), ("north", "w2")]


def test_an_audit_of_another_project_is_not_written_over(folder):
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(InputError, match="another project stands there"):
        write_audits(folder, [an_audit_of("fresh", project=OTHER), an_audit_of("north", project=OTHER)])
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_an_audit_of_the_same_project_is_made_anew_whatever_its_texts_say(folder):
    tricky = replace(HOME, name='"project": {"id": "other"}')
    write_audits(folder, [an_audit_of("north", project=tricky)])
    write_audits(folder, [an_audit_of("north")])
    assert read_audits(folder).problems == ()


def as_earlier_versions_wrote(audit):
    document = to_document([audit])
    del document["audits"][0]["project"]
    return json.dumps(document)


def test_audit_of_an_earlier_version_is_read_and_marked_as_unsealed(folder):
    (folder / "old.audit.json").write_text(as_earlier_versions_wrote(an_audit_of("east")))
    loaded = read_audits(folder)
    assert "east" in {audit.alliance.id for audit in loaded.audits}
    assert (loaded.problems, loaded.unsealed) == ((), ("old.audit.json",))


def test_many_files_without_a_seal_are_counted():
    assert "and 2 more" in without_seal([f"{number}.audit.json" for number in range(7)])
