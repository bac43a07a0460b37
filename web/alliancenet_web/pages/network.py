"""The network of one alliance: search first, then one or two steps around a person."""

import importlib.util
from pathlib import Path

from flask import Blueprint, Response, request, send_file

from alliancenet.privacy import AuditView, PersonView
from alliancenet.report.figures import network as graph
from alliancenet.report.tables import alliance as alliance_tables
from alliancenet_web.links import page
from alliancenet_web.pages.alliance import audit_of

pages = Blueprint("network", __name__)
_SCRIPT = "lib/vis-9.1.2/vis-network.min.js"
MOST_HITS = 25
FIRST_LAYER = "communication"


@pages.get("/alliance/<key>/<wave>/network")
def network(key: str, wave: str) -> Response | str:
    """Draw the network with a table of the same people and ties beside it."""
    view = audit_of(key, wave)
    layers = graph.layers_of(view)
    asked = request.args.get("layer", FIRST_LAYER)
    layer = asked if asked in layers or not asked else ""
    hops = 2 if request.args.get("hops") == "2" else 1
    hits = _found(view, request.args.get("q", "")[:200])
    person = _chosen(view, request.args.get("person", ""), hits)
    ties = tuple(tie for tie in view.ties if not layer or tie.layer == layer)
    around = graph.neighbourhood(ties, person.key, hops) if person else frozenset()
    drawing = graph.graph_of(view, layer, around)
    return page(
        "network.html",
        (alliance_tables.ties(view, layer, around), alliance_tables.people(view, around)),
        view=view,
        keys=(key, wave),
        layers=layers,
        layer=layer,
        hops=hops,
        person=person,
        hits=hits if person is None else (),
        drawing=drawing,
        data=graph.vis_data(drawing),
    )


def _found(view: AuditView, words: str) -> tuple[PersonView, ...]:
    wanted = words.casefold().strip()
    if not wanted:
        return ()
    exact = tuple(one for one in view.people if one.label.casefold() == wanted)
    return exact or tuple(one for one in view.people if wanted in one.label.casefold())[:MOST_HITS]


def _chosen(view: AuditView, key: str, hits: tuple[PersonView, ...]) -> PersonView | None:
    if key:
        return next((one for one in view.people if one.key == key), None)
    return hits[0] if len(hits) == 1 else None


@pages.get("/vis-network.js")
def drawing_script() -> Response:
    """Return vis-network as it lies in the installed pyvis package, which is not imported."""
    found = importlib.util.find_spec("pyvis")
    folder = Path((found.submodule_search_locations or [""])[0]) if found else Path()
    return send_file(folder / _SCRIPT, mimetype="text/javascript")
