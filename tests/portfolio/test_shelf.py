"""A folder of audits: fast again the second time, and never wrong because of it."""

import json
from dataclasses import replace
from datetime import date

import pytest
from built_audits import a_finding, an_audit
from built_portfolios import DAY, a_register, an_alliance

from alliancenet.errors import InputError
from alliancenet.model.audit import ProjectMark
from alliancenet.model.portfolio import PortfolioRecords
from alliancenet.portfolio.opening import holdings_of, shelf_of
from alliancenet.portfolio.shelf import reading as shelf
from alliancenet.portfolio.shelf.reading import INDEX_FILE, note_audits, read_shelf
from alliancenet.settings import default_settings
from alliancenet.store.audit_file import file_name, write_audits

CLOSES = {"w1": date(2025, 4, 20), "w2": date(2025, 10, 20), "w3": date(2026, 4, 20)}


def an_audit_of(alliance="north", wave="w1"):
    audit = an_audit(alliance)
    return replace(audit, wave=replace(audit.wave, id=wave, closes=CLOSES[wave]))


@pytest.fixture
def folder(tmp_path):
    write_audits(tmp_path, [an_audit_of(name, wave) for name in ("north", "south") for wave in CLOSES])
    return tmp_path


def test_shelf_holds_every_alliance_oldest_wave_first(folder):
    found = read_shelf(folder)
    assert {name: [audit.wave.id for audit in audits] for name, audits in found.audits.items()} == {
        "north": ["w1", "w2", "w3"],
        "south": ["w1", "w2", "w3"],
    }


def test_second_reading_is_from_the_index_and_says_the_same(folder):
    first = read_shelf(folder)
    assert (folder / INDEX_FILE).is_file()
    assert read_shelf(folder) == first


def test_shelf_read_from_files_equals_the_one_of_audits_in_memory(folder):
    read = read_shelf(folder)
    made = shelf_of([an_audit_of(name, wave) for name in ("north", "south") for wave in CLOSES])
    assert read.people_changes == made.people_changes
    assert read.audits["north"][0].confidence == made.audits["north"][0].confidence


def test_what_a_proposal_names_is_the_same_from_files_and_from_memory(tmp_path):
    audit = an_audit("north", findings=(a_finding("H-CONFLICT", title="Disagreements become personal"),))
    write_audits(tmp_path, [audit])
    made = shelf_of([audit])
    for _again in ("from the file", "from the index"):
        read = read_shelf(tmp_path).audits["north"][0].findings
        assert [(finding.code, finding.title) for finding in read] == [("H-CONFLICT", "Disagreements become personal")]
        assert [finding.title for finding in made.audits["north"][0].findings] == [finding.title for finding in read]


def test_changed_file_is_read_again_although_the_index_knows_its_name(folder):
    read_shelf(folder)
    newer = replace(an_audit_of("north", "w3"), confidence="low")
    write_audits(folder, [newer])
    assert read_shelf(folder).audits["north"][-1].confidence == "low"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": "alliancenet-portfolio-index/2"}', '{"format": "other"}'])
def test_broken_index_is_made_anew(folder, text):
    right = read_shelf(folder)
    (folder / INDEX_FILE).write_text(text)
    assert read_shelf(folder) == right
    assert json.loads((folder / INDEX_FILE).read_text())["entries"]


def test_entries_of_the_index_that_cannot_be_read_are_made_anew(folder):
    right = read_shelf(folder)
    index = json.loads((folder / INDEX_FILE).read_text())
    index["entries"] = {digest: [["too short"]] for digest in index["entries"]}
    (folder / INDEX_FILE).write_text(json.dumps(index))
    assert read_shelf(folder) == right


def test_index_names_nobody(folder):
    read_shelf(folder)
    text = (folder / INDEX_FILE).read_text()
    assert "own-00" not in text
    assert "Person 0 of own" not in text


@pytest.mark.parametrize("damage", [b"", b"{", b'{"format": "alliancenet-audit/9", "audits": []}', b"[[[["])
def test_damaged_file_is_a_problem_and_the_others_are_shown(folder, damage):
    (folder / file_name(an_audit_of("north", "w2"))).write_bytes(damage)
    found = read_shelf(folder)
    assert [audit.wave.id for audit in found.audits["north"]] == ["w1", "w3"]
    assert len(found.audits["south"]) == 3
    assert [problem.file for problem in found.problems] == ["north--w2.audit.json"]


def test_audit_cut_in_half_is_a_problem(folder):
    path = folder / file_name(an_audit_of("north", "w2"))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert "make the audit again" in str(read_shelf(folder).problems[0])


def test_audit_without_its_people_is_a_problem(folder):
    path = folder / file_name(an_audit_of("north", "w2"))
    document = json.loads(path.read_text())
    del document["audits"][0]["people"]
    path.write_text(json.dumps(document))
    assert len(read_shelf(folder).problems) == 1


def test_two_audits_of_one_wave_are_both_refused(folder):
    path = folder / file_name(an_audit_of("north", "w3"))
    (folder / "copy.audit.json").write_bytes(path.read_bytes() + b" ")
    found = read_shelf(folder)
    assert [audit.wave.id for audit in found.audits["north"]] == ["w1", "w2"]
    assert "move the older file away" in found.problems[0].action


def test_people_change_is_that_of_the_last_two_waves_by_the_day(folder):
    assert read_shelf(folder, date(2025, 6, 1)).people_changes == {}
    assert read_shelf(folder).people_changes["north"].joiners == 0


def test_audits_noted_as_they_are_written_need_no_parsing(folder, monkeypatch):
    audits = [an_audit_of(name, wave) for name in ("north", "south") for wave in CLOSES]
    right = read_shelf(folder)
    (folder / INDEX_FILE).unlink()
    note_audits(folder, audits)
    monkeypatch.setattr(shelf, "from_document", None)
    assert read_shelf(folder) == right


def test_review_of_another_day_does_not_forget_what_was_counted(folder):
    read_shelf(folder)
    read_shelf(folder, date(2025, 11, 1))
    assert len(json.loads((folder / INDEX_FILE).read_text())["changes"]) == 4


def test_audits_of_another_project_are_left_aside_with_a_remark(folder):
    register = a_register(an_alliance("north"))
    holdings, problems = holdings_of(register, PortfolioRecords(), default_settings(), folder)
    assert set(holdings.audits) == {"north"}
    assert "'south' is not on this project's register" in problems[0].found


def test_day_of_the_review_is_the_last_close_unless_given(folder):
    register = a_register(an_alliance("north"), an_alliance("south"))
    default, _ = holdings_of(register, PortfolioRecords(), default_settings(), folder)
    asked, _ = holdings_of(register, PortfolioRecords(), default_settings(), folder, DAY)
    assert (default.as_of, asked.as_of) == (CLOSES["w3"], DAY)


def test_nothing_with_a_day_asks_for_one(tmp_path):
    with pytest.raises(InputError, match="--as-of"):
        holdings_of(a_register(), PortfolioRecords(), default_settings(), tmp_path)


def test_audit_with_one_digit_changed_is_a_problem_and_the_others_are_shown(folder):
    path = folder / file_name(an_audit_of("north", "w2"))
    path.write_bytes(path.read_bytes().replace(b'"value": 74', b'"value": 94', 1))
    found = read_shelf(folder)
    assert [audit.wave.id for audit in found.audits["north"]] == ["w1", "w3"]
    assert "changed since it was written" in found.problems[0].found


def test_a_change_is_noticed_although_the_index_knows_the_file(folder):
    read_shelf(folder)
    path = folder / file_name(an_audit_of("north", "w2"))
    path.write_bytes(path.read_bytes().replace(b'"value": 74', b'"value": 94', 1))
    assert len(read_shelf(folder).problems) == 1


@pytest.mark.parametrize("from_index", [False, True])
def test_audits_of_another_project_are_set_aside_by_the_project_that_asks(folder, from_index):
    strange = replace(an_audit_of("east"), project=ProjectMark(id="strange", name="Theirs"))
    write_audits(folder, [strange])
    if from_index:
        read_shelf(folder)
    found = read_shelf(folder, project="home")
    assert set(found.audits) == {"north", "south"}
    assert "another project, 'Theirs'" in found.problems[0].found


def test_audits_of_an_earlier_version_are_counted_once(folder):
    for name in ("north", "south"):
        path = folder / file_name(an_audit_of(name))
        document = json.loads(path.read_text())
        del document["seal"], document["audits"][0]["project"]
        path.write_text(json.dumps(document))
    found = read_shelf(folder)
    assert [problem.file for problem in found.problems] == ["north--w1.audit.json, south--w1.audit.json"]
    assert len(found.audits["north"]) == 3
