import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_projects import PEOPLE, TIES, read_edges

from alliancenet.errors import InputError
from alliancenet.model.multiplex import Layer, Measure
from alliancenet.settings import default_settings
from alliancenet.sources.edges.project import read_edge_list
from alliancenet.sources.edges.ties import parse_layer_map

SHARED = Path(__file__).resolve().parents[3] / "shared/data"


def reports_in_words(project, layer=Layer.COMMUNICATION, wave=0):
    wave = project.waves[wave]
    part = wave.reports[layer]
    return {
        (wave.people[r], wave.people[a]): v for r, a, v in zip(part.respondent, part.alter, part.value, strict=True)
    }


def faults(folder, **options):
    with pytest.raises(InputError) as error:
        read_edges(folder, **options)
    return [str(problem) for problem in error.value.problems]


def test_a_list_without_layers_is_communication(tmp_path):
    assert reports_in_words(read_edges(tmp_path)) == {("a", "b"): 1, ("a", "c"): 1, ("c", "a"): 1, ("b", "d"): 1}


def test_firms_are_taken_from_the_named_column(tmp_path):
    register = read_edges(tmp_path).register
    assert {id_: person.organisation for id_, person in register.people.items()} == {
        "a": "Boston",
        "b": "Boston",
        "c": "Hartford",
        "d": "Hartford",
    }


def test_no_record_counts_as_kept(tmp_path):
    assert read_edges(tmp_path).register.kept == frozenset()


def test_a_layer_with_a_known_name_maps_to_itself(tmp_path):
    project = read_edges(tmp_path, ties="source,target,layer\na,b,communication\na,c,advice\n")
    assert set(project.waves[0].reports) == {Layer.COMMUNICATION, Layer.ADVICE}


def test_a_layer_without_a_meaning_is_left_out_and_said_so(tmp_path):
    project = read_edges(tmp_path, ties="source,target,layer\na,b,communication\na,c,lunch\n")
    assert set(project.waves[0].reports) == {Layer.COMMUNICATION}
    assert "Not used, because no --map says what they are: 'lunch'." in project.waves[0].assumptions


def test_a_mapped_layer_takes_the_place_of_a_named_one(tmp_path):
    ties = "source,target,layer\na,b,talk\na,c,communication\n"
    project = read_edges(tmp_path, ties=ties, layer_map={"talk": Layer.COMMUNICATION}, directed=True)
    assert reports_in_words(project) == {("a", "b"): 1}


def test_without_a_communication_layer_the_layers_found_are_named(tmp_path):
    (fault,) = faults(tmp_path, ties="source,target,layer\na,b,cowork\na,c,advice\n")
    assert fault == (
        "ties.csv, layer: no layer is known to be communication (found: 'advice', 'cowork'); the layer that says"
        " who is in contact with whom; for example --map advice=communication"
    )


def test_a_map_for_a_file_without_layers_says_that_none_is_needed(tmp_path):
    (told,) = faults(tmp_path, layer_map={"cowork": Layer.COMMUNICATION})
    assert "ties.csv has no column of layers, so all its ties are communication" in told
    assert "leave --map out" in told


def test_map_targets_are_checked_all_at_once():
    with pytest.raises(InputError) as error:
        parse_layer_map(["a=talk", "b", "c=trust"])
    assert [problem.found for problem in error.value.problems] == ["'a=talk'", "'b'"]


@pytest.mark.parametrize("weight", ["1e308", "5e-324"])
def test_a_weight_too_large_or_small_to_reckon_with_is_a_fault(tmp_path, weight):
    (fault,) = faults(tmp_path, ties=f"source,target,weight\na,b,1\na,c,{weight}\n")
    assert fault.startswith(f"ties.csv, row 3, weight: '{weight}'; 0, or 1e-100 to 1e+100;")


def test_a_layer_in_which_no_pair_stands_twice_is_measured_once(tmp_path):
    project = read_edges(tmp_path, ties="source,target\nb,a\na,c\nd,b\n")
    assert project.waves[0].reports[Layer.COMMUNICATION].source.measured_once
    assert reports_in_words(project) == {("a", "b"): 1, ("a", "c"): 1, ("b", "d"): 1}
    assert any("no pair stands in both directions" in words for words in project.waves[0].assumptions)


def test_one_pair_in_both_directions_makes_the_layer_directed(tmp_path):
    assert not read_edges(tmp_path).waves[0].reports[Layer.COMMUNICATION].source.measured_once


def test_the_same_pair_in_two_waves_does_not_make_a_layer_directed(tmp_path):
    project = read_edges(tmp_path, ties="source,target,wave\na,b,1\nb,a,2\n")
    assert project.waves[0].reports[Layer.COMMUNICATION].source.measured_once


@pytest.mark.parametrize(("directed", "pairs"), [(True, 4), (False, 3)])
def test_the_direction_can_be_said(tmp_path, directed, pairs):
    project = read_edges(tmp_path, directed=directed)
    assert project.waves[0].reports[Layer.COMMUNICATION].source.measured_once is not directed
    assert len(reports_in_words(project)) == pairs


def test_weights_other_than_one_make_a_weighted_layer(tmp_path):
    project = read_edges(tmp_path, ties="source,target,weight\na,b,1\nb,c,2.5\n")
    assert project.waves[0].reports[Layer.COMMUNICATION].source.measure is Measure.WEIGHTS


def test_weights_that_are_all_one_are_ties(tmp_path):
    project = read_edges(tmp_path, ties="source,target,weight\na,b,1\nb,c,1.0\n")
    assert project.waves[0].reports[Layer.COMMUNICATION].source.measure is Measure.TIES


def test_self_ties_are_dropped_and_counted(tmp_path):
    project = read_edges(tmp_path, ties=TIES + "a,a\nb,b\n")
    assert ("a", "a") not in reports_in_words(project)
    assert [problem.found for problem in project.problems] == ["2 rows from a person to the same person: dropped"]


def test_repeated_rows_are_merged_and_counted(tmp_path):
    project = read_edges(tmp_path, ties="source,target,weight\na,b,1\na,b,3\nb,a,1\n")
    assert reports_in_words(project) == {("a", "b"): 3, ("b", "a"): 1}
    assert [problem.found for problem in project.problems] == [
        "1 row beside another of the same tie: merged, the largest weight stands"
    ]


def test_a_weight_of_zero_is_no_tie(tmp_path):
    project = read_edges(tmp_path, ties="source,target,weight\na,b,0\na,c,2\n")
    assert set(reports_in_words(project)) == {("a", "c")}
    assert project.problems[0].found == "1 row of weight 0: read as no tie"


@pytest.mark.parametrize("weight", ["-1", "inf", "nan", "much"])
def test_a_weight_that_is_no_number_of_zero_or_more_is_a_fault(tmp_path, weight):
    (fault,) = faults(tmp_path, ties=f'source,target,weight\na,c,1\na,b,"{weight}"\n')
    assert fault.startswith(f"ties.csv, row 3, weight: '{weight}'; a number of 0 or more is needed;")


def test_a_weight_that_can_be_read_two_ways_is_asked_about(tmp_path):
    (fault,) = faults(tmp_path, ties='source,target,weight\na,c,1\na,b,"1,500"\n')
    assert fault == "ties.csv, weight: weights such as 1,500 can be read two ways; plain numbers such as 1200 or 1.2"


def test_unknown_people_are_listed_twenty_at_most(tmp_path):
    ties = "source,target\n" + "".join(f"a,x{number:02d}\n" for number in range(25))
    told = faults(tmp_path, ties=ties)
    assert len(told) == 21
    assert told[0].startswith("ties.csv, row 2, target: 'x00' is not among the people;")
    assert told[20].startswith("ties.csv, target: and 5 more of this kind;")


def test_waves_stand_in_the_order_of_their_numbers(tmp_path):
    ties = "source,target,wave\n" + "".join(f"a,b,{wave}\n" for wave in (10, 9, 2))
    assert [wave.id for wave in read_edges(tmp_path, ties=ties).waves] == ["2", "9", "10"]


def test_a_wave_in_which_a_layer_has_no_tie_was_measured_all_the_same(tmp_path):
    ties = "source,target,wave,layer\na,b,1,communication\na,b,2,communication\na,c,1,advice\n"
    second = read_edges(tmp_path, ties=ties).waves[1]
    assert len(second.reports[Layer.ADVICE].value) == 0


def test_people_without_a_firm_are_left_out_with_their_ties(tmp_path):
    project = read_edges(tmp_path, people=PEOPLE + "e,\n", ties=TIES + "a,e\n")
    assert project.waves[0].people == ("a", "b", "c", "d")
    assert [problem.found for problem in project.problems] == [
        "1 person without a firm was left out (e)",
        "1 row of people without a firm: dropped",
    ]


def test_everybody_is_taken_to_have_answered_and_it_is_said(tmp_path):
    wave = read_edges(tmp_path).waves[0]
    assert wave.responded.all()
    assert "Everybody is taken to have answered: people.csv has no column 'responded'." in wave.assumptions


def test_who_did_not_answer_is_read_from_the_people_file(tmp_path):
    people = "id,office,responded\na,Boston,yes\nb,Boston,no\nc,Hartford,YES\nd,Hartford,1\n"
    project = read_edges(tmp_path, people=people)
    assert project.waves[0].responded.tolist() == [True, False, True, True]
    assert "1 person stands as source of ties but did not answer" in str(project.problems[0])


def test_level_labels_of_another_kind_are_kept_and_said_so(tmp_path):
    people = "id,office,status\na,Boston,partner\nb,Boston,associate\nc,Hartford,partner\nd,Hartford,partner\n"
    project = read_edges(tmp_path, people=people, level="status")
    assert project.register.people["b"].level == "associate"
    assert any("(associate, partner)" in words for words in project.waves[0].assumptions)


def test_a_level_column_of_known_levels_is_used_unasked(tmp_path):
    people = "id,office,level\na,Boston,senior\nb,Boston,\nc,Hartford,operating\nd,Hartford,operating\n"
    assert read_edges(tmp_path, people=people).register.people["a"].level == "senior"


def test_the_own_firm_comes_first(tmp_path):
    (alliance,) = read_edges(tmp_path, own="Hartford").register.alliances.values()
    assert alliance.organisations == ("Hartford", "Boston")


def test_faults_of_both_files_come_together(tmp_path):
    told = faults(tmp_path, people="name\nx\n", ties="left,right\na,b\n")
    assert [re.sub(" \\(.*?\\)", "", fault).split(";")[0] for fault in told] == [
        "people.csv, row 1, id: the column is missing",
        "people.csv, row 1, office: the column is missing",
        "ties.csv, row 1, source: the column is missing",
        "ties.csv, row 1, target: the column is missing",
    ]


PAIR = st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd"), st.integers(1, 3))


@given(ties=st.lists(PAIR, min_size=1, max_size=30), seed=st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_reports_equal_a_plain_count_whatever_the_order_of_rows(tmp_path_factory, ties, seed):
    largest = {}
    for source, target, weight in ties:
        if source != target:
            largest[source, target] = max(weight, largest.get((source, target), 0))
    seed.shuffle(ties)
    text = "source,target,weight\n" + "".join(f"{s},{t},{w}\n" for s, t, w in ties)
    project = read_edges(tmp_path_factory.mktemp("ties"), ties=text, directed=True)
    found = reports_in_words(project) if largest else {}
    assert found == largest


def test_the_law_firm_is_read_with_its_layers():
    if not SHARED.is_dir():
        pytest.skip("the real networks lie outside the repository and are not here")
    folder = SHARED / "lazega_lawfirm"
    project = read_edge_list(
        folder / "nodes.csv",
        folder / "edges.csv",
        firm="office",
        layer_map={"cowork": Layer.COMMUNICATION},
        settings=default_settings(),
    )
    sizes = {layer: len(part.value) for layer, part in project.waves[0].reports.items()}
    assert sizes == {Layer.ADVICE: 892, Layer.COMMUNICATION: 1104, Layer.FRIENDSHIP: 575}


def test_workplace_contacts_are_measured_once():
    if not SHARED.is_dir():
        pytest.skip("the real networks lie outside the repository and are not here")
    folder = SHARED / "sociopatterns_workplace2013"
    layers = {"contact": Layer.COMMUNICATION}
    project = read_edge_list(
        folder / "nodes.csv", folder / "edges.csv", firm="department", layer_map=layers, settings=default_settings()
    )
    part = project.waves[0].reports[Layer.COMMUNICATION]
    assert (len(part.value), part.source.measured_once, float(np.max(part.value))) == (755, True, 737.0)
