"""The network of one alliance: counterparts face each other, and stories are laid over them."""

from flask import Blueprint, Response, request, url_for

from alliancenet.privacy import AuditView, PersonView
from alliancenet.report import words
from alliancenet.report.figures import network as graph
from alliancenet.report.figures.explorer import CONTACT, Explorer
from alliancenet.report.tables import alliance as alliance_tables
from alliancenet_web.desk import desk
from alliancenet_web.links import page
from alliancenet_web.pages.alliance import audit_of, waves_of
from alliancenet_web.store import key_of
from alliancenet_web.tongue import spoken

pages = Blueprint("network", __name__)
MOST_WAVES = 6  # of which everybody has a place


@pages.get("/alliance/<key>/<wave>/network")
@spoken
def network(key: str, wave: str) -> Response | str:
    """Draw the network with a table of the same people and ties below."""
    view = audit_of(key, wave)
    layers = graph.layers_of(view)
    asked = request.args.get("layer", CONTACT)
    layer = asked if asked in layers or not asked else ""
    waves = waves_of(key)
    here = [other.wave.id for other in waves].index(view.wave.id)
    near = waves[max(0, here - MOST_WAVES + 2) : here + 2]
    explorer = Explorer(view=view, waves=[desk().store.whole(near_view) for near_view in near], layer=layer)
    person = _person(view)
    ties = tuple(tie for tie in view.ties if not layer or tie.layer == layer)
    around = graph.neighbourhood(ties, person.key, 1) if person else frozenset()
    wanted = {name: request.args.getlist(name) for name in request.args}
    shown = explorer.chosen(wanted)
    return page(
        "network.html",
        (alliance_tables.ties(shown, layer, around), alliance_tables.people(shown, around)),
        is_filtered=len(shown.people) < len(view.people) or len(shown.ties) < len(view.ties),
        view=view,
        keys=(key, wave),
        waves=[
            (words.month_of(other.wave), url_for("network.network", key=key, wave=key_of(other.wave.id)))
            for other in waves
        ],
        layers=layers,
        layer=layer,
        explorer=explorer,
        person=person,
        is_unknown=bool(request.args.get("q")) and person is None,
    )


def _person(view: AuditView) -> PersonView | None:
    """The person the address names by key, or by the words of a search that fit one only."""
    key, asked = request.args.get("person", ""), request.args.get("q", "")[:200].casefold().strip()
    if key:
        return next((person for person in view.people if person.key == key), None)
    exact = [person for person in view.people if asked and person.label.casefold() == asked]
    hits = exact or [person for person in view.people if asked and asked in person.label.casefold()]
    return hits[0] if len(hits) == 1 else None
