"""The example portfolio as a user sees it: what is planted is what the review says."""

import json
import re
import shutil

import click
import jsonschema
import pytest
from click.testing import CliRunner

from alliancenet import resources
from alliancenet.auditing import audit_project
from alliancenet.cli import alliancenet
from alliancenet.cli.portfolio import print_lines
from alliancenet.files.seal import sealed
from alliancenet.portfolio.review_file import schema
from alliancenet.report import manual
from alliancenet.sources.project import read_project
from alliancenet.store.audit_file import write_audits

PROJECT = str(resources.examples() / "portfolio")


@pytest.fixture(scope="module")
def audits(tmp_path_factory):
    folder = tmp_path_factory.mktemp("audits")
    write_audits(folder, audit_project(read_project(resources.examples() / "portfolio"), resamples=0))
    return folder


def run(*words, code=0):
    result = CliRunner().invoke(alliancenet, words)
    assert result.exit_code == code, result.output
    return result.stdout


@pytest.fixture(scope="module")
def review(audits):
    document = json.loads(run("portfolio", PROJECT, "--audits", str(audits), "--json"))
    jsonschema.validate(document, schema())
    return document["portfolio"]


def alliance(review, name):
    return next(alliance for alliance in review["alliances"] if alliance["id"] == name)


def test_the_falling_alliance_is_the_one_that_moved(review):
    fallen = {
        alliance["id"]
        for alliance in review["alliances"]
        for mover in alliance["change"]["movers"]
        if mover["metric"] == "health" and mover["verdict"] == "fell"
    }
    assert fallen == {"kestrel"}
    assert alliance(review, "kestrel")["health_band"] == "red"


def test_the_inactive_sponsor_is_the_only_sponsor_gap(review):
    gaps = {
        alliance["id"]: alliance["sponsors"]["gaps"] for alliance in review["alliances"] if alliance["sponsors"]["gaps"]
    }
    assert set(gaps) == {"harbor"}
    assert "Brightwater Instruments: sponsor not active" in gaps["harbor"][0]


def test_the_overloaded_executive_is_in_breach(review):
    heavy = [load for load in review["sponsors"]["loads"] if load["state"] == "breach"]
    assert [len(load["alliances"]) for load in heavy] == [6]


def test_the_crowded_top_tier_is_said_and_three_are_proposed_for_tier_two(review):
    assert (review["tier_cap"]["in_force"], review["tier_cap"]["places"]) == (5, 2)
    assert "there is room for no more than 2" in review["tier_cap"]["reason"]
    assert (
        sum(alliance["tier"]["assigned"] == 1 and alliance["tier"]["tier"] == 2 for alliance in review["alliances"])
        == 3
    )


def test_the_prune_candidate_fails_the_divestment_test_for_what_it_teaches(review):
    action = alliance(review, "willow")["action"]
    assert action["rule"] == "A8"
    failed = [condition["name"] for condition in action["conditions"] if condition["seen"].startswith("fails")]
    assert "(test) little learning" in failed


def test_what_is_broken_is_repaired_before_it_is_optimised(review):
    for name in ("kestrel", "sparrow"):
        assert alliance(review, name)["action"]["proposal"] == "repair"


def test_the_loss_and_then_the_red_alliance_are_the_most_urgent(review):
    assert [action["subject"] for action in review["actions"]][:2] == ["willow", "kestrel"]


def test_the_alliance_with_few_answers_is_measured_first(review):
    assert alliance(review, "thimble")["action"]["proposal"] == "measure first"


def test_the_pair_that_wants_the_same_is_proposed_to_share(review):
    pairs = {action["subject"] for action in review["portfolio_actions"] if action["rule"] == "A11"}
    assert "lantern|mosaic" in pairs


def test_the_goal_nobody_serves_asks_for_an_alliance(review):
    assert [action["subject"] for action in review["portfolio_actions"] if action["rule"] == "A10"] == ["space"]


def test_the_pipeline_names_what_is_slow_and_missing(review):
    states = {state["id"]: state for state in review["proposals"]}
    assert states["otter"]["slow"]
    assert "partner" in states["otter"]["missing"]
    assert (states["pelican"]["gate"], states["pelican"]["slow"]) == ("evaluation", False)


def test_nobody_has_two_proposals(review):
    subjects = [action["subject"] for action in review["actions"]]
    assert len(subjects) == len(set(subjects)) == 8


def test_text_says_the_same_as_the_document(audits, review):
    text = run("portfolio", PROJECT, "--audits", str(audits))
    assert review["headline"] in text
    assert "Odalys Brambleton sponsors 6 alliances: breach" in text


def test_review_of_an_earlier_day_reads_the_earlier_wave(audits):
    document = json.loads(run("portfolio", PROJECT, "--audits", str(audits), "--as-of", "2025-12-31", "--json"))
    assert {alliance["last_wave"] for alliance in document["portfolio"]["alliances"]} == {"2025-10"}


def test_tiers_explain_prints_the_arithmetic(audits):
    text = run("tiers", PROJECT, "--audits", str(audits), "--explain", "harbor")
    assert "importance = 25 × mean(TIE1 3, TIE2 3, TIE3 2, TIE4 2, TIE5 2) = 60.0" in text
    assert "linkages: 100 × 4/6 in place = 66.7" in text


def test_tiers_of_an_unknown_alliance_name_the_known_ones(audits):
    result = CliRunner().invoke(alliancenet, ["tiers", PROJECT, "--audits", str(audits), "--explain", "nowhere"])
    assert result.exit_code == 2
    assert "kestrel" in result.output


def test_compare_tells_people_apart_from_ties(audits):
    text = run("compare", *(str(audits / f"kestrel--{wave}.audit.json") for wave in ("2025-10", "2026-04")))
    assert "Health: 8" in text
    assert "0 joined, 0 left" in text
    assert "ties kept" in text


def test_compare_with_the_later_audit_first_is_refused_with_the_right_order(audits):
    files = [str(audits / f"kestrel--{wave}.audit.json") for wave in ("2026-04", "2025-10")]
    result = CliRunner().invoke(alliancenet, ["compare", *files])
    assert " ".join(reversed(files)) in str(result.exception)


def test_compare_refuses_a_file_that_is_no_audit(tmp_path, audits):
    broken = tmp_path / "x.audit.json"
    broken.write_text("{")
    result = CliRunner().invoke(alliancenet, ["compare", str(broken), str(broken)])
    assert "x.audit.json: cannot be read" in str(result.exception)


def test_audits_option_without_audits_says_what_to_do(tmp_path):
    result = CliRunner().invoke(alliancenet, ["portfolio", PROJECT, "--audits", str(tmp_path)])
    assert result.exit_code == 2
    assert "no audit files" in result.output


def test_lessons_of_a_code_are_found_most_reused_first():
    text = run("lessons", "n-drop", "--project", PROJECT)
    assert text.startswith("pairs-first  2024-11-12  reused 3")


def test_every_code_the_manual_asks_lessons_for_has_one_in_the_example():
    asked = set(re.findall(r"alliancenet lessons ([A-Z]-[A-Z]+)", " ".join(map(manual.page, manual.pages()))))
    assert asked
    assert [code for code in sorted(asked) if "No lesson" in run("lessons", code, "--project", PROJECT)] == []


def test_names_cannot_steer_the_terminal():
    out = CliRunner().invoke(click.command()(lambda: print_lines(["a\x1b[2Jb", "c\u202ed"])))
    assert out.output == "a[2Jb\ncd\n"


def test_lessons_without_any_say_where_they_would_stand():
    assert "lessons.csv" in run("lessons", "N-DROP", "--project", str(resources.examples() / "healthy"))


def cut(raw):
    return raw[: len(raw) // 2]


def newer(raw):
    return b'{"audits": [], "format": "alliancenet-audit/9"}'


def one_digit_changed(raw):
    at = raw.index(b'"value": 8') + len(b'"value": ')
    return raw[:at] + b"9" + raw[at + 1 :]


def of_another_project(raw):
    text = raw.decode().partition(', "seal"')[0] + "}"
    head, mark, rest = text.rpartition('"project": {"id": "')
    return sealed(head + mark + "x" + rest).encode()


HARMS = {
    cut: "cut off",
    newer: "alliancenet-audit/9",
    one_digit_changed: "changed since it was written",
    of_another_project: "another project",
}


@pytest.fixture
def harmed(audits, tmp_path):
    """Audits of the example, the newest one of kestrel harmed."""

    def make(harm):
        folder = shutil.copytree(audits, tmp_path / "harmed")
        path = folder / "kestrel--2026-04.audit.json"
        path.write_bytes(harm(path.read_bytes()))
        return folder, path

    return make


@pytest.mark.parametrize(("harm", "said"), HARMS.items())
def test_a_harmed_audit_is_named_and_the_other_alliances_are_reviewed(harmed, harm, said):
    folder, path = harmed(harm)
    result = CliRunner().invoke(alliancenet, ["portfolio", PROJECT, "--audits", str(folder), "--json"])
    review = json.loads(result.stdout)["portfolio"]
    last = {alliance["id"]: alliance["last_wave"] for alliance in review["alliances"]}
    assert last.pop("kestrel") == "2025-10"
    assert set(last.values()) == {"2026-04"}
    assert [line for line in review["not_told"] if path.name in line and said in line]
    assert [line for line in result.stderr.splitlines() if path.name in line and said in line]


@pytest.mark.parametrize(("harm", "said"), HARMS.items())
def test_a_harmed_audit_is_not_compared(harmed, harm, said):
    folder, path = harmed(harm)
    result = CliRunner().invoke(alliancenet, ["compare", str(folder / "kestrel--2025-10.audit.json"), str(path)])
    assert result.exit_code != 0
    assert said.replace("another project", "two projects") in str(result.exception)


def test_two_audits_of_one_wave_are_refused_and_the_others_reviewed(harmed):
    folder, path = harmed(lambda raw: raw)
    (folder / "copy.audit.json").write_bytes(path.read_bytes())
    result = CliRunner().invoke(alliancenet, ["portfolio", PROJECT, "--audits", str(folder), "--json"])
    assert "copy.audit.json, kestrel--2026-04.audit.json" in result.stderr
    kestrel = next(
        alliance for alliance in json.loads(result.stdout)["portfolio"]["alliances"] if alliance["id"] == "kestrel"
    )
    assert kestrel["last_wave"] == "2025-10"
