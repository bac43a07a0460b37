"""``alliancenet metrics`` from the command line."""

import json
import math

import pytest
from click.testing import CliRunner

from alliancenet.cli.metrics import metrics
from alliancenet.errors import InputError
from alliancenet.graph.document import GROUPS, NETWORK, PEOPLE

PEOPLE_CSV = "id,firm\na,X\nb,X\nc,Y\nd,Y\ne,\n"
TIES_CSV = (
    "source,target,layer,wave,weight\n"
    "a,b,advice,1,2\nb,c,advice,1,1\nc,d,advice,1,3\nd,a,advice,1,1\na,c,trust,1,1\nb,c,trust,1,1\n"
    "a,b,advice,2,1\nc,b,advice,2,1\nc,a,likes,1,1\nb,d,likes,1,1\n"
)


@pytest.fixture
def files(tmp_path):
    def write(people=PEOPLE_CSV, ties=TIES_CSV):
        (tmp_path / "P.csv").write_text(people)
        (tmp_path / "T.csv").write_text(ties)
        return ["--people", str(tmp_path / "P.csv"), "--ties", str(tmp_path / "T.csv")]

    return write


def run(args):
    found = CliRunner().invoke(metrics, args)
    if isinstance(found.exception, InputError):
        raise found.exception
    assert found.exit_code == 0, found.output
    return found.stdout


def document(args):
    return json.loads(run([*args, "--json"]), parse_constant=pytest.fail)


def test_the_document_holds_every_key_of_the_format(files):
    found = document([*files(), "--by", "firm", "--layer", "advice"])
    assert found["format"] == "alliancenet-metrics/1"
    assert set(found["network"]) == set(NETWORK)
    assert set(found["people"]["a"]) == set(PEOPLE)
    assert set(found["groups"]["X"]) == set(GROUPS)


def test_counts_come_with_what_each_rule_dropped(files):
    found = document([*files(), "--layer", "advice", "--wave", "1", "--min-weight", "2"])
    assert (found["n_people"], found["n_ties"]) == (5, 2)
    assert found["dropped"]["below_min_weight"] == 2


@pytest.mark.parametrize(
    "layers", [["--layer", "advice", "--layer", "trust"], ["--layer", "advice", "trust"], ["--layer", "advice,trust"]]
)
def test_several_layers_can_be_written_in_three_ways(files, layers):
    assert document([*files(), *layers, "--wave", "1", "--only", "density"])["n_ties"] == 5


def test_only_the_metrics_asked_for_are_printed(files):
    found = document([*files(), "--only", "density,degree"])
    assert list(found["network"]) == ["density"]
    assert found["people"]["e"] == {"degree": 0}


def test_symmetrize_makes_the_network_undirected(files):
    found = document([*files(), "--layer", "advice", "--symmetrize", "max", "--only", "density"])
    assert found["n_ties"] == 4


def test_two_layers_are_compared(files):
    found = document([*files(), "--compare", "advice", "trust", "--permutations", "50", "--only", "density"])
    assert set(found["compare"]) >= {"jaccard", "r", "p_high", "p_low"}


@pytest.mark.parametrize("words", [["advice", "trust", "likes"], ["advice trust likes"], ["advice,trust,likes"]])
def test_a_layer_is_regressed_on_others_however_they_are_written(files, words):
    found = document([*files(), "--regress", *words, "--permutations", "20", "--only", "density"])["mrqap"]
    assert set(found["trust"]) == {"b", "t", "p"}
    assert {"likes", "intercept", "r2"} <= set(found)


def test_waves_are_compared_over_pairs_both_observed(files, tmp_path):
    (tmp_path / "F.csv").write_text("wave,id,status\n2,a,nonrespondent\n")
    args = [*files(), "--layer", "advice", "--waves", "1", "2", "--only", "density"]
    whole = document(args)["change"]
    part = document([*args, "--nonresponse", str(tmp_path / "F.csv")])["change"]
    assert (whole["new"], whole["lost"], whole["kept"], whole["hamming"], whole["pairs"]) == (1, 3, 1, 4, 20)
    assert (part["lost"], part["kept"], part["pairs"]) == (3, 0, 16)


def test_somebody_unknown_among_those_who_did_not_answer_is_refused(files, tmp_path):
    (tmp_path / "F.csv").write_text("wave,id,status\n2,zoe,nonrespondent\n7,a,\n")
    with pytest.raises(InputError) as caught:
        run([*files(), "--waves", "1", "2", "--nonresponse", str(tmp_path / "F.csv")])
    assert [(problem.row, problem.key) for problem in caught.value.problems] == [(2, "id"), (3, "wave"), (3, "status")]


def test_the_same_seed_prints_the_same_document(files):
    args = [*files(), "--by", "firm", "--seed", "5", "--permutations", "99"]
    assert document(args) == document(args)


def test_the_summary_is_readable_and_names_the_strongest(files):
    text = run([*files(), "--by", "firm", "--permutations", "0"])
    assert text.startswith("5 people, ")
    assert "highest betweenness first" in text
    assert "1 people without group are in no number that compares groups" in text


@pytest.mark.parametrize(
    ("people", "ties"),
    [
        ("id,firm\na,X\n", "source,target\n"),
        (PEOPLE_CSV, "source,target,weight\n"),
        ("id,firm\na,X\nb,X\n", "source,target\na,b\n"),
        ("id,firm\na,\nb,\n", "source,target\na,b\n"),
        ("id,firm\na,X\nb,Y\n", "source,target\na,b\n"),
        ("id,firm\na,X\nb,Y\nc,Z\n", "source,target\na,b\nb,c\n"),
        ("id,firm\na,X\n", "source,target\na,a\n"),
    ],
)
@pytest.mark.parametrize("extra", [[], ["--weighted"], ["--undirected"], ["--drop-ungrouped"], ["--symmetrize", "min"]])
def test_degenerate_networks_give_valid_documents_with_reasons(files, people, ties, extra):
    found = document([*files(people, ties), "--by", "firm", "--permutations", "20", *extra])
    assert found["notes"] or found["n_people"] > 1
    for row in found["people"].values():
        for value in row.values():
            assert not isinstance(value, float) or math.isfinite(value)


@pytest.mark.parametrize(
    ("people", "ties", "key"),
    [
        ("id\na\na\n", "source,target\na,a\n", "id"),
        ("id\na\n", "source,target\na,b\n", "target"),
        ("id\na\nb\n", "source,target,weight\na,b,-1\n", "weight"),
        ("id\na\nb\n", "source,target,weight\na,b,lots\n", "weight"),
        ("id\na\nb\n", "source,target,weight\na,b,inf\n", "weight"),
        ("id\na\nb\n", "source,target,weight\na,b,1e308\n", "weight"),
        ("id\na\nb\n", "source,target,weight\na,b,1e-320\n", "weight"),
        ("id\na\nb\n", "source,target,weight\na,b,\n", "weight"),
        ("id\na\nb\n", "source,target\na,\n", "target"),
        ("name\na\n", "source,target\na,a\n", "id"),
        ("id\na\n", "left,right\na,a\n", "source"),
    ],
)
def test_bad_input_is_an_error_that_points_at_the_cell(files, people, ties, key):
    with pytest.raises(InputError) as caught:
        run(files(people, ties))
    assert key in {problem.key for problem in caught.value.problems}


def test_an_empty_people_file_is_a_clear_error(files):
    with pytest.raises(InputError, match="only a header row"):
        run(files("id\n", "source,target\n"))


@pytest.mark.parametrize(
    ("extra", "there"),
    [
        (["--by", "company"], "firm"),
        (["--layer", "gossip"], "advice, likes, trust"),
        (["--wave", "9"], "1, 2"),
        (["--only", "centrality"], "betweenness"),
        (["--compare", "advice", "gossip"], "advice, likes, trust"),
        (["--regress", "advice"], "at least one that explains"),
        (["--min-weight", "nan"], "a finite number"),
        (["--drop-ungrouped"], "--by COLUMN"),
        (["--nonresponse", "F.csv"], "--waves W1 W2"),
        (["--regress", "advice", "advice"], "each once"),
        (["--compare", "advice", "advice"], "two different layers"),
        (["--waves", "1", "1"], "two different waves"),
    ],
)
def test_an_unknown_name_is_answered_with_those_that_exist(files, extra, there):
    with pytest.raises(InputError, match=there):
        run([*files(), *extra])


@pytest.mark.parametrize("extra", [["--regress"], ["--layer", "--only", "density"], ["--only", "--json"]])
def test_an_option_that_needs_words_and_has_none_is_refused_by_name(files, extra):
    found = CliRunner().invoke(metrics, [*files(), *extra])
    assert (found.exit_code, f"Option '{extra[0]}' requires an argument" in found.output) == (2, True)


def test_an_empty_column_name_is_not_taken_for_the_next_option(files):
    with pytest.raises(InputError, match="the column is missing"):
        run([*files(), "--by", "", "--only", "ei"])


@pytest.mark.parametrize("weight", ["1e100", "1e-100"])
def test_the_largest_and_smallest_weights_give_numbers(files, weight):
    ties = f"source,target,weight\na,b,{weight}\nb,c,1\nc,d,1\nd,a,{weight}\n"
    found = document([*files(ties=ties), "--by", "firm", "--weighted", "--permutations", "20"])
    assert math.isfinite(found["network"]["modularity"])


def test_a_layer_that_says_the_same_as_another_leaves_no_coefficient_to_test(files):
    ties = "source,target,layer\n" + "".join(f"a,b,{layer}\nb,c,{layer}\n" for layer in ("advice", "trust"))
    found = document([*files(ties=ties), "--regress", "advice", "trust", "--permutations", "9", "--only", "density"])[
        "mrqap"
    ]
    assert (found["trust"]["t"], found["trust"]["p"], "exact" in found["reason"]) == (None, None, True)


def test_the_summary_says_why_a_number_is_missing(files):
    assert "network.ei: no group column was named" in run([*files(), "--permutations", "0"])
