"""`import alliancenet`: what a notebook can do, and that it says the same as the commands."""

import doctest
import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import igraph
import networkx as nx
import numpy as np
import pandas as pd
import pytest
from built_audits import HOSTILE, a_hostile_audit, an_audit
from click.testing import CliRunner
from scipy.sparse import csr_array

import alliancenet as an
from alliancenet import cli
from alliancenet.report import manual
from alliancenet.resources import examples
from alliancenet.results import Audit, Audits

HEAVY = ("numpy", "pandas", "scipy", "networkx", "igraph", "flask", "jinja2", "yaml", "click", "duckdb", "numba")
FUNCTIONS = [name for name in an.__all__ if callable(getattr(an, name)) and name[0].islower()]


@pytest.fixture(scope="module")
def project():
    return an.read_project(str(examples() / "one_bridge"))


@pytest.fixture(scope="module")
def audits(project):
    return an.audit(project, seed=3, resamples=5)


@pytest.fixture(scope="module")
def two_waves():
    return an.audit(examples() / "portfolio", alliance="lantern", resamples=0)


def python(code):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_importing_the_library_loads_nothing_heavy():
    code = f"import sys, alliancenet; print([name for name in {HEAVY} if name in sys.modules])"
    assert python(code) == "[]"


def test_a_loaded_module_does_not_hide_the_function_of_its_name():
    code = "import alliancenet as an, alliancenet.compare, alliancenet.metrics.case; print(callable(an.compare))"
    assert python(code + "; print(an.metrics.__module__)") == "True\nalliancenet.api"


def test_every_public_name_exists_and_there_are_about_twenty():
    assert all(getattr(an, name) is not None for name in an.__all__)
    assert 15 <= len(an.__all__) <= 22


def test_a_name_that_does_not_exist_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'audits_of'"):
        _ = an.audits_of


def test_the_version_is_that_of_the_installation():
    assert re.fullmatch(r"\d+\.\d+\.\d+\S*", an.__version__)


def test_type_checkers_are_told_that_there_are_types():
    assert Path(an.__file__).with_name("py.typed").is_file()


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_example_of_every_public_function_runs(name):
    (found,) = doctest.DocTestFinder(recurse=False).find(getattr(an, name), name, globs={})
    assert found.examples
    assert doctest.DocTestRunner().run(found).failed == 0


def test_the_manual_has_a_section_for_every_public_name():
    headings = re.findall(r"^### `([a-zA-Z_]+)", manual.page("python") or "", re.MULTILINE)
    assert sorted(headings) == sorted(set(an.__all__) - {"__version__"})


def test_a_project_tells_its_size_in_one_line(project):
    assert re.fullmatch(r"<Project '[^']+': 1 alliance, 1 wave, \d+ warnings?>", repr(project))


def test_faults_of_files_are_a_table(tmp_path):
    (tmp_path / "alliancenet.yaml").write_text("format: alliancenet-project/1\n")
    with pytest.raises(an.InputError) as raised:
        an.read_project(tmp_path)
    table = raised.value.problems.to_frame()
    assert {"people.csv", "organisations.csv", "alliances.yaml"} <= set(table["where"][table.fatal])


def test_an_audit_is_found_by_alliance_and_wave(audits):
    assert audits["causeway", "2026-04"] is audits[0]
    assert [audit.wave.id for audit in audits["causeway"]] == ["2026-04"]


def test_an_audit_that_is_not_there_names_those_that_are(audits):
    with pytest.raises(KeyError, match="no audit of north 1; there are: causeway 2026-04"):
        audits["north", "1"]


def test_an_alliance_the_project_does_not_have_is_refused(project):
    with pytest.raises(an.InputError, match="there is no alliance 'north'"):
        an.audit(project, alliance="north")


def test_audits_show_one_line_for_each(two_waves):
    lines = repr(two_waves).splitlines()
    assert [line.split(":")[0] for line in lines] == ["lantern 2025-10", "lantern 2026-04"]
    assert all(re.search(r"health \d+ \((red|amber|green)\), \d+ findings?", line) for line in lines)


def test_the_same_seed_gives_the_same_audits(project, audits):
    again = an.audit(project, seed=3, resamples=5)
    assert [audit.record for audit in again] == [audit.record for audit in audits]


def test_a_frame_of_scores_holds_what_the_scores_hold(audits):
    table = audits[0].scores.to_frame()
    wanted = ["metric", "subject_kind", "subject", "value", "low", "high", "n", "unit", "state", "reason"]
    assert list(table.columns)[: len(wanted)] == wanted
    assert len(table) == len(audits[0].scores)
    for row, score in zip(table.itertuples(), audits[0].record.scores, strict=True):
        assert (row.metric, row.subject, row.n) == (score.metric, score.subject.id, score.n)
        assert row.value == score.value if score.is_ok else np.isnan(row.value) and row.reason == score.reason


@pytest.mark.parametrize("part", ["scores", "findings", "people"])
def test_no_cell_of_a_frame_holds_a_collection(audits, part):
    for table in (getattr(audits[0], part).to_frame(), getattr(audits, part).to_frame()):
        assert not table.map(lambda cell: isinstance(cell, dict | list | tuple | set)).to_numpy().any()
        assert len(table) == len(getattr(audits[0], part))


def test_frames_of_several_audits_say_of_which_each_row_is(two_waves):
    table = two_waves.scores.to_frame()
    assert table.groupby(["alliance", "wave"]).size().to_dict() == {
        ("lantern", audit.wave.id): len(audit.scores) for audit in two_waves
    }


def test_a_frame_without_rows_has_its_columns():
    audit = Audit(an_audit(findings=()))
    assert list(audit.findings.to_frame().columns[:2]) == ["code", "severity"]
    assert list(Audits([]).scores.to_frame().columns[:2]) == ["alliance", "wave"]


def test_what_is_unknown_of_a_person_is_empty_and_not_no(audits):
    record = audits[0].record
    table = audits[0].people.to_frame().set_index("id")
    assert all(table.spanner.isna()[person.id] == (person.spanner is None) for person in record.people)
    assert all(table.core_ties.isna()[person.id] == (person.core_ties is None) for person in record.people)


def test_a_picture_holds_no_markup_of_others():
    audit = Audit(a_hostile_audit())
    several = Audits([audit])
    drawn = "".join(shown._repr_html_() for shown in (audit, several, audit.findings, several.people))
    drawn += an.view(audit, role="analyst")._repr_html_() + an.compare(audit, audit)._repr_html_()
    drawn += an.what_if(audit, leaves=[audit.people[0].id])._repr_html_()
    assert not [payload for payload in HOSTILE if "<" in payload and payload in drawn]


def test_a_comparison_draws_what_moved_and_says_when_nothing_did(two_waves):
    before, after = two_waves
    moved = [change for change in an.compare(before, after).record.scores if change.verdict in {"rose", "fell"}]
    assert an.compare(before, after)._repr_html_().count("<tr>") == min(len(moved), 20)
    assert "nothing moved beyond noise" in an.compare(after, after)._repr_html_()


def test_a_simulation_is_short_in_a_cell_and_a_table_on_request(audits):
    person = next(person.id for person in audits[0].people if person.core_ties)
    simulated = an.what_if(audits[0], leaves=[person])
    people = len(audits[0].people)
    assert repr(simulated).startswith(f"<what if, no forecast: people {people} to {people - 1}, core_ties ")
    assert simulated.to_frame().set_index("measure").difference["people"] == -1


def test_a_frame_of_changes_holds_the_interval_of_each_change(two_waves):
    frame = an.compare(*two_waves).to_frame().dropna(subset=["low"])
    assert len(frame)
    assert ((frame.low <= frame.difference + 1e-9) & (frame.difference <= frame.high + 1e-9)).all()


def test_audits_come_back_from_a_folder(audits, tmp_path):
    read = an.read_audits(audits.save(tmp_path / "first"))
    again = an.read_audits(read.save(tmp_path / "second"))
    assert [audit.record for audit in again] == [audit.record for audit in read]
    assert read[0].findings.to_frame().sentence.tolist() == audits[0].findings.to_frame().sentence.tolist()


def test_a_damaged_audit_file_is_a_problem_and_the_others_stay(audits, tmp_path):
    audits.save(tmp_path)
    (tmp_path / "x--1.audit.json").write_text("{")
    read = an.read_audits(tmp_path)
    assert len(read) == 1
    assert read.problems.to_frame()["where"].tolist() == ["x--1.audit.json"]


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(an.InputError, match="there is no such folder"):
        an.read_audits(tmp_path / "nowhere")


def test_a_view_of_an_executive_names_nobody(audits):
    page = an.view(audits, role="executive").report()
    ids = [person.id for person in audits[0].people]
    assert not [name for name in ids if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", page)]


def test_findings_of_a_view_name_people_as_its_reader_may_know_them(audits):
    ids = {person.id for person in audits[0].people}
    table = an.view(audits, role="executive").findings.to_frame()
    assert len(table) > 0
    assert not ids & {name for people in table.people for name in people.split("; ")}


def test_only_a_view_can_be_printed():
    assert hasattr(an.View, "report")
    assert not hasattr(an.Audit, "report")
    assert not hasattr(an.Audits, "report")


def test_a_report_is_written_where_it_is_asked_for(audits, tmp_path):
    page = an.view(audits, role="hr").report(tmp_path / "report.html")
    assert (tmp_path / "report.html").read_text() == page


def test_a_partner_opens_no_alliance_of_others(audits):
    with pytest.raises(an.NotPermitted):
        an.view(audits[0], role="partner", firm="elsewhere")
    assert an.view(audits, role="partner", firm="elsewhere").records == ()


@pytest.mark.parametrize(("role", "said"), [("boss", "one of"), ("partner", "a partner without a firm")])
def test_a_reader_that_does_not_exist_is_refused(audits, role, said):
    with pytest.raises(an.InputError, match=said):
        an.view(audits, role=role)


def test_a_comparison_holds_what_the_command_compares(two_waves, tmp_path):
    files = sorted(two_waves.save(tmp_path).glob("*.audit.json"))
    before, after = an.read_audits(tmp_path)
    told = CliRunner().invoke(cli.alliancenet, ["compare", *map(str, files), "--json"])
    document = json.loads(told.output)["comparison"]
    table = an.compare(before, after).to_frame()
    assert table.verdict.tolist() == [change["verdict"] for change in document["scores"]]
    assert table.sentence.tolist() == [change["sentence"] for change in document["scores"]]


def test_a_review_holds_what_the_command_reviews(two_waves, tmp_path):
    two_waves.save(tmp_path)
    told = CliRunner().invoke(
        cli.alliancenet, ["portfolio", str(examples() / "portfolio"), "--audits", str(tmp_path), "--json"]
    )
    document = json.loads(told.stdout)["portfolio"]
    table = an.review(examples() / "portfolio", two_waves).to_frame().set_index("alliance")
    assert table.proposal.to_dict() == {
        alliance["id"]: alliance["action"]["proposal"] if alliance["action"] else ""
        for alliance in document["alliances"]
    }
    health = {
        alliance["id"]: alliance["health"]["value"]
        for alliance in document["alliances"]
        if alliance["health"]["value"] is not None
    }
    assert table.health.dropna().to_dict() == pytest.approx(health)


def test_a_review_of_another_day_reads_the_wave_before(two_waves):
    table = an.review(examples() / "portfolio", two_waves, as_of=date(2025, 12, 31)).to_frame().set_index("alliance")
    assert table.last_wave["lantern"] == "2025-10"


def test_an_edge_list_has_no_portfolio(tmp_path):
    (tmp_path / "p.csv").write_text("id,office\na,x\nb,y\n")
    (tmp_path / "t.csv").write_text("source,target\na,b\n")
    read = an.read_edge_list(tmp_path / "p.csv", str(tmp_path / "t.csv"), firm="office")
    with pytest.raises(an.InputError, match="an edge list"):
        an.review(read)


def test_a_simulation_of_a_stranger_is_refused(audits):
    with pytest.raises(an.InputError, match="nobody has the id 'nobody'"):
        an.what_if(audits[0], leaves=["nobody"])


def test_a_graph_holds_the_ties_of_its_layer_and_everybody(audits):
    audit = audits[0]
    graph = an.to_networkx(audit, layer="trust")
    ties = [tie for tie in audit.record.ties if tie.layer == "trust"]
    assert set(graph) == {person.id for person in audit.people}
    assert {frozenset(edge) for edge in graph.edges} == {frozenset((tie.source, tie.target)) for tie in ties}
    assert {status for *_, status in graph.edges.data("status")} == {tie.status for tie in ties}


def test_friendship_never_leaves_as_a_graph(audits):
    with pytest.raises(an.NotPermitted, match="friendship never leaves"):
        an.to_networkx(audits[0], layer="friendship")


def test_a_layer_nobody_was_asked_about_is_refused_with_those_that_were(audits):
    with pytest.raises(an.InputError, match="one of: advice, closeness, communication"):
        an.to_networkx(audits[0], layer="golf")


# one network in five dresses; ties point one way, weights differ
PEOPLE = dict(zip("abcdefgh", "xxxxyyyz", strict=True))
TIES = [("a", "b", 2), ("b", "a", 1), ("b", "c", 3), ("c", "e", 1), ("e", "f", 2), ("f", "g", 2), ("g", "e", 1),
        ("d", "a", 5), ("h", "a", 1), ("c", "a", 1), ("f", "e", 4)]  # fmt: skip


def as_networkx():
    graph = nx.DiGraph()
    graph.add_nodes_from((name, {"firm": group}) for name, group in PEOPLE.items())
    graph.add_weighted_edges_from(TIES)
    return graph, {"by": "firm"}


def as_igraph():
    graph = igraph.Graph(directed=True)
    graph.add_vertices(list(PEOPLE), {"firm": list(PEOPLE.values())})
    graph.add_edges([(one, other) for one, other, _ in TIES], {"weight": [weight for *_, weight in TIES]})
    return graph, {"by": "firm"}


def as_pandas():
    ties = pd.DataFrame(TIES, columns=["source", "target", "weight"])
    return ties, {"people": pd.DataFrame({"id": list(PEOPLE), "firm": list(PEOPLE.values())}), "by": "firm"}


def as_pandas_alone():
    return pd.DataFrame(TIES, columns=["source", "target", "weight"]), {"by": PEOPLE}


def as_matrix():
    place = {name: row for row, name in enumerate(PEOPLE)}
    cells = np.zeros((len(PEOPLE), len(PEOPLE)))
    for one, other, weight in TIES:
        cells[place[one], place[other]] = weight
    return csr_array(cells), {"by": list(PEOPLE.values())}


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """What the command says of the network, weighted or not."""
    folder = tmp_path_factory.mktemp("network")
    pd.DataFrame({"id": list(PEOPLE), "firm": list(PEOPLE.values())}).to_csv(folder / "P.csv", index=False)
    pd.DataFrame(TIES, columns=["source", "target", "weight"]).to_csv(folder / "T.csv", index=False)
    words = ["metrics", "--people", str(folder / "P.csv"), "--ties", str(folder / "T.csv"), "--by", "firm", "--json"]
    return {
        weighted: json.loads(CliRunner().invoke(cli.alliancenet, words + ["--weighted"] * weighted).stdout)
        for weighted in (False, True)
    }


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("dress", [as_networkx, as_igraph, as_pandas, as_pandas_alone])
def test_metrics_are_those_of_the_command_whatever_the_graph_comes_as(told, dress, weighted):
    graph, options = dress()
    assert an.metrics(graph, weighted=weighted, **options).document == told[weighted]


@pytest.mark.parametrize("dense", [False, True])
def test_metrics_of_a_matrix_are_those_of_the_command_with_numbers_for_names(told, dense):
    matrix, options = as_matrix()
    document = an.metrics(matrix.toarray() if dense else matrix, **options).document
    assert list(document["people"]) == [str(row) for row in range(len(PEOPLE))]
    assert list(document["people"].values()) == list(told[False]["people"].values())
    assert document["network"]["ei"] == told[False]["network"]["ei"]


def test_an_undirected_graph_stays_undirected():
    document = an.metrics(nx.path_graph(4), only=["reciprocity_arc", "indegree"]).document
    assert document["network"]["reciprocity_arc"] == 1
    assert [person["indegree"] for person in document["people"].values()] == [1, 2, 2, 1]


def test_a_frame_of_metrics_has_a_row_for_every_number(told):
    graph, options = as_networkx()
    table = an.metrics(graph, **options).to_frame()
    value = table.set_index(["metric", "subject"]).value
    network = told[False]["network"]
    assert value["density", ""] == network["density"]
    assert value["brokerage.raw.gatekeeper", ""] == network["brokerage"]["raw"]["gatekeeper"]
    assert value["indegree", "a"] == told[False]["people"]["a"]["indegree"]
    assert not table.map(lambda cell: isinstance(cell, dict | list)).to_numpy().any()


def test_a_metric_that_does_not_exist_says_why_in_the_frame():
    table = an.metrics(nx.empty_graph(3), only=["constraint", "mean_distance"]).to_frame()
    assert table.value.isna().all()
    assert (table.reason != "").all()


def test_two_nodes_of_one_name_are_refused():
    graph = nx.Graph([(1, "1"), (1, 2)])
    with pytest.raises(an.InputError, match="'1' stands twice"):
        an.metrics(graph)


@pytest.mark.parametrize(
    ("graph", "options", "said"),
    [
        (np.zeros((2, 3)), {}, "a square matrix"),
        ([1, 2], {}, "a thing of type list"),
        (pd.Series([1]), {}, "a pandas Series"),
        (pd.DataFrame({"from": ["a"]}), {}, "the column is missing"),
        (np.array([[0, -1], [1, 0]]), {}, "'-1'"),
        (np.array([[0, np.nan], [1, 0]]), {}, "the cell is empty"),
        (np.eye(2), {"by": ["x"]}, "1 groups"),
        (nx.path_graph(3), {"by": "club"}, "the column is missing"),
        (nx.path_graph(3), {"people": pd.DataFrame({"id": [1]})}, "people for an edge list only"),
        (nx.path_graph(3), {"symmetrize": "both"}, "both"),
        (nx.path_graph(3), {"only": ["charm"]}, "there is no metric 'charm'"),
    ],
)
def test_a_graph_with_faults_is_refused_in_words(graph, options, said):
    with pytest.raises(an.InputError, match=re.escape(said)):
        an.metrics(graph, **options)


@pytest.mark.parametrize("graph", [nx.DiGraph(), igraph.Graph(), np.zeros((0, 0)), nx.empty_graph(1)])
def test_a_graph_without_ties_is_measured_with_the_reason_why_numbers_are_missing(graph):
    document = an.metrics(graph).document
    assert document["n_ties"] == 0
    assert "no ties: nothing that is an average over ties or paths exists" in document["notes"]


def test_the_tutorial_runs_from_two_csv_files_to_a_chart(tmp_path):
    script = examples() / "tutorial.py"
    assert script.read_text().count("# %%") >= 5
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    chart = (tmp_path / "tutorial/chart.svg").read_text()
    assert chart.startswith("<svg")
    assert chart.count("<rect") >= 3
