"""`survey map` and `survey match`, from the file a user has to the file a user checks."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from alliancenet.cli.survey import survey
from alliancenet.errors import InputError

SAMPLES = Path(__file__).parents[1] / "survey" / "samples"
ROSTERS = [str(SAMPLES / "roster_nordwind.csv"), str(SAMPLES / "roster_suedstern.csv")]


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(survey, arguments)
    if isinstance(result.exception, InputError):
        raise result.exception
    return result


def copy(folder: Path, name: str) -> Path:
    return Path(shutil.copy(SAMPLES / name, folder / name))


def test_map_writes_the_proposal_beside_the_export(tmp_path):
    export = copy(tmp_path, "qualtrics.csv")
    result = run("map", str(export), "--people", ROSTERS[0])
    assert "placed 14 columns, 0 of them to check" in result.output
    assert 'item: "NET1"' in (tmp_path / "qualtrics.csv.map.yaml").read_text(encoding="utf-8")


def test_map_shows_what_it_could_not_place(tmp_path):
    result = run("map", str(copy(tmp_path, "qualtrics.csv")), "--people", ROSTERS[0])
    assert "not placed (2):" in result.output
    assert "  Q9\n" in result.output
    assert "guest@elsewhere.example" in result.output


def test_map_leaves_the_export_as_it_is(tmp_path):
    export = copy(tmp_path, "microsoft_forms.xlsx")
    run("map", str(export))
    assert export.read_bytes() == (SAMPLES / "microsoft_forms.xlsx").read_bytes()


def test_map_does_not_write_over_a_mapping(tmp_path):
    export = copy(tmp_path, "qualtrics.csv")
    run("map", str(export))
    with pytest.raises(InputError, match="is there already"):
        run("map", str(export))


def test_map_names_the_instruments_there_are(tmp_path):
    with pytest.raises(InputError, match="climate"):
        run("map", str(copy(tmp_path, "qualtrics.csv")), "--instrument", "nett")


def project_with(folder: Path, name: str) -> Path:
    (folder / "answers").mkdir()
    shutil.copy(ROSTERS[0], folder / "people.csv")
    (folder / "alliancenet.yaml").write_text("format: alliancenet-project/1\n", encoding="utf-8")
    return copy(folder / "answers", name)


def test_map_finds_the_project_the_export_lies_in(tmp_path):
    export = project_with(tmp_path, "qualtrics.csv")
    assert "placed 14 columns, 0 of them to check" in run("map", str(export)).output
    assert "guest@elsewhere.example" in export.with_name("qualtrics.csv.map.yaml").read_text(encoding="utf-8")


def test_map_says_what_to_do_next(tmp_path):
    told = run("map", str(project_with(tmp_path, "qualtrics.csv"))).output
    assert "write `- {file: answers/qualtrics.csv, kind: survey_export}` under `files:`" in told
    assert f"then alliancenet check {tmp_path}" in told


def test_map_says_what_to_do_next_without_a_project(tmp_path):
    told = run("map", str(copy(tmp_path, "qualtrics.csv"))).output
    assert "put both files into your project folder" in told


def test_match_writes_beside_the_first_roster(tmp_path):
    ours, theirs = (copy(tmp_path, Path(name).name) for name in ROSTERS)
    assert f"in {tmp_path / 'merge.yaml'}, then run this again" in run("match", str(ours), str(theirs)).output
    assert (tmp_path / "merge.yaml").is_file()


def test_match_reports_every_row_and_writes_the_questions(tmp_path):
    target = tmp_path / "merge.yaml"
    result = run("match", *ROSTERS, "-o", str(target))
    assert "roster_suedstern.csv: 6 = 3 new + 2 matched by address + 1 matched by alias" in result.output
    assert "9 people after joining" in result.output
    assert "Mueller, Juergen" in target.read_text(encoding="utf-8")


def test_match_keeps_decisions_and_adds_only_new_questions(tmp_path):
    target = tmp_path / "merge.yaml"
    run("match", *ROSTERS, "-o", str(target))
    head, _, tail = target.read_text(encoding="utf-8").rpartition('"?"')
    target.write_text(f"{head}yes{tail}", encoding="utf-8")
    before = target.read_text(encoding="utf-8")
    assert "8 people after joining" in run("match", *ROSTERS, "-o", str(target)).output
    assert target.read_text(encoding="utf-8") == before


def test_match_asks_each_question_once(tmp_path):
    target = tmp_path / "merge.yaml"
    run("match", *ROSTERS, "-o", str(target))
    before = target.read_text(encoding="utf-8")
    run("match", *ROSTERS, "-o", str(target))
    assert target.read_text(encoding="utf-8") == before


def test_roster_without_needed_columns_is_refused(tmp_path):
    roster = tmp_path / "people.csv"
    roster.write_text("name\nAnna\n", encoding="utf-8")
    with pytest.raises(InputError, match="a column named 'id'"):
        run("match", str(roster))
