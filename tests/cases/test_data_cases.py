"""Every input of the shared case collection comes out right, is asked about, or is refused in words."""

import json
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from alliancenet.cli import main

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases" / "data"

pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the shared collection of cases is for developers only")
METRICS = ("metrics", "--people", "P.csv", "--by", "firm", "--json", "--permutations", "0")


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def case(tmp_path, monkeypatch, capsys):
    """Run a command in a copy of one case's folder."""

    def run(name, *words):
        folder = tmp_path / name
        if not folder.exists():
            shutil.copytree(CASES / name, folder)
        monkeypatch.chdir(folder)
        monkeypatch.setattr(sys, "argv", ["alliancenet", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return Done(ended.value.code or 0, out, err)

    return run


def metrics(case, name, only, ties="T.csv", *more):
    done = case(name, *METRICS, "--ties", ties, "--only", only, *more)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def audited(case, name):
    done = case(name, "audit", ".", "--json", "--resamples", "0")
    assert done.returncode == 0, done.stderr
    audit = json.loads(done.stdout)["audits"][0]
    ties = {(tie["source"], tie["target"]): tie["status"] for tie in audit["ties"] if tie["layer"] == "communication"}
    scores = {score["metric"]: score for score in reversed(audit["scores"])}
    return ties, scores, done.stderr


def test_ties_of_type_undirected_stand_both_ways(case):
    assert metrics(case, "column-case-type-undirected", "density")["network"]["density"] == pytest.approx(6 / 56)


def test_a_column_weight_in_capitals_is_the_weight(case):
    found = metrics(case, "column-case-weight", "strength_out,strength_in", "T.csv", "--weighted")["people"]
    assert [found[person]["strength_out"] for person in ("n1", "n2", "n3", "n4", "s1", "s2", "s3", "s4")] == [
        7, 1, 5, 1, 5, 2, 2, 0,
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["cr-line-ends-edge-list", "sep-line-unquoted", "invisible-difference-nfd"])
def test_density_is_that_of_the_plain_file(case, name):
    assert metrics(case, name, "density")["network"]["density"] == pytest.approx(9 / 56)


def test_check_reads_cr_line_ends(case):
    done = case("cr-line-ends-edge-list", "check", "--people", "P.csv", "--ties", "T.csv", "--firm", "firm")
    assert done.returncode == 0


def test_days_of_a_form_are_settled_by_the_wave(case):
    done = case("day-or-month-google-uk", "check", ".")
    assert (done.returncode, "6 of 6" in done.stdout, "left out" in done.stdout) == (0, True, False)


def test_a_firm_spelt_twice_is_one(case):
    found = metrics(case, "firm-spelt-twice-case", "ei")
    assert (found["network"]["ei"]["external"], found["network"]["ei"]["internal"]) == (5, 4)
    assert any("'North' and 'north'" in note for note in found["notes"])


@pytest.mark.parametrize("file", ["gephi.csv", "kumu.csv", "visnetwork.csv", "ties.xlsx"])
def test_edge_lists_of_peers_read_as_our_own(case, file):
    found = metrics(case, "formats-shown", "density,ei,strength_out", file, "--weighted")
    assert found["network"]["density"] == pytest.approx(9 / 56)
    assert (found["people"]["n1"]["strength_out"], found["people"]["s1"]["strength_out"]) == (7, 5)


@pytest.mark.parametrize("file", ["matrix.csv", "matrix.xlsx", "net.dl", "net.graphml", "net.net"])
def test_networks_of_other_programs_are_read_with_every_weight(case, file):
    found = metrics(case, "formats-shown", "density,ei,strength_out", file, "--weighted")
    assert found["network"]["density"] == pytest.approx(9 / 56)
    assert (found["people"]["n1"]["strength_out"], found["people"]["s1"]["strength_out"]) == (7, 5)


def test_leading_zeros_that_were_lost_are_refused(case):
    done = case("kept-right-leading-zero", *METRICS, "--ties", "T.csv", "--only", "density")
    assert done.returncode == 2
    assert "'1' is not in P.csv" in done.stderr


def test_lists_of_names_with_commas_split_into_known_names(case):
    ties, _, _ = audited(case, "list-with-commas-names")
    assert set(ties) == {("p1", "p2"), ("p1", "q1"), ("p1", "p3"), ("p3", "q3"), ("q1", "q2")}


def test_a_person_who_moved_is_told_and_asked(case):
    done = case("moved-person-both-rosters", "survey", "match", "ours.csv", "theirs.csv")
    assert "north" in done.stdout
    assert "south" in done.stdout
    assert "4 people after joining" in done.stdout


def test_a_placeholder_is_no_address(case):
    done = case("placeholder-address-na", "survey", "match", "ours.csv", "theirs.csv")
    assert "6 people after joining" in done.stdout
    assert "matched by address" not in done.stdout


def test_a_workbook_of_google_is_read_as_its_csv(case):
    done = case("platform-xlsx-google", "survey", "map", "ex.xlsx", "--people", "people.csv")
    assert done.returncode == 0, done.stderr
    assert "google_forms" in done.stdout


def test_a_name_that_is_not_read_leaves_the_others_unknown(case):
    _, scores, told = audited(case, "unread-name-is-no-denial-nickname")
    assert scores["density"]["interval"] is None  # unknown pairs, and no draws were asked for
    assert "Eddie Lark" in told


def test_non_is_no_tick(case):
    ties, _, _ = audited(case, "unticked-word-non-fr")
    assert len(ties) == 6


def test_days_of_a_measure_count_for_both_ends_alike(case):
    ties, _, _ = audited(case, "viva-dates-three")
    assert ties == dict.fromkeys([("p1", "p2"), ("p1", "q1"), ("p2", "q2"), ("p3", "q3")], "confirmed")


def test_names_in_a_central_european_code_page_are_asked_about(case):
    done = case("wrong-code-page-cp1250", "survey", "match", "ours.csv", "theirs.csv")
    assert "Jiří Dvořák = Jiří Dvořák" in done.stdout
    assert "Łukasz Żak = Łukasz Żak" in done.stdout
    assert "cp1250" in done.stdout + done.stderr


def test_a_tie_whose_other_end_did_not_say_is_not_denied(case):
    ties, _, _ = audited(case, "unread-name-is-no-denial-nickname")
    assert (ties["p1", "q1"], ties["p1", "p3"], ties["p1", "p2"]) == ("unanswered", "unanswered", "confirmed")
