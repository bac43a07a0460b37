"""If somebody leaves, or two people are introduced: before and after."""

from flask import Blueprint, Response, request

from alliancenet.language import say
from alliancenet.privacy import AuditView, PersonView
from alliancenet.report import simulation
from alliancenet.report.table import Table
from alliancenet_web.links import page
from alliancenet_web.pages.alliance import audit_of
from alliancenet_web.tongue import spoken

pages = Blueprint("what_if", __name__)
_MOST_LEAVERS = 12


@pages.get("/alliance/<key>/<wave>/what-if")
@spoken
def what_if(key: str, wave: str) -> Response | str:
    """Simulate departures or an introduction, and find the cheapest cure; the opening is logged."""
    view = audit_of(key, wave)
    leaving = list(dict.fromkeys(filter(None, map(_trimmed, request.args.getlist("leaves")))))[:_MOST_LEAVERS]
    pair = [_trimmed(request.args.get(name, "")) for name in ("first", "second")]
    found = {text: _person(view, text) for text in (*leaving, *pair) if text}
    leaves = [person for text in leaving if (person := found[text]) is not None]
    introduced = [person for text in pair if text and (person := found[text]) is not None]
    missing = tuple(text for text, person in found.items() if person is None)
    fault = _fault(leaves, introduced, half=sum(map(bool, pair)) == 1)
    shown: tuple[Table, ...] = ()
    cure = None
    answer = simulation.question(view)
    if (leaves or introduced) and not missing and not fault:
        keys = {leaver.key for leaver in leaves}
        result = simulation.simulated(view, keys, [(introduced[0].key, introduced[1].key)] if introduced else [])
        answer = simulation.answer(view, result, leaves, introduced)
        shown = (simulation.measures(view, result), simulation.affected(view, result))
        cure = simulation.cure_of(view, keys) if leaves and not introduced else None
    return page(
        "what_if.html",
        (*shown, *([simulation.cure_table(view, cure)] if cure else [])),
        view=view,
        keys=(key, wave),
        answer=answer,
        tries=simulation.worth_trying(view),
        leaving=leaving,
        pair=pair,
        missing=missing,
        fault=fault,
        leaves=leaves,
        introduced=introduced,
        cure=simulation.cure_sentence(cure) if cure else "",
        caveats=simulation.caveats(view),
    )


def _trimmed(text: str) -> str:
    return text.strip()[:200]


def _person(view: AuditView, text: str) -> PersonView | None:
    """Person of this label; labels two people share choose nobody."""
    hits = [person for person in view.people if person.key and person.label.casefold() == text.casefold()]
    return hits[0] if len(hits) == 1 else None


def _fault(leaves: list[PersonView], introduced: list[PersonView], *, half: bool) -> str:
    if half:
        return say("An introduction needs two people.")
    if introduced and introduced[0].key == introduced[1].key:
        return say("An introduction needs two different people.")
    if {leaver.key for leaver in leaves} & {person.key for person in introduced}:
        return say("Whoever leaves cannot be introduced.")
    return ""
