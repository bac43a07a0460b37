"""`alliancenet compare` says the few changes that count in words, and refuses what is no pair of audits."""

from dataclasses import replace
from datetime import date

import pytest
from built_audits import a_score, an_audit
from click.testing import CliRunner

from alliancenet.cli.compare import compare as command
from alliancenet.compare import compare
from alliancenet.errors import InputError
from alliancenet.model.catalogue import CARDS
from alliancenet.model.finding import Severity
from alliancenet.report.compared import lines
from alliancenet.store.audit_file import to_json


def an_audit_of(wave, closes, *scores):
    audit = an_audit(scores=scores)
    return replace(audit, wave=replace(audit.wave, id=wave, closes=date.fromisoformat(closes)))


def scored(value):
    return replace(a_score("health", value, interval=(value, value)), answering_error=1.0)


OLD, NEW = an_audit_of("w1", "2025-10-24", scored(88.0)), an_audit_of("w2", "2026-04-24", scored(57.0))


@pytest.fixture
def files(tmp_path):
    for name, audit in (("old", OLD), ("new", NEW)):
        (tmp_path / f"{name}.audit.json").write_text(to_json([audit]), encoding="utf-8")
    (tmp_path / "people.csv").write_text("id,name\np1,Kim\n", encoding="utf-8")
    return tmp_path


def run(folder, *names):
    return CliRunner().invoke(command, [str(folder / name) for name in names])


def refused(folder, *names):
    """What is said of two files that are no pair of audits."""
    ended = run(folder, *names)
    assert isinstance(ended.exception, InputError)
    return [str(problem) for problem in ended.exception.problems]


def test_the_change_is_told_in_words_between_two_months(files):
    said = run(files, "old.audit.json", "new.audit.json").stdout
    assert "October 2025 to April 2026" in said
    assert "Health: 88 to 57, a fall of 31" in said


def test_the_later_audit_first_is_refused_with_the_command_that_works(files):
    told = refused(files, "new.audit.json", "old.audit.json")[0]
    assert f"alliancenet compare {files / 'old.audit.json'} {files / 'new.audit.json'}" in told


def test_a_wave_is_not_compared_with_itself(files):
    assert "both are of wave 'w1'" in refused(files, "old.audit.json", "old.audit.json")[0]


def test_tables_in_place_of_audits_are_refused_without_talk_of_json(files):
    told = refused(files, "people.csv", "new.audit.json")
    assert len(told) == 1
    assert told[0].startswith("people.csv: cannot be read: it was cut off, or is no audit;")


def test_both_files_that_are_no_audit_are_named_at_once(files):
    (files / "ties.csv").write_text("from,to\n", encoding="utf-8")
    assert [line.partition(":")[0] for line in refused(files, "people.csv", "ties.csv")] == ["people.csv", "ties.csv"]


def test_a_folder_in_place_of_an_audit_is_answered_with_a_file_of_it(files):
    assert f"such as {files / 'new.audit.json'}" in refused(files, "", "new.audit.json")[0]


def test_the_summary_fits_a_screen_and_the_rest_is_counted():
    many = [a_score(metric, 50.0) for metric, card in CARDS.items() if card.unit == "points"]
    audits = [
        replace(audit, scores=tuple(replace(score, value=value, interval=(value, value)) for score in many))
        for audit, value in ((OLD, 80.0), (NEW, 40.0))
    ]
    told = list(lines(compare(*audits)))
    assert len(told) <= 40
    assert any("--all lists them" in line for line in told)


def test_no_line_of_the_summary_is_made_of_codes():
    told = "\n".join(lines(compare(OLD, NEW)))
    assert Severity.HIGH.value not in told
    assert "climate.trust" not in told
    assert "health:" not in told
