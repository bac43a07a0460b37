"""Files of network programs come in as they left; networkx is the authority where it reads the format."""

import json
import os
import subprocess
import sys
from pathlib import Path

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliancenet.errors import InputError
from alliancenet.files.table import NOTHING
from alliancenet.settings import default_settings
from alliancenet.sources.edges.columns import by_name, read_people, read_ties
from alliancenet.sources.edges.project import read_edge_list
from alliancenet.sources.network_files.matrix import Blank
from alliancenet.sources.network_files.reading import people_table, read_network_file, ties_table

PEOPLE = "id,firm\na,North\nb,North\nc,South\nd,South\n"
ARCS = {("a", "b"): 3.0, ("b", "a"): 1.0, ("a", "c"): 2.5, ("d", "c"): 1.0}


def read(path, text=None, blank=Blank.ASK):
    if text is not None:
        path.write_text(text, encoding="utf-8")
    problems = []
    found = read_network_file(path, problems, blank=blank)
    return found, [str(problem) for problem in problems]


def arcs_of(found):
    return {(tie.source, tie.target): float(tie.weight or 1) for tie in found.ties if not tie.is_unknown}


def layers_of(found):
    return {(tie.layer, tie.source, tie.target) for tie in found.ties}


def directions_of(found):
    return {(tie.source, tie.target): tie.is_undirected for tie in found.ties}


def refused(path, text=None):
    found, problems = read(path, text)
    assert found is None
    return problems[-1]


def a_digraph():
    graph = nx.DiGraph()
    graph.add_nodes_from((person, {"name": person.upper(), "firm": "North"}) for person in "abcd")
    graph.add_weighted_edges_from((*pair, weight) for pair, weight in ARCS.items())
    return graph


@pytest.mark.parametrize(("write", "name"), [(nx.write_graphml, "net.graphml"), (nx.write_gexf, "net.gexf")])
def test_what_networkx_writes_comes_back(tmp_path, write, name):
    write(a_digraph(), tmp_path / name)
    found, _ = read(tmp_path / name)
    assert arcs_of(found) == ARCS


@pytest.mark.parametrize(("write", "name"), [(nx.write_graphml, "net.graphml"), (nx.write_gexf, "net.gexf")])
def test_an_undirected_graph_says_so(tmp_path, write, name):
    write(nx.Graph([("a", "b"), ("b", "c")]), tmp_path / name)
    found, _ = read(tmp_path / name)
    assert set(directions_of(found).values()) == {True}


def test_attributes_of_people_come_along(tmp_path):
    nx.write_graphml(a_digraph(), tmp_path / "net.graphml")
    found, _ = read(tmp_path / "net.graphml")
    assert found.people["a"] == {"name": "A", "firm": "North"}


@settings(max_examples=30, deadline=None)
@given(st.sets(st.tuples(st.integers(0, 8), st.integers(0, 8)).filter(lambda pair: pair[0] != pair[1]), max_size=30))
def test_any_digraph_survives_pajek_as_networkx_reads_it(tmp_path_factory, pairs):
    path = tmp_path_factory.mktemp("net") / "net.net"
    graph = nx.DiGraph()
    graph.add_nodes_from(f"p{place}" for place in range(9))
    graph.add_edges_from((f"p{one}", f"p{two}") for one, two in pairs)
    nx.write_pajek(graph, path)
    found, _ = read(path)
    assert set(arcs_of(found)) == set(nx.DiGraph(nx.read_pajek(path)).edges)


MIXED = """<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="w" for="edge" attr.name="weight" attr.type="double"><default>2</default></key>
<key id="r" for="edge" attr.name="relation" attr.type="string"/>
<graph edgedefault="undirected"><node id="a"/><node id="b"/><node id="c"/>
<edge source="a" target="b"><data key="r">advice</data></edge>
<edge source="b" target="c" directed="true"><data key="w">5</data><data key="r">trust</data></edge>
</graph></graphml>"""


def test_a_graph_of_both_kinds_of_ties_keeps_both(tmp_path):
    found, _ = read(tmp_path / "net.graphml", MIXED)
    assert directions_of(found) == {("a", "b"): True, ("b", "c"): False}


def test_a_default_of_the_file_is_the_weight_of_ties_that_say_none(tmp_path):
    found, _ = read(tmp_path / "net.graphml", MIXED)
    assert arcs_of(found) == {("a", "b"): 2, ("b", "c"): 5}


def test_relations_are_layers(tmp_path):
    found, _ = read(tmp_path / "net.graphml", MIXED)
    assert layers_of(found) == {("advice", "a", "b"), ("trust", "b", "c")}


def test_what_ties_say_beside_and_nobody_reads_is_named(tmp_path):
    _, problems = read(tmp_path / "net.graphml", MIXED.replace('"relation"', '"mood"'))
    assert any("mood" in problem for problem in problems)


@pytest.mark.parametrize("part", ["<hyperedge/>", '<node id="x"><graph edgedefault="directed"/></node>'])
def test_graphs_that_are_no_ties_between_two_are_refused(tmp_path, part):
    assert "net.graphml, line" in refused(tmp_path / "net.graphml", MIXED.replace("</graph>", f"{part}</graph>", 1))


PAJEK = """*Network alliance
*Vertices 3
1 "Ada Moss" 0.1 0.2
2 "Ben Oak"
3 "Cleo Ash"
*Arcs :1 "advice"
1 2 4
*Edges :2 "trust"
2 3
*Arcslist :1 "advice"
3 1 2
"""


def test_pajek_keeps_relations_and_directions(tmp_path):
    found, _ = read(tmp_path / "net.net", PAJEK)
    assert [(tie.layer, tie.source, tie.target, tie.is_undirected) for tie in found.ties] == [
        ("advice", "Ada Moss", "Ben Oak", False),
        ("trust", "Ben Oak", "Cleo Ash", True),
        ("advice", "Cleo Ash", "Ada Moss", False),
        ("advice", "Cleo Ash", "Ben Oak", False),
    ]


def test_a_pajek_matrix_is_read(tmp_path):
    found, _ = read(tmp_path / "m.net", "*Vertices 3\n*Matrix\n0 1 0\n0 0 2\n0 0 0\n")
    assert arcs_of(found) == {("1", "2"): 1, ("2", "3"): 2}


def test_a_two_mode_network_is_refused(tmp_path):
    assert "two-mode" in refused(tmp_path / "two.net", "*Vertices 5 2\n*Edges\n1 3\n")


FULL = "dl n=3 format=fullmatrix\nlabels:\nada,ben,cleo\ndata:\n0 2 0\n1 0 0\n. 0 0\n"


def test_a_full_matrix_of_ucinet_is_read(tmp_path):
    found, _ = read(tmp_path / "net.dl", FULL)
    assert arcs_of(found) == {("ada", "ben"): 2, ("ben", "ada"): 1}


def test_a_missing_value_of_ucinet_is_unknown(tmp_path):
    found, _ = read(tmp_path / "net.dl", FULL)
    assert [(tie.source, tie.target) for tie in found.ties if tie.is_unknown] == [("cleo", "ada")]


@pytest.mark.parametrize(
    "text",
    [
        "dl n=3, format=edgelist1\nlabels embedded\ndata:\nada ben 2\nben ada\n",
        "dl n = 3 format = edgelist1\nlabels:\nada ben cleo\ndata:\n1 2 2\n2 1 1\n",
        "DL N=3 FORMAT=FULLMATRIX\nLABELS EMBEDDED\nDATA:\n ada ben cleo\nada 0 2 0\nben 1 0 0\ncleo 0 0 0\n",
        "dl n=3 diagonal=absent\nlabels: ada ben cleo\ndata:\n2 0\n1 0\n0 0\n",
        'dl\nn=3\nformat=fullmatrix\nlabels:\n"ada"\n"ben"\n"cleo"\ndata:\n0 2 0 1 0 0 0 0 0\n',
    ],
)
def test_every_layout_of_one_network_reads_alike(tmp_path, text):
    found, _ = read(tmp_path / "net.dl", text)
    assert arcs_of(found) == {("ada", "ben"): 2, ("ben", "ada"): 1}


def test_a_node_list_names_many_in_a_line(tmp_path):
    found, _ = read(tmp_path / "n.dl", "dl n=3 format=nodelist1\nlabels embedded\ndata:\nada ben cleo\ncleo ada\n")
    assert set(arcs_of(found)) == {("ada", "ben"), ("ada", "cleo"), ("cleo", "ada")}


def test_several_matrices_are_layers_by_their_labels(tmp_path):
    text = "dl n=2 nm=2\nlabels:\nada,ben\nmatrix labels:\nadvice,trust\ndata:\n0 1\n0 0\n0 0\n1 0\n"
    found, _ = read(tmp_path / "two.dl", text)
    assert layers_of(found) == {("advice", "ada", "ben"), ("trust", "ben", "ada")}


def test_a_half_matrix_is_undirected(tmp_path):
    found, _ = read(tmp_path / "h.dl", "dl n=3 format=lowerhalf\nlabels:\na,b,c\ndata:\n0\n1 0\n0 2 0\n")
    assert (arcs_of(found), set(directions_of(found).values())) == ({("b", "a"): 1, ("c", "b"): 2}, {True})


def test_cells_that_do_not_fit_are_counted(tmp_path):
    assert "8 cells; 9 (1 × 3 × 3)" in refused(tmp_path / "net.dl", FULL.replace(". 0 0", "0 0"))


MATRIX = "who,ada,ben,cleo\nada,0,2,\nben,1,0,x\ncleo,,0,\n"


def test_a_blank_cell_is_a_question(tmp_path):
    assert "2 of 6 cells beside the diagonal are blank" in refused(tmp_path / "m.csv", MATRIX)


def test_a_blank_cell_is_no_tie_when_asked_so(tmp_path):
    found, _ = read(tmp_path / "m.csv", MATRIX, Blank.NO_TIE)
    assert arcs_of(found) == {("ada", "ben"): 2, ("ben", "ada"): 1, ("ben", "cleo"): 1}


def test_a_blank_cell_is_unknown_when_asked_so(tmp_path):
    found, _ = read(tmp_path / "m.csv", MATRIX, Blank.UNKNOWN)
    assert {(tie.source, tie.target) for tie in found.ties if tie.is_unknown} == {("ada", "cleo"), ("cleo", "ada")}


def test_rows_in_another_order_than_columns_are_matched_by_name(tmp_path):
    found, _ = read(tmp_path / "m.csv", "x,ben,cleo,ada\nada,2,0,0\ncleo,0,0,0\nben,0,0,1\n")
    assert arcs_of(found) == {("ada", "ben"): 2, ("ben", "ada"): 1}


def test_a_matrix_the_same_both_ways_is_undirected_and_says_so(tmp_path):
    found, problems = read(tmp_path / "m.csv", "x,a,b,c\na,0,1,0\nb,1,0,1\nc,0,1,0\n")
    assert set(directions_of(found).values()) == {True}
    assert any("same both ways" in problem for problem in problems)


def test_a_matrix_of_one_thousand_people_is_read(tmp_path):
    names = [f"p{place}" for place in range(1000)]
    rows = [f"{name},{','.join('1' if (at * 7 + 3) % 50 == 0 else '0' for at in range(1000))}" for name in names]
    found, _ = read(tmp_path / "m.csv", "\n".join([f",{','.join(names)}", *rows]))
    assert len(found.people) == 1000


def test_a_cell_that_is_no_number_is_named(tmp_path):
    assert "'often' of b" in refused(tmp_path / "m.csv", "x,a,b\na,0,often\nb,1,0\n")


def workbook(path, **sheets):
    import xlsxwriter

    with xlsxwriter.Workbook(str(path)) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def test_a_matrix_in_a_workbook_is_read(tmp_path):
    path = workbook(tmp_path / "m.xlsx", Sheet1=[["", "a", "b"], ["a", 0, 3], ["b", 1, 0]])
    found, _ = read(path)
    assert arcs_of(found) == {("a", "b"): 3, ("b", "a"): 1}


def test_several_sheets_of_matrices_are_layers(tmp_path):
    path = workbook(
        tmp_path / "m.xlsx",
        advice=[["", "a", "b"], ["a", 0, 1], ["b", 0, 0]],
        trust=[["", "a", "b"], ["a", 0, 0], ["b", 1, 0]],
        notes=[["made in March"]],
    )
    found, problems = read(path)
    assert layers_of(found) == {("advice", "a", "b"), ("trust", "b", "a")}
    assert any("notes" in problem for problem in problems)


def test_a_workbook_of_nodexl_is_read_below_its_two_rows_of_headings(tmp_path):
    path = workbook(
        tmp_path / "nodexl.xlsx",
        Edges=[["", "", "Visual Properties"], ["Vertex 1", "Vertex 2", "Color", "Edge Weight"], ["ada", "ben", "", 4]],
        Vertices=[["Vertex", "Label", "firm"], ["ada", "Ada Moss", "North"], ["ben", "Ben Oak", "South"]],
    )
    found, _ = read(path)
    assert (arcs_of(found), found.people["ada"]["name"]) == ({("ada", "ben"): 4}, "Ada Moss")


def test_a_workbook_of_polinode_is_a_network(tmp_path):
    path = workbook(
        tmp_path / "p.xlsx",
        Nodes=[["Name", "firm"], ["ada", "N"], ["ben", "S"]],
        Edges=[["Source", "Target"], ["ada", "ben"]],
    )
    found, _ = read(path)
    assert (set(arcs_of(found)), set(found.people)) == ({("ada", "ben")}, {"ada", "ben"})


KUMU = {
    "elements": [{"_id": "e1", "label": "Ada"}, {"_id": "e2", "label": "Ben"}],
    "connections": [{"from": "e1", "to": "e2", "direction": "mutual", "type": "advice", "strength": 3}],
}


def test_kumu_json_is_read(tmp_path):
    found, _ = read(tmp_path / "k.json", json.dumps(KUMU))
    assert [(tie.layer, tie.weight, tie.is_undirected) for tie in found.ties] == [("advice", "3", True)]


def test_node_link_json_of_networkx_comes_back(tmp_path):
    found, _ = read(tmp_path / "n.json", json.dumps(nx.node_link_data(a_digraph(), edges="links")))
    assert (arcs_of(found), set(directions_of(found).values())) == (ARCS, {False})


def test_json_of_something_else_is_named(tmp_path):
    assert "nodes" in refused(tmp_path / "n.json", '{"users": []}')


def test_network_canvas_finds_names_in_the_file_beside(tmp_path):
    (tmp_path / "x_attributeList_Person.csv").write_text(
        "nodeID,networkCanvasEgoUUID,networkCanvasUUID,name\n1,ego,u1,Ada\n2,ego,u2,Ben\n", encoding="utf-8"
    )
    found, _ = read(
        tmp_path / "x_edgeList_Person.csv",
        "edgeID,from,to,networkCanvasEgoUUID,networkCanvasUUID,networkCanvasSourceUUID,networkCanvasTargetUUID\n"
        "1,1,2,ego,e1,u1,u2\n",
    )
    assert directions_of(found) == {("Ada", "Ben"): True}


def test_network_canvas_without_the_file_beside_is_refused(tmp_path):
    text = "edgeID,from,to,networkCanvasEgoUUID,networkCanvasSourceUUID\n1,1,2,ego,u1\n"
    assert "nobody is named" in refused(tmp_path / "x_edgeList_P.csv", text)


def audited(tmp_path, name, text, **options):
    (tmp_path / "P.csv").write_text(PEOPLE, encoding="utf-8")
    (tmp_path / name).write_text(text, encoding="utf-8")
    return read_edge_list(
        tmp_path / "P.csv", tmp_path / name, firm="firm", settings=default_settings(), **options
    ).waves[0]


def test_an_unknown_pair_of_a_matrix_is_unknown_in_the_audit(tmp_path):
    text = "x,a,b,c,d\na,0,1,,0\nb,1,0,0,0\nc,0,0,0,1\nd,0,0,1,0\n"
    reports = audited(tmp_path, "m.csv", text, blank=Blank.UNKNOWN).reports["communication"]
    assert [
        (int(r), int(a))
        for r, a, v in zip(reports.respondent, reports.alter, reports.value, strict=True)
        if np.isnan(v)
    ] == [(0, 2)]


def test_who_left_a_whole_row_blank_did_not_answer(tmp_path):
    text = "x,a,b,c,d\na,,,,\nb,1,0,0,0\nc,0,0,0,1\nd,0,1,0,0\n"
    wave = audited(tmp_path, "m.csv", text, blank=Blank.UNKNOWN)
    assert wave.responded.tolist() == [False, True, True, True]


def test_people_of_the_file_itself_need_no_second_file(tmp_path):
    graph = a_digraph()
    nx.set_node_attributes(graph, dict(zip("abcd", ["North", "North", "South", "South"], strict=True)), "firm")
    nx.write_graphml(graph, tmp_path / "net.graphml")
    path = tmp_path / "net.graphml"
    wave = read_edge_list(path, path, firm="firm", settings=default_settings()).waves[0]
    assert (len(wave.people), len(wave.reports["communication"].value)) == (4, 4)


def test_ties_between_names_are_found_on_the_roster(tmp_path):
    (tmp_path / "P.csv").write_text("id,name,firm\n1,Ada,N\n2,Ben,S\n", encoding="utf-8")
    (tmp_path / "T.csv").write_text("source,target\nAda,Ben\n", encoding="utf-8")
    project = read_edge_list(tmp_path / "P.csv", tmp_path / "T.csv", firm="firm", settings=default_settings())
    assert project.waves[0].reports["communication"].respondent.tolist() == [0]


def test_a_name_of_two_people_is_nobody(tmp_path):
    (tmp_path / "P.csv").write_text("id,name,firm\n1,Ada,N\n2,Ben,S\n3,Ada,S\n", encoding="utf-8")
    (tmp_path / "T.csv").write_text("source,target\nAda,Ben\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_edge_list(tmp_path / "P.csv", tmp_path / "T.csv", firm="firm", settings=default_settings())
    assert any("'Ada' is not among the people" in str(problem) for problem in error.value.problems)


def test_direction_of_kumu_says_what_is_undirected(tmp_path):
    (tmp_path / "P.csv").write_text(PEOPLE, encoding="utf-8")
    (tmp_path / "k.csv").write_text(
        "From,To,Direction,Type\na,b,undirected,meets\nb,a,undirected,meets\na,c,undirected,meets\n", encoding="utf-8"
    )
    project = read_edge_list(tmp_path / "P.csv", tmp_path / "k.csv", firm="firm", settings=default_settings())
    assert project.waves[0].reports["communication"].source.measured_once


def test_our_own_graphml_comes_back(tmp_path):
    from alliancenet.auditing import audit_project
    from alliancenet.export.graph_files import to_graphml
    from alliancenet.privacy import LOCAL_READER, views_for

    nx.write_graphml(a_digraph(), tmp_path / "net.graphml")
    (tmp_path / "P.csv").write_text(PEOPLE, encoding="utf-8")
    project = read_edge_list(tmp_path / "P.csv", tmp_path / "net.graphml", firm="firm", settings=default_settings())
    (view,) = views_for(audit_project(project, resamples=0), LOCAL_READER)
    (tmp_path / "own.graphml").write_text(to_graphml(view), encoding="utf-8")
    found, _ = read(tmp_path / "own.graphml")
    ties = {(tie.layer, tie.source, tie.target) for tie in view.ties}
    assert (layers_of(found), len(found.people)) == (ties, len(view.people))


def test_tables_of_ties_keep_only_columns_the_file_speaks_of(tmp_path):
    found, _ = read(tmp_path / "net.net", "*Vertices 2\n1 a\n2 b\n*Arcs\n1 2\n")
    assert list(ties_table(found, "net.net").frame.columns) == ["source", "target", "type"]
    assert list(people_table(found, "net.net").frame["id"]) == ["a", "b"]


def bomb(path):
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    path.write_text(f'<?xml version="1.0"?><!DOCTYPE g [<!ENTITY l0 "lol">{lines}]><graphml>&l9;</graphml>', "utf-8")


def outside(path):
    path.write_text('<!DOCTYPE g [<!ENTITY x SYSTEM "file:///etc/hostname">]><gexf>&x;</gexf>', "utf-8")


def deep(path):
    path.write_text("<graphml>" + "<a>" * 200_000, "utf-8")


def many_people(path):
    path.write_text("<graphml><graph>" + "".join(f'<node id="{n}"/>' for n in range(900_000)), "utf-8")


def many_values(path):
    path.write_text("<graphml><graph><node id='a'>" + "<data key='k'>1</data>" * 1_500_000, "utf-8")


def many_lists(path):
    path.write_text('{"nodes":[' + "[]," * 5_000_000 + "[]]}", "utf-8")


def deep_json(path):
    path.write_text('{"nodes":' + "[" * 100_000, "utf-8")


def wide(path):
    path.write_text("x," + ",".join(f"p{n}" for n in range(400_000)) + "\n" + "p0," * 400_000, "utf-8")


def endless_vertices(path):
    path.write_text("*Vertices 999999999\n1 a\n", "utf-8")


def endless_dl(path):
    path.write_text("dl n=99999 nm=99999\ndata:\n" + "0 " * 100_000, "utf-8")


HOSTILE = [bomb, outside, deep, many_people, many_values, many_lists, deep_json, wide, endless_vertices, endless_dl]
PROBE = """
import resource, sys
from pathlib import Path
from alliancenet.sources.edges.columns import read_ties
problems = []
table = read_ties(Path(sys.argv[1]), problems, may_be_empty=False)
use = resource.getrusage(resource.RUSAGE_SELF)
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(table is None, use.ru_utime + use.ru_stime, int(peak.split()[1]) / 1024, "|", *map(str, problems))
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is told by /proc")
@pytest.mark.parametrize("write", HOSTILE, ids=lambda write: write.__name__)
def test_a_hostile_file_is_refused_soon_and_small(tmp_path, write):
    path = tmp_path / ("net.gexf" if write is outside else "net.file")
    write(path)
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(path)],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        check=True,
    )
    is_refused, seconds, megabytes, told = done.stdout.split(maxsplit=3)
    assert is_refused == "True"
    assert float(seconds) < 3, told  # 2 s, and what Python and pandas take to start
    assert float(megabytes) < 300, told
    assert "net." in told


SAMPLES = Path(__file__).with_name("network_samples")


@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.iterdir() if path.name != "people.csv"))
def test_every_sample_holds_the_same_network(name):
    problems = []
    table = read_ties(SAMPLES / name, problems, may_be_empty=False)
    people = read_people(SAMPLES / "people.csv", problems, NOTHING, ("id",), ("name",))
    table = by_name(table, people.column("id"), people.column("name"), problems)
    rows = zip(table.column("source"), table.column("target"), map(float, table.column("weight")), strict=True)
    assert {(source, target): weight for source, target, weight in rows} == {
        ("a", "b"): 3, ("b", "a"): 1, ("a", "c"): 2.5, ("d", "c"): 1,
    }  # fmt: skip
