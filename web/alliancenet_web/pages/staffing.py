"""Staffing: what hangs on one role, where counterparts are missing, load, succession, and what if a role leaves."""

from flask import Blueprint, Response, abort, request

from alliancenet.language import say
from alliancenet.privacy import AuditView
from alliancenet.privacy.rights import STAFFS
from alliancenet.report import placement, words
from alliancenet.report.figures import staffing as figure
from alliancenet.report.tables import overview as tables
from alliancenet_web.desk import desk, reader, views
from alliancenet_web.links import page
from alliancenet_web.store import key_of
from alliancenet_web.tongue import spoken

pages = Blueprint("staffing", __name__)


@pages.get("/staffing")
@spoken
def staffing() -> Response | str:
    """Without a name, and with names where people agreed and were told; the opening is logged."""
    found = desk().store.staffing(reader())
    newest = [desk().store.whole(view) for view in tables.newest(views())]
    gaps = figure.gaps(newest)
    chosen = _chosen(newest)
    roles = tuple(request.args.getlist("role"))[:12]
    departure = desk().store.departure(chosen, roles) if chosen and roles else None
    plan = desk().store.proposal(reader())
    matrix, left_out = figure.drawn(gaps)
    return page(
        "staffing.html",
        (
            figure.rests_table(found),
            gaps,
            figure.distribution(
                "time", say("People by share of time promised, in per cent"), say("Per cent"), found.time
            ),
            figure.distribution("spread", say("People by number of alliances"), say("Alliances"), found.alliances),
            *(placement.all_tables(plan) if plan else ()),
        ),
        plan=plan,
        is_withdrawn=desk().store.is_plan_withdrawn(reader()),
        matrix=matrix,
        left_out=left_out,
        placement=placement,
        staffs=reader().role in STAFFS,
        view=found,
        heading=figure.heading(found, gaps, newest),
        tiles=figure.tiles(found, gaps),
        rests=figure.rests(found),
        time=figure.bars(found.time),
        figure=figure,
        newest=newest,
        chosen=chosen,
        roles=roles,
        offered=sorted(
            {
                (rest.role, words.retold(rest.what))
                for rest in found.rests
                if chosen and rest.alliance == chosen.alliance.id
            }
        ),
        told=figure.departure_sentences(departure) if departure else (),
        key_of=key_of,
    )


def _chosen(newest: list[AuditView]) -> AuditView | None:
    asked = request.args.get("alliance", "")
    if not asked:
        return None
    return next((view for view in newest if key_of(view.alliance.id) == asked), None) or abort(404)
