"""What is drawn."""

from built_audits import an_audit

from alliancenet.export.graph_files import ties_csv
from alliancenet.export.network_page import to_network_html
from alliancenet.privacy import LOCAL_READER, Reader, ReaderRole, view_for
from alliancenet.report.figures import network as graph


def test_everybody_with_a_place_is_drawn_inside_the_picture():
    drawing = graph.graph_of(view_for(an_audit(), LOCAL_READER))
    assert len(drawing.nodes) == 27
    assert all(0 <= node.x <= drawing.width and 0 <= node.y <= drawing.height for node in drawing.nodes)


def test_two_layers_between_the_same_people_are_one_line():
    view = view_for(an_audit(), LOCAL_READER)
    assert len(graph.graph_of(view).edges) < len(view.ties)


def test_one_step_around_a_person_holds_the_neighbours_only():
    view = view_for(an_audit(), LOCAL_READER)
    core = [tie for tie in view.ties if tie.layer == "core"]
    assert graph.neighbourhood(core, "own-00", 1) == {"own-00", "own-01", "own-06", "partner-00"}


def test_two_steps_hold_the_neighbours_of_neighbours():
    view = view_for(an_audit(), LOCAL_READER)
    core = [tie for tie in view.ties if tie.layer == "core"]
    assert "partner-01" in graph.neighbourhood(core, "own-00", 2)


def test_an_executive_gets_no_drawing_of_people():
    drawing = graph.graph_of(view_for(an_audit(), Reader(role=ReaderRole.EXECUTIVE)))
    assert (drawing.nodes, drawing.edges) == ((), ())


def test_a_limit_for_drawing_leaves_pairs_out_of_the_picture_only_and_says_so(monkeypatch):
    view = view_for(an_audit(), LOCAL_READER)
    whole = graph.graph_of(view)
    monkeypatch.setattr(graph, "MOST_PAIRS", 5)
    drawing = graph.graph_of(view)
    assert (len(drawing.edges), drawing.left_out) == (5, len(whole.edges) - 5)
    assert drawing.edges[0].is_cross
    assert f"{drawing.left_out} are in the table only" in to_network_html(view)
    assert len(ties_csv(view).splitlines()) == len(view.ties) + 1
