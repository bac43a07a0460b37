"""If somebody leaves, or two people are introduced: before and after."""

from flask import Blueprint, Response, request

from alliancenet.privacy import AuditView, PersonView
from alliancenet.report import simulation
from alliancenet.report.table import Table
from alliancenet_web.links import page
from alliancenet_web.pages.alliance import audit_of

pages = Blueprint("what_if", __name__)
_ASKED = ("leaves", "leaves_too", "first", "second")


@pages.get("/alliance/<key>/<wave>/what-if")
def what_if(key: str, wave: str) -> Response | str:
    """Simulate a departure or an introduction; the opening is logged."""
    view = audit_of(key, wave)
    words = {name: request.args.get(name, "").strip()[:200] for name in _ASKED}
    chosen = {name: _person(view, text) for name, text in words.items() if text}
    missing = tuple(text for name, text in words.items() if text and chosen[name] is None)
    found = {name: one for name, one in chosen.items() if one is not None}
    leaves = [found[name] for name in ("leaves", "leaves_too") if name in found]
    introduced = [found["first"], found["second"]] if {"first", "second"} <= found.keys() else []
    fault = _fault(leaves, introduced, half=len(found.keys() & {"first", "second"}) == 1)
    shown: tuple[Table, ...] = ()
    if (leaves or introduced) and not missing and not fault:
        pair = (introduced[0].key, introduced[1].key) if introduced else None
        result = simulation.simulated(view, {one.key for one in leaves}, [pair] if pair else [])
        shown = (simulation.measures(view, result), simulation.affected(view, result))
    return page(
        "what_if.html",
        shown,
        view=view,
        keys=(key, wave),
        asked=words,
        missing=missing,
        fault=fault,
        leaves=leaves,
        introduced=introduced,
        caveats=simulation.caveats(view),
    )


def _person(view: AuditView, text: str) -> PersonView | None:
    """Person of this label; labels two people share choose nobody."""
    hits = [one for one in view.people if one.key and one.label.casefold() == text.casefold()]
    return hits[0] if len(hits) == 1 else None


def _fault(leaves: list[PersonView], introduced: list[PersonView], *, half: bool) -> str:
    if half:
        return "An introduction needs two people."
    if introduced and introduced[0].key == introduced[1].key:
        return "An introduction needs two different people."
    if {one.key for one in leaves} & {one.key for one in introduced}:
        return "Whoever leaves cannot be introduced."
    return ""
