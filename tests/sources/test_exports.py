"""Survey exports and several rosters in a project folder, read as they came."""

import csv
import shutil
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from alliancenet import resources
from alliancenet.errors import InputError
from alliancenet.model.multiplex import Layer
from alliancenet.model.wave import Opinions, Reports, Wave
from alliancenet.sources.loaded import Project
from alliancenet.sources.project import read_project

SAMPLES = Path(__file__).parents[1] / "survey" / "samples"
ALLIANCES = """\
alliances:
  - id: helios
    name: Helios
    organisations: [nordwind, suedstern]
    start: 2024-01-01
"""


def project(folder: Path, *exports: str, rosters: tuple[str, ...] = ()) -> Path:
    """Two firms, one alliance, one wave, and samples as exports."""
    (folder / "organisations.csv").write_text("id,name,own\nnordwind,Nordwind,yes\nsuedstern,Südstern,no\n", "utf-8")
    (folder / "alliances.yaml").write_text(ALLIANCES, "utf-8")
    (folder / "waves.csv").write_text("id,open,close\nw1,2026-03-01,2026-03-31\n", "utf-8")
    people = [("a1", "nordwind", "Anna Berg", "anna.berg@nordwind.example")]
    people += [("a2", "nordwind", "Jürgen Müller", "juergen.mueller@nordwind.example")]
    people += [
        ("a3", "nordwind", "Ewa Łukasik", ""),
        ("b1", "suedstern", "Paul O'Neill", "paul.oneill@suedstern.example"),
    ]
    people += [("b2", "suedstern", "Zoë Álvarez", ""), ("b3", "suedstern", "Li Wei", "")]
    with (folder / "people.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("id", "organisation", "name", "email"), *people])
    listed = [f"  - {{file: {name}, kind: people}}" for name in rosters]
    for name in rosters:
        shutil.copy(SAMPLES / name, folder / name)
    for name in exports:
        shutil.copy(SAMPLES / name, folder / name)
        stem = name.rpartition(".")[0]
        if (SAMPLES / f"{stem}.map.yaml").exists():
            shutil.copy(SAMPLES / f"{stem}.map.yaml", folder / f"{name}.map.yaml")
        listed.append(f"  - {{file: {name}, kind: survey_export}}")
    text = "format: alliancenet-project/1\nfiles:\n" + "\n".join(listed) + "\n"
    (folder / "alliancenet.yaml").write_text(text, "utf-8")
    return folder


def rows(report: Reports) -> set:
    columns = (report.respondent.tolist(), report.alter.tolist(), map(str, report.value.tolist()))
    return set(zip(*columns, strict=True))


def said(opinions: Opinions) -> set:
    items = [opinions.items[at] for at in opinions.item]
    return set(zip(opinions.respondent.tolist(), items, map(str, opinions.value.tolist()), strict=True))


@pytest.fixture(scope="module")
def as_an_export(tmp_path_factory) -> Project:
    """A shipped example whose answers.csv is named as an export."""
    folder = tmp_path_factory.mktemp("project") / "healthy"
    shutil.copytree(resources.examples() / "healthy", folder)
    (folder / "answers.csv").rename(folder / "survey.csv")
    with (folder / "alliancenet.yaml").open("a", encoding="utf-8") as file:
        file.write("files:\n  - {file: survey.csv, kind: survey_export}\n")
    return read_project(folder)


@pytest.fixture(scope="module")
def both(as_an_export) -> tuple[Wave, Wave]:
    """A shipped example read from answers.csv, and the same answers as an export."""
    return read_project(resources.examples() / "healthy").waves[0], as_an_export.waves[0]


def test_our_own_table_draws_no_remark_as_an_export(as_an_export):
    assert as_an_export.problems == ()


def test_tidy_export_gives_the_reports_of_answers_csv(both):
    first, second = both
    assert {layer: rows(report) for layer, report in first.reports.items()} == {
        layer: rows(report) for layer, report in second.reports.items()
    }


def test_tidy_export_gives_the_opinions_of_answers_csv(both):
    assert said(both[0].opinions) == said(both[1].opinions)
    assert both[0].choices == both[1].choices


def test_tidy_export_leaves_the_response_status_alone(both):
    assert np.array_equal(both[0].responded, both[1].responded)
    assert np.array_equal(both[0].complete, both[1].complete)


def test_export_with_its_mapping_becomes_the_wave(tmp_path):
    wave = read_project(project(tmp_path, "qualtrics.csv")).waves[0]
    assert [wave.people[at] for at in np.flatnonzero(wave.responded)] == ["a1", "a2", "b1"]
    assert set(wave.reports) == {Layer.COMMUNICATION, Layer.IMPORTANCE}


def test_two_exports_of_different_questions_add_up(tmp_path):
    wave = read_project(project(tmp_path, "qualtrics.csv", "microsoft_forms_de.csv")).waves[0]
    assert set(wave.opinions.items) == {"INT-ST1", "CLI-COM1"}
    assert len(wave.reports[Layer.COMMUNICATION].value) > 0


def test_what_was_left_out_is_said_with_the_sum(tmp_path):
    problems = read_project(project(tmp_path, "qualtrics.csv")).problems
    assert any("qualtrics.csv: responses: 6 =" in problem.found for problem in problems)


def test_mapping_file_is_among_the_inputs(tmp_path):
    files = {file.file for file in read_project(project(tmp_path, "qualtrics.csv")).inputs}
    assert {"qualtrics.csv", "qualtrics.csv.map.yaml"} <= files


def test_export_without_mapping_is_refused_with_the_command(tmp_path):
    folder = project(tmp_path, "qualtrics.csv")
    (folder / "qualtrics.csv.map.yaml").unlink()
    with pytest.raises(InputError, match=r"survey map \S*/qualtrics\.csv"):
        read_project(folder)


def test_mapping_of_another_wave_is_refused(tmp_path):
    folder = project(tmp_path, "qualtrics.csv")
    with (folder / "qualtrics.csv.map.yaml").open("a", encoding="utf-8") as file:
        file.write("wave: w9\n")
    with pytest.raises(InputError, match="'w9' is not in the project"):
        read_project(folder)


def test_question_in_answers_csv_and_in_an_export_is_refused(tmp_path):
    folder = project(tmp_path, "qualtrics.csv")
    (folder / "answers.csv").write_text("respondent,item,alter,value\na1,NET1,b1,4\n", "utf-8")
    with pytest.raises(InputError, match="both hold answers to it"):
        read_project(folder)


def test_faults_of_export_and_register_come_together(tmp_path):
    folder = project(tmp_path, "qualtrics.csv")
    (folder / "qualtrics.csv").write_text("Wer,Was\na,b\n", "utf-8")
    (folder / "waves.csv").write_text("id,open\nw1,2026-03-01\n", "utf-8")
    with pytest.raises(InputError) as raised:
        read_project(folder)
    assert {problem.file for problem in raised.value.problems} >= {"qualtrics.csv", "waves.csv"}


def test_two_rosters_are_joined_and_every_row_reported(tmp_path):
    rosters = ("roster_nordwind.csv", "roster_suedstern.csv")
    read = read_project(project(tmp_path, rosters=rosters))
    told = [problem.found for problem in read.problems]
    assert len(read.register.people) == 9
    assert "6 rows = 3 new + 2 matched by address + 1 matched by alias" in told
    assert any("Jürgen Müller = Mueller, Juergen" in found for found in told)


def test_decision_in_the_merge_file_is_applied(tmp_path):
    folder = project(tmp_path, rosters=("roster_nordwind.csv", "roster_suedstern.csv"))
    (folder / "merge.yaml").write_text(
        "format: alliancenet-merge/1\npairs:\n  - first: {file: roster_nordwind.csv, id: a2}\n"
        "    second: {file: roster_suedstern.csv, id: '18'}\n    same: yes\n",
        "utf-8",
    )
    read = read_project(folder)
    assert len(read.register.people) == 8
    assert "merge.yaml" in {file.file for file in read.inputs}


def test_days_of_the_wave_bound_what_is_read(tmp_path):
    folder = project(tmp_path, "qualtrics.csv")
    (folder / "waves.csv").write_text("id,open,close\nw1,2026-04-01,2026-04-30\n", "utf-8")
    wave = read_project(folder).waves[0]
    assert wave.opens == date(2026, 4, 1)
    assert [wave.people[at] for at in np.unique(wave.opinions.respondent)] == ["b1"]


def test_goal_that_is_no_objective_is_refused_until_the_mapping_says_what_it_is(tmp_path):
    folder = project(tmp_path, "survey_monkey.csv")
    goals = "    objectives:\n      - {name: Lead time, kind: operational, target: 5}\n"
    goals += "      - {name: New market, kind: strategic, target: 1}\n"
    (folder / "alliances.yaml").write_text(ALLIANCES + goals, "utf-8")
    with pytest.raises(InputError, match="no objective of 'helios': Shorter lead times"):
        read_project(folder)
    with (folder / "survey_monkey.csv.map.yaml").open("a", encoding="utf-8") as file:
        file.write("answers: {Shorter lead times: Lead time}\n")
    picked = read_project(folder).waves[0].choices["GOAL1"]
    assert picked == {"a1": ("Lead time", "New market"), "b1": ("New market",)}


def test_an_export_of_one_wave_is_not_held_against_the_others(tmp_path):
    folder = project(tmp_path, "qualtrics.csv")
    waves = "id,open,close\nw0,2025-03-01,2025-03-31\nw1,2026-03-01,2026-03-31\n"
    (folder / "waves.csv").write_text(waves, "utf-8")
    read = read_project(folder)
    assert [int(wave.responded.sum()) for wave in read.waves] == [0, 3]
    left_out = [problem.found for problem in read.problems if "left out, outside the dates" in problem.found]
    assert [found.partition(" responses")[0] for found in left_out] == ["1 of 5"]
