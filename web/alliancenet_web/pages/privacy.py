"""The privacy desk: what is held, who looked, what was promised, who was erased."""

from datetime import date

from flask import Blueprint, Response

from alliancenet.report.tables import privacy as tables
from alliancenet.store.erasures import read_record
from alliancenet_web.desk import desk, views
from alliancenet_web.links import page
from alliancenet_web.tongue import spoken

pages = Blueprint("privacy", __name__)


@pages.get("/privacy")
@spoken
def privacy() -> Response | str:
    """What is held of people and until when, who looked at single people, and who was erased."""
    log, today = desk().log, date.today()
    seen = views()
    openings, unread = ((), 0) if log is None else log.openings()
    late = sum((until := tables.delete_by(view)) is not None and until < today for view in seen)
    return page(
        "privacy.html",
        (tables.held(seen, today), tables.looked(openings), tables.erased(read_record(desk().store.folder))),
        is_logged=log is not None,
        unread=unread,
        late=late,
        openings=openings,
    )
