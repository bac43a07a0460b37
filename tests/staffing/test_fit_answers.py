"""Answers to the form `fit` go into the files of staffing as they were given, only of people who agreed."""

import csv
import shutil

import pytest
from click.testing import CliRunner

from alliancenet import resources
from alliancenet.cli import alliancenet
from alliancenet.errors import InputError
from alliancenet.files.digest import file_digest
from alliancenet.instruments.reading import read_shipped

FILES = ("positions", "candidates", "consents")
NEW, WITHDREW, NEVER = "bw-he003", "bw-be007", "bw-he007"


@pytest.fixture
def project(tmp_path):
    shutil.copytree(resources.examples() / "staffing", tmp_path / "project")
    return tmp_path / "project"


def take_over(project, *rows, name="forms.csv"):
    columns = list(dict.fromkeys(column for row in rows for column in row))
    path = project.parent / name
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
    return CliRunner().invoke(alliancenet, ["staffing", str(project), "--take-over", str(path)])


def rows_of(project, name):
    with (project / "staffing" / f"{name}.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def row_of(project, name, key, value):
    return next((row for row in rows_of(project, name) if row[key] == value), None)


def digests(project):
    return [file_digest(project / "staffing" / f"{name}.csv") for name in FILES]


def agreed(**answers):
    return {"about": NEW, "date": "2026-06-01", "FIT-C1": "yes", "FIT-C2": "no", **answers}


def test_a_person_who_agrees_in_the_form_becomes_a_candidate_with_every_answer(project):
    answers = {f"FIT-S{place}": place % 5 for place in range(1, 7)} | {f"FIT-Y{place}": 4 for place in range(1, 7)}
    answers |= {f"FIT-M{place}": 2 for place in range(1, 7)} | {"FIT-S8": "en, DE", "FIT-S9": "40"}
    told = take_over(project, agreed(**answers))
    assert told.exit_code == 0, told.output
    row = row_of(project, "candidates", "person", NEW)
    assert [row[f"have_{skill}"] for skill in ("domain", "negotiation", "project_work")] == ["1", "2", "3"]
    assert (row["manager_conflict"], row["FIT-Y6"], row["languages"], row["free_time"]) == ("2", "4", "en;de", "0.4")
    consents = [row for row in rows_of(project, "consents") if row["person"] == NEW]
    assert [(row["purpose"], row["given"], row["withdrawn"]) for row in consents] == [("staffing", "2026-06-01", "")]


def test_every_item_of_the_form_changes_a_file(project):
    """No answer is asked for and then left lying; the level of a person is that of the roster."""
    form = next(instrument for instrument in read_shipped() if instrument.id == "fit")
    before, unread = digests(project), []
    for item in form.items:
        shutil.rmtree(project)
        shutil.copytree(resources.examples() / "staffing", project)
        if item.scale:
            value = item.scale.points[:4][-1 if item.facet == "need" else 0].code
        else:
            value = "fr" if item.answer == "text" else "7"
        about = {"about": "gauges-quality"} if item.facet == "need" else agreed(alliance="heron", **{"FIT-S1": "1"})
        take_over(project, about)
        without = digests(project)
        take_over(project, {**about, item.id: value} if item.id != "FIT-C2" else {**about, item.id: "yes"})
        if digests(project) in (before, without):
            unread.append(item.id)
    # a person's own level, and that somebody agrees, which every row here does already
    assert set(unread) <= {"FIT-S7", "FIT-C1", "FIT-S1"}


def test_needs_of_a_position_are_filled_and_what_stood_there_is_counted(project):
    told = take_over(project, {"about": "gauges-quality", "FIT-N1": "strong", "FIT-N9": "25 %", "FIT-N8": "en"})
    assert told.exit_code == 0, told.output
    row = row_of(project, "positions", "position", "gauges-quality")
    assert (row["need_domain"], row["time_needed"], row["languages"]) == ("3", "0.25", "en")
    assert "2 cells held another value before" in told.output


@pytest.mark.parametrize("person", [WITHDREW, NEVER])
def test_of_who_did_not_agree_nothing_is_read(project, person):
    before = digests(project)
    told = take_over(project, {"about": person, "date": "2026-06-01", "FIT-S1": "nonsense"})
    assert told.exit_code == 0, told.output
    assert "Left out, for no consent is on record: 1." in told.output
    assert digests(project) == before


def test_a_refusal_in_the_form_is_a_withdrawal(project):
    told = take_over(project, {"about": "bw-be004", "date": "2026-06-01", "FIT-C1": "no", "FIT-S1": "4"})
    assert told.exit_code == 0, told.output
    assert row_of(project, "candidates", "person", "bw-be004") is None
    consents = [row for row in rows_of(project, "consents") if row["person"] == "bw-be004"]
    assert {row["withdrawn"] for row in consents} == {"2026-06-01"}


def test_a_conflict_of_interest_is_with_the_partner_of_the_alliance_the_form_was_about(project):
    take_over(project, agreed(alliance="heron", **{"FIT-S10": "yes"}))
    assert row_of(project, "candidates", "person", NEW)["conflicts"] == "marrowby"


def test_all_faults_are_told_at_once_and_nothing_is_written(project):
    before = digests(project)
    told = take_over(
        project,
        agreed(**{"FIT-S1": "9", "FIT-S9": "140"}),
        {"about": "nobody", "FIT-C1": "yes"},
        {"about": "sa-be004", "FIT-C1": "yes"},
        {"about": "gauges-repair", "FIT-N7": "boss"},
        {"about": "bw-be005", "FIT-C2": "no"},
    )
    assert isinstance(told.exception, InputError)
    text = "\n".join(map(str, told.exception.problems))
    needed = (
        "row 2, FIT-S1: '9' is no answer to it",
        "row 2, FIT-S9",
        "row 3, about: 'nobody' is unknown",
        "row 4, about: 'sa-be004' belongs to a partner",
        "row 5, FIT-N7: 'boss' is no answer to it",
        "row 6, date",
    )
    assert [part for part in needed if part not in text] == []
    assert digests(project) == before


def test_columns_nobody_reads_are_named(project):
    assert "columns were not read: mood" in take_over(project, agreed(mood="good")).output


def test_the_plan_follows_the_answers(project):
    """Whoever speaks Japanese fills the desk that stayed empty."""
    skills = {f"FIT-S{place}": 4 for place in range(1, 7)} | {f"FIT-M{place}": 4 for place in range(1, 7)}
    take_over(project, agreed(**skills, **{"FIT-S8": "ja", "FIT-S9": "80"}))
    told = CliRunner().invoke(alliancenet, ["staffing", str(project)])
    assert "Heron’s desk in Tokyo (Heron): nobody" not in told.output
    assert "Hobart Kettlewell" in told.output
