"""Which alliances have no live executive tie, and who carries too many."""

from flask import Blueprint, Response

from alliancenet.privacy.offices import UNNAMED
from alliancenet.report.figures import loads
from alliancenet.report.figures import sponsors as figure
from alliancenet.report.tables import governance
from alliancenet.report.tables import overview as tables
from alliancenet_web.desk import desk, reader, views
from alliancenet_web.links import page
from alliancenet_web.tongue import spoken

pages = Blueprint("sponsors", __name__)


@pages.get("/sponsors")
@spoken
def sponsors() -> Response | str:
    """Sponsors of both sides in one matrix, and the load of each executive.

    A partner, and a folder without a review, get what the audits alone tell.
    """
    newest = tables.newest(views())
    review = desk().store.review(reader()) if reader().is_own_firm else None
    of_audits = (tables.sponsors(newest), tables.sponsor_findings(newest))
    if review is None:
        return page("sponsors.html", of_audits, picture=None, load=None, handing=(), withheld=())
    return page(
        "sponsors.html",
        (figure.table(review, newest), governance.sponsor_loads(review), *of_audits),
        picture=figure.picture(review, newest),
        load=loads.picture(review),
        handing=loads.sentences(review),
        withheld=[sentence for sentence in review.withheld if sentence == UNNAMED],
    )
