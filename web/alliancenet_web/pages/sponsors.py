"""Which alliances have no live executive tie, or only one."""

from flask import Blueprint, Response

from alliancenet.report.tables import overview as tables
from alliancenet_web.desk import views
from alliancenet_web.links import page

pages = Blueprint("sponsors", __name__)


@pages.get("/sponsors")
def sponsors() -> Response | str:
    """Sponsor coverage side by side, and what was found."""
    newest = tables.newest(views())
    return page("sponsors.html", (tables.sponsors(newest), tables.sponsor_findings(newest)))
