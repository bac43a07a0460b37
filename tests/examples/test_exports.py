"""What was planted comes back from the exports: as the platforms wrote them, mapped, read, audited."""

import json
import math
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import openpyxl
import pytest
import yaml
from click.testing import CliRunner

from alliancenet import cli, resources
from alliancenet.model.multiplex import Layer
from alliancenet.sources.project import read_project
from alliancenet.instruments.reading import read_shipped
from alliancenet.survey.mapping import read_mapping
from alliancenet.survey.readers.detect import read_export

PLANTED = """
import json, sys
sys.dont_write_bytecode = True
sys.path.insert(0, sys.argv[1])
from dataclasses import replace
from generate import EXAMPLES, _alliance
for example in EXAMPLES:
    numbered = 1
    for plan in example.alliances:
        if plan.platforms:
            rows = _alliance(example, replace(plan, platforms=()), numbered)[0]["answers.csv"]
            print(json.dumps([example.folder, plan.id, rows]))
        numbered += sum(plan.people)
"""
"""The same answers in our own table: drawn before anybody decides on a platform."""
PLATFORMS = {
    "mosaic": "qualtrics",
    "sparrow": "microsoft_forms",
    "thimble": "limesurvey",
    "willow": "google_forms",
    "harbor": "survey_monkey",
}
WORDS = ("GOAL1", "OPEN1", "OPEN2")
EXPORTS = sorted(
    path
    for folder in ("portfolio", "two_firms")
    for path in (resources.examples() / folder / "survey").iterdir()
    if path.suffix != ".yaml" and not any(about in path.stem for about in ("_contract_", "_owners_", "_capability_"))
)
"""Of what everybody is asked; `test_papers` holds what only some are."""


def name_of(path):
    return path.stem


@pytest.fixture(scope="module")
def planted():
    """Planted answers by wave: what (item) of whom by whom, about whom."""
    words = [sys.executable, "-c", PLANTED, str(Path(__file__).with_name("make"))]
    done = subprocess.run(words, check=True, timeout=60, capture_output=True, text=True)
    found = defaultdict(dict)
    for folder, alliance, rows in map(json.loads, done.stdout.splitlines()):
        for row in rows:
            found[folder, alliance, row["wave"]][row["item"], row["respondent"], row["alter"]] = row["value"]
    return found


@pytest.fixture(scope="module")
def waves():
    return {
        (folder, wave.alliance, wave.id): wave
        for folder in ("portfolio", "two_firms")
        for wave in read_project(resources.examples() / folder).waves
    }


def run(*words, code=0):
    result = CliRunner().invoke(cli.alliancenet, [str(word) for word in words])
    assert result.exit_code == code, result.output
    return result.output


def number(text):
    return None if text in {"prefer_not_to_say", "cannot_say"} else float(text)


def told_of_people(wave):
    """Answers of a wave about people, without those that say there was no contact."""
    layers = {item.layer: item.id for instrument in read_shipped() for item in instrument.items if item.layer in set(Layer)}
    found = {}
    for layer, report in wave.reports.items():
        rows = zip(report.respondent.tolist(), report.alter.tolist(), report.value.tolist(), strict=True)
        for one, other, value in rows:
            if layer is not Layer.COMMUNICATION or value != 0:
                key = layers[layer], wave.people[one], wave.people[other]
                found[key] = None if math.isnan(value) else value
    return found


def told_of_the_alliance(wave):
    opinions = wave.opinions
    rows = zip(opinions.respondent.tolist(), opinions.item.tolist(), opinions.value.tolist(), strict=True)
    return {
        (opinions.items[item], wave.people[one], ""): None if math.isnan(value) else value
        for one, item, value in rows
        if not opinions.items[item].startswith("PSY")
    }


@pytest.mark.parametrize("path", EXPORTS, ids=name_of)
def test_every_planted_answer_about_a_person_is_read_and_no_other(path, planted, waves):
    key = (path.parent.parent.name, *path.stem.split("_")[:2])
    expected = {what: number(value) for what, value in planted[key].items() if what[2]}
    assert told_of_people(waves[key]) == expected


@pytest.mark.parametrize("path", EXPORTS, ids=name_of)
def test_every_planted_answer_about_the_alliance_is_read_and_no_other(path, planted, waves):
    key = (path.parent.parent.name, *path.stem.split("_")[:2])
    steps = {what: value for what, value in planted[key].items() if not what[2] and what[0] not in WORDS}
    expected = {what: number(value) for what, value in steps.items()}
    assert told_of_the_alliance(waves[key]) == expected


@pytest.mark.parametrize("path", EXPORTS, ids=name_of)
def test_the_goals_picked_are_read(path, planted, waves):
    key = (path.parent.parent.name, *path.stem.split("_")[:2])
    expected = {what[1]: set(value.split(";")) for what, value in planted[key].items() if what[0] == "GOAL1"}
    assert {person: set(goals) for person, goals in waves[key].choices["GOAL1"].items()} == expected


@pytest.mark.parametrize("path", EXPORTS, ids=name_of)
def test_what_people_wrote_is_read_word_for_word(path, planted, waves):
    key = (path.parent.parent.name, *path.stem.split("_")[:2])
    expected = {(what[0], what[1], value) for what, value in planted[key].items() if what[0].startswith("OPEN")}
    texts = waves[key].texts
    assert {(item, person, text) for item, said in texts.items() for person, text in said} == expected
    assert bool(expected) == (key[1] in {"harbor", "mosaic", "sparrow", "kiln"})


@pytest.mark.parametrize("path", EXPORTS, ids=name_of)
def test_whoever_finished_says_by_silence_who_is_no_contact(path, waves):
    wave = waves[path.parent.parent.name, *path.stem.split("_")[:2]]
    assert wave.complete.tolist() == wave.responded.tolist()
    assert 0 < wave.responded.sum() < len(wave.people)


def test_five_platforms_write_the_answers_of_five_alliances():
    found = {path.stem.split("_")[0]: read_export(path).platform for path in EXPORTS if path.parts[-3] == "portfolio"}
    assert found == PLATFORMS


def test_the_two_firms_ask_on_platforms_of_their_own_in_two_languages():
    found = [read_export(path) for path in EXPORTS if path.parts[-3] == "two_firms"]
    assert [export.platform for export in found] == ["microsoft_forms", "qualtrics"]
    assert "Wir halten, was zugesagt wurde." in [question.text for question in found[0].questions]


def test_other_programs_read_the_workbooks_alike():
    for path in (path for path in EXPORTS if path.suffix == ".xlsx"):
        sheet = openpyxl.load_workbook(path, read_only=True).active
        rows = list(sheet.iter_rows(values_only=True))
        export = read_export(path)
        assert len(rows) == 1 + len(export.respondents)
        filled = sum(cell not in (None, "") for row in rows[1:] for cell in row[5:])
        assert filled == len(export.word)


def placements(path):
    return {(placement.where, placement.item, placement.about, placement.separator, placement.ticked) for placement in path.placements}


@pytest.mark.parametrize("path", EXPORTS, ids=name_of)
def test_the_shipped_mapping_is_what_is_proposed(path, tmp_path):
    """But for what only a person can say: which item a block of bare names is, words of one's own."""
    proposed = tmp_path / "map.yaml"
    run("survey", "map", path, "--project", path.parent.parent, "-o", proposed)
    lines = yaml.safe_load(proposed.read_text())
    shipped = read_mapping(path.with_name(f"{path.name}.map.yaml"), read_shipped())
    blocks = [line["at"] for line in lines["roster"] if "check" in line]
    assert blocks == [placement.at for placement in shipped.placements if placement.at]
    true = {placement.at: placement.item for placement in shipped.placements}
    assert all(line["item"] in {"?", true[line["at"]]} for line in lines["roster"] if "check" in line)
    lines["roster"] = [line for line in lines["roster"] if "check" not in line]
    lines["unplaced"] = []
    proposed.write_text(yaml.safe_dump(lines, allow_unicode=True))
    certain = placements(read_mapping(proposed, read_shipped()))
    assert certain == {placement for placement in placements(shipped) if placement[0] not in blocks}


@pytest.mark.slow
def test_nothing_is_left_to_place(tmp_path):
    for path in EXPORTS:
        assert "not placed" not in run("survey", "map", path, "-o", tmp_path / "map.yaml", "--force")


def test_the_column_that_says_who_answered_is_proposed(tmp_path):
    for path in (path for path in EXPORTS if path.suffix == ".xlsx"):
        run("survey", "map", path, "-o", tmp_path / "map.yaml", "--force")
        assert yaml.safe_load((tmp_path / "map.yaml").read_text())["respondent"] == {
            "address": "Your work e-mail address"
        }


def by_hand(mapping: Path, alliance: str) -> None:
    """What a person does with a proposal: say the alliance, and what the blocks of names are."""
    lines = yaml.safe_load(mapping.read_text())
    lines["alliance"] = alliance
    for item, line in enumerate((line for line in lines.get("roster", ()) if "check" in line), start=1):
        line["item"] = f"NET{item}"
        del line["check"]
    mapping.write_text(yaml.safe_dump(lines, allow_unicode=True))


@pytest.mark.slow
def test_from_an_export_to_a_report_without_touching_it(tmp_path):
    project = tmp_path / "project"
    shutil.copytree(resources.examples() / "two_firms", project)
    exports = sorted(path for path in (project / "survey").iterdir() if path.suffix != ".yaml")
    before = [path.read_bytes() for path in exports]
    for path in exports:
        path.with_name(f"{path.name}.map.yaml").unlink()
        assert "one of: unplaced" not in run("survey", "map", path, "--project", project)
        by_hand(path.with_name(f"{path.name}.map.yaml"), "kiln")
    assert "ready to audit" in run("check", project)
    run("audit", project, "-o", tmp_path / "audits")
    report = (tmp_path / "audits/report.html").read_text()
    assert "Grünwald Keramik sees" in report
    assert [path.read_bytes() for path in exports] == before


def test_a_fresh_proposal_is_refused_until_somebody_has_looked(tmp_path):
    project = tmp_path / "project"
    shutil.copytree(resources.examples() / "two_firms", project)
    path = next(iter(project.glob("survey/*microsoft_forms.csv")))
    run("survey", "map", path, "--project", project, "--force")
    told = CliRunner().invoke(cli.alliancenet, ["check", str(project)])
    assert told.exit_code != 0
    assert "look at it, then delete `check:`" in str(told.exception) + told.output


def test_rosters_of_two_firms_meet_by_address_alias_and_decision_alone():
    found = [problem.found for problem in read_project(resources.examples() / "two_firms").problems]
    assert "37 rows = 37 new" in found
    assert "38 rows = 30 matched by address + 6 matched by the merge file + 1 matched by alias + 1 new" in found


def test_without_decisions_the_doubtful_are_asked_about_and_nobody_is_joined_by_name(tmp_path):
    folder = resources.examples() / "two_firms"
    told = run("survey", "match", folder / "people.csv", folder / "people_gruenwald.csv", "-o", tmp_path / "merge.yaml")
    assert "people.csv: 37 = 37 new" in told
    assert "38 = 30 matched by address + 7 new + 1 matched by alias" in told
    assert "44 people after joining" in told
    for why in ("accents, order or titles", "spelling", "first name shortened"):
        assert why in told


def test_what_is_asked_about_is_what_was_decided(tmp_path):
    folder = resources.examples() / "two_firms"
    run("survey", "match", folder / "people.csv", folder / "people_gruenwald.csv", "-o", tmp_path / "merge.yaml")
    asked = {
        (pair["first"]["id"], pair["second"]["id"])
        for pair in yaml.safe_load((tmp_path / "merge.yaml").read_text())["pairs"]
    }
    decided = {
        (pair["first"]["id"], pair["second"]["id"])
        for pair in yaml.safe_load((folder / "merge.yaml").read_text())["pairs"]
    }
    # the owner of the mailbox is joined by the own address and name; only who else reads it is asked about
    assert asked == decided


def test_a_block_of_bare_names_is_proposed_by_its_answers_where_one_scale_alone_has_them(tmp_path):
    (path,) = (path for path in EXPORTS if path.parts[-3] == "two_firms" and "microsoft" in path.stem)
    run("survey", "map", path, "-o", tmp_path / "map.yaml")
    lines = yaml.safe_load((tmp_path / "map.yaml").read_text())["roster"]
    assert [line["item"] for line in lines] == ["NET1", "NET2", "NET3", "NET4", "?", "NET6", "NET7", "?", "NET9"]
    assert "the answers are those of NET5 or NET8" in lines[4]["check"]
